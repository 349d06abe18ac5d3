//! Plans as files: written, read back, and what is told about slips.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::diagnostic::Language;

fn sample() -> Plan {
    let phrasing = |text: &str, number, action| PlannedPhrasing {
        text: text.to_owned(),
        entry: "common/refund".to_owned(),
        number,
        place: "kb/common/refund.yaml:3".to_owned(),
        why: if number == 0 { String::new() } else { "只差“吗”".to_owned() },
        answer: "支持七天无理由退款：请在订单里申请".to_owned(),
        action,
    };
    let files = vec![PlannedFile {
        path: "kb/common/refund.yaml".to_owned(),
        fingerprint: "0123456789abcdef".to_owned(),
    }];
    let clutter = vec![phrasing("怎么退款？", 0, Action::Keep), phrasing("怎么退款吗", 1, Action::Drop)];
    let conflict = vec![
        phrasing("no", 2, to("common/other")),
        phrasing("退款: 怎么弄 # 急", 3, into("shop/x")),
        phrasing("退吗", 4, Action::Counterexample),
    ];
    Plan {
        schema: SCHEMA.to_owned(),
        files,
        groups: vec![
            PlannedGroup { harm: Harm::Conflict, decided: false, phrasings: conflict },
            PlannedGroup { harm: Harm::Clutter, decided: true, phrasings: clutter },
        ],
    }
}

#[test]
fn the_file_reads_well_and_comes_back() {
    let plan = sample();
    for language in [Language::English, Language::Chinese] {
        let yaml = plan.to_yaml(language);
        assert_eq!(Plan::from_yaml(Path::new("plan.yaml"), &yaml).expect("a plan"), plan);
        let body: Vec<&str> = yaml.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(
            format!("{}\n", body.join("\n").trim_start()),
            "schema: kbtool.dedup-plan/1
files:
  - path: kb/common/refund.yaml
    fingerprint: '0123456789abcdef'
groups:

  - harm: conflict
    decided: false
    phrasings:
      - text: 'no'
        action: move
        to: common/other
        entry: common/refund
        number: 2
        place: kb/common/refund.yaml:3
        why: 只差“吗”
        answer: 支持七天无理由退款：请在订单里申请
      - text: '退款: 怎么弄 # 急'
        action: merge
        into: shop/x
        entry: common/refund
        number: 3
        place: kb/common/refund.yaml:3
        why: 只差“吗”
        answer: 支持七天无理由退款：请在订单里申请
      - text: 退吗
        action: counterexample
        entry: common/refund
        number: 4
        place: kb/common/refund.yaml:3
        why: 只差“吗”
        answer: 支持七天无理由退款：请在订单里申请

  - harm: clutter
    phrasings:
      - text: 怎么退款？
        action: keep
        entry: common/refund
        number: 0
        place: kb/common/refund.yaml:3
        answer: 支持七天无理由退款：请在订单里申请
      - text: 怎么退款吗
        action: drop
        entry: common/refund
        number: 1
        place: kb/common/refund.yaml:3
        why: 只差“吗”
        answer: 支持七天无理由退款：请在订单里申请
"
        );
    }
}

#[test]
fn the_comment_names_every_action_and_harm() {
    for language in [Language::English, Language::Chinese] {
        let yaml = sample().to_yaml(language);
        let comment: Vec<&str> = yaml.lines().take_while(|line| line.starts_with('#')).collect();
        for name in Action::NAMES.into_iter().chain(Harm::ALL.map(Harm::name)) {
            assert!(comment.iter().any(|line| line.starts_with(&format!("#   {name} "))), "{name}: {yaml}");
        }
        assert!(yaml.contains("kbtool dedup --apply"));
        assert!(yaml.lines().all(|line| line.chars().count() <= 120), "{yaml}");
    }
}

#[test]
fn a_plan_without_groups_is_a_plan() {
    let plan = Plan { schema: SCHEMA.to_owned(), files: Vec::new(), groups: Vec::new() };
    let yaml = plan.to_yaml(Language::English);
    assert_eq!(Plan::from_yaml(Path::new("p"), &yaml).expect("a plan"), plan);
    let bare = "schema: kbtool.dedup-plan/1\nfiles:\ngroups:\n";
    assert_eq!(Plan::from_yaml(Path::new("p"), bare).expect("a plan"), plan);
}

