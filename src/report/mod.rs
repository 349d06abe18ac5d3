//! Results as people and programs read them: one renderer for each format.
//!
//! This module exists so that a figure is computed once and only worded here: whatever a report shows
//! stands in the result it is given. It may not measure, match or decide anything, nor print: a rendered
//! report is a text, the same bytes for the same result, and where it goes is the caller's business.
//! Colour, width and language are told to it; it never looks at a terminal.

mod budget;
mod check;
mod dedup;
mod diagnostics;
mod diff;
mod eval_csv;
mod eval_json;
mod eval_junit;
mod eval_markdown;
mod eval_sections;
mod eval_text;
mod eval_words;
mod folds;
mod lint;
mod matched;
mod object;
mod packs;
mod parts;
mod rules;
#[cfg(test)]
mod sample;
mod section;
mod table;
mod words;

use std::fmt;
use std::str::FromStr;

pub use check::{
    CheckFormat, CheckReport, Step, StepResult, StepVerdict, UnknownCheckFormat, dedup_sentence,
    diff_sentence, eval_sentence, lint_sentence, render_check,
};
pub use dedup::{
    DedupFormat, DedupRenderOptions, DedupReport, UnknownDedupFormat, render_against, render_dedup,
    render_pairs,
};
pub use diagnostics::render_diagnostics;
pub use diff::{DiffFormat, DiffRenderOptions, DiffReport, UnknownDiffFormat, render_diff};
pub use lint::{LintFormat, LintRenderOptions, LintReport, LintSummary, UnknownLintFormat, render_lint};
pub use matched::{MatchReport, MatchedCandidate};
pub use packs::{
    InstalledPack, PackListReport, PackUpdateReport, PacksFormat, UnknownPacksFormat, render_pack,
    render_pack_list, render_pack_update,
};
pub use rules::{RulesFormat, UnknownRulesFormat, render_rule, render_rules, rule_documentation};

use crate::diagnostic::{Language, Message};
use crate::eval::{Comparison, GateResult, Regression, Report};

/// A format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// For people at a terminal.
    Text,
    /// For programs; its shape is part of kbtool's contract.
    Json,
    /// For a pull request's comment.
    Markdown,
    /// For spreadsheets.
    Csv,
    /// For the test page of a build server.
    Junit,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 5] = [Self::Text, Self::Json, Self::Markdown, Self::Csv, Self::Junit];

    /// The name on the command line, such as `markdown`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Markdown => "markdown",
            Self::Csv => "csv",
            Self::Junit => "junit",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A format that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no output format `{0}`; there are text, json, markdown, csv and junit")]
pub struct UnknownFormat(pub String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.name().eq_ignore_ascii_case(name))
            .ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// How a report should look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RenderOptions {
    /// The language of whatever is not data.
    pub language: Language,
    /// The columns of the terminal; tables keep within them where their words allow it. Without it they
    /// are as wide as they need.
    pub width: Option<u16>,
    /// Whether ANSI escapes for colour are put in; only the text format has them.
    pub colour: bool,
}

/// Everything an evaluation has to show.
#[derive(Debug, Clone, PartialEq)]
pub struct EvalOutcome {
    /// The figures.
    pub report: Report,
    /// The limits and whether they were kept.
    pub gates: Vec<GateResult>,
    /// What changed since the baseline, where there is one.
    pub comparison: Option<Comparison>,
    /// What got worse since the baseline by more than is allowed.
    pub regressions: Vec<Regression>,
    /// What else the reader should know; what the report itself says is not repeated here.
    pub notes: Vec<Message>,
}

impl EvalOutcome {
    /// Whether every gate was kept, or could not be measured, and nothing regressed.
    pub fn passed(&self) -> bool {
        self.regressions.is_empty() && !self.gates.iter().any(GateResult::missed)
    }
}

/// A report could not be written, which only a fault of kbtool's own can cause.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// As JSON.
    #[error("the report cannot be written as JSON: {0}; please report this as a bug of kbtool")]
    Json(#[from] serde_json::Error),
    /// As JUnit XML.
    #[error("the report cannot be written as JUnit XML: {0}; please report this as a bug of kbtool")]
    Junit(#[from] quick_junit::SerializeError),
}

/// An evaluation in this format. The text ends with a line end.
///
/// # Errors
/// A library that writes the format refuses; see [`RenderError`].
pub fn render_eval(
    outcome: &EvalOutcome,
    format: Format,
    options: &RenderOptions,
) -> Result<String, RenderError> {
    match format {
        Format::Text => Ok(eval_text::render(outcome, *options)),
        Format::Json => eval_json::render(outcome),
        Format::Markdown => Ok(eval_markdown::render(outcome, options.language)),
        Format::Csv => Ok(eval_csv::render(&outcome.report)),
        Format::Junit => eval_junit::render(outcome, options.language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_found_by_their_names() {
        for format in Format::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        assert_eq!("JSON".parse(), Ok(Format::Json));
        let error = "sarif".parse::<Format>().expect_err("no such format");
        assert_eq!(
            error.to_string(),
            "there is no output format `sarif`; there are text, json, markdown, csv and junit"
        );
    }

    #[test]
    fn every_format_ends_with_one_line_end() {
        for format in Format::ALL {
            let text = render_eval(&sample::outcome(), format, &RenderOptions::default()).expect("rendered");
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{format}");
        }
    }
}
