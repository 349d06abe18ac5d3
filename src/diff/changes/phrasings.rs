//! Phrasings that went from one entry to another.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Versions;
use crate::diff::pairing::Pairing;
use crate::model::{Entry, EntryIndex, KnowledgeBase};
use crate::text::match_key;

/// For each phrasing that an entry gained, by entry and match key, the entry that lost it; and the reverse.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// By entry of the later version and key: the entry of the earlier version that lost it.
    from: FxHashMap<(EntryIndex, Box<str>), EntryIndex>,
    /// By entry of the earlier version and key.
    lost: FxHashSet<(EntryIndex, Box<str>)>,
}

impl Moves {
    /// Between the pairs that differ, and the entries without a pair.
    pub(super) fn new(
        versions: Versions<'_>,
        pairing: &Pairing,
        changed: &[(EntryIndex, EntryIndex)],
    ) -> Self {
        let mut losers: FxHashMap<Box<str>, Vec<EntryIndex>> = FxHashMap::default();
        let mut gains: Vec<(EntryIndex, Box<str>)> = Vec::new();
        for &(before, after) in changed {
            let (one, other) = (versions.before.entry(before), versions.after.entry(after));
            let (ones, others) = (keys(one), keys(other));
            for key in ones.iter().filter(|key| !others.contains(key)) {
                losers.entry(key.clone()).or_default().push(before);
            }
            gains.extend(others.into_iter().filter(|key| !ones.contains(key)).map(|key| (after, key)));
        }
        for &before in &pairing.removed {
            for key in keys(versions.before.entry(before)) {
                losers.entry(key).or_default().push(before);
            }
        }
        for &after in &pairing.added {
            gains.extend(keys(versions.after.entry(after)).into_iter().map(|key| (after, key)));
        }
        // Where several lost it or several gained it, names decide, the same way when the versions change places.
        let old = |index: EntryIndex| &*versions.before.entry(index).reference;
        let new = |index: EntryIndex| &*versions.after.entry(index).reference;
        for list in losers.values_mut() {
            list.sort_by_key(|&index| old(index));
        }
        gains.sort_by(|one, other| new(one.0).cmp(new(other.0)).then_with(|| one.1.cmp(&other.1)));
        let mut moves = Self::default();
        for (after, key) in gains {
            let Some(list) = losers.get_mut(&key).filter(|list| !list.is_empty()) else { continue };
            let before = list.remove(0);
            moves.lost.insert((before, key.clone()));
            moves.from.insert((after, key), before);
        }
        moves
    }

    /// Where an entry of the later version has a phrasing from.
    pub(super) fn source(&self, after: EntryIndex, key: &str) -> Option<EntryIndex> {
        self.from.get(&(after, key.into())).copied()
    }

    /// Whether what an entry of the earlier version lost went to another.
    pub(super) fn went_elsewhere(&self, before: EntryIndex, key: &str) -> bool {
        self.lost.contains(&(before, key.into()))
    }
}

/// The different match keys of an entry's phrasings.
pub(super) fn keys(entry: &Entry) -> Vec<Box<str>> {
    let mut keys: Vec<Box<str>> = Vec::new();
    for text in entry.phrasings() {
        let key = match_key(text).into_boxed_str();
        if !key.is_empty() && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// The text with this match key among an entry's phrasings.
pub(super) fn text_of<'e>(
    knowledge_base: &'e KnowledgeBase,
    entry: EntryIndex,
    key: &str,
) -> Option<&'e str> {
    knowledge_base.entry(entry).phrasings().find(|text| match_key(text) == key).map(|text| &**text)
}
