//! What letters and digits make of each other: product codes, sizes, letters that mark one of a row.
//!
//! | In the key | What it is |
//! |---|---|
//! | iphone15, iphone 15, 苹果15 | the number 15; the family's name is left to the list of makers |
//! | iphone 15 pro max, iphone15promax | the code `15promax` |
//! | a12, wh1000xm5, p 40 | codes as they are, spaces aside |
//! | 15days, 500ml, 2nd | numbers with units, an ordinal |
//! | xl, 2xl, m码, size m | sizes |
//! | a款, b类, type c | marks |
//! | 17.1.2, 400-820-8820, 13800138000 | codes: nobody counts with them |

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::hash::{finish, hash, mix};
use super::numbers::{self, Number};
use super::units::{self, Class, Unit};
use crate::text::is_han;

/// Names that stand before a number and are left out of a code.
const FAMILIES: &str = include_str!("lists/families.txt");
/// Words behind a number that tell one model from the next.
const MODELS: &[&str] =
    &["pro", "promax", "max", "plus", "mini", "ultra", "se", "lite", "air", "fe", "ultimate"];
/// Sizes that are nothing else; `s`, `m` and `l` need a sign that they are meant so.
const SIZES: &[&str] = &["xs", "xxs", "xl", "xxl"];
/// What follows a letter that marks one of a row.
const MARKED: &[char] = &[
    '款', '型', '版', '类', '座', '栋', '区', '面', '级', '档', '套', '班', '组', '卷', '罩', '口', '股',
    '轮', '方',
];
/// Short English words that are no part of a code before a number: in 3 days.
const WORDS: &[&str] = &[
    "a", "an", "and", "are", "at", "buy", "by", "can", "day", "did", "do", "for", "get", "got", "has", "had",
    "how", "i", "if", "in", "is", "it", "its", "my", "no", "not", "of", "off", "on", "one", "or", "pay",
    "per", "t", "s", "m", "the", "to", "up", "via", "was", "why", "win", "you", "ios", "rmb", "usd", "eur",
    "gbp", "hkd", "all", "any",
];
const NUMBERS: &[&str] =
    &["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
/// Longer digit strings are telephones and orders.
const LONGEST_NUMBER: usize = 6;

/// What a run of letters and digits is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Latin {
    /// A number.
    Number(Number),
    /// A product code or another long one, by its hash.
    Code(u64),
    /// A size, by its hash.
    Size(u64),
    /// A letter that marks one of a row, by its hash.
    Mark(u64),
    /// Nothing that must agree.
    Word,
}

/// What begins at byte `at`, where a letter or digit of ASCII stands and none before it that belongs to it,
/// and the byte behind it.
pub(super) fn latin(key: &str, at: usize) -> (Latin, usize) {
    let end = run_end(key, at);
    let run = &key[at..end];
    let letters = run.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(run.len());
    if letters == run.len() {
        return letters_alone(key, at..end);
    }
    let signs = |signs: &[u8]| run.bytes().filter(|byte| signs.contains(byte)).count();
    let prefix = &run[..letters];
    if letters > 0 && (!run.as_bytes()[letters].is_ascii_digit() || !is_family(prefix)) {
        return with_model(key, at..end, code(run));
    }
    // The family is gone, if there was one.
    let start = at + letters;
    let run = &key[start..end];
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    if signs(b"-/") >= 2
        || signs(b".") >= 2
        || (digits > LONGEST_NUMBER && signs(b".:") == 0 && !run.ends_with('%'))
    {
        return (Latin::Code(code(run)), end);
    }
    if let Some(time) = clock(run) {
        return (Latin::Number(Number { end: start + time.end, ..time }), start + time.end);
    }
    let first = run.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let suffix = &run[first..];
    let suffix = &suffix[..suffix.bytes().take_while(u8::is_ascii_alphanumeric).count()];
    let is_size = matches!(suffix, "xl" | "xs") && first == 1;
    if is_size {
        let size = match &run[..first + suffix.len()] {
            "1xl" => "xl",
            "2xl" => "xxl",
            "2xs" => "xxs",
            other => other,
        };
        return (Latin::Size(hash(size.bytes())), start + first + suffix.len());
    }
    if matches!(suffix, "st" | "nd" | "rd" | "th") {
        let unit = Unit { class: Class::Ordinal, factor: 1, side: 0 };
        let value = run[..first].parse().unwrap_or(0_u64) * 1000;
        let end = start + first + suffix.len();
        return (Latin::Number(Number { value, said: value, also: None, unit, has_unit: true, end }), end);
    }
    if suffix.is_empty() || units::at(suffix).is_some_and(|(_, length)| length == suffix.len()) {
        // 15 pro and the like are no numbers.
        if suffix.is_empty() && next_model(key, end).is_some() && first == run.len() {
            return with_model(key, start..end, code(run));
        }
        return match numbers::number(key, start) {
            Some(number) => (Latin::Number(number), number.end),
            None => (Latin::Word, start + first),
        };
    }
    with_model(key, start..end, code(run))
}

