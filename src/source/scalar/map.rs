//! Which bytes of a file spell which part of a value.

use std::ops::Range;

use super::decode::{Piece, decode};
use super::{ScalarStyle, block_header, scalar_style};
use crate::source::Span;

/// Finds the source of any part of a scalar's value.
///
/// Made for values as the model keeps them, that is, trimmed. Most scalars are plain and on one line; their
/// map is two numbers and costs one comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScalarMap {
    /// Where the value's source begins and ends, without quotes and the space that trimming took.
    inner: Span,
    /// In the order of the value; empty where the source is the value.
    pieces: Vec<Piece>,
}

impl ScalarMap {
    /// The map of the scalar whose node has `span`; `text` is the whole file and `value` the node's value,
    /// trimmed with [`str::trim`].
    ///
    /// `None` if the source at `span` does not spell `value`: it is no scalar, or belongs to another text.
    pub fn new(text: &str, span: Span, value: &str) -> Option<Self> {
        let slice = text.get(span.start as usize..span.end as usize)?;
        let trimmed = slice.trim_start();
        // Quoted text is longer than its value, and folding changes it.
        if trimmed.trim_end() == value {
            let start = span.start + (slice.len() - trimmed.len()) as u32;
            return Some(Self { inner: Span::new(start, start + value.len() as u32), pieces: Vec::new() });
        }
        let style = scalar_style(text, span);
        let decoded = decode(slice, span.start as usize, style, block_header(text, span))?;
        let lead = decoded.text.len() - decoded.text.trim_start().len();
        if decoded.text.trim() != value {
            return None;
        }
        if value.is_empty() {
            let quoted = matches!(style, ScalarStyle::Single | ScalarStyle::Double);
            return Some(Self { inner: Span::at(span.start + u32::from(quoted)), pieces: Vec::new() });
        }
        let kept = lead as u32..(lead + value.len()) as u32;
        let pieces: Vec<Piece> = decoded.pieces.iter().filter_map(|piece| cut(piece, &kept)).collect();
        let inner = Span::new(pieces.first()?.source.start, pieces.last()?.source.end);
        Some(Self { inner, pieces })
    }

    /// The source that spells the bytes `range` of the value, which must lie on its character borders. What
    /// runs past the value's end is left out; an empty range gives the place to insert at.
    ///
    /// A part of several empty lines, which are written in one go, gives all of them.
    pub fn span(&self, range: Range<usize>) -> Span {
        let (start, end) = (range.start as u32, range.end.max(range.start) as u32);
        if self.pieces.is_empty() {
            let Span { start: from, end: to } = self.inner;
            return Span::new(from.saturating_add(start).min(to), from.saturating_add(end).min(to));
        }
        let source = cover(&self.pieces, self.inner.end, start..end).0;
        if start == end { Span::at(source.start) } else { source }
    }
}

/// The source that spells the bytes `range` of the value in `pieces`, and the part of the value that it
/// spells in truth, which is more where an end falls into a piece that cannot be divided. What runs past the
/// last piece is at `end`.
pub(super) fn cover(pieces: &[Piece], end: u32, range: Range<u32>) -> (Span, Range<u32>) {
    let piece_with = |at: u32| pieces.get(pieces.partition_point(|piece| piece.end() <= at));
    let past = (end, pieces.last().map_or(0, Piece::end));
    let from = piece_with(range.start).map_or(past, |piece| {
        let inside = if piece.is_copied() { range.start - piece.value } else { 0 };
        (piece.source.start + inside, piece.value + inside)
    });
    if range.is_empty() && from.1 >= range.start.min(past.1) {
        return (Span::at(from.0), from.1..from.1);
    }
    let to = piece_with(range.end.saturating_sub(1).max(range.start)).map_or(past, |piece| {
        let left_out = if piece.is_copied() { piece.end() - range.end } else { 0 };
        (piece.source.end - left_out, piece.end() - left_out)
    });
    (Span::new(from.0, to.0), from.1..to.1)
}

/// The part of `piece` that lies in `kept`, counted from its beginning.
fn cut(piece: &Piece, kept: &Range<u32>) -> Option<Piece> {
    let (start, end) = (piece.value.max(kept.start), piece.end().min(kept.end));
    if start >= end {
        return None;
    }
    let source = if piece.is_copied() {
        Span::new(piece.source.start + (start - piece.value), piece.source.start + (end - piece.value))
    } else {
        piece.source
    };
    Some(Piece { value: start - kept.start, length: end - start, source })
}
