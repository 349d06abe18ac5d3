//! What is said about the rows of transcripts while they are worked on: progress, skipped rows, failures.

use kbtool::diagnostic::Language;

use super::context::Context;
use super::progress::Progress;

/// So many rows are read at a time where a command goes through them itself.
pub(crate) const BATCH: usize = 8192;

/// Without `--verbose` so many skipped rows are shown; the rest is counted.
const SHOWN: u64 = 10;

/// Shows progress, and tells of rows that were skipped or on which the engine broke.
pub(crate) struct RowTeller<'c> {
    context: &'c Context,
    progress: Progress,
    /// The transcript that is being read.
    pub(crate) file: String,
    skipped: u64,
    engine_failures: u64,
}

impl<'c> RowTeller<'c> {
    pub(crate) fn new(context: &'c Context) -> Self {
        let label = context.language.pick("Evaluating", "评测");
        let progress = Progress::new(label, None, context.global.quiet);
        Self { context, progress, file: String::new(), skipped: 0, engine_failures: 0 }
    }

    pub(crate) fn advance(&self, rows: u64) {
        self.progress.advance(rows);
    }

    /// A row could not be used.
    pub(crate) fn skipped(&mut self, line: u64, reason: &str) {
        if self.skipped < SHOWN || self.context.global.verbose > 0 {
            self.tell(line, self.context.language.pick("row skipped", "跳过一行"), reason);
        }
        self.skipped += 1;
    }

    /// The engine broke on a row.
    pub(crate) fn engine_failed(&mut self, line: u64, reason: &str) {
        if self.engine_failures < SHOWN || self.context.global.verbose > 0 {
            self.tell(line, self.context.language.pick("the engine failed", "引擎出错"), reason);
        }
        self.engine_failures += 1;
    }

    /// What a transcript has to say about itself, once it is read.
    pub(crate) fn notes(&self, transcripts: &kbtool::eval::transcripts::Transcripts) {
        for note in transcripts.notes() {
            self.progress.suspend(|| self.context.note(&format!("{}: {note}", self.file)));
        }
    }

    /// All rows are done.
    pub(crate) fn finish(self) {
        drop(self.progress);
        let more = self.skipped.saturating_sub(SHOWN);
        if more > 0 && self.context.global.verbose == 0 {
            self.context.note(&match self.context.language {
                Language::English => format!("… and {more} more skipped rows (-v shows all)"),
                Language::Chinese => format!("……另有 {more} 行被跳过（-v 显示全部）"),
            });
        }
    }

    fn tell(&self, line: u64, what: &str, reason: &str) {
        self.progress.suspend(|| self.context.note(&format!("{}:{line}: {what}: {reason}", self.file)));
    }
}
