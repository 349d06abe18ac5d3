//! YAML as a tree whose every node knows its place.
//!
//! Typed deserialisers stop at the first fault and forget where values stood. A knowledge base wants
//! the opposite: every fault at once, each with its place. So [`Document::parse`] turns parser events
//! into a flat table of nodes, and [`crate::model`] reads that table by hand.
//!
//! Hostile input costs no more than its size: nesting is limited, the table is built without recursion,
//! and an alias is a reference to the node it names, never a copy. What a full expansion would amount to
//! is computed on the way up, and a document that would explode is refused.

use std::borrow::Cow;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, StructureStyle};
use rustc_hash::FxHashMap;

use super::Span;

/// Collections may stand this deep inside each other; a knowledge base needs six.
const MAX_DEPTH: usize = 64;
/// A document whose aliases expand to more nodes than this, and to ten times its size, is refused.
const FREE_EXPANSION: u64 = 1_000_000;

/// A node's number in its [`Document`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NodeId(u32);

/// How a scalar is written in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes: `发货`.
    Plain,
    /// In `'…'` or `"…"`.
    Quoted,
    /// After `|` or `>`.
    Block,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content<'s> {
    /// A text, a number, a date: YAML's scalar, after escapes and folding.
    Scalar(Cow<'s, str>, Style),
    /// `[a, b]` or lines of `- a`.
    Sequence(Vec<NodeId>),
    /// `key: value` pairs in the order of the source. Keys are unique, see [`FaultKind::DuplicateKey`].
    Mapping(Vec<(NodeId, NodeId)>),
}

/// One node of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node<'s> {
    /// Where it stands. A scalar's span has its quotes; a block scalar's begins at its first text line.
    pub span: Span,
    /// What it holds.
    pub content: Content<'s>,
}

impl Node<'_> {
    /// Whether the node is YAML's null: nothing at all, `~` or `null` without quotes.
    pub fn is_null(&self) -> bool {
        matches!(&self.content, Content::Scalar(text, Style::Plain) if matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL"))
    }
}

/// A fault in the YAML itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: FaultKind,
}

/// What can be wrong with YAML before its meaning is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// The text is not YAML; the parser's words.
    Syntax(String),
    /// Collections nested deeper than the limit, which is given.
    TooDeep(usize),
    /// Aliases that would expand to this many nodes.
    AliasExplosion(u64),
    /// An alias inside the very node that it names.
    AliasLoop,
    /// `*name` without `&name` before it.
    UnknownAnchor(String),
    /// A key for the second time in one mapping; the first stands at the span given.
    DuplicateKey {
        /// The key.
        key: String,
        /// Where it stood first.
        first: Span,
    },
    /// A mapping or a list used as a key.
    ComplexKey,
    /// A second `---` document in one file.
    SecondDocument,
}

/// The tree of one YAML document.
#[derive(Debug, Clone, Default)]
pub struct Document<'s> {
    nodes: Vec<Node<'s>>,
    root: Option<NodeId>,
}

impl<'s> Document<'s> {
    /// Parse `text`. The tree is `None` where a fault makes it worthless; the other faults leave a tree
    /// that can be read on (a duplicate key keeps its first value).
    pub fn parse(text: &'s str) -> (Option<Self>, Vec<Fault>) {
        let mut builder = Builder::default();
        for event in events(text) {
            match event {
                Ok((event, place)) => {
                    if builder.take(event, place).is_err() {
                        return (None, builder.faults);
                    }
                }
                Err(fault) => {
                    builder.faults.push(fault);
                    return (None, builder.faults);
                }
            }
        }
        builder.finish()
    }

    /// The top node; `None` for a text of nothing but space and comments.
    pub fn root(&self) -> Option<NodeId> {
        self.root
    }

    /// The node with this number.
    ///
    /// # Panics
    /// If `id` comes from another document.
    pub fn node(&self, id: NodeId) -> &Node<'s> {
        &self.nodes[id.0 as usize]
    }

    /// The text of a scalar node.
    pub fn scalar(&self, id: NodeId) -> Option<&str> {
        match &self.node(id).content {
            Content::Scalar(text, _) => Some(text),
            _ => None,
        }
    }
}

