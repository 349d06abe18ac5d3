//! Changing a part of a value in its source.

use std::ops::Range;
use std::sync::OnceLock;

use super::decode::decode;
use super::map::{ScalarMap, cover};
use super::write::{escape_double, is_flow_special, is_printable, stands_plain, write_double, write_single};
use super::{Header, ScalarStyle, block_header, scalar_style};
use crate::source::{Span, Structure};

/// The smallest safe edit that puts `replacement` in the place of the bytes `range` of a scalar's value; see
/// [`ScalarMap::replace`]. `span` is that of the scalar's node, `value` its value trimmed with [`str::trim`].
pub fn replace_in_scalar(
    text: &str,
    span: Span,
    value: &str,
    range: Range<usize>,
    replacement: &str,
) -> Option<(Span, String)> {
    replace(Structure::new(text, &OnceLock::new()), span, value, range, replacement)
}

impl ScalarMap {
    /// The smallest safe edit that puts `replacement` in the place of the bytes `range` of the scalar's value.
    ///
    /// `structure` is that of the file, `span` and `value` are those the map was made with.
    ///
    /// The scalar keeps its style where it can. A plain one that could no longer stand plain, or would no
    /// longer be a text to every reader, is written anew in quotes; so is a quoted one whose line folding
    /// would swallow what is new.
    ///
    /// `None` if the source does not spell `value`, if `range` is no part of it, if nothing is written there
    /// at all, or if a block scalar would need another header or other lines for it.
    pub fn replace(
        &self,
        structure: Structure<'_>,
        span: Span,
        value: &str,
        range: Range<usize>,
        replacement: &str,
    ) -> Option<(Span, String)> {
        self.replacement_alone(structure.text(), span, value, range.clone(), replacement)
            .or_else(|| replace(structure, span, value, range, replacement))
    }

    /// The edit where a look at the characters around tells that it is right: a text of a megabyte with
    /// thousands of slips is not read as a whole for each of them.
    fn replacement_alone(
        &self,
        text: &str,
        span: Span,
        value: &str,
        range: Range<usize>,
        replacement: &str,
    ) -> Option<(Span, String)> {
        let replaced = value.get(range.clone()).filter(|replaced| !replaced.is_empty())?;
        // Something stays on both sides, so that neither the beginning nor the end of the scalar changes.
        value[..range.start].chars().next_back()?;
        value[range.end..].chars().next()?;
        let place = self.span(range);
        let (head, tail) = (place.start as usize, place.end as usize);
        if text.get(head..tail)? != replaced || head <= span.start as usize {
            return None;
        }
        let (before, after) = (text[..head].chars().next_back()?, text[tail..].chars().next()?);
        let style = scalar_style(text, span);
        let goes_on = match style {
            ScalarStyle::Plain => after == ':',
            // An escape.
            ScalarStyle::Double => after == '\\',
            // The line had something before and has it still.
            ScalarStyle::Block => after == '\n' || text[tail..].starts_with("\r\n"),
            ScalarStyle::Single => false,
        };
        // A character of Chinese, or of any script but Latin, keeps a text from being a number or a word of
        // YAML's own.
        let foreign = |c: char| c.is_alphabetic() && !c.is_ascii();
        let alone = (style != ScalarStyle::Plain || foreign(before) || foreign(after))
            && means_nothing(before, style)
            && (goes_on || means_nothing(after, style))
            // One space means nothing either, but at the end of a line.
            && ((replacement == " " && !after.is_whitespace())
                || replacement.chars().all(|c| means_nothing(c, style)));
        alone.then(|| (place, replacement.to_owned()))
    }
}

/// Whether a character means nothing to YAML wherever it stands in a scalar of this style.
fn means_nothing(character: char, style: ScalarStyle) -> bool {
    let is_text = is_printable(character) && !character.is_whitespace();
    match style {
        _ if !character.is_ascii() || character.is_ascii_alphanumeric() => is_text,
        ScalarStyle::Plain => matches!(character, '.' | '!' | '(' | ')' | '/' | '=' | '_' | '~' | ';' | '+'),
        ScalarStyle::Single => is_text && character != '\'',
        ScalarStyle::Double => is_text && !matches!(character, '"' | '\\'),
        ScalarStyle::Block => is_text,
    }
}

