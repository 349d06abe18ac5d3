use std::path::PathBuf;

use super::*;
use crate::diff::change::Value;

pub(super) fn knowledge_base(files: &[(&str, &str)]) -> KnowledgeBase {
    let texts = files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned()));
    let loaded = KnowledgeBase::from_texts(texts);
    assert!(loaded.problems.is_empty(), "{:?} {files:?}", loaded.problems);
    loaded.knowledge_base
}

pub(super) fn between(before: &KnowledgeBase, after: &KnowledgeBase) -> Vec<Change> {
    changes(Versions { before, after, gates: None }, &Pairing::new(before, after))
}

/// A change in short: its kind, its risk, its entry.
fn told(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<String> {
    let (before, after) = (knowledge_base(before), knowledge_base(after));
    between(&before, &after)
        .iter()
        .map(|change| format!("{} {} {}", change.kind.name(), change.risk.name(), change.entry))
        .collect()
}

fn of_entries(before: &str, after: &str) -> Vec<String> {
    told(&[("p/a.yaml", before)], &[("p/a.yaml", after)])
}

#[test]
fn a_renamed_entry_is_no_change_of_those_that_mention_it() {
    let before =
        "- {id: a, question: 甲甲, variants: [乙乙], answer: 好}\n- {id: b, question: 丙丙, related: [a]}\n";
    let after = "- {id: z, question: 甲甲, variants: [乙乙], answer: 好}\n- {id: b, question: 丙丙, related: [p/z]}\n";
    assert_eq!(of_entries(before, after), ["entry_renamed medium p/z"]);
}

#[test]
fn an_exchanged_id_is_the_risk_of_both() {
    let before = "- {id: a, question: 甲甲, answer: 好}\n- {id: b, question: 丙丙, answer: 坏}\n";
    let after = "- {id: b, question: 甲甲, answer: 好}\n- {id: a, question: 丙丙, answer: 坏}\n";
    assert_eq!(of_entries(before, after), ["entry_renamed high p/a", "entry_renamed high p/b"]);
}

#[test]
fn a_moved_variant_is_one_change() {
    let before = "- {id: a, question: 甲甲, variants: [乙乙, 丁丁]}\n- {id: b, question: 丙丙}\n";
    let after = "- {id: a, question: 甲甲, variants: [丁丁]}\n- {id: b, question: 丙丙, variants: [乙乙]}\n";
    let (before, after) = (knowledge_base(&[("p/a.yaml", before)]), knowledge_base(&[("p/a.yaml", after)]));
    let changes = between(&before, &after);
    assert_eq!(changes.len(), 1);
    let phrasing = |entry: &str| Some(Value::Phrasing { entry: entry.to_owned(), text: "乙乙".to_owned() });
    assert_eq!((changes[0].kind, &changes[0].entry[..]), (ChangeKind::VariantMoved, "p/b"));
    assert_eq!((&changes[0].before, &changes[0].after), (&phrasing("p/a"), &phrasing("p/b")));
    assert_eq!(changes[0].place, Some(Place { path: "p/a.yaml".to_owned(), line: 2 }));
}

#[test]
fn a_question_may_change_places_with_a_variant() {
    let before = "- {id: a, question: 甲甲, variants: [乙乙]}\n";
    assert_eq!(
        of_entries(before, "- {id: a, question: 乙乙, variants: [甲甲]}\n"),
        ["question_reworded low p/a"]
    );
    assert_eq!(
        of_entries(before, "- {id: a, question: 丙丙, variants: [乙乙]}\n"),
        ["question_reworded medium p/a"]
    );
    assert_eq!(
        of_entries(before, "- {id: a, question: 甲甲？, variants: [乙乙]}\n"),
        ["question_reworded low p/a"]
    );
}

#[test]
fn validity_and_status_weigh_by_what_is_lost() {
    let of = |before: &str, after: &str| {
        of_entries(
            &format!("- {{id: a, question: 甲甲{before}}}\n"),
            &format!("- {{id: a, question: 甲甲{after}}}\n"),
        )
    };
    assert_eq!(of("", ", until: 2026-11-12"), ["validity_changed high p/a"]);
    assert_eq!(of(", until: 2026-11-12", ", until: 2026-12-12"), ["validity_changed medium p/a"]);
    assert_eq!(of("", ", status: retired"), ["status_changed high p/a"]);
    assert_eq!(of(", status: draft", ""), ["status_changed medium p/a"]);
    assert_eq!(of(", status: draft", ", status: retired"), ["status_changed low p/a"]);
}

#[test]
fn answers_that_belong_together() {
    let of = |before: &str, after: &str| {
        let entry = |answers: &str| format!("- {{id: a, question: 甲甲, answers: [{answers}]}}\n");
        of_entries(&entry(before), &entry(after))
    };
    assert_eq!(of("一二三, 四五六", "四五六, 一二三"), Vec::<String>::new());
    assert_eq!(
        of("{text: 一二三, channel: web}", "{text: 一二三, channel: app}"),
        ["answer_conditions_changed medium p/a"]
    );
    assert_eq!(
        of("一二三四, 五六七八", "五六七九, 一二三四, 甲乙丙丁"),
        ["answer_added medium p/a", "answer_changed medium p/a"]
    );
    assert_eq!(
        of_entries("- {id: a, question: 甲甲, answer: 好}\n", "- {id: a, question: 甲甲}\n"),
        ["answer_removed high p/a"]
    );
}

#[test]
fn shops_and_packs() {
    let entries = ("p/a.yaml", "- {id: a, question: 甲甲}\n- {id: b, question: 乙乙, answer: 好}\n");
    let pack = |text: &'static str| ("p/pack.yaml", text);
    let shop = |text: &'static str| ("s/shop.yaml", text);
    let before = [
        entries,
        pack("id: p\ngates: {hit_rate: 0.8}\n"),
        shop(
            "id: s\nsubscribe: [p]\nanswers: {p/a: 三天, p/b: 店}\nwelcome: {greeting: 你好, cards: [p/a]}\n",
        ),
    ];
    let after = [
        entries,
        pack("id: p\nname: 包\ngates: {hit_rate: 0.7}\n"),
        shop("id: s\nname: 店\nanswers: {p/a: 四天}\nwelcome: {greeting: 您好, cards: [p/b]}\n"),
    ];
    let wanted = [
        "pack_changed low p",
        "shop_renamed low s",
        "subscription_removed high s",
        "shop_answer_changed high p/a",
        "shop_answer_removed medium p/b",
        "welcome_changed medium s",
        "welcome_changed low s",
        "gate_changed high p",
    ];
    assert_eq!(told(&before, &after), wanted);
}

#[test]
fn gates_of_the_configuration() {
    use crate::model::Figure;
    let empty = KnowledgeBase::default();
    let table = |limit: f64| {
        GateTable::from([(String::new(), Gates { limits: BTreeMap::from([(Figure::WrongRate, limit)]) })])
    };
    let (strict, lax) = (table(0.1), table(0.2));
    let pairing = Pairing::new(&empty, &empty);
    let of = |gates| changes(Versions { before: &empty, after: &empty, gates: Some(gates) }, &pairing);
    let (easier, harder) = (of((&strict, &lax)), of((&lax, &strict)));
    assert_eq!((easier[0].risk, harder[0].risk), (Risk::High, Risk::Low));
    assert_eq!(easier[0].after, Some(Value::Text("wrong_rate at most 0.2".to_owned())));
}

mod always {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;
    use crate::diff::change::ChangeKind as K;

    #[derive(Debug, Clone)]
    struct Written {
        id: u8,
        texts: Vec<String>,
        answers: Vec<String>,
        extras: Vec<&'static str>,
    }

    fn entry() -> impl Strategy<Value = Written> {
        let text = "(什么时候|怎么|多久|为什么)(发货|退款|退货|到账)(呢|吗|？)?";
        let answer = "(付款后|签收后)?[1-3]天(内|左右)?(可以|不可以)?(退|发)";
        let extras = prop::sample::subsequence(
            vec![
                "status: draft",
                "category: 物流",
                "tags: [双11, 新]",
                "keywords: [[发货, 几天], [退款]]",
                "counterexamples: [发货地是哪里, 退货地址]",
                "until: 2026-11-12",
            ],
            0..4,
        );
        (0_u8..6, prop::collection::vec(text, 1..4), prop::collection::vec(answer, 0..3), extras)
            .prop_map(|(id, texts, answers, extras)| Written { id, texts, answers, extras })
    }

    fn version() -> impl Strategy<Value = Vec<Written>> {
        prop::collection::vec(entry(), 0..5).prop_map(|mut entries| {
            entries.sort_by_key(|entry| entry.id);
            entries.dedup_by_key(|entry| entry.id);
            entries
        })
    }

    fn plainly(entries: &[Written]) -> String {
        let mut yaml = String::new();
        for Written { id, texts, answers, extras } in entries {
            let extras = extras.iter().fold(String::new(), |line, extra| line + ", " + extra);
            writeln!(
                yaml,
                "- {{id: e{id}, question: {}, variants: [{}], answers: [{}]{extras}}}",
                texts[0],
                texts[1..].join(", "),
                answers.join(", ")
            )
            .expect("a text");
        }
        yaml
    }

    /// The same in another order, with comments, quotes and line ends of Windows.
    fn otherwise(entries: &[Written]) -> String {
        let mut yaml = String::from("# 说明\nentries:\n");
        for Written { id, texts, answers, extras } in entries.iter().rev() {
            writeln!(yaml, "  - question: \"{}\"   # 问", texts[0]).expect("a text");
            for extra in extras.iter().rev() {
                writeln!(yaml, "    {extra}").expect("a text");
            }
            writeln!(yaml, "    answers:").expect("a text");
            for answer in answers.iter().rev() {
                writeln!(yaml, "      # 答\n      - '{answer}'").expect("a text");
            }
            writeln!(yaml, "    variants:\n      [").expect("a text");
            for text in texts[1..].iter().rev() {
                writeln!(yaml, "        '{text}',").expect("a text");
            }
            writeln!(yaml, "      ]\n    id: e{id}\n").expect("a text");
        }
        if entries.is_empty() {
            yaml = "# 空\n".to_owned();
        }
        yaml.replace('\n', "\r\n")
    }

    const fn mirrored(kind: K) -> K {
        match kind {
            K::EntryAdded => K::EntryRemoved,
            K::EntryRemoved => K::EntryAdded,
            K::EntrySplit => K::EntryMerged,
            K::EntryMerged => K::EntrySplit,
            K::VariantAdded => K::VariantRemoved,
            K::VariantRemoved => K::VariantAdded,
            K::AnswerAdded => K::AnswerRemoved,
            K::AnswerRemoved => K::AnswerAdded,
            K::CounterexampleAdded => K::CounterexampleRemoved,
            K::CounterexampleRemoved => K::CounterexampleAdded,
            same => same,
        }
    }

    fn of(yaml: &str) -> KnowledgeBase {
        knowledge_base(&[("p/a.yaml", yaml)])
    }

    /// Kinds with what stood and stands there, sorted.
    fn sides(changes: &[Change], mirror: bool) -> Vec<(K, String, String)> {
        let told = |value: &Option<Value>| serde_json::to_string(value).expect("json");
        let mut sides: Vec<(K, String, String)> = changes
            .iter()
            .map(|change| {
                let (before, after) = (told(&change.before), told(&change.after));
                if mirror { (mirrored(change.kind), after, before) } else { (change.kind, before, after) }
            })
            .collect();
        sides.sort();
        sides
    }

    proptest! {
        #[test]
        fn nothing_changes_to_itself_or_by_layout(entries in version()) {
            let (one, other) = (of(&plainly(&entries)), of(&otherwise(&entries)));
            prop_assert_eq!(between(&one, &one), Vec::<Change>::new());
            prop_assert_eq!(between(&one, &other), Vec::<Change>::new());
            prop_assert_eq!(between(&other, &one), Vec::<Change>::new());
        }

        #[test]
        fn the_way_back_mirrors_the_way_there(one in version(), other in version()) {
            let (one, other) = (of(&plainly(&one)), of(&plainly(&other)));
            let (there, back) = (between(&one, &other), between(&other, &one));
            prop_assert_eq!(sides(&there, false), sides(&back, true));
        }

        #[test]
        fn every_difference_is_told(one in version(), other in version()) {
            let (before, after) = (of(&plainly(&one)), of(&plainly(&other)));
            let silent = between(&before, &after).is_empty();
            let sorted = |entries: &[Written]| {
                let mut told: Vec<String> = entries
                    .iter()
                    .map(|entry| {
                        let mut entry = entry.clone();
                        entry.answers.sort();
                        let question = entry.texts[0].clone();
                        let mut keys: Vec<String> =
                            entry.texts.iter().map(|text| crate::text::match_key(text)).collect();
                        keys.sort();
                        keys.dedup();
                        format!("{} {question} {keys:?} {:?} {:?}", entry.id, entry.answers, entry.extras)
                    })
                    .collect();
                told.sort();
                told
            };
            prop_assert_eq!(silent, sorted(&one) == sorted(&other));
        }
    }
}
