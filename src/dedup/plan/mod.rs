//! What is to become of duplicates, phrasing by phrasing, in a file that people edit before it is carried out.
//!
//! A plan proposes, a person decides, `apply` carries out. The plan names entries by `pack/id` and phrasings
//! by their text, so that it reads on its own; it holds a fingerprint of every file it speaks of, and is
//! refused as soon as one of them has changed.

use serde::{Deserialize, Serialize};

use super::Harm;

/// What the file says it is.
pub const SCHEMA: &str = "kbtool.dedup-plan/1";

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// [`SCHEMA`].
    pub schema: String,
    /// The files that the plan speaks of, as they were.
    pub files: Vec<PlannedFile>,
    /// The groups, worst harm first.
    pub groups: Vec<PlannedGroup>,
}

/// A file as it was when the plan was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedFile {
    /// Its path as kbtool was told it, with `/`.
    pub path: String,
    /// A hash of its bytes.
    pub fingerprint: String,
}

/// A group of phrasings that say the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedGroup {
    /// The worst harm in it.
    pub harm: Harm,
    /// Whether a person has looked at it; until then nothing in it is carried out.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub decided: bool,
    /// Its phrasings, the representative first.
    pub phrasings: Vec<PlannedPhrasing>,
}

/// A phrasing and what is to become of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// The beginning of the entry's answer, for the reader.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub answer: String,
    /// What is to become of it.
    #[serde(flatten)]
    pub action: Action,
}

/// What is to become of a phrasing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The whole entry goes into another: its question and variants become variants there, its keywords and
    /// counterexamples are kept, mentions of it name the other, its own answers go.
    Merge {
        /// The other entry: `pack/id`.
        into: String,
    },
    /// A variant is taken out and becomes a counterexample of its own entry: this must not lead here.
    Counterexample,
}

const fn yes() -> bool {
    true
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over like this")]
const fn is_yes(decided: &bool) -> bool {
    *decided
}
