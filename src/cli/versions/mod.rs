//! The versions of a knowledge base that commands compare: where each comes from, and loading it.

mod commit;
mod origin;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use kbtool::config::{Config, FILE_NAME, GatesConfig};
use kbtool::diagnostic::Message;
use kbtool::diff::GateTable;
use kbtool::model::{KnowledgeBase, LoadOptions, Loaded};

pub(crate) use commit::{files_at, was_not_there};
pub(crate) use origin::{Commit, Origin};

use super::context::Context;
use super::progress::Progress;

/// A version that was read; there may be faults.
pub(crate) struct Version {
    /// What people call it.
    pub(crate) name: Message,
    pub(crate) loaded: Loaded,
    /// The gates of its configuration; nothing for a folder that has none.
    pub(crate) gates: Option<GateTable>,
    /// The shop that its configuration names.
    pub(crate) shop: Option<String>,
    /// What the reader of a report should know.
    pub(crate) notes: Vec<Message>,
}

/// Which of the two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It may be that there was no knowledge base yet.
    Before,
    After,
}

impl Version {
    pub(crate) fn knowledge_base(&self) -> &KnowledgeBase {
        &self.loaded.knowledge_base
    }

    /// Read the version that comes from `origin`.
    pub(crate) fn load(context: &Context, origin: &Origin, role: Role, progress: &Progress) -> Result<Self> {
        let version = match origin {
            Origin::WorkingTree => Self::of_working_tree(context, on_disk(context.roots(), progress)?),
            Origin::Folder(path) => Self::of_folder(path, progress)?,
            Origin::Commit(commit) => commit.load(context, role)?,
        };
        let may_be_empty = role == Role::Before && matches!(origin, Origin::Commit(_));
        if !may_be_empty && version.loaded.problems.is_empty() && version.knowledge_base().entries.is_empty()
        {
            bail!("{}: no entry in any .yaml or .yml file", version.name.english);
        }
        Ok(version)
    }

    /// The configured knowledge base as it lies on disk, which was loaded already.
    pub(crate) fn of_working_tree(context: &Context, loaded: Loaded) -> Self {
        let config = &context.config;
        let shop = config.shop.clone().filter(|_| context.global.kb.is_empty());
        let name = Message::new("the working tree", "工作区");
        Self { name, loaded, gates: Some(gate_table(&config.gates)), shop, notes: Vec::new() }
    }

    fn of_folder(path: &Path, progress: &Progress) -> Result<Self> {
        let configuration = path.join(FILE_NAME);
        let (roots, gates, shop) = if configuration.is_file() {
            let config = Config::read(&configuration)?;
            (config.kb, Some(gate_table(&config.gates)), config.shop)
        } else {
            (vec![path.to_owned()], None, None)
        };
        let mut name = path.display().to_string();
        if path.is_dir() && !name.ends_with('/') {
            name.push('/');
        }
        let name = Message::new(name.clone(), name);
        Ok(Self { name, loaded: on_disk(&roots, progress)?, gates, shop, notes: Vec::new() })
    }
}

/// Read both versions side by side. The faults of both are shown as the linter shows them, and are an error.
pub(crate) fn load_both(context: &Context, before: &Origin, after: &Origin) -> Result<(Version, Version)> {
    let label = context.language.pick("Loading", "加载知识库");
    let progress = Progress::new(label, None, context.global.quiet);
    let (before, after) = rayon::join(
        || Version::load(context, before, Role::Before, &progress),
        || Version::load(context, after, Role::After, &progress),
    );
    drop(progress);
    let (before, after) = (before?, after?);
    let faulty: Vec<&Version> =
        [&before, &after].into_iter().filter(|version| !version.loaded.problems.is_empty()).collect();
    if !faulty.is_empty() {
        for version in &faulty {
            context.show_problems(Some(&version.name), &version.loaded);
        }
        let counts = faulty
            .iter()
            .map(|version| format!("{} error(s) in {}", version.loaded.problems.len(), version.name.english));
        bail!("{}; nothing was compared. Mend them and run again", counts.collect::<Vec<_>>().join(", "));
    }
    Ok((before, after))
}

fn on_disk(roots: &[PathBuf], progress: &Progress) -> Result<Loaded> {
    super::context::refuse_missing(roots)?;
    let count = |_| progress.advance(1);
    Ok(KnowledgeBase::load(roots, LoadOptions { progress: Some(&count), overlay: None }))
}

/// The gates of a configuration as comparisons know them.
fn gate_table(gates: &GatesConfig) -> GateTable {
    let overall = (!gates.overall.limits.is_empty()).then(|| (String::new(), gates.overall.clone()));
    overall.into_iter().chain(gates.pack.clone()).collect()
}
