//! The findings of a lint run, one renderer a format.
//!
//! Every renderer gets the findings in the order of files and places and gives back a text. What several of
//! them need stands beside them once: columns in each format's unit (`columns`), what a finding is known by
//! (`fingerprint`), the result in a sentence (`summary`), what XML may hold (`xml`).

mod checkstyle;
mod columns;
mod concise;
mod fingerprint;
mod github;
mod gitlab;
mod grouped;
mod json;
mod junit;
mod markdown;
mod rdjson;
#[cfg(test)]
pub(super) mod sample;
mod sarif;
mod statistics;
mod summary;
#[cfg(test)]
mod tests;
mod text;
mod xml;

use std::fmt;
use std::str::FromStr;

pub use summary::LintSummary;

use super::RenderOptions;
use crate::diagnostic::{Diagnostic, Language};
use crate::source::Files;

/// Everything a lint run has to show.
#[derive(Debug, Clone)]
pub struct LintReport<'r> {
    /// The findings that count, in any order.
    pub findings: &'r [Diagnostic],
    /// The files they point into.
    pub files: &'r Files,
    /// What it came to.
    pub summary: LintSummary,
}

impl<'r> LintReport<'r> {
    /// The findings by file and place.
    fn in_order(&self) -> Vec<&'r Diagnostic> {
        let mut findings: Vec<&Diagnostic> = self.findings.iter().collect();
        findings.sort();
        findings
    }

    /// The path of the file a finding is in.
    fn path(&self, finding: &Diagnostic) -> String {
        self.files.get(finding.location.file).display_path()
    }

    /// The findings of each file, with its path, in the order of the files.
    fn by_file(&self) -> Vec<(String, Vec<&'r Diagnostic>)> {
        self.in_order()
            .chunk_by(|one, other| one.location.file == other.location.file)
            .map(|findings| (self.path(findings[0]), findings.to_vec()))
            .collect()
    }
}

/// A format of a lint report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LintFormat {
    /// Each finding with its line and carets, for people at a terminal.
    Text,
    /// A line a finding, for editors and `grep`.
    Concise,
    /// A line a finding below its file's name.
    Grouped,
    /// One object, for programs; its shape is part of kbtool's contract.
    Json,
    /// An object a finding, each on its line.
    JsonLines,
    /// Workflow commands that become annotations on GitHub.
    Github,
    /// GitLab's Code Quality report.
    Gitlab,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// For the test page of a build server.
    Junit,
    /// Checkstyle's XML, which most build servers read.
    Checkstyle,
    /// Reviewdog's JSON.
    Rdjson,
    /// For a pull request's comment.
    Markdown,
}

impl LintFormat {
    /// All formats.
    pub const ALL: [Self; 12] = [
        Self::Text,
        Self::Concise,
        Self::Grouped,
        Self::Json,
        Self::JsonLines,
        Self::Github,
        Self::Gitlab,
        Self::Sarif,
        Self::Junit,
        Self::Checkstyle,
        Self::Rdjson,
        Self::Markdown,
    ];

    /// The name on the command line, such as `sarif`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Concise => "concise",
            Self::Grouped => "grouped",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Checkstyle => "checkstyle",
            Self::Rdjson => "rdjson",
            Self::Markdown => "markdown",
        }
    }
}

impl fmt::Display for LintFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A format that lint reports do not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("lint has no output format `{0}`; there are {names}", names = LintFormat::ALL.map(LintFormat::name).join(", "))]
pub struct UnknownLintFormat(pub String);

impl FromStr for LintFormat {
    type Err = UnknownLintFormat;

    fn from_str(name: &str) -> Result<Self, UnknownLintFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.name().eq_ignore_ascii_case(name))
            .ok_or_else(|| UnknownLintFormat(name.to_owned()))
    }
}

/// What a lint report should show besides the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LintRenderOptions {
    /// How often each rule found something; in text, grouped, JSON and Markdown.
    pub statistics: bool,
}

/// A lint report in this format. The text ends with a line end, or is empty where the format has nothing to
/// say about a clean run (concise and JSON Lines).
pub fn render_lint(
    report: &LintReport<'_>,
    format: LintFormat,
    options: RenderOptions,
    lint_options: &LintRenderOptions,
) -> String {
    let statistics = lint_options.statistics;
    match format {
        LintFormat::Text => text::render(report, options, statistics),
        LintFormat::Concise => concise::render(report, options),
        LintFormat::Grouped => grouped::render(report, options, statistics),
        LintFormat::Json => json::render(report, options.language, statistics),
        LintFormat::JsonLines => json::render_lines(report, options.language),
        LintFormat::Github => github::render(report, options.language),
        LintFormat::Gitlab => gitlab::render(report, options.language),
        LintFormat::Sarif => sarif::render(report, options.language),
        LintFormat::Junit => junit::render(report, options.language),
        LintFormat::Checkstyle => checkstyle::render(report, options.language),
        LintFormat::Rdjson => rdjson::render(report, options.language),
        LintFormat::Markdown => markdown::render(report, options.language, statistics),
    }
}

/// The worst findings, so many at most, a line each as [`LintFormat::Concise`] has them.
pub(super) fn worst_lines(report: &LintReport<'_>, most: usize, language: Language) -> Vec<String> {
    let mut findings = report.in_order();
    findings.sort_by_key(|finding| finding.severity);
    findings.into_iter().take(most).map(|finding| concise::line(report, finding, language)).collect()
}

/// A finding's message and, below it, the way out.
fn message_and_help(finding: &Diagnostic, language: Language) -> String {
    let message = finding.message.in_language(language);
    match &finding.help {
        Some(help) => format!("{message}\n{}", help.in_language(language)),
        None => message.to_owned(),
    }
}

/// Indented JSON with a line end. What the renderers write are structs of texts and numbers, which JSON can
/// always say.
fn pretty_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).expect("texts and numbers are JSON") + "\n"
}
