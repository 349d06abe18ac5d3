//! Just enough of Thrift's compact protocol to measure a footer or a page's header before it is believed.
//!
//! The library that reads them reserves memory for as many columns as a schema says it has, goes one call
//! deeper for each of its levels, and makes room for as large a page as a header says it is. A damaged file
//! says anything, so what it says is held here against what is there.

use super::bits::{Reader, decode_sign};

const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const I16: u8 = 4;
const I32: u8 = 5;
const I64: u8 = 6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const STRUCT: u8 = 12;
const UUID: u8 = 13;

/// What Thrift values may be nested in.
const MAX_NESTING: u8 = 32;
/// How many groups of columns may stand in each other.
const MAX_DEPTH: usize = 64;

/// Whether a footer is well formed, with a schema that has the columns it says and no endless depth.
pub(super) fn is_sound_footer(bytes: &[u8]) -> bool {
    let mut walk = Walk { reader: Reader { bytes, at: 0 } };
    let kinds = [I32, LIST, I64, LIST, LIST, BINARY, LIST];
    walk.structure(MAX_NESTING, |walk, id, kind| match id {
        2 if kind == LIST => walk.schema(),
        _ => walk.typed(&kinds, id, kind),
    })
    .is_some()
}

/// The size that a page will have when it is unpacked, out of the header at the start of `bytes`; `None`
/// when the header is damaged, or does not end there.
pub(super) fn unpacked_size(bytes: &[u8]) -> Option<u64> {
    const DATA: [u8; 5] = [I32, I32, I32, I32, STRUCT];
    const DICTIONARY: [u8; 3] = [I32, I32, TRUE];
    const DATA_V2: [u8; 8] = [I32, I32, I32, I32, I32, I32, TRUE, STRUCT];
    let mut walk = Walk { reader: Reader { bytes, at: 0 } };
    let mut largest = None;
    walk.structure(MAX_NESTING, |walk, id, kind| {
        let inside: &[u8] = match (id, kind) {
            (2, I32) => {
                let size = u64::try_from(walk.signed()?).ok()?;
                // A field that comes twice counts as its last; this way neither can be too large.
                largest = largest.max(Some(size));
                return Some(());
            }
            (5, STRUCT) => &DATA,
            (6, STRUCT) => &[],
            (7, STRUCT) => &DICTIONARY,
            (8, STRUCT) => &DATA_V2,
            _ => return walk.typed(&[I32, I32, I32, I32, STRUCT, STRUCT, STRUCT, STRUCT], id, kind),
        };
        walk.structure(MAX_NESTING, |walk, id, kind| walk.typed(inside, id, kind))
    })?;
    largest
}

/// Goes through values and tells nothing about them; `None` anywhere means that they are damaged.
struct Walk<'a> {
    reader: Reader<'a>,
}

