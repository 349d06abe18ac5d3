mod examples;
mod file;
mod proposals;
mod random;
mod refusals;

use std::path::PathBuf;

use super::*;
use crate::model::{KnowledgeBase, Lookup};

/// A knowledge base without faults.
fn base(files: &[(&str, &str)]) -> KnowledgeBase {
    let files = files.iter().map(|(path, text)| (PathBuf::from(path), (*text).as_bytes().to_vec()));
    let loaded = KnowledgeBase::from_bytes(files);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.knowledge_base
}

fn to(target: &str) -> Action {
    Action::Move { to: target.to_owned() }
}

fn into(target: &str) -> Action {
    Action::Merge { into: target.to_owned() }
}

/// A plan with one decided group: entry, number of the phrasing, action.
fn plan(knowledge_base: &KnowledgeBase, actions: &[(&str, u32, Action)]) -> Plan {
    let lookup = Lookup::new(knowledge_base);
    let phrasing = |(name, number, action): &(&str, u32, Action)| {
        let entry = knowledge_base.entry(lookup.reference(name).expect("an entry"));
        PlannedPhrasing {
            text: entry.phrasings().nth(*number as usize).expect("a phrasing").to_string(),
            entry: (*name).to_owned(),
            number: *number,
            place: String::new(),
            why: String::new(),
            answer: String::new(),
            action: action.clone(),
        }
    };
    Plan {
        schema: SCHEMA.to_owned(),
        files: knowledge_base.files.iter().map(|(_, file)| PlannedFile::of(file)).collect(),
        groups: vec![PlannedGroup {
            harm: Harm::Merge,
            decided: true,
            phrasings: actions.iter().map(phrasing).collect(),
        }],
    }
}

/// The files of `knowledge_base` after `applied`.
fn after(knowledge_base: &KnowledgeBase, applied: &Applied) -> Vec<(PathBuf, Vec<u8>)> {
    let files = knowledge_base.files.iter().map(|(_, file)| {
        let mark = if file.has_byte_order_mark() { "\u{FEFF}" } else { "" };
        let before = [mark, file.text()].concat().into_bytes();
        let now = applied.files.get(file.path()).cloned().unwrap_or(before);
        (file.path().to_owned(), now)
    });
    files.collect()
}

/// The texts of `files` after the actions; what comes out must load without faults.
fn carried_out(files: &[(&str, &str)], actions: &[(&str, u32, Action)]) -> Vec<String> {
    let knowledge_base = base(files);
    let applied = match plan(&knowledge_base, actions).apply(&knowledge_base) {
        Ok(applied) => applied,
        Err(error) => panic!("{error}"),
    };
    let files = after(&knowledge_base, &applied);
    let loaded = KnowledgeBase::from_bytes(files.clone());
    let texts: Vec<String> =
        files.into_iter().map(|(_, bytes)| String::from_utf8(bytes).expect("a text")).collect();
    assert!(loaded.problems.is_empty(), "{:?} in {texts:#?}", loaded.problems);
    texts
}
