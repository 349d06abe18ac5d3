//! Every pair of classes above the threshold and no other, without comparing all pairs.
//!
//! An exact similarity join by prefixes, in the manner of AllPairs (Bayardo, Ma and Srikant, *Scaling Up All
//! Pairs Similarity Search*, 2007) and PPJoin (Xiao, Wang, Lin and Yu, *Efficient Similarity Joins for
//! Near-Duplicate Detection*, 2008), carried over from overlap to a bound on the weight of the difference:
//!
//! - **Prefix and position.** The tokens of all classes are in one order, rare ones first. If the first token
//!   that two classes share is `t`, everything before `t` in either is missing in the other; so the weights
//!   before `t` on both sides add up to no more than what a pair of their length may differ by. Only the
//!   beginnings of classes need be indexed and looked up, and most pairs that meet there are dismissed by two
//!   numbers.
//! - **Length.** What a pair may differ by grows with its length; the lists of the index are sorted by length,
//!   so that a search begins where partners are long enough for what is missing already.
//! - **Weight.** Two classes whose whole weights differ by more cannot be close.
//! - **Partition.** What must agree (numbers, places, negation: the guards' signature) is compared first: only
//!   classes with one signature meet.
//!
//! What is left is compared token by token. Slips of sound and keyboard are found by equal hashes beside it.
//! Pairs are handed on as they are found; the memory needed is that of the index, whatever their number.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::collection::{ClassId, Collection};
use super::similarity::{SOUND_SCORE, Similarity, Slip, TYPING_SCORE};

/// Two classes that are alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ClassPair {
    pub(super) one: ClassId,
    pub(super) other: ClassId,
    pub(super) score: f64,
    pub(super) slip: Option<Slip>,
}

/// Which pairs to look for.
pub(super) struct JoinOptions<'j> {
    pub(super) similarity: &'j Similarity,
    /// Pairs that the guards keep apart are looked for instead of those that they do not.
    pub(super) set_apart: bool,
    /// Whether two classes are to be compared at all; asked before anything costly.
    pub(super) wanted: &'j (dyn Fn(ClassId, ClassId) -> bool + Sync),
}

/// So many classes are looked up by one thread at a time.
const CHUNK: usize = 256;

/// Partitions up to this size are compared pair by pair.
const SMALL: usize = 24;

/// Hand every pair that `options` ask for to `found`, once, lower class first; in no order, from all threads.
pub(super) fn join(collection: &Collection, options: &JoinOptions<'_>, found: &(dyn Fn(ClassPair) + Sync)) {
    let mut keyed: Vec<(u64, u32, ClassId)> = (0..collection.len() as u32)
        .map(|class| {
            let at = class as usize;
            let signature = if options.set_apart { 0 } else { collection.guarded[at].signature() };
            (signature, collection.lengths[at], class)
        })
        .collect();
    keyed.par_sort_unstable();
    let partitions: Vec<&[(u64, u32, ClassId)]> = keyed.chunk_by(|one, other| one.0 == other.0).collect();
    let (small, large): (Vec<_>, Vec<_>) = partitions.into_iter().partition(|members| members.len() <= SMALL);
    small.par_iter().for_each(|members| {
        for (at, &(_, _, one)) in members.iter().enumerate() {
            for &(_, _, other) in &members[..at] {
                if (options.wanted)(one, other) {
                    compare(collection, options, one, other).into_iter().for_each(found);
                }
            }
        }
    });
    for members in large {
        let members: Vec<ClassId> = members.iter().map(|&(_, _, class)| class).collect();
        if let Some(index) = Index::new(collection, options.similarity, &members) {
            index.pairs(options, found);
        }
    }
    slips(collection, options, found);
}

/// The pair, if it is alike by weight and what the guards say is what is asked for.
fn compare(
    collection: &Collection,
    options: &JoinOptions<'_>,
    one: ClassId,
    other: ClassId,
) -> Option<ClassPair> {
    let (score, slip) = alike(collection, options.similarity, one, other)?;
    if slip.is_some() {
        // Slips are handed on by their own search.
        return None;
    }
    let apart = collection.guarded[one as usize].differs(&collection.guarded[other as usize]);
    (apart == options.set_apart).then(|| ClassPair {
        one: one.min(other),
        other: one.max(other),
        score,
        slip,
    })
}

