//! Why parts cannot be read, or do not add up to a whole.

use std::io;
use std::path::PathBuf;

use super::{Fact, PART_SCHEMA};

/// Why parts cannot be read, or do not add up to a whole.
#[derive(Debug, thiserror::Error)]
pub enum PartError {
    /// The file cannot be read.
    #[error("cannot read {}: {cause}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// A line is none of a part.
    #[error(
        "{}:{line}: {reason}; a part is what `kbtool eval --partial` writes: pack, figure, key and count with tabs between them",
        path.display()
    )]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// The part is of another version of the format.
    #[error("{} is a part in the format `{found}`; this kbtool reads `{PART_SCHEMA}`: make all parts and the whole with one version", path.display())]
    Schema {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: String,
    },
    /// Parts have no end, or no beginning.
    #[error("{begun} parts begin and {ended} end; cut off, or not all there: {}", told_files(files))]
    CutOff {
        /// How many parts begin.
        begun: u64,
        /// How many end.
        ended: u64,
        /// The files that begin and end different numbers of parts.
        files: Vec<PathBuf>,
    },
    /// The counts of a pack contradict each other.
    #[error("the counts of `{0}` contradict each other: lines of the parts were lost on the way, or doubled")]
    Contradiction(String),
    /// The parts were made on different things.
    #[error("the parts do not belong together, they have different {}: {}", fact.words(), told(values))]
    Different {
        /// What differs.
        fact: Fact,
        /// Each value, with the files that have it.
        values: Vec<(String, Vec<PathBuf>)>,
    },
    /// Some parts take a share of the rows, others take all.
    #[error("some parts are shards and others are not: {} of {parts} say which share they took", sharded)]
    Mixed {
        /// How many took a share.
        sharded: u64,
        /// How many there are.
        parts: u64,
    },
    /// The shards are of divisions into different numbers.
    #[error("the shards are of different divisions: {}", .0.join(", "))]
    Divisions(Vec<String>),
    /// Shards are not there.
    #[error("{} of {count} shards missing: {}", missing.len(), shown(missing))]
    Missing {
        /// The shards as in `2/8`.
        missing: Vec<String>,
        /// How many there should be.
        count: u32,
    },
    /// Shards are there more than once.
    #[error("more than once there: shard {}", shown(.0))]
    Doubled(Vec<String>),
    /// An entry is counted that no part describes.
    #[error("the parts count `{0}`, which none of them describes: lines were lost on the way")]
    Undescribed(String),
    /// There is no part.
    #[error("no part, so nothing to merge")]
    Nothing,
}

const SHOWN: usize = 10;

fn shown(names: &[String]) -> String {
    let more = names.len().saturating_sub(SHOWN);
    let first = names.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    if more == 0 { first } else { format!("{first} and {more} more") }
}

fn told_files(files: &[PathBuf]) -> String {
    shown(&files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>())
}

fn told(values: &[(String, Vec<PathBuf>)]) -> String {
    let one = |(value, files): &(String, Vec<PathBuf>)| format!("{value} in {}", told_files(files));
    values.iter().map(one).collect::<Vec<_>>().join("; ")
}
