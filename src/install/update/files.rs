//! The files of a copy after an update.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::{Update, UpdateError, category};
use crate::install::copy::{Copy, CopyFile};
use crate::install::edit::{Place, Source, SourceEntry, insert, new_file, remove, replace};
use crate::install::merge::Decision;
use crate::install::outline::{Item, Outline};
use crate::source::{Comments, SourceFile};

/// A file of the pack: its name, its text, its tree.
type Shipped<'p> = (&'p str, &'p str, Outline<'p>);

/// What is to be done in one file.
#[derive(Debug, Default)]
struct Work<'p> {
    /// Entries that say what the pack's say, in the order of the pack: those that are there, and those that come.
    replaced: Vec<Coming<'p>>,
    added: Vec<Coming<'p>>,
    removed: Vec<&'p str>,
}

/// An entry of the pack on its way.
#[derive(Debug, Clone, Copy)]
struct Coming<'p> {
    file: &'p Shipped<'p>,
    item: &'p Item,
}

impl<'p> Coming<'p> {
    fn category(self) -> Option<String> {
        self.file.2.category_of(self.item)
    }

    fn goes_by_head(self) -> bool {
        category::goes_by_head(&self.file.2, &self.item.key)
    }

    /// The entry for a file that gives its entries `head`; `None` if it would get a category that it has not.
    fn source<'a>(self, head: Option<&str>, own: &'a mut Option<String>) -> Option<SourceEntry<'a>>
    where
        'p: 'a,
    {
        *own = self.category().filter(|_| self.goes_by_head()).filter(|own| Some(own.as_str()) != head);
        if self.goes_by_head() && own.is_none() && self.category().as_deref() != head {
            return None;
        }
        let source = Source { text: self.file.1, document: &self.file.2.document };
        Some(SourceEntry { source, node: self.item.node, category: own.as_deref() })
    }
}

/// Bytes of a file whose text is now `text`.
pub(super) fn bytes(file: &SourceFile, text: &str) -> Vec<u8> {
    let mark: &[u8] = if file.has_byte_order_mark() { "\u{FEFF}".as_bytes() } else { b"" };
    [mark, text.as_bytes()].concat()
}

pub(super) fn update(
    copy: &Copy<'_>,
    outlines: &[Shipped<'_>],
    decisions: &BTreeMap<String, Decision>,
    update: &mut Update,
) -> Result<(), UpdateError> {
    let decision = |key: &str| decisions.get(key).copied().unwrap_or(Decision::Same);
    let mut work: Vec<Work<'_>> = copy.files.iter().map(|_| Work::default()).collect();
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    for (at, file) in copy.files.iter().enumerate() {
        let goes = |item: &&Item| matches!(decision(&item.key), Decision::Remove | Decision::TakenAway);
        let gone = file.outline.entries.iter().filter(goes);
        work[at].removed = gone.map(|item| item.key.as_str()).collect();
    }
    for shipped in outlines {
        let mut coming: Vec<Coming<'_>> = Vec::new();
        for item in shipped.2.entries.iter().filter(|item| decision(&item.key).follows()) {
            let one = Coming { file: shipped, item };
            match copy.files.iter().position(|file| file.outline.find(&item.key).is_some()) {
                Some(at) => work[at].replaced.push(one),
                None => coming.push(one),
            }
        }
        match home(copy, shipped) {
            _ if coming.is_empty() => {}
            Some(at) => work[at].added.extend(coming),
            None => files.push(new(copy, shipped, &coming)?),
        }
    }
    let comments = comments(outlines);
    for (file, work) in copy.files.iter().zip(&work) {
        let text = edited(file, work, &comments)?;
        if text == file.file.text() {
            continue;
        }
        let path = file.file.path().to_owned();
        let is_shipped = outlines.iter().any(|(name, ..)| path.file_name().is_some_and(|own| own == *name));
        let is_left = !is_shipped && !text.contains('#') && Outline::of_text(&text).entries.is_empty();
        if is_left && !work.removed.is_empty() {
            update.gone.push(path);
        } else {
            update.files.insert(path, bytes(file.file, &text));
        }
    }
    update.files.extend(files.into_iter().map(|(path, text)| (path, text.into_bytes())));
    Ok(())
}

/// The file of the copy for entries of a file of the pack: that of the same name, else one with a neighbour.
fn home(copy: &Copy<'_>, (name, _, outline): &Shipped<'_>) -> Option<usize> {
    let same = |file: &CopyFile<'_>| {
        let path = file.file.path();
        path.parent() == Some(&copy.folder) && path.file_name().is_some_and(|own| own == *name)
    };
    let has_neighbour =
        |file: &CopyFile<'_>| outline.entries.iter().any(|item| file.outline.find(&item.key).is_some());
    copy.files.iter().position(same).or_else(|| copy.files.iter().position(has_neighbour))
}

