//! Money without a unit behind it: ¥99, RMB 99, $10, 满300减40.

use super::Fact;
use super::kind::FactKind;
use super::measure::{is_counter, ranged};
use super::number::{Form, Number};
use super::unit::unit_at;

/// Words behind which a number without a unit is money: 满300.
const THRESHOLD: &[&str] = &["满", "滿"];
/// What then has to follow.
const BEHIND_THRESHOLD: &[&str] =
    &["减", "減", "立减", "立減", "包邮", "包郵", "免邮", "免郵", "免运", "免運", "送", "打", "享", "返"];
/// Words between such a number and what is taken off it.
const TAKEN_OFF: &[&str] = &["减", "減", "立减", "立減", "返"];
/// 满3送1 is about pieces.
const LEAST_THRESHOLD: u64 = 10_000;

/// The sign of a currency at the end of `before`, `None` for one that is not compared, and where it begins.
pub(super) fn sign_before(before: &str) -> Option<(Option<FactKind>, usize)> {
    let before = before.trim_end_matches(' ');
    let kind = match before.chars().next_back()? {
        '¥' | '￥' => FactKind::Amount,
        '€' => FactKind::Euros,
        '£' | '￡' => FactKind::Pounds,
        sign @ ('$' | '＄') => {
            let start = before.len() - sign.len_utf8();
            let letters = &before[..start];
            let dollars = letters.ends_with("US") || !letters.ends_with(|c: char| c.is_ascii_alphabetic());
            let start = if letters.ends_with("US") { start - 2 } else { start };
            return Some((dollars.then_some(FactKind::Dollars), start));
        }
        'A'..='Z' | 'a'..='z' | '币' | '幣' => {
            return code_before(before).map(|start| (Some(FactKind::Amount), start));
        }
        _ => return None,
    };
    let sign = before.chars().next_back().map_or(0, char::len_utf8);
    Some((Some(kind), before.len() - sign))
}

/// Where RMB, CNY or 人民币 begins at the end of `before`.
pub(super) fn code_before(before: &str) -> Option<usize> {
    let code =
        ["RMB", "CNY", "rmb", "cny", "人民币", "人民幣"].iter().find(|code| before.ends_with(**code))?;
    let start = before.len() - code.len();
    (!before[..start].ends_with(|c: char| c.is_ascii_alphanumeric())).then_some(start)
}

/// The amount behind a sign: ¥99, ￥99-199, ¥99元.
pub(super) fn behind_sign(
    text: &str,
    at: usize,
    first: Number,
    kind: FactKind,
    start: usize,
) -> Option<Fact> {
    if first.form == Form::TwoNumerals {
        return None;
    }
    let (number, end) = ranged(text, at, first);
    let unit = unit_at(&text[end..]).filter(|unit| unit.kind == kind && unit.factor == (1, 1));
    let end = end + unit.map_or(0, |unit| unit.length);
    Some(Fact { kind, value: (number.low, number.high), span: start..end })
}

/// The 300 and the 40 of 满300减40.
pub(super) fn behind_threshold(
    text: &str,
    at: usize,
    number: Number,
    floor: usize,
    last: Option<&Fact>,
) -> Option<Fact> {
    let (before, end) = (&text[floor..at], at + number.length);
    let rest = &text[end..];
    let trimmed = before.trim_end_matches(' ');
    let threshold = THRESHOLD.iter().find(|word| trimmed.ends_with(**word));
    let start = if let Some(word) = threshold {
        let follows = BEHIND_THRESHOLD.iter().any(|word| rest.starts_with(word));
        (follows && number.low == number.high && number.low >= LEAST_THRESHOLD)
            .then(|| floor + trimmed.len() - word.len())?
    } else {
        last.filter(|last| last.kind == FactKind::Amount && TAKEN_OFF.contains(&before))?;
        (number.low == number.high && !is_counter(rest)).then_some(floor)?
    };
    Some(Fact { kind: FactKind::Amount, value: (number.low, number.high), span: start..end })
}
