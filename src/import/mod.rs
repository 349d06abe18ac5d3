//! From a table of labelled utterances to entry files, the way into kbtool for data that lies elsewhere.
//!
//! Rows come in one by one, files come out as texts, so that this module neither opens a table nor writes
//! a folder. It does not know column names or encodings either: who reads the table hands over [`Row`]s.
//!
//! An intent becomes an entry, its texts the phrasings, its domain the pack. Answers are not made up:
//! such a pack is a set of labels, see [`View`](crate::model::View).

mod name;
mod pack;
mod result;
#[cfg(test)]
mod tests;
mod write;

use std::path::PathBuf;

use rustc_hash::FxHashMap;

use crate::model::expects_nothing;

pub use result::{Conflict, ImportError, ImportResult, SkipReason, Skipped};

use pack::{Pack, collision, conflicts};

/// Where the entries go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportOptions {
    /// The folder that the files' paths begin with.
    pub out: PathBuf,
    /// The pack for rows without a domain.
    pub pack: String,
}

impl Default for ImportOptions {
    /// The pack `imported` in `kb`.
    fn default() -> Self {
        Self { out: PathBuf::from("kb"), pack: "imported".to_owned() }
    }
}

/// One row of the table. Space at the edges of a value does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Row<'r> {
    /// The row's line in its file, from 1; only for messages.
    pub line: u64,
    /// What a customer wrote.
    pub text: &'r str,
    /// The label.
    pub intent: &'r str,
    /// The label's domain, which becomes the pack.
    pub domain: Option<&'r str>,
    /// The canonical question of the row's intent; or a mark (`1`, `x`, `yes`, `是` …) that the row's own
    /// text is that question; or nothing (empty, `0`, `no`, `否` …).
    pub question: Option<&'r str>,
}

/// Collects rows; see the module's page.
#[derive(Debug)]
pub struct Importer {
    options: ImportOptions,
    packs: Vec<Pack>,
    packs_by_label: FxHashMap<String, usize>,
    /// By the name of the folder in lower case: not every file system tells cases apart.
    packs_by_folder: FxHashMap<String, usize>,
    duplicates: usize,
    skipped: Vec<Skipped>,
}

impl Importer {
    /// An importer without rows.
    pub fn new(options: ImportOptions) -> Self {
        Self {
            options,
            packs: Vec::new(),
            packs_by_label: FxHashMap::default(),
            packs_by_folder: FxHashMap::default(),
            duplicates: 0,
            skipped: Vec::new(),
        }
    }

    /// Take a row in. One without text or intent is noted as skipped.
    ///
    /// # Errors
    /// The row's intent or domain cannot be told from another one once it is an id.
    pub fn add(&mut self, row: &Row<'_>) -> Result<(), ImportError> {
        let (text, intent) = (row.text.trim(), row.intent.trim());
        let reason = match intent {
            _ if text.is_empty() => Some(SkipReason::NoText),
            "" => Some(SkipReason::NoIntent),
            // No entry may be called like that.
            _ if expects_nothing(intent) => Some(SkipReason::OutOfScope(intent.to_owned())),
            _ => None,
        };
        if let Some(reason) = reason {
            self.skipped.push(Skipped { line: row.line, reason });
            return Ok(());
        }
        let pack = self.pack(row)?;
        let entry = self.packs[pack].entry(intent, row.line)?;
        self.duplicates += usize::from(!entry.add(text, row.question.map_or("", str::trim)));
        Ok(())
    }

    /// The files.
    ///
    /// # Errors
    /// The YAML serialiser refuses a text.
    pub fn finish(self) -> Result<ImportResult, ImportError> {
        let mut result = ImportResult {
            duplicates: self.duplicates,
            conflicts: conflicts(&self.packs),
            skipped: self.skipped,
            ..ImportResult::default()
        };
        for pack in &self.packs {
            result.entries += pack.entries.len();
            result.phrasings += pack.entries.iter().map(|entry| entry.phrasings.len()).sum::<usize>();
            let entries = pack.entries.iter().map(|entry| (&*entry.id, entry.ordered()));
            result.files.extend(write::files(&self.options.out, &pack.id, entries)?);
        }
        Ok(result)
    }

    /// The number of the row's pack.
    fn pack(&mut self, row: &Row<'_>) -> Result<usize, ImportError> {
        let label = row.domain.map(str::trim).filter(|domain| !domain.is_empty());
        let label = label.unwrap_or(&self.options.pack);
        if let Some(&known) = self.packs_by_label.get(label) {
            return Ok(known);
        }
        let id = name::folder(label);
        if let Some(&first) = self.packs_by_folder.get(&id.to_lowercase()) {
            let first = &self.packs[first];
            return Err(collision("domain", (&first.label, first.line), (label, row.line), id));
        }
        let at = self.packs.len();
        self.packs_by_label.insert(label.to_owned(), at);
        self.packs_by_folder.insert(id.to_lowercase(), at);
        self.packs.push(Pack::new(label, id, row.line));
        Ok(at)
    }
}
