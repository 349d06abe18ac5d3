//! `kbtool packs`: the industry packs that ship, and copies of them.

mod add;
mod list;
mod show;
mod update;

use anyhow::Result;

use super::arguments::{GlobalArguments, PacksCommand};
use super::context::Context;
use super::exit::Exit;

pub(crate) fn run(global: &GlobalArguments, command: &PacksCommand) -> Result<Exit> {
    // What ships can be looked at before there is a knowledge base, and with a broken configuration.
    let context = || Context::new(global.clone());
    match command {
        PacksCommand::List(arguments) => list::run(&context()?, arguments),
        PacksCommand::Show(arguments) => show::run(global, arguments),
        PacksCommand::Add(arguments) => add::run(&context()?, arguments),
        PacksCommand::Update(arguments) => update::run(&context()?, arguments),
    }
}
