//! A sample of the rows that went wrong that comes out the same however the rows are divided.
//!
//! Of all different failures the ones with the smallest hashes are kept ("bottom-k", Cohen and Kaplan
//! 2007): every part keeps as many as the whole will, so whatever is in the sample of the whole is in that
//! of every part where it occurs, and its rows add up exactly. The hash is XXH3 of the cells that tell
//! failures apart, so the sample is as good as drawn by lot, and drawn the same way everywhere.

use std::collections::BTreeMap;
use std::hash::Hasher;

use twox_hash::XxHash3_64;

use super::{FailedRow, Row};

/// Failures with the number of rows of each, at most a fixed number of failures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FailureSample {
    limit: usize,
    rows: BTreeMap<(u64, FailedRow), u64>,
}

impl FailureSample {
    /// An empty sample of at most `limit` different failures.
    pub const fn new(limit: usize) -> Self {
        Self { limit, rows: BTreeMap::new() }
    }

    /// How many different failures it may hold.
    pub const fn limit(&self) -> usize {
        self.limit
    }

    /// Where a row stands in the order that decides what is kept.
    pub fn place(row: &Row) -> u64 {
        let mut hasher = XxHash3_64::new();
        let turn = row.turn.map(|turn| turn.to_string());
        let cells = [
            Some(&row.question),
            row.expected.as_ref(),
            row.pack.as_ref(),
            row.conversation.as_ref(),
            turn.as_ref(),
            row.predicted.as_ref(),
        ];
        for cell in cells {
            // A length before each cell: `ab` and `c` are not `a` and `bc`.
            let cell = cell.map_or("", String::as_str);
            hasher.write(&(cell.len() as u64).to_le_bytes());
            hasher.write(cell.as_bytes());
        }
        hasher.finish()
    }

    /// Whether a row at this place would be kept now; one that is not will not be kept later either.
    pub fn wants(&self, place: u64) -> bool {
        let last = || self.rows.last_key_value().is_some_and(|((last, _), _)| place <= *last);
        self.limit > 0 && (self.rows.len() < self.limit || last())
    }

    /// Take `count` rows of a failure into account, which stand at this [`place`](Self::place).
    pub fn add(&mut self, place: u64, row: FailedRow, count: u64) {
        if self.limit == 0 {
            return;
        }
        let rows = self.rows.entry((place, row)).or_default();
        *rows = rows.saturating_add(count);
        while self.rows.len() > self.limit {
            self.rows.pop_last();
        }
    }

    /// Add another sample; this one keeps its limit.
    pub fn merge(&mut self, other: Self) {
        for ((place, row), count) in other.rows {
            self.add(place, row, count);
        }
    }

    /// The failures by place, each with its number of rows.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &FailedRow, u64)> {
        self.rows.iter().map(|((place, row), &count)| (*place, row, count))
    }

    /// The failures in the order for reading: by pack, expected entry, kind and question.
    pub fn in_reading_order(&self) -> Vec<(&FailedRow, u64)> {
        let mut rows: Vec<_> = self.iter().map(|(_, row, count)| (row, count)).collect();
        rows.sort_by_key(|&(row, _)| (&row.pack, &row.expected, &row.class, row));
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn failure(question: &str) -> (u64, FailedRow) {
        let row = Row { question: question.to_owned(), ..Row::default() };
        let failed = FailedRow {
            question: question.to_owned(),
            expected: String::new(),
            pack: "shoes".to_owned(),
            class: "below_threshold".to_owned(),
            reason: "no candidate was sure enough".to_owned(),
            reason_chinese: "没有足够把握的候选".to_owned(),
            outcome: "none".to_owned(),
            candidates: vec![],
            conversation: None,
            turn: None,
        };
        (FailureSample::place(&row), failed)
    }

    fn sample(limit: usize, questions: &[u8]) -> FailureSample {
        let mut sample = FailureSample::new(limit);
        for question in questions {
            let (place, row) = failure(&format!("问题 {question}"));
            if sample.wants(place) {
                sample.add(place, row, 1);
            }
        }
        sample
    }

    proptest! {
        #[test]
        fn any_division_gives_the_same_sample(
            parts in prop::collection::vec(prop::collection::vec(0_u8..40, 0..30), 1..6),
            limit in 0_usize..12,
        ) {
            let mut merged = FailureSample::new(limit);
            for part in parts.iter().rev() {
                merged.merge(sample(limit, part));
            }
            let whole = sample(limit, &parts.concat());
            prop_assert!(whole.iter().count() <= limit);
            prop_assert_eq!(merged, whole);
        }
    }

    #[test]
    fn cells_do_not_run_into_each_other() {
        let row = |question: &str, expected: &str| Row {
            question: question.to_owned(),
            expected: Some(expected.to_owned()),
            ..Row::default()
        };
        assert_ne!(FailureSample::place(&row("ab", "c")), FailureSample::place(&row("a", "bc")));
    }
}
