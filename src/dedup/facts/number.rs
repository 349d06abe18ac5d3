//! Numbers as people write them: 48, 3.5, 1,000, ４８, 1.5万, 七, 三百五, 两万, 三点五, 三五, 半.

/// A number as it stands in a text, its value in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// Its value; the least it can mean.
    pub low: u64,
    /// The most it can mean; differs for 三五 alone.
    pub high: u64,
    /// How many bytes it is long.
    pub length: usize,
    /// The 百, 千, 万 that it ends with, which 1-2万 says of both; else 1.
    pub scale: u64,
    pub form: Form,
}

/// How a number is written, where that decides what it can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// 48 or 三百五.
    Plain,
    /// 七: one numeral; with 一 and 二 often no number at all.
    OneNumeral,
    /// 三五: from three to five, or 3.5 before 折.
    TwoNumerals,
    /// 半.
    Half,
}

/// Longer numbers are telephones and orders.
const TOO_LONG: u64 = 10_000_000;

/// Behind these a number is only about what it says.
const VAGUE: &[char] = &['多', '几', '幾', '来', '來', '余', '餘'];

/// The number that `text` begins with.
pub(super) fn number(text: &str) -> Option<Number> {
    let first = text.chars().next()?;
    if digit(first).is_some() {
        in_digits(text)
    } else if first == '半' {
        Some(Number { low: 500, high: 500, length: first.len_utf8(), scale: 1, form: Form::Half })
    } else {
        in_words(text)
    }
}

/// Whether a number, or a fraction such as 百分之三, can begin with it.
pub(super) const fn begins_number(c: char) -> bool {
    // 一 is the first of the Chinese characters.
    c.is_ascii_digit()
        || c >= '一'
            && (matches!(c, '０'..='９' | '半' | '十' | '百' | '千' | '万' | '萬') || numeral(c).is_some())
}

/// The value of a digit, full-width ones too.
pub(super) fn digit(c: char) -> Option<u64> {
    match c {
        '0'..='9' => Some(u64::from(c) - u64::from('0')),
        '０'..='９' => Some(u64::from(c) - u64::from('０')),
        _ => None,
    }
}

