//! Changing a part of a value in its source.

use std::ops::Range;

use super::decode::{Decoded, decode};
use super::write::{escape_double, is_flow_special, is_printable, stands_plain, write_double, write_single};
use super::{Header, ScalarStyle, block_header, scalar_style};
use crate::source::Span;
use crate::source::structure::stands_in_flow;

/// The smallest safe edit that puts `replacement` in the place of the bytes `range` of a scalar's value.
///
/// `text` is the whole file, `span` that of the scalar's node, `value` its value trimmed with [`str::trim`].
/// The scalar keeps its style where it can. A plain one that could no longer stand plain, or would no longer
/// be a text to every reader, is written anew in quotes; so is a quoted one whose line folding would swallow
/// what is new.
///
/// `None` if the source does not spell `value`, if `range` is no part of it, if nothing is written there at
/// all, or if a block scalar would need another header or other lines for it.
pub fn replace_in_scalar(
    text: &str,
    span: Span,
    value: &str,
    range: Range<usize>,
    replacement: &str,
) -> Option<(Span, String)> {
    let slice = text.get(span.start as usize..span.end as usize).filter(|slice| !slice.is_empty())?;
    value.get(range.clone())?;
    let (style, header) = (scalar_style(text, span), block_header(text, span));
    let base = span.start as usize;
    let decoded = decode(slice, base, style, header)?;
    if decoded.text.trim() != value {
        return None;
    }
    let lead = decoded.text.len() - decoded.text.trim_start().len();
    let range = lead + range.start..lead + range.end;
    let mut wanted = decoded.text.clone();
    wanted.replace_range(range.clone(), replacement);

    let (place, covered) = decoded.place(&range, base + quote_width(style));
    let new = [&decoded.text[covered.start..range.start], replacement, &decoded.text[range.end..covered.end]]
        .concat();
    let written = match style {
        ScalarStyle::Double => Some(escape_double(&new)),
        ScalarStyle::Single => new.chars().all(is_printable).then(|| new.replace('\'', "''")),
        ScalarStyle::Plain | ScalarStyle::Block => new.chars().all(is_printable).then_some(new),
    };
    let written = written.filter(|written| {
        let (head, tail) = (place.start as usize - base, place.end as usize - base);
        let candidate = [&slice[..head], written, &slice[tail..]].concat();
        let stands = match (style, header) {
            (ScalarStyle::Plain, _) => {
                !marks_a_document(&candidate, 0) && still_plain(text, span, slice, &wanted)
            }
            (ScalarStyle::Block, Some(header)) => block_stands(&candidate, header),
            // The lines of a text that is all space need no indentation until something stands in them.
            _ if decoded.text.trim().is_empty() && slice.contains('\n') => false,
            _ => !marks_a_document(&candidate, 0),
        };
        stands
            && decode(&candidate, base, style, header).is_some_and(|found| same(&found.text, &wanted, style))
    });
    match (written, style) {
        (Some(written), _) => Some((place, written)),
        (None, ScalarStyle::Block) => None,
        (None, ScalarStyle::Double) => Some((span, write_double(&wanted))),
        (None, _) => Some((span, write_single(&wanted).unwrap_or_else(|| write_double(&wanted)))),
    }
}

impl Decoded {
    /// The source that spells `range` of the value, and the part of the value that it spells, which is more
    /// where an end falls into several empty lines. `start` is where the source of an empty value stands.
    fn place(&self, range: &Range<usize>, start: usize) -> (Span, Range<usize>) {
        let place = |at: usize, ends: bool| {
            let at = at as u32;
            let piece =
                self.pieces.iter().find(|piece| if ends { at <= piece.end() } else { at < piece.end() });
            let Some(piece) = piece else {
                return self.pieces.last().map_or((start as u32, 0), |last| (last.source.end, last.end()));
            };
            if piece.is_copied() {
                (piece.source.start + (at - piece.value), at)
            } else if at == piece.value || (!ends && at < piece.end()) {
                (piece.source.start, piece.value)
            } else {
                (piece.source.end, piece.end())
            }
        };
        let (from, covered_from) = place(range.start, false);
        let (to, covered_to) = if range.is_empty() && covered_from as usize == range.start {
            (from, covered_from)
        } else {
            place(range.end.max(range.start + 1), true)
        };
        (Span::new(from, to), covered_from as usize..covered_to as usize)
    }
}

fn quote_width(style: ScalarStyle) -> usize {
    usize::from(matches!(style, ScalarStyle::Single | ScalarStyle::Double))
}

/// Space at the ends of a block is a matter of its header.
fn same(found: &str, wanted: &str, style: ScalarStyle) -> bool {
    if style == ScalarStyle::Block { found.trim() == wanted.trim() } else { found == wanted }
}

/// Whether `wanted` may stand without quotes where `slice` does.
fn still_plain(text: &str, span: Span, slice: &str, wanted: &str) -> bool {
    let line = wanted.replace('\n', " ");
    if !stands_plain(&line, false) {
        return false;
    }
    // Commas and brackets prove that the text stands in no brackets; otherwise the file has to be asked.
    let outside = slice.contains([',', '[', ']', '{', '}']);
    // What it had already it may keep; reading the whole file for every edit would take too long.
    let special = |text: &str| text.chars().filter(|&c| is_flow_special(c)).count();
    let had_all = line.chars().all(|c| !is_flow_special(c) || slice.contains(c));
    let is_as_before = had_all && special(&line) <= special(slice);
    outside || is_as_before || !stands_in_flow(text, span.start)
}

/// Whether a line after the first, indented by at most `indent`, begins like the mark between documents.
fn marks_a_document(candidate: &str, indent: usize) -> bool {
    indent == 0
        && candidate.split('\n').skip(1).any(|line| line.starts_with("---") || line.starts_with("..."))
}

/// Whether a block's text still has the indentation that its header means.
fn block_stands(candidate: &str, header: Header) -> bool {
    let first = candidate.chars().next();
    let indentation_found =
        header.explicit || first.is_some_and(|first| !matches!(first, ' ' | '\t' | '\r' | '\n'));
    // What goes into an empty line does not get the indentation that the line lacks.
    let indented = candidate.split('\n').skip(1).all(|line| {
        let blank = line.trim_end_matches('\r').bytes().all(|byte| byte == b' ');
        blank || line.bytes().take_while(|&byte| byte == b' ').count() >= header.indent
    });
    let marked = header.indent == 0 && (candidate.starts_with("---") || candidate.starts_with("..."));
    indentation_found
        && indented
        && !marked
        && !marks_a_document(candidate, header.indent)
        && !candidate.trim().is_empty()
}
