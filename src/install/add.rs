//! Packs put into a knowledge base that has not got them.

use std::path::{Path, PathBuf};

use super::record::RECORD_NAME;
use super::release::{Release, Releases, UnknownPack};
use crate::model::KnowledgeBase;

/// What is to be written.
#[derive(Debug)]
pub struct Addition<'r> {
    /// The packs that come, by id.
    pub packs: Vec<&'r Release>,
    /// Packs that come along with them and are there already.
    pub present: Vec<String>,
    /// New files with their contents; the record of a pack stands behind its other files.
    pub files: Vec<(PathBuf, String)>,
}

/// Packs that cannot be added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddError {
    /// Nobody ships it.
    #[error(transparent)]
    Unknown(#[from] UnknownPack),
    /// The knowledge base has packs of these ids.
    #[error(
        "the knowledge base has {} already; nothing was written. `kbtool packs update {}` follows the bundled version",
        names(packs), packs.join(" ")
    )]
    Present {
        /// Their ids.
        packs: Vec<String>,
    },
}

fn names(packs: &[String]) -> String {
    packs.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

/// The files of a pack with its record, by their names.
pub fn files_of(pack: &Release) -> impl Iterator<Item = (PathBuf, String)> {
    let named = pack.files.iter().filter_map(|file| {
        let name = file.path().file_name()?;
        Some((PathBuf::from(name), file.text().to_owned()))
    });
    named.chain([(PathBuf::from(RECORD_NAME), pack.record.to_text())])
}

/// What it takes to put the packs `ids`, and those that they extend, into `knowledge_base` below `root`.
///
/// # Errors
/// No such pack is shipped, or one that is named is there already.
pub fn add<'r>(
    knowledge_base: &KnowledgeBase,
    releases: &'r Releases,
    ids: &[&str],
    root: &Path,
) -> Result<Addition<'r>, AddError> {
    let wanted = releases.with_extended(ids.iter().copied())?;
    let is_there = |pack: &&Release| knowledge_base.find_pack(&pack.id).is_some();
    let (present, packs): (Vec<&Release>, Vec<&Release>) = wanted.into_iter().partition(is_there);
    let present: Vec<String> = present.into_iter().map(|pack| pack.id.clone()).collect();
    let named: Vec<String> = present.iter().filter(|id| ids.contains(&id.as_str())).cloned().collect();
    if !named.is_empty() {
        return Err(AddError::Present { packs: named });
    }
    let file = |pack: &Release, (name, text): (PathBuf, String)| (root.join(&pack.id).join(name), text);
    let files = packs.iter().flat_map(|&pack| files_of(pack).map(move |found| file(pack, found))).collect();
    Ok(Addition { packs, present, files })
}
