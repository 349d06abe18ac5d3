//! Values as the text that a person would have typed.

use std::io::Write;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{Span, Timestamp};
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::schema::types::ColumnDescriptor;

/// As many digits as a number of 256 bits can have, and so the most that stand behind a decimal point.
const MAX_SCALE: i32 = 76;
/// The longest decimal, in bytes: 256 bits.
const MAX_DECIMAL: usize = 32;
/// The day 1970-01-01, counted as the days of INT96 are.
const JULIAN_EPOCH: i64 = 2_440_588;
const NANOSECONDS: i64 = 1_000_000_000;
const DAY: i64 = 24 * 60 * 60;

/// What the values of a column mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Text,
    Boolean,
    Integer,
    Unsigned,
    Float,
    /// A number of two bytes, IEEE 754.
    Half,
    Decimal {
        scale: usize,
        /// Whether the number is bytes with the highest first, and not INT32 or INT64.
        bytes: bool,
    },
    Date,
    Time {
        per_second: i64,
    },
    Timestamp {
        per_second: i64,
        utc: bool,
    },
    /// A moment in twelve bytes, as older engines write it.
    Int96,
    Uuid,
}

impl Meaning {
    /// What `column` means; `None` for a decimal that no number can be.
    pub(super) fn of(column: &ColumnDescriptor) -> Option<Self> {
        let logical = column.logical_type_ref();
        let converted = column.converted_type();
        let per_second = |unit: &TimeUnit| match unit {
            TimeUnit::MILLIS => 1_000,
            TimeUnit::MICROS => 1_000_000,
            TimeUnit::NANOS => NANOSECONDS,
        };
        let is_decimal =
            matches!(logical, Some(LogicalType::Decimal(_))) || converted == ConvertedType::DECIMAL;
        Some(match column.physical_type() {
            Type::BOOLEAN => Self::Boolean,
            Type::INT96 => Self::Int96,
            Type::FLOAT | Type::DOUBLE => Self::Float,
            _ if is_decimal => {
                let scale = Some(column.type_scale()).filter(|scale| *scale <= MAX_SCALE)?;
                let bytes = !matches!(column.physical_type(), Type::INT32 | Type::INT64);
                Self::Decimal { scale: usize::try_from(scale).ok()?, bytes }
            }
            Type::INT32 | Type::INT64 => match (logical, converted) {
                (Some(LogicalType::Date), _) | (None, ConvertedType::DATE) => Self::Date,
                (Some(LogicalType::Time(time)), _) => Self::Time { per_second: per_second(&time.unit) },
                (None, ConvertedType::TIME_MILLIS) => Self::Time { per_second: 1_000 },
                (None, ConvertedType::TIME_MICROS) => Self::Time { per_second: 1_000_000 },
                (Some(LogicalType::Timestamp(time)), _) => {
                    Self::Timestamp { per_second: per_second(&time.unit), utc: time.is_adjusted_to_u_t_c }
                }
                (None, ConvertedType::TIMESTAMP_MILLIS) => Self::Timestamp { per_second: 1_000, utc: true },
                (None, ConvertedType::TIMESTAMP_MICROS) => {
                    Self::Timestamp { per_second: 1_000_000, utc: true }
                }
                (Some(LogicalType::Integer(integer)), _) if !integer.is_signed => Self::Unsigned,
                (
                    None,
                    ConvertedType::UINT_8
                    | ConvertedType::UINT_16
                    | ConvertedType::UINT_32
                    | ConvertedType::UINT_64,
                ) => Self::Unsigned,
                _ => Self::Integer,
            },
            Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY => match logical {
                Some(LogicalType::Uuid) => Self::Uuid,
                Some(LogicalType::Float16) => Self::Half,
                _ => Self::Text,
            },
        })
    }

