//! The packs and the example shop that ship: all packs in the binary, sound by themselves, and measured on questions
//! that they have not learned.
#![allow(clippy::disallowed_methods, reason = "the test renews a file")]

#[allow(dead_code, reason = "each test file takes what it needs")]
mod common;

use std::collections::BTreeMap;
use std::path::PathBuf;

use common::{kbtool, package, run};
use jiff::civil::date;
use kbtool::config::Config;
use kbtool::diagnostic::Language;
use kbtool::eval::transcripts::{ColumnMapping, Need, Row, Transcripts};
use kbtool::eval::{Expectation, FailureClass, Judge};
use kbtool::matching::{Auto, Learned, LearningOptions, Matcher, TrainingSet};
use kbtool::model::{
    Entry, EntryIndex, Found, KnowledgeBase, LoadOptions, Lookup, PackIndex, State, View, ViewOptions,
};
use kbtool::report::{RenderOptions, render_diagnostics};
use kbtool::source::table::TableOptions;
use kbtool::text::match_key;

/// A pack is to know an entry by so many phrasings at least, and to ask so many questions for it.
const FEWEST_PHRASINGS: usize = 12;
const FEWEST_QUESTIONS: usize = 5;
/// So many questions of a pack are to expect nothing.
const FEWEST_OF_NOTHING: usize = 60;
/// The test of customers who write Traditional Chinese, row by row beside the same question in Simplified Chinese.
const TRADITIONAL: &str = "kb/tests/traditional.csv";

/// The packs, as `kbtool.toml` puts them together.
fn bundled() -> (Config, KnowledgeBase) {
    configured("kbtool.toml")
}

/// The example shop over the packs.
fn example() -> (Config, KnowledgeBase) {
    configured("examples/kbtool.toml")
}

/// What a configuration puts together, without any fault.
fn configured(path: &str) -> (Config, KnowledgeBase) {
    let config = Config::read(&package().join(path)).expect(path);
    let loaded = KnowledgeBase::load(&config.kb, LoadOptions::default());
    let options = RenderOptions { language: Language::English, width: None, colour: false };
    let shown = render_diagnostics(&loaded.problems, &loaded.knowledge_base.files, options);
    assert!(loaded.problems.is_empty(), "{shown}");
    (config, loaded.knowledge_base)
}

/// The rows of a transcript of the project.
fn rows(path: &str) -> Vec<Row> {
    rows_by(path, &ColumnMapping::default())
}

fn rows_by(path: &str, mapping: &ColumnMapping) -> Vec<Row> {
    let path = package().join(path);
    let mut transcripts =
        Transcripts::open(&path, &TableOptions::default(), mapping, Need::Expected).expect("transcripts");
    let (mut rows, mut skipped) = (Vec::new(), Vec::new());
    assert!(transcripts.next_batch(1_000_000, &mut rows, &mut skipped).expect("rows"));
    assert!(skipped.is_empty(), "{skipped:?}");
    assert!(transcripts.notes().is_empty(), "{:?}", transcripts.notes());
    rows
}

/// The file of a pack's own test.
fn test_of(pack: &str) -> String {
    format!("kb/tests/{pack}.csv")
}

/// Every transcript that tests a pack.
fn pack_tests(knowledge_base: &KnowledgeBase) -> Vec<String> {
    let own = knowledge_base.packs.iter().map(|pack| test_of(&pack.id));
    own.chain(std::iter::once(TRADITIONAL.to_owned())).collect()
}

/// The source that lists the packs of the folder `kb`: their YAML files, and nothing else that lies there.
fn list_of_packs() -> String {
    use std::fmt::Write as _;
    let names = |folder: &std::path::Path| {
        let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
        let mut names: Vec<String> =
            entries.map(|entry| entry.file_name().into_string().expect("UTF-8")).collect();
        names.sort_unstable();
        names
    };
    let mut text =
        "//! The packs of the folder `kb`, generated from it; `RENEW=1 cargo test --test packs` writes it \
                    anew.\n\nuse super::{BundledPack, pack};\n\n/// All of them, by id.\npub const BUNDLED: \
                    &[BundledPack] = &[\n"
            .to_owned();
    let root = package().join("kb");
    for pack in names(&root).iter().filter(|name| root.join(name).join("pack.yaml").is_file()) {
        let is_yaml =
            |name: &String| std::path::Path::new(name).extension().is_some_and(|ending| ending == "yaml");
        let files = names(&root.join(pack)).into_iter().filter(is_yaml);
        let _ = writeln!(text, "    pack! {{\n        {pack:?}:");
        for name in files {
            let _ = writeln!(text, "        {name:?},");
        }
        text.push_str("    },\n");
    }
    text + "];\n"
}