/// The score of two classes that are alike, guards aside, and the slip that makes it so, if one does.
fn alike(
    collection: &Collection,
    similarity: &Similarity,
    one: ClassId,
    other: ClassId,
) -> Option<(f64, Option<Slip>)> {
    let length = collection.lengths[one as usize] + collection.lengths[other as usize];
    let limit = similarity.limit(length)?;
    let by_weight = by_weight(collection, similarity, one, other, limit);
    let (score, slip) = by_slip(collection, one, other, by_weight);
    (score >= similarity.threshold()).then_some((score, slip))
}

/// The score of two different classes, guards aside, and the slip that makes it so, if one does.
pub(super) fn score_of(
    collection: &Collection,
    similarity: &Similarity,
    one: ClassId,
    other: ClassId,
) -> (f64, Option<Slip>) {
    let by_weight = by_weight(collection, similarity, one, other, u32::MAX);
    by_slip(collection, one, other, by_weight)
}

/// By what only one of the two has; 0 if that weighs more than `limit`, or if nothing of weight is shared.
fn by_weight(
    collection: &Collection,
    similarity: &Similarity,
    one: ClassId,
    other: ClassId,
    limit: u32,
) -> f64 {
    let length = collection.lengths[one as usize] + collection.lengths[other as usize];
    match collection.difference(one, other, limit) {
        (Some(difference), 1..) => similarity.score(difference, length, collection.exchanged(one, other)),
        _ => 0.0,
    }
}

fn by_slip(collection: &Collection, one: ClassId, other: ClassId, by_weight: f64) -> (f64, Option<Slip>) {
    let slip = collection.slip(one, other).map(|slip| (slip, slip_score(slip)));
    match slip.filter(|&(_, score)| score > by_weight) {
        Some((slip, score)) => (score, Some(slip)),
        None => (by_weight, None),
    }
}

const fn slip_score(slip: Slip) -> f64 {
    match slip {
        Slip::Sound => SOUND_SCORE,
        Slip::Typing => TYPING_SCORE,
    }
}

/// Pairs that sound alike or are one keystroke apart, where that is what makes them alike.
fn slips(collection: &Collection, options: &JoinOptions<'_>, found: &(dyn Fn(ClassPair) + Sync)) {
    let hand_on = |one: ClassId, other: ClassId| {
        if !(options.wanted)(one, other) {
            return;
        }
        let guards = |class: ClassId| &collection.guarded[class as usize];
        if let Some((score, slip @ Some(_))) = alike(collection, options.similarity, one, other)
            && guards(one).differs(guards(other)) == options.set_apart
        {
            found(ClassPair { one: one.min(other), other: one.max(other), score, slip });
        }
    };
    let mut sounding: Vec<(u64, ClassId)> = collection.sounding().collect();
    sounding.par_sort_unstable();
    let groups: Vec<&[(u64, ClassId)]> =
        sounding.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1).collect();
    groups.par_iter().for_each(|group| {
        for (at, &(_, one)) in group.iter().enumerate() {
            group[..at].iter().for_each(|&(_, other)| hand_on(one, other));
        }
    });
    collection.typing.par_iter().for_each(|&(one, other)| {
        if collection.slip(one, other) == Some(Slip::Typing) {
            hand_on(one, other);
        }
    });
}

/// Where a token stands in the beginning of a class.
#[derive(Debug, Clone, Copy)]
struct Posting {
    /// The class by its place in the index.
    place: u32,
    /// The weight of the tokens before.
    before: u32,
}

/// The beginnings of the classes of a partition, by token.
struct Index<'c> {
    collection: &'c Collection,
    similarity: &'c Similarity,
    /// By place; sorted by length.
    members: &'c [ClassId],
    lengths: Vec<u32>,
    weights: Vec<u32>,
    /// By token: where its postings lie in `postings`, which are sorted by place.
    lists: FxHashMap<u32, (u32, u32)>,
    postings: Vec<Posting>,
}

