//! Findings that many entries share, told once where most entries have them.

use super::context::Context;
use super::findings::Findings;
use crate::diagnostic::Diagnostic;
use crate::model::{Entry, EntryIndex, PackIndex};
use crate::source::Location;

/// Up to so many are told one by one, however few entries there are.
const FEW: usize = 3;

/// The entries for which `counts` holds, pack by pack, in the order of packs and entries.
pub(super) fn entries_by_pack(
    context: &Context<'_>,
    counts: impl Fn(EntryIndex, &Entry) -> bool,
) -> Vec<(PackIndex, Vec<EntryIndex>)> {
    let mut packs: Vec<Vec<EntryIndex>> = vec![Vec::new(); context.knowledge_base.packs.len()];
    for (index, entry) in context.knowledge_base.indexed().filter(|&(index, entry)| counts(index, entry)) {
        packs[entry.pack.0 as usize].push(index);
    }
    (0..).map(PackIndex).zip(packs).filter(|(_, entries)| !entries.is_empty()).collect()
}

/// Report each entry of `found` with `each`; but where these are more than half of the pack's `all`, report
/// the pack once with `whole`, at its `pack.yaml` or its first entry.
pub(super) fn report_each_or_once(
    context: &Context<'_>,
    findings: &mut Findings<'_>,
    (pack, all): (PackIndex, &[EntryIndex]),
    found: &[EntryIndex],
    each: impl Fn(EntryIndex, Location) -> Diagnostic,
    whole: impl Fn(Location) -> Diagnostic,
) {
    let question = |index: EntryIndex| {
        let entry = context.knowledge_base.entry(index);
        Location { file: entry.location.file, span: entry.question.span }
    };
    if found.len() > FEW && found.len() * 2 > all.len() {
        let described = context.knowledge_base.pack(pack).location.map(|mut location| {
            // The first line will do: the file as a whole is not wrong.
            let first = location.span.slice(context.source(location.file)).lines().next();
            location.span.end = location.span.start + first.map_or(0, str::len) as u32;
            location
        });
        if let Some(location) = described.or_else(|| all.first().map(|&first| question(first))) {
            findings.push(whole(location));
        }
        return;
    }
    for &index in found {
        findings.push(each(index, question(index)));
    }
}
