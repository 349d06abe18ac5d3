//! Why two phrasings are no duplicates, in words.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::scan::{Sink, Value, scan};
use super::table::{Sides, Table, mask_of, set_of};
use crate::diagnostic::Message;

/// What two phrasings differ in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DifferenceKind {
    /// One says no, the other does not.
    Negation,
    /// A number, with its unit.
    Number,
    /// The unit of a number.
    Unit,
    /// A product code, version, telephone or order number.
    Code,
    /// A size of clothes in letters.
    Size,
    /// A colour.
    Colour,
    /// A mark for one of a row: A款, 乙类.
    Mark,
    /// A place, or which of two is the goal.
    Place,
    /// Opposites, and things of business that exclude each other.
    Antonym,
    /// Names of services, makers and companies.
    Name,
    /// A relative or another person.
    Person,
    /// A day, season or feast.
    Time,
    /// What is asked for: how, why, when, where.
    Question,
}

impl DifferenceKind {
    /// All of them, in the order in which they are looked for.
    pub const ALL: [Self; 13] = [
        Self::Negation,
        Self::Number,
        Self::Unit,
        Self::Code,
        Self::Size,
        Self::Colour,
        Self::Mark,
        Self::Place,
        Self::Antonym,
        Self::Name,
        Self::Person,
        Self::Time,
        Self::Question,
    ];

    /// The name in reports for machines.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Negation => "negation",
            Self::Number => "number",
            Self::Unit => "unit",
            Self::Code => "code",
            Self::Size => "size",
            Self::Colour => "colour",
            Self::Mark => "mark",
            Self::Place => "place",
            Self::Antonym => "antonym",
            Self::Name => "name",
            Self::Person => "person",
            Self::Time => "time",
            Self::Question => "question",
        }
    }

    /// The name in both languages.
    pub fn label(self) -> Message {
        match self {
            Self::Negation => Message::new("negation", "否定"),
            Self::Number => Message::new("number", "数字"),
            Self::Unit => Message::new("unit", "单位"),
            Self::Code => Message::new("product code", "型号或编号"),
            Self::Size => Message::new("size", "尺码"),
            Self::Colour => Message::new("colour", "颜色"),
            Self::Mark => Message::new("mark", "款型标记"),
            Self::Place => Message::new("place", "地点"),
            Self::Antonym => Message::new("opposites", "相反的意思"),
            Self::Name => Message::new("name", "名称"),
            Self::Person => Message::new("person", "人物"),
            Self::Time => Message::new("time", "时间"),
            Self::Question => Message::new("what is asked", "问的内容"),
        }
    }
}

/// The first reason why two texts are no duplicates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What they differ in.
    pub kind: DifferenceKind,
    /// The words of the one text, in bytes; empty if only the other has any.
    pub one: Range<usize>,
    /// The words of the other text, likewise.
    pub other: Range<usize>,
}

impl Difference {
    /// The difference in words, of the two texts that were compared: `` number: `7天` here, `15天` there ``.
    pub fn describe(&self, one: &str, other: &str) -> Message {
        let words = |text: &str, range: &Range<usize>| text.get(range.clone()).unwrap_or_default().to_owned();
        let (one, other) = (words(one, &self.one), words(other, &self.other));
        let label = self.kind.label();
        let (english, chinese) = match (one.as_str(), other.as_str()) {
            ("", words) => (format!("only there `{words}`"), format!("只有后者有“{words}”")),
            (words, "") => (format!("only here `{words}`"), format!("只有前者有“{words}”")),
            (one, other) => {
                (format!("`{one}` here, `{other}` there"), format!("一个是“{one}”，一个是“{other}”"))
            }
        };
        Message::new(format!("{}: {english}", label.english), format!("{}不同：{chinese}", label.chinese))
    }
}

/// Everything in a text, with its places.
#[derive(Default)]
struct Found {
    /// The first.
    negation: Option<Range<usize>>,
    values: Vec<Value>,
    sides: Vec<(Sides, Range<usize>)>,
}

