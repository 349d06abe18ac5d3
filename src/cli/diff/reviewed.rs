//! The file of changes that somebody has reviewed: a line a fingerprint, comments behind `#`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use kbtool::diagnostic::Language;
use kbtool::diff::{Change, fingerprint};
use kbtool::source::{ReadError, SourceFile, write_atomically};

/// What the file says.
#[derive(Debug, Default)]
pub(super) struct Reviewed {
    pub(super) path: PathBuf,
    pub(super) fingerprints: BTreeSet<String>,
    text: String,
    byte_order_mark: bool,
}

impl Reviewed {
    /// Read the file; one that is to be written need not be there.
    pub(super) fn read(path: &Path, may_be_missing: bool) -> Result<Self> {
        let file = match SourceFile::read(path) {
            Ok(file) => file,
            Err(ReadError::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => {
                if may_be_missing {
                    return Ok(Self { path: path.to_owned(), ..Self::default() });
                }
                bail!("there is no file {} of reviewed changes; --update-reviewed makes it", path.display());
            }
            Err(error) => return Err(error).with_context(|| path.display().to_string()),
        };
        let mut fingerprints = BTreeSet::new();
        for (number, line) in (1..).zip(file.text().lines()) {
            let fingerprint = line.split('#').next().unwrap_or_default().trim();
            if fingerprint.is_empty() {
                continue;
            }
            let is_one = fingerprint.len() == 16 && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit());
            if !is_one {
                bail!(
                    "{}:{number}: `{fingerprint}` is no fingerprint of a change (sixteen hexadecimal digits); comments begin with #",
                    path.display()
                );
            }
            fingerprints.insert(fingerprint.to_ascii_lowercase());
        }
        let (text, byte_order_mark) = (file.text().to_owned(), file.has_byte_order_mark());
        Ok(Self { path: path.to_owned(), fingerprints, text, byte_order_mark })
    }

    /// Add these changes behind what the file holds, and give how many are new.
    pub(super) fn record(&self, changes: &[&Change], language: Language) -> Result<usize> {
        let line_end = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut text = if self.byte_order_mark { "\u{FEFF}".to_owned() } else { String::new() };
        text.push_str(&self.text);
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            text.push_str(line_end);
        }
        let mut known = self.fingerprints.clone();
        let before = known.len();
        for change in changes {
            let fingerprint = fingerprint(change);
            if known.insert(fingerprint.clone()) {
                text.push_str(&format!("{fingerprint} # {}{line_end}", words(change, language)));
            }
        }
        write_atomically(&self.path, text.as_bytes())?;
        Ok(known.len() - before)
    }
}

/// What a change is about, on one line.
fn words(change: &Change, language: Language) -> String {
    let kind = change.kind.title();
    let parts = [kind.in_language(language), &change.entry, &change.question];
    let parts = parts.into_iter().chain(change.shop.as_deref()).filter(|part| !part.is_empty());
    let line = parts.collect::<Vec<_>>().join(" · ");
    line.split(char::is_control).map(str::trim).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "the tests lay out files")]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Result<Reviewed> {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("审过.txt");
        std::fs::write(&path, text).expect("file");
        Reviewed::read(&path, false)
    }

    #[test]
    fn fingerprints_stand_before_comments() {
        let text = "\u{FEFF}# 已审阅\r\n\r\n0123456789abcdef # 修改答案\r\n  ABCDEF0123456789\r\n";
        let reviewed = read(text.as_bytes()).expect("reviewed");
        assert_eq!(
            reviewed.fingerprints.iter().collect::<Vec<_>>(),
            ["0123456789abcdef", "abcdef0123456789"]
        );
        assert!(reviewed.byte_order_mark);
        assert!(read(b"").expect("nothing").fingerprints.is_empty());
        for (wrong, place) in [("# 一\n退款\n", ":2: `退款`"), ("0123\n", ":1: `0123`")] {
            let error = read(wrong.as_bytes()).expect_err(wrong).to_string();
            assert!(error.contains(place), "{error}");
        }
        assert!(read(b"\xff\xfe0").is_err(), "no UTF-8");
    }

    #[test]
    fn what_stands_there_stays_and_a_missing_file_is_made() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("reviewed.txt");
        let error = Reviewed::read(&path, false).expect_err("missing").to_string();
        assert!(error.contains("--update-reviewed"), "{error}");
        let made = Reviewed::read(&path, true).expect("nothing yet");
        assert_eq!(made.record(&[], Language::English).expect("written"), 0);
        let text = "\u{FEFF}# 一\r\n0123456789abcdef";
        std::fs::write(&path, text).expect("file");
        let reviewed = Reviewed::read(&path, true).expect("read");
        reviewed.record(&[], Language::Chinese).expect("written");
        assert_eq!(std::fs::read_to_string(&path).expect("file"), format!("{text}\r\n"));
    }
}
