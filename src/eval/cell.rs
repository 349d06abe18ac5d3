//! Cells of CSV files that people will open in a spreadsheet.

use std::borrow::Cow;

/// What begins a formula in some spreadsheet, full-width forms as in Chinese and Japanese ones included.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// `text` so that no spreadsheet takes it for a formula: with an apostrophe before it if it begins like
/// one. A customer's message is a stranger's text, and `=HYPERLINK(…)` in a report must stay text.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_become_text() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("-3天能到吗", "'-3天能到吗"),
            ("@客服", "'@客服"),
            ("\t=1", "'\t=1"),
            ("＝1", "'＝1"),
            ("1=1", "1=1"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), expected);
        }
    }

    proptest! {
        #[test]
        fn nothing_begins_a_formula_and_nothing_is_lost(text in "[=+@a吗\t-]{0,6}") {
            let guarded = guarded(&text);
            prop_assert!(!guarded.starts_with(FORMULA));
            prop_assert_eq!(guarded.strip_prefix('\'').unwrap_or(&guarded), text.as_str());
        }
    }
}
