//! What the engines that learn have in common: texts as rows of features with weights, how far a winner
//! can be believed, and thresholds from questions that were tried. Which classes win is their own affair.

mod confidence;
mod corpus;
mod dictionary;
pub(in crate::matching) mod flat;
mod quantile;
mod random;

pub(super) use self::confidence::{confidence, margin, overlap};
pub(super) use self::corpus::{Corpus, Extraction, FeatureWeights};
pub(super) use self::quantile::thresholds;
pub(super) use self::random::Random;
use crate::text::Segmenter;

/// How a learning engine is trained.
#[derive(Default)]
pub struct LearningOptions<'a> {
    /// The share of questions that may get no answer although the right entry ranks first; 0.02 if not
    /// given. The thresholds follow from it.
    pub turn_away: Option<f64>,
    /// Words of this dictionary are learned too. Without it, only characters and word stems are.
    pub segmenter: Option<Segmenter>,
    /// Called with the number of finished steps and of all steps, from any thread.
    pub progress: Option<&'a (dyn Fn(usize, usize) + Sync)>,
}

/// The share of in-scope questions that may be turned away, unless somebody says otherwise.
pub const TURN_AWAY: f64 = 0.02;
