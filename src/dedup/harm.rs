//! What harm two phrasings of different entries do beside each other.

use std::sync::OnceLock;

use super::facts::{Fact, differences, facts};
use super::found::{FactConflict, Harm};
use super::phrasings::Phrasing;
use super::served::ServedTogether;
use crate::model::{Answer, EntryIndex, KnowledgeBase};
use crate::text::{key_hash, match_key};

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
        self.served.entries_meet(self.knowledge_base.entry(one), self.knowledge_base.entry(other))
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
            let mut keys: Vec<u64> =
                answers.iter().map(|answer| key_hash(&match_key(&answer.text))).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [(&str, &str); 2] = [
        (
            "p/a.yaml",
            "- {id: a, question: 甲, answer: 7 天内可以退。}\n\
             - {id: b, question: 乙, variants: [丙], answers: [当天发货。, 15 天内可以退。]}\n\
             - {id: c, question: 丁, answer: ７天内可以退！}\n\
             - {id: d, question: 戊}\n\
             - {id: e, question: 己, answer: 两天, until: 2026-05-31}\n\
             - {id: f, question: 庚, answers: [{text: 三天, from: 2026-06-01}], from: 2026-06-01}\n",
        ),
        ("q/a.yaml", "- {id: z, question: 辛, answer: 7 天内可以退。}\n"),
    ];

    fn with<T>(look: impl FnOnce(&Judge<'_>, &dyn Fn(&str, u32) -> Phrasing) -> T) -> T {
        let files = FILES.map(|(path, text)| (path.into(), text.to_owned()));
        let loaded = KnowledgeBase::from_texts(files);
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let served = ServedTogether::new(&loaded.knowledge_base);
        let phrasing = |id: &str, number| {
            let (entry, _) = loaded
                .knowledge_base
                .indexed()
                .find(|(_, entry)| entry.reference.ends_with(id))
                .expect("an entry");
            Phrasing { entry, number }
        };
        look(&Judge::new(&loaded.knowledge_base, &served), &phrasing)
    }

    #[test]
    fn the_harm_goes_by_packs_answers_and_questions() {
        with(|judge, phrasing| {
            for (one, other, harm) in [
                (("/a", 0), ("/b", 0), Some(Harm::Conflict)),
                (("/a", 0), ("/b", 1), Some(Harm::Question)),
                (("/b", 1), ("/a", 0), Some(Harm::Question)),
                // The same answers but for notation, or none on one side.
                (("/a", 0), ("/c", 0), Some(Harm::Merge)),
                (("/b", 1), ("/d", 0), Some(Harm::Merge)),
                (("/a", 0), ("/z", 0), Some(Harm::Shadowing)),
                (("/e", 0), ("/f", 0), None),
                (("/e", 0), ("/a", 0), Some(Harm::Conflict)),
            ] {
                let found = judge.harm(phrasing(one.0, one.1), phrasing(other.0, other.1));
                assert_eq!(found, harm, "{one:?} {other:?}");
            }
        });
    }

    #[test]
    fn facts_are_those_of_the_first_answers_that_differ() {
        with(|judge, phrasing| {
            let facts = |one, other| judge.facts(phrasing(one, 0).entry, phrasing(other, 0).entry);
            let found = facts("/a", "/b");
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!((&*found[0].one[0], &*found[0].other[0]), ("7 天", "15 天"));
            assert!(facts("/a", "/c").is_empty() && facts("/a", "/d").is_empty());
        });
    }
}
