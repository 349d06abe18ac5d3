//! A part of an evaluation, written down so that parts add up to the whole.
//!
//! This module exists so that rows can be judged on many machines, by whatever distributes them, and still give the
//! report that one machine would have given, byte for byte. A part is a table of four columns without a header,
//! separated by tabs: **pack, figure, key, count**. Everything in it is a count, so merging is addition: an SQL
//! engine may do it (`SUM(count) … GROUP BY pack, figure, key`) before [`Merger`] makes a report of the sums. Ratios
//! are computed at the end only, from whole numbers. `docs/scale.md` lists the figures.
//!
//! What must be the same in all parts (knowledge base, settings, columns) stands in them as a key whose count is the
//! number of parts that say so; a second key for the same figure is a part that does not belong. What a report says
//! beside its figures (questions, names of packs, gates) stands in the parts too, so that merging needs no
//! knowledge base.
//!
//! It may not know who divides the rows, nor where parts lie.

mod error;
mod figure;
mod line;
mod merge;
mod read;
mod write;

pub use error::PartError;
pub use figure::Fact;
pub use merge::{Merged, Merger};
pub use write::write_part;

use std::collections::BTreeMap;

/// The version of the format: the key of the figure `part`.
pub const PART_SCHEMA: &str = "kbtool.partial/1";

/// How many different failures a part holds at most, and so the sample of all parts together.
pub const SAMPLED_FAILURES: usize = 200;

/// What a part says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    /// What must be the same in all parts. What is missing is not said, and not compared.
    pub facts: BTreeMap<Fact, String>,
    /// How many parts have been added up.
    pub parts: u64,
    /// Of these, the ones that took a share of the rows, by the share as in `2/8`; each should be there once.
    pub shards: BTreeMap<super::transcripts::Shard, u64>,
}

#[cfg(test)]
mod tests;