/// The value of 一 to 九 and 两.
pub(super) const fn numeral(c: char) -> Option<u64> {
    Some(match c {
        '一' => 1,
        '二' | '两' | '兩' => 2,
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

/// The value of 十 to 亿.
pub(super) const fn multiplier(c: char) -> Option<u64> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

/// 48, 3.5, 1,000, ４８, 3百, 1.5万.
fn in_digits(text: &str) -> Option<Number> {
    let (mut whole, mut thousandths, mut places, mut length) = (0_u64, 0_u64, None, 0);
    for (at, c) in text.char_indices() {
        let next_is_digit = || text[at + c.len_utf8()..].chars().next().is_some_and(|c| digit(c).is_some());
        match (digit(c), places) {
            (Some(value), None) => whole = whole.checked_mul(10)?.checked_add(value)?,
            (Some(value), Some(place)) => {
                thousandths += value * [100, 10, 1].get(place).copied().unwrap_or(0);
                places = Some(place + 1);
            }
            (None, None) if matches!(c, '.' | '．') && next_is_digit() => places = Some(0),
            (None, None) if c == ',' && groups_thousands(&text[at + 1..]) => {}
            _ => break,
        }
        length = at + c.len_utf8();
    }
    if whole >= TOO_LONG {
        return None;
    }
    let mut scale = 1_u64;
    while let Some((c, by)) = text[length..].chars().next().and_then(|c| Some((c, multiplier(c)?))) {
        scale = scale.checked_mul(by).filter(|&scale| scale <= 100_000_000)?;
        length += c.len_utf8();
    }
    let rest = text[length..].chars().next();
    if scale > 1 && rest.is_some_and(|c| digit(c).is_some() || numeral(c).is_some() || VAGUE.contains(&c)) {
        return None;
    }
    let value = (whole * 1000 + thousandths).checked_mul(scale)?;
    Some(Number { low: value, high: value, length, scale, form: Form::Plain })
}

/// Whether three digits follow, and no fourth.
fn groups_thousands(rest: &str) -> bool {
    rest.chars().take(4).take_while(|&c| digit(c).is_some()).count() == 3
}

/// 一, 二十五, 三百五十, 三百五, 两万, 一百零五; 三点五; 三五.
fn in_words(text: &str) -> Option<Number> {
    let (mut above, mut section, mut pending) = (0_u64, 0_u64, None);
    let (mut last, mut scale, mut zero) = (None, 1, false);
    let (mut length, mut characters) = (0, 0);
    for c in text.chars() {
        if let Some(value) = numeral(c) {
            if let Some(before) = pending {
                // 三五; but nothing of what is longer (三五七, 二十三四).
                let rest = text[length + c.len_utf8()..].chars().next();
                let two = characters == 1 && !rest.is_some_and(is_part);
                return two.then_some(Number {
                    low: before * 1000,
                    high: value * 1000,
                    length: length + c.len_utf8(),
                    scale: 1,
                    form: Form::TwoNumerals,
                });
            }
            pending = Some(value);
            scale = 1;
        } else if let Some(by) = multiplier(c) {
            // Within a section they fall, and only 十 can stand without a numeral.
            let falls = last.is_none_or(|last| last > by);
            let alone = pending.is_none() && section == 0;
            if by >= 10_000 {
                if above > 0 || alone {
                    return None;
                }
                above = (section + pending.take().unwrap_or(0)) * by;
                section = 0;
            } else {
                if !falls || pending.is_none() && (by != 10 || section > 0) {
                    return None;
                }
                section += pending.take().unwrap_or(1) * by;
            }
            scale = if by >= 100 { by } else { 1 };
            (last, zero) = (Some(by), false);
        } else if c == '零' && last.is_some() {
            zero = true;
        } else {
            break;
        }
        length += c.len_utf8();
        characters += 1;
    }
    let rest = text[length..].chars().next();
    if characters == 0 || zero && pending.is_none() || rest.is_some_and(is_part) {
        return None;
    }
    let one = characters == 1 && pending.is_some();
    // 三百五 is 350, but 三百零五 305 and 二十五 25.
    let place = last.filter(|&last| last > 10 && !zero).map_or(1, |last| last / 10);
    let whole = above + section + pending.unwrap_or(0) * place;
    let (thousandths, more) = decimals(&text[length..]);
    let value = whole * 1000 + thousandths;
    let form = if one && more == 0 { Form::OneNumeral } else { Form::Plain };
    Some(Number { low: value, high: value, length: length + more, scale, form })
}

/// What makes a number behind which it stands another one, or a vague one.
fn is_part(c: char) -> bool {
    numeral(c).is_some() || multiplier(c).is_some() || VAGUE.contains(&c) || matches!(c, '零' | '〇')
}

/// The 点五 of 三点五, in thousandths, and how long it is.
fn decimals(rest: &str) -> (u64, usize) {
    let Some(after) = rest.strip_prefix(['点', '點']) else { return (0, 0) };
    let mut value = 0;
    let mut length = rest.len() - after.len();
    let mut found = false;
    for (c, place) in after.chars().zip([100, 10, 1]) {
        let Some(digit) = numeral(c).or((c == '零').then_some(0)) else { break };
        value += digit * place;
        length += c.len_utf8();
        found = true;
    }
    if found { (value, length) } else { (0, 0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<u64> {
        let number = number(text)?;
        assert_eq!(number.length, text.len(), "{text}");
        assert_eq!(number.low, number.high, "{text}");
        Some(number.low)
    }

    #[test]
    fn digits_and_words() {
        for (text, wanted) in [
            ("48", 48_000),
            ("3.5", 3500),
            ("0.125", 125),
            ("1,000", 1_000_000),
            ("１,０００", 1_000_000),
            ("８．５", 8500),
            ("3百", 300_000),
            ("1.5万", 15_000_000),
            ("2百万", 2_000_000_000),
            ("七", 7000),
            ("十", 10_000),
            ("十五", 15_000),
            ("二十", 20_000),
            ("九十九", 99_000),
            ("一百", 100_000),
            ("一百零五", 105_000),
            ("一百一十五", 115_000),
            ("三百五十", 350_000),
            ("三百五", 350_000),
            ("一千二", 1_200_000),
            ("一千零五十", 1_050_000),
            ("两万", 20_000_000),
            ("一万五", 15_000_000),
            ("十二万三千", 123_000_000),
            ("三点五", 3500),
            ("半", 500),
        ] {
            assert_eq!(value(text), Some(wanted), "{text}");
        }
    }

    #[test]
    fn two_numerals_are_from_one_to_the_other() {
        let found = number("三五天").expect("a number");
        assert_eq!((found.low, found.high, found.form), (3000, 5000, Form::TwoNumerals));
    }

    #[test]
    fn what_is_vague_or_too_long_is_no_number() {
        for text in [
            "",
            "天",
            "百",
            "千",
            "万",
            "亿",
            "零",
            "十几",
            "一百多",
            "十来",
            "三五七",
            "二十三四",
            "二〇二六",
            "百十",
            "一百一百",
            "一百零",
            "1万5千",
            "3千多",
            "2亿亿",
            "99999999999999999999",
            "13800138000",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn a_comma_that_groups_nothing_ends_it() {
        assert_eq!(number("3,5").map(|number| number.length), Some(1));
        assert_eq!(number("1,0000").map(|number| number.length), Some(1));
        assert_eq!(number("3.天").map(|number| number.length), Some(1));
    }

    #[test]
    fn every_number_begins_with_what_begins_numbers() {
        for c in '\0'..=char::MAX {
            let text: String = [c, '分', '之'].iter().collect();
            assert!(begins_number(c) || number(&text).is_none(), "{c}");
        }
    }
}
