//! What one text states more often than another.

use rustc_hash::FxHashMap;

use super::{FactChange, FactTopic, Statement, Statements, Value};
use crate::dedup::FactKind;

const CONSENT: FactTopic = FactTopic::Measured(FactKind::Consent);

/// The changes from one text to the other, topic by topic.
pub(super) fn changes<'s>(before: &'s Statements<'s>, after: &'s Statements<'s>) -> Vec<FactChange> {
    let mut gone = Side { text: before, left: unmatched(&before.list, &after.list) };
    let mut new = Side { text: after, left: unmatched(&after.list, &before.list) };
    settle_consent(&mut gone, &mut new);
    settle_negations(&mut gone.left, &mut new.left);
    let mut changes: Vec<FactChange> = Vec::new();
    for (side, is_after) in [(gone, false), (new, true)] {
        for statement in side.left {
            let topic = statement.topic;
            let at = changes.iter().position(|change| change.topic == topic).unwrap_or_else(|| {
                changes.push(FactChange { topic, before: Vec::new(), after: Vec::new() });
                changes.len() - 1
            });
            let stated = if is_after { &mut changes[at].after } else { &mut changes[at].before };
            let words = side.text.words(statement).to_owned();
            if !stated.contains(&words) {
                stated.push(words);
            }
        }
    }
    changes
}

/// What only the one states, or more often than the other.
fn unmatched<'s>(one: &'s [Statement], other: &'s [Statement]) -> Vec<&'s Statement> {
    let mut left: FxHashMap<(FactTopic, &Value), usize> = FxHashMap::default();
    for statement in other {
        *left.entry((statement.topic, &statement.value)).or_default() += 1;
    }
    let mut is_stated = |statement: &'s Statement| match left.get_mut(&(statement.topic, &statement.value)) {
        Some(count @ 1..) => {
            *count -= 1;
            true
        }
        _ => false,
    };
    one.iter().filter(|statement| !is_stated(statement)).collect()
}

/// A text with those of its statements that the other does not make.
struct Side<'s> {
    text: &'s Statements<'s>,
    left: Vec<&'s Statement>,
}

impl Side<'_> {
    fn consent(&self) -> Option<Statement> {
        self.left.iter().find(|statement| statement.topic == CONSENT).map(|&found| found.clone())
    }
}

/// A yes or no is one statement and not two: where yes became no, the negation in it says nothing more, and
/// where a no came or went, its negation says it. A yes that merely moved is where it was.
fn settle_consent<'s>(before: &mut Side<'s>, after: &mut Side<'s>) {
    match (before.consent(), after.consent()) {
        (Some(gone), Some(new)) => {
            for (side, consent) in [(before, gone), (after, new)] {
                side.left.retain(|one| one.topic != FactTopic::Negation || !overlap(one, &consent));
            }
        }
        (Some(consent), None) => settle_one_sided(&consent, before, after.text),
        (None, Some(consent)) => settle_one_sided(&consent, after, before.text),
        (None, None) => {}
    }
}

fn settle_one_sided(consent: &Statement, side: &mut Side<'_>, other: &Statements<'_>) {
    let denies = |one: &Statement| one.topic == FactTopic::Negation && overlap(one, consent);
    let said = side.text.list.iter().any(denies) || other.text.contains(side.text.words(consent));
    side.left.retain(|one| one.topic != CONSENT || !said);
}

fn overlap(one: &Statement, other: &Statement) -> bool {
    one.span.start < other.span.end && other.span.start < one.span.end
}

/// What is denied in other words (不能退, 无法退) is denied all the same: only what one text denies more often
/// is left, the last of it.
fn settle_negations<'s>(gone: &mut Vec<&'s Statement>, new: &mut Vec<&'s Statement>) {
    let count = |list: &[&Statement]| list.iter().filter(|one| one.topic == FactTopic::Negation).count();
    let settled = count(gone).min(count(new));
    for list in [gone, new] {
        let mut left = settled;
        list.retain(|one| {
            let skip = one.topic == FactTopic::Negation && left > 0;
            left -= usize::from(skip);
            !skip
        });
    }
}
