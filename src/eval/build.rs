//! From counters to a report.

use std::collections::BTreeMap;

use super::counters::{Counters, EntryCounters, InputCounters, PackCounters};
use super::report::{ConfusionReport, EntryReport, Figures, Inputs, PackReport, Report, SCHEMA, Uncovered};
use super::{Gap, NO_PACK, Rate, Subject};
use crate::model::EntryIndex;

/// How many live entries there are of which kind, in one pack or in all.
#[derive(Debug, Clone, Copy, Default)]
struct LiveEntries {
    live: u64,
    expected: u64,
    answered: u64,
}

impl Report {
    /// The report that `counters` amount to. They must have been counted on `subject`.
    pub fn new(counters: &Counters, subject: &Subject) -> Self {
        let (all_live, live_by_pack) = live_entries(counters, subject);
        let label_packs = subject.packs.iter().filter(|(_, pack)| pack.is_labels);
        Self {
            schema: SCHEMA.to_owned(),
            engine: subject.engine.clone(),
            as_of: subject.as_of.clone(),
            shop: subject.shop.clone(),
            within_packs: subject.within_packs,
            thresholds: subject.thresholds,
            overall: figures(&counters.overall(), all_live),
            packs: packs(counters, subject, &live_by_pack),
            entries: entries(counters, subject),
            confusions: confusions(counters, subject),
            uncovered: uncovered(counters, subject),
            label_packs: label_packs.map(|(id, _)| id.to_string()).collect(),
            inputs: inputs(&counters.inputs),
        }
    }
}

/// The live entries of all packs and of each. An entry of a pack that is only a set of labels counts as
/// answered in the view, but not here: here an answer is wanted that a customer could read.
fn live_entries<'s>(
    counters: &Counters,
    subject: &'s Subject,
) -> (LiveEntries, BTreeMap<&'s str, LiveEntries>) {
    let mut all = LiveEntries::default();
    let mut by_pack: BTreeMap<&str, LiveEntries> = BTreeMap::new();
    for (index, entry) in subject.live() {
        let expected = counters.entries.get(&index).is_some_and(|counted| counted.expecting > 0);
        let answered = entry.gap.is_none() && entry.has_answer;
        let pack = by_pack.entry(entry.pack()).or_default();
        for sum in [&mut all, pack] {
            sum.live += 1;
            sum.expected += u64::from(expected);
            sum.answered += u64::from(answered);
        }
    }
    (all, by_pack)
}

fn figures(counters: &PackCounters, live: LiveEntries) -> Figures {
    let covered = |numerator: u64| Rate::new(numerator, counters.covered);
    let nothing = |numerator: u64| Rate::new(numerator, counters.expecting_nothing);
    let among_first = |places: usize| {
        covered(counters.ranks[..places].iter().fold(0_u64, |sum, &rows| sum.saturating_add(rows)))
    };
    Figures {
        rows: counters.rows,
        expecting: counters.expecting,
        covered: counters.covered,
        expecting_nothing: counters.expecting_nothing,
        coverage: Rate::new(counters.covered, counters.expecting),
        hit_rate: covered(counters.covered_outcomes.direct_right),
        top1: among_first(1),
        hit_at_3: among_first(3),
        hit_at_5: among_first(5),
        mrr: Rate::mean_reciprocal_rank(&counters.ranks),
        wrong_rate: covered(counters.covered_outcomes.direct_wrong),
        recommend_rate: covered(counters.covered_outcomes.recommend),
        none_rate: covered(counters.covered_outcomes.none),
        reject_rate: nothing(counters.nothing_outcomes.none),
        false_answer_rate: nothing(counters.nothing_outcomes.direct),
        entry_coverage: Rate::new(live.expected, live.live),
        answer_coverage: Rate::new(live.answered, live.live),
    }
}

fn packs(counters: &Counters, subject: &Subject, live: &BTreeMap<&str, LiveEntries>) -> Vec<PackReport> {
    let served = subject.packs.iter().filter(|(_, pack)| pack.is_served).map(|(id, _)| &**id);
    let counted = counters.packs.keys().map(|name| &**name);
    let mut names: Vec<&str> = served.chain(counted).collect();
    names.sort_unstable_by_key(|&name| (name == NO_PACK, name));
    names.dedup();
    let report = |pack: &str| {
        let counted = counters.packs.get(pack).copied().unwrap_or_default();
        PackReport {
            pack: pack.to_owned(),
            name: subject.packs.get(pack).and_then(|pack| pack.name.clone()),
            figures: figures(&counted, live.get(pack).copied().unwrap_or_default()),
        }
    };
    names.into_iter().map(report).collect()
}

fn entries(counters: &Counters, subject: &Subject) -> Vec<EntryReport> {
    let share = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
    let mut entries: Vec<EntryReport> = subject
        .live()
        .map(|(index, entry)| {
            let EntryCounters { expecting, hits, given, .. } =
                counters.entries.get(&index).copied().unwrap_or_default();
            EntryReport {
                entry: entry.reference.to_string(),
                question: entry.question.to_string(),
                rows: expecting,
                hits,
                precision: share(hits, given),
                recall: share(hits, expecting),
                f1: share(hits.saturating_mul(2), expecting.saturating_add(given)),
            }
        })
        .collect();
    entries.sort_unstable_by(|one, other| one.entry.cmp(&other.entry));
    entries
}

fn confusions(counters: &Counters, subject: &Subject) -> Vec<ConfusionReport> {
    let reference = |entry: EntryIndex| subject.entry(entry).reference.to_string();
    let mut confusions: Vec<ConfusionReport> = counters
        .confusions
        .iter()
        .map(|(&(expected, predicted), &rows)| ConfusionReport {
            expected: reference(expected),
            predicted: reference(predicted),
            rows,
        })
        .collect();
    confusions.sort_unstable_by(|one, other| {
        let by_names = || (&one.expected, &one.predicted).cmp(&(&other.expected, &other.predicted));
        other.rows.cmp(&one.rows).then_with(by_names)
    });
    confusions
}

fn uncovered(counters: &Counters, subject: &Subject) -> Vec<Uncovered> {
    let known = counters.entries.iter().filter(|(_, counted)| counted.expecting > 0).filter_map(
        |(&index, counted)| {
            let entry = subject.entry(index);
            Some(Uncovered {
                label: entry.reference.to_string(),
                question: Some(entry.question.to_string()),
                reason: entry.gap?,
                rows: counted.expecting,
            })
        },
    );
    let unknown = counters.unknown_labels.iter().map(|(label, &rows)| Uncovered {
        label: label.to_string(),
        question: None,
        reason: Gap::UnknownLabel,
        rows,
    });
    let mut uncovered: Vec<Uncovered> = known.chain(unknown).collect();
    uncovered.sort_unstable_by(|one, other| {
        other
            .rows
            .cmp(&one.rows)
            .then_with(|| one.label.cmp(&other.label))
            .then(one.reason.cmp(&other.reason))
    });
    uncovered
}

fn inputs(counters: &InputCounters) -> Inputs {
    let skipped_by_reason: BTreeMap<String, u64> =
        counters.skipped.iter().map(|(kind, &rows)| (kind.to_string(), rows)).collect();
    Inputs {
        rows: counters.rows,
        skipped: skipped_by_reason.values().sum(),
        skipped_by_reason,
        failed: counters.failed,
        not_customer: counters.not_customer,
    }
}

#[cfg(test)]
mod tests;
