mod edits;
mod random;
mod updates;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::*;
use crate::model::KnowledgeBase;

/// A repository in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shop {
    pub(super) files: BTreeMap<PathBuf, Vec<u8>>,
    /// What is not to go.
    pub(super) held: BTreeSet<String>,
}

/// The pack `p` with these files.
pub(super) fn releases(version: &str, files: &[(&str, &str)]) -> Releases {
    let about = format!("id: p\nname: 测试包\nversion: {version}\ngates: {{hit_rate: 0.8}}\n");
    let mut files: Vec<(String, String)> =
        files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    if files.iter().all(|(name, _)| name != "pack.yaml") {
        files.push(("pack.yaml".to_owned(), about));
    }
    let releases = Releases::of([PackFiles { id: "p".to_owned(), files }]);
    assert!(releases.problems.is_empty(), "{:#?}", releases.problems);
    releases
}

impl Shop {
    /// A copy of the pack, with its record.
    pub(super) fn with(releases: &Releases) -> Self {
        let file = |(name, text): (PathBuf, String)| (Path::new("kb/p").join(name), text.into_bytes());
        Self { files: files_of(&releases.packs[0]).map(file).collect(), held: BTreeSet::new() }
    }

    pub(super) fn text(&self, name: &str) -> &str {
        let bytes = self.files.get(&Path::new("kb/p").join(name));
        std::str::from_utf8(bytes.map_or(b"", Vec::as_slice)).expect("UTF-8")
    }

    /// Somebody edits a file.
    pub(super) fn edit(&mut self, name: &str, old: &str, new: &str) {
        let text = self.text(name);
        assert!(text.contains(old), "{old} is not in {text}");
        let text = text.replacen(old, new, 1);
        self.write(name, text);
    }

    pub(super) fn write(&mut self, name: &str, text: impl Into<Vec<u8>>) {
        self.files.insert(Path::new("kb/p").join(name), text.into());
    }

    pub(super) fn load(&self) -> KnowledgeBase {
        let is_yaml = |path: &Path| path.extension().is_some_and(|extension| extension == "yaml");
        let files = self.files.iter().filter(|(path, _)| is_yaml(path));
        let loaded = KnowledgeBase::from_bytes(files.map(|(path, bytes)| (path.clone(), bytes.clone())));
        assert!(loaded.problems.is_empty(), "{:#?}\n{self:?}", loaded.problems);
        loaded.knowledge_base
    }

    pub(super) fn record(&self) -> Option<Record> {
        let bytes = self.files.get(Path::new("kb/p/pack.lock"))?;
        let text = std::str::from_utf8(bytes).expect("UTF-8");
        Some(Record::parse(Path::new("kb/p/pack.lock"), text).expect("a record"))
    }

    pub(super) fn plan(&self, releases: &Releases, take: &Take) -> Result<Update, UpdateError> {
        let knowledge_base = self.load();
        let copy = Copy::find(&knowledge_base, "p", self.record()).expect("no other record");
        Update::plan(&copy.expect("a copy"), &releases.packs[0], take, &self.held)
    }

    /// Update, and look that a second update has nothing to do.
    pub(super) fn update(&mut self, releases: &Releases, take: &Take) -> Update {
        let update = self.plan(releases, take).expect("a plan");
        self.files.extend(update.files.clone());
        for path in &update.gone {
            self.files.remove(path);
        }
        if let Some(record) = &update.record {
            self.files.insert(update.record_path.clone(), record.to_text().into_bytes());
        }
        let again = self.plan(releases, &Take::Never).expect("a plan");
        assert!(again.is_empty(), "{again:#?}");
        assert_eq!(again.conflicts().count(), 0);
        update
    }

    /// What each entry says.
    pub(super) fn entries(&self) -> BTreeMap<String, String> {
        let knowledge_base = self.load();
        let copy = Copy::find(&knowledge_base, "p", None).expect("no record").expect("a copy");
        let owned = |(key, text): (&str, &str)| (key.to_owned(), text.to_owned());
        copy.fingerprints().into_iter().map(owned).collect()
    }
}

/// The decisions about entries that are not the same.
pub(super) fn decisions(update: &Update) -> Vec<(&str, &str)> {
    let of_entry = |outcome: &&Outcome| {
        matches!(outcome.subject, Subject::Entry { .. }) && outcome.decision != Decision::Same
    };
    let named = |outcome: &'_ Outcome| outcome.decision.name();
    update.outcomes.iter().filter(of_entry).map(|outcome| (outcome.subject.name(), named(outcome))).collect()
}
