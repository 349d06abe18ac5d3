use std::io::Cursor;
use std::sync::Arc;

use parquet::basic::{Compression, Encoding, GzipLevel, ZstdLevel};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray, FixedLenByteArrayType,
    FloatType, Int32Type, Int64Type, Int96, Int96Type,
};
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder, WriterVersion};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;

use super::super::testing::rows_and_error;
use super::super::{Format, MAX_ROW, RowFault, Table, TableOptions};
use super::*;

mod hostile;

type Group<'a> = SerializedRowGroupWriter<'a, Vec<u8>>;

/// A file of so many row groups, each written by `fill`, which gets its number.
fn file(
    schema: &str,
    properties: WriterPropertiesBuilder,
    groups: usize,
    fill: impl Fn(usize, &mut Group<'_>),
) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(&format!("message table {{ {schema} }}")).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties.build())).unwrap();
    for group in 0..groups {
        let mut row_group = writer.next_row_group().unwrap();
        fill(group, &mut row_group);
        row_group.close().unwrap();
    }
    writer.into_inner().unwrap()
}

/// Writes the next column. With `levels`, 1 stands for a value and 0 for null.
fn column<T: DataType>(group: &mut Group<'_>, values: &[T::T], levels: Option<&[i16]>) {
    let mut writer = group.next_column().unwrap().unwrap();
    writer.typed::<T>().write_batch(values, levels, None).unwrap();
    writer.close().unwrap();
}

fn texts(texts: &[&str]) -> Vec<ByteArray> {
    texts.iter().map(|text| ByteArray::from(*text)).collect()
}

fn fixed(bytes: &[&[u8]]) -> Vec<FixedLenByteArray> {
    bytes.iter().map(|bytes| FixedLenByteArray::from(bytes.to_vec())).collect()
}

fn open(bytes: Vec<u8>) -> Result<Table, TableError> {
    Table::from_reader("t.parquet", Cursor::new(bytes), &TableOptions::default())
}

fn rows(bytes: Vec<u8>) -> Vec<Vec<String>> {
    let (rows, error) = rows_and_error(&mut open(bytes).unwrap());
    assert_eq!(error, None);
    rows.into_iter().map(|(_, cells)| cells).collect()
}

fn plain() -> WriterPropertiesBuilder {
    WriterProperties::builder()
}

/// Two columns of text, `rows` rows a group; the second is null in every third row.
fn transcript(properties: WriterPropertiesBuilder, groups: usize, rows: usize) -> Vec<u8> {
    let schema = "required binary 问题 (STRING); optional binary 标准问 (STRING);";
    file(schema, properties, groups, |group, writer| {
        let questions: Vec<ByteArray> =
            (0..rows).map(|row| ByteArray::from(format!("第{group}组第{row}问😀").as_str())).collect();
        column::<ByteArrayType>(writer, &questions, None);
        let levels: Vec<i16> = (0..rows).map(|row| i16::from(row % 3 != 2)).collect();
        let labels = vec![ByteArray::from("ship"); levels.iter().filter(|level| **level == 1).count()];
        column::<ByteArrayType>(writer, &labels, Some(&levels));
    })
}

fn transcript_rows(groups: usize, rows: usize) -> Vec<(u64, Vec<String>)> {
    (0..groups * rows)
        .map(|at| {
            let row = at % rows;
            let label = if row % 3 == 2 { "" } else { "ship" };
            (at as u64 + 1, vec![format!("第{}组第{row}问😀", at / rows), label.to_owned()])
        })
        .collect()
}

const EVERY_TYPE: &str = "
    required binary text (STRING); optional binary none; required binary kind (ENUM); required binary json (JSON);
    required fixed_len_byte_array(2) code; required boolean flag;
    required int32 small; required int64 large; required int32 u32 (INTEGER(32, false));
    required int64 u64 (UINT_64); required int32 tiny (INTEGER(8, true));
    required float single; required double score;
    required int32 day (DATE); required int64 millis (TIMESTAMP(MILLIS, true));
    required int64 micros (TIMESTAMP(MICROS, false)); required int64 nanos (TIMESTAMP(NANOS, true));
    required int64 old (TIMESTAMP_MILLIS); required int96 older;
    required int32 price (DECIMAL(9, 2)); required int64 sum (DECIMAL(18, 3));
    required binary big (DECIMAL(38, 4)); required fixed_len_byte_array(4) rate (DECIMAL(9, 1));
    required int32 time (TIME(MILLIS, true)); required fixed_len_byte_array(16) id (UUID);
    required fixed_len_byte_array(2) half (FLOAT16);";

