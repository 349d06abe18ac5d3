//! Tables as people keep them: CSV, TSV, JSON Lines, Excel and Parquet, read row by row through one
//! interface.
//!
//! This module exists so that transcripts, imports and duplicate hunts take whatever a trainer has,
//! without each of them knowing quotes, encodings and sheets. Delimited text and JSON Lines stream in
//! bounded memory, and so does Parquet, which is decoded by several threads; a workbook's sheet is held
//! whole, because its format allows nothing else.
//!
//! A stream out of an engine that computes has no header: its columns are named by whoever reads it
//! ([`TableOptions::columns`]), and nothing is guessed that could differ from one part of it to the next.
//!
//! It may not know what a column means: names in, text out. Every row is either given, or reported
//! with its line and the reason why it cannot be ([`Next`]).

mod delimited;
mod error;
mod json_lines;
mod json_object;
mod line_ends;
mod lines;
#[cfg(feature = "parquet")]
mod parquet;
mod record;
mod tab_separated;
#[cfg(test)]
mod testing;
mod without_header;
mod workbook;

use std::fs::File;
use std::io::{BufRead, Cursor, Read};
use std::path::{Path, PathBuf};

pub use error::{RowError, RowFault, TableError};
pub use record::Record;

use self::delimited::Delimited;
use self::json_lines::JsonLines;
#[cfg(feature = "parquet")]
use self::parquet::Parquet;
use self::tab_separated::TabSeparated;
use self::workbook::Workbook;
use super::decode::{DETECTION_PREFIX, DecodingReader, Encoding};

/// The longest row, in bytes: 16 MiB. Past it a row is a mistake, such as a quote never closed.
pub const MAX_ROW: usize = 16 * 1024 * 1024;

/// The longest line of a table without a header, in bytes: 1 MiB. A longer one is passed over as a fault, and
/// only so much of it is ever held.
pub const MAX_LINE: usize = 1024 * 1024;
/// How a Parquet file begins.
const PARQUET: &[u8] = b"PAR1";

type Source = Box<dyn Read + Send>;

/// How a table is laid out in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Cells with a delimiter between them: comma, semicolon or tab, whichever the header line has most.
    Csv,
    /// Cells with tabs between them. `\N` is an empty cell.
    Tsv,
    /// One JSON object per line.
    JsonLines,
    /// An Excel workbook: `.xlsx`, `.xlsm` or the old `.xls`.
    Workbook,
    /// A Parquet file. Read only by a build that has the feature `parquet`, as it has by default.
    Parquet,
}

impl Format {
    /// The format that a file name's extension tells; `None` leaves it to the content.
    pub fn from_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "xlsx" | "xlsm" | "xls" => Some(Self::Workbook),
            "parquet" => Some(Self::Parquet),
            _ => None,
        }
    }
}

/// A format name that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no table format `{name}`: take csv, tsv, jsonl, xlsx or parquet")]
pub struct UnknownFormat {
    /// The name as it was given.
    pub name: String,
}

impl std::str::FromStr for Format {
    type Err = UnknownFormat;

    /// Takes the same names as the extensions that [`Format::from_path`] knows, and `json`.
    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        match name.trim().to_ascii_lowercase().as_str() {
            "csv" => Ok(Self::Csv),
            "tsv" | "tab" => Ok(Self::Tsv),
            "jsonl" | "ndjson" | "json" => Ok(Self::JsonLines),
            "xlsx" | "xlsm" | "xls" => Ok(Self::Workbook),
            "parquet" => Ok(Self::Parquet),
            _ => Err(UnknownFormat { name: name.to_owned() }),
        }
    }
}

