//! A number with its unit: 48 小时, 3-5 天, 一个半小时, 3元5角, 百分之三; and what looks like one and is a
//! figure of speech.

use super::Fact;
use super::kind::FactKind;
use super::money::{behind_sign, behind_threshold, sign_before};
use super::number::{Form, Number, digit, multiplier, number, numeral};
use super::unit::{Found, unit_at};

/// Signs between the least and the most.
const RANGE_SIGNS: &[char] = &['-', '~', '～', '—', '–', '－', '−', '至', '到'];

/// What follows 24 小时 when it says that somebody is always there.
const ALWAYS_THERE: &[&str] = &[
    "在线",
    "在線",
    "客服",
    "营业",
    "營業",
    "服务",
    "服務",
    "热线",
    "熱線",
    "人工",
    "不打烊",
    "自助",
    "无休",
    "值班",
    " a day",
    " support",
    " service",
    " hotline",
];
/// What stands before it then.
const ALL_DAY: &[&str] = &["全天", "全年", "×", "*", "天", "天 "];
/// What follows the 7 天 of it.
const AND_ALL_HOURS: &[&str] = &["24小时", "24小時", "×24", "x24", "X24", "*24", " 24小时"];

/// What follows 100% when it praises.
const PRAISE: &[&str] =
    &["正品", "原装", "原裝", "满意", "滿意", "好评", "好評", "放心", "安全", "有效", "保证", "保證"];

/// What is counted by the number before it, so that 10块3个 is no 10.3 yuan.
const COUNTERS: &[char] = &[
    '件', '个', '個', '只', '隻', '条', '條', '张', '張', '双', '雙', '袋', '包', '瓶', '盒', '斤', '米',
    '次', '天', '年', '折', '支', '根', '份', '套', '片', '块', '塊', '元', '节', '節', '层', '層', '级',
    '級', '码', '碼', '号', '號', '%',
];

/// What 半 behind a unit belongs to when not to the unit: 三天半价.
const NOT_AND_A_HALF: &[char] =
    &['价', '價', '折', '个', '個', '天', '年', '小', '月', '斤', '米', '夜', '场', '路'];

/// A number with a unit.
struct Measure {
    kind: FactKind,
    low: u64,
    high: u64,
    factor: (u64, u64),
    form: Form,
    end: usize,
}

/// The fact whose number begins at `at`, and where the search goes on.
pub(super) fn measured(text: &str, at: usize, last: Option<&Fact>) -> (Option<Fact>, usize) {
    if let Some(fact) = fraction(text, at) {
        let end = fact.span.end;
        return (Some(fact), end);
    }
    let Some(first) = number(&text[at..]) else {
        return (None, at + text[at..].chars().next().map_or(1, char::len_utf8));
    };
    let end = at + first.length;
    // What belongs to the fact before is no sign of this one.
    let floor = last.map_or(0, |last| last.span.end);
    match sign_before(&text[floor..at]).map(|(kind, start)| (kind, floor + start)) {
        Some((Some(kind), start)) => {
            let fact = behind_sign(text, at, first, kind, start);
            let end = fact.as_ref().map_or(end, |fact| fact.span.end);
            return (fact, end);
        }
        Some((None, _)) => return (None, end),
        None => {}
    }
    let Some(measure) = with_unit(text, at, first, true) else {
        return (behind_threshold(text, at, first, floor, last), end);
    };
    let fact = Fact { kind: measure.kind, value: (measure.low, measure.high), span: at..measure.end };
    let vague = is_vague(&text[measure.end..]);
    let taken = !vague && !is_figure(text, &measure, &fact, last) && !is_always_there(text, &fact);
    (taken.then_some(fact), measure.end)
}

/// The second number of a range and where it ends.
fn range_end(text: &str, at: usize) -> Option<(Number, usize)> {
    let start = behind_range_sign(text, at)?;
    let rest = &text[start..];
    let rest = rest.strip_prefix(['¥', '￥', '$', '£', '€']).unwrap_or(rest);
    let second = number(rest)?;
    (second.form != Form::Half).then_some((second, text.len() - rest.len() + second.length))
}

/// Where what stands behind a sign of range begins: 3-5, 3 - 5, 3到5, 3 to 5.
pub(super) fn behind_range_sign(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].trim_start_matches(' ');
    let rest = match rest.strip_prefix("to ") {
        Some(rest) => rest,
        None => {
            let sign = rest.chars().next().filter(|c| RANGE_SIGNS.contains(c))?;
            // 9:00--18:00, 9:00——18:00.
            let rest = &rest[sign.len_utf8()..];
            rest.strip_prefix(sign).unwrap_or(rest)
        }
    };
    Some(text.len() - rest.trim_start_matches(' ').len())
}

