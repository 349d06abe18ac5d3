//! JSON Lines, streaming: one object per line, its keys the column names.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};
use std::path::Path;

use super::json_object::Objects;
use super::{DecodingReader, MAX_ROW, Next, Record, RowError, RowFault, Source, TableError};

/// The columns are the keys of so many objects; a key may be missing from any of them.
const LEARNING_OBJECTS: usize = 100;
/// So many bytes are held back for learning at most, or one line if that is longer.
const LEARNING_BYTES: usize = 1024 * 1024;

pub(super) struct JsonLines {
    lines: Lines,
    /// Lines that were read to learn the columns and are still to be given.
    held: VecDeque<(u64, Result<Vec<u8>, RowFault>)>,
    objects: Objects,
}

impl JsonLines {
    /// Reads the first objects to learn the columns.
    pub(super) fn open(
        path: &Path,
        reader: DecodingReader<Source>,
    ) -> Result<(Self, Vec<String>), TableError> {
        let mut lines = Lines { reader, number: 0, buffer: Vec::new() };
        let mut objects = Objects::new();
        let mut held = VecDeque::new();
        let mut held_bytes = 0;
        let mut first_fault = None;
        while held.len() < LEARNING_OBJECTS && held_bytes < LEARNING_BYTES {
            let Some(fits) = lines.next().map_err(|cause| unreadable(path, cause))? else { break };
            let line = if fits { Ok(lines.buffer.clone()) } else { Err(RowFault::TooLong) };
            let learnt = match &line {
                Ok(text) => objects.read(text),
                Err(fault) => Err(fault.clone()),
            };
            if let Err(fault) = learnt {
                first_fault.get_or_insert((lines.number, fault));
            }
            held_bytes += lines.buffer.len();
            held.push_back((lines.number, line));
        }
        if objects.names.is_empty() {
            let path = path.to_owned();
            return Err(match first_fault {
                Some((line, fault)) => TableError::NoObject { path, line, fault },
                None => TableError::Empty { path },
            });
        }
        objects.learning = false;
        let columns = objects.names.clone();
        Ok((Self { lines, held, objects }, columns))
    }

    pub(super) fn decoder(&self) -> &DecodingReader<Source> {
        &self.lines.reader
    }

    pub(super) fn late_columns(&self) -> &[String] {
        &self.objects.late
    }

    pub(super) fn read(&mut self, path: &Path, record: &mut Record) -> Result<Next, TableError> {
        loop {
            let (line, outcome) = if let Some((line, held)) = self.held.pop_front() {
                (line, held.and_then(|text| self.objects.read(&text)))
            } else {
                let Some(fits) = self.lines.next().map_err(|cause| unreadable(path, cause))? else {
                    return Ok(Next::End);
                };
                let outcome =
                    if fits { self.objects.read(&self.lines.buffer) } else { Err(RowFault::TooLong) };
                (self.lines.number, outcome)
            };
            record.line = line;
            record.cells.clear();
            if let Err(fault) = outcome {
                return Ok(Next::Fault(RowError { line, fault }));
            }
            for cell in &self.objects.cells {
                record.cells.push_field(cell.as_bytes());
            }
            if !record.is_blank() {
                return Ok(Next::Row);
            }
        }
    }
}

fn unreadable(path: &Path, cause: io::Error) -> TableError {
    TableError::Read { path: path.to_owned(), cause }
}

struct Lines {
    reader: DecodingReader<Source>,
    number: u64,
    buffer: Vec<u8>,
}

impl Lines {
    /// Reads the next line that is not blank into `buffer`: whether it fits, or `None` at the end. Of a
    /// line that is too long only the beginning is held.
    fn next(&mut self) -> io::Result<Option<bool>> {
        loop {
            self.buffer.clear();
            let limit = MAX_ROW as u64 + 1;
            if self.reader.by_ref().take(limit).read_until(b'\n', &mut self.buffer)? == 0 {
                return Ok(None);
            }
            self.number += 1;
            if self.buffer.len() > MAX_ROW && self.buffer.last() != Some(&b'\n') {
                self.reader.skip_until(b'\n')?;
                return Ok(Some(false));
            }
            if !self.buffer.trim_ascii().is_empty() {
                return Ok(Some(true));
            }
        }
    }
}
