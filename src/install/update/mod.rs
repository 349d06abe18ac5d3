//! A copy brought up to the pack that is shipped: what becomes of each entry, and the files after it.

mod category;
mod description;
mod files;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::copy::Copy;
use super::merge::{Decision, Sides, Take, decide};
use super::outline::Outline;
use super::record::Record;
use super::release::Release;
use crate::model::Overlay;

/// What an outcome is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A key of `pack.yaml`.
    Description(String),
    /// An entry, by its name without the pack.
    Entry {
        /// Its id, or the match key of its question.
        key: String,
        /// Its question: the shop's, else the pack's; empty if neither has it any more.
        question: String,
    },
}

impl Subject {
    /// The name of the key or of the entry.
    pub fn name(&self) -> &str {
        match self {
            Self::Description(key) | Self::Entry { key, .. } => key,
        }
    }
}

/// What becomes of one entry, or of one key of `pack.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What it is about.
    pub subject: Subject,
    /// What becomes of it.
    pub decision: Decision,
}

/// A copy cannot be updated; nothing has been changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UpdateError {
    /// The file is written in a way that the edit cannot be made without changing something else.
    #[error(
        "{}: {subject} cannot be brought up to date by an edit, as of the way the file is written (braces, anchors); \
         nothing was written. Write it as lines, or delete it and run again",
        path.display()
    )]
    CannotEdit {
        /// The file.
        path: PathBuf,
        /// What was to be edited.
        subject: String,
    },
    /// An entry was to be taken that neither the pack nor its record has.
    #[error("the pack `{pack}` has no entry `{entry}`{}", hint.as_ref().map_or_else(String::new, |hint| format!("; did you mean `{hint}`?")))]
    UnknownEntry {
        /// The pack.
        pack: String,
        /// The name that was asked for.
        entry: String,
        /// The name that may be meant.
        hint: Option<String>,
    },
}

/// An update of one pack.
#[derive(Debug, Clone)]
pub struct Update {
    /// The pack's id.
    pub pack: String,
    /// The version that was installed.
    pub from: String,
    /// The version that is shipped.
    pub to: String,
    /// Whether there was no record, and the copy is taken for what it is.
    pub adopted: bool,
    /// What becomes of each, the keys of `pack.yaml` first, then the entries in the order of the pack, then those
    /// that the pack does not have.
    pub outcomes: Vec<Outcome>,
    /// The files that change, with their new bytes; the record is not among them.
    pub files: Overlay,
    /// Files that go, as nothing is left in them.
    pub gone: Vec<PathBuf>,
    /// Where the record lies.
    pub record_path: PathBuf,
    /// The new record, if it differs from the one that is there.
    pub record: Option<Record>,
}

impl Update {
    /// What it takes to bring `copy` up to `release`. Entries of `held` stay, as something refers to them
    /// (see [`still_mentioned`](super::still_mentioned)).
    ///
    /// # Errors
    /// A file cannot be edited, or `take` names an entry that there is not.
    pub fn plan(
        copy: &Copy<'_>,
        release: &Release,
        take: &Take,
        held: &BTreeSet<String>,
    ) -> Result<Self, UpdateError> {
        refuse_unknown(copy, release, take)?;
        // Nobody wrote down what was copied, but what the pack says of itself is what is shipped.
        let same_version =
            copy.record.is_none() && !copy.version.is_empty() && copy.version == release.version;
        let base = copy.record.as_ref().or(same_version.then_some(&release.record));
        let mut update = Self {
            pack: copy.id.clone(),
            from: copy.record.as_ref().map_or(&copy.version, |record| &record.version).clone(),
            to: release.version.clone(),
            adopted: copy.record.is_none(),
            outcomes: Vec::new(),
            files: Overlay::new(),
            gone: Vec::new(),
            record_path: copy.record_path(),
            record: (copy.record.as_ref() != Some(&release.record)).then(|| release.record.clone()),
        };
        description::update(copy, release, base, take, &mut update)?;
        let outlines: Vec<(&str, &str, Outline<'_>)> =
            release.entry_files().map(|(name, file)| (name, file.text(), Outline::of(file))).collect();
        let mut decisions = decide_all(copy, release, base, take);
        for (key, decision) in &mut decisions {
            if held.contains(key) && matches!(decision, Decision::Remove | Decision::TakenAway) {
                *decision = Decision::ConflictMentioned;
            }
        }
        update.outcomes.extend(outcomes(copy, &outlines, &decisions));
        files::update(copy, &outlines, &decisions, &mut update)?;
        Ok(update)
    }

    /// Whether nothing is to be written.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.gone.is_empty() && self.record.is_none()
    }

