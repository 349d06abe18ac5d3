//! UTF-8 or an error that says what the file is instead and how to convert it.

use super::{DETECTION_PREFIX, Encoding, detect};

const MARK: &[u8] = b"\xef\xbb\xbf";

/// The text of a UTF-8 file, without its byte order mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Utf8Text {
    /// The text. Its byte offset 0 is the first byte **behind** the mark; see
    /// [`file_offset`](Self::file_offset).
    pub text: String,
    /// Whether a byte order mark of three bytes stood before the text. Who writes the file back puts it
    /// there again, or says that it went.
    pub bom: bool,
}

impl Utf8Text {
    /// The offset in the file, in bytes from 0, of the byte at `offset` in [`text`](Self::text).
    pub fn file_offset(&self, offset: usize) -> usize {
        if self.bom { offset + MARK.len() } else { offset }
    }
}

/// Why a file's bytes are not UTF-8 text.
///
/// Offsets are in bytes from 0, lines from 1, both in the file as it lies on disk. The path is the
/// caller's to add.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The file is text in another encoding.
    #[error(
        "byte {offset} on line {line} is not UTF-8: the file looks like {encoding}. Convert it with \
         `{}`, or open it in the program that wrote it (Excel, Notepad) and save it as UTF-8",
        self.iconv_command().unwrap_or_default()
    )]
    Encoded {
        /// What the file looks like.
        encoding: Encoding,
        /// Where the first byte is that UTF-8 does not allow there.
        offset: usize,
        /// The line of that byte.
        line: usize,
    },
    /// The file is UTF-8, but for some bytes.
    #[error(
        "byte {offset} on line {line} is not UTF-8, though the text around it is: a character was cut \
         or two files in different encodings were joined. Put that line right and save as UTF-8"
    )]
    Damaged {
        /// Where the first bad byte is.
        offset: usize,
        /// The line of that byte.
        line: usize,
    },
    /// The file holds NUL bytes and is not UTF-16: it is no text.
    #[error("byte {offset} on line {line} is NUL: this is a binary file, not UTF-8 text")]
    Binary {
        /// Where the first NUL is.
        offset: usize,
        /// The line of that byte.
        line: usize,
    },
}

impl DecodeError {
    /// The command that converts the file, where its encoding is known.
    pub fn iconv_command(&self) -> Option<String> {
        let Self::Encoded { encoding, .. } = self else { return None };
        Some(format!("iconv -f {} -t UTF-8 old.yaml > new.yaml", encoding.iconv_name()))
    }
}

/// The text of a file that must be UTF-8, with or without a byte order mark.
///
/// The mark is taken off and reported, never left in the text, where it would hide the first key.
///
/// # Errors
/// [`DecodeError`] when a byte is not UTF-8, or is NUL, which no YAML may hold.
pub fn decode_utf8_strict(bytes: Vec<u8>) -> Result<Utf8Text, DecodeError> {
    if let Some(offset) = bytes.iter().position(|byte| *byte == 0) {
        let encoding = detect(&bytes, true);
        let offset = first_flaw(&bytes).map_or(offset, |flaw| flaw.min(offset));
        let line = line_of(&bytes, offset);
        return Err(if encoding.is_utf16() {
            DecodeError::Encoded { encoding, offset, line }
        } else {
            DecodeError::Binary { offset, line }
        });
    }
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            let bom = text.as_bytes().starts_with(MARK);
            if bom {
                text.drain(..MARK.len());
            }
            Ok(Utf8Text { text, bom })
        }
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            Err(refusal(error.as_bytes(), offset))
        }
    }
}

fn first_flaw(bytes: &[u8]) -> Option<usize> {
    std::str::from_utf8(bytes).err().map(|error| error.valid_up_to())
}

