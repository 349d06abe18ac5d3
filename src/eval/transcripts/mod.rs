//! Transcripts: the questions that customers really asked, with what should have answered them.
//!
//! This module exists so that whoever scores, mines or replays questions gets them as [`Row`]s, out of
//! any table and under any usual column names, in batches of bounded size. It may not know the
//! knowledge base: an `expected` label is text here, and finding its entry is the evaluation's business.
//!
//! Nothing is dropped in silence. Each record of the table becomes a [`Row`], a [`Skipped`] with its
//! line and reason, or is counted as another speaker's; damaged text and doubtful columns are
//! [`Note`]s. Where only a share of the records is wanted ([`Shard`]), that holds for this share.
//!
//! ```
//! use kbtool::eval::transcripts::{ColumnMapping, Need, Transcripts};
//! use kbtool::source::table::{Table, TableOptions};
//!
//! let text = "用户问句,标准问,次数\n什么时候发货,ecommerce-common/ship-time,12\n你多大了,无,1\n,x,1\n";
//! let table = Table::from_reader("example", text.as_bytes(), &TableOptions::default())?;
//! let mut transcripts = Transcripts::new(table, &ColumnMapping::default(), Need::Expected)?;
//!
//! let (mut rows, mut skipped) = (Vec::new(), Vec::new());
//! while transcripts.next_batch(1000, &mut rows, &mut skipped)? {
//!     assert_eq!(rows[0].expected.as_deref(), Some("ecommerce-common/ship-time"));
//!     assert_eq!(rows[0].count, 12);
//!     assert_eq!(rows[1].expected, None);
//!     assert_eq!(skipped[0].to_string(), "line 4: no question");
//! }
//! assert_eq!(transcripts.tally().rows, 2);
//! # Ok::<(), kbtool::eval::transcripts::TranscriptError>(())
//! ```

mod columns;
mod row;
mod shard;

use std::fmt;
use std::path::Path;

pub use columns::{Choice, ColumnError, ColumnMapping, Need, Role};
pub use row::{MAX_COUNT, NOT_CUSTOMER, Row, SkipReason, Skipped};
pub use shard::{MAX_SHARDS, Shard, ShardError};

pub use crate::model::NOTHING;

use self::columns::Columns;
use self::row::{Outcome, RowReader};
use self::shard::Share;
use crate::source::decode::Encoding;
use crate::source::table::{Next, Record, Table, TableError, TableOptions};

/// How much text a batch may hold before no more rows are put into it: rows of a mebibyte each, eight
/// thousand at a time, would fill the memory.
const BATCH_BYTES: usize = 32 * 1024 * 1024;

/// Why a transcript cannot be read, or cannot be read on.
#[derive(Debug, thiserror::Error)]
pub enum TranscriptError {
    /// The file.
    #[error(transparent)]
    Table(#[from] TableError),
    /// Its columns.
    #[error(transparent)]
    Columns(#[from] ColumnError),
}

/// What has been read so far, in records of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows given.
    pub rows: u64,
    /// Rows that could not be used.
    pub skipped: u64,
    /// Rows of agents, bots and the system, passed over.
    pub not_customer: u64,
    /// Records that belong to other shares.
    pub other_shares: u64,
}

impl Tally {
    /// All records that have been read.
    pub const fn records(&self) -> u64 {
        self.rows + self.skipped + self.not_customer + self.other_shares
    }
}

/// Something about a transcript that its reader should hear once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// More than one header fitted a role.
    Choice(Choice),
    /// Keys of JSON objects that came too late to be columns, and were not read.
    LateColumns(Vec<String>),
    /// Malformed text, which was replaced by U+FFFD.
    Replaced {
        /// How many sequences.
        count: u64,
        /// Where the first begins: a byte offset from 0 in the file.
        first: u64,
        /// What the file was decoded from.
        encoding: Encoding,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Choice(Choice { role, taken, left }) => write!(
                formatter,
                "column `{taken}` is taken as {role}, not `{}`; --column {role}=HEADER changes that",
                left.join("`, `")
            ),
            Self::LateColumns(names) => write!(
                formatter,
                "keys that first appear after 100 objects are not read: `{}`; put an object with all keys first",
                names.join("`, `")
            ),
            Self::Replaced { count, first, encoding } => write!(
                formatter,
                "{count} malformed characters, the first at byte {first}: the file is damaged or not in \
                 {encoding}; --encoding names another"
            ),
        }
    }
}

/// Reads the customers' questions of one table.
pub struct Transcripts {
    table: Table,
    reader: RowReader,
    choices: Vec<Choice>,
    record: Record,
    tally: Tally,
    /// The share of the records that is read, if not all are.
    share: Option<Share>,
}

