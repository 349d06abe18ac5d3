//! Texts as rows of numbered features, and the weights that a set of rows gives to features.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::dictionary::Dictionary;
use super::flat;
use crate::text::{FeatureScheme, Features, GROUPS, Part, Segmenter};

/// How features are taken from a text.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Extraction {
    pub(crate) scheme: FeatureScheme,
    /// Set where words of a dictionary are features too.
    pub(crate) segmenter: Option<Segmenter>,
}

impl Extraction {
    pub(crate) fn extract(&self, features: &mut Features, text: &str) {
        features.extract(text, self.scheme, self.segmenter.as_ref());
    }

    /// The length of each group's part, so that a text vector has length one.
    fn group_length(&self) -> f32 {
        1.0 / ((self.scheme.groups() + usize::from(self.segmenter.is_some())) as f32).sqrt()
    }
}

/// Rows of features with their classes.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Corpus {
    /// Feature by hash.
    pub(crate) dictionary: Dictionary,
    /// The kind of each feature.
    #[serde(with = "flat")]
    pub(crate) parts: Vec<Part>,
    #[serde(with = "flat")]
    starts: Vec<u32>,
    #[serde(with = "flat")]
    features: Vec<u32>,
    #[serde(with = "flat")]
    pub(crate) labels: Vec<u32>,
}

impl Corpus {
    /// Number the features of `rows` (class and text) in the order of their first appearance.
    pub(crate) fn new(extraction: &Extraction, rows: &[(u32, &str)]) -> Self {
        let mut corpus = Self { starts: vec![0], ..Self::default() };
        for chunk in rows.chunks(8192) {
            let extracted: Vec<Vec<(Part, u64)>> = chunk
                .par_iter()
                .map_init(Features::new, |features, (_, text)| {
                    extraction.extract(features, text);
                    features.pieces.clone()
                })
                .collect();
            for (&(class, _), pieces) in chunk.iter().zip(extracted) {
                for (part, hash) in pieces {
                    let feature = corpus.dictionary.number(hash);
                    if feature as usize == corpus.parts.len() {
                        corpus.parts.push(part);
                    }
                    corpus.features.push(feature);
                }
                corpus.starts.push(corpus.features.len() as u32);
                corpus.labels.push(class);
            }
        }
        corpus
    }

    /// The dictionary alone: rows are needed for training only.
    pub(crate) fn without_rows(mut self) -> Self {
        self.starts = Vec::new();
        self.features = Vec::new();
        self.labels = Vec::new();
        self
    }

    pub(crate) fn len(&self) -> usize {
        self.labels.len()
    }

    /// Replace `pieces` by the pieces of a text with the feature of each, where it is known.
    pub(crate) fn look_up(&self, features: &Features, pieces: &mut Vec<(Part, Option<u32>)>) {
        pieces.clear();
        let (chunks, rest) = features.pieces.as_chunks::<8>();
        for chunk in chunks {
            let found = self.dictionary.get(chunk.map(|(_, hash)| hash));
            pieces.extend(chunk.iter().zip(found).map(|(&(part, _), feature)| (part, feature)));
        }
        pieces.extend(rest.iter().map(|&(part, hash)| (part, self.dictionary.get([hash])[0])));
    }

    /// The features of one row.
    pub(crate) fn row(&self, row: usize) -> &[u32] {
        &self.features[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}

/// How much each feature counts: its inverse class frequency, `ln((1 + K) / (1 + k)) + 1` for a feature
/// that stands in `k` of `K` classes (Lertnattee and Theeramunkong 2004 compare it with inverse document
/// frequency; where classes have many near-copies of one text, counting classes is the fairer measure).
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FeatureWeights {
    /// By feature; zero for one that the rows do not have.
    #[serde(with = "flat")]
    pub(crate) weights: Vec<f32>,
    /// What a feature would weigh that no class has.
    pub(crate) unseen: f32,
    group_length: f32,
}

impl FeatureWeights {
    /// Weights from these rows, which must come class by class, of `classes` classes.
    pub(crate) fn new(corpus: &Corpus, extraction: &Extraction, rows: &[u32], classes: usize) -> Self {
        let mut class_counts = vec![0_u32; corpus.parts.len()];
        let mut last_class = vec![u32::MAX; corpus.parts.len()];
        for &row in rows {
            let class = corpus.labels[row as usize];
            for &feature in corpus.row(row as usize) {
                let last = &mut last_class[feature as usize];
                if *last != class {
                    *last = class;
                    class_counts[feature as usize] += 1;
                }
            }
        }
        let numerator = 1.0 + classes as f32;
        let weight = |&count: &u32| {
            if count == 0 { 0.0 } else { (numerator / (1.0 + count as f32)).ln() + 1.0 }
        };
        Self {
            weights: class_counts.iter().map(weight).collect(),
            unseen: numerator.ln() + 1.0,
            group_length: extraction.group_length(),
        }
    }

    /// Append the vector of a text: each known feature with its value, each group scaled to one length.
    pub(crate) fn vector(
        &self,
        features: impl Iterator<Item = (Part, u32)> + Clone,
        vector: &mut Vec<(u32, f32)>,
    ) {
        let mut squares = [0.0_f32; GROUPS];
        for (part, feature) in features.clone() {
            let weight = self.weights[feature as usize];
            squares[part.group() as usize] += weight * weight;
        }
        let scales = squares.map(|square| if square > 0.0 { self.group_length / square.sqrt() } else { 0.0 });
        vector.extend(features.filter_map(|(part, feature)| {
            let weight = self.weights[feature as usize];
            (weight > 0.0).then(|| (feature, weight * scales[part.group() as usize]))
        }));
    }

    /// The vector of a row of the corpus.
    pub(crate) fn row_vector(&self, corpus: &Corpus, row: usize, vector: &mut Vec<(u32, f32)>) {
        vector.clear();
        let features = corpus.row(row).iter().map(|&feature| (corpus.parts[feature as usize], feature));
        self.vector(features, vector);
    }
}
