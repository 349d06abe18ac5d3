//! What rules may ask: the knowledge base, their settings, and what is worked out once for all of them.

use std::sync::OnceLock;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::held_out::HeldOut;
use super::profile::{Profile, Profiles};
use super::run::LintOptions;
use super::scripts::Scripts;
use super::settings::Settings;
use super::text::{LintText, Role};
use crate::dedup::{Phrasings, ServedTogether};
use crate::diagnostic::Diagnostic;
use crate::model::{Answer, Entry, EntryIndex, KnowledgeBase, Lookup};
use crate::source::{FileId, Location};
use crate::text::{core_key, key_hash, match_key};

/// A question of a test transcript, for the rules that compare with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestQuestion {
    /// What the customer wrote.
    pub text: String,
    /// The label, as written; `None` if nothing is expected.
    pub expected: Option<String>,
    /// The pack its row names.
    pub pack: Option<String>,
    /// File and line, for people.
    pub place: String,
}

/// What rules may ask.
#[derive(Debug)]
pub struct Context<'c> {
    /// The knowledge base.
    pub knowledge_base: &'c KnowledgeBase,
    /// What loading found wrong.
    pub problems: &'c [Diagnostic],
    /// The day on which validity is judged.
    pub as_of: Date,
    /// The test questions, where they were given.
    pub test_questions: Option<&'c [TestQuestion]>,
    profiles: &'c Profiles,
    lookup: OnceLock<Lookup>,
    given_phrasings: Option<&'c Phrasings>,
    phrasings: OnceLock<Phrasings>,
    served: OnceLock<ServedTogether>,
    cores: OnceLock<FxHashMap<u64, u32>>,
    held_out: OnceLock<HeldOut>,
    scripts: OnceLock<Scripts>,
}

impl<'c> Context<'c> {
    pub(super) fn new(
        knowledge_base: &'c KnowledgeBase,
        problems: &'c [Diagnostic],
        options: &LintOptions<'c>,
        profiles: &'c Profiles,
    ) -> Self {
        Self {
            knowledge_base,
            problems,
            as_of: options.as_of,
            test_questions: options.test_questions,
            profiles,
            lookup: OnceLock::new(),
            given_phrasings: options.phrasings,
            phrasings: OnceLock::new(),
            served: OnceLock::new(),
            cores: OnceLock::new(),
            held_out: OnceLock::new(),
            scripts: OnceLock::new(),
        }
    }

    pub(super) fn profile(&self, file: FileId) -> &Profile {
        self.profiles.of(file)
    }

    /// What the rules are told for `file`.
    pub fn settings(&self, file: FileId) -> &Settings {
        &self.profiles.of(file).settings
    }

    /// Finds entries by id or question; made when first asked for.
    pub fn lookup(&self) -> &Lookup {
        self.lookup.get_or_init(|| Lookup::new(self.knowledge_base))
    }

    /// Every phrasing by what it says; made when first asked for.
    pub fn phrasings(&self) -> &Phrasings {
        let made = || self.phrasings.get_or_init(|| Phrasings::new(self.knowledge_base));
        self.given_phrasings.unwrap_or_else(made)
    }

    /// Whether a phrasing with the core `before` would say what another one says if its core were `after`.
    /// The cores of all phrasings are counted when this is first asked, on one thread, as all may be waiting.
    pub(super) fn is_said_elsewhere(&self, before: &str, after: &str) -> bool {
        let cores = self.cores.get_or_init(|| {
            let mut cores: FxHashMap<u64, u32> = FxHashMap::default();
            for text in self.knowledge_base.entries.iter().flat_map(Entry::phrasings) {
                *cores.entry(key_hash(core_key(&match_key(text)))).or_default() += 1;
            }
            cores
        });
        let others = cores.get(&key_hash(after)).copied().unwrap_or(0);
        others > u32::from(before == after)
    }

    /// Which packs meet in a shop; made when first asked for.
    pub fn served_together(&self) -> &ServedTogether {
        self.served.get_or_init(|| ServedTogether::new(self.knowledge_base))
    }

    /// Which Chinese script each file's pack is written in; made when first asked for.
    pub fn scripts(&self) -> &Scripts {
        self.scripts.get_or_init(|| Scripts::new(self.knowledge_base))
    }

    /// What a matcher makes of each phrasing that it has not learned; worked out when first asked for,
    /// which takes a while.
    pub fn held_out(&self) -> &HeldOut {
        let is_live = |entry: &Entry| entry.is_live(self.as_of);
        self.held_out.get_or_init(|| HeldOut::new(self.knowledge_base, self.served_together(), is_live))
    }

    /// `pack/id` of an entry.
    pub fn reference(&self, index: EntryIndex) -> &str {
        &self.knowledge_base.entry(index).reference
    }

    /// `pack/id` of the entry that a text belongs to.
    pub fn reference_of(&self, text: &LintText<'_>) -> Option<&str> {
        text.entry.map(|index| self.reference(index))
    }

    /// The answer whose text this is, where it is one.
    pub fn answer_of(&self, text: &LintText<'_>) -> Option<&'c Answer> {
        let among = |answers: &'c [Answer]| {
            answers.iter().find(|answer| std::ptr::eq(&raw const answer.text, text.text))
        };
        match text.role {
            Role::Answer => among(&self.knowledge_base.entry(text.entry?).answers),
            Role::ShopAnswer => {
                let of_file = self.knowledge_base.shops.iter().filter(|shop| shop.location.file == text.file);
                of_file.flat_map(|shop| &shop.answers).find_map(|own| among(&own.answers))
            }
            _ => None,
        }
    }

    /// Whether customers may come to read this text on the day or later: neither it nor its entry is over.
    pub fn is_to_be_read(&self, text: &LintText<'_>) -> bool {
        let entry = text.entry.map(|index| self.knowledge_base.entry(index));
        text.role.is_read()
            && entry.is_none_or(|entry| entry.is_current_or_coming(self.as_of))
            && !self.answer_of(text).is_some_and(|answer| answer.validity.is_over(self.as_of))
    }

    /// The text of a file.
    pub fn source(&self, file: FileId) -> &'c str {
        self.knowledge_base.files.get(file).text()
    }

    /// Where bytes `range` of a text's value stand in its file; the whole text where escapes or aliases
    /// leave no other answer.
    pub fn locate(&self, text: &LintText<'_>, range: std::ops::Range<usize>) -> Location {
        let map = text.map(self.source(text.file));
        let span = map.map_or(text.text.span, |map| map.span(range));
        Location { file: text.file, span }
    }

    /// The smallest safe edit that puts `replacement` in the place of bytes `range` of a text's value; `None`
    /// where the source does not allow it.
    pub fn replace(
        &self,
        text: &LintText<'_>,
        range: std::ops::Range<usize>,
        replacement: &str,
    ) -> Option<(Location, String)> {
        let structure = self.knowledge_base.files.get(text.file).structure();
        let map = text.map(structure.text())?;
        let (span, written) = map.replace(structure, text.text.span, text.text, range, replacement)?;
        Some((Location { file: text.file, span }, written))
    }
}
