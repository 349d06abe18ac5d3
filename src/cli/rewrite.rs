//! Writing changed files, each whole or not at all, or showing what would change.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use kbtool::install::RECORD_NAME;
use kbtool::model::Overlay;
use kbtool::source::{AtomicFile, Files, SourceFile, write_atomically};

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

/// Write `files` all together: every one is prepared beside its place before the first takes it, and none does if
/// one cannot be prepared, if one has changed since `before` was read, or if there is one where none was. Files
/// of `gone` go last.
pub(crate) fn write_together(files: &Overlay, before: &Files, gone: &[PathBuf]) -> Result<()> {
    let read: BTreeMap<&Path, &SourceFile> = before.iter().map(|(_, file)| (file.path(), file)).collect();
    for path in files.keys().chain(gone) {
        let untouched = match read.get(path.as_path()) {
            Some(before) => SourceFile::read(path).is_ok_and(|now| now.text() == before.text()),
            None => is_record(path) || path.symlink_metadata().is_err(),
        };
        if !untouched {
            bail!("{}: changed or gone since it was read; nothing was written, run again", path.display());
        }
    }
    let mut made = Vec::new();
    let prepared = prepare(files, &mut made);
    let prepared = match prepared {
        Ok(prepared) => prepared,
        Err(error) => {
            // Only those that are empty go, the innermost first.
            for folder in made.iter().rev() {
                let _ = std::fs::remove_dir(folder);
            }
            return Err(error);
        }
    };
    for file in prepared {
        file.commit()?;
    }
    for path in gone {
        std::fs::remove_file(path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    Ok(())
}

/// Whether it is the record of a pack, which is no knowledge and belongs to kbtool.
fn is_record(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == RECORD_NAME)
}

fn prepare(files: &Overlay, made: &mut Vec<PathBuf>) -> Result<Vec<AtomicFile>> {
    let mut prepared = Vec::with_capacity(files.len());
    // Records last: should the machine stop halfway, the next run sees files that are ahead of them.
    let (records, others): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| is_record(path));
    for (path, bytes) in others.into_iter().chain(records) {
        let missing =
            path.ancestors().skip(1).take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        let missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        for folder in missing.into_iter().rev() {
            std::fs::create_dir(&folder)
                .with_context(|| format!("cannot make the folder {}", folder.display()))?;
            made.push(folder);
        }
        let mut file = AtomicFile::create(path)?;
        file.write_all(bytes).with_context(|| format!("cannot write {}", path.display()))?;
        prepared.push(file);
    }
    Ok(prepared)
}
