//! One text file in memory, and the collection of all that were read.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::structure::{Parsed, Structure};
use super::{LineColumn, LineIndex, Location, Span};

/// A file's number in [`Files`], in the order of their paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u32);

/// The text of one file with its path as the user would write it.
#[derive(Debug)]
pub struct SourceFile {
    path: PathBuf,
    text: String,
    byte_order_mark: bool,
    lines: OnceLock<LineIndex>,
    parsed: OnceLock<Parsed>,
}

/// Why a file's text could not be had.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The operating system refused.
    #[error("cannot read the file: {0}")]
    Io(#[from] std::io::Error),
    /// Larger than positions can say.
    #[error("the file has {0} bytes; files of 1 GiB and more are not read: split it")]
    TooLarge(u64),
    /// Not UTF-8.
    #[error(transparent)]
    Encoding(#[from] super::decode::DecodeError),
}

/// Files from this size on are refused: a knowledge base file is written by people.
const MAX_BYTES: u64 = 1 << 30;

impl SourceFile {
    /// A file made from a text in memory, as an editor hands it over.
    pub fn from_text(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self::new(path.into(), text.into(), false)
    }

    fn new(path: PathBuf, text: String, byte_order_mark: bool) -> Self {
        Self { path, text, byte_order_mark, lines: OnceLock::new(), parsed: OnceLock::new() }
    }

    /// Read and decode `path`, which must be UTF-8 with or without a byte order mark.
    ///
    /// # Errors
    /// The file cannot be opened or read, is 1 GiB or larger, or is not UTF-8.
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        let size = std::fs::metadata(path)?.len();
        if size >= MAX_BYTES {
            return Err(ReadError::TooLarge(size));
        }
        Self::from_bytes(path, std::fs::read(path)?)
    }

    /// Decode bytes that are in memory already, as if they stood at `path`.
    ///
    /// # Errors
    /// The bytes are not UTF-8.
    pub fn from_bytes(path: impl Into<PathBuf>, bytes: Vec<u8>) -> Result<Self, ReadError> {
        let decoded = super::decode::decode_utf8_strict(bytes)?;
        Ok(Self::new(path.into(), decoded.text, decoded.bom))
    }

    /// The path as it was given or found, relative where the root was relative.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path with `/` between its parts, the same on every system: what reports print.
    pub fn display_path(&self) -> String {
        display_path(&self.path)
    }

    /// The decoded text, without a byte order mark. Spans are offsets into it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the file on disk begins with a byte order mark (three bytes that [`Self::text`] lacks).
    pub fn has_byte_order_mark(&self) -> bool {
        self.byte_order_mark
    }

    /// The structure of the text as YAML, for edits; parsed when first asked for.
    pub fn structure(&self) -> Structure<'_> {
        Structure::new(&self.text, &self.parsed)
    }

    /// Line and column of a byte offset.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        self.lines().line_column(&self.text, offset)
    }

    /// Line and column of a byte offset, the column in code units of UTF-16.
    pub fn line_column_utf16(&self, offset: u32) -> LineColumn {
        self.lines().line_column_utf16(&self.text, offset)
    }

    /// The text of `line` (from 1) without its end; empty if there is none.
    pub fn line(&self, line: u32) -> &str {
        self.line_span(line).slice(&self.text)
    }

    /// Where `line` (from 1) stands, without its end; empty if there is none.
    pub fn line_span(&self, line: u32) -> Span {
        self.lines().line_span(&self.text, line).unwrap_or_default()
    }

    fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}

/// `path` with `/` between its parts and without a leading `./`.
pub(crate) fn display_path(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}

/// Every file that was read, by [`FileId`].
#[derive(Debug, Default)]
pub struct Files {
    files: Vec<SourceFile>,
}

impl Files {
    /// Collect files; the position in `files` becomes the [`FileId`].
    pub fn new(files: Vec<SourceFile>) -> Self {
        Self { files }
    }

    /// Add a file, such as a configuration that findings are to point into.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId(self.files.len() as u32 - 1)
    }

    /// The file with this number.
    ///
    /// # Panics
    /// If `id` comes from another collection.
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(at, file)| (FileId(at as u32), file))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Start and end of a location, for people.
    pub fn positions(&self, location: Location) -> (LineColumn, LineColumn) {
        let file = self.get(location.file);
        (file.line_column(location.span.start), file.line_column(location.span.end))
    }

    /// The text at a location.
    pub fn slice(&self, location: Location) -> &str {
        let Span { start, end } = location.span;
        Span::new(start, end).slice(self.get(location.file).text())
    }
}
