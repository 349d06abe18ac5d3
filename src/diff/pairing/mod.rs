//! Which entry of one version became which entry of the other.
//!
//! People change ids, reword questions, move files and packs, all of it at once if they like. So entries are
//! paired in rounds, each with what the rounds before have left over:
//!
//! 1. **By reference**, `pack/id`. That holds unless the two have nothing in common *and* what one of them
//!    said stands elsewhere now: then two ids were exchanged, and what entries say decides.
//! 2. **By id** in another pack, if they share a phrasing or an answer.
//! 3. **By question**, after normalising.
//! 4. **By phrasings**: at least half of those that the shorter of the two has.
//! 5. **By likeness** ([`likeness`]), for entries whose every text was reworded.
//! 6. By reference after all, for what round 1 has left open.
//!
//! Inside of a round the most alike are paired first. Where two candidates are equally alike, the names of
//! the two entries decide, in an order that is the same when the versions change places; the other candidate
//! is noted as a [`Rival`]. What is left over is added or removed, or was split off or merged ([`Share`]).

mod content;
mod likeness;
mod same;
#[cfg(test)]
mod tests;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use self::content::Content;
pub(super) use self::same::{same_answer, same_texts};
use crate::model::{EntryIndex, KnowledgeBase};

/// What two entries were paired by, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PairedBy {
    /// The same `pack/id`.
    Reference,
    /// The same id in another pack.
    Id,
    /// The same question, after normalising.
    Question,
    /// Their phrasings are the same in good part, or alike.
    Phrasings,
}

/// An entry that would have paired equally well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rival {
    /// Of the earlier version.
    Before(EntryIndex),
    /// Of the later version.
    After(EntryIndex),
}

/// An entry then and now.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Of the earlier version.
    pub before: EntryIndex,
    /// Of the later version.
    pub after: EntryIndex,
    /// What makes them a pair.
    pub by: PairedBy,
    /// Who would have paired equally well.
    pub rivals: Vec<Rival>,
}

/// Phrasings that went from an entry into another that is not its pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share {
    /// The entry of the earlier version that had them.
    pub before: EntryIndex,
    /// The entry of the later version that has them.
    pub after: EntryIndex,
    /// How many.
    pub phrasings: usize,
}

/// Who became who.
#[derive(Debug, Clone, Default)]
pub struct Pairing {
    /// In the order of the later version.
    pub pairs: Vec<Pair>,
    /// Entries of the earlier version without a pair, in its order.
    pub removed: Vec<EntryIndex>,
    /// Entries of the later version without a pair, in its order.
    pub added: Vec<EntryIndex>,
    /// For entries that are `added`: from which entry most of their phrasings came, in the order of the later
    /// version.
    pub splits: Vec<Share>,
    /// For entries that are `removed`: into which entry most of their phrasings went, in the order of the
    /// earlier version.
    pub merges: Vec<Share>,
    after_of: Vec<Option<EntryIndex>>,
    before_of: Vec<Option<EntryIndex>>,
}

impl Pairing {
    /// Pair the entries of two versions.
    pub fn new(before: &KnowledgeBase, after: &KnowledgeBase) -> Self {
        let mut rounds = Rounds::new(before, after);
        rounds.by_reference();
        rounds.by_content();
        rounds.by_likeness();
        rounds.by_doubted_reference();
        rounds.finish()
    }

    /// These pairs of entries, whatever they are like.
    #[cfg(test)]
    pub(crate) fn of(before: usize, after: usize, pairs: &[(u32, u32)]) -> Self {
        let mut pairing =
            Self { after_of: vec![None; before], before_of: vec![None; after], ..Self::default() };
        for &(one, other) in pairs {
            let (before, after) = (EntryIndex(one), EntryIndex(other));
            pairing.pairs.push(Pair { before, after, by: PairedBy::Reference, rivals: Vec::new() });
            pairing.after_of[one as usize] = Some(after);
            pairing.before_of[other as usize] = Some(before);
        }
        let alone = |of: &[Option<EntryIndex>]| {
            let indexed = (0_u32..).map(EntryIndex).zip(of);
            indexed.filter(|(_, other)| other.is_none()).map(|(entry, _)| entry).collect()
        };
        (pairing.removed, pairing.added) = (alone(&pairing.after_of), alone(&pairing.before_of));
        pairing
    }

    /// What an entry of the earlier version became.
    pub fn after(&self, before: EntryIndex) -> Option<EntryIndex> {
        self.after_of.get(before.0 as usize).copied().flatten()
    }

    /// What an entry of the later version was.
    pub fn before(&self, after: EntryIndex) -> Option<EntryIndex> {
        self.before_of.get(after.0 as usize).copied().flatten()
    }
}

/// Two entries that may be a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Candidate {
    before: EntryIndex,
    after: EntryIndex,
    by: PairedBy,
    /// From 0 to 1.
    score: f64,
}

