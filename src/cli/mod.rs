//! The binary's own: arguments, one file a command, progress, exit codes.
//!
//! Everything that prints, exits, looks at the environment or knows clap and anyhow is here; the library
//! gets plain values and gives plain results back.

mod arguments;
mod config;
mod context;
mod engine;
mod eval;
mod exit;
mod import;
mod matching;
mod output;
mod progress;

use std::process::ExitCode;

pub(crate) use arguments::Arguments;
use arguments::{Command, ConfigCommand};
use context::Context;
use exit::Exit;

/// Print what clap has to say: help and version are no errors, all else is exit code 2.
pub(crate) fn usage_error(error: &clap::Error) -> ExitCode {
    // When the stream is closed there is nobody left to tell.
    let _ = error.print();
    if error.use_stderr() { Exit::Error.into() } else { Exit::Clean.into() }
}

/// Run the command.
pub(crate) fn run(arguments: Arguments) -> ExitCode {
    let Arguments { global, command } = arguments;
    let result = Context::new(global).and_then(|context| match &command {
        Command::Eval(arguments) => eval::run(&context, arguments),
        Command::Match(arguments) => matching::run(&context, arguments),
        Command::Import(arguments) => import::run(&context, arguments),
        Command::Config { command: ConfigCommand::Show } => config::show(&context),
    });
    match result {
        Ok(exit) => exit.into(),
        Err(error) if output::is_closed_pipe(&error) => Exit::Clean.into(),
        Err(error) => {
            output::error(&error);
            Exit::Error.into()
        }
    }
}
