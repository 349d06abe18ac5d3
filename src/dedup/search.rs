//! The search itself: from phrasings to classes, to pairs, to groups with their harm.
//!
//! 1. Every phrasing of an entry that counts gets its class ([`Collection`]); equal phrasings need no more.
//! 2. The join finds which classes are near each other. Pairs within one entry are counted and let go: that
//!    an entry has variants which resemble each other is what variants are for.
//! 3. Around one class after the other, in the order of the knowledge base and questions first, everything
//!    near it becomes a group, unless the two already stand in a group together. So every pair is told, and
//!    each member of a group is close to its representative: A, B and C in a chain make two groups.
//!    Phrasings of the representative's own entry do no harm beside it; where one of them is equal to another
//!    phrasing, these make a group of their own.

use std::sync::atomic::{AtomicU64, Ordering};

use jiff::civil::Date;
use rayon::prelude::*;

use super::collection::{ClassId, Collection, NO_CLASS, part};
use super::found::{Duplicates, Group, PackCount, SetApart, count_groups};
use super::grouping::Grouping;
use super::guard::Guards;
use super::harm::Judge;
use super::join::{ClassPair, JoinOptions, join};
use super::kept::Kept;
use super::phrasings::{PhrasingId, Phrasings};
use super::reason;
use super::served::ServedTogether;
use super::similarity::Similarity;
use crate::model::{EntryIndex, KnowledgeBase};

/// So many near pairs of classes of different entries are grouped, the likest: some hundred megabytes. A
/// knowledge base with more of them needs another threshold, not a longer list.
const MOST_NEAR: usize = 8_000_000;

/// So many pairs that are kept apart are listed, the likest.
const MOST_SET_APART: usize = 200_000;

/// What to look for.
#[derive(Debug)]
pub struct SearchOptions<'s> {
    /// The score and its threshold.
    pub similarity: &'s Similarity,
    /// What keeps phrasings apart however similar they look.
    pub guards: &'s Guards,
    /// Entries whose last day is before do not count.
    pub as_of: Date,
    /// Also list the pairs that the guards keep apart.
    pub set_apart: bool,
}

/// A knowledge base made ready for a search.
pub(super) struct Prepared<'s> {
    pub(super) knowledge_base: &'s KnowledgeBase,
    pub(super) phrasings: &'s Phrasings,
    /// The phrasings that count, by their number in the collection.
    pub(super) ids: Vec<PhrasingId>,
    pub(super) collection: Collection,
}

impl Prepared<'_> {
    /// A hash of the core key of a text of the collection.
    pub(super) fn core(&self, text: u32) -> u64 {
        self.phrasings.core(self.ids[text as usize])
    }
}

impl SearchOptions<'_> {
    /// Whether phrasings count that differ in interchangeable words only; at the highest thresholds they do
    /// not.
    pub(super) fn wording_counts(&self) -> bool {
        self.similarity.score(0, 0, false) >= self.similarity.threshold()
    }
}

/// Find the duplicates among `phrasings`, which must be those of `knowledge_base`.
pub fn search(
    knowledge_base: &KnowledgeBase,
    phrasings: &Phrasings,
    options: &SearchOptions<'_>,
) -> Duplicates {
    let counts = |entry: EntryIndex| knowledge_base.entry(entry).is_current_or_coming(options.as_of);
    let ids: Vec<PhrasingId> = phrasings.ids().filter(|&id| counts(phrasings.get(id).entry)).collect();
    let texts: Vec<&str> = ids.par_iter().map(|&id| &*phrasings.get(id).text(knowledge_base).value).collect();
    let collection = Collection::new(&texts, options.guards);
    let prepared = Prepared { knowledge_base, phrasings, ids, collection };
    let members = Members::new(&prepared);
    let Near { kept, pairs, left_out } = members.near(&prepared, options, false);
    let served = ServedTogether::new(knowledge_base);
    let judge = Judge::new(knowledge_base, &served);
    let groups = Grouping { prepared: &prepared, members: &members, judge: &judge, options }.groups(&kept);
    let set_apart = if options.set_apart { apart(&prepared, &members, &judge, options) } else { Vec::new() };
    Duplicates {
        packs: packs(&prepared, &groups),
        left_out,
        pairs: pairs + members.equal_pairs(&prepared, options),
        phrasings: prepared.ids.len(),
        groups,
        set_apart,
    }
}

