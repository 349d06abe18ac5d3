//! Numbers as they stand in keys: 1 000 (the key of 1,000), 3.5万, 二十五天, 一年半, 百分之五, 8点半.
//!
//! This is not [`facts`](crate::dedup::facts), which reads answers and takes only what can contradict. Here
//! two phrasings must agree in every number there is, so that numbers without units, ordinals and dates
//! count too, and what is written differently but amounts to the same (48 小时 and 两天) must become equal.

use super::units::{self, Class, PEOPLE, PIECES, TIMES, Unit};

/// A number, or two (三五天), where they end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// In thousandths of `class`'s unit; the number as said is in `said`.
    pub(super) value: u64,
    /// As said, in thousandths, whatever the unit.
    pub(super) said: u64,
    /// The second of two, in the same units.
    pub(super) also: Option<(u64, u64)>,
    /// Class and what it excludes.
    pub(super) unit: Unit,
    /// Whether a unit stands behind it.
    pub(super) has_unit: bool,
    /// The byte behind it.
    pub(super) end: usize,
}

/// What a reading of the digits alone gives.
#[derive(Clone, Copy)]
struct Reading {
    value: u64,
    also: Option<u64>,
    end: usize,
    /// May stand without unit.
    alone: bool,
}

/// Larger values are cut off here, far above what anybody asks about, so that nothing overflows.
const LARGEST: u64 = 10_000_000_000_000;

/// The number that begins at byte `at`; `None` if what stands there counts nothing. A number in Arabic
/// digits begins with its first digit.
pub(super) fn number(key: &str, at: usize) -> Option<Number> {
    let rest = &key[at..];
    for (word, class) in [("百分之", Class::Percent), ("第", Class::Ordinal)] {
        let Some(after) = rest.strip_prefix(word) else { continue };
        let Reading { value, end, .. } = arabic(after, 0).or_else(|| chinese(after, 0))?;
        let unit = Unit { class, factor: 1, side: 0 };
        let end = at + word.len() + end;
        return Some(Number { value, said: value, also: None, unit, has_unit: true, end });
    }
    let before = key[..at].chars().next_back();
    if before.is_some_and(|c| matches!(c, '几' | '数')) {
        return None;
    }
    if rest.starts_with('半') {
        return half(key, at);
    }
    if rest.starts_with('俩') {
        let unit = Unit { class: Class::Plain, factor: 10, side: 0 };
        let end = at + '俩'.len_utf8();
        return Some(Number { value: 20_000, said: 2000, also: None, unit, has_unit: true, end });
    }
    let reading =
        if rest.starts_with(|c: char| c.is_ascii_digit()) { arabic(key, at) } else { chinese(key, at) };
    with_unit(key, at, reading?)
}

/// 半小时, 半个月, 半斤; 半天 is rather "for ages".
fn half(key: &str, at: usize) -> Option<Number> {
    let after = at + '半'.len_utf8();
    let (unit, length) = units::at(&key[after..])?;
    if &key[after..after + length] == "天" {
        return None;
    }
    let halved = matches!(unit.class, Class::Time | Class::Months | Class::Grams | Class::Millimetres);
    // 半月 is half a month, not a month of the year.
    let unit = if unit.class == Class::Month { Unit { class: Class::Months, ..unit } } else { unit };
    (halved || unit.class == Class::Months).then(|| Number {
        value: 500 * unit.factor,
        said: 500,
        also: None,
        unit,
        has_unit: true,
        end: after + length,
    })
}

/// 哪一年, 每一天: one of them rather than one.
const POINTING: &[char] = &['哪', '这', '那', '每', '某', '同', '另', '任'];
/// What stands beside 一 with a unit where a rate is asked for.
const RATED: &[char] = &['多', '少', '几', '钱', '费'];

