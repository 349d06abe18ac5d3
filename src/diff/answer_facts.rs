//! The facts that an answer states otherwise than before: numbers and what they count, days, amounts, dates,
//! percentages, yes and no, negation, links, telephone numbers.
//!
//! A reviewer who reads forty changed answers sees that one was polished, and not that its 7 天 became 15 天.
//! So both texts are read for what they state, each statement gets a value that is the same however it is
//! written (48 小时 and 2 天, 400-820-8820 and 4008208820, 八折 and 8折), and what the one states more often
//! than the other is reported, in the words of the text. Where it stands does not count, nor what else is said.
//!
//! What a unit is measured in, and what is a date, [`facts`](crate::dedup::facts) says; what denies,
//! [`Guards::negations`](crate::dedup::Guards::negations). Links and telephone numbers come first, as their
//! digits count nothing.

mod compare;
mod links;
mod negations;
mod numbers;
mod phones;
mod plain;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use self::plain::Plain;
use crate::dedup::{FactKind, facts};
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

/// The facts in which two texts differ: one change for each topic, in the order in which `before`, then `after`
/// first speak of it. The same value in other words (48 小时, 2 天) is no difference.
pub fn fact_changes(before: &str, after: &str) -> Vec<FactChange> {
    if before == after {
        return Vec::new();
    }
    compare::changes(&Statements::of(before), &Statements::of(after))
}

/// What makes two statements of one topic say the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Value {
    /// The least and the most, in thousandths.
    Amount(u64, u64),
    /// What has no value as a number.
    Text(String),
}

/// One fact where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Statement {
    topic: FactTopic,
    value: Value,
    /// In bytes.
    span: Range<usize>,
}

/// What a text states, in its order.
#[derive(Debug)]
struct Statements<'t> {
    text: &'t str,
    list: Vec<Statement>,
}

impl<'t> Statements<'t> {
    fn of(text: &'t str) -> Self {
        let plain = Plain::of(text);
        let mut found = Found::default();
        links::links(&plain, &mut found);
        phones::phones(&plain, &mut found);
        for fact in facts(text) {
            let value = Value::Amount(fact.value.0, fact.value.1);
            found.add(FactTopic::Measured(fact.kind), value, fact.span);
        }
        numbers::numbers(&plain, &mut found);
        negations::negations(&plain, &mut found);
        let mut list = found.list;
        list.sort_by_key(|statement| (statement.span.start, statement.span.end, statement.topic));
        Self { text, list }
    }

    fn words(&self, statement: &Statement) -> &'t str {
        &self.text[statement.span.clone()]
    }
}

/// Statements as they are found: no words belong to two of them, but for negations.
#[derive(Debug, Default)]
struct Found {
    list: Vec<Statement>,
    /// Where statements other than negations stand: where each ends, by where it begins.
    taken: BTreeMap<usize, (usize, FactTopic)>,
}

impl Found {
    /// Add a statement unless its words belong to another already.
    fn add(&mut self, topic: FactTopic, value: Value, span: Range<usize>) {
        if self.at(&span).is_none() {
            self.taken.insert(span.start, (span.end, topic));
            self.list.push(Statement { topic, value, span });
        }
    }

    /// What the last of these bytes that belong to a statement speak of.
    fn at(&self, span: &Range<usize>) -> Option<FactTopic> {
        let (_, &(end, topic)) = self.taken.range(..span.end).next_back()?;
        (end > span.start).then_some(topic)
    }
}
