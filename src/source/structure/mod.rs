//! Edits of lists and mappings: an item taken out, a key put in, everything else as it was written.
//!
//! Dashes, commas and brackets are no nodes and have no spans. Where they stand follows from the parser's
//! events: between the end of one node and the beginning of the next there is nothing but white space,
//! comments, indicators, tags and anchors, and that can be read without knowing YAML's other rules.

mod append;
mod block;
mod find;
mod flow;
mod key;
mod properties;

#[cfg(test)]
mod tests;

pub use append::{ListStyle, NewItem, NewValue};
pub(super) use find::Parsed;
pub use properties::has_properties;

use std::sync::OnceLock;

use super::Span;

/// The structure of one text, for as many edits as are wanted: where the lines alone do not tell, the text is
/// parsed, and that once.
#[derive(Debug, Clone, Copy)]
pub struct Structure<'t> {
    text: &'t str,
    parsed: &'t OnceLock<Parsed>,
}

impl<'t> Structure<'t> {
    /// The structure of `text`; what is found out about it is kept in `parsed`, which is for this text alone.
    pub(super) fn new(text: &'t str, parsed: &'t OnceLock<Parsed>) -> Self {
        Self { text, parsed }
    }

    /// The text.
    pub fn text(self) -> &'t str {
        self.text
    }

    fn parsed(self) -> &'t Parsed {
        self.parsed.get_or_init(|| Parsed::of(self.text))
    }

    /// Whether the node that begins at `start` stands inside brackets.
    pub(super) fn stands_in_flow(self, start: u32) -> bool {
        self.parsed().stands_in_flow(start)
    }

    /// The edit that takes one item out of its list; see [`remove_list_item`].
    pub fn remove_list_item(self, item: Span) -> Option<(Span, String)> {
        if let Some(edit) = block::remove_line(self.text, item) {
            return Some(edit);
        }
        let (list, index) = self.parsed().list_with_item(item.start)?;
        let remove = if list.flow { flow::remove } else { block::remove };
        let (span, replacement) = remove(self.text, list, index)?;
        Some(with_comment(self.text, item, span, replacement))
    }

    /// The edit that writes a key before the others of a mapping; see [`insert_key_before`].
    pub fn insert_key_before(self, mapping: u32, key: &str, value: &str) -> Option<(Span, String)> {
        key::insert(self, mapping, key, value)
    }

    /// How the list is written that has the item whose node begins at `item`; `None` if no list has one there.
    /// The dashes of lines are told by how much deeper they stand than `keys`, the start of the mapping that
    /// the list is a value of.
    pub fn list_style(self, item: u32, keys: u32) -> Option<ListStyle> {
        let list = self.parsed().list_of(item)?;
        if list.flow {
            return Some(ListStyle::Brackets);
        }
        let dash = block::dash(self.text, list.items.first()?)?;
        let column = |at: usize| at - line_start(self.text, at);
        Some(ListStyle::Lines(column(dash).saturating_sub(column(keys as usize))))
    }

    /// The edit that writes `items` behind the last item of the list that has an item whose node begins at
    /// `item`. Lines stay lines and brackets stay brackets; the items of brackets get lines of their own if the
    /// last one has.
    ///
    /// `None` if no list has an item there, if something stands in the way, or if an item in brackets is to
    /// have a comment.
    pub fn append_items(self, item: u32, items: &[NewItem]) -> Option<(Span, String)> {
        append::append(self.text, self.parsed().list_of(item)?, items)
    }

    /// The edit that writes `items` into the empty brackets at `list`; `None` if there are none, or if an item
    /// is to have a comment.
    pub fn fill_list(self, list: Span, items: &[NewItem]) -> Option<(Span, String)> {
        append::fill(self.text, list, items)
    }

    /// The edit that gives `key` a list in brackets, where its value is nothing: an empty span or YAML's null.
    /// `None` if no colon follows the key, or if an item is to have a comment.
    pub fn give_list(self, key: Span, value: Span, items: &[NewItem]) -> Option<(Span, String)> {
        append::give(self.text, key, value, items)
    }

    /// The edit that writes `key` with a list of `items` into the mapping that begins at `mapping`, behind the
    /// pair whose value stands at `after`. In braces the list gets brackets whatever `style` says.
    ///
    /// `None` if the mapping's keys cannot be aligned, if something else follows behind that value, or if an item
    /// in brackets is to have a comment.
    pub fn insert_list(
        self,
        mapping: u32,
        after: Span,
        key: &str,
        items: &[NewItem],
        style: ListStyle,
    ) -> Option<(Span, String)> {
        append::insert(self, mapping, after, key, items, style)
    }

    /// The edit that takes out a comment: with its line if it has that to itself, else with the space before it.
    pub fn remove_comment(self, comment: Span) -> (Span, String) {
        append::remove_comment(self.text, comment)
    }
}

