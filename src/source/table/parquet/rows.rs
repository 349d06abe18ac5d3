//! The rows of a row group, in pieces of bounded size.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender};

use parquet::file::metadata::ParquetMetaData;

use super::super::{MAX_ROW, RowFault};
use super::cells::Cells;
use super::chunk::{Chunk, Draft};
use super::store::Store;
use super::text::Meaning;

/// So many rows go from a decoder to the reader at once.
const CHUNK_ROWS: usize = 8192;
/// So many bytes of text at most, and one row.
const CHUNK_BYTES: usize = 4 * 1024 * 1024;

/// A column that a table has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    /// Its place among all columns of the file, nested ones too.
    pub(super) place: usize,
    pub(super) meaning: Meaning,
}

/// What decoders share.
pub(super) struct Contents {
    pub(super) store: Arc<Store>,
    pub(super) metadata: ParquetMetaData,
    /// The columns that are read.
    pub(super) columns: Vec<Column>,
}

pub(super) type Message = Result<Chunk, String>;

/// A decoder's ends of the ways between it and the reader.
pub(super) struct Ends {
    /// Where chunks go.
    pub(super) sender: SyncSender<Message>,
    /// Where they come back from, once they have been read.
    pub(super) empty: Receiver<Chunk>,
}

impl Ends {
    /// Rows to fill, in memory that has been used before if there is some.
    fn draft(&self) -> Draft {
        Draft::reusing(self.empty.try_recv().unwrap_or_default())
    }
}

/// Decodes every `step`th row group from `first` on, until all are done or nobody listens any more.
pub(super) fn decode(contents: &Contents, first: usize, step: usize, ways: &Ends) {
    for group in (first..contents.metadata.num_row_groups()).step_by(step) {
        match decode_group(contents, group, ways) {
            Ok(true) => {}
            Ok(false) => return,
            Err(reason) => {
                // Whoever is gone needs no reason.
                let _ = ways.sender.send(Err(reason));
                return;
            }
        }
    }
}

/// Whether somebody still listens.
fn decode_group(contents: &Contents, group: usize, ways: &Ends) -> Result<bool, String> {
    let metadata = contents.metadata.row_group(group);
    let rows = usize::try_from(metadata.num_rows())
        .map_err(|_| format!("row group {group} has less than no rows"))?;
    let damaged = |place: usize, reason: String| {
        let name = metadata.column(place).column_descr().name();
        format!("row group {group}, column `{name}`: {reason}")
    };
    let mut columns = Vec::with_capacity(contents.columns.len());
    for Column { place, meaning } in &contents.columns {
        let cells = Cells::new(&contents.store, metadata.column(*place), *meaning, rows);
        columns.push((*place, cells.map_err(|reason| damaged(*place, reason))?));
    }
    let mut draft = ways.draft();
    for row in 0..rows {
        let mut fault = None;
        for (place, cells) in &mut columns {
            let most = MAX_ROW.saturating_sub(draft.row_bytes());
            let is_whole = cells.next(most, &mut draft.bytes).map_err(|reason| damaged(*place, reason))?;
            if !is_whole {
                fault = Some(RowFault::TooLong { limit: MAX_ROW });
            }
            draft.end_cell();
        }
        draft.end_row(fault);
        let is_full = draft.rows == CHUNK_ROWS || draft.bytes.len() >= CHUNK_BYTES;
        if is_full && row + 1 < rows {
            let full = std::mem::replace(&mut draft, ways.draft());
            if ways.sender.send(Ok(full.finish(false))).is_err() {
                return Ok(false);
            }
        }
    }
    Ok(ways.sender.send(Ok(draft.finish(true))).is_ok())
}
