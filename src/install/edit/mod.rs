//! Edits that bring a pack's text into a shop's file and leave the rest of it as it is written.
//!
//! Texts come with the indentation and the line ends of the file that takes them in. An edit that cannot be
//! made is `None`; whether one did what was meant is looked at afterwards, by fingerprints.

mod entries;
mod lines;
mod list;
mod mapping;

pub(super) use entries::{Place, Source, SourceEntry, insert, new_file, remove, replace};
pub(super) use mapping::{Wanted, Written, rewrite};
