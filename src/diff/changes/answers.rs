//! Answers then and now: which became which, and what is different about them.
//!
//! Equal answers fall away. Of the rest, those of one text with other conditions belong together, then those
//! whose texts are most alike (by the share of characters in common); what is left came or went.

use super::change;
use super::entry::days;
use super::lists::difference;
use crate::diagnostic::Message;
use crate::diff::answer_facts::{FactChange, fact_changes};
use crate::diff::change::{Change, ChangeKind, Risk, Value};
use crate::diff::inline::inline;
use crate::diff::pairing::same_answer;
use crate::model::{Answer, Text};
use crate::source::Span;

/// The changes between two lists of answers; each with the place in the later version, if it stands there.
pub(super) fn changes(before: &[Answer], after: &[Answer]) -> Vec<(Change, Option<Span>)> {
    let (gone, new) = difference(before, after, Whole);
    let mut changes = Vec::new();
    let (pairs, gone, new) = paired(gone, new);
    for (one, other) in pairs {
        let span = Some(other.text.span);
        if one.text.value != other.text.value {
            changes.push((text_changed(ChangeKind::AnswerChanged, &one.text, &other.text), span));
        }
        if conditions(one) != conditions(other) {
            let reason = Message::new("it is given in other cases than before", "给出这个答案的条件变了");
            let made = change(ChangeKind::AnswerConditionsChanged, Risk::Medium, reason);
            let value = |answer| Some(Value::List(conditions(answer)));
            changes.push((Change { before: value(one), after: value(other), ..made }, span));
        }
    }
    for answer in new {
        let reason = if before.is_empty() {
            Message::new("the question has an answer now", "这个问题有答案了")
        } else {
            Message::new("another answer can be given", "多了一个可能给出的答案")
        };
        let made = change(ChangeKind::AnswerAdded, Risk::Medium, reason);
        let value = Some(Value::Text(answer.text.to_string()));
        changes.push((Change { after: value, ..made }, Some(answer.text.span)));
    }
    for answer in gone {
        let (risk, reason) = if after.is_empty() {
            (Risk::High, Message::new("the question has no answer any more", "这个问题没有答案了"))
        } else {
            (Risk::Medium, Message::new("one answer less can be given", "少了一个可能给出的答案"))
        };
        let made = change(ChangeKind::AnswerRemoved, risk, reason);
        changes.push((Change { before: Some(Value::Text(answer.text.to_string())), ..made }, None));
    }
    changes
}

/// A text that customers read and that is another now.
pub(super) fn text_changed(kind: ChangeKind, before: &Text, after: &Text) -> Change {
    let facts = fact_changes(before, after);
    let (risk, reason) = if !facts.is_empty() {
        let told = told(&facts);
        (
            Risk::High,
            Message::new(format!("it states other facts: {told}"), format!("答案里的事实变了：{told}")),
        )
    } else if before.split_whitespace().eq(after.split_whitespace()) {
        (Risk::Low, Message::new("only white space is another", "只是空白不同"))
    } else {
        (Risk::Medium, Message::new("other words, no fact that kbtool knows", "措辞不同，未发现事实变化"))
    };
    Change {
        before: Some(Value::Text(before.to_string())),
        after: Some(Value::Text(after.to_string())),
        pieces: inline(before, after),
        facts,
        ..change(kind, risk, reason)
    }
}

/// The first facts in a few words: 7 天 → 15 天.
fn told(facts: &[FactChange]) -> String {
    const FIRST: usize = 3;
    let side = |texts: &[String]| if texts.is_empty() { "–".to_owned() } else { texts.join(" / ") };
    let told: Vec<String> = facts
        .iter()
        .take(FIRST)
        .map(|fact| format!("{} → {}", side(&fact.before), side(&fact.after)))
        .collect();
    let more = if facts.len() > FIRST { " …" } else { "" };
    told.join(", ") + more
}

/// An answer that is equal to another in text and conditions.
struct Whole<'a>(&'a Answer);

