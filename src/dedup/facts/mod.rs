//! What an answer commits itself to: durations, amounts, percentages, counts, days and times of day, sizes,
//! yes and no.
//!
//! Only what can be compared is taken: a number with a unit (48 小时, 3-5 天, 七天, 满 99 元, 八折), a date, a
//! time of day, and whether the answer begins with a yes or a no. Two answers contradict each other where
//! both speak of one kind and no value of the one meets a value of the other; 48 小时 and 2 天 meet.
//!
//! A fact too few is a contradiction that nobody hears of, a fact too many a false alarm: what may be a
//! figure of speech (一件代发), a name (5G 网络), a rank (第 2 件) or a telephone number is left alone.
//!
//! Texts are read once, from number to number; what a number is, the few characters around it decide.

mod begin;
mod compare;
mod consent;
mod date;
mod kind;
mod measure;
mod money;
mod number;
mod time;
mod unit;

use std::ops::Range;

pub use compare::{FactDifference, compare, contradiction, differences};
pub use kind::FactKind;

/// One fact in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its kind.
    pub kind: FactKind,
    /// The least and the most it can mean, in thousandths of the kind's unit; the same but for 3-5 天.
    pub value: (u64, u64),
    /// Where it stands, number and unit, in bytes.
    pub span: Range<usize>,
}

impl Fact {
    /// Its words, `of` being the text that it is a fact of.
    pub fn text<'t>(&self, of: &'t str) -> &'t str {
        &of[self.span.clone()]
    }
}

/// The facts of a text, in its order.
pub fn facts(text: &str) -> Vec<Fact> {
    let mut facts: Vec<Fact> = consent::consent(text).into_iter().collect();
    let mut from = 0;
    while let Some(found) = text[from..].find(number::begins_number) {
        let at = from + found;
        if !begin::can_begin(text, at) {
            from = at + text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let dated = date::date(text, at)
            .or_else(|| time::time(text, at, facts.last().map_or(0, |last| last.span.end)));
        let (fact, next) = match dated {
            Some(fact) => {
                let end = fact.span.end;
                (Some(fact), end)
            }
            None => measure::measured(text, at, facts.last()),
        };
        facts.extend(fact);
        from = next;
    }
    facts
}

/// The value of a number that is the whole of `text`, in thousandths: 48, 1,000, 1.5万, 三百五; `None` if it is
/// none, a vague one (三五) or too long for one.
pub fn written_number(text: &str) -> Option<u64> {
    let number = number::number(text)?;
    (number.length == text.len() && number.low == number.high).then_some(number.low)
}

#[cfg(test)]
mod tests;
