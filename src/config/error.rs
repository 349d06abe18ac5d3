//! What can be wrong with a configuration file, with the place and the way out.

use std::path::PathBuf;

use crate::source::ReadError;

/// How many characters of a line are shown.
const SHOWN: usize = 200;

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file could not be opened, or is not UTF-8.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ReadError,
    },
    /// The file was read and is wrong.
    #[error("{}", list(path, faults))]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Everything that is wrong with it, in the order of places; at least one.
        faults: Vec<Fault>,
    },
}

fn list(path: &std::path::Path, faults: &[Fault]) -> String {
    let lines = faults.iter().map(|fault| {
        let Fault { line, column, kind, .. } = fault;
        let at = format!("{}:{line}:{column}: {kind}", path.display());
        let text: String = fault.text.trim().chars().take(SHOWN).collect();
        if text.is_empty() { at } else { format!("{at}\n    {text}") }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// One thing that is wrong at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The line itself, without its end.
    pub text: String,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong, and what would be right.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FaultKind {
    /// Not TOML; the parser's words.
    #[error("this is not TOML: {0}")]
    Syntax(String),
    /// A key nobody knows.
    #[error("unknown key `{key}` in {place}; {}", suggestion(nearest.as_deref(), known))]
    UnknownKey {
        /// The key.
        key: String,
        /// The table it stands in, such as `[eval]`.
        place: String,
        /// The known key that it resembles.
        nearest: Option<String>,
        /// The keys that the table knows.
        known: Vec<String>,
    },
    /// Another type is wanted.
    #[error("`{key}` must be {wanted}, not {found}")]
    WrongType {
        /// The key.
        key: String,
        /// What is wanted, with its article.
        wanted: &'static str,
        /// What stands there, with its article.
        found: &'static str,
    },
    /// A number outside its range.
    #[error("`{key}` must be from {least} to {most}, not {found}{}", percent_hint(*found))]
    OutOfRange {
        /// The key.
        key: String,
        /// The smallest value allowed.
        least: f64,
        /// The largest value allowed.
        most: f64,
        /// What stands there.
        found: f64,
    },
    /// A name that is none of a few.
    #[error("`{key}` must be one of {}, not `{found}`", known.join(", "))]
    UnknownName {
        /// The key.
        key: String,
        /// What stands there.
        found: String,
        /// What may stand there.
        known: Vec<String>,
    },
    /// A table that does not fit what reads it; the reader's words.
    #[error("{place}: {}", reason.replace('\n', "; "))]
    Unfit {
        /// The table.
        place: String,
        /// Why.
        reason: String,
    },
    /// Nothing where something must be.
    #[error("`{key}` is empty; give it a value or remove the line")]
    Empty {
        /// The key.
        key: String,
    },
    /// One of two keys that belong together.
    #[error("{place} has no `{key}`; `direct` and `recommend` are set together")]
    Missing {
        /// The missing key.
        key: &'static str,
        /// The table it should stand in.
        place: String,
    },
    /// The thresholds stand in the wrong order.
    #[error(
        "`recommend` ({recommend}) is above `direct` ({direct}); the bot must be surer to answer than to recommend"
    )]
    ThresholdOrder {
        /// From where answers are given.
        direct: f64,
        /// From where candidates are offered.
        recommend: f64,
    },
}

fn suggestion(nearest: Option<&str>, known: &[String]) -> String {
    nearest.map_or_else(
        || format!("known are {}", known.join(", ")),
        |nearest| format!("did you mean `{nearest}`?"),
    )
}

/// Trainers think in percent: 85 is most likely 0.85.
fn percent_hint(found: f64) -> String {
    if found > 1.0 && found <= 100.0 { format!(" ({found}% is {})", found / 100.0) } else { String::new() }
}
