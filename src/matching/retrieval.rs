//! The `retrieval` engine: an inverted index, for knowledge bases too large to train a classifier on.
//!
//! # Ranking
//! Two steps. First every entry is one document, the sum of its phrasings: a feature that stands in `n`
//! of them counts `(1 + ln n) · w`, with `w` the inverse entry frequency, and the document has length
//! one; the cosine with the question is added up feature by feature from the index (Salton and McGill
//! 1983). A feature that more than a tenth of all entries have is left out of the search, as long as
//! rarer ones remain, and added for the entries that the search found. Then, of the best [`SHORTLIST`] entries, the cosine with their nearest single
//! phrasing is added: an entry is judged by its topic and by its best example.
//!
//! # Thresholds
//! No splits are needed: a phrasing is tried against the index without itself, and the questions that
//! this ranks right give the quantiles, as in the `linear` engine. A sample of phrasings is enough.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::learning::{
    Corpus, Extraction, FeatureWeights, Random, confidence, flat, margin, overlap, thresholds,
};
use super::{
    Candidate, DEPTH, LearningOptions, Matcher, Query, Ranking, Reason, TURN_AWAY, Thresholds, TrainingSet,
};
use crate::model::EntryIndex;
use crate::text::{FeatureScheme, Features, Part};

/// How many entries are looked at more closely.
const SHORTLIST: usize = 24;
/// A feature in more than one entry in this many is common.
const COMMON: usize = 10;
/// Phrasings tried to find the thresholds.
const SAMPLE: usize = 2_000;

/// Up to so many phrasings pairs are indexed too: they rank better and triple the index.
const PAIRED: usize = 300_000;

/// The index.
#[derive(Debug, Serialize, Deserialize)]
pub struct Retrieval {
    extraction: Extraction,
    corpus: Corpus,
    weights: FeatureWeights,
    /// By feature: entries that have it, with their weight.
    #[serde(with = "flat")]
    starts: Vec<u64>,
    #[serde(with = "flat")]
    postings: Vec<(u32, f32)>,
    /// The rows of each class in the corpus.
    #[serde(with = "flat")]
    class_rows: Vec<u32>,
    classes: Vec<EntryIndex>,
    thresholds: Thresholds,
}

/// A question ready to be sought.
#[derive(Default)]
struct Sought {
    features: Features,
    pieces: Vec<(Part, Option<u32>)>,
    vector: Vec<(u32, f32)>,
}

/// A phrasing that is tried against the index without itself.
struct Tried {
    row: u32,
    class: u32,
    document: Vec<(u32, f32)>,
}

impl Tried {
    fn has(&self, feature: u32) -> bool {
        self.document.binary_search_by_key(&feature, |&(feature, _)| feature).is_ok()
    }
}

/// Working memory of one thread.
struct Scratch {
    /// The question's value by feature; zero between questions.
    values: Vec<f32>,
    /// The score by entry; zero between questions.
    scores: Vec<f32>,
    touched: Vec<u32>,
    row: Vec<(u32, f32)>,
    best: Vec<(u32, f32)>,
}

impl Retrieval {
    /// Index `set` and find the thresholds.
    pub fn train(set: &TrainingSet<'_>, options: LearningOptions<'_>) -> Self {
        let scheme = FeatureScheme::for_texts(set.phrasings.iter().map(|&(_, text)| text));
        let scheme = if set.phrasings.len() > PAIRED { scheme.without_pairs() } else { scheme };
        let extraction = Extraction { scheme, segmenter: options.segmenter };
        let entries = set.classes.len() as u32;
        let report = |done| {
            if let Some(progress) = options.progress {
                progress(done, 3);
            }
        };
        let corpus = Corpus::new(&extraction, &set.rows());
        report(1);
        let positive: Vec<u32> = (0..set.phrasings.len() as u32).collect();
        let weights = FeatureWeights::new(&corpus, &extraction, &positive, set.classes.len());
        let labels = 2 * entries as usize;
        let mut class_rows = vec![0_u32; labels + 1];
        for &label in &corpus.labels {
            class_rows[label as usize + 1] += 1;
        }
        for at in 1..class_rows.len() {
            class_rows[at] += class_rows[at - 1];
        }
        let (starts, postings) = index(&corpus, &weights, &class_rows, entries);
        report(2);
        let mut retrieval = Self {
            extraction,
            corpus,
            weights,
            starts,
            postings,
            class_rows,
            classes: set.classes.clone(),
            thresholds: Thresholds::ALWAYS,
        };
        let tried = retrieval.try_sample(set);
        retrieval.thresholds = thresholds(tried, options.turn_away.unwrap_or(TURN_AWAY));
        report(3);
        retrieval
    }

    fn scratch(&self) -> Scratch {
        Scratch {
            values: vec![0.0; self.corpus.parts.len()],
            scores: vec![0.0; self.classes.len()],
            touched: Vec::new(),
            row: Vec::new(),
            best: Vec::new(),
        }
    }