fn refusal(bytes: &[u8], offset: usize) -> DecodeError {
    let line = line_of(bytes, offset);
    // The beginning may be long and plain ASCII: judge by the lines around the flaw.
    let start = if offset < DETECTION_PREFIX / 2 {
        0
    } else {
        let around = offset - DETECTION_PREFIX / 2;
        bytes[around..offset]
            .iter()
            .position(|byte| *byte == b'\n')
            .map_or(offset, |found| around + found + 1)
    };
    let encoding = detect(&bytes[start..], true);
    // A mark says that the file means to be UTF-8, whatever the flaw looks like.
    if encoding.is_utf8() || bytes.starts_with(MARK) {
        DecodeError::Damaged { offset, line }
    } else {
        DecodeError::Encoded { encoding, offset, line }
    }
}

fn line_of(bytes: &[u8], offset: usize) -> usize {
    1 + bytes[..offset].iter().map(|byte| usize::from(*byte == b'\n')).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn utf8_passes_with_its_mark_reported() {
        let plain = decode_utf8_strict("- question: 好\n".into()).unwrap();
        assert!(!plain.bom);
        assert_eq!(plain.file_offset(2), 2);
        let marked = decode_utf8_strict("\u{feff}- question: 好\n".into()).unwrap();
        assert!(marked.bom);
        assert_eq!(marked.text, plain.text);
        assert_eq!(marked.file_offset(2), 5);
    }

    #[test]
    fn gb18030_is_named_with_place_and_way_out() {
        let bytes =
            encoding_rs::GB18030.encode("# kb\n- question: 什么时候发货\n  answer: 明天\n").0.into_owned();
        let error = decode_utf8_strict(bytes).unwrap_err();
        assert_eq!(error, DecodeError::Encoded { encoding: Encoding::GB18030, offset: 23, line: 2 });
        assert!(error.to_string().contains("iconv -f GB18030 -t UTF-8 old.yaml > new.yaml"), "{error}");
    }

    #[test]
    fn gb18030_after_a_long_english_start_is_still_named() {
        let mut bytes = b"# comment\n".repeat(20_000);
        bytes.extend_from_slice(
            &encoding_rs::GB18030.encode("- question: 什么时候发货\n  answer: 明天发货\n").0,
        );
        let error = decode_utf8_strict(bytes).unwrap_err();
        let expected = DecodeError::Encoded { encoding: Encoding::GB18030, offset: 200_018, line: 20_001 };
        assert_eq!(error, expected);
    }

    #[test]
    fn utf16_is_named_with_and_without_mark() {
        let encode = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let marked = decode_utf8_strict(encode("\u{feff}- question: 好")).unwrap_err();
        assert!(marked.to_string().contains("iconv -f UTF-16 "), "{marked}");
        let bare = decode_utf8_strict(encode("- question: hello\n  answer: hi\n")).unwrap_err();
        assert_eq!(bare, DecodeError::Encoded { encoding: Encoding::UTF_16LE, offset: 1, line: 1 });
    }

    #[test]
    fn damage_and_binary_are_told_apart() {
        let mut bytes = "- question: 什么时候发货\n  answer: 明天".as_bytes().to_vec();
        bytes.pop();
        assert!(matches!(decode_utf8_strict(bytes), Err(DecodeError::Damaged { line: 2, .. })));
        let error = decode_utf8_strict(b"\x7fELF\x02\x01\x01\0\0\0\0".to_vec()).unwrap_err();
        assert_eq!(error, DecodeError::Binary { offset: 7, line: 1 });
    }

    proptest! {
        #[test]
        fn any_bytes_are_text_or_a_located_error(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let length = bytes.len();
            match decode_utf8_strict(bytes) {
                Ok(text) => prop_assert_eq!(text.file_offset(text.text.len()), length),
                Err(
                    DecodeError::Encoded { offset, .. }
                    | DecodeError::Damaged { offset, .. }
                    | DecodeError::Binary { offset, .. },
                ) => prop_assert!(offset < length),
            }
        }
    }
}
