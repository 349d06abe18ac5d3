//! `kbtool merge`: what several runs of `eval --partial` counted, added up and reported as one.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use kbtool::diagnostic::Language;
use kbtool::eval::{FailureSample, FailureWriter, Merger};
use kbtool::report::Format;
use kbtool::source::AtomicFile;

use super::arguments::MergeArguments;
use super::context::Context;
use super::eval::{Reporting, refuse_two_on_standard_output};
use super::exit::Exit;
use super::progress::Progress;

pub(crate) fn run(context: &Context, arguments: &MergeArguments) -> Result<Exit> {
    let part = arguments.partial.as_deref();
    let reporting = Reporting::new(context, &arguments.report, part.is_none().then_some(Format::Text))?;
    refuse_two_on_standard_output(part, &reporting)?;
    let files = files(&arguments.parts)?;
    let label = context.language.pick("Merging", "合并");
    let progress = Progress::new(label, Some(files.len() as u64), context.global.quiet);
    let mut merger = Merger::new();
    for path in &files {
        if path == Path::new("-") {
            merger.add(Path::new("standard input"), std::io::stdin().lock())?;
        } else {
            let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
            merger.add(path, BufReader::with_capacity(1 << 18, file))?;
        }
        progress.advance(1);
    }
    drop(progress);
    let merged = merger.finish()?;
    if part.is_none() || reporting.is_wanted() {
        merged.manifest.is_whole()?;
    }
    reporting.refuse_skipped(&merged.counters)?;
    if let Some(path) = &arguments.report.failures {
        write_failures(context, path, &merged.counters.failures)?;
    }
    let part = part.map(|path| (path, &merged.manifest));
    reporting.deliver(context, part, &merged.counters, &merged.subject)
}

/// The files that hold parts: those named, and in folders all but the hidden ones and the marks that engines leave
/// (`_SUCCESS`). None may be named twice, as it would count twice.
fn files(named: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in named {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let before = files.len();
        let entries = std::fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot read {}", path.display()))?;
            let name = entry.file_name();
            let is_mark = name.to_string_lossy().starts_with(['_', '.']);
            // What an engine leaves behind of a task without rows.
            if !is_mark && entry.path().is_file() && entry.metadata()?.len() > 0 {
                files.push(entry.path());
            }
        }
        if files.len() == before {
            bail!("there is no part in the folder {}", path.display());
        }
        files[before..].sort_unstable();
    }
    let mut seen: Vec<PathBuf> =
        files.iter().map(|path| std::fs::canonicalize(path).unwrap_or_else(|_| path.clone())).collect();
    seen.sort_unstable();
    if let Some(twice) = seen.windows(2).find(|pair| pair[0] == pair[1]) {
        bail!("{} is named twice and would count twice", twice[0].display());
    }
    Ok(files)
}

fn write_failures(context: &Context, path: &Path, failures: &FailureSample) -> Result<()> {
    let mut writer = FailureWriter::new(AtomicFile::create(path)?, context.language)?;
    for (row, count) in failures.in_reading_order() {
        writer.write(None, row, count)?;
    }
    writer.finish()?.commit()?;
    let written = failures.iter().count();
    if written == failures.limit() {
        context.note(&match context.language {
            Language::English => {
                format!(
                    "parts hold a sample: {written} different failures, drawn by lot, are in {}",
                    path.display()
                )
            }
            Language::Chinese => {
                format!("各部分只保存失败样本：{} 中是抽取的 {written} 条不同的失败", path.display())
            }
        });
    }
    Ok(())
}
