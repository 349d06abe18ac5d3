//! `--partial`: what is written down of an evaluation so that others can add it to theirs.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};
use kbtool::eval::transcripts::ColumnMapping;
use kbtool::eval::{Counters, Fact, Manifest, Subject, write_part};
use kbtool::model::{Digest, View};

use super::Reporting;
use crate::cli::arguments::EvalArguments;
use crate::cli::context::Context;
use crate::cli::engine::EngineSettings;
use crate::cli::{output, transcripts};

/// The name that stands for standard input and output.
const STANDARD: &str = "-";

/// A part and a report cannot both go to standard output.
pub(in crate::cli) fn refuse_two_on_standard_output(
    part: Option<&Path>,
    reporting: &Reporting,
) -> Result<()> {
    if part == Some(Path::new(STANDARD)) && reporting.takes_standard_output() {
        bail!("--partial and a report would both go to standard output; give one a path: --partial=part.tsv");
    }
    Ok(())
}

/// What the part says of itself.
pub(super) fn manifest(
    context: &Context,
    arguments: &EvalArguments,
    settings: &EngineSettings<'_>,
    (subject, view): (&Subject, &View<'_>),
    records: u64,
) -> Result<Manifest> {
    let mut manifest = Manifest::of(subject);
    let columns = transcripts::mapping(context, &arguments.table)?;
    manifest.facts.extend([
        (Fact::KnowledgeBase, view.knowledge_base().digest().to_string()),
        (Fact::Configuration, settings.settings(view)?.digest().to_string()),
        (Fact::Columns, columns_digest(&columns, arguments.table.columns.as_deref()).to_string()),
    ]);
    if let Some(shard) = arguments.shard {
        manifest.shards.insert(shard, 1);
        manifest.facts.insert(Fact::Records, records.to_string());
    }
    Ok(manifest)
}

/// What decides which column is what.
fn columns_digest(mapping: &ColumnMapping, columns: Option<&[String]>) -> Digest {
    Digest::of(&(mapping.pairs().collect::<BTreeMap<_, _>>(), columns))
}

/// Write a part to its place.
pub(super) fn deliver(
    path: &Path,
    manifest: &Manifest,
    subject: &Subject,
    counters: &Counters,
) -> Result<()> {
    let mut text = Vec::new();
    write_part(&mut text, manifest, subject, counters)?;
    let path = (path != Path::new(STANDARD)).then_some(path);
    output::deliver(path, &String::from_utf8(text)?)
}
