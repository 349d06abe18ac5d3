//! Long lists of numbers, written as the bytes that they are.
//!
//! What a matcher has learned is some ten million numbers in a few lists. Written one by one they would take a tenth
//! of a second to read; as one run of little-endian bytes each list is read as fast as memory is copied. For
//! `#[serde(with = "flat")]` on a list of anything [`Flat`].

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};
use serde::ser::Serializer;

use crate::text::Part;

/// A value of a fixed number of bytes.
pub(crate) trait Flat: Copy {
    /// How many.
    const SIZE: usize;
    /// Append the bytes.
    fn put(self, bytes: &mut Vec<u8>);
    /// The value of [`Self::SIZE`] bytes; `None` if there is none.
    fn take(bytes: &[u8]) -> Option<Self>;
}

macro_rules! flat_number {
    ($($number:ty),*) => {$(
        impl Flat for $number {
            const SIZE: usize = size_of::<$number>();

            fn put(self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_le_bytes());
            }

            fn take(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(<$number>::from_le_bytes)
            }
        }
    )*};
}

flat_number!(u8, u16, u32, u64, f32);

/// By its place among all kinds.
impl Flat for Part {
    const SIZE: usize = 1;

    fn put(self, bytes: &mut Vec<u8>) {
        (self as u8).put(bytes);
    }

    fn take(bytes: &[u8]) -> Option<Self> {
        Self::ALL.get(usize::from(u8::take(bytes)?)).copied()
    }
}

impl<One: Flat, Other: Flat> Flat for (One, Other) {
    const SIZE: usize = One::SIZE + Other::SIZE;

    fn put(self, bytes: &mut Vec<u8>) {
        self.0.put(bytes);
        self.1.put(bytes);
    }

    fn take(bytes: &[u8]) -> Option<Self> {
        let (one, other) = bytes.split_at_checked(One::SIZE)?;
        Some((One::take(one)?, Other::take(other)?))
    }
}

/// Write a list.
pub(crate) fn serialize<T: Flat, S: Serializer>(list: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    let mut bytes = Vec::with_capacity(list.len() * T::SIZE);
    for value in list {
        value.put(&mut bytes);
    }
    serializer.serialize_bytes(&bytes)
}

/// Read a list.
pub(crate) fn deserialize<'de, T: Flat, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_bytes(Bytes(PhantomData))
}

struct Bytes<T>(PhantomData<T>);

impl<T: Flat> Visitor<'_> for Bytes<T> {
    type Value = Vec<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "bytes, {} for each value", T::SIZE)
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<T>, E> {
        if !bytes.len().is_multiple_of(T::SIZE) {
            return Err(E::invalid_length(bytes.len(), &self));
        }
        let mut list = Vec::with_capacity(bytes.len() / T::SIZE);
        for value in bytes.chunks_exact(T::SIZE) {
            list.push(T::take(value).ok_or_else(|| E::custom("a value out of range"))?);
        }
        Ok(list)
    }
}

impl<T: Flat> Flat for [T; 2] {
    const SIZE: usize = 2 * T::SIZE;

    fn put(self, bytes: &mut Vec<u8>) {
        self[0].put(bytes);
        self[1].put(bytes);
    }

    fn take(bytes: &[u8]) -> Option<Self> {
        let (one, other) = <(T, T)>::take(bytes)?;
        Some([one, other])
    }
}

#[cfg(test)]
mod tests {
    use super::{Flat, Part};
    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Lists {
        #[serde(with = "super")]
        numbers: Vec<u64>,
        #[serde(with = "super")]
        pairs: Vec<(u32, f32)>,
    }

    proptest! {
        #[test]
        fn lists_are_read_as_written(
            numbers in prop::collection::vec(any::<u64>(), 0..20),
            pairs in prop::collection::vec((any::<u32>(), -1.0..1.0_f32), 0..20),
        ) {
            let lists = Lists { numbers, pairs };
            let bytes = postcard::to_allocvec(&lists).expect("memory");
            prop_assert_eq!(postcard::from_bytes::<Lists>(&bytes).expect("lists"), lists);
        }
    }

    #[test]
    fn a_kind_of_piece_is_its_place() {
        for part in Part::ALL {
            let mut bytes = Vec::new();
            part.put(&mut bytes);
            assert_eq!(Part::take(&bytes), Some(part));
        }
        assert_eq!(Part::take(&[12]), None);
    }

    #[test]
    fn a_list_that_ends_within_a_value_is_refused() {
        #[derive(Debug, Deserialize)]
        struct List {
            #[serde(with = "super")]
            _numbers: Vec<u32>,
        }
        assert!(postcard::from_bytes::<List>(&[3, 1, 2, 3]).is_err());
    }
}
