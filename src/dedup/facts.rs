//! What an answer commits itself to: durations, amounts, percentages, counts, yes and no.
//!
//! Only what can be compared is taken: a number with a unit (48 小时, 3-5 天, 七天, 满 99 元, 八折), and
//! whether the answer begins with a yes or a no. Two answers contradict each other where both speak of one
//! kind and no value of the one meets a value of the other; 48 小时 and 2 天 meet.

use std::ops::Range;

/// What kind of fact; only facts of one kind are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactKind {
    /// Minutes, hours, days and weeks, in minutes.
    Duration,
    /// Working days.
    WorkingDays,
    /// Months.
    Months,
    /// Years.
    Years,
    /// Yuan.
    Amount,
    /// Per cent.
    Percentage,
    /// 折: tenths of the price.
    Discount,
    /// 件: pieces.
    Pieces,
    /// 次: times.
    Times,
    /// Yes (1) or no (0), at the beginning.
    Consent,
}

/// One fact in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its kind.
    pub kind: FactKind,
    /// The least and the most it can mean, in thousandths of the kind's unit; the same but for 3-5 天.
    pub value: (u64, u64),
    /// Where it stands, in bytes.
    pub span: Range<usize>,
}

/// Units with how many of the kind's unit they are, longest first where one begins another.
const UNITS: &[(&str, FactKind, u64)] = &[
    ("个工作日", FactKind::WorkingDays, 1),
    ("工作日", FactKind::WorkingDays, 1),
    ("个自然日", FactKind::Duration, 1440),
    ("自然日", FactKind::Duration, 1440),
    ("天", FactKind::Duration, 1440),
    ("个小时", FactKind::Duration, 60),
    ("小时", FactKind::Duration, 60),
    ("分钟", FactKind::Duration, 1),
    ("个星期", FactKind::Duration, 10_080),
    ("个礼拜", FactKind::Duration, 10_080),
    ("星期", FactKind::Duration, 10_080),
    ("周", FactKind::Duration, 10_080),
    ("个月", FactKind::Months, 1),
    ("年", FactKind::Years, 1),
    ("元", FactKind::Amount, 1),
    ("块", FactKind::Amount, 1),
    ("%", FactKind::Percentage, 1),
    ("％", FactKind::Percentage, 1),
    ("折", FactKind::Discount, 1),
    ("件", FactKind::Pieces, 1),
    ("次", FactKind::Times, 1),
];

/// What begins like a unit and is none: 1 周年, 3 折叠, 2 次元, 1 件套.
const NO_UNITS: &[&str] = &["周年", "折叠", "次元", "件套", "年级", "天猫", "次日"];

/// Beginnings that refuse; 没有问题 and 没关系 are not among them.
const NO: &[&str] = &[
    "不支持",
    "不可以",
    "不能",
    "没有哦",
    "没有的",
    "没有，",
    "没有。",
    "没有呢",
    "不是",
    "无法",
    "不行",
    "不会",
    "暂不",
    "暂时不",
    "暂无",
];

/// Beginnings that agree; 有任何问题, 会员, 能量 and 是否 are not among them.
const YES: &[&str] = &[
    "支持",
    "可以",
    "能的",
    "能退",
    "能换",
    "能用",
    "能改",
    "能开",
    "有的",
    "有哦",
    "有呢",
    "有，",
    "有。",
    "有货",
    "有现货",
    "是的",
    "是哦",
    "是，",
    "是正品",
    "会的",
];

/// What may stand before a yes or a no.
const BEFORE: &[&str] = &["亲亲", "亲爱的", "亲", "您好", "你好", "哦", "呢", "嗯"];

/// The facts of a text, in its order.
pub fn facts(text: &str) -> Vec<Fact> {
    let mut facts: Vec<Fact> = consent(text).into_iter().collect();
    let mut at = 0;
    while at < text.len() {
        let Some((low, after)) = number(text, at) else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let (value, end) = match range_end(text, after) {
            Some((high, end)) if high.1 >= low.0 => ((low.0, high.1), end),
            _ => (low, after),
        };
        let (kind, value, end) = match unit(text, end) {
            Some((kind, factor, end)) => (kind, (value.0 * factor, value.1 * factor), end),
            None => {
                at = after;
                continue;
            }
        };
        // 第 2 件 counts off, a year by its number is a date, and 一件, 一次 and 二次销售 are figures of speech.
        let ordinal = text[..at].trim_end().ends_with('第');
        let date = kind == FactKind::Years && value.0 >= 1_000_000;
        let counted = matches!(kind, FactKind::Pieces | FactKind::Times);
        let figure = counted && text[at..].starts_with(['一', '二']) && value.1 <= 2000;
        if !ordinal && !date && !figure {
            facts.push(Fact { kind, value, span: at..end });
        }
        at = end;
    }
    facts
}