    /// Adds the text of a value, which is as PLAIN has it, to `text`. What should be text is added as it
    /// stands there: whoever has many of them looks at all together whether they are ([`super::chunk`]).
    ///
    /// # Errors
    /// When the value is not as long as a value of this meaning can be.
    pub(super) fn write(self, value: &[u8], text: &mut Vec<u8>) -> Result<(), String> {
        let length = || format!("a value of {} bytes, which no {self:?} has", value.len());
        // Writing to a vector cannot fail.
        let _ = match self {
            Self::Text => text.write_all(value),
            Self::Boolean => {
                text.write_all(if value.first().is_some_and(|byte| *byte != 0) { b"true" } else { b"false" })
            }
            Self::Integer => write!(text, "{}", integer(value).ok_or_else(length)?),
            Self::Unsigned => match value.len() {
                4 => write!(text, "{}", integer(value).ok_or_else(length)? as u32),
                _ => write!(text, "{}", integer(value).ok_or_else(length)? as u64),
            },
            Self::Float => match value.len() {
                4 => write!(text, "{}", f32::from_le_bytes(value.try_into().map_err(|_| length())?)),
                _ => write!(text, "{}", f64::from_le_bytes(value.try_into().map_err(|_| length())?)),
            },
            Self::Half => {
                write!(text, "{}", half(u16::from_le_bytes(value.try_into().map_err(|_| length())?)))
            }
            Self::Decimal { scale, bytes: false } => {
                write_decimal(&integer(value).ok_or_else(length)?.to_string(), scale, text)
            }
            Self::Decimal { .. } if value.len() > MAX_DECIMAL => return Err(length()),
            Self::Decimal { scale, bytes: true } => write_decimal(&big_integer(value), scale, text),
            Self::Date => {
                let days = integer(value).ok_or_else(length)?;
                match date(days) {
                    Some(date) => write!(text, "{date}"),
                    None => write!(text, "{days}"),
                }
            }
            Self::Time { per_second } => {
                let count = integer(value).ok_or_else(length)?;
                match time(count, per_second) {
                    Some(time) => write!(text, "{time}"),
                    None => write!(text, "{count}"),
                }
            }
            Self::Timestamp { per_second, utc } => {
                let count = integer(value).ok_or_else(length)?;
                let fraction = count.rem_euclid(per_second) * (NANOSECONDS / per_second);
                match Timestamp::new(count.div_euclid(per_second), fraction as i32).ok() {
                    Some(moment) if utc => write!(text, "{moment}"),
                    Some(moment) => write!(text, "{}", Offset::UTC.to_datetime(moment)),
                    None => write!(text, "{count}"),
                }
            }
            Self::Int96 => {
                let (nanoseconds, day) = value.split_first_chunk::<8>().ok_or_else(length)?;
                let nanoseconds = i64::from_le_bytes(*nanoseconds);
                let day = i64::from(u32::from_le_bytes(day.try_into().map_err(|_| length())?));
                match int96(day, nanoseconds) {
                    Some(moment) => write!(text, "{moment}"),
                    None => write!(text, "{day}+{nanoseconds}"),
                }
            }
            Self::Uuid => {
                let value: &[u8; 16] = value.try_into().map_err(|_| length())?;
                write_uuid(value, text)
            }
        };
        Ok(())
    }
}

fn integer(value: &[u8]) -> Option<i64> {
    let four = || value.try_into().ok().map(|bytes| i64::from(i32::from_le_bytes(bytes)));
    value.try_into().ok().map(i64::from_le_bytes).or_else(four)
}