/// What a user may settle that is otherwise found out; each option is ignored where it means nothing.
#[derive(Clone, Debug, Default)]
pub struct TableOptions {
    /// The layout, instead of the extension's or the content's.
    pub format: Option<Format>,
    /// The encoding of text, unless a byte order mark announces another.
    pub encoding: Option<Encoding>,
    /// The sheet of a workbook, instead of the first visible one that has cells.
    pub sheet: Option<String>,
    /// The delimiter between cells: one ASCII byte.
    pub delimiter: Option<u8>,
    /// The names of the columns in their order, for a table that has no header: its first row is one like
    /// the others, and to have no row is no error. An empty name is that of a column nobody asks for.
    ///
    /// - **TSV** is then read raw: a line is a row, a tab ends a cell, and there are no quotes. `\n` ends a
    ///   line, one `\r` before it is dropped, a cell `\N` is empty. Any other byte is itself.
    /// - **JSON Lines**: the names are the keys, and other keys are passed over. Every object is a row.
    /// - **CSV** is read as it always is. Where the delimiter is not given, one that cuts the first row into
    ///   as many cells as there are names is preferred.
    ///
    /// TSV and JSON Lines are UTF-8 unless [`encoding`](Self::encoding) says otherwise, which is never found
    /// out, as the parts of one stream must all be read alike; a line that is not UTF-8, or longer than
    /// [`MAX_LINE`], is a fault of that row. Without a format, a stream is JSON Lines if its first line
    /// begins with `{`, TSV if that has a tab, else CSV.
    pub columns: Option<Vec<String>>,
}

/// What reading on has brought.
#[derive(Debug)]
#[must_use]
pub enum Next {
    /// A row, in the record that was handed in.
    Row,
    /// A row that cannot be read; the next one can.
    Fault(RowError),
    /// There are no more rows.
    End,
}

/// A table with named columns, read from its first row to its last.
///
/// Line ends inside a quoted cell are given as `\n`, whatever they were. Rows without any text are passed
/// over.
pub struct Table {
    path: PathBuf,
    columns: Vec<String>,
    columns_given: bool,
    kind: Kind,
}

enum Kind {
    Delimited(Box<Delimited>),
    JsonLines(Box<JsonLines>),
    TabSeparated(TabSeparated),
    Workbook(Workbook),
    #[cfg(feature = "parquet")]
    Parquet(Box<Parquet>),
}

impl Table {
    /// Opens the file at `path` and reads as far as its column names.
    ///
    /// The format is the one in `options`, else the extension's, else the content's. A workbook and a
    /// Parquet file are known by their first bytes, whatever their names.
    ///
    /// # Errors
    /// When the file cannot be opened, is a directory, is empty, is binary, or is not in its format. With
    /// [`TableOptions::columns`], when it is a workbook or two columns have one name, but not when it is
    /// empty; lines of tabs and of JSON are then at fault one by one.
    pub fn open(path: &Path, options: &TableOptions) -> Result<Self, TableError> {
        let failed = |cause| TableError::Open { path: path.to_owned(), cause };
        let file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        // Opening a directory works on Unix; reading it fails without saying why.
        if metadata.is_dir() {
            return Err(TableError::Directory { path: path.to_owned() });
        }
        let format = options.format.or_else(|| Format::from_path(path));
        // A pipe has a path too, but cannot be sought in.
        let seekable = if metadata.is_file() { Some(file.try_clone().map_err(failed)?) } else { None };
        Self::from_source(path.to_owned(), Box::new(file), seekable, format, options)
    }

    /// Reads a table that has no file, such as standard input; `name` stands for it in messages.
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub fn from_reader(
        name: impl Into<PathBuf>,
        reader: impl Read + Send + 'static,
        options: &TableOptions,
    ) -> Result<Self, TableError> {
        Self::from_source(name.into(), Box::new(reader), None, options.format, options)
    }

