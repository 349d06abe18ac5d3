//! Scoring a bot against what customers really asked.
//!
//! This module exists to turn labelled rows and the rankings an engine gave them into figures, limits
//! met or missed, and a comparison with an earlier run. [`Judge`] says what became of one row,
//! [`Counters`] add the judgements up in whole numbers that merge in any order, and [`Report`] is what
//! the counters amount to. It may not know how a matcher works inside, nor how a report looks.

mod baseline;
mod build;
mod cell;
mod counters;
mod failed_row;
mod failure_class;
mod failure_sample;
mod failures;
mod gates;
mod judge;
mod partial;
mod rate;
mod report;
mod run;
#[cfg(test)]
pub(crate) mod sample;
mod subject;
pub mod transcripts;

pub use baseline::{
    BaselineError, Change, Comparison, Direction, Presence, Regression, ScopeComparison, WATCHED, compare,
    read_baseline,
};
pub(crate) use cell::guarded;
pub use counters::{Counters, CoveredOutcomes, EntryCounters, InputCounters, NothingOutcomes, PackCounters};
pub use failed_row::FailedRow;
pub use failure_class::{FailureClass, Gap};
pub use failure_sample::FailureSample;
pub use failures::FailureWriter;
pub use gates::{GateResult, Verdict, check_gates};
pub use judge::{Expectation, Judge, Judgement, NO_PACK, Unjudged};
pub use partial::{Fact, Manifest, Merged, Merger, PART_SCHEMA, PartError, SAMPLED_FAILURES, write_part};
pub use rate::Rate;
pub use report::{
    ConfusionReport, EntryReport, Figures, Inputs, PackReport, Report, ReportedThresholds, SCHEMA, Uncovered,
};
pub use run::{Observer, cross_validate, evaluate};
pub use subject::{EntrySubject, PackSubject, RunFacts, Subject};
pub use transcripts::Row;
