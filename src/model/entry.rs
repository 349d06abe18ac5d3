//! An entry: one question, its phrasings, its answers, and when it counts.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::knowledge_base::PackIndex;
use crate::source::{Location, Span};

/// An entry's number in its [`KnowledgeBase`](super::KnowledgeBase), in the order of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntryIndex(pub u32);

/// A text with its place in the file of whatever it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text after YAML's escapes and folding, without space at its edges.
    pub value: Box<str>,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// The text alone: written apart from its file, it has no place.
impl Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.value)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { value: Box::deserialize(deserializer)?, span: Span::default() })
    }
}

impl std::ops::Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.value
    }
}

/// From when until when something counts; both days belong to it, a missing one is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Validity {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

impl Validity {
    /// Whether `day` lies inside.
    pub fn contains(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether its last day is before `day`.
    pub fn is_over(&self, day: Date) -> bool {
        self.until.is_some_and(|until| until < day)
    }

    /// Whether some day lies inside of both.
    pub fn overlaps(&self, other: &Self) -> bool {
        let begins_in_time = |one: &Self, other: &Self| match (one.from, other.until) {
            (Some(from), Some(until)) => from <= until,
            _ => true,
        };
        begins_in_time(self, other) && begins_in_time(other, self)
    }
}

/// Where the days of a [`Validity`] are written; an empty span for a day that is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ValiditySpans {
    /// The first day.
    pub from: Span,
    /// The last day.
    pub until: Span,
}

/// Whether an entry is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub enum Status {
    /// Served to customers.
    #[default]
    Live,
    /// Not yet: being written or tried.
    Draft,
    /// No longer.
    Retired,
}

/// One answer to an entry's question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What the customer reads.
    pub text: Text,
    /// Only on these channels (app, web, wechat …); everywhere if empty.
    pub channels: Vec<Text>,
    /// Only in these modes (full-auto, assist …); in all if empty.
    pub modes: Vec<Text>,
    /// Only on these days.
    pub validity: Validity,
    /// Where these days are written.
    #[serde(skip)]
    pub validity_spans: ValiditySpans,
    /// A condition on the order or the customer, in the words of the platform; kept, not judged.
    pub when: Option<Text>,
}

impl Answer {
    /// Whether the answer can be given on `day`, on `channel`, in `mode`. A channel or mode that is not
    /// asked for excludes nothing.
    pub fn is_live(&self, day: Date, channel: Option<&str>, mode: Option<&str>) -> bool {
        let fits = |allowed: &[Text], asked: Option<&str>| {
            asked.is_none_or(|asked| allowed.is_empty() || allowed.iter().any(|one| &*one.value == asked))
        };
        self.validity.contains(day) && fits(&self.channels, channel) && fits(&self.modes, mode)
    }
}

/// A mention of an entry, as `id` or `pack/id`, and the entry it names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// As written.
    pub text: Text,
    /// The entry; `None` if there is no such entry.
    pub target: Option<EntryIndex>,
}

/// One entry of a knowledge base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The pack it belongs to.
    pub pack: PackIndex,
    /// Its id as written; entries may go without.
    pub id: Option<Text>,
    /// `pack/id`, or `pack/` and the question's match key where there is no id. Unique.
    pub reference: Box<str>,
    /// The canonical question.
    pub question: Text,
    /// Other phrasings of it.
    pub variants: Vec<Text>,
    /// Near misses that must not lead here.
    pub counterexamples: Vec<Text>,
    /// Sets of words; a question that has all words of one set is this question.
    pub keywords: Vec<Vec<Text>>,
    /// The answers the entry itself brings; a shop may bring its own.
    pub answers: Vec<Answer>,
    /// Questions to offer after the answer.
    pub related: Vec<Reference>,
    /// Its category, its own or the file's.
    pub category: Option<Box<str>>,
    /// Labels for people.
    pub tags: Vec<Text>,
    /// On which days it is served.
    pub validity: Validity,
    /// Where these days are written.
    #[serde(skip)]
    pub validity_spans: ValiditySpans,
    /// Whether it is served at all.
    pub status: Status,
    /// The whole entry in its file; the file holds for every span above.
    #[serde(skip)]
    pub location: Location,
}

impl Entry {
    /// The question and its variants: every text that should lead here.
    pub fn phrasings(&self) -> impl Iterator<Item = &Text> {
        std::iter::once(&self.question).chain(&self.variants)
    }

    /// The part of the reference after the pack.
    pub fn key(&self) -> &str {
        self.reference.split_once('/').map_or(&self.reference, |(_, key)| key)
    }

    /// Whether it is served on `day`: its status is live and the day lies in its validity.
    pub fn is_live(&self, day: Date) -> bool {
        self.status == Status::Live && self.validity.contains(day)
    }

    /// Whether customers may meet it on `day` or later: it is not retired, and its last day is not over. Drafts
    /// count, and what begins later.
    pub fn is_current_or_coming(&self, day: Date) -> bool {
        self.status != Status::Retired && !self.validity.is_over(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn both_days_belong_to_a_validity() {
        let validity = Validity { from: Some(date(2026, 11, 1)), until: Some(date(2026, 11, 12)) };
        let inside = |day| validity.contains(day);
        assert!(inside(date(2026, 11, 1)) && inside(date(2026, 11, 12)));
        assert!(!inside(date(2026, 10, 31)) && !inside(date(2026, 11, 13)));
        assert!(Validity::default().contains(date(1999, 1, 1)));
        let over = |day| validity.is_over(day);
        assert!(over(date(2026, 11, 13)) && !over(date(2026, 11, 12)) && !over(date(2026, 10, 31)));
        assert!(!Validity::default().is_over(date(2199, 1, 1)));
    }

    #[test]
    fn validities_overlap_on_a_common_day() {
        let validity = |from, until| Validity { from, until };
        let october = validity(Some(date(2026, 10, 1)), Some(date(2026, 10, 31)));
        assert!(october.overlaps(&Validity::default()) && Validity::default().overlaps(&october));
        assert!(october.overlaps(&validity(Some(date(2026, 10, 31)), None)));
        assert!(!october.overlaps(&validity(Some(date(2026, 11, 1)), None)));
        assert!(!validity(Some(date(2026, 11, 1)), None).overlaps(&october));
    }

    #[test]
    fn what_is_over_or_retired_comes_no_more() {
        let yaml = "- {question: 甲}\n\
                    - {question: 乙, status: draft}\n\
                    - {question: 丙, from: 2026-12-01}\n\
                    - {question: 丁, until: 2026-11-12}\n\
                    - {question: 戊, until: 2026-11-11}\n\
                    - {question: 己, status: retired}\n";
        let loaded = crate::model::KnowledgeBase::from_texts([("p/a.yaml".into(), yaml.to_owned())]);
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let entries = loaded.knowledge_base.entries;
        let coming: Vec<bool> =
            entries.iter().map(|entry| entry.is_current_or_coming(date(2026, 11, 12))).collect();
        assert_eq!(coming, [true, true, true, true, false, false]);
    }

    #[test]
    fn a_channel_excludes_only_when_asked_for() {
        let text = |value: &str| Text { value: value.into(), span: Span::default() };
        let answer = Answer {
            text: text("扫码"),
            channels: vec![text("wechat")],
            modes: vec![],
            validity: Validity::default(),
            validity_spans: ValiditySpans::default(),
            when: None,
        };
        let day = date(2026, 1, 1);
        assert!(answer.is_live(day, None, None));
        assert!(answer.is_live(day, Some("wechat"), Some("assist")));
        assert!(!answer.is_live(day, Some("web"), None));
    }
}