/// The edit of [`ScalarMap::replace`], with a look at the whole scalar.
fn replace(
    structure: Structure<'_>,
    span: Span,
    value: &str,
    range: Range<usize>,
    replacement: &str,
) -> Option<(Span, String)> {
    let text = structure.text();
    let slice = text.get(span.start as usize..span.end as usize).filter(|slice| !slice.is_empty())?;
    value.get(range.clone())?;
    let scalar =
        Scalar { structure, span, slice, style: scalar_style(text, span), header: block_header(text, span) };
    let decoded = decode(slice, span.start as usize, scalar.style, scalar.header)?;
    if decoded.text.trim() != value {
        return None;
    }
    let lead = decoded.text.len() - decoded.text.trim_start().len();
    let range = lead + range.start..lead + range.end;
    let mut wanted = decoded.text.clone();
    wanted.replace_range(range.clone(), replacement);

    let quoted = matches!(scalar.style, ScalarStyle::Single | ScalarStyle::Double);
    let end = decoded.pieces.last().map_or(span.start + u32::from(quoted), |last| last.source.end);
    let (place, covered) = cover(&decoded.pieces, end, range.start as u32..range.end as u32);
    let before = &decoded.text[covered.start as usize..range.start];
    let after = &decoded.text[range.end..covered.end as usize];
    let written = scalar.spell([before, replacement, after].concat()).filter(|written| {
        let (head, tail) = ((place.start - span.start) as usize, (place.end - span.start) as usize);
        scalar.stands(&[&slice[..head], written, &slice[tail..]].concat(), head, &wanted)
    });
    match written {
        Some(written) => Some((place, written)),
        None => scalar.written_anew(&wanted).map(|written| (span, written)),
    }
}

/// A scalar that is to be changed.
struct Scalar<'t> {
    structure: Structure<'t>,
    span: Span,
    slice: &'t str,
    style: ScalarStyle,
    header: Option<Header>,
}

impl Scalar<'_> {
    /// `part` as this style writes it; `None` if it cannot.
    fn spell(&self, part: String) -> Option<String> {
        match self.style {
            ScalarStyle::Double => Some(escape_double(&part)),
            _ if !part.chars().all(is_printable) => None,
            ScalarStyle::Single => Some(part.replace('\'', "''")),
            ScalarStyle::Plain | ScalarStyle::Block => Some(part),
        }
    }

    /// Whether the source `candidate`, changed from byte `at` on, could stand here instead, and would have
    /// the value `wanted`.
    fn stands(&self, candidate: &str, at: usize, wanted: &str) -> bool {
        let stands = match self.header {
            Some(header) => block_stands(candidate, header),
            None => takes_text(self.slice, at) && !marks_a_document(candidate),
        };
        let found = || decode(candidate, self.span.start as usize, self.style, self.header);
        // Space at the ends of a block is a matter of its header.
        let same = |found: &str| found == wanted || (self.header.is_some() && found.trim() == wanted.trim());
        stands
            && (self.style != ScalarStyle::Plain || self.still_plain(wanted))
            && found().is_some_and(|found| same(&found.text))
    }

    /// Whether `wanted` may stand here without quotes.
    fn still_plain(&self, wanted: &str) -> bool {
        let line = wanted.replace('\n', " ");
        if !stands_plain(&line, false) {
            return false;
        }
        // Commas and brackets prove that the text stands in no brackets, and what it had already it may keep;
        // otherwise the file has to be asked, which for every edit would take too long.
        let special = |text: &str| text.chars().filter(|&c| is_flow_special(c)).count();
        self.slice.contains([',', '[', ']', '{', '}'])
            || (special(&line) <= special(self.slice)
                && line.chars().all(|c| !is_flow_special(c) || self.slice.contains(c)))
            || !self.structure.stands_in_flow(self.span.start)
    }

    /// The whole scalar in quotes; `None` for a block, which has no other way to be written in its place.
    fn written_anew(&self, wanted: &str) -> Option<String> {
        match self.style {
            ScalarStyle::Block => None,
            ScalarStyle::Double => Some(write_double(wanted)),
            ScalarStyle::Plain | ScalarStyle::Single => {
                Some(write_single(wanted).unwrap_or_else(|| write_double(wanted)))
            }
        }
    }
}

/// Whether the line of `slice` that has the byte `at` may have new text there. Where a line that is folded
/// begins with a quotation mark, that mark may stand further left than text may.
fn takes_text(slice: &str, at: usize) -> bool {
    let Some(line) = slice[..at].rfind('\n') else { return true };
    let text = slice[line + 1..].trim_start_matches([' ', '\t']);
    slice.len() - text.len() < at || !text.starts_with(['\'', '"', '\r', '\n'])
}

/// Whether a line after the first begins like the mark between documents.
fn marks_a_document(candidate: &str) -> bool {
    candidate.split('\n').skip(1).any(|line| line.starts_with("---") || line.starts_with("..."))
}

/// Whether a block's text still has the indentation that its header means.
fn block_stands(candidate: &str, header: Header) -> bool {
    let blank = |line: &str| line.trim_matches([' ', '\r']).is_empty();
    let indented = |line: &str| line.bytes().take_while(|&byte| byte == b' ').count() >= header.indent;
    let indentation_found = header.explicit || !candidate.starts_with([' ', '\t', '\r', '\n']);
    // The span was trimmed, so Chinese spaces may follow the last line.
    let (lines, last) = candidate.rsplit_once('\n').unwrap_or((candidate, ""));
    let marked = candidate.starts_with("---") || candidate.starts_with("...") || marks_a_document(candidate);
    indentation_found
        && !candidate.trim().is_empty()
        && lines.split('\n').skip(1).all(|line| blank(line) || indented(line))
        && (indented(last) || !candidate.contains('\n'))
        && !(header.indent == 0 && marked)
}
