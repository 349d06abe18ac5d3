//! `kbtool config show`.

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use super::output;

pub(crate) fn show(context: &Context) -> Result<Exit> {
    output::deliver(None, &context.config.to_toml())?;
    Ok(Exit::Clean)
}