impl Walk<'_> {
    fn take(&mut self, length: u64) -> Option<()> {
        self.reader.take(usize::try_from(length).ok()?).map(drop)
    }

    fn signed(&mut self) -> Option<i64> {
        self.reader.number().map(decode_sign)
    }

    /// Calls `field` with the number and kind of each field; it must go past the field's value.
    fn structure(
        &mut self,
        nesting: u8,
        mut field: impl FnMut(&mut Self, i16, u8) -> Option<()>,
    ) -> Option<()> {
        nesting.checked_sub(1)?;
        let mut id = 0_i16;
        loop {
            let byte = self.reader.byte()?;
            let (step, kind) = (byte >> 4, byte & 0x0f);
            if kind == 0 {
                return Some(());
            }
            id = match step {
                0 => i16::try_from(self.signed()?).ok()?,
                step => id.checked_add(i16::from(step))?,
            };
            field(self, id, kind)?;
        }
    }

    /// Goes past a field that must be of its kind, if it is one that is known: the library reads such a
    /// field as what it should be, whatever the file says it is.
    fn typed(&mut self, kinds: &[u8], id: i16, kind: u8) -> Option<()> {
        let known = usize::try_from(id).ok().and_then(|id| kinds.get(id.checked_sub(1)?));
        let fits = known.is_none_or(|known| *known == kind || (*known, kind) == (TRUE, FALSE));
        fits.then(|| self.skip(kind, MAX_NESTING))?
    }

    fn skip(&mut self, kind: u8, nesting: u8) -> Option<()> {
        let nesting = nesting.checked_sub(1)?;
        match kind {
            TRUE | FALSE => Some(()),
            BYTE => self.take(1),
            I16 | I32 | I64 => self.reader.number().map(drop),
            DOUBLE => self.take(8),
            BINARY => {
                let length = self.reader.number()?;
                self.take(length)
            }
            UUID => self.take(16),
            LIST | SET => {
                let (kind, length) = self.list()?;
                // Lists of booleans have no place here, and not everybody agrees how long they are.
                (!matches!(kind, TRUE | FALSE) || length == 0).then_some(())?;
                (0..length).try_for_each(|_| self.skip(kind, nesting))
            }
            STRUCT => self.structure(nesting, |walk, _, kind| walk.skip(kind, nesting)),
            // Maps are used nowhere in the format.
            _ => None,
        }
    }

    /// The kind of a list's items and how many there are: no more than could be there.
    fn list(&mut self) -> Option<(u8, u64)> {
        let byte = self.reader.byte()?;
        let length = match byte >> 4 {
            15 => self.reader.number()?,
            short => u64::from(short),
        };
        (length <= (self.reader.bytes.len() - self.reader.at) as u64).then_some((byte & 0x0f, length))
    }

    /// Goes through a schema: a tree written as a list, each group with the number of its children.
    fn schema(&mut self) -> Option<()> {
        const KINDS: [u8; 9] = [I32, I32, I32, BINARY, I32, I32, I32, I32, I32];
        let (kind, length) = self.list()?;
        (kind == STRUCT).then_some(())?;
        // How many children are still to come, for each group that is open.
        let mut open: Vec<u64> = Vec::new();
        for place in 0..length {
            let mut children = 0;
            self.structure(MAX_NESTING, |walk, id, kind| match (id, kind) {
                (5, I32) => {
                    children = children.max(u64::try_from(walk.signed()?).ok()?);
                    Some(())
                }
                (10, STRUCT) => walk.logical_type(),
                _ => walk.typed(&KINDS, id, kind),
            })?;
            if let Some(left) = open.last_mut() {
                *left -= 1;
            }
            if children > 0 {
                (children < length - place && open.len() < MAX_DEPTH).then_some(())?;
                open.push(children);
            }
            while open.last() == Some(&0) {
                open.pop();
            }
        }
        Some(())
    }

    fn logical_type(&mut self) -> Option<()> {
        self.structure(MAX_NESTING, |walk, id, kind| {
            let kinds: &[u8] = match id {
                5 => &[I32, I32],
                7 | 8 => &[TRUE, STRUCT],
                10 => &[BYTE, TRUE],
                16 => &[BYTE],
                17 => &[BINARY],
                18 => &[BINARY, I32],
                _ => &[],
            };
            (kind == STRUCT).then_some(())?;
            walk.structure(MAX_NESTING, |walk, id, kind| walk.typed(kinds, id, kind))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_page_is_found_in_a_whole_header_alone() {
        // A data page of 7 bytes, packed in 5, with one value in PLAIN.
        let header = [0x15, 0, 0x15, 14, 0x15, 10, 0x2c, 0x15, 2, 0x15, 0, 0x15, 6, 0x15, 6, 0, 0];
        assert_eq!(unpacked_size(&header), Some(7));
        for end in 0..header.len() {
            assert_eq!(unpacked_size(&header[..end]), None, "{end}");
        }
        // Below zero, and of another kind than it should be.
        assert_eq!(unpacked_size(&[0x25, 13, 0]), None);
        assert_eq!(unpacked_size(&[0x28, 1, 0, 0]), None);
        assert_eq!(
            unpacked_size(&[0x25, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0]),
            None
        );
    }

    /// A footer whose schema has these numbers of children.
    fn footer(children: &[u64]) -> Vec<u8> {
        let mut bytes = vec![0x29, 0xfc];
        let number = |bytes: &mut Vec<u8>, mut number: u64| {
            while number > 0x7f {
                bytes.push(number as u8 | 0x80);
                number >>= 7;
            }
            bytes.push(number as u8);
        };
        number(&mut bytes, children.len() as u64);
        for count in children {
            bytes.extend([0x48, 1, b'a']);
            if *count > 0 {
                bytes.push(0x15);
                number(&mut bytes, count * 2);
            }
            bytes.push(0);
        }
        bytes.push(0);
        bytes
    }

    #[test]
    fn a_schema_must_have_the_columns_it_says_and_an_end_of_depth() {
        assert!(is_sound_footer(&footer(&[2, 0, 1, 0])));
        assert!(is_sound_footer(&footer(&[0])));
        assert!(!is_sound_footer(&footer(&[2, 0])));
        assert!(!is_sound_footer(&footer(&[1 << 30, 0])));
        let mut deep = vec![1; MAX_DEPTH];
        deep.push(0);
        assert!(is_sound_footer(&footer(&deep)));
        deep.insert(0, 1);
        assert!(!is_sound_footer(&footer(&deep)));
        let mut bytes = footer(&[2, 0, 0]);
        bytes.pop();
        assert!(!is_sound_footer(&bytes));
        assert!(!is_sound_footer(&[0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x0f]));
    }

    #[test]
    fn nesting_has_an_end() {
        for kind in [0x1c, 0x19] {
            assert!(!is_sound_footer(&vec![kind; 100_000]));
            assert_eq!(unpacked_size(&vec![kind; 100_000]), None);
        }
    }
}
