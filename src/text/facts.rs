//! The facts of an answer: prices, periods, dates, numbers, links, and whether it says yes or no.
//!
//! Two answers to one question may be worded differently and mean the same, or differ in a single digit
//! and contradict each other. [`facts`] finds what can be compared and writes it in one form, so that
//! 七天, ７天 and "7 days" are equal; [`differing`] tells which facts of two answers are not.
//!
//! # The canonical forms
//!
//! | Kind | Written | Read from |
//! |---|---|---|
//! | [`Amount`](FactKind::Amount) | `99 CNY`, `20..30 CNY` | 99元, ￥99, 九十九块, 20-30元, $5, 5 dollars |
//! | [`Percentage`](FactKind::Percentage) | `80%` | 80%, 百分之八十, 八折, 8折, 八成, 半价 (50%) |
//! | [`Duration`](FactKind::Duration) | `7 day`, `7..15 workday`, `0.5 hour` | 7天, 七日内, 7-15个工作日, 半小时, 24h |
//! | [`Date`](FactKind::Date) | `2026-11-05`, `--11-05`, `--11`, `---05`, `2026` | 2026年11月5日, 11月5号, 11月, 5号, 2026年, 双11 |
//! | [`Time`](FactKind::Time) | `09:00`, `09:00..18:00` | 9点, 上午9:00, 九点半, 9:00-18:00 |
//! | [`Number`](FactKind::Number) | `3 件`, `1200`, `2..3 kg`, `iphone15` | 3件, 三件, 1,200, 1200, iPhone15 |
//! | [`Polarity`](FactKind::Polarity) | `yes`, `no` | 支持…, 可以…, 不支持…, 无法… at the beginning |
//! | [`Link`](FactKind::Link) | host in lower case, without scheme and last `/` | https://…, www.…, example.com |
//! | [`Phone`](FactKind::Phone) | digits | 400-800-1234, 138 0000 0000, 电话 95338 |
//!
//! Units are not converted: 24小时 and 1天 are different, as a promise in hours and one in days is. Dates
//! without a year are written as in XML Schema. A Chinese numeral counts as a number only with a unit
//! behind it, 一个 and its like not at all; the numbers of a list's items (`1.`, `2、`) do not either.

mod dates;
mod links;
mod polarity;
mod scan;
mod units;

use std::ops::Range;

/// What a fact is about; only facts of one kind can contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactKind {
    /// Whether the answer begins with a yes or a no.
    Polarity,
    /// Money.
    Amount,
    /// A share or a discount, as the percentage that is left to pay.
    Percentage,
    /// A period.
    Duration,
    /// A day, month or year.
    Date,
    /// A time of day.
    Time,
    /// Any other number.
    Number,
    /// An address on the web.
    Link,
    /// A telephone number.
    Phone,
}

/// One fact of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub kind: FactKind,
    /// The canonical form; the module's page lists them.
    pub value: Box<str>,
    /// Where it stands in the text, in bytes.
    pub span: Range<usize>,
}

impl Fact {
    /// Whether both say the same, wherever they stand.
    pub fn agrees_with(&self, other: &Self) -> bool {
        self.kind == other.kind && self.value == other.value
    }

    /// What the value is counted in: `day` of `7 day`; empty without one.
    fn unit(&self) -> &str {
        self.value.rsplit_once(' ').map_or("", |(_, unit)| unit)
    }
}

/// The facts of `text`, in the order of their places. Spans do not overlap.
pub fn facts(text: &str) -> Vec<Fact> {
    scan::Scanner::new(text).facts()
}

/// Facts that two texts do not share, of a kind that both have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference<'f> {
    /// What the first text says.
    pub one: Option<&'f Fact>,
    /// What the second text says.
    pub other: Option<&'f Fact>,
}

impl Difference<'_> {
    /// Whether each side says something of its own, so that not both can be right. Otherwise one side
    /// only says more.
    pub const fn is_contradiction(&self) -> bool {
        self.one.is_some() && self.other.is_some()
    }
}

/// Where the facts of two texts differ: each fact that has no equal on the other side, paired with one
/// of the same kind that has none either, those of one unit first. A kind that only one side speaks of is
/// passed over: an answer that also names a telephone number contradicts nobody.
///
/// In the order of [`FactKind`], then of the texts; a fact said twice counts once.
pub fn differing<'f>(one: &'f [Fact], other: &'f [Fact]) -> Vec<Difference<'f>> {
    let mut kinds: Vec<FactKind> = one.iter().map(|fact| fact.kind).collect();
    kinds.retain(|&kind| other.iter().any(|fact| fact.kind == kind));
    kinds.sort_unstable();
    kinds.dedup();
    let mut differences = Vec::new();
    for kind in kinds {
        let mut ones = without_equal(kind, one, other);
        let mut others = without_equal(kind, other, one);
        ones.retain(|fact| {
            let partner = others.iter().position(|candidate| candidate.unit() == fact.unit());
            if let Some(at) = partner {
                differences.push(Difference { one: Some(fact), other: Some(others.remove(at)) });
            }
            partner.is_none()
        });
        let (mut ones, mut others) = (ones.into_iter(), others.into_iter());
        loop {
            match (ones.next(), others.next()) {
                (None, None) => break,
                (one, other) => differences.push(Difference { one, other }),
            }
        }
    }
    differences
}

fn without_equal<'f>(kind: FactKind, facts: &'f [Fact], others: &[Fact]) -> Vec<&'f Fact> {
    let mut left: Vec<&Fact> = Vec::new();
    for fact in facts.iter().filter(|fact| fact.kind == kind) {
        let known = others.iter().chain(left.iter().copied()).any(|other| other.agrees_with(fact));
        if !known {
            left.push(fact);
        }
    }
    left
}

#[cfg(test)]
mod tests;
