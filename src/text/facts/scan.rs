//! Reads a text from left to right and takes the longest fact at each place.

use std::ops::Range;

use super::dates::{date_at, time_at};
use super::links::{link_at, phone_at};
use super::polarity::polarity;
use super::units::{Unit, currency_at, starts_with, unit_at};
use super::{Fact, FactKind};
use crate::text::normalise::fold;
use crate::text::numeral::{Numeral, numeral_at};

/// A fact by places of characters, before it is one of the text's bytes.
pub(super) struct Found {
    pub(super) kind: FactKind,
    pub(super) value: String,
    pub(super) end: usize,
}

pub(super) struct Scanner<'t> {
    text: &'t str,
    /// The characters as a match key has them: half width, Simplified, lower case.
    chars: Vec<char>,
    /// Where each begins, and where the text ends.
    places: Vec<usize>,
}

/// A number with its unit.
struct Quantity {
    numeral: Numeral,
    unit: Unit,
    end: usize,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let chars = text.chars().map(fold_for_facts).collect();
        let places = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Self { text, chars, places }
    }

    pub(super) fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        let mut at = 0;
        if let Some((yes, range)) = polarity(&self.chars) {
            at = range.end;
            facts.push(self.fact(FactKind::Polarity, if yes { "yes" } else { "no" }, range));
        }
        while at < self.chars.len() {
            if !can_begin(self.chars[at]) {
                at += 1;
            } else if let Some(end) = self.list_number(at) {
                at = end;
            } else if let Some(found) = self.found_at(at) {
                // An empty value is something recognised that is no fact.
                if !found.value.is_empty() {
                    facts.push(self.fact(found.kind, &found.value, at..found.end));
                }
                at = found.end;
            } else {
                at += 1;
            }
        }
        facts
    }

    fn fact(&self, kind: FactKind, value: &str, range: Range<usize>) -> Fact {
        Fact { kind, value: value.into(), span: self.places[range.start]..self.places[range.end] }
    }

    /// Behind the number of a list's item (`1.`, `2、`, `(3)`), if one begins at `at`.
    fn list_number(&self, at: usize) -> Option<usize> {
        let chars = &self.chars;
        if !matches!(chars[at], '(' | '0'..='9') {
            return None;
        }
        let begins = chars[..at].iter().rev().find(|c| !matches!(c, ' ' | '\t')).is_none_or(|&c| c == '\n');
        if !begins {
            return None;
        }
        let bracket = usize::from(chars[at] == '(');
        let digits = chars[at + bracket..].iter().take_while(|c| c.is_ascii_digit()).count();
        let behind = at + bracket + digits;
        let closed = match chars.get(behind)? {
            ')' => true,
            '.' | '、' | ':' => bracket == 0 && !chars.get(behind + 1).is_some_and(char::is_ascii_digit),
            _ => false,
        };
        (closed && (1..=2).contains(&digits)).then_some(behind + 1)
    }

    fn found_at(&self, at: usize) -> Option<Found> {
        let chars = &self.chars;
        if let Some((end, value)) = link_at(self.text, chars, &self.places, at) {
            return Some(Found { kind: FactKind::Link, value, end });
        }
        if let Some((end, value)) = phone_at(chars, at) {
            return Some(Found { kind: FactKind::Phone, value, end });
        }
        if let Some(found) = date_at(chars, at).or_else(|| time_at(chars, at)) {
            return Some(found);
        }
        if let Some(found) = self.share_at(at).or_else(|| self.money_at(at)) {
            return Some(found);
        }
        self.half_at(at).or_else(|| self.code_at(at)).or_else(|| self.number_at(at))
    }

    /// 百分之二十, 百分百, 半价.
    fn share_at(&self, at: usize) -> Option<Found> {
        let chars = &self.chars;
        let share = |value: String, end| Some(Found { kind: FactKind::Percentage, value, end });
        for word in ["百分之百", "百分百"] {
            if let Some(length) = starts_with(&chars[at..], word) {
                return share("100%".to_owned(), at + length);
            }
        }
        if let Some(length) = starts_with(&chars[at..], "半价") {
            return share("50%".to_owned(), at + length);
        }
        let numeral = numeral_at(chars, at + starts_with(&chars[at..], "百分之")?)?;
        let upper = self.span_end(numeral.end).filter(|upper| upper.value > numeral.value);
        let end = upper.as_ref().map_or(numeral.end, |upper| upper.end);
        let upper = upper.map(|upper| upper.value).or(numeral.upper);
        share(Unit::Percent.write(numeral.value, upper), end)
    }

    /// ¥99, $5-8.
    fn money_at(&self, at: usize) -> Option<Found> {
        let (unit, behind) = currency_at(&self.chars, at)?;
        let behind = behind + usize::from(self.chars.get(behind) == Some(&' '));
        let numeral = numeral_at(&self.chars, behind).filter(|numeral| !numeral.is_chinese)?;
        let mut end = numeral.end;
        let mut upper = None;
        if let Some(between) = separator(&self.chars, end) {
            let behind = currency_at(&self.chars, between).map_or(between, |(_, behind)| behind);
            if let Some(other) = numeral_at(&self.chars, behind).filter(|other| other.value > numeral.value) {
                upper = Some(other.value);
                end = other.end;
            }
        }
        // ¥99元.
        let end = unit_at(&self.chars, end).filter(|&(behind, _)| behind == unit).map_or(end, |(_, end)| end);
        Some(Found { kind: FactKind::Amount, value: unit.write(numeral.value, upper), end })
    }

    /// 半小时, 半年, 半个月.
    fn half_at(&self, at: usize) -> Option<Found> {
        let before = at.checked_sub(1).map(|at| self.chars[at]);
        if self.chars[at] != '半' || matches!(before, Some('多' | '大' | '下' | '上')) {
            return None;
        }
        let (unit @ Unit::Time(_), end) = unit_at(&self.chars, at + 1)? else { return None };
        Some(Found { kind: FactKind::Duration, value: unit.write(0.5, None), end })
    }

    /// A name with digits in it: iPhone15, A4, 3d. Numbers before a unit are none.
    fn code_at(&self, at: usize) -> Option<Found> {
        if at > 0 && self.chars[at - 1].is_ascii_alphanumeric() {
            return None;
        }
        let length = self.chars[at..].iter().take_while(|c| c.is_ascii_alphanumeric()).count();
        let token = &self.chars[at..at + length];
        if !token.iter().any(char::is_ascii_digit) || !token.iter().any(char::is_ascii_alphabetic) {
            return None;
        }
        let digits = token.iter().take_while(|c| c.is_ascii_digit()).count();
        if digits > 0 && unit_at(&self.chars, at + digits).is_some() {
            return None;
        }
        Some(Found { kind: FactKind::Number, value: token.iter().collect(), end: at + length })
    }

    fn number_at(&self, at: usize) -> Option<Found> {
        if self.is_no_number(at) {
            let end = numeral_at(&self.chars, at)?.end;
            return Some(Found { kind: FactKind::Number, value: String::new(), end });
        }
        let first = self.quantity_at(at)?;
        let second = separator(&self.chars, first.end).and_then(|behind| self.quantity_at(behind));
        if let Some(second) = second.filter(|second| joins(&first, second)) {
            let upper = second.numeral.upper.unwrap_or(second.numeral.value);
            let value = second.unit.write(first.numeral.value, Some(upper));
            return Some(Found { kind: second.unit.kind(), value, end: second.end });
        }
        let Quantity { numeral, unit, end } = first;
        let value = match (numeral.digits, unit) {
            (Some(digits), _) => digits,
            // Without a unit, Chinese numerals are parts of words; 一个 says no more than "a".
            (None, Unit::Bare) if numeral.is_chinese => String::new(),
            (None, Unit::Measure(_)) if numeral.is_chinese && numeral.value == 1.0 => String::new(),
            (None, unit) => unit.write(numeral.value, numeral.upper),
        };
        Some(Found { kind: unit.kind(), value, end })
    }

    /// Whether a Chinese numeral at `at` belongs to a word or counts places: 周一, 第一, 唯一.
    fn is_no_number(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|at| self.chars[at]);
        let two = at.checked_sub(2).map(|from| self.chars[from..at].iter().collect::<String>());
        !self.chars[at].is_ascii_digit()
            && (matches!(before, Some('第' | '周' | '唯' | '统' | '初' | '任' | '之' | '某' | '同'))
                || matches!(two.as_deref(), Some("星期" | "礼拜")))
    }

    fn quantity_at(&self, at: usize) -> Option<Quantity> {
        let chars = &self.chars;
        let mut numeral = numeral_at(chars, at)?;
        // 三点五倍: a point only before a unit, as 三点 is a time.
        if numeral.is_chinese && numeral.upper.is_none() && chars.get(numeral.end) == Some(&'点') {
            let fraction =
                numeral_at(chars, numeral.end + 1).filter(|one| one.value < 10.0 && one.is_chinese);
            if let Some(fraction) = fraction.filter(|one| unit_at(chars, one.end).is_some()) {
                numeral.value += fraction.value / 10.0;
                numeral.end = fraction.end;
            }
        }
        // 一个半小时.
        if let Some(length) = starts_with(&chars[numeral.end..], "个半")
            && let Some((unit @ Unit::Time(_), end)) = unit_or_month(chars, numeral.end + length)
        {
            numeral.value += 0.5;
            return Some(Quantity { numeral, unit, end });
        }
        let space = usize::from(chars.get(numeral.end) == Some(&' '));
        let Some((unit, mut end)) = unit_at(chars, numeral.end + space) else {
            let end = numeral.end;
            return Some(Quantity { numeral, unit: Unit::Bare, end });
        };
        // "15 件" has a space, but "方案 1 支持" has none of 支.
        if space == 1 && !matches!(unit, Unit::Time(_) | Unit::Money(_) | Unit::Percent | Unit::Measure(_)) {
            let end = numeral.end;
            return Some(Quantity { numeral, unit: Unit::Bare, end });
        }
        // 一块 is "together" unless it is money.
        if numeral.is_chinese && numeral.value == 1.0 && chars[numeral.end..end] == ['块'] {
            return Some(Quantity { numeral, unit: Unit::Measure("块"), end });
        }
        match unit {
            // 两年半, 一天半.
            Unit::Time("year" | "day" | "week") if chars.get(end) == Some(&'半') => {
                let whole_word = chars.get(end + 1).is_some_and(|&c| matches!(c, '价' | '折' | '夜' | '天'));
                if !whole_word {
                    numeral.value += 0.5;
                    end += 1;
                }
            }
            // 三块五.
            Unit::Money(_) if chars[end - 1] == '块' => {
                let tenths =
                    numeral_at(chars, end).filter(|tenths| tenths.value < 10.0 && tenths.value >= 1.0);
                if let Some(tenths) = tenths.filter(|tenths| tenths.upper.is_none() && tenths.end == end + 1)
                    && unit_at(chars, tenths.end).is_none()
                {
                    numeral.value += tenths.value / 10.0;
                    end = tenths.end;
                }
            }
            _ => {}
        }
        Some(Quantity { numeral, unit, end })
    }

    /// The upper end of a span whose lower end ends at `end`.
    fn span_end(&self, end: usize) -> Option<Numeral> {
        let behind = separator(&self.chars, end)?;
        let behind = behind + starts_with(&self.chars[behind..], "百分之").unwrap_or(0);
        numeral_at(&self.chars, behind)
    }
}

