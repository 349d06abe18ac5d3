//! Strangers' texts inside a page: shown as they read, never taken for markup.

use unicode_segmentation::UnicodeSegmentation;

use super::super::super::words::{plain, shorten, thousands};
use crate::diagnostic::Language;

/// A text that stands on one line is cut to so many columns of a terminal: names, questions, places.
const LINE: usize = 400;

/// Of a text over several lines so many characters are shown.
pub(super) const MOST_TEXT: usize = 4_000;

/// `text` with everything replaced that markup is made of. It may stand between tags and in quoted attributes.
fn without_markup(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A text on one line, cut if it is very long.
pub(super) fn line(text: &str) -> String {
    without_markup(&shorten(text, LINE))
}

/// A text with its line ends, as long as it is.
pub(super) fn lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| without_markup(&plain(end_cut(line)))).collect();
    lines.join("\n")
}

/// A text that went or came, with its line ends as marks that can be seen; of a text that only has what
/// nobody sees, the names of its characters.
pub(super) fn visible(text: &str) -> String {
    if text.split('\n').all(|line| plain(end_cut(line)).is_empty()) && !text.contains('\n') {
        let names: Vec<String> = text.chars().map(|one| format!("U+{:04X}", u32::from(one))).collect();
        return names.join(" ");
    }
    lines(text).replace('\n', "↵\n")
}

fn end_cut(line: &str) -> &str {
    line.strip_suffix('\r').unwrap_or(line)
}

/// The first `most` characters of `text`, as readers count them.
pub(super) fn beginning(text: &str, most: usize) -> &str {
    text.grapheme_indices(true).nth(most).map_or(text, |(end, _)| &text[..end])
}

/// The last `most` characters of `text`.
pub(super) fn ending(text: &str, most: usize) -> &str {
    if most == 0 {
        return "";
    }
    text.grapheme_indices(true).rev().nth(most - 1).map_or(text, |(start, _)| &text[start..])
}

/// How many characters a text has, as readers count them.
pub(super) fn characters(text: &str) -> usize {
    text.graphemes(true).count()
}

/// How many characters are left out.
pub(super) fn characters_left_out(count: usize, language: Language) -> String {
    match language {
        Language::English => format!("{} characters left out", thousands(count)),
        Language::Chinese => format!("省略 {} 个字", thousands(count)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_becomes_text() {
        assert_eq!(line("<b a=\"1\">'&'</b>\n货"), "&lt;b a=&quot;1&quot;&gt;&#39;&amp;&#39;&lt;/b&gt; 货");
        assert_eq!(lines("一\r\n<二>\u{202e}"), "一\n&lt;二&gt;");
        assert!(line(&"货".repeat(10_000)).chars().count() < 300);
    }

    #[test]
    fn what_nobody_sees_is_named() {
        assert_eq!(visible("\u{200b}\u{202e}"), "U+200B U+202E");
        assert_eq!(visible("\n"), "↵\n");
        assert_eq!(visible("7 天\n"), "7 天↵\n");
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(beginning("👨‍👩‍👧货物", 2), "👨‍👩‍👧货");
        assert_eq!(ending("货物👨‍👩‍👧", 2), "物👨‍👩‍👧");
        assert_eq!([beginning("货", 9), ending("货", 9), ending("货", 0)], ["货", "货", ""]);
    }

    proptest! {
        #[test]
        fn no_text_makes_a_tag_or_ends_an_attribute(text in "[\\PC\u{0}-\u{1f}\u{200b}-\u{202e}<>&\"']{0,40}") {
            for escaped in [line(&text), lines(&text), visible(&text)] {
                prop_assert!(!escaped.contains(['<', '>', '"', '\'']), "{escaped:?}");
                prop_assert!(!escaped.chars().any(|one| one != '\n' && one.is_control()));
            }
        }
    }
}
