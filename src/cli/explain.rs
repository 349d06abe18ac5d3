//! `kbtool explain`: the page of a rule.

use anyhow::{Result, bail};
use kbtool::lint::{find_rule, nearest_rule};
use kbtool::report::render_rule;

use super::arguments::{ExplainArguments, GlobalArguments};
use super::context::{language, render_options};
use super::exit::Exit;
use super::output;

pub(crate) fn run(global: &GlobalArguments, arguments: &ExplainArguments) -> Result<Exit> {
    let Some(rule) = find_rule(&arguments.rule) else {
        let hint = nearest_rule(&arguments.rule)
            .map_or_else(String::new, |nearest| format!(" (did you mean `{nearest}`?)"));
        bail!("no rule is called `{}`{hint}; `kbtool rules` lists them", arguments.rule);
    };
    output::deliver(None, &render_rule(rule, render_options(language(global), None)))?;
    Ok(Exit::Clean)
}
