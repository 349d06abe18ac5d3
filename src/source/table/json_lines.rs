//! JSON Lines, streaming: one object per line, its keys the column names.

use std::collections::VecDeque;
use std::io;
use std::path::Path;

use super::json_object::Objects;
use super::lines::{Input, Line, Lines};
use super::{DecodingReader, MAX_ROW, Next, Record, RowError, RowFault, Source, TableError};

/// The columns are the keys of so many objects; a key may be missing from any of them.
const LEARNING_OBJECTS: usize = 100;
/// So many bytes are held back for learning at most, or one line if that is longer.
const LEARNING_BYTES: usize = 1024 * 1024;

pub(super) struct JsonLines {
    lines: Lines,
    /// Lines that were read to learn the columns and are still to be given.
    held: VecDeque<(u64, Result<String, RowFault>)>,
    objects: Objects,
    /// Whether an object without any value is a row too.
    keeps_empty: bool,
}

impl JsonLines {
    /// Reads the first objects to learn the columns.
    pub(super) fn open(
        path: &Path,
        reader: DecodingReader<Source>,
    ) -> Result<(Self, Vec<String>), TableError> {
        let mut lines = Lines::new(Input::Decoded(Box::new(reader)), MAX_ROW);
        let mut objects = Objects::new();
        let mut held = VecDeque::new();
        let mut held_bytes = 0;
        let mut first_fault = None;
        while held.len() < LEARNING_OBJECTS && held_bytes < LEARNING_BYTES {
            let next = lines.next().map_err(|cause| unreadable(path, cause))?;
            let Some(Line { number, text }) = next else { break };
            let learnt = match &text {
                Ok(text) => objects.read(text),
                Err(fault) => Err(fault.clone()),
            };
            if let Err(fault) = learnt {
                first_fault.get_or_insert((number, fault));
            }
            held_bytes += text.as_ref().map_or(MAX_ROW, |text| text.len());
            held.push_back((number, text.map(str::to_owned)));
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
        Ok((Self { lines, held, objects, keeps_empty: false }, columns))
    }

    /// Takes the keys `names` for the columns, and every line for a row.
    ///
    /// An object that has none of them is one too: were such objects passed over, a slip in a name would
    /// empty the whole table without a word.
    pub(super) fn without_header(lines: Lines, names: &[String]) -> Self {
        Self { lines, held: VecDeque::new(), objects: Objects::named(names), keeps_empty: true }
    }

    pub(super) fn lines(&self) -> &Lines {
        &self.lines
    }

    pub(super) fn late_columns(&self) -> &[String] {
        &self.objects.late
    }

    pub(super) fn read(&mut self, path: &Path, record: &mut Record) -> Result<Next, TableError> {
        loop {
            let (line, outcome) = if let Some((line, held)) = self.held.pop_front() {
                (line, held.and_then(|text| self.objects.read(&text)))
            } else {
                let next = self.lines.next().map_err(|cause| unreadable(path, cause))?;
                let Some(Line { number, text }) = next else { return Ok(Next::End) };
                (number, text.and_then(|text| self.objects.read(text)))
            };
            record.line = line;
            record.cells.clear();
            if let Err(fault) = outcome {
                return Ok(Next::Fault(RowError { line, fault }));
            }
            for cell in &self.objects.cells {
                record.cells.push_field(cell);
            }
            if self.keeps_empty || !record.is_blank() {
                return Ok(Next::Row);
            }
        }
    }
}

fn unreadable(path: &Path, cause: io::Error) -> TableError {
    TableError::Read { path: path.to_owned(), cause }
}
