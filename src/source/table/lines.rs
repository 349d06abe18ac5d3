//! Lines of a stream one after the other, of which no more is held than a line may have.

use std::io::{self, BufRead, BufReader, ErrorKind};

use memchr::memchr;

use super::{DecodingReader, Encoding, RowFault, Source};

const BUFFER: usize = 256 * 1024;
const MARK: &[u8] = b"\xef\xbb\xbf";
/// What may stand around a line without being part of it: a byte order mark and a `\r`.
const AROUND: usize = MARK.len() + 1;

/// Where lines come from.
pub(super) enum Input {
    /// What should be UTF-8, as it is: each line is checked by itself.
    Bytes(BufReader<Source>),
    /// Any encoding; UTF-8 by now.
    Decoded(Box<DecodingReader<Source>>),
}

impl Input {
    /// The bytes of `source`, which should be UTF-8.
    pub(super) fn bytes(source: Source) -> Self {
        Self::Bytes(BufReader::with_capacity(BUFFER, source))
    }

    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Self::Bytes(reader) => reader.fill_buf(),
            Self::Decoded(reader) => reader.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        match self {
            Self::Bytes(reader) => reader.consume(amount),
            Self::Decoded(reader) => reader.consume(amount),
        }
    }
}

/// One line that is not blank.
pub(super) struct Line<'a> {
    /// From 1.
    pub(super) number: u64,
    /// Its text without line end, or why it cannot be given.
    pub(super) text: Result<&'a str, RowFault>,
}

/// Reads lines. `\n` ends one, and so does the end of the input; one `\r` before that is dropped.
pub(super) struct Lines {
    input: Input,
    /// The longest line, in bytes.
    limit: usize,
    number: u64,
    /// The line, or its beginning, if it did not lie in the input's buffer from end to end.
    held: Vec<u8>,
    /// So many bytes of the input's buffer have been given out and are still to be consumed.
    given: usize,
    marked: bool,
}

/// Where the text of a line lies.
#[derive(Clone, Copy)]
enum Place {
    /// At the start of the input's buffer, so many bytes.
    Buffer(usize),
    Held,
    /// Nowhere as a whole: it is too long.
    Nowhere,
}

impl Lines {
    pub(super) fn new(input: Input, limit: usize) -> Self {
        Self { input, limit, number: 0, held: Vec::new(), given: 0, marked: false }
    }

    pub(super) fn decoder(&self) -> Option<&DecodingReader<Source>> {
        match &self.input {
            Input::Bytes(_) => None,
            Input::Decoded(reader) => Some(reader),
        }
    }

    /// The encoding that is read; a byte order mark is known of once the first line has been read.
    pub(super) fn encoding(&self) -> Encoding {
        match &self.input {
            Input::Bytes(_) if self.marked => Encoding::UTF_8_BOM,
            Input::Bytes(_) => Encoding::UTF_8,
            Input::Decoded(reader) => reader.encoding(),
        }
    }

    /// The next line that has more than white space; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        let limit = self.limit;
        let (place, is_too_long) = loop {
            let Some(place) = self.advance()? else { return Ok(None) };
            let line = self.text(place)?;
            let is_too_long = matches!(place, Place::Nowhere) || line.len() > limit;
            if is_too_long || !is_blank(line) {
                break (place, is_too_long);
            }
        };
        let number = self.number;
        let text = if is_too_long {
            Err(RowFault::TooLong { limit })
        } else {
            std::str::from_utf8(self.text(place)?).map_err(|_| RowFault::NotUtf8)
        };
        Ok(Some(Line { number, text }))
    }

    /// Goes to the next line, blank or not.
    fn advance(&mut self) -> io::Result<Option<Place>> {
        self.input.consume(std::mem::take(&mut self.given));
        self.held.clear();
        let room = self.limit + AROUND;
        let mut length = 0;
        loop {
            let buffer = match self.input.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                other => other?,
            };
            if buffer.is_empty() && length == 0 {
                return Ok(None);
            }
            let end = memchr(b'\n', buffer);
            let part = &buffer[..end.unwrap_or(buffer.len())];
            let ended = end.is_some() || buffer.is_empty();
            length += part.len();
            if end.is_some() && length == part.len() {
                self.given = part.len() + 1;
                self.number += 1;
                return Ok(Some(Place::Buffer(part.len())));
            }
            self.held.extend_from_slice(&part[..part.len().min(room - self.held.len())]);
            let taken = part.len() + usize::from(end.is_some());
            self.input.consume(taken);
            if ended {
                self.number += 1;
                return Ok(Some(if length > room { Place::Nowhere } else { Place::Held }));
            }
        }
    }

    /// The line at `place` without its line end and, if it is the first, without a byte order mark.
    fn text(&mut self, place: Place) -> io::Result<&[u8]> {
        // A decoder has dropped the mark already.
        let may_be_marked = self.number == 1 && matches!(self.input, Input::Bytes(_));
        let line = match place {
            // The buffer is not empty, so nothing is read.
            Place::Buffer(length) => &self.input.fill_buf()?[..length],
            Place::Held | Place::Nowhere => &self.held,
        };
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        Ok(match line.strip_prefix(MARK) {
            Some(unmarked) if may_be_marked => {
                self.marked = true;
                unmarked
            }
            _ => line,
        })
    }
}

