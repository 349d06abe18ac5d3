//! What importing comes to: files, counts, and what a person should look at.

use std::path::PathBuf;

/// The table cannot become a knowledge base as it is.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Two labels cannot be told apart after what ids may not hold was replaced.
    #[error(
        "line {line}: the {what}s `{first}` (line {first_line}) and `{second}` would both become `{id}`; \
         rename one of them in the table"
    )]
    Collision {
        /// `intent` or `domain`.
        what: &'static str,
        /// The label that came first.
        first: String,
        /// Its line.
        first_line: u64,
        /// The other label.
        second: String,
        /// Its line.
        line: u64,
        /// What both become.
        id: String,
    },
    /// YAML cannot hold a text; no text is known to do that.
    #[error("cannot write {}: {reason}", path.display())]
    Yaml {
        /// The file that was to be made.
        path: PathBuf,
        /// The serialiser's words.
        reason: String,
    },
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its line, as given.
    pub line: u64,
    /// Why.
    pub reason: SkipReason,
}

impl std::fmt::Display for Skipped {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.reason)
    }
}

/// Why a row was left out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SkipReason {
    /// No text.
    #[error("the row has no text")]
    NoText,
    /// No label.
    #[error("the row has no intent")]
    NoIntent,
    /// A label that transcripts use for "nothing should answer": this is a test row, not an entry.
    #[error("the intent `{0}` means that nothing should answer; keep such rows for transcripts")]
    OutOfScope(String),
}

/// One phrasing under several entries, the case, width and marks of it aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// As it was written first.
    pub phrasing: String,
    /// The entries, `pack/id`, in order; at least two.
    pub entries: Vec<String>,
}

/// What became of the table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportResult {
    /// Paths and contents: for each pack a `pack.yaml` and a file of entries, packs in the order of
    /// their first rows.
    pub files: Vec<(PathBuf, String)>,
    /// How many entries there are.
    pub entries: usize,
    /// How many phrasings they have, questions included.
    pub phrasings: usize,
    /// How many rows repeated a phrasing of their entry, letter by letter, and were dropped.
    pub duplicates: usize,
    /// The rows that were left out, in order.
    pub skipped: Vec<Skipped>,
    /// Phrasings that stand under several entries. They are kept: only a person knows where they belong.
    pub conflicts: Vec<Conflict>,
}
