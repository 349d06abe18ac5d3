use std::io::Write;
use std::path::Path;

use proptest::prelude::*;

use super::testing::{Read, row, rows, table};
use super::*;

fn read(text: &str) -> (Vec<String>, Vec<Read>) {
    let mut table = table(text, &TableOptions::default()).unwrap();
    let columns = table.columns().to_vec();
    (columns, rows(&mut table))
}

fn write_file(extension: &str, bytes: &[u8]) -> tempfile::TempPath {
    let mut file = tempfile::Builder::new().suffix(extension).tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.into_temp_path()
}

#[test]
fn quotes_line_ends_and_emoji_keep_their_lines() {
    for line_end in ["\n", "\r\n", "\r"] {
        let text =
            "\n 问题 ,标准问\n\n\"你好,\n\"\"亲\"\"\",greet\n, \n😀,b\nshort\nx,y,z".replace('\n', line_end);
        let (columns, rows) = read(&text);
        assert_eq!(columns, ["问题", "标准问"]);
        let expected = [
            row(4, &["你好,\n\"亲\"", "greet"]),
            row(7, &["😀", "b"]),
            row(8, &["short"]),
            row(9, &["x", "y", "z"]),
        ];
        assert_eq!(rows, expected, "{line_end:?}");
    }
}

#[test]
fn the_format_is_found_in_the_content() {
    assert_eq!(read("a;b,c;d\n1;2;3\n").0, ["a", "b,c", "d"]);
    assert_eq!(read("a\tb\n1\t2\n").1, [row(2, &["1", "2"])]);
    assert_eq!(read("  {\"a\":1}\n").1, [row(1, &["1"])]);
    let options = TableOptions { delimiter: Some(b'|'), ..TableOptions::default() };
    assert_eq!(table("a|b\n", &options).unwrap().columns(), ["a", "b"]);
    let options = TableOptions { delimiter: Some(b'"'), ..TableOptions::default() };
    assert!(matches!(table("a|b\n", &options), Err(TableError::Delimiter { .. })));
}

#[test]
fn an_unclosed_quote_is_reported_with_what_it_swallows() {
    let (_, rows) = read("q,e\n\"a,b\nc,d\ne,f\n");
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].0, 2);
    assert!(rows[0].1[0].contains("never closed"), "{rows:?}");
    let header = table("\"q,e\na,b\n", &TableOptions::default());
    assert!(matches!(header, Err(TableError::Header { line: 1, .. })));
    assert_eq!(read("q,e\na,\"b\nc\"").1, [row(2, &["a", "b\nc"])]);
    assert_eq!(read("q,e\na,\"b\nc\"\n").1, [row(2, &["a", "b\nc"])]);
}

#[test]
fn huge_cells_pass_up_to_the_limit() {
    let cell = "好".repeat(1 << 20);
    assert_eq!(read(&format!("q,e\n\"{cell}\",x\n")).1, [row(2, &[&cell, "x"])]);
    let cell = "a".repeat(MAX_ROW + (1 << 17));
    let mut delimited = table(format!("q,e\nb,c\n\"{cell}\",x\n"), &TableOptions::default()).unwrap();
    let mut record = Record::new();
    assert!(matches!(delimited.read(&mut record), Ok(Next::Row)));
    assert!(matches!(delimited.read(&mut record), Err(TableError::RowTooLong { line: 3, .. })));
    let (_, rows) = read(&format!("{{\"q\":1}}\n{{\"q\":\"{cell}\"}}\n{{\"q\":3}}\n"));
    assert_eq!(rows, [row(1, &["1"]), row(2, &["! longer than 16 MiB"]), row(3, &["3"])]);
}

#[test]
fn json_lines_keep_bad_lines_apart_and_learn_their_columns() {
    let (columns, rows) =
        read("{\"q\":\"a\"}\r\n\r\n{\"e\":\"b\",\"q\":\"c\"}\nnot json\n{\"q\":null}\n{}\n");
    assert_eq!(columns, ["q", "e"]);
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0], row(1, &["a", ""]));
    assert_eq!(rows[1], row(3, &["c", "b"]));
    assert_eq!(rows[2].0, 4);

    let text = "{\"q\":1}\n".repeat(150) + "{\"q\":2,\"late\":3}\n";
    let mut table = table(text, &TableOptions::default()).unwrap();
    assert_eq!(rows_count(&mut table), 151);
    assert_eq!(table.late_columns(), ["late"]);
}

fn rows_count(table: &mut Table) -> usize {
    rows(table).len()
}

