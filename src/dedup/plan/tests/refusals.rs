//! What is refused, and what is said about it.

use super::*;
use crate::diagnostic::Language;

/// The reasons why `actions` are refused.
fn refused(files: &[(&str, &str)], actions: &[(&str, u32, Action)]) -> Vec<String> {
    let knowledge_base = base(files);
    reasons(plan(&knowledge_base, actions).apply(&knowledge_base))
}

fn reasons(applied: Result<Applied, PlanError>) -> Vec<String> {
    let error = match applied {
        Ok(applied) => panic!("{:?}", applied.files),
        Err(error) => error.to_string(),
    };
    let mut lines = error.lines();
    assert_eq!(lines.next(), Some("the plan cannot be carried out; nothing has been changed:"));
    lines.map(|line| line.trim_start().to_owned()).collect()
}

const FILE: &str = "\
- {id: a, question: 甲, variants: [一, 二], answer: 好}
- {id: b, question: 乙, variants: [三], answer: 好}
- {id: c, question: 丙}
";

#[test]
fn a_file_that_has_changed_or_is_gone() {
    let knowledge_base = base(&[("p/x.yaml", FILE), ("p/y.yaml", "- {id: d, question: 丁}\n")]);
    let plan = plan(&knowledge_base, &[("p/a", 1, Action::Drop)]);
    let changed = base(&[("p/x.yaml", &FILE.replace('\n', "\r\n"))]);
    assert_eq!(
        reasons(plan.apply(&changed)),
        [
            "p/x.yaml: the file has changed since the plan was made; make the plan anew",
            "p/y.yaml: the plan speaks of this file, and it is not in the knowledge base; make the plan anew",
        ]
    );
    let marked = base(&[("p/x.yaml", &format!("\u{FEFF}{FILE}")), ("p/y.yaml", "- {id: d, question: 丁}\n")]);
    assert_eq!(reasons(plan.apply(&marked)).len(), 1);
}

#[test]
fn phrasings_that_are_not_there_as_stated() {
    let knowledge_base = base(&[("p/x.yaml", FILE)]);
    let mut plan = plan(
        &knowledge_base,
        &[("p/a", 1, Action::Drop), ("p/a", 2, Action::Drop), ("p/b", 1, Action::Keep)],
    );
    let phrasings = &mut plan.groups[0].phrasings;
    phrasings[0].text = "一！".to_owned();
    phrasings[1].number = 9;
    phrasings[2].entry = "p/bb".to_owned();
    phrasings[2].place = "p/x.yaml:2".to_owned();
    let error = plan.apply(&knowledge_base).expect_err("refused");
    assert_eq!(
        reasons(plan.apply(&knowledge_base)),
        [
            "p/x.yaml:1: `一！` of `p/a`: it is not phrasing 1 of its entry: there stands `一`",
            "p/x.yaml:1: `二` of `p/a`: it is not phrasing 9 of its entry: there is none",
            "p/x.yaml:2: `三` of `p/bb`: there is no entry `p/bb`; did you mean `p/b`?",
        ]
    );
    assert!(
        error.in_language(Language::Chinese).starts_with(
            "无法执行该方案，未改动任何文件：\n  p/x.yaml:1：`p/a` 的“一！”：它不是该知识点的第 1 条问法：那里是“一”\n"
        ),
        "{}",
        error.in_language(Language::Chinese)
    );
}

#[test]
fn a_question_is_only_merged() {
    for action in [Action::Drop, to("p/b"), Action::Counterexample] {
        let name = action.name();
        assert_eq!(
            refused(&[("p/x.yaml", FILE)], &[("p/a", 0, action)]),
            [format!(
                "p/x.yaml:1: `甲` of `p/a`: it is the question of its entry, so `{name}` cannot be; `merge` the entry instead"
            )]
        );
    }
}

#[test]
fn targets_that_are_none() {
    assert_eq!(
        refused(
            &[("p/x.yaml", FILE)],
            &[
                ("p/a", 1, to("p/a")),
                ("p/a", 2, to("b")),
                ("p/b", 0, into("p/nowhere")),
                ("p/b", 1, to("丙"))
            ]
        ),
        [
            "p/x.yaml:1: `一` of `p/a`: it is in that entry already",
            "p/x.yaml:1: `二` of `p/a`: there is no entry `b`; did you mean `p/b`?",
            "p/x.yaml:2: `三` of `p/b`: there is no entry `丙`; did you mean `p/c`?",
            "p/x.yaml:2: `乙` of `p/b`: there is no entry `p/nowhere`; write it as `pack/id`",
        ]
    );
}

