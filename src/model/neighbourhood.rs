//! What a customer of one pack can be answered with.
//!
//! A knowledge base may hold the packs of fourteen industries; no shop subscribes to all of them. A
//! question about shoes need not be told apart from one about insurance.

use super::entry::EntryIndex;
use super::knowledge_base::{KnowledgeBase, PackIndex};

/// What a shop serves that subscribes to one pack alone: the pack, what it extends, and the common pack.
#[derive(Debug, Clone, Copy)]
pub struct Neighbourhood<'v> {
    pack_of: &'v [PackIndex],
    packs: &'v [PackIndex],
}

impl<'v> Neighbourhood<'v> {
    /// The packs.
    pub const fn packs(&self) -> &'v [PackIndex] {
        self.packs
    }

    /// Whether the entry is in one of the packs.
    pub fn has(&self, entry: EntryIndex) -> bool {
        self.packs.contains(&self.pack_of[entry.0 as usize])
    }
}

/// The packs of every pack's [`Neighbourhood`].
#[derive(Debug)]
pub(super) struct Neighbourhoods {
    /// By entry. It is asked many times for every question, so it stands close together.
    pack_of: Vec<PackIndex>,
    /// By pack.
    packs: Vec<Vec<PackIndex>>,
}

impl Neighbourhoods {
    pub(super) fn new(knowledge_base: &KnowledgeBase) -> Self {
        let of =
            |pack| knowledge_base.with_extended(std::iter::once(pack).chain(knowledge_base.common_pack()));
        Self {
            pack_of: knowledge_base.entries.iter().map(|entry| entry.pack).collect(),
            packs: (0..knowledge_base.packs.len() as u32).map(PackIndex).map(of).collect(),
        }
    }

    pub(super) fn of(&self, pack: PackIndex) -> Neighbourhood<'_> {
        Neighbourhood { pack_of: &self.pack_of, packs: &self.packs[pack.0 as usize] }
    }
}
