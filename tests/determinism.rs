//! The same input gives the same bytes, whatever the threads, the files' names and the table's format.

#![allow(clippy::disallowed_methods, reason = "the tests lay out files")]

#[allow(dead_code, reason = "each test file takes what it needs")]
mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{kbtool, package, run};
use kbtool::source::table::{Next, Record, Table, TableOptions};

const DAY: &str = "2026-11-05";

/// The report on the bundled example by `engine`, in `format`, on so many threads.
fn report(engine: &str, format: &str, jobs: &str, transcripts: &Path) -> Vec<u8> {
    let transcripts = transcripts.to_str().expect("a path of letters");
    let (code, out, error) = run(kbtool(&package())
        .args(["--config", "examples/kbtool.toml", "--as-of", DAY, "--jobs", jobs])
        .args(["eval", transcripts, "-o", format, "--engine", engine]));
    // A gate of the packs may be missed while they are being written; that is another test's matter.
    assert!(matches!(code, Some(0 | 1)), "{error}");
    assert!(!out.is_empty(), "{error}");
    out.into_bytes()
}

#[test]
fn threads_change_nothing() {
    let transcripts = package().join("examples/transcripts.csv");
    let alone = report("auto", "json", "1", &transcripts);
    assert!(report("auto", "json", "4", &transcripts) == alone, "json with --jobs 4");
    // What does not learn is quick.
    for format in ["json", "text"] {
        let alone = report("exact", format, "1", &transcripts);
        for jobs in ["1", "2", "4"] {
            assert!(report("exact", format, jobs, &transcripts) == alone, "{format} with --jobs {jobs}");
        }
    }
}

#[test]
fn the_index_is_as_steady() {
    let transcripts = package().join("examples/transcripts.csv");
    let json = |jobs| report("retrieval", "json", jobs, &transcripts);
    assert!(json("1") == json("3"));
}

/// The figures and what is said of each entry, without what names files or depends on entries' order.
fn figures(folder: &Path) -> serde_json::Value {
    let arguments = ["eval", "transcripts.csv", "--kb", "kb", "--kb", "shop", "--shop", "qinghe"];
    let (code, out, error) =
        run(kbtool(folder).args(arguments).args(["--as-of", DAY, "--jobs", "2", "-o", "json"]));
    assert!(matches!(code, Some(0 | 1)), "{error}");
    let report: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let by = |list: &str, keys: &[&str]| {
        let mut items = report[list].as_array().expect("a list").clone();
        items.sort_by_key(|item| keys.iter().map(|key| item[key].to_string()).collect::<Vec<_>>());
        serde_json::Value::Array(items)
    };
    serde_json::json!({
        "overall": report["overall"],
        "packs": report["packs"],
        "entries": by("entries", &["entry"]),
        "confusions": by("confusions", &["expected", "predicted"]),
        "uncovered": by("uncovered", &["label"]),
        "thresholds": report["thresholds"],
    })
}

/// Entries are read in the order of their files' names, but learned in the order of their references.
#[test]
fn the_names_of_files_change_no_figure() {
    let [first, second] = [false, true].map(|renamed| {
        let folder = tempfile::tempdir().expect("folder");
        copy(&package().join("kb"), &folder.path().join("kb"), renamed);
        copy(&package().join("examples/shop"), &folder.path().join("shop"), renamed);
        fs::copy(package().join("examples/transcripts.csv"), folder.path().join("transcripts.csv"))
            .expect("copied");
        fs::copy(package().join("tests/fixtures/plain.toml"), folder.path().join("kbtool.toml"))
            .expect("copied");
        (figures(folder.path()), folder)
    });
    assert!(first.0 == second.0, "{}\n{}", first.0, second.0);
}

/// Copy the YAML of a folder; renamed, its entry files come in the opposite order.
fn copy(from: &Path, to: &Path, renamed: bool) {
    fs::create_dir_all(to).expect("folder");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(from).expect("folder").map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    paths.retain(|path| path.is_dir() || path.extension().is_some_and(|extension| extension == "yaml"));
    for (at, path) in paths.iter().rev().enumerate() {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name of letters");
        let special = path.is_dir() || matches!(name, "pack.yaml" | "shop.yaml");
        let new = if renamed && !special { format!("{at:03}.yaml") } else { name.to_owned() };
        if path.is_dir() {
            copy(path, &to.join(new), renamed);
        } else {
            fs::copy(path, to.join(new)).expect("copied");
        }
    }
}

