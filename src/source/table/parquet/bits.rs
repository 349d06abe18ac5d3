//! The two ways in which Parquet packs small numbers: runs of equal ones, and differences.
//!
//! Both read what a file says with care: whatever stands there, they give a number or an error.

use bytes::Bytes;

/// Numbers of one width, as runs of one repeated number or as groups of eight packed ones (RLE).
pub(super) struct Runs {
    bytes: Bytes,
    /// Where the next run begins.
    next: usize,
    width: u8,
    run: Run,
}

enum Run {
    Same {
        left: u64,
        number: u32,
    },
    /// From this bit on.
    Packed {
        left: u64,
        bit: usize,
    },
}

impl Runs {
    /// Numbers of `width` bits, at most 32.
    pub(super) fn new(bytes: Bytes, width: u8) -> Result<Self, String> {
        if width > 32 {
            return Err(format!("numbers of {width} bits, more than 32"));
        }
        Ok(Self { bytes, next: 0, width, run: Run::Same { left: 0, number: 0 } })
    }

    pub(super) fn next(&mut self) -> Result<u32, String> {
        loop {
            match &mut self.run {
                Run::Same { left: 0, .. } | Run::Packed { left: 0, .. } => self.begin_run()?,
                Run::Same { left, number } => {
                    *left -= 1;
                    return Ok(*number);
                }
                Run::Packed { left, bit } => {
                    let number = unpack(&self.bytes, *bit, self.width).ok_or_else(too_early)?;
                    *left -= 1;
                    *bit += usize::from(self.width);
                    return Ok(number as u32);
                }
            }
        }
    }

    fn begin_run(&mut self) -> Result<(), String> {
        let mut reader = Reader { bytes: &self.bytes, at: self.next };
        let head = reader.number().ok_or_else(too_early)?;
        // Some writers fill the page with zeros.
        if head == 0 {
            return Err(too_early());
        }
        if head & 1 == 0 {
            let number = reader.take(usize::from(self.width).div_ceil(8)).ok_or_else(too_early)?;
            let number = number.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte));
            if u64::from(number) >> self.width != 0 {
                return Err(format!("a number of more than {} bits", self.width));
            }
            self.run = Run::Same { left: head >> 1, number };
            self.next = reader.at;
        } else {
            let groups = head >> 1;
            self.run = Run::Packed { left: groups.saturating_mul(8), bit: reader.at * 8 };
            // The last group may be cut short.
            let length = groups.saturating_mul(u64::from(self.width));
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            self.next = reader.at.saturating_add(length).min(self.bytes.len());
        }
        Ok(())
    }
}

/// Numbers as differences, each block of them packed as small as it can be (DELTA_BINARY_PACKED).
pub(super) struct Differences {
    bytes: Bytes,
    /// Where the next block begins; inside of a block, where the next part does.
    next: usize,
    parts_per_block: usize,
    numbers_per_part: u64,
    /// How many numbers are still to come.
    left: u64,
    /// The first number, which stands for itself.
    first: Option<i64>,
    last: i64,
    smallest: i64,
    /// Where the widths of the parts of this block that are still to come stand.
    widths: std::ops::Range<usize>,
    part: Part,
}

/// The part of a block that is being read.
#[derive(Default)]
struct Part {
    left: u64,
    width: u8,
    bit: usize,
}

impl Differences {
    pub(super) fn new(bytes: Bytes) -> Result<Self, String> {
        let mut reader = Reader { bytes: &bytes, at: 0 };
        let mut number = || reader.number().ok_or_else(too_early);
        let (block, parts, left) = (number()?, number()?, number()?);
        let first = decode_sign(number()?);
        let numbers_per_part = block.checked_div(parts).unwrap_or(0);
        if numbers_per_part == 0 || numbers_per_part * parts != block || numbers_per_part % 32 != 0 {
            return Err(format!("blocks of {block} numbers in {parts} parts"));
        }
        let next = reader.at;
        Ok(Self {
            bytes,
            next,
            parts_per_block: usize::try_from(parts).map_err(|_| too_early())?,
            numbers_per_part,
            left,
            first: Some(first),
            last: first,
            smallest: 0,
            widths: 0..0,
            part: Part::default(),
        })
    }

    pub(super) fn next(&mut self) -> Result<i64, String> {
        self.left = self.left.checked_sub(1).ok_or_else(too_early)?;
        if let Some(first) = self.first.take() {
            return Ok(first);
        }
        if self.part.left == 0 {
            self.begin_part()?;
        }
        let Part { left, width, bit } = &mut self.part;
        let difference = unpack(&self.bytes, *bit, *width).ok_or_else(too_early)?;
        *left -= 1;
        *bit += usize::from(*width);
        self.last = self.last.wrapping_add(self.smallest).wrapping_add(difference.cast_signed());
        Ok(self.last)
    }

