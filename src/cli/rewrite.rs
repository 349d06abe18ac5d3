//! Writing changed files, each whole or not at all, or showing what would change.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Result, bail};
use kbtool::model::Overlay;
use kbtool::source::{SourceFile, write_atomically};

/// Write `files`, which held `before` when they were read. A file that has changed since is left alone.
pub(crate) fn write(files: &Overlay, before: &BTreeMap<PathBuf, String>) -> Result<()> {
    let mut failures = Vec::new();
    for (path, bytes) in files {
        let untouched =
            SourceFile::read(path).is_ok_and(|now| Some(now.text()) == before.get(path).map(String::as_str));
        if !untouched {
            failures.push(format!("{}: changed or gone since it was read; run again", path.display()));
            continue;
        }
        if let Err(error) = write_atomically(path, bytes) {
            failures.push(error.to_string());
        }
    }
    if failures.is_empty() {
        return Ok(());
    }
    let written = files.len() - failures.len();
    bail!("{written} file(s) mended, {} not:\n  {}", failures.len(), failures.join("\n  "));
}

/// What would be written, as a unified diff.
pub(crate) fn diff(files: &Overlay, before: &BTreeMap<PathBuf, String>, colour: bool) -> String {
    let (green, red, cyan) = (
        anstyle::AnsiColor::Green.on_default(),
        anstyle::AnsiColor::Red.on_default(),
        anstyle::AnsiColor::Cyan.on_default(),
    );
    let mut shown = String::new();
    for (path, bytes) in files {
        let before = before.get(path).map_or("", String::as_str);
        let after = String::from_utf8_lossy(bytes);
        let after = after.strip_prefix('\u{FEFF}').unwrap_or(&after);
        let name = path.display().to_string();
        let text =
            similar::TextDiff::from_lines(before, after).unified_diff().header(&name, &name).to_string();
        for line in text.lines() {
            let style = match line.as_bytes().first() {
                Some(b'+') => Some(green),
                Some(b'-') => Some(red),
                Some(b'@') => Some(cyan),
                _ => None,
            };
            let _ = match style.filter(|_| colour) {
                Some(style) => writeln!(shown, "{style}{line}{style:#}"),
                None => writeln!(shown, "{line}"),
            };
        }
    }
    shown
}