impl<'c> Index<'c> {
    /// `None` if nothing can be alike at this threshold.
    fn new(collection: &'c Collection, similarity: &'c Similarity, members: &'c [ClassId]) -> Option<Self> {
        let limit = similarity.greatest_limit()?;
        let mut counts: FxHashMap<u32, (u32, u32)> = FxHashMap::default();
        for &class in members {
            beginning(collection, class, limit)
                .for_each(|(token, _)| counts.entry(token).or_default().1 += 1);
        }
        let mut total = 0;
        for (start, count) in counts.values_mut() {
            *start = total;
            total += *count;
            *count = 0;
        }
        let mut postings = vec![Posting { place: 0, before: 0 }; total as usize];
        for (place, &class) in (0..).zip(members) {
            for (token, before) in beginning(collection, class, limit) {
                if let Some((start, filled)) = counts.get_mut(&token) {
                    postings[(*start + *filled) as usize] = Posting { place, before };
                    *filled += 1;
                }
            }
        }
        let of = |table: &[u32]| members.iter().map(|&class| table[class as usize]).collect::<Vec<u32>>();
        Some(Self {
            collection,
            similarity,
            members,
            lengths: of(&collection.lengths),
            weights: of(&collection.weights),
            lists: counts,
            postings,
        })
    }

    /// Look up every class among those before it.
    fn pairs(&self, options: &JoinOptions<'_>, found: &(dyn Fn(ClassPair) + Sync)) {
        let places: Vec<u32> = (0..self.members.len() as u32).collect();
        places.par_chunks(CHUNK).for_each_init(
            || vec![u32::MAX; self.members.len()],
            |seen, chunk| {
                for &place in chunk {
                    self.partners(place, seen, options, found);
                }
            },
        );
    }

    /// The partners of a class among those before it, which are no longer.
    fn partners(
        &self,
        place: u32,
        seen: &mut [u32],
        options: &JoinOptions<'_>,
        found: &(dyn Fn(ClassPair) + Sync),
    ) {
        let (class, length) = (self.members[place as usize], self.lengths[place as usize]);
        let weight = self.weights[place as usize];
        // No partner is longer than the class itself.
        let Some(most) = self.similarity.limit(2 * length) else { return };
        for (token, before) in beginning(self.collection, class, most) {
            let Some(&(start, count)) = self.lists.get(&token) else { continue };
            let list = &self.postings[start as usize..(start + count) as usize];
            let long_enough = list.partition_point(|posting| {
                let together = length + self.lengths[posting.place as usize];
                self.similarity.limit(together).is_none_or(|limit| limit < before)
            });
            for posting in &list[long_enough..] {
                if posting.place >= place {
                    break;
                }
                let other = posting.place as usize;
                let limit = self.similarity.limit(length + self.lengths[other]).unwrap_or(0);
                if before + posting.before > limit
                    || weight.abs_diff(self.weights[other]) > limit
                    || seen[other] == place
                {
                    continue;
                }
                seen[other] = place;
                let partner = self.members[other];
                if (options.wanted)(class, partner) {
                    compare(self.collection, options, class, partner).into_iter().for_each(found);
                }
            }
        }
    }
}

/// The different tokens of a class that may be the first it shares with another, if the two differ by no more
/// than `limit`; each with the weight of those before it.
fn beginning(collection: &Collection, class: ClassId, limit: u32) -> impl Iterator<Item = (u32, u32)> {
    let mut before = 0;
    let mut last = u32::MAX;
    collection
        .tokens(class)
        .iter()
        .map(move |token| {
            let at = before;
            before += token.weight;
            (token.rank, at)
        })
        .take_while(move |&(_, before)| before <= limit)
        .filter(move |&(rank, _)| std::mem::replace(&mut last, rank) != rank)
}

#[cfg(test)]
mod tests {
    use std::sync::{LazyLock, Mutex};

    use super::*;
    use crate::dedup::guard::{GuardLists, Guards};
    use proptest::prelude::*;