    fn begin_part(&mut self) -> Result<(), String> {
        if self.widths.is_empty() {
            let mut reader = Reader { bytes: &self.bytes, at: self.next };
            self.smallest = decode_sign(reader.number().ok_or_else(too_early)?);
            let start = reader.at;
            reader.take(self.parts_per_block).ok_or_else(too_early)?;
            self.widths = start..reader.at;
            self.next = reader.at;
        }
        let width = self.widths.next().map_or(0, |at| self.bytes[at]);
        if width > 64 {
            return Err(format!("differences of {width} bits"));
        }
        self.part = Part { left: self.numbers_per_part, width, bit: self.next * 8 };
        let length = usize::try_from(self.numbers_per_part / 8 * u64::from(width)).unwrap_or(usize::MAX);
        // A part that ends too early is noticed when it is read.
        self.next = self.next.saturating_add(length).min(self.bytes.len());
        Ok(())
    }

    /// What stands behind all the numbers.
    pub(super) fn rest(&self) -> Result<Bytes, String> {
        let mut walk =
            Self { bytes: self.bytes.clone(), widths: self.widths.clone(), part: Part::default(), ..*self };
        // Before the first number has been read, it counts among those left.
        let mut left = self.left.saturating_sub(u64::from(self.first.is_some()));
        while left > 0 {
            walk.begin_part()?;
            left = left.saturating_sub(self.numbers_per_part);
        }
        // The widths of parts that are not needed stand there all the same.
        Ok(self.bytes.slice(walk.next..))
    }
}

fn too_early() -> String {
    "a page ends too early".to_owned()
}

/// Numbers are written so that small ones are short, above and below zero.
pub(super) fn decode_sign(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

/// Reads on from some place, as long as there is something.
pub(super) struct Reader<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    /// A number in groups of seven bits, the lowest first.
    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for place in 0..10 {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(taken)
    }
}

/// The number of `width` bits, at most 64, from the bit `at` on; the lowest bits come first.
fn unpack(bytes: &[u8], at: usize, width: u8) -> Option<u64> {
    let (start, end) = (at / 8, at.checked_add(usize::from(width))?.div_ceil(8));
    let window = match bytes.get(start..start + 16) {
        Some(window) => u128::from_le_bytes(window.try_into().ok()?),
        None => bytes.get(start..end)?.iter().rev().fold(0, |window, byte| window << 8 | u128::from(*byte)),
    };
    Some((window >> (at % 8) & ((1 << width) - 1)) as u64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn runs_are_read_as_the_format_describes_them() {
        // The example of the format's description: 0 to 7 in three bits.
        let mut runs = Runs::new(Bytes::from_static(&[0x03, 0x88, 0xc6, 0xfa, 0x06, 5]), 3).unwrap();
        let numbers: Vec<u32> = (0..11).map(|_| runs.next().unwrap()).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 6, 7, 5, 5, 5]);
        assert!(runs.next().is_err());
        assert!(Runs::new(Bytes::new(), 33).is_err());
        let mut wide = Runs::new(Bytes::from_static(&[2, 1, 2, 3, 4]), 32).unwrap();
        assert_eq!(wide.next(), Ok(0x0403_0201));
        let mut none = Runs::new(Bytes::from_static(&[8]), 0).unwrap();
        assert_eq!(none.next(), Ok(0));
    }

    #[test]
    fn a_last_group_may_be_cut_short() {
        let mut runs = Runs::new(Bytes::from_static(&[0x03, 0x21]), 4).unwrap();
        assert_eq!((runs.next(), runs.next()), (Ok(1), Ok(2)));
        assert!(runs.next().is_err());
    }

    #[test]
    fn differences_are_read_as_the_format_describes_them() {
        // 1 to 5: differences of 1, which take no bits; in front of some other bytes.
        let bytes = [128, 1, 4, 5, 2, 2, 0, 0, 0, 0, b'a', b'b'];
        let mut numbers = Differences::new(Bytes::copy_from_slice(&bytes)).unwrap();
        assert_eq!(numbers.rest().unwrap(), Bytes::from_static(b"ab"));
        let read: Vec<i64> = (0..5).map(|_| numbers.next().unwrap()).collect();
        assert_eq!(read, [1, 2, 3, 4, 5]);
        assert!(numbers.next().is_err());
        for bad in [&[0, 1, 4, 5, 2][..], &[128, 1, 0, 5, 2], &[128, 1, 3, 5, 2], &[128, 1]] {
            assert!(Differences::new(Bytes::copy_from_slice(bad)).is_err(), "{bad:?}");
        }
        let one = Differences::new(Bytes::from_static(&[128, 1, 4, 1, 2, b'a'])).unwrap();
        assert_eq!(one.rest().unwrap(), Bytes::from_static(b"a"));
    }

    proptest! {
        #[test]
        fn any_bytes_give_numbers_or_an_error(
            bytes in proptest::collection::vec(any::<u8>(), 0..80), width in 0_u8..=40,
        ) {
            if let Ok(mut runs) = Runs::new(bytes.clone().into(), width) {
                for _ in 0..1000 {
                    let Ok(number) = runs.next() else { break };
                    prop_assert!(u64::from(number) < 1 << width);
                }
            }
            let packed = [&[128, 1, 4][..], &bytes].concat();
            if let Ok(mut numbers) = Differences::new(packed.into()) {
                let _ = numbers.rest();
                for _ in 0..1000 {
                    if numbers.next().is_err() {
                        break;
                    }
                }
            }
        }
    }
}
