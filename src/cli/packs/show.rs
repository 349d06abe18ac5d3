//! `kbtool packs show`.

use anyhow::{Result, bail};
use kbtool::install::Releases;
use kbtool::model::{Entry, nearest};
use kbtool::report::{PacksFormat, render_pack};

use crate::cli::arguments::{GlobalArguments, PacksShowArguments};
use crate::cli::context::{language, render_options};
use crate::cli::exit::Exit;
use crate::cli::output;

pub(super) fn run(global: &GlobalArguments, arguments: &PacksShowArguments) -> Result<Exit> {
    let outputs = output::parse(&arguments.output, PacksFormat::Text)?;
    let releases = Releases::bundled();
    let pack = releases.find(&arguments.pack).ok_or_else(|| releases.unknown(&arguments.pack))?;
    let of_pack = || releases.knowledge_base.entries.iter().filter(|entry| entry.pack == pack.index);
    let entry = match &arguments.entry {
        None => None,
        Some(name) => {
            let key = name.strip_prefix(&format!("{}/", pack.id)).unwrap_or(name);
            let Some(found) = of_pack().find(|entry| entry.key() == key) else {
                let hint = match nearest(key, of_pack().map(Entry::key)) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("`kbtool packs show {}` lists them", pack.id),
                };
                bail!("the pack `{}` has no entry `{key}`; {hint}", pack.id);
            };
            Some(found)
        }
    };
    for output in &outputs {
        let options = render_options(language(global), output.path.as_deref());
        let shown = render_pack(&releases, pack, entry, output.format, options);
        output::deliver(output.path.as_deref(), &shown)?;
    }
    Ok(Exit::Clean)
}
