//! Finding the words of all rules' lists in one pass over a text.
//!
//! One automaton (Aho and Corasick, 1975, as a double array) holds every word of every rule that looks, so
//! that the cost of a text does not grow with the number of lists.

use std::collections::BTreeMap;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};

use super::rule::{Check, Rule};
use super::settings::Settings;
use super::text::WordHit;
use crate::text::CharacterClasses;

/// The words of all rules that look.
pub(super) struct WordScanner {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// For each pattern the rules that have it: position in the registry and number in the rule's list.
    owners: Vec<Vec<(usize, usize)>>,
}

/// Words are looked for in the first so many bytes; a text beyond that is no answer but an accident.
const LONGEST: usize = 1 << 20;

impl WordScanner {
    /// Collect the words of the rules for which `looks` holds.
    pub(super) fn new(rules: &[&Rule], settings: &Settings, looks: impl Fn(usize) -> bool) -> Self {
        let mut patterns: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        for (position, rule) in rules.iter().enumerate().filter(|&(position, _)| looks(position)) {
            let Check::Words(words, _) = rule.check else { continue };
            for (number, word) in words(settings).into_iter().enumerate() {
                if !word.is_empty() {
                    patterns.entry(word.to_ascii_lowercase()).or_default().push((position, number));
                }
            }
        }
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .build_with_values(patterns.keys().zip(0_u32..))
            .ok()
            .filter(|_| !patterns.is_empty());
        Self { automaton, owners: patterns.into_values().collect() }
    }

    /// The hits in `text`, by rule and then by place; of hits of one rule that overlap, the one that begins
    /// first, and of those the longest. `hits` is emptied first, so that it can be used again.
    pub(super) fn scan(&self, text: &str, classes: CharacterClasses, hits: &mut Vec<(usize, WordHit)>) {
        hits.clear();
        let Some(automaton) = &self.automaton else { return };
        let mut end = text.len().min(LONGEST);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = &text[..end];
        let lower;
        let text = if classes.intersects(CharacterClasses::ASCII_LETTER) {
            lower = text.to_ascii_lowercase();
            lower.as_str()
        } else {
            text
        };
        for found in automaton.find_overlapping_iter(text) {
            for &(position, word) in &self.owners[found.value() as usize] {
                hits.push((position, WordHit { word, range: found.start()..found.end() }));
            }
        }
        if hits.len() < 2 {
            return;
        }
        hits.sort_unstable_by_key(|(position, hit)| {
            (*position, hit.range.start, std::cmp::Reverse(hit.range.end), hit.word)
        });
        let mut last = (usize::MAX, 0);
        hits.retain(|(position, hit)| {
            let keep = last.0 != *position || hit.range.start >= last.1;
            if keep {
                last = (*position, hit.range.end);
            }
            keep
        });
    }
}
