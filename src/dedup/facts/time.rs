//! Times of day: 9:00, 18:30-22:00, 早上9点, 晚上八点半, 9am to 6pm.

use super::Fact;
use super::kind::FactKind;
use super::measure::behind_range_sign;
use super::number::{Form, digit, number};
use super::unit::unit_at;

/// Minutes of half a day.
pub(super) const HALF_DAY: u64 = 720;
/// Minutes of a day.
pub(super) const DAY: u64 = 1440;
/// What is added to a time of which nobody says whether it is in the morning or in the evening.
pub(super) const OPEN: u64 = 2880;

/// Which half of the day a word speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    First,
    /// 12 to 1 are at noon.
    Noon,
    Second,
    /// 12 is midnight, and 1 to 4 are behind it.
    Night,
}

/// Words for parts of the day, longer ones first.
const PARTS: &[(&str, Half)] = &[
    ("凌晨", Half::First),
    ("淩晨", Half::First),
    ("早上", Half::First),
    ("早晨", Half::First),
    ("清晨", Half::First),
    ("上午", Half::First),
    ("中午", Half::Noon),
    ("正午", Half::Noon),
    ("下午", Half::Second),
    ("午后", Half::Second),
    ("午後", Half::Second),
    ("傍晚", Half::Second),
    ("晚上", Half::Night),
    ("晚间", Half::Night),
    ("晚間", Half::Night),
    ("夜里", Half::Night),
    ("夜間", Half::Night),
    ("夜间", Half::Night),
    ("半夜", Half::Night),
    ("深夜", Half::Night),
    ("今晚", Half::Night),
    ("明晚", Half::Night),
    ("当晚", Half::Night),
    ("當晚", Half::Night),
    ("早", Half::First),
    ("晚", Half::Night),
];

/// Words with which 最早, 早一点 and the like say something else.
const NO_PART_BEHIND: char = '最';

/// Words for the day after.
const NEXT_DAY: &[&str] = &["次日", "第二天", "翌日", "隔天", "明天"];

/// Words behind 9点 that make it a time.
const BEHIND: &[&str] = &[
    "前", "后", "後", "之前", "之后", "之後", "以前", "以后", "以後", "左右", "开始", "開始", "开播", "開播",
    "截止", "准时", "準時", "起", "下班", "上班", "开门", "开抢", "关门",
];
/// Words before it that do.
const BEFORE: &[&str] =
    &["每天", "每日", "今天", "今日", "明天", "当天", "當天", "当日", "當日", "次日", "到", "至", "日", "号"];

/// What begins with 点 or 时 and is none of the clock.
const NO_CLOCK: &[&str] = &[
    "点击",
    "点赞",
    "点评",
    "点单",
    "点餐",
    "点点",
    "点儿",
    "点积分",
    "点建议",
    "点要求",
    "点注意",
    "點擊",
    "时间",
    "時間",
    "时候",
    "时段",
    "时长",
    "时效",
    "时尚",
    "时装",
    "时代",
];

/// Words around 1:50 that make it a ratio.
const RATIO_BEFORE: &[&str] = &["比例", "稀释", "比为", "比例为", "比分"];
const RATIO_BEHIND: &[&str] = &["的比例", "比例", "稀释", "兑", "配比", "的比"];

/// What the hour of a time counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hours {
    /// The hours of a day: 18:00.
    OfDay,
    /// Those of its half, which am or pm names; made hours of the day.
    OfNamedHalf,
    /// Nobody knows: 9点.
    Open,
}

/// A time as it is written.
#[derive(Debug, Clone, Copy)]
struct Clock {
    hour: u64,
    minute: u64,
    hours: Hours,
    /// Whether it can be nothing else.
    plain: bool,
    /// Whether it is 一点, which also means a bit.
    a_bit: bool,
    end: usize,
}

/// The time that ends a span.
#[derive(Debug, Clone, Copy)]
struct Last {
    clock: Clock,
    part: Option<Half>,
    /// Whether 次日 stands before it.
    next_day: bool,
}

/// The time whose first number begins at `at`; what stands before `floor` belongs to another fact.
pub(super) fn time(text: &str, at: usize, floor: usize) -> Option<Fact> {
    let (first, last) = clocks(text, at)?;
    let (part, start) = part_before(&text[floor..at]);
    let start = floor + start;
    let sure = part.is_some()
        || first.plain
        || last.is_some_and(|last| last.clock.plain)
        || is_behind(text, start, first);
    // 早一点 is a bit earlier.
    let bit = first.a_bit && last.is_none() && text[start..at].trim_end_matches(' ').chars().count() < 2;
    if !sure || bit {
        return None;
    }
    let Some(last) = last else {
        let value = minutes(first, part) * 1000;
        return Some(Fact { kind: FactKind::TimeOfDay, value: (value, value), span: start..first.end });
    };
    let (low, high) = span_of(minutes(first, part), last);
    let sound = high >= low && (low < OPEN) == (high < OPEN);
    sound.then_some(Fact {
        kind: FactKind::TimeOfDay,
        value: (low * 1000, high * 1000),
        span: start..last.clock.end,
    })
}

