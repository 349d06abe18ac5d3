//! Bytes to text: which encoding a file is in, and its text as UTF-8.
//!
//! This module exists because knowledge-base tables come out of Chinese Excel, old platforms and
//! editors, in GB18030, Big5, UTF-16 or UTF-8 with a byte order mark, and none of them says so. Tables
//! are decoded as they stream ([`DecodingReader`]); YAML is held to UTF-8 ([`decode_utf8_strict`]),
//! because it is edited in place and shared through version control.
//!
//! It may not know what the text means: neither rows nor keys.

mod detect;
mod reader;
mod strict;

use std::fmt;
use std::str::FromStr;

pub use detect::{DETECTION_PREFIX, detect, looks_binary};
pub use reader::DecodingReader;
pub use strict::{DecodeError, Utf8Text, decode_utf8_strict};

/// A character encoding, and whether a byte order mark announced it.
///
/// GBK and GB2312 are never told apart from GB18030, their superset: a file "in GBK" with one rare
/// character is in GB18030, and decoding is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding {
    codec: &'static encoding_rs::Encoding,
    bom: bool,
}

impl Encoding {
    /// UTF-8 without a byte order mark.
    pub const UTF_8: Self = Self { codec: &encoding_rs::UTF_8_INIT, bom: false };
    /// UTF-8 with a byte order mark, as Excel's "CSV UTF-8" writes it.
    pub const UTF_8_BOM: Self = Self { codec: &encoding_rs::UTF_8_INIT, bom: true };
    /// UTF-16, little end first: Excel's "Unicode text".
    pub const UTF_16LE: Self = Self { codec: &encoding_rs::UTF_16LE_INIT, bom: false };
    /// UTF-16, big end first.
    pub const UTF_16BE: Self = Self { codec: &encoding_rs::UTF_16BE_INIT, bom: false };
    /// GB18030, and so GBK and GB2312: what Chinese Excel writes.
    pub const GB18030: Self = Self { codec: &encoding_rs::GB18030_INIT, bom: false };
    /// Big5 with the Hong Kong characters.
    pub const BIG5: Self = Self { codec: &encoding_rs::BIG5_INIT, bom: false };

    /// The encoding behind an `encoding_rs` codec, GBK taken as GB18030.
    pub fn from_codec(codec: &'static encoding_rs::Encoding) -> Self {
        if codec == encoding_rs::GBK { Self::GB18030 } else { Self { codec, bom: false } }
    }

    /// The same encoding, announced by a byte order mark.
    #[must_use]
    pub fn with_bom(self) -> Self {
        Self { bom: true, ..self }
    }

    fn without_bom(self) -> Self {
        Self { bom: false, ..self }
    }

    /// The name, as `--encoding` and `iconv` take it: `UTF-8`, `GB18030`, `Big5`, `UTF-16LE`…
    pub fn name(self) -> &'static str {
        if self.codec == encoding_rs::GB18030 { "GB18030" } else { self.codec.name() }
    }

    /// Whether a byte order mark stood at the start of the file.
    pub fn has_bom(self) -> bool {
        self.bom
    }

    /// Whether this is UTF-8, with or without a byte order mark.
    pub fn is_utf8(self) -> bool {
        self.codec == encoding_rs::UTF_8
    }

    /// Whether this is UTF-16, either end first.
    pub fn is_utf16(self) -> bool {
        self.codec == encoding_rs::UTF_16LE || self.codec == encoding_rs::UTF_16BE
    }

    /// Whether both are the same, marks and the order of the bytes of UTF-16 aside.
    fn is_kin_of(self, other: Self) -> bool {
        self.codec == other.codec || (self.is_utf16() && other.is_utf16())
    }

    /// What to give `iconv -f`, which drops the byte order mark of `UTF-16` but not of `UTF-16LE`.
    fn iconv_name(self) -> &'static str {
        if self.bom && self.is_utf16() { "UTF-16" } else { self.name() }
    }

    fn codec(self) -> &'static encoding_rs::Encoding {
        self.codec
    }

    /// The encoding that a byte order mark at the start of `bytes` announces, and the mark's length.
    fn from_bom(bytes: &[u8]) -> Option<(Self, usize)> {
        if bytes.starts_with(&[0x84, 0x31, 0x95, 0x33]) {
            return Some((Self::GB18030.with_bom(), 4));
        }
        let (codec, length) = encoding_rs::Encoding::for_bom(bytes)?;
        Some((Self::from_codec(codec).with_bom(), length))
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())?;
        if self.bom { formatter.write_str(" with a byte order mark") } else { Ok(()) }
    }
}

/// A label that names no encoding.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no encoding `{label}`: try utf-8, gb18030 (also for gbk, gb2312), big5, utf-16le or utf-16be"
)]
pub struct UnknownEncoding {
    /// The label as it was given.
    pub label: String,
}

impl FromStr for Encoding {
    type Err = UnknownEncoding;

    /// Takes the labels of the WHATWG Encoding Standard (`gbk`, `gb2312`, `big5`, `utf-16`…) and those
    /// of Windows and Python (`cp936`, `cp950`, `utf-8-sig`), whatever their case, `_` as good as `-`.
    ///
    /// `utf-16` means little end first unless the file's byte order mark says otherwise: a mark always
    /// wins over a label.
    fn from_str(label: &str) -> Result<Self, UnknownEncoding> {
        let folded = label.trim().to_ascii_lowercase().replace('_', "-");
        let known = match folded.as_str() {
            "cp936" | "windows-936" | "936" => return Ok(Self::GB18030),
            "cp950" | "windows-950" | "950" => return Ok(Self::BIG5),
            "utf-8-sig" | "utf-8-bom" | "utf8-bom" | "utf8-sig" => return Ok(Self::UTF_8_BOM),
            "utf16" | "utf16le" => return Ok(Self::UTF_16LE),
            "utf16be" => return Ok(Self::UTF_16BE),
            other => encoding_rs::Encoding::for_label_no_replacement(other.as_bytes()),
        };
        known.map(Self::from_codec).ok_or_else(|| UnknownEncoding { label: label.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_labels_are_understood() {
        for (label, expected) in [
            ("gbk", Encoding::GB18030),
            ("GB2312", Encoding::GB18030),
            (" gb18030 ", Encoding::GB18030),
            ("cp936", Encoding::GB18030),
            ("Big5", Encoding::BIG5),
            ("utf-8", Encoding::UTF_8),
            ("UTF8", Encoding::UTF_8),
            ("utf_8_sig", Encoding::UTF_8_BOM),
            ("utf-16", Encoding::UTF_16LE),
            ("utf-16le", Encoding::UTF_16LE),
            ("UTF-16BE", Encoding::UTF_16BE),
        ] {
            assert_eq!(label.parse(), Ok(expected), "{label}");
        }
        let error = "gbq".parse::<Encoding>().unwrap_err();
        assert!(error.to_string().contains("gbq") && error.to_string().contains("gb18030"));
    }

    #[test]
    fn names_are_what_a_user_can_give_back() {
        for encoding in [
            Encoding::UTF_8,
            Encoding::UTF_16LE,
            Encoding::UTF_16BE,
            Encoding::GB18030,
            Encoding::BIG5,
            Encoding::from_codec(encoding_rs::SHIFT_JIS),
        ] {
            assert_eq!(encoding.name().parse(), Ok(encoding));
        }
        assert_eq!(Encoding::UTF_8_BOM.to_string(), "UTF-8 with a byte order mark");
        assert_eq!(Encoding::from_codec(encoding_rs::GBK).name(), "GB18030");
    }
}
