use std::io::Write;

use proptest::prelude::*;

use super::super::testing::{Read, row, rows, table};
use super::super::{MAX_LINE, Next, Record};
use super::*;

fn options(names: &str, format: Option<Format>) -> TableOptions {
    let columns = Some(names.split(',').map(str::to_owned).collect());
    TableOptions { format, columns, ..TableOptions::default() }
}

fn tabs(bytes: impl Into<Vec<u8>>) -> Vec<Read> {
    rows(&mut table(bytes, &options("q,e", Some(Format::Tsv))).unwrap())
}

#[test]
fn a_line_of_tabs_is_taken_as_it_stands() {
    let text = "\u{feff}\"你好\t,\"\r\n\n什么\r时候\0发货😀\t\\N\t\na\\\\N\\t\t\\N \n\\N\t\\N\n\t\t \n退款 ";
    let expected = [
        row(1, &["\"你好", ",\""]),
        row(3, &["什么\r时候\0发货😀", "", ""]),
        row(4, &["a\\\\N\\t", "\\N "]),
        row(5, &["", ""]),
        row(7, &["退款 "]),
    ];
    assert_eq!(tabs(text), expected);
}

#[test]
fn a_line_at_fault_does_not_touch_the_others() {
    let mut bytes = b"a\tb\n".to_vec();
    bytes.extend_from_slice(&encoding_rs::GB18030.encode("发货\tc\n").0);
    bytes.extend_from_slice(&vec![b'x'; 10 * 1024 * 1024]);
    bytes.extend_from_slice("\n好\td\n".as_bytes());
    bytes.extend_from_slice("y".repeat(MAX_LINE - 2).as_bytes());
    bytes.extend_from_slice(b"\te\r\nz\xe5\xa5");
    let read = tabs(bytes);
    assert_eq!(read[..2], [row(1, &["a", "b"]), row(2, &["! not UTF-8"])]);
    assert_eq!(read[2..4], [row(3, &["! longer than 1 MiB"]), row(4, &["好", "d"])]);
    assert_eq!((read[4].0, read[4].1[0].len(), read[4].1[1].as_str()), (5, MAX_LINE - 2, "e"));
    assert_eq!(read[5..], [row(6, &["! not UTF-8"])]);
}

#[test]
fn what_looks_like_another_encoding_or_a_binary_file_is_still_a_line() {
    // Both would be found out to be something else, were they looked at.
    assert_eq!(tabs("\0a\0\tb\0\0\0\u{1}\n"), [row(1, &["\0a\0", "b\0\0\0\u{1}"])]);
    assert_eq!(tabs("PK\u{3}\u{4}\tb\n"), [row(1, &["PK\u{3}\u{4}", "b"])]);
    assert_eq!(tabs(b"\xff\xfea\0\t\0b\0\n\0")[0], row(1, &["! not UTF-8"]));
    let utf8 = TableOptions { encoding: Some(Encoding::UTF_8), ..options("q,e", Some(Format::Tsv)) };
    assert_eq!(rows(&mut table(b"\xff\tb\n", &utf8).unwrap()), [row(1, &["! not UTF-8"])]);
}

#[test]
fn an_encoding_that_is_asked_for_is_read() {
    for (label, text) in [("gb18030", "什么时候发货\t\\N\r\n"), ("big5", "什麼時候\t\\N\n")] {
        let encoding: Encoding = label.parse().unwrap();
        let codec = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
        let first = text.split('\t').next().unwrap();
        for format in [None, Some(Format::Tsv)] {
            let options = TableOptions { encoding: Some(encoding), ..options("q,e", format) };
            let mut table = table(codec.encode(text).0, &options).unwrap();
            assert_eq!(rows(&mut table), [row(1, &[first, ""])]);
            assert_eq!((table.encoding(), table.replaced()), (Some(encoding), 0));
        }
    }
    let bytes: Vec<u8> = "发货\tb\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16 = TableOptions { encoding: Some(Encoding::UTF_16LE), ..options("q,e", None) };
    let mut read = table(bytes, &utf16).unwrap();
    assert_eq!((read.format(), rows(&mut read)), (Format::Tsv, vec![row(1, &["发货", "b"])]));
    let gb = TableOptions { encoding: Some(Encoding::GB18030), ..options("q,e", Some(Format::Tsv)) };
    let mut read = table(b"a\tb\n\xff\tc\n", &gb).unwrap();
    assert_eq!(rows(&mut read).len(), 2);
    assert_eq!(read.first_replaced(), Some(4));
}