/// From when to when, in minutes, where the words of one end may say what the other leaves open.
fn span_of(low: u64, last: Last) -> (u64, u64) {
    let alone = minutes(last.clock, last.part);
    let (low, high) = match (low >= OPEN, alone >= OPEN) {
        // 2-3pm is after noon; 9点到18点 counts to 24.
        (true, false) if last.clock.hours == Hours::OfNamedHalf && alone + OPEN > low + HALF_DAY => {
            (low - OPEN + HALF_DAY, alone)
        }
        (true, false) => (low - OPEN, alone),
        // 9点到6点 is from morning to evening, 8点到10点 stays open.
        (true, true) if alone <= low => (low - OPEN, alone - OPEN + HALF_DAY),
        // 下午2点到5点: the second is the next 5 o'clock.
        (false, true) => {
            let (early, late) = (alone - OPEN, alone - OPEN + HALF_DAY);
            (low, if early < low && late >= low { late } else { early })
        }
        // 晚上8点到12点 ends at midnight.
        (false, false) if alone == HALF_DAY && last.part.is_none() && low > alone => (low, DAY),
        _ => (low, alone),
    };
    // 22:00-6:00 ends on the next day.
    let high = if high < low || last.next_day && low < OPEN && high < DAY { high + DAY } else { high };
    (low, high)
}

/// The time at `at`, and the one that ends the span it begins.
fn clocks(text: &str, at: usize) -> Option<(Clock, Option<Last>)> {
    if let Some(first) = clock(text, at) {
        return Some((first, last(text, first.end)));
    }
    // The 9 of 9-18点.
    let (hour, _, end) = whole_hour(text, at)?;
    let last = last(text, end).filter(|last| last.clock.minute == 0)?;
    let rises = last.clock.hour > hour || last.part.is_some();
    let first = Clock { hour, minute: 0, hours: Hours::Open, plain: true, a_bit: false, end: last.clock.end };
    rises.then_some((first, Some(last)))
}

/// The time that ends the span which a time that ends at `at` begins.
fn last(text: &str, at: usize) -> Option<Last> {
    let rest = &text[behind_range_sign(text, at)?..];
    let behind = NEXT_DAY.iter().find_map(|word| rest.strip_prefix(word));
    let rest_of_day = behind.unwrap_or(rest).trim_start_matches(' ');
    let part = PARTS.iter().find_map(|(word, half)| Some((rest_of_day.strip_prefix(word)?, *half)));
    let rest = part.map_or(rest_of_day, |(rest, _)| rest).trim_start_matches(' ');
    let clock = clock(text, text.len() - rest.len())?;
    Some(Last { clock, part: part.map(|(_, half)| half), next_day: behind.is_some() })
}

/// A whole number up to 24, how many digits it has, and where it ends.
fn whole_hour(text: &str, at: usize) -> Option<(u64, usize, usize)> {
    let digits = text[at..].chars().take(3).take_while(|&c| digit(c).is_some()).count();
    let (value, length) = match digits {
        0 => {
            let number = number(&text[at..])?;
            // 三点五 may be three and a half, but also what is left of 三点五十.
            let point = text[at..at + number.length].find(['点', '點']);
            let whole = number.low / 1000;
            let sound = matches!(number.form, Form::Plain | Form::OneNumeral);
            sound.then_some((whole, point.unwrap_or(number.length)))?
        }
        1 | 2 => digits_at(&text[at..], digits),
        _ => return None,
    };
    (value <= 24).then_some((value, digits, at + length))
}

/// The value of so many digits and their bytes.
fn digits_at(rest: &str, count: usize) -> (u64, usize) {
    rest.chars()
        .take(count)
        .fold((0, 0), |(value, length), c| (value * 10 + digit(c).unwrap_or(0), length + c.len_utf8()))
}

/// The time that begins at `at`.
fn clock(text: &str, at: usize) -> Option<Clock> {
    let (hour, digits, end) = whole_hour(text, at)?;
    let rest = &text[end..];
    let clock_sign = rest.trim_start_matches(' ');
    let rest = if clock_sign.starts_with(['点', '點']) { clock_sign } else { rest };
    let sign = rest.chars().next()?;
    let after = &rest[sign.len_utf8()..];
    let count = |rest: &str| rest.chars().take(3).take_while(|&c| digit(c).is_some()).count();
    match sign {
        ':' | '：' if digits > 0 && count(after) == 2 => {
            let (minute, length) = digits_at(after, 2);
            let mut rest = &after[length..];
            if let Some(seconds) = rest.strip_prefix([':', '：']) {
                (count(seconds) == 2).then_some(())?;
                rest = &seconds[digits_at(seconds, 2).1..];
            }
            if minute > 59 || hour == 24 && minute > 0 || is_ratio(&text[..at], rest) {
                return None;
            }
            let half = half_behind(rest);
            let hours = if half.is_some() { Hours::OfNamedHalf } else { Hours::OfDay };
            let (hour, rest) = half.map_or((hour, rest), |(half, rest)| (of_half(hour, half), rest));
            let end = text.len() - rest.len();
            Some(Clock { hour, minute, hours, plain: true, a_bit: false, end })
        }
        '点' | '點' | '时' | '時' => {
            if NO_CLOCK.iter().any(|word| rest.starts_with(word)) {
                return None;
            }
            let (minute, rest, said) = minutes_behind(after);
            let a_bit = &text[at..end] == "一" && !said;
            let hours = if hour == 0 || hour >= 12 { Hours::OfDay } else { Hours::Open };
            let plain = said || hour > 12;
            let end = text.len() - rest.len();
            Some(Clock { hour, minute, hours, plain, a_bit, end })
        }
        _ if digits > 0 => {
            let (half, rest) = half_behind(rest).filter(|_| (1..=12).contains(&hour))?;
            let hour = of_half(hour, half);
            let end = text.len() - rest.len();
            Some(Clock { hour, minute: 0, hours: Hours::OfNamedHalf, plain: true, a_bit: false, end })
        }
        _ => None,
    }
}

