//! Numbers and other people's texts in the form in which every report shows them.

use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::diagnostic::Language;
use crate::eval::Rate;
use crate::model::Figure;

/// What stands where there is no figure.
pub(super) const NO_VALUE: &str = "–";

/// A share from 0 to 1 as a percentage with one decimal.
pub(super) fn percent(value: Option<f64>) -> String {
    with_decimals(value, 1)
}

fn with_decimals(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| NO_VALUE.to_owned(), |value| format!("{:.decimals$}%", value * 100.0))
}

/// The value of a figure: a percentage, but for the mean reciprocal rank, which is not a share of rows.
pub(super) fn figure_value(figure: Figure, value: Option<f64>) -> String {
    match (figure, value) {
        (Figure::Mrr, Some(value)) => format!("{value:.3}"),
        _ => percent(value),
    }
}

/// A value and its limit, with as many decimals as it takes to tell them apart: never that 85.0% misses
/// 85.0%.
pub(super) fn value_and_limit(figure: Figure, value: Option<f64>, limit: f64) -> (String, String) {
    let Some(known) = value.filter(|_| figure != Figure::Mrr) else {
        return (figure_value(figure, value), figure_value(figure, Some(limit)));
    };
    for decimals in 1..=6 {
        let texts = (with_decimals(Some(known), decimals), with_decimals(Some(limit), decimals));
        if texts.0 != texts.1 {
            return texts;
        }
    }
    (percent(Some(known)), percent(Some(limit)))
}

/// A rate's interval in percent, such as `(71.9–89.3)`; empty where there is none.
pub(super) fn interval(rate: &Rate) -> String {
    match (rate.low, rate.high) {
        (Some(low), Some(high)) => format!("({:.1}–{:.1})", low * 100.0, high * 100.0),
        _ => String::new(),
    }
}

/// A difference of two values of a figure with its sign: percentage points, or for the mean reciprocal
/// rank the plain number.
pub(super) fn difference(figure: Figure, delta: f64) -> String {
    if figure == Figure::Mrr { format!("{delta:+.3}") } else { format!("{:+.1}", delta * 100.0) }
}

/// A whole count out of a rate.
pub(super) fn count(rate: &Rate) -> u64 {
    rate.numerator as u64
}

/// A stranger's text on one line, without anything that would move a terminal's cursor, turn the
/// direction of writing, or be invisible.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{061c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => {}
            character if character.is_control() => plain.push(' '),
            character => plain.push(character),
        }
    }
    plain
}

/// The beginning of a text, at most `columns` wide on a terminal, with `…` where something is left out.
pub(super) fn shorten(text: &str, columns: usize) -> String {
    let text = plain(text);
    if text.width() <= columns {
        return text;
    }
    let mut short = String::new();
    let mut width = 1;
    for grapheme in text.graphemes(true) {
        width += grapheme.width();
        if width > columns {
            break;
        }
        short.push_str(grapheme);
    }
    short.push('…');
    short
}

/// A whole number with commas between the thousands: 1,234,567.
pub(super) fn thousands(number: impl std::fmt::Display) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() / 3 * 4 + 1);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 group`, `2,000 groups`.
pub(super) fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{} {}", thousands(count), if count == 1 { one } else { several })
}

/// How many more there are.
pub(super) fn more(count: usize, language: Language) -> String {
    match language {
        Language::English => format!("… and {} more", thousands(count)),
        Language::Chinese => format!("……另有 {} 条", thousands(count)),
    }
}

/// The head of a list of so many.
pub(super) fn heading(title: &str, count: usize, language: Language) -> String {
    match language {
        Language::English => format!("{} ({})", capitalised(title), thousands(count)),
        Language::Chinese => format!("{title}（{}）", thousands(count)),
    }
}

/// With a capital in front.
pub(super) fn capitalised(title: &str) -> String {
    let mut chars = title.chars();
    chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
}

/// How alike two texts are, with two decimals. What is not quite the same never reads 1.00.
pub(super) fn likeness(score: f64) -> String {
    let rounded = format!("{score:.2}");
    if score < 1.0 && rounded == "1.00" { "0.99".to_owned() } else { rounded }
}

/// `parts` behind each other with `separator` between.
pub(super) fn joined<'t>(parts: impl IntoIterator<Item = &'t str>, separator: &str) -> String {
    let mut text = String::new();
    for (at, part) in parts.into_iter().enumerate() {
        // Writing into a text cannot fail.
        let _ = write!(text, "{}{part}", if at == 0 { "" } else { separator });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn percentages_have_one_decimal() {
        assert_eq!(percent(Some(0.83)), "83.0%");
        assert_eq!(percent(None), "–");
        assert_eq!(figure_value(Figure::Mrr, Some(0.9521)), "0.952");
        assert_eq!(interval(&Rate::new(81, 263)), "(25.5–36.6)");
        assert_eq!(difference(Figure::HitRate, -0.05), "-5.0");
        assert_eq!(difference(Figure::Mrr, 0.05), "+0.050");
    }

    #[test]
    fn a_miss_by_a_hair_shows_the_hair() {
        let texts = value_and_limit(Figure::HitRate, Some(0.8496), 0.85);
        assert_eq!(texts, ("84.96%".to_owned(), "85.00%".to_owned()));
        let texts = value_and_limit(Figure::HitRate, Some(0.85), 0.85);
        assert_eq!(texts, ("85.0%".to_owned(), "85.0%".to_owned()));
    }

    #[test]
    fn long_texts_are_cut_at_a_character() {
        assert_eq!(shorten("什么时候发货", 12), "什么时候发货");
        assert_eq!(shorten("什么时候发货", 8), "什么时…");
    }

    #[test]
    fn thousands_are_parted() {
        assert_eq!([0, 999, 1000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(counted(1, "group", "groups"), "1 group");
        assert_eq!(counted(12_000, "group", "groups"), "12,000 groups");
    }

    #[test]
    fn only_the_same_is_wholly_alike() {
        assert_eq!([1.0, 0.9999, 0.904, 0.0].map(likeness), ["1.00", "0.99", "0.90", "0.00"]);
    }

    proptest! {
        #[test]
        fn a_short_text_fits_and_moves_nothing(text in "\\PC{0,20}[\u{0}-\u{1f}]{0,3}\\PC{0,20}", columns in 1_usize..30) {
            let short = shorten(&text, columns);
            prop_assert!(short.width() <= columns, "{short:?}");
            prop_assert!(!short.chars().any(char::is_control));
        }
    }
}
