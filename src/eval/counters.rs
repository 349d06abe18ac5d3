//! Judgements added up in whole numbers, so that adding them in any order, in any number of parts, gives
//! the same: what makes a report independent of the number of threads.
//!
//! Additions saturate, which no order changes either.

use std::collections::BTreeMap;
use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::{Expectation, FailureSample, Judgement};
use crate::matching::{DEPTH, Outcome};
use crate::model::EntryIndex;

/// What the bot did with covered rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CoveredOutcomes {
    /// Answered with the expected entry.
    pub direct_right: u64,
    /// Answered with another entry.
    pub direct_wrong: u64,
    /// Offered candidates.
    pub recommend: u64,
    /// Handed over.
    pub none: u64,
}

/// What the bot did with rows that expect nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NothingOutcomes {
    /// Answered.
    pub direct: u64,
    /// Offered candidates.
    pub recommend: u64,
    /// Handed over, which is right.
    pub none: u64,
}

/// The counters of one pack's rows, each row weighing its `count`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PackCounters {
    /// All rows.
    pub rows: u64,
    /// Rows that expect some entry.
    pub expecting: u64,
    /// Rows whose expected entry is live and answered.
    pub covered: u64,
    /// Rows that expect nothing.
    pub expecting_nothing: u64,
    /// What became of the covered rows.
    pub covered_outcomes: CoveredOutcomes,
    /// What became of the rows that expect nothing.
    pub nothing_outcomes: NothingOutcomes,
    /// Covered rows by the rank of their entry: `ranks[0]` is rank 1; the last is for entries that are
    /// not among the [`DEPTH`] candidates.
    pub ranks: [u64; DEPTH + 1],
}

impl PackCounters {
    fn count(&mut self, judgement: &Judgement<'_>, weight: u64) {
        add(&mut self.rows, weight);
        match judgement.expectation {
            Expectation::Nothing => {
                add(&mut self.expecting_nothing, weight);
                let outcomes = &mut self.nothing_outcomes;
                let outcome = match judgement.outcome {
                    Outcome::Direct => &mut outcomes.direct,
                    Outcome::Recommend => &mut outcomes.recommend,
                    Outcome::None => &mut outcomes.none,
                };
                add(outcome, weight);
            }
            Expectation::Covered(entry) => {
                add(&mut self.expecting, weight);
                add(&mut self.covered, weight);
                let outcomes = &mut self.covered_outcomes;
                let outcome = match judgement.outcome {
                    Outcome::Direct if judgement.top == Some(entry) => &mut outcomes.direct_right,
                    Outcome::Direct => &mut outcomes.direct_wrong,
                    Outcome::Recommend => &mut outcomes.recommend,
                    Outcome::None => &mut outcomes.none,
                };
                add(outcome, weight);
                let place = judgement.rank.map_or(DEPTH, |rank| rank.saturating_sub(1).min(DEPTH));
                add(&mut self.ranks[place], weight);
            }
            Expectation::NotCovered(..) | Expectation::Unknown(_) => add(&mut self.expecting, weight),
        }
    }

    /// Whether the counts fit each other, as those of rows do unless some were lost.
    pub fn adds_up(&self) -> bool {
        let (covered, nothing) = (&self.covered_outcomes, &self.nothing_outcomes);
        let sum = |counts: &[u64]| counts.iter().fold(0_u64, |sum, &count| sum.saturating_add(count));
        self.rows == sum(&[self.expecting, self.expecting_nothing])
            && self.covered <= self.expecting
            && self.covered
                == sum(&[covered.direct_right, covered.direct_wrong, covered.recommend, covered.none])
            && self.covered == sum(&self.ranks)
            && self.expecting_nothing == sum(&[nothing.direct, nothing.recommend, nothing.none])
    }

    /// Add the counters of other rows.
    pub fn merge(&mut self, other: &Self) {
        add(&mut self.rows, other.rows);
        add(&mut self.expecting, other.expecting);
        add(&mut self.covered, other.covered);
        add(&mut self.expecting_nothing, other.expecting_nothing);
        add(&mut self.covered_outcomes.direct_right, other.covered_outcomes.direct_right);
        add(&mut self.covered_outcomes.direct_wrong, other.covered_outcomes.direct_wrong);
        add(&mut self.covered_outcomes.recommend, other.covered_outcomes.recommend);
        add(&mut self.covered_outcomes.none, other.covered_outcomes.none);
        add(&mut self.nothing_outcomes.direct, other.nothing_outcomes.direct);
        add(&mut self.nothing_outcomes.recommend, other.nothing_outcomes.recommend);
        add(&mut self.nothing_outcomes.none, other.nothing_outcomes.none);
        for (rows, more) in self.ranks.iter_mut().zip(other.ranks) {
            add(rows, more);
        }
    }
}

/// The counters of one entry, each row weighing its `count`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EntryCounters {
    /// Rows that expect the entry.
    pub expecting: u64,
    /// Of those, the ones for which it was live and answered.
    pub covered: u64,
    /// Of the covered, the ones answered directly with it.
    pub hits: u64,
    /// Rows of any label, or of none, that were answered directly with it.
    pub given: u64,
}

