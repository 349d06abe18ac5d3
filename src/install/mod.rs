//! Packs as they are shipped, copied into somebody's knowledge base, and kept up with there.
//!
//! 1. **What is shipped.** [`Releases`] reads the files of packs, those in the binary or any others, as a
//!    knowledge base of their own.
//! 2. **What was installed.** A [`Record`] lies beside a copy and has a short fingerprint of each entry as it
//!    was shipped, so that a shop's own changes can be told from the pack's. [`Copy`](struct@Copy) holds the three together:
//!    the record, the files as they are now, the entries by name.
//! 3. **What a newer pack does.** [`decide`] is the three-way merge, one entry at a time; [`Update::plan`] makes
//!    the edits that carry it out. What the shop wrote stays as it was written, comments and layout too.
//!
//! Texts in, texts out: nothing here writes a file. How changes are shown, and which of them do harm, is the
//! business of [`diff`](crate::diff).

mod add;
mod copy;
mod edit;
mod fingerprint;
mod mentions;
mod merge;
mod outline;
mod placeholders;
mod record;
mod release;
mod state;
mod subscribe;
mod update;

#[cfg(test)]
mod tests;

pub use add::{AddError, Addition, add, files_of};
pub use copy::{Copy, CopyError};
pub use mentions::{Held, still_mentioned};
pub use merge::{Decision, Sides, Take, decide};
pub use placeholders::placeholders;
pub use record::{RECORD_NAME, Record, RecordError};
pub use release::{PackFiles, Release, Releases, UnknownPack};
pub use state::{CopyState, compare_versions, state_of};
pub use subscribe::{SubscribeError, subscribe};
pub use update::{Outcome, Subject, Update, UpdateError};