const EVERY_VALUE: [&str; 26] = [
    "什么时候发货😀",
    "",
    "咨询",
    "{\"a\":1}",
    "AB",
    "true",
    "-5",
    "9000000000",
    "4000000000",
    "18446744073709551615",
    "-8",
    "0.1",
    "0.92",
    "2026-11-11",
    "2026-11-11T12:30:00.5Z",
    "2026-11-11T12:30:00",
    "1969-12-31T23:59:59.999999999Z",
    "1970-01-01T00:00:00Z",
    "2026-11-11T12:30:00",
    "12.50",
    "-0.005",
    "-12345678901234567890.1234",
    "-6.5",
    "12:30:00",
    "00112233-4455-6677-8899-aabbccddeeff",
    "1.5",
];

/// A file with a column of every type, so many rows with the same values.
fn every_type(properties: WriterPropertiesBuilder, count: usize) -> Vec<u8> {
    fn same<T: Clone>(count: usize, value: T) -> Vec<T> {
        vec![value; count]
    }
    let noon = 1_794_400_200_000_i64;
    file(EVERY_TYPE, properties, 1, |_, group| {
        let text = |group: &mut Group<'_>, text: &str| {
            column::<ByteArrayType>(group, &same(count, ByteArray::from(text)), None);
        };
        let short = |group: &mut Group<'_>, number| column::<Int32Type>(group, &same(count, number), None);
        let long = |group: &mut Group<'_>, number| column::<Int64Type>(group, &same(count, number), None);
        let bytes = |group: &mut Group<'_>, value: &[u8]| {
            column::<FixedLenByteArrayType>(group, &same(count, fixed(&[value])[0].clone()), None);
        };
        text(group, "什么时候发货😀");
        column::<ByteArrayType>(group, &[], Some(&same(count, 0)));
        text(group, "咨询");
        text(group, "{\"a\":1}");
        bytes(group, b"AB");
        column::<BoolType>(group, &same(count, true), None);
        short(group, -5);
        long(group, 9_000_000_000);
        short(group, 4_000_000_000_u32.cast_signed());
        long(group, -1);
        short(group, -8);
        column::<FloatType>(group, &same(count, 0.1), None);
        column::<DoubleType>(group, &same(count, 0.92), None);
        short(group, 20_768);
        long(group, noon + 500);
        long(group, noon * 1_000);
        long(group, -1);
        long(group, 0);
        let mut moment = Int96::new();
        let nanoseconds = 45_000_000_000_000_u64;
        moment.set_data(nanoseconds as u32, (nanoseconds >> 32) as u32, 2_461_356);
        column::<Int96Type>(group, &same(count, moment), None);
        short(group, 1250);
        long(group, -5);
        let big = (-123_456_789_012_345_678_901_234_i128).to_be_bytes();
        column::<ByteArrayType>(group, &same(count, ByteArray::from(big.to_vec())), None);
        bytes(group, &(-65_i32).to_be_bytes());
        short(group, 45_000_000);
        bytes(
            group,
            &[0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff],
        );
        bytes(group, &0x3e00_u16.to_le_bytes());
    })
}

fn codecs() -> [Compression; 6] {
    [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::ZSTD(ZstdLevel::default()),
        Compression::LZ4,
        Compression::LZ4_RAW,
    ]
}

#[test]
fn every_type_in_every_codec_is_text_as_people_type_it() {
    for codec in codecs() {
        for (dictionary, version) in [(true, WriterVersion::PARQUET_1_0), (false, WriterVersion::PARQUET_2_0)]
        {
            let properties =
                plain().set_compression(codec).set_dictionary_enabled(dictionary).set_writer_version(version);
            let mut table = open(every_type(properties, 3)).unwrap();
            assert_eq!((table.format(), table.encoding(), table.replaced()), (Format::Parquet, None, 0));
            assert_eq!(table.columns().len(), EVERY_VALUE.len());
            assert_eq!(table.columns()[..3], ["text", "none", "kind"]);
            let (rows, error) = rows_and_error(&mut table);
            assert_eq!(error, None);
            assert_eq!(rows.len(), 3);
            for (line, cells) in rows {
                assert_eq!(cells, EVERY_VALUE, "line {line}, {codec:?}, dictionary: {dictionary}");
            }
        }
    }
}

