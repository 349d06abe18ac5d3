//! `kbtool schema`: the JSON Schema of a kind of file.

use anyhow::Result;
use kbtool::model::SchemaKind;

use super::arguments::{SchemaArguments, SchemaChoice};
use super::exit::Exit;
use super::output;

pub(crate) fn run(arguments: &SchemaArguments) -> Result<Exit> {
    let schema = match arguments.kind {
        SchemaChoice::Entries => kbtool::model::schema(SchemaKind::Entries),
        SchemaChoice::Pack => kbtool::model::schema(SchemaKind::Pack),
        SchemaChoice::Shop => kbtool::model::schema(SchemaKind::Shop),
        SchemaChoice::Config => kbtool::config::schema::<kbtool::lint::Settings>(),
    };
    output::deliver(None, &serde_json::to_string_pretty(&schema)?)?;
    Ok(Exit::Clean)
}