/// The least and the most of a number and the one behind it, if that ends a range.
pub(super) fn ranged(text: &str, at: usize, first: Number) -> (Number, usize) {
    let end = at + first.length;
    if first.form == Form::Half {
        return (first, end);
    }
    let Some((second, second_end)) = range_end(text, end) else { return (first, end) };
    // 1-2万 is from 10,000 on.
    let shared = if first.scale == 1 && second.low / second.scale >= first.low { second.scale } else { 1 };
    let low = first.low.saturating_mul(shared);
    if second.high < low {
        return (first, end);
    }
    (Number { low, high: second.high, form: Form::Plain, ..first }, second_end)
}

/// A number, or a range of numbers, with its unit; with `range`, the unit may be said twice.
fn with_unit(text: &str, at: usize, first: Number, range: bool) -> Option<Measure> {
    let (number, unit, end) = match unit_at(&text[at + first.length..]) {
        Some(unit) => (first, unit, at + first.length),
        None if range => {
            let (number, end) = ranged(text, at, first);
            (number, unit_at(&text[end..])?, end)
        }
        None => return None,
    };
    let (low, high) = of_unit(number, unit)?;
    let mut measure = Measure {
        kind: unit.kind,
        low,
        high,
        factor: unit.factor,
        form: number.form,
        end: end + unit.length,
    };
    if low == high && !unit.and_a_half {
        extend(text, &mut measure);
    }
    if range
        && low == high
        && let Some(start) = behind_range_sign(text, measure.end)
        && let Some(second) = super::number::number(&text[start..])
        && let Some(second) = with_unit(text, start, second, false)
        && second.kind == measure.kind
        && second.high >= measure.high
    {
        measure.high = second.high;
        measure.end = second.end;
        measure.form = Form::Plain;
    }
    Some(measure)
}

/// What a number of units amounts to, in thousandths of the kind's unit.
fn of_unit(number: Number, unit: Found) -> Option<(u64, u64)> {
    let halves = matches!(
        unit.kind,
        FactKind::Duration | FactKind::Months | FactKind::Length | FactKind::Weight | FactKind::Volume
    );
    let (low, high) = match (number.form, unit.kind) {
        _ if unit.only_behind => return None,
        (Form::Half, _) if !halves => return None,
        // 九五折 is 9.5 折, and so is 95折.
        (Form::TwoNumerals, FactKind::Discount) => {
            let value = number.low + number.high / 10;
            (value, value)
        }
        (Form::TwoNumerals, _) if number.high <= number.low || number.high - number.low > 2000 => {
            return None;
        }
        (_, FactKind::Discount) if number.low > 10_000 && number.high < 100_000 => {
            (number.low / 10, number.high / 10)
        }
        _ => (number.low, number.high),
    };
    let half = if unit.and_a_half { 500 } else { 0 };
    Some((amount(low + half, unit.factor)?, amount(high + half, unit.factor)?))
}

fn amount(thousandths: u64, (by, of): (u64, u64)) -> Option<u64> {
    Some(thousandths.checked_mul(by)? / of)
}

/// Adds what says more of the same: 1小时30分钟, 3元5角, 99块9, 1米65, 两天半.
fn extend(text: &str, measure: &mut Measure) {
    let rest = &text[measure.end..];
    let halves = matches!(
        measure.kind,
        FactKind::Duration | FactKind::Months | FactKind::Length | FactKind::Weight | FactKind::Volume
    );
    if halves
        && let Some(after) = rest.strip_prefix('半')
        && !after.starts_with(NOT_AND_A_HALF)
        && let Some(half) = amount(500, measure.factor)
    {
        add(measure, half, '半'.len_utf8());
        return;
    }
    if let Some((value, length)) = smaller_unit(rest, measure).or_else(|| bare_decimal(text, measure)) {
        add(measure, value, length);
    }
}

fn add(measure: &mut Measure, value: u64, length: usize) {
    measure.low = measure.low.saturating_add(value);
    measure.high = measure.low;
    measure.end += length;
    measure.form = Form::Plain;
}

/// The 30分钟 of 1小时30分钟: what it adds and how long it is.
fn smaller_unit(rest: &str, measure: &Measure) -> Option<(u64, usize)> {
    let spaced = matches!(measure.kind, FactKind::Duration | FactKind::Months);
    let joined = if spaced { rest.trim_start_matches(' ') } else { rest };
    let joined = joined.strip_prefix("and ").or_else(|| joined.strip_prefix(['零', '又'])).unwrap_or(joined);
    let second = number(joined)?;
    let unit = unit_at(&joined[second.length..])?;
    let value = amount(second.low, unit.factor)?;
    let smaller = unit.kind == measure.kind
        && second.low == second.high
        && value < amount(1000, measure.factor)?
        && unit.factor != measure.factor;
    smaller.then_some((value, rest.len() - joined.len() + second.length + unit.length))
}

