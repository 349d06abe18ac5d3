//! Entries whose every text was reworded, found by what their texts are made of.
//!
//! An entry is the set of the characters and pairs of characters (of Latin words: the words) of all its
//! phrasings. Two entries are as alike as these sets by Dice's coefficient: twice what both have over what
//! each has (L. R. Dice, *Measures of the amount of ecologic association between species*, 1945). What the
//! guards keep apart (开通, 关闭) is never a pair.

use std::hash::{Hash, Hasher};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};

use super::content::share_an_answer;
use crate::dedup::Guards;
use crate::model::{Entry, EntryIndex, KnowledgeBase};
use crate::text::{core_key, is_han, loose_key, match_key};

/// From this likeness on two entries are a pair.
const ALIKE: f64 = 0.5;

/// The same for entries that give the same answer.
const ALIKE_WITH_SAME_ANSWER: f64 = 0.2;

/// What so many pairs of entries have in common is not looked up: it tells little, and would take long.
const MOST_PAIRS: usize = 10_000;

/// The pairs of `befores` and `afters` that are alike, with their likeness from 0 to 1.
pub(super) fn alike(
    before: &KnowledgeBase,
    befores: &[EntryIndex],
    after: &KnowledgeBase,
    afters: &[EntryIndex],
) -> Vec<(EntryIndex, EntryIndex, f64)> {
    let ones: Vec<Vec<u64>> = befores.par_iter().map(|&index| features(before.entry(index))).collect();
    let others: Vec<Vec<u64>> = afters.par_iter().map(|&index| features(after.entry(index))).collect();
    let (having, having_after) = (postings(&ones), postings(&others));
    let found = |at: usize| {
        let mut common: FxHashMap<u32, usize> = FxHashMap::default();
        for feature in &ones[at] {
            let Some(list) = having_after.get(feature) else { continue };
            let here = having.get(feature).map_or(1, Vec::len);
            if list.len() * here <= MOST_PAIRS {
                for &other in list {
                    *common.entry(other).or_default() += 1;
                }
            }
        }
        let mut alike = Vec::new();
        for other in common.into_keys() {
            let (index, partner) = (befores[at], afters[other as usize]);
            let (one, two) = (before.entry(index), after.entry(partner));
            let likeness = dice(&ones[at], &others[other as usize]);
            let least = if share_an_answer(one, two) { ALIKE_WITH_SAME_ANSWER } else { ALIKE };
            if likeness >= least && !are_set_apart(one, two) {
                alike.push((index, partner, likeness));
            }
        }
        alike.sort_unstable_by_key(|&(_, partner, _)| partner);
        alike
    };
    (0..befores.len()).into_par_iter().flat_map_iter(found).collect()
}

/// Whether the questions differ in a number, a negation, an opposite …
fn are_set_apart(one: &Entry, other: &Entry) -> bool {
    let (one, other) = (match_key(&one.question), match_key(&other.question));
    Guards::bundled().difference(core_key(&one), core_key(&other)).is_some()
}

/// Hashes of what an entry's phrasings are made of, sorted, each once.
fn features(entry: &Entry) -> Vec<u64> {
    let mut features = Vec::new();
    for text in entry.phrasings() {
        let key = match_key(text);
        let key = loose_key(&key);
        let mut last = None;
        for word in key.split(' ') {
            let mut letters = String::new();
            for character in word.chars() {
                if is_han(character) {
                    features.push(hash(character));
                    features.extend(last.map(|last: char| hash((last, character))));
                    last = Some(character);
                } else {
                    letters.push(character);
                    last = None;
                }
            }
            if !letters.is_empty() {
                features.push(hash(&letters));
            }
        }
    }
    features.sort_unstable();
    features.dedup();
    features
}

fn hash(feature: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    feature.hash(&mut hasher);
    hasher.finish()
}

fn postings(entries: &[Vec<u64>]) -> FxHashMap<u64, Vec<u32>> {
    let mut postings: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    for (at, features) in (0..).zip(entries) {
        for &feature in features {
            postings.entry(feature).or_default().push(at);
        }
    }
    postings
}

fn dice(ones: &[u64], others: &[u64]) -> f64 {
    let common = ones.iter().filter(|feature| others.binary_search(feature).is_ok()).count();
    2.0 * common as f64 / (ones.len() + others.len()).max(1) as f64
}
