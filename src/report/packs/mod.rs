//! Packs that ship, copies of them, and what an update does, in words and for programs.
//!
//! JSON is one schema for all three, `kbtool.packs/1`: a list of packs, each with what was asked for.

mod list;
mod show;
#[cfg(test)]
mod tests;
mod update;

use std::fmt;
use std::str::FromStr;

pub use list::{InstalledPack, PackListReport, render_pack_list};
pub use show::render_pack;
pub use update::{PackUpdateReport, render_pack_update};

/// What JSON about packs says it is.
const SCHEMA: &str = "kbtool.packs/1";

/// A format in which packs are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PacksFormat {
    /// For people at a terminal.
    Text,
    /// One object, for programs; its shape is part of kbtool's contract.
    Json,
    /// For a page, or a pull request's comment.
    Markdown,
}

impl PacksFormat {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Text, Self::Json, Self::Markdown];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Markdown => "markdown",
        }
    }
}

impl fmt::Display for PacksFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A format that packs are not shown in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("packs has no output format `{0}`; there are text, json and markdown")]
pub struct UnknownPacksFormat(pub String);

impl FromStr for PacksFormat {
    type Err = UnknownPacksFormat;

    fn from_str(name: &str) -> Result<Self, UnknownPacksFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.name().eq_ignore_ascii_case(name))
            .ok_or_else(|| UnknownPacksFormat(name.to_owned()))
    }
}
