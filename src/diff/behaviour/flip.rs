//! Whether a row flipped, and what is kept of it until all rows are asked.

use super::types::{FlipKind, Response};
use crate::diff::Pairing;
use crate::eval::{Expectation, FailureClass, Judgement, Row};
use crate::matching::{Outcome, Ranking};
use crate::model::{EntryIndex, KnowledgeBase};

/// How the response to a row has changed, if it has.
pub(super) fn flip_kind(
    before: &Judgement<'_>,
    after: &Judgement<'_>,
    pairing: &Pairing,
) -> Option<FlipKind> {
    let covered = |judgement: &Judgement<'_>| matches!(judgement.expectation, Expectation::Covered(_));
    match (covered(before), covered(after)) {
        (true, false) => return Some(FlipKind::NoLongerCovered),
        (false, true) => return Some(FlipKind::NewlyCovered),
        (false, false) if before.expectation != Expectation::Nothing => return None,
        _ => {}
    }
    match (before.class.is_failure(), after.class.is_failure()) {
        (false, true) => Some(FlipKind::Broken),
        (true, false) => Some(FlipKind::Fixed),
        (true, true) if is_other(before.class, after.class, pairing) => Some(FlipKind::StillWrong),
        _ => None,
    }
}

/// Whether two ways to be wrong are different to the customer: of another class, or another answer. What ranks
/// first without being answered is no difference, nor is a new name for the same entry.
fn is_other(before: FailureClass, after: FailureClass, pairing: &Pairing) -> bool {
    match (before, after) {
        (FailureClass::ConfusedWith(before), FailureClass::ConfusedWith(after))
        | (FailureClass::FalselyAnswered(before), FailureClass::FalselyAnswered(after)) => {
            pairing.after(before) != Some(after)
        }
        (before, after) => before.name() != after.name(),
    }
}

/// What one version did with a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given {
    /// The entry expected, where there is one by the label.
    pub(super) expected: Option<EntryIndex>,
    pub(super) class: FailureClass,
    /// The entry ranked first.
    pub(super) top: Option<EntryIndex>,
    outcome: Outcome,
    confidence: Option<f32>,
}

impl Given {
    pub(super) fn new(judgement: &Judgement<'_>, ranking: &Ranking) -> Self {
        Self {
            expected: judgement.expectation.entry(),
            class: judgement.class,
            top: judgement.top,
            outcome: judgement.outcome,
            confidence: ranking.confidence(),
        }
    }

    /// The same in the words of the version.
    pub(super) fn response(&self, knowledge_base: &KnowledgeBase) -> Response {
        Response {
            right: !self.class.is_failure(),
            class: self.class.name(),
            outcome: self.outcome,
            entry: self.top.map(|top| knowledge_base.entry(top).reference.to_string()),
            confidence: self.confidence,
            words: self.class.describe(knowledge_base),
        }
    }
}

/// A row that flipped.
#[derive(Debug, Clone)]
pub(super) struct Flipped {
    pub(super) kind: FlipKind,
    /// Its file, by place among those asked.
    pub(super) file: usize,
    pub(super) line: u64,
    pub(super) question: String,
    pub(super) expected: Option<String>,
    pub(super) pack: Box<str>,
    pub(super) count: u64,
    pub(super) before: Given,
    pub(super) after: Given,
}

impl Flipped {
    pub(super) fn new(
        kind: FlipKind,
        file: usize,
        row: &Row,
        pack: &str,
        (before, after): (Given, Given),
    ) -> Self {
        let expected = row.expected.as_deref().map(str::trim).filter(|label| !label.is_empty());
        Self {
            kind,
            file,
            line: row.line,
            question: row.question.clone(),
            expected: expected.map(str::to_owned),
            pack: pack.into(),
            count: row.count,
            before,
            after,
        }
    }
}
