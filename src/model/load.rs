//! Reading folders of YAML into one knowledge base.
//!
//! Files are read and decoded in parallel, then put together in the order of their paths, so that the
//! result never depends on the number of threads.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::assemble::assemble;
use super::decode::{Decoder, RawEntries, RawPack, RawShop};
use super::knowledge_base::KnowledgeBase;
use super::problem::Problem;
use crate::diagnostic::{Diagnostic, Message};
use crate::source::yaml::Document;
use crate::source::{FileId, Location, ReadError, SourceFile, Span, yaml_files};

/// How to load.
#[derive(Default, Clone, Copy)]
pub struct LoadOptions<'a> {
    /// Called after each file, from any thread, with its size in bytes.
    pub progress: Option<&'a (dyn Fn(u64) + Sync)>,
    /// What is to be read instead of what lies on disk: an editor's text that is not saved yet, a file
    /// with fixes that are not written yet. A path that lies on no disk joins the files.
    pub overlay: Option<&'a Overlay>,
}

/// Contents of files by path.
pub type Overlay = BTreeMap<PathBuf, Vec<u8>>;

/// A knowledge base and everything that is wrong with it.
#[derive(Debug)]
pub struct Loaded {
    /// What could be read.
    pub knowledge_base: KnowledgeBase,
    /// The faults, in the order of files and places. If there is any, nothing should be built on it.
    pub problems: Vec<Diagnostic>,
}

/// A file in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileBytes {
    /// The folder below which it was found; its first folder below that may be its pack.
    pub root: PathBuf,
    /// Its path, that of the root before it.
    pub path: PathBuf,
    /// Its contents.
    pub bytes: Vec<u8>,
}

/// What one file turned out to be.
pub(super) enum Content {
    Entries(RawEntries),
    Pack(RawPack),
    Shop(RawShop),
    Nothing,
}

pub(super) struct ReadFile {
    pub(super) source: SourceFile,
    pub(super) content: Content,
    pub(super) problems: Vec<Diagnostic>,
    /// The folder below which the file was found.
    pub(super) root: PathBuf,
}

impl KnowledgeBase {
    /// Load every YAML file at or below `roots`.
    pub fn load(roots: &[PathBuf], options: LoadOptions<'_>) -> Loaded {
        let mut paths: Vec<(PathBuf, PathBuf, Option<String>)> = Vec::new();
        for root in roots {
            let (found, unreachable) = yaml_files(root);
            paths.extend(found.into_iter().map(|path| (path, root.clone(), None)));
            paths.extend(
                unreachable.into_iter().map(|problem| (problem.path, root.clone(), Some(problem.reason))),
            );
        }
        for path in options.overlay.into_iter().flat_map(BTreeMap::keys) {
            let root = roots.iter().find(|root| path.starts_with(root)).cloned().unwrap_or_default();
            paths.push((path.clone(), root, None));
        }
        paths.sort_unstable();
        paths.dedup_by(|one, other| one.0 == other.0);
        let files: Vec<ReadFile> = paths
            .into_par_iter()
            .enumerate()
            .map(|(at, (path, root, unreachable))| {
                let id = FileId(at as u32);
                let file = match unreachable {
                    Some(reason) => unreadable(id, path, root, Problem::Unreadable(reason)),
                    None => match options.overlay.and_then(|overlay| overlay.get(&path)) {
                        Some(bytes) => take(id, SourceFile::from_bytes(&path, bytes.clone()), path, root),
                        None => take(id, SourceFile::read(&path), path, root),
                    },
                };
                if let Some(progress) = options.progress {
                    progress(file.source.text().len() as u64);
                }
                file
            })
            .collect();
        assemble(files)
    }

    /// Load texts that are in memory already; each with the path it would have on disk.
    pub fn from_texts(texts: impl IntoIterator<Item = (PathBuf, String)>) -> Loaded {
        Self::from_bytes(texts.into_iter().map(|(path, text)| (path, text.into_bytes())))
    }

