//! Texts in pieces that are compared as they are: sentences, words, characters.
//!
//! All of them end where what is read as one character ends (the grapheme clusters of UAX #29): CRLF, an emoji
//! with its skin tone, a letter with its accents.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::{Segmenter, is_han, simplified};

/// What the first character of a cluster makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Han,
    Letter,
    Digit,
    Space,
    /// Everything that stands for itself: marks, emoji, line breaks.
    Alone,
}

fn class(cluster: &str) -> Class {
    let Some(first) = cluster.chars().next() else { return Class::Alone };
    match first {
        c if is_han(c) && cluster.len() == c.len_utf8() => Class::Han,
        c if is_han(c) || is_line_break(cluster) => Class::Alone,
        c if is_digit(c) => Class::Digit,
        c if c.is_whitespace() => Class::Space,
        c if c.is_alphanumeric() => Class::Letter,
        _ => Class::Alone,
    }
}

fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// Whether a unit breaks the line.
pub(super) fn is_line_break(unit: &str) -> bool {
    unit.ends_with(['\n', '\r', '\u{2028}', '\u{2029}'])
}

/// Whether a unit is white space in a line.
pub(super) fn is_space(unit: &str) -> bool {
    unit.chars().all(char::is_whitespace) && !is_line_break(unit)
}

/// Whether a unit is a number, in digits or Chinese numerals.
pub(in crate::diff) fn is_number(unit: &str) -> bool {
    unit.starts_with(is_digit) || unit.chars().all(is_numeral) && !unit.is_empty()
}

fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '零' | '〇'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '萬'
            | '亿'
            | '億'
            | '两'
            | '兩'
            | '半'
    )
}

/// How well a text can be parted behind a unit.
pub(super) fn end_of(unit: &str) -> u8 {
    match unit.chars().next_back() {
        _ if is_line_break(unit) => 4,
        Some('。' | '！' | '？' | '!' | '?' | '；' | ';' | '…') => 3,
        Some('，' | ',' | '、' | '：' | ':' | '）' | ')' | '”' | '」' | '】' | '～' | '~') => 2,
        Some(c) if c.is_whitespace() => 1,
        _ => 0,
    }
}

/// Runs of letters, numbers with their decimals, times, runs of white space, Chinese words, and single everything
/// else.
pub(in crate::diff) fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut clusters = text.grapheme_indices(true).map(|(at, cluster)| (at, class(cluster))).peekable();
    while let Some((start, class)) = clusters.next() {
        while let Some(&(at, next)) = clusters.peek() {
            let joined = next == class && class != Class::Alone || goes_on(text, start, at, class);
            if !joined {
                break;
            }
            clusters.next();
        }
        let end = clusters.peek().map_or(text.len(), |&(at, _)| at);
        let run = &text[start..end];
        if class == Class::Han { chinese(run, &mut words) } else { words.push(run) }
    }
    words
}

/// Whether the mark at `at` belongs to the number or word before it: 3.5, 1,000, 9:00, don't.
fn goes_on(text: &str, start: usize, at: usize, class: Class) -> bool {
    let mut rest = text[at..].chars();
    let mark = rest.next();
    let behind = rest.as_str();
    match (class, mark) {
        (Class::Digit, Some('.' | '．')) => {
            !text[start..at].contains(['.', '．']) && behind.starts_with(is_digit)
        }
        (Class::Digit, Some(',')) => behind.chars().take(4).take_while(|&c| is_digit(c)).count() == 3,
        // 9:00 is one time, and 1:50 one ratio.
        (Class::Digit, Some(':' | '：')) => behind.chars().take(3).take_while(|&c| is_digit(c)).count() == 2,
        (Class::Letter, Some('\'' | '’')) => behind.starts_with(|c: char| c.is_ascii_alphabetic()),
        _ => false,
    }
}

/// The words of Chinese without anything else in it. Numerals beside each other are one number.
fn chinese<'t>(run: &'t str, words: &mut Vec<&'t str>) {
    let simple = simplified(run);
    let cut = Segmenter::common().words(&simple);
    let mut ends = run.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut start = 0;
    let mut in_number = false;
    for word in cut {
        let length = word.chars().count();
        let Some(end) = (0..length).filter_map(|_| ends.next()).last() else { break };
        let number = is_number(&run[start..end]);
        match words.last_mut().filter(|_| number && in_number) {
            Some(last) => {
                let from = start - last.len();
                *last = &run[from..end];
            }
            None => words.push(&run[start..end]),
        }
        (start, in_number) = (end, number);
    }
    // What the segmenter left out.
    if start < run.len() {
        words.extend(run[start..].graphemes(true));
    }
}

/// The same with Chinese words cut into their characters; numbers stay whole.
pub(super) fn characters<'t>(words: &[&'t str]) -> Vec<&'t str> {
    let mut characters = Vec::new();
    for &word in words {
        if word.starts_with(is_han) && !is_number(word) {
            characters.extend(word.graphemes(true));
        } else {
            characters.push(word);
        }
    }
    characters
}

/// Sentences and lines, with what ends them.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        let end = at + cluster.len();
        if end_of(cluster) >= 3 || end - start > LONGEST_SENTENCE {
            sentences.push(&text[start..end]);
            start = end;
        }
    }
    if start < text.len() {
        sentences.push(&text[start..]);
    }
    sentences
}

/// In bytes; what goes on longer is no sentence and is cut.
const LONGEST_SENTENCE: usize = 600;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_numbers_spaces_and_marks() {
        for (text, wanted) in [
            ("签收后七天内可退货。", &["签收", "后", "七", "天", "内", "可", "退货", "。"][..]),
            ("簽收後十五天內可退貨", &["簽收", "後", "十五", "天", "內", "可", "退貨"]),
            ("满1,000.50元减３.5%", &["满", "1,000.50", "元", "减", "３.5", "%"]),
            ("1,0000 2.3.1", &["1", ",", "0000", " ", "2.3", ".", "1"]),
            ("Don't  use iPhone15!", &["Don't", "  ", "use", " ", "iPhone", "15", "!"]),
            ("👨‍👩‍👧好👍🏽", &["👨‍👩‍👧", "好", "👍🏽"]),
            ("a\r\n\r\nb", &["a", "\r\n", "\r\n", "b"]),
            ("cafe\u{301} 9:00 2026", &["cafe\u{301}", " ", "9:00", " ", "2026"]),
            ("", &[]),
        ] {
            assert_eq!(words(text), wanted, "{text}");
        }
    }

    #[test]
    fn sentences_keep_their_ends() {
        assert_eq!(sentences("好。不\r\n行！a"), ["好。", "不\r\n", "行！", "a"]);
        let long = "好".repeat(1000);
        assert!(sentences(&long).len() > 3);
        assert_eq!(sentences(&long).concat(), long);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "([七天内不可以退貨〇々]|[a-c'１2.,]|[ \t\r\n]|[👍🏽\u{200D}\u{301}\u{FE0F}🇨🇳]|\\PC){0,30}") {
            let all = words(&text);
            prop_assert_eq!(all.concat(), text.clone());
            prop_assert_eq!(characters(&all).concat(), text.clone());
            prop_assert_eq!(sentences(&text).concat(), text.clone());
            let borders: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
            let mut at = 0;
            for unit in characters(&all) {
                prop_assert!(borders.contains(&at), "{:?}", all);
                at += unit.len();
            }
        }
    }
}
