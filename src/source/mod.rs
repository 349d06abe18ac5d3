//! Files as they lie on disk: bytes, encodings, text, positions, YAML with spans, tables.
//!
//! This module exists so that nothing above it opens a file or counts a column. It knows nothing of
//! knowledge bases: what a key means is the business of [`crate::model`].
