//! The `linear` engine: a support vector machine trained from the phrasings, here and now.
//!
//! A question becomes a sparse vector of small pieces ([`crate::text::Features`]), each weighed by how
//! few entries have it; a multi-class machine (`solver`) learns one weight vector an entry; `model`
//! ranks with them, and `calibrate` tries splits to find the two thresholds. Counterexamples
//! of an entry are learned as a class of their own that shadows the entry.

mod calibrate;
mod class_weights;
mod members;
mod model;
mod solver;

use std::ops::Range;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use self::model::{Model, Scratch};
use super::learning::{Corpus, Extraction, confidence, thresholds};
use super::{
    Candidate, LearningOptions, Matcher, Query, Ranking, Reason, TURN_AWAY, Thresholds, TrainingSet,
};
use crate::model::EntryIndex;
use crate::text::{FeatureScheme, Features, Part, Segmenter};

/// The trained engine.
#[derive(Debug, Serialize, Deserialize)]
pub struct Linear {
    extraction: Extraction,
    corpus: Corpus,
    model: Model,
    classes: Vec<EntryIndex>,
    /// Classes in a row that come into question together, as they are of one pack.
    groups: Vec<Range<u32>>,
    thresholds: Thresholds,
}

impl Linear {
    /// Train on `set`, and find the thresholds by splits of it.
    pub fn train(set: &TrainingSet<'_>, options: LearningOptions<'_>) -> Self {
        let scheme = FeatureScheme::for_texts(set.phrasings.iter().map(|&(_, text)| text));
        let extraction = Extraction { scheme, segmenter: options.segmenter };
        let entries = set.classes.len() as u32;
        let shadow_of = |label: u32| label.checked_sub(entries);
        let corpus = Corpus::new(&extraction, &set.rows());
        let splits = calibrate::splits(&corpus, entries);
        let steps = splits.len() + 1;
        let done = std::sync::atomic::AtomicUsize::new(0);
        let report = || {
            let done = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
            if let Some(progress) = options.progress {
                progress(done, steps);
            }
        };
        let train_all = || {
            let all: Vec<u32> = (0..corpus.len() as u32).collect();
            let model = Model::train(&corpus, &extraction, &all, &shadow_of);
            report();
            model
        };
        let try_all = || {
            let try_one = |split| {
                let tried = calibrate::try_split(&corpus, &extraction, split, set, &shadow_of);
                report();
                tried
            };
            splits.par_iter().map(try_one).collect::<Vec<_>>()
        };
        let (model, tried) = rayon::join(train_all, try_all);
        let thresholds = thresholds(tried, options.turn_away.unwrap_or(TURN_AWAY));
        Self::new(extraction, corpus, model, set, thresholds)
    }

    /// Train on `set` without trying splits, which takes a third of the time: for whoever looks at
    /// candidates and confidences, not at outcomes. The thresholds are [`Thresholds::ALWAYS`].
    pub fn train_without_thresholds(set: &TrainingSet<'_>, segmenter: Option<Segmenter>) -> Self {
        let scheme = FeatureScheme::for_texts(set.phrasings.iter().map(|&(_, text)| text));
        let extraction = Extraction { scheme, segmenter };
        let entries = set.classes.len() as u32;
        let corpus = Corpus::new(&extraction, &set.rows());
        let all: Vec<u32> = (0..corpus.len() as u32).collect();
        let model = Model::train(&corpus, &extraction, &all, &|label| label.checked_sub(entries));
        Self::new(extraction, corpus, model, set, Thresholds::ALWAYS)
    }

    fn new(
        extraction: Extraction,
        corpus: Corpus,
        model: Model,
        set: &TrainingSet<'_>,
        thresholds: Thresholds,
    ) -> Self {
        let (classes, groups) = (set.classes.clone(), set.groups.clone());
        Self { extraction, corpus: corpus.without_rows(), model, classes, groups, thresholds }
    }

    fn rank_one(
        &self,
        query: &Query<'_>,
        features: &mut Features,
        pieces: &mut Vec<(Part, Option<u32>)>,
        scratch: &mut Scratch,
    ) -> Ranking {
        self.extraction.extract(features, query.text);
        self.corpus.look_up(features, pieces);
        let admits = |label: u32| query.admits(self.classes[label as usize]);
        let z = self.model.rank(pieces, &self.groups, admits, scratch);
        let top = scratch.best.first().map_or(0.0, |top| top.score);
        let candidates = scratch
            .best
            .iter()
            .map(|scored| Candidate {
                entry: self.classes[self.model.label(scored.class) as usize],
                // A runner-up: what the winner has, less its distance.
                confidence: confidence(z - (top - scored.score)),
                reason: Reason::Linear,
            })
            .collect();
        Ranking { candidates, ..Ranking::default() }
    }
}

impl Matcher for Linear {
    fn name(&self) -> &'static str {
        "linear"
    }

    fn rank(&self, queries: &[Query<'_>]) -> Vec<Ranking> {
        let mut features = Features::new();
        let mut pieces = Vec::new();
        let mut scratch = Scratch::default();
        queries.iter().map(|query| self.rank_one(query, &mut features, &mut pieces, &mut scratch)).collect()
    }

    fn thresholds(&self) -> Thresholds {
        self.thresholds
    }
}