#[test]
fn nothing_is_a_table_without_rows() {
    for format in [None, Some(Format::Tsv), Some(Format::Csv), Some(Format::JsonLines)] {
        for text in ["", "\u{feff}", "\n", "\u{feff}\r\n \r\n"] {
            let mut table = table(text, &options("q, e ", format)).unwrap();
            assert_eq!(table.columns(), ["q", "e"]);
            assert!(table.columns_given());
            assert_eq!(rows(&mut table), [], "{format:?} {text:?}");
        }
    }
}

#[test]
fn the_first_line_tells_the_format() {
    let format = |text: &str| table(text, &options("q,e", None)).unwrap().format();
    assert_eq!(format("\u{feff}\r\n {\"q\":\t1}\n"), Format::JsonLines);
    assert_eq!(format("a,b\tc\nd\n"), Format::Tsv);
    assert_eq!(format("\na,b\nc\td\n"), Format::Csv);
    assert_eq!(format("a"), Format::Csv);
    assert_eq!(format(""), Format::Tsv);
    let mut file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    file.write_all(b"a\t\"b\"\n").unwrap();
    let mut named = Table::open(file.path(), &options("q,e", None)).unwrap();
    assert_eq!(named.format(), Format::Tsv, "as the first row of a .csv file has always been cut");
    assert_eq!((named.is_unquoted(), rows(&mut named)), (false, vec![row(1, &["a", "b"])]));
}

#[test]
fn objects_are_read_by_the_keys_that_are_named() {
    let text = "\u{feff}{\"e\":\"b\",\"q\":\"好\",\"x\":[1]}\r\n\n[1]\n{\"q\":null}\n{\"text\":\"a\"}\n{\"q\":1,\"\":2}\n\
                {\"q\":\"\\\\N\"}\nnot json\n";
    let mut bytes = text.as_bytes().to_vec();
    bytes.extend_from_slice(b"{\"q\":\"\xff\"}\n{\"q\":\"");
    bytes.extend_from_slice(&vec![b'x'; MAX_LINE]);
    bytes.extend_from_slice(b"\"}\n{\"q\":\"last\"}");
    let mut table = table(bytes, &options("q,,e", None)).unwrap();
    let read = rows(&mut table);
    assert_eq!(read[0], row(1, &["好", "", "b"]));
    assert_eq!(
        read[2..6],
        [row(4, &["", "", ""]), row(5, &["", "", ""]), row(6, &["1", "", ""]), row(7, &["\\N", "", ""]),]
    );
    assert!(read[1].1[0].starts_with("! not a JSON object") && read[6].1[0].starts_with("! not a JSON"));
    assert_eq!(
        read[7..],
        [row(9, &["! not UTF-8"]), row(10, &["! longer than 1 MiB"]), row(11, &["last", "", ""]),]
    );
    assert_eq!((table.late_columns().len(), table.columns().len()), (0, 3));
}

#[test]
fn csv_is_read_as_ever_but_for_its_first_row() {
    let mut read = table("\"你好,\n亲\",b\nc,\\N\n", &options("q,e", None)).unwrap();
    assert_eq!(rows(&mut read), [row(1, &["你好,\n亲", "b"]), row(3, &["c", "\\N"])]);
    let gb = encoding_rs::GB18030.encode("什么时候发货;发货时间\n能退吗;退货规则\n").0;
    let mut read = table(gb, &options("q,e", Some(Format::Csv))).unwrap();
    assert_eq!(rows(&mut read)[0], row(1, &["什么时候发货", "发货时间"]));
}

