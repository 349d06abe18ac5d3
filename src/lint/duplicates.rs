//! What the rules about duplicates share: which entries count, which meet, and how a phrasing is named.

use super::context::Context;
use super::mentions::without_item;
use crate::dedup::{Phrasing, PhrasingId, Phrasings, ServedTogether};
use crate::diagnostic::{Fix, Message, Safety};
use crate::model::{Entry, KnowledgeBase, Status, Text};
use crate::source::Location;

/// How many other places a finding shows at most.
pub(super) const MOST_RELATED: usize = 5;

/// How many entries one is held against at most, where many say the same: one is enough for a finding.
pub(super) const MOST_COMPARED: usize = 32;

/// The phrasings of a run with what is often asked of them.
#[derive(Clone, Copy)]
pub(super) struct Duplicates<'c> {
    context: &'c Context<'c>,
    knowledge_base: &'c KnowledgeBase,
    phrasings: &'c Phrasings,
    served: &'c ServedTogether,
}

impl<'c> Duplicates<'c> {
    pub(super) fn new(context: &'c Context<'c>) -> Self {
        Self {
            context,
            knowledge_base: context.knowledge_base,
            phrasings: context.phrasings(),
            served: context.served_together(),
        }
    }

    pub(super) fn get(self, id: PhrasingId) -> Phrasing {
        self.phrasings.get(id)
    }

    pub(super) fn entry(self, id: PhrasingId) -> &'c Entry {
        self.knowledge_base.entry(self.get(id).entry)
    }

    pub(super) fn text(self, id: PhrasingId) -> &'c Text {
        self.get(id).text(self.knowledge_base)
    }

    pub(super) fn location(self, id: PhrasingId) -> Location {
        Location { file: self.entry(id).location.file, span: self.text(id).span }
    }

    /// Whether an entry can get in another's way: it is not retired, and its last day is not over.
    pub(super) fn counts(self, entry: &Entry) -> bool {
        entry.is_current_or_coming(self.context.as_of)
    }

    /// Whether some customer is served from both on some day; that both count must be known.
    pub(super) fn meet(self, one: &Entry, other: &Entry) -> bool {
        self.served.entries_meet(one, other)
    }

    /// The phrasing for a list of other places: whose it is.
    pub(super) fn label(self, id: PhrasingId) -> Message {
        let reference = &self.entry(id).reference;
        if self.get(id).is_question() {
            Message::new(format!("the question of `{reference}`"), format!("`{reference}` 的标准问"))
        } else {
            Message::new(format!("a variant of `{reference}`"), format!("`{reference}` 的相似问"))
        }
    }

    /// The phrasings of a group entry by entry, of entries that are not retired.
    pub(super) fn by_entry<'g>(self, group: &'g [PhrasingId]) -> impl Iterator<Item = &'g [PhrasingId]>
    where
        'c: 'g,
    {
        let same = move |one: &PhrasingId, other: &PhrasingId| self.get(*one).entry == self.get(*other).entry;
        group.chunk_by(same).filter(move |of_entry| self.entry(of_entry[0]).status != Status::Retired)
    }

    /// The first phrasing of each entry of a group, of entries that count.
    pub(super) fn one_of_each(self, group: &[PhrasingId]) -> Vec<PhrasingId> {
        self.by_entry(group).map(|of_entry| of_entry[0]).filter(|id| self.counts(self.entry(*id))).collect()
    }

    /// The questions of a group, of entries that count.
    pub(super) fn questions(self, group: &[PhrasingId]) -> Vec<PhrasingId> {
        let wanted = |id: &PhrasingId| self.get(*id).is_question() && self.counts(self.entry(*id));
        group.iter().copied().filter(wanted).collect()
    }

    /// Take the variant out of its list; `None` where the text does not allow it.
    pub(super) fn without_variant(self, id: PhrasingId, safety: Safety) -> Option<Fix> {
        let location = self.location(id);
        let label = Message::new("remove the variant", "删除这条相似问");
        without_item(self.context, location, Fix::new(safety, label))
    }
}
