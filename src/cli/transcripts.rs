//! Opening transcripts, for every command that reads them.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use kbtool::eval::transcripts::{ColumnMapping, Need, Shard, Transcripts};
use kbtool::source::table::{Table, TableOptions};

use super::arguments::TableArguments;
use super::context::Context;

/// The transcripts that the command line names, else those of the configuration, each once.
pub(crate) fn named_or_configured(context: &Context, named: &[PathBuf]) -> Result<Vec<PathBuf>> {
    if !named.is_empty() {
        return Ok(named.to_vec());
    }
    let mut paths: Vec<PathBuf> = Vec::new();
    for pattern in &context.config.eval.transcripts {
        let found = pattern.files();
        if found.is_empty() {
            bail!("`transcripts` in [eval] of kbtool.toml: no file is called {}", pattern.display());
        }
        for path in found {
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    Ok(paths)
}

/// Open every transcript and find its columns, before anything long begins: a slip in a column's name should
/// show at once. Each comes with its name for people.
pub(crate) fn open_all(
    context: &Context,
    paths: &[PathBuf],
    arguments: &TableArguments,
) -> Result<Vec<(String, Transcripts)>> {
    open_share(context, paths, arguments, None)
}

/// The same, but only a share of the rows.
pub(crate) fn open_share(
    context: &Context,
    paths: &[PathBuf],
    arguments: &TableArguments,
    shard: Option<Shard>,
) -> Result<Vec<(String, Transcripts)>> {
    let options = table_options(arguments)?;
    let mapping = mapping(context, arguments)?;
    paths
        .iter()
        .map(|path| {
            let mut transcripts = if path == Path::new("-") {
                let table = Table::from_reader("-", std::io::stdin(), &options)?;
                Transcripts::new(table, &mapping, Need::Expected)?
            } else {
                Transcripts::open(path, &options, &mapping, Need::Expected)?
            };
            if let Some(shard) = shard {
                transcripts.take_shard(shard);
            }
            Ok((path.display().to_string(), transcripts))
        })
        .collect()
}

/// The columns that were named by hand: in the configuration, and over it on the command line.
pub(crate) fn mapping(context: &Context, arguments: &TableArguments) -> Result<ColumnMapping> {
    let mut mapping = ColumnMapping::default();
    for (role, header) in &context.config.eval.columns {
        mapping.set(role, header)?;
    }
    Ok(mapping.overlaid(&ColumnMapping::from_pairs(&arguments.column)?))
}

/// How a table is to be read.
pub(crate) fn table_options(arguments: &TableArguments) -> Result<TableOptions> {
    Ok(TableOptions {
        format: arguments.input_format.as_deref().map(str::parse).transpose()?,
        encoding: arguments.encoding.as_deref().map(str::parse).transpose()?,
        sheet: arguments.sheet.clone(),
        delimiter: None,
        columns: arguments.columns.clone(),
    })
}
