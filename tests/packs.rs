//! The knowledge base that ships: all of it in the binary, sound by itself, and measured on questions it has
//! not learned.
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
use kbtool::model::{Entry, Found, KnowledgeBase, LoadOptions, Lookup, State, View, ViewOptions};
use kbtool::report::{RenderOptions, render_diagnostics};
use kbtool::source::table::TableOptions;
use kbtool::text::match_key;

/// A pack is to know an entry by so many phrasings at least.
const FEWEST_PHRASINGS: usize = 8;

/// The packs and the example shop, as `kbtool.toml` puts them together; without any fault.
fn bundled() -> (Config, KnowledgeBase) {
    let config = Config::read(&package().join("kbtool.toml")).expect("kbtool.toml");
    let loaded = KnowledgeBase::load(&config.kb, LoadOptions::default());
    let options = RenderOptions { language: Language::English, width: None, colour: false };
    let shown = render_diagnostics(&loaded.problems, &loaded.knowledge_base.files, options);
    assert!(loaded.problems.is_empty(), "{shown}");
    (config, loaded.knowledge_base)
}

/// The entries of the packs, without the shop's own.
fn of_packs(knowledge_base: &KnowledgeBase) -> impl Iterator<Item = &Entry> {
    knowledge_base.entries.iter().filter(|entry| {
        let pack = &knowledge_base.pack(entry.pack).id;
        knowledge_base.shops.iter().all(|shop| shop.id.value != *pack)
    })
}

fn rows() -> Vec<Row> {
    let path = package().join("examples/transcripts.csv");
    let mapping = ColumnMapping::default();
    let mut transcripts =
        Transcripts::open(&path, &TableOptions::default(), &mapping, Need::Expected).expect("transcripts");
    let (mut rows, mut skipped) = (Vec::new(), Vec::new());
    assert!(transcripts.next_batch(1_000_000, &mut rows, &mut skipped).expect("rows"));
    assert!(skipped.is_empty(), "{skipped:?}");
    assert!(transcripts.notes().is_empty(), "{:?}", transcripts.notes());
    rows
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
fn the_configuration_names_what_there_is() {
    let (config, knowledge_base) = bundled();
    let shop = config.shop.expect("a shop");
    assert!(knowledge_base.shops.iter().any(|found| *found.id == *shop));
    assert!(knowledge_base.common_pack().is_some());
    let view = View::new(
        &knowledge_base,
        ViewOptions { shop: Some(&shop), as_of: date(2026, 11, 5), channel: None, mode: None },
    )
    .expect("the shop's view");
    assert!(view.live().filter(|live| live.answered).count() > 50);
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
fn every_pack_meets_its_gates() {
    let arguments =
        ["eval", "examples/transcripts.csv", "--as-of", "2026-11-05", "--jobs", "2", "-o", "json"];
    let (code, out, error) = run(kbtool(&package()).args(arguments));
    let report: serde_json::Value = serde_json::from_str(&out).expect(&error);
    let gates = report["gates"].as_array().expect("a list");
    let (_, knowledge_base) = bundled();
    let wanted: usize = knowledge_base.packs.iter().map(|pack| pack.gates.limits.len()).sum();
    assert!(gates.len() >= wanted, "{gates:#?}");
    assert!(gates.iter().all(|gate| gate["verdict"] == "passed"), "{gates:#?}");
    assert_eq!(code, Some(0), "{error}");
}

#[test]
fn an_entry_is_known_by_enough_phrasings() {
    let (_, knowledge_base) = bundled();
    let poor: Vec<String> = of_packs(&knowledge_base)
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
    for entry in of_packs(&knowledge_base) {
        assert!(entry.id.is_some(), "{}", entry.reference);
        assert!(entry.category.is_some(), "{}", entry.reference);
        assert!(entry.related.len() <= 5, "{}", entry.reference);
        for related in &entry.related {
            let target = related.target.unwrap_or_else(|| panic!("{}: {}", entry.reference, &*related.text));
            assert_ne!(knowledge_base.entry(target).reference, entry.reference, "related to itself");
        }
    }
}

#[test]
fn no_phrasing_stands_under_two_entries_nor_against_its_own() {
    let (_, knowledge_base) = bundled();
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

/// A question that is a phrasing tests nothing: the transcript must not have leaked into the packs.
#[test]
fn no_question_of_the_transcript_is_a_phrasing() {
    let (_, knowledge_base) = bundled();
    let mut phrasings: BTreeMap<String, &str> = BTreeMap::new();
    for entry in &knowledge_base.entries {
        for text in entry.phrasings().chain(&entry.counterexamples) {
            phrasings.insert(match_key(text), &entry.reference);
        }
    }
    let leaked: Vec<String> = rows()
        .iter()
        .filter_map(|row| {
            let entry = phrasings.get(&match_key(&row.question))?;
            Some(format!("line {}: {} is a text of {entry}", row.line, row.question))
        })
        .collect();
    assert!(leaked.is_empty(), "{leaked:#?}");
}

#[test]
fn no_question_of_the_transcript_comes_twice() {
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for row in rows() {
        if let Some(first) = seen.insert(match_key(&row.question), row.line) {
            panic!("lines {first} and {}: {}", row.line, row.question);
        }
    }
}

/// Labels name one entry, or something that is openly not covered; nothing is ambiguous.
#[test]
fn the_transcript_asks_for_most_of_what_is_served() {
    let (config, knowledge_base) = bundled();
    let lookup = Lookup::new(&knowledge_base);
    let options =
        ViewOptions { shop: config.shop.as_deref(), as_of: date(2026, 11, 5), channel: None, mode: None };
    let view = View::new(&knowledge_base, options).expect("the shop's view");
    let mut asked = std::collections::BTreeSet::new();
    let (mut covered, mut open, mut nothing) = (0, 0, 0);
    for row in rows() {
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
    let (_, knowledge_base) = bundled();
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
