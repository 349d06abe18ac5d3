#![allow(clippy::disallowed_methods, reason = "the tests lay out files")]

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::*;

/// A repository in a folder of its own, not touched by what the environment says of another one.
struct Sample {
    folder: tempfile::TempDir,
}

impl Sample {
    fn new() -> Self {
        let sample = Self { folder: tempfile::tempdir().expect("folder") };
        sample.git(&["init", "--quiet", "--initial-branch=main"]);
        sample
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn git(&self, arguments: &[&str]) -> String {
        git_in(self.path(), arguments)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("parent")).expect("folders");
        std::fs::write(path, text).expect("file");
    }

    /// Put all that is there into a commit.
    fn commit(&self) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message=更新"]);
        self.git(&["rev-parse", "HEAD"])
    }

    fn repository(&self) -> Repository {
        open(self.path()).expect("a repository")
    }

    /// Paths below the repository as a user would give them.
    fn under(&self, names: &[&str]) -> Vec<PathBuf> {
        names.iter().map(|name| self.path().join(name)).collect()
    }
}

fn git_in(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=小禾", "-c", "user.email=xiaohe@example.com"])
        .args(["-c", "commit.gpgsign=false", "-c", "protocol.file.allow=always"])
        .args(arguments)
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .output()
        .expect("git runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8").trim_end().to_owned()
}

fn git_for(folder: &Path) -> Git {
    Git { program: OsString::from("git"), folder: nearest_folder(folder), repository: None, work_tree: None }
}

fn open(path: &Path) -> Result<Repository, RevisionError> {
    Repository::discover_with(git_for(path), path)
}

fn names(files: &[(PathBuf, Vec<u8>)]) -> Vec<&str> {
    files.iter().map(|(path, _)| path.to_str().expect("UTF-8")).collect()
}

fn texts(paths: &[PathBuf]) -> Vec<&str> {
    paths.iter().map(|path| path.to_str().expect("UTF-8")).collect()
}

const ODD: [&str; 6] = [
    "kb/-n.yaml",
    "kb/with space.yaml",
    "kb/退货/运费 说明.yml",
    "kb/\"quoted\".yaml",
    "kb/[ab]*.yaml",
    "kb/😀\u{301}.YAML",
];

#[test]
fn odd_names_come_back_as_they_are_and_the_working_tree_is_not_asked() {
    let sample = Sample::new();
    for name in ODD {
        sample.write(name, &format!("# {name}\r\n"));
    }
    sample.write("kb/notes.md", "no");
    sample.write("kb/.draft/x.yaml", "no");
    sample.write("other/x.yaml", "no");
    sample.commit();
    for name in ODD {
        sample.write(name, "changed");
    }
    let repository = sample.repository();
    let commit = repository.resolve("HEAD").expect("commit");
    let files =
        repository.read_files(&commit, &sample.under(&["kb", "kb/退货"]), &["yaml", "yml"]).expect("files");
    let mut wanted = ODD;
    wanted.sort_by(|a, b| Path::new(a).cmp(Path::new(b)));
    assert_eq!(names(&files), wanted);
    for (path, bytes) in &files {
        assert_eq!(*bytes, format!("# {}\r\n", path.display()).as_bytes());
    }
    assert_eq!(texts(&repository.changed_files(&commit, &sample.under(&["kb"])).expect("files")), wanted);
    let starred = sample.under(&["kb/[ab]*.yaml"]);
    assert_eq!(texts(&repository.changed_files(&commit, &starred).expect("files")), ["kb/[ab]*.yaml"]);
    let dashed = sample.under(&["kb/-n.yaml"]);
    assert_eq!(names(&repository.read_files(&commit, &dashed, &[]).expect("files")), ["kb/-n.yaml"]);
}

