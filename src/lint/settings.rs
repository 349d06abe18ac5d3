//! The settings of all rules, typed, with their defaults.
//!
//! A rule that can be told something has a struct of its own in its file and a field here; the field's name
//! is the rule's name. The schema of `kbtool.toml` and the settings on the rule's page are made from these
//! types.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules;

/// What every rule is told.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// KB201.
    pub question_length: rules::question_length::Limits,
    /// KB307.
    pub same_answer_elsewhere: rules::same_answer_elsewhere::Limits,
}
