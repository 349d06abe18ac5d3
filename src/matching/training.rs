//! What an engine may learn from: the phrasings and counterexamples of the entries that are served.

use crate::model::{Entry, EntryIndex, View};

/// The phrasings of a [`View`]'s live entries. A class is an entry; classes are in the order of entries.
#[derive(Debug, Default)]
pub struct TrainingSet<'kb> {
    /// The entry behind each class.
    pub classes: Vec<EntryIndex>,
    /// Class and text of each phrasing, class by class.
    pub phrasings: Vec<(u32, &'kb str)>,
    /// Class and text of each counterexample, class by class.
    pub counterexamples: Vec<(u32, &'kb str)>,
}

impl<'kb> TrainingSet<'kb> {
    /// Everything that is live in `view`.
    pub fn new(view: &View<'kb>) -> Self {
        Self::of_entries(view.live().map(|live| (live.index, live.entry)))
    }

    /// These entries.
    pub fn of_entries(entries: impl Iterator<Item = (EntryIndex, &'kb Entry)>) -> Self {
        let mut set = Self::default();
        for (index, entry) in entries {
            let class = set.classes.len() as u32;
            set.classes.push(index);
            let texts = entry.phrasings().filter(|text| !text.is_empty());
            set.phrasings.extend(texts.map(|text| (class, &*text.value)));
            set.counterexamples.extend(entry.counterexamples.iter().map(|text| (class, &*text.value)));
        }
        set
    }

    /// The same classes with these phrasings alone, for cross-validation.
    #[must_use]
    pub fn with_phrasings(&self, keep: impl Fn(usize) -> bool) -> Self {
        let phrasings = self.phrasings.iter().enumerate().filter(|&(at, _)| keep(at));
        Self {
            classes: self.classes.clone(),
            phrasings: phrasings.map(|(_, &phrasing)| phrasing).collect(),
            counterexamples: self.counterexamples.clone(),
        }
    }
}
