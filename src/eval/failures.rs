//! The rows that went wrong, as a table to work through in a spreadsheet.

use std::io::{self, Write};

use super::{Judgement, Row, guarded};
use crate::diagnostic::Language;
use crate::matching::{Outcome, Ranking};
use crate::model::KnowledgeBase;

/// How many candidates a line shows.
const CANDIDATES: usize = 3;

const HEADER: [&str; 15] = [
    "file",
    "line",
    "question",
    "expected",
    "pack",
    "class",
    "reason",
    "outcome",
    "candidate_1",
    "confidence_1",
    "candidate_2",
    "confidence_2",
    "candidate_3",
    "confidence_3",
    "count",
];

/// Writes the rows that went wrong as CSV: UTF-8 with a byte order mark, which Excel needs, and no cell
/// that a spreadsheet would run as a formula (such a cell begins with an apostrophe).
///
/// Rows come out in the order in which they are given; give them in the order of the transcript.
pub struct FailureWriter<'kb, W: Write> {
    table: csv::Writer<W>,
    knowledge_base: &'kb KnowledgeBase,
    language: Language,
}

impl<'kb, W: Write> FailureWriter<'kb, W> {
    /// Begin the table in `writer` with its header; reasons are written in `language`.
    ///
    /// # Errors
    /// `writer` refuses.
    pub fn new(mut writer: W, knowledge_base: &'kb KnowledgeBase, language: Language) -> io::Result<Self> {
        writer.write_all(b"\xef\xbb\xbf")?;
        let mut table = csv::Writer::from_writer(writer);
        table.write_record(HEADER)?;
        Ok(Self { table, knowledge_base, language })
    }

    /// Write the row of `file` if it went wrong; says whether it did.
    ///
    /// # Errors
    /// The writer refuses.
    pub fn write(
        &mut self,
        file: &str,
        row: &Row,
        judgement: &Judgement<'_>,
        ranking: &Ranking,
    ) -> io::Result<bool> {
        if !judgement.class.is_failure() {
            return Ok(false);
        }
        let reason = judgement.class.describe(self.knowledge_base);
        let reason = match &ranking.failure {
            Some(failure) if judgement.failed => format!("{}: {failure}", reason.in_language(self.language)),
            _ => reason.in_language(self.language).to_owned(),
        };
        let expected = judgement.expectation.entry().map_or_else(
            || row.expected.as_deref().unwrap_or_default(),
            |entry| &self.knowledge_base.entry(entry).reference,
        );
        let line = row.line.to_string();
        let count = row.count.to_string();
        let cells = [file, &line, &row.question, expected, judgement.pack, judgement.class.name(), &reason];
        for cell in cells {
            self.table.write_field(guarded(cell).as_bytes())?;
        }
        self.table.write_field(match judgement.outcome {
            Outcome::Direct => "direct",
            Outcome::Recommend => "recommend",
            Outcome::None => "none",
        })?;
        for place in 0..CANDIDATES {
            let (reference, confidence) = match ranking.candidates.get(place) {
                Some(candidate) => (
                    &*self.knowledge_base.entry(candidate.entry).reference,
                    format!("{:.3}", candidate.confidence),
                ),
                None => ("", String::new()),
            };
            self.table.write_field(guarded(reference).as_bytes())?;
            self.table.write_field(&confidence)?;
        }
        self.table.write_field(&count)?;
        self.table.write_record(None::<&[u8]>)?;
        Ok(true)
    }

    /// Write what is still in memory and give the writer back.
    ///
    /// # Errors
    /// The writer refuses.
    pub fn finish(self) -> io::Result<W> {
        self.table.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

#[cfg(test)]
mod tests;
