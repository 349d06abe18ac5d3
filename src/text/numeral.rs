//! Numbers as Chinese text writes them: 15, 1,299.00, 1.5万, 十五, 两百, 一千二, 二〇二六, 七八.
//!
//! Works on folded characters (half width, Simplified, lower case). Values are `f64`, exact for whole
//! numbers below 2^53; longer rows of digits are no quantities and are kept as digits.

/// A number at a place of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Numeral {
    pub(super) value: f64,
    /// The upper end of 七八 (7 to 8) and 十五六 (15 to 16).
    pub(super) upper: Option<f64>,
    /// The place behind it, in characters.
    pub(super) end: usize,
    /// Whether it is written in Chinese characters.
    pub(super) is_chinese: bool,
    /// The digits, if they are too many for a value.
    pub(super) digits: Option<String>,
}

/// More digits than a `f64` holds exactly.
const MOST_DIGITS: usize = 15;

/// The longest number in Chinese characters that is read, in characters.
const LONGEST: usize = 32;

/// The number that a text written in Chinese characters stands for: 十五 is 15, 两百 200, 一千二 1,200,
/// 三百零五 305, 一万五 15,000, 二〇二六 2,026. `None` if the whole text is no single such number.
///
/// Traditional characters (兩, 萬) are read too. After a unit that is not followed by 零, a last digit
/// counts the unit below, as it is spoken.
pub fn chinese_number(text: &str) -> Option<f64> {
    let chars: Vec<char> = text.chars().map(super::normalise::fold).collect();
    let numeral = chinese(&chars, 0)?;
    (numeral.end == chars.len() && numeral.upper.is_none() && numeral.digits.is_none())
        .then_some(numeral.value)
}

/// The number that begins at `at`.
pub(super) fn numeral_at(chars: &[char], at: usize) -> Option<Numeral> {
    match chars.get(at)? {
        '0'..='9' => Some(arabic(chars, at)),
        _ => chinese(chars, at),
    }
}

fn arabic(chars: &[char], at: usize) -> Numeral {
    let digits_from = |at: usize| chars[at..].iter().take_while(|c| c.is_ascii_digit()).count();
    let mut end = at + digits_from(at);
    let mut text: String = chars[at..end].iter().collect();
    // Thousands: commas, each with three digits behind it.
    if text.len() <= 3 {
        while chars.get(end) == Some(&',') && digits_from(end + 1) == 3 {
            text.extend(&chars[end + 1..end + 4]);
            end += 4;
        }
    }
    if chars.get(end) == Some(&'.') && digits_from(end + 1) > 0 {
        let fraction = end + 1 + digits_from(end + 1);
        // 1.2.3 is a version or a date.
        if chars.get(fraction) != Some(&'.') || !chars.get(fraction + 1).is_some_and(char::is_ascii_digit) {
            text.extend(&chars[end..fraction]);
            end = fraction;
        }
    }
    if text.len() > MOST_DIGITS {
        let value = text.parse().unwrap_or(f64::MAX);
        return Numeral { value, upper: None, end, is_chinese: false, digits: Some(text) };
    }
    let mut value: f64 = text.parse().unwrap_or(0.0);
    while let Some(unit) = chars.get(end).copied().and_then(unit) {
        // 千克 and 千米 are units of their own.
        let measure = unit == 1e3 && matches!(chars.get(end + 1), Some('克' | '米' | '瓦' | '卡'));
        if unit < 100.0 || measure {
            break;
        }
        value *= unit;
        end += 1;
    }
    Numeral { value: round(value), upper: None, end, is_chinese: false, digits: None }
}

