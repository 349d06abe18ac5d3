//! A text in plain characters, each of which knows where it stands in the original.

use std::ops::Range;

use crate::text::simplified;

/// A text with full-width letters and digits made narrow, capitals small, Traditional Chinese Simplified and
/// apostrophes made spaces, as the guards want them: character for character, so that what is found can be
/// told in the words of the original.
pub(super) struct Plain<'t> {
    pub(super) original: &'t str,
    pub(super) text: String,
    /// Where each character begins, here and in the original; at the end, where both end.
    borders: Vec<(usize, usize)>,
}

impl<'t> Plain<'t> {
    pub(super) fn of(original: &'t str) -> Self {
        let simple = simplified(original);
        // The conversion goes character for character; what did not could not be traced back.
        let same_length = simple.chars().count() == original.chars().count();
        let source = if same_length { &simple } else { original };
        let mut text = String::with_capacity(original.len());
        let mut borders = Vec::with_capacity(original.len());
        let mut characters = source.chars().peekable();
        for (at, _) in original.char_indices() {
            let Some(c) = characters.next() else { break };
            borders.push((text.len(), at));
            let in_number = text.ends_with(|c: char| c.is_ascii_digit())
                && characters.peek().is_some_and(|&c| narrow(c).is_ascii_digit());
            text.push(match c {
                '．' if in_number => '.',
                '：' if in_number => ':',
                '\'' | '’' | '\u{3000}' | '\u{a0}' => ' ',
                '－' | '‐' | '‑' => '-',
                c => narrow(c).to_ascii_lowercase(),
            });
        }
        borders.push((text.len(), original.len()));
        Self { original, text, borders }
    }

    /// Where in the original the characters at `range` stand.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
        let border = |at: usize| {
            let found = self.borders.partition_point(|&(here, _)| here < at);
            self.borders.get(found).map_or(self.original.len(), |&(_, there)| there)
        };
        border(range.start)..border(range.end)
    }
}

/// `Ａ` as `A`, `１` as `1`.
fn narrow(c: char) -> char {
    match c {
        '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => {
            char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
        }
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_character_keeps_its_place() {
        let text = "Ｄon’t　發貨：９．５折，３：３０👍🏽";
        let plain = Plain::of(text);
        assert_eq!(plain.text, "don t 发货：9.5折，3:30👍🏽");
        let at = plain.text.find("9.5").expect("there");
        assert_eq!(&text[plain.original(at..at + 3)], "９．５");
        let end = plain.text.len();
        assert_eq!(plain.original(end..end), text.len()..text.len());
    }

    proptest! {
        #[test]
        fn nothing_moves(text in "([發貨乾隆著麼Ａ１：．’\u{3000}]|\\PC|\r\n){0,20}") {
            let plain = Plain::of(&text);
            prop_assert_eq!(plain.text.chars().count(), text.chars().count());
            prop_assert_eq!(plain.original(0..plain.text.len()), 0..text.len());
        }
    }
}
