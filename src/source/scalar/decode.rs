//! From a scalar's source to its value, piece by piece; the rules are those of YAML 1.2, chapters 7 and 8.

use super::{Header, ScalarStyle};
use crate::source::Span;

/// A stretch of a value and the source that spells it.
///
/// Where both have the same number of bytes they correspond byte by byte; otherwise the source is an escape
/// or a line break and spells the stretch as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// First byte in the value.
    pub(super) value: u32,
    /// Bytes in the value.
    pub(super) length: u32,
    /// Where in the file.
    pub(super) source: Span,
}

impl Piece {
    pub(super) fn end(&self) -> u32 {
        self.value + self.length
    }

    /// Whether any part of the source spells that part of the value.
    pub(super) fn is_copied(&self) -> bool {
        self.length == self.source.end - self.source.start
    }
}

/// A value, not trimmed, with its pieces in order. Source between pieces spells nothing.
#[derive(Debug, Default)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
}

impl Decoded {
    fn copy(&mut self, text: &str, source: usize) {
        let (source, length) = (source as u32, text.len() as u32);
        let value = self.text.len() as u32;
        self.text.push_str(text);
        match self.pieces.last_mut() {
            Some(last) if last.is_copied() && last.source.end == source => {
                last.length += length;
                last.source.end += length;
            }
            _ if length == 0 => {}
            _ => self.pieces.push(Piece { value, length, source: Span::new(source, source + length) }),
        }
    }

    fn spell(&mut self, value: &str, start: usize, end: usize) {
        if value.is_empty() {
            return;
        }
        let source = Span::new(start as u32, end as u32);
        self.pieces.push(Piece { value: self.text.len() as u32, length: value.len() as u32, source });
        self.text.push_str(value);
    }

    /// `breaks` line breaks in a text that folds: one is a space, of more the first is dropped.
    fn fold(&mut self, breaks: usize, start: usize, end: usize) {
        match breaks {
            1 => self.spell(" ", start, end),
            _ => self.spell(&"\n".repeat(breaks - 1), start, end),
        }
    }
}

/// Decode `slice`, which begins at byte `base` of its file; `header` is that of a block scalar. `None` if it
/// is not written as `style` wants it.
pub(super) fn decode(
    slice: &str,
    base: usize,
    style: ScalarStyle,
    header: Option<Header>,
) -> Option<Decoded> {
    match style {
        ScalarStyle::Plain => flow(slice, base, style),
        ScalarStyle::Single | ScalarStyle::Double => {
            flow(slice.get(1..slice.len().checked_sub(1)?)?, base + 1, style)
        }
        ScalarStyle::Block => Some(block(slice, base, header?)),
    }
}

const WHITE: [u8; 4] = *b" \t\r\n";

fn flow(inner: &str, base: usize, style: ScalarStyle) -> Option<Decoded> {
    let mut decoded = Decoded::default();
    let bytes = inner.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        match bytes[at] {
            byte if WHITE.contains(&byte) => {
                at = after_white(bytes, at);
                match count_breaks(&inner[start..at]) {
                    0 => decoded.copy(&inner[start..at], base + start),
                    breaks => decoded.fold(breaks, base + start, base + at),
                }
            }
            b'\'' if style == ScalarStyle::Single => {
                if bytes.get(at + 1) != Some(&b'\'') {
                    return None;
                }
                at += 2;
                decoded.spell("'", base + start, base + at);
            }
            b'"' if style == ScalarStyle::Double => return None,
            b'\\' if style == ScalarStyle::Double => {
                let (value, length) = escape(&inner[at..])?;
                at += length;
                decoded.spell(&value, base + start, base + at);
            }
            _ => {
                let special = |byte: &u8| WHITE.contains(byte) || matches!(byte, b'\'' | b'"' | b'\\');
                at = bytes[at + 1..].iter().position(special).map_or(bytes.len(), |next| at + 1 + next);
                decoded.copy(&inner[start..at], base + start);
            }
        }
    }
    Some(decoded)
}

fn after_white(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| !WHITE.contains(byte)).map_or(bytes.len(), |next| at + next)
}

/// CR LF is one line break, and so is either of them alone.
fn count_breaks(white: &str) -> usize {
    white.matches(['\r', '\n']).count() - white.matches("\r\n").count()
}

/// The escape sequence at the beginning of `source`: what it stands for, and how many bytes it has.
fn escape(source: &str) -> Option<(String, usize)> {
    let bytes = source.as_bytes();
    let simple = match *bytes.get(1)? {
        b'0' => '\0',
        b'a' => '\u{7}',
        b'b' => '\u{8}',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\u{b}',
        b'f' => '\u{c}',
        b'r' => '\r',
        b'e' => '\u{1b}',
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        byte @ (b' ' | b'"' | b'/' | b'\\') => char::from(byte),
        b'x' => return numeric(source, 2),
        b'u' => return numeric(source, 4),
        b'U' => return numeric(source, 8),
        b'\r' | b'\n' => {
            // An escaped line break is nothing; empty lines after it count.
            let end = after_white(bytes, 1);
            return Some(("\n".repeat(count_breaks(&source[1..end]) - 1), end));
        }
        _ => return None,
    };
    Some((simple.into(), 2))
}

fn numeric(source: &str, digits: usize) -> Option<(String, usize)> {
    let number = |at: usize| {
        let hex =
            source.get(at..at + digits).filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        u32::from_str_radix(hex, 16).ok()
    };
    let code = number(2)?;
    if let Some(character) = char::from_u32(code) {
        return Some((character.into(), 2 + digits));
    }
    // JSON writes what lies beyond U+FFFF as a pair of escapes.
    let second = 2 + digits;
    if digits != 4 || !(0xD800..0xDC00).contains(&code) || source.get(second..second + 2) != Some("\\u") {
        return None;
    }
    let low = number(second + 2).filter(|low| (0xDC00..0xE000).contains(low))?;
    let character = char::from_u32(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00))?;
    Some((character.into(), 12))
}

/// A line of a block scalar without its indentation: where its text begins and ends in the slice.
struct Line {
    start: usize,
    end: usize,
}

fn block(slice: &str, base: usize, header: Header) -> Decoded {
    let lines = block_lines(slice, header.indent);
    let mut decoded = Decoded::default();
    let mut before: Option<&Line> = None;
    let mut empty = 0;
    for line in &lines {
        if header.folded && line.start == line.end {
            empty += 1;
            continue;
        }
        if let Some(before) = before {
            let more_indented = |line: &Line| slice[line.start..].starts_with([' ', '\t']);
            let (start, end) = (base + before.end, base + line.start);
            if header.folded && !more_indented(before) && !more_indented(line) {
                decoded.fold(empty + 1, start, end);
            } else {
                decoded.spell(&"\n".repeat(empty + 1), start, end);
            }
        }
        decoded.copy(&slice[line.start..line.end], base + line.start);
        (before, empty) = (Some(line), 0);
    }
    decoded
}

fn block_lines(slice: &str, indent: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut at = 0;
    loop {
        let line = &slice[at..];
        let length = line.find(['\r', '\n']).unwrap_or(line.len());
        // The span begins after the first line's indentation.
        let indentation =
            if at == 0 { 0 } else { line[..length].len() - line[..length].trim_start_matches(' ').len() };
        lines.push(Line { start: at + indentation.min(indent), end: at + length });
        let rest = &line[length..];
        at += length + if rest.starts_with("\r\n") { 2 } else { 1 };
        if rest.is_empty() {
            return lines;
        }
    }
}
