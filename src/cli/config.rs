//! `kbtool config show`.

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use super::output;

pub(crate) fn show(context: &Context) -> Result<Exit> {
    let from = match &context.config.path {
        Some(path) => format!("# {}\n", path.display()),
        None => "# no kbtool.toml was found: these are the defaults\n".to_owned(),
    };
    output::deliver(None, &format!("{from}{}", context.config.to_toml()))?;
    Ok(Exit::Clean)
}
