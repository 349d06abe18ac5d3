//! `kbtool import`: labelled utterances become the YAML files of a knowledge base.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use kbtool::import::{ImportOptions, Importer, Row};
use kbtool::source::table::{Next, Record, Table, TableOptions};
use kbtool::source::write_atomically;

use super::arguments::ImportArguments;
use super::context::Context;
use super::exit::Exit;

/// So many skipped rows are shown one by one; the rest is counted.
const SHOWN: usize = 20;

pub(crate) fn run(context: &Context, arguments: &ImportArguments) -> Result<Exit> {
    let encoding = arguments.encoding.as_deref().map(str::parse).transpose()?;
    let mut table =
        Table::open(&arguments.utterances, &TableOptions { encoding, ..TableOptions::default() })?;
    let columns = Columns::find(&table, arguments)?;
    let asked = [Some(columns.text), Some(columns.intent), columns.domain, columns.question];
    table.keep(&asked.into_iter().flatten().collect::<Vec<_>>());
    let mut importer =
        Importer::new(ImportOptions { out: arguments.out.clone(), pack: arguments.pack.clone() });
    let mut record = Record::new();
    let mut unreadable = Vec::new();
    loop {
        match table.read(&mut record)? {
            Next::End => break,
            Next::Fault(fault) => unreadable.push(fault.to_string()),
            Next::Row => importer.add(&Row {
                line: record.line(),
                text: record.cell(columns.text),
                intent: record.cell(columns.intent),
                domain: columns.domain.map(|column| record.cell(column)),
                question: columns.question.map(|column| record.cell(column)),
            })?,
        }
    }
    let result = importer.finish()?;
    if result.entries == 0 {
        bail!("{}: no row with a text and an intent; nothing was written", arguments.utterances.display());
    }
    let existing = result.files.iter().find(|(path, _)| path.exists());
    if let Some((path, _)) = existing.filter(|_| !arguments.force) {
        bail!("{} exists; give --force to overwrite it, or another --out", path.display());
    }
    for (path, text) in &result.files {
        let folder = path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        write_atomically(path, text.as_bytes())?;
    }
    let skipped: Vec<String> =
        unreadable.into_iter().chain(result.skipped.iter().map(ToString::to_string)).collect();
    for line in skipped.iter().take(SHOWN) {
        context.note(line);
    }
    for conflict in result.conflicts.iter().take(SHOWN) {
        context.note(&format!(
            "\"{}\" {}{}",
            conflict.phrasing,
            context.language.pick("stands under several entries: ", "同时属于多个知识点："),
            conflict.entries.join(", ")
        ));
    }
    context.note(&match context.language {
        kbtool::diagnostic::Language::English => format!(
            "entries: {}, phrasings: {}, files: {} (below {}); repeated phrasings left out: {}, phrasings under several entries: {}, rows skipped: {}",
            result.entries, result.phrasings, result.files.len(), arguments.out.display(),
            result.duplicates, result.conflicts.len(), skipped.len()
        ),
        kbtool::diagnostic::Language::Chinese => format!(
            "{} 个知识点、{} 条问法写入 {} 个文件（{}）；略去重复问法 {} 条，一句多属 {} 条，跳过 {} 行",
            result.entries, result.phrasings, result.files.len(), arguments.out.display(),
            result.duplicates, result.conflicts.len(), skipped.len()
        ),
    });
    Ok(Exit::Clean)
}

struct Columns {
    text: usize,
    intent: usize,
    domain: Option<usize>,
    question: Option<usize>,
}

impl Columns {
    fn find(table: &Table, arguments: &ImportArguments) -> Result<Self> {
        let find = |name: &str| table.columns().iter().position(|column| column.eq_ignore_ascii_case(name));
        let need = |name: &str, option: &str| {
            find(name).with_context(|| {
                format!(
                    "{}: there is no column `{name}`; there are {}. Name the right one with {option}",
                    table.path().display(),
                    table.columns().join(", ")
                )
            })
        };
        Ok(Self {
            text: need(&arguments.text_column, "--text-column")?,
            intent: need(&arguments.intent_column, "--intent-column")?,
            domain: find(&arguments.domain_column),
            question: match &arguments.question_column {
                Some(name) => Some(need(name, "--question-column")?),
                None => None,
            },
        })
    }
}
