//! Running an engine over transcripts: rows in, counters out.
//!
//! One thread reads, all others rank and judge. Rows travel in batches and each batch is cut into parts
//! that are counted on their own and added up, so memory stays the same however long the transcript is,
//! and the result does not depend on the threads.

use std::sync::mpsc::sync_channel;

use rayon::prelude::*;

use super::transcripts::{Skipped, Transcripts};
use super::{Counters, FailedRow, FailureSample, Judge, Judgement, Row, Unjudged};
use crate::matching::{Matcher, Query, Ranking};
use crate::source::table::TableError;

/// Rows read at a time.
const BATCH: usize = 8192;
/// Rows ranked by one thread at a time.
const PART: usize = 512;
/// Batches that wait to be ranked: enough that reading never stops the others.
const WAITING: usize = 2;

/// Is told what happens to rows, in their order.
pub trait Observer {
    /// So many rows have been read and judged.
    fn progress(&mut self, rows: u64);
    /// Whether [`Self::failure`] wants to be told.
    fn wants_failures(&self) -> bool {
        false
    }
    /// How many different failures are to be kept in [`Counters::failures`].
    fn sampled_failures(&self) -> usize {
        0
    }
    /// A row went wrong.
    fn failure(&mut self, _row: &Row, _judgement: &Judgement<'_>, _ranking: &Ranking) {}
    /// The engine broke on a row.
    fn engine_failed(&mut self, line: u64, reason: &str);
    /// A row could not be read, or its label names several entries.
    fn skipped(&mut self, line: u64, reason: &str);
}

/// Evaluate everything in `transcripts`.
///
/// # Errors
/// The table cannot be read on.
pub fn evaluate(
    transcripts: &mut Transcripts,
    matcher: &dyn Matcher,
    judge: &Judge<'_, '_>,
    observer: &mut dyn Observer,
) -> Result<Counters, TableError> {
    let mut counters = Counters::with_sample(observer.sampled_failures());
    let result = std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<(Vec<Row>, Vec<Skipped>)>(WAITING);
        let reader = scope.spawn(|| {
            let sender = sender;
            loop {
                let (mut rows, mut skipped) = (Vec::new(), Vec::new());
                let more = transcripts.next_batch(BATCH, &mut rows, &mut skipped)?;
                if !more || sender.send((rows, skipped)).is_err() {
                    return Ok(());
                }
            }
        });
        for (rows, skipped) in receiver {
            for row in &skipped {
                counters.count_skipped(row.reason.kind(), 1);
                observer.skipped(row.line, &row.reason.to_string());
            }
            evaluate_rows(&rows, matcher, judge, observer, &mut counters);
        }
        // The reader panics only where the library has a fault; then so must this.
        reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    });
    counters.count_not_customer(transcripts.tally().not_customer);
    result.map(|()| counters)
}

/// Evaluate rows that are in memory, and add them to `counters`.
fn evaluate_rows(
    rows: &[Row],
    matcher: &dyn Matcher,
    judge: &Judge<'_, '_>,
    observer: &mut dyn Observer,
    counters: &mut Counters,
) {
    let keep = observer.wants_failures();
    let sample = &counters.failures;
    let parts: Vec<Part> =
        rows.par_chunks(PART).map(|rows| judge_part(rows, matcher, judge, keep, sample)).collect();
    for (rows, part) in rows.chunks(PART).zip(parts) {
        counters.merge(part.counters);
        for unjudged in &part.unjudged {
            observer.skipped(unjudged.line, &unjudged.to_string());
        }
        for (line, reason) in &part.engine_failures {
            observer.engine_failed(*line, reason);
        }
        for (at, ranking) in &part.failures {
            // Judging again is cheaper than keeping every judgement.
            if let Ok(judgement) = judge.judge(&rows[*at], ranking) {
                observer.failure(&rows[*at], &judgement, ranking);
            }
        }
    }
    observer.progress(rows.len() as u64);
}

#[derive(Default)]
struct Part {
    counters: Counters,
    unjudged: Vec<Unjudged>,
    failures: Vec<(usize, Ranking)>,
    engine_failures: Vec<(u64, String)>,
}

/// Judge some rows. Rows that went wrong are kept whole if `keep` says so; of those that `sample` wants, what is
/// to be shown of them is counted.
fn judge_part(
    rows: &[Row],
    matcher: &dyn Matcher,
    judge: &Judge<'_, '_>,
    keep: bool,
    sample: &FailureSample,
) -> Part {
    let queries: Vec<Query<'_>> = rows.iter().map(|row| judge.query(row)).collect();
    let counters = Counters::with_sample(sample.limit());
    let mut part = Part { counters, ..Part::default() };
    for ((at, row), ranking) in rows.iter().enumerate().zip(matcher.rank(&queries)) {
        let failed = match judge.judge(row, &ranking) {
            Ok(judgement) => {
                part.counters.count(&judgement, row.count);
                if judgement.class.is_failure() && sample.limit() > 0 {
                    let place = FailureSample::place(row);
                    if sample.wants(place)
                        && part.counters.failures.wants(place)
                        && let Some(failed) =
                            FailedRow::new(row, &judgement, &ranking, judge.view().knowledge_base())
                    {
                        part.counters.failures.add(place, failed, row.count);
                    }
                }
                judgement.class.is_failure()
            }
            Err(unjudged) => {
                part.counters.count_skipped(Unjudged::KIND, 1);
                part.unjudged.push(unjudged);
                false
            }
        };
        if let Some(reason) = &ranking.failure {
            part.engine_failures.push((row.line, reason.clone()));
        }
        if failed && keep {
            part.failures.push((at, ranking));
        }
    }
    part
}

/// Evaluate an engine on its own knowledge base: each phrasing is held out once, in one of `folds`, and
/// is a question to the engine that `build` makes from the others. `build` gets the fold, from 0, and the
/// phrasings to keep, by their place in the training set; the judge brings the fold's thresholds.
///
/// # Errors
/// Whatever `build` fails with.
pub fn cross_validate<'kb, E>(
    set: &crate::matching::TrainingSet<'kb>,
    folds: u32,
    knowledge_base: &crate::model::KnowledgeBase,
    mut build: impl FnMut(
        &crate::matching::TrainingSet<'kb>,
        &mut dyn FnMut(&dyn Matcher, &Judge<'_, '_>),
    ) -> Result<(), E>,
    observer: &mut dyn Observer,
) -> Result<Counters, E> {
    let fold_of = set.folds(folds);
    let mut counters = Counters::default();
    for fold in 0..folds {
        let rest = set.with_phrasings(|at| fold_of[at] != Some(fold));
        let rows: Vec<Row> = (1_u64..)
            .zip(&set.phrasings)
            .zip(&fold_of)
            .filter(|(_, of)| **of == Some(fold))
            .map(|((line, &(class, text)), _)| Row {
                line,
                question: text.to_owned(),
                expected: Some(knowledge_base.entry(set.classes[class as usize]).reference.to_string()),
                count: 1,
                ..Row::default()
            })
            .collect();
        build(&rest, &mut |matcher, judge| evaluate_rows(&rows, matcher, judge, observer, &mut counters))?;
    }
    Ok(counters)
}
