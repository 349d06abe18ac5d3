//! One line of a part: four cells, in which tabs and line ends are written with a backslash.

use std::borrow::Cow;
use std::io::{self, Write};

/// `text` as a cell: `\t`, `\n`, `\r` and `\\` for a tab, a line feed, a carriage return and a backslash. A cell is
/// never `\N`, which some engines take for null.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['\\', '\t', '\n', '\r']) {
        return Cow::Borrowed(text);
    }
    let mut cell = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\\' => cell.push_str("\\\\"),
            '\t' => cell.push_str("\\t"),
            '\n' => cell.push_str("\\n"),
            '\r' => cell.push_str("\\r"),
            other => cell.push(other),
        }
    }
    Cow::Owned(cell)
}

/// The text of a cell; `None` if a backslash stands before anything else.
pub(super) fn unescaped(cell: &str) -> Option<Cow<'_, str>> {
    if !cell.contains('\\') {
        return Some(Cow::Borrowed(cell));
    }
    let mut text = String::with_capacity(cell.len());
    let mut characters = cell.chars();
    while let Some(character) = characters.next() {
        text.push(match character {
            '\\' => match characters.next()? {
                '\\' => '\\',
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                _ => return None,
            },
            other => other,
        });
    }
    Some(Cow::Owned(text))
}

/// Several texts as one: each as a cell, with tabs between them.
pub(super) fn joined(texts: &[&str]) -> String {
    texts.iter().map(|text| escaped(text)).collect::<Vec<_>>().join("\t")
}

/// The texts that [`joined`] has made one of; `None` if there are not `N` of them.
pub(super) fn parted<const N: usize>(text: &str) -> Option<[String; N]> {
    let texts: Option<Vec<String>> =
        text.split('\t').map(|cell| unescaped(cell).map(Cow::into_owned)).collect();
    texts?.try_into().ok()
}

/// Write one line.
pub(super) fn write(
    writer: &mut dyn Write,
    pack: &str,
    figure: &str,
    key: &str,
    count: u64,
) -> io::Result<()> {
    writeln!(writer, "{}\t{figure}\t{}\t{count}", escaped(pack), escaped(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_have_neither_tabs_nor_line_ends_nor_look_like_null() {
        assert_eq!(escaped("鞋\t靴\r\n"), "鞋\\t靴\\r\\n");
        assert_eq!(escaped("\\N"), "\\\\N");
        assert_eq!(unescaped("\\N"), None);
        assert_eq!(unescaped("\\"), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(one in "[a鞋\\\\\t\n\r ]{0,8}", other in "\\PC{0,8}") {
            let cell = escaped(&one);
            prop_assert_eq!(unescaped(&cell).expect("a cell"), one.as_str());
            let both = joined(&[&one, &other]);
            let cell = escaped(&both).into_owned();
            prop_assert!(!cell.contains(['\t', '\n', '\r']));
            let read: [String; 2] = parted(&unescaped(&cell).expect("a cell")).expect("two");
            prop_assert_eq!(read, [one, other]);
        }
    }
}
