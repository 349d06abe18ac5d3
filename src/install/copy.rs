//! A pack as it lies in somebody's knowledge base.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::outline::{Item, Outline};
use super::record::Record;
use crate::model::{KnowledgeBase, PackIndex};
use crate::source::SourceFile;

/// A copy of a pack: its files, its record.
#[derive(Debug)]
pub struct Copy<'k> {
    /// The pack's id.
    pub id: String,
    /// The folder of its `pack.yaml`.
    pub folder: PathBuf,
    /// The version that its `pack.yaml` states; empty if it states none.
    pub version: String,
    /// What was installed, where that is recorded.
    pub record: Option<Record>,
    pub(super) pack_file: &'k SourceFile,
    /// Its files of entries, in the order of their paths.
    pub(super) files: Vec<CopyFile<'k>>,
    /// All files of the knowledge base.
    taken: Vec<&'k Path>,
}

/// A file of entries of a copy.
#[derive(Debug)]
pub(super) struct CopyFile<'k> {
    pub(super) file: &'k SourceFile,
    pub(super) outline: Outline<'k>,
}

/// A copy cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CopyError {
    /// The record beside it is that of another pack.
    #[error("{} is the record of the pack `{found}`, not of `{pack}`; delete it, or put it where it belongs", path.display())]
    OtherRecord {
        /// The record.
        path: PathBuf,
        /// The pack in whose folder it lies.
        pack: String,
        /// The pack that it names.
        found: String,
    },
}

impl<'k> Copy<'k> {
    /// The folder of the pack `id` in `knowledge_base`; `None` if no `pack.yaml` there has that id.
    pub fn folder(knowledge_base: &KnowledgeBase, id: &str) -> Option<PathBuf> {
        let (_, file) = described(knowledge_base, id)?;
        Some(file.path().parent().unwrap_or(Path::new("")).to_owned())
    }

    /// The copy of the pack `id` with the record that lies in its folder; `None` if there is no copy.
    ///
    /// # Errors
    /// The record is that of another pack.
    pub fn find(
        knowledge_base: &'k KnowledgeBase,
        id: &str,
        record: Option<Record>,
    ) -> Result<Option<Self>, CopyError> {
        let Some((index, pack_file)) = described(knowledge_base, id) else { return Ok(None) };
        let folder = pack_file.path().parent().unwrap_or(Path::new("")).to_owned();
        if let Some(other) = record.as_ref().filter(|record| record.pack != id) {
            let path = folder.join(super::RECORD_NAME);
            return Err(CopyError::OtherRecord { path, pack: id.to_owned(), found: other.pack.clone() });
        }
        let mut of_pack: Vec<_> = knowledge_base
            .entries
            .iter()
            .filter(|entry| entry.pack == index)
            .map(|entry| entry.location.file)
            .collect();
        of_pack.dedup();
        let files = knowledge_base.files.iter().filter_map(|(number, file)| {
            let has_entries = of_pack.contains(&number);
            let is_of_entries =
                !matches!(file.path().file_stem().and_then(|stem| stem.to_str()), Some("pack" | "shop"));
            let may_take_some = file.path().parent() == Some(&folder) && is_of_entries;
            if !has_entries && !may_take_some {
                return None;
            }
            let outline = Outline::of(file);
            (has_entries || outline.entries.is_empty()).then_some(CopyFile { file, outline })
        });
        let files = files.collect();
        Ok(Some(Self {
            id: id.to_owned(),
            folder,
            version: knowledge_base.pack(index).version.as_deref().unwrap_or_default().to_owned(),
            record,
            pack_file,
            files,
            taken: knowledge_base.files.iter().map(|(_, file)| file.path()).collect(),
        }))
    }

    /// The entries with their fingerprints.
    pub fn fingerprints(&self) -> BTreeMap<&str, &str> {
        self.items().map(|(_, item)| (item.key.as_str(), item.fingerprint.as_str())).collect()
    }

    /// The entries with their files.
    pub(super) fn items(&self) -> impl Iterator<Item = (&CopyFile<'k>, &Item)> {
        self.files.iter().flat_map(|file| file.outline.entries.iter().map(move |item| (file, item)))
    }

    /// Where a new file of this name can stand: another pack may have one in the same folder.
    pub(super) fn free_path(&self, name: &str) -> PathBuf {
        let stem = name.strip_suffix(".yaml").unwrap_or(name);
        let numbered = (2..).map(|number| format!("{stem}-{number}.yaml"));
        let mut paths = std::iter::once(name.to_owned()).chain(numbered).map(|name| self.folder.join(name));
        paths.find(|path| !self.taken.contains(&path.as_path())).unwrap_or_else(|| self.folder.join(name))
    }

    /// The name of the record.
    pub fn record_path(&self) -> PathBuf {
        self.folder.join(super::RECORD_NAME)
    }

    /// How many entries were changed or deleted since `record`, and how many of them the shop has added.
    pub fn changes_since(&self, record: &Record) -> (usize, usize) {
        let now = self.fingerprints();
        let changed = record
            .entries
            .iter()
            .filter(|(key, fingerprint)| now.get(key.as_str()) != Some(&fingerprint.as_str()));
        let own = now.keys().filter(|key| !record.entries.contains_key(**key));
        (changed.count(), own.count())
    }
}

/// The pack with this id and its `pack.yaml`.
fn described<'k>(knowledge_base: &'k KnowledgeBase, id: &str) -> Option<(PackIndex, &'k SourceFile)> {
    let index = knowledge_base.find_pack(id)?;
    let location = knowledge_base.pack(index).location?;
    Some((index, knowledge_base.files.get(location.file)))
}