/// The digits of a number whose bytes, in two's complement, come with the highest first.
fn big_integer(value: &[u8]) -> String {
    let negative = value.first().is_some_and(|byte| *byte >= 0x80);
    let mut bytes = value.to_vec();
    if negative {
        // The absolute value has all bits turned, and is one more.
        let mut carry = true;
        for byte in bytes.iter_mut().rev() {
            (*byte, carry) = (!*byte).overflowing_add(u8::from(carry));
        }
    }
    let mut digits = Vec::new();
    while bytes.iter().any(|byte| *byte != 0) {
        let mut rest = 0_u32;
        for byte in &mut bytes {
            let dividend = rest * 256 + u32::from(*byte);
            *byte = (dividend / 10) as u8;
            rest = dividend % 10;
        }
        digits.push(b'0' + rest as u8);
    }
    if digits.is_empty() {
        digits.push(b'0');
    }
    if negative {
        digits.push(b'-');
    }
    digits.iter().rev().map(|digit| char::from(*digit)).collect()
}

fn write_decimal(number: &str, scale: usize, text: &mut Vec<u8>) -> std::io::Result<()> {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let digits = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let point = if scale == 0 { "" } else { "." };
    write!(text, "{sign}{whole}{point}{fraction}")
}

fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from(bits >> 10 & 0x1f);
    let fraction = f32::from(bits & 0x3ff) / 1024.0;
    sign * match exponent {
        0 => fraction * 2_f32.powi(-14),
        0x1f if fraction == 0.0 => f32::INFINITY,
        0x1f => f32::NAN,
        _ => (1.0 + fraction) * 2_f32.powi(exponent - 15),
    }
}

fn date(days: i64) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(Span::new().try_days(days).ok()?).ok()
}

fn time(count: i64, per_second: i64) -> Option<Time> {
    let seconds = Some(count.div_euclid(per_second)).filter(|seconds| (0..DAY).contains(seconds))?;
    let fraction = count.rem_euclid(per_second) * (NANOSECONDS / per_second);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Time::new(hour as i8, minute as i8, second as i8, fraction as i32).ok()
}

fn int96(day: i64, nanoseconds: i64) -> Option<DateTime> {
    let seconds = (day - JULIAN_EPOCH) * DAY + nanoseconds.div_euclid(NANOSECONDS);
    let moment = Timestamp::new(seconds, nanoseconds.rem_euclid(NANOSECONDS) as i32).ok()?;
    Some(Offset::UTC.to_datetime(moment))
}