/// The currency sign at byte `at` with its number: $15.
pub(super) fn money(key: &str, at: usize, sign: char) -> Option<(Number, usize)> {
    let side = match sign {
        '$' => units::DOLLAR,
        '€' => units::EURO,
        '£' => units::POUND,
        '¥' => units::YUAN,
        _ => return None,
    };
    let start = at + sign.len_utf8();
    let number = numbers::number(key, start).filter(|_| key.as_bytes()[start].is_ascii_digit())?;
    let plain = number.unit.class == Class::Plain && !number.has_unit;
    let unit = if plain { Unit { side, ..number.unit } } else { number.unit };
    Some((Number { unit, has_unit: true, ..number }, number.end))
}

/// The byte behind letters, digits, and the signs that keys have between and behind them.
fn run_end(key: &str, at: usize) -> usize {
    let length = key[at..].bytes().take_while(|byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'/' | b':' | b'+' | b'#' | b'%')
    });
    at + length.count()
}

fn letters_alone(key: &str, range: Range<usize>) -> (Latin, usize) {
    let word = &key[range.clone()];
    let before = key[..range.start].chars().next_back();
    let after = key[range.end..].chars().next();
    let is_han = |c: Option<char>| c.is_some_and(is_han);
    if word.len() == 1 && after.is_some_and(|c| MARKED.contains(&c)) {
        return (Latin::Mark(code(word)), range.end);
    }
    if let Some(kind) = word.strip_prefix("type").filter(|kind| kind.len() == 1) {
        return (Latin::Mark(code(kind)), range.end);
    }
    if word == "type" && key[range.end..].starts_with(' ') {
        let letter = range.end + 1;
        let end = run_end(key, letter);
        if end - letter == 1 {
            return (Latin::Mark(code(&key[letter..end])), end);
        }
    }
    let said_to_be_size = || is_han(before) || is_han(after) || key[..range.start].ends_with("size ");
    if SIZES.contains(&word) || matches!(word, "s" | "m" | "l") && said_to_be_size() {
        return (Latin::Size(hash(word.bytes())), range.end);
    }
    if let Some(at) = NUMBERS.iter().position(|number| *number == word) {
        let digits = (at + 2).to_string();
        let length = digits.len();
        // The unit stands behind the word, so the number is read with its digits in place of it.
        let text = digits + &key[range.end..];
        if let Some(number) = numbers::number(&text, 0) {
            let end = number.end - length + range.end;
            return (Latin::Number(Number { end, ..number }), end);
        }
    }
    if MODELS.contains(&word) && key.chars().any(self::is_han) {
        return with_model(key, range.clone(), code(word));
    }
    // p 40, s 23: as p40 and s23.
    let at_edge = range.start == 0 || is_han(before);
    let digits = range.end + 1;
    if word.len() <= 3
        && at_edge
        && key[range.end..].starts_with(' ')
        && key[digits..].starts_with(|c: char| c.is_ascii_digit())
        && !WORDS.contains(&word)
        && !is_family(word)
    {
        let end = run_end(key, digits);
        let joined = code(&key[digits..end]);
        let joined = if joined == 0 { code(word) } else { append(code(word), &key[digits..end]) };
        return with_model(key, range.start..end, joined);
    }
    (Latin::Word, range.end)
}

/// The code with the words for models behind it: 15 pro max.
fn with_model(key: &str, range: Range<usize>, mut state: u64) -> (Latin, usize) {
    let mut end = range.end;
    while let Some(model) = next_model(key, end) {
        state = append(state, &key[model.clone()]);
        end = model.end;
    }
    (Latin::Code(finish(state)), end)
}

/// The word for a model behind `end`, after a space.
fn next_model(key: &str, end: usize) -> Option<Range<usize>> {
    let start = end + key[end..].strip_prefix(' ').map(|_| 1)?;
    let end = run_end(key, start);
    MODELS.contains(&&key[start..end]).then_some(start..end)
}

