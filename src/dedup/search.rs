//! The search itself: from phrasings to classes, to pairs, to groups with their harm.
//!
//! 1. Every phrasing of an entry that counts gets its class ([`Collection`]); equal phrasings need no more.
//! 2. The join finds which classes are near each other. Pairs within one entry are counted and let go: that
//!    an entry has variants which resemble each other is what variants are for.
//! 3. Around one class after the other, in the order of the knowledge base and questions first, everything
//!    near it becomes a group, unless the two already stand in a group together. So every pair is told, and
//!    each member of a group is close to its representative: A, B and C in a chain make two groups.

use std::sync::atomic::{AtomicU64, Ordering};

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::collection::{ClassId, Collection, NO_CLASS};
use super::found::{Duplicates, Group, Harm, Member, PackCount, SetApart};
use super::guard::Guards;
use super::harm::Judge;
use super::join::{ClassPair, JoinOptions, join};
use super::kept::Kept;
use super::phrasings::{PhrasingId, Phrasings};
use super::reason;
use super::served::ServedTogether;
use super::similarity::Similarity;
use crate::model::{EntryIndex, KnowledgeBase, Status};

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

/// Find the duplicates among `phrasings`, which must be those of `knowledge_base`.
pub fn search(
    knowledge_base: &KnowledgeBase,
    phrasings: &Phrasings,
    options: &SearchOptions<'_>,
) -> Duplicates {
    let counts = |entry: EntryIndex| {
        let entry = knowledge_base.entry(entry);
        entry.status != Status::Retired && entry.validity.until.is_none_or(|until| options.as_of <= until)
    };
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
        pairs: pairs + members.equal_pairs(),
        left_out,
        phrasings: prepared.ids.len(),
        groups,
        set_apart,
    }
}

/// The phrasings of each class.
struct Members {
    list: Vec<u32>,
    ends: Vec<u32>,
    /// By class: the entry of all its phrasings, if it is one.
    only_entry: Vec<Option<EntryIndex>>,
}

