//! Any encoding in, UTF-8 out, as it streams.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, DecoderResult};

use super::{DETECTION_PREFIX, Encoding, detect, looks_binary};

const REPLACEMENT: &[u8] = "\u{fffd}".as_bytes();
const BUFFER: usize = DETECTION_PREFIX;

/// Reads bytes in some encoding and gives them as UTF-8, through [`Read`] or [`BufRead`].
///
/// Memory is bounded: two buffers of 64 KiB. A byte order mark is dropped. A malformed sequence becomes
/// U+FFFD and is counted ([`replaced`](Self::replaced)), so that a file which turns out to be damaged,
/// or in another encoding than its beginning promised, never becomes garbage in silence. What is given
/// out is always valid UTF-8, though a single `read` may end inside a character.
pub struct DecodingReader<R> {
    inner: R,
    encoding: Encoding,
    decoder: Decoder,
    input: Vec<u8>,
    input_start: usize,
    input_end: usize,
    /// Bytes of the file that the decoder has taken, the byte order mark among them.
    consumed: u64,
    end_of_input: bool,
    output: Vec<u8>,
    output_start: usize,
    output_end: usize,
    finished: bool,
    replaced: u64,
    first_replaced: Option<u64>,
    binary: bool,
}

impl<R: Read> DecodingReader<R> {
    /// Reads the first [`DETECTION_PREFIX`] bytes of `inner` and settles the encoding: the one its byte
    /// order mark announces, else `forced`, else the one that [`detect()`] finds.
    ///
    /// # Errors
    /// When `inner` cannot be read.
    pub fn new(inner: R, forced: Option<Encoding>) -> io::Result<Self> {
        Self::settle(inner, |prefix, whole| match Encoding::from_bom(prefix) {
            Some(announced) => announced,
            // A mark that was asked for and is not there is no mark.
            None => (forced.map_or_else(|| detect(prefix, whole), Encoding::without_bom), 0),
        })
    }

    /// Reads `inner` in `encoding`, whatever its beginning looks like: for parts of one stream, which must
    /// all be read alike. Only a byte order mark of that encoding is obeyed and dropped; that of UTF-16
    /// still tells which end comes first.
    ///
    /// # Errors
    /// When `inner` cannot be read.
    pub fn undetected(inner: R, encoding: Encoding) -> io::Result<Self> {
        Self::settle(inner, |prefix, _| match Encoding::from_bom(prefix) {
            Some((announced, length)) if announced.is_kin_of(encoding) => (announced, length),
            _ => (encoding.without_bom(), 0),
        })
    }

