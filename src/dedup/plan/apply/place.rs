//! Where in the files the lists stand that change, and which comments go along.
//!
//! The model knows the texts of an entry, wherever an anchor or `<<` takes them from; what may be edited is
//! only what stands in the entry itself and is used nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use super::comments::FileComments;
use super::decide::Name;
use super::edit::Trouble;
use super::outcome::{Added, FileOutcome, ListKey, ListOutcome, Outcome};
use super::outline::{Outline, Path, Step, step_down};
use crate::dedup::plan::{PlanError, PlanFault};
use crate::diagnostic::Message;
use crate::model::{Entry, EntryIndex, KnowledgeBase, Text};
use crate::source::yaml::{Content, Document, NodeId};
use crate::source::{FileId, ListStyle, NewItem, SourceFile, Span};

/// Everything that is to be done to a file; places are those of the file as it is.
#[derive(Debug, Default)]
pub(super) struct FileEdits {
    /// Comments that are taken out, as they go along with something or have nothing to silence any more.
    pub(super) comments: BTreeSet<Span>,
    /// Scalars that are written differently: where, what it says, what it will say.
    pub(super) scalars: Vec<(Span, String, String)>,
    /// The same as items: the list, the item, what it will say.
    pub(super) renamed: Vec<(Path, usize, String)>,
    /// The same as keys: the mapping, the number of the pair, what it will say.
    pub(super) renamed_keys: Vec<(Path, usize, String)>,
    pub(super) appended: Vec<Append>,
    /// Items that go, by list.
    pub(super) removed: BTreeMap<Path, BTreeSet<usize>>,
    /// The same of the list of entries: they go last, as their numbers are part of the other paths.
    pub(super) entries: BTreeMap<Path, BTreeSet<usize>>,
}

/// Items that come into a list of a mapping.
#[derive(Debug)]
pub(super) struct Append {
    pub(super) mapping: Path,
    pub(super) key: ListKey,
    pub(super) items: Vec<NewItem>,
    /// How the list is written where it is new.
    pub(super) style: ListStyle,
    /// The key behind whose value it then goes.
    pub(super) after: Option<&'static str>,
}

/// The fault of a place that cannot be edited.
pub(super) fn fault(file: &SourceFile, trouble: &Trouble) -> PlanFault {
    let path = match trouble {
        Trouble::At(span) => return shared(file, *span),
        Trouble::Below(path) => path,
    };
    let (document, _) = Document::parse(file.text());
    let mut span = Span::at(0);
    if let Some(document) = &document {
        let mut node = document.root();
        for step in path {
            node = node.and_then(|node| step_down(document, node, step));
            span = node.map_or(span, |node| document.node(node).span);
        }
    }
    shared(file, span)
}

fn shared(file: &SourceFile, span: Span) -> PlanFault {
    let message = Message::new(
        "this cannot be edited without changing something else, as where anchors (`&`), aliases (`*`) or merges \
         (`<<`) are used; edit it by hand, then make the plan anew",
        "这里无法在不影响其他内容的前提下修改（例如用了锚点 `&`、别名 `*` 或合并 `<<`）；请手动修改后重新生成方案",
    );
    PlanFault { path: file.display_path(), line: file.line_column(span.start).line, column: 0, message }
}

/// Find the places of everything in `outcome`.
pub(super) fn place(
    knowledge_base: &KnowledgeBase,
    outcome: &Outcome,
) -> Result<BTreeMap<FileId, FileEdits>, PlanError> {
    let mut placer = Placer {
        knowledge_base,
        outlines: BTreeMap::new(),
        comments: BTreeMap::new(),
        edits: BTreeMap::new(),
        faults: Vec::new(),
    };
    for &file in outcome.files.keys() {
        let source = knowledge_base.files.get(file);
        placer.outlines.insert(file, Outline::of(source));
        placer.comments.insert(file, FileComments::of(source));
        placer.edits.insert(file, FileEdits::default());
    }
    // Who goes is known before anything comes from there.
    for (&file, outcome) in &outcome.files {
        placer.check(file, outcome.merged.iter(), |placer, &index| placer.merged(file, index));
    }
    for (&file, outcome) in &outcome.files {
        for (&index, lists) in &outcome.entries {
            placer.check(file, lists, |placer, (&key, list)| placer.list(file, index, key, list));
        }
        placer.check(file, outcome.shop, |placer, shop| placer.shop(file, shop, outcome));
    }
    PlanError::refused(placer.faults).map_or(Ok(placer.edits), Err)
}

struct Placer<'k> {
    knowledge_base: &'k KnowledgeBase,
    outlines: BTreeMap<FileId, Outline<'k>>,
    comments: BTreeMap<FileId, FileComments<'k>>,
    edits: BTreeMap<FileId, FileEdits>,
    faults: Vec<PlanFault>,
}

/// A place that cannot be edited.
struct Unsafe(Span);