    /// How many entries and keys met this fate.
    pub fn count(&self, decision: Decision) -> usize {
        self.outcomes.iter().filter(|outcome| outcome.decision == decision).count()
    }

    /// What somebody should look at.
    pub fn conflicts(&self) -> impl Iterator<Item = &Outcome> {
        self.outcomes.iter().filter(|outcome| outcome.decision.is_conflict())
    }
}

fn refuse_unknown(copy: &Copy<'_>, release: &Release, take: &Take) -> Result<(), UpdateError> {
    let Take::Entries(wanted) = take else { return Ok(()) };
    let local = copy.fingerprints();
    let recorded = copy.record.as_ref().map(|record| &record.entries);
    let is_known = |key: &str| {
        release.record.entries.contains_key(key)
            || recorded.is_some_and(|entries| entries.contains_key(key) && local.contains_key(key))
    };
    let Some(unknown) = wanted.iter().find(|key| !is_known(key)) else { return Ok(()) };
    let names = release.record.entries.keys().map(String::as_str);
    Err(UpdateError::UnknownEntry {
        pack: copy.id.clone(),
        entry: unknown.clone(),
        hint: crate::model::nearest(unknown, names).map(str::to_owned),
    })
}

fn decide_all(
    copy: &Copy<'_>,
    release: &Release,
    base: Option<&Record>,
    take: &Take,
) -> BTreeMap<String, Decision> {
    let local = copy.fingerprints();
    let recorded = base.into_iter().flat_map(|record| record.entries.keys().map(String::as_str));
    let shipped = release.record.entries.keys().map(String::as_str);
    let keys: BTreeSet<&str> = recorded.chain(shipped).chain(local.keys().copied()).collect();
    let decided = |key: &str| {
        let sides = Sides {
            base: base.and_then(|record| record.entries.get(key)).map(String::as_str),
            local: local.get(key).copied(),
            pack: release.record.entries.get(key).map(String::as_str),
        };
        decide(key, sides, base.is_none(), take)
    };
    keys.into_iter().map(|key| (key.to_owned(), decided(key))).collect()
}

fn outcomes(
    copy: &Copy<'_>,
    outlines: &[(&str, &str, Outline<'_>)],
    decisions: &BTreeMap<String, Decision>,
) -> Vec<Outcome> {
    let mut questions: BTreeMap<&str, &str> = BTreeMap::new();
    let shipped = outlines.iter().flat_map(|(_, _, outline)| &outline.entries);
    questions.extend(shipped.clone().map(|item| (item.key.as_str(), item.question.as_str())));
    questions.extend(copy.items().map(|(_, item)| (item.key.as_str(), item.question.as_str())));
    let outcome = |key: &str| {
        let question = questions.get(key).copied().unwrap_or_default().to_owned();
        let decision = decisions.get(key).copied().unwrap_or(Decision::Same);
        Outcome { subject: Subject::Entry { key: key.to_owned(), question }, decision }
    };
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut found: Vec<Outcome> =
        shipped.filter(|item| seen.insert(&item.key)).map(|item| outcome(&item.key)).collect();
    found.extend(decisions.keys().filter(|key| !seen.contains(key.as_str())).map(|key| outcome(key)));
    found
}