/// The parser's events with their places, up to the first fault. Those who change a text read these
/// rather than the tree: an alias has its own place here, and brackets are told from dashes.
pub(super) fn events(text: &str) -> impl Iterator<Item = Result<(Event<'_>, Span), Fault>> {
    let options = granit_parser::options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        block_nesting_limit: MAX_DEPTH + 1,
        flow_nesting_limit: MAX_DEPTH + 1,
    };
    let mut parser = Parser::new_from_str_with_options(text, options);
    std::iter::from_fn(move || {
        let next = parser.next_event()?;
        Some(next.map_err(|error| scan_fault(text, &error)).map(|(event, span)| {
            let mut place = byte_span(text, &span);
            if let Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..) = event {
                // The parser's span runs on into the indentation of what follows.
                place.end = place.start + place.slice(text).trim_end().len() as u32;
            }
            (event, place)
        }))
    })
}

pub(super) fn byte_span(text: &str, span: &granit_parser::Span) -> Span {
    let range = span.byte_range().unwrap_or(0..0);
    let end = range.end.min(text.len());
    Span::new(range.start.min(end) as u32, end as u32)
}

fn scan_fault(text: &str, error: &ScanError) -> Fault {
    let start = error.marker().byte_offset().unwrap_or(0).min(text.len());
    let width = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let kind = match error.kind() {
        granit_parser::ErrorKind::RecursionLimitExceeded => FaultKind::TooDeep(MAX_DEPTH),
        _ => FaultKind::Syntax(error.info()),
    };
    Fault { span: Span::new(start as u32, (start + width) as u32), kind }
}

/// A collection that is still open.
struct Open {
    id: NodeId,
    anchor: usize,
    /// Whether it has brackets of its own; without, it ends where its last child ends.
    flow: bool,
    /// Full size so far, aliases expanded.
    size: u64,
    /// A mapping's key that waits for its value.
    key: Option<NodeId>,
}

/// Parsing cannot go on with a sensible tree.
struct Hopeless;

#[derive(Default)]
struct Builder<'s> {
    nodes: Vec<Node<'s>>,
    open: Vec<Open>,
    /// Finished anchored nodes with their expanded size; `None` while the node is still open.
    anchors: FxHashMap<usize, Option<(NodeId, u64)>>,
    documents: usize,
    root: Option<NodeId>,
    total: u64,
    faults: Vec<Fault>,
}