/// The edit that takes one item out of its list; `item` is the span of the item's node in
/// [`Document`](super::yaml::Document).
///
/// From a list of lines the item's lines go; from a list in brackets the item goes with a comma beside it, and
/// with its lines where it has them to itself. The last item that goes leaves `[]` behind. Comments stay,
/// one behind the item on a line of its own;
/// where they would become part of a block scalar above them, they move left to the dashes.
///
/// `None` if no list has an item there, if the item has an anchor that is used elsewhere, or if the text is
/// no YAML. An alias in a list has the span of what it names, so it cannot be taken out: that is `None` too,
/// as its anchor is in use.
///
/// Two such edits for one list may conflict, or leave a key without a list: apply one, then ask for the other.
/// Each call may parse `text`; whoever has many items to take out of one text asks its [`Structure`].
pub fn remove_list_item(text: &str, item: Span) -> Option<(Span, String)> {
    Structure::new(text, &OnceLock::new()).remove_list_item(item)
}

/// The edit that writes `key: value` before the first key of the mapping that begins at byte `mapping`, the
/// start of its node's span. Key and value are texts; they get quotes where they need them.
///
/// Lines become lines (`- question: …` becomes `- id: …` with the question below it) and brackets stay
/// brackets, with the line ends and the indentation the file has. `None` if no mapping can begin there, or
/// if what stands before it on its line cannot be indented alike.
pub fn insert_key_before(text: &str, mapping: u32, key: &str, value: &str) -> Option<(Span, String)> {
    Structure::new(text, &OnceLock::new()).insert_key_before(mapping, key, value)
}

/// The same edit, but where it would take out a whole line with a comment behind the item, the comment stays
/// on a line of its own: it may say more than the item did.
fn with_comment(text: &str, item: Span, span: Span, replacement: String) -> (Span, String) {
    let (start, end) = (span.start as usize, span.end as usize);
    let behind = text.get(item.end as usize..end).unwrap_or("").trim_start_matches([' ', '\t', ',']);
    let at_line_start = start == 0 || text.as_bytes()[start - 1] == b'\n';
    let whole = at_line_start && text[..end].ends_with('\n');
    if !replacement.is_empty() || !whole || !behind.starts_with('#') {
        return (span, replacement);
    }
    let line = &text[start..end];
    let indentation = &line[..line.len() - line.trim_start_matches(' ').len()];
    (span, format!("{indentation}{behind}"))
}

/// Where the line with the byte `at` begins.
fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |line_end| line_end + 1)
}

/// Where the text of the line with the byte `at` ends: before its line end.
fn content_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    if text[at..end].ends_with('\r') { end - 1 } else { end }
}

/// Where the line with the byte `at` ends: after its line end.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length + 1)
}

/// The line end of the line with the byte `at`, or of the text's first if that is its last.
fn line_break(text: &str, at: usize) -> &'static str {
    let end = content_end(text, at);
    let rest = if end < text.len() { &text[end..] } else { &text[content_end(text, 0)..] };
    if rest.starts_with('\r') { "\r\n" } else { "\n" }
}

/// Where the line goes on after a node's end at `at`, past white space and a comment: at something, or where
/// its text ends.
fn after_comment(text: &str, at: usize) -> usize {
    let end = content_end(text, at);
    let rest = text[at..end].trim_start();
    if rest.starts_with('#') { end } else { end - rest.len() }
}

/// A word between two nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Word {
    start: usize,
    end: usize,
    /// Whether it is no word but a whole comment.
    comment: bool,
}

/// What stands between two nodes: indicators, tags, anchors, block headers and comments.
fn words(text: &str, start: usize, end: usize) -> Vec<Word> {
    let mut found = Vec::new();
    let mut at = start;
    while at < end {
        let rest = &text[at..end];
        let blank = rest.len() - rest.trim_start().len();
        if blank > 0 {
            at += blank;
            continue;
        }
        let comment = rest.starts_with('#');
        let length = if comment {
            content_end(text, at).min(end) - at
        } else if rest.starts_with(',') {
            // A comma needs no space around it.
            1
        } else {
            rest.find([' ', '\t', '\r', '\n', ',']).unwrap_or(rest.len())
        };
        found.push(Word { start: at, end: at + length, comment });
        at += length;
    }
    found
}

/// Whether there is a comment between two nodes.
fn has_comment(text: &str, start: usize, end: usize) -> bool {
    words(text, start, end).iter().any(|word| word.comment)
}