#[test]
fn one_transcript_in_every_format_and_encoding_gives_one_report() {
    let original = package().join("examples/transcripts.csv");
    let text = fs::read_to_string(&original).expect("UTF-8");
    let folder = tempfile::tempdir().expect("folder");
    let wanted = report("exact", "json", "2", &original);
    let (header, rows) = cells(&original);
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (gb18030, _, unmappable) = encoding_rs::GB18030.encode(&text);
    assert!(!unmappable, "GB18030 has every character, emoji too");
    let tabs: String = std::iter::once(&header).chain(&rows).map(|row| row.join("\t") + "\n").collect();
    let objects: String = rows
        .iter()
        .map(|row| {
            let pairs = header.iter().cloned().zip(row.iter().cloned().map(serde_json::Value::from));
            serde_json::Value::Object(pairs.collect()).to_string() + "\n"
        })
        .collect();
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("plain.csv", text.clone().into_bytes()),
        ("windows.csv", text.replace('\n', "\r\n").into_bytes()),
        ("mark.csv", format!("\u{feff}{text}").into_bytes()),
        ("gb18030.csv", gb18030.into_owned()),
        ("utf16.csv", [b"\xff\xfe".as_slice(), &utf16].concat()),
        ("tabs.tsv", tabs.into_bytes()),
        ("objects.jsonl", objects.into_bytes()),
        ("book.xlsx", workbook(&header, &rows)),
    ];
    // One file in which rows must be put into order, and one in which there is nothing to do.
    #[cfg(feature = "parquet")]
    let files = [
        files,
        vec![("groups.parquet", parquet(&header, &rows, 7)), ("rows.parquet", parquet(&header, &rows, 9999))],
    ]
    .concat();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("written");
        let found = report("exact", "json", "2", &path);
        assert!(found == wanted, "{name}:\n{}", String::from_utf8_lossy(&found));
    }
}

/// The transcript's header and rows; none has a tab or a line end inside.
fn cells(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let mut table = Table::open(path, &TableOptions::default()).expect("a table");
    let header = table.columns().to_vec();
    let (mut record, mut rows) = (Record::new(), Vec::new());
    while let Next::Row = table.read(&mut record).expect("a table") {
        let row: Vec<String> = (0..header.len()).map(|index| record.cell(index).to_owned()).collect();
        assert!(row.iter().all(|cell| !cell.contains(['\t', '\n'])), "{row:?}");
        rows.push(row);
    }
    (header, rows)
}

fn workbook(header: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (line, row) in (0..).zip(std::iter::once(header).chain(rows.iter().map(Vec::as_slice))) {
        for (column, cell) in (0..).zip(row) {
            sheet.write_string(line, column, cell).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// The same rows in row groups of so many; empty cells are null.
#[cfg(feature = "parquet")]
fn parquet(header: &[String], rows: &[Vec<String>], rows_per_group: usize) -> Vec<u8> {
    use parquet::data_type::{ByteArray, ByteArrayType};
    let columns =
        header.iter().fold(String::new(), |all, name| all + "optional binary " + name + " (STRING); ");
    let schema = parquet::schema::parser::parse_message_type(&format!("message transcript {{ {columns} }}"));
    let (schema, properties) = (schema.expect("a schema").into(), std::sync::Arc::default());
    let mut writer =
        parquet::file::writer::SerializedFileWriter::new(Vec::new(), schema, properties).expect("a file");
    for rows in rows.chunks(rows_per_group) {
        let mut group = writer.next_row_group().expect("a row group");
        for column in 0..header.len() {
            let cells = || rows.iter().map(|row| row[column].as_str());
            let levels: Vec<i16> = cells().map(|cell| i16::from(!cell.is_empty())).collect();
            let values: Vec<ByteArray> =
                cells().filter(|cell| !cell.is_empty()).map(ByteArray::from).collect();
            let mut writer = group.next_column().expect("written").expect("a column");
            writer.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None).expect("written");
            writer.close().expect("written");
        }
        group.close().expect("written");
    }
    writer.into_inner().expect("a file")
}
