//! Packs as they are shipped, read as a knowledge base of their own.

use std::path::PathBuf;

use super::outline::Outline;
use super::record::Record;
use crate::diagnostic::Diagnostic;
use crate::model::{KnowledgeBase, Pack, PackIndex, nearest};
use crate::packs::{BUNDLED, BundledPack};
use crate::source::SourceFile;
use crate::text::is_han;

/// A pack as files in memory, from wherever they come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackFiles {
    /// Its id.
    pub id: String,
    /// Names and contents of its YAML files, `pack.yaml` among them.
    pub files: Vec<(String, String)>,
}

impl From<&BundledPack> for PackFiles {
    fn from(pack: &BundledPack) -> Self {
        let file = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        Self { id: pack.id.to_owned(), files: pack.files.iter().map(file).collect() }
    }
}

/// A pack that is shipped.
#[derive(Debug)]
pub struct Release {
    /// Its id, which also names its folder.
    pub id: String,
    /// What it is called; its id, if it has no name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Its version; empty if it does not say.
    pub version: String,
    /// The language of its texts: what it says itself, else `zh-CN` or `en` by the look of its name.
    pub language: String,
    /// The packs that it extends, as it names them.
    pub extends: Vec<String>,
    /// Its files, by name.
    pub files: Vec<SourceFile>,
    /// What a copy of it is recorded as.
    pub record: Record,
    /// Its number in the knowledge base of all of them.
    pub index: PackIndex,
}

impl Release {
    /// The file `pack.yaml`.
    pub(super) fn pack_file(&self) -> Option<&SourceFile> {
        self.file("pack.yaml")
    }

    pub(super) fn file(&self, name: &str) -> Option<&SourceFile> {
        self.files.iter().find(|file| file.path().file_name().is_some_and(|found| found == name))
    }

    /// The files of entries with their names.
    pub(super) fn entry_files(&self) -> impl Iterator<Item = (&str, &SourceFile)> {
        let named = self.files.iter().filter_map(|file| Some((file.path().file_name()?.to_str()?, file)));
        named.filter(|(name, _)| *name != "pack.yaml")
    }
}

/// No pack of that name is shipped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no bundled pack `{name}`; {hint}")]
pub struct UnknownPack {
    /// The name that was asked for.
    pub name: String,
    /// Which may be meant, or which there are.
    pub hint: String,
}

/// All packs that are shipped.
#[derive(Debug)]
pub struct Releases {
    /// By id.
    pub packs: Vec<Release>,
    /// All of them together; files lie at `kb/ID/NAME`.
    pub knowledge_base: KnowledgeBase,
    /// What is wrong with them; with those of the binary, nothing is.
    pub problems: Vec<Diagnostic>,
}

impl Releases {
    /// The packs inside the binary.
    pub fn bundled() -> Self {
        Self::of(BUNDLED.iter().map(PackFiles::from))
    }

    /// These packs.
    pub fn of(packs: impl IntoIterator<Item = PackFiles>) -> Self {
        let mut packs: Vec<PackFiles> = packs.into_iter().collect();
        packs.sort_by(|one, other| one.id.cmp(&other.id));
        let path = |pack: &PackFiles, name: &str| PathBuf::from(format!("kb/{}/{name}", pack.id));
        let texts = packs
            .iter()
            .flat_map(|pack| pack.files.iter().map(move |(name, text)| (path(pack, name), text.clone())));
        let loaded = KnowledgeBase::from_texts(texts);
        let knowledge_base = loaded.knowledge_base;
        let release = |pack: PackFiles| {
            let index = knowledge_base.find_pack(&pack.id)?;
            let mut files: Vec<SourceFile> = pack
                .files
                .iter()
                .filter_map(|(name, text)| {
                    SourceFile::from_bytes(path(&pack, name), text.clone().into_bytes()).ok()
                })
                .collect();
            files.sort_by(|one, other| one.path().cmp(other.path()));
            Some(read(pack.id, files, knowledge_base.pack(index), index))
        };
        let packs = packs.into_iter().filter_map(release).collect();
        Self { packs, problems: loaded.problems, knowledge_base }
    }

    /// The pack with this id.
    pub fn find(&self, id: &str) -> Option<&Release> {
        self.packs.iter().find(|pack| pack.id == id)
    }

