//! What changed between two versions, one renderer a format.
//!
//! Text is for whoever sits at a terminal, Markdown for a pull request's comment, HTML for a page that is sent
//! around, the changelog for colleagues, JSON for programs. Only JSON has everything always. What several of
//! them need stands beside them once: which changes belong together (`grouping`), what a change says (`content`,
//! `pieces`), numbers and sentences (`summary`, `headline`), what customers notice (`behaviour`), questions by
//! reference (`questions`).

mod behaviour;
mod changelog;
mod compare;
mod content;
mod grouping;
mod headline;
mod html;
mod json;
mod layout;
mod markdown;
mod markdown_change;
mod pieces;
mod questions;
#[cfg(test)]
pub(super) mod sample;
mod sentences;
mod summary;
#[cfg(test)]
mod tests;
mod text;
mod text_change;

use std::fmt;
use std::str::FromStr;

pub(super) use json::change_objects;

use super::RenderOptions;
use crate::diagnostic::Message;
use crate::diff::{Behaviour, Change, LimitResult};

/// Everything a comparison of two versions has to show.
#[derive(Debug, Clone, Copy)]
pub struct DiffReport<'r> {
    /// What the earlier version is called: a folder, or a revision and its commit.
    pub before: &'r str,
    /// What the later version is called.
    pub after: &'r str,
    /// How many entries each of them has.
    pub entries: (usize, usize),
    /// What changed.
    pub changes: &'r [Change],
    /// What customers notice of it, where somebody asked.
    pub behaviour: Option<&'r Behaviour>,
    /// The limits that were set.
    pub limits: &'r [LimitResult],
    /// What else the reader should know.
    pub notes: &'r [Message],
}

/// What a report of changes should show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DiffRenderOptions {
    /// So many entries of each risk, and so many flips of each kind, in text and Markdown; all without it.
    pub limit: Option<usize>,
}

/// A format of a report of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DiffFormat {
    /// For people at a terminal.
    Text,
    /// One object, for programs; its shape is part of kbtool's contract.
    Json,
    /// For a pull request's comment.
    Markdown,
    /// One page that needs nothing else.
    Html,
    /// What one would write to colleagues.
    Changelog,
}

impl DiffFormat {
    /// All formats.
    pub const ALL: [Self; 5] = [Self::Text, Self::Json, Self::Markdown, Self::Html, Self::Changelog];

    /// The name on the command line, such as `html`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Changelog => "changelog",
        }
    }
}

impl fmt::Display for DiffFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A format that reports of changes do not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("diff has no output format `{0}`; there are {names}", names = DiffFormat::ALL.map(DiffFormat::name).join(", "))]
pub struct UnknownDiffFormat(pub String);

impl FromStr for DiffFormat {
    type Err = UnknownDiffFormat;

    fn from_str(name: &str) -> Result<Self, UnknownDiffFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.name().eq_ignore_ascii_case(name))
            .ok_or_else(|| UnknownDiffFormat(name.to_owned()))
    }
}

/// What changed, in this format. The text ends with a line end.
pub fn render_diff(
    report: &DiffReport<'_>,
    format: DiffFormat,
    options: RenderOptions,
    diff: &DiffRenderOptions,
) -> String {
    match format {
        DiffFormat::Text => text::render(report, options, *diff),
        DiffFormat::Json => json::render(report),
        DiffFormat::Markdown => markdown::render(report, options.language, *diff),
        DiffFormat::Html => html::render(report, options.language),
        DiffFormat::Changelog => changelog::render(report, options.language, *diff),
    }
}
