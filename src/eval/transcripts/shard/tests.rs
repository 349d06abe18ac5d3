use std::collections::BTreeMap;
use std::io::Cursor;

use proptest::prelude::*;

use super::super::{ColumnMapping, Need, Row, Skipped, Tally, Transcripts};
use super::*;
use crate::source::table::{Format, Table, TableOptions};

#[test]
fn shares_are_written_and_read_alike() {
    for text in ["1/1", "2/8", "8/8", "1000000/1000000"] {
        let shard: Shard = text.parse().unwrap();
        assert_eq!(shard.to_string(), text);
        assert_eq!(Shard::new(shard.index(), shard.count()), Ok(shard));
    }
    assert_eq!(" 02 / 8 ".parse(), Shard::new(2, 8));
}

#[test]
fn what_is_no_share_says_why() {
    for (text, part) in [
        ("0/8", "from 1 to 8"),
        ("9/8", "no share 9 of 8"),
        ("99999999999/8", "no share 99999999999 of 8"),
        ("0/0", "at least 1"),
        ("1/0", "at least 1"),
        ("1/1000001", "at most 1000000"),
        ("1/99999999999999999999999", "at most 1000000"),
        ("8", "such as 2/8"),
        ("", "such as 2/8"),
        ("2/", "such as 2/8"),
        ("+2/8", "such as 2/8"),
        ("-1/8", "such as 2/8"),
        ("2/8/9", "such as 2/8"),
        ("二/八", "`二/八`"),
    ] {
        let error = text.parse::<Shard>().unwrap_err().to_string();
        assert!(error.contains(part), "{text}: {error}");
    }
}

#[test]
fn the_hash_is_the_published_one() {
    // From the reference implementation, with seed 0.
    assert_eq!(XxHash3_64::oneshot(b""), 0x2d06_8005_38d3_94c2);
    assert_eq!(XxHash3_64::oneshot(b"a"), 0xe6c6_32b6_1e96_4e1f);
    let shares: Vec<u32> = ["c1", "c2", "会话3"]
        .into_iter()
        .map(|text| (XxHash3_64::oneshot(text.as_bytes()) % 1000) as u32)
        .collect();
    assert_eq!(shares, [954, 309, 933]);
}

/// What one share of a stream of `columns` holds.
fn read(text: &[u8], columns: &str, format: Format, shard: Option<Shard>) -> (Vec<Row>, Vec<Skipped>, Tally) {
    let columns = Some(columns.split(',').map(str::to_owned).collect());
    let options = TableOptions { columns, format: Some(format), ..TableOptions::default() };
    let table = Table::from_reader("test", Cursor::new(text.to_vec()), &options).unwrap();
    let mut transcripts = Transcripts::new(table, &ColumnMapping::default(), Need::Expected).unwrap();
    if let Some(shard) = shard {
        transcripts.take_shard(shard);
    }
    let (mut rows, mut skipped) = (Vec::new(), Vec::new());
    let (mut all_rows, mut all_skipped) = (Vec::new(), Vec::new());
    while transcripts.next_batch(3, &mut rows, &mut skipped).unwrap() {
        all_rows.append(&mut rows);
        all_skipped.append(&mut skipped);
    }
    (all_rows, all_skipped, transcripts.tally())
}

fn lines(rows: &[Row]) -> Vec<u64> {
    rows.iter().map(|row| row.line).collect()
}

#[test]
fn the_share_follows_from_what_is_documented() {
    let has = |text: &str, columns: &str, bytes: &[u8]| {
        let share = XxHash3_64::oneshot(bytes) % 97 + 1;
        (1..=97).all(|index| {
            let shard = Shard::new(index, 97).unwrap();
            let (rows, skipped, _) = read(text.as_bytes(), columns, Format::Tsv, Some(shard));
            rows.len() + skipped.len() == usize::from(u64::from(index) == share)
        })
    };
    assert!(has("在吗\tgreet\t 会话1 \n", "question,expected,conversation", "会话1".as_bytes()));
    let cells = ["在吗".as_bytes(), b"\xffgreet\xff\xff"].concat();
    assert!(has("在吗\tgreet\t\\N\n", "question,expected,conversation", &cells));
    assert!(has("a\tbc\n", "question,expected", b"a\xffbc\xff"));
    assert!(has("ab\tc\n", "question,expected", b"ab\xffc\xff"));
}

#[test]
fn a_record_that_cannot_be_cut_is_dealt_out_by_its_line() {
    let text = b"\n\xff\n";
    let share = XxHash3_64::oneshot(&2_u64.to_le_bytes()) % 5 + 1;
    for index in 1..=5 {
        let shard = Shard::new(index, 5).unwrap();
        let (_, skipped, _) = read(text, "question,expected", Format::Tsv, Some(shard));
        assert_eq!(skipped.len(), usize::from(u64::from(index) == share));
    }
}

#[test]
fn shares_are_about_equal() {
    let lines: Vec<String> = (0..4000).map(|number| format!("在吗\tgreet\tc{number}\n")).collect();
    let text = lines.concat();
    for index in 1..=8 {
        let shard = Shard::new(index, 8).unwrap();
        let rows = read(text.as_bytes(), "question,expected,conversation", Format::Tsv, Some(shard)).0;
        assert!((400..600).contains(&rows.len()), "{shard}: {}", rows.len());
    }
}

proptest! {
    #[test]
    fn shares_part_the_rows_and_no_conversation(
        cells in proptest::collection::vec(
            (
                "(|a|在吗|bc| )", "(|greet|无|\\\\N)", "(|客服|客户|agent)", "(| c[0-9]|会话[0-9] |\\\\N)",
                "(1|0|x|\t|\u{1}|)",
            ),
            0..60,
        ),
        count in 1_u32..20,
        json in any::<bool>(),
    ) {
        let columns = "question,expected,speaker,conversation,count";
        let mut text = Vec::new();
        for (question, expected, speaker, conversation, times) in &cells {
            let line = if json {
                let object = serde_json::json!({
                    "question": question, "expected": expected, "speaker": speaker,
                    "conversation": conversation, "count": times,
                });
                format!("{}{object}\n", if times == "x" { "!" } else { "" })
            } else {
                format!("{question}\t{expected}\t{speaker}\t{conversation}\t{times}\n")
            };
            // A control character in the place of a byte that is no text.
            text.extend(line.bytes().map(|byte| if byte == 1 { 0xff } else { byte }));
        }
        let format = if json { Format::JsonLines } else { Format::Tsv };
        let (whole_rows, whole_skipped, whole) = read(&text, columns, format, None);
        let (mut rows, mut skipped) = (Vec::new(), Vec::new());
        let mut tally = Tally::default();
        let mut shares: BTreeMap<String, u32> = BTreeMap::new();
        for index in 1..=count {
            let shard = Shard::new(index, count).unwrap();
            let (some_rows, some_skipped, part) = read(&text, columns, format, Some(shard));
            prop_assert!(lines(&some_rows).is_sorted());
            for row in &some_rows {
                if let Some(conversation) = &row.conversation {
                    prop_assert_eq!(*shares.entry(conversation.clone()).or_insert(index), index);
                }
            }
            tally.rows += part.rows;
            tally.skipped += part.skipped;
            tally.not_customer += part.not_customer;
            rows.extend(some_rows);
            skipped.extend(some_skipped);
        }
        prop_assert_eq!(tally, whole);
        rows.sort_by_key(|row| row.line);
        skipped.sort_by_key(|row| row.line);
        prop_assert_eq!(rows, whole_rows);
        prop_assert_eq!(skipped, whole_skipped);
    }
}
