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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
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
///
/// The characters are counted once, block by block, so that a column on a line of megabytes, with thousands
/// of findings, costs no more than one on a short line.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// What stands before each block of [`BLOCK`] bytes.
    blocks: Vec<Count>,
}

/// So many bytes are counted at a time.
const BLOCK: usize = 1024;

/// How long a stretch of text is, in the units of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Count {
    /// Unicode scalar values.
    characters: u32,
    /// Those of them that are two code units of UTF-16.
    beyond: u32,
}

impl Count {
    /// Count what begins in `bytes`, which are UTF-8; an end may cut a character in two.
    fn of(bytes: &[u8]) -> Self {
        let count = |begins: fn(u8) -> bool| bytes.iter().filter(|&&byte| begins(byte)).count() as u32;
        // Bytes that go on are 10xxxxxx, characters of four bytes begin with 11110xxx.
        Self { characters: count(|byte| byte & 0xC0 != 0x80), beyond: count(|byte| byte >= 0xF0) }
    }

    fn plus(self, other: Self) -> Self {
        Self { characters: self.characters + other.characters, beyond: self.beyond + other.beyond }
    }
}

impl LineIndex {
    /// Index the lines of `text`.
    pub fn new(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at as u32 + 1);
        let blocks = text.as_bytes().chunks(BLOCK).scan(Count::default(), |before, block| {
            let here = *before;
            *before = here.plus(Count::of(block));
            Some(here)
        });
        Self { starts: std::iter::once(0).chain(ends).collect(), blocks: blocks.collect() }
    }

    /// Line and column of the byte `offset` in the same `text`; an offset past the end is the end.
    pub fn line_column(&self, text: &str, offset: u32) -> LineColumn {
        let (line, count) = self.on_line(text, offset);
        LineColumn { line, column: count.characters + 1 }
    }

    /// The same with the column in code units of UTF-16.
    pub fn line_column_utf16(&self, text: &str, offset: u32) -> LineColumn {
        let (line, count) = self.on_line(text, offset);
        LineColumn { line, column: count.characters + count.beyond + 1 }
    }

    /// The line of the byte `offset`, from 1, and what stands before it there.
    fn on_line(&self, text: &str, offset: u32) -> (u32, Count) {
        let offset = offset.min(text.len() as u32);
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let (start, end) = (self.starts[line] as usize, offset as usize);
        let bytes = text.as_bytes();
        if end - start <= BLOCK {
            return (line as u32 + 1, Count::of(&bytes[start..end]));
        }
        let before = |at: usize| match self.blocks.get(at / BLOCK) {
            Some(block) => block.plus(Count::of(&bytes[at / BLOCK * BLOCK..at])),
            // Right behind a text that fills its last block.
            None => self.blocks[at / BLOCK - 1].plus(Count::of(&bytes[at - BLOCK..at])),
        };
        let (before, all) = (before(start), before(end));
        let count =
            Count { characters: all.characters - before.characters, beyond: all.beyond - before.beyond };
        (line as u32 + 1, count)
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
    use proptest::prelude::*;

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
    proptest! {
        #[test]
        fn long_lines_are_counted_as_short_ones_are(
            pieces in proptest::collection::vec((prop::sample::select(vec!["a", "吗", "😀", "\n", "\r\n", "e\u{301}"]), 1_usize..900), 0..8),
            at in any::<prop::sample::Index>(),
        ) {
            let text: String = pieces.iter().map(|(piece, count)| piece.repeat(*count)).collect();
            let index = LineIndex::new(&text);
            let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            for offset in [*at.get(&borders), text.len()] {
                let before = &text[..offset];
                let on_line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
                let line = before.matches('\n').count() as u32 + 1;
                let column = on_line.chars().count() as u32 + 1;
                prop_assert_eq!(index.line_column(&text, offset as u32), LineColumn { line, column });
                let column = on_line.encode_utf16().count() as u32 + 1;
                prop_assert_eq!(index.line_column_utf16(&text, offset as u32), LineColumn { line, column });
            }
        }
    }
}
