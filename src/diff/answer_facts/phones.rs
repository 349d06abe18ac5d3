//! Telephone numbers of mainland China: mobile, with an area code, 400 and 800, and short ones behind a word
//! that says what they are. Spaces, hyphens and the country's code are no part of their value.

use std::ops::Range;

use super::plain::Plain;
use super::{FactTopic, Found, Value};

/// Words behind which a short number is one to call.
const PHONE_WORDS: &[&str] =
    &["电话", "热线", "拨打", "致电", "座机", "传真", "客服号码", "tel", "phone", "hotline", "call", "fax"];
/// What may stand between such a word and the number.
const BETWEEN: &[char] = &[' ', ':', '：', '是', '为', '-', '.'];
/// Words before an extension.
const EXTENSION: &[&str] = &["转", " 转", "转分机", " ext ", "ext", "x"];
/// Groups of digits that are looked at together.
const MOST_GROUPS: usize = 6;

/// Every telephone number that no link holds, its digits as its value.
pub(super) fn phones(plain: &Plain<'_>, found: &mut Found) {
    let text = &plain.text;
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|length| at + length) {
        let groups = groups(text, start);
        at = groups[0].end;
        if !can_begin(text, start) {
            continue;
        }
        let Some((value, mut end)) = (1..=groups.len()).rev().find_map(|count| phone(text, &groups[..count]))
        else {
            continue;
        };
        let (mut value, plus) = (value, usize::from(text[..start].ends_with('+')));
        if let Some((more, length)) = extension(&text[end..]).filter(|_| !value.contains('x')) {
            value = format!("{value}x{more}");
            end += length;
        }
        at = end;
        found.add(FactTopic::Phone, Value::Text(value), plain.original(start - plus..end));
    }
}

/// Whether a telephone number can begin here: not behind letters, in decimals, or in a serial number.
fn can_begin(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    match before.next() {
        Some('.' | '_' | '=' | '#' | '/') => false,
        Some('-') => !before.next().is_some_and(|c| c.is_ascii_alphanumeric()),
        Some(c) if c.is_ascii_alphabetic() => PHONE_WORDS.iter().any(|word| text[..at].ends_with(word)),
        _ => true,
    }
}

/// The digits from `at` on and those behind single separators: 400-820-8820, (0571) 88888888.
fn groups(text: &str, at: usize) -> Vec<Range<usize>> {
    let digits = |at: usize| at..at + text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let mut groups = vec![digits(at)];
    while groups.len() < MOST_GROUPS
        && let Some(end) = groups.last().map(|group| group.end)
    {
        let rest = &text[end..];
        let behind = rest.strip_prefix([')', '）']).unwrap_or(rest);
        let behind = behind.strip_prefix(['-', ' ', '—', '–']).unwrap_or(behind);
        let group = digits(text.len() - behind.len());
        if group.start == end || group.is_empty() {
            break;
        }
        groups.push(group);
    }
    groups
}

/// The telephone number of these groups, if they are one, and where it ends.
fn phone(text: &str, groups: &[Range<usize>]) -> Option<(String, usize)> {
    let (first, last) = (groups.first()?, groups.last()?);
    if text[last.end..].starts_with(|c: char| c.is_ascii_alphanumeric() && c != 'x' && c != 'e') {
        return None;
    }
    let digits: String = groups.iter().map(|group| &text[group.clone()]).collect();
    let lengths: Vec<usize> = groups.iter().map(Range::len).collect();
    let (digits, lengths) = without_country(&digits, lengths, text[..first.start].ends_with('+'));
    let value = number(&digits, &lengths).or_else(|| short(text, first.start, &digits, &lengths))?;
    Some((value, last.end))
}

/// The digits as they are dialled within the country, and how many each group has.
fn without_country(digits: &str, mut lengths: Vec<usize>, plus: bool) -> (String, Vec<usize>) {
    let code = ["0086", "86"].into_iter().find(|code| {
        let alone = lengths.len() > 1 && lengths[0] == code.len();
        digits.starts_with(code) && (plus || alone || digits.len() == code.len() + 11)
    });
    let Some(code) = code.filter(|code| lengths[0] >= code.len()) else {
        return (digits.to_owned(), lengths);
    };
    lengths[0] -= code.len();
    lengths.retain(|&length| length > 0);
    let mut rest = digits[code.len()..].to_owned();
    // Abroad the 0 of the area is left out.
    if plus && !rest.starts_with(['0', '1']) && !is_service(&rest) && !lengths.is_empty() {
        rest.insert(0, '0');
        lengths[0] += 1;
    }
    (rest, lengths)
}

fn is_service(digits: &str) -> bool {
    digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800"))
}