    /// Reads from `source`, or from `seekable`, which is the same file, in a format that jumps about.
    fn from_source(
        path: PathBuf,
        mut source: Source,
        seekable: Option<File>,
        format: Option<Format>,
        options: &TableOptions,
    ) -> Result<Self, TableError> {
        if let Some(names) = &options.columns {
            return without_header::open(path, source, format, options, names);
        }
        let unreadable = |cause| TableError::Read { path: path.clone(), cause };
        let mut head = Vec::with_capacity(8);
        source.by_ref().take(8).read_to_end(&mut head).map_err(unreadable)?;
        if head.is_empty() {
            return Err(TableError::Empty { path });
        }
        if head.starts_with(PARQUET) || (format == Some(Format::Parquet) && !workbook::is_workbook(&head)) {
            return Self::from_parquet(path, Box::new(Cursor::new(head).chain(source)), seekable);
        }
        if format == Some(Format::Workbook) || workbook::is_workbook(&head) {
            let mut bytes = head;
            source.read_to_end(&mut bytes).map_err(unreadable)?;
            let (workbook, columns) = Workbook::open(&path, bytes, options.sheet.as_deref())?;
            return Ok(Self::with_header(path, columns, Kind::Workbook(workbook)));
        }
        let source: Source = Box::new(Cursor::new(head).chain(source));
        let mut reader = DecodingReader::new(source, options.encoding).map_err(unreadable)?;
        if reader.is_binary() {
            return Err(TableError::Binary { path });
        }
        let start = reader.fill_buf().map_err(unreadable)?;
        let first = start.iter().copied().find(|byte| !byte.is_ascii_whitespace());
        let format = match (format, first) {
            (Some(known), _) => known,
            (None, Some(b'{')) => Format::JsonLines,
            // A quoted or bracketed first header is possible, but not one that opens an array of objects.
            (None, Some(b'[')) if is_json_array(start) => Format::JsonLines,
            (None, _) => Format::Csv,
        };
        if format == Format::JsonLines {
            if is_json_array(start) {
                return Err(TableError::JsonArray { path });
            }
            let (lines, columns) = JsonLines::open(&path, reader)?;
            return Ok(Self::with_header(path, columns, Kind::JsonLines(Box::new(lines))));
        }
        let delimiter = options.delimiter.or((format == Format::Tsv).then_some(b'\t'));
        let (delimited, columns) = Delimited::open(&path, reader, delimiter)?;
        Ok(Self::with_header(path, columns, Kind::Delimited(Box::new(delimited))))
    }

    fn with_header(path: PathBuf, columns: Vec<String>, kind: Kind) -> Self {
        Self { path, columns, columns_given: false, kind }
    }

    #[cfg(feature = "parquet")]
    fn from_parquet(path: PathBuf, mut source: Source, seekable: Option<File>) -> Result<Self, TableError> {
        let (parquet, columns) = if let Some(file) = seekable {
            Parquet::open_file(&path, file)?
        } else {
            let mut bytes = Vec::new();
            let read = source.read_to_end(&mut bytes);
            read.map_err(|cause| TableError::Read { path: path.clone(), cause })?;
            Parquet::open_bytes(&path, bytes)?
        };
        Ok(Self::with_header(path, columns, Kind::Parquet(Box::new(parquet))))
    }

    #[cfg(not(feature = "parquet"))]
    fn from_parquet(path: PathBuf, _: Source, _: Option<File>) -> Result<Self, TableError> {
        Err(TableError::NoParquet { path })
    }

    /// Says before the first row which columns will be asked for, by their places in
    /// [`columns`](Self::columns). Cells of all others may be empty from here on.
    ///
    /// Of a Parquet file only these are decoded; other formats have to read everything anyway, and change
    /// nothing.
    pub fn keep(&mut self, columns: &[usize]) {
        match &mut self.kind {
            #[cfg(feature = "parquet")]
            Kind::Parquet(parquet) => parquet.keep(columns),
            Kind::Delimited(_) | Kind::TabSeparated(_) | Kind::JsonLines(_) | Kind::Workbook(_) => {
                debug_assert!(columns.iter().all(|column| *column < self.columns.len()));
            }
        }
    }

    /// Reads the next row that has any text into `record`.
    ///
    /// Of a Parquet file some of whose columns are not [kept](Self::keep), rows without text in the others
    /// are given too: nobody knows whether they have any.
    ///
    /// # Errors
    /// Only what ends the reading: the file cannot be read on, or a row is longer than [`MAX_ROW`] in a
    /// way that leaves no next row to go to. A row at fault is [`Next::Fault`].
    pub fn read(&mut self, record: &mut Record) -> Result<Next, TableError> {
        match &mut self.kind {
            Kind::Delimited(delimited) => delimited.read(&self.path, record),
            Kind::JsonLines(lines) => lines.read(&self.path, record),
            Kind::TabSeparated(table) => table.read(&self.path, record),
            Kind::Workbook(workbook) => Ok(workbook.read(record)),
            #[cfg(feature = "parquet")]
            Kind::Parquet(parquet) => parquet.read(&self.path, record),
        }
    }

