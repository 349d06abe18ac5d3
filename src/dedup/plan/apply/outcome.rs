//! What decisions come to: what each list of each entry and shop gains and loses.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::decide::{Decisions, Fate, Name};
use super::{Counts, fault_at};
use crate::dedup::plan::{PlanError, PlanFault};
use crate::diagnostic::Message;
use crate::model::{Entry, EntryIndex, KnowledgeBase, Lookup, Text};
use crate::source::{FileId, Location, NewValue};
use crate::text::match_key;

/// A list of an entry that a plan may change, in the order in which they are usually written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ListKey {
    Variants,
    Counterexamples,
    Keywords,
    Related,
    Tags,
}

impl ListKey {
    /// The key in the file.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Variants => "variants",
            Self::Counterexamples => "counterexamples",
            Self::Keywords => "keywords",
            Self::Related => "related",
            Self::Tags => "tags",
        }
    }

    /// The texts that an entry has there; of word sets only how many there are matters.
    pub(super) fn texts(self, entry: &Entry) -> Vec<Option<&Text>> {
        match self {
            Self::Variants => entry.variants.iter().map(Some).collect(),
            Self::Counterexamples => entry.counterexamples.iter().map(Some).collect(),
            Self::Keywords => entry.keywords.iter().map(|_| None).collect(),
            Self::Related => entry.related.iter().map(|related| Some(&related.text)).collect(),
            Self::Tags => entry.tags.iter().map(Some).collect(),
        }
    }
}

/// What becomes of a list.
#[derive(Debug, Default)]
pub(super) struct ListOutcome {
    /// Items that go, by their numbers from 0.
    pub(super) removed: BTreeSet<usize>,
    /// Items that are written differently.
    pub(super) renamed: BTreeMap<usize, String>,
    /// Items that come.
    pub(super) added: Vec<Added>,
}

impl ListOutcome {
    pub(super) fn is_empty(&self) -> bool {
        self.removed.is_empty() && self.renamed.is_empty() && self.added.is_empty()
    }
}

/// An item that comes.
#[derive(Debug)]
pub(super) struct Added {
    pub(super) value: NewValue,
    /// The phrasing that it was, whose comments go along.
    pub(super) was: Option<Name>,
}

/// What becomes of a file.
#[derive(Debug, Default)]
pub(super) struct FileOutcome {
    pub(super) entries: BTreeMap<EntryIndex, BTreeMap<ListKey, ListOutcome>>,
    /// Entries that go into others.
    pub(super) merged: BTreeSet<EntryIndex>,
    /// Of a shop's file, its number among the shops.
    pub(super) shop: Option<usize>,
    /// The shop's cards.
    pub(super) cards: ListOutcome,
    /// The shop's answers whose keys are written differently, by their numbers.
    pub(super) answers: BTreeMap<usize, String>,
}

/// What becomes of everything.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) files: BTreeMap<FileId, FileOutcome>,
    pub(super) counts: Counts,
}

/// What `decisions` come to.
pub(super) fn outcome(knowledge_base: &KnowledgeBase, decisions: &Decisions) -> Result<Outcome, PlanError> {
    let mut work = Work {
        knowledge_base,
        decisions,
        lookup: Lookup::new(knowledge_base),
        merged_into: FxHashMap::default(),
        outcome: Outcome { counts: counts(decisions), ..Outcome::default() },
        faults: Vec::new(),
    };
    for (&entry, &home) in &decisions.merged {
        work.merged_into.entry(home).or_default().push(entry);
        work.file(entry).merged.insert(entry);
    }
    work.phrasings();
    if !decisions.merged.is_empty() {
        for (index, entry) in knowledge_base.indexed() {
            if !decisions.merged.contains_key(&index) {
                work.related(index, entry);
            }
        }
        for shop in 0..knowledge_base.shops.len() {
            work.shop(shop);
        }
    }
    PlanError::refused(work.faults).map_or(Ok(work.outcome), Err)
}

fn counts(decisions: &Decisions) -> Counts {
    let mut counts =
        Counts { merged: decisions.merged.len(), undecided: decisions.undecided, ..Counts::default() };
    for fate in decisions.fates.values() {
        match fate {
            Fate::Drop => counts.dropped += 1,
            Fate::Move(_) => counts.moved += 1,
            Fate::Counterexample => counts.counterexamples += 1,
        }
    }
    counts
}

/// An outcome that is being worked out.
pub(super) struct Work<'k> {
    pub(super) knowledge_base: &'k KnowledgeBase,
    pub(super) decisions: &'k Decisions,
    pub(super) lookup: Lookup,
    /// What goes into each entry, in the order of the knowledge base.
    merged_into: FxHashMap<EntryIndex, Vec<EntryIndex>>,
    pub(super) outcome: Outcome,
    pub(super) faults: Vec<PlanFault>,
}

