//! The splices of bytes that a file's edits come to.
//!
//! Lists are edited one item at a time, as that is what can be done safely ([`Structure`]), but all lists of a
//! file in one round: what would meet waits for the next round, which looks at the text anew. First comments
//! and names change, then items come, then items go, and whole entries last, so that numbers of items in paths
//! stay right.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::outline::{Path, step_down};
use super::place::{Append, FileEdits};
use super::tree::Tree;
use crate::diagnostic::silences_lines;
use crate::source::yaml::{Content, Document, NodeId};
use crate::source::{
    Comment, Comments, ScalarMap, SourceFile, Span, Structure, apply_edits, replace_in_scalar,
};

/// One splice.
type Splice = (Span, String);

/// A place that cannot be edited without changing something else.
#[derive(Debug)]
pub(super) enum Trouble {
    /// It stands there in the file as it was.
    At(Span),
    /// The way to it, which is none where only the whole file shows it.
    Below(Path),
}

/// The text of `file` after `edits`.
pub(super) fn edit(file: &SourceFile, edits: &FileEdits) -> Result<String, Trouble> {
    let text = in_place(file, edits)?;
    restructured(text, edits)
        .and_then(
            |text| {
                if Tree::is_as_meant(file.text(), &text, edits) { Ok(text) } else { Err(Path::new()) }
            },
        )
        .map_err(Trouble::Below)
}

/// Let items and entries come and go.
fn restructured(mut text: String, edits: &FileEdits) -> Result<String, Path> {
    let mut appends: Vec<&Append> = edits.appended.iter().collect();
    while !appends.is_empty() {
        let mut work = Vec::new();
        with(&text, |view| {
            for (number, append) in appends.iter().enumerate() {
                let splice = view.append(append).ok_or_else(|| append.mapping.clone())?;
                work.push((splice, (Reverse(append.key), number)));
            }
            Ok(())
        })?;
        let done: BTreeSet<usize> = splice(&mut text, work).into_iter().map(|(_, number)| number).collect();
        let mut number = 0..;
        appends.retain(|_| number.next().is_none_or(|number| !done.contains(&number)));
    }
    remove(&mut text, &edits.removed, |view, item| view.remove(item, false))?;
    remove(&mut text, &edits.entries, |view, item| view.remove(item, true))?;
    Ok(text)
}

/// Take out comments, and write scalars differently.
fn in_place(file: &SourceFile, edits: &FileEdits) -> Result<String, Trouble> {
    let text = file.text();
    let structure = file.structure();
    let mut splices: Vec<Splice> =
        edits.comments.iter().map(|&comment| structure.remove_comment(comment)).collect();
    for (span, old, new) in &edits.scalars {
        let whole = 0..old.len();
        let splice = match ScalarMap::new(text, *span, old) {
            Some(map) => map.replace(structure, *span, old, whole, new),
            None => replace_in_scalar(text, *span, old, whole, new),
        };
        splices.push(splice.ok_or(Trouble::At(*span))?);
    }
    let splices: Vec<(Span, &str)> = splices.iter().map(|(span, new)| (*span, new.as_str())).collect();
    apply_edits(text, &splices).map_err(|_| Trouble::Below(Path::new()))
}

/// A text as it is in one round.
struct View<'t> {
    text: &'t str,
    document: Document<'t>,
    structure: Structure<'t>,
    comments: Comments,
}

