//! The rows that went wrong, as a table to work through in a spreadsheet.

use std::io::{self, Write};

use super::failed_row::CANDIDATES;
use super::{FailedRow, guarded};
use crate::diagnostic::Language;

const HEADER: [&str; 17] = [
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
    "conversation",
    "turn",
];

/// Writes the rows that went wrong as CSV: UTF-8 with a byte order mark, which Excel needs, and no cell
/// that a spreadsheet would run as a formula (such a cell begins with an apostrophe).
///
/// Rows come out in the order in which they are given; give them in the order of the transcript.
pub struct FailureWriter<W: Write> {
    table: csv::Writer<W>,
    language: Language,
}

impl<W: Write> FailureWriter<W> {
    /// Begin the table in `writer` with its header; reasons are written in `language`.
    ///
    /// # Errors
    /// `writer` refuses.
    pub fn new(mut writer: W, language: Language) -> io::Result<Self> {
        writer.write_all(b"\xef\xbb\xbf")?;
        let mut table = csv::Writer::from_writer(writer);
        table.write_record(HEADER)?;
        Ok(Self { table, language })
    }

    /// Write a row that was asked `count` times. `place` is the file and the line, from 1, where it is known.
    ///
    /// # Errors
    /// The writer refuses.
    pub fn write(&mut self, place: Option<(&str, u64)>, row: &FailedRow, count: u64) -> io::Result<()> {
        let (file, line) = place.map_or(("", String::new()), |(file, line)| (file, line.to_string()));
        let reason = self.language.pick(&row.reason, &row.reason_chinese);
        for cell in [file, &line, &row.question, &row.expected, &row.pack, &row.class, reason, &row.outcome] {
            self.table.write_field(guarded(cell).as_bytes())?;
        }
        for at in 0..CANDIDATES {
            let (reference, confidence) =
                row.candidates.get(at).map_or(("", ""), |(reference, confidence)| (reference, confidence));
            self.table.write_field(guarded(reference).as_bytes())?;
            self.table.write_field(confidence)?;
        }
        let turn = row.turn.map(|turn| turn.to_string());
        self.table.write_field(count.to_string())?;
        self.table.write_field(guarded(row.conversation.as_deref().unwrap_or_default()).as_bytes())?;
        self.table.write_field(turn.unwrap_or_default())?;
        self.table.write_record(None::<&[u8]>).map_err(io::Error::from)
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
