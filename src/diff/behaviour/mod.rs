//! What customers notice: both versions are asked the same questions.
//!
//! [`BehaviourRun`] ranks and judges every row with both versions ([`run`]), each expecting what it calls the
//! entry that the label means ([`labels`]), and keeps the rows whose response changed in kind ([`flip`]).
//! Summed up ([`sum_up`]), each flip that matters is told the change that most likely did it ([`causes`]). Where
//! there are no transcripts, the phrasings of the earlier version are the questions ([`self_test`]).

mod causes;
mod flip;
mod labels;
mod run;
mod self_test;
mod sum_up;
mod types;
mod words;

#[cfg(test)]
mod tests;

pub use run::{BehaviourRun, Side};
pub use self_test::self_test_batches;
pub use types::{Behaviour, Cause, Flip, FlipCounts, FlipKind, QuestionSource, Response, ScopeBehaviour};
