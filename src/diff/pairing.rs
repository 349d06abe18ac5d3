//! Which entry of one version became which entry of the other.

use crate::model::{EntryIndex, KnowledgeBase};

/// What two entries were paired by, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PairedBy {
    /// The same `pack/id`.
    Reference,
    /// The same id in another pack.
    Id,
    /// The same question, after normalising.
    Question,
    /// Their phrasings are alike.
    Phrasings,
}

/// An entry that would have paired equally well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rival {
    /// Of the earlier version.
    Before(EntryIndex),
    /// Of the later version.
    After(EntryIndex),
}

/// An entry then and now.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Of the earlier version.
    pub before: EntryIndex,
    /// Of the later version.
    pub after: EntryIndex,
    /// What makes them a pair.
    pub by: PairedBy,
    /// Who would have paired equally well.
    pub rivals: Vec<Rival>,
}

/// Phrasings that went from an entry into another that is not its pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share {
    /// The entry of the earlier version that had them.
    pub before: EntryIndex,
    /// The entry of the later version that has them.
    pub after: EntryIndex,
    /// How many.
    pub phrasings: usize,
}

/// Who became who.
#[derive(Debug, Clone, Default)]
pub struct Pairing {
    /// In the order of the later version.
    pub pairs: Vec<Pair>,
    /// Entries of the earlier version without a pair, in its order.
    pub removed: Vec<EntryIndex>,
    /// Entries of the later version without a pair, in its order.
    pub added: Vec<EntryIndex>,
    /// For entries that are `added`: from which entry most of their phrasings came.
    pub splits: Vec<Share>,
    /// For entries that are `removed`: into which entry most of their phrasings went.
    pub merges: Vec<Share>,
    after_of: Vec<Option<EntryIndex>>,
    before_of: Vec<Option<EntryIndex>>,
}

impl Pairing {
    /// Pair the entries of two versions.
    pub fn new(before: &KnowledgeBase, after: &KnowledgeBase) -> Self {
        let _ = (before, after);
        Self::default()
    }

    /// What an entry of the earlier version became.
    pub fn after(&self, before: EntryIndex) -> Option<EntryIndex> {
        self.after_of.get(before.0 as usize).copied().flatten()
    }

    /// What an entry of the later version was.
    pub fn before(&self, after: EntryIndex) -> Option<EntryIndex> {
        self.before_of.get(after.0 as usize).copied().flatten()
    }

    /// These pairs of entries, whatever they are like.
    #[cfg(test)]
    pub(crate) fn of(before: usize, after: usize, pairs: &[(u32, u32)]) -> Self {
        let mut pairing =
            Self { after_of: vec![None; before], before_of: vec![None; after], ..Self::default() };
        for &(one, other) in pairs {
            let (before, after) = (EntryIndex(one), EntryIndex(other));
            pairing.pairs.push(Pair { before, after, by: PairedBy::Reference, rivals: Vec::new() });
            pairing.after_of[one as usize] = Some(after);
            pairing.before_of[other as usize] = Some(before);
        }
        let alone = |of: &[Option<EntryIndex>]| {
            let indexed = (0_u32..).map(EntryIndex).zip(of);
            indexed.filter(|(_, other)| other.is_none()).map(|(entry, _)| entry).collect()
        };
        (pairing.removed, pairing.added) = (alone(&pairing.after_of), alone(&pairing.before_of));
        pairing
    }
}