#[test]
fn changes_are_those_of_the_index_the_working_tree_and_what_is_new() {
    let sample = Sample::new();
    for name in ["kb/same.yaml", "kb/edited.yaml", "kb/gone.yaml", "kb/moved.yaml", "outside.yaml"] {
        sample.write(name, &format!("- question: {name}\n"));
    }
    sample.write(".gitignore", "*.tmp\n");
    let before = sample.commit();
    sample.write("kb/committed.yaml", "later");
    sample.commit();
    sample.write("kb/edited.yaml", "edited");
    sample.write("outside.yaml", "edited");
    std::fs::remove_file(sample.path().join("kb/gone.yaml")).expect("removed");
    sample.git(&["mv", "kb/moved.yaml", "kb/renamed.yaml"]);
    sample.write("kb/new.yaml", "new");
    sample.write("kb/hidden.tmp", "hidden");
    let repository = sample.repository();
    let commit = repository.resolve(&before).expect("commit");
    assert_eq!(commit.as_str(), before);
    let changed = repository.changed_files(&commit, &sample.under(&["kb"])).expect("files");
    let wanted = ["committed", "edited", "gone", "moved", "new", "renamed"];
    assert_eq!(texts(&changed), wanted.map(|name| format!("kb/{name}.yaml")));
    let all = repository.changed_files(&commit, &[]).expect("files");
    assert_eq!(all.len(), wanted.len() + 1);
    assert_eq!(all, repository.changed_files(&commit, &sample.under(&[""])).expect("files"));
    // A folder that is gone can still be asked for.
    std::fs::remove_dir_all(sample.path().join("kb")).expect("removed");
    let files = repository.read_files(&commit, &sample.under(&["kb"]), &["yaml"]).expect("files");
    assert_eq!(files.len(), 4);
    assert!(open(&sample.path().join("kb")).is_ok());
}

#[test]
fn the_root_and_everything_are_the_same() {
    let sample = Sample::new();
    sample.write("a.yaml", "1");
    sample.write("kb/b.yaml", "2");
    sample.commit();
    let repository = open(&sample.path().join("kb")).expect("a repository");
    let commit = repository.resolve("main").expect("commit");
    let all = repository.read_files(&commit, &[], &["yaml"]).expect("files");
    assert_eq!(names(&all), ["a.yaml", "kb/b.yaml"]);
    for under in [&[""][..], &["", "kb"], &["kb/.."]] {
        assert_eq!(repository.read_files(&commit, &sample.under(under), &["yaml"]).expect("files"), all);
    }
    assert!(repository.read_files(&commit, &sample.under(&["nowhere"]), &["yaml"]).expect("none").is_empty());
}

#[test]
fn a_single_file_is_had_as_it_was() {
    let sample = Sample::new();
    sample.write("kbtool.toml", "kb = \"词库\"\r\n");
    sample.write("a*/kbtool.toml", "\u{FEFF}# 二\n");
    sample.write("ab/kbtool.toml", "");
    #[cfg(unix)]
    std::os::unix::fs::symlink("kbtool.toml", sample.path().join("link.toml")).expect("link");
    let id = sample.commit();
    sample.write("kbtool.toml", "changed");
    #[cfg(unix)]
    std::fs::remove_file(sample.path().join("link.toml")).expect("removed");
    let repository = sample.repository();
    let commit = repository.resolve("HEAD").expect("commit");
    let read = |name: &str| repository.read_file(&commit, &sample.path().join(name)).expect(name);
    assert_eq!(read("kbtool.toml").as_deref(), Some("kb = \"词库\"\r\n".as_bytes()));
    assert_eq!(read("a*/kbtool.toml").as_deref(), Some("\u{FEFF}# 二\n".as_bytes()));
    assert_eq!(read("ab/kbtool.toml").as_deref(), Some(&b""[..]));
    for nothing in ["", "ab", "ab/", "nowhere.toml", "kbtool.toml/x", "link.toml"] {
        assert_eq!(read(nothing), None, "{nothing:?}");
    }
    let outside = sample.path().join("../kbtool.toml");
    let error = repository.read_file(&commit, &outside).expect_err("outside");
    assert!(matches!(error, RevisionError::OutsideRepository { .. }), "{error}");
    let short = repository.short_name(&commit).expect("a name");
    assert!((4..40).contains(&short.len()) && id.starts_with(&short), "{short}");
    assert!(!repository.is_bare());
}