    /// The column names in order, trimmed. A name may be empty or stand twice.
    ///
    /// For JSON Lines: the keys of the first hundred objects in the order in which they appear. For
    /// Parquet: the columns that are neither nested nor repeated. Those of
    /// [`TableOptions::columns`] if they were given.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Whether the table has no header and the columns are those of [`TableOptions::columns`].
    pub fn columns_given(&self) -> bool {
        self.columns_given
    }

    /// Whether tabs alone tell cells apart, as there are no quotes to put a tab in.
    pub fn is_unquoted(&self) -> bool {
        matches!(self.kind, Kind::TabSeparated(_))
    }

    /// What the table is called in messages: its path, or the name given to the reader.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How the table turned out to be laid out; tab-delimited text of any name is [`Format::Tsv`].
    pub fn format(&self) -> Format {
        match &self.kind {
            Kind::Delimited(delimited) if delimited.delimiter() == b'\t' => Format::Tsv,
            Kind::Delimited(_) => Format::Csv,
            Kind::TabSeparated(_) => Format::Tsv,
            Kind::JsonLines(_) => Format::JsonLines,
            Kind::Workbook(_) => Format::Workbook,
            #[cfg(feature = "parquet")]
            Kind::Parquet(_) => Format::Parquet,
        }
    }

    /// The encoding of the text; `None` for a workbook and for Parquet, which settle that themselves.
    pub fn encoding(&self) -> Option<Encoding> {
        match &self.kind {
            Kind::Delimited(delimited) => Some(delimited.decoder().encoding()),
            Kind::JsonLines(lines) => Some(lines.lines().encoding()),
            Kind::TabSeparated(table) => Some(table.lines().encoding()),
            Kind::Workbook(_) => None,
            #[cfg(feature = "parquet")]
            Kind::Parquet(_) => None,
        }
    }

    /// How many malformed sequences have become U+FFFD so far: not 0 means a damaged file or a wrong
    /// encoding.
    pub fn replaced(&self) -> u64 {
        self.decoder().map_or(0, DecodingReader::replaced)
    }

    /// Where the first malformed sequence begins: a byte offset from 0 in the file.
    pub fn first_replaced(&self) -> Option<u64> {
        self.decoder().and_then(DecodingReader::first_replaced)
    }

    /// Keys of JSON objects that first appeared after [`columns`](Self::columns) had been settled, and
    /// whose values are therefore not given; the first 32 of them.
    pub fn late_columns(&self) -> &[String] {
        match &self.kind {
            Kind::JsonLines(lines) => lines.late_columns(),
            Kind::Delimited(_) | Kind::TabSeparated(_) | Kind::Workbook(_) => &[],
            #[cfg(feature = "parquet")]
            Kind::Parquet(_) => &[],
        }
    }

    fn decoder(&self) -> Option<&DecodingReader<Source>> {
        match &self.kind {
            Kind::Delimited(delimited) => Some(delimited.decoder()),
            Kind::JsonLines(lines) => lines.lines().decoder(),
            Kind::TabSeparated(table) => table.lines().decoder(),
            Kind::Workbook(_) => None,
            #[cfg(feature = "parquet")]
            Kind::Parquet(_) => None,
        }
    }
}

fn is_json_array(start: &[u8]) -> bool {
    let mut text = start.iter().copied().filter(|byte| !byte.is_ascii_whitespace());
    text.next() == Some(b'[') && matches!(text.next(), Some(b'{' | b']'))
}

/// A column name without what surrounds it; a second byte order mark comes from joined files.
fn clean_name(cell: &str) -> String {
    cell.trim_matches(|character: char| character.is_whitespace() || character == '\u{feff}').to_owned()
}

#[cfg(test)]
mod tests;