struct Rounds<'kb> {
    before: &'kb KnowledgeBase,
    after: &'kb KnowledgeBase,
    pairs: Vec<Pair>,
    after_of: Vec<Option<EntryIndex>>,
    before_of: Vec<Option<EntryIndex>>,
    /// Pairs by reference that differ in some text, and those without a pair so far: all that phrasings can
    /// have come from or gone to.
    content: Content<'kb>,
    /// Pairs by reference that have nothing in common.
    doubted: Vec<(EntryIndex, EntryIndex)>,
}

impl<'kb> Rounds<'kb> {
    fn new(before: &'kb KnowledgeBase, after: &'kb KnowledgeBase) -> Self {
        Self {
            before,
            after,
            pairs: Vec::new(),
            after_of: vec![None; before.entries.len()],
            before_of: vec![None; after.entries.len()],
            content: Content::default(),
            doubted: Vec::new(),
        }
    }

    fn pair(&mut self, before: EntryIndex, after: EntryIndex, by: PairedBy, rivals: Vec<Rival>) {
        self.after_of[before.0 as usize] = Some(after);
        self.before_of[after.0 as usize] = Some(before);
        self.pairs.push(Pair { before, after, by, rivals });
    }

    /// Entries without a pair so far.
    fn open(&self) -> (Vec<EntryIndex>, Vec<EntryIndex>) {
        let open = |of: &[Option<EntryIndex>]| -> Vec<EntryIndex> {
            (0..).zip(of).filter(|(_, pair)| pair.is_none()).map(|(at, _)| EntryIndex(at)).collect()
        };
        (open(&self.after_of), open(&self.before_of))
    }

    fn by_reference(&mut self) {
        let references: FxHashMap<&str, EntryIndex> =
            self.after.indexed().map(|(index, entry)| (&*entry.reference, index)).collect();
        let named: Vec<(EntryIndex, EntryIndex)> = self
            .before
            .indexed()
            .filter_map(|(index, entry)| Some((index, *references.get(&*entry.reference)?)))
            .collect();
        let is_same: Vec<bool> = named
            .par_iter()
            .map(|&(before, after)| same_texts(self.before.entry(before), self.after.entry(after)))
            .collect();
        let mut differing = Vec::new();
        for (&(before, after), is_same) in named.iter().zip(is_same) {
            self.pair(before, after, PairedBy::Reference, Vec::new());
            if !is_same {
                differing.push((before, after));
            }
        }
        let (mut befores, mut afters) = self.open();
        befores.extend(differing.iter().map(|&(before, _)| before));
        afters.extend(differing.iter().map(|&(_, after)| after));
        self.content = Content::new(self.before, self.after, befores, afters);
        let strangers: Vec<(EntryIndex, EntryIndex)> =
            differing.into_iter().filter(|&(before, after)| self.are_strangers(before, after)).collect();
        let released: FxHashSet<EntryIndex> = strangers.iter().map(|&(before, _)| before).collect();
        self.pairs.retain(|pair| !released.contains(&pair.before));
        for &(before, after) in &strangers {
            self.after_of[before.0 as usize] = None;
            self.before_of[after.0 as usize] = None;
        }
        self.doubted = strangers;
    }

    /// Whether two entries of one name have nothing in common, and what one of them says is said elsewhere in
    /// the other version.
    fn are_strangers(&self, before: EntryIndex, after: EntryIndex) -> bool {
        let content = &self.content;
        content.shared(before, after) == 0
            && !content::share_an_answer(self.before.entry(before), self.after.entry(after))
            && (content.is_said_after(before) || content.is_said_before(after))
    }

    /// By id, question, phrasings, among those that share a phrasing or an id.
    fn by_content(&mut self) {
        let (befores, _) = self.open();
        let rounds = &*self;
        let of = |before: EntryIndex| {
            let free = |after: EntryIndex| rounds.before_of[after.0 as usize].is_none();
            let meeting = rounds.content.meeting(before).into_iter().filter(move |&(after, _)| free(after));
            meeting.filter_map(move |(after, shared)| rounds.candidate(before, after, shared))
        };
        let candidates: Vec<Candidate> = befores.into_par_iter().flat_map_iter(of).collect();
        self.choose(candidates);
    }

    fn candidate(&self, before: EntryIndex, after: EntryIndex, shared: usize) -> Option<Candidate> {
        let (one, other) = (self.before.entry(before), self.after.entry(after));
        let (ones, others) = (self.content.size_before(before), self.content.size_after(after));
        let same_id = one.id.is_some() && one.key() == other.key() && other.id.is_some();
        let by = if same_id && (shared > 0 || content::share_an_answer(one, other)) {
            PairedBy::Id
        } else if self.content.same_question(before, after) {
            PairedBy::Question
        } else if 2 * shared >= ones.min(others) && shared > 0 {
            PairedBy::Phrasings
        } else {
            return None;
        };
        let score = 2.0 * shared as f64 / (ones + others).max(1) as f64;
        Some(Candidate { before, after, by, score })
    }