fn with_unit(key: &str, at: usize, reading: Reading) -> Option<Number> {
    let before = key[..at].chars().next_back();
    let Reading { mut value, also, mut end, alone } = reading;
    if let Some((times, length)) = multiplier(&key[end..]) {
        value = value.saturating_mul(times).min(LARGEST);
        end += length;
    }
    let skip = |end: usize, words: &[&str]| {
        words.iter().find(|word| key[end..].starts_with(**word)).map_or(end, |word| end + word.len())
    };
    let behind = skip(end, &["多", "来", "余"]);
    let a_half_more =
        key[behind..].starts_with("个半") && key[behind + "个半".len()..].starts_with(['月', '小', '钟']);
    let found = if a_half_more {
        // 两个半小时: the unit is 个小时.
        let name = format!("个{}", key[behind + "个半".len()..].chars().take(2).collect::<String>());
        units::at(&name).map(|(unit, length)| (unit, length + '半'.len_utf8()))
    } else {
        units::at(&key[behind..])
    };
    let said = value;
    let follows_month = before == Some('月');
    let Some((mut unit, length)) = found else {
        let unit = match value {
            _ if follows_month => Unit { class: Class::Day, factor: 1, side: 0 },
            1_900_000..2_100_000 => Unit { class: Class::Year, factor: 1, side: 0 },
            _ => units::NONE,
        };
        let scale = |value: u64| value * unit.factor;
        let also = also.map(|also| (scale(also), also));
        return alone.then(|| Number { value: scale(value), said, also, unit, has_unit: follows_month, end });
    };
    let name = &key[behind..behind + length];
    let in_words = !key[..end].ends_with(|c: char| c.is_ascii_digit());
    unit = match (name, unit.class) {
        ("日" | "号", _) if follows_month => Unit { class: Class::Day, factor: 1, side: 0 },
        ("年" | "款", _) if (1_900_000..2_100_000).contains(&value) => {
            Unit { class: Class::Year, factor: 1, side: 0 }
        }
        // 二次修改 is the second time; twice would be 两次.
        ("次", _) if key[..end].ends_with('二') => Unit { class: Class::Ordinal, factor: 1, side: 0 },
        // 85折 is 8.5折.
        (_, Class::Discount) if value < 10_000 => Unit { factor: 10, ..unit },
        // 13月 is no month of the year.
        (_, Class::Month) if value > 12_000 => units::NONE,
        _ => unit,
    };
    // 一个, 一次, 1件 say no more than the article.
    let article = said == 1000 && also.is_none() && matches!(unit.side, PIECES | TIMES | PEOPLE);
    // 十分 is "very", 一点 "a little", 一度 "once", 一块 "a piece",
    // 一折 "once folded".
    let one = in_words && said == 1000;
    let is_word = in_words && matches!(name, "分" | "里" | "匹")
        || one
            && (matches!(name, "点" | "度" | "时" | "块" | "折" | "尺")
                || before.is_some_and(|c| POINTING.contains(&c)));
    end = behind + length;
    // 多少钱一斤, 一个月多少钱: what is asked for is a rate, with or without 一斤.
    let is_rate = one && (key[..at].ends_with(RATED) || key[end..].starts_with(RATED));
    if article || is_word || is_rate {
        return None;
    }
    let mut total = value.saturating_mul(unit.factor).min(LARGEST * 1000);
    if a_half_more {
        total += 500 * unit.factor;
    } else if let Some((more, length)) = rest_of_unit(&key[end..], unit) {
        total += more;
        end += length;
    }
    let also = also.map(|also| (also.saturating_mul(unit.factor), also));
    Some(Number { value: total, said, also, unit, has_unit: true, end })
}

/// 半 in 一年半 and 8点半, minutes in 8点30分.
fn rest_of_unit(rest: &str, unit: Unit) -> Option<(u64, usize)> {
    let of_time = matches!(unit.class, Class::Time | Class::Months | Class::Clock);
    if of_time && rest.starts_with('半') {
        return Some((500 * unit.factor, '半'.len_utf8()));
    }
    // 一米六 is 160厘米, 一米六五 165; 三块五 is 3.5.
    if let Some((tenth, places)) = decimal_of(unit) {
        let (value, length) = digits_behind(rest)?;
        return match length {
            1 => Some((value * tenth, rest.chars().next()?.len_utf8())),
            2 if places == 2 => Some((value * tenth / 10, rest.chars().take(2).map(char::len_utf8).sum())),
            _ => None,
        };
    }
    if unit.class == Class::Clock {
        let minutes = arabic(rest, 0).filter(|reading| reading.value < 60_000 && reading.end <= 2)?;
        let sign = if rest[minutes.end..].starts_with('分') { '分'.len_utf8() } else { 0 };
        return Some((minutes.value, minutes.end + sign));
    }
    None
}

/// What a digit behind the unit amounts to, and how many digits there may be.
fn decimal_of(unit: Unit) -> Option<(u64, usize)> {
    match (unit.class, unit.factor, unit.side) {
        (Class::Millimetres, 1000, _) => Some((100_000, 2)),
        (Class::Plain, 10, units::YUAN) => Some((1000, 1)),
        _ => None,
    }
}