/// Whether a fact or a list's item may begin with `c`; hardly any character of a text may.
fn can_begin(c: char) -> bool {
    // Digits, letters, signs of currencies, a bracket; Chinese numerals; 双十一, 人民币, the parts of the day.
    matches!(c,
        '0'..='9' | 'a'..='z' | '+' | '(' | '$' | '¥' | '€' | '£'
        | '〇' | '零' | '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '半'
        | '双' | '人' | '早' | '上' | '凌' | '清' | '中' | '下' | '傍' | '晚' | '夜')
}

/// 月 alone is a month of the year, but behind 个半 it is a period.
fn unit_or_month(chars: &[char], at: usize) -> Option<(Unit, usize)> {
    match chars.get(at) {
        Some('月') => Some((Unit::Time("month"), at + 1)),
        _ => unit_at(chars, at),
    }
}

/// Whether two quantities with a separator between them are the ends of one span.
fn joins(first: &Quantity, second: &Quantity) -> bool {
    let plain = first.numeral.upper.is_none()
        && first.numeral.digits.is_none()
        && second.numeral.digits.is_none()
        && second.numeral.value > first.numeral.value;
    let bare_chinese = second.unit == Unit::Bare && (first.numeral.is_chinese || second.numeral.is_chinese);
    plain && !bare_chinese && (first.unit == Unit::Bare || first.unit == second.unit)
}

/// The place behind a sign or word that joins the ends of a span: `-`, `~`, `—`, 至, 到.
pub(super) fn separator(chars: &[char], at: usize) -> Option<usize> {
    let space = usize::from(chars.get(at) == Some(&' '));
    let at = at + space;
    let mut end = match chars.get(at)? {
        '—' if chars.get(at + 1) == Some(&'—') => at + 2,
        '-' | '~' | '–' | '—' | '至' | '到' => at + 1,
        _ => return None,
    };
    end += usize::from(chars.get(end) == Some(&' '));
    Some(end)
}

/// The folded character; digits in circles and in superscript number things and count nothing.
fn fold_for_facts(c: char) -> char {
    let folded = fold(c);
    let plain = c.is_ascii() || ('\u{FF10}'..='\u{FF19}').contains(&c);
    if folded.is_ascii_digit() && !plain { '\0' } else { folded }
}
