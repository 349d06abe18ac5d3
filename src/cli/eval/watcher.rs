//! What happens while rows are judged: progress, notes, and the rows that went wrong.

use std::path::Path;

use anyhow::{Context as _, Result};
use kbtool::eval::{FailedRow, FailureWriter, Judgement, Observer, Row, SAMPLED_FAILURES};
use kbtool::matching::Ranking;
use kbtool::model::KnowledgeBase;
use kbtool::source::AtomicFile;

use crate::cli::context::Context;
use crate::cli::rows::RowTeller;

/// Writes the rows that went wrong, and has everything else told.
pub(super) struct Watcher<'r> {
    pub(super) teller: RowTeller<'r>,
    knowledge_base: &'r KnowledgeBase,
    failures: Option<FailureWriter<AtomicFile>>,
    sampled: usize,
    /// How many records have been read, those of other shares among them.
    pub(super) records: u64,
    failed_write: Option<std::io::Error>,
}

impl<'r> Watcher<'r> {
    pub(super) fn new(
        context: &'r Context,
        failures: Option<&Path>,
        knowledge_base: &'r KnowledgeBase,
    ) -> Result<Self> {
        let failures = match failures {
            Some(path) => Some(FailureWriter::new(AtomicFile::create(path)?, context.language)?),
            None => None,
        };
        let teller = RowTeller::new(context);
        Ok(Self { teller, knowledge_base, failures, sampled: 0, records: 0, failed_write: None })
    }

    /// How many different failures are kept with the counters.
    pub(super) const fn sampled(&self) -> usize {
        self.sampled
    }

    /// Have a sample of the failures kept with the counters.
    pub(super) fn sampling(self) -> Self {
        Self { sampled: SAMPLED_FAILURES, ..self }
    }

    pub(super) fn finish(self) -> Result<()> {
        if let Some(error) = self.failed_write {
            return Err(error).context("cannot write the failures");
        }
        if let Some(writer) = self.failures {
            writer.finish()?.commit()?;
        }
        self.teller.finish();
        Ok(())
    }
}

impl Observer for Watcher<'_> {
    fn progress(&mut self, rows: u64) {
        self.teller.advance(rows);
    }

    fn wants_failures(&self) -> bool {
        self.failures.is_some()
    }

    fn sampled_failures(&self) -> usize {
        self.sampled
    }

    fn failure(&mut self, row: &Row, judgement: &Judgement<'_>, ranking: &Ranking) {
        if let Some(writer) = &mut self.failures
            && let Some(failed) = FailedRow::new(row, judgement, ranking, self.knowledge_base)
            && let Err(error) = writer.write(Some((&self.teller.file, row.line)), &failed, row.count)
        {
            self.failed_write.get_or_insert(error);
        }
    }

    fn engine_failed(&mut self, line: u64, reason: &str) {
        self.teller.engine_failed(line, reason);
    }

    fn skipped(&mut self, line: u64, reason: &str) {
        self.teller.skipped(line, reason);
    }
}
