//! `kbtool man`: manual pages, made from the definitions of the arguments.

use std::path::Path;

use anyhow::{Context as _, Result};
use clap::CommandFactory;
use clap_mangen::Man;

use super::arguments::{Arguments, ManArguments};
use super::exit::Exit;
use super::output;

pub(crate) fn run(arguments: &ManArguments) -> Result<Exit> {
    let mut command = Arguments::command().disable_help_subcommand(true);
    // Commands learn their full names (`kbtool-eval`) here.
    command.build();
    match &arguments.out {
        None => output::deliver(None, &page(&Man::new(command))?)?,
        Some(folder) => write_all(&command, folder)?,
    }
    Ok(Exit::Clean)
}

/// A page for `command` and each command below it.
fn write_all(command: &clap::Command, folder: &Path) -> Result<()> {
    let man = Man::new(command.clone());
    output::deliver(Some(&folder.join(man.get_filename())), &page(&man)?)?;
    command
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
        .try_for_each(|command| write_all(command, folder))
}

fn page(man: &Man) -> Result<String> {
    let mut page = Vec::new();
    man.render(&mut page)?;
    String::from_utf8(page).context("the page is not UTF-8")
}
