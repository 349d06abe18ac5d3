//! Which change a flip is put down to, where questions and phrasings decide.

#![expect(clippy::unnecessary_wraps, reason = "what stood or stands there may be nothing")]

use super::*;
use crate::diagnostic::Message;
use crate::diff::{ChangeKind, EntrySummary, Risk, Value};

pub(super) fn change(kind: ChangeKind, entry: &str, before: Option<Value>, after: Option<Value>) -> Change {
    Change {
        kind,
        entry: entry.to_owned(),
        question: String::new(),
        pack: entry.split('/').next().unwrap_or_default().to_owned(),
        shop: None,
        risk: Risk::Medium,
        reason: Message::default(),
        before,
        after,
        pieces: Vec::new(),
        facts: Vec::new(),
        notes: Vec::new(),
        place: None,
    }
}

pub(super) fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.to_owned()))
}

fn phrasing(entry: &str, text: &str) -> Option<Value> {
    Some(Value::Phrasing { entry: entry.to_owned(), text: text.to_owned() })
}

pub(super) fn entry(entry: &str, question: &str, variants: &[&str]) -> Option<Value> {
    Some(Value::Entry(EntrySummary {
        entry: entry.to_owned(),
        question: question.to_owned(),
        variants: variants.iter().map(|&text| text.to_owned()).collect(),
        answers: vec!["好".to_owned()],
    }))
}

/// Changes that are never the cause of anything here, to be told apart from the one that is.
fn noise() -> Vec<Change> {
    vec![
        change(ChangeKind::AnswerChanged, "common/refund", text("点退款"), text("点申请退款")),
        change(ChangeKind::TagsChanged, "common/exchange", None, Some(Value::List(vec!["热".to_owned()]))),
        change(ChangeKind::VariantAdded, "common/ship", None, text("啥时候寄")),
    ]
}

const BEFORE: &str = "\
- {id: refund, question: 怎么退款, variants: [钱怎么退, 不想要了怎么弄, 申请退款], answer: 点退款}
- {id: exchange, question: 怎么换货, variants: [想换一个, 能换大一码吗, 换货流程], answer: 点换货}
- {id: ship, question: 什么时候发货, variants: [多久发货, 几天能发出, 今天能发吗], answer: 48 小时}
";

/// Kind, cause and its sentence for the flip of `question` labelled `expected`.
fn cause_of(
    engine: Engine,
    after: &str,
    own: Vec<Change>,
    (question, expected): (&str, &str),
) -> (FlipKind, Option<(ChangeKind, String, Option<String>)>) {
    let changes: Vec<Change> = noise().into_iter().chain(own).collect();
    let (before, after) = ([("common/a.yaml", BEFORE)], [("common/a.yaml", after)]);
    let case = Case { engine, changes: changes.clone(), ..Case::new(&before, &after) };
    let behaviour = case.ask(&rows(&[(question, expected)]));
    let [flip] = &behaviour.flips[..] else { panic!("{:?}", behaviour.flips) };
    let cause = flip
        .cause
        .as_ref()
        .map(|cause| (changes[cause.change].kind, cause.words.english.to_string(), cause.phrasing.clone()));
    (flip.kind, cause)
}

fn some(kind: ChangeKind, words: &str, phrasing: &str) -> Option<(ChangeKind, String, Option<String>)> {
    Some((kind, words.to_owned(), (!phrasing.is_empty()).then(|| phrasing.to_owned())))
}

#[test]
fn a_removed_variant_is_the_cause() {
    let after = BEFORE.replace("不想要了怎么弄, ", "");
    let own = vec![
        change(ChangeKind::VariantRemoved, "common/refund", text("钱咋退"), None),
        change(ChangeKind::VariantRemoved, "common/refund", text("不想要了怎么弄"), None),
    ];
    let words = "`不想要了怎么弄` was removed from common/refund";
    for (engine, question) in [(Engine::Exact, "不想要了怎么弄"), (Engine::Auto, "不想要了，怎么弄？")]
    {
        let (kind, cause) = cause_of(engine, &after, own.clone(), (question, "refund"));
        assert_eq!(kind, FlipKind::Broken);
        assert_eq!(cause, some(ChangeKind::VariantRemoved, words, "不想要了怎么弄"));
    }
}