/// Values that differ, of every type that an encoding can have, come back as they were written.
#[test]
fn every_encoding_gives_what_was_written() {
    let count = 3000_i64;
    let number = |at: i64| (at * 7919 % 1000 - 500) * if at % 50 == 0 { 1_000_003 } else { 1 };
    let levels: Vec<i16> = (0..count).map(|at| i16::from(at % 7 != 3)).collect();
    let present: Vec<i64> = (0..count).filter(|at| at % 7 != 3).collect();
    let text = |at: i64| format!("共同的开头 {} 不同的结尾 {}", at / 100, "啊".repeat(at as usize % 5));
    let schema =
        "optional int32 a; optional int64 b; optional double c; optional float d; optional boolean e;
        optional binary f (STRING); optional fixed_len_byte_array(9) g;";
    let write = |properties: WriterPropertiesBuilder| {
        file(
            schema,
            properties.set_data_page_row_count_limit(700).set_write_batch_size(100),
            2,
            |_, group| {
                let levels = Some(&levels[..]);
                let of = |make: &dyn Fn(i64) -> i64| present.iter().map(|at| make(*at)).collect::<Vec<i64>>();
                let numbers = of(&number);
                column::<Int32Type>(
                    group,
                    &numbers.iter().map(|number| *number as i32).collect::<Vec<_>>(),
                    levels,
                );
                column::<Int64Type>(group, &numbers, levels);
                column::<DoubleType>(
                    group,
                    &numbers.iter().map(|number| *number as f64 / 8.0).collect::<Vec<_>>(),
                    levels,
                );
                column::<FloatType>(
                    group,
                    &numbers.iter().map(|number| *number as f32 / 4.0).collect::<Vec<_>>(),
                    levels,
                );
                column::<BoolType>(
                    group,
                    &numbers.iter().map(|number| number % 3 == 0).collect::<Vec<_>>(),
                    levels,
                );
                let texts: Vec<ByteArray> =
                    present.iter().map(|at| ByteArray::from(text(*at).as_str())).collect();
                column::<ByteArrayType>(group, &texts, levels);
                let codes: Vec<_> = present.iter().map(|at| format!("c{at:08}").into_bytes()).collect();
                column::<FixedLenByteArrayType>(
                    group,
                    &fixed(&codes.iter().map(Vec::as_slice).collect::<Vec<_>>()),
                    levels,
                );
            },
        )
    };
    let expected: Vec<Vec<String>> = (0..2 * count)
        .map(|at| at % count)
        .filter(|at| at % 7 != 3)
        .map(|at| {
            let number = number(at);
            let (double, single) = (number as f64 / 8.0, number as f32 / 4.0);
            vec![
                (number as i32).to_string(),
                number.to_string(),
                double.to_string(),
                single.to_string(),
                (number % 3 == 0).to_string(),
                text(at),
                format!("c{at:08}"),
            ]
        })
        .collect();
    let set = |pairs: &[(&str, Encoding)]| {
        let properties = plain().set_dictionary_enabled(false);
        pairs.iter().fold(properties, |properties, (name, encoding)| {
            properties.set_column_encoding((*name).into(), *encoding)
        })
    };
    let delta = [
        ("a", Encoding::DELTA_BINARY_PACKED),
        ("b", Encoding::DELTA_BINARY_PACKED),
        ("e", Encoding::RLE),
        ("f", Encoding::DELTA_LENGTH_BYTE_ARRAY),
        ("g", Encoding::DELTA_BYTE_ARRAY),
    ];
    let split = [
        ("a", Encoding::BYTE_STREAM_SPLIT),
        ("b", Encoding::BYTE_STREAM_SPLIT),
        ("c", Encoding::BYTE_STREAM_SPLIT),
        ("d", Encoding::BYTE_STREAM_SPLIT),
        ("f", Encoding::DELTA_BYTE_ARRAY),
        ("g", Encoding::BYTE_STREAM_SPLIT),
    ];
    for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
        for properties in [plain(), plain().set_dictionary_enabled(false), set(&delta), set(&split)] {
            let bytes = write(properties.set_writer_version(version));
            assert!(rows(bytes) == expected, "{version:?}");
        }
    }
}