    /// The packs with these ids and those that they extend, each once, by id.
    ///
    /// # Errors
    /// An id that no pack has.
    pub fn with_extended<'n>(
        &self,
        ids: impl IntoIterator<Item = &'n str>,
    ) -> Result<Vec<&Release>, UnknownPack> {
        let mut named = Vec::new();
        for id in ids {
            named.push(self.find(id).ok_or_else(|| self.unknown(id))?.index);
        }
        let wanted = self.knowledge_base.with_extended(named);
        Ok(self.packs.iter().filter(|pack| wanted.contains(&pack.index)).collect())
    }

    /// That there is no pack `name`, with what may help.
    pub fn unknown(&self, name: &str) -> UnknownPack {
        let ids = || self.packs.iter().map(|pack| pack.id.as_str());
        let hint = match nearest(name, ids()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("there are {}", ids().collect::<Vec<_>>().join(", ")),
        };
        UnknownPack { name: name.to_owned(), hint }
    }
}

fn read(id: String, files: Vec<SourceFile>, pack: &Pack, index: PackIndex) -> Release {
    let text = |text: &Option<crate::model::Text>| text.as_deref().unwrap_or_default().to_owned();
    let mut record = Record::new(&id, &text(&pack.version));
    for file in &files {
        if file.path().file_name().is_some_and(|name| name == "pack.yaml") {
            record.describe(file);
            continue;
        }
        let entries = Outline::of(file).entries;
        record.entries.extend(entries.into_iter().map(|item| (item.key, item.fingerprint)));
    }
    let name = pack.name.as_deref().unwrap_or(&id).to_owned();
    let looks = if name.chars().any(is_han) { "zh-CN" } else { "en" };
    Release {
        name,
        description: text(&pack.description),
        version: text(&pack.version),
        language: pack.language.as_deref().unwrap_or(looks).to_owned(),
        extends: pack.extends.iter().map(|(id, _)| id.to_string()).collect(),
        files,
        record,
        index,
        id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_bundled_is_sound_and_describes_itself() {
        let releases = Releases::bundled();
        assert!(releases.problems.is_empty(), "{:?}", releases.problems);
        assert_eq!(releases.packs.len(), BUNDLED.len(), "a pack's id is the name of its folder");
        for (pack, bundled) in releases.packs.iter().zip(BUNDLED) {
            assert_eq!((pack.id.as_str(), pack.files.len()), (bundled.id, bundled.files.len()));
            assert!(!pack.version.is_empty() && !pack.description.is_empty(), "{}", pack.id);
            assert!(pack.extends.iter().all(|id| releases.find(id).is_some()), "{}", pack.id);
            let of_pack = |entry: &&crate::model::Entry| entry.pack == pack.index;
            let entries: Vec<_> = releases.knowledge_base.entries.iter().filter(of_pack).collect();
            assert!(entries.iter().all(|entry| pack.record.entries.contains_key(entry.key())), "{}", pack.id);
            assert_eq!(entries.len(), pack.record.entries.len(), "{}", pack.id);
        }
        let languages = |id: &str| releases.find(id).map(|pack| pack.language.clone());
        assert_eq!(languages("apparel").as_deref(), Some("zh-CN"));
    }

    #[test]
    fn what_is_extended_comes_along() {
        let releases = Releases::bundled();
        let ids = |names: &[&str]| {
            let found = releases.with_extended(names.iter().copied());
            found.map(|packs| packs.iter().map(|pack| pack.id.clone()).collect::<Vec<_>>())
        };
        assert_eq!(ids(&[]), Ok(vec![]));
        assert_eq!(ids(&["apparel"]), Ok(vec!["apparel".to_owned(), "common".to_owned()]));
        assert_eq!(ids(&["common", "common"]), Ok(vec!["common".to_owned()]));
        let error = ids(&["common", "aparel"]).expect_err("unknown").to_string();
        assert_eq!(error, "there is no bundled pack `aparel`; did you mean `apparel`?");
        let error = ids(&["zzzzzzzzzz"]).expect_err("unknown").to_string();
        assert!(error.contains("; there are apparel, "), "{error}");
    }

    #[test]
    fn a_pack_that_does_not_say_its_language_is_read_by_its_name() {
        let pack = |id: &str, name: &str| PackFiles {
            id: id.to_owned(),
            files: vec![("pack.yaml".to_owned(), format!("name: {name}\n"))],
        };
        let releases = Releases::of([pack("b", "鞋靴行业包"), pack("a", "Common questions")]);
        let languages: Vec<&str> = releases.packs.iter().map(|pack| pack.language.as_str()).collect();
        assert_eq!(languages, ["en", "zh-CN"]);
    }
}
