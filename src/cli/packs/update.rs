//! `kbtool packs update`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Result, bail};
use kbtool::diagnostic::{Language, Message};
use kbtool::diff::{Pairing, Versions, changes};
use kbtool::install::{
    Copy, CopyState, Held, RECORD_NAME, Record, Release, Releases, Take, Update, add, state_of,
    still_mentioned,
};
use kbtool::model::{KnowledgeBase, LoadOptions, Overlay};
use kbtool::report::{DiffRenderOptions, DiffReport, PackUpdateReport, PacksFormat, render_pack_update};

use crate::cli::arguments::{PacksUpdateArguments, SideChoice};
use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::output;
use crate::cli::rewrite;

/// As many as a reader scrolls through.
const FIRST: usize = 20;

pub(super) fn run(context: &Context, arguments: &PacksUpdateArguments) -> Result<Exit> {
    let outputs = output::parse(&arguments.output, PacksFormat::Text)?;
    if !arguments.entry.is_empty() && arguments.take == SideChoice::Shop {
        bail!("--entry wants --take pack: it names the entries for which the pack's text is taken");
    }
    let releases = Releases::bundled();
    let loaded = context.load_with_faults()?;
    if !loaded.problems.is_empty() {
        context.show_problems(None, &loaded);
        bail!("the knowledge base has {} error(s); mend them and run again", loaded.problems.len());
    }
    let before = loaded.knowledge_base;
    let wanted = wanted(&before, &releases, &arguments.packs)?;
    let takes = takes(arguments, &wanted)?;
    let mut notes = Vec::new();
    let copies = copies(&before, wanted, !arguments.packs.is_empty(), &mut notes)?;
    let mut held = Held::new();
    // What is held back may refer to something else that goes.
    let (planned, after) = loop {
        let planned = plan(context, &before, &releases, &copies, &takes, &held)?;
        let shown: Overlay = planned.knowledge();
        let after =
            KnowledgeBase::load(context.roots(), LoadOptions { overlay: Some(&shown), progress: None });
        let mentioned = still_mentioned(&before, &after.knowledge_base);
        let count = |held: &Held| held.values().map(BTreeSet::len).sum::<usize>();
        let known = count(&held);
        for (pack, keys) in mentioned {
            held.entry(pack).or_default().extend(keys);
        }
        if count(&held) == known {
            break (planned, after);
        }
    };
    if !after.problems.is_empty() {
        context.show_problems(None, &after);
        bail!("after the update the knowledge base would have these faults; nothing was written");
    }
    let after = after.knowledge_base;
    let Planned { updates, added, mut files, records, gone } = planned;
    let pairing = Pairing::new(&before, &after);
    let found = changes(Versions { before: &before, after: &after, gates: None }, &pairing);
    let report = |language: Language| PackUpdateReport {
        updates: &updates,
        added: &added,
        diff: DiffReport {
            before: language.pick("the knowledge base as it is", "更新前的知识库"),
            after: language.pick("with the update", "更新后"),
            entries: (before.entries.len(), after.entries.len()),
            changes: &found,
            behaviour: None,
            limits: &[],
            notes: &[],
        },
        notes: &notes,
    };
    for output in &outputs {
        let limit = match arguments.limit {
            Some(0) => None,
            Some(limit) => Some(limit),
            None => Some(FIRST),
        };
        let options = context.render_options(output.path.as_deref());
        let report = report(options.language);
        let shown = render_pack_update(&report, output.format, options, &DiffRenderOptions { limit });
        output::deliver(output.path.as_deref(), &shown)?;
    }
    if report(context.language).is_empty() {
        return Ok(Exit::Clean);
    }
    if arguments.check {
        return Ok(Exit::Findings);
    }
    if !arguments.dry_run {
        files.extend(records);
        rewrite::write_together(&files, &before.files, &gone)?;
        context.note(&match context.language {
            Language::English => format!("{} file(s) written, {} removed", files.len(), gone.len()),
            Language::Chinese => format!("已写入 {} 个文件，删除 {} 个", files.len(), gone.len()),
        });
    }
    Ok(Exit::Clean)
}

/// Everything that is to be written.
struct Planned {
    updates: Vec<Update>,
    /// Packs that come along.
    added: Vec<String>,
    files: Overlay,
    records: Overlay,
    gone: Vec<PathBuf>,
}

impl Planned {
    /// The knowledge that is other afterwards; a file that goes is empty.
    fn knowledge(&self) -> Overlay {
        let gone = self.gone.iter().map(|path| (path.clone(), Vec::new()));
        self.files.clone().into_iter().chain(gone).collect()
    }
}

