//! An evaluation in figures, in the form in which it is written as JSON and read back as a baseline.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Gap, Rate};
use crate::matching::Thresholds;
use crate::model::Figure;

/// What the `schema` of a report says.
pub const SCHEMA: &str = "kbtool.eval/1";

/// An evaluation. Made by [`Report::new`], read back by [`read_baseline`](super::read_baseline).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: String,
    /// The engine's name.
    pub engine: String,
    /// The day on which validity was judged, as `2026-11-05`.
    #[serde(default)]
    pub as_of: String,
    /// The shop served, by id; null where all packs were served.
    #[serde(default)]
    pub shop: Option<String>,
    /// Whether each question was asked within its own pack.
    #[serde(default)]
    pub within_packs: bool,
    /// Where a candidate is answered or offered.
    pub thresholds: ReportedThresholds,
    /// Over all rows.
    pub overall: Figures,
    /// By pack in the order of ids: every pack served, and every other that rows belong to; rows of no
    /// pack come last.
    pub packs: Vec<PackReport>,
    /// Every live entry in the order of references.
    #[serde(default)]
    pub entries: Vec<EntryReport>,
    /// What the engine confuses, the most rows first, then by names.
    #[serde(default)]
    pub confusions: Vec<ConfusionReport>,
    /// Labels that the knowledge base does not cover, the most rows first, then by labels.
    #[serde(default)]
    pub uncovered: Vec<Uncovered>,
    /// Packs that are sets of labels without any answer; what they can tell is recognition alone.
    #[serde(default)]
    pub label_packs: Vec<String>,
    /// What came in.
    pub inputs: Inputs,
}

/// The thresholds of a report; null where they are not known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ReportedThresholds {
    /// From this confidence on the answer is given.
    pub direct: Option<f64>,
    /// From this confidence on candidates are offered.
    pub recommend: Option<f64>,
}

impl From<Thresholds> for ReportedThresholds {
    /// A threshold that JSON cannot say (never to be reached) becomes null.
    fn from(thresholds: Thresholds) -> Self {
        let finite = |threshold: f64| threshold.is_finite().then_some(threshold);
        Self { direct: finite(thresholds.direct), recommend: finite(thresholds.recommend) }
    }
}

/// The figures of a pack or of all. Counts are of rows, each weighing its `count`.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Figures {
    /// All rows.
    pub rows: u64,
    /// Rows that expect some entry.
    pub expecting: u64,
    /// Rows whose expected entry is live and answered.
    pub covered: u64,
    /// Rows that expect nothing.
    pub expecting_nothing: u64,
    /// See [`Figure::Coverage`].
    pub coverage: Rate,
    /// See [`Figure::HitRate`].
    pub hit_rate: Rate,
    /// See [`Figure::Top1`].
    pub top1: Rate,
    /// See [`Figure::HitAt3`].
    pub hit_at_3: Rate,
    /// See [`Figure::HitAt5`].
    pub hit_at_5: Rate,
    /// See [`Figure::Mrr`].
    pub mrr: Rate,
    /// See [`Figure::WrongRate`].
    pub wrong_rate: Rate,
    /// See [`Figure::RecommendRate`].
    pub recommend_rate: Rate,
    /// See [`Figure::NoneRate`].
    pub none_rate: Rate,
    /// See [`Figure::RejectRate`].
    pub reject_rate: Rate,
    /// See [`Figure::FalseAnswerRate`].
    pub false_answer_rate: Rate,
    /// See [`Figure::EntryCoverage`]; for a pack, of its own live entries.
    pub entry_coverage: Rate,
    /// See [`Figure::AnswerCoverage`]; for a pack, of its own live entries.
    pub answer_coverage: Rate,
}

impl Figures {
    /// One of the figures.
    pub const fn rate(&self, figure: Figure) -> &Rate {
        match figure {
            Figure::Coverage => &self.coverage,
            Figure::HitRate => &self.hit_rate,
            Figure::Top1 => &self.top1,
            Figure::HitAt3 => &self.hit_at_3,
            Figure::HitAt5 => &self.hit_at_5,
            Figure::Mrr => &self.mrr,
            Figure::WrongRate => &self.wrong_rate,
            Figure::RecommendRate => &self.recommend_rate,
            Figure::NoneRate => &self.none_rate,
            Figure::RejectRate => &self.reject_rate,
            Figure::FalseAnswerRate => &self.false_answer_rate,
            Figure::EntryCoverage => &self.entry_coverage,
            Figure::AnswerCoverage => &self.answer_coverage,
        }
    }
}

/// The figures of one pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PackReport {
    /// Its id, a name from the transcript that no pack has, or [`NO_PACK`](super::NO_PACK).
    pub pack: String,
    /// Its name for people, where it has one.
    #[serde(default)]
    pub name: Option<String>,
    /// The figures over its rows.
    #[serde(flatten)]
    pub figures: Figures,
}

impl PackReport {
    /// What people call the pack: its name, else its id.
    pub fn title(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.pack)
    }
}

/// One live entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntryReport {
    /// `pack/id`.
    pub entry: String,
    /// The canonical question.
    #[serde(default)]
    pub question: String,
    /// Rows that expect it.
    pub rows: u64,
    /// Of those, the ones answered directly with it; none where it has no answer.
    pub hits: u64,
    /// Hits of all rows, whatever their label, that were answered directly with it; null where none was.
    pub precision: Option<f64>,
    /// Hits of the rows that expect it; null where none does.
    pub recall: Option<f64>,
    /// The harmonic mean of both, 2 hits / (rows + direct answers with it); null where both are.
    pub f1: Option<f64>,
}

/// Two entries that the engine confuses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfusionReport {
    /// The entry expected, `pack/id`.
    pub expected: String,
    /// The entry that ranked first instead, whether it was sure enough to answer or not.
    pub predicted: String,
    /// Covered rows.
    pub rows: u64,
}

/// A label that the knowledge base does not cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uncovered {
    /// The entry as `pack/id`, or the label as written where no entry goes by it.
    pub label: String,
    /// The entry's canonical question, where there is an entry.
    pub question: Option<String>,
    /// Why it is not covered.
    pub reason: Gap,
    /// Rows that expect it.
    pub rows: u64,
}

/// What came in, in records of the files: a row counts once, whatever its `count`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Inputs {
    /// Rows judged.
    pub rows: u64,
    /// Rows that could not be used.
    pub skipped: u64,
    /// The same by the kind of reason.
    pub skipped_by_reason: BTreeMap<String, u64>,
    /// Judged rows on which the engine broke; the figures have them as no answer.
    pub failed: u64,
    /// Rows of agents, bots and the system, passed over.
    pub not_customer: u64,
}
