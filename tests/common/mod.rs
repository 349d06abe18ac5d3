//! Running the binary in surroundings of its own.

pub(crate) mod dedup;

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The binary, in `folder`, with an environment that says nothing but English and no colours.
pub(crate) fn kbtool(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kbtool"));
    command.current_dir(folder).env_clear().env("LANG", "C").env("NO_COLOR", "1");
    command
}

/// The folder of the package.
pub(crate) fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Exit code, standard output, standard error. Whatever was asked, the binary must not have panicked.
pub(crate) fn run(command: &mut Command) -> (Option<i32>, String, String) {
    let output = command.output().expect("the binary starts");
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!error.contains("panicked"), "{error}");
    (output.status.code(), out, error)
}

/// Run one command of the binary on the day of the examples. It must not have ended by a signal.
pub(crate) fn command(folder: &Path, name: &str, arguments: &[&str]) -> (i32, String, String) {
    let (code, out, error) = run(kbtool(folder).args([name, "--as-of", "2026-11-05"]).args(arguments));
    (code.unwrap_or_else(|| panic!("ended by a signal: {error}")), out, error)
}

/// The same for anything hostile: on two threads, and the exit code must be one of the three.
pub(crate) fn ask(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let (code, out, error) =
        run(kbtool(folder).args(["--as-of", "2026-11-05", "--jobs", "2"]).args(arguments));
    let code = code.unwrap_or_else(|| panic!("ended by a signal: {error}"));
    assert!((0..=2).contains(&code), "{code}: {error}");
    assert!(code != 2 || !error.is_empty(), "an error wants words: {out}");
    (code, out, error)
}

/// A folder with these files and a `kbtool.toml`, so that no other one is found.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    folder_of_bytes(&files)
}

/// The same of files that are no text.
pub(crate) fn folder_of_bytes(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("folder");
    write(folder.path(), "kbtool.toml", "");
    for (name, bytes) in files {
        write(folder.path(), name, bytes);
    }
    folder
}

/// Write a file below a folder, with the folders that it needs.
#[allow(clippy::disallowed_methods, reason = "the tests lay out files")]
pub(crate) fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    std::fs::write(path, bytes).expect("file");
}

/// Run git as somebody of no importance, always at the same time, with no settings of the machine.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    for who in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{who}_NAME"), "小禾")
            .env(format!("GIT_{who}_EMAIL"), "xiaohe@example.com")
            .env(format!("GIT_{who}_DATE"), "2026-11-05T12:00:00+08:00");
    }
    let output = command
        .current_dir(folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .args(["-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .output()
        .expect("git");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8").trim_end().to_owned()
}

/// Put all that is there into a commit.
pub(crate) fn commit(folder: &Path, message: &str) -> String {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--allow-empty", "-m", message]);
    git(folder, &["rev-parse", "HEAD"])
}
