//! Files as they lie on disk or in git: bytes, encodings, text, positions, YAML with spans, tables.
//!
//! This module exists so that nothing above it opens a file, guesses an encoding or counts a column.
//! It knows nothing of knowledge bases: what a key means is the business of [`crate::model`].
//!
//! One rule holds throughout: a place in a text is a byte range, a [`Span`]. Lines and columns are
//! made from it in one place, [`LineIndex`], and only when somebody wants to read them.

mod comments;
pub mod decode;
mod edit;
mod file;
mod pattern;
mod position;
pub mod revision;
mod scalar;
mod structure;
pub mod table;
mod walk;
mod write;
pub mod yaml;

pub use comments::{Comment, Comments, LongScalar};
pub use edit::{Edit, EditError, apply_edits, conflicts};
pub(crate) use file::display_path;
pub use file::{FileId, Files, ReadError, SourceFile};
pub use pattern::{PathPattern, PatternError};
pub use position::{LineColumn, LineIndex, Location, Span};
pub use scalar::{ScalarMap, ScalarStyle, replace_in_scalar, scalar_style, write_scalar};
pub use structure::{
    ListStyle, NewItem, NewValue, Structure, has_properties, insert_key_before, remove_list_item,
};
pub use walk::{WalkProblem, yaml_files};
pub use write::{AtomicFile, WriteError, write_atomically};