/// The 9 of 99块9 and the 65 of 1米65: what it adds and how long it is.
fn bare_decimal(text: &str, measure: &Measure) -> Option<(u64, usize)> {
    let places = match text[..measure.end].chars().next_back()? {
        '块' | '塊' => 1,
        '米' if measure.factor == (1000, 1) => 2,
        _ => return None,
    };
    let rest = &text[measure.end..];
    let (mut value, mut length, mut count, mut worth) = (0, 0, 0, 100);
    for c in rest.chars() {
        let Some(digit) = digit(c).or_else(|| numeral(c).filter(|_| c != '两' && c != '兩')) else { break };
        value += digit * worth;
        worth /= 10;
        length += c.len_utf8();
        count += 1;
    }
    let after = &rest[length..];
    let more = |c: char| multiplier(c).is_some() || c.is_ascii_alphabetic() || c == '.';
    // 10块3-5天, but 1米6到1米7.
    let begins_range = || {
        let Some(start) = behind_range_sign(text, text.len() - after.len()) else { return false };
        let last = number(&text[start..]);
        last.is_some_and(|last| {
            unit_at(&text[start + last.length..]).is_none_or(|unit| unit.kind != measure.kind)
        })
    };
    if count == 0 || count > places || is_counter(after) || after.starts_with(more) || begins_range() {
        return None;
    }
    Some((amount(value, measure.factor)?, length))
}

/// Whether what stands behind a number is what it counts; 包邮 is not.
pub(super) fn is_counter(rest: &str) -> bool {
    rest.starts_with(COUNTERS) && !rest.starts_with("包邮") && !rest.starts_with("包郵")
}

/// 百分之三, 千分之一点五, 万分之五; 百分之三到五.
fn fraction(text: &str, at: usize) -> Option<Fact> {
    let mut chars = text[at..].chars();
    let factor = match chars.next()? {
        '百' => (1, 1),
        '千' => (1, 10),
        '万' | '萬' => (1, 100),
        _ => return None,
    };
    let rest = chars.as_str().strip_prefix("分之")?;
    let start = text.len() - rest.len();
    let first = number(rest).filter(|number| number.form != Form::Half)?;
    let (value, end) = ranged(text, start, first);
    let value = (amount(value.low, factor)?, amount(value.high, factor)?);
    (value.0 <= value.1).then_some(Fact { kind: FactKind::Percentage, value, span: at..end })
}

/// Whether 多 follows that says that it is more: 一年多, but not 3天多次.
fn is_vague(rest: &str) -> bool {
    rest.strip_prefix('多').is_some_and(|rest| {
        rest.chars().next().is_none_or(|c| !c.is_alphanumeric() || "的了后後前就才".contains(c))
    })
}

/// A year by its number, and figures of speech: 一件代发, 二次销售, 一块买, 5元一斤, 100%正品.
fn is_figure(text: &str, measure: &Measure, fact: &Fact, last: Option<&Fact>) -> bool {
    let (written, rest) = (fact.text(text), &text[fact.span.end..]);
    let one = measure.form == Form::OneNumeral && written.starts_with(['一', '二']);
    match fact.kind {
        // Years count as months: 2026年.
        FactKind::Months if written.ends_with('年') => fact.value.0 >= 12_000_000,
        FactKind::Pieces | FactKind::Times if one => true,
        FactKind::Amount if one && written.ends_with(['块', '塊']) => true,
        FactKind::Percentage if fact.value == (100_000, 100_000) => {
            PRAISE.iter().any(|word| rest.starts_with(word))
        }
        _ => one && written.starts_with('一') && last.is_some_and(|last| last.span.end == fact.span.start),
    }
}

/// 24小时在线, 7天24小时: no duration.
fn is_always_there(text: &str, fact: &Fact) -> bool {
    const HOURS: u64 = 24 * 60_000;
    let (before, rest) = (&text[..fact.span.start], &text[fact.span.end..]);
    let begins = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
    let always = fact.kind == FactKind::Duration && fact.value.0 == fact.value.1;
    always
        && match fact.value.0 {
            HOURS if !fact.text(text).ends_with('天') => {
                begins(ALWAYS_THERE) || ALL_DAY.iter().any(|word| before.ends_with(word))
            }
            _ => begins(AND_ALL_HOURS),
        }
}
