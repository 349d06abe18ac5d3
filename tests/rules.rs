//! The pages in `docs/rules` are what the rules' own files say. After a change that is meant:
//! `RENEW=1 cargo test --test rules`, and read the difference.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kbtool::report::rule_documentation;
use kbtool::source::write_atomically;

/// The Markdown below `folder`, by path.
fn present(folder: &Path, found: &mut BTreeMap<PathBuf, String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("an entry of docs/rules").path();
        if path.is_dir() {
            present(&path, found);
        } else {
            let text =
                std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            // Git may have given the file the line ends of this system.
            found.insert(path, text.replace("\r\n", "\n"));
        }
    }
}

#[test]
fn the_pages_are_those_of_the_rules() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    let wanted: BTreeMap<PathBuf, String> =
        rule_documentation().into_iter().map(|(path, text)| (folder.join(path), text)).collect();
    let mut there = BTreeMap::new();
    present(&folder, &mut there);
    if std::env::var_os("RENEW").is_some() {
        for path in there.keys().filter(|path| !wanted.contains_key(*path)) {
            std::fs::remove_file(path).expect("a stale page goes");
        }
        for (path, text) in wanted.iter().filter(|(path, text)| there.get(*path) != Some(*text)) {
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
            write_atomically(path, text.as_bytes()).expect("written");
        }
        return;
    }
    let differ: Vec<&PathBuf> =
        wanted.keys().chain(there.keys()).filter(|path| wanted.get(*path) != there.get(*path)).collect();
    assert!(differ.is_empty(), "stale, renew with RENEW=1 cargo test --test rules: {differ:?}");
}

#[test]
fn links_between_the_pages_lead_somewhere() {
    let pages: BTreeMap<String, String> = rule_documentation().into_iter().collect();
    for (path, text) in &pages {
        let folder = if path.starts_with("zh-CN/") { "zh-CN/" } else { "" };
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let page = std::path::Path::new(target).extension().is_some_and(|extension| extension == "md");
            if !page || target.contains("//") {
                continue;
            }
            let target = format!("{folder}{target}").replace("zh-CN/../", "");
            assert!(pages.contains_key(&target), "{path} links to {target}");
        }
    }
}
