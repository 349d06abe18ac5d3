//! Which limits are kept, what is said of them, and which changes have one fingerprint.

use super::*;
use crate::dedup::FactKind;
use crate::diff::answer_facts::{FactChange, FactTopic};
use crate::diff::behaviour::{Cause, Flip, FlipCounts, QuestionSource, Response, ScopeBehaviour};
use crate::diff::change::Place;
use crate::diff::mcnemar::McNemar;
use crate::eval;
use crate::matching::Outcome;

fn change(kind: ChangeKind, risk: Risk) -> Change {
    Change {
        kind,
        entry: "common/refund".to_owned(),
        question: "怎么退款".to_owned(),
        pack: "common".to_owned(),
        shop: None,
        risk,
        reason: Message::new("why", "原因"),
        before: Some(Value::Text("7天".to_owned())),
        after: Some(Value::Text("15天".to_owned())),
        pieces: Vec::new(),
        facts: Vec::new(),
        notes: Vec::new(),
        place: None,
    }
}

fn with_facts(kind: ChangeKind) -> Change {
    let fact = FactChange {
        topic: FactTopic::Measured(FactKind::Duration),
        before: vec!["7天".to_owned()],
        after: vec!["15天".to_owned()],
    };
    Change { facts: vec![fact], ..change(kind, Risk::High) }
}

fn flip(kind: FlipKind, right: bool, cause: Option<usize>) -> Flip {
    let response = |right| Response {
        right,
        class: "hit",
        outcome: Outcome::Direct,
        entry: None,
        confidence: None,
        words: Message::new("", ""),
    };
    Flip {
        kind,
        file: String::new(),
        line: 1,
        question: "怎么退".to_owned(),
        expected: None,
        pack: "common".to_owned(),
        count: 1,
        before: response(right),
        after: response(!right),
        cause: cause.map(|change| Cause { change, phrasing: None, words: Message::new("", "") }),
    }
}

fn behaviour() -> Behaviour {
    let counts = FlipCounts {
        broken: 2,
        no_longer_covered: 2,
        no_longer_covered_right: 1,
        fixed: 4,
        ..FlipCounts::default()
    };
    Behaviour {
        source: QuestionSource::Transcripts,
        flips: vec![
            flip(FlipKind::Broken, true, Some(3)),
            flip(FlipKind::Broken, true, None),
            flip(FlipKind::NoLongerCovered, true, Some(1)),
            flip(FlipKind::NoLongerCovered, false, Some(2)),
            flip(FlipKind::Fixed, false, Some(0)),
        ],
        overall: ScopeBehaviour {
            pack: None,
            title: "all".to_owned(),
            rows: 10,
            counts,
            mcnemar: McNemar::new(4, 2),
            figures: Vec::new(),
            sentence: Message::new("", ""),
        },
        packs: Vec::new(),
        before: eval::sample::report(),
        after: eval::sample::report(),
    }
}

/// Name, whether it is kept, English words, breaking changes.
fn held(
    changes: &[Change],
    behaviour: Option<&Behaviour>,
    limits: &DiffLimits,
) -> Vec<(String, bool, String, Vec<usize>)> {
    let results = check_limits(changes, behaviour, limits);
    assert!(results.iter().all(|result| !result.words.chinese.is_empty()));
    results
        .into_iter()
        .map(|result| (result.limit, result.kept, result.words.english.into_owned(), result.changes))
        .collect()
}

fn only(changes: &[Change], limits: &DiffLimits) -> (bool, String, Vec<usize>) {
    let mut held = held(changes, None, limits);
    assert_eq!(held.len(), 1);
    let (_, kept, words, breaking) = held.remove(0);
    (kept, words, breaking)
}

#[test]
fn only_limits_that_are_set_are_held_in_their_order() {
    assert!(
        held(&[change(ChangeKind::EntryAdded, Risk::Low)], Some(&behaviour()), &DiffLimits::default())
            .is_empty()
    );
    let limits = DiffLimits {
        nothing_may_change: true,
        fail_on: Some(Risk::High),
        max_broken: Some(0),
        require_review_of: vec![ReviewTopic::AnswerFacts],
        reviewed: BTreeSet::new(),
    };
    let names: Vec<String> = held(&[], None, &limits).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["exit-code", "fail-on", "max-broken", "require-review-of"]);
    assert!(held(&[], None, &limits).iter().all(|(_, kept, ..)| *kept));
}

#[test]
fn nothing_may_change() {
    let limits = DiffLimits { nothing_may_change: true, ..DiffLimits::default() };
    assert_eq!(only(&[], &limits), (true, "nothing changed".to_owned(), vec![]));
    let one = [change(ChangeKind::TagsChanged, Risk::Low)];
    assert_eq!(only(&one, &limits), (false, "1 change; --exit-code allows none".to_owned(), vec![0]));
}

#[test]
fn fails_on_risks_from_the_given_on() {
    let changes = [
        change(ChangeKind::VariantAdded, Risk::Low),
        change(ChangeKind::VariantMoved, Risk::High),
        change(ChangeKind::VariantRemoved, Risk::Medium),
        change(ChangeKind::AnswerChanged, Risk::High),
    ];
    let on = |risk, changes: &[Change]| {
        only(changes, &DiffLimits { fail_on: Some(risk), ..DiffLimits::default() })
    };
    for (risk, words, breaking) in [
        (Risk::High, "2 changes of high risk; --fail-on high", vec![1, 3]),
        (Risk::Medium, "2 changes of high risk, 1 of medium risk; --fail-on medium", vec![1, 2, 3]),
        (
            Risk::Low,
            "2 changes of high risk, 1 of medium risk, 1 of low risk; --fail-on low",
            vec![0, 1, 2, 3],
        ),
    ] {
        assert_eq!(on(risk, &changes), (false, words.to_owned(), breaking));
    }
    assert_eq!(on(Risk::High, &changes[..1]), (true, "no change of high risk".to_owned(), vec![]));
    assert_eq!(
        on(Risk::Medium, &changes[..1]),
        (true, "no change of medium risk or more".to_owned(), vec![])
    );
}

