//! Tables in, files out, and every phrasing read back as it was.

use super::*;
use crate::model::KnowledgeBase;
use proptest::prelude::*;

fn import(rows: &[(&str, &str, &str, &str)]) -> Result<ImportResult, ImportError> {
    let mut importer = Importer::new(ImportOptions::default());
    for (line, &(text, intent, domain, question)) in (2..).zip(rows) {
        importer.add(&Row { line, text, intent, domain: Some(domain), question: Some(question) })?;
    }
    importer.finish()
}

fn load(result: &ImportResult) -> KnowledgeBase {
    let loaded = KnowledgeBase::from_texts(result.files.clone());
    assert!(loaded.problems.is_empty(), "{:?}\n{:?}", loaded.problems, result.files);
    loaded.knowledge_base
}

/// Reference and phrasings of every entry.
fn read_back(result: &ImportResult) -> Vec<(String, Vec<String>)> {
    let entry = |entry: &crate::model::Entry| {
        (entry.reference.to_string(), entry.phrasings().map(|text| text.to_string()).collect())
    };
    load(result).entries.iter().map(entry).collect()
}

#[test]
fn a_table_becomes_a_file_for_each_pack() {
    let result = import(&[
        ("什么时候发货", "发货 时间", "", ""),
        ("卡没到", "card_arrival", "bank", ""),
        (" 多久发货 ", "发货 时间", "", ""),
        ("12:30", "发货 时间", "", ""),
    ])
    .expect("result");
    let files: Vec<_> =
        result.files.iter().map(|(path, text)| (path.to_str().expect("path"), &**text)).collect();
    assert_eq!(
        files,
        [
            ("kb/imported/pack.yaml", "id: imported\n"),
            (
                "kb/imported/imported.yaml",
                "pack: imported\nentries:\n  - id: 发货-时间\n    question: 什么时候发货\n    variants:\n      - 多久发货\n      - \"12:30\"\n"
            ),
            ("kb/bank/pack.yaml", "id: bank\n"),
            ("kb/bank/bank.yaml", "pack: bank\nentries:\n  - id: card_arrival\n    question: 卡没到\n"),
        ]
    );
    assert_eq!((result.entries, result.phrasings, result.duplicates), (2, 4, 0));
    load(&result);
}

#[test]
fn rows_that_say_too_little_are_skipped_with_their_line() {
    let result = import(&[(" ", "a", "", ""), ("x", "\t", "", ""), ("y", "OOS", "", ""), ("z", "a", "", "")]);
    let result = result.expect("result");
    let skipped: Vec<_> = result.skipped.iter().map(|row| format!("{}: {}", row.line, row.reason)).collect();
    assert_eq!(
        skipped,
        [
            "2: the row has no text",
            "3: the row has no intent",
            "4: the intent `OOS` means that nothing should answer; keep such rows for transcripts",
        ]
    );
    assert_eq!(result.entries, 1);
    assert_eq!(import(&[]).expect("nothing"), ImportResult::default());
}

#[test]
fn the_question_is_the_first_phrasing_or_the_one_that_is_said() {
    let result = import(&[
        ("一", "text", "", ""),
        ("二", "text", "", "标准"),
        ("标准", "text", "", ""),
        ("三", "text", "", "另一个"),
        ("四", "mark", "", "否"),
        ("五", "mark", "", "是"),
        ("六", "first", "", ""),
        ("七", "first", "", "0"),
    ])
    .expect("result");
    let wanted = [
        ("imported/text", vec!["标准", "一", "二", "三", "另一个"]),
        ("imported/mark", vec!["五", "四"]),
        ("imported/first", vec!["六", "七"]),
    ];
    let wanted = wanted.map(|(id, texts)| (id.to_owned(), texts.into_iter().map(str::to_owned).collect()));
    assert_eq!(read_back(&result), wanted);
    assert_eq!((result.phrasings, result.duplicates), (9, 0));
}

#[test]
fn duplicates_are_dropped_and_conflicts_kept() {
    let result = import(&[
        ("发货", "a", "p", ""),
        ("发货 ", "a", "p", ""),
        ("發貨？", "a", "p", ""),
        ("退货", "a", "p", ""),
        ("发货", "b", "p", ""),
        ("发货！", "a", "q", ""),
    ])
    .expect("result");
    assert_eq!((result.duplicates, result.phrasings), (1, 5));
    let entries = ["p/a", "p/b", "q/a"].map(str::to_owned).to_vec();
    assert_eq!(result.conflicts, [Conflict { phrasing: "发货".to_owned(), entries }]);
}