/// The digits, Chinese or not, that `rest` begins with: their value and how many they are. None if a unit or
/// another number follows.
fn digits_behind(rest: &str) -> Option<(u64, usize)> {
    let digit = |c: char| c.to_digit(10).map(u64::from).or_else(|| numeral(c).filter(|_| c != '两'));
    let length = rest.chars().take_while(|c| digit(*c).is_some()).count();
    let after = rest.chars().nth(length);
    let alone = after
        .is_none_or(|c| place(c).is_none() && !matches!(c, '折' | '个' | '件' | '天' | '年' | '月' | '.'));
    let value = rest
        .chars()
        .take(length)
        .filter_map(digit)
        .fold(0_u64, |value, digit| value.saturating_mul(10).saturating_add(digit));
    (length > 0 && alone).then_some((value, length))
}

/// 万 in 3万; not 千 in 5千克.
fn multiplier(rest: &str) -> Option<(u64, usize)> {
    let mut chars = rest.chars();
    let times = match chars.next()? {
        '百' => 100,
        '千' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    };
    let of_unit = chars.next().is_some_and(|c| matches!(c, '克' | '米' | '瓦' | '卡' | '兆'));
    (!of_unit).then(|| (times, '万'.len_utf8()))
}

/// Digits with a decimal point; 1 000, which was 1,000, is one number, and 50 100, which was 50~100, is two.
fn arabic(key: &str, at: usize) -> Option<Reading> {
    let bytes = &key.as_bytes()[at..];
    let run = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = |range: std::ops::Range<usize>| {
        bytes[range]
            .iter()
            .fold(0_u64, |value, byte| (value * 10 + u64::from(byte - b'0')).min(LARGEST / 1000))
    };
    let mut end = run(0);
    if end == 0 {
        return None;
    }
    let mut value = whole(0..end);
    while end <= 3 + 4 * 3
        && bytes.get(end) == Some(&b' ')
        && run(end + 1) == 3
        && value < LARGEST / 1_000_000
    {
        let group = whole(end + 1..end + 4);
        let range = group > value && group <= value * 20;
        if range || value > 999 && end <= 3 || end > 3 && bytes[0] == b'0' {
            break;
        }
        value = value * 1000 + group;
        end += 4;
    }
    let mut thousandths = 0;
    if bytes.get(end) == Some(&b'.') && run(end + 1) > 0 {
        let places = run(end + 1);
        for (place, byte) in [100, 10, 1].into_iter().zip(&bytes[end + 1..end + 1 + places]) {
            thousandths += place * u64::from(byte - b'0');
        }
        end += 1 + places;
    }
    Some(Reading { value: value * 1000 + thousandths, also: None, end: at + end, alone: true })
}