fn is_family(word: &str) -> bool {
    static WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
        let lines = FAMILIES.lines().filter(|line| !line.starts_with('#'));
        lines.flat_map(|line| line.split('、')).collect()
    });
    WORDS.contains(word)
}

/// The state of a code's hash; further parts can be appended, as if no space were between.
fn code(text: &str) -> u64 {
    append(0x6B62_7C6F, text)
}

fn append(state: u64, text: &str) -> u64 {
    text.bytes().fold(state, |state, byte| mix(state, u64::from(byte)))
}

/// 8:30 as a time of day.
fn clock(run: &str) -> Option<Number> {
    let (hours, rest) = run.split_once(':')?;
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (hours, minutes): (u64, u64) = (hours.parse().ok()?, rest[..length].parse().ok()?);
    if hours > 24 || minutes > 59 || length != 2 {
        return None;
    }
    let value = (hours * 60 + minutes) * 1000;
    let unit = Unit { class: Class::Clock, factor: 60, side: 0 };
    let end = run.len() - rest.len() + length;
    Some(Number { value, said: hours * 1000, also: None, unit, has_unit: true, end })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn what(key: &str) -> Latin {
        match latin(key, 0).0 {
            Latin::Number(number) => Latin::Number(Number { end: 0, ..number }),
            other => other,
        }
    }

    #[test]
    fn written_with_and_without_space() {
        for same in [
            &["iphone15", "15"][..],
            &["iphone15promax", "15 pro max", "15pro max", "15promax"],
            &["p40", "p 40"],
            &["p40pro", "p 40 pro", "p40 pro"],
            &["2xl", "xxl"],
            &["typec口", "type c口"],
            &["15days", "15 days", "15天"],
            &["two days", "2天"],
            &["8:30", "8点半", "8点30"],
            &["2nd", "2号"],
        ] {
            for key in same {
                assert_eq!(what(key), what(same[0]), "{key}");
                assert_ne!(what(key), Latin::Word, "{key}");
            }
        }
    }

    #[test]
    fn each_of_these_is_another() {
        let keys = [
            "15",
            "15pro",
            "15 pro max",
            "16 pro",
            "a12",
            "a13",
            "b12",
            "xl",
            "xxl",
            "3xl",
            "m码",
            "l码",
            "a款",
            "b款",
            "17.1.2",
            "17.1.3",
            "400-820-8820",
            "13800138000",
            "13800138001",
            "500ml",
            "500g",
            "wh1000xm5",
            "wh1000xm4",
            "c#",
            "c++",
            "5g",
            "5gb",
            "type d",
        ];
        for (at, one) in keys.iter().enumerate() {
            for other in &keys[at + 1..] {
                // 5g and 5gb are one, for 256g and 256gb are.
                assert_eq!(what(one) == what(other), (*one, *other) == ("5g", "5gb"), "{one} {other}");
            }
        }
    }

    #[test]
    fn digits_before_a_colon_are_no_time_if_there_are_too_many() {
        assert!(matches!(what("8:30"), Latin::Number(Number { value: 510_000, .. })));
        for key in ["13800138000820:30", "18446744073709551615:30", "25:00", "8:60", "8:3"] {
            let is_time =
                matches!(what(key), Latin::Number(Number { unit: Unit { class: Class::Clock, .. }, .. }));
            assert!(!is_time, "{key}");
        }
    }

    #[test]
    fn words_are_words() {
        for key in ["hello", "in 3 days", "s it", "max amount", "l", "order 15", "app下载", "qq"] {
            assert_eq!(latin(key, 0).0, Latin::Word, "{key}");
        }
    }

    #[test]
    fn money_has_a_currency() {
        let side =
            |key: &str| money(key, 0, key.chars().next()?).map(|(number, end)| (number.unit.side, end));
        assert_eq!(side("$15 fee"), Some((units::DOLLAR, 3)));
        assert_eq!(side("£15"), Some((units::POUND, 4)));
        assert_eq!(side("$fee"), None);
    }

    proptest! {
        #[test]
        fn any_run_at_all(key in "[a-d0-9 .:/+#%xlspro款天-]{1,16}") {
            let mut at = 0;
            while at < key.len() {
                if !key.as_bytes()[at].is_ascii_alphanumeric() {
                    at += key[at..].chars().next().map_or(1, char::len_utf8);
                    continue;
                }
                let (_, end) = latin(&key, at);
                prop_assert!(end > at && key.is_char_boundary(end));
                at = end;
            }
        }
    }
}