impl<'k> Placer<'k> {
    fn source(&self, file: FileId) -> &'k SourceFile {
        self.knowledge_base.files.get(file)
    }

    /// Do `what` for each of `items`, and note where in `file` that is not safe.
    fn check<T>(
        &mut self,
        file: FileId,
        items: impl IntoIterator<Item = T>,
        what: impl Fn(&mut Self, T) -> Result<(), Unsafe>,
    ) {
        for item in items {
            if let Err(Unsafe(span)) = what(self, item) {
                self.faults.push(shared(self.source(file), span));
            }
        }
    }

    /// The number and node of an entry in its list.
    fn entry(&self, index: EntryIndex) -> Result<(usize, NodeId), Unsafe> {
        let location = self.knowledge_base.entry(index).location;
        let outline = &self.outlines[&location.file];
        let found = outline.entries.get(&location.span).copied();
        found.filter(|&(_, node)| outline.is_own(node)).ok_or(Unsafe(location.span))
    }

    fn merged(&mut self, file: FileId, index: EntryIndex) -> Result<(), Unsafe> {
        let (number, node) = self.entry(index)?;
        let outline = &self.outlines[&file];
        let mut start = outline.document.node(node).span;
        // Only what stands above: what is inside is looked at when the entry goes.
        start.end = start.start;
        let silencing: Vec<Span> = self.comments[&file].silencing(start).collect();
        let list = outline.list.clone();
        if let Some(edits) = self.edits.get_mut(&file) {
            edits.comments.extend(silencing);
            edits.entries.entry(list).or_default().insert(number);
        }
        Ok(())
    }

    fn list(
        &mut self,
        file: FileId,
        index: EntryIndex,
        key: ListKey,
        list: &ListOutcome,
    ) -> Result<(), Unsafe> {
        let entry = self.knowledge_base.entry(index);
        let (number, mapping) = self.entry(index)?;
        let outline = &self.outlines[&file];
        let mut path = outline.list.clone();
        path.push(Step::Item(number));
        let texts = key.texts(entry);
        let unsafe_entry = || Unsafe(entry.location.span);
        let value = outline.value(mapping, key.name());
        if let Some(value) = value.filter(|&value| !outline.document.node(value).is_null()) {
            // What the model has must be what stands here.
            let items = outline.items(value).filter(|_| outline.is_own(value)).ok_or_else(unsafe_entry)?;
            if items.len() != texts.len() {
                return Err(unsafe_entry());
            }
        } else if !texts.is_empty() {
            return Err(unsafe_entry());
        }
        let mut list_path = path.clone();
        list_path.push(Step::Key(key.name()));
        if let Some(value) = value {
            self.change_items(file, value, &list_path, list, &texts)?;
        }
        if key == ListKey::Variants || key == ListKey::Counterexamples {
            let silencing = |at: &usize| Some(self.comments[&file].silencing(texts.get(*at).copied()??.span));
            let silencing: Vec<Span> = list.removed.iter().filter_map(silencing).flatten().collect();
            self.edits.entry(file).or_default().comments.extend(silencing);
        }
        if !list.added.is_empty() {
            let style = self.style(file, mapping, key);
            let after = match value {
                Some(_) => None,
                None => Some(self.after(file, mapping, key).ok_or_else(unsafe_entry)?),
            };
            let items = list.added.iter().map(|added| self.item(added, style)).collect();
            let append = Append { mapping: path, key, items, style, after };
            self.edits.entry(file).or_default().appended.push(append);
        }
        Ok(())
    }

    /// Note the items of the list at `value` that go or are written differently.
    fn change_items(
        &mut self,
        file: FileId,
        value: NodeId,
        path: &Path,
        list: &ListOutcome,
        texts: &[Option<&Text>],
    ) -> Result<(), Unsafe> {
        let outline = &self.outlines[&file];
        let items = outline.items(value).unwrap_or_default();
        for &at in list.removed.iter().chain(list.renamed.keys()) {
            let text = texts.get(at).copied().flatten();
            let unsafe_item = || Unsafe(text.map_or(outline.document.node(value).span, |text| text.span));
            let item = items.get(at).copied().filter(|&item| outline.is_own(item)).ok_or_else(unsafe_item)?;
            let node = outline.document.node(item);
            let is_it = text.is_some_and(|text| {
                text.span == node.span && outline.document.scalar(item).map(str::trim) == Some(&*text.value)
            });
            if !is_it {
                return Err(unsafe_item());
            }
        }
        let edits = self.edits.entry(file).or_default();
        if !list.removed.is_empty() {
            edits.removed.insert(path.clone(), list.removed.clone());
        }
        for (&at, new) in &list.renamed {
            let Some(text) = texts.get(at).copied().flatten() else { continue };
            edits.scalars.push((text.span, text.to_string(), new.clone()));
            edits.renamed.push((path.clone(), at, new.clone()));
        }
        Ok(())
    }

    /// How the list under `key` is written, or will be.
    fn style(&self, file: FileId, mapping: NodeId, key: ListKey) -> ListStyle {
        let (outline, source) = (&self.outlines[&file], self.source(file));
        let Some(value) = outline.value(mapping, key.name()) else {
            return outline.style(source, mapping, key);
        };
        let start = |node: NodeId| outline.document.node(node).span.start;
        let style = outline
            .own_item(value)
            .and_then(|item| source.structure().list_style(start(item), start(mapping)));
        style.unwrap_or(ListStyle::Brackets)
    }

    /// The key of a mapping behind which a new one is to go: the last of those that usually stand before it.
    fn after(&self, file: FileId, mapping: NodeId, key: ListKey) -> Option<&'static str> {
        const ORDER: [&str; 9] = [
            "tags",
            "related",
            "answers",
            "answer",
            "keywords",
            "counterexamples",
            "variants",
            "question",
            "id",
        ];
        let outline = &self.outlines[&file];
        let before = ORDER.into_iter().skip_while(|name| *name != key.name()).skip(1);
        let own = |name: &&'static str| {
            let value = outline.value(mapping, name);
            value.is_some_and(|value| {
                !outline.document.node(value).is_null() && outline.is_own_throughout(value)
            })
        };
        before.into_iter().find(own)
    }

    /// The item that `added` becomes in a list that is written in `style`, with the comments that go along.
    fn item(&mut self, added: &Added, style: ListStyle) -> NewItem {
        let mut item = NewItem { value: added.value.clone(), above: Vec::new(), behind: None };
        let (ListStyle::Lines(_), Some(name)) = (style, added.was) else { return item };
        let Some((file, text, with_above)) = self.was(name) else { return item };
        let along = self.comments[&file].along(text.span, with_above);
        item.above = along.above.into_iter().map(str::to_owned).collect();
        item.behind = along.behind.map(str::to_owned);
        self.edits.entry(file).or_default().comments.extend(along.spans);
        item
    }

    /// Where a phrasing that goes elsewhere stands, if it stands there for itself; and whether the comments
    /// above it go along, which they do only if its whole entry goes.
    fn was(&self, (index, number): Name) -> Option<(FileId, &'k Text, bool)> {
        let entry: &'k Entry = self.knowledge_base.entry(index);
        let file = entry.location.file;
        let outline = self.outlines.get(&file)?;
        let (at, mapping) = self.entry(index).ok()?;
        let (item, text) = match number.checked_sub(1) {
            None => (outline.value(mapping, "question")?, &entry.question),
            Some(variant) => {
                let items = outline.items(outline.value(mapping, "variants")?)?;
                (*items.get(variant as usize)?, entry.variants.get(variant as usize)?)
            }
        };
        let merged = self.edits.get(&file)?.entries.get(&outline.list).is_some_and(|gone| gone.contains(&at));
        (outline.is_own(item) && outline.document.node(item).span == text.span)
            .then_some((file, text, merged))
    }

    fn shop(&mut self, file: FileId, number: usize, outcome: &FileOutcome) -> Result<(), Unsafe> {
        let shop = &self.knowledge_base.shops[number];
        let outline = &self.outlines[&file];
        let root = outline.document.root().ok_or(Unsafe(shop.location.span))?;
        if !outcome.cards.removed.is_empty() || !outcome.cards.renamed.is_empty() {
            let welcome = outline.value(root, "welcome").filter(|&node| outline.is_own(node));
            let cards = welcome.and_then(|welcome| outline.value(welcome, "cards"));
            let cards = cards.filter(|&node| outline.is_own(node)).ok_or(Unsafe(shop.location.span))?;
            let texts: Vec<Option<&Text>> = shop.welcome.cards.iter().map(|card| Some(&card.text)).collect();
            let path = vec![Step::Key("welcome"), Step::Key("cards")];
            self.change_items(file, cards, &path, &outcome.cards, &texts)?;
        }
        let outline = &self.outlines[&file];
        let mut renamed = Vec::new();
        for (&at, new) in &outcome.answers {
            let text = &shop.answers[at].question.text;
            let answers = outline.value(root, "answers").filter(|&node| outline.is_own(node));
            let pair = answers.and_then(|answers| match &outline.document.node(answers).content {
                Content::Mapping(pairs) => pairs.iter().position(|&(key, _)| {
                    outline.document.node(key).span == text.span && outline.is_own(key)
                }),
                _ => None,
            });
            renamed.push((pair.ok_or(Unsafe(text.span))?, text, new));
        }
        let edits = self.edits.entry(file).or_default();
        for (pair, text, new) in renamed {
            edits.scalars.push((text.span, text.to_string(), new.clone()));
            edits.renamed_keys.push((vec![Step::Key("answers")], pair, new.clone()));
        }
        Ok(())
    }
}
