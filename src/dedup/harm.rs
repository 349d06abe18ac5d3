//! What harm two phrasings of different entries do beside each other.

use std::hash::{DefaultHasher, Hasher};
use std::sync::OnceLock;

use super::facts::{Fact, differences, facts};
use super::found::{FactConflict, Harm};
use super::phrasings::Phrasing;
use super::served::ServedTogether;
use crate::model::{Answer, EntryIndex, KnowledgeBase};
use crate::text::match_key;

/// Judges pairs of phrasings.
pub(super) struct Judge<'j> {
    knowledge_base: &'j KnowledgeBase,
    served: &'j ServedTogether,
    /// By entry; what its answers say, worked out when first asked for.
    answers: Vec<OnceLock<Said>>,
}

/// What an entry's answers say.
struct Said {
    /// The hashes of their match keys, sorted, each once.
    keys: Vec<u64>,
    /// Their facts, answer by answer.
    facts: Vec<Vec<Fact>>,
}

impl<'j> Judge<'j> {
    pub(super) fn new(knowledge_base: &'j KnowledgeBase, served: &'j ServedTogether) -> Self {
        let answers = knowledge_base.entries.iter().map(|_| OnceLock::new()).collect();
        Self { knowledge_base, served, answers }
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

    fn said(&self, index: EntryIndex) -> &Said {
        self.answers[index.0 as usize].get_or_init(|| {
            let answers = &self.knowledge_base.entry(index).answers;
            let key = |answer: &Answer| {
                let mut hasher = DefaultHasher::new();
                hasher.write(match_key(&answer.text).as_bytes());
                hasher.finish()
            };
            let mut keys: Vec<u64> = answers.iter().map(key).collect();
            keys.sort_unstable();
            keys.dedup();
            Said { keys, facts: answers.iter().map(|answer| facts(&answer.text)).collect() }
        })
    }

    /// Whether a customer would read the same from both: the same answers, or none on one side.
    fn answer_alike(&self, one: EntryIndex, other: EntryIndex) -> bool {
        let (ones, others) = (&self.said(one).keys, &self.said(other).keys);
        ones.is_empty() || others.is_empty() || ones == others
    }

    /// What the answers of two entries state differently: of the first two answers that contradict each other
    /// and are given on one day.
    pub(super) fn facts(&self, one: EntryIndex, other: EntryIndex) -> Vec<FactConflict> {
        let answers = |entry| {
            let answers = &self.knowledge_base.entry(entry).answers;
            answers.iter().zip(&self.said(entry).facts)
        };
        for (first, first_facts) in answers(one) {
            for (second, second_facts) in answers(other) {
                if !first.validity.overlaps(&second.validity) {
                    continue;
                }
                let words = |facts: &[Fact], answer: &Answer| {
                    facts.iter().map(|fact| fact.text(&answer.text).to_owned()).collect()
                };
                let found: Vec<FactConflict> = differences(first_facts, second_facts)
                    .iter()
                    .map(|difference| FactConflict {
                        kind: difference.kind.name(),
                        one: words(&difference.one, first),
                        other: words(&difference.other, second),
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