#[test]
fn one_phrasing_with_two_actions() {
    assert_eq!(
        refused(
            &[("p/x.yaml", FILE), ("q/y.yaml", "- {id: d, question: 丁}\n- {id: e, question: 戊}\n")],
            &[
                ("p/a", 1, Action::Keep),
                ("p/a", 1, Action::Drop),
                ("p/a", 2, to("q/d")),
                ("p/a", 2, to("q/e")),
                ("p/c", 0, into("p/a")),
                ("p/c", 0, into("p/a")),
                ("p/b", 0, into("p/a")),
                ("p/b", 1, into("p/c")),
            ]
        ),
        [
            "p/x.yaml:1: `一` of `p/a`: the plan says `keep` and `drop`; make it one of the two",
            "p/x.yaml:1: `二` of `p/a`: the plan says `move` twice, with different targets; leave one",
            "p/x.yaml:2: `三` of `p/b`: its entry is to go into `p/a` and into `p/c`; leave one",
        ]
    );
}

#[test]
fn merges_in_a_circle_and_moves_that_come_back() {
    let actions = [("p/a", 0, into("p/b")), ("p/b", 0, into("p/a")), ("p/c", 0, into("p/a"))];
    assert_eq!(
        refused(&[("p/x.yaml", FILE)], &actions),
        ["p/x.yaml:1: `甲` of `p/a`: the merges go in a circle: `p/a` → `p/b` → `p/a`"]
    );
    assert_eq!(
        refused(&[("p/x.yaml", FILE)], &[("p/a", 1, to("p/b")), ("p/b", 0, into("p/a"))]),
        ["p/x.yaml:1: `一` of `p/a`: it is to go to `p/b`, which goes into its own entry"]
    );
}

#[test]
fn answers_that_would_be_lost() {
    assert_eq!(
        refused(&[("p/x.yaml", FILE)], &[("p/a", 0, into("p/c"))]),
        [
            "p/x.yaml:1: `甲` of `p/a`: its entry's answers would be lost, as `p/c` has none; merge the other way round"
        ]
    );
}

#[test]
fn a_shop_that_answers_both() {
    let shop = "id: s\nsubscribe: [p]\nanswers:\n  p/a: 一\n  p/b: 二\n  p/c: 三\n";
    assert_eq!(
        refused(&[("p/x.yaml", FILE), ("s/shop.yaml", shop)], &[("p/b", 0, into("p/a"))]),
        [
            "s/shop.yaml:5: the shop answers `p/a` and `p/b`, which become one entry; leave one of its answers, then make \
          the plan anew"
        ]
    );
}

#[test]
fn a_counterexample_that_is_still_a_phrasing() {
    let file = "- {id: a, question: 甲, variants: [乙, 甲！]}\n";
    assert_eq!(
        refused(&[("p/x.yaml", file)], &[("p/a", 2, Action::Counterexample)]),
        [
            "p/x.yaml:1: `甲！` of `p/a`: it cannot become a counterexample, as the entry has it in another phrasing too"
        ]
    );
}

#[test]
fn what_others_share_is_left_alone() {
    const SHARED: &str = "this cannot be edited without changing something else";
    let check = |file: &str, actions: &[(&str, u32, Action)], line: u32| {
        let told = refused(&[("p/x.yaml", file)], actions);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with(&format!("p/x.yaml:{line}: {SHARED}")), "{told:?}");
    };
    let list = "- {id: a, question: 甲, variants: &v [一, 二]}\n- id: b\n  question: 乙\n  variants: *v\n- {id: c, question: 丙}\n";
    check(list, &[("p/a", 1, Action::Drop)], 1);
    check(list, &[("p/b", 1, Action::Drop)], 2);
    check(list, &[("p/c", 0, into("p/b"))], 2);
    let item =
        "- {id: a, question: 甲, variants: [&i 一, 二]}\n- {id: b, question: 乙, variants: [*i, 三]}\n";
    check(item, &[("p/a", 1, Action::Drop)], 1);
    check(item, &[("p/b", 1, Action::Drop)], 1);
    let entry = "- &e {id: a, question: 甲, variants: [一]}\n- {<<: *e, id: b, question: 乙}\n- {id: c, question: 丙}\n";
    check(entry, &[("p/a", 1, Action::Drop)], 1);
    check(entry, &[("p/b", 1, Action::Drop)], 2);
    check(entry, &[("p/c", 0, into("p/b"))], 2);
    check(entry, &[("p/a", 0, into("p/c"))], 1);
    let inside =
        "- {id: a, question: &q 甲}\n- {id: b, question: 乙, variants: [*q]}\n- {id: c, question: 丙}\n";
    check(inside, &[("p/a", 0, into("p/c"))], 1);
    // What only looks like it is edited.
    let texts = carried_out(&[("p/x.yaml", item)], &[("p/b", 2, Action::Drop), ("p/a", 2, to("p/b"))]);
    assert_eq!(
        texts[0],
        "- {id: a, question: 甲, variants: [&i 一]}\n- {id: b, question: 乙, variants: [*i, 二]}\n"
    );
    let inside = inside.replace("[*q]", "[*q, 三]");
    let texts = carried_out(&[("p/x.yaml", &inside)], &[("p/c", 0, into("p/b"))]);
    assert_eq!(texts[0], "- {id: a, question: &q 甲}\n- {id: b, question: 乙, variants: [*q, 三, 丙]}\n");
}