    /// Reads the first bytes and has the encoding chosen by them and by whether they are all; with the
    /// encoding comes the length of its byte order mark.
    fn settle(mut inner: R, choose: impl FnOnce(&[u8], bool) -> (Encoding, usize)) -> io::Result<Self> {
        let mut input = vec![0; BUFFER];
        let mut filled = 0;
        let mut end_of_input = false;
        while filled < input.len() && !end_of_input {
            match inner.read(&mut input[filled..]) {
                Ok(0) => end_of_input = true,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let prefix = &input[..filled];
        let (encoding, mark) = choose(prefix, end_of_input);
        Ok(Self {
            binary: !encoding.is_utf16() && looks_binary(prefix),
            decoder: encoding.codec().new_decoder_without_bom_handling(),
            encoding,
            inner,
            input,
            input_start: mark,
            input_end: filled,
            consumed: mark as u64,
            end_of_input,
            output: vec![0; BUFFER],
            output_start: 0,
            output_end: 0,
            finished: false,
            replaced: 0,
            first_replaced: None,
        })
    }

    /// The encoding that is being decoded.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// How many malformed sequences have become U+FFFD so far.
    pub fn replaced(&self) -> u64 {
        self.replaced
    }

    /// Where the first malformed sequence begins: a byte offset from 0 in the undecoded file.
    pub fn first_replaced(&self) -> Option<u64> {
        self.first_replaced
    }

    /// Whether the beginning is that of a binary file rather than of text ([`looks_binary`]).
    pub fn is_binary(&self) -> bool {
        self.binary
    }

    /// Reads more bytes if the decoder has taken all there were.
    fn refill(&mut self) -> io::Result<()> {
        while self.input_start == self.input_end && !self.end_of_input {
            match self.inner.read(&mut self.input) {
                Ok(count) => {
                    self.end_of_input = count == 0;
                    (self.input_start, self.input_end) = (0, count);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Decodes until the output is full or the input is used up.
    fn decode(&mut self) {
        (self.output_start, self.output_end) = (0, 0);
        // Room for one more replacement character is always kept back.
        let room = self.output.len() - REPLACEMENT.len();
        while self.output_end < room {
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
                &self.input[self.input_start..self.input_end],
                &mut self.output[self.output_end..room],
                self.end_of_input,
            );
            self.input_start += read;
            self.consumed += read as u64;
            self.output_end += written;
            match result {
                DecoderResult::InputEmpty => {
                    self.finished = self.end_of_input;
                    return;
                }
                DecoderResult::OutputFull => return,
                DecoderResult::Malformed(length, after) => {
                    self.replaced += 1;
                    let behind = u64::from(length) + u64::from(after);
                    self.first_replaced.get_or_insert(self.consumed.saturating_sub(behind));
                    let end = self.output_end + REPLACEMENT.len();
                    self.output[self.output_end..end].copy_from_slice(REPLACEMENT);
                    self.output_end = end;
                }
            }
        }
    }
}

impl<R: Read> BufRead for DecodingReader<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.output_start == self.output_end && !self.finished {
            self.refill()?;
            self.decode();
        }
        Ok(&self.output[self.output_start..self.output_end])
    }

    fn consume(&mut self, amount: usize) {
        self.output_start = (self.output_start + amount).min(self.output_end);
    }
}

impl<R: Read> Read for DecodingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buffer.len());
        buffer[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Gives one byte at a time, the hardest case for a decoder.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let (Some((first, rest)), Some(slot)) = (self.0.split_first(), buffer.first_mut()) else {
                return Ok(0);
            };
            *slot = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn read_all(bytes: &[u8], forced: Option<Encoding>) -> (String, Encoding, u64) {
        let mut reader = DecodingReader::new(bytes, forced).unwrap();
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        (text, reader.encoding(), reader.replaced())
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }

    #[test]
    fn a_mark_is_dropped_and_wins_over_the_label() {
        let text = "问题,😀\n";
        let marked = format!("\u{feff}{text}");
        assert_eq!(read_all(marked.as_bytes(), None), (text.into(), Encoding::UTF_8_BOM, 0));
        for (big, encoding) in [(false, Encoding::UTF_16LE), (true, Encoding::UTF_16BE)] {
            let bytes = utf16(&marked, big);
            let forced = Some("utf-16".parse().unwrap());
            assert_eq!(read_all(&bytes, forced), (text.into(), encoding.with_bom(), 0));
        }
        let gb = encoding_rs::GB18030.encode(&marked).0;
        assert_eq!(read_all(&gb, None), (text.into(), Encoding::GB18030.with_bom(), 0));
    }

    #[test]
    fn what_is_not_to_be_detected_obeys_only_its_own_mark() {
        let read = |bytes: &[u8], encoding: Encoding| {
            let mut reader = DecodingReader::undetected(bytes, encoding).unwrap();
            let mut text = String::new();
            reader.read_to_string(&mut text).unwrap();
            (text, reader.encoding())
        };
        let gb = encoding_rs::GB18030.encode("锘胯发货").0;
        assert!(gb.starts_with(b"\xef\xbb\xbf"));
        assert_eq!(read(&gb, Encoding::GB18030), ("锘胯发货".into(), Encoding::GB18030));
        let marked = encoding_rs::GB18030.encode("\u{feff}发货").0;
        assert_eq!(read(&marked, Encoding::GB18030), ("发货".into(), Encoding::GB18030.with_bom()));
        let big = utf16("\u{feff}发货", true);
        assert_eq!(read(&big, Encoding::UTF_16LE), ("发货".into(), Encoding::UTF_16BE.with_bom()));
        assert_eq!(read("发货".as_bytes(), Encoding::GB18030).1, Encoding::GB18030);
    }

    #[test]
    fn characters_across_buffers_survive() {
        let text = "什么时候发货😀a".repeat(20_000);
        let gb = encoding_rs::GB18030.encode(&text).0;
        assert_eq!(read_all(&gb, None), (text.clone(), Encoding::GB18030, 0));
        assert_eq!(read_all(text.as_bytes(), None), (text.clone(), Encoding::UTF_8, 0));
        assert_eq!(read_all(&utf16(&text, true), None), (text, Encoding::UTF_16BE, 0));
    }

    #[test]
    fn a_promise_broken_later_is_counted_and_located() {
        let mut bytes = b"question\n".repeat(10_000);
        let clean = bytes.len() as u64;
        bytes.extend_from_slice(&encoding_rs::GB18030.encode("发货\n").0);
        let mut reader = DecodingReader::new(bytes.as_slice(), None).unwrap();
        io::copy(&mut reader, &mut io::sink()).unwrap();
        assert_eq!(reader.encoding(), Encoding::UTF_8);
        assert!(reader.replaced() > 0);
        assert_eq!(reader.first_replaced(), Some(clean));
    }

    #[test]
    fn a_file_cut_in_a_character_ends_in_one_replacement() {
        let text = "好".repeat(30_000);
        let (decoded, _, replaced) = read_all(&text.as_bytes()[..text.len() - 1], None);
        assert_eq!(replaced, 1);
        assert!(decoded.ends_with("好\u{fffd}"));
    }

    #[test]
    fn nothing_gives_nothing() {
        assert_eq!(read_all(b"", None), (String::new(), Encoding::UTF_8, 0));
        assert_eq!(read_all(b"\xef\xbb\xbf", None), (String::new(), Encoding::UTF_8_BOM, 0));
    }

    #[test]
    fn malformed_input_longer_than_the_buffers_is_all_replaced() {
        let bytes = vec![0xff_u8; 100_000];
        let (text, _, replaced) = read_all(&bytes, Some(Encoding::UTF_8));
        assert_eq!(replaced, 100_000);
        assert_eq!(text.chars().count(), 100_000);
    }

    proptest! {
        #[test]
        fn any_bytes_drip_to_the_same_text_as_at_once(
            bytes in proptest::collection::vec(any::<u8>(), 0..400),
            forced in proptest::sample::select(vec![
                None, Some(Encoding::UTF_8), Some(Encoding::GB18030), Some(Encoding::BIG5),
                Some(Encoding::UTF_16LE), Some(Encoding::UTF_16BE),
            ]),
        ) {
            let mut reader = DecodingReader::new(Drip(&bytes), forced).unwrap();
            let mut dripped = Vec::new();
            let mut one = [0_u8; 1];
            while reader.read(&mut one).unwrap() == 1 {
                dripped.push(one[0]);
            }
            let dripped = String::from_utf8(dripped).unwrap();
            let (encoding, mark) =
                Encoding::from_bom(&bytes).unwrap_or((reader.encoding(), 0));
            let (whole, flawed) = encoding.codec().decode_without_bom_handling(&bytes[mark..]);
            prop_assert_eq!(&dripped, &whole);
            prop_assert_eq!(reader.replaced() > 0, flawed);
        }
    }
}
