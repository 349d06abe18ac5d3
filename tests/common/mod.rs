//! Running the binary in surroundings of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

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
