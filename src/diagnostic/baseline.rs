//! Findings that were there before somebody began to look: recorded once, so that only new ones fail.
//!
//! A finding is known again by its rule, its entry (its file where there is none) and the text it is
//! about, never by its line: entries may be moved about and edited elsewhere. Each recorded finding excuses
//! one finding; a second one with the same text is new.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Diagnostic, LastingHash};
use crate::source::Files;

const SCHEMA: &str = "kbtool.lint-baseline/1";
/// So many characters of the text are kept, for people who read the file.
const SHOWN: usize = 40;

/// A baseline that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// The file cannot be read.
    #[error("cannot read the baseline {}: {source}; write one with --update-baseline", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is no baseline.
    #[error("{} is no baseline of `kbtool lint`: {reason}; write one with --update-baseline", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

/// What is known of a recorded finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// The rule's code.
    pub code: String,
    /// The entry as `pack/id`, or the file's path where there is none.
    pub place: String,
    /// Hash of the text.
    pub hash: String,
    /// How many findings are alike in all of that.
    pub count: usize,
    /// The beginning of the text, for people.
    pub text: String,
}

/// The findings of an earlier run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    schema: String,
    /// In the order of codes and places.
    findings: Vec<Recorded>,
}

impl Baseline {
    /// Record `findings`.
    pub fn of(findings: &[Diagnostic], files: &Files) -> Self {
        let mut counted: BTreeMap<(String, String, String), Recorded> = BTreeMap::new();
        for finding in findings {
            let recorded = Recorded::of(finding, files);
            let key = (recorded.code.clone(), recorded.place.clone(), recorded.hash.clone());
            counted.entry(key).and_modify(|known| known.count += 1).or_insert(recorded);
        }
        Self { schema: SCHEMA.to_owned(), findings: counted.into_values().collect() }
    }

    /// Read the baseline at `path`.
    ///
    /// # Errors
    /// The file is missing, cannot be read, or is something else.
    pub fn read(path: &Path) -> Result<Self, BaselineError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| BaselineError::Unreadable { path: path.to_owned(), source })?;
        let invalid = |reason: String| BaselineError::Invalid { path: path.to_owned(), reason };
        let baseline: Self = serde_json::from_str(&text).map_err(|error| invalid(error.to_string()))?;
        if baseline.schema != SCHEMA {
            return Err(invalid(format!("its schema is `{}`, not `{SCHEMA}`", baseline.schema)));
        }
        Ok(baseline)
    }

    /// The file's text.
    pub fn to_json(&self) -> String {
        // Nothing in it that JSON could not say.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// How many findings are recorded.
    pub fn len(&self) -> usize {
        self.findings.iter().map(|recorded| recorded.count).sum()
    }

    /// Whether nothing is recorded.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Take the recorded findings out of `findings`. Gives back how many were taken out, and what was
    /// recorded but is no longer found.
    pub fn excuse(&self, findings: &mut Vec<Diagnostic>, files: &Files) -> (usize, Vec<Recorded>) {
        let key =
            |recorded: &Recorded| (recorded.code.clone(), recorded.place.clone(), recorded.hash.clone());
        let mut left: BTreeMap<_, Recorded> =
            self.findings.iter().map(|recorded| (key(recorded), recorded.clone())).collect();
        let before = findings.len();
        findings.retain(|finding| match left.get_mut(&key(&Recorded::of(finding, files))) {
            Some(recorded) if recorded.count > 0 => {
                recorded.count -= 1;
                false
            }
            _ => true,
        });
        let stale = left.into_values().filter(|recorded| recorded.count > 0).collect();
        (before - findings.len(), stale)
    }
}

impl Recorded {
    /// What is known again of `finding`.
    pub(crate) fn of(finding: &Diagnostic, files: &Files) -> Self {
        let mut hash = LastingHash::new();
        let mut shown = String::new();
        for word in files.slice(finding.location).split_whitespace() {
            hash = hash.text(word);
            if shown.len() < 4 * SHOWN {
                shown.push_str(if shown.is_empty() { "" } else { " " });
                shown.push_str(word);
            }
        }
        let path = || files.get(finding.location.file).display_path();
        Self {
            code: finding.code.to_owned(),
            place: finding.entry.clone().unwrap_or_else(path),
            hash: hash.digits(),
            count: 1,
            text: shown.chars().take(SHOWN).collect(),
        }
    }
}
