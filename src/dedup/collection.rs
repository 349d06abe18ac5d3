//! Many texts made ready to be compared: equal loose keys are one *class*, a class has its bag of tokens.
//!
//! All texts of a class have the same likeness to all texts of another, so only classes are ever compared. A
//! million phrasings are a third as many classes; a million copies are one.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::guard::{Guarded, Guards};
use super::order::is_exchanged;
use super::similarity::{
    Slip, TokenId, Vocabulary, Weights, is_typing_slip, length, sound, tokens, typing_keys,
};
use crate::text::{core_key, key_hash, loose_key, match_key};

/// A class's number, in the order of their first texts.
pub(super) type ClassId = u32;

/// The class of texts that say nothing.
pub(super) const NO_CLASS: ClassId = ClassId::MAX;

/// A token of a class with its weight in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Weighed {
    /// Its rank: the rarest token of the collection is 0. A class's tokens are sorted by it, so that two
    /// classes can be merged, and begin with what tells most.
    pub(super) rank: u32,
    pub(super) weight: u32,
}

/// Texts in their classes.
#[derive(Debug)]
pub(super) struct Collection {
    /// By text; [`NO_CLASS`] for those that say nothing.
    pub(super) class_of: Vec<ClassId>,
    /// By class: its first text.
    pub(super) first: Vec<u32>,
    /// By class: what its first text must have in common with a duplicate. Texts of one class differ in
    /// interchangeable words only, which commit them to the same.
    pub(super) guarded: Vec<Guarded>,
    /// By class: the length of its key.
    pub(super) lengths: Vec<u32>,
    /// By class: the weight of all its tokens.
    pub(super) weights: Vec<u32>,
    /// By class: how it sounds, 0 if that does not decide.
    sounds: Vec<u64>,
    /// The tokens of each class as its key has them, by number.
    spoken: Vec<TokenId>,
    /// By class: where its tokens end in `spoken`.
    spoken_ends: Vec<u64>,
    /// The tokens that weigh something, class by class.
    tokens: Vec<Weighed>,
    /// By class: where its tokens end.
    ends: Vec<u64>,
    /// Classes that share a hash of a key with a letter left out, in pairs, the lower first.
    pub(super) typing: Vec<(ClassId, ClassId)>,
}

impl Collection {
    /// Make the classes of `texts`, on all cores.
    pub(super) fn new<T: AsRef<str> + Sync>(texts: &[T], guards: &Guards) -> Self {
        let hashes: Vec<u64> = texts.par_iter().map(|text| hash(text.as_ref())).collect();
        let (class_of, first) = classes(&hashes);
        let (keys, guarded): (Vec<String>, Vec<Guarded>) = first
            .par_iter()
            .map(|&text| {
                let key = match_key(texts[text as usize].as_ref());
                (loose_key(&key).into_owned(), guards.prepare(core_key(&key)))
            })
            .unzip();
        let sounds = keys.par_iter().map(|key| sound(key).unwrap_or(0)).collect();
        let typing = typing_pairs(&keys);
        let Ranked { tokens, ends, spoken, spoken_ends } = Ranked::new(&keys);
        let mut start = 0;
        let weights = ends
            .iter()
            .map(|&end| {
                let of_class = &tokens[start..end as usize];
                start = end as usize;
                of_class.iter().map(|token| token.weight).sum()
            })
            .collect();
        let lengths = keys.par_iter().map(|key| super::similarity::tokens(key).map(length).sum()).collect();
        Self { class_of, first, guarded, lengths, weights, sounds, spoken, spoken_ends, tokens, ends, typing }
    }

    /// How many classes there are.
    pub(super) fn len(&self) -> usize {
        self.first.len()
    }

    /// The tokens of a class that weigh something, rarest first.
    pub(super) fn tokens(&self, class: ClassId) -> &[Weighed] {
        &self.tokens[part(&self.ends, class)]
    }

    /// Whether two classes say the same of each other's parts: see [`is_exchanged`].
    pub(super) fn exchanged(&self, one: ClassId, other: ClassId) -> bool {
        let spoken = |class| &self.spoken[part(&self.spoken_ends, class)];
        is_exchanged(spoken(one), spoken(other))
    }