/// The digits of a mobile number, one with area code, or a 400 or 800 number; an extension behind `x`.
fn number(digits: &str, lengths: &[usize]) -> Option<String> {
    let bytes = digits.as_bytes();
    let mobile = bytes.len() == 11 && bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1]);
    if mobile || is_service(digits) {
        return Some(digits.to_owned());
    }
    if bytes.first() != Some(&b'0') || bytes.get(1) == Some(&b'0') {
        return None;
    }
    // Two-digit areas are 010 and 02x, all others have four digits with the 0.
    let area = if matches!(bytes.get(1), Some(b'1' | b'2')) { 3 } else { 4 };
    let local = |digits: usize| (7..=8).contains(&digits);
    if local(digits.len().checked_sub(area)?) {
        return Some(digits.to_owned());
    }
    let (&extension, groups) = lengths.split_last()?;
    let rest = digits.len() - extension;
    (groups.len() > 1 && (1..=5).contains(&extension) && local(rest.checked_sub(area)?))
        .then(|| format!("{}x{}", &digits[..rest], &digits[rest..]))
}

/// 95588, 12315 and numbers without area code, behind a word for telephones.
fn short(text: &str, start: usize, digits: &str, lengths: &[usize]) -> Option<String> {
    let before = text[..start].trim_end_matches(BETWEEN);
    let said = PHONE_WORDS.iter().any(|word| before.ends_with(word));
    let whole = match lengths {
        [5..=8] => true,
        [3 | 4, 4] => digits.len() >= 7,
        _ => false,
    };
    (said && whole).then(|| digits.to_owned())
}

/// The digits of an extension, and how long it is with the word before it.
fn extension(rest: &str) -> Option<(&str, usize)> {
    let word = EXTENSION.iter().filter(|word| rest.starts_with(**word)).max_by_key(|word| word.len())?;
    let behind = &rest[word.len()..];
    let behind = behind.strip_prefix(' ').unwrap_or(behind);
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    (1..=5).contains(&digits).then(|| (&behind[..digits], rest.len() - behind.len() + digits))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<(String, &str)> {
        let mut found = Found::default();
        phones(&Plain::of(text), &mut found);
        let value = |value| match value {
            Value::Text(digits) => digits,
            Value::Amount(..) => String::new(),
        };
        found.list.into_iter().map(|statement| (value(statement.value), &text[statement.span])).collect()
    }

    #[test]
    fn numbers_to_call() {
        for (text, value, words) in [
            ("打13800138000找我", "13800138000", "13800138000"),
            ("138 0013 8000", "13800138000", "138 0013 8000"),
            ("+86 138-0013-8000", "13800138000", "+86 138-0013-8000"),
            ("tel8613800138000", "13800138000", "8613800138000"),
            ("１３８００１３８０００", "13800138000", "１３８００１３８０００"),
            ("客服400-820-8820。", "4008208820", "400-820-8820"),
            ("4008208820", "4008208820", "4008208820"),
            ("4008-208-820", "4008208820", "4008-208-820"),
            ("400－820－8820", "4008208820", "400－820－8820"),
            ("800 820 8820", "8008208820", "800 820 8820"),
            ("0571-88888888", "057188888888", "0571-88888888"),
            ("(0571) 8888 8888", "057188888888", "0571) 8888 8888"),
            ("010-12345678", "01012345678", "010-12345678"),
            ("+86-571-88888888", "057188888888", "+86-571-88888888"),
            ("0571-88888888-801", "057188888888x801", "0571-88888888-801"),
            ("0571-88888888转801", "057188888888x801", "0571-88888888转801"),
            ("400-820-8820轉1", "4008208820x1", "400-820-8820轉1"),
            ("热线：95588", "95588", "95588"),
            ("拨打12315投诉", "12315", "12315"),
            ("座机 8888-8888", "88888888", "8888-8888"),
        ] {
            assert_eq!(found(text), [(value.to_owned(), words)], "{text}");
        }
        assert_eq!(found("400-820-8820 13800138000").len(), 2);
        assert_eq!(found("400-820-8820、0571-88888888").len(), 2);
    }

    #[test]
    fn numbers_of_other_things() {
        for text in [
            "12345",
            "2026-11-11",
            "2026年11月",
            "SF13800138000",
            "138001380001",
            "单号6222021234567890128",
            "3-5天，10-20件",
            "9:00-18:00",
            "满300减40",
            "12800138000",
            "00000000",
            "1.13800138000",
            "id=4008208820",
            "",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "([0-9]{1,4}|[+() -]|[转１－]|电话|tel|400|0571|138|86){0,14}") {
            for (value, words) in found(&text) {
                prop_assert!(!value.is_empty() && !words.is_empty());
            }
        }

        #[test]
        fn spaces_and_hyphens_do_not_count(digits in "(400[0-9]{7}|1[3-9][0-9]{9}|0571[1-9][0-9]{7})", at in 3_usize..5, mark in "[ -]") {
            let parted = format!("{}{mark}{}", &digits[..at], &digits[at..]);
            let value = |text: &str| found(text).into_iter().map(|(value, _)| value).collect::<Vec<_>>();
            prop_assert_eq!(value(&parted), [digits.clone()]);
            prop_assert_eq!(value(&digits), [digits]);
        }
    }
}
