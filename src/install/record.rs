//! The record that lies beside a copied pack: what was shipped, entry by entry, in a line each.
//!
//! It is TOML, sorted, so that a newer pack changes a line for each entry that it changes and two branches
//! merge; and it is no YAML, so that nobody takes it for knowledge.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::fingerprint;
use crate::source::yaml::{Content, Document};
use crate::source::{ReadError, SourceFile};

/// The name of the file, in the folder of the pack's `pack.yaml`.
pub const RECORD_NAME: &str = "pack.lock";

/// What the file says it is.
const SCHEMA: &str = "kbtool.pack-lock/1";

const HEAD: &str = "\
# What kbtool copied here. By it `kbtool packs update` tells your changes from the pack's: commit it, do not edit it.
# kbtool 复制行业包时的记录。`kbtool packs update` 靠它区分店铺的改动与行业包的更新：请提交到版本库，不要手动修改。
";

/// What was installed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// The pack's id.
    pub pack: String,
    /// Its version; empty if it has none.
    pub version: String,
    /// The keys of its `pack.yaml`, `id` aside, with the fingerprints of their values.
    pub description: BTreeMap<String, String>,
    /// Its entries, by id or by the match key of their question, with their fingerprints.
    pub entries: BTreeMap<String, String>,
}

/// A record cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// It cannot be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ReadError,
    },
    /// It is not what kbtool writes.
    #[error(
        "{}: {reason}; take the file from an earlier commit, or delete it and run `kbtool packs update`",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong, on one line.
        reason: String,
    },
}

#[derive(Deserialize)]
struct Stored {
    schema: String,
    pack: String,
    #[serde(default)]
    version: String,
    #[serde(default, rename = "pack.yaml")]
    description: BTreeMap<String, String>,
    #[serde(default)]
    entries: BTreeMap<String, String>,
}

impl Record {
    /// A record without entries.
    pub(super) fn new(pack: &str, version: &str) -> Self {
        Self { pack: pack.to_owned(), version: version.to_owned(), ..Self::default() }
    }

    /// Take down what a `pack.yaml` says.
    pub(super) fn describe(&mut self, file: &SourceFile) {
        self.description = description_of(file.text());
    }

    /// The record in `folder`; `None` if there is none.
    ///
    /// # Errors
    /// There is one, and it cannot be read or is no record.
    pub fn read(folder: &Path) -> Result<Option<Self>, RecordError> {
        let path = folder.join(RECORD_NAME);
        match SourceFile::read(&path) {
            Ok(file) => Self::parse(&path, file.text()).map(Some),
            Err(ReadError::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(RecordError::Read { path, source }),
        }
    }

    /// Read a record that is in memory already; `path` is where it comes from.
    ///
    /// # Errors
    /// It is no record.
    pub fn parse(path: &Path, text: &str) -> Result<Self, RecordError> {
        let damaged = |reason: String| RecordError::Damaged { path: path.to_owned(), reason };
        let stored: Stored = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            damaged(format!("line {line}: {}", error.message().replace('\n', " ")))
        })?;
        if stored.schema != SCHEMA {
            return Err(damaged(format!("it is `{}`, and this kbtool reads `{SCHEMA}`", stored.schema)));
        }
        let Stored { pack, version, description, entries, .. } = stored;
        Ok(Self { pack, version, description, entries })
    }

    /// The file.
    pub fn to_text(&self) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let mut text = HEAD.to_owned();
        // Writing into a text cannot fail.
        let _ = writeln!(text, "schema = {}", quoted(SCHEMA));
        let _ = writeln!(text, "pack = {}\nversion = {}", quoted(&self.pack), quoted(&self.version));
        for (title, lines) in [("\"pack.yaml\"", &self.description), ("entries", &self.entries)] {
            let _ = writeln!(text, "\n[{title}]");
            for (key, fingerprint) in lines {
                let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
                let key = if !key.is_empty() && key.chars().all(is_bare) { key.clone() } else { quoted(key) };
                let _ = writeln!(text, "{key} = {}", quoted(fingerprint));
            }
        }
        text
    }
}

/// The keys of a `pack.yaml`, `id` aside, with the fingerprints of their values.
pub(super) fn description_of(text: &str) -> BTreeMap<String, String> {
    let document = Document::parse(text).0.unwrap_or_default();
    let pairs = match document.root().map(|root| &document.node(root).content) {
        Some(Content::Mapping(pairs)) => pairs.as_slice(),
        _ => &[],
    };
    let named = pairs.iter().filter_map(|&(key, value)| Some((document.scalar(key)?.to_owned(), value)));
    named
        .filter(|(key, _)| key != "id")
        .map(|(key, value)| (key, fingerprint::of_value(&document, value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn record() -> Record {
        let mut record = Record::new("apparel", "1.0.0");
        record.describe(&SourceFile::from_text("pack.yaml", "id: apparel\nname: 服饰\nversion: 1.0.0\n"));
        record.entries.insert("care-wash".to_owned(), "0123456789abcdef".to_owned());
        record.entries.insert("多久发货".to_owned(), "fedcba9876543210".to_owned());
        record
    }

    #[test]
    fn the_file_is_for_people_too() {
        insta::assert_snapshot!(record().to_text());
    }

    #[test]
    fn what_is_damaged_says_where() {
        let error =
            |text: &str| Record::parse(Path::new("kb/a/pack.lock"), text).expect_err("damaged").to_string();
        let text = record().to_text();
        let marked = error(&text.replace("[entries]", "<<<<<<< HEAD\n[entries]"));
        assert!(marked.starts_with("kb/a/pack.lock: line 11: "), "{marked}");
        let newer = error(&text.replace("lock/1", "lock/2"));
        assert!(newer.contains("it is `kbtool.pack-lock/2`"), "{newer}");
        assert!(error("").contains("schema"), "{}", error(""));
    }

    #[test]
    fn a_record_survives_other_line_ends() {
        let text = record().to_text().replace('\n', "\r\n");
        assert_eq!(Record::parse(Path::new("pack.lock"), &text).expect("a record"), record());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(keys in proptest::collection::btree_map("\\PC{0,8}", "[0-9a-f]{16}", 0..6)) {
            let written = Record { entries: keys.clone(), description: keys, ..record() };
            let read = Record::parse(Path::new("pack.lock"), &written.to_text());
            prop_assert_eq!(read.expect("a record"), written);
        }
    }
}
