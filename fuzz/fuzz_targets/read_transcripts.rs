//! Any bytes as a table in each format: nothing may panic, and every row is given or reported.
//!
//! The first byte chooses the format (0 to 3 and 7: as named, else: found out) and an encoding.
#![no_main]

use std::io::Cursor;

use kbtool::eval::transcripts::{ColumnMapping, Need, Role, Transcripts};
use kbtool::source::decode::Encoding;
use kbtool::source::table::{Format, Next, Record, Table, TableOptions};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((&choice, bytes)) = bytes.split_first() else { return };
    let format = match choice % 8 {
        0 => Some(Format::Csv),
        1 => Some(Format::Tsv),
        2 => Some(Format::JsonLines),
        3 => Some(Format::Workbook),
        7 => Some(Format::Parquet),
        _ => None,
    };
    let encoding = match choice / 8 % 8 {
        0 => Some(Encoding::UTF_8),
        1 => Some(Encoding::GB18030),
        2 => Some(Encoding::UTF_16LE),
        3 => Some(Encoding::BIG5),
        _ => None,
    };
    let options = TableOptions { format, encoding, ..TableOptions::default() };
    let open = || Table::from_reader("-", Cursor::new(bytes.to_vec()), &options);
    let Ok(mut table) = open() else { return };
    let columns = table.columns().to_vec();
    let mut record = Record::new();
    let (mut rows, mut faults, mut last) = (0_u64, 0_u64, 0);
    let whole = loop {
        match table.read(&mut record) {
            Ok(Next::Row) => {
                rows += 1;
                assert!(record.line() > last, "line {} after {last}", record.line());
                last = record.line();
                for index in 0..record.len() {
                    let _ = record.cell(index).chars().count();
                }
            }
            Ok(Next::Fault(fault)) => {
                faults += 1;
                assert!(fault.line > last, "line {} after {last}", fault.line);
                last = fault.line;
            }
            Ok(Next::End) => break true,
            Err(error) => {
                assert!(!error.to_string().is_empty());
                break false;
            }
        }
    };
    // The same table as transcripts, with whatever columns it has.
    let mut mapping = ColumnMapping::default();
    if let Some(first) = columns.first().filter(|name| !name.is_empty()) {
        let _ = mapping.set(Role::Question.name(), first);
    }
    let again = open().expect("it opened before");
    let Ok(mut transcripts) = Transcripts::new(again, &mapping, Need::QuestionOnly) else { return };
    let (mut read, mut skipped) = (Vec::new(), Vec::new());
    while let Ok(true) = transcripts.next_batch(7, &mut read, &mut skipped) {
        assert!(read.len() + skipped.len() <= 7);
        assert!(read.iter().all(|row| !row.question.trim().is_empty() && row.count > 0));
        assert!(skipped.iter().all(|row| !row.to_string().is_empty()));
    }
    for note in transcripts.notes() {
        assert!(!note.to_string().is_empty());
    }
    if whole {
        let tally = transcripts.tally();
        let given = tally.rows + tally.skipped + tally.not_customer;
        // Rows whose only text is in columns that are not decoded are given as rows without a question.
        if transcripts.table().format() == Format::Parquet {
            assert!(given >= rows + faults, "nothing is dropped");
        } else {
            assert_eq!(given, rows + faults, "nothing is dropped");
        }
    }
});
