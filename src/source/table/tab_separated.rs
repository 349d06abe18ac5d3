//! Lines of cells with tabs between them and nothing else, as engines such as Spark and Hive write them.
//!
//! There are no quotes: a `"` is a character like any other, so no cell can swallow the rows behind it,
//! and whatever a line holds, the next one is read.

use std::path::Path;

use super::lines::{Line, Lines};
use super::{Next, Record, RowError, TableError};

/// How such engines write that there is no value.
pub(super) const NULL: &str = r"\N";

pub(super) struct TabSeparated {
    lines: Lines,
}

impl TabSeparated {
    pub(super) fn new(lines: Lines) -> Self {
        Self { lines }
    }

    pub(super) fn lines(&self) -> &Lines {
        &self.lines
    }

    pub(super) fn read(&mut self, path: &Path, record: &mut Record) -> Result<Next, TableError> {
        record.cells.clear();
        let line = self.lines.next().map_err(|cause| TableError::Read { path: path.to_owned(), cause })?;
        let Some(Line { number, text }) = line else { return Ok(Next::End) };
        record.line = number;
        let text = match text {
            Ok(text) => text,
            Err(fault) => return Ok(Next::Fault(RowError { line: number, fault })),
        };
        for cell in text.split('\t') {
            record.cells.push_field(without_null(cell));
        }
        Ok(Next::Row)
    }
}

/// The cell, empty if it says that there is no value.
pub(super) fn without_null(cell: &str) -> &str {
    if cell == NULL { "" } else { cell }
}
