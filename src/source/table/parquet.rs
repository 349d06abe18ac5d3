//! Parquet: only the columns that are wanted, decoded by several threads.
//!
//! A file is row groups one behind the other, in each of them the columns one behind the other. Each thread
//! takes every so-manieth row group and hands its rows over in chunks, in front of which it waits: so rows
//! come in the order of the file, and no more than a few chunks and pages a thread are in memory. The
//! library finds and unpacks the pages; [`cells`] and [`values`] decode them.

mod bits;
mod cells;
mod chunk;
mod rows;
mod store;
mod text;
mod thrift;
mod values;

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use parquet::basic::Repetition;
use parquet::errors::ParquetError;
use parquet::file::metadata::{
    ParquetMetaData, ParquetMetaDataOptions, ParquetMetaDataReader, ParquetStatisticsPolicy,
};
use parquet::file::reader::Length;

use self::chunk::Chunk;
use self::rows::{Column, Contents, Message};
use self::store::Store;
use self::text::Meaning;
use super::{Next, Record, RowError, TableError, clean_name};

/// How a Parquet file begins, and ends.
const MAGIC: &[u8; 4] = b"PAR1";
/// How one ends that nobody reads without its key.
const ENCRYPTED: &[u8] = b"PARE";
/// The length of the footer, and the magic.
const TAIL: usize = 8;
/// The longest footer, in bytes: 256 MiB, as of a thousand columns in ten thousand row groups.
const MAX_FOOTER: usize = 256 * 1024 * 1024;
/// So many chunks may wait for the reader, for each thread.
const WAITING: usize = 2;

/// A thread that decodes row groups.
struct Decoder {
    chunks: Receiver<Message>,
    /// Where chunks go that have been read: a thread that fills the memory it has filled before leaves none behind.
    used: Sender<Chunk>,
    thread: Option<JoinHandle<()>>,
}

pub(super) struct Parquet {
    contents: Arc<Contents>,
    columns: Vec<Column>,
    /// For each column of the table, which of those that are read it is.
    kept: Vec<Option<usize>>,
    decoders: Vec<Decoder>,
    /// The row group that is being read.
    group: usize,
    chunk: Chunk,
    /// The row of the chunk that comes next.
    next: usize,
    /// How many rows have been given, of all chunks.
    rows: u64,
}

impl Parquet {
    /// Reads the footer of a file that can be sought in.
    pub(super) fn open_file(path: &Path, file: File) -> Result<(Self, Vec<String>), TableError> {
        let length =
            file.metadata().map_err(|cause| TableError::Read { path: path.to_owned(), cause })?.len();
        Self::open(path, Store::File { file: Mutex::new(file), length })
    }

    /// Reads the footer of a file that is in memory as a whole.
    pub(super) fn open_bytes(path: &Path, bytes: Vec<u8>) -> Result<(Self, Vec<String>), TableError> {
        Self::open(path, Store::Memory(bytes.into()))
    }

    fn open(path: &Path, store: Store) -> Result<(Self, Vec<String>), TableError> {
        let metadata = read_footer(&store).map_err(|reason| damaged(path, reason))?;
        let mut names = Vec::new();
        let mut columns = Vec::new();
        for (place, column) in metadata.file_metadata().schema_descr().columns().iter().enumerate() {
            let is_alone = column.path().parts().len() == 1
                && column.self_type().get_basic_info().repetition() != Repetition::REPEATED;
            if let Some(meaning) = Meaning::of(column).filter(|_| is_alone) {
                names.push(clean_name(column.name()));
                columns.push(Column { place, meaning });
            }
        }
        if columns.is_empty() {
            return Err(damaged(path, "it has no column of single values".to_owned()));
        }
        let table = Self {
            kept: (0..columns.len()).map(Some).collect(),
            columns: columns.clone(),
            contents: Arc::new(Contents { store: Arc::new(store), metadata, columns }),
            decoders: Vec::new(),
            group: 0,
            chunk: Chunk::default(),
            next: 0,
            rows: 0,
        };
        Ok((table, names))
    }

    /// Leaves all columns but these unread. Nothing changes once rows have been read.
    pub(super) fn keep(&mut self, columns: &[usize]) {
        // As long as there are no threads, nobody else has the contents.
        let Some(contents) = Arc::get_mut(&mut self.contents) else { return };
        // Rows are counted by their cells, so one column is read in any case.
        let columns = if columns.is_empty() { &[0] } else { columns };
        contents.columns.clear();
        for (place, (column, slot)) in self.columns.iter().zip(&mut self.kept).enumerate() {
            *slot = columns.contains(&place).then_some(contents.columns.len());
            contents.columns.extend(slot.map(|_| *column));
        }
    }

