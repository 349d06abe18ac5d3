//! Lines and columns in the unit that each format demands.
//!
//! | Unit | Formats | Where it is said |
//! |---|---|---|
//! | characters (Unicode scalar values) | text, concise, grouped, JSON, GitLab, Checkstyle, JUnit, Markdown | ours to choose |
//! | the same | SARIF | `columnKind: unicodeCodePoints`, SARIF 2.1.0, 3.14.27 |
//! | UTF-16 code units | GitHub | nowhere; its pages and editors are programs that count so |
//! | bytes of UTF-8 | rdjson | `reviewdog.proto`, message `Position` |
//!
//! This is the only place where columns other than characters are made.

use serde::Serialize;

use crate::source::{Files, Location, SourceFile};

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Unicode scalar values, as everywhere in kbtool; also what SARIF calls code points.
    Characters,
    /// UTF-16 code units: most emoji count two.
    Utf16,
    /// Bytes of the file in UTF-8, a byte order mark among them.
    Bytes,
}

/// A position; both numbers count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Place {
    pub(super) line: u32,
    pub(super) column: u32,
}

/// From the first to one past the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Range {
    pub(super) start: Place,
    pub(super) end: Place,
}

/// Where `location` begins and ends.
pub(super) fn range(files: &Files, location: Location, unit: Unit) -> Range {
    let file = files.get(location.file);
    Range { start: place(file, location.span.start, unit), end: place(file, location.span.end, unit) }
}

fn place(file: &SourceFile, offset: u32, unit: Unit) -> Place {
    let offset = offset.min(file.text().len() as u32);
    let known = match unit {
        Unit::Utf16 => file.line_column_utf16(offset),
        Unit::Characters | Unit::Bytes => file.line_column(offset),
    };
    let bytes = || offset - file.line_span(known.line).start.min(offset);
    let column = match unit {
        Unit::Characters | Unit::Utf16 => known.column,
        // The text has no byte order mark, but who counts the file's bytes counts its three.
        Unit::Bytes if known.line == 1 && file.has_byte_order_mark() => bytes() + 4,
        Unit::Bytes => bytes() + 1,
    };
    Place { line: known.line, column }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    fn places(file: SourceFile, needle: &str, unit: Unit) -> (Place, Place) {
        let start = file.text().find(needle).expect("the needle") as u32;
        let files = Files::new(vec![file]);
        let span = Span::new(start, start + needle.len() as u32);
        let range = range(&files, Location { file: FileId(0), span }, unit);
        (range.start, range.end)
    }

    fn columns(text: &str, needle: &str, unit: Unit) -> (u32, u32) {
        let (start, end) = places(SourceFile::from_text("a.yaml", text), needle, unit);
        (start.column, end.column)
    }

    #[test]
    fn each_unit_counts_in_its_way() {
        // An emoji outside the basic plane, e with a combining accent, a Chinese character.
        let text = "😀e\u{301}货";
        assert_eq!(columns(text, "货", Unit::Characters), (4, 5));
        assert_eq!(columns(text, "货", Unit::Utf16), (5, 6));
        assert_eq!(columns(text, "货", Unit::Bytes), (8, 11));
        let composed = "😀é货";
        assert_eq!(columns(composed, "货", Unit::Characters), (3, 4));
        assert_eq!(columns(composed, "货", Unit::Utf16), (4, 5));
        assert_eq!(columns(composed, "货", Unit::Bytes), (7, 10));
        assert_eq!(columns(composed, "😀", Unit::Utf16), (1, 3));
    }

    #[test]
    fn columns_begin_anew_on_each_line() {
        for unit in [Unit::Characters, Unit::Utf16, Unit::Bytes] {
            let (start, end) = places(SourceFile::from_text("a.yaml", "😀\r\nab\r\n货"), "b\r\n", unit);
            assert_eq!((start, end), (Place { line: 2, column: 2 }, Place { line: 3, column: 1 }));
        }
    }

    #[test]
    fn a_byte_order_mark_is_bytes_but_no_character() {
        let file = || SourceFile::from_bytes("a.yaml", b"\xEF\xBB\xBFid: a\nid: b".to_vec()).expect("UTF-8");
        assert_eq!(places(file(), "id", Unit::Characters).0.column, 1);
        assert_eq!(places(file(), "id", Unit::Utf16).0.column, 1);
        assert_eq!(places(file(), "id", Unit::Bytes).0.column, 4);
        assert_eq!(places(file(), "b", Unit::Bytes).0, Place { line: 2, column: 5 });
    }

    #[test]
    fn a_place_past_the_end_is_the_end() {
        let files = Files::new(vec![SourceFile::from_text("a.yaml", "货")]);
        let location = Location { file: FileId(0), span: Span::new(3, 99) };
        assert_eq!(range(&files, location, Unit::Bytes).end, Place { line: 1, column: 4 });
        assert_eq!(range(&files, location, Unit::Utf16).end, Place { line: 1, column: 2 });
    }
}