/// The value of a Chinese digit.
pub(super) fn numeral(c: char) -> Option<u64> {
    Some(match c {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn place(c: char) -> Option<u64> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// The byte behind the Chinese digits that begin at `at`.
pub(super) fn end_of_numerals(key: &str, at: usize) -> usize {
    let is_numeral = |c: char| numeral(c).is_some() || place(c).is_some();
    key[at..].find(|c: char| !is_numeral(c)).map_or(key.len(), |length| at + length)
}

/// 二十五, 一百二, 三千零五, 三五 (from three to five), 二零二六.
fn chinese(key: &str, at: usize) -> Option<Reading> {
    let end = end_of_numerals(key, at);
    let digits = &key[at..end];
    let count = digits.chars().count();
    if count == 0 || count > 12 || key[end..].starts_with('几') {
        return None;
    }
    let reading =
        |value: u64, also, alone| Some(Reading { value: value.min(LARGEST / 1000) * 1000, also, end, alone });
    if digits.chars().all(|c| numeral(c).is_some()) {
        let value = digits.chars().filter_map(numeral).fold(0, |value, digit| value * 10 + digit);
        return match count {
            1 => reading(value, None, false),
            2 if value / 10 > 0 && value / 10 < value % 10 => {
                reading(value / 10, Some(value % 10 * 1000), false)
            }
            2 => None,
            _ => reading(value, None, true),
        };
    }
    let (mut total, mut section, mut digit, mut last) = (0_u64, 0_u64, None, 1);
    for c in digits.chars() {
        match (numeral(c), place(c)) {
            (Some(0), _) => (digit, last) = (None, 1),
            (Some(value), _) if digit.is_none() => digit = Some(value),
            (_, Some(place)) if place < 10_000 => {
                let ten = (place == 10 && section % 100 == 0).then_some(1);
                section += digit.take().or(ten)? * place;
                last = place;
            }
            (_, Some(place)) => {
                section += digit.take().unwrap_or(0);
                total = (total + section).checked_mul(place).filter(|total| (1..LARGEST).contains(total))?;
                (section, last) = (0, place);
            }
            // 二三十: neither one number nor the other.
            _ => return None,
        }
    }
    // 一百二 is 120, 一百零二 is 102.
    let value = total + section + digit.unwrap_or(0) * if last >= 100 { last / 10 } else { 1 };
    reading(value, None, count > 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Class, value in its unit, and the text that was read.
    fn found(key: &str) -> Option<(Class, u64, &str)> {
        let number = number(key, 0)?;
        Some((number.unit.class, number.value, &key[..number.end]))
    }

    #[test]
    fn what_amounts_to_the_same_is_the_same() {
        let value = |key| found(key).map(|(class, value, _)| (class, value));
        for same in [
            &["48小时", "2天", "两天", "二天", "2 days", "48 hours"][..],
            &["一周", "7天", "七天", "1个星期", "7日", "1 week"],
            &["半年", "6个月", "六个月"],
            &["一年半", "18个月", "十八个月"],
            &["两个半小时", "150分钟", "2.5小时"],
            &["1 000元", "1000元", "一千元", "一千块", "1千块钱"],
            &["1.5万", "15000", "一万五", "一万五千"],
            &["1 299", "1299"],
            &["8折", "80折", "八折", "8.0折"],
            &["百分之五", "5%", "5percent"],
            &["第二件", "第2件", "2号", "二号"],
            &["8点半", "8点30", "8点30分", "八点半"],
            &["2kg", "2公斤", "4斤", "四斤", "2000克", "2000g"],
            &["五毛", "0.5元", "5毛"],
            &["2026年", "2026", "二零二六年"],
            &["120", "一百二", "一百二十"],
            &["一百零二", "102"],
            &["二十五", "25", "25元", "25个"],
            &["100多块", "100块"],
        ] {
            let first = value(same[0]);
            assert!(first.is_some(), "{}", same[0]);
            for key in same {
                assert_eq!(value(key), first, "{key}");
            }
        }
    }

    #[test]
    fn what_differs_differs() {
        for (one, other) in [
            ("7天", "7个工作日"),
            ("7天", "15天"),
            ("3个月", "3月"),
            ("3年", "3天"),
            ("5", "5%"),
            ("8折", "8"),
            ("2000", "2000斤"),
        ] {
            let (one, other) = (found(one).expect(one), found(other).expect(other));
            assert_ne!((one.0, one.1), (other.0, other.1));
        }
    }

    #[test]
    fn what_counts_nothing() {
        for key in [
            "一个",
            "一次",
            "1件",
            "一",
            "三",
            "十",
            "两",
            "五一",
            "十几天",
            "一点",
            "十分",
            "半价",
            "半天",
            "一折",
            "一块",
            "半",
            "百货",
            "万",
            "第",
            "三里屯",
            "",
        ] {
            assert_eq!(found(key), None, "{key}");
        }
        assert_eq!(number("几十天", "几".len()), None);
    }

    #[test]
    fn long_digits_behind_a_unit_are_none_of_it() {
        let long = "9".repeat(30);
        assert_eq!(found(&format!("1元{long}")), found("1元"));
        assert_eq!(
            found(&format!("2米{long}")).map(|(_, value, _)| value),
            found("2米").map(|(_, value, _)| value)
        );
    }

    #[test]
    fn ranges_and_dates() {
        let number = |key: &str, at: usize| super::number(key, at).expect(key);
        let range = number("三五天", 0);
        assert_eq!((range.said, range.also.map(|(_, said)| said)), (3000, Some(5000)));
        assert_eq!(found("50 100元"), Some((Class::Plain, 500_000, "50")));
        assert_eq!(number("11月15日", "11月".len()).unit.class, Class::Day);
        assert_eq!(number("11月15号", "11月".len()).unit.class, Class::Day);
        assert_eq!(number("11月15", "11月".len()).unit.class, Class::Day);
        assert_eq!(found("满"), None);
        assert_eq!(found("99包邮"), Some((Class::Plain, 990_000, "99")));
    }

    proptest! {
        #[test]
        fn any_digits_at_all(key in "[0-9 .零一二两三十百千万亿半第几多个天月年小时元号点分折百分之%]{0,24}") {
            for (at, _) in key.char_indices() {
                if let Some(number) = number(&key, at) {
                    prop_assert!(number.end > at && key.is_char_boundary(number.end));
                }
            }
        }

        #[test]
        fn arabic_and_chinese_agree(value in 10_u64..100) {
            let digits: Vec<char> = "零一二三四五六七八九".chars().collect();
            let (tens, ones) = (value / 10, value % 10);
            let mut words: String = [digits[tens as usize], '十'].iter().collect();
            if ones > 0 {
                words.push(digits[ones as usize]);
            }
            prop_assert_eq!(found(&words).map(|one| one.1), found(&value.to_string()).map(|one| one.1));
        }
    }
}