#[test]
fn rows_come_in_order_on_any_number_of_threads() {
    let bytes = transcript(plain(), 23, 5);
    for threads in [1, 4, 40] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut table = open(bytes.clone()).unwrap();
            assert_eq!(rows_and_error(&mut table), (transcript_rows(23, 5), None), "{threads} threads");
            assert_eq!(rows_and_error(&mut table), (Vec::new(), None), "the end stays the end");
        });
    }
}

#[test]
fn long_row_groups_come_in_several_chunks() {
    let bytes = transcript(plain(), 3, 20_000);
    assert_eq!(rows_and_error(&mut open(bytes.clone()).unwrap()), (transcript_rows(3, 20_000), None));
    // Left early, the table ends its threads; this returns.
    let mut table = open(bytes).unwrap();
    assert!(matches!(table.read(&mut Record::new()), Ok(Next::Row)));
    drop(table);
}

#[test]
fn only_columns_that_are_kept_are_decoded() {
    let schema =
        "required binary q (STRING); required binary junk (STRING); required int32 n; required binary e;";
    let mut bytes = file(schema, plain().set_dictionary_enabled(false), 1, |_, group| {
        for text in ["问", "杂杂杂"] {
            column::<ByteArrayType>(group, &texts(&[text, text, ""]), None);
        }
        column::<Int32Type>(group, &[1, 2, 3], None);
        column::<ByteArrayType>(group, &texts(&["a", "b", ""]), None);
    });
    // The length of a text in the second column now goes beyond its page.
    let at = bytes.windows(9).position(|window| window == "杂杂杂".as_bytes()).unwrap();
    bytes[at - 4..at].copy_from_slice(&9999_u32.to_le_bytes());
    let (_, error) = rows_and_error(&mut open(bytes.clone()).unwrap());
    let error = error.unwrap();
    assert!(error.contains("row group 0, column `junk`") && error.contains("t.parquet"), "{error}");
    let mut table = open(bytes.clone()).unwrap();
    table.keep(&[3, 0]);
    table.keep(&[3, 0]);
    let kept = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let expected =
        vec![(1, kept(&["问", "", "", "a"])), (2, kept(&["问", "", "", "b"])), (3, kept(&["", "", "", ""]))];
    assert_eq!(rows_and_error(&mut table), (expected, None));
    let mut table = open(bytes).unwrap();
    table.keep(&[]);
    assert_eq!(rows_and_error(&mut table).0.len(), 3);
}

#[test]
fn rows_without_text_are_passed_over_and_those_that_cannot_be_read_are_told() {
    let schema = "optional binary q; optional binary e (STRING);";
    let bytes = file(schema, plain(), 2, |_, group| {
        let broken = ByteArray::from(b"\xb7\xa2\xbb\xf5".to_vec());
        let wide = ByteArray::from("　");
        column::<ByteArrayType>(group, &[broken, wide, ByteArray::from("好\r\n的")], Some(&[1, 0, 1, 1]));
        column::<ByteArrayType>(group, &texts(&["a", "b"]), Some(&[1, 0, 0, 1]));
    });
    let row = |line, cells: &[&str]| (line, cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>());
    let expected = [1, 5].map(|first| [row(first, &["! not UTF-8"]), row(first + 3, &["好\n的", "b"])]);
    assert_eq!(rows_and_error(&mut open(bytes).unwrap()), (expected.concat(), None));
}

#[test]
fn a_row_that_is_too_long_leaves_the_next_alone() {
    let half = "a".repeat(MAX_ROW / 2);
    let schema = "required binary q; required binary e;";
    let bytes = file(schema, plain(), 1, |_, group| {
        column::<ByteArrayType>(group, &texts(&[&half, &half, "c"]), None);
        column::<ByteArrayType>(group, &texts(&[&half, &(half.clone() + "b"), "d"]), None);
    });
    let mut table = open(bytes).unwrap();
    let mut record = Record::new();
    assert!(matches!(table.read(&mut record), Ok(Next::Row)));
    assert_eq!(record.cell(1).len(), MAX_ROW / 2);
    let fault = RowError { line: 2, fault: RowFault::TooLong { limit: MAX_ROW } };
    assert!(matches!(table.read(&mut record), Ok(Next::Fault(error)) if error == fault));
    assert!(matches!(table.read(&mut record), Ok(Next::Row)));
    assert_eq!((record.line(), record.cell(0)), (3, "c"));
}

