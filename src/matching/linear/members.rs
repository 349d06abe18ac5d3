//! Which classes have a feature among their phrasings.
//!
//! The units of each question are asked whether the winner has them. A unit that many classes have gets a
//! bit for every class, which is one look; one that few have gets a list, which is smaller then.

use serde::{Deserialize, Serialize};

use crate::matching::learning::flat;

/// Sets of classes by feature.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Members {
    /// By feature: where its set begins in `words`, and the length of its list, or [`AS_BITS`].
    #[serde(with = "flat")]
    places: Vec<[u32; 2]>,
    /// Lists of classes in order, and bits by class.
    #[serde(with = "flat")]
    words: Vec<u32>,
}

/// In the place of a list's length.
const AS_BITS: u32 = u32::MAX;

impl Members {
    /// From pairs of feature and class, in order and each once, of so many features and classes.
    pub(crate) fn new(pairs: &[(u32, u32)], features: usize, classes: usize) -> Self {
        let bits = classes.div_ceil(32);
        let mut members = Self { places: vec![[0, 0]; features], words: Vec::new() };
        for run in pairs.chunk_by(|one, other| one.0 == other.0) {
            let start = members.words.len();
            let length = if run.len() > bits {
                members.words.resize(start + bits, 0);
                for &(_, class) in run {
                    members.words[start + class as usize / 32] |= 1 << (class % 32);
                }
                AS_BITS
            } else {
                members.words.extend(run.iter().map(|&(_, class)| class));
                run.len() as u32
            };
            members.places[run[0].0 as usize] = [start as u32, length];
        }
        members
    }

    /// Whether `class` has `feature`.
    pub(crate) fn has(&self, feature: u32, class: u32) -> bool {
        let [start, length] = self.places[feature as usize];
        let words = &self.words[start as usize..];
        if length == AS_BITS {
            words[class as usize / 32] >> (class % 32) & 1 == 1
        } else {
            words[..length as usize].binary_search(&class).is_ok()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_has_what_it_was_given(mut pairs in prop::collection::vec((0_u32..4, 0_u32..70), 0..120)) {
            pairs.sort_unstable();
            pairs.dedup();
            let members = Members::new(&pairs, 5, 70);
            for pair in (0..5).flat_map(|feature| (0..70).map(move |class| (feature, class))) {
                prop_assert_eq!(members.has(pair.0, pair.1), pairs.contains(&pair));
            }
        }
    }
}
