//! Every phrasing with its keys, grouped by equal keys.

use rayon::prelude::*;

use super::order::bag;
use crate::model::{EntryIndex, KnowledgeBase, Text};
use crate::text::{core_key, key_hash, loose_key, match_key};

/// A phrasing's number in its [`Phrasings`], in the order of entries and, within each, of its phrasings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhrasingId(pub u32);

/// One phrasing of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrasing {
    /// The entry.
    pub entry: EntryIndex,
    /// Which of its phrasings: 0 is the question, 1 the first variant.
    pub number: u32,
}

impl Phrasing {
    /// Whether it is the entry's question.
    pub const fn is_question(self) -> bool {
        self.number == 0
    }

    /// Its text.
    pub fn text(self, knowledge_base: &KnowledgeBase) -> &Text {
        let entry = knowledge_base.entry(self.entry);
        match self.number {
            0 => &entry.question,
            number => &entry.variants[number as usize - 1],
        }
    }
}

/// How much two phrasings may differ and still count as the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The match keys are equal: width, case, script, marks and spaces aside.
    Normalised,
    /// Particles and politeness aside as well.
    Particles,
    /// Interchangeable words (怎么, 如何) and filler words aside as well; of questions only, as no rule asks
    /// for variants that are so far apart.
    Wording,
}

/// Every phrasing of a knowledge base, grouped by what it says.
#[derive(Debug)]
pub struct Phrasings {
    list: Vec<Phrasing>,
    /// The hash of each one's match key.
    keys: Vec<u64>,
    /// The hash of each one's core key.
    cores: Vec<u64>,
    normalised: Groups,
    particles: Groups,
    wording: Groups,
    reordered: Groups,
}

impl Phrasings {
    /// Make the keys of all phrasings, on all cores. An empty phrasing belongs to no group.
    pub fn new(knowledge_base: &KnowledgeBase) -> Self {
        let entries: Vec<(EntryIndex, _)> = knowledge_base.indexed().collect();
        let keyed: Vec<Vec<(Phrasing, Keys)>> = entries
            .par_chunks(256)
            .map(|chunk| {
                let mut keyed = Vec::new();
                for (index, entry) in chunk {
                    for (number, text) in (0_u32..).zip(entry.phrasings()) {
                        let phrasing = Phrasing { entry: *index, number };
                        keyed.push((phrasing, Keys::new(text, phrasing.is_question())));
                    }
                }
                keyed
            })
            .collect();
        let total = keyed.iter().map(Vec::len).sum();
        let mut list = Vec::with_capacity(total);
        let mut keys = Vec::with_capacity(total);
        let mut cores = Vec::with_capacity(total);
        let mut levels: [Vec<(u64, u32)>; 4] = Default::default();
        for (phrasing, made) in keyed.into_iter().flatten() {
            let id = list.len() as u32;
            list.push(phrasing);
            keys.push(made.levels[0]);
            cores.push(made.levels[1]);
            let all = made.levels.into_iter().chain([made.bag]);
            for (level, hash) in levels.iter_mut().zip(all) {
                if hash != EMPTY {
                    level.push((hash, id));
                }
            }
        }
        let [normalised, particles, wording, reordered] = levels.map(Groups::new);
        Self { list, keys, cores, normalised, particles, wording, reordered }
    }

    /// The phrasing with this number.
    ///
    /// # Panics
    /// If `id` comes from another knowledge base.
    pub fn get(&self, id: PhrasingId) -> Phrasing {
        self.list[id.0 as usize]
    }

    /// Every phrasing's number, in order.
    pub fn ids(&self) -> impl Iterator<Item = PhrasingId> {
        (0..self.list.len() as u32).map(PhrasingId)
    }

    /// A hash of the phrasing without particles and politeness: the same for those that
    /// [`Level::Particles`] brings together.
    pub(super) fn core(&self, id: PhrasingId) -> u64 {
        self.cores[id.0 as usize]
    }

    /// How many phrasings there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is no phrasing.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The phrasings that are the same at `level`, in groups of two and more.
    pub fn groups(&self, level: Level) -> &Groups {
        match level {
            Level::Normalised => &self.normalised,
            Level::Particles => &self.particles,
            Level::Wording => &self.wording,
        }
    }

