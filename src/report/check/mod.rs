//! What a check came to, one renderer a format: lint, dedup, diff and eval in one report.
//!
//! A check asks one thing: may this be merged? So each report begins or ends with that, a table says how each
//! step went, and what failed stands before what did not. The steps' own reports are taken as they are: JSON
//! holds them whole, Markdown as much of them as a comment may be long (`room`), text only the worst of what
//! failed. The sentences about the steps (`sentences`) are the same in all formats.

mod json;
mod markdown;
mod room;
mod sentences;
#[cfg(test)]
mod tests;
mod text;

use std::fmt;
use std::str::FromStr;

pub use sentences::{dedup_sentence, diff_sentence, eval_sentence, lint_sentence};

use super::{DedupReport, DiffReport, EvalOutcome, LintReport, RenderError, RenderOptions};
use crate::diagnostic::Message;

/// A step of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The rules.
    Lint,
    /// The search for duplicates.
    Dedup,
    /// What changed since the base.
    Diff,
    /// The figures on transcripts.
    Eval,
}

impl Step {
    /// All steps in their order.
    pub const ALL: [Self; 4] = [Self::Lint, Self::Dedup, Self::Diff, Self::Eval];

    /// The name in JSON, which is that of the command that does the step alone.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lint => "lint",
            Self::Dedup => "dedup",
            Self::Diff => "diff",
            Self::Eval => "eval",
        }
    }

    /// What a report calls it.
    pub fn title(self) -> Message {
        match self {
            Self::Lint => Message::new("rules", "规则检查"),
            Self::Dedup => Message::new("duplicates", "重复问法"),
            Self::Diff => Message::new("changes", "改动"),
            Self::Eval => Message::new("evaluation", "评测"),
        }
    }
}

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepVerdict {
    /// Nothing in it stands in the way.
    Passed,
    /// Something does.
    Failed,
    /// It was not done, for want of a base, of transcripts, or of a knowledge base that loads.
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

/// A step and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepResult {
    /// The step.
    pub step: Step,
    /// What became of it.
    pub verdict: StepVerdict,
    /// The same in a sentence without a full stop: see [`lint_sentence`], [`dedup_sentence`],
    /// [`diff_sentence`] and [`eval_sentence`]; of a step that was left out, why.
    pub words: Message,
}

/// Everything a check has to show. Of a step that was left out nothing is shown but its sentence.
#[derive(Debug, Clone, Copy)]
pub struct CheckReport<'r> {
    /// The steps in the order of [`Step::ALL`].
    pub steps: &'r [StepResult],
    /// What the rules found.
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

impl CheckReport<'_> {
    /// Whether no step failed.
    pub fn passed(&self) -> bool {
        self.of_verdict(StepVerdict::Failed).next().is_none()
    }

    fn of_verdict(&self, verdict: StepVerdict) -> impl Iterator<Item = &StepResult> {
        self.steps.iter().filter(move |result| result.verdict == verdict)
    }

    /// What became of a step; one that is not among the steps was left out.
    fn verdict(&self, step: Step) -> StepVerdict {
        let result = self.steps.iter().find(|result| result.step == step);
        result.map_or(StepVerdict::LeftOut, |result| result.verdict)
    }
}

/// A format of a report of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CheckFormat {
    /// For people at a terminal.
    Text,
    /// One object, for programs; its shape is part of kbtool's contract.
    Json,
    /// For a pull request's comment.
    Markdown,
}

impl CheckFormat {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Text, Self::Json, Self::Markdown];

    /// The name on the command line, such as `markdown`.
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

/// What a check came to, in this format. The text ends with a line end.
///
/// # Errors
/// A library that writes the format refuses; see [`RenderError`].
pub fn render_check(
    report: &CheckReport<'_>,
    format: CheckFormat,
    options: RenderOptions,
) -> Result<String, RenderError> {
    match format {
        CheckFormat::Text => Ok(text::render(report, options)),
        CheckFormat::Json => json::render(report, options),
        CheckFormat::Markdown => markdown::render(report, options.language),
    }
}
