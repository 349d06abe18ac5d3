//! What became of one row: what it expected, what the bot did, and whether that was right.

use std::sync::{PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::{FailureClass, Gap, Row};
use crate::matching::{Outcome, Query, Ranking, Replayed, Thresholds};
use crate::model::{EntryIndex, Found, KnowledgeBase, Lookup, Neighbourhood, State, View};

/// The pack of rows that belong to none.
pub const NO_PACK: &str = "(none)";

/// What a row expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expectation<'a> {
    /// That nothing answers.
    Nothing,
    /// An entry that is live and answered.
    Covered(EntryIndex),
    /// An entry that exists but cannot answer, and why.
    NotCovered(EntryIndex, Gap),
    /// Something by this label, which no entry goes by.
    Unknown(&'a str),
}

impl Expectation<'_> {
    /// The entry expected, where there is one by that label.
    pub const fn entry(&self) -> Option<EntryIndex> {
        match *self {
            Self::Covered(entry) | Self::NotCovered(entry, _) => Some(entry),
            Self::Nothing | Self::Unknown(_) => None,
        }
    }
}

/// What became of one row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement<'a> {
    /// The pack that the row counts under: an id, a name from the transcript that no pack has, or
    /// [`NO_PACK`].
    pub pack: &'a str,
    /// What the row expects.
    pub expectation: Expectation<'a>,
    /// What the bot did.
    pub outcome: Outcome,
    /// The first candidate, whatever its confidence.
    pub top: Option<EntryIndex>,
    /// The place of the expected entry among the candidates, from 1; `None` if it is not among them.
    pub rank: Option<usize>,
    /// Right, or wrong in what way.
    pub class: FailureClass,
    /// Whether the engine broke on the row; it then counts as no answer.
    pub failed: bool,
}

/// A row that cannot be judged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "line {line}: `{label}` names {} entries, {}: write pack/id, or fill in the pack column",
    candidates.len(),
    candidates.join(", ")
)]
pub struct Unjudged {
    /// The row's line, from 1.
    pub line: u64,
    /// The ambiguous label.
    pub label: String,
    /// What it may mean, as `pack/id`.
    pub candidates: Vec<String>,
}

impl Unjudged {
    /// A stable name to count such rows by, beside the reader's own reasons to skip a row.
    pub const KIND: &'static str = "ambiguous_label";
}

/// How many labels that are no `pack/id` are remembered. Labels repeat; a column of free text taken for
/// labels does not, and must not fill the memory.
const REMEMBERED_LABELS: usize = 100_000;

/// Judges rows against the rankings an engine gave them; from several threads at once.
#[derive(Debug)]
pub struct Judge<'v, 'kb> {
    view: &'v View<'kb>,
    lookup: &'v Lookup,
    thresholds: Thresholds,
    /// Packs by what people call them, where that is unique and no pack's id.
    pack_names: FxHashMap<&'kb str, &'kb str>,
    /// Labels found before: only the ones that have to be normalised to be found.
    labels: RwLock<FxHashMap<Box<str>, Found>>,
}

impl<'v, 'kb> Judge<'v, 'kb> {
    /// A judge of what `view` should answer. `lookup` must be made from the view's knowledge base, and
    /// the rankings from the view.
    pub fn new(view: &'v View<'kb>, lookup: &'v Lookup, thresholds: Thresholds) -> Self {
        let pack_names = pack_names(view.knowledge_base());
        Self { view, lookup, thresholds, pack_names, labels: RwLock::default() }
    }

    /// The thresholds that part direct answers, recommendations and handoffs.
    pub fn thresholds(&self) -> Thresholds {
        self.thresholds
    }

    /// The view behind the judge.
    pub fn view(&self) -> &'v View<'kb> {
        self.view
    }

    /// A row as it reaches an engine.
    pub fn query<'q>(&'q self, row: &'q Row) -> Query<'q> {
        let replayed =
            row.predicted_present.then_some(Replayed { entry: row.predicted.as_deref(), score: row.score });
        let within = if self.view.is_within_packs() { self.neighbourhood(row) } else { None };
        Query { text: &row.question, replayed, within }
    }

