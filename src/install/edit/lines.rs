//! Lines, columns and comments of a text.

use crate::source::yaml::{Document, NodeId};
use crate::source::{Comments, Span};

/// Where the line with the byte `at` begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// Where the text of the line with the byte `at` ends: before its line end.
pub(super) fn content_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    if text[at..end].ends_with('\r') { end - 1 } else { end }
}

/// Where the line with the byte `at` ends: behind its line end.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length + 1)
}

/// The line end of a text.
pub(super) fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// How deep the byte `at` stands on its line.
pub(super) fn column(text: &str, at: usize) -> usize {
    at - line_start(text, at)
}

/// `slice`, whose first line begins in column `from`, as it is written in column `to`: the lines behind the
/// first are moved, the first is as it was.
pub(super) fn moved(slice: &str, from: usize, to: usize, line_break: &str) -> String {
    let mut text = String::with_capacity(slice.len());
    for (number, line) in slice.lines().enumerate() {
        if number == 0 {
            text.push_str(line);
            continue;
        }
        text.push_str(line_break);
        let depth = line.len() - line.trim_start_matches(' ').len();
        let rest = &line[depth.min(from)..];
        if !rest.trim_matches([' ', '\t']).is_empty() {
            text.push_str(&" ".repeat(to));
            text.push_str(rest);
        }
    }
    text
}

/// Where the comment lines right above the line that begins at `line` begin.
pub(super) fn above(text: &str, line: usize) -> usize {
    let mut first = line;
    while first > 0 {
        let before = line_start(text, first - 1);
        if !text[before..first].trim_start().starts_with('#') {
            break;
        }
        first = before;
    }
    first
}

/// Comments inside `span`, each from its `#` on.
pub(super) fn comments_in(text: &str, span: Span) -> Vec<&str> {
    if !span.slice(text).contains('#') {
        return Vec::new();
    }
    let inside = |comment: &Span| span.start <= comment.start && comment.end <= span.end;
    let comments = Comments::of(text).comments.into_iter().map(|comment| comment.span);
    comments.filter(inside).map(|comment| comment.slice(text)).collect()
}

/// Comments as lines of their own in `column`.
pub(super) fn comment_lines<'t>(
    comments: impl IntoIterator<Item = &'t str>,
    column: usize,
    line_break: &str,
) -> String {
    let mut lines = String::new();
    for comment in comments {
        lines.push_str(&" ".repeat(column));
        lines.push_str(comment);
        lines.push_str(line_break);
    }
    lines
}

/// Where the lines of a pair of a mapping, or of an item, end; without the line end. `None` if the value stands
/// elsewhere (an alias).
pub(super) fn end_of(text: &str, document: &Document<'_>, start: usize, value: NodeId) -> Option<usize> {
    let span = document.node(value).span;
    let is_empty = span.start == span.end;
    if !is_empty && (span.start as usize) < start {
        return None;
    }
    Some(content_end(text, (span.end as usize).max(start)))
}
