//! What a matcher makes of each phrasing when it has not learned that phrasing.
//!
//! The phrasings of every entry are dealt out in five parts; five matchers learn four parts each and are
//! asked the fifth (cross-validation, Stone 1974). Where a question is taken for another entry's, either it
//! stands in the wrong place or the two entries are hard to tell apart.
//!
//! All live entries are learned together, whatever shops there are, and a candidate counts only if some
//! shop serves it beside the phrasing's own entry. Exact and keyword matches are left out: what is certain
//! tells nothing about likeness.

use rayon::prelude::*;

use crate::dedup::{Phrasing, ServedTogether};
use crate::matching::{LearningOptions, Linear, Matcher, Query, Ranking, Retrieval, TrainingSet, is_large};
use crate::model::{Entry, EntryIndex, KnowledgeBase};

/// How many parts.
const FOLDS: u32 = 5;
/// Questions ranked by one thread at a time.
const PART: usize = 512;

/// What became of one phrasing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeldOutPhrasing {
    /// The phrasing.
    pub phrasing: Phrasing,
    /// The entry that ranks first for it.
    pub predicted: EntryIndex,
    /// How sure the matcher is of that entry, from 0 to 1.
    pub confidence: f32,
    /// How sure it is of the phrasing's own entry; 0 where that is not among the candidates.
    pub own_confidence: f32,
}

/// What became of all phrasings, in the order of entries and of their phrasings. An entry's only phrasing
/// is not held out.
#[derive(Debug, Default)]
pub struct HeldOut {
    /// The phrasings for which some entry ranked first.
    pub phrasings: Vec<HeldOutPhrasing>,
}

impl HeldOut {
    /// Learn and ask, five times, for the entries for which `is_live` holds.
    pub(super) fn new(
        knowledge_base: &KnowledgeBase,
        served: &ServedTogether,
        is_live: impl Fn(&Entry) -> bool,
    ) -> Self {
        let mut live: Vec<(EntryIndex, &Entry)> =
            knowledge_base.indexed().filter(|(_, entry)| is_live(entry)).collect();
        // As in training for real: the names of files must not matter.
        live.sort_unstable_by_key(|(_, entry)| &entry.reference);
        let set = TrainingSet::of_entries(live.iter().copied());
        // The set passes over empty phrasings, and so must the numbers.
        let sources: Vec<Phrasing> = live
            .iter()
            .flat_map(|&(entry, content)| {
                let numbered = (0..).zip(content.phrasings()).filter(|(_, text)| !text.is_empty());
                numbered.map(move |(number, _)| Phrasing { entry, number })
            })
            .collect();
        let fold_of = set.folds(FOLDS);
        let ask = |fold: u32| -> Vec<HeldOutPhrasing> {
            let asked: Vec<usize> = (0..sources.len()).filter(|&at| fold_of[at] == Some(fold)).collect();
            if asked.is_empty() {
                return Vec::new();
            }
            let matcher = train(&set.with_phrasings(|at| fold_of[at] != Some(fold)));
            let look = |part: &[usize]| -> Vec<HeldOutPhrasing> {
                let queries: Vec<Query<'_>> =
                    part.iter().map(|&at| Query::new(set.phrasings[at].1)).collect();
                let seen = part.iter().zip(matcher.rank(&queries));
                seen.filter_map(|(&at, ranking)| look_at(knowledge_base, served, sources[at], &ranking))
                    .collect()
            };
            asked.par_chunks(PART).flat_map_iter(look).collect()
        };
        // A classifier is trained on one thread; an index uses all of them, and is large.
        let found: Vec<Vec<HeldOutPhrasing>> = if is_large(&set) {
            (0..FOLDS).map(ask).collect()
        } else {
            (0..FOLDS).into_par_iter().map(ask).collect()
        };
        let mut phrasings: Vec<HeldOutPhrasing> = found.into_iter().flatten().collect();
        phrasings.sort_unstable_by_key(|held_out| (held_out.phrasing.entry, held_out.phrasing.number));
        Self { phrasings }
    }
}

fn train(set: &TrainingSet<'_>) -> Box<dyn Matcher> {
    if is_large(set) {
        Box::new(Retrieval::train(set, LearningOptions::default()))
    } else {
        Box::new(Linear::train_without_thresholds(set, None))
    }
}

fn look_at(
    knowledge_base: &KnowledgeBase,
    served: &ServedTogether,
    phrasing: Phrasing,
    ranking: &Ranking,
) -> Option<HeldOutPhrasing> {
    let pack = |entry: EntryIndex| knowledge_base.entry(entry).pack;
    let own_pack = pack(phrasing.entry);
    let meets = |entry: EntryIndex| served.meet(own_pack, pack(entry));
    let top = ranking.candidates.iter().find(|candidate| meets(candidate.entry))?;
    let own = ranking.candidates.iter().find(|candidate| candidate.entry == phrasing.entry);
    Some(HeldOutPhrasing {
        phrasing,
        predicted: top.entry,
        confidence: top.confidence,
        own_confidence: own.map_or(0.0, |own| own.confidence),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held_out(files: &[(&str, &str)]) -> Vec<(String, String)> {
        let texts = files.iter().map(|(path, text)| ((*path).into(), (*text).to_owned()));
        let knowledge_base = KnowledgeBase::from_texts(texts).knowledge_base;
        let served = ServedTogether::new(&knowledge_base);
        let held_out = HeldOut::new(&knowledge_base, &served, |_| true);
        let found = held_out.phrasings.iter().map(|held_out| {
            let text = held_out.phrasing.text(&knowledge_base).to_string();
            (text, knowledge_base.entry(held_out.predicted).reference.to_string())
        });
        found.collect()
    }

    const SHIP: &str =
        "- id: ship\n  question: 什么时候发货\n  variants: [多久发货, '', 几天能发货, 今天能发货吗]\n";
    const RETURN: &str =
        "- {id: return, question: 怎么退货, variants: [想退货, 退货流程是什么, 可以退货吗]}\n";

    #[test]
    fn each_phrasing_is_asked_once_with_its_own_number() {
        let alone = "- {id: alone, question: 只有一个说法}\n";
        let found = held_out(&[("p/faq.yaml", &format!("{SHIP}{RETURN}{alone}"))]);
        let texts: Vec<&str> = found.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "什么时候发货",
                "多久发货",
                "几天能发货",
                "今天能发货吗",
                "怎么退货",
                "想退货",
                "退货流程是什么",
                "可以退货吗"
            ]
        );
        assert!(found[..4].iter().all(|(_, entry)| entry == "p/ship"), "{found:?}");
        assert!(found[4..].iter().all(|(_, entry)| entry == "p/return"), "{found:?}");
    }

    #[test]
    fn packs_that_never_meet_are_no_rivals() {
        let same = RETURN.replace("id: return", "id: same");
        let shops = [("s/shop.yaml", "id: s\nsubscribe: [p]\n"), ("t/shop.yaml", "id: t\nsubscribe: [q]\n")];
        let mut files = vec![("p/faq.yaml", RETURN), ("q/faq.yaml", same.as_str())];
        files.extend(shops);
        let found = held_out(&files);
        assert!(found[..4].iter().all(|(_, entry)| entry == "p/return"), "{found:?}");
        assert!(found[4..].iter().all(|(_, entry)| entry == "q/same"), "{found:?}");
    }

    #[test]
    fn nothing_to_learn_is_no_fault() {
        assert!(held_out(&[]).is_empty());
        assert!(held_out(&[("p/faq.yaml", "- {question: 甲}\n- {question: ''}\n")]).is_empty());
    }
}
