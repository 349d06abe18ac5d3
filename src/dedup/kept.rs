//! As many pairs as memory is meant for, the likest ones, whatever the order in which they come.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::join::ClassPair;

/// Collects pairs from all threads.
pub(super) struct Kept {
    most: usize,
    pairs: Mutex<Vec<ClassPair>>,
    left_out: AtomicU64,
}

impl Kept {
    /// Keep `most` pairs; twice as many are held for a while.
    pub(super) fn new(most: usize) -> Self {
        Self { most, pairs: Mutex::default(), left_out: AtomicU64::new(0) }
    }

    pub(super) fn push(&self, pair: ClassPair) {
        if let Ok(mut pairs) = self.pairs.lock() {
            pairs.push(pair);
            if pairs.len() >= 2 * self.most {
                self.cut(&mut pairs);
            }
        }
    }

    /// The pairs by class, and how many others there were, none of them more alike than any that is kept.
    pub(super) fn finish(self) -> (Vec<ClassPair>, u64) {
        let mut pairs =
            std::mem::take(&mut *self.pairs.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        self.cut(&mut pairs);
        pairs.par_sort_unstable_by_key(|pair| (pair.one, pair.other));
        (pairs, self.left_out.into_inner())
    }

    fn cut(&self, pairs: &mut Vec<ClassPair>) {
        if pairs.len() <= self.most {
            return;
        }
        // A total order, so that what is kept does not depend on when it came.
        pairs.select_nth_unstable_by(self.most, |one, other| {
            other.score.total_cmp(&one.score).then((one.one, one.other).cmp(&(other.one, other.other)))
        });
        self.left_out.fetch_add((pairs.len() - self.most) as u64, Ordering::Relaxed);
        pairs.truncate(self.most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_likest_in_whatever_order(scores in prop::collection::vec(0_u8..6, 0..40), most in 1_usize..12, turn in 0_usize..40) {
            let all: Vec<ClassPair> = (0_u32..).zip(&scores)
                .map(|(at, &score)| ClassPair { one: at, other: at + 1, score: f64::from(score) / 10.0, slip: None })
                .collect();
            let mut turned = all.clone();
            turned.rotate_left(turn.min(all.len()));
            let keep = |pairs: &[ClassPair]| {
                let kept = Kept::new(most);
                for &pair in pairs {
                    kept.push(pair);
                }
                kept.finish()
            };
            let (kept, left_out) = keep(&all);
            prop_assert_eq!(keep(&turned), (kept.clone(), left_out));
            prop_assert_eq!(kept.len(), all.len().min(most));
            prop_assert_eq!(kept.len() as u64 + left_out, all.len() as u64);
            let mut best: Vec<u8> = scores.clone();
            best.sort_unstable_by(|a, b| b.cmp(a));
            let mut got: Vec<u8> = kept.iter().map(|pair| (pair.score * 10.0).round() as u8).collect();
            got.sort_unstable_by(|a, b| b.cmp(a));
            prop_assert_eq!(&got[..], &best[..got.len()]);
        }
    }
}
