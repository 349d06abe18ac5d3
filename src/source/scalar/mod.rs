//! What stands between a scalar's value and the characters that spell it.
//!
//! The tree of [`yaml`](super::yaml) gives values and spans, and a value of `说''好` or of two folded lines
//! is not the text at its span. Whoever wants to point at a word of a value, or to change it and nothing
//! else, needs to know which bytes spell it: that is a [`ScalarMap`]. Nothing here guesses: a source that
//! does not spell the value to the letter gives `None`, and the caller falls back on the whole span.

mod decode;
mod map;
mod replace;
mod write;

#[cfg(test)]
mod tests;

pub use map::ScalarMap;
pub use replace::replace_in_scalar;
pub use write::write_scalar;

use super::Span;

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScalarStyle {
    /// Without quotes, on one line or several.
    Plain,
    /// In `'…'`.
    Single,
    /// In `"…"`.
    Double,
    /// After `|` or `>`.
    Block,
}

/// How the scalar at `span` of `text` is written. `span` is that of a scalar's node in
/// [`Document`](super::yaml::Document).
pub fn scalar_style(text: &str, span: Span) -> ScalarStyle {
    // A block may begin with a quotation mark of its own.
    if block_header(text, span).is_some() {
        return ScalarStyle::Block;
    }
    match span.slice(text).as_bytes() {
        [b'\'', .., b'\''] => ScalarStyle::Single,
        [b'"', .., b'"'] => ScalarStyle::Double,
        _ => ScalarStyle::Plain,
    }
}

/// What the header of a block scalar says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Header {
    /// `>` rather than `|`.
    folded: bool,
    /// Whether the indentation is given as a digit.
    explicit: bool,
    /// How far the text is indented, in bytes, which are all spaces.
    indent: usize,
}

/// The header before a block scalar's first text line; `None` if `span` is no block scalar.
fn block_header(text: &str, span: Span) -> Option<Header> {
    let before = text.get(..span.start as usize)?;
    // A line may be a megabyte long, so it is not searched for its beginning.
    let line = before.trim_end_matches(' ').len();
    let indent = before.len() - line;
    if !before[..line].ends_with('\n') {
        return None;
    }
    let above = before[..line].trim_end_matches([' ', '\t', '\r', '\n']);
    let above = above.get(above.rfind('\n').map_or(0, |at| at + 1)..)?;
    let (folded, explicit, parent) = header_at_the_end(above)?;
    // What is not deeper than its parent is a node of its own.
    parent.is_none_or(|parent| indent > parent).then_some(Header { folded, explicit, indent })
}

/// Reads a line that ends with a block scalar's header: whether it folds, whether it gives the indentation,
/// and the column of the dash or key it belongs to, if that is on the same line.
fn header_at_the_end(line: &str) -> Option<(bool, bool, Option<usize>)> {
    let mut rest = line.trim_start_matches(' ');
    let column = |rest: &str| line.len() - rest.len();
    let mut parent = None;
    if let Some(after) = rest.strip_prefix("---").filter(|after| after.starts_with([' ', '\t'])) {
        rest = after.trim_start_matches([' ', '\t']);
    }
    while rest.len() > 1 && rest.starts_with(['-', '?', ':']) && rest[1..].starts_with([' ', '\t']) {
        parent = Some(column(rest));
        rest = rest[1..].trim_start_matches([' ', '\t']);
    }
    if rest.starts_with('#') {
        return None;
    }
    let key = rest;
    rest = without_properties(rest);
    if !rest.starts_with(['|', '>'])
        && let Some(after) = after_key(rest)
    {
        parent = Some(column(key));
        rest = without_properties(after);
    }
    let folded = rest.starts_with('>');
    let rest = rest.strip_prefix(['|', '>'])?;
    let (indicators, after) = rest.split_at(rest.find([' ', '\t']).unwrap_or(rest.len()));
    let after = after.trim_start_matches([' ', '\t']);
    let sound =
        indicators.len() <= 2 && indicators.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'1'..=b'9'));
    let explicit = indicators.bytes().any(|byte| byte.is_ascii_digit());
    (sound && (after.is_empty() || after.starts_with('#'))).then_some((folded, explicit, parent))
}

/// `rest` without the tags and anchors at its beginning.
fn without_properties(mut rest: &str) -> &str {
    while rest.starts_with(['&', '!']) {
        let end = rest.find([' ', '\t']).unwrap_or(rest.len());
        rest = rest[end..].trim_start_matches([' ', '\t']);
    }
    rest
}

/// What follows `key: ` in a line that begins with it.
fn after_key(rest: &str) -> Option<&str> {
    let mut search = 0;
    if let Some(quote @ (b'"' | b'\'')) = rest.bytes().next() {
        let mut escaped = false;
        // A doubled single quote ends one stretch and begins the next, which comes to the same.
        let end = rest.bytes().skip(1).position(|byte| {
            let ends = byte == quote && !escaped;
            escaped = quote == b'"' && byte == b'\\' && !escaped;
            ends
        })?;
        search = end + 2;
    }
    let colon = rest[search..].match_indices(':').map(|(at, _)| search + at).find(|&at| {
        let after = &rest[at + 1..];
        after.starts_with([' ', '\t'])
    })?;
    (!rest[search..colon].contains(" #")).then(|| rest[colon + 1..].trim_start_matches([' ', '\t']))
}
