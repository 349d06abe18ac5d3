use std::io::Cursor;
#[cfg(feature = "parquet")]
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::source::table::Format;

const SIMPLIFIED: &[&[&str]] = &[
    &[
        "用户问句",
        "标准问",
        "行业",
        "会话ID",
        "轮次",
        "说话人",
        "预测",
        "置信度",
        "转人工",
        "解决",
        "次数",
        "时间",
    ],
    &[
        "什么时候发货？",
        "ship-time",
        "电商",
        "c1",
        "1",
        "客户",
        "ship-time",
        "0.92",
        "否",
        "是",
        "12",
        "2026-11-01",
    ],
    &["亲，能退吗", "无", "", "c1", "2", "", "", "", "", "", "", ""],
    &["在的呢亲", "", "", "c1", "3", "客服", "", "", "", "", "", ""],
    &["你好,\"在\"吗", "OOS", "电商", "c2", "", "buyer", "none", "30%", "1", "n", "1", ""],
];

const TRADITIONAL: &[&[&str]] = &[
    &["用戶問題", "標準問", "次數"],
    &["請問什麼時候出貨？", "出貨時間", "3"],
    &["可以退貨嗎", "退貨規則", ""],
];

fn delimited(table: &[&[&str]], delimiter: u8) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    for row in table {
        writer.write_record(*row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

fn json_lines(table: &[&[&str]]) -> String {
    let mut text = String::new();
    for row in &table[1..] {
        let object: serde_json::Map<_, _> = table[0]
            .iter()
            .zip(*row)
            .map(|(key, value)| ((*key).to_owned(), serde_json::Value::from(*value)))
            .collect();
        text += &serde_json::Value::Object(object).to_string();
        text.push('\n');
    }
    text
}

fn workbook(table: &[&[&str]]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in table.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (row, column) = (row as u32, column as u16);
            match cell.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number).unwrap(),
                Err(_) => sheet.write(row, column, *cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

/// Columns of bytes; the first row has their names.
#[cfg(feature = "parquet")]
fn parquet<T: AsRef<[C]>, C: AsRef<[u8]>>(table: &[T]) -> Vec<u8> {
    use parquet::data_type::{ByteArray, ByteArrayType};
    let name = |cell: &C| format!("required binary {};", std::str::from_utf8(cell.as_ref()).unwrap());
    let columns: Vec<String> = table[0].as_ref().iter().map(name).collect();
    let schema = format!("message table {{ {} }}", columns.concat());
    let schema = parquet::schema::parser::parse_message_type(&schema).unwrap().into();
    let mut writer =
        parquet::file::writer::SerializedFileWriter::new(Vec::new(), schema, Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for column in 0..columns.len() {
        let cell = |row: &T| ByteArray::from(row.as_ref()[column].as_ref().to_vec());
        let cells: Vec<ByteArray> = table[1..].iter().map(cell).collect();
        let mut writer = group.next_column().unwrap().unwrap();
        writer.typed::<ByteArrayType>().write_batch(&cells, None, None).unwrap();
        writer.close().unwrap();
    }
    group.close().unwrap();
    writer.into_inner().unwrap()
}

fn open(bytes: impl Into<Vec<u8>>, need: Need) -> Result<Transcripts, TranscriptError> {
    let table = Table::from_reader("test", Cursor::new(bytes.into()), &TableOptions::default())?;
    Ok(Transcripts::new(table, &ColumnMapping::default(), need)?)
}

fn read(transcripts: &mut Transcripts) -> (Vec<Row>, Vec<Skipped>) {
    let (mut rows, mut skipped) = (Vec::new(), Vec::new());
    let (mut all_rows, mut all_skipped) = (Vec::new(), Vec::new());
    while transcripts.next_batch(2, &mut rows, &mut skipped).unwrap() {
        assert!((1..=2).contains(&(rows.len() + skipped.len())));
        all_rows.extend(rows.iter().cloned());
        all_skipped.append(&mut skipped);
    }
    let tally = transcripts.tally();
    assert_eq!((tally.rows, tally.skipped), (all_rows.len() as u64, all_skipped.len() as u64));
    (all_rows, all_skipped)
}

/// The rows, with lines counted from 1 for each format alike.
fn rows_of(bytes: impl Into<Vec<u8>>) -> (Vec<Row>, u64) {
    let mut transcripts = open(bytes, Need::Expected).unwrap();
    let (mut rows, skipped) = read(&mut transcripts);
    assert_eq!(skipped, []);
    assert_eq!(transcripts.notes(), []);
    if matches!(transcripts.table().format(), Format::JsonLines | Format::Parquet) {
        for row in &mut rows {
            row.line += 1;
        }
    }
    (rows, transcripts.tally().not_customer)
}

#[test]
fn every_encoding_and_format_gives_the_same_rows() {
    let csv = delimited(SIMPLIFIED, b',');
    let marked = format!("\u{feff}{csv}");
    let expected = vec![
        Row {
            line: 2,
            question: "什么时候发货？".into(),
            expected: Some("ship-time".into()),
            pack: Some("电商".into()),
            conversation: Some("c1".into()),
            turn: Some(1),
            speaker: Some("客户".into()),
            predicted: Some("ship-time".into()),
            predicted_present: true,
            score: Some(0.92),
            handoff: Some(false),
            resolved: Some(true),
            count: 12,
            time: Some("2026-11-01".into()),
        },
        Row {
            line: 3,
            question: "亲，能退吗".into(),
            conversation: Some("c1".into()),
            turn: Some(2),
            predicted_present: true,
            count: 1,
            ..Row::default()
        },
        Row {
            line: 5,
            question: "你好,\"在\"吗".into(),
            pack: Some("电商".into()),
            conversation: Some("c2".into()),
            speaker: Some("buyer".into()),
            predicted_present: true,
            score: Some(0.3),
            handoff: Some(true),
            resolved: Some(false),
            count: 1,
            ..Row::default()
        },
    ];
    let expected = (expected, 1);
    assert_eq!(rows_of(csv.clone()), expected, "UTF-8");
    assert_eq!(rows_of(marked.clone()), expected, "UTF-8 with a mark");
    assert_eq!(rows_of(csv.replace('\n', "\r\n")), expected, "CRLF");
    assert_eq!(rows_of(encoding_rs::GB18030.encode(&csv).0), expected, "GB18030");
    for big in [false, true] {
        assert_eq!(rows_of(utf16(&marked, big)), expected, "UTF-16 with a mark");
        assert_eq!(rows_of(utf16(&csv, big)), expected, "UTF-16 without a mark");
    }
    assert_eq!(rows_of(delimited(SIMPLIFIED, b'\t')), expected, "TSV");
    assert_eq!(rows_of(delimited(SIMPLIFIED, b';')), expected, "semicolons");
    assert_eq!(rows_of(json_lines(SIMPLIFIED)), expected, "JSON Lines");
    assert_eq!(rows_of(workbook(SIMPLIFIED)), expected, "XLSX");
    #[cfg(feature = "parquet")]
    assert_eq!(rows_of(parquet(SIMPLIFIED)), expected, "Parquet");
}

#[test]
fn traditional_text_in_big5_gives_the_same_rows() {
    let csv = delimited(TRADITIONAL, b',');
    let expected = rows_of(csv.clone());
    assert_eq!(expected.0[0].question, "請問什麼時候出貨？");
    assert_eq!(expected.0[0].count, 3);
    assert_eq!(rows_of(encoding_rs::BIG5.encode(&csv).0), expected);
    assert_eq!(rows_of(encoding_rs::GB18030.encode(&csv).0), expected);
    assert_eq!(rows_of(workbook(TRADITIONAL)), expected);
}

#[test]
fn rows_that_cannot_be_read_are_skipped_with_line_and_reason() {
    let text = "问题,标准问,次数,得分,转人工\n\
                a\n\
                ,b,1,,\n\
                c,d,x,,\n\
                e,f,0,,\n\
                g,h,1,high,\n\
                i,j,1,1,maybe\n\
                k,l,m,n,o,p\n\
                \n , ,　,,\n\
                q,r,2,0.5,y,,\n\
                s,t\n";
    let (rows, skipped) = read(&mut open(text, Need::Expected).unwrap());
    let kinds: Vec<(u64, &str)> = skipped.iter().map(|skip| (skip.line, skip.reason.kind())).collect();
    let expected = [
        (2, "too_few_cells"),
        (3, "no_question"),
        (4, "bad_number"),
        (5, "zero_count"),
        (6, "bad_number"),
        (7, "bad_flag"),
        (8, "too_many_cells"),
    ];
    assert_eq!(kinds, expected);
    assert_eq!(skipped[0].to_string(), "line 2: 1 cells, but `expected` is in column 2");
    assert_eq!(skipped[2].to_string(), "line 4: `x` is no count; `--column count=` leaves that column out");
    let lines: Vec<(u64, u64)> = rows.iter().map(|row| (row.line, row.count)).collect();
    assert_eq!(lines, [(11, 2), (12, 1)]);

    let json =
        "{\"question\":\"a\",\"expected\":null}\n{\"question\":\n{\"question\":7,\"expected\":\"b\"}\n";
    let (rows, skipped) = read(&mut open(json, Need::Expected).unwrap());
    assert_eq!((rows[0].expected.as_deref(), rows[1].question.as_str()), (None, "7"));
    assert_eq!((skipped[0].line, skipped[0].reason.kind()), (2, "bad_json"));
}

#[test]
fn a_row_of_an_agent_is_no_flaw_even_without_text() {
    let text = "speaker,question,expected\nagent,,\n机器人,您好\nSystem,x,y\n客户,在吗,greet\n";
    let mut transcripts = open(text, Need::Expected).unwrap();
    let (rows, skipped) = read(&mut transcripts);
    assert_eq!((rows.len(), skipped.len()), (1, 0));
    assert_eq!(transcripts.tally().not_customer, 3);
    assert!(transcripts.has(Role::Speaker) && !transcripts.has(Role::Predicted));
}

#[test]
fn cells_keep_their_line_ends_and_emoji() {
    let (rows, _) = rows_of("question,expected\r\n\"你好\r\n在吗😀👨‍👩‍👧\",greet\r\nx,y\r\n");
    assert_eq!(rows[0].question, "你好\n在吗😀👨‍👩‍👧");
    assert_eq!((rows[0].line, rows[1].line), (2, 4));
}

#[test]
fn needs_and_notes() {
    let text = "question,text,备注\na,b,c\n";
    let error = open(text, Need::Expected).err().unwrap().to_string();
    assert!(error.contains("--column expected="), "{error}");
    let mut transcripts = open(text, Need::QuestionOnly).unwrap();
    assert_eq!(read(&mut transcripts).0[0].question, "a");
    let (rows, skipped) = read(&mut open("question,expected\na\n", Need::QuestionOnly).unwrap());
    assert_eq!((rows.len(), skipped.len()), (1, 0));
    let notes: Vec<String> = transcripts.notes().iter().map(ToString::to_string).collect();
    assert_eq!(notes.len(), 1);
    assert!(notes[0].contains("`question`") && notes[0].contains("`text`"), "{notes:?}");

    let mut bytes = "question,expected\n".repeat(5_000).into_bytes();
    bytes.extend_from_slice(&encoding_rs::GB18030.encode("发货,b\n").0);
    let mut transcripts = open(bytes, Need::Expected).unwrap();
    read(&mut transcripts);
    assert!(matches!(transcripts.notes()[..], [Note::Replaced { first: 90_000, .. }]));

    let late = "{\"question\":\"a\"}\n".repeat(101) + "{\"question\":\"a\",\"expected\":\"b\"}\n";
    let mut transcripts = open(late, Need::QuestionOnly).unwrap();
    read(&mut transcripts);
    assert_eq!(transcripts.notes(), [Note::LateColumns(vec!["expected".into()])]);
}

#[test]
fn no_rows_is_no_error() {
    assert_eq!(rows_of("question,expected\n"), (vec![], 0));
    let error = open("", Need::Expected).err().unwrap();
    assert!(matches!(error, TranscriptError::Table(TableError::Empty { .. })));
}

/// A stream without a header, of these columns.
fn stream(bytes: impl Into<Vec<u8>>, columns: &str, format: Format) -> Transcripts {
    let columns = Some(columns.split(',').map(str::to_owned).collect());
    let options = TableOptions { columns, format: Some(format), ..TableOptions::default() };
    let table = Table::from_reader("test", Cursor::new(bytes.into()), &options).unwrap();
    Transcripts::new(table, &ColumnMapping::default(), Need::QuestionOnly).unwrap()
}

#[test]
fn rows_of_a_stream_that_cannot_be_read_are_skipped_with_line_and_reason() {
    let text = b"\"a\tship\t\\N\tc1\t1\n\
                 b\tship\t\n\
                 c\td\tship\t\tc1\t\\N\n\
                 d\tship\t\tc1\t\n\
                 e\tship\t\tc1\tx\n\
                 \\N\tship\t\tc1\t2\n\
                 \xff\tship\t\tc1\t2\n\
                 \n\
                 \\N\t\\N\t\\N\t\\N\t\\N\n\
                 f\t\\N\t\tc2\t3\r\n\
                 g\tship\t\tc2\t0";
    let mut transcripts = stream(text, "question,expected,,conversation,count", Format::Tsv);
    let (rows, skipped) = read(&mut transcripts);
    let kinds: Vec<(u64, &str)> = skipped.iter().map(|skip| (skip.line, skip.reason.kind())).collect();
    let expected = [
        (2, "too_few_cells"),
        (3, "too_many_cells"),
        (5, "bad_number"),
        (6, "no_question"),
        (7, "bad_utf8"),
        (9, "no_question"),
        (11, "zero_count"),
    ];
    assert_eq!(kinds, expected);
    assert!(skipped[1].to_string().contains("a tab in a cell"), "{}", skipped[1]);
    let questions: Vec<(&str, Option<&str>, Option<&str>)> = rows
        .iter()
        .map(|row| (row.question.as_str(), row.expected.as_deref(), row.conversation.as_deref()))
        .collect();
    let expected =
        [("\"a", Some("ship"), Some("c1")), ("d", Some("ship"), Some("c1")), ("f", None, Some("c2"))];
    assert_eq!(questions, expected);
    assert!(rows.iter().all(|row| row.pack.is_none()));

    let mut csv = stream("a,b,\nc\nd,e,f\n", "question,expected", Format::Csv);
    let (rows, skipped) = read(&mut csv);
    let kinds: Vec<(u64, &str)> = skipped.iter().map(|skip| (skip.line, skip.reason.kind())).collect();
    assert_eq!((rows.len(), kinds), (1, vec![(2, "too_few_cells"), (3, "too_many_cells")]));

    let mut json = stream("{\"question\":\"a\"}\n{\"text\":\"b\"}\n7\n", "question", Format::JsonLines);
    let (rows, skipped) = read(&mut json);
    let kinds: Vec<(u64, &str)> = skipped.iter().map(|skip| (skip.line, skip.reason.kind())).collect();
    assert_eq!((rows.len(), kinds), (1, vec![(2, "no_question"), (3, "bad_json")]));
}

#[test]
fn a_batch_ends_when_its_texts_are_long() {
    let long = "x".repeat(1_000_000);
    let text = format!("{long}\tlong\n在吗\tgreet\n").repeat(80);
    let mut transcripts = stream(text, "question,expected", Format::Tsv);
    let (mut rows, mut skipped, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
    while transcripts.next_batch(8192, &mut rows, &mut skipped).unwrap() {
        let bytes: usize = rows.iter().map(Row::text_bytes).sum();
        assert!(bytes < BATCH_BYTES + long.len() + 10);
        let kept: usize = rows.iter().map(|row| row.question.capacity()).sum();
        assert!(kept < 2 * BATCH_BYTES, "{kept}");
        sizes.push(rows.len());
    }
    assert_eq!(sizes, [67, 68, 25]);
    assert_eq!(transcripts.tally().rows, 160);
}

proptest! {
    #[test]
    fn every_record_is_a_row_a_skip_or_another_speaker(
        cells in proptest::collection::vec(
            proptest::collection::vec("(|a|无|客服|0|1|x,|\"|\n|99)", 1..7), 0..12),
    ) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        writer.write_record(["question", "expected", "speaker", "count", "handoff"]).unwrap();
        for row in &cells {
            writer.write_record(row).unwrap();
        }
        let written = cells.iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).count();
        let mut transcripts = open(writer.into_inner().unwrap(), Need::Expected).unwrap();
        let (rows, skipped) = read(&mut transcripts);
        let tally = transcripts.tally();
        prop_assert_eq!(rows.len() + skipped.len() + tally.not_customer as usize, written);
        prop_assert!(rows.iter().all(|row| row.count > 0 && !row.question.trim().is_empty()));
    }

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut text = b"question,expected,count\n".to_vec();
        text.extend_from_slice(&bytes);
        if let Ok(mut transcripts) = open(text, Need::Expected) {
            read(&mut transcripts);
        }
    }
}

#[test]
#[cfg(feature = "parquet")]
fn of_a_parquet_file_only_columns_with_a_role_are_read() {
    let table: [[&[u8]; 3]; 3] = [
        ["问题".as_bytes(), b"photo", "标准问".as_bytes()],
        ["你好".as_bytes(), b"\xff\xd8", b"hello"],
        [b"\xc4\xe3\xba\xc3", b"\xff\xd8", b"hello"],
    ];
    let (rows, skipped) = read(&mut open(parquet(&table), Need::Expected).unwrap());
    assert_eq!((rows.len(), rows[0].line, rows[0].question.as_str()), (1, 1, "你好"));
    assert_eq!((skipped.len(), skipped[0].line, skipped[0].reason.kind()), (1, 2, "bad_utf8"));
}
