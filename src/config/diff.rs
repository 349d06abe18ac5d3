//! `[diff]` and `[check]`: what changes pass without a second look, and what a check compares with.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Selectors;
use crate::diff::{ReviewTopic, Risk};

/// `[diff]`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct DiffConfig {
    /// Fail for changes of at least this risk; for none without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_on: Option<Risk>,
    /// Fail if more questions than this were answered right and no longer are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_broken: Option<u64>,
    /// Fail for changes of these topics that nobody has reviewed: `answer-facts`, or a kind of change such as
    /// `entry-removed`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub require_review_of: Selectors,
    /// The file that records what somebody has reviewed, relative to this file's folder; `--reviewed` goes
    /// before it.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "super::write_optional_path")]
    pub reviewed: Option<PathBuf>,
}

impl DiffConfig {
    /// The topics of [`require_review_of`](Self::require_review_of); what is none was refused when the file was
    /// read.
    pub fn review_topics(&self) -> Vec<ReviewTopic> {
        self.require_review_of.iter().filter_map(|topic| topic.get_ref().parse().ok()).collect()
    }
}

/// `[check]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct CheckConfig {
    /// What the knowledge base is compared with: a git revision or a folder; `--base` goes before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
}