/// `RENEW=1 cargo test --test packs` writes it anew.
#[test]
fn every_pack_is_in_the_binary() {
    let (path, wanted) = (package().join("src/packs/bundled.rs"), list_of_packs());
    if std::env::var_os("RENEW").is_some() {
        std::fs::write(&path, &wanted).expect("written");
    }
    let kept = std::fs::read_to_string(&path).expect("a source");
    assert!(kept == wanted, "src/packs/bundled.rs is stale; renew it with RENEW=1 cargo test --test packs");
}

#[test]
fn the_configurations_name_what_there_is() {
    let (_, packs) = bundled();
    assert!(packs.shops.is_empty() && packs.common_pack().is_some());
    let (config, knowledge_base) = example();
    let shop = config.shop.expect("a shop");
    assert!(knowledge_base.shops.iter().any(|found| *found.id == *shop));
    let view = View::new(
        &knowledge_base,
        ViewOptions { shop: Some(&shop), as_of: date(2026, 11, 5), channel: None, mode: None },
    )
    .expect("the shop's view");
    let answered = view.live().filter(|live| live.answered).count();
    let own = |(index, _): &(EntryIndex, &Entry)| view.live_answers(*index).next().is_some();
    assert!(answered > 150 && knowledge_base.indexed().filter(own).count() >= answered);
}

#[test]
fn there_are_packs_for_fourteen_trades_and_one_in_english() {
    let (_, knowledge_base) = bundled();
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in &knowledge_base.entries {
        *sizes.entry(&knowledge_base.pack(entry.pack).id).or_default() += 1;
    }
    assert_eq!(sizes.len(), 15);
    for (pack, entries) in sizes {
        let wanted = if pack == "common" { 120..=usize::MAX } else { 25..=60 };
        assert!(wanted.contains(&entries), "{pack} has {entries} entries");
    }
}

#[test]
fn every_pack_says_what_it_is_and_what_it_must_reach() {
    let (_, knowledge_base) = bundled();
    for pack in &knowledge_base.packs {
        if knowledge_base.shops.iter().any(|shop| shop.id.value == pack.id) {
            continue;
        }
        assert!(pack.location.is_some() && pack.name.is_some() && pack.version.is_some(), "{}", pack.id);
        assert!(!pack.gates.limits.is_empty(), "{} has no gate", pack.id);
        assert!(pack.extends.iter().all(|(_, found)| found.is_some()), "{}", pack.id);
    }
}

#[test]
fn the_example_meets_its_gates() {
    let arguments =
        ["eval", "--config", "examples/kbtool.toml", "--as-of", "2026-11-05", "--jobs", "2", "-o", "json"];
    let (code, out, error) = run(kbtool(&package()).args(arguments));
    let report: serde_json::Value = serde_json::from_str(&out).expect(&error);
    let gates = report["gates"].as_array().expect("a list");
    assert!(gates.len() >= 4, "{gates:#?}");
    let missed: Vec<_> = gates.iter().filter(|gate| gate["verdict"] == "missed").collect();
    assert!(missed.is_empty(), "{missed:#?}");
    assert_eq!(code, Some(0), "{error}");
}

/// The same questions, as a customer in Taiwan or Hong Kong writes them, are understood and answered as well, within
/// two points. The gates of every pack on its own test are looked at by `kbtool check`, which has to learn the packs
/// as well.
#[test]
fn traditional_chinese_is_understood_as_well_as_simplified() {
    let (config, knowledge_base) = bundled();
    let options = ViewOptions { shop: None, as_of: date(2026, 11, 5), channel: None, mode: None };
    let view = View::new(&knowledge_base, options).expect("a view").within_packs();
    let lookup = Lookup::new(&knowledge_base);
    let learning = LearningOptions { turn_away: config.eval.turn_away, ..LearningOptions::default() };
    let engine = Auto::train(&view, &TrainingSet::new(&view), Learned::BySize, learning);
    let judge = Judge::new(&view, &lookup, engine.thresholds());
    let mut mapping = ColumnMapping::default();
    mapping.set("question", "simplified").expect("a column");
    let [traditional, simplified] = [rows(TRADITIONAL), rows_by(TRADITIONAL, &mapping)].map(|rows| {
        let queries: Vec<_> = rows.iter().map(|row| judge.query(row)).collect();
        let rankings = engine.rank(&queries);
        let judged: Vec<_> = rows
            .iter()
            .zip(&rankings)
            .map(|(row, ranking)| judge.judge(row, ranking).expect("one label"))
            .filter(|judgement| matches!(judgement.expectation, Expectation::Covered(_)))
            .map(|judgement| (judgement.rank == Some(1), matches!(judgement.class, FailureClass::Hit)))
            .collect();
        assert!(judged.len() >= 300, "{} rows expect an entry", judged.len());
        let share = |count: usize| count as f64 / judged.len() as f64;
        (
            share(judged.iter().filter(|(first, _)| *first).count()),
            share(judged.iter().filter(|(_, hit)| *hit).count()),
        )
    });
    let behind = (simplified.0 - traditional.0, simplified.1 - traditional.1);
    assert!(
        behind.0 <= 0.02 && behind.1 <= 0.02,
        "{traditional:?} in Traditional Chinese, {simplified:?} in Simplified"
    );
}

