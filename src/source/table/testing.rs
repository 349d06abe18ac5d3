//! What the tests of several formats read tables with.

use std::io::Cursor;

use super::{Next, Record, Table, TableError, TableOptions};

/// A row as its line and cells, or as its line and, behind `! `, its fault.
pub(super) type Read = (u64, Vec<String>);

pub(super) fn table(bytes: impl Into<Vec<u8>>, options: &TableOptions) -> Result<Table, TableError> {
    Table::from_reader("test", Cursor::new(bytes.into()), options)
}

/// Every row, and the error that ended it.
pub(super) fn rows_and_error(table: &mut Table) -> (Vec<Read>, Option<String>) {
    let mut record = Record::new();
    let mut rows = Vec::new();
    loop {
        match table.read(&mut record) {
            Ok(Next::Row) => {
                let cells = (0..record.len()).map(|index| record.cell(index).to_owned()).collect();
                rows.push((record.line(), cells));
            }
            Ok(Next::Fault(error)) => rows.push((error.line, vec![format!("! {}", error.fault)])),
            Ok(Next::End) => return (rows, None),
            Err(error) => return (rows, Some(error.to_string())),
        }
    }
}

/// Every row of a table that can be read to its end.
pub(super) fn rows(table: &mut Table) -> Vec<Read> {
    let (rows, error) = rows_and_error(table);
    assert_eq!(error, None);
    rows
}

pub(super) fn row(line: u64, cells: &[&str]) -> Read {
    (line, cells.iter().map(|cell| (*cell).to_owned()).collect())
}
