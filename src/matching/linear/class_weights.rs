//! The learned weights, laid out for scoring.
//!
//! Scoring is what a question costs most: of a thousand classes each of its hundred pieces weighs some two
//! hundred. So the layout is for the memory, not for the eye. Lists take six bytes a weight, features with
//! the same weights share one list, and arrays that follow each other are added in one pass. For each class
//! the products are still added in the order of the features, so that a score is the same to the last bit
//! however the weights are laid out.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};
use serde::{Deserialize, Serialize};

use crate::matching::learning::flat;

/// Weights by feature and class. A feature that few classes weigh has a list of them, one that many weigh
/// an array of all classes, which is added several classes at a time.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ClassWeights {
    classes: usize,
    /// By feature: where its weights begin in the lists or the arrays, and the length of its list, or
    /// [`IN_ARRAY`].
    #[serde(with = "flat")]
    places: Vec<[u32; 2]>,
    list_classes: ListClasses,
    #[serde(with = "flat")]
    list_weights: Vec<f32>,
    #[serde(with = "flat")]
    arrays: Vec<f32>,
}

/// The classes of all lists, one behind the other.
#[derive(Debug, Serialize, Deserialize)]
enum ListClasses {
    /// Up to [`NARROW`] classes.
    #[serde(with = "flat")]
    Narrow(Vec<u16>),
    #[serde(with = "flat")]
    Wide(Vec<u32>),
}

/// How many classes two bytes can tell apart. Scores have room for as many, so that no narrow class has to
/// be checked to be one of them.
const NARROW: usize = 1 << 16;
/// In the place of a list's length.
const IN_ARRAY: u32 = u32::MAX;
/// An array is taken where more than one class in so many has a weight.
const ARRAY: usize = 4;
/// So many weights of a list are multiplied at a time.
const TOGETHER: usize = 8;

/// Working memory of one thread.
#[derive(Debug, Default)]
pub(crate) struct Scores {
    /// By class; there may be more than classes.
    sums: Vec<f32>,
    placed: Vec<Placed>,
}

/// Where the weights of one feature of a text are, and what they are multiplied by.
#[derive(Debug, Clone, Copy)]
struct Placed {
    from: u32,
    /// Of a list, or [`IN_ARRAY`].
    length: u32,
    value: f32,
}

impl ClassWeights {
    /// The last feature pushed, which is the bias.
    pub(crate) fn bias_feature(&self) -> u32 {
        self.places.len() as u32 - 1
    }

