//! What is a flip, and under what it counts.

use super::*;
use crate::eval::NO_PACK;
use crate::model::Figure;

const BEFORE: &str = "\
- {id: refund, question: 怎么退款, variants: [钱怎么退, 不想要了怎么弄, 申请退款], answer: 点退款}
- {id: exchange, question: 怎么换货, variants: [想换一个, 能换大一码吗, 换货流程], answer: 点换货}
- {id: ship, question: 什么时候发货, variants: [多久发货, 几天能发出, 今天能发吗], answer: 48 小时}
";

const ALL: [Engine; 3] = [Engine::Exact, Engine::Linear, Engine::Auto];

fn with(changed: &str, instead: &str) -> String {
    assert!(BEFORE.contains(changed), "{changed}");
    BEFORE.replace(changed, instead)
}

/// What is asked of all: every entry, nothing, an unknown label, and one label that is wrong.
fn questions() -> Vec<Row> {
    rows(&[
        ("钱怎么退", "common/refund"),
        ("不想要了怎么弄", "refund"),
        ("想换一个", "怎么换货"),
        ("多久發貨？", "common/ship"),
        ("今天天气", ""),
        ("能换大一码吗", "common/size"),
        ("换货流程", "common/refund"),
    ])
}

#[test]
fn equal_versions_do_not_differ_whatever_the_engine() {
    for engine in ALL {
        let files = [("common/a.yaml", BEFORE)];
        let case = Case { engine, ..Case::new(&files, &files) };
        for behaviour in [case.ask(&questions()), case.self_test()] {
            assert_eq!(behaviour.flips, []);
            assert_eq!(behaviour.overall.sentence.english, "no question is answered otherwise");
            assert_eq!(behaviour.overall.mcnemar.p, 1.0);
            assert_eq!(behaviour.before, behaviour.after);
        }
        assert_eq!(case.ask(&questions()).overall.rows, 7);
        assert_eq!(case.self_test().overall.rows, 12);
    }
}

#[test]
fn a_phrasing_that_moves_breaks_the_rows_labelled_by_the_old_entry() {
    let after = with("不想要了怎么弄, ", "").replace("想换一个", "想换一个, 不想要了怎么弄");
    for engine in [Engine::Exact, Engine::Auto] {
        let (before, after) = ([("common/a.yaml", BEFORE)], [("common/a.yaml", &*after)]);
        let case = Case { engine, ..Case::new(&before, &after) };
        let behaviour = case.ask(&questions());
        assert_eq!(flipped(&behaviour), [(FlipKind::Broken, "不想要了怎么弄")]);
        let flip = &behaviour.flips[0];
        assert_eq!((&*flip.file, flip.line, &*flip.pack), ("t.csv", 3, "common"));
        assert_eq!(flip.expected.as_deref(), Some("refund"));
        assert_eq!((flip.before.right, flip.before.class), (true, "hit"));
        assert_eq!(flip.before.entry.as_deref(), Some("common/refund"));
        assert_eq!((flip.after.right, flip.after.class), (false, "confused"));
        assert_eq!(flip.after.entry.as_deref(), Some("common/exchange"));
        assert_eq!(flip.after.words.english, "answered with common/exchange");
        let back = Case { engine, ..Case::new(&after, &before) }.ask(&questions());
        assert_eq!(flipped(&back), [(FlipKind::Fixed, "不想要了怎么弄")]);
    }
}

#[test]
fn a_new_id_breaks_nothing_whichever_version_the_label_is_from() {
    let renamed = with("id: refund", "id: refund-how").replace("id: exchange", "id: swap");
    let moved = renamed.replace("id: swap", "id: exchange-goods");
    for (file, text, refund, exchange) in [
        ("common/a.yaml", &renamed, "common/refund-how", "common/swap"),
        ("service/b.yaml", &moved, "service/refund-how", "service/exchange-goods"),
    ] {
        let (before, after) = ([("common/a.yaml", BEFORE)], [(file, &**text)]);
        let ship = refund.replace("refund-how", "ship");
        let pairs = [("common/refund", refund), ("common/exchange", exchange), ("common/ship", &*ship)];
        let case = Case { renamed: &pairs, ..Case::new(&before, &after) };
        let bare = refund.split_once('/').expect("a reference").1;
        let asked = rows(&[
            ("钱怎么退", "common/refund"),
            ("钱怎么退", " refund "),
            ("钱怎么退", refund),
            ("钱怎么退", bare),
            // Wrong in both, by an entry that is only called otherwise.
            ("换货流程", "common/refund"),
            ("换货流程", refund),
            ("多久发货", "什么时候发货"),
        ]);
        let behaviour = case.ask(&asked);
        assert_eq!(flipped(&behaviour), []);
        assert_eq!(behaviour.after.overall.covered, 7);
        assert_eq!(behaviour.after.overall.hit_rate.numerator, 5.0);
        assert_eq!(behaviour.before.overall.hit_rate.numerator, 5.0);
        assert_eq!(flipped(&case.self_test()), []);
    }
}