#[test]
fn a_moved_phrasing_is_the_cause_and_says_from_where_to_where() {
    let after = BEFORE.replace("不想要了怎么弄, ", "").replace("想换一个", "想换一个, 不想要了怎么弄");
    let from = phrasing("common/refund", "不想要了怎么弄");
    let own = vec![change(
        ChangeKind::VariantMoved,
        "common/exchange",
        from,
        phrasing("common/exchange", "不想要了怎么弄"),
    )];
    let words = "`不想要了怎么弄` moved from common/refund to common/exchange";
    let wanted = some(ChangeKind::VariantMoved, words, "不想要了怎么弄");
    for engine in [Engine::Exact, Engine::Auto] {
        assert_eq!(
            cause_of(engine, &after, own.clone(), ("不想要了怎么弄", "refund")),
            (FlipKind::Broken, wanted.clone())
        );
        // Whoever labelled by the new entry gains by the same change.
        assert_eq!(
            cause_of(engine, &after, own.clone(), ("不想要了怎么弄", "exchange")),
            (FlipKind::Fixed, wanted.clone())
        );
        assert_eq!(
            cause_of(engine, &after, own.clone(), ("不想要了怎么弄", "ship")),
            (FlipKind::StillWrong, wanted.clone())
        );
    }
}

#[test]
fn a_question_that_is_now_another_entry_s_is_put_down_to_what_that_entry_gained() {
    let after = BEFORE.replace("今天能发吗", "今天能发吗, 今天天气");
    let own = vec![change(ChangeKind::VariantAdded, "common/ship", None, text("今天天气"))];
    let (kind, cause) = cause_of(Engine::Exact, &after, own, ("今天天气", ""));
    assert_eq!(kind, FlipKind::Broken);
    assert_eq!(cause, some(ChangeKind::VariantAdded, "`今天天气` was added to common/ship", "今天天气"));

    let after = format!("{BEFORE}- {{id: weather, question: 今天天气, answer: 晴}}\n");
    let own = vec![change(
        ChangeKind::EntryAdded,
        "common/weather",
        None,
        entry("common/weather", "今天天气", &[]),
    )];
    let (_, cause) = cause_of(Engine::Exact, &after, own, ("今天天气", ""));
    assert_eq!(cause, some(ChangeKind::EntryAdded, "common/weather is new and has `今天天气`", "今天天气"));
}

#[test]
fn a_question_that_became_a_variant_is_not_lost() {
    let after = BEFORE
        .replace("question: 怎么退款, variants: [钱怎么退", "question: 如何退款, variants: [怎么退款")
        .replace("想换一个", "想换一个, 钱怎么退");
    let own = vec![
        change(ChangeKind::QuestionReworded, "common/refund", text("怎么退款"), text("如何退款")),
        change(
            ChangeKind::VariantMoved,
            "common/exchange",
            phrasing("common/refund", "钱怎么退"),
            phrasing("common/exchange", "钱怎么退"),
        ),
    ];
    let (kind, cause) = cause_of(Engine::Exact, &after, own.clone(), ("钱怎么退", "refund"));
    let words = "`钱怎么退` moved from common/refund to common/exchange";
    assert_eq!((kind, cause), (FlipKind::Broken, some(ChangeKind::VariantMoved, words, "钱怎么退")));
    let (kind, cause) = cause_of(Engine::Exact, &after, own, ("如何退款", "refund"));
    let words = "the question of common/refund was reworded from `怎么退款` to `如何退款`";
    assert_eq!((kind, cause), (FlipKind::Fixed, some(ChangeKind::QuestionReworded, words, "如何退款")));
}

#[test]
fn new_keywords_are_the_cause_where_they_are_complete() {
    let after = BEFORE.replace("id: exchange,", "id: exchange, keywords: [[不想要, 弄]],");
    let after = after.replace("想换一个", "想换一个, 换个颜色");
    let own = vec![
        change(ChangeKind::VariantAdded, "common/exchange", None, text("换个颜色")),
        change(
            ChangeKind::KeywordsChanged,
            "common/exchange",
            None,
            Some(Value::List(vec!["不想要 弄".to_owned()])),
        ),
    ];
    let asked = ("我不想要这件了，弄一下", "refund");
    let (kind, cause) = cause_of(Engine::Auto, &after, own, asked);
    assert!(matches!(kind, FlipKind::Broken | FlipKind::StillWrong), "{kind:?}");
    let words = "common/exchange has the new keywords `不想要 弄`";
    assert_eq!(cause, some(ChangeKind::KeywordsChanged, words, ""));

    let (before, after) = ([("common/a.yaml", &*after)], [("common/a.yaml", BEFORE)]);
    let changes = vec![change(ChangeKind::KeywordsChanged, "common/exchange", None, None)];
    let case = Case { engine: Engine::Auto, changes, ..Case::new(&before, &after) };
    let behaviour = case.ask(&rows(&[("我不想要这件了，弄一下", "exchange")]));
    let cause = behaviour.flips[0].cause.as_ref().expect("a cause");
    assert_eq!(cause.words.english, "common/exchange no longer has the keywords `不想要 弄`");
    assert_eq!(cause.words.chinese, "common/exchange 不再有关键词“不想要 弄”");
}

