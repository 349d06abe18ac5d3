//! The binary's own: arguments, one file a command, progress, exit codes.
//!
//! Everything that prints, exits, looks at the environment or knows clap and anyhow is here; the library
//! gets plain values and gives plain results back.

mod arguments;
mod bundle;
mod check;
mod completions;
mod config;
mod context;
mod dedup;
mod diff;
mod engine;
mod eval;
mod exit;
mod explain;
mod import;
mod init;
mod lint;
mod man;
mod matching;
mod merge;
mod output;
mod packs;
mod progress;
mod rewrite;
mod rows;
mod rules;
mod schema;
mod transcripts;
mod versions;

use std::process::ExitCode;

use anyhow::Result;
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
    context::apply_colours(global.color);
    // Commands that explain kbtool or set it up read no configuration: they must run before there is one, and with a
    // broken one.
    let with_context = |run: &dyn Fn(&Context) -> Result<Exit>| run(&Context::new(global.clone())?);
    let result = match &command {
        Command::Init(arguments) => init::run(&global, arguments),
        Command::Explain(arguments) => explain::run(&global, arguments),
        Command::Rules(arguments) => rules::run(&global, arguments),
        Command::Schema(arguments) => schema::run(arguments),
        Command::Completions(arguments) => completions::run(arguments),
        Command::Man(arguments) => man::run(arguments),
        Command::Lint(arguments) => with_context(&|context| lint::run(context, arguments)),
        Command::Dedup(arguments) => with_context(&|context| dedup::run(context, arguments)),
        Command::Diff(arguments) => with_context(&|context| diff::run(context, arguments)),
        Command::Check(arguments) => with_context(&|context| check::run(context, arguments)),
        Command::Eval(arguments) => with_context(&|context| eval::run(context, arguments)),
        Command::Bundle(arguments) => with_context(&|context| bundle::run(context, arguments)),
        Command::Merge(arguments) => with_context(&|context| merge::run(context, arguments)),
        Command::Match(arguments) => with_context(&|context| matching::run(context, arguments)),
        Command::Import(arguments) => with_context(&|context| import::run(context, arguments)),
        Command::Packs { command } => packs::run(&global, command),
        Command::Config { command: ConfigCommand::Show } => with_context(&config::show),
    };
    match result {
        Ok(exit) => exit.into(),
        Err(error) if output::is_closed_pipe(&error) => Exit::Clean.into(),
        Err(error) => {
            output::error(&error);
            Exit::Error.into()
        }
    }
}