impl Transcripts {
    /// Opens the transcript at `path` and finds its columns.
    ///
    /// # Errors
    /// When the table cannot be opened, or a column that `mapping` names or `need` asks for is not there.
    pub fn open(
        path: &Path,
        options: &TableOptions,
        mapping: &ColumnMapping,
        need: Need,
    ) -> Result<Self, TranscriptError> {
        Ok(Self::new(Table::open(path, options)?, mapping, need)?)
    }

    /// Takes a table that is open already, such as standard input, and finds its columns.
    ///
    /// # Errors
    /// When a column that `mapping` names or `need` asks for is not there.
    pub fn new(mut table: Table, mapping: &ColumnMapping, need: Need) -> Result<Self, ColumnError> {
        let (columns, choices) = Columns::resolve(table.path(), table.columns(), mapping, need)?;
        table.keep(&columns.taken());
        let reader = RowReader::new(columns, &table, need);
        let (record, tally) = (Record::new(), Tally::default());
        Ok(Self { table, reader, choices, record, tally, share: None })
    }

    /// Gives only the records of one share from now on, and counts only these; the others are passed over.
    /// To be called before the first batch.
    pub fn take_shard(&mut self, shard: Shard) {
        self.share = Some(Share::new(shard, self.reader.columns().get(Role::Conversation)));
    }

    /// Reads on until `rows` and `skipped` together hold `max` (at least 1), the texts of `rows` come to
    /// 32 MiB, or the table ends.
    ///
    /// Both are emptied first, though the memory of `rows` is used again: hand in the same ones each
    /// time. Gives `false` when there was nothing left to put in.
    ///
    /// # Errors
    /// Only what ends the reading: see [`Table::read`].
    pub fn next_batch(
        &mut self,
        max: usize,
        rows: &mut Vec<Row>,
        skipped: &mut Vec<Skipped>,
    ) -> Result<bool, TableError> {
        skipped.clear();
        let (mut filled, mut bytes) = (0, 0);
        let outcome = loop {
            if filled + skipped.len() >= max.max(1) || bytes >= BATCH_BYTES {
                break Ok(());
            }
            match self.table.read(&mut self.record) {
                Err(error) => break Err(error),
                Ok(Next::End) => break Ok(()),
                // Before anything is made of a record, so that each belongs to one share, usable or not.
                Ok(next) if !self.is_wanted(&next) => self.tally.other_shares += 1,
                Ok(Next::Fault(error)) => {
                    skipped.push(Skipped { line: error.line, reason: error.fault.into() });
                }
                Ok(Next::Row) => {
                    if filled == rows.len() {
                        rows.push(Row::default());
                    }
                    match self.reader.read(&self.record, &mut rows[filled]) {
                        Ok(Outcome::Customer) => {
                            bytes += rows[filled].text_bytes();
                            filled += 1;
                        }
                        Ok(Outcome::NotCustomer) => self.tally.not_customer += 1,
                        Err(reason) => skipped.push(Skipped { line: self.record.line(), reason }),
                    }
                }
            }
        };
        // On an error too, what was read before it is given.
        rows.truncate(filled);
        self.tally.rows += filled as u64;
        self.tally.skipped += skipped.len() as u64;
        outcome.map(|()| filled + skipped.len() > 0)
    }

    /// Whether what has just been read belongs to the share.
    fn is_wanted(&mut self, next: &Next) -> bool {
        let Some(share) = &mut self.share else { return true };
        match next {
            Next::Row => share.has_record(&self.record),
            Next::Fault(error) => share.has_line(error.line),
            Next::End => true,
        }
    }

    /// What has been read so far.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// What the user should hear about the columns and the text; complete once all rows are read.
    pub fn notes(&self) -> Vec<Note> {
        let mut notes: Vec<Note> = self.choices.iter().cloned().map(Note::Choice).collect();
        if !self.table.late_columns().is_empty() {
            notes.push(Note::LateColumns(self.table.late_columns().to_vec()));
        }
        if let (Some(first), Some(encoding)) = (self.table.first_replaced(), self.table.encoding()) {
            notes.push(Note::Replaced { count: self.table.replaced(), first, encoding });
        }
        notes
    }

    /// Whether some column has the role.
    pub fn has(&self, role: Role) -> bool {
        self.reader.columns().get(role).is_some()
    }

    /// The table that the rows come from.
    pub fn table(&self) -> &Table {
        &self.table
    }
}

#[cfg(test)]
mod tests;
