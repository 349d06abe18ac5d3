//! What harm two phrasings of different entries do beside each other.

use super::facts::compare;
use super::found::{FactConflict, Harm};
use super::phrasings::Phrasing;
use super::served::ServedTogether;
use crate::model::{Answer, EntryIndex, KnowledgeBase};
use crate::text::match_key;

/// Judges pairs of phrasings.
pub(super) struct Judge<'j> {
    knowledge_base: &'j KnowledgeBase,
    served: &'j ServedTogether,
}

impl<'j> Judge<'j> {
    pub(super) fn new(knowledge_base: &'j KnowledgeBase, served: &'j ServedTogether) -> Self {
        Self { knowledge_base, served }
    }

    /// Whether some customer is served from both entries on some day.
    pub(super) fn meet(&self, one: EntryIndex, other: EntryIndex) -> bool {
        let (one, other) = (self.knowledge_base.entry(one), self.knowledge_base.entry(other));
        self.served.meet(one.pack, other.pack) && one.validity.overlaps(&other.validity)
    }

    /// The harm of two phrasings of different entries; `None` if the entries never meet.
    pub(super) fn harm(&self, one: Phrasing, other: Phrasing) -> Option<Harm> {
        if !self.meet(one.entry, other.entry) {
            return None;
        }
        let pack = |entry| self.knowledge_base.entry(entry).pack;
        Some(if pack(one.entry) != pack(other.entry) {
            Harm::Shadowing
        } else if self.answer_alike(one.entry, other.entry) {
            Harm::Merge
        } else if one.is_question() == other.is_question() {
            Harm::Conflict
        } else {
            Harm::Question
        })
    }

    /// Whether a customer would read the same from both: the same answers, or none on one side.
    fn answer_alike(&self, one: EntryIndex, other: EntryIndex) -> bool {
        let keys = |entry| {
            let answers = &self.knowledge_base.entry(entry).answers;
            let mut keys: Vec<String> = answers.iter().map(|answer| match_key(&answer.text)).collect();
            keys.sort_unstable();
            keys.dedup();
            keys
        };
        let (ones, others) = (keys(one), keys(other));
        ones.is_empty() || others.is_empty() || ones == others
    }

    /// What the answers of two entries state differently; of answers that are given on one day.
    pub(super) fn facts(&self, one: EntryIndex, other: EntryIndex) -> Vec<FactConflict> {
        let answers = |entry| &self.knowledge_base.entry(entry).answers;
        let together = |one: &&Answer, other: &&Answer| one.validity.overlaps(&other.validity);
        for first in answers(one) {
            for second in answers(other).iter().filter(|second| together(&first, second)) {
                let found: Vec<FactConflict> = compare(&first.text, &second.text)
                    .iter()
                    .map(|difference| FactConflict {
                        kind: difference.kind.name(),
                        one: difference.one.iter().map(|fact| fact.text(&first.text).to_owned()).collect(),
                        other: difference
                            .other
                            .iter()
                            .map(|fact| fact.text(&second.text).to_owned())
                            .collect(),
                    })
                    .collect();
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }
}
