//! Where lists and their items stand, from the parser's events.

use granit_parser::{Event, ScalarStyle, StructureStyle};
use rustc_hash::FxHashSet;

use crate::source::Span;
use crate::source::yaml::events;

/// A list as it is written.
#[derive(Debug, Default)]
pub(super) struct List {
    /// In brackets.
    pub(super) flow: bool,
    /// From bracket to bracket; means nothing for a list of lines.
    pub(super) brackets: Span,
    /// In the order of the source.
    pub(super) items: Vec<Item>,
}

/// An item of a list. An alias has its own place here, not that of what it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    /// Where the node or bracket before it ends; its dash or comma, tag and anchor come after that.
    pub(super) before: u32,
    /// Where the node begins.
    pub(super) start: u32,
    /// Where its last node or bracket ends.
    pub(super) end: u32,
    /// Whether the text before it is a block scalar, to which deep comments would belong.
    pub(super) after_block: bool,
}

/// The list with an item that begins at `start`, and the item's index. `None` if there is none, or if an
/// anchor in the item is used outside of it.
pub(super) fn list_with_item(text: &str, start: u32) -> Option<(List, usize)> {
    let mut search = Search { start, ..Search::default() };
    for event in events(text) {
        let (event, span) = event.ok()?;
        match event {
            Event::DocumentStart(true, _) => search.before = span.end,
            Event::Scalar(_, style, anchor, _) => {
                search.begin(span, anchor);
                search.end(span.end);
                search.after_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
            }
            Event::Alias(anchor) => {
                if !search.inside() && search.anchors.contains(&anchor) {
                    return None;
                }
                search.begin(span, 0);
                search.end(span.end);
            }
            Event::UnresolvedAlias(_) => {
                search.begin(span, 0);
                search.end(span.end);
            }
            Event::SequenceStart(style, anchor, _) => {
                search.begin(span, anchor);
                let flow = style == StructureStyle::Flow;
                search.open(Some(List { flow, brackets: span, items: Vec::new() }), span);
            }
            Event::MappingStart(_, anchor, _) => {
                search.begin(span, anchor);
                search.open(None, span);
            }
            Event::SequenceEnd | Event::MappingEnd => search.close(span)?,
            _ => {}
        }
        if search.found.is_some() && search.anchors.is_empty() {
            break;
        }
    }
    search.found
}

/// A collection that is still open.
struct Open {
    /// `None` for a mapping.
    list: Option<List>,
    /// The index of the item that is sought, if it is one of this list.
    wanted: Option<usize>,
}

#[derive(Default)]
struct Search {
    start: u32,
    open: Vec<Open>,
    found: Option<(List, usize)>,
    /// How many collections were open when the item began, while it lasts.
    item_depth: Option<usize>,
    /// The item's anchors.
    anchors: FxHashSet<usize>,
    /// Where the last node or bracket ended.
    before: u32,
    /// Whether that was a block scalar.
    after_block: bool,
}

impl Search {
    fn inside(&self) -> bool {
        self.item_depth.is_some()
    }

    /// A node begins; if the innermost open collection is a list, it is an item of it.
    fn begin(&mut self, span: Span, anchor: usize) {
        let depth = self.open.len();
        if let Some(Open { list: Some(list), wanted }) = self.open.last_mut() {
            if span.start == self.start && wanted.is_none() {
                *wanted = Some(list.items.len());
                self.item_depth = Some(depth);
            }
            let (before, after_block) = (self.before, self.after_block);
            list.items.push(Item { before, start: span.start, end: span.end, after_block });
        }
        self.after_block &= span.start == span.end;
        if self.inside() && anchor != 0 {
            self.anchors.insert(anchor);
        }
    }

    fn open(&mut self, list: Option<List>, span: Span) {
        self.open.push(Open { list, wanted: None });
        // Without a bracket, the list's dash or the mapping's key is still to come.
        if span.start < span.end {
            self.before = self.before.max(span.end);
        }
    }

    fn close(&mut self, span: Span) -> Option<()> {
        let Open { list, wanted } = self.open.pop()?;
        if let (Some(mut list), Some(index)) = (list, wanted) {
            list.brackets.end = span.end;
            self.found = Some((list, index));
        }
        // The end of a collection without brackets is wherever the parser noticed it, and is empty.
        self.end(if span.start < span.end { span.end } else { 0 });
        Some(())
    }

    /// A node has ended, at `end` if that is known.
    fn end(&mut self, end: u32) {
        self.before = self.before.max(end);
        if self.item_depth == Some(self.open.len()) {
            self.item_depth = None;
        }
        if let Some(Open { list: Some(list), .. }) = self.open.last_mut()
            && let Some(item) = list.items.last_mut()
        {
            item.end = item.start.max(self.before);
        }
    }
}

/// Whether the node that begins at `start` stands inside brackets.
pub(in crate::source) fn stands_in_flow(text: &str, start: u32) -> bool {
    let mut open = Vec::new();
    for event in events(text) {
        let Ok((event, span)) = event else { return false };
        let begins = matches!(
            event,
            Event::Scalar(..) | Event::Alias(_) | Event::SequenceStart(..) | Event::MappingStart(..)
        );
        if begins && span.start >= start {
            break;
        }
        match event {
            Event::SequenceStart(style, ..) | Event::MappingStart(style, ..) => {
                open.push(style == StructureStyle::Flow);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                open.pop();
            }
            _ => {}
        }
    }
    open.contains(&true)
}
