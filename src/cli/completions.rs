//! `kbtool completions`: what a shell needs to complete kbtool's commands and options.

use anyhow::{Context as _, Result};
use clap::CommandFactory;

use super::arguments::{Arguments, CompletionsArguments};
use super::exit::Exit;
use super::output;

pub(crate) fn run(arguments: &CompletionsArguments) -> Result<Exit> {
    // Into memory first: written straight to a pipe that closes, it would panic.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "kbtool", &mut script);
    output::deliver(None, &String::from_utf8(script).context("the script is not UTF-8")?)?;
    Ok(Exit::Clean)
}
