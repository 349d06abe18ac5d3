//! Days, months, years and times of day.

use super::FactKind;
use super::scan::{Found, separator};
use super::units::starts_with;
use crate::text::numeral::numeral_at;

/// The date that begins at `at`.
pub(super) fn date_at(chars: &[char], at: usize) -> Option<Found> {
    let date = |value: String, end| Some(Found { kind: FactKind::Date, value, end });
    for (word, value) in
        [("双十一", "--11-11"), ("双11", "--11-11"), ("双十二", "--12-12"), ("双12", "--12-12")]
    {
        if let Some(length) = starts_with(&chars[at..], word) {
            return date(value.to_owned(), at + length);
        }
    }
    if at > 0 && chars[at].is_ascii_digit() && is_number_part(chars[at - 1]) {
        return None;
    }
    if let Some((value, end)) = with_separators(chars, at) {
        return date(value, end);
    }
    let part = |at: usize, from: f64, to: f64, units: &[char]| {
        let numeral = numeral_at(chars, at)?;
        let whole = numeral.upper.is_none() && numeral.value.fract() == 0.0;
        let unit = chars.get(numeral.end).is_some_and(|c| units.contains(c));
        (whole && unit && (from..=to).contains(&numeral.value))
            .then(|| (numeral.value as u32, numeral.end + 1))
    };
    let month = |at| part(at, 1.0, 12.0, &['月']);
    let day = |at| part(at, 1.0, 31.0, &['日', '号']);
    if let Some((year, end)) = part(at, 1900.0, 2199.0, &['年']) {
        let Some((month, end)) = month(end) else { return date(format!("{year}"), end) };
        return match day(end) {
            Some((day, end)) => date(format!("{year}-{month:02}-{day:02}"), end),
            None => date(format!("{year}-{month:02}"), end),
        };
    }
    if let Some((month, end)) = month(at) {
        return match day(end) {
            Some((day, end)) => date(format!("--{month:02}-{day:02}"), end),
            None => date(format!("--{month:02}"), end),
        };
    }
    let (number, end) = day(at)?;
    let rest = &chars[end..];
    let is_date = if chars[end - 1] == '日' {
        // 7日内 is a period.
        !["内", "之内", "以内", "无理由"].iter().any(|word| starts_with(rest, word).is_some())
    } else {
        // 5号 may be a battery, a size or a shade.
        let of_a_month = at > 0 && chars[at - 1] == '月';
        let when = [
            "前", "后", "之", "以", "起", "到", "至", "开", "发", "左右", "晚", "早", "上午", "下午", "凌晨",
            "零点",
        ];
        of_a_month || when.iter().any(|word| starts_with(rest, word).is_some())
    };
    if is_date { date(format!("---{number:02}"), end) } else { None }
}

/// 2026-11-05, 2026/11/5, 2026.11.5.
fn with_separators(chars: &[char], at: usize) -> Option<(String, usize)> {
    let number = |at: usize, digits: std::ops::RangeInclusive<usize>| {
        let count = chars.get(at..)?.iter().take_while(|c| c.is_ascii_digit()).count();
        let value: String = chars[at..at + count].iter().collect();
        digits.contains(&count).then_some(())?;
        Some((value.parse::<u32>().ok()?, at + count))
    };
    let (year, end) = number(at, 4..=4)?;
    let sign = *chars.get(end).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (month, end) = number(end + 1, 1..=2)?;
    (chars.get(end) == Some(&sign)).then_some(())?;
    let (day, end) = number(end + 1, 1..=2)?;
    let valid = (1900..=2199).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    valid.then(|| (format!("{year}-{month:02}-{day:02}"), end))
}

fn is_number_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '.'
}

/// The time of day, or the span of times, that begins at `at`.
pub(super) fn time_at(chars: &[char], at: usize) -> Option<Found> {
    if at > 0 && chars[at].is_ascii_digit() && (is_number_part(chars[at - 1]) || chars[at - 1] == ':') {
        return None;
    }
    let (from, end) = one_time(chars, at)?;
    let found = |value, end| Some(Found { kind: FactKind::Time, value, end });
    let second = separator(chars, end).and_then(|behind| one_time(chars, behind));
    match second {
        Some((to, end)) => found(format!("{from}..{to}"), end),
        None => found(from, end),
    }
}

/// Words before a time, and below which hour they mean the second half of the day; 13 also makes midnight
/// of twelve o'clock.
const PERIODS: [(&str, f64); 11] = [
    ("早上", 0.0),
    ("上午", 0.0),
    ("凌晨", 0.0),
    ("清晨", 0.0),
    ("早", 0.0),
    ("中午", 4.0),
    ("下午", 12.0),
    ("傍晚", 12.0),
    ("晚上", 13.0),
    ("夜里", 13.0),
    ("晚", 13.0),
];

fn one_time(chars: &[char], at: usize) -> Option<(String, usize)> {
    let period =
        PERIODS.iter().find_map(|&(word, below)| Some((at + starts_with(chars.get(at..)?, word)?, below)));
    let (start, below) = period.unwrap_or((at, 0.0));
    let hour = numeral_at(chars, start)?;
    if hour.value > 24.0 || hour.value.fract() != 0.0 || hour.upper.is_some() {
        return None;
    }
    let (minute, end) = match chars.get(hour.end)? {
        ':' if !hour.is_chinese => {
            let digits = chars[hour.end + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
            let minute = numeral_at(chars, hour.end + 1).filter(|_| digits == 2)?;
            (minute.value, hour.end + 3)
        }
        '点' => o_clock(chars, hour.end + 1, hour.is_chinese && period.is_none() && hour.value < 2.0)?,
        _ => return None,
    };
    let hours = if hour.value < below { hour.value + 12.0 } else { hour.value };
    (minute < 60.0 && hours * 60.0 + minute <= 1440.0).then(|| (format!("{hours:02}:{minute:02}"), end))
}

/// The minutes behind 点. `vague`: 一点 alone is "a little".
fn o_clock(chars: &[char], at: usize, vague: bool) -> Option<(f64, usize)> {
    match chars.get(at) {
        Some('半') => return Some((30.0, at + 1)),
        Some('整' | '钟') => return Some((0.0, at + 1)),
        // 3点击, 两点要求, 三点五折.
        Some('击' | '评' | '赞' | '餐' | '单' | '外' | '要' | '注' | '建' | '原') => return None,
        _ => {}
    }
    match numeral_at(chars, at).filter(|minute| minute.upper.is_none()) {
        Some(minute) if chars.get(minute.end) == Some(&'分') => Some((minute.value, minute.end + 1)),
        Some(minute) if minute.value >= 10.0 => Some((minute.value, minute.end)),
        Some(_) => None,
        None => (!vague).then_some((0.0, at)),
    }
}
