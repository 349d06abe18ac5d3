//! Which change a flip is put down to, where it is one of what is served and answered.

use super::causes::{change, entry, text};
use super::*;
use crate::diff::{ChangeKind, Value};

const COMMON: &str = "\
- {id: refund, question: 怎么退款, variants: [钱怎么退], answer: 点退款}
- {id: ship, question: 什么时候发货, variants: [多久发货], answer: 48 小时}
";
const SHOES: &str = "- {id: size, question: 尺码怎么选, answer: 看表}\n";

/// Kind of each flip, and of the change it is put down to, with its sentence.
fn told(case: &Case<'_>, asked: &[(&str, &str)]) -> Vec<(FlipKind, Option<(ChangeKind, String)>)> {
    let cause = |flip: &Flip| {
        let cause = flip.cause.as_ref()?;
        Some((case.changes[cause.change].kind, cause.words.english.to_string()))
    };
    case.ask(&rows(asked)).flips.iter().map(|flip| (flip.kind, cause(flip))).collect()
}

/// Hold one change against the row it takes away, and its reverse against the same row.
fn both_ways(
    before: Files<'_>,
    after: Files<'_>,
    shop: Option<&str>,
    one: &Change,
    reverse: &Change,
    words: [&str; 2],
) {
    let noise = || change(ChangeKind::VariantRemoved, "common/refund", text("没有的问法"), None);
    for (before, after, change, kind, words) in [
        (before, after, one, FlipKind::NoLongerCovered, words[0]),
        (after, before, reverse, FlipKind::NewlyCovered, words[1]),
    ] {
        let changes = vec![noise(), change.clone(), change.clone()];
        let case = Case { changes, shop, ..Case::new(before, after) };
        let asked = if words.contains("shoes") {
            ("尺码怎么选", "shoes/size")
        } else {
            ("钱怎么退", "refund")
        };
        assert_eq!(told(&case, &[asked]), [(kind, Some((change.kind, words.to_owned())))]);
        assert_eq!(case.ask(&rows(&[asked])).flips[0].cause.as_ref().map(|cause| cause.change), Some(1));
    }
}

#[test]
fn an_entry_that_is_switched_off_or_on() {
    let with = |keys: &str| COMMON.replace("id: refund,", &format!("id: refund, {keys},"));
    for (keys, kind, values, words) in [
        (
            "status: retired",
            ChangeKind::StatusChanged,
            ["live", "retired"],
            "status changed (live → retired)",
        ),
        ("status: draft", ChangeKind::StatusChanged, ["live", "draft"], "status changed (live → draft)"),
        (
            "until: 2026-11-01",
            ChangeKind::ValidityChanged,
            ["–", "2026-11-01"],
            "validity changed (– → 2026-11-01)",
        ),
    ] {
        let off = with(keys);
        let one = change(kind, "common/refund", text(values[0]), text(values[1]));
        let reverse = change(kind, "common/refund", text(values[1]), text(values[0]));
        let (title, _) = words.split_once(" (").expect("values");
        let words = [
            format!("common/refund: {words}"),
            format!("common/refund: {title} ({} → {})", values[1], values[0]),
        ];
        let (before, after) = ([("common/a.yaml", COMMON)], [("common/a.yaml", &*off)]);
        both_ways(&before, &after, None, &one, &reverse, [&words[0], &words[1]]);
    }
}

#[test]
fn an_entry_or_its_answer_that_is_gone_or_new() {
    let lines: Vec<&str> = COMMON.lines().skip(1).collect();
    let gone = lines.join("\n") + "\n";
    let summary = || entry("common/refund", "怎么退款", &["钱怎么退"]);
    let before = [("common/a.yaml", COMMON)];
    both_ways(
        &before,
        &[("common/a.yaml", &*gone)],
        None,
        &change(ChangeKind::EntryRemoved, "common/refund", summary(), None),
        &change(ChangeKind::EntryAdded, "common/refund", None, summary()),
        ["common/refund was removed", "common/refund is new"],
    );
    let unanswered = COMMON.replace(", answer: 点退款", "");
    both_ways(
        &before,
        &[("common/a.yaml", &*unanswered)],
        None,
        &change(ChangeKind::AnswerRemoved, "common/refund", text("点退款"), None),
        &change(ChangeKind::AnswerAdded, "common/refund", None, text("点退款")),
        ["common/refund: answer removed (点退款)", "common/refund: answer added (点退款)"],
    );
}

