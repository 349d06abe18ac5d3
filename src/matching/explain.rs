//! Why an entry: the phrasing that is most like the question, and what the two share.
//!
//! The explanation is made apart from the engines, from the texts alone, so that it reads the same
//! whichever engine ranked.

use crate::model::Entry;
use crate::text::{FeatureHash, FeatureScheme, Features, Part, is_han, match_key};

/// What speaks for an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation<'e> {
    /// The phrasing that is most like the question; the canonical question where nothing is.
    pub phrasing: &'e str,
    /// How like they are: the share of their pieces that they have in common (Dice), from 0 to 1.
    pub similarity: f32,
    /// The runs of Chinese characters and the words that both have, in the order of the question.
    pub shared: Vec<String>,
}

/// Explains candidates for one question.
#[derive(Debug)]
pub struct Explainer {
    key: String,
    pieces: Vec<(Part, FeatureHash)>,
}

/// The pieces that likeness is measured by.
pub(crate) const SCHEME: FeatureScheme =
    FeatureScheme { characters: true, words: true, pairs: false, thesaurus: false, own_language: false };

impl Explainer {
    /// For this question.
    pub fn new(question: &str) -> Self {
        let mut features = Features::new();
        features.extract(question, SCHEME, None);
        Self { key: match_key(question), pieces: features.pieces }
    }

    /// The question's match key.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// The question's pieces by [`SCHEME`], sorted.
    pub(crate) fn pieces(&self) -> &[(Part, FeatureHash)] {
        &self.pieces
    }

    /// How like the question is to a text with these pieces by [`SCHEME`] (Dice), from 0 to 1.
    pub(crate) fn similarity(&self, pieces: &[(Part, FeatureHash)]) -> f32 {
        dice(&self.pieces, pieces)
    }

    /// What speaks for `entry`.
    pub fn explain<'e>(&self, entry: &'e Entry) -> Explanation<'e> {
        let mut features = Features::new();
        let mut best: (&str, f32) = (&entry.question, -1.0);
        for phrasing in entry.phrasings() {
            features.extract(phrasing, SCHEME, None);
            let similarity = dice(&self.pieces, &features.pieces);
            if similarity > best.1 {
                best = (phrasing, similarity);
            }
        }
        let (phrasing, similarity) = best;
        Explanation {
            phrasing,
            similarity: similarity.max(0.0),
            shared: shared(&self.key, &match_key(phrasing)),
        }
    }
}

/// Twice the common part over the sum, of two sorted lists.
fn dice(one: &[(Part, FeatureHash)], other: &[(Part, FeatureHash)]) -> f32 {
    let common = one.iter().filter(|piece| other.binary_search(piece).is_ok()).count();
    2.0 * common as f32 / (one.len() + other.len()).max(1) as f32
}

/// Runs of Han characters, as long as possible, and other words that stand in both keys.
fn shared(question: &str, phrasing: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in tokens(question) {
        if !word.chars().all(is_han) {
            if tokens(phrasing).contains(&word) {
                found.push(word.to_owned());
            }
            continue;
        }
        let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
        let mut from = 0;
        while from + 1 < starts.len() {
            let longest =
                (from + 1..starts.len()).rev().find(|&to| phrasing.contains(&word[starts[from]..starts[to]]));
            if let Some(to) = longest {
                found.push(word[starts[from]..starts[to]].to_owned());
                from = to;
            } else {
                from += 1;
            }
        }
    }
    let mut seen = Vec::new();
    found.retain(|run| {
        let new = !seen.contains(run);
        seen.push(run.clone());
        new
    });
    found
}

/// Runs of Han, and runs of other letters and digits.
fn tokens(key: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let kind = |c: char| if is_han(c) { 1 } else { i32::from(c.is_alphanumeric()) * 2 };
    let mut last = 0;
    for (at, c) in key.char_indices() {
        if kind(c) != last {
            tokens.push((last, &key[start..at]));
            (start, last) = (at, kind(c));
        }
    }
    tokens.push((last, &key[start..]));
    tokens
        .into_iter()
        .filter(|&(kind, token)| kind != 0 && !token.is_empty())
        .map(|(_, token)| token)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::KnowledgeBase;
    use std::path::PathBuf;

    #[test]
    fn the_nearest_phrasing_and_what_it_shares() {
        let text = "- question: 什么时候发货？\n  variants: [几天能到, 多久能送到 iPhone 15]\n";
        let loaded = KnowledgeBase::from_texts([(PathBuf::from("a.yaml"), text.to_owned())]);
        let entry = &loaded.knowledge_base.entries[0];
        let found = Explainer::new("亲，几天能到呀").explain(entry);
        assert_eq!(found.phrasing, "几天能到");
        assert_eq!(found.shared, ["几天能到"]);
        assert!(found.similarity > 0.5 && found.similarity < 1.0, "{}", found.similarity);
        let found = Explainer::new("iphone 15多久到").explain(entry);
        assert_eq!(found.shared, ["iphone", "15", "多久", "到"]);
        assert_eq!(Explainer::new("").explain(entry).shared, Vec::<String>::new());
    }
}