#[test]
fn labels_that_become_the_same_id_are_an_error() {
    let error =
        import(&[("x", "a b", "", ""), ("y", "a/b", "q", ""), ("z", "a/b", "", "")]).expect_err("same");
    assert_eq!(
        error.to_string(),
        "line 4: the intents `a b` (line 2) and `a/b` would both become `imported/a-b`; rename one of them in the table"
    );
    let error = import(&[("x", "a", "Bank", ""), ("y", "a", "bank", "")]).expect_err("same folder");
    assert_eq!(
        error.to_string(),
        "line 3: the domains `Bank` (line 2) and `bank` would both become `bank`; rename one of them in the table"
    );
}

#[test]
fn packs_with_awkward_names_load() {
    let result = import(&[
        ("x", "a", "pack", ""),
        ("y", "b", "shop", ""),
        ("z", "c", "../up", ""),
        ("w", "d", "no", ""),
    ]);
    let references: Vec<_> = read_back(&result.expect("result")).into_iter().map(|(id, _)| id).collect();
    assert_eq!(references, ["-up/c", "no/d", "pack/a", "shop/b"]);
}

/// What YAML readers are known to take for something else.
const NASTY: &[&str] = &[
    "no",
    "Yes",
    "on",
    "y",
    "~",
    "null",
    "NULL",
    "true",
    "=",
    "<<",
    "12:30",
    "190:20:30",
    "2026-11-11",
    "2026-11-11 10:00:00",
    "0o17",
    "0x1F",
    "017",
    "1_000",
    "1e3",
    ".5",
    "+1",
    "-.inf",
    ".nan",
    "1,5",
    "- a",
    "-",
    "---",
    "...",
    "--- a",
    "? a",
    "?",
    ": a",
    "a: b",
    "a:",
    "a #b",
    "#a",
    "[a",
    "]",
    "{a",
    "}",
    ",",
    "|",
    ">",
    "|-",
    "'a",
    "\"a",
    "it's \"so\"",
    "a\\b",
    "\\",
    "!x",
    "&a",
    "*a",
    "@a",
    "`a",
    "%a",
    "a\tb",
    "a\nb",
    "a\n\nb",
    "a\n  b",
    "a\rb",
    "a\r\nb",
    "\u{1}x\u{1b}",
    "x\u{7f}",
    "a\u{85}b",
    "a\u{2028}b",
    "a\u{2029}b",
    "\u{feff}a",
    "a\u{feff}",
    "\u{200b}",
    "\u{9f}",
    "\u{fffe}",
    "\u{e000}",
    "👍🏽",
    "👨\u{200d}👩",
    "你好：吗？",
    "“好”",
    "０",
    "１２：３０",
];

#[test]
fn every_nasty_phrasing_is_read_back_as_it_was() {
    let rows: Vec<_> = NASTY.iter().map(|&text| (text, "nasty", "", "")).collect();
    let result = import(&rows).expect("result");
    assert_eq!(read_back(&result)[0].1, NASTY);
    // As ids, questions and packs too.
    for text in NASTY {
        let result = import(&[(text, text, text, ""), ("z", text, text, "")]).expect("result");
        let entry = &read_back(&result)[0];
        assert_eq!(entry.1, [text.trim(), "z"], "{text:?}");
    }
}

proptest! {
    #[test]
    fn any_phrasings_are_read_back_as_they_were(
        texts in prop::collection::vec("([\u{1}-\u{7f}]|[\u{80}-\u{a0}\u{2028}\u{feff}\u{ffff}]|[:#'\"\\\\\\-?~=,\\[\\]{}&*!|>%@` \n\t\r]|[0-9._+]|[吗：😀]|null|yes|\\PC){1,12}", 1..8),
    ) {
        let rows: Vec<_> = texts.iter().map(|text| (text.as_str(), "x", "", "")).collect();
        let result = import(&rows).expect("result");
        let mut wanted: Vec<String> = Vec::new();
        for text in texts.iter().map(|text| text.trim().to_owned()) {
            if !text.is_empty() && !wanted.contains(&text) {
                wanted.push(text);
            }
        }
        let found = if result.entries == 0 { Vec::new() } else { read_back(&result).remove(0).1 };
        prop_assert_eq!(&found, &wanted);
        prop_assert_eq!(result.duplicates + result.skipped.len() + wanted.len(), texts.len());
    }

    #[test]
    fn any_long_phrasing_stays_on_its_line(text in "[a-z吗 ]{60,400}") {
        let result = import(&[(&text, "x", "", ""), ("z", "x", "", "")]).expect("result");
        prop_assert_eq!(result.files[1].1.lines().count(), 6);
        prop_assert_eq!(&read_back(&result)[0].1[0], text.trim());
    }
}
