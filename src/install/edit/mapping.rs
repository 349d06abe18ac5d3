//! The keys of one mapping brought to what is wanted: those that stay keep their lines, comments and order.

use super::entries::Source;
use super::lines::{
    column, comment_lines, comments_in, content_end, end_of, line_break, line_end, line_start, moved,
};
use super::list;
use crate::source::Span;
use crate::source::yaml::{Content, Document, NodeId};

/// A key that the mapping is to have.
#[derive(Debug, Clone)]
pub(in crate::install) struct Wanted<'p> {
    pub(in crate::install) key: String,
    pub(in crate::install) written: Written<'p>,
}

/// How a key and its value are written.
#[derive(Debug, Clone)]
pub(in crate::install) enum Written<'p> {
    /// As they stand in the mapping.
    Here,
    /// As they stand in a mapping elsewhere.
    There { source: Source<'p>, key: NodeId, value: NodeId },
    /// As this line.
    Line(String),
}

/// A pair of the mapping that is edited.
struct Pair {
    key: String,
    nodes: (NodeId, NodeId),
    /// The lines between the pair before and this one: comments, empty lines.
    above: std::ops::Range<usize>,
    start: usize,
    /// Where its last line ends, without the line end.
    end: usize,
}

/// What is written in the end.
#[derive(Default)]
struct Chunk {
    key: String,
    /// Whole lines.
    above: String,
    body: String,
}

/// The edit after which the mapping of lines at `node` has the keys of `wanted` and no others. Keys that were
/// there keep their order; new ones come behind those before them in `wanted`.
pub(in crate::install) fn rewrite(
    text: &str,
    document: &Document<'_>,
    node: NodeId,
    wanted: &[Wanted<'_>],
) -> Option<(Span, String)> {
    let pairs = pairs(text, document, node)?;
    let (first, last) = (pairs.first()?, pairs.last()?);
    let indentation = column(text, first.start);
    let line_break = line_break(text);
    let mut chunks: Vec<Chunk> = Vec::new();
    // Comments of keys that went, for the key that follows.
    let mut carried = String::new();
    for pair in &pairs {
        let above = &text[pair.above.clone()];
        let span = Span::new(pair.start as u32, pair.end as u32);
        let Some(wanted) = wanted.iter().find(|wanted| wanted.key == pair.key) else {
            carried += above;
            carried += &comment_lines(comments_in(text, span), indentation, line_break);
            continue;
        };
        let mut above = std::mem::take(&mut carried) + above;
        let body = match &wanted.written {
            Written::Here => span.slice(text).to_owned(),
            Written::Line(line) => line.clone(),
            Written::There { source, key, value } => {
                let here = list::Lines::of(text, document, pair.nodes);
                let merged = here.and_then(|here| here.merged(*source, *value, line_break));
                merged.unwrap_or_else(|| pair_text(*source, *key, *value, indentation, line_break))
            }
        };
        let lost = comments_in(text, span).into_iter().filter(|comment| !body.contains(comment));
        above += &comment_lines(lost, indentation, line_break);
        chunks.push(Chunk { key: pair.key.clone(), above, body });
    }
    let mut before: Option<&str> = None;
    for wanted in wanted {
        let is_there = chunks.iter().any(|chunk| chunk.key == wanted.key);
        let body = match &wanted.written {
            _ if is_there => None,
            Written::Here => None,
            Written::Line(line) => Some(line.clone()),
            Written::There { source, key, value } => {
                Some(pair_text(*source, *key, *value, indentation, line_break))
            }
        };
        if let Some(body) = body {
            let at = chunks.iter().position(|chunk| Some(chunk.key.as_str()) == before);
            let chunk = Chunk { key: wanted.key.clone(), above: String::new(), body };
            chunks.insert(at.map_or(0, |at| at + 1), chunk);
        }
        before = Some(&wanted.key);
    }
    let written = written(&chunks, &carried, indentation, line_break)?;
    Some((Span::new(first.start as u32, last.end as u32), written))
}

fn written(chunks: &[Chunk], carried: &str, indentation: usize, line_break: &str) -> Option<String> {
    let (first, rest) = chunks.split_first()?;
    let mut written = first.body.clone();
    // The first key stands behind a dash, or at the top: what was above it comes below.
    let mut add = |lines: &str| {
        if !lines.is_empty() {
            written.push_str(line_break);
            written.push_str(lines.strip_suffix(line_break).unwrap_or(lines));
        }
    };
    add(&first.above);
    for chunk in rest {
        add(&format!("{}{}{}", chunk.above, " ".repeat(indentation), chunk.body));
    }
    add(carried);
    Some(written)
}

/// The pairs of a mapping whose keys begin lines one below the other.
fn pairs(text: &str, document: &Document<'_>, node: NodeId) -> Option<Vec<Pair>> {
    let Content::Mapping(nodes) = &document.node(node).content else { return None };
    let mut pairs: Vec<Pair> = Vec::with_capacity(nodes.len());
    let mut depth = None;
    for &(key, value) in nodes {
        let span = document.node(key).span;
        let start = span.start as usize;
        let line = line_start(text, start);
        let above = match pairs.last() {
            None => start..start,
            Some(before) => {
                let end = line_end(text, before.end);
                let is_below = end <= line && text[line..start].bytes().all(|byte| byte == b' ');
                if !is_below {
                    return None;
                }
                end..line
            }
        };
        if text.as_bytes().get(document.node(node).span.start as usize) == Some(&b'{')
            || *depth.get_or_insert(start - line) != start - line
        {
            return None;
        }
        let end = end_of(text, document, span.end as usize, value)?;
        let key_text = document.scalar(key)?.to_owned();
        pairs.push(Pair { key: key_text, nodes: (key, value), above, start, end });
    }
    Some(pairs)
}

/// A key and its value out of another text, for column `to`. The first line has no indentation.
pub(super) fn pair_text(
    source: Source<'_>,
    key: NodeId,
    value: NodeId,
    to: usize,
    line_break: &str,
) -> String {
    let (text, document) = (source.text, source.document);
    let key = document.node(key).span;
    let start = key.start as usize;
    let end = (document.node(value).span.end as usize).max(key.end as usize);
    // What follows on the line is a comment, or the rest of a mapping in braces.
    let rest = &text[end..content_end(text, end)];
    let is_own =
        matches!(rest.trim_start().trim_start_matches(':').trim_start().chars().next(), None | Some('#'));
    let end = if is_own { content_end(text, end) } else { end };
    moved(&text[start..end], column(text, start), to, line_break)
}