/// Both pipes of `cat-file` are full long before the last file is asked for.
#[test]
fn many_and_large_files_do_not_block() {
    let sample = Sample::new();
    for number in 0..3000 {
        sample.write(&format!("kb/{number:04}.yaml"), &format!("- question: 第{number}问\n"));
    }
    let large = "发货\n".repeat(600_000);
    sample.write("kb/large.yaml", &large);
    sample.write("kb/empty.yaml", "");
    sample.commit();
    let repository = sample.repository();
    let commit = repository.resolve("HEAD").expect("commit");
    let files = repository.read_files(&commit, &sample.under(&["kb"]), &["yaml"]).expect("files");
    assert_eq!(files.len(), 3002);
    assert_eq!(files[2999].1, "- question: 第2999问\n".as_bytes());
    assert!(files[3000].1.is_empty());
    assert_eq!(files[3001].1, large.as_bytes());
    // A list of ids that is longer than a pipe, asked of blobs that are longer than a pipe.
    let id = sample.git(&["rev-parse", "HEAD:kb/0001.yaml"]);
    let blobs = repository.git.blobs(&vec![id; 20_000]).expect("blobs");
    assert!(blobs.len() == 20_000 && blobs.iter().all(|blob| *blob == "- question: 第1问\n".as_bytes()));
}

#[test]
fn a_missing_object_is_named() {
    let sample = Sample::new();
    sample.commit();
    let id = "0123456789012345678901234567890123456789".to_owned();
    let error = sample.repository().git.blobs(&[id]).expect_err("missing");
    assert!(error.to_string().contains("0123456789012345678901234567890123456789 is missing"), "{error}");
}

#[test]
fn three_dots_are_where_the_branches_part() {
    let sample = Sample::new();
    let base = sample.commit();
    sample.git(&["checkout", "--quiet", "-b", "退货"]);
    sample.write("a.yaml", "theirs");
    sample.commit();
    sample.git(&["checkout", "--quiet", "main"]);
    sample.write("a.yaml", "ours");
    let main = sample.commit();
    let repository = sample.repository();
    assert_eq!(repository.resolve("退货...").expect("base").as_str(), base);
    assert_eq!(repository.resolve("main...").expect("base").as_str(), main);
    for (one, other) in [("main", "退货"), ("退货", "main"), ("退货", &base)] {
        assert_eq!(repository.merge_base(one, other).expect("base").as_str(), base);
    }
    let error = repository.merge_base("main", "nowhere").expect_err("unknown");
    assert!(
        matches!(&error, RevisionError::UnknownRevision { revision, .. } if revision == "nowhere"),
        "{error}"
    );
    sample.git(&["checkout", "--quiet", "--orphan", "alone"]);
    sample.commit();
    let error = repository.merge_base("alone", "退货").expect_err("none in common");
    assert_eq!(error.to_string(), "`alone` and `退货` have no commit in common");
    let error = repository.resolve("main...").expect_err("none in common");
    assert_eq!(error.to_string(), "`main` and HEAD have no commit in common");
}