#[test]
fn another_wrong_answer_is_a_flip_and_another_handover_is_not() {
    let after = with("换货流程", "换货步骤").replace("多久发货", "多久发货, 换货流程");
    let (before, after) = ([("common/a.yaml", BEFORE)], [("common/a.yaml", &*after)]);
    let case = Case::new(&before, &after);
    let behaviour = case.ask(&rows(&[("换货流程", "refund"), ("换货步骤", "refund"), ("都不对", "refund")]));
    assert_eq!(flipped(&behaviour), [(FlipKind::StillWrong, "换货流程"), (FlipKind::StillWrong, "换货步骤")]);
    let classes: Vec<_> = behaviour.flips.iter().map(|flip| (flip.before.class, flip.after.class)).collect();
    assert_eq!(classes, [("confused", "confused"), ("below_threshold", "confused")]);
    assert_eq!(behaviour.overall.counts.still_wrong, 2);
    assert_eq!((behaviour.overall.mcnemar.fixed, behaviour.overall.mcnemar.broken), (0, 0));
    assert_eq!(behaviour.overall.sentence.english, "2 wrong in another way");
}

#[test]
fn what_is_no_longer_served_is_no_longer_covered() {
    let retired = with("id: refund,", "id: refund, status: retired,");
    let lines = BEFORE.lines().filter(|line| !line.contains("refund")).collect::<Vec<_>>();
    let removed = format!("{}\n", lines.join("\n"));
    for after in [retired, removed] {
        let (before, after) = ([("common/a.yaml", BEFORE)], [("common/a.yaml", &*after)]);
        let asked = rows(&[("都不对", "refund"), ("钱怎么退", "common/refund"), ("多久发货", "ship")]);
        let behaviour = Case::new(&before, &after).ask(&asked);
        let counts = behaviour.overall.counts;
        assert_eq!(
            flipped(&behaviour),
            [(FlipKind::NoLongerCovered, "都不对"), (FlipKind::NoLongerCovered, "钱怎么退")]
        );
        assert_eq!((counts.no_longer_covered, counts.no_longer_covered_right, counts.broken), (2, 1, 0));
        assert_eq!(behaviour.overall.mcnemar.broken, 0);
        assert_eq!(behaviour.overall.sentence.english, "2 no longer covered");
        assert_eq!(behaviour.packs[0].pack.as_deref(), Some("common"));
        assert_eq!(behaviour.packs[0].rows, 3);
        let back = Case::new(&after, &before).ask(&asked);
        assert_eq!(
            flipped(&back),
            [(FlipKind::NewlyCovered, "都不对"), (FlipKind::NewlyCovered, "钱怎么退")]
        );
        assert_eq!(back.overall.sentence.chinese, "新覆盖 2 条");
    }
}

#[test]
fn an_answer_where_none_is_expected_is_broken() {
    let after = with("今天能发吗", "今天能发吗, 今天天气");
    let (before, after) = ([("common/a.yaml", BEFORE)], [("common/a.yaml", &*after)]);
    let behaviour = Case::new(&before, &after).ask(&questions());
    assert_eq!(flipped(&behaviour), [(FlipKind::Broken, "今天天气")]);
    assert_eq!(behaviour.flips[0].after.class, "falsely_answered");
    assert_eq!((behaviour.flips[0].expected.as_deref(), &*behaviour.flips[0].pack), (None, NO_PACK));
    let packs: Vec<_> = behaviour.packs.iter().map(|pack| pack.pack.as_deref().expect("a pack")).collect();
    assert_eq!(packs, ["common", NO_PACK]);
    assert_eq!(behaviour.packs[1].mcnemar.broken, 1);
    assert_eq!(behaviour.packs[1].title, NO_PACK);
}

#[test]
fn rows_count_once_and_figures_weigh() {
    let after = with("钱怎么退, ", "");
    let (before, after) = ([("common/a.yaml", BEFORE)], [("common/a.yaml", &*after)]);
    let mut asked = rows(&[("钱怎么退", "refund"), ("多久发货", "ship")]);
    asked[0].count = 30;
    asked[1].count = 10;
    let behaviour = Case::new(&before, &after).ask(&asked);
    assert_eq!((behaviour.overall.rows, behaviour.overall.counts.broken), (2, 1));
    assert_eq!((behaviour.overall.mcnemar.broken, behaviour.flips[0].count), (1, 30));
    let hit_rate = |scope: &ScopeBehaviour| {
        let change = scope.figures.iter().find(|change| change.figure == Figure::HitRate).expect("there");
        (change.before, change.after)
    };
    assert_eq!(hit_rate(&behaviour.overall), (Some(1.0), Some(0.25)));
    assert_eq!(hit_rate(&behaviour.packs[0]), (Some(1.0), Some(0.25)));
}

