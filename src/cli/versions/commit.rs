//! The knowledge base as it was in a commit: its settings, then the files that these name.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use kbtool::config::{Config, ConfigError, FILE_NAME};
use kbtool::diagnostic::Message;
use kbtool::model::{FileBytes, KnowledgeBase};
use kbtool::source::SourceFile;
use kbtool::source::revision::{CommitId, Repository, RevisionError};

use super::{Commit, Role, Version, gate_table};
use crate::cli::context::Context;

/// The files that were at or below `roots` in a commit, each with its path as it would be now.
pub(crate) fn files_at(
    repository: &Repository,
    commit: &CommitId,
    roots: &[PathBuf],
) -> Result<Vec<FileBytes>, RevisionError> {
    let mut found = Vec::new();
    for root in roots {
        let relative = repository.relative(root)?;
        let files = repository.read_files(commit, std::slice::from_ref(root), &["yaml", "yml"])?;
        for (path, bytes) in files {
            let rest = path.strip_prefix(&relative).unwrap_or(&path);
            let path = if rest.as_os_str().is_empty() { root.clone() } else { root.join(rest) };
            found.push(FileBytes { root: root.clone(), path, bytes });
        }
    }
    // Roots may lie in each other.
    found.sort_unstable_by(|one, other| (&one.path, &one.root).cmp(&(&other.path, &other.root)));
    found.dedup_by(|one, other| one.path == other.path);
    Ok(found)
}

/// What to say where the version of this name has no knowledge base.
pub(crate) fn was_not_there(name: &Message) -> Message {
    Message::new(
        format!("{}: the knowledge base was not there yet; everything is new", name.english),
        format!("{}：当时还没有这个知识库，全部视为新内容", name.chinese),
    )
}

impl Commit {
    /// The version in this commit, by the settings that it has itself.
    pub(super) fn load(&self, context: &Context, role: Role) -> Result<Version> {
        let name = &self.name;
        let at = || format!("at {}", name.english);
        let own = self.configuration(context).with_context(at)?;
        let roots = match &own {
            _ if !context.global.kb.is_empty() => context.global.kb.clone(),
            Some(config) => config.kb.clone(),
            None => self.current(context).kb,
        };
        let shop = match &own {
            Some(config) => config.shop.clone(),
            None => self.current(context).shop,
        };
        let files = files_at(&self.repository, &self.id, &roots).with_context(at)?;
        let mut notes = Vec::new();
        if files.is_empty() {
            if role == Role::After {
                let places: Vec<_> = roots.iter().map(|root| root.display().to_string()).collect();
                bail!("{}: there is no knowledge base at {}", name.english, places.join(", "));
            }
            notes.push(was_not_there(name));
        }
        Ok(Version {
            name: name.clone(),
            loaded: KnowledgeBase::from_file_bytes(files),
            gates: Some(own.map(|config| gate_table(&config.gates)).unwrap_or_default()),
            shop: shop.filter(|_| context.global.kb.is_empty()),
            notes,
        })
    }

    /// The settings that hold now, as far as they are about this repository.
    fn current(&self, context: &Context) -> Config {
        if self.is_ours(context) { context.config.clone() } else { Config::default() }
    }

    /// Whether the current configuration was given by the user, or is a file of this repository: beside a bare
    /// one another's may have been found.
    fn is_ours(&self, context: &Context) -> bool {
        context.global.config.is_some()
            || context.config.path.as_deref().is_none_or(|path| self.repository.relative(path).is_ok())
    }

    /// The configuration in the commit: that in the place of the current one, else the one at the top. A file
    /// outside the repository that the user named holds for every version.
    fn configuration(&self, context: &Context) -> Result<Option<Config>> {
        let current = context.config.path.as_deref();
        let named_elsewhere = context.global.config.is_some()
            && current.is_some_and(|path| self.repository.relative(path).is_err());
        if named_elsewhere {
            return Ok(Some(context.config.clone()));
        }
        let top = self.top();
        for path in current.into_iter().chain([top.as_path()]) {
            let bytes = match self.repository.read_file(&self.id, path) {
                Ok(bytes) => bytes,
                Err(RevisionError::OutsideRepository { .. }) => continue,
                Err(error) => return Err(error.into()),
            };
            let Some(bytes) = bytes else { continue };
            let text = SourceFile::from_bytes(path, bytes)
                .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
            return Ok(Some(Config::parse(path, text.text())?));
        }
        Ok(None)
    }

    /// The configuration at the top of the repository, as seen from here.
    fn top(&self) -> PathBuf {
        match self.repository.relative(Path::new(".")) {
            Ok(here) => here.components().map(|_| "..").collect::<PathBuf>().join(FILE_NAME),
            Err(_) => self.repository.root().join(FILE_NAME),
        }
    }
}