impl EntryCounters {
    fn merge(&mut self, other: Self) {
        add(&mut self.expecting, other.expecting);
        add(&mut self.covered, other.covered);
        add(&mut self.hits, other.hits);
        add(&mut self.given, other.given);
    }
}

/// What came in, in records of the files: a row counts once here, whatever its `count`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InputCounters {
    /// Rows judged.
    pub rows: u64,
    /// Rows that could not be used, by the kind of reason.
    pub skipped: BTreeMap<Box<str>, u64>,
    /// Rows of agents, bots and the system, passed over.
    pub not_customer: u64,
    /// Judged rows on which the engine broke.
    pub failed: u64,
}

/// Everything that is counted in an evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counters {
    /// By pack: its id, a name that no pack has, or [`NO_PACK`](super::NO_PACK).
    pub packs: BTreeMap<Box<str>, PackCounters>,
    /// By entry; one that no row expects and no answer gave is missing.
    pub entries: FxHashMap<EntryIndex, EntryCounters>,
    /// Covered rows whose first candidate is not the expected entry, whatever its confidence, by expected
    /// and first entry: what the engine confuses, even where the thresholds keep it quiet.
    pub confusions: FxHashMap<(EntryIndex, EntryIndex), u64>,
    /// Rows by a label that no entry goes by.
    pub unknown_labels: FxHashMap<Box<str>, u64>,
    /// The input.
    pub inputs: InputCounters,
    /// Some of the rows that went wrong; none, unless [`with_sample`](Self::with_sample) asks for them.
    pub failures: FailureSample,
}

impl Counters {
    /// Counters that also keep at most `limit` different failures.
    pub fn with_sample(limit: usize) -> Self {
        Self { failures: FailureSample::new(limit), ..Self::default() }
    }

    /// Count one judged row, which was asked `count` times.
    pub fn count(&mut self, judgement: &Judgement<'_>, count: u64) {
        with_pack(&mut self.packs, judgement.pack, |pack| pack.count(judgement, count));
        add(&mut self.inputs.rows, 1);
        add(&mut self.inputs.failed, u64::from(judgement.failed));
        let direct = judgement.top.filter(|_| judgement.outcome == Outcome::Direct);
        if let Some(given) = direct {
            add(&mut self.entries.entry(given).or_default().given, count);
        }
        if let Some(expected) = judgement.expectation.entry() {
            add(&mut self.entries.entry(expected).or_default().expecting, count);
        }
        match judgement.expectation {
            Expectation::Covered(expected) => {
                let entry = self.entries.entry(expected).or_default();
                add(&mut entry.covered, count);
                if direct == Some(expected) {
                    add(&mut entry.hits, count);
                }
                if let Some(top) = judgement.top.filter(|&top| top != expected) {
                    add(self.confusions.entry((expected, top)).or_default(), count);
                }
            }
            Expectation::Unknown(label) => match self.unknown_labels.get_mut(label) {
                Some(rows) => add(rows, count),
                None => drop(self.unknown_labels.insert(label.into(), count)),
            },
            Expectation::NotCovered(..) | Expectation::Nothing => {}
        }
    }

    /// Count `rows` records that were skipped for a reason of this kind, such as `no_question`.
    pub fn count_skipped(&mut self, kind: &str, rows: u64) {
        add(self.inputs.skipped.entry(kind.into()).or_default(), rows);
    }

    /// Count `rows` records that no customer wrote.
    pub fn count_not_customer(&mut self, rows: u64) {
        add(&mut self.inputs.not_customer, rows);
    }

    /// Add what was counted elsewhere.
    pub fn merge(&mut self, other: Self) {
        for (name, counters) in &other.packs {
            with_pack(&mut self.packs, name, |pack| pack.merge(counters));
        }
        for (entry, counters) in other.entries {
            self.entries.entry(entry).or_default().merge(counters);
        }
        merge_map(&mut self.confusions, other.confusions);
        merge_map(&mut self.unknown_labels, other.unknown_labels);
        self.failures.merge(other.failures);
        add(&mut self.inputs.rows, other.inputs.rows);
        add(&mut self.inputs.not_customer, other.inputs.not_customer);
        add(&mut self.inputs.failed, other.inputs.failed);
        for (kind, rows) in other.inputs.skipped {
            add(self.inputs.skipped.entry(kind).or_default(), rows);
        }
    }

    /// The counters of all packs together; each row is in exactly one of them.
    pub fn overall(&self) -> PackCounters {
        let mut overall = PackCounters::default();
        for counters in self.packs.values() {
            overall.merge(counters);
        }
        overall
    }
}

pub(super) fn add(counter: &mut u64, more: u64) {
    *counter = counter.saturating_add(more);
}

/// Do something with the counters of the pack called `name`; allocates only when they are new.
fn with_pack(
    packs: &mut BTreeMap<Box<str>, PackCounters>,
    name: &str,
    change: impl FnOnce(&mut PackCounters),
) {
    match packs.get_mut(name) {
        Some(counters) => change(counters),
        None => change(packs.entry(name.into()).or_default()),
    }
}

fn merge_map<K: Eq + Hash>(into: &mut FxHashMap<K, u64>, from: FxHashMap<K, u64>) {
    for (key, rows) in from {
        add(into.entry(key).or_default(), rows);
    }
}

#[cfg(test)]
mod tests;
