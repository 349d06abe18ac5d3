//! One row, in a buffer that is used again for the next.

use csv::StringRecord;

/// The cells of one row as text.
///
/// Make one and hand it to [`Table::read`](super::Table::read) again and again: its memory is reused.
#[derive(Clone, Debug, Default)]
pub struct Record {
    pub(super) line: u64,
    pub(super) cells: StringRecord,
}

impl Record {
    /// An empty record.
    pub fn new() -> Self {
        Self::default()
    }

    /// The line on which the row begins, from 1; for a workbook the row number that Excel shows, for
    /// Parquet the number of the row in the file, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How many cells the row has. Delimited rows may have fewer or more than the table has columns.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether the row has no cells, as before the first read.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The text of the cell in the column `index`, from 0; empty when the row ends before it.
    pub fn cell(&self, index: usize) -> &str {
        self.cells.get(index).unwrap_or_default()
    }

    /// Whether no cell has any text.
    pub(super) fn is_blank(&self) -> bool {
        // The first character with text settles it.
        self.cells.as_slice().trim_start().is_empty()
    }
}
