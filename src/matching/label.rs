//! What an answer from outside is called, and which entry that is.
//!
//! The real bot in a transcript and an external program both name entries by label: `pack/id`, an id that
//! is unique, or the canonical question. This module exists so that both engines read labels alike.

use crate::model::{EntryIndex, Found, Lookup, View};

/// The entry behind a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Resolved {
    /// This one.
    Entry(EntryIndex),
    /// None: the answer comes from outside the knowledge base.
    Foreign,
    /// Several, and nothing tells which; the sentence says so and names the way out.
    Ambiguous(String),
}

/// Resolves labels against one view.
#[derive(Debug, Clone, Copy)]
pub(super) struct Labels<'a> {
    view: &'a View<'a>,
    lookup: &'a Lookup,
}

impl<'a> Labels<'a> {
    /// Labels of the knowledge base behind `view`, which must be the one that `lookup` indexes.
    pub(super) fn new(view: &'a View<'a>, lookup: &'a Lookup) -> Self {
        Self { view, lookup }
    }

    /// The entry that `label` names. Where several packs share the label, the one live entry among them
    /// is meant, as a shop's bot can only answer with what the shop serves.
    pub(super) fn resolve(&self, label: &str) -> Resolved {
        let knowledge_base = self.view.knowledge_base();
        match self.lookup.find(knowledge_base, label, None) {
            Found::One(entry) => Resolved::Entry(entry),
            Found::Nothing => Resolved::Foreign,
            Found::Several(entries) => {
                let live = entries.iter().filter(|&&entry| self.view.state(entry).is_live());
                if let [only] = live.collect::<Vec<_>>()[..] {
                    return Resolved::Entry(*only);
                }
                let names = entries.iter().map(|&entry| &*knowledge_base.entry(entry).reference);
                Resolved::Ambiguous(format!(
                    "`{}` names several entries ({}): write one of these instead",
                    label.trim(),
                    names.collect::<Vec<_>>().join(", ")
                ))
            }
        }
    }
}
