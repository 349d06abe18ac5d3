//! From a customer's question to ranked entries, a confidence, and what the bot would do.
//!
//! Every engine is a [`Matcher`]: questions in, [`Ranking`]s out. [`Thresholds`] turn a ranking into an
//! [`Outcome`]. Engines learn from what a [`View`](crate::model::View) serves and from nothing else: no
//! download, no model file, and the same knowledge base gives the same ranking on every machine, whatever
//! the number of threads. This module does not know transcripts or figures.
//!
//! | Engine | How |
//! |---|---|
//! | [`Exact`] | the match key of a phrasing |
//! | [`Keyword`] | an entry's keyword sets |
//! | [`Linear`] | a linear classifier trained from the phrasings |
//! | [`Retrieval`] | an inverted index, for very large knowledge bases |
//! | [`Replay`] | what the real bot answered, from the transcript |
//! | [`Command`] | an external program that speaks JSON Lines |
//! | [`Auto`] | exact and keyword first, then linear or retrieval by size |

mod auto;
mod command;
mod exact;
mod explain;
mod keyword;
mod label;
mod learning;
mod linear;
mod remembering;
mod replay;
mod retrieval;
#[cfg(test)]
mod testing;
mod thresholds;
mod training;

pub(crate) use auto::is_large;
pub use auto::{Auto, Learned};
pub use command::{Command, CommandError, CommandOptions, StandardErrorSink, Tally};
pub use exact::Exact;
pub(crate) use explain::SCHEME;
pub use explain::{Explainer, Explanation};
pub use keyword::{Keyword, has_word};
pub use learning::{LearningOptions, TURN_AWAY};
pub use linear::Linear;
pub use remembering::Remembering;
pub use replay::Replay;
pub use retrieval::Retrieval;
pub use thresholds::{Outcome, Thresholds};
pub use training::TrainingSet;

use crate::model::{EntryIndex, Neighbourhood};

/// How many candidates a ranking holds at most; a rank beyond counts as not found.
pub const DEPTH: usize = 10;

/// A question as it reaches an engine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<'q> {
    /// What the customer wrote.
    pub text: &'q str,
    /// What the real bot answered, where the transcript says so; only [`Replay`] looks at it.
    pub replayed: Option<Replayed<'q>>,
    /// The only entries that come into question; all if missing. Engines that are not built from the
    /// knowledge base ([`Replay`], [`Command`]) do not look at it.
    pub within: Option<Neighbourhood<'q>>,
}

impl<'q> Query<'q> {
    /// A question without a history.
    pub const fn new(text: &'q str) -> Self {
        Self { text, replayed: None, within: None }
    }

    /// Whether an entry comes into question.
    pub(crate) fn admits(&self, entry: EntryIndex) -> bool {
        self.within.is_none_or(|within| within.has(entry))
    }
}

/// The answer of the real bot to a question.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Replayed<'q> {
    /// The entry it answered with, as labelled; `None` if it had no answer.
    pub entry: Option<&'q str>,
    /// Its own confidence, from 0 to 1, where the transcript has one.
    pub score: Option<f64>,
}

/// Why an entry is a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// The question is one of its phrasings, by match key.
    Exact,
    /// The question has all words of one of its keyword sets.
    Keyword,
    /// The classifier puts it there.
    Linear,
    /// Its phrasings share rare pieces with the question.
    Retrieval,
    /// The real bot answered with it.
    Replay,
    /// The external program named it.
    Command,
}

/// An entry that a question may mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The entry.
    pub entry: EntryIndex,
    /// From 0 to 1; comparable between questions, never rising along a ranking.
    pub confidence: f32,
    /// What speaks for it.
    pub reason: Reason,
}

/// An answer from outside the knowledge base, given by an engine that is not built from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Foreign {
    /// What the engine called its answer.
    pub label: String,
    /// From 0 to 1, as a candidate's.
    pub confidence: f32,
}

/// The candidates for one question, best first, at most [`DEPTH`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ranking {
    /// The candidates.
    pub candidates: Vec<Candidate>,
    /// What the engine ranked above every candidate although the knowledge base has no such entry. The
    /// bot did answer, and wrongly: this must look neither like no answer nor like the first candidate.
    pub foreign: Option<Foreign>,
    /// Why there is no ranking although one was asked for: the engine timed out or broke. The candidates
    /// are then empty, and the customer gets no answer.
    pub failure: Option<String>,
}

impl Ranking {
    /// The entry that ranks first; none where something foreign ranks before it.
    pub fn top(&self) -> Option<&Candidate> {
        self.candidates.first().filter(|_| self.foreign.is_none())
    }

    /// The rank of `entry`, from 1; something foreign takes the first rank.
    pub fn rank_of(&self, entry: EntryIndex) -> Option<usize> {
        let at = self.candidates.iter().position(|candidate| candidate.entry == entry)?;
        Some(at + 1 + usize::from(self.foreign.is_some()))
    }

    /// The confidence of whatever ranks first, foreign or not.
    pub fn confidence(&self) -> Option<f32> {
        let foreign = self.foreign.as_ref().map(|foreign| foreign.confidence);
        foreign.or_else(|| self.top().map(|top| top.confidence))
    }

    /// A ranking that could not be made.
    pub fn failed(reason: impl Into<String>) -> Self {
        Self { failure: Some(reason.into()), ..Self::default() }
    }
}

/// Something that ranks entries for questions.
pub trait Matcher: Send + Sync {
    /// The engine's name as in `--engine`.
    fn name(&self) -> &'static str;

    /// One ranking for each query, in their order. A batch of some hundred queries is best: engines set
    /// up their working memory, or talk to another process, once a batch.
    fn rank(&self, queries: &[Query<'_>]) -> Vec<Ranking>;

    /// Whether a question asked again is sure to get the same ranking.
    fn is_repeatable(&self) -> bool {
        true
    }

    /// The thresholds this engine found for itself, where it could.
    fn thresholds(&self) -> Thresholds;
}