/// Decimal fractions are rounded where binary ones cannot hold them.
pub(super) fn round(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

fn digit(c: char) -> Option<f64> {
    "零一二三四五六七八九"
        .chars()
        .position(|digit| digit == c)
        .or(match c {
            '〇' => Some(0),
            '两' => Some(2),
            _ => None,
        })
        .map(|digit| digit as f64)
}

fn unit(c: char) -> Option<f64> {
    match c {
        '十' => Some(1e1),
        '百' => Some(1e2),
        '千' => Some(1e3),
        '万' => Some(1e4),
        '亿' => Some(1e8),
        _ => None,
    }
}

/// Two digits in a row that mean "from the one to the other": 七八, 两三, 三五.
fn is_span(one: f64, other: f64) -> bool {
    one >= 1.0 && other > one && other - one <= 2.0
}

fn chinese(chars: &[char], at: usize) -> Option<Numeral> {
    let whole = |value, upper, end| Some(Numeral { value, upper, end, is_chinese: true, digits: None });
    // No number is longer; a longer row is none, and need not be walked again at each of its places.
    let run =
        chars[at..].iter().take(LONGEST).take_while(|&&c| digit(c).or_else(|| unit(c)).is_some()).count();
    let run = &chars[at..at + run];
    let plain: Vec<f64> = run.iter().map_while(|&c| digit(c)).collect();
    if plain.len() == run.len() {
        return match plain[..] {
            [] => None,
            [value] => whole(value, None, at + 1),
            [one, other] if is_span(one, other) => whole(one, Some(other), at + 2),
            _ if plain.len() > MOST_DIGITS => None,
            _ => whole(plain.iter().fold(0.0, |sum, digit| sum * 10.0 + digit), None, at + plain.len()),
        };
    }
    // What stands above 万 or 亿; what has been summed below; a digit that waits for its unit.
    let (mut above, mut sum, mut waiting) = (0.0, 0.0, None::<f64>);
    let (mut last_unit, mut zero) = (0.0, false);
    let mut upper = None;
    let mut used = 0;
    for (place, &c) in run.iter().enumerate() {
        if let Some(value) = digit(c) {
            match waiting {
                None if value == 0.0 => zero = true,
                None => waiting = Some(value),
                // 十五六; with a unit behind it (三五十) it would be read another way, and is left.
                Some(one) if last_unit > 0.0 && is_span(one, value) && place + 1 == run.len() => {
                    upper = Some(value - one);
                }
                Some(_) => break,
            }
        } else if let Some(unit) = unit(c) {
            if unit >= 1e4 {
                let below = sum + waiting.take().unwrap_or(0.0);
                if below == 0.0 {
                    break;
                }
                (above, sum) =
                    if unit >= 1e8 { ((above + below) * unit, 0.0) } else { (above + below * unit, 0.0) };
            } else {
                // 十 may stand alone, 百 and 千 may not: 千万 and 百分 are words.
                let count = match waiting.take() {
                    Some(count) => count,
                    None if unit == 10.0 && (last_unit == 0.0 || zero) => 1.0,
                    None => break,
                };
                sum += count * unit;
            }
            last_unit = unit;
            zero = false;
        }
        used = place + 1;
    }
    let rest = waiting.unwrap_or(0.0);
    let spoken = if last_unit >= 100.0 && !zero && upper.is_none() { rest * last_unit / 10.0 } else { rest };
    let value = above + sum + spoken;
    // Nothing read, or nothing but a zero before a unit that was not read.
    if used == 0 || (value == 0.0 && last_unit == 0.0 && waiting.is_none() && !zero) {
        return None;
    }
    whole(value, upper.map(|more| value + more), at + used)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn chinese_numbers() {
        for (text, value) in [
            ("零", 0.0),
            ("七", 7.0),
            ("两", 2.0),
            ("十", 10.0),
            ("十五", 15.0),
            ("二十", 20.0),
            ("九十九", 99.0),
            ("一百", 100.0),
            ("两百", 200.0),
            ("兩百", 200.0),
            ("三百五", 350.0),
            ("三百零五", 305.0),
            ("一百一十五", 115.0),
            ("一千二", 1_200.0),
            ("一千零二十", 1_020.0),
            ("一万五", 15_000.0),
            ("十二萬三千", 123_000.0),
            ("三亿零五万", 300_050_000.0),
            ("二〇二六", 2_026.0),
            ("八五", 85.0),
        ] {
            assert_eq!(chinese_number(text), Some(value), "{text}");
        }
        for text in [
            "",
            "千万",
            "百",
            "万一",
            "三天",
            "七八",
            "几",
            "3",
            "十十",
            "一二三四五六七八九一二三四五六七八九",
        ] {
            assert_eq!(chinese_number(text), None, "{text}");
        }
    }

    #[test]
    fn digits_and_what_multiplies_them() {
        let of = |text: &str| {
            let chars: Vec<char> = text.chars().collect();
            numeral_at(&chars, 0).map(|numeral| (numeral.value, numeral.end))
        };
        assert_eq!(of("15天"), Some((15.0, 2)));
        assert_eq!(of("1,299.00元"), Some((1_299.0, 8)));
        assert_eq!(of("1,29"), Some((1.0, 1)));
        assert_eq!(of("1.5万"), Some((15_000.0, 4)));
        assert_eq!(of("3千克"), Some((3.0, 1)));
        assert_eq!(of("3千万"), Some((30_000_000.0, 3)));
        assert_eq!(of("1.2.3"), Some((1.0, 1)));
        assert_eq!(of("3."), Some((3.0, 1)));
        assert_eq!(of("个"), None);
    }

    #[test]
    fn spans_without_a_hyphen() {
        let of = |text: &str| {
            let chars: Vec<char> = text.chars().collect();
            numeral_at(&chars, 0).map(|numeral| (numeral.value, numeral.upper, numeral.end))
        };
        assert_eq!(of("七八天"), Some((7.0, Some(8.0), 2)));
        assert_eq!(of("三五天"), Some((3.0, Some(5.0), 2)));
        assert_eq!(of("十五六天"), Some((15.0, Some(16.0), 3)));
        assert_eq!(of("八五折"), Some((85.0, None, 2)));
    }

    proptest! {
        #[test]
        fn any_row_of_numerals_is_read_within_its_end(text in "[零〇一二两三九十百千万亿天1-3,.]{0,12}") {
            let chars: Vec<char> = text.chars().collect();
            for at in 0..chars.len() {
                if let Some(numeral) = numeral_at(&chars, at) {
                    prop_assert!(numeral.end > at && numeral.end <= chars.len());
                    prop_assert!(numeral.value.is_finite() && numeral.value >= 0.0);
                    prop_assert!(numeral.upper.is_none_or(|upper| upper > numeral.value));
                }
            }
        }

        #[test]
        fn what_is_written_is_read(value in 1_u32..10_000) {
            let mut text = String::new();
            let mut gap = false;
            for (unit, name) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
                let digit = value / unit % 10;
                if digit == 0 {
                    gap = !text.is_empty();
                    continue;
                }
                if std::mem::take(&mut gap) {
                    text.push('零');
                }
                text.extend("一二三四五六七八九".chars().nth(digit as usize - 1));
                text.push_str(name);
            }
            prop_assert_eq!(chinese_number(&text), Some(f64::from(value)), "{}", text);
        }
    }
}