#[test]
fn a_name_is_a_commit_or_unknown_and_never_an_option() {
    let sample = Sample::new();
    sample.write("a.yaml", "1");
    let id = sample.commit();
    sample.git(&["tag", "--annotate", "v1", "--message=v1"]);
    let repository = sample.repository();
    for name in ["HEAD", "main", "v1", &id[..8], "@"] {
        assert_eq!(repository.resolve(name).expect(name).as_str(), id);
    }
    let strange =
        ["", "...", "nowhere", "--help", "--all", "-n", "^main", "main..HEAD", "HEAD:a.yaml", "a\0b", "发货"];
    for name in strange {
        let error = repository.resolve(name).expect_err(name);
        assert!(matches!(error, RevisionError::UnknownRevision { .. }), "{name:?}: {error}");
    }
    assert_eq!(
        repository.resolve("nowhere").expect_err("unknown").to_string(),
        "git knows no commit `nowhere`"
    );
    let error = repository.resolve("origin/main").expect_err("unknown").to_string();
    assert_eq!(error, "git knows no commit `origin/main`; `git fetch origin` may bring it");
    assert!(!repository.resolve("feature/发货").expect_err("unknown").to_string().contains("fetch"));
    assert!(Sample::new().repository().resolve("HEAD").is_err(), "nothing was committed yet");
}

#[test]
fn a_shallow_clone_says_so() {
    let sample = Sample::new();
    sample.commit();
    sample.commit();
    let clones = tempfile::tempdir().expect("folder");
    let url = format!("file://{}", sample.path().display());
    git_in(clones.path(), &["clone", "--quiet", "--depth=1", &url, "浅"]);
    let repository = open(&clones.path().join("浅")).expect("a repository");
    let error = repository.resolve("HEAD~1").expect_err("cut off").to_string();
    assert!(error.contains("shallow clone") && error.contains("--unshallow"), "{error}");
}

#[test]
fn a_bare_repository_has_versions_and_no_changes() {
    let sample = Sample::new();
    sample.write("kb/a.yaml", "1");
    sample.commit();
    let clones = tempfile::tempdir().expect("folder");
    let url = sample.path().to_str().expect("UTF-8");
    git_in(clones.path(), &["clone", "--quiet", "--bare", url, "bare.git"]);
    let repository = open(&clones.path().join("bare.git")).expect("a repository");
    assert!(repository.is_bare());
    let commit = repository.resolve("main").expect("commit");
    let file = repository.read_file(&commit, Path::new("kb/a.yaml")).expect("read");
    assert_eq!(file.as_deref(), Some(&b"1"[..]));
    let files = repository.read_files(&commit, &[PathBuf::from("./kb")], &["yaml"]).expect("files");
    assert_eq!(files, [(PathBuf::from("kb/a.yaml"), b"1".to_vec())]);
    let error = repository.changed_files(&commit, &[]).expect_err("bare");
    assert!(matches!(error, RevisionError::NoWorkingTree { .. }), "{error}");
    for outside in ["../kb", "kb/../..", "/kb"] {
        let error = repository.relative(Path::new(outside)).expect_err(outside);
        assert!(matches!(error, RevisionError::OutsideRepository { .. }), "{error}");
    }
    // Where git keeps its own files there is no working tree either.
    assert!(open(&sample.path().join(".git")).expect("a repository").bare);
}

#[test]
fn the_environment_names_another_repository() {
    let sample = Sample::new();
    sample.write("kb/a.yaml", "1");
    let id = sample.commit();
    let elsewhere = tempfile::tempdir().expect("folder");
    // Relative, as people write it: true only where git is started.
    let above = elsewhere.path().parent().expect("the folder of temporary files");
    let name = sample.path().strip_prefix(above).expect("a neighbour");
    let relative = Path::new("..").join(name);
    let git = Git {
        repository: Some(relative.join(".git").into_os_string()),
        work_tree: Some(relative.into_os_string()),
        ..git_for(elsewhere.path())
    };
    let repository = Repository::discover_with(git, elsewhere.path()).expect("the other repository");
    assert_eq!(
        std::fs::canonicalize(repository.root()).expect("root"),
        std::fs::canonicalize(sample.path()).expect("root")
    );
    let commit = repository.resolve("HEAD").expect("commit");
    assert_eq!(commit.as_str(), id);
    sample.write("kb/a.yaml", "2");
    let changed = repository.changed_files(&commit, &sample.under(&["kb"])).expect("files");
    assert_eq!(texts(&changed), ["kb/a.yaml"]);
}