    /// What a row can be answered with that is asked within its pack; everything, if it belongs to no pack.
    fn neighbourhood(&self, row: &Row) -> Option<Neighbourhood<'_>> {
        let column = self.column(row);
        let pack =
            column.or_else(|| self.expectation(row, None).ok().map(|expected| self.pack_of(expected)))?;
        self.view.neighbourhood(self.view.knowledge_base().find_pack(pack)?)
    }

    /// The id of the pack in the row's column.
    fn column<'a>(&'a self, row: &'a Row) -> Option<&'a str> {
        let column = row.pack.as_deref().map(str::trim).filter(|pack| !pack.is_empty());
        column.map(|pack| self.pack_id(pack))
    }

    /// Judge `row` by the `ranking` of its question.
    ///
    /// # Errors
    /// The label fits entries of several packs and the row does not say which.
    pub fn judge<'a>(&'a self, row: &'a Row, ranking: &Ranking) -> Result<Judgement<'a>, Unjudged> {
        let column = self.column(row);
        let expectation = self.expectation(row, column)?;
        let failed = ranking.failure.is_some();
        let outcome = if failed { Outcome::None } else { self.thresholds.outcome_in(self.view, ranking) };
        let top = ranking.top().map(|candidate| candidate.entry);
        Ok(Judgement {
            pack: column.unwrap_or_else(|| self.pack_of(expectation)),
            expectation,
            outcome,
            top,
            rank: expectation.entry().and_then(|entry| ranking.rank_of(entry)),
            class: self.class(expectation, outcome, top, failed),
            failed,
        })
    }

    fn class(
        &self,
        expectation: Expectation<'_>,
        outcome: Outcome,
        top: Option<EntryIndex>,
        failed: bool,
    ) -> FailureClass {
        let unanswered = |entry: &EntryIndex| self.view.state(*entry) == State::Unanswered;
        match (expectation, outcome, top) {
            (Expectation::Unknown(_), ..) => FailureClass::NotCovered(Gap::UnknownLabel),
            (Expectation::NotCovered(_, gap), ..) => FailureClass::NotCovered(gap),
            _ if failed => FailureClass::EngineFailed,
            (Expectation::Covered(entry), Outcome::Direct, Some(top)) if top == entry => FailureClass::Hit,
            (Expectation::Covered(_), Outcome::Direct, Some(top)) => FailureClass::ConfusedWith(top),
            (Expectation::Covered(_) | Expectation::Nothing, Outcome::Direct, None) => {
                FailureClass::AnsweredOutside
            }
            (Expectation::Covered(_), Outcome::Recommend, _) => FailureClass::OfferedOnly,
            (Expectation::Covered(_), Outcome::None, Some(top)) if unanswered(&top) => {
                FailureClass::UnansweredFirst(top)
            }
            (Expectation::Covered(_), Outcome::None, _) => FailureClass::BelowThreshold,
            (Expectation::Nothing, Outcome::Direct, Some(top)) => FailureClass::FalselyAnswered(top),
            (Expectation::Nothing, Outcome::Recommend, Some(top)) => FailureClass::FalselyOffered(top),
            (Expectation::Nothing, ..) => FailureClass::Rejected,
        }
    }

    /// The id of the pack that a transcript calls `pack`: its id or, where unique, its name for people.
    pub(crate) fn pack_id<'a>(&'a self, pack: &'a str) -> &'a str {
        self.pack_names.get(pack).copied().unwrap_or(pack)
    }

    fn pack_of<'a>(&'a self, expectation: Expectation<'a>) -> &'a str {
        let knowledge_base = self.view.knowledge_base();
        match expectation {
            Expectation::Covered(entry) | Expectation::NotCovered(entry, _) => {
                &knowledge_base.pack(knowledge_base.entry(entry).pack).id
            }
            Expectation::Unknown(label) => label
                .split_once('/')
                .and_then(|(pack, _)| knowledge_base.find_pack(pack))
                .map_or(NO_PACK, |pack| &knowledge_base.pack(pack).id),
            Expectation::Nothing => NO_PACK,
        }
    }

    fn expectation<'a>(&self, row: &'a Row, pack: Option<&str>) -> Result<Expectation<'a>, Unjudged> {
        let Some(label) = row.expected.as_deref().map(str::trim).filter(|label| !label.is_empty()) else {
            return Ok(Expectation::Nothing);
        };
        match self.find(label, pack) {
            Found::One(entry) => Ok(match Gap::of(self.view.state(entry)) {
                None => Expectation::Covered(entry),
                Some(gap) => Expectation::NotCovered(entry, gap),
            }),
            Found::Nothing => Ok(Expectation::Unknown(label)),
            Found::Several(entries) => {
                let reference =
                    |entry: &EntryIndex| self.view.knowledge_base().entry(*entry).reference.to_string();
                Err(Unjudged {
                    line: row.line,
                    label: label.to_owned(),
                    candidates: entries.iter().map(reference).collect(),
                })
            }
        }
    }

    fn find(&self, label: &str, pack: Option<&str>) -> Found {
        if let Some(entry) = self.lookup.reference(label) {
            return Found::One(entry);
        }
        let known = self.labels.read().unwrap_or_else(PoisonError::into_inner).get(label).cloned();
        let found = known.unwrap_or_else(|| {
            let found = self.lookup.find(self.view.knowledge_base(), label, None);
            let mut labels = self.labels.write().unwrap_or_else(PoisonError::into_inner);
            if labels.len() < REMEMBERED_LABELS {
                labels.insert(label.into(), found.clone());
            }
            found
        });
        match (found, pack) {
            // Rare enough to look up again: only the pack column can decide.
            (Found::Several(_), Some(_)) => self.lookup.find(self.view.knowledge_base(), label, pack),
            (found, _) => found,
        }
    }
}

fn pack_names(knowledge_base: &KnowledgeBase) -> FxHashMap<&str, &str> {
    let mut names: FxHashMap<&str, Option<&str>> = FxHashMap::default();
    for pack in &knowledge_base.packs {
        if let Some(name) = &pack.name {
            names.entry(name).and_modify(|id| *id = None).or_insert(Some(&pack.id));
        }
    }
    let is_id = |name: &str| knowledge_base.find_pack(name).is_some();
    names.into_iter().filter(|(name, _)| !is_id(name)).filter_map(|(name, id)| Some((name, id?))).collect()
}

#[cfg(test)]
mod tests;
