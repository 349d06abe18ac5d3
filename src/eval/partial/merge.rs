//! Parts added up, and held to belong together.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::{Fact, Manifest, PartError, SAMPLED_FAILURES};
use crate::eval::transcripts::Shard;
use crate::eval::{Counters, EntrySubject, PackSubject, ReportedThresholds, Subject};
use crate::model::EntryIndex;

/// Adds parts up, in any order.
#[derive(Debug)]
pub struct Merger {
    pub(super) manifest: Manifest,
    pub(super) packs: BTreeMap<Box<str>, PackSubject>,
    pub(super) counters: Counters,
    /// What the parts say must be the same, with the files that say so.
    facts: BTreeMap<Fact, BTreeMap<String, Vec<PathBuf>>>,
    /// How many parts end; as many should as begin.
    pub(super) ended: u64,
    /// The files in which that is not so: cut off, or one of several that hold the lines of a sum.
    pub(super) uneven: Vec<PathBuf>,
    /// Entries by reference: each gets its index when it is first named.
    indices: FxHashMap<Box<str>, EntryIndex>,
    entries: Vec<Option<EntrySubject>>,
}

/// All parts together.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// What the parts say of themselves; to be written again as one part.
    pub manifest: Manifest,
    /// What was evaluated.
    pub subject: Subject,
    /// The sums.
    pub counters: Counters,
}

impl Default for Merger {
    fn default() -> Self {
        Self {
            manifest: Manifest::default(),
            packs: BTreeMap::new(),
            counters: Counters::with_sample(SAMPLED_FAILURES),
            facts: BTreeMap::new(),
            ended: 0,
            uneven: Vec::new(),
            indices: FxHashMap::default(),
            entries: Vec::new(),
        }
    }
}

impl Merger {
    /// No part yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The sums of all parts, which must have been made on the same things.
    ///
    /// # Errors
    /// There is no part, or parts do not belong together.
    pub fn finish(mut self) -> Result<Merged, PartError> {
        let (begun, ended) = (self.manifest.parts, self.ended);
        if begun != ended {
            return Err(PartError::CutOff { begun, ended, files: self.uneven });
        }
        if begun == 0 {
            return Err(PartError::Nothing);
        }
        if let Some((pack, _)) = self.counters.packs.iter().find(|(_, counted)| !counted.adds_up()) {
            return Err(PartError::Contradiction(pack.to_string()));
        }
        for (fact, mut values) in std::mem::take(&mut self.facts) {
            if values.len() > 1 {
                return Err(PartError::Different { fact, values: values.into_iter().collect() });
            }
            if let Some((value, _)) = values.pop_first() {
                self.manifest.facts.insert(fact, value);
            }
        }
        let Self { manifest, packs, counters, indices, entries, .. } = self;
        let mut undescribed: Vec<&str> = indices
            .iter()
            .filter(|(_, index)| entries[index.0 as usize].is_none())
            .map(|(reference, _)| &**reference)
            .collect();
        undescribed.sort_unstable();
        if let Some(reference) = undescribed.first() {
            return Err(PartError::Undescribed((*reference).to_owned()));
        }
        let fact = |fact| manifest.facts.get(&fact);
        let threshold = |which| fact(which).and_then(|value| value.parse().ok());
        let subject = Subject {
            engine: fact(Fact::Engine).cloned().unwrap_or_default(),
            as_of: fact(Fact::AsOf).cloned().unwrap_or_default(),
            shop: fact(Fact::Shop).cloned(),
            within_packs: fact(Fact::WithinPacks).is_some_and(|answer| answer == YES),
            thresholds: ReportedThresholds {
                direct: threshold(Fact::DirectThreshold),
                recommend: threshold(Fact::RecommendThreshold),
            },
            packs,
            entries: entries.into_iter().flatten().collect(),
        };
        Ok(Merged { manifest, subject, counters })
    }

    pub(super) fn fact(&mut self, path: &Path, fact: Fact, value: &str) {
        let files = self.facts.entry(fact).or_default().entry(value.to_owned()).or_default();
        if files.last().is_none_or(|last| last != path) {
            files.push(path.to_owned());
        }
    }

    /// The index of an entry, a new one if it has none.
    pub(super) fn index(&mut self, reference: &str) -> EntryIndex {
        if let Some(&index) = self.indices.get(reference) {
            return index;
        }
        let index = EntryIndex(self.entries.len() as u32);
        self.indices.insert(reference.into(), index);
        self.entries.push(None);
        index
    }

    pub(super) fn describe(&mut self, entry: EntrySubject) {
        let index = self.index(&entry.reference);
        self.entries[index.0 as usize] = Some(entry);
    }
}

/// How a part says yes and no.
const YES: &str = "yes";
const NO: &str = "no";

impl Manifest {
    /// What a part says of itself that was made on `subject`; the caller adds digests.
    pub fn of(subject: &Subject) -> Self {
        let thresholds = subject.thresholds;
        // The shortest text that reads as the same number.
        let threshold = |value: Option<f64>| value.map(|value| value.to_string());
        let facts = [
            (Fact::Tool, Some(env!("CARGO_PKG_VERSION").to_owned())),
            (Fact::Engine, Some(subject.engine.clone())),
            (Fact::AsOf, Some(subject.as_of.clone())),
            (Fact::Shop, subject.shop.clone()),
            (Fact::WithinPacks, Some(if subject.within_packs { YES } else { NO }.to_owned())),
            (Fact::DirectThreshold, threshold(thresholds.direct)),
            (Fact::RecommendThreshold, threshold(thresholds.recommend)),
        ];
        let facts = facts.into_iter().filter_map(|(fact, value)| Some((fact, value?))).collect();
        Self { facts, parts: 1, shards: BTreeMap::new() }
    }

    /// Whether the parts are all there are.
    ///
    /// # Errors
    /// Shards are missing, doubled, of different divisions, or mixed with parts that are none.
    pub fn is_whole(&self) -> Result<(), PartError> {
        let Some(first) = self.shards.keys().next() else { return Ok(()) };
        let sharded = self.shards.values().fold(0_u64, |sum, &count| sum.saturating_add(count));
        if sharded != self.parts {
            return Err(PartError::Mixed { sharded, parts: self.parts });
        }
        let count = first.count();
        if self.shards.keys().any(|shard| shard.count() != count) {
            return Err(PartError::Divisions(self.shards.keys().map(ToString::to_string).collect()));
        }
        let doubled: Vec<String> =
            self.shards.iter().filter(|(_, count)| **count > 1).map(|(shard, _)| shard.to_string()).collect();
        if !doubled.is_empty() {
            return Err(PartError::Doubled(doubled));
        }
        let missing: Vec<String> = (1..=count)
            .filter_map(|index| Shard::new(index, count).ok())
            .filter(|shard| !self.shards.contains_key(shard))
            .map(|shard| shard.to_string())
            .collect();
        if missing.is_empty() { Ok(()) } else { Err(PartError::Missing { missing, count }) }
    }
}
