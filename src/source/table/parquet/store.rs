//! The bytes of a Parquet file, wherever they lie, for several threads at once.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

use super::thrift;

/// The largest page, unpacked, in bytes: 512 MiB. Writers make pages of 1 to 100 MB; past this a size is a
/// mistake.
const MAX_PAGE: u64 = 512 * 1024 * 1024;

/// Where the bytes are.
pub(super) enum Store {
    /// In a file that can be sought in, of this length. Handles of one file share their place in it, so
    /// threads take turns; a turn is one page.
    File {
        /// The file.
        file: Mutex<File>,
        /// Its length when it was opened.
        length: u64,
    },
    /// In memory, as standard input cannot be sought in.
    Memory(Bytes),
}

impl Store {
    /// The `length` bytes from `start` on.
    pub(super) fn bytes(&self, start: u64, length: usize) -> io::Result<Bytes> {
        let end = start.checked_add(length as u64).filter(|end| *end <= self.len());
        end.ok_or_else(|| io::Error::new(io::ErrorKind::UnexpectedEof, "the file ends too early"))?;
        match self {
            Self::File { file, .. } => {
                let mut bytes = vec![0; length];
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.seek(SeekFrom::Start(start))?;
                file.read_exact(&mut bytes)?;
                Ok(bytes.into())
            }
            Self::Memory(bytes) => Ok(bytes.slice(start as usize..start as usize + length)),
        }
    }
}

impl Length for Store {
    fn len(&self) -> u64 {
        match self {
            Self::File { length, .. } => *length,
            Self::Memory(bytes) => bytes.len() as u64,
        }
    }
}

impl ChunkReader for Store {
    type T = Cursor<Bytes>;

    /// A reader of the page's header at `start`, once that header has been found to be sound.
    fn get_read(&self, start: u64) -> Result<Self::T> {
        // Statistics can make a header long.
        for window in [4 * 1024, 1024 * 1024] {
            let length = self.len().saturating_sub(start).min(window);
            let bytes = self.bytes(start, length as usize)?;
            match thrift::unpacked_size(&bytes) {
                Some(size) if size <= MAX_PAGE => return Ok(Cursor::new(bytes)),
                Some(size) => {
                    return Err(ParquetError::General(format!("a page of {size} bytes, more than 512 MiB")));
                }
                None => {}
            }
        }
        Err(ParquetError::General("the header of a page is damaged".to_owned()))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        Ok(self.bytes(start, length)?)
    }
}