    /// The questions that have the same words in any order, interchangeable words and fillers aside, in
    /// groups of two and more. Whether the order makes a difference, [`is_reordered`](super::is_reordered)
    /// tells.
    pub fn reordered(&self) -> &Groups {
        &self.reordered
    }

    /// Whether the match keys of two phrasings are equal.
    ///
    /// # Panics
    /// If an id comes from another knowledge base.
    pub fn are_equal(&self, one: PhrasingId, other: PhrasingId) -> bool {
        self.keys[one.0 as usize] == self.keys[other.0 as usize]
    }
}

/// The hash of no key.
const EMPTY: u64 = 0;

/// The hashes of one phrasing.
struct Keys {
    /// By [`Level`].
    levels: [u64; 3],
    /// Of the words in any order; of questions only.
    bag: u64,
}

impl Keys {
    fn new(text: &str, is_question: bool) -> Self {
        let key = match_key(text);
        if key.is_empty() {
            return Self { levels: [EMPTY; 3], bag: EMPTY };
        }
        let (normalised, particles) = (hash(&key), hash(core_key(&key)));
        if !is_question {
            return Self { levels: [normalised, particles, EMPTY], bag: EMPTY };
        }
        let loose = loose_key(&key);
        Self { levels: [normalised, particles, hash(&loose)], bag: bag(&loose).unwrap_or(EMPTY) }
    }
}

/// The hash of a key, which is never that of none.
fn hash(key: &str) -> u64 {
    key_hash(key).max(EMPTY + 1)
}

/// Groups of phrasings with equal keys. Within a group and among groups the order is that of the
/// knowledge base.
#[derive(Debug, Default)]
pub struct Groups {
    members: Vec<PhrasingId>,
    /// Where each group ends in `members`.
    ends: Vec<u32>,
}

impl Groups {
    fn new(mut keyed: Vec<(u64, u32)>) -> Self {
        keyed.par_sort_unstable();
        let mut groups: Vec<&[(u64, u32)]> =
            keyed.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1).collect();
        groups.par_sort_unstable_by_key(|group| group[0].1);
        let mut result = Self::default();
        for group in groups {
            result.members.extend(group.iter().map(|&(_, id)| PhrasingId(id)));
            result.ends.push(result.members.len() as u32);
        }
        result
    }

    /// Each group, with at least two members.
    pub fn iter(&self) -> impl Iterator<Item = &[PhrasingId]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.members[start as usize..end as usize])
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no group.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(yaml: &str, level: Level) -> Vec<Vec<String>> {
        let loaded = KnowledgeBase::from_texts([("p/a.yaml".into(), yaml.to_owned())]);
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let knowledge_base = loaded.knowledge_base;
        let phrasings = Phrasings::new(&knowledge_base);
        let text = |id: &PhrasingId| phrasings.get(*id).text(&knowledge_base).to_string();
        phrasings.groups(level).iter().map(|group| group.iter().map(text).collect()).collect()
    }

    const FILE: &str = "- {question: 怎么退款, variants: [如何退款, 請問怎麼退款？, 怎么退款呢, 怎么退款！]}\n- {question: 不同, variants: ['']}\n";

    #[test]
    fn each_level_forgives_more() {
        assert_eq!(groups(FILE, Level::Normalised), [["怎么退款", "怎么退款！"]]);
        assert_eq!(groups(FILE, Level::Particles)[0].len(), 4);
        let questions = "- {question: 怎么退款, variants: [如何退款]}\n- {question: 如何退款呢}\n";
        assert_eq!(groups(questions, Level::Wording), [["怎么退款", "如何退款呢"]]);
    }

    #[test]
    fn questions_in_another_order_are_found() {
        let yaml =
            "- {question: 连衣裙运费谁出}\n- {question: 运费谁出 连衣裙呢, variants: [谁出运费连衣裙]}\n";
        let loaded = KnowledgeBase::from_texts([("p/a.yaml".into(), yaml.to_owned())]);
        let phrasings = Phrasings::new(&loaded.knowledge_base);
        let groups: Vec<_> = phrasings.reordered().iter().collect();
        assert_eq!(groups, [[PhrasingId(0), PhrasingId(1)]]);
        assert!(!phrasings.are_equal(PhrasingId(0), PhrasingId(1)));
    }

    #[test]
    fn empty_phrasings_are_in_no_group() {
        assert!(groups("- {question: '', variants: ['', '']}\n", Level::Normalised).is_empty());
    }
}