fn plan(
    context: &Context,
    before: &KnowledgeBase,
    releases: &Releases,
    copies: &[(Copy<'_>, &Release)],
    takes: &BTreeMap<&str, Take>,
    held: &Held,
) -> Result<Planned> {
    let mut planned = Planned {
        updates: Vec::new(),
        added: Vec::new(),
        files: Overlay::new(),
        records: Overlay::new(),
        gone: Vec::new(),
    };
    for (copy, release) in copies {
        let take = takes.get(release.id.as_str()).unwrap_or(&Take::Never);
        let held = held.get(&release.id).cloned().unwrap_or_default();
        let update = Update::plan(copy, release, take, &held)?;
        planned.files.extend(update.files.clone());
        planned.gone.extend(update.gone.iter().cloned());
        let record = update.record.iter();
        planned
            .records
            .extend(record.map(|record| (update.record_path.clone(), record.to_text().into_bytes())));
        planned.updates.push(update);
    }
    add_extended(context, before, releases, &mut planned)?;
    Ok(planned)
}

/// The copies to follow, with what is told of those that are left alone.
fn copies<'k, 'r>(
    before: &'k KnowledgeBase,
    wanted: Vec<&'r Release>,
    named: bool,
    notes: &mut Vec<Message>,
) -> Result<Vec<(Copy<'k>, &'r Release)>> {
    let mut copies = Vec::new();
    for release in wanted {
        let Some(folder) = Copy::folder(before, &release.id) else { continue };
        let Some(copy) = Copy::find(before, &release.id, Record::read(&folder)?)? else { continue };
        match state_of(&copy, release) {
            CopyState::Newer => notes.push(newer(&copy, release)),
            // It may be a pack of the shop's own that happens to be called so.
            CopyState::Unrecorded if !named => notes.push(unrecorded(&release.id)),
            _ => copies.push((copy, release)),
        }
    }
    Ok(copies)
}

/// The packs to follow: those that are named, else all that are there.
fn wanted<'r>(
    knowledge_base: &KnowledgeBase,
    releases: &'r Releases,
    ids: &[String],
) -> Result<Vec<&'r Release>> {
    let is_there = |release: &&Release| Copy::folder(knowledge_base, &release.id).is_some();
    if ids.is_empty() {
        let found: Vec<&Release> = releases.packs.iter().filter(is_there).collect();
        if found.is_empty() {
            bail!(
                "no pack that ships is installed; `kbtool packs list` shows them, `kbtool packs add ID` copies one"
            );
        }
        return Ok(found);
    }
    let mut found: BTreeMap<&str, &Release> = BTreeMap::new();
    for id in ids.iter().map(|id| id.trim()) {
        let release = releases.find(id).ok_or_else(|| releases.unknown(id))?;
        if !is_there(&release) {
            bail!("the pack `{id}` is not installed; `kbtool packs add {id}` copies it");
        }
        found.insert(&release.id, release);
    }
    Ok(found.into_values().collect())
}

/// What is taken from which pack.
fn takes<'r>(arguments: &PacksUpdateArguments, wanted: &[&'r Release]) -> Result<BTreeMap<&'r str, Take>> {
    let mut takes = BTreeMap::new();
    if arguments.take == SideChoice::Shop {
        return Ok(takes);
    }
    if arguments.entry.is_empty() {
        return Ok(wanted.iter().map(|release| (release.id.as_str(), Take::Conflicts)).collect());
    }
    let mut entries: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for name in &arguments.entry {
        let named = wanted.iter().find_map(|release| {
            Some((release.id.as_str(), name.strip_prefix(&release.id)?.strip_prefix('/')?))
        });
        let (pack, key) = match (named, wanted) {
            (Some(named), _) => named,
            (None, [only]) => (only.id.as_str(), name.as_str()),
            (None, _) => bail!("--entry {name}: write it as pack/id, as there are several packs"),
        };
        entries.entry(pack).or_default().insert(key.to_owned());
    }
    takes.extend(entries.into_iter().map(|(pack, keys)| (pack, Take::Entries(keys))));
    Ok(takes)
}

/// Packs that one of these extends now and that are not there come along.
fn add_extended(
    context: &Context,
    before: &KnowledgeBase,
    releases: &Releases,
    planned: &mut Planned,
) -> Result<()> {
    let followed = releases.with_extended(planned.updates.iter().map(|update| update.pack.as_str()))?;
    let ids = followed.iter().map(|pack| pack.id.as_str());
    let missing: Vec<&str> = ids.filter(|id| before.find_pack(id).is_none()).collect();
    let Some(root) = context.roots().first().filter(|_| !missing.is_empty()) else { return Ok(()) };
    for (path, text) in add(before, releases, &missing, root)?.files {
        let is_record = path.file_name().is_some_and(|name| name == RECORD_NAME);
        let place = if is_record { &mut planned.records } else { &mut planned.files };
        place.insert(path, text.into_bytes());
    }
    planned.added = missing.into_iter().map(str::to_owned).collect();
    Ok(())
}

fn unrecorded(id: &str) -> Message {
    Message::new(
        format!(
            "{id} has no record of what was copied and is left alone; `kbtool packs update {id}` adopts it"
        ),
        format!("{id} 没有复制时的记录，未作改动；如要接管，请运行 `kbtool packs update {id}`"),
    )
}

fn newer(copy: &Copy<'_>, release: &Release) -> Message {
    let has: PathBuf = copy.record_path();
    let (id, path, shipped) = (&copy.id, has.display(), &release.version);
    let installed = copy.record.as_ref().map_or("", |record| &record.version);
    Message::new(
        format!(
            "{id} {installed} ({path}) is newer than the bundled {shipped} and is left alone; update kbtool"
        ),
        format!("{id} {installed}（{path}）比内置的 {shipped} 新，未作改动；请更新 kbtool"),
    )
}
