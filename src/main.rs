//! The `kbtool` binary: parse, run, exit code.

mod cli;

use std::process::ExitCode;

use clap::Parser;

/// Training and evaluation allocate many small vectors from all threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = match cli::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return cli::usage_error(&error),
    };
    cli::run(arguments)
}
