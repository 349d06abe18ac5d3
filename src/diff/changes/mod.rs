//! All changes between two versions, each named, weighed, and with its place.
//!
//! Entries are compared pair by pair; those without a pair were added, removed, split off or merged. A phrasing
//! that one entry lost and another gained is one change, not two. Texts that customers read (questions,
//! answers, greetings) are compared to the letter, phrasings by their match keys, as notation makes no
//! difference to recognising them. Lists are compared as sets: their order says nothing. Mentions of entries
//! are followed, so that a renamed entry is not a change of all that mention it.

mod answers;
mod entries;
mod entry;
mod gates;
mod lists;
mod packs;
mod phrasings;
mod shops;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use self::packs::RenamedPacks;
use self::phrasings::Moves;
use super::change::{Change, ChangeKind, Place, Risk};
use super::pairing::{Pairing, same_texts};
use crate::diagnostic::Message;
use crate::model::{Entry, EntryIndex, Gates, KnowledgeBase, Reference};
use crate::source::{Location, Span, display_path};

/// Gates of a configuration: over all packs under the empty text, for single packs under their id.
pub type GateTable = BTreeMap<String, Gates>;

/// Two versions of a knowledge base.
#[derive(Debug, Clone, Copy)]
pub struct Versions<'kb> {
    /// The earlier one.
    pub before: &'kb KnowledgeBase,
    /// The later one.
    pub after: &'kb KnowledgeBase,
    /// The gates of both configurations, where there are any.
    pub gates: Option<(&'kb GateTable, &'kb GateTable)>,
}

/// Every change, entry by entry in the order of references, then packs, shops and gates.
pub fn changes(versions: Versions<'_>, pairing: &Pairing) -> Vec<Change> {
    let changed: Vec<(EntryIndex, EntryIndex)> = pairing
        .pairs
        .par_iter()
        .map(|pair| (pair.before, pair.after))
        .filter(|&(before, after)| {
            let (one, other) = (versions.before.entry(before), versions.after.entry(after));
            one.reference != other.reference
                || !same_texts(one, other)
                || mentions_differ(one, other, pairing)
        })
        .collect();
    let moves = Moves::new(versions, pairing, &changed);
    let names = versions.after.entries.iter().map(|entry| &*entry.reference).collect();
    let renamed = RenamedPacks::new(versions, pairing);
    let comparison = Comparison { versions, pairing, moves: &moves, names: &names, renamed: &renamed };
    let of_pairs = changed.par_iter().flat_map_iter(|&(before, after)| comparison.pair(before, after));
    let mut changes: Vec<Change> = of_pairs.collect();
    changes.extend(comparison.unpaired());
    changes.sort_by(|one, other| one.entry.cmp(&other.entry).then(one.kind.cmp(&other.kind)));
    changes.extend(packs::changes(versions, &renamed));
    changes.extend(shops::changes(versions, pairing, &renamed));
    changes.extend(gates::changes(versions, &renamed));
    changes
}

/// What the comparison of one entry looks at.
#[derive(Clone, Copy)]
struct Comparison<'c> {
    versions: Versions<'c>,
    pairing: &'c Pairing,
    moves: &'c Moves,
    /// The references of the later version.
    names: &'c FxHashSet<&'c str>,
    renamed: &'c RenamedPacks,
}

/// Whether what two entries mention as related leads to other entries than before, though it is written alike.
fn mentions_differ(one: &Entry, other: &Entry, pairing: &Pairing) -> bool {
    let leads_elsewhere = |(before, after): (&Reference, &Reference)| {
        before.target.and_then(|target| pairing.after(target)) != after.target
    };
    one.related.iter().zip(&other.related).any(leads_elsewhere)
}

/// A change to be filled in.
fn change(kind: ChangeKind, risk: Risk, reason: Message) -> Change {
    Change {
        kind,
        entry: String::new(),
        question: String::new(),
        pack: String::new(),
        shop: None,
        risk,
        reason,
        before: None,
        after: None,
        pieces: Vec::new(),
        facts: Vec::new(),
        notes: Vec::new(),
        place: None,
    }
}

/// The change with what it is about: an entry, and where.
fn about(knowledge_base: &KnowledgeBase, entry: &Entry, span: Span, change: Change) -> Change {
    Change {
        entry: entry.reference.to_string(),
        question: entry.question.to_string(),
        pack: knowledge_base.pack(entry.pack).id.to_string(),
        place: Some(place(knowledge_base, Location { file: entry.location.file, span })),
        ..change
    }
}

fn place(knowledge_base: &KnowledgeBase, location: Location) -> Place {
    let file = knowledge_base.files.get(location.file);
    Place { path: display_path(file.path()), line: file.line_column(location.span.start).line }
}
