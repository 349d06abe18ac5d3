//! What can go wrong with a table, and with one of its rows.

use std::io;
use std::path::PathBuf;

/// Why a table cannot be read, or cannot be read on.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file cannot be opened.
    #[error("cannot open {}: {cause}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// The path is a directory.
    #[error("{} is a directory, not a table: name the files in it", path.display())]
    Directory {
        /// The directory.
        path: PathBuf,
    },
    /// Reading failed.
    #[error("cannot read {}: {cause}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// There is nothing in the file, not even a header.
    #[error("{} is empty: it needs at least a row of column names", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The file is not text.
    #[error(
        "{} is a binary file, not a table: save it as CSV, JSON Lines, XLSX or Parquet",
        path.display()
    )]
    Binary {
        /// The file.
        path: PathBuf,
    },
    /// The row of column names is at fault.
    #[error("{}: the column names on line {line} cannot be read: {fault}", path.display())]
    Header {
        /// The file.
        path: PathBuf,
        /// The line on which the row begins, from 1.
        line: u64,
        /// What is wrong with it.
        fault: RowFault,
    },
    /// The delimiter cannot be one.
    #[error("`{}` cannot delimit cells: take one ASCII character that is no quote and no line end", delimiter.escape_ascii())]
    Delimiter {
        /// The byte that was given.
        delimiter: u8,
    },
    /// The file is one JSON array, which cannot be read row by row.
    #[error(
        "{} is one JSON array: make it one object per line with `jq -c '.[]' old.json > new.jsonl`",
        path.display()
    )]
    JsonArray {
        /// The file.
        path: PathBuf,
    },
    /// None of the first lines is a JSON object.
    #[error(
        "{}: no JSON object in the first lines (line {line}: {fault}). If this is not JSON Lines, give \
         the format: csv, tsv, xlsx or parquet",
        path.display()
    )]
    NoObject {
        /// The file.
        path: PathBuf,
        /// The first line that is not blank, from 1.
        line: u64,
        /// What is wrong with it.
        fault: RowFault,
    },
    /// A row of delimited text does not end.
    #[error(
        "{}: the row on line {line} is longer than 16 MiB: a quote is probably opened there and never \
         closed",
        path.display()
    )]
    RowTooLong {
        /// The file.
        path: PathBuf,
        /// The line on which the row begins, from 1.
        line: u64,
    },
    /// Columns were named for a workbook or for Parquet.
    #[error(
        "{}: an Excel workbook and a Parquet file name their columns themselves; they can be named by hand for text \
         alone: CSV, TSV or JSON Lines",
        path.display()
    )]
    NamedWorkbook {
        /// The file.
        path: PathBuf,
    },
    /// Two of the columns that were named have one name.
    #[error("two columns are named `{name}`: leave the name of the one empty that is not to be read")]
    SameColumn {
        /// The name.
        name: String,
    },
    /// The file is no workbook that can be read.
    #[error(
        "cannot read {} as an Excel workbook: {reason}. Open it in Excel or WPS, take off any password \
         and save it as .xlsx",
        path.display()
    )]
    Workbook {
        /// The file.
        path: PathBuf,
        /// What its reader says.
        reason: String,
    },
    /// The workbook has no such sheet.
    #[error("{} has no sheet `{sheet}`; it has: {}", path.display(), found.join(", "))]
    NoSheet {
        /// The file.
        path: PathBuf,
        /// The sheet that was asked for.
        sheet: String,
        /// The sheets that there are.
        found: Vec<String>,
    },
    /// The file is no Parquet file that can be read, or cannot be read on.
    #[error(
        "cannot read {} as Parquet: {reason}. Write the file anew, or save the table as CSV or JSON Lines",
        path.display()
    )]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file is for a build that has the feature `parquet`.
    #[error(
        "{} is a Parquet file, and this kbtool is built without the feature `parquet`: save the table as CSV, \
         JSON Lines or XLSX, or install a kbtool with that feature, as `cargo install` does by default",
        path.display()
    )]
    NoParquet {
        /// The file.
        path: PathBuf,
    },
}

/// A row that cannot be read, though the ones after it can.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct RowError {
    /// The line on which the row begins, as [`Record::line`](super::Record::line) counts.
    pub line: u64,
    /// What is wrong with it.
    pub fault: RowFault,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowFault {
    /// The line is no JSON object.
    #[error("not a JSON object: {message} (column {column})")]
    Json {
        /// What the parser says.
        message: String,
        /// Where, in bytes from 1.
        column: usize,
    },
    /// The line is longer than [`MAX_ROW`](super::MAX_ROW), or than [`MAX_LINE`](super::MAX_LINE) where the
    /// columns were named.
    #[error("longer than {} MiB", limit / (1024 * 1024))]
    TooLong {
        /// How long a line may be, in bytes.
        limit: usize,
    },
    /// The line should be UTF-8, and is not.
    #[error("not UTF-8")]
    NotUtf8,
    /// The last row's quote is never closed, and everything behind it has become one cell.
    #[error("a quote is opened and never closed: {lines} lines up to the end of the file are lost in it")]
    UnclosedQuote {
        /// How many lines the row takes, the first among them.
        lines: u64,
    },
}
