//! Any bytes as lines of tabs without a header: nothing may panic, every line that is not blank is a row of
//! just the cells that stand there, or a fault, and the shares of the rows make the whole.
//!
//! The first byte says how many bytes each read gives, the second into how many shares the rows are dealt.
#![no_main]

use std::io::Read;

use kbtool::eval::transcripts::{ColumnMapping, Need, Shard, Tally, Transcripts};
use kbtool::source::table::{Format, MAX_LINE, Next, Record, Table, TableOptions};
use libfuzzer_sys::fuzz_target;

/// Gives so many bytes at a time.
struct Drip {
    bytes: Vec<u8>,
    given: usize,
    step: usize,
}

impl Read for Drip {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let rest = &self.bytes[self.given..];
        let count = rest.len().min(buffer.len()).min(self.step);
        buffer[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}

fuzz_target!(|bytes: &[u8]| {
    let [step, shares, bytes @ ..] = bytes else { return };
    let columns = ["question", "expected", "", "conversation", "count"].map(str::to_owned);
    let options = TableOptions {
        format: Some(Format::Tsv),
        columns: Some(columns.to_vec()),
        ..TableOptions::default()
    };
    let open = || {
        let drip = Drip { bytes: bytes.to_vec(), given: 0, step: usize::from(*step) + 1 };
        Table::from_reader("-", drip, &options).expect("a stream of tabs always opens")
    };
    let whole = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut lines = (1..).zip(whole.split(|byte| *byte == b'\n')).filter_map(|(number, line)| {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let text = std::str::from_utf8(line).ok();
        (!text.is_some_and(|text| text.trim().is_empty())).then_some((number, line, text))
    });
    let mut table = open();
    let mut record = Record::new();
    let mut records = 0;
    loop {
        match table.read(&mut record).expect("no line ends the reading") {
            Next::Row => {
                let (number, _, text) = lines.next().expect("a line for the row");
                assert_eq!(record.line(), number);
                let cells = text.expect("a row is text").split('\t');
                let cells: Vec<&str> = cells.map(|cell| if cell == "\\N" { "" } else { cell }).collect();
                assert_eq!((0..record.len()).map(|index| record.cell(index)).collect::<Vec<_>>(), cells);
            }
            Next::Fault(fault) => {
                let (number, line, text) = lines.next().expect("a line for the fault");
                assert_eq!(fault.line, number);
                assert!(text.is_none() || line.len() > MAX_LINE);
            }
            Next::End => break,
        }
        records += 1;
    }
    assert!(lines.next().is_none(), "nothing is dropped");
    let count = |shard: Option<Shard>| {
        let mapping = ColumnMapping::default();
        let mut transcripts = Transcripts::new(open(), &mapping, Need::Expected).expect("its columns");
        if let Some(shard) = shard {
            transcripts.take_shard(shard);
        }
        let (mut rows, mut skipped) = (Vec::new(), Vec::new());
        while transcripts.next_batch(7, &mut rows, &mut skipped).expect("no line ends the reading") {
            assert!(rows.len() + skipped.len() <= 7);
            assert!(skipped.iter().all(|row| !row.to_string().is_empty()));
        }
        transcripts.tally()
    };
    let all = count(None);
    assert_eq!(all.rows + all.skipped + all.not_customer, records);
    let shares = u32::from(*shares % 4) + 1;
    let mut sum = Tally::default();
    for index in 1..=shares {
        let part = count(Some(Shard::new(index, shares).expect("a share")));
        sum.rows += part.rows;
        sum.skipped += part.skipped;
        sum.not_customer += part.not_customer;
    }
    assert_eq!(sum, all);
});