#[test]
fn nested_and_repeated_columns_are_not_offered() {
    let schema = "required group g { required binary a; required binary b; } required binary ' q ' (STRING);
        repeated int32 r; required binary q2;"
        .replace("' q '", "q");
    let bytes = file(&schema, plain(), 1, |_, group| {
        for text in ["x", "y", "问"] {
            column::<ByteArrayType>(group, &texts(&[text]), None);
        }
        let mut writer = group.next_column().unwrap().unwrap();
        writer.typed::<Int32Type>().write_batch(&[1, 2], Some(&[1, 1]), Some(&[0, 1])).unwrap();
        writer.close().unwrap();
        column::<ByteArrayType>(group, &texts(&["z"]), None);
    });
    let mut table = open(bytes).unwrap();
    assert_eq!(table.columns(), ["q", "q2"]);
    assert_eq!(rows_and_error(&mut table).0, [(1, vec!["问".to_owned(), "z".to_owned()])]);
    let alone = file("required group g { required binary a; }", plain(), 0, |_, _| {});
    assert!(open(alone).err().unwrap().to_string().contains("no column"));
}

#[test]
fn a_table_without_rows_is_one() {
    for bytes in [transcript(plain(), 0, 0), transcript(plain(), 2, 0)] {
        let mut table = open(bytes).unwrap();
        assert_eq!(table.columns(), ["问题", "标准问"]);
        assert_eq!(rows_and_error(&mut table), (Vec::new(), None));
    }
}

#[test]
fn a_file_is_known_by_its_content_and_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = transcript(plain(), 2, 2);
    for name in ["t.parquet", "t.csv", "t", "t.PARQUET"] {
        let path = folder.path().join(name);
        crate::source::write_atomically(&path, &bytes).unwrap();
        let mut table = Table::open(&path, &TableOptions::default()).unwrap();
        assert_eq!(table.format(), Format::Parquet);
        assert_eq!(rows_and_error(&mut table), (transcript_rows(2, 2), None), "{name}");
    }
    let path = folder.path().join("text.parquet");
    crate::source::write_atomically(&path, "问题,标准问\n你好,greet\n".as_bytes()).unwrap();
    let error = Table::open(&path, &TableOptions::default()).err().unwrap().to_string();
    assert!(error.contains("text.parquet as Parquet: it does not begin with `PAR1`"), "{error}");
    assert!(error.contains("save the table as CSV"), "{error}");
    assert_eq!("Parquet".parse(), Ok(Format::Parquet));
}

#[test]
fn the_same_table_as_csv_has_the_same_rows() {
    let mut csv = "问题,标准问\n".to_owned();
    for (_, cells) in transcript_rows(3, 7) {
        csv += &(cells.join(",") + "\n");
    }
    let mut csv = Table::from_reader("t.csv", Cursor::new(csv), &TableOptions::default()).unwrap();
    let mut parquet = open(transcript(plain(), 3, 7)).unwrap();
    assert_eq!(csv.columns(), parquet.columns());
    let cells =
        |table: &mut Table| rows_and_error(table).0.into_iter().map(|(_, cells)| cells).collect::<Vec<_>>();
    assert_eq!(cells(&mut csv), cells(&mut parquet));
}

proptest! {
    #[test]
    fn written_cells_come_back(
        cells in proptest::collection::vec(proptest::option::of("[ -~，。你好😀]{0,12}"), 1..60),
        rows_per_group in 1_usize..20,
        dictionary: bool,
    ) {
        let groups: Vec<&[Option<String>]> = cells.chunks(rows_per_group).collect();
        let properties = plain().set_dictionary_enabled(dictionary);
        let bytes = file("optional binary a (STRING); required int32 b;", properties, groups.len(), |group, writer| {
            let levels: Vec<i16> = groups[group].iter().map(|cell| i16::from(cell.is_some())).collect();
            let values: Vec<&str> = groups[group].iter().flatten().map(String::as_str).collect();
            column::<ByteArrayType>(writer, &texts(&values), Some(&levels));
            column::<Int32Type>(writer, &vec![7; levels.len()], None);
        });
        let expected: Vec<Vec<String>> =
            cells.iter().map(|cell| vec![cell.clone().unwrap_or_default(), "7".to_owned()]).collect();
        prop_assert_eq!(rows(bytes), expected);
    }
}
