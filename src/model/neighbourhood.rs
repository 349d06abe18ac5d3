//! What a customer of one pack can be answered with.
//!
//! A knowledge base may hold the packs of fourteen industries; no shop subscribes to all of them. A
//! question about shoes need not be told apart from one about insurance.

use super::entry::EntryIndex;
use super::knowledge_base::{KnowledgeBase, PackIndex};

/// What a shop serves that subscribes to one pack alone: the pack, what it extends, and the common pack.
#[derive(Debug, Clone, Copy)]
pub struct Neighbourhood<'v> {
    knowledge_base: &'v KnowledgeBase,
    packs: &'v [PackIndex],
}

impl<'v> Neighbourhood<'v> {
    /// The packs.
    pub const fn packs(&self) -> &'v [PackIndex] {
        self.packs
    }

    /// Whether the entry is in one of the packs.
    pub fn has(&self, entry: EntryIndex) -> bool {
        self.packs.contains(&self.knowledge_base.entry(entry).pack)
    }
}

/// The packs of every pack's [`Neighbourhood`].
#[derive(Debug)]
pub(super) struct Neighbourhoods(Vec<Vec<PackIndex>>);

impl Neighbourhoods {
    pub(super) fn new(knowledge_base: &KnowledgeBase) -> Self {
        let of =
            |pack| knowledge_base.with_extended(std::iter::once(pack).chain(knowledge_base.common_pack()));
        Self((0..knowledge_base.packs.len() as u32).map(PackIndex).map(of).collect())
    }

    pub(super) fn of<'v>(&'v self, knowledge_base: &'v KnowledgeBase, pack: PackIndex) -> Neighbourhood<'v> {
        Neighbourhood { knowledge_base, packs: &self.0[pack.0 as usize] }
    }
}
