//! The changes by the entries that they concern, and the texts that entries lost and gained.

use rustc_hash::FxHashMap;

use super::Context;
use crate::diff::{Change, ChangeKind, Pairing, Value};
use crate::model::EntryIndex;
use crate::text::match_key;

/// An entry, whatever it is called in which version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Who {
    /// Of the earlier version, without a pair.
    Gone(EntryIndex),
    /// Of the later version.
    There(EntryIndex),
}

/// What changed about one entry, each change by its place.
#[derive(Debug, Default)]
pub(super) struct OfEntry {
    /// All changes that concern it, in their order.
    pub(super) touching: Vec<usize>,
    /// Phrasings that no longer lead to it, by match key.
    pub(super) lost: FxHashMap<String, usize>,
    /// Phrasings that lead to it now, by match key.
    pub(super) gained: FxHashMap<String, usize>,
    /// Its new counterexamples.
    pub(super) barred: Vec<usize>,
    /// Its former counterexamples.
    pub(super) freed: Vec<usize>,
}

/// The changes between two versions by what they concern.
pub(super) struct Index<'c> {
    pub(super) changes: &'c [Change],
    entries: FxHashMap<Who, OfEntry>,
    /// Changes of packs and shops.
    pub(super) wide: Vec<usize>,
    /// Which entry of the earlier version a new one took phrasings from.
    split_from: FxHashMap<EntryIndex, EntryIndex>,
    /// Which entry of the later version the phrasings of a former one went into.
    merged_into: FxHashMap<EntryIndex, EntryIndex>,
}

impl<'c> Index<'c> {
    pub(super) fn new(context: &Context<'_, '_>, changes: &'c [Change]) -> Self {
        let Pairing { splits, merges, .. } = context.pairing;
        let mut index = Self {
            changes,
            entries: FxHashMap::default(),
            wide: Vec::new(),
            split_from: splits.iter().map(|share| (share.after, share.before)).collect(),
            merged_into: merges.iter().map(|share| (share.before, share.after)).collect(),
        };
        for (at, change) in changes.iter().enumerate() {
            index.add(context, at, change);
        }
        index
    }

    /// What changed about an entry, if anything did.
    pub(super) fn of(&self, who: Who) -> Option<&OfEntry> {
        self.entries.get(&who)
    }

    fn add(&mut self, context: &Context<'_, '_>, at: usize, change: &Change) {
        use ChangeKind as Kind;
        let concerned = concerned(context, change);
        let (before, after) = (change.before.as_ref(), change.after.as_ref());
        match (change.kind, before, after) {
            (
                Kind::PackAdded
                | Kind::PackRemoved
                | Kind::PackExtendsChanged
                | Kind::ShopAdded
                | Kind::ShopRemoved
                | Kind::SubscriptionAdded
                | Kind::SubscriptionRemoved,
                ..,
            ) => {
                self.wide.push(at);
                return;
            }
            (
                Kind::VariantMoved,
                Some(Value::Phrasing { entry: from, .. }),
                Some(Value::Phrasing { entry: to, .. }),
            ) => {
                let (from, to) = (context.who_before(from), context.who_after(to));
                self.touch(from, at);
                self.touch(to, at);
                self.lose(from, at, before);
                self.gain(to, at, after);
                return;
            }
            (Kind::EntrySplit, ..) => {
                let from = match concerned {
                    Some(Who::There(entry)) => self.split_from.get(&entry).map(|&from| context.who_was(from)),
                    _ => None,
                };
                self.touch(from, at);
                self.lose(from, at, after);
                self.gain(concerned, at, after);
            }
            (Kind::EntryMerged, ..) => {
                let into = match concerned {
                    Some(Who::Gone(entry)) => self.merged_into.get(&entry).copied().map(Who::There),
                    _ => None,
                };
                self.touch(into, at);
                self.lose(concerned, at, before);
                self.gain(into, at, before);
            }
            (
                Kind::VariantRemoved
                | Kind::VariantAdded
                | Kind::EntryRemoved
                | Kind::EntryAdded
                | Kind::QuestionReworded,
                ..,
            ) => {
                self.lose(concerned, at, before);
                self.gain(concerned, at, after);
            }
            (Kind::CounterexampleAdded, ..) => self.with(concerned, |entry| entry.barred.push(at)),
            (Kind::CounterexampleRemoved, ..) => self.with(concerned, |entry| entry.freed.push(at)),
            _ => {}
        }
        self.touch(concerned, at);
    }

    fn with(&mut self, who: Option<Who>, change: impl FnOnce(&mut OfEntry)) {
        if let Some(who) = who {
            change(self.entries.entry(who).or_default());
        }
    }

    fn touch(&mut self, who: Option<Who>, at: usize) {
        self.with(who, |entry| {
            if entry.touching.last() != Some(&at) {
                entry.touching.push(at);
            }
        });
    }

    fn lose(&mut self, who: Option<Who>, at: usize, value: Option<&Value>) {
        let changes = self.changes;
        self.with(who, |entry| note(changes, &mut entry.lost, at, value));
    }

    fn gain(&mut self, who: Option<Who>, at: usize, value: Option<&Value>) {
        let changes = self.changes;
        self.with(who, |entry| note(changes, &mut entry.gained, at, value));
    }
}

/// Note the texts of `value` under the change `at`, unless a change is noted that says more of a text.
fn note(changes: &[Change], texts: &mut FxHashMap<String, usize>, at: usize, value: Option<&Value>) {
    for text in value.map(phrasings).unwrap_or_default() {
        let known = texts.entry(match_key(text)).or_insert(at);
        if said_at_large(changes[at].kind) < said_at_large(changes[*known].kind) {
            *known = at;
        }
    }
}

/// How much else a kind of change says besides the one phrasing.
const fn said_at_large(kind: ChangeKind) -> u8 {
    match kind {
        ChangeKind::VariantMoved => 0,
        ChangeKind::VariantAdded | ChangeKind::VariantRemoved => 1,
        ChangeKind::QuestionReworded => 2,
        ChangeKind::EntrySplit | ChangeKind::EntryMerged => 3,
        _ => 4,
    }
}

/// The phrasings in what stood or stands somewhere.
pub(super) fn phrasings(value: &Value) -> Vec<&str> {
    match value {
        Value::Text(text) | Value::Phrasing { text, .. } => vec![text],
        Value::List(texts) => texts.iter().map(String::as_str).collect(),
        Value::Entry(entry) => {
            std::iter::once(&entry.question).chain(&entry.variants).map(String::as_str).collect()
        }
    }
}

/// The entry that a change names: of the earlier version if it is gone, else of the later.
fn concerned(context: &Context<'_, '_>, change: &Change) -> Option<Who> {
    match change.kind {
        ChangeKind::EntryRemoved | ChangeKind::EntryMerged => context.who_before(&change.entry),
        _ => context.who_after(&change.entry).or_else(|| context.who_before(&change.entry)),
    }
}

impl Context<'_, '_> {
    /// Who an entry of the earlier version is.
    pub(super) fn who_was(&self, entry: EntryIndex) -> Who {
        self.pairing.after(entry).map_or(Who::Gone(entry), Who::There)
    }

    fn who_before(&self, reference: &str) -> Option<Who> {
        self.before.lookup.reference(reference).map(|entry| self.who_was(entry))
    }

    fn who_after(&self, reference: &str) -> Option<Who> {
        self.after.lookup.reference(reference).map(Who::There)
    }
}
