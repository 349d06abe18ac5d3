//! What a check came to: each of its steps in a sentence.

use std::fmt;
use std::str::FromStr;

use serde_json::json;

use super::{DedupReport, DiffReport, EvalOutcome, LintReport, LintSummary, RenderError, RenderOptions};
use crate::dedup::Duplicates;
use crate::diagnostic::Message;

/// A step of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Rules.
    Lint,
    /// Duplicates.
    Dedup,
    /// Changes since the base.
    Diff,
    /// Figures on transcripts.
    Eval,
}

impl Step {
    /// All steps in their order.
    pub const ALL: [Self; 4] = [Self::Lint, Self::Dedup, Self::Diff, Self::Eval];

    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lint => "lint",
            Self::Dedup => "dedup",
            Self::Diff => "diff",
            Self::Eval => "eval",
        }
    }
}

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepVerdict {
    /// Nothing that should fail.
    Passed,
    /// Something should fail.
    Failed,
    /// It did not run.
    LeftOut,
}

impl StepVerdict {
    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::LeftOut => "left_out",
        }
    }
}

/// One step and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepResult {
    /// The step.
    pub step: Step,
    /// What became of it.
    pub verdict: StepVerdict,
    /// The same in a sentence.
    pub words: Message,
}

/// Everything a check has to show.
#[derive(Debug, Clone, Copy)]
pub struct CheckReport<'r> {
    /// The steps in their order.
    pub steps: &'r [StepResult],
    /// The findings.
    pub lint: &'r LintReport<'r>,
    /// The duplicates.
    pub dedup: &'r DedupReport<'r>,
    /// The changes, where there is a base.
    pub diff: Option<&'r DiffReport<'r>>,
    /// The figures, where there are transcripts.
    pub eval: Option<&'r EvalOutcome>,
    /// What else the reader should know.
    pub notes: &'r [Message],
}

/// A format of a report of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CheckFormat {
    /// For people at a terminal.
    Text,
    /// One object, for programs.
    Json,
    /// For a pull request's comment.
    Markdown,
}

impl CheckFormat {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Text, Self::Json, Self::Markdown];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Markdown => "markdown",
        }
    }
}

impl fmt::Display for CheckFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A format that reports of checks do not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("check has no output format `{0}`; there are {names}", names = CheckFormat::ALL.map(CheckFormat::name).join(", "))]
pub struct UnknownCheckFormat(pub String);

impl FromStr for CheckFormat {
    type Err = UnknownCheckFormat;

    fn from_str(name: &str) -> Result<Self, UnknownCheckFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.name().eq_ignore_ascii_case(name))
            .ok_or_else(|| UnknownCheckFormat(name.to_owned()))
    }
}

/// A check in this format. The text ends with a line end.
///
/// # Errors
/// A library that writes the format refuses; see [`RenderError`].
pub fn render_check(
    report: &CheckReport<'_>,
    format: CheckFormat,
    options: RenderOptions,
) -> Result<String, RenderError> {
    if format == CheckFormat::Json {
        let step = |result: &StepResult| json!({"step": result.step.name(), "verdict": result.verdict.name(), "words": result.words.english});
        let steps: Vec<_> = report.steps.iter().map(step).collect();
        let notes: Vec<_> = report.notes.iter().map(|note| &note.english).collect();
        let value = json!({"schema": "kbtool.check/1", "steps": steps, "notes": notes});
        return Ok(serde_json::to_string_pretty(&value)? + "\n");
    }
    let mark = if format == CheckFormat::Markdown { "- " } else { "" };
    let line = |result: &StepResult| {
        let words = result.words.in_language(options.language);
        format!("{mark}{} {}: {words}\n", result.step.name(), result.verdict.name())
    };
    let notes = report.notes.iter().map(|note| format!("{mark}{}\n", note.in_language(options.language)));
    Ok(report.steps.iter().map(line).chain(notes).collect())
}

/// Linting in a sentence.
pub fn lint_sentence(summary: &LintSummary) -> Message {
    let findings = summary.findings();
    Message::new(format!("{findings} finding(s)"), format!("{findings} 个问题"))
}

/// The search for duplicates in a sentence.
pub fn dedup_sentence(duplicates: &Duplicates) -> Message {
    let groups = duplicates.groups.len();
    Message::new(format!("{groups} group(s) of duplicates"), format!("{groups} 组重复"))
}

/// The comparison in a sentence.
pub fn diff_sentence(report: &DiffReport<'_>) -> Message {
    let changes = report.changes.len();
    Message::new(format!("{changes} change(s)"), format!("{changes} 处变化"))
}

/// The evaluation in a sentence.
pub fn eval_sentence(outcome: &EvalOutcome) -> Message {
    let missed = outcome.gates.iter().filter(|gate| gate.missed()).count();
    Message::new(format!("{missed} gate(s) missed"), format!("{missed} 项门槛未达到"))
}
