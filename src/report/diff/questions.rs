//! The questions behind references, as far as anything in a report tells them.

use rustc_hash::FxHashMap;

use super::DiffReport;
use super::grouping::Subject;
use crate::diff::{ChangeKind, Value};

/// Questions by `pack/id`.
pub(super) struct Questions<'r>(FxHashMap<&'r str, &'r str>);

impl<'r> Questions<'r> {
    /// Of everything that changed, and of what was asked; the later version is asked first.
    pub(super) fn new(report: &DiffReport<'r>) -> Self {
        let mut known: FxHashMap<&str, &str> = FxHashMap::default();
        let mut learn = |entry: &'r str, question: &'r str| {
            if !question.is_empty() {
                known.entry(entry).or_insert(question);
            }
        };
        for change in report.changes {
            if Subject::of(change) == Subject::Entry {
                learn(&change.entry, &change.question);
            }
        }
        for change in report.changes {
            for value in [&change.after, &change.before].into_iter().flatten() {
                match value {
                    Value::Entry(summary) => learn(&summary.entry, &summary.question),
                    Value::Text(entry) if is_renamed(change.kind) && entry.contains('/') => {
                        learn(entry, &change.question);
                    }
                    _ => {}
                }
            }
        }
        if let Some(behaviour) = report.behaviour {
            for entry in [&behaviour.after, &behaviour.before].into_iter().flat_map(|report| &report.entries)
            {
                learn(&entry.entry, &entry.question);
            }
        }
        Self(known)
    }

    /// The question of an entry.
    pub(super) fn get(&self, entry: &str) -> Option<&'r str> {
        self.0.get(entry).copied()
    }
}

/// Whether before and after are names of one entry.
const fn is_renamed(kind: ChangeKind) -> bool {
    matches!(kind, ChangeKind::EntryRenamed | ChangeKind::EntryMoved)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::diff::sample::sample;

    #[test]
    fn a_question_is_known_by_every_name_of_its_entry() {
        let sample = sample();
        let report = sample.report();
        let questions = Questions::new(&report);
        for entry in ["common/refund-arrival", "common/refund-time"] {
            assert_eq!(questions.get(entry), Some("退款多久到账？"));
        }
        assert_eq!(questions.get("qinghe"), None, "a shop is no entry");
    }
}
