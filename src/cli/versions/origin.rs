//! What `OLD` and `NEW` mean: folders, git revisions, the working tree.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use kbtool::diagnostic::{Language, Message};
use kbtool::source::revision::{CommitId, Repository, RevisionError};

use crate::cli::context::Context;

/// Where a version comes from.
pub(crate) enum Origin {
    /// The configured knowledge base as it lies on disk.
    WorkingTree,
    /// A folder, or a single file.
    Folder(PathBuf),
    Commit(Commit),
}

/// A commit by the name that people gave it.
#[derive(Clone)]
pub(crate) struct Commit {
    pub(crate) repository: Repository,
    pub(crate) id: CommitId,
    /// Such as `main (1a2b3c4)`.
    pub(crate) name: Message,
}

impl Origin {
    /// The two versions that `old` and `new` name; the later one is the working tree if nothing is said.
    pub(crate) fn both(context: &Context, old: &str, new: Option<&str>) -> Result<(Self, Self)> {
        let namer = Namer { context, repository: OnceCell::new() };
        let later = |new: Option<&str>| match new {
            Some(new) => namer.folder_or_revision(new),
            None => Ok(Self::WorkingTree),
        };
        if is_knowledge_base(Path::new(old)) {
            return Ok((namer.folder_or_revision(old)?, later(new)?));
        }
        match Range::of(old) {
            Some(Range { since, until: "", parted: true }) => {
                let after = later(new)?;
                let other = match (&after, new) {
                    (Self::WorkingTree, _) => "HEAD",
                    (Self::Commit(_), Some(new)) => new,
                    _ => bail!("`{old}` is where {since} and another branch part; a folder is no branch"),
                };
                let before = namer.merge_base(since, other)?;
                namer.refuse_bare(&after)?;
                Ok((before, after))
            }
            Some(Range { since, until, parted }) => {
                if let Some(new) = new {
                    bail!("`{old}` names both versions; leave `{new}` out");
                }
                let head = |name| if name == "" { "HEAD" } else { name };
                let (since, until) = (head(since), head(until));
                let before = if parted { namer.merge_base(since, until)? } else { namer.revision(since)? };
                Ok((before, namer.revision(until)?))
            }
            None => {
                let before = namer.folder_or_revision(old)?;
                let after = later(new)?;
                namer.refuse_bare(&after)?;
                Ok((before, after))
            }
        }
    }
}

impl Commit {
    /// The commit that `revision` names in the repository of the knowledge base.
    pub(crate) fn named(context: &Context, revision: &str) -> Result<Self> {
        let namer = Namer { context, repository: OnceCell::new() };
        let repository = namer.repository()?;
        namer.commit(repository.resolve(revision)?, revision)
    }
}

/// Whether this is a folder, or a file of entries, and not a name of git's.
fn is_knowledge_base(path: &Path) -> bool {
    let is_yaml = path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
    path.is_dir() || (is_yaml && path.is_file())
}

/// `A..B` or `A...B`, of which one side may be missing.
struct Range<'t> {
    since: &'t str,
    until: &'t str,
    /// Three dots: from where the two part.
    parted: bool,
}

impl<'t> Range<'t> {
    fn of(text: &'t str) -> Option<Self> {
        let parted = text.contains("...");
        let (since, until) = text.split_once(if parted { "..." } else { ".." })?;
        // `../old` is a path; no name of git's begins or ends with a slash.
        let is_range =
            !since.ends_with('/') && !until.starts_with('/') && !(since.is_empty() && until.is_empty());
        is_range.then_some(Self { since, until, parted })
    }
}

struct Namer<'c> {
    context: &'c Context,
    repository: OnceCell<Repository>,
}

impl Namer<'_> {
    /// The repository that the knowledge base is in.
    fn repository(&self) -> Result<&Repository, RevisionError> {
        if let Some(repository) = self.repository.get() {
            return Ok(repository);
        }
        let start = self.context.roots().first().map_or(Path::new("."), PathBuf::as_path);
        let repository = Repository::discover(start)?;
        Ok(self.repository.get_or_init(|| repository))
    }

    fn folder_or_revision(&self, name: &str) -> Result<Origin> {
        let path = Path::new(name);
        if !is_knowledge_base(path) {
            return self.revision(name);
        }
        if let Some(other) = self.name_of_revision(name) {
            self.context.note(&match self.context.language {
                Language::English => {
                    format!("`{name}` is a folder and a git revision; the folder is taken. The revision is `{other}`")
                }
                Language::Chinese => {
                    format!("“{name}”既是文件夹，也是 git 版本，这里按文件夹处理；要指版本请写“{other}”")
                }
            });
        }
        Ok(Origin::Folder(path.to_owned()))
    }

    /// How to say that the revision of this name is meant and not the folder, if there is such a revision.
    fn name_of_revision(&self, name: &str) -> Option<String> {
        let repository = self.repository().ok()?;
        let commit = repository.resolve(name).ok()?;
        let full = ["heads", "tags", "remotes"].map(|kind| format!("refs/{kind}/{name}"));
        let same = |full: &String| repository.resolve(full).is_ok_and(|other| other == commit);
        Some(full.into_iter().find(same).unwrap_or_else(|| format!("{name}^0")))
    }

    fn revision(&self, name: &str) -> Result<Origin> {
        let found = self.repository().and_then(|repository| repository.resolve(name));
        match found {
            Ok(commit) => Ok(Origin::Commit(self.commit(commit, name)?)),
            Err(
                error @ (RevisionError::UnknownRevision { .. }
                | RevisionError::NotARepository { .. }
                | RevisionError::GitMissing),
            ) => bail!("`{name}` is no folder, nor can it be had as a git revision: {error}"),
            Err(error) => Err(error.into()),
        }
    }

    /// Where two branches part.
    fn merge_base(&self, one: &str, other: &str) -> Result<Origin> {
        let repository = self.repository()?;
        let id = repository.merge_base(one, other)?;
        let short = repository.short_name(&id)?;
        let name = Message::new(
            format!("the merge base of {one} and {other} ({short})"),
            format!("{one} 与 {other} 的共同祖先（{short}）"),
        );
        Ok(Origin::Commit(Commit { repository: repository.clone(), id, name }))
    }

    fn commit(&self, id: CommitId, name: &str) -> Result<Commit> {
        let repository = self.repository()?.clone();
        let short = repository.short_name(&id)?;
        let is_id = name.len() >= 4 && id.as_str().starts_with(&name.to_ascii_lowercase());
        let name = if is_id {
            Message::new(short.clone(), short)
        } else {
            Message::new(format!("{name} ({short})"), format!("{name}（{short}）"))
        };
        Ok(Commit { repository, id, name })
    }

    /// A bare repository has no working tree that could be the later version.
    fn refuse_bare(&self, after: &Origin) -> Result<()> {
        match self.repository.get() {
            Some(repository) if repository.is_bare() && matches!(after, Origin::WorkingTree) => bail!(
                "{} has no working tree to compare with; name two revisions: kbtool diff OLD NEW",
                repository.root().display()
            ),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_told_from_paths() {
        let range = |text| Range::of(text).map(|range: Range<'_>| (range.since, range.until, range.parted));
        assert_eq!(range("main...topic"), Some(("main", "topic", true)));
        assert_eq!(range("main.."), Some(("main", "", false)));
        assert_eq!(range("..v2"), Some(("", "v2", false)));
        assert_eq!(range("main..."), Some(("main", "", true)));
        for none in ["main", "v1.2", "../old", "a/../b", "..", "..."] {
            assert_eq!(range(none), None, "{none}");
        }
    }
}
