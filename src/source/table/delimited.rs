//! CSV and TSV, streaming, with exact line numbers.

use std::io::BufRead;
use std::path::Path;

use csv::{Reader, ReaderBuilder, StringRecord, Terminator};
use memchr::memmem;

use super::line_ends::LineEnds;
use super::tab_separated::{NULL, without_null};
use super::{DecodingReader, Next, Record, RowError, RowFault, Source, TableError, clean_name};

pub(super) struct Delimited {
    reader: Reader<LineEnds<DecodingReader<Source>>>,
    delimiter: u8,
    /// The cells of the row before a null became empty.
    spare: StringRecord,
}

impl Delimited {
    /// Reads the header row; `delimiter` is found out from it unless given.
    pub(super) fn open(
        path: &Path,
        source: DecodingReader<Source>,
        delimiter: Option<u8>,
    ) -> Result<(Self, Vec<String>), TableError> {
        let mut table = Self::new(path, source, delimiter, None)?;
        let mut header = Record::new();
        match table.read(path, &mut header)? {
            Next::Row => {
                let columns = (0..header.len()).map(|index| clean_name(header.cell(index))).collect();
                Ok((table, columns))
            }
            Next::Fault(RowError { line, fault }) => {
                Err(TableError::Header { path: path.to_owned(), line, fault })
            }
            Next::End => Err(TableError::Empty { path: path.to_owned() }),
        }
    }

    /// Takes the first row for one like the others. `delimiter` is found out from it unless given; it should
    /// have `width` cells.
    pub(super) fn without_header(
        path: &Path,
        source: DecodingReader<Source>,
        delimiter: Option<u8>,
        width: usize,
    ) -> Result<Self, TableError> {
        Self::new(path, source, delimiter, Some(width))
    }

    fn new(
        path: &Path,
        mut source: DecodingReader<Source>,
        delimiter: Option<u8>,
        width: Option<usize>,
    ) -> Result<Self, TableError> {
        let start = source.fill_buf().map_err(|cause| TableError::Read { path: path.to_owned(), cause })?;
        let delimiter = delimiter.unwrap_or_else(|| likely_delimiter(start, width));
        if !delimiter.is_ascii() || matches!(delimiter, b'"' | b'\n' | b'\r' | 0) {
            return Err(TableError::Delimiter { delimiter });
        }
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .terminator(Terminator::Any(b'\n'))
            .buffer_capacity(64 * 1024)
            .from_reader(LineEnds::new(source));
        Ok(Self { reader, delimiter, spare: StringRecord::new() })
    }

    pub(super) fn decoder(&self) -> &DecodingReader<Source> {
        self.reader.get_ref().inner()
    }

    pub(super) fn delimiter(&self) -> u8 {
        self.delimiter
    }

    pub(super) fn read(&mut self, path: &Path, record: &mut Record) -> Result<Next, TableError> {
        loop {
            self.reader.get_mut().renew_allowance();
            match self.reader.read_record(&mut record.cells) {
                Ok(true) => {}
                Ok(false) => return Ok(Next::End),
                Err(error) => return Err(self.fatal(path, error, &record.cells)),
            }
            if record.is_blank() {
                continue;
            }
            record.line = self.first_line(&record.cells);
            if self.has_unclosed_quote(&record.cells) {
                let lines = self.reader.position().line() - record.line + 1;
                let fault = RowFault::UnclosedQuote { lines };
                return Ok(Next::Fault(RowError { line: record.line, fault }));
            }
            if self.delimiter == b'\t'
                && memmem::find(record.cells.as_slice().as_bytes(), NULL.as_bytes()).is_some()
            {
                self.empty_nulls(&mut record.cells);
            }
            return Ok(Next::Row);
        }
    }

    /// Engines that write tables of tabs leave no cell empty that has no value.
    fn empty_nulls(&mut self, cells: &mut StringRecord) {
        std::mem::swap(&mut self.spare, cells);
        cells.clear();
        for cell in &self.spare {
            cells.push_field(without_null(cell));
        }
    }

    /// The line on which the row just read begins.
    ///
    /// The parser knows where it began to look, which is too early after blank lines, and how many lines
    /// it has passed: the row begins as many lines before that as it has line ends inside.
    fn first_line(&self, cells: &StringRecord) -> u64 {
        let before = cells.position().map_or(1, csv::Position::line);
        let after = self.reader.position().line();
        let ended = self.reader.get_ref().ended();
        if !ended && after == before + 1 {
            return before;
        }
        let inside = cells.as_slice().bytes().map(|byte| u64::from(byte == b'\n')).sum::<u64>();
        // A row ended by a line end has passed that one too.
        after.saturating_sub(inside + u64::from(!ended)).max(before)
    }

    /// A row that only the end of the file has ended, with line ends in its last cell, yet without the
    /// quote that must close such a cell.
    fn has_unclosed_quote(&self, cells: &StringRecord) -> bool {
        let source = self.reader.get_ref();
        source.ended()
            && source.last() != b'"'
            && cells.iter().next_back().is_some_and(|cell| cell.contains('\n'))
    }

    fn fatal(&self, path: &Path, error: csv::Error, cells: &StringRecord) -> TableError {
        let path = path.to_owned();
        if self.reader.get_ref().is_exhausted() {
            let line = cells.position().map_or(1, csv::Position::line);
            return TableError::RowTooLong { path, line };
        }
        let cause = match error.into_kind() {
            csv::ErrorKind::Io(cause) => cause,
            // Nothing else is possible for flexible rows of decoded text, cut at ASCII characters.
            other => std::io::Error::other(format!("{other:?}")),
        };
        TableError::Read { path, cause }
    }
}

/// The delimiter that the first line has most of, outside quotes; a comma if it has none.
///
/// Where the line is no header but text of people, with punctuation in it, one that cuts it into the right
/// number of cells, `width`, is preferred.
fn likely_delimiter(start: &[u8], width: Option<usize>) -> u8 {
    let mut counts = [(b',', 0_usize), (b'\t', 0), (b';', 0)];
    let mut quoted = false;
    for byte in start.trim_ascii_start() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            other => {
                if let Some((_, count)) = counts.iter_mut().find(|(candidate, _)| candidate == other) {
                    *count += 1;
                }
            }
        }
    }
    if let Some((fitting, _)) = counts.iter().find(|(_, count)| width.is_some_and(|width| count + 1 == width))
    {
        return *fitting;
    }
    let mut best = counts[0];
    for candidate in counts {
        if candidate.1 > best.1 {
            best = candidate;
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_found_outside_quotes() {
        let likely = |text: &str| likely_delimiter(text.as_bytes(), None);
        assert_eq!(likely("问题,标准问\na;b;c;d"), b',');
        assert_eq!(likely("问题\t标准问\n"), b'\t');
        assert_eq!(likely("\n\"a,b,c\";d;e\r\n"), b';');
        assert_eq!(likely("question\n"), b',');
        assert_eq!(likely(""), b',');
    }

    #[test]
    fn a_delimiter_that_gives_the_right_width_is_preferred() {
        let likely = |text: &str, width: usize| likely_delimiter(text.as_bytes(), Some(width));
        assert_eq!(likely("多少钱;贵吗;便宜点,price\n", 2), b',');
        assert_eq!(likely("a,b,c;price\n", 2), b';');
        assert_eq!(likely("a,b,c;price\n", 9), b',');
        assert_eq!(likely("a;b\n", 1), b',');
        assert_eq!(likely("", 3), b',');
    }
}
