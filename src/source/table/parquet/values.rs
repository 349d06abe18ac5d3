//! The values of a page, in each of the encodings that the format has for them.

use std::ops::Range;

use bytes::Bytes;
use parquet::basic::{Encoding, Type};

use super::bits::{Differences, Runs};

pub(super) fn too_early() -> String {
    "a page ends too early".to_owned()
}

pub(super) fn unknown(encoding: Encoding) -> String {
    format!("its encoding {encoding} cannot be read")
}

/// A part of a page; [`Bytes::slice`] wants to be sure.
pub(super) fn slice(bytes: &Bytes, start: usize, length: usize) -> Result<Bytes, String> {
    let end = start.checked_add(length).filter(|end| *end <= bytes.len()).ok_or_else(too_early)?;
    Ok(bytes.slice(start..end))
}

/// The values that other pages give by number.
pub(super) struct Dictionary {
    bytes: Bytes,
    /// How long each is; 0 where they differ.
    width: usize,
    /// Where each is, if they differ in length.
    places: Vec<Range<u32>>,
}

impl Dictionary {
    pub(super) fn new(bytes: Bytes, count: u32, physical: Type, width: usize) -> Result<Self, String> {
        if physical == Type::BOOLEAN {
            return Err("a dictionary of yes and no".to_owned());
        }
        let mut places = Vec::new();
        if width == 0 {
            let mut at = 0;
            for _ in 0..count {
                let place = next_text(&bytes, &mut at)?;
                places.push(place.start as u32..place.end as u32);
            }
        }
        Ok(Self { bytes, width, places })
    }

    fn get(&self, index: usize) -> Option<&[u8]> {
        let place = match self.width {
            0 => self.places.get(index).map(|place| place.start as usize..place.end as usize)?,
            width => index.checked_mul(width)?..(index + 1).checked_mul(width)?,
        };
        self.bytes.get(place)
    }
}

/// Where the text is whose length stands at `at`.
fn next_text(bytes: &[u8], at: &mut usize) -> Result<Range<usize>, String> {
    let length = bytes.get(*at..).and_then(<[u8]>::first_chunk).ok_or_else(too_early)?;
    let start = *at + 4;
    let end = start.checked_add(u32::from_le_bytes(*length) as usize).filter(|end| *end <= bytes.len());
    *at = end.ok_or_else(too_early)?;
    Ok(start..*at)
}

/// The values of a page that are not null, each as PLAIN has it.
pub(super) enum Values {
    None,
    /// One after the other; those that differ in length (0) with it in front.
    Plain {
        bytes: Bytes,
        width: usize,
        at: usize,
    },
    /// Yes and no, a bit each.
    Bits {
        bytes: Bytes,
        at: usize,
    },
    Flags(Runs),
    Dictionary(Runs),
    Differences {
        numbers: Differences,
        width: usize,
        value: [u8; 8],
    },
    /// All lengths, then all texts.
    Lengths {
        lengths: Differences,
        bytes: Bytes,
        at: usize,
    },
    /// What each text has in common with the one before, and what it has not.
    Prefixes {
        prefixes: Differences,
        lengths: Differences,
        bytes: Bytes,
        at: usize,
        value: Vec<u8>,
    },
    /// The first byte of each, then the second of each, and so on.
    Split {
        bytes: Bytes,
        count: usize,
        width: usize,
        at: usize,
        value: Vec<u8>,
    },
}

