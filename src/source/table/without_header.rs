//! Opening a table that has no header because its columns are named by whoever reads it.
//!
//! Such tables are parts of a stream as a rule. What is found out by looking at a whole file, such as its
//! encoding, could turn out otherwise from part to part, so for lines of tabs and of JSON it is settled
//! beforehand.

use std::io::{Cursor, Read};
use std::path::PathBuf;

use super::delimited::Delimited;
use super::json_lines::JsonLines;
use super::lines::{Input, Lines};
use super::tab_separated::TabSeparated;
use super::{
    DETECTION_PREFIX, DecodingReader, Encoding, Format, Kind, MAX_LINE, PARQUET, Source, Table, TableError,
    TableOptions, clean_name, workbook,
};

/// Opens a table whose columns are `names`.
pub(super) fn open(
    path: PathBuf,
    mut source: Source,
    format: Option<Format>,
    options: &TableOptions,
    names: &[String],
) -> Result<Table, TableError> {
    let columns = clean_names(names)?;
    let unreadable = |cause| TableError::Read { path: path.clone(), cause };
    let mut head = Vec::new();
    // Where the user has said that it is text, some bytes at the start of a stream do not gainsay it.
    if options.format.is_none() {
        source.by_ref().take(DETECTION_PREFIX as u64).read_to_end(&mut head).map_err(unreadable)?;
    }
    let names_columns = matches!(format, Some(Format::Workbook | Format::Parquet));
    if names_columns || workbook::is_workbook(&head) || head.starts_with(PARQUET) {
        return Err(TableError::NamedWorkbook { path });
    }
    let forced = options.encoding.filter(|encoding| !encoding.is_utf8());
    let format = match format {
        Some(known) => known,
        None => likely_format(&head, forced).map_err(unreadable)?,
    };
    let source: Source = Box::new(Cursor::new(head).chain(source));
    let kind = if format == Format::Csv {
        let reader = DecodingReader::new(source, options.encoding).map_err(unreadable)?;
        if reader.is_binary() {
            return Err(TableError::Binary { path });
        }
        let table = Delimited::without_header(&path, reader, options.delimiter, columns.len())?;
        Kind::Delimited(Box::new(table))
    } else {
        let input = match forced {
            None => Input::bytes(source),
            Some(encoding) => {
                Input::Decoded(Box::new(DecodingReader::undetected(source, encoding).map_err(unreadable)?))
            }
        };
        let lines = Lines::new(input, MAX_LINE);
        if format == Format::JsonLines {
            Kind::JsonLines(Box::new(JsonLines::without_header(lines, &columns)))
        } else {
            Kind::TabSeparated(TabSeparated::new(lines))
        }
    };
    Ok(Table { path, columns, columns_given: true, kind })
}

/// The names as they are compared; an empty one may stand as often as it likes.
fn clean_names(names: &[String]) -> Result<Vec<String>, TableError> {
    let columns: Vec<String> = names.iter().map(|name| clean_name(name)).collect();
    for (place, name) in columns.iter().enumerate() {
        if !name.is_empty() && columns[..place].contains(name) {
            return Err(TableError::SameColumn { name: name.clone() });
        }
    }
    Ok(columns)
}

/// The format that the first line of a stream looks like: JSON Lines if it begins with `{`, tab-separated if
/// it has a tab, else CSV. A stream without any line is tab-separated.
fn likely_format(head: &[u8], forced: Option<Encoding>) -> std::io::Result<Format> {
    let mut text = Vec::new();
    match forced {
        Some(encoding) => {
            DecodingReader::undetected(head, encoding)?.read_to_end(&mut text)?;
        }
        None => text.extend_from_slice(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head)),
    }
    let line = text.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty());
    Ok(match line {
        Some(line) if line.trim_ascii_start().starts_with(b"{") => Format::JsonLines,
        Some(line) if !line.contains(&b'\t') => Format::Csv,
        _ => Format::Tsv,
    })
}

#[cfg(test)]
mod tests;
