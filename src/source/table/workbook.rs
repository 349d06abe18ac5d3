//! Excel workbooks: one sheet, held whole.
//!
//! A sheet's cells lie compressed behind a table of shared texts, so it cannot stream: the file, those
//! texts and one sheet's cells are in memory, about three times the sheet's text. Cells are kept
//! sparse, since one stray cell in the last row would otherwise cost gigabytes.

use std::fmt::Write;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, ExcelDateTime, Reader, SheetType, SheetVisible, Xls, Xlsx};

use super::{Next, Record, TableError, clean_name};

/// Excel has no more columns than this; a cell beyond it comes from a damaged file.
const MAX_COLUMNS: u32 = 16_384;

const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0";

/// Whether a file begins like a workbook, old or new.
pub(super) fn is_workbook(head: &[u8]) -> bool {
    head.starts_with(ZIP) || head.starts_with(COMPOUND)
}

pub(super) struct Workbook {
    sheet: Sheet,
    width: u32,
    /// The first cell not yet given.
    next: usize,
}

/// The cells that have text, by row and column, and their texts one after the other.
#[derive(Default)]
struct Sheet {
    cells: Vec<Cell>,
    text: String,
}

struct Cell {
    row: u32,
    column: u32,
    start: usize,
    end: usize,
}

impl Workbook {
    /// Loads the sheet named `sheet`, else the first visible one that has cells, else any that has.
    pub(super) fn open(
        path: &Path,
        bytes: Vec<u8>,
        sheet: Option<&str>,
    ) -> Result<(Self, Vec<String>), TableError> {
        let mut book = Book::open(bytes).map_err(|reason| unreadable(path, reason))?;
        let names = match sheet {
            Some(name) => vec![book.find(path, name)?],
            None => book.names(),
        };
        for name in names {
            let sheet = book.load(&name).map_err(|reason| unreadable(path, reason))?;
            if !sheet.cells.is_empty() {
                return Ok(Self::with_header(sheet));
            }
        }
        Err(TableError::Empty { path: path.to_owned() })
    }

    fn with_header(sheet: Sheet) -> (Self, Vec<String>) {
        let mut columns = Vec::new();
        let header = sheet.cells.first().map_or(0, |cell| cell.row);
        let length = sheet.cells.iter().take_while(|cell| cell.row == header).count();
        for cell in &sheet.cells[..length] {
            columns.resize(cell.column as usize + 1, String::new());
            columns[cell.column as usize] = clean_name(&sheet.text[cell.start..cell.end]);
        }
        let width = columns.len() as u32;
        (Self { sheet, width, next: length }, columns)
    }

    /// The next row that has text under some column; what stands right of the table is not part of it.
    pub(super) fn read(&mut self, record: &mut Record) -> Next {
        record.cells.clear();
        while let Some(first) = self.sheet.cells.get(self.next) {
            let row = first.row;
            let mut column = 0;
            while let Some(cell) = self.sheet.cells.get(self.next).filter(|cell| cell.row == row) {
                self.next += 1;
                if cell.column >= self.width || cell.column < column {
                    continue;
                }
                for _ in column..cell.column {
                    record.cells.push_field("");
                }
                record.cells.push_field(&self.sheet.text[cell.start..cell.end]);
                column = cell.column + 1;
            }
            if column > 0 {
                for _ in column..self.width {
                    record.cells.push_field("");
                }
                record.line = u64::from(row) + 1;
                return Next::Row;
            }
        }
        Next::End
    }
}

fn unreadable(path: &Path, reason: String) -> TableError {
    TableError::Workbook { path: path.to_owned(), reason }
}

enum Book {
    New(Xlsx<Cursor<Vec<u8>>>),
    Old(Xls<Cursor<Vec<u8>>>),
}

impl Book {
    fn open(bytes: Vec<u8>) -> Result<Self, String> {
        // An .xlsx with a password is wrapped in the old container too.
        if bytes.starts_with(COMPOUND) {
            Xls::new(Cursor::new(bytes)).map(Self::Old).map_err(|error| error.to_string())
        } else {
            Xlsx::new(Cursor::new(bytes)).map(Self::New).map_err(|error| error.to_string())
        }
    }

    /// The worksheets, hidden ones last: platforms put lists for their drop-downs there.
    fn names(&self) -> Vec<String> {
        let sheets = match self {
            Self::New(book) => book.sheets_metadata(),
            Self::Old(book) => book.sheets_metadata(),
        };
        let worksheets = || sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let visible = worksheets().filter(|sheet| sheet.visible == SheetVisible::Visible);
        let hidden = worksheets().filter(|sheet| sheet.visible != SheetVisible::Visible);
        visible.chain(hidden).map(|sheet| sheet.name.clone()).collect()
    }

    fn find(&self, path: &Path, sheet: &str) -> Result<String, TableError> {
        let names = self.names();
        let known = names.iter().find(|name| name.trim() == sheet.trim()).cloned();
        known.ok_or_else(|| TableError::NoSheet {
            path: path.to_owned(),
            sheet: sheet.to_owned(),
            found: names,
        })
    }

    fn load(&mut self, name: &str) -> Result<Sheet, String> {
        let mut sheet = Sheet::default();
        match self {
            Self::New(book) => {
                let mut cells = book.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
                while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
                    sheet.push(cell.get_position(), &Data::from(cell.get_value().clone()));
                }
            }
            Self::Old(book) => {
                let range = book.worksheet_range(name).map_err(|error| error.to_string())?;
                let (top, left) = range.start().unwrap_or_default();
                for (row, column, value) in range.used_cells() {
                    sheet.push((top + row as u32, left + column as u32), value);
                }
            }
        }
        // Files are in order already, unless a program other than Excel was careless.
        sheet.cells.sort_by_key(|cell| (cell.row, cell.column));
        Ok(sheet)
    }
}

impl Sheet {
    fn push(&mut self, (row, column): (u32, u32), value: &Data) {
        let start = self.text.len();
        write_value(&mut self.text, value);
        if column >= MAX_COLUMNS || self.text[start..].trim().is_empty() {
            self.text.truncate(start);
            return;
        }
        self.cells.push(Cell { row, column, start, end: self.text.len() });
    }
}

/// Writes a cell as a reader of the sheet would say it: 3 rather than 3.0, dates in ISO 8601.
fn write_value(text: &mut String, value: &Data) {
    // Writing to a String cannot fail.
    let _ = match value {
        Data::Empty => Ok(()),
        Data::DateTime(moment) => write_moment(text, *moment),
        Data::String(string) => text.write_str(string),
        other => write!(text, "{other}"),
    };
}

fn write_moment(text: &mut String, moment: ExcelDateTime) -> std::fmt::Result {
    if moment.is_duration() {
        let seconds = (moment.as_f64() * 86_400.0).round() as i64;
        let sign = if seconds < 0 { "-" } else { "" };
        let seconds = seconds.unsigned_abs();
        return write!(text, "{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let has_date = moment.as_f64() >= 1.0;
    let has_time = (hour, minute, second) != (0, 0, 0);
    if has_date {
        write!(text, "{year:04}-{month:02}-{day:02}")?;
    }
    match (has_date, has_time) {
        (true, false) => Ok(()),
        (true, true) => write!(text, "T{hour:02}:{minute:02}:{second:02}"),
        (false, _) => write!(text, "{hour:02}:{minute:02}:{second:02}"),
    }
}