#[test]
fn a_counterexample_near_the_question_is_the_cause() {
    let after = BEFORE.replace("id: refund,", "id: refund, counterexamples: [不想要了怎么弄啊],");
    let own = vec![
        change(ChangeKind::CounterexampleAdded, "common/refund", None, text("邮费谁出")),
        change(ChangeKind::CounterexampleAdded, "common/refund", None, text("不想要了怎么弄啊")),
    ];
    let (kind, cause) = cause_of(Engine::Auto, &after, own, ("不想要了怎么弄啊", "refund"));
    assert_eq!(kind, FlipKind::Broken);
    let words = "`不想要了怎么弄啊` became a counterexample of common/refund";
    assert_eq!(cause, some(ChangeKind::CounterexampleAdded, words, "不想要了怎么弄啊"));
}

#[test]
fn failing_all_that_the_riskiest_change_then_the_most_alike_is_suspected() {
    // The engine knows what broke the row, the changes do not say.
    let after = BEFORE.replace("不想要了怎么弄, ", "");
    let mut risky = change(ChangeKind::VariantRemoved, "common/refund", text("包裹拒收"), None);
    let own =
        vec![change(ChangeKind::VariantRemoved, "common/refund", text("不想要了"), None), risky.clone()];
    let asked = ("不想要了怎么弄", "refund");
    let (_, cause) = cause_of(Engine::Exact, &after, own.clone(), asked);
    assert_eq!(cause.expect("a suspect").1, "`不想要了` was removed from common/refund");
    risky.risk = Risk::High;
    let (_, cause) = cause_of(Engine::Exact, &after, vec![own[0].clone(), risky], asked);
    let words = "`包裹拒收` was removed from common/refund";
    assert_eq!(cause, some(ChangeKind::VariantRemoved, words, ""));

    let elsewhere = vec![
        change(ChangeKind::VariantAdded, "common/exchange", None, text("可以换别的吗")),
        change(ChangeKind::VariantAdded, "common/exchange", None, text("不想要了怎么弄呢")),
    ];
    let (_, cause) = cause_of(Engine::Exact, &after, elsewhere, asked);
    let words = "`不想要了怎么弄呢` was added to common/exchange";
    assert_eq!(cause, some(ChangeKind::VariantAdded, words, "不想要了怎么弄呢"));
    let (_, cause) = cause_of(Engine::Exact, &after, Vec::new(), asked);
    assert_eq!(cause, None);
}

#[test]
fn a_split_and_a_merge_take_phrasings_along() {
    let without = BEFORE.replace("不想要了怎么弄, ", "");
    let split = format!("{without}- {{id: unwanted, question: 不想要了怎么弄, answer: 退}}\n");
    let (before, after) = ([("common/a.yaml", BEFORE)], [("common/a.yaml", &*split)]);
    let summary = entry("common/unwanted", "不想要了怎么弄", &[]);
    let shared = [("common/unwanted", "common/refund")];
    let case = Case {
        shared: &shared,
        changes: vec![change(
            ChangeKind::EntrySplit,
            "common/unwanted",
            text("common/refund"),
            summary.clone(),
        )],
        ..Case::new(&before, &after)
    };
    let asked = rows(&[("不想要了怎么弄", "refund"), ("不想要了怎么弄", "unwanted")]);
    let words = |behaviour: &Behaviour| -> Vec<(FlipKind, String)> {
        let cause = |flip: &Flip| {
            flip.cause.as_ref().map_or_else(String::new, |cause| cause.words.english.to_string())
        };
        behaviour.flips.iter().map(|flip| (flip.kind, cause(flip))).collect()
    };
    assert_eq!(
        words(&case.ask(&asked)),
        [
            (FlipKind::Broken, "common/unwanted was split off and took `不想要了怎么弄`".to_owned()),
            (FlipKind::NewlyCovered, "common/unwanted was split off from common/refund".to_owned()),
        ]
    );
    let case = Case {
        shared: &shared,
        changes: vec![change(ChangeKind::EntryMerged, "common/unwanted", summary, text("common/refund"))],
        ..Case::new(&after, &before)
    };
    let merged = "common/unwanted was merged into common/refund";
    assert_eq!(
        words(&case.ask(&asked)),
        [
            (FlipKind::NoLongerCovered, merged.to_owned()),
            (FlipKind::Fixed, format!("{merged}, and `不想要了怎么弄` went with it")),
        ]
    );
}