/// What the join found.
struct Near {
    /// The pairs of classes, but for those of one entry; sorted.
    kept: Vec<ClassPair>,
    /// How many pairs of phrasings all near ones make.
    pairs: u64,
    /// How many pairs of classes are not among those kept, as they were too many.
    left_out: u64,
}

/// The phrasings of each class.
pub(super) struct Members {
    list: Vec<u32>,
    ends: Vec<u64>,
    /// By class: the entry of all its phrasings, if it is one.
    only_entry: Vec<Option<EntryIndex>>,
}

impl Members {
    fn new(prepared: &Prepared<'_>) -> Self {
        let classes = prepared.collection.len();
        let mut ends = vec![0_u64; classes];
        for &class in prepared.collection.class_of.iter().filter(|&&class| class != NO_CLASS) {
            ends[class as usize] += 1;
        }
        let mut total = 0;
        for end in &mut ends {
            total += *end;
            *end = total - *end;
        }
        let mut list = vec![0; total as usize];
        for (text, &class) in
            (0..).zip(&prepared.collection.class_of).filter(|&(_, &class)| class != NO_CLASS)
        {
            let end = &mut ends[class as usize];
            list[*end as usize] = text;
            *end += 1;
        }
        let mut members = Self { list, ends, only_entry: Vec::new() };
        let entry = |text: u32| prepared.phrasings.get(prepared.ids[text as usize]).entry;
        members.only_entry = (0..classes as u32)
            .map(|class| {
                let of_class = members.of(class);
                let first = entry(of_class[0]);
                of_class.iter().all(|&text| entry(text) == first).then_some(first)
            })
            .collect();
        members
    }

    /// The phrasings of a class, by their number in the collection; never empty.
    pub(super) fn of(&self, class: ClassId) -> &[u32] {
        &self.list[part(&self.ends, class)]
    }

    fn size(&self, class: ClassId) -> u64 {
        self.of(class).len() as u64
    }

    fn equal_pairs(&self, prepared: &Prepared<'_>, options: &SearchOptions<'_>) -> u64 {
        let pairs = |size: u64| size * (size - 1) / 2;
        let classes = 0..self.ends.len() as u32;
        if options.wording_counts() {
            return classes.map(|class| pairs(self.size(class))).sum();
        }
        classes
            .map(|class| {
                let mut cores: Vec<u64> = self.of(class).iter().map(|&text| prepared.core(text)).collect();
                cores.sort_unstable();
                cores.chunk_by(|one, other| one == other).map(|equal| pairs(equal.len() as u64)).sum::<u64>()
            })
            .sum()
    }

    /// The pairs of classes that are near each other.
    fn near(&self, prepared: &Prepared<'_>, options: &SearchOptions<'_>, set_apart: bool) -> Near {
        let kept = Kept::new(if set_apart { MOST_SET_APART } else { MOST_NEAR });
        let pairs = AtomicU64::new(0);
        let same_entry = |one: ClassId, other: ClassId| {
            let entry = self.only_entry[one as usize];
            entry.is_some() && entry == self.only_entry[other as usize]
        };
        let found = |pair: ClassPair| {
            pairs.fetch_add(self.size(pair.one) * self.size(pair.other), Ordering::Relaxed);
            if !same_entry(pair.one, pair.other) {
                kept.push(pair);
            }
        };
        let everything = |_, _| true;
        let elsewhere = |one, other| !same_entry(one, other);
        let wanted: &(dyn Fn(ClassId, ClassId) -> bool + Sync) =
            if set_apart { &elsewhere } else { &everything };
        let similarity = options.similarity;
        join(&prepared.collection, &JoinOptions { similarity, set_apart, wanted }, &found);
        let (kept, left_out) = kept.finish();
        Near { kept, pairs: pairs.into_inner(), left_out }
    }
}

