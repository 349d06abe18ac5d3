//! Why there are no findings: what was asked for makes no sense.

use std::path::PathBuf;

/// Linting cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum LintError {
    /// A selector on the command line that names no rule.
    #[error("no rule is called `{selector}`{}; `kbtool rules` lists them", hint(nearest.as_deref()))]
    UnknownRule {
        /// As written.
        selector: String,
        /// The code or name it resembles.
        nearest: Option<String>,
    },
    /// A path pattern in the configuration that cannot be read.
    #[error("[lint.per-file.\"{pattern}\"]: {reason}")]
    Pattern {
        /// As written.
        pattern: String,
        /// Why.
        reason: String,
    },
    /// Settings of a rule that do not fit.
    #[error("{}: [lint.rules.{rule}]: {}; `kbtool explain {rule}` lists its settings", path.display(), reason.replace('\n', "; "))]
    Settings {
        /// The configuration file.
        path: PathBuf,
        /// Where in it, in bytes.
        offset: usize,
        /// The rule.
        rule: &'static str,
        /// Why, in the reader's words.
        reason: String,
    },
}

fn hint(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| format!(" (did you mean `{nearest}`?)"))
}