#[test]
fn a_label_that_is_ambiguous_in_one_version_only_is_judged_in_both() {
    let shoes = "- {id: size, question: 鞋码怎么选, answer: 看表}\n";
    let toys = "- {id: size, question: 玩具多大, answer: 看图}\n";
    let (one, two) = ([("shoes/a.yaml", shoes)], [("shoes/a.yaml", shoes), ("toys/a.yaml", toys)]);
    let asked = rows(&[("鞋码怎么选", "size"), ("玩具多大", "toys/size")]);
    let behaviour = Case::new(&one, &two).ask(&asked);
    assert_eq!(flipped(&behaviour), [(FlipKind::NewlyCovered, "玩具多大")]);
    let back = Case::new(&two, &one).ask(&asked);
    assert_eq!(flipped(&back), [(FlipKind::NoLongerCovered, "玩具多大")]);
    // The removed pack's rows are still told under it.
    assert_eq!(back.flips[0].pack, "toys");
    assert_eq!(back.packs.iter().map(|pack| pack.rows).collect::<Vec<_>>(), [1, 1]);

    let (behaviour, skipped) = Case::new(&two, &two)
        .ask_all(QuestionSource::Transcripts, |_| vec![("t.csv".to_owned(), asked.clone())]);
    assert_eq!(skipped.len(), 1);
    assert!(skipped[0].starts_with("2: line 2: `size` names 2 entries"), "{skipped:?}");
    assert_eq!(behaviour.before.inputs.skipped, 1);
    assert_eq!((behaviour.after.inputs.skipped, behaviour.overall.rows), (1, 1));
}

#[test]
fn a_pack_column_may_use_a_name_that_was_given_up() {
    let pack = |name: &str| format!("id: shoes\nname: {name}\n");
    let (old, new) = (pack("鞋靴"), pack("鞋履"));
    let text = "- {id: size, question: 尺码怎么选, answer: 看表}\n";
    let other = ("bags/a.yaml", "- {id: size, question: 包多大, answer: 看图}\n");
    let before = [("shoes/pack.yaml", &*old), ("shoes/a.yaml", text), other];
    let after = [("shoes/pack.yaml", &*new), ("shoes/a.yaml", text), other];
    let asked = ["鞋靴", "鞋履", "shoes"].map(|pack| sample::row("尺码怎么选", "size", pack, 1));
    for case in [Case::new(&before, &after), Case::new(&after, &before)] {
        let behaviour = case.ask(&asked);
        assert_eq!(flipped(&behaviour), []);
        let packs: Vec<_> = behaviour.packs.iter().map(|pack| (pack.pack.as_deref(), pack.rows)).collect();
        assert_eq!(packs, [(Some("shoes"), 3)]);
        assert_eq!(behaviour.before.overall.hit_rate.numerator, 3.0);
    }
    assert_eq!(Case::new(&before, &after).ask(&asked).packs[0].title, "鞋履");
}

#[test]
fn a_self_test_asks_what_was_answered_and_says_where_it_stands() {
    let other = "\u{feff}- question: 🚚几天到？\r\n  variants:\r\n    - 多久到\r\n    - \"到\\n货\"\r\n  answer: 两天\r\n\
                 - {id: draft, question: 草稿, status: draft, answer: 好}\r\n";
    let unanswered = format!("{BEFORE}- {{id: late, question: 晚到赔吗}}\n");
    let before = [("common/a.yaml", &*unanswered), ("common/b.yaml", other)];
    let after = [("common/a.yaml", BEFORE), ("common/b.yaml", "- {question: 几天到, answer: 两天}\n")];
    let knowledge_base = load(&before);
    let batches: Vec<_> = self_test_batches(&sample::view(&knowledge_base)).collect();
    let shape: Vec<_> = batches.iter().map(|(file, rows)| (file.as_str(), rows.len())).collect();
    assert_eq!(shape, [("common/a.yaml", 12), ("common/b.yaml", 3)]);
    let lines: Vec<_> = batches[1].1.iter().map(|row| (row.line, &*row.question)).collect();
    assert_eq!(lines, [(1, "🚚几天到？"), (3, "多久到"), (4, "到\n货")]);

    let behaviour = Case::new(&before, &after).self_test();
    assert_eq!(flipped(&behaviour), [(FlipKind::Broken, "多久到"), (FlipKind::Broken, "到\n货")]);
    assert_eq!((&*behaviour.flips[0].file, behaviour.flips[0].line), ("common/b.yaml", 3));
    assert_eq!(behaviour.source, QuestionSource::SelfTest);
    assert_eq!(behaviour.overall.rows, 15);
}
