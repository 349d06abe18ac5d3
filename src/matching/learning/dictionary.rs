//! The number of each feature, by its hash: what every piece of every question is sought in.
//!
//! Two flat arrays of integers. The slots are an open-addressing table with linear probing that is at most
//! half full; hashes come in well mixed and need no second mixing. A slot is half a hash and a number, so
//! that what is not there is nearly always told by one slot. A slot that fits is confirmed by the whole
//! hash, which stands by number: features that came together are asked for together, so that it is near by,
//! while slots lie all over the table. They are fetched several at a time, so that the memory brings them
//! side by side.

use serde::{Deserialize, Serialize};

use super::flat;

/// A slot that nothing is in; no feature has the number in its lower half.
const EMPTY: u64 = u64::MAX;

/// Numbers by hash, given in the order of first appearance.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Dictionary {
    /// By number.
    #[serde(with = "flat")]
    hashes: Vec<u64>,
    /// The upper half of a hash and the feature's number below it, or [`EMPTY`]; a power of two of them.
    #[serde(with = "flat")]
    slots: Vec<u64>,
}

impl Dictionary {
    /// The hashes in the order of their numbers.
    pub(crate) fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// The number of a feature, which is the next one if it is new.
    pub(crate) fn number(&mut self, hash: u64) -> u32 {
        if 2 * self.hashes.len() >= self.slots.len() {
            self.grow();
        }
        match self.find(hash, self.home(hash)) {
            Ok(number) => number,
            Err(free) => {
                let number = self.hashes.len() as u32;
                self.slots[free] = slot(hash, number);
                self.hashes.push(hash);
                number
            }
        }
    }

    /// The numbers of some features, where they are known.
    pub(crate) fn get<const COUNT: usize>(&self, hashes: [u64; COUNT]) -> [Option<u32>; COUNT] {
        if self.slots.is_empty() {
            return [None; COUNT];
        }
        let slots = hashes.map(|hash| self.slots[self.home(hash)]);
        std::array::from_fn(|at| {
            let (hash, slot) = (hashes[at], slots[at]);
            if slot == EMPTY {
                return None;
            }
            if self.holds(slot, hash) { Some(slot as u32) } else { self.find(hash, self.home(hash)).ok() }
        })
    }

    fn home(&self, hash: u64) -> usize {
        hash as usize & (self.slots.len() - 1)
    }

    /// The number of a hash, sought from slot `at`; the free slot where it would stand if it is not there.
    fn find(&self, hash: u64, mut at: usize) -> Result<u32, usize> {
        loop {
            let slot = self.slots[at];
            if slot == EMPTY {
                return Err(at);
            }
            if self.holds(slot, hash) {
                return Ok(slot as u32);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Whether the feature in a slot is the one with this hash.
    fn holds(&self, slot: u64, hash: u64) -> bool {
        slot >> 32 == hash >> 32 && self.hashes[slot as u32 as usize] == hash
    }

    fn grow(&mut self) {
        self.slots = vec![EMPTY; (2 * self.slots.len()).max(16)];
        for (number, &hash) in (0_u32..).zip(&self.hashes) {
            let mut at = self.home(hash);
            while self.slots[at] != EMPTY {
                at = (at + 1) & (self.slots.len() - 1);
            }
            self.slots[at] = slot(hash, number);
        }
    }
}

const fn slot(hash: u64, number: u32) -> u64 {
    hash >> 32 << 32 | number as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rustc_hash::FxHashMap;

    use super::*;

    fn found(dictionary: &Dictionary, hashes: &[u64]) -> Vec<Option<u32>> {
        hashes.iter().flat_map(|&hash| dictionary.get([hash])).collect()
    }

    #[test]
    fn numbers_are_given_in_the_order_of_appearance() {
        let mut dictionary = Dictionary::default();
        assert_eq!(found(&dictionary, &[0, 5]), [None, None]);
        assert_eq!([5, 0, 5, u64::MAX, 0].map(|hash| dictionary.number(hash)), [0, 1, 0, 2, 1]);
        assert_eq!(found(&dictionary, &[u64::MAX, 1, 5, 0]), [Some(2), None, Some(0), Some(1)]);
        assert_eq!(dictionary.hashes(), [5, 0, u64::MAX]);
    }

    #[test]
    fn hashes_that_share_a_slot_and_half_of_themselves_are_told_apart() {
        let mut dictionary = Dictionary::default();
        let hashes: Vec<u64> = (0..1_000).map(|n| n << 16).collect();
        for (number, &hash) in (0..).zip(&hashes) {
            assert_eq!(dictionary.number(hash), number);
        }
        let wanted: Vec<Option<u32>> = (0..1_000).map(Some).collect();
        assert_eq!(found(&dictionary, &hashes), wanted);
        assert_eq!(found(&dictionary, &[1_000 << 16, (1 << 32) + 1, u64::MAX]), [None; 3]);
    }

    proptest! {
        #[test]
        fn it_is_a_map(hashes in prop::collection::vec(0_u64..300, 0..200), asked in prop::collection::vec(0_u64..400, 0..50)) {
            // Few values, spread over the bits that matter.
            let spread = |hash: u64| hash << 30 ^ hash;
            let mut map = FxHashMap::default();
            let mut dictionary = Dictionary::default();
            for hash in hashes.into_iter().map(spread) {
                let next = map.len() as u32;
                prop_assert_eq!(dictionary.number(hash), *map.entry(hash).or_insert(next));
            }
            let asked: Vec<u64> = asked.into_iter().map(spread).collect();
            let wanted: Vec<Option<u32>> = asked.iter().map(|hash| map.get(hash).copied()).collect();
            prop_assert_eq!(found(&dictionary, &asked), &*wanted);
            for (asked, wanted) in asked.as_chunks::<3>().0.iter().zip(wanted.as_chunks::<3>().0) {
                prop_assert_eq!(&dictionary.get(*asked), wanted);
            }
        }
    }
}