    /// Replace `scores` by the sum of each feature's weights times its value, one a class, and give them.
    pub(crate) fn score<'s>(&self, vector: &[(u32, f32)], scores: &'s mut Scores) -> &'s mut [f32] {
        let Scores { sums, placed } = scores;
        if sums.len() < self.classes.max(NARROW) {
            sums.resize(self.classes.max(NARROW), 0.0);
        }
        sums[..self.classes].fill(0.0);
        placed.clear();
        placed.extend(vector.iter().map(|&(feature, value)| {
            let [from, length] = self.places[feature as usize];
            Placed { from, length, value }
        }));
        match &self.list_classes {
            ListClasses::Narrow(classes) => {
                self.touch(placed, |at| u32::from(classes[at]));
                self.add_all(placed, sums, |range, value, sums| {
                    if let Some(sums) = sums.first_chunk_mut::<NARROW>() {
                        add_narrow(&classes[range.clone()], &self.list_weights[range], value, sums);
                    }
                });
            }
            ListClasses::Wide(classes) => {
                self.touch(placed, |at| classes[at]);
                self.add_all(placed, sums, |range, value, sums| {
                    for (&class, weight) in classes[range.clone()].iter().zip(&self.list_weights[range]) {
                        sums[class as usize] += value * weight;
                    }
                });
            }
        }
        &mut sums[..self.classes]
    }

    /// Read the beginning of every list. These reads do not wait for each other, so that the memory brings many
    /// lists at a time; when they are added, one after the other, they are there.
    fn touch(&self, placed: &[Placed], class: impl Fn(usize) -> u32) {
        let lists = placed.iter().filter(|list| list.length != IN_ARRAY && list.length > 0);
        let begin =
            |list: &Placed| class(list.from as usize) ^ self.list_weights[list.from as usize].to_bits();
        std::hint::black_box(lists.fold(0, |all, list| all ^ begin(list)));
    }

    fn add_all(
        &self,
        placed: &[Placed],
        sums: &mut [f32],
        add_list: impl Fn(std::ops::Range<usize>, f32, &mut [f32]),
    ) {
        let mut rest = placed;
        while let Some((&Placed { from, length, value }, behind)) = rest.split_first() {
            if length == IN_ARRAY {
                let run = rest.iter().take_while(|array| array.length == IN_ARRAY).count();
                self.add_arrays(&rest[..run], &mut sums[..self.classes]);
                rest = &rest[run..];
            } else {
                add_list(from as usize..from as usize + length as usize, value, sums);
                rest = behind;
            }
        }
    }

    /// Add features that all have arrays, four in one pass over the sums.
    fn add_arrays(&self, run: &[Placed], sums: &mut [f32]) {
        let mut fours = run.chunks_exact(4);
        for four in &mut fours {
            let [first, second, third, fourth] = [0, 1, 2, 3].map(|at: usize| self.array(four[at]));
            let weights = first.0.iter().zip(second.0).zip(third.0).zip(fourth.0);
            for (sum, (((one, two), three), four)) in sums.iter_mut().zip(weights) {
                *sum = *sum + first.1 * one + second.1 * two + third.1 * three + fourth.1 * four;
            }
        }
        for &one in fours.remainder() {
            let (weights, value) = self.array(one);
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += value * weight;
            }
        }
    }

    fn array(&self, Placed { from, value, .. }: Placed) -> (&[f32], f32) {
        (&self.arrays[from as usize..from as usize + self.classes], value)
    }

    /// Whether the feature's weights are these.
    fn is(&self, feature: u32, list: &[(u32, f32)]) -> bool {
        let [from, length] = self.places[feature as usize];
        let from = from as usize;
        if length == IN_ARRAY {
            let given = self.arrays[from..from + self.classes].iter().filter(|&&weight| weight != 0.0);
            return given.count() == list.len()
                && list.iter().all(|&(class, weight)| self.arrays[from + class as usize] == weight);
        }
        let range = from..from + length as usize;
        let same = |at: usize, class: u32| match &self.list_classes {
            ListClasses::Narrow(classes) => u32::from(classes[at]) == class,
            ListClasses::Wide(classes) => classes[at] == class,
        };
        range.len() == list.len()
            && range
                .zip(list)
                .all(|(at, &(class, weight))| same(at, class) && self.list_weights[at] == weight)
    }
}

/// Add a list. The products are made several at a time, and the classes need no check.
fn add_narrow(classes: &[u16], weights: &[f32], value: f32, sums: &mut [f32; NARROW]) {
    let (classes, last_classes) = classes.as_chunks::<TOGETHER>();
    let (weights, last_weights) = weights.as_chunks::<TOGETHER>();
    for (classes, weights) in classes.iter().zip(weights) {
        let products = weights.map(|weight| value * weight);
        for (&class, product) in classes.iter().zip(products) {
            sums[usize::from(class)] += product;
        }
    }
    for (&class, weight) in last_classes.iter().zip(last_weights) {
        sums[usize::from(class)] += value * weight;
    }
}

/// Lays weights out, feature by feature.
#[derive(Debug)]
pub(crate) struct Layout {
    weights: ClassWeights,
    /// By the hash of its weights the last feature that brought such.
    seen: FxHashMap<u64, u32>,
}

impl Layout {
    /// For so many classes.
    pub(crate) fn new(classes: usize) -> Self {
        let list_classes =
            if classes <= NARROW { ListClasses::Narrow(Vec::new()) } else { ListClasses::Wide(Vec::new()) };
        let (places, list_weights, arrays) = Default::default();
        let weights = ClassWeights { classes, places, list_classes, list_weights, arrays };
        Self { weights, seen: FxHashMap::default() }
    }

    /// The next feature's weights, none of which is zero, in the order of classes.
    pub(crate) fn push(&mut self, list: &[(u32, f32)]) {
        // Pieces that the same phrasings have, and no others, are learned alike to the last bit: what stands
        // inside a phrase that is always said in one way.
        let mut hasher = FxHasher::default();
        for &(class, weight) in list {
            hasher.write_u64(u64::from(class) << 32 | u64::from(weight.to_bits()));
        }
        let feature = self.weights.places.len() as u32;
        let like = self.seen.insert(hasher.finish(), feature).filter(|&like| self.weights.is(like, list));
        let place = match like {
            Some(like) => self.weights.places[like as usize],
            None => self.add(list),
        };
        self.weights.places.push(place);
    }