impl Values {
    pub(super) fn new(
        bytes: Bytes,
        encoding: Encoding,
        physical: Type,
        width: usize,
    ) -> Result<Self, String> {
        Ok(match (encoding, physical) {
            (Encoding::PLAIN, Type::BOOLEAN) => Self::Bits { bytes, at: 0 },
            (Encoding::PLAIN, _) => Self::Plain { bytes, width, at: 0 },
            (Encoding::RLE, Type::BOOLEAN) => {
                let length = bytes.first_chunk().ok_or_else(too_early)?;
                Self::Flags(Runs::new(slice(&bytes, 4, u32::from_le_bytes(*length) as usize)?, 1)?)
            }
            (Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY, _) => match bytes.first() {
                Some(width) => Self::Dictionary(Runs::new(bytes.slice(1..), *width)?),
                // A page of nulls may have nothing at all.
                None => Self::None,
            },
            // A page of nulls again.
            (
                Encoding::DELTA_BINARY_PACKED
                | Encoding::DELTA_LENGTH_BYTE_ARRAY
                | Encoding::DELTA_BYTE_ARRAY,
                _,
            ) if bytes.is_empty() => Self::None,
            (Encoding::DELTA_BINARY_PACKED, Type::INT32 | Type::INT64) => {
                Self::Differences { numbers: Differences::new(bytes)?, width, value: [0; 8] }
            }
            (Encoding::DELTA_LENGTH_BYTE_ARRAY, Type::BYTE_ARRAY) => {
                let lengths = Differences::new(bytes)?;
                Self::Lengths { bytes: lengths.rest()?, lengths, at: 0 }
            }
            (Encoding::DELTA_BYTE_ARRAY, Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY) => {
                let prefixes = Differences::new(bytes)?;
                let lengths = Differences::new(prefixes.rest()?)?;
                Self::Prefixes { bytes: lengths.rest()?, prefixes, lengths, at: 0, value: Vec::new() }
            }
            (
                Encoding::BYTE_STREAM_SPLIT,
                Type::INT32 | Type::INT64 | Type::FLOAT | Type::DOUBLE | Type::FIXED_LEN_BYTE_ARRAY,
            ) => Self::Split { count: bytes.len() / width, bytes, at: 0, value: Vec::new(), width },
            _ => return Err(unknown(encoding)),
        })
    }

    /// The next value, as PLAIN has it.
    ///
    /// # Errors
    /// When there is none, or it is not where it should be.
    pub(super) fn next<'a>(&'a mut self, dictionary: Option<&'a Dictionary>) -> Result<&'a [u8], String> {
        match self {
            Self::None => Err(too_early()),
            Self::Plain { bytes, width: 0, at } => {
                let place = next_text(bytes, at)?;
                Ok(&bytes[place])
            }
            Self::Plain { bytes, width, at } => {
                let value = bytes.get(*at..*at + *width).ok_or_else(too_early)?;
                *at += *width;
                Ok(value)
            }
            Self::Bits { bytes, at } => {
                let byte = bytes.get(*at / 8).ok_or_else(too_early)?;
                let flag = byte >> (*at % 8) & 1;
                *at += 1;
                Ok(flag_value(flag == 1))
            }
            Self::Flags(runs) => Ok(flag_value(runs.next()? == 1)),
            Self::Dictionary(runs) => {
                let dictionary = dictionary.ok_or("a page needs a dictionary, and there is none")?;
                let index = runs.next()? as usize;
                dictionary.get(index).ok_or_else(|| format!("the dictionary has no value {index}"))
            }
            Self::Differences { numbers, width, value } => {
                *value = numbers.next()?.to_le_bytes();
                // The lower half of a number is the same number in half the width, modulo that width.
                value.get(..*width).ok_or_else(too_early)
            }
            Self::Lengths { lengths, bytes, at } => next_part(lengths, bytes, at),
            Self::Prefixes { prefixes, lengths, bytes, at, value } => {
                let shared = usize::try_from(prefixes.next()? as i32).ok();
                let shared = shared.filter(|shared| *shared <= value.len());
                value.truncate(shared.ok_or("a text has more in common with the one before than that has")?);
                value.extend_from_slice(next_part(lengths, bytes, at)?);
                Ok(value)
            }
            Self::Split { bytes, count, width, at, value } => {
                if at >= count {
                    return Err(too_early());
                }
                value.clear();
                value.extend((0..*width).map(|place| bytes[place * *count + *at]));
                *at += 1;
                Ok(value)
            }
        }
    }
}

fn flag_value(flag: bool) -> &'static [u8] {
    if flag { &[1] } else { &[0] }
}

/// The next of the texts that stand in `bytes` without anything between them. Lengths are INT32.
fn next_part<'a>(lengths: &mut Differences, bytes: &'a [u8], at: &mut usize) -> Result<&'a [u8], String> {
    let length = usize::try_from(lengths.next()? as i32).map_err(|_| "a text is shorter than nothing")?;
    let end = at.checked_add(length).ok_or_else(too_early)?;
    let part = bytes.get(*at..end).ok_or_else(too_early)?;
    *at = end;
    Ok(part)
}