impl<'s> Builder<'s> {
    fn take(&mut self, event: Event<'s>, span: Span) -> Result<(), Hopeless> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    return self.hopeless(span, FaultKind::SecondDocument);
                }
            }
            Event::Scalar(text, style, anchor, _) => {
                let id = self.scalar(text, style, span);
                if anchor != 0 {
                    self.anchors.insert(anchor, Some((id, 1)));
                }
                self.place(id, 1);
            }
            Event::SequenceStart(style, anchor, _) => {
                self.begin(Content::Sequence(Vec::new()), style, anchor, span)?;
            }
            Event::MappingStart(style, anchor, _) => {
                self.begin(Content::Mapping(Vec::new()), style, anchor, span)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(anchor) => match self.anchors.get(&anchor) {
                Some(&Some((id, size))) => self.place(id, size),
                _ => self.stand_in(span, FaultKind::AliasLoop),
            },
            Event::UnresolvedAlias(name) => {
                self.stand_in(span, FaultKind::UnknownAnchor(name.into_owned()));
            }
            _ => {}
        }
        Ok(())
    }

    fn hopeless(&mut self, span: Span, kind: FaultKind) -> Result<(), Hopeless> {
        self.faults.push(Fault { span, kind });
        Err(Hopeless)
    }

    /// A null where an alias leads nowhere, so that the rest can still be read.
    fn stand_in(&mut self, span: Span, kind: FaultKind) {
        self.faults.push(Fault { span, kind });
        let id = self.add(span, Content::Scalar(Cow::Borrowed(""), Style::Plain));
        self.place(id, 1);
    }

    fn add(&mut self, span: Span, content: Content<'s>) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node { span, content });
        id
    }

    fn scalar(&mut self, text: Cow<'s, str>, style: ScalarStyle, mut span: Span) -> NodeId {
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
            ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
        };
        // The parser writes `~` for a value that is not there at all.
        let text = if span.start == span.end && style == Style::Plain { Cow::Borrowed("") } else { text };
        span.end = span.end.max(span.start);
        self.add(span, Content::Scalar(text, style))
    }

    fn begin(
        &mut self,
        content: Content<'s>,
        style: StructureStyle,
        anchor: usize,
        span: Span,
    ) -> Result<(), Hopeless> {
        if self.open.len() >= MAX_DEPTH {
            return self.hopeless(span, FaultKind::TooDeep(MAX_DEPTH));
        }
        let id = self.add(span, content);
        if anchor != 0 {
            self.anchors.insert(anchor, None);
        }
        self.open.push(Open { id, anchor, flow: style == StructureStyle::Flow, size: 1, key: None });
        Ok(())
    }

    fn end(&mut self, span: Span) {
        let Some(done) = self.open.pop() else { return };
        if done.anchor != 0 {
            self.anchors.insert(done.anchor, Some((done.id, done.size)));
        }
        let end = if done.flow { span.end } else { self.last_end(done.id) };
        let node = &mut self.nodes[done.id.0 as usize];
        node.span.end = end.max(node.span.start);
        if matches!(node.content, Content::Mapping(_)) {
            self.check_keys(done.id);
        }
        self.place(done.id, done.size);
    }

    fn last_end(&self, id: NodeId) -> u32 {
        let last = match &self.nodes[id.0 as usize].content {
            Content::Sequence(items) => items.last().copied(),
            Content::Mapping(pairs) => pairs.last().map(|&(_, value)| value),
            Content::Scalar(..) => None,
        };
        last.map_or(0, |child| self.nodes[child.0 as usize].span.end)
    }

    /// Hand a finished node to the collection that is open around it.
    fn place(&mut self, id: NodeId, size: u64) {
        let Some(parent) = self.open.last_mut() else {
            self.root = Some(id);
            self.total = size;
            return;
        };
        parent.size = parent.size.saturating_add(size);
        match &mut self.nodes[parent.id.0 as usize].content {
            Content::Sequence(items) => items.push(id),
            Content::Mapping(pairs) => match parent.key.take() {
                Some(key) => pairs.push((key, id)),
                None => parent.key = Some(id),
            },
            Content::Scalar(..) => {}
        }
    }

    /// Report keys that come twice or are no scalars, and drop those pairs.
    fn check_keys(&mut self, mapping: NodeId) {
        let Content::Mapping(pairs) = &mut self.nodes[mapping.0 as usize].content else { return };
        let pairs = std::mem::take(pairs);
        let mut kept: Vec<(NodeId, NodeId)> = Vec::with_capacity(pairs.len());
        let mut large: FxHashMap<&str, NodeId> = FxHashMap::default();
        let mut faults = Vec::new();
        for &(key, value) in &pairs {
            let node = &self.nodes[key.0 as usize];
            let Content::Scalar(text, _) = &node.content else {
                faults.push(Fault { span: node.span, kind: FaultKind::ComplexKey });
                continue;
            };
            // `<<` may come more than once: each merges another mapping.
            let first = if text == "<<" { None } else { large.get(text.as_ref()).copied() };
            if let Some(first) = first {
                let first = self.nodes[first.0 as usize].span;
                let kind = FaultKind::DuplicateKey { key: text.to_string(), first };
                faults.push(Fault { span: node.span, kind });
                continue;
            }
            large.insert(text, key);
            kept.push((key, value));
        }
        self.faults.extend(faults);
        self.nodes[mapping.0 as usize].content = Content::Mapping(kept);
    }

    fn finish(mut self) -> (Option<Document<'s>>, Vec<Fault>) {
        if self.total > FREE_EXPANSION && self.total > 10 * self.nodes.len() as u64 {
            let span = self.root.map_or(Span::at(0), |root| Span::at(self.nodes[root.0 as usize].span.start));
            self.faults.push(Fault { span, kind: FaultKind::AliasExplosion(self.total) });
            return (None, self.faults);
        }
        (Some(Document { nodes: self.nodes, root: self.root }), self.faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kinds(text: &str) -> Vec<FaultKind> {
        Document::parse(text).1.into_iter().map(|fault| fault.kind).collect()
    }

    /// Every scalar with the source text at its span, in the order of the source.
    fn scalars(text: &str) -> Vec<(String, &str)> {
        let (document, faults) = Document::parse(text);
        assert!(faults.is_empty(), "{faults:?}");
        let nodes = document.expect("document").nodes;
        nodes
            .iter()
            .filter_map(|node| match &node.content {
                Content::Scalar(value, _) => Some((value.to_string(), node.span.slice(text))),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn spans_are_right_under_chinese_emoji_quotes_and_blocks() {
        let text =
            "- 问题: 什么😀 # 注\n  双: \"a\\n吗\"\n  单: '说''好'\n  块: |\n    第一\n    第二\n  空:\n";
        let found = scalars(text);
        let wanted = [
            ("问题", "问题"),
            ("什么😀", "什么😀"),
            ("双", "双"),
            ("a\n吗", "\"a\\n吗\""),
            ("单", "单"),
            ("说'好", "'说''好'"),
            ("块", "块"),
        ];
        for ((value, source), (wanted_value, wanted_source)) in found.iter().zip(wanted) {
            assert_eq!((value.as_str(), *source), (wanted_value, wanted_source));
        }
        assert_eq!(found[7].0, "第一\n第二\n");
        assert!(found[7].1.starts_with("第一\n"));
        assert_eq!(found[9], (String::new(), ""));
    }

    #[test]
    fn a_collection_ends_where_its_last_child_ends() {
        let text = "- a: 1\n  b: 二\n\n# far away\n- c: 3\n";
        let (document, _) = Document::parse(text);
        let document = document.expect("document");
        let Content::Sequence(items) = &document.node(document.root().expect("root")).content else {
            panic!("a sequence")
        };
        let sources: Vec<_> = items.iter().map(|&item| document.node(item).span.slice(text)).collect();
        assert_eq!(sources, ["a: 1\n  b: 二", "c: 3"]);
    }

    #[test]
    fn aliases_share_and_bombs_are_refused() {
        let (document, faults) = Document::parse("a: &x [1, 2]\nb: *x\n");
        assert!(faults.is_empty());
        let document = document.expect("document");
        let Content::Mapping(pairs) = &document.node(document.root().expect("root")).content else {
            panic!("a mapping")
        };
        assert_eq!(pairs[0].1, pairs[1].1);

        let levels = (1..30).map(|level| {
            let before = vec![format!("*a{}", level - 1); 10].join(", ");
            format!("a{level}: &a{level} [{before}]\n")
        });
        let bomb: String =
            std::iter::once("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned()).chain(levels).collect();
        assert!(matches!(kinds(&bomb)[..], [FaultKind::AliasExplosion(_)]));
        assert_eq!(kinds("a: &x [*x]\n"), [FaultKind::AliasLoop]);
        assert_eq!(kinds("a: *nobody\n"), [FaultKind::UnknownAnchor("nobody".into())]);
    }

    #[test]
    fn deep_nesting_is_refused_not_followed() {
        for text in ["[".repeat(20_000), "- ".repeat(20_000), "{a: ".repeat(20_000)] {
            assert!(matches!(kinds(&text)[..], [FaultKind::TooDeep(_)]), "{:?}", kinds(&text));
        }
    }

    #[test]
    fn faults_do_not_hide_each_other() {
        let found = kinds("- a: 1\n  a: 2\n- b: 1\n  b: 2\n  ? [x]\n  : 3\n");
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(kinds("a: 1\n---\nb: 2\n"), [FaultKind::SecondDocument]);
    }

    proptest! {
        #[test]
        fn any_text_gives_spans_on_character_borders(text in "[ \\-:\\[\\]{}'\"|>&*#?!a1吗😀\\n\\t\u{301}]{0,60}") {
            let (document, faults) = Document::parse(&text);
            let spans = faults.iter().map(|fault| fault.span)
                .chain(document.iter().flat_map(|document| document.nodes.iter().map(|node| node.span)));
            for span in spans {
                prop_assert!(span.start <= span.end);
                prop_assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?}");
            }
        }
    }
}
