//! Asking `kbtool dedup` for its report.

use serde_json::Value;
use tempfile::TempDir;

use super::command;

/// Exit code, standard output, standard error.
pub(crate) fn dedup(folder: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    command(folder.path(), "dedup", arguments)
}

/// Exit code and report.
pub(crate) fn json(folder: &TempDir, arguments: &[&str]) -> (i32, Value) {
    let (code, out, error) = dedup(folder, &[&["--output", "json"], arguments].concat());
    (code, serde_json::from_str(&out).unwrap_or_else(|_| panic!("JSON: {out}{error}")))
}

/// A list in a report.
pub(crate) fn list<'v>(value: &'v Value, field: &str) -> &'v [Value] {
    value[field].as_array().expect("a list")
}

/// A text of each item of a list.
pub(crate) fn texts<'v>(values: &'v [Value], field: &str) -> Vec<&'v str> {
    values.iter().map(|value| value[field].as_str().expect("a text")).collect()
}
