//! The `exact` engine: a question that is one of the phrasings, by match key.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{Candidate, Matcher, Query, Ranking, Reason, Thresholds, TrainingSet};
use crate::model::EntryIndex;
use crate::text::match_key;

/// Finds the entries that have a question among their phrasings.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Exact {
    #[serde(serialize_with = "in_order")]
    entries: ByKey,
    /// By question the entries that it must not lead to.
    #[serde(serialize_with = "in_order")]
    excluded: ByKey,
}

/// Entries by match key.
type ByKey = FxHashMap<Box<str>, Vec<EntryIndex>>;

/// Written in the order of keys, so that the same is written as the same bytes.
fn in_order<S: serde::Serializer>(map: &ByKey, serializer: S) -> Result<S::Ok, S::Error> {
    map.iter().collect::<std::collections::BTreeMap<_, _>>().serialize(serializer)
}

impl Exact {
    /// Index every phrasing and counterexample of `set`.
    pub fn new(set: &TrainingSet<'_>) -> Self {
        let mut exact = Self::default();
        for &(class, text) in &set.counterexamples {
            let entries = exact.excluded.entry(match_key(text).into()).or_default();
            entries.push(set.classes[class as usize]);
        }
        for &(class, text) in &set.phrasings {
            let entries = exact.entries.entry(match_key(text).into()).or_default();
            let entry = set.classes[class as usize];
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
        exact
    }

    /// The entries that have a phrasing with this match key, in their order.
    pub fn entries(&self, key: &str) -> &[EntryIndex] {
        self.entries.get(key).map_or(&[], Vec::as_slice)
    }

    /// The entries that the text with this match key is a counterexample of.
    pub fn excluded(&self, key: &str) -> &[EntryIndex] {
        // Most knowledge bases have few counterexamples, many none.
        if self.excluded.is_empty() { &[] } else { self.excluded.get(key).map_or(&[], Vec::as_slice) }
    }

    /// The candidates for a question with this match key. Several entries with one phrasing share the
    /// confidence, as the phrasing cannot tell which is meant.
    pub(super) fn candidates(&self, query: &Query<'_>, key: &str) -> Vec<Candidate> {
        let found = self.entries(key);
        let entries = || found.iter().copied().filter(|&entry| query.admits(entry));
        let confidence = 1.0 / entries().count().max(1) as f32;
        entries().map(|entry| Candidate { entry, confidence, reason: Reason::Exact }).collect()
    }
}

impl Matcher for Exact {
    fn name(&self) -> &'static str {
        "exact"
    }

    fn rank(&self, queries: &[Query<'_>]) -> Vec<Ranking> {
        let rank = |query: &Query<'_>| {
            let mut candidates = self.candidates(query, &match_key(query.text));
            candidates.truncate(super::DEPTH);
            Ranking { candidates, ..Ranking::default() }
        };
        queries.iter().map(rank).collect()
    }

    fn thresholds(&self) -> Thresholds {
        Thresholds::ALWAYS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrasing_is_found_whatever_its_dress() {
        let set = TrainingSet {
            classes: vec![EntryIndex(4), EntryIndex(9)],
            phrasings: vec![(0, "什么时候发货？"), (0, "几天发"), (1, "几天 发")],
            counterexamples: vec![(0, "发货地是哪")],
            ..TrainingSet::default()
        };
        let exact = Exact::new(&set);
        let rankings = exact.rank(&[Query::new("什麼時候發貨"), Query::new("几天发！"), Query::new("在吗")]);
        let found: Vec<Vec<_>> = rankings
            .iter()
            .map(|ranking| ranking.candidates.iter().map(|one| (one.entry.0, one.confidence)).collect())
            .collect();
        assert_eq!(found, [vec![(4, 1.0)], vec![(4, 0.5), (9, 0.5)], vec![]]);
        assert_eq!(exact.excluded("发货地是哪"), [EntryIndex(4)]);
        assert_eq!(exact.excluded("几天发"), []);
    }
}
