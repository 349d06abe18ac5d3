//! What a search for duplicates found, one renderer a format; beside it, in the same formats, pairs of
//! sentences that were judged (`pairs`) and what a knowledge base shares with other texts (`against`).
//!
//! Text and Markdown are for people and leave out what would bury the rest: all but some members of a group,
//! and as many groups as the reader wants. JSON and CSV have everything. What several of them need stands
//! beside them once: what is shown of a phrasing (`directory`), numbers and sentences (`summary`).

mod against;
mod brief;
mod csv;
mod directory;
mod json;
mod markdown;
mod pairs;
#[cfg(test)]
pub(super) mod sample;
mod side_by_side;
mod summary;
#[cfg(test)]
mod tests;
mod text;

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

pub use against::render_against;
pub(super) use brief::worst_lines;
pub use pairs::render_pairs;
pub(super) use summary::found;

use super::RenderOptions;
use crate::dedup::{Duplicates, Phrasings};
use crate::model::KnowledgeBase;

/// What the JSON of every report of duplicates says it is.
const SCHEMA: &str = "kbtool.dedup/1";

/// Everything a search for duplicates has to show.
#[derive(Debug, Clone, Copy)]
pub struct DedupReport<'r> {
    /// What was searched.
    pub knowledge_base: &'r KnowledgeBase,
    /// Its phrasings.
    pub phrasings: &'r Phrasings,
    /// What was found in it.
    pub duplicates: &'r Duplicates,
    /// From which score on, from 0 to 1, phrasings count as near.
    pub threshold: f64,
    /// How many phrasings this run has removed; they are not among the duplicates.
    pub fixed: usize,
    /// The day by which an answer is live.
    pub as_of: Date,
}

/// What a report of duplicates should show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DedupRenderOptions {
    /// So many groups of each harm in text and Markdown, or so many pairs of sentences, or texts of each
    /// degree; all without it, but for pairs of sentences, of which the first 20 are shown.
    pub limit: Option<usize>,
}

impl DedupRenderOptions {
    fn groups(self) -> usize {
        self.limit.unwrap_or(usize::MAX)
    }
}

/// A format of a report of duplicates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DedupFormat {
    /// For people at a terminal.
    Text,
    /// One object, for programs; its shape is part of kbtool's contract.
    Json,
    /// A line a phrasing, for spreadsheets.
    Csv,
    /// For a pull request's comment.
    Markdown,
}

impl DedupFormat {
    /// All formats.
    pub const ALL: [Self; 4] = [Self::Text, Self::Json, Self::Csv, Self::Markdown];

    /// The name on the command line, such as `csv`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
        }
    }
}

impl fmt::Display for DedupFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A format that reports of duplicates do not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("dedup has no output format `{0}`; there are {names}", names = DedupFormat::ALL.map(DedupFormat::name).join(", "))]
pub struct UnknownDedupFormat(pub String);

impl FromStr for DedupFormat {
    type Err = UnknownDedupFormat;

    fn from_str(name: &str) -> Result<Self, UnknownDedupFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.name().eq_ignore_ascii_case(name))
            .ok_or_else(|| UnknownDedupFormat(name.to_owned()))
    }
}

/// What a search for duplicates found, in this format. The text ends with a line end.
pub fn render_dedup(
    report: &DedupReport<'_>,
    format: DedupFormat,
    options: RenderOptions,
    dedup: &DedupRenderOptions,
) -> String {
    match format {
        DedupFormat::Text => text::render(report, options, *dedup),
        DedupFormat::Json => json::render(report),
        DedupFormat::Csv => csv::render(report, options.language),
        DedupFormat::Markdown => markdown::render(report, options.language, *dedup),
    }
}
