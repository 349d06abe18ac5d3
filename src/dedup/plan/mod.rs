//! What is to become of duplicates, phrasing by phrasing, in a file that people edit before it is carried out.
//!
//! A plan proposes ([`propose`]), a person decides, [`Plan::apply`] carries out. The plan names entries by
//! `pack/id` and phrasings by their text, so that it reads on its own; it holds a fingerprint of every file it
//! speaks of, and is refused as soon as one of them has changed.
//!
//! Nothing here opens or writes a file of the knowledge base: what is to be written is handed back.

mod apply;
mod error;
mod propose;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub use apply::{Applied, Counts};
pub use error::{PlanError, PlanFault};
pub use propose::{clutter_removals, propose};

use serde::Serialize;

use super::Harm;
use crate::diagnostic::LastingHash;
use crate::source::SourceFile;

/// What the file says it is.
pub const SCHEMA: &str = "kbtool.dedup-plan/1";

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// [`SCHEMA`].
    pub schema: String,
    /// The files that the plan speaks of, as they were.
    pub files: Vec<PlannedFile>,
    /// The groups, worst harm first.
    pub groups: Vec<PlannedGroup>,
}

/// A file as it was when the plan was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedFile {
    /// Its path as kbtool was told it, with `/`.
    pub path: String,
    /// A hash of its bytes.
    pub fingerprint: String,
}

/// A group of phrasings that say the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedGroup {
    /// The worst harm in it.
    pub harm: Harm,
    /// Whether a person has looked at it; until then nothing in it is carried out.
    pub decided: bool,
    /// Its phrasings, the representative first.
    pub phrasings: Vec<PlannedPhrasing>,
}

/// A phrasing and what is to become of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedPhrasing {
    /// Its text.
    pub text: String,
    /// The entry it belongs to: `pack/id`.
    pub entry: String,
    /// Which of the entry's phrasings: 0 is the question, 1 the first variant.
    pub number: u32,
    /// `path:line`, for the reader.
    pub place: String,
    /// Why it is in the group, for the reader.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// The beginning of the entry's answer, for the reader.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub answer: String,
    /// What is to become of it.
    #[serde(flatten)]
    pub action: Action,
}

/// What is to become of a phrasing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "action", rename_all = "lowercase")]
pub enum Action {
    /// It stays as it is.
    Keep,
    /// A variant is taken out. An entry's question cannot be dropped: merge the entry instead.
    Drop,
    /// A variant is taken out here and becomes a variant of another entry, unless that has it already.
    Move {
        /// The other entry: `pack/id`.
        to: String,
    },
    /// The whole entry goes into another, whichever of its phrasings says so: its question and variants become
    /// variants there, its keywords, counterexamples, tags and related entries are kept, mentions of it name the
    /// other, its own answers go.
    Merge {
        /// The other entry: `pack/id`.
        into: String,
    },
    /// A variant is taken out and becomes a counterexample of its own entry: this must not lead here.
    Counterexample,
}

impl Action {
    /// The name in plans.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Drop => "drop",
            Self::Move { .. } => "move",
            Self::Merge { .. } => "merge",
            Self::Counterexample => "counterexample",
        }
    }

    /// The names of all, in the order of [`Action`].
    const NAMES: [&str; 5] = ["keep", "drop", "move", "merge", "counterexample"];
}

impl PlannedFile {
    /// What a plan says of a file as it is now.
    fn of(file: &SourceFile) -> Self {
        Self { path: file.display_path(), fingerprint: fingerprint(file) }
    }
}

/// 64 bits of [`LastingHash`] over everything that a file has, the byte order mark included. Whoever has not
/// changed a file on purpose to deceive gets another fingerprint for every change.
fn fingerprint(file: &SourceFile) -> String {
    let mark = if file.has_byte_order_mark() { "\u{FEFF}" } else { "" };
    LastingHash::new().text(mark).text(file.text()).digits()
}
