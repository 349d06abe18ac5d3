//! What was evaluated, as far as a report speaks of it: the day, the engine, the packs and their entries.
//!
//! Counters say how often; a subject says of what. Both together are a report, wherever they come from: a
//! knowledge base in memory, or the parts of an evaluation that other machines have written.

use std::collections::BTreeMap;

use super::{Gap, ReportedThresholds};
use crate::matching::Thresholds;
use crate::model::{EntryIndex, Gates, PackIndex, View};

/// How the rows were judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunFacts<'a> {
    /// The engine's name.
    pub engine: &'a str,
    /// The thresholds that the rows were judged by.
    pub thresholds: Thresholds,
}

/// A pack as a report shows it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PackSubject {
    /// What people call it.
    pub name: Option<String>,
    /// Whether its questions are served.
    pub is_served: bool,
    /// Whether it is only a set of labels: none of its entries has an answer, and it is served without a shop.
    pub is_labels: bool,
    /// The limits in its `pack.yaml`.
    pub gates: Gates,
}

impl PackSubject {
    /// The packs of a view's knowledge base by id, served or not.
    pub fn all(view: &View<'_>) -> BTreeMap<Box<str>, Self> {
        let packs = (0_u32..).map(PackIndex).zip(&view.knowledge_base().packs);
        packs
            .map(|(index, pack)| {
                let subject = Self {
                    name: pack.name.as_deref().map(str::to_owned),
                    is_served: view.packs().contains(&index),
                    is_labels: view.label_packs().contains(&index),
                    gates: pack.gates.clone(),
                };
                (pack.id.clone(), subject)
            })
            .collect()
    }
}

/// An entry as a report shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntrySubject {
    /// `pack/id`.
    pub reference: Box<str>,
    /// How many bytes of the reference are the pack's id.
    pub pack_length: usize,
    /// The canonical question.
    pub question: Box<str>,
    /// What keeps it from answering; `None` if nothing does.
    pub gap: Option<Gap>,
    /// Whether there is an answer that a customer could read; a label of a pack of labels has none.
    pub has_answer: bool,
}

impl EntrySubject {
    /// The id of its pack.
    pub fn pack(&self) -> &str {
        &self.reference[..self.pack_length]
    }

    /// Its reference without the pack.
    pub fn key(&self) -> &str {
        self.reference[self.pack_length..].trim_start_matches('/')
    }

    /// Whether it is served, answered or not.
    pub fn is_live(&self) -> bool {
        matches!(self.gap, None | Some(Gap::Unanswered))
    }
}

/// What was evaluated.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// The engine's name.
    pub engine: String,
    /// The day on which validity was judged, as `2026-11-05`.
    pub as_of: String,
    /// The shop through which the knowledge base was seen.
    pub shop: Option<String>,
    /// Whether each question was asked within its pack.
    pub within_packs: bool,
    /// The thresholds that the rows were judged by.
    pub thresholds: ReportedThresholds,
    /// The packs by id.
    pub packs: BTreeMap<Box<str>, PackSubject>,
    /// The entries, by the [`EntryIndex`] that the counters use.
    pub entries: Vec<EntrySubject>,
}

impl Subject {
    /// What a view serves, and how it was judged.
    pub fn new(view: &View<'_>, facts: RunFacts<'_>) -> Self {
        let knowledge_base = view.knowledge_base();
        let entries = knowledge_base.indexed().map(|(index, entry)| EntrySubject {
            reference: entry.reference.clone(),
            pack_length: knowledge_base.pack(entry.pack).id.len(),
            question: entry.question.value.clone(),
            gap: Gap::of(view.state(index)),
            has_answer: !view.answers(index).is_empty(),
        });
        Self {
            engine: facts.engine.to_owned(),
            as_of: view.as_of().to_string(),
            shop: view.shop().map(|shop| shop.id.to_string()),
            within_packs: view.is_within_packs(),
            thresholds: facts.thresholds.into(),
            packs: PackSubject::all(view),
            entries: entries.collect(),
        }
    }

    /// An entry by its index.
    pub fn entry(&self, index: EntryIndex) -> &EntrySubject {
        &self.entries[index.0 as usize]
    }

    /// Every entry that is served, with its index.
    pub fn live(&self) -> impl Iterator<Item = (EntryIndex, &EntrySubject)> {
        (0_u32..).map(EntryIndex).zip(&self.entries).filter(|(_, entry)| entry.is_live())
    }
}