/// Whether there is only white space in a line, told by its first byte wherever possible.
fn is_blank(line: &[u8]) -> bool {
    let text = line.trim_ascii_start();
    match text.first() {
        None => true,
        // With these bytes white space begins that is not ASCII, and the vertical tab.
        Some(0x0b | 0xc2 | 0xe1..=0xe3) => std::str::from_utf8(text).is_ok_and(|text| text.trim().is_empty()),
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use proptest::prelude::*;

    use super::*;

    const LIMIT: usize = 12;

    /// Every line with its number, and faults as text.
    fn lines(input: Input) -> Vec<(u64, String)> {
        let mut lines = Lines::new(input, LIMIT);
        let mut all = Vec::new();
        while let Some(Line { number, text }) = lines.next().unwrap() {
            let text = match text {
                Ok(text) => text.to_owned(),
                Err(fault) => format!("! {fault}"),
            };
            all.push((number, text));
            assert!(lines.held.len() <= LIMIT + AROUND);
        }
        all
    }

    fn bytes(text: &[u8], buffer: usize) -> Input {
        let source: Source = Box::new(Cursor::new(text.to_vec()));
        Input::Bytes(BufReader::with_capacity(buffer, source))
    }

    #[test]
    fn ends_marks_and_blanks() {
        let text = "\u{feff}好\r\n\r\n\u{3000} \n\u{feff}a\rb\r\r\n\u{b}\u{a0}\n\0\nlast\r";
        for buffer in [1, 2, 5, 100] {
            let expected = [(1, "好"), (4, "\u{feff}a\rb\r"), (6, "\0"), (7, "last")]
                .map(|(at, text)| (at, text.into()));
            assert_eq!(lines(bytes(text.as_bytes(), buffer)), expected, "{buffer}");
        }
        assert_eq!(lines(bytes("\u{feff}".as_bytes(), 2)), []);
        assert_eq!(lines(bytes(b"", 2)), []);
    }

    #[test]
    fn what_is_too_long_or_no_text_is_a_fault_of_its_line_alone() {
        let fits = "x".repeat(LIMIT);
        let text = format!("\u{feff}{fits}\r\n{fits}y\n{fits}{fits}{fits}\n好\n{fits}y");
        for buffer in [1, 7, 100] {
            let read: Vec<String> =
                lines(bytes(text.as_bytes(), buffer)).into_iter().map(|(_, text)| text).collect();
            assert_eq!(read[0], fits);
            assert_eq!(read[3], "好");
            assert!([1, 2, 4].iter().all(|at| read[*at].starts_with("! longer than")), "{read:?}");
        }
        let read = lines(bytes(b"a\n\xff\xfeb\n\xe5\xa5\n\xe5\xa5\xbd", 3));
        let expected = [(1, "a"), (2, "! not UTF-8"), (3, "! not UTF-8"), (4, "好")];
        assert_eq!(read, expected.map(|(at, text)| (at, text.to_owned())));
    }

    #[test]
    fn the_encoding_is_known_from_the_first_line() {
        let mut marked = Lines::new(bytes("\u{feff}a\n\u{feff}b".as_bytes(), 100), LIMIT);
        let mut plain = Lines::new(bytes("a\n\u{feff}b".as_bytes(), 100), LIMIT);
        for _ in 0..2 {
            assert!(marked.next().unwrap().is_some() && plain.next().unwrap().is_some());
            assert_eq!((marked.encoding(), plain.encoding()), (Encoding::UTF_8_BOM, Encoding::UTF_8));
        }
    }

    /// Is interrupted before each byte.
    struct Interrupted<'a>(&'a [u8], bool);

    impl Read for Interrupted<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(ErrorKind::Interrupted.into());
            }
            let count = self.0.len().min(buffer.len()).min(1);
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    #[test]
    fn an_interrupted_read_is_tried_again() {
        let input = Input::bytes(Box::new(Interrupted(b"a\nb", false)));
        assert_eq!(lines(input), [(1, "a".to_owned()), (2, "b".to_owned())]);
    }

    proptest! {
        #[test]
        fn any_buffer_gives_the_same_lines(
            text in proptest::collection::vec(
                proptest::sample::select(b"\n\n\r a\xe5\xa5\xbd\xef\xbb\xbf\xff".to_vec()), 0..120),
            buffer in 1_usize..20,
        ) {
            let found = lines(bytes(&text, buffer));
            prop_assert_eq!(&found, &lines(bytes(&text, 1000)));
            let whole = text.strip_prefix(MARK).unwrap_or(&text);
            let written = whole.split(|byte| *byte == b'\n').filter(|line| {
                !std::str::from_utf8(line).is_ok_and(|line| line.trim().is_empty())
            });
            prop_assert_eq!(found.len(), written.count());
        }
    }
}