/// The pairs that look alike and that the guards keep apart, of entries that meet; the likest first.
fn apart(
    prepared: &Prepared<'_>,
    members: &Members,
    judge: &Judge<'_>,
    options: &SearchOptions<'_>,
) -> Vec<SetApart> {
    let pairs = members.near(prepared, options, true).kept;
    let phrasing = |text: u32| prepared.phrasings.get(prepared.ids[text as usize]);
    let mut apart: Vec<SetApart> = pairs
        .par_iter()
        .filter_map(|pair| {
            let (ones, others) = (members.of(pair.one), members.of(pair.other));
            // One phrasing of an entry meets whatever another of it meets; an entry's are side by side.
            let firsts = |texts: &[u32]| -> Vec<u32> {
                let entry = |text: &u32| phrasing(*text).entry;
                texts.chunk_by(|one, other| entry(one) == entry(other)).map(|texts| texts[0]).collect()
            };
            let (ones, others) = (firsts(ones), firsts(others));
            let mut both = ones.iter().flat_map(|&one| others.iter().map(move |&other| (one, other)));
            let met = both.find(|&(one, other)| judge.meet(phrasing(one).entry, phrasing(other).entry));
            let (one, other) = met?;
            let (one, other) = (prepared.ids[one.min(other) as usize], prepared.ids[one.max(other) as usize]);
            let difference = reason::set_apart(prepared, one, other, options.guards)?;
            Some(SetApart { one, other, score: pair.score, difference })
        })
        .collect();
    apart.par_sort_by(|one, other| {
        other.score.total_cmp(&one.score).then((one.one, one.other).cmp(&(other.one, other.other)))
    });
    apart
}

