//! `--pairs FILE`: judge given pairs of sentences.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use kbtool::dedup::{PairFigures, PairReport, ScoredPair, score_pairs};
use kbtool::report::render_pairs;
use kbtool::source::table::{Next, Record, Table};

use super::Run;
use crate::cli::exit::Exit;
use crate::cli::transcripts::table_options;

/// The columns by their names, English and Chinese.
const FIRST: [&str; 3] = ["sentence1", "text1", "句子1"];
const SECOND: [&str; 3] = ["sentence2", "text2", "句子2"];
const LABEL: [&str; 2] = ["label", "标签"];

pub(super) fn judge(run: &Run<'_>, path: &Path) -> Result<Exit> {
    let options = table_options(&run.arguments.table)?;
    let mut table = if path == Path::new("-") {
        Table::from_reader("-", std::io::stdin(), &options)?
    } else {
        Table::open(path, &options)?
    };
    let columns = table.columns().to_vec();
    let column = |names: &[&str]| {
        columns.iter().position(|column| names.iter().any(|name| column.eq_ignore_ascii_case(name)))
    };
    let need = |names: &[&str]| {
        column(names).with_context(|| {
            let there = columns.join(", ");
            format!("{}: there is no column `{}`; there are: {there}", path.display(), names[0])
        })
    };
    let (first, second, label) = (need(&FIRST)?, need(&SECOND)?, column(&LABEL));
    table.keep(&[Some(first), Some(second), label].into_iter().flatten().collect::<Vec<_>>());
    let (mut sentences, mut rows, mut skipped) = (Vec::new(), Vec::new(), 0);
    let mut record = Record::new();
    loop {
        match table.read(&mut record)? {
            Next::Row => {}
            Next::Fault(fault) => {
                run.context.note(&format!("{}: {fault}", path.display()));
                skipped += 1;
                continue;
            }
            Next::End => break,
        }
        let label = match label.map(|label| record.cell(label).trim()) {
            None | Some("") => None,
            Some("1" | "true" | "yes" | "是") => Some(true),
            Some("0" | "false" | "no" | "否") => Some(false),
            Some(word) => bail!(
                "{}:{}: `{word}` is no label; a label is 1 (the same), 0 (not), or empty",
                path.display(),
                record.line()
            ),
        };
        sentences.push((record.cell(first).to_owned(), record.cell(second).to_owned()));
        rows.push((record.line(), label));
    }
    let scored = score_pairs(&sentences, &run.similarity, &run.guards);
    let pairs: Vec<ScoredPair> = scored
        .into_iter()
        .zip(sentences)
        .zip(rows)
        .map(|((scored, (one, other)), (line, label))| ScoredPair {
            line,
            one,
            other,
            score: scored.score,
            duplicate: scored.duplicate,
            reason: scored.reason,
            label,
            only_one: scored.difference.only_one,
            only_other: scored.difference.only_other,
            length: scored.difference.length,
            exchanged: scored.exchanged,
            set_apart: scored.set_apart,
        })
        .collect();
    let figures = PairFigures::of(&pairs);
    let report = PairReport { threshold: run.similarity.threshold(), pairs, figures, skipped };
    run.deliver(|format, options, dedup| render_pairs(&report, format, options, dedup))?;
    Ok(Exit::Clean)
}
