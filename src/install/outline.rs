//! The entries of one file as they are written: where the list is, where each item is, what it is known by.

use crate::source::SourceFile;
use crate::source::yaml::{Content, Document, NodeId};
use crate::text::match_key;

use super::fingerprint;

/// A file of entries as a tree.
#[derive(Debug)]
pub(super) struct Outline<'t> {
    pub(super) document: Document<'t>,
    /// The category that the file gives its entries.
    pub(super) category: Option<String>,
    /// The node of the list of entries, if there is one.
    pub(super) list: Option<NodeId>,
    /// The entries in the order of the file.
    pub(super) entries: Vec<Item>,
}

/// An entry of a file.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Its id, or the match key of its question.
    pub(super) key: String,
    pub(super) question: String,
    pub(super) node: NodeId,
    pub(super) fingerprint: String,
}

impl<'t> Outline<'t> {
    pub(super) fn of(file: &'t SourceFile) -> Self {
        Self::of_text(file.text())
    }

    pub(super) fn of_text(text: &'t str) -> Self {
        let document = Document::parse(text).0.unwrap_or_default();
        let mut outline = Self { document, category: None, list: None, entries: Vec::new() };
        let Some(root) = outline.document.root() else { return outline };
        if let Content::Sequence(_) = outline.document.node(root).content {
            outline.list = Some(root);
        } else {
            outline.list = value(&outline.document, root, "entries");
            outline.category = text_of(&outline.document, root, "category");
        }
        let items = match outline.list.map(|list| &outline.document.node(list).content) {
            Some(Content::Sequence(items)) => items.as_slice(),
            _ => &[],
        };
        outline.entries = items.iter().filter_map(|&item| outline.item(item)).collect();
        outline
    }

    fn item(&self, node: NodeId) -> Option<Item> {
        let question = text_of(&self.document, node, "question").unwrap_or_default();
        let key = text_of(&self.document, node, "id").filter(|id| !id.is_empty());
        let key = key.or_else(|| (!question.is_empty()).then(|| match_key(&question)))?;
        let fingerprint = fingerprint::of_entry(&self.document, node, self.category.as_deref());
        Some(Item { key, question, node, fingerprint })
    }

    /// The entry of this name.
    pub(super) fn find(&self, key: &str) -> Option<&Item> {
        self.entries.iter().find(|item| item.key == key)
    }

    /// The category that an entry has in the end.
    pub(super) fn category_of(&self, item: &Item) -> Option<String> {
        text_of(&self.document, item.node, "category").or_else(|| self.category.clone())
    }
}

/// The value of a key of the mapping at `node`.
pub(super) fn value(document: &Document<'_>, node: NodeId, key: &str) -> Option<NodeId> {
    match &document.node(node).content {
        Content::Mapping(pairs) => {
            pairs.iter().find(|&&(name, _)| document.scalar(name) == Some(key)).map(|&(_, value)| value)
        }
        _ => None,
    }
}

fn text_of(document: &Document<'_>, node: NodeId, key: &str) -> Option<String> {
    let value = value(document, node, key).filter(|&value| !document.node(value).is_null())?;
    document.scalar(value).map(|text| text.trim().to_owned())
}
