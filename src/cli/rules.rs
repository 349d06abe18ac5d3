//! `kbtool rules`: the list of rules.

use anyhow::Result;
use kbtool::report::{RulesFormat, render_rules};

use super::arguments::{GlobalArguments, RulesArguments};
use super::context::{language, render_options};
use super::exit::Exit;
use super::output;

pub(crate) fn run(global: &GlobalArguments, arguments: &RulesArguments) -> Result<Exit> {
    for output in output::parse(&arguments.output, RulesFormat::Text)? {
        let path = output.path.as_deref();
        let text = render_rules(output.format, render_options(language(global), path));
        output::deliver(path, &text)?;
    }
    Ok(Exit::Clean)
}
