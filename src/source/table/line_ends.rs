//! One kind of line end, and a limit to how much is read for one row.

use std::io::{self, BufRead, Read};

use super::MAX_ROW;

/// Turns `\r\n` and `\r` into `\n`, so that lines can be counted exactly.
///
/// The CSV parser ends a row at `\r` and takes the `\n` for the start of the next, which makes its line
/// numbers wrong by one now and then. It also reads a row to its end, however far that is; the
/// allowance stops it.
pub(super) struct LineEnds<R> {
    inner: R,
    after_return: bool,
    ended: bool,
    last: u8,
    allowance: usize,
}

impl<R: BufRead> LineEnds<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, after_return: false, ended: false, last: b'\n', allowance: MAX_ROW }
    }

    pub(super) fn inner(&self) -> &R {
        &self.inner
    }

    /// Whether the end of the input has been given out.
    pub(super) fn ended(&self) -> bool {
        self.ended
    }

    /// The last byte that was given out; `\n` before there is any.
    pub(super) fn last(&self) -> u8 {
        self.last
    }

    /// Allows [`MAX_ROW`] bytes more; without that, reading fails when they are used up.
    pub(super) fn renew_allowance(&mut self) {
        self.allowance = MAX_ROW;
    }

    /// Whether reading failed because the allowance was used up.
    pub(super) fn is_exhausted(&self) -> bool {
        self.allowance == 0
    }
}

impl<R: BufRead> Read for LineEnds<R> {
    fn read(&mut self, output: &mut [u8]) -> io::Result<usize> {
        if output.is_empty() {
            return Ok(0);
        }
        loop {
            let input = self.inner.fill_buf()?;
            let Some(first) = input.first() else {
                self.ended = true;
                return Ok(0);
            };
            if self.after_return && *first == b'\n' {
                self.after_return = false;
                self.inner.consume(1);
                continue;
            }
            let input = &input[..input.len().min(output.len())];
            let written = if input.contains(&b'\r') {
                unify(input, output)
            } else {
                output[..input.len()].copy_from_slice(input);
                input.len()
            };
            self.after_return = input.last() == Some(&b'\r');
            let taken = input.len();
            self.inner.consume(taken);
            self.last = output[written - 1];
            self.allowance = self.allowance.saturating_sub(written);
            if self.allowance == 0 {
                return Err(io::Error::other("row too long"));
            }
            return Ok(written);
        }
    }
}

/// Copies `input` with its line ends unified; gives the length of the copy, which is not longer.
fn unify(input: &[u8], output: &mut [u8]) -> usize {
    let mut written = 0;
    let mut rest = input;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\r') {
        output[written..written + at].copy_from_slice(&rest[..at]);
        output[written + at] = b'\n';
        written += at + 1;
        rest = &rest[at + 1..];
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    output[written..written + rest.len()].copy_from_slice(rest);
    written + rest.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_chunking_gives_the_same_lines(
            text in "[ab\r\n]{0,60}", input_chunk in 1_usize..9, output_chunk in 1_usize..9,
        ) {
            let inner = io::BufReader::with_capacity(input_chunk, text.as_bytes());
            let mut reader = LineEnds::new(inner);
            let mut result = Vec::new();
            let mut chunk = vec![0; output_chunk];
            loop {
                let count = reader.read(&mut chunk).unwrap();
                if count == 0 {
                    break;
                }
                result.extend_from_slice(&chunk[..count]);
            }
            prop_assert!(reader.ended());
            let expected = text.replace("\r\n", "\n").replace('\r', "\n");
            prop_assert_eq!(String::from_utf8(result).unwrap(), expected);
        }
    }
}
