//! The whole: packs, shops and entries, and finding an entry by what somebody calls it.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::entry::{Entry, EntryIndex, Text};
use super::gates::Gates;
use super::shop::Shop;
use crate::source::{Files, Location};
use crate::text::match_key;

/// A pack's number in its [`KnowledgeBase`]; packs are in the order of their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PackIndex(pub u32);

/// An industry pack, described in a `pack.yaml` or only named by its entries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pack {
    /// The id that references begin with.
    pub id: Box<str>,
    /// Its name for people.
    pub name: Option<Text>,
    /// What it is for.
    pub description: Option<Text>,
    /// The language of its texts, as a tag such as `zh-CN` or `en`.
    pub language: Option<Text>,
    /// Its version.
    pub version: Option<Text>,
    /// The packs whose questions it brings along, and which of them exist.
    pub extends: Vec<(Text, Option<PackIndex>)>,
    /// What evaluation must reach for it.
    pub gates: Gates,
    /// Its `pack.yaml`, where there is one.
    #[serde(skip)]
    pub location: Option<Location>,
}

/// Everything that was loaded. Entries are in the order of the files' paths and of their lines.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct KnowledgeBase {
    /// The files, for positions and source lines.
    #[serde(skip)]
    pub files: Files,
    /// The packs, by id.
    pub packs: Vec<Pack>,
    /// The shops, by id.
    pub shops: Vec<Shop>,
    /// The entries.
    pub entries: Vec<Entry>,
}

impl KnowledgeBase {
    /// The entry with this number.
    ///
    /// # Panics
    /// If `index` comes from another knowledge base.
    pub fn entry(&self, index: EntryIndex) -> &Entry {
        &self.entries[index.0 as usize]
    }

    /// The pack with this number.
    ///
    /// # Panics
    /// If `index` comes from another knowledge base.
    pub fn pack(&self, index: PackIndex) -> &Pack {
        &self.packs[index.0 as usize]
    }

    /// The pack with this id.
    pub fn find_pack(&self, id: &str) -> Option<PackIndex> {
        self.packs.binary_search_by(|pack| (*pack.id).cmp(id)).ok().map(|at| PackIndex(at as u32))
    }

    /// The pack every shop has: the one called `common`, else the only one whose id ends in `-common`.
    pub fn common_pack(&self) -> Option<PackIndex> {
        self.find_pack("common").or_else(|| {
            let mut named =
                (0_u32..).map(PackIndex).zip(&self.packs).filter(|(_, pack)| pack.id.ends_with("-common"));
            match (named.next(), named.next()) {
                (Some((only, _)), None) => Some(only),
                _ => None,
            }
        })
    }

    /// `packs` with everything that they extend, in the order of ids.
    pub fn with_extended(&self, packs: impl IntoIterator<Item = PackIndex>) -> Vec<PackIndex> {
        let mut found: Vec<PackIndex> = packs.into_iter().collect();
        let mut at = 0;
        while let Some(&pack) = found.get(at) {
            for &(_, extended) in &self.pack(pack).extends {
                if let Some(extended) = extended.filter(|extended| !found.contains(extended)) {
                    found.push(extended);
                }
            }
            at += 1;
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The packs a shop serves from: those it names, the common one, its own entries, and what these
    /// extend; in the order of ids.
    pub fn packs_of(&self, shop: &Shop) -> Vec<PackIndex> {
        let named = shop.subscribe.iter().filter_map(|id| self.find_pack(id));
        let common = self.common_pack().filter(|_| shop.common);
        self.with_extended(named.chain(common).chain(self.find_pack(&shop.id)))
    }

    /// Every entry with its number.
    pub fn indexed(&self) -> impl Iterator<Item = (EntryIndex, &Entry)> {
        (0_u32..).map(EntryIndex).zip(&self.entries)
    }
}

/// What a label names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// One entry.
    One(EntryIndex),
    /// Several entries of different packs.
    Several(Vec<EntryIndex>),
    /// No entry.
    Nothing,
}

/// Finds entries by `pack/id`, by a bare id that is unique, or by the canonical question.
#[derive(Debug)]
pub struct Lookup {
    references: FxHashMap<Box<str>, EntryIndex>,
    keys: FxHashMap<Box<str>, Vec<EntryIndex>>,
    /// By match key; made when a label is first sought that is no id, as most transcripts label by id.
    questions: OnceLock<FxHashMap<Box<str>, Vec<EntryIndex>>>,
}

impl Lookup {
    /// Index all entries of `knowledge_base`.
    pub fn new(knowledge_base: &KnowledgeBase) -> Self {
        let mut lookup =
            Self { references: FxHashMap::default(), keys: FxHashMap::default(), questions: OnceLock::new() };
        for (index, entry) in knowledge_base.indexed() {
            lookup.references.insert(entry.reference.clone(), index);
            lookup.keys.entry(entry.key().into()).or_default().push(index);
        }
        lookup
    }

    /// The entry with exactly this `pack/id`.
    pub fn reference(&self, reference: &str) -> Option<EntryIndex> {
        self.references.get(reference).copied()
    }

    /// What `label` names; `pack`, where given, decides between packs that share an id or a question.
    /// `knowledge_base` must be the one that was indexed.
    pub fn find(&self, knowledge_base: &KnowledgeBase, label: &str, pack: Option<&str>) -> Found {
        let label = label.trim();
        if let Some(index) = self.reference(label) {
            return Found::One(index);
        }
        let candidates =
            self.keys.get(label).or_else(|| self.questions(knowledge_base).get(match_key(label).as_str()));
        match candidates.map_or(&[][..], Vec::as_slice) {
            [] => Found::Nothing,
            [only] => Found::One(*only),
            several => {
                let in_pack = |index: &&EntryIndex| {
                    pack == Some(&*knowledge_base.pack(knowledge_base.entry(**index).pack).id)
                };
                match several.iter().filter(in_pack).collect::<Vec<_>>()[..] {
                    [only] => Found::One(*only),
                    _ => Found::Several(several.to_vec()),
                }
            }
        }
    }

    fn questions(&self, knowledge_base: &KnowledgeBase) -> &FxHashMap<Box<str>, Vec<EntryIndex>> {
        self.questions.get_or_init(|| {
            let mut questions: FxHashMap<Box<str>, Vec<EntryIndex>> = FxHashMap::default();
            for (index, entry) in knowledge_base.indexed() {
                questions.entry(match_key(&entry.question).into()).or_default().push(index);
            }
            questions
        })
    }
}
