use std::collections::BTreeSet;
use std::path::PathBuf;

use unicode_width::UnicodeWidthStr;

use super::*;
use crate::diagnostic::{Language, Message};
use crate::diff::{Pairing, Versions, changes};
use crate::install::{CopyState, Decision, Outcome, PackFiles, Releases, Subject, Update};
use crate::model::{KnowledgeBase, Overlay};
use crate::report::{DiffRenderOptions, DiffReport, RenderOptions};

const ENTRIES: &str = "\
category: 物流
entries:
  - id: ship-time
    question: 什么时候发货？
    variants: [多久发货]
    keywords: [[发货, 几天]]
    answers:
      - {text: '{发货时效}内发货。', channel: app}
    tags: [发货]
  - question: '<b>运费|多少？'
    answer: 运费{金额}元，{发货时效}。
";

fn releases() -> Releases {
    let pack = |id: &str, about: &str| PackFiles {
        id: id.to_owned(),
        files: vec![
            ("a.yaml".to_owned(), ENTRIES.to_owned()),
            ("pack.yaml".to_owned(), format!("id: {id}\nversion: 1.10.0\n{about}")),
        ],
    };
    let releases = Releases::of([
        pack(
            "common",
            "name: 行业通用包\ndescription: 常见问题。\ngates: {hit_rate: 0.8, wrong_rate: 0.05}\n",
        ),
        pack("footwear", "name: Shoes and boots\nextends: [common]\nlanguage: en\n"),
        pack("travel", "name: 出行\n"),
    ]);
    assert!(releases.problems.is_empty(), "{:?}", releases.problems);
    releases
}

fn installed() -> Vec<InstalledPack> {
    let pack = |id: &str, version: &str, state, changed| InstalledPack {
        id: id.to_owned(),
        version: version.to_owned(),
        state,
        changed,
        own: changed,
    };
    vec![
        pack("common", "1.9.0", CopyState::Outdated, Some(12)),
        pack("footwear", "", CopyState::Unrecorded, None),
    ]
}

fn options(language: Language, width: Option<u16>) -> RenderOptions {
    RenderOptions { language, width, colour: false }
}

#[test]
fn the_list_aligns_in_both_languages() {
    let (releases, installed) = (releases(), installed());
    for language in [Language::English, Language::Chinese] {
        let report = PackListReport { releases: &releases, installed: Some(&installed) };
        insta::assert_snapshot!(render_pack_list(&report, PacksFormat::Text, options(language, None)));
        insta::assert_snapshot!(render_pack_list(&report, PacksFormat::Markdown, options(language, None)));
        let without = PackListReport { releases: &releases, installed: None };
        let text = render_pack_list(&without, PacksFormat::Text, options(language, Some(60)));
        assert!(text.lines().all(|line| line.contains('`') || line.width() <= 60), "{text}");
        assert!(!text.contains("1.9.0"), "{text}");
    }
}

#[test]
fn a_pack_is_shown_with_what_it_leaves_open() {
    let releases = releases();
    let pack = releases.find("common").expect("a pack");
    for language in [Language::English, Language::Chinese] {
        for format in [PacksFormat::Text, PacksFormat::Markdown] {
            insta::assert_snapshot!(render_pack(&releases, pack, None, format, options(language, None)));
        }
    }
    insta::assert_snapshot!(render_pack(&releases, pack, None, PacksFormat::Json, RenderOptions::default()));
}

#[test]
fn an_entry_is_shown_in_full() {
    let releases = releases();
    let pack = releases.find("common").expect("a pack");
    let entry = releases.knowledge_base.entries.iter().find(|entry| entry.key() == "ship-time");
    for format in PacksFormat::ALL {
        insta::assert_snapshot!(render_pack(&releases, pack, entry, format, RenderOptions::default()));
    }
}

fn update() -> Update {
    let outcome = |(number, decision): (usize, Decision)| Outcome {
        subject: Subject::Entry { key: format!("e{number}"), question: format!("问题{number}？") },
        decision,
    };
    let mut outcomes: Vec<Outcome> = Decision::ALL.into_iter().enumerate().map(outcome).collect();
    let subject = Subject::Description("gates".to_owned());
    outcomes.push(Outcome { subject, decision: Decision::Conflict });
    let subject = Subject::Description("version".to_owned());
    outcomes.push(Outcome { subject, decision: Decision::Update });
    Update {
        pack: "common".to_owned(),
        from: "1.9.0".to_owned(),
        to: "1.10.0".to_owned(),
        adopted: true,
        outcomes,
        files: Overlay::from([(PathBuf::from("kb/common/a.yaml"), Vec::new())]),
        gone: vec![PathBuf::from("kb/common/b.yaml")],
        record_path: PathBuf::from("kb/common/pack.lock"),
        record: None,
    }
}

#[test]
fn an_update_tells_every_fate() {
    let load = |answer: &str| {
        let text = format!("- {{id: a, question: 多久发货, answer: {answer}}}\n");
        KnowledgeBase::from_texts([("common/a.yaml".into(), text)]).knowledge_base
    };
    let (before, after) = (load("48 小时内"), load("24 小时内"));
    let pairing = Pairing::new(&before, &after);
    let found = changes(Versions { before: &before, after: &after, gates: None }, &pairing);
    let (updates, added) = ([update()], ["travel".to_owned()]);
    let notes = [Message::new("a note", "说明")];
    let report = PackUpdateReport {
        updates: &updates,
        added: &added,
        diff: DiffReport {
            before: "old",
            after: "new",
            entries: (1, 1),
            changes: &found,
            behaviour: None,
            limits: &[],
            notes: &[],
        },
        notes: &notes,
    };
    for language in [Language::English, Language::Chinese] {
        for format in PacksFormat::ALL {
            let diff = DiffRenderOptions::default();
            insta::assert_snapshot!(render_pack_update(&report, format, options(language, None), &diff));
        }
    }
}

#[test]
fn formats_are_found_by_their_names() {
    for format in PacksFormat::ALL {
        assert_eq!(format.to_string().parse(), Ok(format));
    }
    let error = "csv".parse::<PacksFormat>().expect_err("no such format").to_string();
    assert_eq!(error, "packs has no output format `csv`; there are text, json and markdown");
}

#[test]
fn json_is_the_same_in_every_language() {
    let (releases, installed) = (releases(), installed());
    let report = PackListReport { releases: &releases, installed: Some(&installed) };
    let shown: BTreeSet<String> = [Language::English, Language::Chinese]
        .map(|language| render_pack_list(&report, PacksFormat::Json, options(language, None)))
        .into();
    assert_eq!(shown.len(), 1);
    insta::assert_snapshot!(shown.first().expect("one"));
}
