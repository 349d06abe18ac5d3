//! Numbers that count nothing known: 第2件, 双11, iPhone15, 三种, 周五.

use std::ops::Range;

use super::plain::Plain;
use super::{FactTopic, Found, Value};
use crate::dedup::written_number;
use crate::diff::inline::{is_number, words};

/// What stands before the day of a week.
const WEEK: &[&str] = &["周", "週", "星期", "礼拜"];
/// Behind these, 一 is a number and no article.
const COUNTED: &[char] = &['第', '买', '送', '满', '减', '每'];

/// Every number that is no part of another statement.
pub(super) fn numbers(plain: &Plain<'_>, found: &mut Found) {
    in_digits(plain, found);
    in_words(plain, found);
}

fn state(plain: &Plain<'_>, found: &mut Found, range: Range<usize>, value: Value) {
    found.add(FactTopic::Number, value, plain.original(range));
}

/// 2, 1,000, 2.3.1, 1:50; with the letters beside them, as 15 in iPhone15 is no number of anything.
fn in_digits(plain: &Plain<'_>, found: &mut Found) {
    let text = &plain.text;
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let mut digits = false;
        while at < bytes.len() {
            let grouped = bytes[at] == b',' && (1..4).all(|more| digit(at + more)) && !digit(at + 4);
            let joins =
                at > start && digit(at - 1) && digit(at + 1) && (matches!(bytes[at], b'.' | b':') || grouped);
            if !bytes[at].is_ascii_alphanumeric() && !joins {
                break;
            }
            digits |= bytes[at].is_ascii_digit();
            at += 1;
        }
        if digits {
            let number = &text[start..at];
            let value = written_number(number);
            let value =
                value.map_or_else(|| Value::Text(number.to_owned()), |value| Value::Amount(value, value));
            let from = text[..start].strip_suffix('第').map_or(start, str::len);
            state(plain, found, from..at, value);
        }
        at = at.max(start + 1);
    }
}

/// Chinese numerals that are words by themselves, but for 一 and 半, which are mostly none; and days of the
/// week.
fn in_words(plain: &Plain<'_>, found: &mut Found) {
    let text = &plain.text;
    let mut start = 0;
    for word in words(text) {
        let end = start + word.len();
        if let Some((day, length)) = weekday(text, start).filter(|(_, length)| word.len() <= *length) {
            state(plain, found, start..start + length, Value::Text(format!("weekday {day}")));
        } else {
            let number = word.strip_prefix('第').unwrap_or(word);
            let before = &text[..end - number.len()];
            let counts = number != "半" && (number != "一" || before.ends_with(COUNTED));
            if let Some(value) = written_number(number).filter(|_| counts && is_numerals(number)) {
                let from = before.strip_suffix('第').unwrap_or(before).len();
                state(plain, found, from..end, Value::Amount(value, value));
            }
        }
        start = end;
    }
}

fn is_numerals(word: &str) -> bool {
    is_number(word) && !word.starts_with(|c: char| c.is_ascii_digit())
}

/// The day of the week that stands at `at`, 1 to 7, and how long it is; not the 周三 of 一周三次.
fn weekday(text: &str, at: usize) -> Option<(usize, usize)> {
    const DAYS: [char; 8] = ['一', '二', '三', '四', '五', '六', '日', '天'];
    let rest = WEEK.iter().find_map(|week| text[at..].strip_prefix(week))?;
    let c = rest.chars().next()?;
    let day = DAYS.iter().position(|&day| day == c)?.min(6) + 1;
    let before = text[..at].chars().next_back();
    let counted =
        before.is_some_and(|c| c.is_ascii_digit() || is_number(c.encode_utf8(&mut [0; 4])) || c == '个');
    (!counted).then_some((day, text.len() - at - rest.len() + c.len_utf8()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Found::default();
        numbers(&Plain::of(text), &mut found);
        found.list.sort_by_key(|statement| statement.span.start);
        found.list.into_iter().map(|statement| &text[statement.span]).collect()
    }

    fn values(text: &str) -> Vec<Value> {
        let mut found = Found::default();
        numbers(&Plain::of(text), &mut found);
        found.list.into_iter().map(|statement| statement.value).collect()
    }

    #[test]
    fn digits_and_numerals() {
        for (text, wanted) in [
            ("第2件半价", &["第2"][..]),
            ("第三種顏色", &["第三"]),
            ("双11和618", &["11", "618"]),
            ("iPhone15升到v2.3.1", &["iPhone15", "v2.3.1"]),
            ("比例1:50，满1,000", &["1:50", "1,000"]),
            ("买二送一", &["二", "一"]),
            ("周一至周五", &["周一", "周五"]),
            ("星期日和礼拜天休息", &["星期日", "礼拜天"]),
            ("有三种尺码", &["三"]),
            ("一周三种", &["三"]),
            ("周五十点", &["周五", "十"]),
            ("７號櫃", &["７"]),
        ] {
            assert_eq!(found(text), wanted, "{text}");
        }
        for text in ["一般都可以，一起买", "统一发货，半价", "周边和周围", "万一", "", "M码"]
        {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn one_number_written_in_two_ways() {
        for (one, other) in [
            ("第2件", "第二件"),
            ("1,000", "1000"),
            ("３种", "三种"),
            ("兩種", "2种"),
            ("周日", "星期天"),
            ("IPHONE15", "iPhone15"),
        ] {
            assert_eq!(values(one), values(other), "{one} {other}");
            assert_eq!(values(one).len(), 1, "{one}");
        }
        assert_ne!(values("0012345678901"), values("12345678901"));
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "([0-9.,:a]|[第三周一日天半十百]|星期|[１，]|\\PC){0,20}") {
            for number in found(&text) {
                prop_assert!(!number.is_empty());
            }
        }
    }
}
