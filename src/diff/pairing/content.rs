//! What entries say, by match keys, and who of the other version says it too.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::{Entry, EntryIndex, KnowledgeBase};
use crate::text::match_key;

/// A phrasing that more entries than this have in one version says nothing about who is who.
const MOST_SPEAKERS: usize = 64;

/// The different keys of an entry's phrasings; the question's is the first.
type Keys = Vec<Box<str>>;

/// The phrasings of those entries of both versions that may have changed.
#[derive(Debug, Default)]
pub(super) struct Content<'kb> {
    before: FxHashMap<EntryIndex, Keys>,
    after: FxHashMap<EntryIndex, Keys>,
    /// By key, which entries of the version say it.
    said_before: FxHashMap<Box<str>, Vec<EntryIndex>>,
    said_after: FxHashMap<Box<str>, Vec<EntryIndex>>,
    /// Entries of the later version by id.
    ids_after: FxHashMap<&'kb str, Vec<EntryIndex>>,
    /// Ids of the earlier version's entries.
    ids_before: FxHashMap<EntryIndex, &'kb str>,
}

impl<'kb> Content<'kb> {
    pub(super) fn new(
        before: &'kb KnowledgeBase,
        after: &'kb KnowledgeBase,
        befores: Vec<EntryIndex>,
        afters: Vec<EntryIndex>,
    ) -> Self {
        let mut content = Self::default();
        for &index in &befores {
            let entry = before.entry(index);
            if entry.id.is_some() {
                content.ids_before.insert(index, entry.key());
            }
        }
        for &index in &afters {
            let entry = after.entry(index);
            if entry.id.is_some() {
                content.ids_after.entry(entry.key()).or_default().push(index);
            }
        }
        content.before = keyed(before, befores);
        content.after = keyed(after, afters);
        content.said_before = speakers(&content.before);
        content.said_after = speakers(&content.after);
        content
    }

    /// How many different phrasings an entry of the earlier version has.
    pub(super) fn size_before(&self, index: EntryIndex) -> usize {
        self.before.get(&index).map_or(0, Vec::len)
    }

    /// The same of the later version.
    pub(super) fn size_after(&self, index: EntryIndex) -> usize {
        self.after.get(&index).map_or(0, Vec::len)
    }

    /// How many phrasings two entries share.
    pub(super) fn shared(&self, before: EntryIndex, after: EntryIndex) -> usize {
        let (Some(ones), Some(others)) = (self.before.get(&before), self.after.get(&after)) else { return 0 };
        ones.iter().filter(|key| others.contains(key)).count()
    }

    pub(super) fn same_question(&self, before: EntryIndex, after: EntryIndex) -> bool {
        let one = self.before.get(&before).and_then(|keys| keys.first());
        one.is_some() && one == self.after.get(&after).and_then(|keys| keys.first())
    }

    /// Whether the later version says somewhere what this entry of the earlier one said.
    pub(super) fn is_said_after(&self, before: EntryIndex) -> bool {
        self.before.get(&before).is_some_and(|keys| keys.iter().any(|key| self.said_after.contains_key(key)))
    }

    /// Whether the earlier version said somewhere what this entry of the later one says.
    pub(super) fn is_said_before(&self, after: EntryIndex) -> bool {
        self.after.get(&after).is_some_and(|keys| keys.iter().any(|key| self.said_before.contains_key(key)))
    }

    /// The entries of the later version that share phrasings or the id with `before`, with how many phrasings;
    /// in their order.
    pub(super) fn meeting(&self, before: EntryIndex) -> Vec<(EntryIndex, usize)> {
        let same_id = self.ids_before.get(&before).and_then(|id| self.ids_after.get(id));
        let mut found = meeting(self.before.get(&before), &self.said_after);
        for &after in same_id.into_iter().flatten() {
            if !found.iter().any(|&(known, _)| known == after) {
                found.push((after, 0));
            }
        }
        found.sort_unstable();
        found
    }

    /// The entries of the earlier version that share phrasings with `after`, with how many; in their order.
    pub(super) fn meeting_after(&self, after: EntryIndex) -> Vec<(EntryIndex, usize)> {
        let mut found = meeting(self.after.get(&after), &self.said_before);
        found.sort_unstable();
        found
    }
}

fn meeting(keys: Option<&Keys>, said: &FxHashMap<Box<str>, Vec<EntryIndex>>) -> Vec<(EntryIndex, usize)> {
    let mut counts: FxHashMap<EntryIndex, usize> = FxHashMap::default();
    for speakers in keys.into_iter().flatten().filter_map(|key| said.get(key)) {
        if speakers.len() <= MOST_SPEAKERS {
            for &index in speakers {
                *counts.entry(index).or_default() += 1;
            }
        }
    }
    counts.into_iter().collect()
}

fn keyed(knowledge_base: &KnowledgeBase, entries: Vec<EntryIndex>) -> FxHashMap<EntryIndex, Keys> {
    let keys = |index: EntryIndex| {
        let mut keys: Keys = Vec::new();
        for text in knowledge_base.entry(index).phrasings() {
            let key = match_key(text);
            if !key.is_empty() && !keys.iter().any(|known| **known == *key) {
                keys.push(key.into());
            }
        }
        (index, keys)
    };
    let keyed: Vec<(EntryIndex, Keys)> = entries.into_par_iter().map(keys).collect();
    keyed.into_iter().collect()
}

fn speakers(keyed: &FxHashMap<EntryIndex, Keys>) -> FxHashMap<Box<str>, Vec<EntryIndex>> {
    let mut said: FxHashMap<Box<str>, Vec<EntryIndex>> = FxHashMap::default();
    for (&index, keys) in keyed {
        for key in keys {
            match said.get_mut(key) {
                Some(speakers) => speakers.push(index),
                None => drop(said.insert(key.clone(), vec![index])),
            }
        }
    }
    said
}

/// Whether two entries have an answer of the same text.
pub(super) fn share_an_answer(one: &Entry, other: &Entry) -> bool {
    one.answers.iter().any(|answer| {
        !answer.text.is_empty() && other.answers.iter().any(|known| known.text.value == answer.text.value)
    })
}
