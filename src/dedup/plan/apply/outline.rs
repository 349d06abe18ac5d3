//! The tree of a file, as far as a plan has to find its way in it.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::outcome::ListKey;
use crate::source::yaml::{Content, Document, NodeId};
use crate::source::{ListStyle, SourceFile, Span};

/// A step from a collection to what is in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Item(usize),
    Key(&'static str),
}

/// The way from the top of a file to a node.
pub(super) type Path = Vec<Step>;

/// The node one step below `node`.
pub(super) fn step_down(document: &Document<'_>, node: NodeId, step: &Step) -> Option<NodeId> {
    match (&document.node(node).content, step) {
        (Content::Sequence(items), Step::Item(at)) => items.get(*at).copied(),
        (Content::Mapping(pairs), Step::Key(key)) => {
            pairs.iter().find(|&&(name, _)| document.scalar(name) == Some(*key)).map(|&(_, value)| value)
        }
        _ => None,
    }
}

/// The tree of a file, with what a placer asks of it.
pub(super) struct Outline<'k> {
    pub(super) document: Document<'k>,
    /// How often each node is used.
    uses: FxHashMap<NodeId, u32>,
    /// The way to the list of entries.
    pub(super) list: Path,
    /// The entries by their spans.
    pub(super) entries: FxHashMap<Span, (usize, NodeId)>,
    /// How the first list under each key is written, entries in braces aside.
    styles: BTreeMap<ListKey, ListStyle>,
}

impl<'k> Outline<'k> {
    pub(super) fn of(file: &'k SourceFile) -> Self {
        let document = Document::parse(file.text()).0.unwrap_or_default();
        let mut outline = Self {
            document,
            uses: FxHashMap::default(),
            list: Vec::new(),
            entries: FxHashMap::default(),
            styles: BTreeMap::new(),
        };
        let Some(root) = outline.document.root() else { return outline };
        outline.count_uses(root);
        let entries = Step::Key("entries");
        let list = match outline.document.node(root).content {
            Content::Sequence(_) => root,
            _ => match step_down(&outline.document, root, &entries) {
                Some(list) => {
                    outline.list.push(entries);
                    list
                }
                None => return outline,
            },
        };
        if let Content::Sequence(items) = &outline.document.node(list).content {
            let spans =
                items.iter().enumerate().map(|(at, &item)| (outline.document.node(item).span, (at, item)));
            outline.entries = spans.collect();
            outline.styles = outline.styles(file, items);
        }
        outline
    }

    fn styles(&self, file: &SourceFile, entries: &[NodeId]) -> BTreeMap<ListKey, ListStyle> {
        let start = |node: NodeId| self.document.node(node).span.start;
        let lines = |entry: &&NodeId| !is_in_braces(file, start(**entry));
        let style = |key: ListKey| {
            entries.iter().filter(lines).find_map(|&entry| {
                let item = self.own_item(self.value(entry, key.name())?)?;
                file.structure().list_style(start(item), start(entry))
            })
        };
        let keys = [ListKey::Variants, ListKey::Counterexamples, ListKey::Related, ListKey::Tags];
        keys.into_iter().filter_map(|key| Some((key, style(key)?))).collect()
    }

    fn count_uses(&mut self, root: NodeId) {
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            let uses = self.uses.entry(node).or_insert(0);
            *uses += 1;
            if *uses > 1 {
                continue;
            }
            match &self.document.node(node).content {
                Content::Scalar(..) => {}
                Content::Sequence(items) => open.extend(items),
                Content::Mapping(pairs) => open.extend(pairs.iter().flat_map(|&(key, value)| [key, value])),
            }
        }
    }

    /// Whether a node is used in one place only, so that its span is where it stands.
    pub(super) fn is_own(&self, node: NodeId) -> bool {
        self.uses.get(&node).is_none_or(|uses| *uses == 1)
    }

    /// The same of a node and everything in it.
    pub(super) fn is_own_throughout(&self, node: NodeId) -> bool {
        self.is_own(node)
            && match &self.document.node(node).content {
                Content::Scalar(..) => true,
                Content::Sequence(items) => items.iter().all(|&item| self.is_own_throughout(item)),
                Content::Mapping(pairs) => pairs
                    .iter()
                    .all(|&(key, value)| self.is_own_throughout(key) && self.is_own_throughout(value)),
            }
    }

    pub(super) fn items(&self, node: NodeId) -> Option<&[NodeId]> {
        match &self.document.node(node).content {
            Content::Sequence(items) => Some(items),
            _ => None,
        }
    }

    pub(super) fn value(&self, mapping: NodeId, key: &'static str) -> Option<NodeId> {
        step_down(&self.document, mapping, &Step::Key(key))
    }

    /// An item of the list at `node` that is no alias.
    pub(super) fn own_item(&self, node: NodeId) -> Option<NodeId> {
        self.items(node)?.iter().copied().find(|&item| self.is_own(item))
    }

    /// How a new list under `key` is to be written; in brackets, where the file shows no other way.
    pub(super) fn style(&self, file: &SourceFile, mapping: NodeId, key: ListKey) -> ListStyle {
        if is_in_braces(file, self.document.node(mapping).span.start) {
            return ListStyle::Brackets;
        }
        let alike = match key {
            ListKey::Variants => ListKey::Counterexamples,
            ListKey::Counterexamples => ListKey::Variants,
            other => other,
        };
        let style = self.styles.get(&key).or_else(|| self.styles.get(&alike));
        style.copied().unwrap_or(ListStyle::Brackets)
    }
}

/// Whether the mapping that begins at byte `start` has braces.
fn is_in_braces(file: &SourceFile, start: u32) -> bool {
    file.text().as_bytes().get(start as usize) == Some(&b'{')
}