#[test]
fn workbooks_and_names_that_stand_twice_are_refused() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, "问题").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let error = |bytes: Vec<u8>, options: &TableOptions| table(bytes, options).err().unwrap().to_string();
    assert!(error(bytes, &options("q", None)).contains("name their columns themselves"));
    assert!(
        error(b"a\tb".to_vec(), &options("q", Some(Format::Workbook)))
            .contains("name their columns themselves")
    );
    assert!(error(Vec::new(), &options("q, e,q ", None)).contains("`q`"));
    assert!(table("", &options(",q,", None)).is_ok());
}

#[test]
fn a_null_of_a_table_of_tabs_with_a_header_is_empty_too() {
    let read = |text: &str| rows(&mut table(text, &TableOptions::default()).unwrap());
    let text = "q\te\tp\n\\N\tb\t\\N\n\na\\N\t\\\\N\t\\n\n\\N\t\\N\t\\N\n\"x\ny\"\t\\N\t\nz\t\t\n";
    let expected = [
        row(2, &["", "b", ""]),
        row(4, &["a\\N", "\\\\N", "\\n"]),
        row(5, &["", "", ""]),
        row(6, &["x\ny", "", ""]),
        row(8, &["z", "", ""]),
    ];
    assert_eq!(read(text), expected);
    assert_eq!(read("q,e\n\\N,b\n"), [row(2, &["\\N", "b"])], "a comma is no tab");
}

/// Bytes of lines as nobody should write them.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let piece = proptest::sample::select(vec![
        &b"\t"[..],
        b"\n",
        b"\r",
        b"\r\n",
        b"\\N",
        b"\\\\N",
        b"\"",
        b"\0",
        b"\xff",
        b"\xe5\xa5",
        b" ",
        b"a",
        "好".as_bytes(),
        "😀".as_bytes(),
        "\u{3000}".as_bytes(),
        "\u{feff}".as_bytes(),
        b"{\"q\":\"a\"}",
        b"{",
        b"PK\x03\x04",
    ]);
    proptest::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn every_line_that_is_not_blank_is_a_row_or_a_fault(
        bytes in hostile(),
        format in proptest::sample::select(vec![Format::Tsv, Format::JsonLines]),
    ) {
        let whole = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let lines: Vec<u64> = (1..)
            .zip(whole.split(|byte| *byte == b'\n'))
            .filter(|(_, line)| !std::str::from_utf8(line).is_ok_and(|line| line.trim().is_empty()))
            .map(|(number, _)| number)
            .collect();
        let read = rows(&mut table(bytes.clone(), &options("q,e", Some(format))).unwrap());
        let numbers: Vec<u64> = read.iter().map(|(number, _)| *number).collect();
        prop_assert_eq!(&numbers, &lines);
        if format == Format::Tsv {
            for (number, cells) in &read {
                let line = whole.split(|byte| *byte == b'\n').nth(*number as usize - 1).unwrap();
                match std::str::from_utf8(line) {
                    Ok(line) => {
                        let line = line.strip_suffix('\r').unwrap_or(line);
                        let expected: Vec<&str> =
                            line.split('\t').map(|cell| if cell == "\\N" { "" } else { cell }).collect();
                        prop_assert_eq!(cells, &expected);
                    }
                    Err(_) => prop_assert_eq!(&cells[0], "! not UTF-8"),
                }
            }
        }
    }

    #[test]
    fn no_stream_panics(
        bytes in hostile(),
        format in proptest::sample::select(vec![
            None, Some(Format::Csv), Some(Format::Tsv), Some(Format::JsonLines), Some(Format::Workbook),
        ]),
        encoding in proptest::sample::select(vec![
            None, Some(Encoding::UTF_8), Some(Encoding::GB18030), Some(Encoding::UTF_16BE),
        ]),
    ) {
        let options = TableOptions { encoding, ..options("q,,e", format) };
        if let Ok(mut table) = table(bytes, &options) {
            let (mut record, mut last) = (Record::new(), 0);
            loop {
                let line = match table.read(&mut record).unwrap() {
                    Next::Row => record.line(),
                    Next::Fault(error) => error.line,
                    Next::End => break,
                };
                prop_assert!(line > last);
                last = line;
            }
        }
    }
}
