//! What kbtool has to say about a place in a file, whoever found it.
//!
//! A [`Diagnostic`] is data: a code, a severity, words in two languages, a place, help. Who found it (the
//! loader, a rule) and how it is shown (text with carets, JSON, an annotation) are the business of others.

mod baseline;
mod fix;
mod hash;
mod language;
mod suppression;

pub use baseline::{Baseline, BaselineError, Recorded};
pub use fix::{Fix, Safety};
pub(crate) use hash::LastingHash;
pub use language::{Language, Message};
pub(crate) use suppression::silences_lines;
pub use suppression::{FileSuppressions, Suppression};

use crate::source::Location;

/// How bad a finding is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The knowledge base is wrong here: nothing is built on it until it is mended.
    Error,
    /// Customers will probably notice.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The name in configurations and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// Another place that belongs to a finding: where the first of two stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// Where.
    pub location: Location,
    /// What is there.
    pub label: Message,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Where; first, so that findings sort by place.
    pub location: Location,
    /// The stable code, such as `KB003`.
    pub code: &'static str,
    /// The code's name in words, such as `unknown-key`.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: Message,
    /// The entry concerned, `pack/id`, where there is one.
    pub entry: Option<String>,
    /// The way out.
    pub help: Option<Message>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// How the machine can mend it.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// An error at a place; help and related places can be added.
    pub fn error(code: &'static str, name: &'static str, location: Location, message: Message) -> Self {
        Self {
            location,
            code,
            name,
            severity: Severity::Error,
            message,
            entry: None,
            help: None,
            related: Vec::new(),
            fix: None,
        }
    }

    /// Add the way out.
    #[must_use]
    pub fn with_help(mut self, help: Message) -> Self {
        self.help = Some(help);
        self
    }

    /// Say which entry it concerns, as `pack/id`.
    #[must_use]
    pub fn with_entry(mut self, reference: impl Into<String>) -> Self {
        self.entry = Some(reference.into());
        self
    }

    /// Add a way to mend it.
    #[must_use]
    pub fn with_fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Add another place.
    #[must_use]
    pub fn with_related(mut self, location: Location, label: Message) -> Self {
        self.related.push(Related { location, label });
        self
    }
}
