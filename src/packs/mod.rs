//! The packs that ship inside the binary, as files.
//!
//! What a pack is called, which others it extends and what it holds stands in its own files and nowhere
//! else; [`install`](crate::install) reads them. The list of files is generated from the folder `kb`
//! (`RENEW=1 cargo test --test packs`), and a test says when it is stale. That needs no build script, and
//! what is built does not depend on what else lies in the folder.

mod bundled;

pub use bundled::BUNDLED;

/// A pack as files.
#[derive(Debug, PartialEq, Eq)]
pub struct BundledPack {
    /// Its id, which is also the name of its folder.
    pub id: &'static str,
    /// Names and contents of its files, sorted by name.
    pub files: &'static [(&'static str, &'static str)],
}

/// A pack of the folder `kb`, by the name of its folder and those of its files.
macro_rules! pack {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        super::BundledPack {
            id: $folder,
            files: &[$(($name, include_str!(concat!("../../kb/", $folder, "/", $name)))),+],
        }
    };
}

use pack;
