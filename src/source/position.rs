//! Byte ranges, and the lines and columns people read.

use super::FileId;

/// A half-open byte range in one text; both ends lie on character borders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`, in bytes.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// An empty span at `offset`: a place between two characters.
    pub const fn at(offset: u32) -> Self {
        Self { start: offset, end: offset }
    }

    /// The part of `text` that the span covers; empty if the span does not fit the text.
    pub fn slice(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

/// A span in a known file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// Where in its text.
    pub span: Span,
}

/// A position for people: both numbers count from 1, the column in characters (Unicode scalar values).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// Where the lines of a text begin, so that byte offsets become lines and columns.
///
/// Lines end at LF or at CR LF; a lone CR is not a line end, as in YAML editors of today.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Index the lines of `text`.
    pub fn new(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at as u32 + 1);
        Self { starts: std::iter::once(0).chain(ends).collect() }
    }

    /// Line and column of the byte `offset` in the same `text`; an offset past the end is the end.
    pub fn line_column(&self, text: &str, offset: u32) -> LineColumn {
        let offset = offset.min(text.len() as u32);
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let before = text.get(self.starts[line] as usize..offset as usize).unwrap_or("");
        LineColumn { line: line as u32 + 1, column: before.chars().count() as u32 + 1 }
    }

    /// The byte range of `line` (from 1) without its line end; `None` if there is no such line.
    pub fn line_span(&self, text: &str, line: u32) -> Option<Span> {
        let index = (line as usize).checked_sub(1)?;
        let start = *self.starts.get(index)?;
        let end = self.starts.get(index + 1).copied().unwrap_or(text.len() as u32);
        let content = text.get(start as usize..end as usize)?.trim_end_matches(['\n', '\r']);
        Some(Span::new(start, start + content.len() as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "问题: 发货\r\n😀 x\n";
        let index = LineIndex::new(text);
        let at = |needle: &str| {
            let position = index.line_column(text, text.find(needle).expect("needle") as u32);
            (position.line, position.column)
        };
        assert_eq!(at("发"), (1, 5));
        assert_eq!(at("x"), (2, 3));
        assert_eq!(index.line_column(text, 9_999), LineColumn { line: 3, column: 1 });
    }

    #[test]
    fn a_line_has_no_line_end() {
        let text = "a\r\n吗\nlast";
        let index = LineIndex::new(text);
        let line = |number| index.line_span(text, number).map(|span| span.slice(text));
        assert_eq!((line(1), line(2), line(3), line(4)), (Some("a"), Some("吗"), Some("last"), None));
        assert_eq!(line(0), None);
    }

    #[test]
    fn a_span_that_does_not_fit_is_empty_text() {
        assert_eq!(Span::new(1, 2).slice("吗"), "");
        assert_eq!(Span::new(0, 3).slice("吗"), "吗");
    }
}
