//! Packs and entries while rows still come in.

use rustc_hash::FxHashMap;

use super::name;
use super::result::{Conflict, ImportError};
use crate::text::match_key;

/// What may stand in a question column to mark the row's own text as the question, and the opposite.
const MARKS: [&str; 8] = ["1", "x", "y", "yes", "true", "是", "√", "✓"];
const NO_MARKS: [&str; 5] = ["0", "n", "no", "false", "否"];

/// A pack as far as it is known.
#[derive(Debug)]
pub(super) struct Pack {
    /// As the table says it first.
    pub(super) label: String,
    pub(super) id: String,
    /// Where it appears first.
    pub(super) line: u64,
    pub(super) entries: Vec<Entry>,
    by_label: FxHashMap<String, usize>,
    by_id: FxHashMap<String, usize>,
}

/// An entry as far as it is known.
#[derive(Debug)]
pub(super) struct Entry {
    /// As the table says it first.
    pub(super) label: String,
    pub(super) id: String,
    /// Where it appears first.
    pub(super) line: u64,
    pub(super) phrasings: Vec<String>,
    /// Each phrasing, and whether a row has had it as its text.
    known: FxHashMap<String, bool>,
    /// Which phrasing is the question, where a row says so.
    question: Option<usize>,
}

impl Pack {
    pub(super) fn new(label: &str, id: String, line: u64) -> Self {
        let (by_label, by_id) = (FxHashMap::default(), FxHashMap::default());
        Self { label: label.to_owned(), id, line, entries: Vec::new(), by_label, by_id }
    }

    /// The entry for an intent, a new one if the intent is new.
    pub(super) fn entry(&mut self, label: &str, line: u64) -> Result<&mut Entry, ImportError> {
        if let Some(&known) = self.by_label.get(label) {
            return Ok(&mut self.entries[known]);
        }
        let id = name::id(label);
        if let Some(&first) = self.by_id.get(&id) {
            let first = &self.entries[first];
            let id = format!("{}/{id}", self.id);
            return Err(collision("intent", (&first.label, first.line), (label, line), id));
        }
        let at = self.entries.len();
        self.by_label.insert(label.to_owned(), at);
        self.by_id.insert(id.clone(), at);
        self.entries.push(Entry {
            label: label.to_owned(),
            id,
            line,
            phrasings: Vec::new(),
            known: FxHashMap::default(),
            question: None,
        });
        Ok(&mut self.entries[at])
    }
}

impl Entry {
    /// Take a row's text and question in; gives back whether the text is new.
    pub(super) fn add(&mut self, text: &str, question: &str) -> bool {
        let is_new = if let Some(had) = self.known.get_mut(text) {
            !std::mem::replace(had, true)
        } else {
            self.push(text, true);
            true
        };
        let lower = question.to_lowercase();
        let question = match &*lower {
            "" => return is_new,
            mark if NO_MARKS.contains(&mark) => return is_new,
            mark if MARKS.contains(&mark) => text,
            _ => question,
        };
        if !self.known.contains_key(question) {
            self.push(question, false);
        }
        if self.question.is_none() {
            self.question = self.phrasings.iter().position(|phrasing| phrasing == question);
        }
        is_new
    }

    fn push(&mut self, phrasing: &str, as_text: bool) {
        self.known.insert(phrasing.to_owned(), as_text);
        self.phrasings.push(phrasing.to_owned());
    }

    /// The phrasings, the question first.
    pub(super) fn ordered(&self) -> Vec<&str> {
        let question = self.question.unwrap_or(0);
        let others = self.phrasings.iter().enumerate().filter(|&(at, _)| at != question);
        self.phrasings
            .get(question)
            .into_iter()
            .chain(others.map(|(_, one)| one))
            .map(String::as_str)
            .collect()
    }
}

/// Two labels, each with its line, that become the same id.
pub(super) fn collision(
    what: &'static str,
    first: (&str, u64),
    second: (&str, u64),
    id: String,
) -> ImportError {
    ImportError::Collision {
        what,
        first: first.0.to_owned(),
        first_line: first.1,
        second: second.0.to_owned(),
        line: second.1,
        id,
    }
}

/// The phrasings that stand under several entries, in the order of their first appearance.
pub(super) fn conflicts(packs: &[Pack]) -> Vec<Conflict> {
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    let mut found: Vec<(&str, Vec<(usize, usize)>)> = Vec::new();
    for (pack_at, pack) in packs.iter().enumerate() {
        for (entry_at, entry) in pack.entries.iter().enumerate() {
            for phrasing in &entry.phrasings {
                let place = *places.entry(match_key(phrasing)).or_insert_with(|| {
                    found.push((phrasing, Vec::new()));
                    found.len() - 1
                });
                let entries = &mut found[place].1;
                if entries.last() != Some(&(pack_at, entry_at)) {
                    entries.push((pack_at, entry_at));
                }
            }
        }
    }
    let name =
        |&(pack, entry): &(usize, usize)| format!("{}/{}", packs[pack].id, packs[pack].entries[entry].id);
    let several = found.into_iter().filter(|(_, entries)| entries.len() > 1);
    several
        .map(|(phrasing, entries)| Conflict {
            phrasing: phrasing.to_owned(),
            entries: entries.iter().map(name).collect(),
        })
        .collect()
}