    /// Load files that are in memory already, as bytes; each with the path it would have on disk.
    pub fn from_bytes(files: impl IntoIterator<Item = (PathBuf, Vec<u8>)>) -> Loaded {
        let file = |(path, bytes)| FileBytes { root: PathBuf::new(), path, bytes };
        Self::from_file_bytes(files.into_iter().map(file).collect())
    }

    /// Load files that are in memory already, found below folders: an earlier version out of git.
    pub fn from_file_bytes(mut files: Vec<FileBytes>) -> Loaded {
        files.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        let files: Vec<ReadFile> = files
            .into_par_iter()
            .enumerate()
            .map(|(at, FileBytes { root, path, bytes })| {
                take(FileId(at as u32), SourceFile::from_bytes(&path, bytes), path, root)
            })
            .collect();
        assemble(files)
    }
}

fn unreadable(id: FileId, path: PathBuf, root: PathBuf, problem: Problem) -> ReadFile {
    let location = Location { file: id, span: Span::at(0) };
    ReadFile {
        source: SourceFile::from_text(path, ""),
        content: Content::Nothing,
        problems: vec![problem.at(location)],
        root,
    }
}

fn take(id: FileId, source: Result<SourceFile, ReadError>, path: PathBuf, root: PathBuf) -> ReadFile {
    match source {
        Ok(source) => decode(id, source, root),
        Err(ReadError::Encoding(error)) => unreadable(id, path, root, Problem::Encoding(error)),
        Err(error) => unreadable(id, path, root, Problem::Unreadable(error.to_string())),
    }
}

fn decode(id: FileId, source: SourceFile, root: PathBuf) -> ReadFile {
    let (document, faults) = Document::parse(source.text());
    let mut problems: Vec<Diagnostic> = faults
        .into_iter()
        .map(|fault| {
            let hint = syntax_hint(&source, &fault.kind, fault.span);
            let mut problem = Problem::Yaml(fault.kind).at(Location { file: id, span: fault.span });
            problem.help = problem.help.or(hint);
            problem
        })
        .collect();
    let mut content = Content::Nothing;
    if let Some(document) = &document {
        let mut decoder = Decoder::new(document, source.text(), id);
        let folder = folder_name(source.path());
        content = match source.path().file_stem().and_then(|stem| stem.to_str()) {
            Some("pack") => decoder.pack_file(&folder).map_or(Content::Nothing, Content::Pack),
            Some("shop") => decoder.shop_file(&folder).map_or(Content::Nothing, Content::Shop),
            _ => Content::Entries(decoder.entries_file()),
        };
        problems.append(&mut decoder.problems);
    }
    ReadFile { source, content, problems, root }
}

/// What most often is behind a syntax fault on this line.
fn syntax_hint(source: &SourceFile, kind: &crate::source::yaml::FaultKind, span: Span) -> Option<Message> {
    if !matches!(kind, crate::source::yaml::FaultKind::Syntax(_)) {
        return None;
    }
    let line = source.line_column(span.start).line;
    let near = [source.line(line), source.line(line.saturating_sub(1))];
    if near.iter().any(|line| line.contains('\t')) {
        return Some(Message::new("YAML is indented with spaces, not tabs", "YAML 用空格缩进，不能用制表符"));
    }
    if near.iter().any(|line| line.split(['"', '\'']).next().is_some_and(|start| start.contains('：'))) {
        return Some(Message::new(
            "after a key stands a half-width colon and a space (`question: …`), not ：",
            "键后面要用半角冒号加空格（`question: …`），不能用全角冒号 ：",
        ));
    }
    Some(Message::new(
        "a text with `: `, ` #`, or a mark such as [ { * & ! % @ at its beginning wants quotes",
        "文字里有 `: `、` #`，或以 [ { * & ! % @ 等符号开头时，要加引号",
    ))
}

fn folder_name(path: &Path) -> String {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let name = match parent {
        Some(parent) if parent.file_name().is_some() => parent.file_name().map(ToOwned::to_owned),
        other => std::fs::canonicalize(other.unwrap_or(Path::new(".")))
            .ok()
            .and_then(|path| path.file_name().map(ToOwned::to_owned)),
    };
    name.map_or_else(|| "default".to_owned(), |name| name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests;
