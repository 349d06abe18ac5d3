//! How a finding can be mended by the machine.

use super::Message;
use crate::source::{Edit, FileId, Location};

/// Whether a fix may be applied without somebody looking at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// What customers are told and which questions are recognised stay the same.
    Safe,
    /// A person should read the result: it may change what the bot says or understands.
    Unsafe,
}

/// A change to one or several files that removes a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fix {
    /// Whether it may be applied unseen.
    pub safety: Safety,
    /// What it does, as an order: "remove the variant".
    pub label: Message,
    /// The changes, which belong together: all or none.
    pub edits: Vec<Edit>,
    /// A file that loses its byte order mark, which no edit of the text can reach.
    pub byte_order_mark_of: Option<FileId>,
}

impl Fix {
    /// A fix without edits as yet.
    pub fn new(safety: Safety, label: Message) -> Self {
        Self { safety, label, edits: Vec::new(), byte_order_mark_of: None }
    }

    /// A safe fix.
    pub fn safe(label: Message) -> Self {
        Self::new(Safety::Safe, label)
    }

    /// A fix that wants a look.
    pub fn unsafe_(label: Message) -> Self {
        Self::new(Safety::Unsafe, label)
    }

    /// Replace what stands at `location`.
    #[must_use]
    pub fn replace(mut self, location: Location, replacement: impl Into<String>) -> Self {
        self.edits.push(Edit { location, replacement: replacement.into() });
        self
    }
}
