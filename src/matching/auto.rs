//! The `auto` engine: what is certain first, then what is learned.
//!
//! A question that is a phrasing needs no classifier, and a complete keyword set is a trainer's explicit
//! word; both go before what was learned. What is learned depends on size: a classifier is the better
//! judge and is trained in seconds up to some ten thousand phrasings; beyond that the index takes over.

use super::{
    Candidate, DEPTH, Exact, Keyword, LearningOptions, Linear, Matcher, Query, Ranking, Retrieval,
    Thresholds, TrainingSet,
};
use crate::model::View;
use crate::text::match_key;

/// From this product of phrasings and entries on, training a classifier takes more than half a minute.
const LARGE: u64 = 100_000_000;

/// Which engine learns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Learned {
    /// Linear or retrieval, by size.
    #[default]
    BySize,
    /// Always the classifier.
    Linear,
    /// Always the index.
    Retrieval,
}

/// Exact, keyword and one learning engine, one after the other.
pub struct Auto {
    exact: Exact,
    keyword: Keyword,
    learned: Box<dyn Matcher>,
}

impl Auto {
    /// Build for everything that is live in `view`.
    pub fn train(
        view: &View<'_>,
        set: &TrainingSet<'_>,
        learned: Learned,
        options: LearningOptions<'_>,
    ) -> Self {
        let work = set.phrasings.len() as u64 * set.classes.len() as u64;
        let linear = match learned {
            Learned::BySize => work < LARGE,
            Learned::Linear => true,
            Learned::Retrieval => false,
        };
        let train = || -> Box<dyn Matcher> {
            if linear {
                Box::new(Linear::train(set, options))
            } else {
                Box::new(Retrieval::train(set, options))
            }
        };
        let certain = || (Exact::new(set), Keyword::new(view));
        let (learned, (exact, keyword)) = rayon::join(train, certain);
        Self { exact, keyword, learned }
    }

    /// The name of the engine that learned.
    pub fn learned(&self) -> &'static str {
        self.learned.name()
    }

    fn combine(&self, text: &str, learned: Ranking) -> Ranking {
        let key = match_key(text);
        let mut candidates = self.exact.candidates(&key);
        candidates.extend(self.keyword.candidates(&key));
        candidates.extend(learned.candidates);
        let mut kept: Vec<Candidate> = Vec::with_capacity(DEPTH);
        for candidate in candidates {
            let known = kept.iter().any(|other| other.entry == candidate.entry);
            if kept.len() < DEPTH && !known && !self.exact.is_excluded(&key, candidate.entry) {
                kept.push(candidate);
            }
        }
        // Behind a certain candidate nothing may look more certain.
        let mut most = 1.0_f32;
        for candidate in &mut kept {
            candidate.confidence = candidate.confidence.min(most);
            most = candidate.confidence;
        }
        Ranking { candidates: kept, ..Ranking::default() }
    }
}

impl Matcher for Auto {
    fn name(&self) -> &'static str {
        "auto"
    }

    fn rank(&self, queries: &[Query<'_>]) -> Vec<Ranking> {
        let learned = self.learned.rank(queries);
        queries.iter().zip(learned).map(|(query, learned)| self.combine(query.text, learned)).collect()
    }

    fn thresholds(&self) -> Thresholds {
        self.learned.thresholds()
    }
}