impl PartialEq for Whole<'_> {
    fn eq(&self, other: &Self) -> bool {
        same_answer(self.0, other.0)
    }
}

type Pairs<'a> = Vec<(&'a Answer, &'a Answer)>;

/// Those that belong together, in the order of the later version, and what is left of both sides.
fn paired<'a>(gone: Vec<&'a Answer>, new: Vec<&'a Answer>) -> (Pairs<'a>, Vec<&'a Answer>, Vec<&'a Answer>) {
    /// Beyond so many, lists are a fault of somebody's program.
    const MOST: usize = 100;
    let (mut partner, mut taken) = (vec![None; new.len()], vec![false; gone.len()]);
    let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
    for (at, one) in gone.iter().enumerate().take(MOST) {
        for (other_at, other) in new.iter().enumerate().take(MOST) {
            candidates.push((likeness(&one.text, &other.text), at, other_at));
        }
    }
    // The order of lists decides between equals, as it does the other way round.
    candidates.sort_by(|one, other| {
        other
            .0
            .total_cmp(&one.0)
            .then((one.1 + one.2).cmp(&(other.1 + other.2)))
            .then(one.1.abs_diff(one.2).cmp(&other.1.abs_diff(other.2)))
    });
    // A single answer that took the place of a single one is its successor however different.
    let least = if gone.len() == 1 && new.len() == 1 { 0.0 } else { 0.3 };
    for (likeness, at, other_at) in candidates {
        if likeness >= least && !taken[at] && partner[other_at].is_none() {
            taken[at] = true;
            partner[other_at] = Some(at);
        }
    }
    let pairs = partner.iter().zip(&new).filter_map(|(at, other)| Some((gone[(*at)?], *other)));
    let pairs = pairs.collect();
    let left = |list: Vec<&'a Answer>, used: Vec<bool>| {
        list.into_iter().zip(used).filter(|(_, used)| !used).map(|(answer, _)| answer).collect()
    };
    let used = partner.iter().map(Option::is_some).collect();
    (pairs, left(gone, taken), left(new, used))
}

/// The share of characters in common, by Dice's coefficient over the bags of characters; from 0 to 1.
fn likeness(one: &str, other: &str) -> f64 {
    if one == other {
        return 1.0;
    }
    let sorted = |text: &str| {
        let mut characters: Vec<char> = text.chars().filter(|character| !character.is_whitespace()).collect();
        characters.sort_unstable();
        characters
    };
    let (ones, others) = (sorted(one), sorted(other));
    let (mut at, mut common) = (0, 0);
    for character in &ones {
        while others.get(at).is_some_and(|known| known < character) {
            at += 1;
        }
        if others.get(at) == Some(character) {
            common += 1;
            at += 1;
        }
    }
    // What is not the same text is never quite alike.
    (2.0 * f64::from(common) / (ones.len() + others.len()).max(1) as f64).min(0.999)
}

/// When an answer is given, one condition a text.
fn conditions(answer: &Answer) -> Vec<String> {
    let list = |name: &str, texts: &[Text]| {
        let mut texts: Vec<&str> = texts.iter().map(|text| &**text).collect();
        texts.sort_unstable();
        (!texts.is_empty()).then(|| format!("{name}: {}", texts.join(", ")))
    };
    let validity = answer.validity.from.or(answer.validity.until).map(|_| days(answer.validity));
    let when = answer.when.as_ref().map(|when| format!("when: {}", &**when));
    [list("channel", &answer.channels), list("mode", &answer.modes), validity, when]
        .into_iter()
        .flatten()
        .collect()
}

/// Whether two lists of answers are equal, order aside.
pub(super) fn are_equal(before: &[Answer], after: &[Answer]) -> bool {
    let (gone, new) = difference(before, after, Whole);
    gone.is_empty() && new.is_empty()
}

/// What of two lists of texts only one has.
pub(super) fn texts_differ(before: &[Text], after: &[Text]) -> bool {
    let (gone, new) = difference(before, after, |text| &*text.value);
    !gone.is_empty() || !new.is_empty()
}