/// The first kind on which two answers contradict each other, by a fact of each.
pub fn contradiction<'f>(one: &'f [Fact], other: &'f [Fact]) -> Option<(&'f Fact, &'f Fact)> {
    let meet = |a: &Fact, b: &Fact| a.value.0 <= b.value.1 && b.value.0 <= a.value.1;
    one.iter().find_map(|fact| {
        let same = |other: &&Fact| other.kind == fact.kind;
        let opposite = other.iter().find(same)?;
        let agreed = one.iter().filter(same).any(|a| other.iter().filter(same).any(|b| meet(a, b)));
        (!agreed).then_some((fact, opposite))
    })
}

fn consent(text: &str) -> Option<Fact> {
    let separator = |c: char| c.is_whitespace() || "，,。！!～~、".contains(c);
    let mut rest = text.trim_start_matches(separator);
    while let Some(after) = BEFORE.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = after.trim_start_matches(separator);
    }
    let at = text.len() - rest.len();
    let find = |words: &[&str]| words.iter().find(|word| rest.starts_with(**word)).map(|word| word.len());
    let (value, length) = match (find(NO), find(YES)) {
        (Some(length), _) => (0, length),
        (None, Some(length)) => (1, length),
        (None, None) => return None,
    };
    Some(Fact { kind: FactKind::Consent, value: (value, value), span: at..at + length })
}

/// A number that begins at `at`, in thousandths, and where it ends.
fn number(text: &str, at: usize) -> Option<((u64, u64), usize)> {
    let before = text[..at].chars().next_back();
    let first = text[at..].chars().next()?;
    if digit(first).is_some() {
        if before
            .is_some_and(|c| digit(c).is_some() || c.is_ascii_alphabetic() || matches!(c, '.' | ':' | '/'))
        {
            return None;
        }
        return written_in_digits(&text[at..]).map(|(value, length)| ((value, value), at + length));
    }
    if before.is_some_and(|c| numeral(c).is_some() || "几数十百千万亿零".contains(c)) {
        return None;
    }
    written_in_words(&text[at..]).map(|(value, length)| (value, at + length))
}

/// 48, 3.5, 1,000, ４８.
fn written_in_digits(text: &str) -> Option<(u64, usize)> {
    let (mut whole, mut thousandths, mut places, mut end) = (0_u64, 0_u64, None, 0);
    for (at, c) in text.char_indices() {
        let next_is_digit = || text[at + c.len_utf8()..].chars().next().is_some_and(|c| digit(c).is_some());
        match (digit(c), places) {
            (Some(value), None) => whole = whole.checked_mul(10)?.checked_add(value)?,
            (Some(value), Some(place)) => {
                thousandths += value * [100, 10, 1].get(place).copied().unwrap_or(0);
                places = Some(place + 1);
            }
            (None, None) if c == '.' && next_is_digit() => places = Some(0),
            (None, None) if c == ',' && next_is_digit() => {}
            _ => break,
        }
        end = at + c.len_utf8();
    }
    // Longer numbers are telephones and orders.
    (whole < 10_000_000).then(|| (whole * 1000 + thousandths, end))
}

fn digit(c: char) -> Option<u64> {
    match c {
        '0'..='9' => Some(u64::from(c) - u64::from('0')),
        '０'..='９' => Some(u64::from(c) - u64::from('０')),
        _ => None,
    }
}

fn numeral(c: char) -> Option<u64> {
    let at = "一二三四五六七八九".chars().position(|one| one == c);
    at.map(|at| at as u64 + 1).or((c == '两').then_some(2))
}

/// 一 to 九十九; 三五 and 一两 are from three to five, from one to two.
fn written_in_words(text: &str) -> Option<((u64, u64), usize)> {
    let mut chars = text.chars().peekable();
    let tens = chars.next_if(|&c| numeral(c).is_some()).and_then(numeral);
    let ten = chars.next_if_eq(&'十').is_some();
    let ones = chars.next_if(|&c| numeral(c).is_some()).and_then(numeral);
    if chars.peek().is_some_and(|&c| numeral(c).is_some() || "十百千万亿多几".contains(c)) {
        return None;
    }
    let count = usize::from(tens.is_some()) + usize::from(ten) + usize::from(ones.is_some());
    let length = count * '一'.len_utf8();
    let value = match (tens, ten, ones) {
        (tens, true, ones) => {
            let value = tens.unwrap_or(1) * 10 + ones.unwrap_or(0);
            (value, value)
        }
        (Some(low), false, Some(high)) if low < high => (low, high),
        (Some(value), false, None) => (value, value),
        _ => return None,
    };
    Some(((value.0 * 1000, value.1 * 1000), length))
}