    fn add(&mut self, list: &[(u32, f32)]) -> [u32; 2] {
        let ClassWeights { classes, list_classes, list_weights, arrays, .. } = &mut self.weights;
        if list.len() * ARRAY > *classes {
            let start = arrays.len();
            arrays.resize(start + *classes, 0.0);
            for &(class, weight) in list {
                arrays[start + class as usize] = weight;
            }
            return [start as u32, IN_ARRAY];
        }
        let start = list_weights.len() as u32;
        list_weights.extend(list.iter().map(|&(_, weight)| weight));
        let added = list.iter().map(|&(class, _)| class);
        match list_classes {
            ListClasses::Narrow(classes) => classes.extend(added.map(|class| class as u16)),
            ListClasses::Wide(classes) => classes.extend(added),
        }
        [start, list.len() as u32]
    }

    /// The weights of everything that was pushed.
    pub(crate) fn finish(self) -> ClassWeights {
        let mut weights = self.weights;
        weights.list_weights.shrink_to_fit();
        weights.arrays.shrink_to_fit();
        match &mut weights.list_classes {
            ListClasses::Narrow(classes) => classes.shrink_to_fit(),
            ListClasses::Wide(classes) => classes.shrink_to_fit(),
        }
        weights
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn laid_out(classes: usize, lists: &[Vec<(u32, f32)>]) -> ClassWeights {
        let mut layout = Layout::new(classes);
        for list in lists {
            layout.push(list);
        }
        layout.finish()
    }

    #[test]
    fn lists_and_arrays_add_the_same() {
        let lists = [vec![(3, 0.5)], vec![(0, 1.0), (3, 2.0), (7, -1.0)], vec![]];
        let weights = laid_out(8, &lists);
        assert_eq!(weights.places, [[0, 1], [0, IN_ARRAY], [1, 0]]);
        let vector = [(0, 2.0), (1, 0.5), (weights.bias_feature(), 9.0)];
        let mut scores = Scores { sums: vec![7.0; 3], placed: Vec::new() };
        assert_eq!(weights.score(&vector, &mut scores), [0.5, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, -0.5]);
    }

    #[test]
    fn equal_weights_are_kept_once() {
        let (list, array): (Vec<_>, Vec<_>) = (vec![(3, 0.5)], (0..4).map(|class| (class, 0.25)).collect());
        let other = vec![(4, 0.5)];
        let weights = laid_out(8, &[&list, &array, &other, &list, &array].map(Clone::clone));
        assert_eq!(weights.places, [[0, 1], [0, IN_ARRAY], [1, 1], [0, 1], [0, IN_ARRAY]]);
        assert_eq!((weights.list_weights.len(), weights.arrays.len()), (2, 8));
    }

    #[test]
    fn there_may_be_more_classes_than_two_bytes_tell_apart() {
        let last = NARROW as u32 + 5;
        let weights = laid_out(NARROW + 6, &[vec![(1, 0.5), (last, 2.0)], vec![(last, 2.0)]]);
        let mut scores = Scores::default();
        let scores = weights.score(&[(0, 1.0), (1, 0.5)], &mut scores);
        assert_eq!((scores.len(), scores[1], scores[5], scores[last as usize]), (NARROW + 6, 0.5, 0.0, 3.0));
    }

    proptest! {
        #[test]
        fn scores_are_the_plain_sums_to_the_last_bit(
            rows in prop::collection::vec(prop::collection::vec((-1.0_f32..1.0, 0.0_f32..1.0), 24), 1..20),
            dense in prop::collection::vec(0.0_f32..1.0, 20),
            vector in prop::collection::vec((0..20_usize, 0.01_f32..1.0), 0..30),
        ) {
            let lists: Vec<Vec<(u32, f32)>> = rows.iter().zip(&dense).map(|(row, dense)| {
                let kept = (0_u32..).zip(row).filter(|(_, (weight, chance))| chance < dense && *weight != 0.0);
                kept.map(|(class, &(weight, _))| (class, weight)).collect()
            }).collect();
            let weights = laid_out(24, &lists);
            let vector: Vec<(u32, f32)> =
                vector.into_iter().map(|(feature, value)| ((feature % lists.len()) as u32, value)).collect();
            let mut plain = [0.0_f32; 24];
            for &(feature, value) in &vector {
                for &(class, weight) in &lists[feature as usize] {
                    plain[class as usize] += value * weight;
                }
            }
            let mut scores = Scores::default();
            let scores = weights.score(&vector, &mut scores);
            prop_assert_eq!(scores.iter().map(|x| x.to_bits()).collect::<Vec<_>>(), plain.map(f32::to_bits));
        }
    }
}