    /// The weight, in thousandths, of what only one of two classes has, and of what both have; the first is
    /// `None` if it is above `limit`.
    pub(super) fn difference(&self, one: ClassId, other: ClassId, limit: u32) -> (Option<u32>, u32) {
        let (mut ones, mut others) = (self.tokens(one), self.tokens(other));
        let (mut difference, mut shared) = (0, 0);
        while let ([one, ones_left @ ..], [other, others_left @ ..]) = (ones, others) {
            match one.rank.cmp(&other.rank) {
                std::cmp::Ordering::Equal => {
                    shared += one.weight;
                    (ones, others) = (ones_left, others_left);
                    continue;
                }
                std::cmp::Ordering::Less => {
                    difference += one.weight;
                    ones = ones_left;
                }
                std::cmp::Ordering::Greater => {
                    difference += other.weight;
                    others = others_left;
                }
            }
            if difference > limit {
                return (None, shared);
            }
        }
        difference += ones.iter().chain(others).map(|token| token.weight).sum::<u32>();
        ((difference <= limit).then_some(difference), shared)
    }

    /// How two classes are slips of each other, if they are.
    pub(super) fn slip(&self, one: ClassId, other: ClassId) -> Option<Slip> {
        let sound = self.sounds[one as usize];
        if sound != 0 && sound == self.sounds[other as usize] {
            return Some(Slip::Sound);
        }
        self.typing.binary_search(&(one.min(other), one.max(other))).is_ok().then_some(Slip::Typing)
    }

    /// Classes with how they sound, those whose sound does not decide left out.
    pub(super) fn sounding(&self) -> impl Iterator<Item = (u64, ClassId)> {
        (0..).zip(&self.sounds).filter(|&(_, &sound)| sound != 0).map(|(class, &sound)| (sound, class))
    }
}

/// The hash of a text's loose key, 0 for an empty one.
fn hash(text: &str) -> u64 {
    let key = match_key(text);
    let key = loose_key(&key);
    if key.is_empty() { 0 } else { key_hash(&key).max(1) }
}

/// The class of each text, and each class's first text.
fn classes(hashes: &[u64]) -> (Vec<ClassId>, Vec<u32>) {
    let mut sorted: Vec<(u64, u32)> =
        hashes.iter().copied().zip(0..).filter(|&(hash, _)| hash != 0).collect();
    sorted.par_sort_unstable();
    let mut first_of = vec![u32::MAX; hashes.len()];
    for class in sorted.chunk_by(|one, other| one.0 == other.0) {
        for &(_, text) in class {
            first_of[text as usize] = class[0].1;
        }
    }
    let mut class_of = vec![NO_CLASS; hashes.len()];
    let mut first = Vec::new();
    for (text, &of) in (0..).zip(&first_of).filter(|&(_, &of)| of != u32::MAX) {
        class_of[text as usize] = if of == text {
            first.push(text);
            first.len() as u32 - 1
        } else {
            class_of[of as usize]
        };
    }
    (class_of, first)
}

/// Where the part of a class lies in a list of all parts, by where each ends.
pub(super) fn part(ends: &[u64], class: ClassId) -> std::ops::Range<usize> {
    let class = class as usize;
    let start = class.checked_sub(1).map_or(0, |before| ends[before]);
    start as usize..ends[class] as usize
}

/// The tokens of all keys, key by key: those that weigh something by rank, and all as they are spoken.
struct Ranked {
    tokens: Vec<Weighed>,
    ends: Vec<u64>,
    spoken: Vec<TokenId>,
    spoken_ends: Vec<u64>,
}

impl Ranked {
    fn new(keys: &[String]) -> Self {
        let table = Weights::bundled();
        let mut vocabulary = Vocabulary::default();
        let mut known: FxHashMap<TokenId, (u32, u32)> = FxHashMap::default();
        let mut ranked = Self {
            tokens: Vec::new(),
            ends: Vec::with_capacity(keys.len()),
            spoken: Vec::new(),
            spoken_ends: Vec::with_capacity(keys.len()),
        };
        for key in keys {
            for token in tokens(key) {
                let number = vocabulary.number(token);
                let (weight, count) = known.entry(number).or_insert_with(|| (table.of(token), 0));
                *count += 1;
                ranked.spoken.push(number);
                if *weight > 0 {
                    ranked.tokens.push(Weighed { rank: number, weight: *weight });
                }
            }
            ranked.ends.push(ranked.tokens.len() as u64);
            ranked.spoken_ends.push(ranked.spoken.len() as u64);
        }
        let mut order: Vec<(u32, TokenId)> =
            known.iter().map(|(&number, &(_, count))| (count, number)).collect();
        order.par_sort_unstable();
        let ranks: FxHashMap<TokenId, u32> =
            (0..).zip(&order).map(|(rank, &(_, number))| (number, rank)).collect();
        ranked.sort(&ranks);
        ranked
    }