/// Look at `text` anew.
fn with<T>(text: &str, look: impl FnOnce(&View<'_>) -> Result<T, Path>) -> Result<T, Path> {
    let file = SourceFile::from_text("", text);
    let (document, _) = Document::parse(file.text());
    let comments = if text.contains('#') { Comments::of(text) } else { Comments::default() };
    let document = document.ok_or_else(Path::new)?;
    look(&View { text: file.text(), document, structure: file.structure(), comments })
}

/// Make as many splices as do not meet, from the beginning of the text; gives back the labels of those made.
fn splice<L: Ord + Copy>(text: &mut String, mut work: Vec<(Splice, L)>) -> Vec<L> {
    work.sort_by_key(|((span, _), label)| (*span, *label));
    let mut chosen: Vec<(Span, &str)> = Vec::new();
    let mut done = Vec::new();
    for ((span, new), label) in &work {
        if chosen.last().is_none_or(|(last, _)| last.end < span.start) {
            chosen.push((*span, new));
            done.push(*label);
        }
    }
    match apply_edits(text, &chosen) {
        Ok(edited) => *text = edited,
        // Splices of a text fit it; if not, the comparison at the end says so.
        Err(_) => return work.iter().map(|(_, label)| *label).collect(),
    }
    done
}

/// Take items out of lists, by their numbers.
fn remove(
    text: &mut String,
    removed: &BTreeMap<Path, BTreeSet<usize>>,
    how: fn(&View<'_>, NodeId) -> Option<Splice>,
) -> Result<(), Path> {
    let lists: Vec<&Path> = removed.keys().collect();
    let mut left: Vec<Vec<usize>> = removed.values().map(|items| items.iter().copied().collect()).collect();
    while left.iter().any(|items| !items.is_empty()) {
        let mut work = Vec::new();
        with(text, |view| {
            for (number, (path, items)) in lists.iter().zip(&left).enumerate() {
                let list = view.list(path).ok_or_else(|| (*path).clone())?;
                for &item in &apart(items) {
                    let splice =
                        list.get(item).and_then(|&node| how(view, node)).ok_or_else(|| (*path).clone())?;
                    work.push((splice, (number, item)));
                }
            }
            Ok(())
        })?;
        let done: BTreeSet<(usize, usize)> = splice(text, work).into_iter().collect();
        for (number, items) in left.iter_mut().enumerate() {
            // The items are in order, and so are those that are gone.
            let mut gone = done.range((number, 0)..=(number, usize::MAX)).map(|&(_, item)| item).peekable();
            let mut before = 0;
            items.retain_mut(|item| {
                let is_gone = gone.next_if_eq(item).is_some();
                before += usize::from(is_gone);
                *item -= if is_gone { 0 } else { before };
                !is_gone
            });
        }
    }
    Ok(())
}

/// Those of `items` that have another item between them, the last first: neighbours share commas and lines.
fn apart(items: &[usize]) -> Vec<usize> {
    let mut apart: Vec<usize> = Vec::new();
    for &item in items.iter().rev() {
        if apart.last().is_none_or(|&last| item + 1 < last) {
            apart.push(item);
        }
    }
    apart
}

impl View<'_> {
    fn node(&self, path: &Path) -> Option<NodeId> {
        path.iter().try_fold(self.document.root()?, |node, step| step_down(&self.document, node, step))
    }

    fn list(&self, path: &Path) -> Option<&[NodeId]> {
        match &self.document.node(self.node(path)?).content {
            Content::Sequence(items) => Some(items),
            _ => None,
        }
    }

    fn append(&self, append: &Append) -> Option<Splice> {
        let mapping = self.node(&append.mapping)?;
        let span = |node: NodeId| self.document.node(node).span;
        let Content::Mapping(pairs) = &self.document.node(mapping).content else { return None };
        let pair =
            |name: &str| pairs.iter().copied().find(|&(key, _)| self.document.scalar(key) == Some(name));
        let Some((key, value)) = pair(append.key.name()) else {
            let (_, after) = pair(append.after?)?;
            let (start, name) = (span(mapping).start, append.key.name());
            return self.structure.insert_list(start, span(after), name, &append.items, append.style);
        };
        let list = span(value);
        match &self.document.node(value).content {
            _ if self.document.node(value).is_null() => {
                self.structure.give_list(span(key), list, &append.items)
            }
            Content::Sequence(items) if items.is_empty() => self.structure.fill_list(list, &append.items),
            Content::Sequence(items) => {
                // An alias has the span of what it names, which stands further up.
                let own = items.iter().map(|&item| span(item).start).find(|start| *start >= list.start)?;
                self.structure.append_items(own, &append.items)
            }
            _ => None,
        }
    }

    /// Take out an item. Comments in it, as behind a `|` or inside an entry, stay as lines of their own, but for
    /// those that silence the linter there. Of the empty lines around an entry one goes.
    fn remove(&self, item: NodeId, is_entry: bool) -> Option<Splice> {
        let node = self.document.node(item).span;
        let (span, replacement) = self.structure.remove_list_item(node)?;
        let (start, end) = (span.start as usize, span.end as usize);
        let whole = (start == 0 || self.text.as_bytes()[start - 1] == b'\n')
            && (end == self.text.len() || self.text[..end].ends_with('\n'));
        let tidy = |span| {
            if is_entry && whole && replacement.is_empty() { self.with_empty_line(span) } else { span }
        };
        let from = self.comments.comments.partition_point(|comment| comment.span.start < span.start);
        let inside = self.comments.comments[from..].iter().take_while(|comment| comment.span.end <= span.end);
        let inside: Vec<&Comment> = inside.collect();
        if inside.is_empty() {
            return Some((tidy(span), replacement.clone()));
        }
        let rest = &self.text[node.end as usize..];
        let last_line = node.end as usize + rest.find('\n').unwrap_or(rest.len());
        let silences = |comment: &Comment| {
            (comment.span.start as usize) <= last_line && silences_lines(comment.span.slice(self.text))
        };
        let (gone, kept): (Vec<&Comment>, Vec<&Comment>) =
            inside.into_iter().partition(|comment| silences(comment));
        let is_there = |comment: &&Comment| replacement.contains(comment.span.slice(self.text));
        if kept.iter().all(is_there) && !gone.iter().any(is_there) {
            return Some((tidy(span), replacement.clone()));
        }
        let line_break = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        // As deep as the dash, so that no block scalar before takes it in.
        let line = self.text[..node.start as usize].rfind('\n').map_or(0, |end| end + 1);
        let first = &self.text[if whole { start } else { line }..];
        let indentation = &first[..first.len() - first.trim_start_matches(' ').len()];
        let text = |comment: &&Comment| comment.span.slice(self.text);
        if whole && !replacement.trim_start().starts_with("[]") {
            let lines = kept.iter().map(|comment| format!("{indentation}{}{line_break}", text(comment)));
            return Some((span, lines.collect()));
        }
        // Where the line goes on, there is no room for a comment.
        if !self.text[end..].trim_start_matches('\r').starts_with('\n') && end < self.text.len() {
            return None;
        }
        let missing = kept.iter().filter(|comment| !is_there(comment));
        let lines = missing.map(|comment| format!("{line_break}{indentation}{}", text(comment)));
        Some((span, std::iter::once(replacement.clone()).chain(lines).collect()))
    }

    /// The lines of an entry that goes, with the empty line before or behind it if there is one on both sides
    /// or nothing follows.
    fn with_empty_line(&self, lines: Span) -> Span {
        let (before, after) = (&self.text[..lines.start as usize], &self.text[lines.end as usize..]);
        let empty = |line: &str| line.trim_matches([' ', '\t', '\r', '\n']).is_empty();
        let last = before.strip_suffix('\n').map(|text| &before[text.rfind('\n').map_or(0, |end| end + 1)..]);
        let Some(last) = last.filter(|line| empty(line)) else { return lines };
        let first = after.split_inclusive('\n').next().unwrap_or("");
        if after.is_empty() {
            Span::new(lines.start - last.len() as u32, lines.end)
        } else if empty(first) {
            Span::new(lines.start, lines.end + first.len() as u32)
        } else {
            lines
        }
    }
}