    fn by_likeness(&mut self) {
        let (befores, afters) = self.open();
        if !befores.is_empty() && !afters.is_empty() {
            let alike = likeness::alike(self.before, &befores, self.after, &afters);
            let by = PairedBy::Phrasings;
            let candidate = |(before, after, score)| Candidate { before, after, by, score };
            self.choose(alike.into_iter().map(candidate).collect());
        }
    }

    fn by_doubted_reference(&mut self) {
        for (before, after) in std::mem::take(&mut self.doubted) {
            let open =
                self.after_of[before.0 as usize].is_none() && self.before_of[after.0 as usize].is_none();
            if open {
                self.pair(before, after, PairedBy::Reference, Vec::new());
            }
        }
    }

    /// Pair the most alike first.
    fn choose(&mut self, mut candidates: Vec<Candidate>) {
        let names = |candidate: &Candidate| {
            let (one, other) = (self.name_before(candidate.before), self.name_after(candidate.after));
            if one <= other { (one, other) } else { (other, one) }
        };
        candidates.sort_by(|one, other| {
            let alike = one.by.cmp(&other.by).then(other.score.total_cmp(&one.score));
            alike.then_with(|| names(one).cmp(&names(other)))
        });
        let mut from = 0;
        while from < candidates.len() {
            let first = candidates[from];
            let rest = &candidates[from..];
            let equal = rest.iter().take_while(|other| other.by == first.by && other.score == first.score);
            let to = from + equal.count();
            self.choose_among(&candidates[from..to]);
            from = to;
        }
    }

    /// Of candidates that are equally alike, pair those that are free, in their order.
    fn choose_among(&mut self, equal: &[Candidate]) {
        let is_free = |rounds: &Self, candidate: &Candidate| {
            rounds.after_of[candidate.before.0 as usize].is_none()
                && rounds.before_of[candidate.after.0 as usize].is_none()
        };
        let free: Vec<Candidate> =
            equal.iter().copied().filter(|candidate| is_free(self, candidate)).collect();
        let (mut afters, mut befores): (FxHashMap<_, Vec<_>>, FxHashMap<_, Vec<_>>) = Default::default();
        for candidate in &free {
            afters.entry(candidate.before).or_default().push(candidate.after);
            befores.entry(candidate.after).or_default().push(candidate.before);
        }
        for candidate in &free {
            if !is_free(self, candidate) {
                continue;
            }
            let other_afters = afters[&candidate.before].iter().filter(|&&after| after != candidate.after);
            let other_befores =
                befores[&candidate.after].iter().filter(|&&before| before != candidate.before);
            let mut rivals: Vec<Rival> = other_befores.map(|&before| Rival::Before(before)).collect();
            rivals.extend(other_afters.map(|&after| Rival::After(after)));
            rivals.sort_unstable();
            self.pair(candidate.before, candidate.after, candidate.by, rivals);
        }
    }

    fn name_before(&self, index: EntryIndex) -> &'kb str {
        &self.before.entry(index).reference
    }

    fn name_after(&self, index: EntryIndex) -> &'kb str {
        &self.after.entry(index).reference
    }

    fn finish(mut self) -> Pairing {
        let (removed, added) = self.open();
        let content = &self.content;
        // An entry that is new shares with the pairs of others; at least half of what it says must be theirs.
        let most = |sharing: Vec<(EntryIndex, usize)>, size: usize, name: &dyn Fn(EntryIndex) -> &'kb str| {
            let best = sharing
                .into_iter()
                .max_by(|one, other| one.1.cmp(&other.1).then_with(|| name(other.0).cmp(name(one.0))));
            best.filter(|&(_, phrasings)| phrasings > 0 && 2 * phrasings >= size)
        };
        let splits = added.iter().filter_map(|&after| {
            let sharing = content.meeting_after(after);
            let (before, phrasings) = most(sharing, content.size_after(after), &|at| self.name_before(at))?;
            Some(Share { before, after, phrasings })
        });
        let splits: Vec<Share> = splits.collect();
        let merges = removed.iter().filter_map(|&before| {
            let sharing = content.meeting(before);
            let (after, phrasings) = most(sharing, content.size_before(before), &|at| self.name_after(at))?;
            Some(Share { before, after, phrasings })
        });
        let merges: Vec<Share> = merges.collect();
        self.pairs.sort_unstable_by_key(|pair| pair.after);
        Pairing {
            pairs: self.pairs,
            removed,
            added,
            splits,
            merges,
            after_of: self.after_of,
            before_of: self.before_of,
        }
    }
}