/// The minutes that `rest` begins with, what stands behind them, and whether there are any: 半, 一刻, 30分.
fn minutes_behind(rest: &str) -> (u64, &str, bool) {
    for (word, minute) in [("半", 30), ("一刻", 15), ("三刻", 45), ("整", 0), ("钟", 0), ("鐘", 0)] {
        // 今晚8点半价 is about 8 o'clock.
        if let Some(after) = rest.strip_prefix(word).filter(|after| !after.starts_with(['价', '價', '折']))
        {
            return (minute, after, true);
        }
    }
    let Some(found) = number(rest).filter(|found| found.low.is_multiple_of(1000)) else {
        return (0, rest, false);
    };
    let (minute, after) = (found.low / 1000, &rest[found.length..]);
    let said = after.strip_prefix('分').filter(|after| !after.starts_with(['钟', '鐘', '之']));
    // 9点30 and 八点五十 need no 分, but 9点3件 is no time.
    let two = matches!(found.form, Form::Plain)
        && minute >= 10
        && unit_at(after).is_none()
        && !after.starts_with(|c: char| c.is_alphanumeric() && !"前后後开開到至左以之起截".contains(c));
    match said {
        Some(after) if minute < 60 => (minute, after, true),
        None if two && minute < 60 => (minute, after, true),
        _ => (0, rest, false),
    }
}

/// am or pm at the beginning of `rest`, and what stands behind it.
fn half_behind(rest: &str) -> Option<(Half, &str)> {
    let word = rest.trim_start_matches(' ');
    let half = match word.as_bytes().first()? {
        b'a' | b'A' => Half::First,
        b'p' | b'P' => Half::Second,
        _ => return None,
    };
    let after = word[1..].strip_prefix('.').unwrap_or(&word[1..]);
    let after = after.strip_prefix(['m', 'M'])?;
    let after = after.strip_prefix('.').filter(|_| word[1..].starts_with('.')).unwrap_or(after);
    (!after.starts_with(|c: char| c.is_ascii_alphanumeric())).then_some((half, after))
}

/// An hour of the clock in a half of the day, counted to 24.
const fn of_half(hour: u64, half: Half) -> u64 {
    match half {
        Half::First if hour == 12 => 0,
        Half::Second if hour < 12 => hour + 12,
        Half::Noon if hour < 4 => hour + 12,
        Half::Night if hour == 12 => 24,
        Half::Night if hour > 4 && hour < 12 => hour + 12,
        _ => hour,
    }
}

/// Minutes after midnight, [`OPEN`] more if it may be in either half of the day.
fn minutes(clock: Clock, part: Option<Half>) -> u64 {
    match part {
        Some(half) => of_half(clock.hour, half) * 60 + clock.minute,
        None if clock.hours != Hours::Open => clock.hour * 60 + clock.minute,
        None => OPEN + clock.hour * 60 + clock.minute,
    }
}

/// The part of the day that `before` ends with, and where it begins.
fn part_before(before: &str) -> (Option<Half>, usize) {
    let trimmed = before.trim_end_matches(' ');
    let Some((word, half)) = PARTS.iter().find(|(word, _)| trimmed.ends_with(word)) else {
        return (None, before.len());
    };
    let start = trimmed.len() - word.len();
    // 最晚9点 speaks of no evening.
    if trimmed[..start].ends_with(NO_PART_BEHIND) {
        return (None, before.len());
    }
    (Some(*half), start)
}

/// Whether the words around 9点 make it a time.
fn is_behind(text: &str, start: usize, clock: Clock) -> bool {
    let (before, rest) = (text[..start].trim_end_matches(' '), &text[clock.end..]);
    BEHIND.iter().any(|word| rest.starts_with(word)) || BEFORE.iter().any(|word| before.ends_with(word))
}

fn is_ratio(before: &str, rest: &str) -> bool {
    let before = before.trim_end_matches([' ', ':', '：']);
    RATIO_BEFORE.iter().any(|word| before.ends_with(word))
        || RATIO_BEHIND.iter().any(|word| rest.starts_with(word))
}
