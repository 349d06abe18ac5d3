//! Where lists and their items stand, from the parser's events.

use granit_parser::{Event, ScalarStyle, StructureStyle};
use rustc_hash::FxHashMap;

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
    /// The number of the parser's event that begins it.
    first_event: u32,
    /// The number of the one that ends it.
    last_event: u32,
}

/// Everything that edits ask of a text's structure, from one pass over it.
#[derive(Debug, Default)]
pub(in crate::source) struct Parsed {
    /// The lists that are closed, inner before outer ones.
    lists: Vec<List>,
    /// By the start of an item: its list and its index there.
    items: FxHashMap<u32, (u32, u32)>,
    /// In the order of the text.
    anchors: Vec<Anchor>,
    /// From bracket to bracket what stands in no other brackets, in the order of the text.
    brackets: Vec<Span>,
    /// Whether the text has a fault, so that nobody knows what comes behind it.
    faulty: bool,
}

/// A node's anchor.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    /// The number of the event that has it.
    event: u32,
    /// The number of the last alias of it; its own if there is none.
    last_use: u32,
}

impl Parsed {
    pub(super) fn of(text: &str) -> Self {
        let mut pass = Pass::default();
        for event in events(text) {
            let Ok((event, span)) = event else {
                pass.parsed.faulty = true;
                break;
            };
            pass.event += 1;
            pass.take(&event, span);
        }
        if pass.brackets_open > 0
            && let Some(last) = pass.parsed.brackets.last_mut()
        {
            last.end = text.len() as u32;
        }
        pass.parsed
    }

    /// The list with an item that begins at `start`, and the item's index. `None` if there is none, or if an
    /// anchor in the item is used outside of it, or may be.
    pub(super) fn list_with_item(&self, start: u32) -> Option<(&List, usize)> {
        let &(list, index) = self.items.get(&start)?;
        let (list, index) = (&self.lists[list as usize], index as usize);
        let item = list.items[index];
        let inside = self.anchors.partition_point(|anchor| anchor.event < item.first_event);
        let mut anchors =
            self.anchors[inside..].iter().take_while(|anchor| anchor.event <= item.last_event).peekable();
        let unknown = self.faulty && anchors.peek().is_some();
        let used = anchors.any(|anchor| anchor.last_use > item.last_event);
        (!unknown && !used).then_some((list, index))
    }

    /// The list with an item that begins at `start`.
    pub(super) fn list_of(&self, start: u32) -> Option<&List> {
        let &(list, _) = self.items.get(&start)?;
        self.lists.get(list as usize)
    }

    /// Whether the node that begins at `start` stands inside brackets.
    pub(super) fn stands_in_flow(&self, start: u32) -> bool {
        let after = self.brackets.partition_point(|brackets| brackets.start < start);
        self.brackets[..after].last().is_some_and(|brackets| start < brackets.end)
    }
}

/// A collection that is still open.
struct Open {
    /// `None` for a mapping.
    list: Option<List>,
    flow: bool,
}

/// The pass over the events.
#[derive(Default)]
struct Pass {
    parsed: Parsed,
    /// How many events there were.
    event: u32,
    open: Vec<Open>,
    /// How many of the open collections stand in brackets.
    brackets_open: usize,
    /// By the parser's number of an anchor, its index among the anchors.
    numbers: FxHashMap<usize, usize>,
    /// Where the last node or bracket ended.
    before: u32,
    /// Whether that was a block scalar.
    after_block: bool,
}

impl Pass {
    fn take(&mut self, event: &Event<'_>, span: Span) {
        match *event {
            Event::DocumentStart(true, _) => self.before = span.end,
            Event::Scalar(_, style, anchor, _) => {
                self.begin(span, anchor);
                self.end(span.end);
                self.after_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
            }
            Event::Alias(anchor) => {
                if let Some(&number) = self.numbers.get(&anchor) {
                    self.parsed.anchors[number].last_use = self.event;
                }
                self.begin(span, 0);
                self.end(span.end);
            }
            Event::UnresolvedAlias(_) => {
                self.begin(span, 0);
                self.end(span.end);
            }
            Event::SequenceStart(style, anchor, _) => {
                self.begin(span, anchor);
                let flow = style == StructureStyle::Flow;
                self.open(Some(List { flow, brackets: span, items: Vec::new() }), flow, span);
            }
            Event::MappingStart(style, anchor, _) => {
                self.begin(span, anchor);
                self.open(None, style == StructureStyle::Flow, span);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            _ => {}
        }
    }

    /// A node begins; if the innermost open collection is a list, it is an item of it.
    fn begin(&mut self, span: Span, anchor: usize) {
        if let Some(Open { list: Some(list), .. }) = self.open.last_mut() {
            list.items.push(Item {
                before: self.before,
                start: span.start,
                end: span.end,
                after_block: self.after_block,
                first_event: self.event,
                last_event: self.event,
            });
        }
        self.after_block &= span.start == span.end;
        if anchor != 0 {
            self.numbers.insert(anchor, self.parsed.anchors.len());
            self.parsed.anchors.push(Anchor { event: self.event, last_use: self.event });
        }
    }

    fn open(&mut self, list: Option<List>, flow: bool, span: Span) {
        if flow && self.brackets_open == 0 {
            self.parsed.brackets.push(span);
        }
        self.brackets_open += usize::from(flow);
        self.open.push(Open { list, flow });
        // Without a bracket, the list's dash or the mapping's key is still to come.
        if span.start < span.end {
            self.before = self.before.max(span.end);
        }
    }

    fn close(&mut self, span: Span) {
        let Some(Open { list, flow }) = self.open.pop() else { return };
        self.brackets_open -= usize::from(flow);
        if flow
            && self.brackets_open == 0
            && let Some(last) = self.parsed.brackets.last_mut()
        {
            last.end = span.end;
        }
        if let Some(mut list) = list {
            list.brackets.end = span.end;
            let number = self.parsed.lists.len() as u32;
            for (index, item) in (0..).zip(&list.items) {
                self.parsed.items.entry(item.start).or_insert((number, index));
            }
            self.parsed.lists.push(list);
        }
        // The end of a collection without brackets is wherever the parser noticed it, and is empty.
        self.end(if span.start < span.end { span.end } else { 0 });
    }

    /// A node has ended, at `end` if that is known.
    fn end(&mut self, end: u32) {
        self.before = self.before.max(end);
        if let Some(Open { list: Some(list), .. }) = self.open.last_mut()
            && let Some(item) = list.items.last_mut()
        {
            item.end = item.start.max(self.before);
            item.last_event = self.event;
        }
    }
}
