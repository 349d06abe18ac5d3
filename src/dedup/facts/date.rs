//! Days of the calendar: 2026年11月11日, 11月1日至12日, 2026-11-11, 十一月十一日; 11.11 only where it must be
//! one. 双11 is a season and no day.

use super::Fact;
use super::kind::FactKind;
use super::measure::behind_range_sign;
use super::number::{Form, digit, number};
use super::unit::unit_at;

/// Words right before 11.11 that make it a date.
const DATE_WORDS: &[&str] = &["截止", "截至", "截止到", "截至到", "日期", "活动时间", "活動時間"];

/// A day, or a whole month, and where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Day {
    year: Option<u64>,
    month: u64,
    /// 1 to 31 for a whole month.
    days: (u64, u64),
    end: usize,
}

impl Day {
    fn value(self, day: u64) -> u64 {
        self.year.unwrap_or(0) * 10_000 + self.month * 100 + day
    }
}

/// The date whose first number begins at `at`.
pub(super) fn date(text: &str, at: usize) -> Option<Fact> {
    let first = day(text, at, false)?;
    let (mut high, mut end) = (first.value(first.days.1), first.end);
    if let Some(last) = behind_range_sign(text, first.end).and_then(|start| last_day(text, start, first)) {
        high = last.value(last.days.1);
        end = last.end;
    }
    let value = (first.value(first.days.0) * 1000, high * 1000);
    Some(Fact { kind: FactKind::Date, value, span: at..end })
}

/// The last day of a period that began with `first`: of its month or year where they are not said.
fn last_day(text: &str, start: usize, first: Day) -> Option<Day> {
    let last = match day(text, start, true) {
        Some(last) => last,
        None => {
            let (number, after) = small(text, start, 31)?;
            let end = after + day_sign(&text[after..])?;
            Day { days: (number, number), end, ..first }
        }
    };
    let year = match (first.year, last.year) {
        (Some(year), None) if (last.month, last.days.1) < (first.month, first.days.0) => Some(year + 1),
        (Some(year), None) => Some(year),
        (None, Some(_)) => return None,
        (_, year) => year,
    };
    let last = Day { year, ..last };
    is_day(last.month, last.days.0).then_some(())?;
    (last.value(last.days.1) >= first.value(first.days.0)).then_some(last)
}

/// The day that begins at `at`; `in_period` says that another is before it, and so 11.11 is one too.
fn day(text: &str, at: usize, in_period: bool) -> Option<Day> {
    let (value, digits, after) = leading(text, at)?;
    let rest = text[after..].trim_start_matches(' ');
    let sign = rest.chars().next().filter(|c| matches!(c, '年' | '月') || text[after..].starts_with(*c))?;
    let behind = text.len() - rest.len() + sign.len_utf8();
    match (digits, sign) {
        (2 | 4, '年') => {
            let year = if digits == 2 { 2000 + value } else { value };
            let (month, end) = small(text, behind, 12)?;
            let rest = text[end..].trim_start_matches(' ').strip_prefix('月')?;
            let end = text.len() - rest.len();
            let day = small(text, end, 31)
                .and_then(|(day, end)| Some((day, end + day_sign(&text[end..])?)))
                .filter(|(day, _)| is_day(month, *day));
            let (days, end) = day.map_or(((1, 31), end), |(day, end)| ((day, day), end));
            is_year(year).then_some(Day { year: Some(year), month, days, end })
        }
        (0..=2, '月') => {
            let (day, end) = small(text, behind, 31)?;
            // The 1 of 11月1-12日 needs no 日 of its own.
            let joined = || {
                let (_, last) = small(text, behind_range_sign(text, end)?, 31)?;
                day_sign(&text[last..]).map(|_| 0)
            };
            let end = end + day_sign(&text[end..]).or_else(joined)?;
            is_day(value, day).then_some(Day { year: None, month: value, days: (day, day), end })
        }
        (4, '-' | '/' | '.') => {
            let (month, end) = small(text, behind, 12)?;
            let (day, end) = small(text, end + text[end..].strip_prefix(sign).map(|_| 1)?, 31)?;
            let sound = is_year(value) && is_day(month, day) && ends_here(&text[end..]);
            let end = end + day_sign(&text[end..]).unwrap_or(0);
            sound.then_some(Day { year: Some(value), month, days: (day, day), end })
        }
        (1 | 2, '-' | '/' | '.') => {
            let (day, end) = small(text, behind, 31)?;
            let said = day_sign(&text[end..]);
            let alone = || {
                (in_period || is_behind_date_word(&text[..at]))
                    && ends_here(&text[end..])
                    && unit_at(&text[end..]).is_none()
            };
            let plain = said.is_some() && sign == '.' || alone();
            let end = end + said.unwrap_or(0);
            (plain && is_day(value, day)).then_some(Day { year: None, month: value, days: (day, day), end })
        }
        _ => None,
    }
}

/// The number at `at`, how many digits it has (none in words), and where it ends.
fn leading(text: &str, at: usize) -> Option<(u64, usize, usize)> {
    let (mut value, mut count, mut end) = (0, 0, at);
    for c in text[at..].chars() {
        let Some(digit) = digit(c) else { break };
        (value, count, end) = (value * 10 + digit, count + 1, end + c.len_utf8());
        if count > 4 {
            return None;
        }
    }
    if count == 0 {
        let number = in_words(&text[at..])?;
        return Some((number.0, 0, at + number.1));
    }
    Some((value, count, end))
}

/// A whole number in words and how long it is; 三五 and 半 are none.
fn in_words(text: &str) -> Option<(u64, usize)> {
    let number = number(text).filter(|number| !matches!(number.form, Form::TwoNumerals | Form::Half))?;
    number.low.is_multiple_of(1000).then_some((number.low / 1000, number.length))
}

/// A whole number from 1 to `most`, of at most two digits, spaces before it allowed, and where it ends.
fn small(text: &str, at: usize, most: u64) -> Option<(u64, usize)> {
    let rest = text[at..].trim_start_matches(' ');
    let (value, digits, end) = leading(rest, 0)?;
    (digits <= 2 && (1..=most).contains(&value)).then_some((value, text.len() - rest.len() + end))
}

/// How long the 日 is that `rest` begins with.
fn day_sign(rest: &str) -> Option<usize> {
    let after = rest.trim_start_matches(' ');
    let after = after.strip_prefix(['日', '号', '號'])?;
    Some(rest.len() - after.len())
}

/// Whether no longer number, version or serial number goes on.
fn ends_here(rest: &str) -> bool {
    let mut chars = rest.chars();
    let next = chars.next();
    let digits = chars.as_str().chars().take(5).take_while(|&c| digit(c).is_some()).count();
    match next {
        None | Some('T') => true,
        Some('.' | '/' | '%' | '_') => digits == 0,
        // Behind a dash may stand the end of the period, with or without its year.
        Some('-') => matches!(digits, 0..=2 | 4) && !chars.as_str().starts_with("00"),
        Some(c) => digit(c).is_none() && !c.is_ascii_alphabetic(),
    }
}

fn is_year(year: u64) -> bool {
    (1900..2200).contains(&year)
}

/// Whether a month has the day, in a leap year.
fn is_day(month: u64, day: u64) -> bool {
    let days = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

fn is_behind_date_word(before: &str) -> bool {
    let before = before.trim_end_matches([' ', ':', '：']);
    DATE_WORDS.iter().any(|word| before.ends_with(word))
}
