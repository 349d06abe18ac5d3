//! Pairs of sentences from a table, judged, and how good the judgements are where somebody has labelled them.

use crate::diagnostic::Message;

/// What judging a table of pairs came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PairReport {
    /// From which score on two sentences count as duplicates, from 0 to 1.
    pub threshold: f64,
    /// The pairs, in the order of the rows.
    pub pairs: Vec<ScoredPair>,
    /// How good the judgements are; `None` without labels.
    pub figures: Option<PairFigures>,
    /// How many rows could not be read.
    pub skipped: usize,
}

/// Two sentences and how alike they are.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredPair {
    /// The line its row begins on, from 1.
    pub line: u64,
    /// The first sentence.
    pub one: String,
    /// The second.
    pub other: String,
    /// How alike they are, from 0 to 1.
    pub score: f64,
    /// Whether they count as duplicates.
    pub duplicate: bool,
    /// Why, in words.
    pub reason: Message,
    /// Whether somebody says that they are; `None` where nobody does.
    pub label: Option<bool>,
    /// The words that only the first has.
    pub only_one: Vec<String>,
    /// The words that only the second has.
    pub only_other: Vec<String>,
    /// How long both are together, once normalised: a Chinese character counts one, a word two.
    pub length: u32,
    /// Whether two parts of what both have have changed places around a third.
    pub exchanged: bool,
    /// Whether they are kept apart by what they speak of, which halves the score.
    pub set_apart: bool,
}

/// How good the judgements of labelled pairs are. A share of nothing is `None`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairFigures {
    /// The labelled pairs; no other counts.
    pub rows: usize,
    /// How probably a duplicate scores above a pair that is none, from 0 to 1; equal scores count half.
    /// Whatever the threshold.
    pub area_under_curve: Option<f64>,
    /// Which share of what counts as duplicate is labelled so.
    pub precision: Option<f64>,
    /// Which share of what is labelled duplicate counts so.
    pub recall: Option<f64>,
    /// The harmonic mean of precision and recall.
    pub f1: Option<f64>,
    /// Which share of all is judged as it is labelled.
    pub accuracy: f64,
    /// Duplicates that count so.
    pub true_positives: usize,
    /// Pairs that count as duplicates and are none.
    pub false_positives: usize,
    /// Pairs that are no duplicates and do not count so.
    pub true_negatives: usize,
    /// Duplicates that do not count so.
    pub false_negatives: usize,
}

impl PairFigures {
    /// Count the labelled ones among `pairs`; `None` if there is none.
    pub fn of(pairs: &[ScoredPair]) -> Option<Self> {
        let labelled = || pairs.iter().filter_map(|pair| pair.label.map(|label| (pair, label)));
        let count = |judged: bool, is: bool| {
            labelled().filter(|&(pair, label)| pair.duplicate == judged && label == is).count()
        };
        let (true_positives, false_positives) = (count(true, true), count(true, false));
        let (true_negatives, false_negatives) = (count(false, false), count(false, true));
        let rows = labelled().count();
        let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
        Some(Self {
            rows,
            area_under_curve: area_under_curve(labelled().map(|(pair, label)| (pair.score, label)).collect()),
            precision: share(true_positives, true_positives + false_positives),
            recall: share(true_positives, true_positives + false_negatives),
            f1: share(2 * true_positives, 2 * true_positives + false_positives + false_negatives),
            accuracy: share(true_positives + true_negatives, rows)?,
            true_positives,
            false_positives,
            true_negatives,
            false_negatives,
        })
    }
}

