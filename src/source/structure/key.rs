//! A key put before the others of a mapping.

use super::{Structure, after_comment, line_break, line_start};
use crate::source::Span;
use crate::source::scalar::write_scalar;

/// The edit of [`insert_key_before`](super::insert_key_before).
pub(super) fn insert(
    structure: Structure<'_>,
    mapping: u32,
    key: &str,
    value: &str,
) -> Option<(Span, String)> {
    let text = structure.text;
    let at = mapping as usize;
    let rest = text.get(at..)?;
    if rest.starts_with('{') {
        return insert_in_brackets(text, at, key, value);
    }
    let before = &text[line_start(text, at)..at];
    // Whatever has a dash before it on its line stands in no brackets.
    let fits = before.bytes().all(|byte| matches!(byte, b' ' | b'-' | b'?' | b':'));
    if rest.is_empty() || !fits || (before.trim().is_empty() && structure.stands_in_flow(mapping)) {
        return None;
    }
    let pair = pair(key, value, false);
    Some((Span::at(mapping), format!("{pair}{}{}", line_break(text, at), " ".repeat(before.len()))))
}

fn insert_in_brackets(text: &str, open: usize, key: &str, value: &str) -> Option<(Span, String)> {
    let pair = pair(key, value, true);
    let mut first = open + 1;
    loop {
        let rest = &text[first..];
        first += rest.len() - rest.trim_start().len();
        if !text[first..].starts_with('#') {
            break;
        }
        first = after_comment(text, first);
    }
    let next = text[first..].chars().next()?;
    if next == '}' {
        return Some((Span::at(open as u32 + 1), pair));
    }
    let indentation = &text[line_start(text, first)..first];
    let inserted = if indentation.trim().is_empty() && line_start(text, first) > open {
        format!("{pair},{}{indentation}", line_break(text, first))
    } else {
        format!("{pair}, ")
    };
    Some((Span::at(first as u32), inserted))
}

fn pair(key: &str, value: &str, in_flow: bool) -> String {
    format!("{}: {}", write_scalar(key, in_flow), write_scalar(value, in_flow))
}