    fn rows_of(&self, label: u32) -> std::ops::Range<usize> {
        self.class_rows[label as usize] as usize..self.class_rows[label as usize + 1] as usize
    }

    fn postings_of(&self, feature: u32) -> &[(u32, f32)] {
        &self.postings[self.starts[feature as usize] as usize..self.starts[feature as usize + 1] as usize]
    }

    /// Rank for a text; leaves the best in `scratch.best` and returns the `z` of the first. `without` is
    /// treated as if it were not there.
    fn seek(
        &self,
        sought: &mut Sought,
        scratch: &mut Scratch,
        admits: &dyn Fn(u32) -> bool,
        without: Option<&Tried>,
    ) -> f32 {
        let Sought { pieces, vector, .. } = sought;
        vector.clear();
        let known = pieces.iter().filter_map(|&(part, feature)| feature.map(|feature| (part, feature)));
        self.weights.vector(known, vector);
        self.shortlist(vector, scratch, admits);
        for &(feature, value) in vector.iter() {
            scratch.values[feature as usize] = value;
        }
        let mut shortlist = std::mem::take(&mut scratch.best);
        if let Some(tried) = without {
            let cosine =
                tried.document.iter().map(|&(feature, weight)| scratch.values[feature as usize] * weight);
            shortlist.retain(|&(class, _)| class != tried.class);
            shortlist.push((tried.class, cosine.sum()));
        }
        for (class, score) in &mut shortlist {
            *score += self.nearest(*class, scratch, without.map(|tried| tried.row));
            let counter = self.nearest(self.classes.len() as u32 + *class, scratch, None);
            // A counterexample nearer than any phrasing takes away what it is ahead.
            *score -= (2.0 * counter - *score).max(0.0);
        }
        shortlist.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        shortlist.truncate(DEPTH);
        for &(feature, _) in vector.iter() {
            scratch.values[feature as usize] = 0.0;
        }
        scratch.best = shortlist;
        let Some(&(class, score)) = scratch.best.first() else { return 0.0 };
        let margin = margin(scratch.best.iter().map(|&(_, score)| score)).unwrap_or(score);
        MARGIN * margin + self.overlap(pieces, class, without)
    }

    /// The best entries as whole documents, into `scratch.best`.
    fn shortlist(&self, vector: &mut [(u32, f32)], scratch: &mut Scratch, admits: &dyn Fn(u32) -> bool) {
        vector.sort_unstable_by_key(|&(feature, _)| (self.postings_of(feature).len(), feature));
        let common = (self.classes.len() / COMMON).max(50);
        let rare = vector.partition_point(|&(feature, _)| self.postings_of(feature).len() <= common);
        let used = if rare >= 3 { rare } else { vector.len() };
        scratch.touched.clear();
        for &(feature, value) in &vector[..used] {
            for &(class, weight) in self.postings_of(feature) {
                let score = &mut scratch.scores[class as usize];
                if *score == 0.0 {
                    scratch.touched.push(class);
                }
                *score += value * weight;
            }
        }
        scratch.best.clear();
        let admitted = scratch.touched.iter().filter(|&&class| admits(class));
        scratch.best.extend(admitted.map(|&class| (class, scratch.scores[class as usize])));
        for &class in &scratch.touched {
            scratch.scores[class as usize] = 0.0;
        }
        let better =
            |one: &(u32, f32), other: &(u32, f32)| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0));
        if scratch.best.len() > SHORTLIST {
            scratch.best.select_nth_unstable_by(SHORTLIST - 1, better);
            scratch.best.truncate(SHORTLIST);
        }
        for &(feature, value) in &vector[used..] {
            let postings = self.postings_of(feature);
            for (class, score) in &mut scratch.best {
                if let Ok(at) = postings.binary_search_by_key(class, |&(class, _)| class) {
                    *score += value * postings[at].1;
                }
            }
        }
    }

    /// The cosine with the nearest row of a label; zero if it has none.
    fn nearest(&self, label: u32, scratch: &mut Scratch, without: Option<u32>) -> f32 {
        let mut nearest = 0.0_f32;
        for row in self.rows_of(label).filter(|&row| Some(row as u32) != without) {
            self.weights.row_vector(&self.corpus, row, &mut scratch.row);
            let cosine: f32 =
                scratch.row.iter().map(|&(feature, value)| scratch.values[feature as usize] * value).sum();
            nearest = nearest.max(cosine);
        }
        nearest
    }

    fn overlap(&self, pieces: &[(Part, Option<u32>)], class: u32, without: Option<&Tried>) -> f32 {
        overlap(pieces, &self.weights, |feature| match without {
            Some(tried) if tried.class == class => tried.has(feature),
            _ => self.postings_of(feature).binary_search_by_key(&class, |&(class, _)| class).is_ok(),
        })
    }

    /// A phrasing as a question, and its class as a document that lacks it.
    fn tried(&self, row: u32, pieces: &mut Vec<(Part, Option<u32>)>) -> Tried {
        let class = self.corpus.labels[row as usize];
        let others = self.rows_of(class).filter(|&other| other != row as usize);
        let tried = Tried { row, class, document: document(&self.corpus, &self.weights, others) };
        pieces.clear();
        pieces.extend(self.corpus.row(row as usize).iter().map(|&feature| {
            // What no other phrasing has would be unknown if this one were not there.
            let known = self.postings_of(feature).len() > 1 || tried.has(feature);
            (self.corpus.parts[feature as usize], known.then_some(feature))
        }));
        tried
    }

    /// Try a sample of phrasings against the index without themselves.
    fn try_sample(&self, set: &TrainingSet<'_>) -> Vec<(usize, Vec<f32>)> {
        let mut rows: Vec<u32> = (0..set.phrasings.len() as u32).collect();
        Random::new(2).shuffle(&mut rows);
        // A class with one phrasing has nothing left when it is taken away.
        let rows: Vec<u32> = rows
            .into_iter()
            .filter(|&row| self.rows_of(self.corpus.labels[row as usize]).len() > 1)
            .take(SAMPLE)
            .collect();
        rows.par_chunks(64)
            .map(|rows| {
                let (mut sought, mut scratch) = (Sought::default(), self.scratch());
                let mut right = Vec::new();
                for &row in rows {
                    let tried = self.tried(row, &mut sought.pieces);
                    let admits = |class| set.admits(tried.class, class);
                    let z = self.seek(&mut sought, &mut scratch, &admits, Some(&tried));
                    if scratch.best.first().map(|&(class, _)| class) == Some(self.corpus.labels[row as usize])
                    {
                        right.push(z);
                    }
                }
                (rows.len(), right)
            })
            .collect()
    }
}

