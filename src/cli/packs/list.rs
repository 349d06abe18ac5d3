//! `kbtool packs list`.

use anyhow::Result;
use kbtool::install::{Copy, CopyState, Record, Releases, state_of};
use kbtool::model::KnowledgeBase;
use kbtool::report::{InstalledPack, PackListReport, PacksFormat, render_pack_list};

use crate::cli::arguments::PacksListArguments;
use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::output;

pub(super) fn run(context: &Context, arguments: &PacksListArguments) -> Result<Exit> {
    let outputs = output::parse(&arguments.output, PacksFormat::Text)?;
    let releases = Releases::bundled();
    // A folder that somebody names is to be there; without one the packs are listed all the same.
    let is_there = !context.global.kb.is_empty() || context.roots().iter().any(|root| root.exists());
    let installed = if is_there {
        let loaded = context.load_with_faults()?;
        Some(installed(context, &loaded.knowledge_base, &releases)?)
    } else {
        None
    };
    for output in &outputs {
        let report = PackListReport { releases: &releases, installed: installed.as_deref() };
        let options = context.render_options(output.path.as_deref());
        output::deliver(output.path.as_deref(), &render_pack_list(&report, output.format, options))?;
    }
    Ok(Exit::Clean)
}

fn installed(
    context: &Context,
    knowledge_base: &KnowledgeBase,
    releases: &Releases,
) -> Result<Vec<InstalledPack>> {
    let mut found = Vec::new();
    for release in &releases.packs {
        let Some(folder) = Copy::folder(knowledge_base, &release.id) else { continue };
        let record = match Record::read(&folder) {
            Ok(record) => record,
            Err(error) => {
                context.note(&error.to_string());
                None
            }
        };
        let Some(copy) = Copy::find(knowledge_base, &release.id, record)? else { continue };
        let state = state_of(&copy, release);
        // Without a record, a copy that says that it is of the version that ships is held against that.
        let same = copy.record.is_none() && copy.version == release.version;
        let base = copy.record.as_ref().or(same.then_some(&release.record));
        let changes = base.map(|record| copy.changes_since(record));
        found.push(InstalledPack {
            id: release.id.clone(),
            version: match (&copy.record, state) {
                (Some(record), CopyState::Current | CopyState::Outdated | CopyState::Newer) => {
                    record.version.clone()
                }
                _ => copy.version.clone(),
            },
            state,
            changed: changes.map(|(changed, _)| changed),
            own: changes.map(|(_, own)| own),
        });
    }
    Ok(found)
}