#[test]
fn rows_that_are_no_longer_right_are_counted_covered_or_not() {
    let behaviour = behaviour();
    let limits = |most| DiffLimits { max_broken: Some(most), ..DiffLimits::default() };
    let said = |most: u64| format!("3 rows broken, at most {most} allowed");
    let name = "max-broken".to_owned();
    // The causes of what broke, not of what was never right or was fixed.
    assert_eq!(held(&[], Some(&behaviour), &limits(2)), [(name.clone(), false, said(2), vec![1, 3])]);
    assert_eq!(held(&[], Some(&behaviour), &limits(3)), [(name.clone(), true, said(3), vec![])]);
    let words = "--max-broken 2 cannot be checked, as no questions were asked".to_owned();
    assert_eq!(held(&[], None, &limits(2)), [(name, true, words, vec![])]);
}

#[test]
fn changes_want_a_review_until_somebody_recorded_it() {
    let removed = change(ChangeKind::EntryRemoved, Risk::High);
    let changes = [
        with_facts(ChangeKind::AnswerChanged),
        change(ChangeKind::AnswerChanged, Risk::Low),
        Change { shop: Some("qinghe".to_owned()), ..with_facts(ChangeKind::ShopAnswerChanged) },
        removed,
    ];
    let mut limits =
        DiffLimits { require_review_of: vec![ReviewTopic::AnswerFacts], ..DiffLimits::default() };
    let words = "2 changes want a review (answer-facts); once read, record that with --update-reviewed";
    assert_eq!(only(&changes, &limits), (false, words.to_owned(), vec![0, 2]));
    limits.require_review_of.push(ReviewTopic::Kind(ChangeKind::EntryRemoved));
    limits.reviewed.extend([fingerprint(&changes[0]), fingerprint(&changes[2])]);
    let words = "1 change wants a review (answer-facts, entry-removed); once read, record that with --update-reviewed";
    assert_eq!(only(&changes, &limits), (false, words.to_owned(), vec![3]));
    limits.reviewed.insert(fingerprint(&changes[3]));
    let words = "3 changes reviewed (answer-facts, entry-removed)";
    assert_eq!(only(&changes, &limits), (true, words.to_owned(), vec![]));
    let words = "nothing wants a review (answer-facts, entry-removed)";
    assert_eq!(only(&changes[1..2], &limits), (true, words.to_owned(), vec![]));
}

#[test]
fn a_fingerprint_is_of_what_a_change_says() {
    let one = change(ChangeKind::AnswerChanged, Risk::High);
    // It is written into files, so it may never change.
    assert_eq!(fingerprint(&one), "6b1a80d83025c8f0");
    let elsewhere = Change {
        risk: Risk::Low,
        question: "退款".to_owned(),
        place: Some(Place { path: "kb/a.yaml".to_owned(), line: 3 }),
        ..one.clone()
    };
    assert_eq!(fingerprint(&elsewhere), fingerprint(&one));
    let list = |texts: &[&str]| Some(Value::List(texts.iter().map(|text| (*text).to_owned()).collect()));
    let summary = |variants: &[&str], answers: &[&str]| {
        Some(Value::Entry(EntrySummary {
            entry: "a/b".to_owned(),
            question: "问".to_owned(),
            variants: variants.iter().map(|text| (*text).to_owned()).collect(),
            answers: answers.iter().map(|text| (*text).to_owned()).collect(),
        }))
    };
    let different = [
        one.clone(),
        Change { kind: ChangeKind::QuestionReworded, ..one.clone() },
        Change { entry: "common/refund2".to_owned(), ..one.clone() },
        Change { shop: Some(String::new()), ..one.clone() },
        Change { shop: Some("qinghe".to_owned()), ..one.clone() },
        Change { before: None, ..one.clone() },
        Change { after: None, ..one.clone() },
        Change { before: one.after.clone(), after: one.before.clone(), ..one.clone() },
        Change { after: list(&["15天"]), ..one.clone() },
        Change { after: list(&["15", "天"]), ..one.clone() },
        Change { after: list(&[]), ..one.clone() },
        Change {
            after: Some(Value::Phrasing { entry: "a".to_owned(), text: "b".to_owned() }),
            ..one.clone()
        },
        Change { after: summary(&["甲"], &["乙"]), ..one.clone() },
        Change { after: summary(&["甲", "乙"], &[]), ..one.clone() },
        Change { after: summary(&[], &["甲", "乙"]), ..one.clone() },
    ];
    let fingerprints: BTreeSet<String> = different.iter().map(fingerprint).collect();
    assert_eq!(fingerprints.len(), different.len());
    assert!(fingerprints.iter().all(|digits| digits.len() == 16));
}

#[test]
fn topics_are_named_as_on_the_command_line() {
    for name in ["answer-facts", "entry-removed", "shop-answer-changed"] {
        let topic: ReviewTopic = name.parse().expect(name);
        assert_eq!(topic.name(), name);
        assert_eq!(name.replace('-', "_").parse::<ReviewTopic>(), Ok(topic));
    }
    let error = "weather".parse::<ReviewTopic>().expect_err("no topic");
    assert!(error.to_string().contains("`weather`") && error.to_string().contains("answer-facts"));
}