#[test]
fn a_worktree_is_a_repository_of_its_own() {
    let sample = Sample::new();
    sample.write("kb/a.yaml", "1");
    sample.commit();
    let folder = tempfile::tempdir().expect("folder");
    let second = folder.path().join("second tree");
    sample.git(&["worktree", "add", "--quiet", "--detach", second.to_str().expect("UTF-8")]);
    std::fs::write(second.join("kb/a.yaml"), "2").expect("file");
    let (first, second_repository) = (sample.repository(), open(&second).expect("a repository"));
    let commit = first.resolve("HEAD").expect("commit");
    assert!(first.changed_files(&commit, &[]).expect("none").is_empty());
    assert_eq!(texts(&second_repository.changed_files(&commit, &[]).expect("one")), ["kb/a.yaml"]);
}

#[test]
fn what_is_outside_is_refused() {
    let sample = Sample::new();
    sample.write("kb/a.yaml", "1");
    sample.commit();
    let repository = sample.repository();
    let commit = repository.resolve("HEAD").expect("commit");
    let elsewhere = tempfile::tempdir().expect("folder");
    for path in [elsewhere.path().to_owned(), sample.path().join("kb/../../nowhere")] {
        for error in [
            repository.read_files(&commit, std::slice::from_ref(&path), &["yaml"]).expect_err("outside"),
            repository.changed_files(&commit, std::slice::from_ref(&path)).expect_err("outside"),
        ] {
            let is_right =
                matches!(&error, RevisionError::OutsideRepository { path: said, .. } if *said == path);
            assert!(is_right, "{error}");
        }
    }
    let error = open(elsewhere.path()).expect_err("no repository");
    assert_eq!(error.to_string(), format!("{} is in no git repository", elsewhere.path().display()));
}

#[cfg(unix)]
#[test]
fn links_are_followed_in_what_is_asked_and_not_in_what_is_found() {
    let sample = Sample::new();
    sample.write("packs/a.yaml", "1");
    std::os::unix::fs::symlink("packs", sample.path().join("kb")).expect("link");
    std::os::unix::fs::symlink("a.yaml", sample.path().join("packs/b.yaml")).expect("link");
    std::os::unix::fs::symlink("/", sample.path().join("out")).expect("link");
    sample.commit();
    let repository = sample.repository();
    let commit = repository.resolve("HEAD").expect("commit");
    let files = repository.read_files(&commit, &sample.under(&["kb"]), &["yaml"]).expect("files");
    assert_eq!(names(&files), ["packs/a.yaml"]);
    let error = repository.relative(&sample.path().join("out")).expect_err("outside");
    assert!(matches!(error, RevisionError::OutsideRepository { .. }), "{error}");
}

#[test]
fn without_git_it_is_git_that_is_missing() {
    let folder = tempfile::tempdir().expect("folder");
    let git = Git { program: OsString::from("surely-not-git"), ..git_for(folder.path()) };
    let error = Repository::discover_with(git, folder.path()).expect_err("missing");
    assert!(matches!(error, RevisionError::GitMissing), "{error}");
}

#[test]
fn a_failure_is_told_by_the_line_that_names_it() {
    let told = |said: &str| git::failure("ls-tree", said.as_bytes()).to_string();
    assert_eq!(
        told("warning: x\nfatal: not a tree object\n"),
        "`git ls-tree` failed: fatal: not a tree object"
    );
    assert_eq!(
        told("fatal: dubious ownership\nTo add an exception:\n"),
        "`git ls-tree` failed: fatal: dubious ownership"
    );
    assert_eq!(told("one\n二\n\n"), "`git ls-tree` failed: 二");
    assert_eq!(told(""), "`git ls-tree` failed: it said nothing");
}