#[test]
fn an_entry_is_known_by_enough_phrasings() {
    let (_, knowledge_base) = bundled();
    let poor: Vec<String> = knowledge_base
        .entries
        .iter()
        .filter_map(|entry| {
            let mut keys: Vec<String> = entry.phrasings().map(|text| match_key(text)).collect();
            keys.sort();
            keys.dedup();
            (keys.len() < FEWEST_PHRASINGS).then(|| format!("{}: {}", entry.reference, keys.len()))
        })
        .collect();
    assert!(poor.is_empty(), "{poor:#?}");
}

#[test]
fn every_entry_has_an_id_an_answer_and_real_relations() {
    let (_, knowledge_base) = bundled();
    for entry in &knowledge_base.entries {
        assert!(entry.id.is_some(), "{}", entry.reference);
        assert!(entry.category.is_some(), "{}", entry.reference);
        assert!(!entry.answers.is_empty(), "{}", entry.reference);
        assert!(entry.related.len() <= 5, "{}", entry.reference);
        for related in &entry.related {
            let target = related.target.unwrap_or_else(|| panic!("{}: {}", entry.reference, &*related.text));
            assert_ne!(knowledge_base.entry(target).reference, entry.reference, "related to itself");
        }
    }
}

#[test]
fn no_phrasing_stands_under_two_entries_nor_against_its_own() {
    let (_, knowledge_base) = example();
    let mut owners: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for entry in &knowledge_base.entries {
        let mut keys: Vec<String> = entry.phrasings().map(|text| match_key(text)).collect();
        for counterexample in &entry.counterexamples {
            assert!(!keys.contains(&match_key(counterexample)), "{}: {}", entry.reference, &**counterexample);
        }
        keys.sort();
        keys.dedup();
        for key in keys {
            owners.entry(key).or_default().push(&entry.reference);
        }
    }
    owners.retain(|_, entries| entries.len() > 1);
    assert!(owners.is_empty(), "{owners:#?}");
}

/// A question that is a phrasing tests nothing: no transcript may have leaked into the packs. (What is nearly a
/// phrasing is found by `kbtool dedup --against`.)
#[test]
fn no_question_of_a_transcript_is_a_phrasing() {
    let (_, knowledge_base) = example();
    let mut phrasings: BTreeMap<String, &str> = BTreeMap::new();
    for entry in &knowledge_base.entries {
        for text in entry.phrasings().chain(&entry.counterexamples) {
            phrasings.insert(match_key(text), &entry.reference);
        }
    }
    let leaked: Vec<String> = pack_tests(&bundled().1)
        .into_iter()
        .chain(std::iter::once("examples/transcripts.csv".to_owned()))
        .flat_map(|path| rows(&path).into_iter().map(move |row| (path.clone(), row)))
        .filter_map(|(path, row)| {
            let entry = phrasings.get(&match_key(&row.question))?;
            Some(format!("{path}:{}: {} is a text of {entry}", row.line, row.question))
        })
        .collect();
    assert!(leaked.is_empty(), "{leaked:#?}");
}

#[test]
fn no_question_of_a_transcript_comes_twice() {
    let tests = pack_tests(&bundled().1);
    for path in tests.iter().map(String::as_str).chain(std::iter::once("examples/transcripts.csv")) {
        let mut seen: BTreeMap<String, u64> = BTreeMap::new();
        for row in rows(path) {
            if let Some(first) = seen.insert(row.question.trim().to_owned(), row.line) {
                panic!("{path}: lines {first} and {}: {}", row.line, row.question);
            }
        }
    }
}