impl<'k> Work<'k> {
    pub(super) fn entry(&self, index: EntryIndex) -> &'k Entry {
        self.knowledge_base.entry(index)
    }

    fn file(&mut self, entry: EntryIndex) -> &mut FileOutcome {
        let file = self.entry(entry).location.file;
        self.outcome.files.entry(file).or_default()
    }

    pub(super) fn set(&mut self, entry: EntryIndex, key: ListKey, list: ListOutcome) {
        if !list.is_empty() {
            self.file(entry).entries.entry(entry).or_default().insert(key, list);
        }
    }

    /// Variants, counterexamples, word sets and tags of every entry that something is done to.
    fn phrasings(&mut self) {
        let mut arrivals: BTreeMap<EntryIndex, Vec<Name>> = BTreeMap::new();
        let mut misled: BTreeMap<EntryIndex, Vec<Name>> = BTreeMap::new();
        let mut touched: BTreeSet<EntryIndex> = BTreeSet::new();
        for (&name, &fate) in &self.decisions.fates {
            let home = self.decisions.home(name.0);
            touched.insert(home);
            match fate {
                Fate::Drop => {}
                Fate::Move(target) => arrivals.entry(target).or_default().push(name),
                Fate::Counterexample => misled.entry(home).or_default().push(name),
            }
        }
        for (&entry, &home) in &self.decisions.merged {
            touched.insert(home);
            let names = (0..=self.entry(entry).variants.len() as u32).map(|number| (entry, number));
            let left = names.filter(|name| !self.decisions.fates.contains_key(name));
            arrivals.entry(home).or_default().extend(left);
        }
        touched.extend(arrivals.keys());
        for index in touched {
            let mut arrivals = arrivals.remove(&index).unwrap_or_default();
            arrivals.sort_unstable();
            let (variants, arrived, keys) = self.variants(index, &arrivals);
            self.set(index, ListKey::Variants, variants);
            let misled = misled.remove(&index).unwrap_or_default();
            let counterexamples = self.counterexamples(index, &misled, &arrived, &keys);
            self.set(index, ListKey::Counterexamples, counterexamples);
            let keywords = self.keywords(index);
            self.set(index, ListKey::Keywords, keywords);
            let tags = self.tags(index);
            self.set(index, ListKey::Tags, tags);
        }
    }

    fn text(&self, name: Name) -> &'k Text {
        let entry = self.entry(name.0);
        entry.variants.get((name.1 as usize).wrapping_sub(1)).unwrap_or(&entry.question)
    }

    /// What becomes of an entry's variants; the keys that came, and all that it has then.
    fn variants(
        &self,
        index: EntryIndex,
        arrivals: &[Name],
    ) -> (ListOutcome, FxHashSet<String>, FxHashSet<String>) {
        let entry = self.entry(index);
        let mut list = ListOutcome::default();
        let mut keys = FxHashSet::from_iter([key(&entry.question)]);
        for (at, variant) in entry.variants.iter().enumerate() {
            if self.decisions.fates.contains_key(&(index, at as u32 + 1)) {
                list.removed.insert(at);
            } else {
                keys.insert(key(variant));
            }
        }
        let mut arrived = FxHashSet::default();
        for &name in arrivals {
            let text = self.text(name);
            arrived.insert(key(text));
            if keys.insert(key(text)) {
                list.added.push(Added { value: NewValue::Text(text.to_string()), was: Some(name) });
            }
        }
        (list, arrived, keys)
    }

    fn counterexamples(
        &mut self,
        index: EntryIndex,
        misled: &[Name],
        arrived: &FxHashSet<String>,
        phrasings: &FxHashSet<String>,
    ) -> ListOutcome {
        let mut list = ListOutcome::default();
        let mut keys = FxHashSet::default();
        for (at, text) in self.entry(index).counterexamples.iter().enumerate() {
            let key = key(text);
            if arrived.contains(&key) {
                list.removed.insert(at);
            } else {
                keys.insert(key);
            }
        }
        for &name in misled {
            let text = self.text(name);
            if phrasings.contains(&key(text)) {
                let entry = self.entry(name.0);
                let message = Message::new(
                    format!(
                        "`{}` of `{}`: it cannot become a counterexample, as the entry has it in another phrasing too",
                        text.value, entry.reference
                    ),
                    format!("`{}` 的“{}”：该知识点还有相同的问法，不能改成反例", entry.reference, text.value),
                );
                let location = Location { span: text.span, ..entry.location };
                self.faults.push(fault_at(self.knowledge_base, location, message));
            } else if keys.insert(key(text)) {
                list.added.push(Added { value: NewValue::Text(text.to_string()), was: Some(name) });
            }
        }
        for text in self.merged(index).flat_map(|entry| &entry.counterexamples) {
            let key = key(text);
            if !phrasings.contains(&key) && keys.insert(key) {
                list.added.push(Added { value: NewValue::Text(text.to_string()), was: None });
            }
        }
        list
    }

    /// The entries that go into an entry.
    pub(super) fn merged(&self, index: EntryIndex) -> impl Iterator<Item = &'k Entry> + use<'k> {
        let knowledge_base = self.knowledge_base;
        let merged = self.merged_into.get(&index).cloned().unwrap_or_default();
        merged.into_iter().map(move |index| knowledge_base.entry(index))
    }

    fn keywords(&self, index: EntryIndex) -> ListOutcome {
        let words = |set: &[Text]| set.iter().map(|word| key(word)).collect::<BTreeSet<String>>();
        let mut known: FxHashSet<BTreeSet<String>> =
            self.entry(index).keywords.iter().map(|set| words(set)).collect();
        let mut list = ListOutcome::default();
        for set in self.merged(index).flat_map(|entry| &entry.keywords) {
            if known.insert(words(set)) {
                let set = set.iter().map(|word| word.to_string()).collect();
                list.added.push(Added { value: NewValue::List(set), was: None });
            }
        }
        list
    }

    fn tags(&self, index: EntryIndex) -> ListOutcome {
        let mut known: FxHashSet<&str> = self.entry(index).tags.iter().map(|tag| &*tag.value).collect();
        let mut list = ListOutcome::default();
        for tag in self.merged(index).flat_map(|entry| &entry.tags) {
            if known.insert(&tag.value) {
                list.added.push(Added { value: NewValue::Text(tag.to_string()), was: None });
            }
        }
        list
    }
}

/// What makes texts the same; a text of nothing but marks is only itself.
fn key(text: &str) -> String {
    let key = match_key(text);
    if key.is_empty() { text.to_owned() } else { key }
}