/// The area under the receiver operating characteristic, by the rank-sum statistic of Wilcoxon, Mann and
/// Whitney: Hanley and McNeil, “The meaning and use of the area under a receiver operating characteristic
/// (ROC) curve”, Radiology 143 (1982), 29–36. `None` if a class is missing.
fn area_under_curve(mut scored: Vec<(f64, bool)>) -> Option<f64> {
    scored.sort_by(|one, other| one.0.total_cmp(&other.0));
    // In halves, so that the sum is exact.
    let (mut halves, mut negatives_below, mut positives) = (0_u64, 0_u64, 0_u64);
    for equal in scored.chunk_by(|one, other| one.0 == other.0) {
        let positive = equal.iter().filter(|(_, label)| *label).count() as u64;
        let negative = equal.len() as u64 - positive;
        halves += positive * (2 * negatives_below + negative);
        negatives_below += negative;
        positives += positive;
    }
    let of = 2 * positives * negatives_below;
    (of > 0).then(|| halves as f64 / of as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pair(score: f64, duplicate: bool, label: Option<bool>) -> ScoredPair {
        ScoredPair {
            line: 2,
            one: "怎么退款".to_owned(),
            other: "如何退款".to_owned(),
            score,
            duplicate,
            reason: Message::default(),
            label,
            only_one: vec![],
            only_other: vec![],
            length: 8,
            exchanged: false,
            set_apart: false,
        }
    }

    /// Of six labelled pairs (two of them at one score) and one without a label, by hand: eight and a half of
    /// nine comparisons go to the duplicate.
    #[test]
    fn figures_by_hand() {
        let pairs = [
            pair(0.98, true, Some(true)),
            pair(0.95, true, Some(true)),
            pair(0.92, true, Some(false)),
            pair(0.92, true, Some(true)),
            pair(0.99, true, None),
            pair(0.40, false, Some(false)),
            pair(0.10, false, Some(false)),
        ];
        let figures = PairFigures::of(&pairs).expect("labels");
        assert_eq!(
            figures,
            PairFigures {
                rows: 6,
                area_under_curve: Some(8.5 / 9.0),
                precision: Some(0.75),
                recall: Some(1.0),
                f1: Some(6.0 / 7.0),
                accuracy: 5.0 / 6.0,
                true_positives: 3,
                false_positives: 1,
                true_negatives: 2,
                false_negatives: 0,
            }
        );
    }

    #[test]
    fn a_share_of_nothing_is_none() {
        assert_eq!(PairFigures::of(&[]), None);
        assert_eq!(PairFigures::of(&[pair(1.0, true, None)]), None);
        let missed = PairFigures::of(&[pair(0.2, false, Some(true))]).expect("a label");
        assert_eq!(
            (missed.area_under_curve, missed.precision, missed.recall, missed.f1),
            (None, None, Some(0.0), Some(0.0))
        );
        let different = PairFigures::of(&[pair(0.2, false, Some(false))]).expect("a label");
        assert_eq!((different.recall, different.f1, different.accuracy), (None, None, 1.0));
    }

    #[test]
    fn worse_than_chance_is_below_a_half() {
        let turned = [pair(0.1, false, Some(true)), pair(0.9, true, Some(false))];
        assert_eq!(PairFigures::of(&turned).expect("labels").area_under_curve, Some(0.0));
        let tied = [pair(0.5, false, Some(true)), pair(0.5, false, Some(false))];
        assert_eq!(PairFigures::of(&tied).expect("labels").area_under_curve, Some(0.5));
    }

    proptest! {
        #[test]
        fn the_area_is_the_share_of_comparisons_won(
            rows in proptest::collection::vec((0_u8..6, proptest::option::of(any::<bool>())), 0..40)
        ) {
            let pairs: Vec<ScoredPair> = rows
                .iter()
                .map(|&(tenths, label)| pair(f64::from(tenths) / 10.0, tenths > 3, label))
                .collect();
            let of = |label| pairs.iter().filter(move |pair| pair.label == Some(label));
            let mut won = 0.0;
            for (one, other) in of(true).flat_map(|one| of(false).map(move |other| (one, other))) {
                won += if one.score > other.score { 1.0 } else if one.score == other.score { 0.5 } else { 0.0 };
            }
            let compared = (of(true).count() * of(false).count()) as f64;
            let figures = PairFigures::of(&pairs);
            prop_assert_eq!(figures.is_none(), rows.iter().all(|(_, label)| label.is_none()));
            if let Some(figures) = figures {
                prop_assert_eq!(figures.area_under_curve, (compared > 0.0).then_some(won / compared));
                let counted = figures.true_positives + figures.false_positives + figures.true_negatives
                    + figures.false_negatives;
                prop_assert_eq!(counted, figures.rows);
            }
        }
    }
}