fn write_uuid(value: &[u8; 16], text: &mut Vec<u8>) -> std::io::Result<()> {
    for (place, byte) in value.iter().enumerate() {
        let hyphen = if matches!(place, 4 | 6 | 8 | 10) { "-" } else { "" };
        write!(text, "{hyphen}{byte:02x}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(meaning: Meaning, value: &[u8]) -> String {
        let mut text = Vec::new();
        assert_eq!(meaning.write(value, &mut text), Ok(()));
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn days_and_moments_are_iso_text() {
        let day = |days: i32| text(Meaning::Date, &days.to_le_bytes());
        assert_eq!(day(0), "1970-01-01");
        assert_eq!(day(-1), "1969-12-31");
        assert_eq!(day(20_768), "2026-11-11");
        assert_eq!(day(i32::MAX), i32::MAX.to_string());
        let moment =
            |per_second, utc, count: i64| text(Meaning::Timestamp { per_second, utc }, &count.to_le_bytes());
        assert_eq!(moment(1_000, true, 1_794_400_200_000), "2026-11-11T12:30:00Z");
        assert_eq!(moment(1_000_000, false, 1_794_400_200_000_001), "2026-11-11T12:30:00.000001");
        assert_eq!(moment(NANOSECONDS, false, -1), "1969-12-31T23:59:59.999999999");
        assert_eq!(moment(1_000, true, i64::MIN), i64::MIN.to_string());
        let time = |per_second, count: i64| text(Meaning::Time { per_second }, &count.to_le_bytes());
        assert_eq!(time(1_000_000, 45_000_500_000), "12:30:00.5");
        assert_eq!(time(NANOSECONDS, -1), "-1");
        assert_eq!(text(Meaning::Time { per_second: 1_000 }, &86_399_000_i32.to_le_bytes()), "23:59:59");
        let int96 = |nanoseconds: i64, day: u32| {
            text(Meaning::Int96, &[&nanoseconds.to_le_bytes()[..], &day.to_le_bytes()].concat())
        };
        assert_eq!(int96(45_000 * NANOSECONDS, 2_461_356), "2026-11-11T12:30:00");
        assert_eq!(int96(i64::MAX, u32::MAX), "4294967295+9223372036854775807");
    }

    #[test]
    fn numbers_are_as_they_are_typed() {
        assert_eq!(text(Meaning::Unsigned, &u32::MAX.to_le_bytes()), "4294967295");
        assert_eq!(text(Meaning::Unsigned, &u64::MAX.to_le_bytes()), "18446744073709551615");
        assert_eq!(text(Meaning::Integer, &(-5_i32).to_le_bytes()), "-5");
        assert_eq!(text(Meaning::Float, &0.92_f32.to_le_bytes()), "0.92");
        assert_eq!(text(Meaning::Float, &3.0_f64.to_le_bytes()), "3");
        for (bits, number) in [
            (0x3c00, "1"),
            (0xc000, "-2"),
            (0x3555, "0.33325195"),
            (1, "0.000000059604645"),
            (0x7bff, "65504"),
            (0x7c00, "inf"),
            (0x7e00, "NaN"),
        ] {
            assert_eq!(text(Meaning::Half, &u16::to_le_bytes(bits)), number);
        }
        let decimal = |scale, value: &[u8]| text(Meaning::Decimal { scale, bytes: false }, value);
        assert_eq!(decimal(2, &1250_i32.to_le_bytes()), "12.50");
        assert_eq!(decimal(3, &(-5_i64).to_le_bytes()), "-0.005");
        assert_eq!(decimal(0, &7_i32.to_le_bytes()), "7");
        let decimal = |scale, value: &[u8]| text(Meaning::Decimal { scale, bytes: true }, value);
        assert_eq!(decimal(2, &1250_i32.to_be_bytes()), "12.50");
        assert_eq!(decimal(1, &[0xff]), "-0.1");
        assert_eq!(decimal(1, &[]), "0.0");
        let widest: Vec<u8> = std::iter::once(0x80).chain([0; 31]).collect();
        let digits = "57896044618658097711785492504343953926634992332820282019728792003956564819968";
        assert_eq!(decimal(0, &widest), format!("-{digits}"));
        assert_eq!(text(Meaning::Uuid, &[0x12; 16]), "12121212-1212-1212-1212-121212121212");
    }

    #[test]
    fn a_value_of_another_length_is_an_error() {
        for meaning in [
            Meaning::Integer,
            Meaning::Unsigned,
            Meaning::Float,
            Meaning::Half,
            Meaning::Date,
            Meaning::Time { per_second: 1_000 },
            Meaning::Timestamp { per_second: 1_000, utc: true },
            Meaning::Int96,
            Meaning::Uuid,
        ] {
            for value in [&[0_u8; 33][..], &[0; 5], &[]] {
                assert!(meaning.write(value, &mut Vec::new()).is_err(), "{meaning:?}");
            }
        }
        assert!(Meaning::Decimal { scale: 0, bytes: true }.write(&[0; 33], &mut Vec::new()).is_err());
    }

    proptest! {
        #[test]
        fn long_decimals_are_like_short_ones(number: i128, scale in 0_usize..30) {
            let bytes = number.to_be_bytes();
            prop_assert_eq!(big_integer(&bytes), number.to_string());
            let longer = [[if number < 0 { 0xff } else { 0 }; 16], bytes].concat();
            prop_assert_eq!(big_integer(&longer), number.to_string());
            let written = text(Meaning::Decimal { scale, bytes: true }, &bytes);
            prop_assert_eq!(written.replace('.', "").parse::<i128>().unwrap(), number);
            let places = written.split_once('.').map_or(0, |(_, fraction)| fraction.len());
            prop_assert_eq!(places, scale);
        }
    }
}