/// What the difference of two cosine sums is worth beside a share of covered units.
const MARGIN: f32 = 1.0;

/// One class as a document of length one.
fn document(corpus: &Corpus, weights: &FeatureWeights, rows: impl Iterator<Item = usize>) -> Vec<(u32, f32)> {
    let mut features: Vec<u32> = rows.flat_map(|row| corpus.row(row)).copied().collect();
    features.sort_unstable();
    let mut document: Vec<(u32, f32)> = features
        .chunk_by(|one, other| one == other)
        .map(|run| (run[0], (1.0 + (run.len() as f32).ln()) * weights.weights[run[0] as usize]))
        .collect();
    let length = document.iter().map(|&(_, weight)| weight * weight).sum::<f32>().sqrt();
    for (_, weight) in &mut document {
        *weight /= length;
    }
    document
}

fn index(
    corpus: &Corpus,
    weights: &FeatureWeights,
    class_rows: &[u32],
    entries: u32,
) -> (Vec<u64>, Vec<(u32, f32)>) {
    let documents: Vec<Vec<(u32, f32)>> = (0..entries as usize)
        .into_par_iter()
        .map(|class| document(corpus, weights, class_rows[class] as usize..class_rows[class + 1] as usize))
        .collect();
    let mut starts = vec![0_u64; corpus.parts.len() + 1];
    for &(feature, _) in documents.iter().flatten() {
        starts[feature as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut next = starts.clone();
    let mut postings = vec![(0, 0.0); starts.last().map_or(0, |&all| all as usize)];
    for (class, document) in (0_u32..).zip(documents) {
        for (feature, weight) in document {
            let at = &mut next[feature as usize];
            postings[*at as usize] = (class, weight);
            *at += 1;
        }
    }
    (starts, postings)
}

impl Matcher for Retrieval {
    fn name(&self) -> &'static str {
        "retrieval"
    }

    fn rank(&self, queries: &[Query<'_>]) -> Vec<Ranking> {
        let (mut sought, mut scratch) = (Sought::default(), self.scratch());
        let mut rank = |query: &Query<'_>| {
            let admits = |class: u32| query.admits(self.classes[class as usize]);
            self.extraction.extract(&mut sought.features, query.text);
            self.corpus.look_up(&sought.features, &mut sought.pieces);
            let z = self.seek(&mut sought, &mut scratch, &admits, None);
            let top = scratch.best.first().map_or(0.0, |&(_, score)| score);
            let candidates = scratch
                .best
                .iter()
                .map(|&(class, score)| Candidate {
                    entry: self.classes[class as usize],
                    confidence: confidence(z - MARGIN * (top - score)),
                    reason: Reason::Retrieval,
                })
                .collect();
            Ranking { candidates, ..Ranking::default() }
        };
        queries.iter().map(&mut rank).collect()
    }

    fn thresholds(&self) -> Thresholds {
        self.thresholds
    }
}