/// A file that the copy does not have: the pack's own if all of its entries come.
fn new(
    copy: &Copy<'_>,
    shipped: &Shipped<'_>,
    coming: &[Coming<'_>],
) -> Result<(PathBuf, String), UpdateError> {
    let (name, text, outline) = shipped;
    let path = copy.free_path(name);
    if coming.len() == outline.entries.len() {
        return Ok((path, (*text).to_owned()));
    }
    let source = Source { text, document: &outline.document };
    let entry = |one: &Coming<'_>| SourceEntry { source, node: one.item.node, category: None };
    let entries: Vec<SourceEntry<'_>> = coming.iter().map(entry).collect();
    let text = new_file(source, &entries).filter(|text| {
        let made = Outline::of_text(text);
        let is_as_meant = |one: &Coming<'_>| {
            made.find(&one.item.key).is_some_and(|item| item.fingerprint == one.item.fingerprint)
        };
        made.entries.len() == coming.len() && coming.iter().all(is_as_meant)
    });
    let cannot = || UpdateError::CannotEdit { path: path.clone(), subject: (*name).to_owned() };
    Ok((path.clone(), text.ok_or_else(cannot)?))
}

/// What the pack's own comments say: in a copy, they are no words of the shop.
fn comments<'p>(outlines: &[Shipped<'p>]) -> BTreeSet<&'p str> {
    let of_file = |&(_, text, _): &Shipped<'p>| {
        let found = Comments::of(text).comments.into_iter();
        found.map(|comment| comment.span.slice(text)).collect::<Vec<_>>()
    };
    outlines.iter().flat_map(of_file).collect()
}

/// The text of a file of the copy after the work on it.
fn edited(file: &CopyFile<'_>, work: &Work<'_>, of_pack: &BTreeSet<&str>) -> Result<String, UpdateError> {
    let cannot = |key: &str| UpdateError::CannotEdit {
        path: file.file.path().to_owned(),
        subject: format!("`{key}`"),
    };
    let mut text = file.file.text().to_owned();
    // What each entry must be afterwards.
    let mut wanted: BTreeMap<&str, &str> =
        file.outline.entries.iter().map(|item| (item.key.as_str(), item.fingerprint.as_str())).collect();
    for key in &work.removed {
        text = remove(&text, key, |comment| of_pack.contains(comment)).ok_or_else(|| cannot(key))?;
        wanted.remove(key);
    }
    let coming = || work.replaced.iter().chain(&work.added);
    if let Some(head) = new_head(file, work) {
        text = category::with_head(&text, &head).unwrap_or(text);
    }
    let head = Outline::of_text(&text).category;
    for one in &work.replaced {
        let key = one.item.key.as_str();
        let mut own = None;
        let source = one.source(head.as_deref(), &mut own).ok_or_else(|| cannot(key))?;
        let is_right = |text: &str| {
            let found = Outline::of_text(text);
            found.find(key).is_some_and(|item| item.fingerprint == one.item.fingerprint)
        };
        text = replace(&text, key, &source, is_right).ok_or_else(|| cannot(key))?;
    }
    for one in &work.added {
        let key = one.item.key.as_str();
        let mut own = None;
        let source = one.source(head.as_deref(), &mut own).ok_or_else(|| cannot(key))?;
        let place = place(&text, one);
        text = insert(&text, &place, &source).ok_or_else(|| cannot(key))?;
    }
    wanted.extend(coming().map(|one| (one.item.key.as_str(), one.item.fingerprint.as_str())));
    let made = Outline::of_text(&text);
    let found: BTreeMap<&str, &str> =
        made.entries.iter().map(|item| (item.key.as_str(), item.fingerprint.as_str())).collect();
    if found == wanted && made.entries.len() == wanted.len() {
        return Ok(text);
    }
    let differs = |(key, fingerprint): &(&&str, &&str)| found.get(*key) != Some(*fingerprint);
    Err(cannot(wanted.iter().find(differs).map_or("", |(key, _)| key)))
}

/// The category that the head of a file is to state, where all that go by it come from the pack.
fn new_head(file: &CopyFile<'_>, work: &Work<'_>) -> Option<String> {
    let comes = |key: &str| work.replaced.iter().any(|one| one.item.key == key);
    let stays = |item: &&Item| !work.removed.contains(&item.key.as_str()) && !comes(&item.key);
    let mut staying = file.outline.entries.iter().filter(stays);
    if staying.any(|item| category::goes_by_head(&file.outline, &item.key)) {
        return None;
    }
    let mut wanted = work.replaced.iter().chain(&work.added).filter(|one| one.goes_by_head());
    let first = wanted.next()?.category()?;
    wanted.all(|one| one.category().as_ref() == Some(&first)).then_some(first)
}

/// Behind the nearest entry before it in the pack that is in the file, else before the nearest behind it.
fn place(text: &str, one: &Coming<'_>) -> Place {
    let here = Outline::of_text(text);
    let entries = &one.file.2.entries;
    let at = entries.iter().position(|item| item.key == one.item.key).unwrap_or(0);
    let is_here = |item: &&Item| here.find(&item.key).is_some();
    let before = entries[..at].iter().rev().find(is_here).map(|item| Place::Behind(item.key.clone()));
    let behind = || entries[at..].iter().find(is_here).map(|item| Place::Before(item.key.clone()));
    before.or_else(behind).unwrap_or(Place::Last)
}
