//! The registry tests itself, and the pages' examples are run.

use std::collections::BTreeSet;

use super::testing::Case;
use super::{Check, Example, Needs, Page, RULES, Rule};
use crate::diagnostic::Language;
use crate::report::{RenderOptions, render_diagnostics};

fn case(rule: &Rule, example: &Example) -> Case {
    Case {
        files: example.bytes(),
        config: example.config.clone(),
        transcripts: example.transcripts.clone(),
        // What comments and settings did shows only when the others look.
        select: match rule.check {
            Check::Afterwards => Vec::new(),
            _ => vec![rule.code.to_owned()],
        },
        deep: rule.needs == Needs::Deep,
    }
}

#[test]
fn codes_and_names_are_in_order_and_unique() {
    assert!(RULES.is_sorted_by(|one, other| one.code < other.code), "codes ascend");
    let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), RULES.len(), "names are unique");
    for rule in RULES {
        assert!(rule.code.len() == 5 && rule.code.starts_with("KB"), "{}", rule.code);
        assert!(rule.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", rule.name);
    }
}

#[test]
fn each_rule_has_a_file_of_its_name() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint/rules");
    let mut files: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder of rules")
        .map(|file| file.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| path.file_stem().expect("a name").to_string_lossy().replace('_', "-"))
        .collect();
    assert!(files.remove("mod"));
    let names: BTreeSet<String> = RULES.iter().map(|rule| rule.name.to_owned()).collect();
    assert_eq!(names, files);
}

#[test]
fn each_page_is_whole_in_both_languages() {
    for rule in RULES {
        let code = rule.code;
        let first = rule.source.lines().next().unwrap_or_default();
        assert_eq!(first, format!("//! # {code} {}", rule.name), "the first line of the file");
        let page = Page::of(rule);
        assert!(page.chinese_title.chars().any(crate::text::is_han), "{code}: {}", page.chinese_title);
        for (language, sections) in [
            (Language::English, ["## What it does", "## Why it matters", "## Example", "## Fix"].as_slice()),
            (Language::Chinese, ["## 检查什么", "## 为什么重要", "## 修复"].as_slice()),
        ] {
            assert!(!page.summary(language).is_empty(), "{code} has a summary");
            for section in sections {
                assert!(page.text(language).contains(section), "{code} has no {section}");
            }
        }
        assert!(page.text(Language::Chinese).chars().any(crate::text::is_han), "{code}");
        for good in [true, false] {
            assert!(page.examples.iter().any(|example| example.fails == good), "{code}: fail and pass");
        }
    }
}

#[test]
fn each_setting_belongs_to_a_rule_and_is_on_its_page() {
    let settings = toml::Table::try_from(super::Settings::default()).expect("settings");
    for (name, table) in settings {
        let rule = RULES.iter().find(|rule| rule.name == name).unwrap_or_else(|| panic!("no rule {name}"));
        let page = Page::of(rule);
        for key in table.as_table().expect("a table").keys() {
            for language in [Language::English, Language::Chinese] {
                let named = page.text(language).contains(&format!("`{key}`"));
                assert!(named, "{}: the page says nothing of `{key}`", rule.code);
            }
        }
    }
}

#[test]
fn examples_fail_and_pass_as_they_say() {
    for rule in RULES {
        for example in Page::of(rule).examples {
            let (linted, _) = case(rule, &example).lint();
            let found = linted.findings.iter().any(|finding| finding.code == rule.code);
            assert_eq!(found, example.fails, "{}: {example:?}\n{:?}", rule.code, linted.findings);
        }
    }
}

#[test]
fn examples_look_like_this() {
    for rule in RULES {
        let mut shown = String::new();
        for example in Page::of(rule).examples.iter().filter(|example| example.fails) {
            let (mut linted, knowledge_base) = case(rule, example).lint();
            linted.findings.retain(|finding| finding.code == rule.code);
            for language in [Language::English, Language::Chinese] {
                let options = RenderOptions { language, width: None, colour: false };
                shown += &render_diagnostics(&linted.findings, &knowledge_base.files, options);
            }
        }
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("{}-{}", rule.code, rule.name), shown);
        });
    }
}

#[test]
fn messages_are_written_alike() {
    for rule in RULES {
        for example in Page::of(rule).examples {
            for finding in case(rule, &example).lint().0.findings {
                let (english, chinese) = (&finding.message.english, &finding.message.chinese);
                let first = english.chars().next().expect("a message");
                assert!(!first.is_uppercase(), "{}: begins with a small letter: {english}", rule.code);
                assert!(!english.ends_with('.') && !chinese.ends_with('。'), "{}: no full stop", rule.code);
                assert!(chinese.chars().any(crate::text::is_han), "{}: {chinese}", rule.code);
                assert!(!english.chars().next_back().is_some_and(char::is_whitespace), "{english}");
            }
        }
    }
}

#[test]
fn fixes_remove_their_findings_and_add_none() {
    for rule in RULES {
        for example in Page::of(rule).examples.iter().filter(|example| example.fails) {
            let one = case(rule, example);
            let (before, _) = one.lint();
            let fixable = before.findings.iter().filter(|finding| finding.fix.is_some()).count();
            let promised = rule.fixes != super::Fixes::None;
            assert!(promised || fixable == 0, "{}: says it has no fixes", rule.code);
            let (files, left) = one.fix();
            assert!(left.findings.iter().all(|finding| finding.fix.is_none()), "{}: {left:?}", rule.code);
            // Whatever else can be found in these files must not become more.
            let all = |files: &[(std::path::PathBuf, Vec<u8>)]| {
                let everything = Case { files: files.to_vec(), select: Vec::new(), ..case(rule, example) };
                everything.lint().0.findings.len()
            };
            assert!(all(&files) <= all(&one.files), "{}: the fix adds a finding", rule.code);
            if fixable > 0 {
                assert!(left.findings.len() < before.findings.len(), "{}: nothing was removed", rule.code);
            }
        }
    }
}
