//! Why a revision could not be read.

use std::fmt;
use std::path::PathBuf;

/// A git revision, or a file of it, could not be had.
#[derive(Debug, thiserror::Error)]
pub enum RevisionError {
    /// The program `git` could not be found.
    #[error("the program `git` is not on the PATH; it is needed to read earlier versions")]
    GitMissing,
    /// The program `git` is there, but the system did not run it or its pipes broke.
    #[error("cannot run git: {0}")]
    CannotRun(#[source] std::io::Error),
    /// Neither the folder nor one above it is a repository.
    #[error("{} is in no git repository", path.display())]
    NotARepository {
        /// Where one was sought.
        path: PathBuf,
    },
    /// The name leads to no commit.
    #[error("git knows no commit `{revision}`{hint}")]
    UnknownRevision {
        /// The name as it was given.
        revision: String,
        /// What may bring the commit.
        hint: RevisionHint,
    },
    /// The commit was asked for where two branches part, and they have no ancestor in common.
    #[error("`{revision}` and {} have no commit in common{hint}", in_quotes(other))]
    NoMergeBase {
        /// The one name.
        revision: String,
        /// The other.
        other: String,
        /// What may bring the commit.
        hint: RevisionHint,
    },
    /// The repository is bare: there are no files to hold a commit against.
    #[error("{} has no working tree, so there is nothing to compare a commit with", root.display())]
    NoWorkingTree {
        /// The folder of the repository.
        root: PathBuf,
    },
    /// The path is not in the repository, or is a link that leads out of it.
    #[error("{} is outside the git repository at {}", path.display(), root.display())]
    OutsideRepository {
        /// The path as it was given.
        path: PathBuf,
        /// The top folder of the repository.
        root: PathBuf,
    },
    /// Git ended with an error.
    #[error("`git {command}` failed: {message}")]
    Git {
        /// The command of git, such as `ls-tree`.
        command: String,
        /// What it said: its last line that names an error.
        message: String,
    },
}

/// What may help when a commit is not there; shown as a clause, or as nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RevisionHint {
    /// The remote that the name begins with, as `origin` of `origin/main`.
    pub remote: Option<String>,
    /// Whether the clone has only the last commits, as build servers make them.
    pub shallow: bool,
}

impl fmt::Display for RevisionHint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(remote) = &self.remote {
            write!(formatter, "; `git fetch {remote}` may bring it")?;
        }
        if self.shallow {
            formatter.write_str(
                "; this is a shallow clone, `git fetch --unshallow` brings the rest (on GitHub: `fetch-depth: 0`, on GitLab: `GIT_DEPTH: 0`)",
            )?;
        }
        Ok(())
    }
}

/// Everybody knows HEAD; other names are marked as such.
fn in_quotes(revision: &str) -> String {
    if revision == "HEAD" { revision.to_owned() } else { format!("`{revision}`") }
}
