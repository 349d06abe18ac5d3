//! Some rows on their way from a decoder to the reader.
//!
//! Cells are gathered as bytes and looked at all together: whether they are text, and have the line ends of
//! a table. Nearly always they are, and a look at half a megabyte takes far less than one at each of its
//! thousands of cells. Where they are not, cell by cell is looked at.

use std::string::FromUtf8Error;

use memchr::memchr;

use super::super::RowFault;

/// Some rows, one after the other.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// The texts of all cells.
    text: String,
    /// Where each cell's text ends, row by row.
    ends: Vec<usize>,
    /// Rows that cannot be read, by their place here. Their cells are empty.
    pub(super) faults: Vec<(usize, RowFault)>,
    pub(super) rows: usize,
    /// Whether the row group ends here.
    pub(super) last: bool,
}

impl Chunk {
    /// The text of a cell, counted from the first row's first.
    pub(super) fn cell(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[index]]
    }
}

/// A chunk that is being filled, cell by cell.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// What the cells hold, which should be UTF-8.
    pub(super) bytes: Vec<u8>,
    ends: Vec<usize>,
    faults: Vec<(usize, RowFault)>,
    pub(super) rows: usize,
    /// Where the row begins that is being filled, in `bytes` and in `ends`.
    row: (usize, usize),
}

impl Draft {
    /// An empty one, in the memory of a chunk that has been read.
    pub(super) fn reusing(chunk: Chunk) -> Self {
        let Chunk { text, mut ends, .. } = chunk;
        let mut bytes = text.into_bytes();
        bytes.clear();
        ends.clear();
        Self { bytes, ends, ..Self::default() }
    }

    /// How many bytes the row has up to now.
    pub(super) fn row_bytes(&self) -> usize {
        self.bytes.len() - self.row.0
    }

    /// What has been added to `bytes` is a cell.
    pub(super) fn end_cell(&mut self) {
        self.ends.push(self.bytes.len());
    }

    /// The cells since the last row are one, or what is wrong with it.
    pub(super) fn end_row(&mut self, fault: Option<RowFault>) {
        let (start, first) = self.row;
        if let Some(fault) = fault {
            self.bytes.truncate(start);
            self.ends[first..].fill(start);
            self.faults.push((self.rows, fault));
        }
        self.rows += 1;
        self.row = (self.bytes.len(), self.ends.len());
    }

    /// The rows as text; `last` if the row group ends here.
    pub(super) fn finish(self, last: bool) -> Chunk {
        let Self { bytes, ends, faults, rows, .. } = self;
        match plain_text(bytes, &ends) {
            Ok(text) => Chunk { text, ends, faults, rows, last },
            Err(bytes) => cell_by_cell(&bytes, &ends, faults, rows, last),
        }
    }
}

/// The bytes as text, or as they are if some cell is none or has other line ends than a table's.
fn plain_text(bytes: Vec<u8>, ends: &[usize]) -> Result<String, Vec<u8>> {
    if memchr(b'\r', &bytes).is_some() {
        return Err(bytes);
    }
    let text = String::from_utf8(bytes).map_err(FromUtf8Error::into_bytes)?;
    // The whole can be text although one cell ends, and the next begins, inside of a character.
    if ends.iter().all(|&end| text.is_char_boundary(end)) { Ok(text) } else { Err(text.into_bytes()) }
}

fn cell_by_cell(
    bytes: &[u8],
    ends: &[usize],
    mut faults: Vec<(usize, RowFault)>,
    rows: usize,
    last: bool,
) -> Chunk {
    let (mut text, mut new_ends) = (String::with_capacity(bytes.len()), Vec::with_capacity(ends.len()));
    let mut begin = 0;
    for (row, ends) in ends.chunks(ends.len() / rows.max(1)).enumerate() {
        let (start, first) = (text.len(), new_ends.len());
        let mut is_text = true;
        for &end in ends {
            match std::str::from_utf8(&bytes[begin..end]) {
                Ok(cell) => push_with_line_ends(cell, &mut text),
                Err(_) => is_text = false,
            }
            new_ends.push(text.len());
            begin = end;
        }
        if !is_text {
            text.truncate(start);
            new_ends[first..].fill(start);
            faults.push((row, RowFault::NotUtf8));
        }
    }
    faults.sort_unstable_by_key(|(row, _)| *row);
    Chunk { text, ends: new_ends, faults, rows, last }
}

