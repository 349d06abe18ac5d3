//! `--against PATH`: what the knowledge base shares with test questions or with another knowledge base.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use kbtool::dedup::{AgainstReport, OtherText, Phrasings, against};
use kbtool::diagnostic::Language;
use kbtool::model::{KnowledgeBase, LoadOptions};
use kbtool::report::render_against;

use super::Run;
use crate::cli::exit::Exit;
use crate::cli::rows::BATCH;
use crate::cli::transcripts;

pub(super) fn compare(run: &Run<'_>) -> Result<Exit> {
    let (bases, tables): (Vec<PathBuf>, Vec<PathBuf>) =
        run.arguments.against.iter().cloned().partition(|path| is_knowledge_base(path));
    if !bases.is_empty() && !tables.is_empty() {
        bail!("--against takes transcripts or a knowledge base, not both at once");
    }
    let leakage = bases.is_empty();
    let others = if leakage { questions(run, &tables)? } else { phrasings(&bases)? };
    let knowledge_base = run.context.load()?;
    let own = Phrasings::new(&knowledge_base);
    let shared = against(&knowledge_base, &own, &others, &run.search_options());
    let report = AgainstReport { compared: others.len(), shared, leakage };
    run.deliver(|format, options, dedup| {
        render_against(&report, &knowledge_base, &own, format, options, dedup)
    })?;
    Ok(if report.shared.is_empty() { Exit::Clean } else { Exit::Findings })
}

fn is_knowledge_base(path: &Path) -> bool {
    path.is_dir() || path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

fn questions(run: &Run<'_>, paths: &[PathBuf]) -> Result<Vec<OtherText>> {
    let mut texts = Vec::new();
    for (name, mut transcripts) in transcripts::open_all(run.context, paths, &run.arguments.table)? {
        let (mut rows, mut skipped) = (Vec::new(), Vec::new());
        while transcripts.next_batch(BATCH, &mut rows, &mut skipped)? {
            texts.extend(rows.iter().map(|row| OtherText {
                text: row.question.clone(),
                place: format!("{name}:{}", row.line),
                expected: row.expected.clone(),
            }));
        }
        let skipped = transcripts.tally().skipped;
        if skipped > 0 {
            run.context.note(&match run.context.language {
                Language::English => {
                    format!("{name}: {skipped} row(s) could not be read and were passed over")
                }
                Language::Chinese => format!("{name}：有 {skipped} 行无法读取，已跳过"),
            });
        }
    }
    Ok(texts)
}

fn phrasings(paths: &[PathBuf]) -> Result<Vec<OtherText>> {
    let loaded = KnowledgeBase::load(paths, LoadOptions::default());
    if let Some(problem) = loaded.problems.first() {
        bail!(
            "the other knowledge base has {} error(s); the first: {}. `kbtool lint` shows them all",
            loaded.problems.len(),
            problem.message.english
        );
    }
    let other = loaded.knowledge_base;
    let of_entry = |entry: &kbtool::model::Entry| -> Vec<OtherText> {
        let file = other.files.get(entry.location.file);
        let text = |text: &kbtool::model::Text| OtherText {
            text: text.value.to_string(),
            place: format!(
                "{} ({}:{})",
                entry.reference,
                file.path().display(),
                file.line_column(text.span.start).line
            ),
            expected: None,
        };
        entry.phrasings().map(text).collect()
    };
    let texts: Vec<OtherText> = other.entries.iter().flat_map(of_entry).collect();
    if texts.is_empty() {
        let places: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
        bail!("there is no entry in {}", places.join(", "));
    }
    Ok(texts)
}
