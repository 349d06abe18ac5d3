//! The files of an earlier version, out of git, with the working tree left as it is.
//!
//! Git itself is asked, as it alone knows every form a repository can have: worktrees, alternates, packs,
//! partial clones, whatever comes next. Three programs run for a whole version, not one a file. Names given
//! by people go to git only where it cannot take them for options, and names of files mean themselves.

mod error;
mod git;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::fmt;
use std::path::{Component, Path, PathBuf};

pub use error::{RevisionError, RevisionHint};
use git::{Git, line, path_of, pieces};

/// A commit that exists, by its full id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommitId(String);

impl CommitId {
    /// The id in hexadecimal: 40 digits, or 64 in repositories with SHA-256.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CommitId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A git repository on this machine.
#[derive(Debug, Clone)]
pub struct Repository {
    git: Git,
    root: PathBuf,
    bare: bool,
}

impl Repository {
    /// The repository that `path`, a file or folder that need not exist any more, belongs to. `GIT_DIR` and
    /// `GIT_WORK_TREE` name another, as for git itself.
    ///
    /// # Errors
    /// Git is not installed, or there is no repository, or git does not trust its owner.
    pub fn discover(path: &Path) -> Result<Self, RevisionError> {
        Self::discover_with(Git::from_environment(nearest_folder(path)), path)
    }

    fn discover_with(mut git: Git, path: &Path) -> Result<Self, RevisionError> {
        let found = git.ask("rev-parse", ["--absolute-git-dir"])?;
        if !found.status.success() {
            let is_none = String::from_utf8_lossy(&found.stderr).contains("not a git repository");
            return Err(if is_none {
                RevisionError::NotARepository { path: path.to_owned() }
            } else {
                git::failure("rev-parse", &found.stderr)
            });
        }
        let git_dir = path_of(line(&found.stdout));
        // It fails where there are no files beside git's own: in a bare repository, and inside `.git`.
        let top = git.ask("rev-parse", ["--show-toplevel"])?;
        let bare = !top.status.success();
        let root = if bare { git_dir.clone() } else { path_of(line(&top.stdout)) };
        // What the environment says relative to here must still be true where the commands run.
        git.repository = git.repository.map(|_| git_dir.into_os_string());
        git.work_tree = git.work_tree.map(|_| root.clone().into_os_string());
        git.folder.clone_from(&root);
        Ok(Self { git, root, bare })
    }

    /// The top folder of the working tree; of a bare repository its own folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether there is no working tree: the repository is bare, or this is the folder that git keeps its own
    /// files in.
    pub fn is_bare(&self) -> bool {
        self.bare
    }

    /// The commit that `revision` names: a branch, a tag, an id or its beginning, `HEAD~2` … `A...` is the
    /// newest commit that A and HEAD have in common: what a branch was before it left A.
    ///
    /// # Errors
    /// No commit goes by that name, or nothing is in common.
    pub fn resolve(&self, revision: &str) -> Result<CommitId, RevisionError> {
        match revision.strip_suffix("...") {
            Some(other) => self.merge_base(other, "HEAD"),
            None => self.commit(revision),
        }
    }

    /// The newest commit that the revisions `one` and `other` have in common.
    ///
    /// # Errors
    /// No commit goes by one of the names, or nothing is in common.
    pub fn merge_base(&self, one: &str, other: &str) -> Result<CommitId, RevisionError> {
        let (one_id, other_id) = (self.commit(one)?, self.commit(other)?);
        let found = self.git.ask("merge-base", [one_id.as_str(), other_id.as_str()])?;
        match found.status.code() {
            Some(0) => Ok(CommitId(String::from_utf8_lossy(line(&found.stdout)).into_owned())),
            // With this code git says that it looked and found none.
            Some(1) => Err(RevisionError::NoMergeBase {
                revision: one.to_owned(),
                other: other.to_owned(),
                hint: self.hint("")?,
            }),
            _ => Err(git::failure("merge-base", &found.stderr)),
        }
    }

    /// The beginning of a commit's id that no other object of the repository shares, as git shows it to people.
    ///
    /// # Errors
    /// Git failed.
    pub fn short_name(&self, commit: &CommitId) -> Result<String, RevisionError> {
        let short = self.git.run("rev-parse", ["--short", commit.as_str()])?;
        Ok(String::from_utf8_lossy(line(&short)).into_owned())
    }

