//! The keys of `pack.yaml`, each merged like an entry. The version is always that of the pack that is followed.

use std::collections::BTreeSet;

use super::{Outcome, Subject, Update, UpdateError};
use crate::install::copy::Copy;
use crate::install::edit::{Source, Wanted, Written, rewrite};
use crate::install::merge::{Decision, Sides, Take, decide};
use crate::install::record::{Record, description_of};
use crate::install::release::Release;
use crate::source::apply_edits;
use crate::source::yaml::{Content, Document};

/// The file in which packs describe themselves.
const NAME: &str = "pack.yaml";

pub(super) fn update(
    copy: &Copy<'_>,
    release: &Release,
    base: Option<&Record>,
    take: &Take,
    update: &mut Update,
) -> Result<(), UpdateError> {
    let Some(file) = release.pack_file() else { return Ok(()) };
    let (shipped, local) = (&release.record.description, description_of(copy.pack_file.text()));
    let take = if *take == Take::Conflicts { Take::Conflicts } else { Take::Never };
    let decided = |key: &str| {
        let sides = Sides {
            base: base.and_then(|record| record.description.get(key)).map(String::as_str),
            local: local.get(key).map(String::as_str),
            pack: shipped.get(key).map(String::as_str),
        };
        match decide(key, sides, false, &take) {
            // Whatever somebody wrote there, it is the version that the copy now has.
            decision if key == "version" && decision != Decision::Same => Decision::Update,
            decision => decision,
        }
    };
    let recorded = base.into_iter().flat_map(|record| record.description.keys());
    let keys: BTreeSet<&String> = shipped.keys().chain(local.keys()).chain(recorded).collect();
    let decisions: Vec<(&String, Decision)> = keys.into_iter().map(|key| (key, decided(key))).collect();
    let outcome = |&(key, decision): &(&String, Decision)| Outcome {
        subject: Subject::Description(key.clone()),
        decision,
    };
    update.outcomes.extend(decisions.iter().map(outcome));
    if decisions.iter().all(|(_, decision)| !decision.writes()) {
        return Ok(());
    }
    let cannot =
        || UpdateError::CannotEdit { path: copy.pack_file.path().to_owned(), subject: NAME.to_owned() };
    let text = edited(copy.pack_file.text(), file.text(), &decisions).ok_or_else(cannot)?;
    let wanted = decisions.iter().filter_map(|&(key, decision)| {
        let value = if decision.writes() { shipped.get(key) } else { local.get(key) };
        Some((key.clone(), value?.clone()))
    });
    if description_of(&text) != wanted.collect() {
        return Err(cannot());
    }
    update.files.insert(copy.pack_file.path().to_owned(), super::files::bytes(copy.pack_file, &text));
    Ok(())
}

fn edited(text: &str, shipped: &str, decisions: &[(&String, Decision)]) -> Option<String> {
    let (here, there) = (Document::parse(text).0?, Document::parse(shipped).0?);
    let (root, root_there) = (here.root()?, there.root()?);
    let Content::Mapping(pairs) = &there.node(root_there).content else { return None };
    let Content::Mapping(own) = &here.node(root).content else { return None };
    let decision = |key: &str| decisions.iter().find(|(name, _)| *name == key).map(|(_, decision)| *decision);
    let mut wanted: Vec<Wanted<'_>> = Vec::new();
    for &(key, value) in pairs {
        let name = there.scalar(key)?;
        let is_here = own.iter().any(|&(key, _)| here.scalar(key) == Some(name));
        let written = match decision(name) {
            Some(decision) if decision.follows() => {
                Written::There { source: Source { text: shipped, document: &there }, key, value }
            }
            _ if is_here => Written::Here,
            _ => continue,
        };
        wanted.push(Wanted { key: name.to_owned(), written });
    }
    for &(key, _) in own {
        let name = here.scalar(key)?;
        let stays = decision(name).is_none_or(|decision| !decision.writes());
        if stays && wanted.iter().all(|wanted| wanted.key != name) {
            wanted.push(Wanted { key: name.to_owned(), written: Written::Here });
        }
    }
    let (span, new) = rewrite(text, &here, root, &wanted)?;
    apply_edits(text, &[(span, &new)]).ok()
}