    fn found(collection: &Collection, similarity: &Similarity, set_apart: bool) -> Vec<(u32, u32, u64)> {
        let pairs = Mutex::new(Vec::new());
        let wanted = |_, _| true;
        join(collection, &JoinOptions { similarity, set_apart, wanted: &wanted }, &|pair| {
            pairs.lock().expect("no panic").push((pair.one, pair.other, pair.score.to_bits()));
        });
        let mut pairs = pairs.into_inner().expect("no panic");
        pairs.sort_unstable();
        pairs
    }

    /// All pairs, one by one.
    fn oracle(collection: &Collection, similarity: &Similarity, set_apart: bool) -> Vec<(u32, u32, u64)> {
        let guards = |class: u32| &collection.guarded[class as usize];
        let classes = collection.len() as u32;
        let of_one = |one: u32| {
            (one + 1..classes).filter_map(move |other| {
                let (score, _) = score_of(collection, similarity, one, other);
                let counts = score >= similarity.threshold();
                (counts && guards(one).differs(guards(other)) == set_apart)
                    .then(|| (one, other, score.to_bits()))
            })
        };
        (0..classes).into_par_iter().flat_map_iter(of_one).collect()
    }

    fn collection(texts: &[String]) -> Collection {
        static GUARDS: LazyLock<Guards> =
            LazyLock::new(|| Guards::new(&GuardLists::default()).expect("the lists that ship"));
        Collection::new(texts, &GUARDS)
    }

    #[test]
    fn the_same_pairs_as_one_by_one() {
        let mut texts = Vec::new();
        for thing in ["外套", "连衣裙", "红色大衣", "my refund", "my refudn", "帐户", "账户"] {
            for act in
                ["什么时候发货", "怎么退款", "怎么退货", "能不能换货", "7天能到吗", "15天能到", "的", ""]
            {
                for link in ["", "我买的", "店里新款", "请问一下，"] {
                    texts.push(format!("{link}{thing}{act}"));
                    texts.push(format!("{act}，{link}{thing}呢"));
                }
            }
        }
        let collection = collection(&texts);
        for threshold in [0.05, 0.3, 0.8, 0.95, 1.0] {
            let similarity = Similarity::new(Some(threshold));
            for set_apart in [false, true] {
                let (found, oracle) =
                    (found(&collection, &similarity, set_apart), oracle(&collection, &similarity, set_apart));
                assert_eq!(found.len(), oracle.len(), "{threshold}");
                assert_eq!(found, oracle, "{threshold}");
                assert!(threshold > 0.8 || !oracle.is_empty(), "{threshold}");
            }
        }
    }

    /// Twenty thousand texts are two hundred million pairs, so only on request:
    /// `RUST_TEST_NOCAPTURE=1 KBTOOL_TEXTS=texts.txt cargo test --release --lib on_given_texts`, a line a text.
    #[test]
    #[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
    fn the_same_pairs_on_given_texts() {
        let Some(path) = std::env::var_os("KBTOOL_TEXTS") else {
            eprintln!("skipped: KBTOOL_TEXTS names no file");
            return;
        };
        let texts: Vec<String> =
            std::fs::read_to_string(path).expect("a text file").lines().map(str::to_owned).collect();
        let collection = collection(&texts);
        for threshold in [Some(0.5), Some(0.8), None] {
            let similarity = Similarity::new(threshold);
            for set_apart in [false, true] {
                let joined = found(&collection, &similarity, set_apart);
                let oracle = oracle(&collection, &similarity, set_apart);
                let (least, pairs) = (similarity.threshold(), joined.len());
                eprintln!("{} texts, from {least}, set apart {set_apart}: {pairs} pairs", texts.len());
                assert!(joined == oracle, "{} joined, {} one by one", pairs, oracle.len());
            }
        }
    }

    proptest! {
        #[test]
        fn never_one_more_or_less(
            texts in prop::collection::vec("[退款货发的吗一个我买 不7天ab]{0,9}|[退款怎么办理申请]{2,6}|(refund|refunds|refudn|card) [退款 ]{0,3}", 2..70),
            threshold in 0.05_f64..1.0,
        ) {
            let collection = collection(&texts);
            let similarity = Similarity::new(Some(threshold));
            for set_apart in [false, true] {
                prop_assert_eq!(found(&collection, &similarity, set_apart), oracle(&collection, &similarity, set_apart));
            }
        }
    }
}
