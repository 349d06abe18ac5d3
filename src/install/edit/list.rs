//! A list of lines brought to the items of another: items that stay keep their lines and comments.

use super::entries::Source;
use super::lines::{above, column, comments_in, content_end, line_end, line_start, moved};
use crate::install::fingerprint;
use crate::source::Span;
use crate::source::yaml::{Content, Document, NodeId};

/// A key with a list of lines below it.
pub(super) struct Lines<'t> {
    text: &'t str,
    /// The line of the key, from the key on.
    head: &'t str,
    items: Vec<Item>,
    /// What stands before an item's dash.
    indentation: &'t str,
}

struct Item {
    fingerprint: String,
    /// Its lines and the comments above it, from the beginning of a line.
    span: Span,
}

impl<'t> Lines<'t> {
    /// The list of a pair, if it is written in lines.
    pub(super) fn of(text: &'t str, document: &Document<'_>, (key, value): (NodeId, NodeId)) -> Option<Self> {
        let Content::Sequence(nodes) = &document.node(value).content else { return None };
        let key = document.node(key).span;
        let head = &text[key.start as usize..content_end(text, key.end as usize)];
        let mut next = line_end(text, key.end as usize);
        let mut indentation = None;
        let mut items = Vec::with_capacity(nodes.len());
        for &node in nodes {
            let span = document.node(node).span;
            let (start, end) = (span.start as usize, span.end as usize);
            let line = line_start(text, start);
            if start == end || line < next {
                return None;
            }
            let before = text[line..start].trim_end_matches(' ').strip_suffix('-')?;
            if !before.bytes().all(|byte| byte == b' ') || *indentation.get_or_insert(before) != before {
                return None;
            }
            let end = content_end(text, end);
            items.push(Item {
                fingerprint: fingerprint::of_value(document, node),
                span: Span::new(next as u32, end as u32),
            });
            next = line_end(text, end);
        }
        Some(Self { text, head, items, indentation: indentation? })
    }

    /// The pair with the items of the list at `value` of `source`, from the key on. New items bring the comments
    /// above them. Comments of items that go stay: above the item that has them in `source`, else above all.
    pub(super) fn merged(&self, source: Source<'_>, value: NodeId, line_break: &str) -> Option<String> {
        let (text, document) = (source.text, source.document);
        let Content::Sequence(nodes) = &document.node(value).content else { return None };
        let list = document.node(value).span;
        let mut left: Vec<Option<&Item>> = self.items.iter().map(Some).collect();
        let same: Vec<Option<&Item>> = nodes
            .iter()
            .map(|&node| {
                let wanted = fingerprint::of_value(document, node);
                let is_same = |item: &&mut Option<&Item>| item.is_some_and(|item| item.fingerprint == wanted);
                left.iter_mut().find(is_same).and_then(Option::take)
            })
            .collect();
        let gone = left.into_iter().flatten();
        let mut gone: Vec<&str> = gone.flat_map(|item| comments_in(self.text, item.span)).collect();
        let mut lines: Vec<String> = Vec::with_capacity(nodes.len());
        // A number sign inside the item before is no comment.
        let mut behind_last = 0;
        for (&node, same) in nodes.iter().zip(same) {
            let span = document.node(node).span;
            if same.is_none() && (span.start < list.start || span.start == span.end) {
                return None;
            }
            let (start, depth) = (span.start as usize, self.indentation.len());
            let line = line_start(text, start);
            let first = above(text, line).max(behind_last).min(line);
            behind_last = span.end as usize;
            for comment in text[first..line].lines().map(str::trim).filter(|comment| !comment.is_empty()) {
                if same.is_some_and(|item| item.span.slice(self.text).contains(comment)) {
                    continue;
                }
                let moves = gone.iter().position(|&left| left == comment).map(|at| gone.remove(at)).is_some();
                if moves || same.is_none() {
                    lines.push(format!("{}{comment}", self.indentation));
                }
            }
            lines.push(if let Some(item) = same {
                item.span.slice(self.text).to_owned()
            } else {
                let item = moved(span.slice(text), column(text, start), depth + 2, line_break);
                format!("{}- {item}", self.indentation)
            });
        }
        let mut merged = self.head.to_owned();
        let kept = gone.into_iter().map(|comment| format!("{}{comment}", self.indentation));
        for line in kept.chain(lines) {
            merged.push_str(line_break);
            merged.push_str(&line);
        }
        Some(merged)
    }
}
