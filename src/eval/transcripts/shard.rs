//! Shares of the rows, so that several machines can each read the same transcript and count a part of it.

use std::fmt;
use std::str::FromStr;

use twox_hash::XxHash3_64;

use crate::source::table::Record;

/// Into how many shares rows can be dealt out.
pub const MAX_SHARDS: u32 = 1_000_000;

/// Ends a cell in what is hashed of a record: a byte that no UTF-8 text has.
const CELL_END: u8 = 0xff;

/// One share of the rows of a transcript, such as the second of eight, `2/8`.
///
/// Every record belongs to exactly one share: number `index` of `count` has those for which
/// `hash % count == index - 1`. The hash is XXH3 with 64 bits and seed 0, which is the same on every machine
/// and in every version, of
///
/// - the conversation, trimmed, so that the rows of one conversation are never parted;
/// - where there is no such column, or nothing in it, all cells of the record, each with a byte `FF` behind it;
/// - where the record cannot be cut into cells, its line number as eight bytes, the lowest first.
///
/// Whether the record can be used, and whether a customer speaks in it, makes no difference: so what is
/// counted in all shares adds up to what is counted in the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shard {
    index: u32,
    count: u32,
}

impl Shard {
    /// Share `index`, from 1, of `count`, at most [`MAX_SHARDS`].
    ///
    /// # Errors
    /// When there is no such share.
    pub fn new(index: u32, count: u32) -> Result<Self, ShardError> {
        match (index, count) {
            (_, 0) => Err(ShardError::NoShards),
            (_, count) if count > MAX_SHARDS => Err(ShardError::TooMany { count: count.into() }),
            (index, count) if index == 0 || index > count => {
                Err(ShardError::OutOfRange { index: index.into(), count })
            }
            _ => Ok(Self { index, count }),
        }
    }

    /// Which share it is, from 1.
    pub fn index(self) -> u32 {
        self.index
    }

    /// How many shares there are.
    pub fn count(self) -> u32 {
        self.count
    }

    /// Whether a record with this hash belongs to the share.
    fn has(self, hash: u64) -> bool {
        hash % u64::from(self.count) == u64::from(self.index) - 1
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.index, self.count)
    }
}

/// Why a text or a pair of numbers names no share.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShardError {
    /// The text is not two whole numbers with a slash between them.
    #[error("`{text}` is no share of the rows: write its number and how many there are, such as 2/8")]
    NoPair {
        /// The text that was given.
        text: String,
    },
    /// There are no shares at all.
    #[error("0 shares of the rows would leave all of them out: there is at least 1")]
    NoShards,
    /// There are too many shares.
    #[error("{count} shares of the rows are too many: at most {MAX_SHARDS}")]
    TooMany {
        /// How many were asked for.
        count: u64,
    },
    /// The share is none of those that there are.
    #[error("there is no share {index} of {count}: they are numbered from 1 to {count}")]
    OutOfRange {
        /// The number that was given.
        index: u64,
        /// How many shares there are.
        count: u32,
    },
}

impl FromStr for Shard {
    type Err = ShardError;

    /// Takes `2/8`: the number of the share, from 1, and how many there are.
    fn from_str(text: &str) -> Result<Self, ShardError> {
        let pair = text.split_once('/').and_then(|(index, count)| Some((number(index)?, number(count)?)));
        let (index, count) = pair.ok_or_else(|| ShardError::NoPair { text: text.to_owned() })?;
        let count = u32::try_from(count).map_err(|_| ShardError::TooMany { count })?;
        // Past the range of the type it is past every count too, which is told first if it is at fault.
        let short = Self::new(u32::try_from(index).unwrap_or(u32::MAX), count);
        short.map_err(|error| match error {
            ShardError::OutOfRange { count, .. } => ShardError::OutOfRange { index, count },
            other => other,
        })
    }
}

/// A number of digits alone; one that no type holds is the highest.
fn number(text: &str) -> Option<u64> {
    let digits = text.trim();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u64::MAX))
}

/// Decides which records belong to a share.
pub(super) struct Share {
    shard: Shard,
    /// The column of the conversation.
    conversation: Option<usize>,
    /// What is hashed of a record without conversation.
    bytes: Vec<u8>,
}

impl Share {
    pub(super) fn new(shard: Shard, conversation: Option<usize>) -> Self {
        Self { shard, conversation, bytes: Vec::new() }
    }

    /// Whether the record belongs to the share.
    pub(super) fn has_record(&mut self, record: &Record) -> bool {
        let conversation = self.conversation.map_or("", |index| record.cell(index).trim());
        if !conversation.is_empty() {
            return self.shard.has(XxHash3_64::oneshot(conversation.as_bytes()));
        }
        self.bytes.clear();
        for index in 0..record.len() {
            self.bytes.extend_from_slice(record.cell(index).as_bytes());
            self.bytes.push(CELL_END);
        }
        self.shard.has(XxHash3_64::oneshot(&self.bytes))
    }

    /// Whether a record that cannot be cut into cells belongs to the share.
    pub(super) fn has_line(&self, line: u64) -> bool {
        self.shard.has(XxHash3_64::oneshot(&line.to_le_bytes()))
    }
}

#[cfg(test)]
mod tests;
