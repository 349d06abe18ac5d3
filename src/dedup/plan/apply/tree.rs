//! What a file holds, without places and layout: what it should hold afterwards can be worked out and compared.

use super::outline::{Path, Step};
use super::place::FileEdits;
use crate::source::NewValue;
use crate::source::yaml::{Content, Document, NodeId};

/// A value of a file, aliases written out. The pairs of a mapping have no order, texts no space at their edges.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tree {
    Scalar(String),
    List(Vec<Tree>),
    Mapping(Vec<(String, Tree)>),
}

impl Tree {
    /// What `text` holds; `None` if it has a fault.
    pub(super) fn of(text: &str) -> Option<Self> {
        let (document, faults) = Document::parse(text);
        let document = document.filter(|_| faults.is_empty())?;
        Some(document.root().map_or(Self::Scalar(String::new()), |root| Self::of_node(&document, root)))
    }

    fn of_node(document: &Document<'_>, id: NodeId) -> Self {
        let below = |id: NodeId| Self::of_node(document, id);
        match &document.node(id).content {
            Content::Scalar(value, _) => Self::Scalar(value.trim().to_owned()),
            Content::Sequence(items) => Self::List(items.iter().map(|&item| below(item)).collect()),
            Content::Mapping(pairs) => Self::Mapping(
                pairs
                    .iter()
                    .map(|&(key, value)| {
                        (document.scalar(key).unwrap_or_default().trim().to_owned(), below(value))
                    })
                    .collect(),
            ),
        }
    }

    /// The same with all mappings in the order of their keys.
    fn sorted(self) -> Self {
        match self {
            Self::Scalar(_) => self,
            Self::List(items) => Self::List(items.into_iter().map(Self::sorted).collect()),
            Self::Mapping(pairs) => {
                let mut pairs: Vec<_> = pairs.into_iter().map(|(key, value)| (key, value.sorted())).collect();
                pairs.sort();
                Self::Mapping(pairs)
            }
        }
    }

    fn at(&mut self, path: &[Step]) -> Option<&mut Self> {
        let Some((step, rest)) = path.split_first() else { return Some(self) };
        let next = match (self, step) {
            (Self::List(items), Step::Item(at)) => items.get_mut(*at)?,
            (Self::Mapping(pairs), Step::Key(key)) => &mut pairs.iter_mut().find(|(name, _)| name == key)?.1,
            _ => return None,
        };
        next.at(rest)
    }

    fn list_at(&mut self, path: &Path) -> Option<&mut Vec<Self>> {
        match self.at(path)? {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    fn rename_pair(&mut self, mapping: &Path, number: usize, new: &str) -> Option<()> {
        let Self::Mapping(pairs) = self.at(mapping)? else { return None };
        new.clone_into(&mut pairs.get_mut(number)?.0);
        Some(())
    }

    fn append(&mut self, mapping: &Path, key: &str, values: impl Iterator<Item = NewValue>) -> Option<()> {
        let Self::Mapping(pairs) = self.at(mapping)? else { return None };
        let at = match pairs.iter().position(|(name, _)| name == key) {
            Some(at) => at,
            None => {
                pairs.push((key.to_owned(), Self::List(Vec::new())));
                pairs.len() - 1
            }
        };
        let list = &mut pairs[at].1;
        if let Self::Scalar(_) = list {
            *list = Self::List(Vec::new());
        }
        let Self::List(items) = list else { return None };
        let scalar = |text: String| Self::Scalar(text.trim().to_owned());
        items.extend(values.map(|value| match value {
            NewValue::Text(text) => scalar(text),
            NewValue::List(texts) => Self::List(texts.into_iter().map(scalar).collect()),
        }));
        Some(())
    }

    /// What is left when `edits` are made; `None` if a place is not there.
    fn edited(mut self, edits: &FileEdits) -> Option<Self> {
        for (list, number, new) in &edits.renamed {
            *self.list_at(list)?.get_mut(*number)? = Self::Scalar(new.clone());
        }
        for (mapping, number, new) in &edits.renamed_keys {
            self.rename_pair(mapping, *number, new)?;
        }
        for append in &edits.appended {
            let values = append.items.iter().map(|item| item.value.clone());
            self.append(&append.mapping, append.key.name(), values)?;
        }
        // Entries last, as the numbers of others change with that.
        for (list, numbers) in edits.removed.iter().chain(&edits.entries) {
            let items = self.list_at(list)?;
            for &number in numbers.iter().rev() {
                if number >= items.len() {
                    return None;
                }
                items.remove(number);
            }
        }
        Some(self)
    }

    /// Whether `after` holds what `before` holds once `edits` are made, and nothing else.
    pub(super) fn is_as_meant(before: &str, after: &str, edits: &FileEdits) -> bool {
        let wanted = Self::of(before).and_then(|tree| tree.edited(edits));
        wanted.is_some() && wanted.map(Self::sorted) == Self::of(after).map(Self::sorted)
    }
}
