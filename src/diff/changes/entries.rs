//! Entries that have no pair: added, removed, split off, merged.

use super::phrasings::keys;
use super::{Comparison, about, change};
use crate::diagnostic::Message;
use crate::diff::change::{Change, ChangeKind, EntrySummary, Risk, Value};
use crate::diff::pairing::Share;
use crate::model::{Entry, EntryIndex, Status};

impl Comparison<'_> {
    /// The changes of entries without a pair.
    pub(super) fn unpaired(&self) -> Vec<Change> {
        let pairing = self.pairing;
        let mut changes = Vec::new();
        for &after in &pairing.added {
            let split = self.split_of(after);
            changes.push(split.map_or_else(|| self.added(after), |split| self.split(split)));
            changes.extend(self.moved_into(after, split.map(|split| split.before)));
        }
        for &before in &pairing.removed {
            let merge = self.merge_of(before);
            changes.push(merge.map_or_else(|| self.removed(before), |merge| self.merge(merge)));
        }
        changes
    }

    /// Where most of an entry that is new came from.
    fn split_of(&self, after: EntryIndex) -> Option<&Share> {
        let splits = &self.pairing.splits;
        splits.binary_search_by_key(&after, |split| split.after).ok().map(|at| &splits[at])
    }

    /// Where most of an entry that is gone went to.
    pub(super) fn merge_of(&self, before: EntryIndex) -> Option<&Share> {
        let merges = &self.pairing.merges;
        merges.binary_search_by_key(&before, |merge| merge.before).ok().map(|at| &merges[at])
    }

    fn added(&self, after: EntryIndex) -> Change {
        let entry = self.versions.after.entry(after);
        let reason = match entry.status {
            Status::Live => Message::new("one question more is recognised", "多识别一个问题"),
            Status::Draft => Message::new("a draft, not served yet", "草稿，暂不生效"),
            Status::Retired => Message::new("retired, not served", "已下线，不生效"),
        };
        let added = change(ChangeKind::EntryAdded, Risk::Low, reason);
        let after = Some(Value::Entry(summary(entry)));
        about(self.versions.after, entry, entry.location.span, Change { after, ..added })
    }

    fn removed(&self, before: EntryIndex) -> Change {
        let entry = self.versions.before.entry(before);
        let (risk, reason) = if entry.status == Status::Live {
            (
                Risk::High,
                Message::new("what customers ask here is no longer answered", "顾客问到这个问题将没有答案"),
            )
        } else {
            (Risk::Low, Message::new("it was not served", "原本就没有生效"))
        };
        let removed = change(ChangeKind::EntryRemoved, risk, reason);
        let before = Some(Value::Entry(summary(entry)));
        about(self.versions.before, entry, entry.location.span, Change { before, ..removed })
    }

    fn split(&self, split: &Share) -> Change {
        let (source, entry) =
            (self.versions.before.entry(split.before), self.versions.after.entry(split.after));
        let (risk, answers) = same_or_other_answer(source, entry);
        let (count, from) = (split.phrasings, &source.reference);
        let reason = Message::new(
            format!("it took {} from {from}, {}", phrasings(count), answers.english),
            format!("从 {from} 分走 {count} 条问法，{}", answers.chinese),
        );
        let made = change(ChangeKind::EntrySplit, risk, reason);
        let (before, after) = (Some(Value::Text(from.to_string())), Some(Value::Entry(summary(entry))));
        about(self.versions.after, entry, entry.location.span, Change { before, after, ..made })
    }

    fn merge(&self, merge: &Share) -> Change {
        let (entry, target) =
            (self.versions.before.entry(merge.before), self.versions.after.entry(merge.after));
        let (risk, answers) = same_or_other_answer(entry, target);
        let (count, into) = (merge.phrasings, &target.reference);
        let reason = Message::new(
            format!("{} of it went over into {into}, {}", phrasings(count), answers.english),
            format!("{count} 条问法并入 {into}，{}", answers.chinese),
        );
        let made = change(ChangeKind::EntryMerged, risk, reason);
        let (before, after) = (Some(Value::Entry(summary(entry))), Some(Value::Text(into.to_string())));
        about(self.versions.before, entry, entry.location.span, Change { before, after, ..made })
    }

    /// Phrasings that an entry without a pair has from others than `known`.
    fn moved_into(&self, after: EntryIndex, known: Option<EntryIndex>) -> Vec<Change> {
        let entry = self.versions.after.entry(after);
        let own = keys(entry).into_iter().filter_map(|key| {
            let source = self.moves.source(after, &key)?;
            (Some(source) != known).then(|| self.moved(source, after, &key))?
        });
        own.collect()
    }
}

fn phrasings(count: usize) -> String {
    if count == 1 { "1 phrasing".to_owned() } else { format!("{count} phrasings") }
}

fn same_or_other_answer(one: &Entry, other: &Entry) -> (Risk, Message) {
    let texts = |entry: &Entry| {
        let mut texts: Vec<Box<str>> = entry.answers.iter().map(|answer| answer.text.value.clone()).collect();
        texts.sort_unstable();
        texts
    };
    if texts(one) == texts(other) {
        (Risk::Medium, Message::new("with the same answers", "答案相同"))
    } else {
        (Risk::High, Message::new("and these customers get another answer", "这些顾客会得到另一个答案"))
    }
}

fn summary(entry: &Entry) -> EntrySummary {
    EntrySummary {
        entry: entry.reference.to_string(),
        question: entry.question.to_string(),
        variants: entry.variants.iter().map(|text| text.to_string()).collect(),
        answers: entry.answers.iter().map(|answer| answer.text.to_string()).collect(),
    }
}
