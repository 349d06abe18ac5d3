//! The learned weights, laid out for scoring.

use serde::{Deserialize, Serialize};

use crate::matching::learning::flat::{self, Flat};

/// Weights by feature and class. A feature that few classes weigh has a list of them, one that many weigh
/// an array of all classes, which is added several classes at a time.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct ClassWeights {
    classes: usize,
    #[serde(with = "flat")]
    places: Vec<Place>,
    #[serde(with = "flat")]
    lists: Vec<(u32, f32)>,
    #[serde(with = "flat")]
    arrays: Vec<f32>,
}

#[derive(Debug, Clone, Copy)]
enum Place {
    /// From and to in `lists`.
    List(u32, u32),
    /// From in `arrays`.
    Array(u32),
}

/// As two numbers: from and to, where an array has no end.
impl Flat for Place {
    const SIZE: usize = <(u32, u32)>::SIZE;

    fn put(self, bytes: &mut Vec<u8>) {
        match self {
            Self::List(from, to) => (from, to).put(bytes),
            Self::Array(from) => (from, u32::MAX).put(bytes),
        }
    }

    fn take(bytes: &[u8]) -> Option<Self> {
        let (from, to) = <(u32, u32)>::take(bytes)?;
        Some(if to == u32::MAX { Self::Array(from) } else { Self::List(from, to) })
    }
}

/// An array is taken where more than one class in so many has a weight.
const ARRAY: usize = 4;

impl ClassWeights {
    /// For so many classes; features are pushed in their order.
    pub(crate) fn new(classes: usize) -> Self {
        Self { classes, ..Self::default() }
    }

    /// The next feature's weights, in the order of classes.
    pub(crate) fn push(&mut self, list: &[(u32, f32)]) {
        if list.len() * ARRAY > self.classes {
            let start = self.arrays.len();
            self.arrays.resize(start + self.classes, 0.0);
            for &(class, weight) in list {
                self.arrays[start + class as usize] = weight;
            }
            self.places.push(Place::Array(start as u32));
        } else {
            let start = self.lists.len() as u32;
            self.lists.extend_from_slice(list);
            self.places.push(Place::List(start, self.lists.len() as u32));
        }
    }

    /// The last feature pushed, which is the bias.
    pub(crate) fn bias_feature(&self) -> u32 {
        self.places.len() as u32 - 1
    }

    /// Add `value` times the feature's weights to `scores`, one a class.
    pub(crate) fn add(&self, feature: u32, value: f32, scores: &mut [f32]) {
        match self.places[feature as usize] {
            Place::List(from, to) => {
                for &(class, weight) in &self.lists[from as usize..to as usize] {
                    scores[class as usize] += value * weight;
                }
            }
            Place::Array(from) => {
                let weights = &self.arrays[from as usize..from as usize + self.classes];
                for (score, weight) in scores.iter_mut().zip(weights) {
                    *score += value * weight;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_arrays_add_the_same() {
        let mut weights = ClassWeights::new(8);
        weights.push(&[(3, 0.5)]);
        weights.push(&[(0, 1.0), (3, 2.0), (7, -1.0)]);
        weights.push(&[]);
        assert!(matches!(weights.places[..], [Place::List(..), Place::Array(0), Place::List(..)]));
        let mut scores = [0.0; 8];
        weights.add(0, 2.0, &mut scores);
        weights.add(1, 0.5, &mut scores);
        weights.add(weights.bias_feature(), 9.0, &mut scores);
        assert_eq!(scores, [0.5, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, -0.5]);
    }
}