/// The second number of 3-5 天 and where it ends.
fn range_end(text: &str, at: usize) -> Option<((u64, u64), usize)> {
    let rest = text[at..].trim_start();
    let sign = rest.chars().next().filter(|c| "-~～—–－至到".contains(*c))?;
    let rest = rest[sign.len_utf8()..].trim_start_matches([sign, ' ']);
    let start = text.len() - rest.len();
    let (value, length) = match written_in_digits(rest).filter(|&(_, length)| length > 0) {
        Some((value, length)) => ((value, value), length),
        None => written_in_words(rest)?,
    };
    Some((value, start + length))
}

fn unit(text: &str, at: usize) -> Option<(FactKind, u64, usize)> {
    let rest = text[at..].trim_start_matches(' ');
    if NO_UNITS.iter().any(|word| rest.starts_with(word)) {
        return None;
    }
    let (name, kind, factor) = UNITS.iter().find(|(name, ..)| rest.starts_with(name))?;
    Some((*kind, *factor, text.len() - rest.len() + name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<(FactKind, u64, u64, &str)> {
        facts(text)
            .into_iter()
            .map(|fact| (fact.kind, fact.value.0, fact.value.1, &text[fact.span]))
            .collect()
    }

    #[test]
    fn numbers_with_units() {
        use FactKind as K;
        assert_eq!(found("付款后48 小时内发货"), [(K::Duration, 2_880_000, 2_880_000, "48 小时")]);
        assert_eq!(
            found("一般3-5天，偏远 7～10 天"),
            [(K::Duration, 4_320_000, 7_200_000, "3-5天"), (K::Duration, 10_080_000, 14_400_000, "7～10 天"),]
        );
        assert_eq!(
            found("满１,０００元打8.5折"),
            [(K::Amount, 1_000_000, 1_000_000, "１,０００元"), (K::Discount, 8500, 8500, "8.5折")]
        );
        assert_eq!(found("二十五天"), [(K::Duration, 36_000_000, 36_000_000, "二十五天")]);
        assert_eq!(found("十个工作日"), [(K::WorkingDays, 10_000, 10_000, "十个工作日")]);
        assert_eq!(found("一两天"), [(K::Duration, 1_440_000, 2_880_000, "一两天")]);
        assert_eq!(found("三到五天"), [(K::Duration, 4_320_000, 7_200_000, "三到五天")]);
        assert_eq!(found("洗两次"), [(K::Times, 2000, 2000, "两次")]);
        assert_eq!(found("缩水率3%以内"), [(K::Percentage, 3000, 3000, "3%")]);
    }

    #[test]
    fn what_is_no_fact() {
        for text in [
            "第2件半价",
            "第一次",
            "哪一件",
            "二次销售",
            "2026年",
            "一百天",
            "几十天",
            "1周年",
            "400-820-8820",
            "编号A12件",
            "99999999999999999999元",
            "11月11日",
            "",
            "一",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn yes_and_no_at_the_beginning() {
        let consent =
            |text| facts(text).first().filter(|fact| fact.kind == FactKind::Consent).map(|fact| fact.value.0);
        for text in ["可以的", "亲，支持七天无理由", "您好～可以退", "是的，包邮", "有货的亲"]
        {
            assert_eq!(consent(text), Some(1), "{text}");
        }
        for text in ["不可以哦", "亲，不支持退换", "暂不支持"] {
            assert_eq!(consent(text), Some(0), "{text}");
        }
        for text in
            ["会员专享", "有任何问题请联系", "没有问题", "没关系", "不好意思", "能量饮料", "有效期一年"]
        {
            assert_eq!(consent(text), None, "{text}");
        }
    }

    #[test]
    fn contradictions() {
        let against = |one: &str, other: &str| contradiction(&facts(one), &facts(other)).is_some();
        assert!(against("7天内可退", "15天内可退"));
        assert!(against("可以退", "不可以退"));
        assert!(against("满99元包邮", "满199元包邮"));
        assert!(!against("48小时发货", "2天内发货"));
        assert!(!against("3-5天", "4天"));
        assert!(!against("7天", "15个工作日"));
        assert!(!against("24小时发货，7天送达", "7天送达"));
        assert!(!against("可以", "支持"));
        assert!(!against("", "7天"));
    }

    proptest! {
        #[test]
        fn any_text_at_all(text in "[0-9０,.一二十两百第天小时元%折-～到 ，可以不能亲]{0,16}") {
            let facts = facts(&text);
            for fact in &facts {
                prop_assert!(fact.value.0 <= fact.value.1);
                prop_assert!(!text[fact.span.clone()].is_empty());
            }
            prop_assert!(contradiction(&facts, &facts).is_none());
        }
    }
}
