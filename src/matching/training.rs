//! What an engine may learn from: the phrasings and counterexamples of the entries that are served.

use std::ops::Range;

use crate::model::{Entry, EntryIndex, PackIndex, View};

/// The phrasings of a [`View`]'s live entries. A class is an entry.
#[derive(Debug, Default)]
pub struct TrainingSet<'kb> {
    /// The entry behind each class.
    pub classes: Vec<EntryIndex>,
    /// Class and text of each phrasing, class by class.
    pub phrasings: Vec<(u32, &'kb str)>,
    /// Class and text of each counterexample, class by class.
    pub counterexamples: Vec<(u32, &'kb str)>,
    /// Classes in a row that are of one pack.
    pub groups: Vec<Range<u32>>,
    /// Where questions are asked within their packs, which packs these are.
    pub(super) within: Option<WithinPacks>,
}

/// The pack of each class, and the packs of each pack's [`Neighbourhood`](crate::model::Neighbourhood).
#[derive(Debug, Clone)]
pub(super) struct WithinPacks {
    of_class: Vec<PackIndex>,
    neighbours: Vec<Vec<PackIndex>>,
}

impl<'kb> TrainingSet<'kb> {
    /// Everything that is live in `view`. Classes are in the order of the entries' references: engines
    /// that learn depend on the order, and a file that is renamed must move no figure.
    pub fn new(view: &View<'kb>) -> Self {
        let mut live: Vec<_> = view.live().map(|live| (live.index, live.entry)).collect();
        live.sort_unstable_by_key(|(_, entry)| &entry.reference);
        let within = view.is_within_packs().then(|| {
            let packs = (0..view.knowledge_base().packs.len() as u32).map(PackIndex);
            WithinPacks {
                of_class: live.iter().map(|(_, entry)| entry.pack).collect(),
                neighbours: packs
                    .map(|pack| view.neighbourhood(pack).map_or(Vec::new(), |of| of.packs().to_vec()))
                    .collect(),
            }
        });
        Self { within, ..Self::of_entries(live.into_iter()) }
    }

    /// Whether a question of the class `asked` can be answered with `class`.
    pub(crate) fn admits(&self, asked: u32, class: u32) -> bool {
        self.within.as_ref().is_none_or(|within| {
            let pack = |class: u32| within.of_class[class as usize];
            within.neighbours[pack(asked).0 as usize].contains(&pack(class))
        })
    }

    /// These entries, in their order.
    pub fn of_entries(entries: impl Iterator<Item = (EntryIndex, &'kb Entry)>) -> Self {
        let mut set = Self::default();
        let mut last = None;
        for (index, entry) in entries {
            let class = set.classes.len() as u32;
            match set.groups.last_mut() {
                Some(group) if last == Some(entry.pack) => group.end = class + 1,
                _ => set.groups.push(class..class + 1),
            }
            last = Some(entry.pack);
            set.classes.push(index);
            let texts = entry.phrasings().filter(|text| !text.is_empty());
            set.phrasings.extend(texts.map(|text| (class, &*text.value)));
            set.counterexamples.extend(entry.counterexamples.iter().map(|text| (class, &*text.value)));
        }
        set
    }

    /// Label and text of everything there is to learn, label by label: phrasings under their class, then
    /// counterexamples under a label of their own, the number of classes plus the class.
    pub(crate) fn rows(&self) -> Vec<(u32, &'kb str)> {
        let classes = self.classes.len() as u32;
        let counterexamples = self.counterexamples.iter().map(|&(class, text)| (classes + class, text));
        self.phrasings.iter().copied().chain(counterexamples).collect()
    }

    /// The fold of each phrasing, below `folds`: those of one entry are dealt out in turn, beginning at a
    /// place that differs from entry to entry. An entry's only phrasing is in none: without it there is no
    /// entry.
    pub fn folds(&self, folds: u32) -> Vec<Option<u32>> {
        let mut sizes = vec![0_u32; self.classes.len()];
        for &(class, _) in &self.phrasings {
            sizes[class as usize] += 1;
        }
        let mut next: Vec<u32> = (0..self.classes.len() as u32).collect();
        self.phrasings
            .iter()
            .map(|&(class, _)| {
                let class = class as usize;
                next[class] += 1;
                (sizes[class] > 1).then(|| next[class] % folds)
            })
            .collect()
    }

    /// The same classes with these phrasings alone, for cross-validation.
    #[must_use]
    pub fn with_phrasings(&self, keep: impl Fn(usize) -> bool) -> Self {
        let phrasings = self.phrasings.iter().enumerate().filter(|&(at, _)| keep(at));
        Self {
            classes: self.classes.clone(),
            phrasings: phrasings.map(|(_, &phrasing)| phrasing).collect(),
            counterexamples: self.counterexamples.clone(),
            groups: self.groups.clone(),
            within: self.within.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use jiff::civil::date;

    use super::*;
    use crate::model::{KnowledgeBase, ViewOptions};

    #[test]
    fn the_order_of_files_does_not_show() {
        let texts = ["- {id: b, question: 甲, variants: [乙]}\n", "- {id: a, question: 丙}\n"];
        let phrasings = |names: [&str; 2]| -> Vec<(u32, String)> {
            let files = names.map(PathBuf::from).into_iter().zip(texts.map(str::to_owned));
            let mut files: Vec<_> = files.collect();
            files.sort();
            let knowledge_base = KnowledgeBase::from_texts(files).knowledge_base;
            let options = ViewOptions { shop: None, as_of: date(2026, 11, 5), channel: None, mode: None };
            let view = View::new(&knowledge_base, options).expect("view");
            let set = TrainingSet::new(&view);
            set.phrasings.iter().map(|&(class, text)| (class, text.to_owned())).collect()
        };
        let wanted = [(0, "丙"), (1, "甲"), (1, "乙")].map(|(class, text)| (class, text.to_owned()));
        assert_eq!(phrasings(["x.yaml", "y.yaml"]), wanted);
        assert_eq!(phrasings(["y.yaml", "x.yaml"]), wanted);
    }

    #[test]
    fn classes_of_one_pack_in_a_row_are_a_group() {
        let texts = [
            "pack: a\nentries: [{id: 1, question: 甲}, {id: 2, question: 乙}]\n",
            "pack: b\nentries: [{id: 3, question: 丙}]\n",
        ];
        let files = ["a.yaml", "b.yaml"].map(PathBuf::from).into_iter().zip(texts.map(str::to_owned));
        let knowledge_base = KnowledgeBase::from_texts(files).knowledge_base;
        let groups = |order: &[u32]| {
            let entries =
                order.iter().map(|&index| (EntryIndex(index), &knowledge_base.entries[index as usize]));
            TrainingSet::of_entries(entries).groups
        };
        assert_eq!(groups(&[0, 1, 2]), [0..2, 2..3]);
        assert_eq!(groups(&[0, 2, 1]), [0..1, 1..2, 2..3]);
        assert!(groups(&[]).is_empty());
    }
}