/// What is told about a plan of one phrasing with these lines.
fn told(lines: &str) -> String {
    let yaml = format!(
        "schema: kbtool.dedup-plan/1\nfiles: []\ngroups:\n  - harm: clutter\n    phrasings:\n      - text: 甲\n        \
         entry: p/a\n        number: 1\n{lines}"
    );
    match Plan::from_yaml(Path::new("./plans/a.yaml"), &yaml) {
        Ok(plan) => panic!("{plan:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn slips_are_told_with_their_place_and_what_would_be_right() {
    assert_eq!(
        told("        action: dorp\n"),
        "plans/a.yaml:9:17: `dorp` is unknown here; did you mean `drop`?"
    );
    assert_eq!(
        told("        action: 合并\n"),
        "plans/a.yaml:9:17: `合并` is unknown here; did you mean `merge`?"
    );
    assert_eq!(
        told("        action: 搁置\n"),
        "plans/a.yaml:9:17: `搁置` is unknown here; known are `keep`, `drop`, `move`, `merge`, `counterexample`"
    );
    assert_eq!(
        told("        action: move\n"),
        "plans/a.yaml:9:17: where to? Add a line such as `to: common/refund` below"
    );
    assert_eq!(
        told("        action: merge\n        to: p/b\n"),
        "plans/a.yaml:10:13: `to` goes with `move`, and the action is `merge`; change one of the two"
    );
    assert_eq!(
        told("        acton: drop\n"),
        "plans/a.yaml:6:9: `action` is missing here\n\
         plans/a.yaml:9:9: `acton` is unknown here; did you mean `action`?"
    );
    assert_eq!(
        told("        action: keep\n        action: drop\n"),
        "plans/a.yaml:10:9: `action` is there twice; leave one of the two"
    );
    assert_eq!(
        told("        action: keep\n        place: [1]\n    decided: maybe\n"),
        "plans/a.yaml:10:16: here stands a text\nplans/a.yaml:11:14: write `true` or `false`"
    );
}

#[test]
fn what_is_no_plan_is_told() {
    let told = |yaml: &str| match Plan::from_yaml(Path::new("a.yaml"), yaml) {
        Ok(plan) => panic!("{plan:?}"),
        Err(error) => error.in_language(Language::Chinese),
    };
    let no_plan = "这不是 `kbtool dedup` 的方案文件：缺少 `schema: kbtool.dedup-plan/1`";
    assert_eq!(told(""), format!("a.yaml:1:1：{no_plan}"));
    assert_eq!(told("- question: 甲\n"), format!("a.yaml:1:1：{no_plan}"));
    assert_eq!(
        told("schema: kbtool.dedup-plan/2\n"),
        "a.yaml:1:9：schema 不是 `kbtool.dedup-plan/1`，请用当前版本的 kbtool 重新生成方案"
    );
    assert!(told("schema: [\n").starts_with("a.yaml:1:9：不是合法的 YAML"), "{}", told("schema: [\n"));
    let error = Plan::read(Path::new("surely/not/here.yaml")).expect_err("no file");
    assert!(error.to_string().starts_with("surely/not/here.yaml: cannot read the file"), "{error}");
}

fn any_action() -> impl Strategy<Value = Action> {
    prop_oneof![
        Just(Action::Keep),
        Just(Action::Drop),
        Just(Action::Counterexample),
        "[a-z/吗 ]{1,6}".prop_map(|to| Action::Move { to: format!("p/{}", to.trim()) }),
        "[a-z/吗: #]{1,6}".prop_map(|into| Action::Merge { into: format!("p/{}", into.trim()) }),
    ]
}

fn any_phrasing() -> impl Strategy<Value = PlannedPhrasing> {
    (
        any::<String>(),
        "[a-z/吗]{1,6}",
        any::<u32>(),
        "[a-z/:0-9]{0,6}",
        any::<String>(),
        any::<String>(),
        any_action(),
    )
        .prop_map(|(text, entry, number, place, why, answer, action)| PlannedPhrasing {
            text,
            entry,
            number,
            place,
            why,
            answer,
            action,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn what_is_written_is_read(
        groups in prop::collection::vec(
            (prop::sample::select(Harm::ALL.to_vec()), any::<bool>(), prop::collection::vec(any_phrasing(), 0..3)),
            0..3,
        ),
        files in prop::collection::vec((any::<String>(), "[0-9a-f]{16}"), 0..3),
    ) {
        let plan = Plan {
            schema: SCHEMA.to_owned(),
            files: files.into_iter().map(|(path, fingerprint)| PlannedFile { path, fingerprint }).collect(),
            groups: groups
                .into_iter()
                .map(|(harm, decided, phrasings)| PlannedGroup { harm, decided, phrasings })
                .collect(),
        };
        for language in [Language::English, Language::Chinese] {
            let read = Plan::from_yaml(Path::new("p"), &plan.to_yaml(language));
            prop_assert_eq!(read.expect("a plan"), plan.clone());
        }
    }

    #[test]
    fn any_file_is_borne(text in "(schema: kbtool.dedup-plan/1\n)?[ \\-:\\[\\]{}'\"|>&*#a吗😀\\r\\n]{0,40}") {
        match Plan::from_yaml(Path::new("p"), &text) {
            Ok(plan) => prop_assert_eq!(plan.schema, SCHEMA),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}
