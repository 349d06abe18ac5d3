//! Entries as YAML that every reader reads back alike.
//!
//! Phrasings are wild: `no`, `12:30`, `=`, `# 1`. The serialiser quotes what any YAML, 1.1 or 1.2, might
//! take for something else than a text; block scalars are switched off, as a folded line is hard to edit.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{ImportError, name};

#[derive(Serialize)]
struct PackFile<'p> {
    id: &'p str,
}

#[derive(Serialize)]
struct EntriesFile<'p> {
    pack: &'p str,
    entries: Vec<Entry<'p>>,
}

#[derive(Serialize)]
struct Entry<'p> {
    id: &'p str,
    question: &'p str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    variants: &'p [&'p str],
}

/// The `pack.yaml` of `pack` and its file of entries; of each entry's phrasings the first is the question.
pub(super) fn files<'p>(
    out: &Path,
    pack: &str,
    entries: impl Iterator<Item = (&'p str, Vec<&'p str>)>,
) -> Result<[(PathBuf, String); 2], ImportError> {
    let entries: Vec<_> = entries.collect();
    let entries = entries.iter().filter_map(|(id, phrasings)| {
        let (&question, variants) = phrasings.split_first()?;
        Some(Entry { id, question, variants })
    });
    let folder = out.join(pack);
    Ok([
        file(folder.join("pack.yaml"), &PackFile { id: pack })?,
        file(
            folder.join(format!("{}.yaml", name::file_stem(pack))),
            &EntriesFile { pack, entries: entries.collect() },
        )?,
    ])
}

fn file(path: PathBuf, contents: &impl Serialize) -> Result<(PathBuf, String), ImportError> {
    let options = serde_saphyr::ser_options! {
        compact_list_indent: false,
        prefer_block_scalars: false,
    };
    match serde_saphyr::to_string_with_options(contents, options) {
        Ok(text) => Ok((path, text)),
        Err(error) => Err(ImportError::Yaml { path, reason: error.to_string() }),
    }
}