impl Sink for Found {
    fn value(&mut self, value: Value) {
        self.values.push(value);
    }

    fn sides(&mut self, sides: &[Sides], range: Range<usize>) {
        self.sides.extend(sides.iter().map(|&sides| (sides, range.clone())));
    }

    fn negations(&mut self, ranges: Vec<Range<usize>>) {
        self.negation = ranges.into_iter().next();
    }
}

impl Found {
    fn of(table: &Table, key: &str) -> Self {
        let mut found = Self::default();
        scan(table, key, &mut found);
        found
    }

    /// The first value of a kind that the other text does not have, or not so often.
    fn first_missing(&self, other: &Self, kind: DifferenceKind) -> Option<&Value> {
        let of_kind = |found: &'_ Self| -> FxHashMap<u64, u32> {
            let mut counts = FxHashMap::default();
            for value in found.values.iter().filter(|value| value.kind == kind) {
                *counts.entry(value.key).or_default() += 1;
            }
            counts
        };
        let mut left = of_kind(other);
        self.values.iter().filter(|value| value.kind == kind).find(|value| match left.get_mut(&value.key) {
            Some(count @ 1..) => {
                *count -= 1;
                false
            }
            _ => true,
        })
    }

    /// By set, the sides that the text is on; of those sets only that `counts`.
    fn masks(&self, counts: impl Fn(u16) -> bool) -> FxHashMap<u16, u64> {
        let mut masks = FxHashMap::default();
        for &(sides, _) in self.sides.iter().filter(|(sides, _)| counts(set_of(*sides))) {
            *masks.entry(set_of(sides)).or_default() |= mask_of(sides);
        }
        masks
    }

    fn range_in(&self, set: u16) -> Range<usize> {
        let found = self.sides.iter().find(|(sides, _)| set_of(*sides) == set);
        found.map_or(0..0, |(_, range)| range.clone())
    }
}

/// The first difference of two keys.
pub(super) fn difference(table: &Table, one: &str, other: &str) -> Option<Difference> {
    let (one, other) = (Found::of(table, one), Found::of(table, other));
    DifferenceKind::ALL.into_iter().find_map(|kind| match kind {
        DifferenceKind::Negation => {
            (one.negation.is_some() != other.negation.is_some()).then(|| Difference {
                kind,
                one: one.negation.clone().unwrap_or(0..0),
                other: other.negation.clone().unwrap_or(0..0),
            })
        }
        DifferenceKind::Number
        | DifferenceKind::Code
        | DifferenceKind::Size
        | DifferenceKind::Colour
        | DifferenceKind::Mark
        | DifferenceKind::Place => values(&one, &other, kind),
        _ => opposed(table, &one, &other, kind),
    })
}

fn values(one: &Found, other: &Found, kind: DifferenceKind) -> Option<Difference> {
    let (left, right) = (one.first_missing(other, kind), other.first_missing(one, kind));
    if left.is_none() && right.is_none() {
        return None;
    }
    let same_figure = left.zip(right).is_some_and(|(left, right)| left.figure == right.figure);
    let kind = if kind == DifferenceKind::Number && same_figure { DifferenceKind::Unit } else { kind };
    let range = |value: Option<&Value>| value.map_or(0..0, |value| value.range.clone());
    Some(Difference { kind, one: range(left), other: range(right) })
}

/// The first set of this kind, by its number, of which the two texts are on different sides only.
fn opposed(table: &Table, one: &Found, other: &Found, kind: DifferenceKind) -> Option<Difference> {
    let of_kind = |set| table.kind(set) == kind;
    let (left, right) = (one.masks(of_kind), other.masks(of_kind));
    let set = left
        .iter()
        .filter(|&(set, mask)| right.get(set).is_some_and(|other| mask & other == 0))
        .map(|(&set, _)| set)
        .min()?;
    Some(Difference { kind, one: one.range_in(set), other: other.range_in(set) })
}
