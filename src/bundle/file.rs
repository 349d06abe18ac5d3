//! The file of a bundle: one line that says what it is, then everything else.
//!
//! `kbtool.bundle/2 0.1.0 1234567 0123456789abcdef0123456789abcdef`: the format, the version of kbtool that wrote it,
//! the number of bytes behind the line, and their digest. What follows is the content in postcard's encoding, long
//! lists as runs of bytes. Only the version that wrote a bundle opens it: another one may cut texts otherwise, and
//! would then judge by a model that was trained for other pieces.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::model::Digest;

/// The format.
const FORMAT: &str = "kbtool.bundle/2";
/// The version that writes, and the only one that reads what it wrote.
const TOOL: &str = env!("CARGO_PKG_VERSION");
/// The line is never longer.
const LONGEST_LINE: usize = 200;

/// Why a bundle cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The file cannot be read.
    #[error("cannot read the bundle {}: {cause}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// The file is no bundle.
    #[error("{} is no bundle: `kbtool bundle --out FILE` writes one", path.display())]
    NotABundle {
        /// The file.
        path: PathBuf,
    },
    /// The bundle was made by another version.
    #[error("the bundle {} was made by kbtool {found}, this is {TOOL}: make it again", path.display())]
    OtherVersion {
        /// The file.
        path: PathBuf,
        /// The version that made it, with the format if that differs too.
        found: String,
    },
    /// The bundle is not what was written.
    #[error("the bundle {} is damaged: {reason}. Copy it again, or make it again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

/// Write `content` as a bundle.
///
/// # Errors
/// `writer` refuses.
pub(super) fn write(writer: &mut dyn Write, content: &impl Serialize) -> io::Result<()> {
    let content = postcard::to_allocvec(content).map_err(io::Error::other)?;
    writeln!(writer, "{FORMAT} {TOOL} {} {}", content.len(), Digest::of_bytes(&content))?;
    writer.write_all(&content)
}

/// The content of the bundle whose bytes these are.
pub(super) fn read<'b, T: Deserialize<'b>>(path: &Path, bytes: &'b [u8]) -> Result<T, BundleError> {
    let not_a_bundle = || BundleError::NotABundle { path: path.to_owned() };
    let damaged = |reason: String| BundleError::Damaged { path: path.to_owned(), reason };
    let end = bytes.iter().take(LONGEST_LINE).position(|&byte| byte == b'\n').ok_or_else(not_a_bundle)?;
    let line = std::str::from_utf8(&bytes[..end]).map_err(|_| not_a_bundle())?;
    let cells: Vec<&str> = line.split(' ').collect();
    let [format, tool, length, digest] = cells[..] else { return Err(not_a_bundle()) };
    if !format.starts_with("kbtool.bundle/") {
        return Err(not_a_bundle());
    }
    if format != FORMAT || tool != TOOL {
        let found = if format == FORMAT { tool.to_owned() } else { format!("{tool} ({format})") };
        return Err(BundleError::OtherVersion { path: path.to_owned(), found });
    }
    let content = &bytes[end + 1..];
    if length != content.len().to_string() {
        return Err(damaged(format!("{length} bytes were written, {} are there", content.len())));
    }
    if digest != Digest::of_bytes(content).to_string() {
        return Err(damaged("its digest is another".to_owned()));
    }
    postcard::from_bytes(content).map_err(|error| damaged(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(content: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(&mut bytes, &content).expect("memory");
        bytes
    }

    fn opened(bytes: &[u8]) -> Result<String, BundleError> {
        read(Path::new("kb.bundle"), bytes)
    }

    #[test]
    fn another_version_is_refused_and_told() {
        let bytes = written("鞋");
        assert_eq!(opened(&bytes).expect("a bundle"), "鞋");
        let text = String::from_utf8(bytes).expect("a text within");
        let other = text.replacen(TOOL, "9.9.9", 1);
        let error = opened(other.as_bytes()).expect_err("another version").to_string();
        assert!(error.contains("was made by kbtool 9.9.9"), "{error}");
        let other = text.replacen(FORMAT, "kbtool.bundle/7", 1);
        assert!(matches!(opened(other.as_bytes()), Err(BundleError::OtherVersion { .. })));
        assert!(matches!(opened(b"question,expected\n"), Err(BundleError::NotABundle { .. })));
        assert!(matches!(opened(b""), Err(BundleError::NotABundle { .. })));
    }

    proptest! {
        #[test]
        fn any_damage_is_found(at in 0.0..1.0_f64, change in 1_u8.., cut in 0.0..1.0_f64) {
            let bytes = written("什么时候发货，几天能到，可以退吗");
            let cut = (cut * bytes.len() as f64) as usize;
            prop_assert!(opened(&bytes[..cut]).is_err());
            let mut changed = bytes.clone();
            let at = (at * bytes.len() as f64) as usize;
            changed[at] ^= change;
            prop_assert!(opened(&changed).is_err());
        }
    }
}