#[test]
fn a_shop_that_subscribes_or_answers_no_longer() {
    let shop = |rest: &str| format!("id: myshop\n{rest}");
    let with_pack = shop("subscribe: [shoes]\n");
    let without = shop("subscribe: []\n");
    let files = |shop| [("common/a.yaml", COMMON), ("shoes/a.yaml", SHOES), ("myshop/shop.yaml", shop)];
    let subscription = |kind, before, after| Change {
        pack: "myshop".to_owned(),
        shop: Some("myshop".to_owned()),
        ..change(kind, "myshop", before, after)
    };
    both_ways(
        &files(&*with_pack),
        &files(&*without),
        None,
        &subscription(ChangeKind::SubscriptionRemoved, text("shoes"), None),
        &subscription(ChangeKind::SubscriptionAdded, None, text("shoes")),
        ["myshop: pack no longer subscribed to (shoes)", "myshop: pack subscribed to (shoes)"],
    );
    let unanswered = COMMON.replace(", answer: 点退款", "");
    let answering = shop("answers: {common/refund: 找客服}\n");
    let silent = shop("");
    let files = |shop| [("common/a.yaml", &*unanswered), ("myshop/shop.yaml", shop)];
    let answer = |shop: &str, kind, before, after| Change {
        shop: Some(shop.to_owned()),
        ..change(kind, "common/refund", before, after)
    };
    let one = answer("myshop", ChangeKind::ShopAnswerRemoved, text("找客服"), None);
    both_ways(
        &files(&*answering),
        &files(&*silent),
        Some("myshop"),
        &one,
        &answer("myshop", ChangeKind::ShopAnswerAdded, None, text("找客服")),
        [
            "common/refund, myshop: shop answer removed (找客服)",
            "common/refund, myshop: shop answer added (找客服)",
        ],
    );
    // What another shop answers is no cause.
    let changes = vec![answer("other", ChangeKind::ShopAnswerRemoved, text("找客服"), None), one];
    let (before, after) = (files(&*answering), files(&*silent));
    let case = Case { changes, ..Case::new(&before, &after) };
    assert_eq!(
        case.ask(&rows(&[("钱怎么退", "refund")])).flips[0].cause.as_ref().map(|cause| cause.change),
        Some(1)
    );
}

#[test]
fn the_first_answer_of_a_set_of_labels_uncovers_the_rest() {
    let labels = "- {id: a, question: 你好}\n- {id: b, question: 再见}\n";
    let answered = "- {id: a, question: 你好}\n- {id: b, question: 再见, answer: 拜拜}\n";
    let (before, after) = ([("chat/a.yaml", labels)], [("chat/a.yaml", answered)]);
    let case = Case {
        changes: vec![change(ChangeKind::AnswerAdded, "chat/b", None, text("拜拜"))],
        ..Case::new(&before, &after)
    };
    let words = "chat/b: answer added (拜拜)".to_owned();
    assert_eq!(
        told(&case, &[("你好", "chat/a"), ("再见", "chat/b")]),
        [(FlipKind::NoLongerCovered, Some((ChangeKind::AnswerAdded, words)))]
    );
}

#[test]
fn an_entry_that_goes_live_takes_questions_and_gives_them_back() {
    let rival = |status: &str| {
        format!(
            "{COMMON}- {{id: rival, question: 钱怎么退呀亲, variants: [退钱], status: {status}, answer: 好}}\n"
        )
    };
    let (draft, live) = (rival("draft"), rival("live"));
    let (before, after) = ([("common/a.yaml", &*draft)], [("common/a.yaml", &*live)]);
    let status = |from, to| change(ChangeKind::StatusChanged, "common/rival", text(from), text(to));
    let case = Case { changes: vec![status("draft", "live")], ..Case::new(&before, &after) };
    let words = "common/rival: status changed (draft → live)".to_owned();
    assert_eq!(told(&case, &[("退钱", "")]), [(FlipKind::Broken, Some((ChangeKind::StatusChanged, words)))]);
    let case = Case { changes: vec![status("live", "draft")], ..Case::new(&after, &before) };
    let words = "common/rival: status changed (live → draft)".to_owned();
    assert_eq!(told(&case, &[("退钱", "")]), [(FlipKind::Fixed, Some((ChangeKind::StatusChanged, words)))]);
}

#[test]
fn both_languages_say_the_same() {
    let off = COMMON.replace("id: refund,", "id: refund, status: retired,");
    let (before, after) = ([("common/a.yaml", COMMON)], [("common/a.yaml", &*off)]);
    let list = Some(Value::List(Vec::new()));
    let changes = vec![
        change(ChangeKind::RelatedChanged, "common/refund", list.clone(), list),
        change(ChangeKind::StatusChanged, "common/refund", text("live"), text("retired")),
    ];
    let case = Case { changes, ..Case::new(&before, &after) };
    let behaviour = case.ask(&rows(&[("钱怎么退", "refund")]));
    let cause = behaviour.flips[0].cause.as_ref().expect("a cause");
    assert_eq!((cause.change, &cause.phrasing), (1, &None));
    assert_eq!(cause.words.chinese, "common/refund：修改状态（live → retired）");
}