impl Members {
    fn new(prepared: &Prepared<'_>) -> Self {
        let classes = prepared.collection.len();
        let mut ends = vec![0_u32; classes];
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
    fn of(&self, class: ClassId) -> &[u32] {
        let class = class as usize;
        let start = class.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.list[start as usize..self.ends[class] as usize]
    }

    fn size(&self, class: ClassId) -> u64 {
        self.of(class).len() as u64
    }

    fn equal_pairs(&self) -> u64 {
        (0..self.ends.len() as u32).map(|class| self.size(class)).map(|size| size * (size - 1) / 2).sum()
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

/// What the join found.
struct Near {
    /// The pairs of classes, but for those of one entry; sorted.
    kept: Vec<ClassPair>,
    /// How many pairs of phrasings all near ones make.
    pairs: u64,
    /// How many pairs of classes are not among those kept, as they were too many.
    left_out: u64,
}

struct Grouping<'g> {
    prepared: &'g Prepared<'g>,
    members: &'g Members,
    judge: &'g Judge<'g>,
    options: &'g SearchOptions<'g>,
}

/// A class's neighbours, each with what the join said of the two.
type Neighbours = FxHashMap<ClassId, Vec<(ClassId, ClassPair)>>;

impl Grouping<'_> {
    fn groups(&self, near: &[ClassPair]) -> Vec<Group> {
        let stars = self.stars(near);
        let mut groups: Vec<Group> = stars.par_iter().flat_map_iter(|star| self.of_star(star)).collect();
        groups.par_sort_by(|one, other| {
            let best = |group: &Group| {
                let worst = group.members.iter().filter(|member| member.harm == group.harm);
                let degree = worst.clone().map(|member| member.likeness.degree).min();
                (degree, worst.map(|member| member.likeness.score).fold(0.0, f64::max))
            };
            let ((degree, score), (other_degree, other_score)) = (best(one), best(other));
            (one.harm, degree)
                .cmp(&(other.harm, other_degree))
                .then(other_score.total_cmp(&score))
                .then(one.representative.cmp(&other.representative))
        });
        groups
    }

    /// A class and those near it, so that each pair stands in some star, and no star is told twice.
    fn stars(&self, near: &[ClassPair]) -> Vec<Vec<(ClassId, Option<ClassPair>)>> {
        let mut neighbours = Neighbours::default();
        for pair in near {
            neighbours.entry(pair.one).or_default().push((pair.other, *pair));
            neighbours.entry(pair.other).or_default().push((pair.one, *pair));
        }
        let has_question =
            |class: ClassId| self.members.of(class).iter().any(|&text| self.phrasing(text).is_question());
        let more_than_one =
            |class: &ClassId| self.members.of(*class).len() > 1 || neighbours.contains_key(class);
        let mut order: Vec<(bool, ClassId)> = (0..self.prepared.collection.len() as u32)
            .filter(more_than_one)
            .map(|class| (!has_question(class), class))
            .collect();
        order.sort_unstable();
        let mut stars_of: FxHashMap<ClassId, Vec<u32>> = FxHashMap::default();
        let mut stars: Vec<Vec<(ClassId, Option<ClassPair>)>> = Vec::new();
        for &(_, class) in &order {
            let own = stars_of.get(&class).cloned().unwrap_or_default();
            let together = |other: &ClassId| {
                stars_of.get(other).is_some_and(|theirs| theirs.iter().any(|star| own.contains(star)))
            };
            let near = neighbours.get(&class).map_or(&[][..], Vec::as_slice);
            let mut star = vec![(class, None)];
            star.extend(
                near.iter().filter(|(other, _)| !together(other)).map(|&(other, pair)| (other, Some(pair))),
            );
            if star.len() == 1 && !own.is_empty() {
                continue;
            }
            let number = stars.len() as u32;
            for (class, _) in &star {
                stars_of.entry(*class).or_default().push(number);
            }
            stars.push(star);
        }
        stars
    }

    fn phrasing(&self, text: u32) -> super::phrasings::Phrasing {
        self.prepared.phrasings.get(self.prepared.ids[text as usize])
    }

    /// The groups of a star: one for each set of phrasings that meet, mostly one.
    fn of_star(&self, star: &[(ClassId, Option<ClassPair>)]) -> Vec<Group> {
        let mut left: Vec<(u32, Option<ClassPair>)> = star
            .iter()
            .flat_map(|&(class, pair)| self.members.of(class).iter().map(move |&text| (text, pair)))
            .collect();
        let mut groups = Vec::new();
        // A representative is of the class in the middle, as the others are near to that alone.
        loop {
            let middle = left.iter().enumerate().filter(|(_, (_, pair))| pair.is_none());
            let Some((at, _)) =
                middle.min_by_key(|(_, (text, _))| (!self.phrasing(*text).is_question(), *text))
            else {
                return groups;
            };
            let (representative, _) = left.swap_remove(at);
            left.sort_unstable_by_key(|&(text, _)| text);
            let (members, rest) = self.gather(representative, &left);
            left = rest;
            if let Some(harm) = members.iter().map(|member| member.harm).min() {
                let representative = self.prepared.ids[representative as usize];
                groups.push(Group { harm, representative, members });
            }
        }
    }

    /// Those of `left` that do harm beside the representative, and those that have not met it.
    fn gather(
        &self,
        representative: u32,
        left: &[(u32, Option<ClassPair>)],
    ) -> (Vec<Member>, Vec<(u32, Option<ClassPair>)>) {
        let (prepared, middle) = (self.prepared, self.phrasing(representative));
        let id = |text: u32| prepared.ids[text as usize];
        let (mut members, mut rest) = (Vec::new(), Vec::new());
        // What each entry has said already, and which entries have said something.
        let mut said = FxHashSet::default();
        said.insert((middle.entry, prepared.phrasings.core(id(representative))));
        let mut entries = FxHashSet::default();
        for &(text, pair) in left {
            let phrasing = self.phrasing(text);
            let core = prepared.phrasings.core(id(text));
            let repeated = said.contains(&(phrasing.entry, core));
            let harm = if repeated {
                Some(Harm::Clutter)
            } else if phrasing.entry == middle.entry {
                None
            } else {
                self.judge.harm(middle, phrasing)
            };
            let Some(harm) = harm else {
                if phrasing.entry != middle.entry && !self.judge.meet(middle.entry, phrasing.entry) {
                    rest.push((text, pair));
                }
                continue;
            };
            let first_of_entry = entries.insert(phrasing.entry);
            said.insert((phrasing.entry, core));
            let likeness =
                reason::likeness(prepared, id(representative), id(text), pair, self.options.similarity);
            let facts = match harm {
                Harm::Conflict | Harm::Question | Harm::Shadowing if first_of_entry => {
                    self.judge.facts(middle.entry, phrasing.entry)
                }
                _ => Vec::new(),
            };
            members.push(Member { phrasing: id(text), harm, likeness, facts });
        }
        members.sort_by_key(|member| (member.harm, member.phrasing));
        (members, rest)
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
    for group in groups {
        let mut packs: Vec<_> = group.members.iter().map(|member| pack(member.phrasing)).collect();
        packs.push(pack(group.representative));
        packs.sort_unstable();
        packs.dedup();
        for pack in packs {
            counts[pack.0 as usize].groups[group.harm as usize] += 1;
        }
    }
    counts
}