    fn commit(&self, revision: &str) -> Result<CommitId, RevisionError> {
        if !revision.is_empty() && !revision.contains('\0') {
            let name = format!("{revision}^{{commit}}");
            let found =
                self.git.ask("rev-parse", ["--verify", "--quiet", "--end-of-options", name.as_str()])?;
            let id = String::from_utf8_lossy(line(&found.stdout)).into_owned();
            // `^main` is taken, too, and answered with more than an id.
            let is_id = matches!(id.len(), 40 | 64) && id.bytes().all(|byte| byte.is_ascii_hexdigit());
            if found.status.success() && is_id {
                return Ok(CommitId(id));
            }
        }
        Err(RevisionError::UnknownRevision { revision: revision.to_owned(), hint: self.hint(revision)? })
    }

    fn hint(&self, revision: &str) -> Result<RevisionHint, RevisionError> {
        let remote = match revision.split_once('/') {
            Some((first, _)) => {
                let remotes = self.git.run::<&str>("remote", [])?;
                let is_remote = String::from_utf8_lossy(&remotes).lines().any(|remote| remote == first);
                (is_remote || first == "origin").then(|| first.to_owned())
            }
            None => None,
        };
        let shallow = line(&self.git.run("rev-parse", ["--is-shallow-repository"])?) == b"true";
        Ok(RevisionHint { remote, shallow })
    }

    /// `path` as the repository knows it: relative to [`Self::root`], links resolved. The root itself is the
    /// empty path. In a bare repository a relative path counts from the root of every version.
    ///
    /// # Errors
    /// The path, or where its links lead, is outside.
    pub fn relative(&self, path: &Path) -> Result<PathBuf, RevisionError> {
        let outside = || RevisionError::OutsideRepository { path: path.to_owned(), root: self.root.clone() };
        if self.bare {
            let mut relative = PathBuf::new();
            for component in path.components() {
                match component {
                    Component::Normal(name) => relative.push(name),
                    Component::CurDir => {}
                    Component::ParentDir if relative.pop() => {}
                    _ => return Err(outside()),
                }
            }
            return Ok(relative);
        }
        let root = std::fs::canonicalize(&self.root).map_err(RevisionError::CannotRun)?;
        let real = real_path(path).map_err(RevisionError::CannotRun)?;
        real.strip_prefix(&root).map(Path::to_owned).map_err(|_| outside())
    }

    /// The files at or below one of `under` (all if it is empty) that are not now what they were in
    /// `commit`: changed, added, untracked, gone. Relative to [`Self::root`], sorted; a renamed file counts
    /// as one gone and one added. What `.gitignore` hides and git does not follow is left out.
    ///
    /// # Errors
    /// A path is outside, the repository is bare, or git failed.
    pub fn changed_files(&self, commit: &CommitId, under: &[PathBuf]) -> Result<Vec<PathBuf>, RevisionError> {
        if self.bare {
            return Err(RevisionError::NoWorkingTree { root: self.root.clone() });
        }
        let paths = self.arguments(under)?;
        let with = |options: &[&str]| {
            options.iter().map(OsString::from).chain(paths.iter().cloned()).collect::<Vec<_>>()
        };
        let differing = self.git.run(
            "diff",
            with(&[
                "--name-only",
                "-z",
                "--no-renames",
                "--no-relative",
                "--no-ext-diff",
                commit.as_str(),
                "--",
            ]),
        )?;
        let untracked = self.git.run("ls-files", with(&["--others", "--exclude-standard", "-z", "--"]))?;
        let mut files: Vec<PathBuf> = pieces(&differing).chain(pieces(&untracked)).map(path_of).collect();
        files.sort_unstable();
        files.dedup();
        Ok(files)
    }