/// Every entry is asked for, often enough; every pack is asked what it has no answer to; labels are references.
#[test]
fn every_pack_is_tested_in_full() {
    let (_, knowledge_base) = bundled();
    let lookup = Lookup::new(&knowledge_base);
    for (number, pack) in (0..).map(PackIndex).zip(&knowledge_base.packs) {
        let (mut asked, mut nothing): (BTreeMap<EntryIndex, usize>, usize) = (BTreeMap::new(), 0);
        for row in rows(&test_of(&pack.id)) {
            assert_eq!(row.pack.as_deref(), Some(&*pack.id), "line {}", row.line);
            match &row.expected {
                None => nothing += 1,
                Some(label) => {
                    let entry = lookup.reference(label).unwrap_or_else(|| panic!("{label}"));
                    *asked.entry(entry).or_default() += 1;
                }
            }
        }
        assert!(nothing >= FEWEST_OF_NOTHING, "{}: {nothing} questions expect nothing", pack.id);
        for (index, entry) in knowledge_base.indexed().filter(|(_, entry)| entry.pack == number) {
            let questions = asked.remove(&index).unwrap_or(0);
            assert!(questions >= FEWEST_QUESTIONS, "{}: {questions} questions", entry.reference);
        }
        assert!(asked.is_empty(), "{}: its test asks for entries of other packs", pack.id);
    }
}

/// Health and money: what is said stays inside what a shop may say.
#[test]
fn answers_about_health_and_money_keep_their_bounds() {
    let (_, knowledge_base) = bundled();
    let answers = |reference: &str| -> String {
        let entry = knowledge_base.entries.iter().find(|entry| &*entry.reference == reference);
        entry.expect(reference).answers.iter().map(|answer| answer.text.to_string()).collect()
    };
    for reference in ["medical/symptom-ask", "medical/medicine-ask", "medical/report-explain"] {
        assert!(answers(reference).contains("不能替代医生"), "{reference}");
    }
    for reference in ["food/food-diabetes", "mother-baby/diaper-rash", "beauty/allergy"] {
        assert!(answers(reference).contains("医"), "{reference}");
    }
    for word in ["保本", "稳赚", "无风险", "零风险", "百分百", "100%有效", "国家级"] {
        for entry in &knowledge_base.entries {
            for answer in &entry.answers {
                let promised = answer.text.match_indices(word).any(|(at, _)| {
                    let before: Vec<char> = answer.text[..at].chars().rev().take(6).collect();
                    !before.iter().any(|c| ['不', '没', '非', '勿', '别'].contains(c))
                });
                assert!(!promised, "{}: {word}", entry.reference);
            }
        }
    }
}

/// Labels name one entry, or something that is openly not covered; nothing is ambiguous.
#[test]
fn the_transcript_asks_for_most_of_what_is_served() {
    let (config, knowledge_base) = example();
    let lookup = Lookup::new(&knowledge_base);
    let options =
        ViewOptions { shop: config.shop.as_deref(), as_of: date(2026, 11, 5), channel: None, mode: None };
    let view = View::new(&knowledge_base, options).expect("the shop's view");
    let mut asked = std::collections::BTreeSet::new();
    let (mut covered, mut open, mut nothing) = (0, 0, 0);
    for row in rows("examples/transcripts.csv") {
        match row.expected.as_deref().map(|label| lookup.find(&knowledge_base, label, row.pack.as_deref())) {
            Some(Found::One(entry)) => {
                asked.insert(entry);
                if view.state(entry) == State::Answered { covered += 1 } else { open += 1 }
            }
            Some(Found::Nothing) => open += 1,
            Some(Found::Several(entries)) => panic!("line {}: {entries:?}", row.line),
            None => nothing += 1,
        }
    }
    assert!(covered > 200 && open > 5 && nothing > 30, "{covered}, {open}, {nothing}");
    let live = view.live().count();
    assert!(asked.len() * 10 >= live * 9, "{} of {live} live entries are asked for", asked.len());
}

#[test]
fn the_files_are_as_people_write_them() {
    let (_, knowledge_base) = example();
    let mut wrong: Vec<(PathBuf, &str)> = Vec::new();
    for (_, file) in knowledge_base.files.iter() {
        let (path, text) = (file.path().to_owned(), file.text());
        if text.contains('\r') || text.contains('\t') || file.has_byte_order_mark() {
            wrong.push((path.clone(), "line ends, tabs or a byte order mark"));
        }
        if !text.ends_with('\n') || text.ends_with("\n\n") {
            wrong.push((path.clone(), "one line end at the end"));
        }
        if text.lines().any(|line| line.ends_with(' ')) {
            wrong.push((path, "space at the end of a line"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
