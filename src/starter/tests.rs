use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::config::Config;
use crate::diagnostic::Language::{Chinese, English};
use crate::install::{PackFiles, Releases};
use crate::model::{KnowledgeBase, View, ViewOptions};

fn options<'r>(language: Language, pack: &str, shop: &str) -> StarterOptions<'r> {
    StarterOptions {
        language,
        pack: PackName::new(pack).expect("a name"),
        shop: ShopName::new(shop).expect("a name"),
        packs: Vec::new(),
        build_server: None,
    }
}

/// Load what was made, as `kbtool.toml` puts it together.
fn load(files: &[(PathBuf, String)]) -> KnowledgeBase {
    let (path, settings) = &files[0];
    let config = Config::parse(path, settings).expect("settings");
    assert!(!config.gates.overall.limits.is_empty());
    let is_of = |path: &PathBuf| {
        let is_yaml = path.extension().is_some_and(|extension| extension == "yaml");
        is_yaml && config.kb.iter().any(|root| path.starts_with(root))
    };
    let texts: Vec<_> = files.iter().filter(|(path, _)| is_of(path)).cloned().collect();
    let loaded = KnowledgeBase::from_texts(texts);
    assert!(loaded.problems.is_empty(), "{:#?}", loaded.problems);
    loaded.knowledge_base
}

#[test]
fn what_is_made_loads_and_is_served() {
    let releases = Releases::bundled();
    let some = |ids: &[&str]| releases.with_extended(ids.iter().copied()).expect("packs");
    for language in [English, Chinese] {
        for packs in [Vec::new(), some(&["apparel"]), some(&["common"])] {
            for name in ["faq", "售后", "2026_x"] {
                let options =
                    StarterOptions { packs: packs.clone(), ..options(language, name, "青禾: 女装 #1") };
                let knowledge_base = load(&files(&options).expect("files"));
                let view =
                    ViewOptions { shop: Some(SHOP_ID), as_of: date(2026, 11, 5), channel: None, mode: None };
                let view = View::new(&knowledge_base, view).expect("a view");
                let live = view.live().count();
                assert_eq!(live, knowledge_base.entries.len());
                // Some of the packs' questions are for the shop alone to answer.
                let own = view.live().filter(|live| live.entry.reference.starts_with(&format!("{name}/")));
                let answered: Vec<bool> = own.map(|live| live.answered).collect();
                assert_eq!(answered, [true; 3]);
                assert!(packs.is_empty() || live > 30);
                let shop = knowledge_base.shops[0].name.as_ref().expect("a name");
                assert_eq!(&*shop.value, "青禾: 女装 #1");
            }
        }
    }
}

#[test]
fn both_languages_have_the_same_files_and_nothing_is_left_to_fill_in() {
    for build_server in [BuildServer::GitHub, BuildServer::GitLab] {
        let made = |language| {
            let options =
                StarterOptions { build_server: Some(build_server), ..options(language, "faq", "x") };
            files(&options).expect("files")
        };
        let (english, chinese) = (made(English), made(Chinese));
        let paths =
            |files: &[(PathBuf, String)]| files.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
        assert_eq!(paths(&english), paths(&chinese));
        for (path, text) in english.iter().chain(&chinese) {
            assert!(!text.contains("{{pack") && !text.contains("{{s"), "{}", path.display());
            assert!(text.ends_with('\n') && !text.contains('\r'), "{}", path.display());
        }
    }
}

/// Only the pack `common` is had without being named.
#[test]
fn a_common_pack_in_another_language_is_subscribed_to() {
    let pack = |id: &str, question: &str| PackFiles {
        id: id.to_owned(),
        files: vec![
            ("pack.yaml".to_owned(), format!("id: {id}\nname: Common\nversion: 1.0.0\n")),
            ("entries.yaml".to_owned(), format!("- {{id: a, question: {question}, answer: b}}\n")),
        ],
    };
    let releases = Releases::of([pack("common-en", "when do you ship"), pack("common", "何时发货")]);
    for (ids, live) in [(&["common-en"][..], 4), (&["common", "common-en"], 5)] {
        let packs = releases.with_extended(ids.iter().copied()).expect("packs");
        let options = StarterOptions { packs, ..options(English, "faq", "x") };
        let knowledge_base = load(&files(&options).expect("files"));
        let view = ViewOptions { shop: Some(SHOP_ID), as_of: date(2026, 11, 5), channel: None, mode: None };
        assert_eq!(View::new(&knowledge_base, view).expect("a view").live().count(), live);
    }
}

/// The comments of the samples name schemas by a path relative to the file.
#[test]
fn editors_find_the_schemas() {
    let files = files(&options(English, "faq", "x")).expect("files");
    let mut found = 0;
    for (path, text) in &files {
        let Some(schema) = text.strip_prefix("# yaml-language-server: $schema=") else { continue };
        let mut target = path.parent().expect("a folder").to_owned();
        for part in schema.lines().next().expect("a line").split('/') {
            if part == ".." { assert!(target.pop()) } else { target.push(part) }
        }
        assert!(files.iter().any(|(path, _)| *path == target), "{}", target.display());
        found += 1;
    }
    assert_eq!(found, 3);
}

#[test]
fn names_that_are_taken_or_no_names_are_refused() {
    let releases = Releases::bundled();
    let packs = releases.with_extended(["common"]).expect("a pack");
    let taken = StarterOptions { packs, ..options(English, "common", "x") };
    for options in [taken, options(Chinese, SHOP_ID, "x")] {
        assert!(matches!(files(&options), Err(NameError::Taken { .. })));
    }
    for name in
        ["", " ", ".", "..", "../x", "a/b", "a b", "-x", "_x", "a:b", "{{shop}}", "null", "a\nb", "😀"]
    {
        let error = PackName::new(name).expect_err(name);
        assert!(error.in_language(Chinese).contains("行业包名"), "{error}");
    }
    for name in ["", " \t", "a\nb", "a\u{7}"] {
        assert_eq!(ShopName::new(name), Err(NameError::NotALine), "{name:?}");
    }
}

proptest! {
    #[test]
    fn a_shop_may_be_called_anything(name in "[ -~甲😀：“”é]{1,20}") {
        prop_assume!(!name.trim().is_empty());
        let knowledge_base = load(&files(&options(Chinese, "faq", &name)).expect("files"));
        let shop = knowledge_base.shops[0].name.as_ref().expect("a name");
        prop_assert_eq!(&*shop.value, name.trim());
    }
}