    /// The files of `commit` at or below one of `under` (all if it is empty) whose names end in one of
    /// `extensions` (without dot, in any case), with their bytes as the repository holds them: no filter and
    /// no conversion of line ends is applied. Relative to [`Self::root`], sorted.
    ///
    /// As [`super::yaml_files`] does, names that begin with a dot below a path of `under` are passed over,
    /// and a file that `under` itself names is taken whatever its extension. Links and submodules are
    /// passed over.
    ///
    /// # Errors
    /// A path is outside, an object is missing, or git failed. That nothing was there is no error.
    pub fn read_files(
        &self,
        commit: &CommitId,
        under: &[PathBuf],
        extensions: &[&str],
    ) -> Result<Vec<(PathBuf, Vec<u8>)>, RevisionError> {
        let roots: Vec<PathBuf> = under.iter().map(|path| self.relative(path)).collect::<Result<_, _>>()?;
        let mut arguments: Vec<OsString> =
            ["-r", "-z", "--full-tree", commit.as_str(), "--"].map(OsString::from).to_vec();
        // Here, other than elsewhere in git, nothing but no path at all means everything.
        if !roots.iter().any(|root| root.as_os_str().is_empty()) {
            arguments.extend(roots.iter().map(|root| root.clone().into_os_string()));
        }
        let tree = self.git.run("ls-tree", arguments)?;
        let wanted = |path: &Path| {
            let rests = roots.iter().filter_map(|root| path.strip_prefix(root).ok());
            if roots.is_empty() {
                is_wanted(path, extensions)
            } else {
                rests.into_iter().any(|rest| rest.as_os_str().is_empty() || is_wanted(rest, extensions))
            }
        };
        let (mut files, mut ids) = (Vec::new(), Vec::new());
        for piece in pieces(&tree) {
            let Some((path, id)) = tree_entry(piece).filter(|(path, _)| wanted(path)) else { continue };
            files.push(path);
            ids.push(id);
        }
        let mut files: Vec<_> = files.into_iter().zip(self.git.blobs(&ids)?).collect();
        files.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        Ok(files)
    }

    /// The file at `path` in `commit`, as the repository holds it; nothing if there is none, or a folder, a
    /// link or a submodule.
    ///
    /// # Errors
    /// The path is outside, an object is missing, or git failed.
    pub fn read_file(&self, commit: &CommitId, path: &Path) -> Result<Option<Vec<u8>>, RevisionError> {
        let wanted = self.relative(path)?;
        if wanted.as_os_str().is_empty() {
            return Ok(None);
        }
        let arguments = ["-z", "--full-tree", commit.as_str(), "--"].map(OsString::from);
        let tree = self.git.run("ls-tree", arguments.into_iter().chain([wanted.clone().into_os_string()]))?;
        let id = pieces(&tree).filter_map(tree_entry).find(|(path, _)| *path == wanted).map(|(_, id)| id);
        Ok(self.git.blobs(id.as_slice())?.pop())
    }

    /// `under` as arguments behind `--`.
    fn arguments(&self, under: &[PathBuf]) -> Result<Vec<OsString>, RevisionError> {
        let as_argument = |path: &PathBuf| {
            let relative = self.relative(path)?;
            let is_root = relative.as_os_str().is_empty();
            Ok(if is_root { OsString::from(".") } else { relative.into_os_string() })
        };
        under.iter().map(as_argument).collect()
    }
}

/// A file of `MODE TYPE ID<tab>PATH`, unless it is a link or a submodule.
fn tree_entry(piece: &[u8]) -> Option<(PathBuf, String)> {
    let tab = piece.iter().position(|&byte| byte == b'\t')?;
    let facts = String::from_utf8_lossy(&piece[..tab]);
    let mut facts = facts.split(' ');
    let (mode, kind, id) = (facts.next()?, facts.next()?, facts.next()?);
    (kind == "blob" && mode != "120000").then(|| (path_of(&piece[tab + 1..]), id.to_owned()))
}

fn is_wanted(path: &Path, extensions: &[&str]) -> bool {
    let visible = path.components().all(|part| !part.as_os_str().to_string_lossy().starts_with('.'));
    let matches =
        |extension: &std::ffi::OsStr| extensions.iter().any(|wanted| extension.eq_ignore_ascii_case(wanted));
    visible && path.extension().is_some_and(matches)
}

/// The folder to ask git in: `path`, or what of it exists.
fn nearest_folder(path: &Path) -> PathBuf {
    let mut folder = path;
    while !folder.is_dir() {
        match folder.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => folder = parent,
            _ => return PathBuf::from("."),
        }
    }
    folder.to_owned()
}

/// `path` with its links resolved as far as it exists; the rest, which may have been deleted, is put behind.
fn real_path(path: &Path) -> std::io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    let mut rest = Vec::new();
    let mut existing = absolute.as_path();
    loop {
        if let Ok(mut real) = std::fs::canonicalize(existing) {
            for part in rest.iter().rev() {
                match part {
                    Component::ParentDir => drop(real.pop()),
                    part => real.push(part),
                }
            }
            return Ok(real);
        }
        let Some(last) = existing.components().next_back() else { return Ok(absolute.clone()) };
        rest.push(last);
        let Some(parent) = existing.parent() else { return Ok(absolute.clone()) };
        existing = parent;
    }
}