/// Line ends become `\n`, as in every table.
fn push_with_line_ends(cell: &str, text: &mut String) {
    let mut rest = cell;
    while let Some((line, behind)) = rest.split_once('\r') {
        text.push_str(line);
        text.push('\n');
        rest = behind.strip_prefix('\n').unwrap_or(behind);
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Rows of cells, each row with its cells or its fault.
    fn read(rows: &[Vec<Vec<u8>>]) -> Vec<Result<Vec<String>, RowFault>> {
        let mut draft = Draft::default();
        for row in rows {
            for cell in row {
                draft.bytes.extend_from_slice(cell);
                draft.end_cell();
            }
            draft.end_row(None);
        }
        let chunk = draft.finish(true);
        assert_eq!(chunk.rows, rows.len());
        let row = |(number, cells): (usize, &Vec<Vec<u8>>)| match chunk
            .faults
            .iter()
            .find(|(row, _)| *row == number)
        {
            Some((_, fault)) => Err(fault.clone()),
            None => {
                Ok((0..cells.len()).map(|cell| chunk.cell(number * cells.len() + cell).to_owned()).collect())
            }
        };
        rows.iter().enumerate().map(row).collect()
    }

    fn row(cells: &[&[u8]]) -> Vec<Vec<u8>> {
        cells.iter().map(|cell| cell.to_vec()).collect()
    }

    #[test]
    fn line_ends_become_one_kind_and_other_text_stays() {
        let read = read(&[row(&["亲\r\n在吗😀\r\r\n\n".as_bytes(), b"a"]), row(&[b"", "好".as_bytes()])]);
        let cells = |cells: [&str; 2]| Ok(cells.map(str::to_owned).to_vec());
        assert_eq!(read, [cells(["亲\n在吗😀\n\n\n", "a"]), cells(["", "好"])]);
    }

    #[test]
    fn a_character_in_two_halves_is_no_text() {
        let (first, second) = "好".as_bytes().split_at(1);
        let read = read(&[row(&[b"a", b"b"]), row(&[first, second]), row(&[b"c", b"d"])]);
        assert_eq!(read[1], Err(RowFault::NotUtf8));
        assert!(read[0].is_ok() && read[2].is_ok());
    }

    #[test]
    fn a_row_with_a_fault_leaves_nothing_behind_and_the_memory_is_used_again() {
        let mut draft = Draft::default();
        for (cell, fault) in [("长", Some(RowFault::TooLong { limit: 1 })), ("短", None)] {
            draft.bytes.extend_from_slice(cell.as_bytes());
            assert_eq!(draft.row_bytes(), 3);
            draft.end_cell();
            draft.end_row(fault);
        }
        let chunk = draft.finish(false);
        assert_eq!((chunk.cell(0), chunk.cell(1), chunk.rows, chunk.last), ("", "短", 2, false));
        assert_eq!(chunk.faults, [(0, RowFault::TooLong { limit: 1 })]);
        let draft = Draft::reusing(chunk);
        assert!(draft.bytes.is_empty() && draft.bytes.capacity() >= 3 && draft.finish(true).rows == 0);
    }

    proptest! {
        #[test]
        fn all_together_and_cell_by_cell_are_the_same(
            rows in prop::collection::vec(prop::collection::vec(
                prop_oneof![
                    4 => "[a好😀\r\n]{0,4}".prop_map(String::into_bytes),
                    1 => prop::collection::vec(any::<u8>(), 0..4),
                ], 3), 1..8),
        ) {
            let one_by_one: Vec<_> = rows.iter().map(|row| {
                let cells = row.iter().map(|cell| String::from_utf8(cell.clone()));
                let cells: Result<Vec<String>, _> = cells.collect();
                cells.map_err(|_| RowFault::NotUtf8)
                    .map(|cells| cells.iter().map(|cell| cell.replace("\r\n", "\n").replace('\r', "\n")).collect())
            }).collect();
            prop_assert_eq!(read(&rows), one_by_one);
        }
    }
}