#[test]
fn what_is_no_table_says_so() {
    let message = |bytes: &[u8], options: &TableOptions| match table(bytes, options) {
        Ok(_) => panic!("{bytes:?} was read"),
        Err(error) => error.to_string(),
    };
    let options = TableOptions::default();
    for empty in ["", "\u{feff}", "\n \n", "\u{feff}\r\n"] {
        assert!(message(empty.as_bytes(), &options).contains("empty"), "{empty:?}");
    }
    assert!(message(b"[{\"a\":1}]", &options).contains("jq"));
    assert!(message(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x90", &options).contains("binary"));
    assert!(message(b"PK\x03\x04 nothing", &options).contains("Excel workbook"));
    assert!(message(b"\xd0\xcf\x11\xe0 nothing", &options).contains("password"));
    let json = TableOptions { format: Some(Format::JsonLines), ..TableOptions::default() };
    let text = message("问题,标准问\n".as_bytes(), &json);
    assert!(text.contains("line 1") && text.contains("csv"), "{text}");
}

#[test]
#[cfg(not(feature = "parquet"))]
fn a_build_without_parquet_says_what_to_do() {
    for options in
        [TableOptions::default(), TableOptions { format: Some(Format::Parquet), ..TableOptions::default() }]
    {
        let error = table(b"PAR1 and so on".as_slice(), &options).err().unwrap().to_string();
        assert!(error.contains("without the feature `parquet`") && error.contains("CSV"), "{error}");
    }
}

#[test]
fn paths_that_cannot_be_read_are_named() {
    let open = |path: &Path| Table::open(path, &TableOptions::default()).err().unwrap();
    assert!(open(Path::new("no/such.csv")).to_string().contains("no/such.csv"));
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(open(folder.path()), TableError::Directory { .. }));
    assert!(matches!(open(&write_file(".csv", b"")), TableError::Empty { .. }));
    assert!(matches!(open(&write_file(".xlsx", b"q,e\n")), TableError::Workbook { .. }));
}

#[test]
fn header_alone_is_a_table_without_rows() {
    assert_eq!(read("问题,标准问"), (vec!["问题".into(), "标准问".into()], vec![]));
    assert_eq!(read("问题,标准问\r\n").1, []);
}

fn workbook(build: impl FnOnce(&mut rust_xlsxwriter::Workbook)) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    build(&mut book);
    book.save_to_buffer().unwrap()
}

#[test]
fn workbook_cells_are_text_as_people_say_it() {
    let bytes = workbook(|book| {
        book.add_worksheet().set_name("空").unwrap();
        let sheet = book.add_worksheet();
        sheet.set_name("数据").unwrap();
        for (column, name) in [" 问题 ", "次数", "时间", "解决", "得分"].into_iter().enumerate() {
            sheet.write(1, column as u16, name).unwrap();
        }
        let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 11, 11).unwrap();
        let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd hh:mm");
        sheet.write(2, 0, "你好\n在吗😀").unwrap();
        sheet.write(2, 1, 3.0).unwrap();
        sheet.write_datetime_with_format(2, 2, &day, &date).unwrap();
        sheet.write(2, 3, true).unwrap();
        sheet.write(2, 4, 0.92).unwrap();
        sheet.write(3, 0, "  ").unwrap();
        sheet.write(5, 1, 1).unwrap();
        let evening = day.and_hms(20, 30, 0).unwrap();
        sheet.write_datetime_with_format(5, 2, &evening, &date).unwrap();
        sheet.write(5, 9, "a remark").unwrap();
        sheet.write(1_048_575, 16_383, "stray").unwrap();
    });
    let mut read = table(bytes.clone(), &TableOptions::default()).unwrap();
    assert_eq!(read.columns(), ["问题", "次数", "时间", "解决", "得分"]);
    assert_eq!((read.format(), read.encoding()), (Format::Workbook, None));
    let expected = [
        row(3, &["你好\n在吗😀", "3", "2026-11-11", "true", "0.92"]),
        row(6, &["", "1", "2026-11-11T20:30:00", "", ""]),
    ];
    assert_eq!(rows(&mut read), expected);

    let named = |sheet: &str| TableOptions { sheet: Some(sheet.into()), ..TableOptions::default() };
    assert!(table(bytes.clone(), &named("数据")).is_ok());
    assert!(matches!(table(bytes.clone(), &named("空")), Err(TableError::Empty { .. })));
    let error = table(bytes, &named("数")).err().unwrap().to_string();
    assert!(error.contains("空, 数据"), "{error}");
}

#[test]
fn hidden_sheets_come_last() {
    let bytes = workbook(|book| {
        book.add_worksheet().write(0, 0, "list").unwrap().set_hidden(true);
        book.add_worksheet().write(0, 0, "问题").unwrap().set_active(true);
    });
    assert_eq!(table(bytes, &TableOptions::default()).unwrap().columns(), ["问题"]);
}

proptest! {
    #[test]
    fn random_bytes_never_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        format in proptest::sample::select(vec![
            None, Some(Format::Csv), Some(Format::Tsv), Some(Format::JsonLines), Some(Format::Workbook),
            Some(Format::Parquet),
        ]),
    ) {
        let options = TableOptions { format, ..TableOptions::default() };
        if let Ok(mut table) = table(bytes, &options) {
            let mut record = Record::new();
            while let Ok(Next::Row | Next::Fault(_)) = table.read(&mut record) {
                prop_assert!(record.line() >= 1 || record.is_empty());
            }
        }
    }

    #[test]
    fn written_cells_come_back_on_their_lines(
        cells in proptest::collection::vec("[ -~\n，。你好😀]{0,12}", 1..20),
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["a", "b"]).unwrap();
        let mut line = 2;
        let mut expected = Vec::new();
        for cell in &cells {
            writer.write_record(["x", cell]).unwrap();
            expected.push(row(line, &["x", cell]));
            line += 1 + cell.matches('\n').count() as u64;
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        prop_assert_eq!(&read(&text).1, &expected);
        prop_assert_eq!(&read(text.strip_suffix('\n').unwrap()).1, &expected);
    }
}
