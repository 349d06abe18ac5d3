//! From pairs of classes to groups around representatives, each with its harm.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::collection::ClassId;
use super::found::{Group, Harm, Member};
use super::harm::Judge;
use super::join::ClassPair;
use super::phrasings::Phrasing;
use super::reason;
use super::search::{Members, Prepared, SearchOptions};
use crate::model::EntryIndex;

/// What groups are made of.
pub(super) struct Grouping<'g> {
    pub(super) prepared: &'g Prepared<'g>,
    pub(super) members: &'g Members,
    pub(super) judge: &'g Judge<'g>,
    pub(super) options: &'g SearchOptions<'g>,
}

/// A class's neighbours, each with what the join said of the two.
type Neighbours = FxHashMap<ClassId, Vec<(ClassId, ClassPair)>>;

impl Grouping<'_> {
    /// The groups that the pairs of `near`, which are sorted, and equal phrasings come to; worst harm first.
    pub(super) fn groups(&self, near: &[ClassPair]) -> Vec<Group> {
        let stars = self.stars(near);
        let mut is_middle = vec![false; self.prepared.collection.len()];
        for star in &stars {
            is_middle[star[0].0 as usize] = true;
        }
        let mut groups: Vec<Group> =
            stars.par_iter().flat_map_iter(|star| self.of_star(star, &is_middle)).collect();
        // Equal phrasings of a class that is near several others have been told beside each.
        let mut told = FxHashSet::default();
        groups.retain(|group| told.insert(group.representative));
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
            let together =
                |other: &ClassId| stars_of.get(other).is_some_and(|theirs| have_common(theirs, &own));
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

    fn phrasing(&self, text: u32) -> Phrasing {
        self.prepared.phrasings.get(self.prepared.ids[text as usize])
    }

    /// The groups of a star: one for each set of phrasings that meet, mostly one; and one for each phrasing
    /// that is equal to another and left out beside the representative, as it is of the same entry.
    fn of_star(&self, star: &[(ClassId, Option<ClassPair>)], is_middle: &[bool]) -> Vec<Group> {
        let texts: Vec<(u32, Option<ClassPair>)> = star
            .iter()
            .flat_map(|&(class, pair)| self.members.of(class).iter().map(move |&text| (text, pair)))
            .collect();
        if self.options.wording_counts() {
            return self.of_texts(texts, star[0].0, is_middle);
        }
        // Then nothing is near either, and of the class those with one core count as the same.
        let mut by_core: BTreeMap<u64, Vec<(u32, Option<ClassPair>)>> = BTreeMap::new();
        for text in texts {
            by_core.entry(self.prepared.core(text.0)).or_default().push(text);
        }
        by_core.into_values().flat_map(|texts| self.of_texts(texts, star[0].0, is_middle)).collect()
    }

    /// The groups of the texts of a star around a class.
    fn of_texts(
        &self,
        mut left: Vec<(u32, Option<ClassPair>)>,
        class: ClassId,
        is_middle: &[bool],
    ) -> Vec<Group> {
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
            let Gathered { members, own, rest } = self.gather(representative, &left);
            left = rest;
            groups.extend(self.group(representative, members));
            // Other classes that are in the middle of a star have all they say told there.
            let told_here = |text: &u32| {
                let of = self.prepared.collection.class_of[*text as usize];
                of == class || !is_middle[of as usize]
            };
            groups.extend(self.equal_to(own.into_iter().filter(told_here)));
        }
    }

    fn group(&self, representative: u32, members: Vec<Member>) -> Option<Group> {
        let harm = members.iter().map(|member| member.harm).min()?;
        Some(Group { harm, representative: self.prepared.ids[representative as usize], members })
    }

    /// For the first phrasing of each core among `texts`, which are of one entry, the group of all that have
    /// that core.
    fn equal_to(&self, texts: impl Iterator<Item = u32>) -> Vec<Group> {
        let prepared = self.prepared;
        let core = |text: u32| prepared.core(text);
        let mut first_of: FxHashMap<ClassId, Vec<(u64, u32)>> = FxHashMap::default();
        let mut seen = FxHashSet::default();
        for text in texts.filter(|&text| seen.insert(core(text))) {
            first_of.entry(prepared.collection.class_of[text as usize]).or_default().push((core(text), text));
        }
        let mut groups = Vec::new();
        for (class, firsts) in first_of {
            let mut equal: FxHashMap<u64, Vec<(u32, Option<ClassPair>)>> = FxHashMap::default();
            for &text in self.members.of(class) {
                equal.entry(core(text)).or_default().push((text, None));
            }
            for (core, text) in firsts {
                let mut others = equal.remove(&core).unwrap_or_default();
                others.retain(|&(other, _)| other != text);
                groups.extend(self.group(text, self.gather(text, &others).members));
            }
        }
        groups
    }

    /// What becomes of `left`, which is sorted, beside a representative.
    fn gather(&self, representative: u32, left: &[(u32, Option<ClassPair>)]) -> Gathered {
        let (prepared, middle) = (self.prepared, self.phrasing(representative));
        let id = |text: u32| prepared.ids[text as usize];
        let core = |text: u32| prepared.core(text);
        let mut gathered = Gathered::default();
        // What an entry has said already once.
        let mut said: FxHashSet<(EntryIndex, u64)> = FxHashSet::default();
        said.insert((middle.entry, core(representative)));
        // Answers are compared once, however many phrasings two entries share.
        let mut harms: FxHashMap<(EntryIndex, bool), Option<Harm>> = FxHashMap::default();
        let mut compared = FxHashSet::default();
        for &(text, pair) in left {
            let phrasing = self.phrasing(text);
            let said_here = (phrasing.entry, core(text));
            let harm = if said.contains(&said_here) {
                Harm::Clutter
            } else if phrasing.entry == middle.entry {
                gathered.own.push(text);
                continue;
            } else {
                let key = (phrasing.entry, phrasing.is_question());
                let Some(harm) = *harms.entry(key).or_insert_with(|| self.judge.harm(middle, phrasing))
                else {
                    gathered.rest.push((text, pair));
                    continue;
                };
                said.insert(said_here);
                harm
            };
            let likeness =
                reason::likeness(prepared, id(representative), id(text), pair, self.options.similarity);
            let facts = match harm {
                Harm::Conflict | Harm::Question | Harm::Shadowing if compared.insert(phrasing.entry) => {
                    self.judge.facts(middle.entry, phrasing.entry)
                }
                _ => Vec::new(),
            };
            gathered.members.push(Member { phrasing: id(text), harm, likeness, facts });
        }
        gathered.members.sort_by_key(|member| (member.harm, member.phrasing));
        gathered
    }
}

/// What becomes of phrasings beside a representative.
#[derive(Default)]
struct Gathered {
    /// Those that do harm beside it.
    members: Vec<Member>,
    /// Those of its own entry that say something else.
    own: Vec<u32>,
    /// Those that never meet it.
    rest: Vec<(u32, Option<ClassPair>)>,
}

/// Whether two sorted lists have a number in common.
fn have_common(mut ones: &[u32], mut others: &[u32]) -> bool {
    while let ([one, ones_left @ ..], [other, others_left @ ..]) = (ones, others) {
        match one.cmp(other) {
            std::cmp::Ordering::Less => ones = ones_left,
            std::cmp::Ordering::Greater => others = others_left,
            std::cmp::Ordering::Equal => return true,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted_lists_with_a_number_in_common() {
        assert!(have_common(&[1, 4, 9], &[2, 3, 9]));
        assert!(!have_common(&[1, 4, 9], &[0, 2, 3, 10]));
        assert!(!have_common(&[], &[1]));
    }
}
