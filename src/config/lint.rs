//! `[lint]`: which rules look, how bad their findings are, and what each is told.
//!
//! Selectors (`KB3`, `KB302`, `same-phrasing-in-two-entries`) and settings of rules are not checked here, as
//! only the linter knows the rules. Everything that may turn out to match nothing keeps its place in
//! the file, so that the linter can point at it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::diagnostic::Severity;

/// Rules as somebody names them, each with its place in the file.
pub type Selectors = Vec<Spanned<String>>;
/// How bad the findings of the named rules are.
pub type Levels = BTreeMap<Spanned<String>, Level>;
/// Settings of rules, by the name of the rule.
pub type RuleTables = BTreeMap<Spanned<String>, Spanned<toml::Table>>;

/// What a configuration says about the severity of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Findings are errors.
    Error,
    /// Findings are warnings.
    Warning,
    /// Findings are for information.
    Info,
    /// The rule does not look.
    Off,
}

impl Level {
    /// The severity; `None` for a rule that does not look.
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Off => None,
        }
    }
}

/// `[lint]`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LintConfig {
    /// Only these rules look: codes, beginnings of codes, or names. All rules if missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<String>>")]
    pub select: Option<Selectors>,
    /// These rules do not look. Where a rule is both selected and ignored, the longer selector decides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub ignore: Selectors,
    /// How bad findings are: `KB303 = "error"`, `question-length = "off"`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, Level>")]
    pub severity: Levels,
    /// Settings of rules by name; `kbtool explain RULE` lists them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(schema_with = "super::schema::rules")]
    pub rules: RuleTables,
    /// Exit with 1 only for findings at least this bad; for every finding if missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_on: Option<Severity>,
    /// A baseline file, relative to this file's folder; `--baseline` goes before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<PathBuf>,
    /// What holds besides for files whose path, relative to this file's folder, matches a pattern such as
    /// `kb/legacy/**`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, LintLayer>")]
    pub per_file: BTreeMap<Spanned<String>, LintLayer>,
    /// What holds besides for the entries of a pack, by its id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, LintLayer>")]
    pub per_pack: BTreeMap<Spanned<String>, LintLayer>,
}

/// What holds for some files or packs besides the rest.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LintLayer {
    /// These rules look here too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub select: Selectors,
    /// These rules do not look here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub ignore: Selectors,
    /// How bad findings are here.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, Level>")]
    pub severity: Levels,
    /// Settings of rules by name that are different here.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(schema_with = "super::schema::rules")]
    pub rules: RuleTables,
}
