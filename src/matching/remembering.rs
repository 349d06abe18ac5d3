//! An engine that remembers what it was asked.
//!
//! Customers repeat themselves and each other: 在吗, 发什么快递. A ranking depends on the question's text and on the
//! entries that come into question, so what was ranked once need not be ranked again. The memory is bounded, and what
//! it says is what the engine says, so nobody sees a difference but in time.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use twox_hash::XxHash3_128;

use super::{Candidate, Matcher, Query, Ranking, Thresholds};

/// The memory is in so many parts, so that threads seldom wait for each other.
const PARTS: usize = 64;
/// So many rankings are kept in a part, half of them older: two million in all, of some 170 bytes each.
const KEPT: usize = (1 << 21) / PARTS;

/// Asks another engine, and remembers its rankings.
pub struct Remembering<'m> {
    matcher: &'m dyn Matcher,
    parts: Vec<Mutex<Part>>,
}

/// The candidates of a ranking that has nothing else.
type Kept = Box<[Candidate]>;

/// Two generations: when the newer is full it becomes the older one, and what was not asked for since is forgotten.
#[derive(Debug, Default)]
struct Part {
    newer: FxHashMap<u128, Kept>,
    older: FxHashMap<u128, Kept>,
}

impl Part {
    fn find(&mut self, key: u128) -> Option<Ranking> {
        let ranking = |kept: &Kept| Ranking { candidates: kept.to_vec(), ..Ranking::default() };
        if let Some(kept) = self.newer.get(&key) {
            return Some(ranking(kept));
        }
        let kept = self.older.remove(&key)?;
        let found = ranking(&kept);
        self.keep(key, kept);
        Some(found)
    }

    fn keep(&mut self, key: u128, kept: Kept) {
        if self.newer.len() >= KEPT / 2 {
            self.older = std::mem::take(&mut self.newer);
        }
        self.newer.insert(key, kept);
    }
}

impl<'m> Remembering<'m> {
    /// Remember what `matcher` says, which must be [repeatable](Matcher::is_repeatable).
    pub fn new(matcher: &'m dyn Matcher) -> Self {
        Self { matcher, parts: (0..PARTS).map(|_| Mutex::default()).collect() }
    }

    fn part(&self, key: u128) -> std::sync::MutexGuard<'_, Part> {
        self.parts[key as usize % PARTS].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a ranking depends on: the text, and the packs that come into question. 128 bits of XXH3 are as good as the
/// thing itself: among two million of them, half a billion questions find a wrong one once in 10^23 times.
fn key(query: &Query<'_>, buffer: &mut Vec<u8>) -> u128 {
    buffer.clear();
    buffer.extend_from_slice(query.text.as_bytes());
    if let Some(within) = query.within {
        buffer.push(0xff);
        buffer.extend(within.packs().iter().flat_map(|pack| pack.0.to_le_bytes()));
    }
    XxHash3_128::oneshot(buffer)
}

impl Matcher for Remembering<'_> {
    fn name(&self) -> &'static str {
        self.matcher.name()
    }

    fn rank(&self, queries: &[Query<'_>]) -> Vec<Ranking> {
        let mut buffer = Vec::new();
        // What the real bot answered is another question each time.
        let keys: Vec<Option<u128>> =
            queries.iter().map(|query| query.replayed.is_none().then(|| key(query, &mut buffer))).collect();
        let mut rankings: Vec<Option<Ranking>> =
            keys.iter().map(|key| key.and_then(|key| self.part(key).find(key))).collect();
        let (mut new, mut places) = (Vec::new(), Vec::new());
        for (place, query) in queries.iter().enumerate().filter(|&(place, _)| rankings[place].is_none()) {
            new.push(*query);
            places.push(place);
        }
        for (place, ranking) in places.into_iter().zip(self.matcher.rank(&new)) {
            let is_plain = ranking.failure.is_none() && ranking.foreign.is_none();
            if let Some(key) = keys[place].filter(|_| is_plain) {
                self.part(key).keep(key, ranking.candidates.as_slice().into());
            }
            rankings[place] = Some(ranking);
        }
        rankings.into_iter().map(Option::unwrap_or_default).collect()
    }

    fn thresholds(&self) -> Thresholds {
        self.matcher.thresholds()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::matching::Reason;
    use crate::model::EntryIndex;

    /// Ranks one entry, by the length of the question, and counts what it is asked.
    #[derive(Default)]
    struct Counting(AtomicUsize);

    impl Matcher for Counting {
        fn name(&self) -> &'static str {
            "counting"
        }

        fn rank(&self, queries: &[Query<'_>]) -> Vec<Ranking> {
            self.0.fetch_add(queries.len(), Ordering::Relaxed);
            let rank = |query: &Query<'_>| {
                let entry = EntryIndex(query.text.len() as u32);
                let candidate = Candidate { entry, confidence: 1.0, reason: Reason::Exact };
                Ranking { candidates: vec![candidate], ..Ranking::default() }
            };
            queries.iter().map(rank).collect()
        }

        fn thresholds(&self) -> Thresholds {
            Thresholds::ALWAYS
        }
    }

    #[test]
    fn what_was_asked_is_remembered_and_the_answer_is_the_same() {
        let engine = Counting::default();
        let remembering = Remembering::new(&engine);
        let texts = ["在吗", "发什么快递", "在吗", "hi"];
        let queries = texts.map(Query::new);
        let first = remembering.rank(&queries);
        assert_eq!(first, engine.rank(&queries));
        let asked = engine.0.load(Ordering::Relaxed);
        assert_eq!(remembering.rank(&queries), first);
        assert_eq!(engine.0.load(Ordering::Relaxed), asked);
    }

    #[test]
    fn what_is_not_asked_again_is_forgotten_and_what_is_stays() {
        let mut part = Part::default();
        part.keep(0, Kept::default());
        for key in 1..KEPT as u128 {
            part.keep(key, Kept::default());
            assert!(part.find(0).is_some());
        }
        assert!(part.newer.len() + part.older.len() <= KEPT);
        for key in KEPT as u128..3 * KEPT as u128 {
            part.keep(key, Kept::default());
        }
        assert!(part.find(1).is_none());
    }
}