    fn sort(&mut self, ranks: &FxHashMap<TokenId, u32>) {
        let mut parts: Vec<&mut [Weighed]> = Vec::with_capacity(self.ends.len());
        let (mut rest, mut start) = (self.tokens.as_mut_slice(), 0);
        for &end in &self.ends {
            let (part, after) = rest.split_at_mut((end - start) as usize);
            parts.push(part);
            (rest, start) = (after, end);
        }
        parts.into_par_iter().for_each(|part| {
            for token in part.iter_mut() {
                token.rank = ranks[&token.rank];
            }
            part.sort_unstable_by_key(|token| token.rank);
        });
    }
}

/// The pairs of keys that are one keystroke apart, sorted.
fn typing_pairs(keys: &[String]) -> Vec<(ClassId, ClassId)> {
    let per_chunk: Vec<Vec<(u64, ClassId)>> = (0..keys.len() as u32)
        .collect::<Vec<_>>()
        .par_chunks(4096)
        .map(|classes| {
            let (mut found, mut buffer) = (Vec::new(), Vec::new());
            for &class in classes {
                typing_keys(&keys[class as usize], &mut buffer);
                found.extend(buffer.iter().map(|&hash| (hash, class)));
            }
            found
        })
        .collect();
    let mut hashed: Vec<(u64, ClassId)> = per_chunk.into_iter().flatten().collect();
    hashed.par_sort_unstable();
    let groups: Vec<&[(u64, ClassId)]> =
        hashed.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1).collect();
    let mut pairs: Vec<(ClassId, ClassId)> = groups
        .par_iter()
        .flat_map_iter(|group| {
            group.iter().enumerate().flat_map(|(at, &(_, one))| {
                group[at + 1..].iter().map(move |&(_, other)| (one.min(other), one.max(other)))
            })
        })
        .filter(|&(one, other)| one != other && is_typing_slip(&keys[one as usize], &keys[other as usize]))
        .collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::guard::GuardLists;
    use proptest::prelude::*;

    fn collection(texts: &[&str]) -> Collection {
        Collection::new(texts, &Guards::new(&GuardLists::default()).expect("the lists that ship"))
    }

    #[test]
    fn equal_loose_keys_are_one_class_in_the_order_of_their_first_texts() {
        let made = collection(&["怎么退款", "", "发货吗", "請問如何退款？", "😀", "发货", "吗"]);
        assert_eq!(made.class_of, [0, NO_CLASS, 1, 0, 2, 1, 3]);
        assert_eq!((made.len(), made.first), (4, vec![0, 2, 4, 6]));
        assert_eq!(collection(&[]).len(), 0);
    }

    #[test]
    fn tokens_begin_with_the_rarest() {
        let made = collection(&["退款流程", "退款", "退款到账", "到账"]);
        let shared = made.tokens(1);
        let longest = made.tokens(0);
        assert_eq!(&longest[longest.len() - shared.len()..], shared, "退 and 款 are the most frequent");
        assert_eq!(made.weights[0], longest.iter().map(|token| token.weight).sum::<u32>());
        assert_eq!((made.lengths[0], made.lengths[1]), (4, 2));
    }

    #[test]
    fn slips_are_known_both_ways() {
        let made = collection(&["帐户注销", "账户注销", "my refund", "my refudn", "账户退款"]);
        assert_eq!((made.slip(0, 1), made.slip(1, 0)), (Some(Slip::Sound), Some(Slip::Sound)));
        assert_eq!((made.slip(2, 3), made.slip(3, 2)), (Some(Slip::Typing), Some(Slip::Typing)));
        assert_eq!((made.slip(0, 4), made.slip(1, 2)), (None, None));
        assert_eq!(made.typing, [(2, 3)]);
    }

    proptest! {
        #[test]
        fn differences_are_those_of_the_keys(one in "[退货款a-c ]{0,9}", other in "[退货款a-c ]{0,9}", limit in 0_u32..3_000) {
            let made = collection(&[&one, &other]);
            let [one_class, other_class] = made.class_of[..] else { unreachable!("two texts") };
            prop_assume!(one_class != NO_CLASS && other_class != NO_CLASS);
            let wanted = crate::dedup::similarity::KeyDifference::between(&one, &other);
            let (difference, shared) = made.difference(one_class, other_class, u32::MAX);
            prop_assert_eq!((difference, shared), (Some(wanted.weight), wanted.shared));
            let (limited, _) = made.difference(other_class, one_class, limit);
            prop_assert_eq!(limited, (wanted.weight <= limit).then_some(wanted.weight));
            prop_assert_eq!(made.lengths[one_class as usize] + made.lengths[other_class as usize], wanted.length);
        }
    }
}