/// Each pack with its phrasings and the groups it has part in.
fn packs(prepared: &Prepared<'_>, groups: &[Group]) -> Vec<PackCount> {
    let knowledge_base = prepared.knowledge_base;
    let pack = |id: PhrasingId| knowledge_base.entry(prepared.phrasings.get(id).entry).pack;
    let mut counts: Vec<PackCount> = (0..knowledge_base.packs.len() as u32)
        .map(|number| PackCount { pack: crate::model::PackIndex(number), phrasings: 0, groups: [0; 5] })
        .collect();
    for &id in &prepared.ids {
        counts[pack(id).0 as usize].phrasings += 1;
    }
    count_groups(&mut counts, groups, pack);
    counts
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fmt::Write;
    use std::sync::LazyLock;

    use super::*;
    use crate::dedup::Harm;
    use crate::dedup::guard::GuardLists;
    use crate::dedup::score::score_pairs;
    use proptest::prelude::*;

    static GUARDS: LazyLock<Guards> =
        LazyLock::new(|| Guards::new(&GuardLists::default()).expect("the lists that ship"));

    /// What is found in one pack.
    fn found(yaml: &str, threshold: f64) -> (KnowledgeBase, Phrasings, Duplicates) {
        let loaded = KnowledgeBase::from_texts([("p/a.yaml".into(), yaml.to_owned())]);
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let knowledge_base = loaded.knowledge_base;
        let phrasings = Phrasings::new(&knowledge_base);
        let options = SearchOptions {
            similarity: &Similarity::new(Some(threshold)),
            guards: &GUARDS,
            as_of: jiff::civil::date(2026, 11, 5),
            set_apart: true,
        };
        let duplicates = search(&knowledge_base, &phrasings, &options);
        (knowledge_base, phrasings, duplicates)
    }

    /// Each group as `harm: representative | member harm, …`, phrasings by their numbers.
    fn told(yaml: &str) -> Vec<String> {
        let (_, _, duplicates) = found(yaml, 0.89);
        let group = |group: &Group| {
            let members: Vec<String> = group
                .members
                .iter()
                .map(|member| format!("{} {}", member.phrasing.0, member.harm.name()))
                .collect();
            format!("{}: {} | {}", group.harm.name(), group.representative.0, members.join(", "))
        };
        duplicates.groups.iter().map(group).collect()
    }

    #[test]
    fn a_group_has_a_question_in_its_middle() {
        let yaml = "- {question: 发货, variants: [怎么退款], answer: 甲}\n- {question: 怎么退款呢, answer: 乙}\n- {question: 到货, variants: [如何退款], answer: 丙}\n";
        assert_eq!(told(yaml), ["question: 2 | 1 question, 4 question"]);
    }

    #[test]
    fn clutter_is_found_whoever_says_it() {
        let alone = "- {question: 发货, variants: [怎么退款, 怎么退款呢, 如何退款], answer: 甲}\n";
        assert_eq!(told(alone), ["clutter: 1 | 2 clutter"]);
        // Beside a representative of the same entry.
        let own = "- {question: 怎么退款, variants: [如何退款, 如何退款呢, 咋退款], answer: 甲}\n";
        assert_eq!(told(own), ["clutter: 1 | 2 clutter"]);
        // Beside one of another.
        let other = format!("{own}- {{question: 发货, variants: [怎么退款, 怎么退款啊], answer: 乙}}\n");
        assert_eq!(told(&other), ["question: 0 | 5 question, 6 clutter", "clutter: 1 | 2 clutter"]);
    }

    #[test]
    fn equal_phrasings_are_told_once_beside_those_that_are_near() {
        let yaml = "- {question: 羊毛大衣怎么退款到银行卡, variants: [羊毛的大衣怎么退款到银行卡], answer: 甲}\n- {question: 发货, variants: [羊毛的大衣怎么退款到银行卡], answer: 乙}\n";
        let groups = told(yaml);
        assert!(groups.contains(&"conflict: 1 | 3 conflict".to_owned()), "{groups:?}");
        let representatives: BTreeSet<&str> =
            groups.iter().filter_map(|group| group.split(" | ").next()).collect();
        assert_eq!(representatives.len(), groups.len());
    }

    #[test]
    fn what_says_nothing_is_in_no_group() {
        let yaml = "- {id: a, question: '', variants: ['', '　', ' '], answer: 甲}\n- {id: b, question: '　', variants: [' ', ''], answer: 乙}\n";
        assert_eq!(told(yaml), Vec::<String>::new());
        // Where there is nothing else, marks, particles and emoji are what is said.
        let little = "- {id: a, question: '？！', variants: [的, 😀], answer: 甲}\n- {id: b, question: 吗, variants: [的, 😁, 😀😀], answer: 乙}\n";
        assert_eq!(told(little), ["conflict: 1 | 4 conflict", "conflict: 2 | 6 conflict"]);
    }

    #[test]
    fn at_the_highest_thresholds_only_equal_cores_count() {
        let yaml = "- {id: a, question: 怎么退款, variants: [如何退款吗], answer: 甲}\n- {id: b, question: 怎么退款呢, variants: [如何退款], answer: 乙}\n";
        let (_, _, duplicates) = found(yaml, 0.99);
        let groups: Vec<(u32, u32)> = duplicates
            .groups
            .iter()
            .map(|group| (group.representative.0, group.members[0].phrasing.0))
            .collect();
        assert_eq!((groups, duplicates.pairs), (vec![(0, 2), (1, 3)], 2));
    }

    fn phrasing() -> impl Strategy<Value = String> {
        prop_oneof![
            "(请问)?(怎么|如何|咋)(退款|退货|开通|关闭)(花呗|到卡)?(呢|吗)?",
            "[退款货发的我买不7天]{0,8}",
            "(my )?(refund|refudn|refunds) (帐户|账户)?",
        ]
    }

    proptest! {
        #[test]
        fn every_near_pair_is_told_and_no_other(
            entries in prop::collection::vec((prop::collection::vec(phrasing(), 1..5), 0..3), 1..7),
            threshold in 0.05_f64..1.0,
        ) {
            let mut yaml = String::new();
            for (number, (texts, answer)) in entries.iter().enumerate() {
                let list: Vec<String> = texts[1..].iter().map(|text| format!("'{text}'")).collect();
                writeln!(
                    yaml,
                    "- {{id: e{number}, question: '{}', variants: [{}], answer: {answer}}}",
                    texts[0],
                    list.join(", ")
                )
                .expect("a text");
            }
            let (knowledge_base, phrasings, duplicates) = found(&yaml, threshold);
            let similarity = Similarity::new(Some(threshold));
            let text = |id: PhrasingId| phrasings.get(id).text(&knowledge_base).to_string();
            let entry = |id: PhrasingId| phrasings.get(id).entry;
            let judge = |one, other| score_pairs(&[(text(one), text(other))], &similarity, &GUARDS).remove(0);
            let mut together: BTreeSet<(PhrasingId, EntryIndex)> = BTreeSet::new();
            let mut clutter: BTreeSet<PhrasingId> = BTreeSet::new();
            for group in &duplicates.groups {
                let all: Vec<PhrasingId> = std::iter::once(group.representative)
                    .chain(group.members.iter().map(|member| member.phrasing))
                    .collect();
                for (one, other) in all.iter().flat_map(|&one| all.iter().map(move |&other| (one, other))) {
                    together.insert((one, entry(other)));
                }
                for member in &group.members {
                    let judged = judge(group.representative, member.phrasing);
                    prop_assert_eq!(judged.score, member.likeness.score);
                    prop_assert_eq!(judged.reason, member.likeness.reason.message());
                    prop_assert!(judged.duplicate && member.harm >= group.harm);
                    if member.harm == Harm::Clutter {
                        clutter.insert(member.phrasing);
                    }
                }
            }
            prop_assert!(duplicates.groups.is_sorted_by_key(|group| group.harm));
            let representatives: BTreeSet<PhrasingId> =
                duplicates.groups.iter().map(|group| group.representative).collect();
            prop_assert_eq!(representatives.len(), duplicates.groups.len());
            let ids: Vec<PhrasingId> = phrasings.ids().collect();
            let mut pairs = 0;
            for (at, &one) in ids.iter().enumerate() {
                for &other in &ids[at + 1..] {
                    let says_nothing = |id| phrasings.core(id) == 0 || crate::text::loose_key(&crate::text::match_key(&text(id))).is_empty();
                    if says_nothing(one) || says_nothing(other) || !judge(one, other).duplicate {
                        continue;
                    }
                    pairs += 1;
                    if entry(one) != entry(other) {
                        prop_assert!(
                            together.contains(&(one, entry(other))) || together.contains(&(other, entry(one))),
                            "{} {}", text(one), text(other)
                        );
                    } else if phrasings.core(one) == phrasings.core(other) {
                        prop_assert!(clutter.contains(&one) || clutter.contains(&other), "{}", text(one));
                    }
                }
            }
            prop_assert_eq!(pairs, duplicates.pairs);
            for pair in &duplicates.set_apart {
                let judged = judge(pair.one, pair.other);
                prop_assert!(judged.set_apart && pair.score >= threshold && entry(pair.one) != entry(pair.other));
                prop_assert_eq!(&judged.reason, &pair.difference);
            }
        }
    }

    #[test]
    fn packs_count_the_groups_that_are_kept() {
        let yaml = "- {id: a, question: 怎么退款, answer: 好, variants: [怎么退款呢]}\n- {id: b, question: 怎么退款？, answer: 行}\n\
                    - {id: c, question: 开发票吗, answer: 开, variants: [开发票吗？]}\n";
        let (knowledge_base, phrasings, whole) = found(yaml, 0.9);
        assert!(whole.groups.len() > 1, "{whole:?}");
        let mut kept = whole.clone();
        kept.keep_groups(&knowledge_base, &phrasings, |_| true);
        assert_eq!(kept, whole);
        kept.keep_groups(&knowledge_base, &phrasings, |group| group.harm == Harm::Clutter);
        assert!(kept.groups.iter().all(|group| group.harm == Harm::Clutter));
        let counted: usize = kept.packs[0].groups.iter().sum();
        assert_eq!((counted, kept.groups.is_empty()), (kept.groups.len(), false));
        assert_eq!((kept.phrasings, kept.pairs), (whole.phrasings, whole.pairs));
    }
}