    /// The next row that has text. Where columns are left unread, a row without any text in the others may
    /// have some in these, and is given.
    pub(super) fn read(&mut self, path: &Path, record: &mut Record) -> Result<Next, TableError> {
        let is_whole = self.kept.iter().all(Option::is_some);
        loop {
            while self.next == self.chunk.rows {
                let read = std::mem::take(&mut self.chunk);
                let is_last = read.last;
                if let Some(decoder) = self.decoder() {
                    // It may have ended already.
                    let _ = decoder.used.send(read);
                }
                self.group += usize::from(is_last);
                if self.group == self.contents.metadata.num_row_groups() {
                    self.next = 0;
                    return Ok(Next::End);
                }
                self.chunk = self.receive(path)?;
                self.next = 0;
            }
            let row = self.next;
            self.next += 1;
            self.rows += 1;
            record.line = self.rows;
            record.cells.clear();
            if let Ok(at) = self.chunk.faults.binary_search_by_key(&row, |(row, _)| *row) {
                let fault = self.chunk.faults[at].1.clone();
                return Ok(Next::Fault(RowError { line: self.rows, fault }));
            }
            let first = row * self.contents.columns.len();
            for slot in &self.kept {
                let cell = slot.map_or("", |slot| self.chunk.cell(first + slot));
                record.cells.push_field(cell);
            }
            if !is_whole || !record.is_blank() {
                return Ok(Next::Row);
            }
        }
    }

    fn receive(&mut self, path: &Path) -> Result<Chunk, TableError> {
        if self.decoders.is_empty() {
            self.start().map_err(|cause| TableError::Read { path: path.to_owned(), cause })?;
        }
        let message = self.decoder().and_then(|decoder| decoder.chunks.recv().ok());
        let message = message.unwrap_or_else(|| Err("its decoder has stopped".to_owned()));
        message.map_err(|reason| damaged(path, reason))
    }

    /// The one that decodes the present row group, once there are any.
    fn decoder(&self) -> Option<&Decoder> {
        self.decoders.get(self.group % self.decoders.len().max(1))
    }

    fn start(&mut self) -> io::Result<()> {
        let count = rayon::current_num_threads().min(self.contents.metadata.num_row_groups()).max(1);
        for first in 0..count {
            let (sender, chunks) = sync_channel(WAITING);
            let (used, empty) = channel();
            let contents = Arc::clone(&self.contents);
            let thread = thread::Builder::new()
                .name(format!("parquet {first}"))
                .spawn(move || rows::decode(&contents, first, count, &rows::Ends { sender, empty }))?;
            self.decoders.push(Decoder { chunks, used, thread: Some(thread) });
        }
        Ok(())
    }
}

impl Drop for Parquet {
    /// Ends the threads: each notices that nobody listens when it has its next chunk.
    fn drop(&mut self) {
        for Decoder { chunks, thread, .. } in self.decoders.drain(..) {
            drop(chunks);
            if let Some(thread) = thread {
                let _ = thread.join();
            }
        }
    }
}

fn read_footer(store: &Store) -> Result<ParquetMetaData, String> {
    let too_short = || "it ends too early to have a footer; perhaps it was not copied to its end".to_owned();
    let end = store
        .len()
        .checked_sub(TAIL as u64)
        .filter(|end| *end >= MAGIC.len() as u64)
        .ok_or_else(too_short)?;
    let head = store.bytes(0, MAGIC.len()).map_err(|error| error.to_string())?;
    let tail = store.bytes(end, TAIL).map_err(|error| error.to_string())?;
    if tail.ends_with(ENCRYPTED) {
        return Err("it is encrypted".to_owned());
    }
    if head != MAGIC[..] {
        return Err("it does not begin with `PAR1`".to_owned());
    }
    let (length, magic) = tail.split_at(TAIL - MAGIC.len());
    if magic != MAGIC {
        return Err("it does not end with `PAR1`; perhaps it was not copied to its end".to_owned());
    }
    let length = length.iter().rev().fold(0, |length, byte| length << 8 | usize::from(*byte));
    if length > MAX_FOOTER {
        return Err(format!("its footer has {length} bytes, more than 256 MiB"));
    }
    let start = end.checked_sub(length as u64).ok_or_else(too_short)?;
    let footer = store.bytes(start, length).map_err(|error| error.to_string())?;
    if !thrift::is_sound_footer(&footer) {
        return Err("its footer is damaged".to_owned());
    }
    let options = ParquetMetaDataOptions::new()
        .with_column_stats_policy(ParquetStatisticsPolicy::SkipAll)
        .with_encoding_stats_policy(ParquetStatisticsPolicy::SkipAll)
        .with_size_stats_policy(ParquetStatisticsPolicy::SkipAll);
    let metadata = ParquetMetaDataReader::decode_metadata_with_options(&footer, Some(&options));
    metadata.map_err(|error| reason(&error))
}

fn damaged(path: &Path, reason: String) -> TableError {
    TableError::Parquet { path: path.to_owned(), reason }
}

/// What the library says, without its own name in front.
fn reason(error: &ParquetError) -> String {
    match error {
        ParquetError::General(message) | ParquetError::NYI(message) | ParquetError::EOF(message) => {
            message.clone()
        }
        ParquetError::External(cause) => cause.to_string(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests;
