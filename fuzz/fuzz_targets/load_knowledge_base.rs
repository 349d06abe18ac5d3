//! Any bytes as the files of a knowledge base: nothing may panic, and every place that is reported must
//! exist.
//!
//! A line `=== path` begins another file; without one, everything is `kb/x.yaml`.
#![no_main]

use std::path::PathBuf;

use jiff::civil::date;
use kbtool::diagnostic::Language;
use kbtool::matching::TrainingSet;
use kbtool::model::{Entry, Found, KnowledgeBase, Lookup, View, ViewOptions};
use kbtool::report::{RenderOptions, render_diagnostics};
use kbtool::source::decode::decode_utf8_strict;
use kbtool::source::{Files, Location, Span};
use libfuzzer_sys::fuzz_target;

/// Showing a finding costs more than finding it: so many are shown.
const SHOWN: usize = 50;

fuzz_target!(|bytes: &[u8]| {
    let text = match decode_utf8_strict(bytes.to_vec()) {
        Ok(decoded) => decoded.text,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            // Read on: what is no UTF-8 by a few bytes may still be interesting YAML.
            String::from_utf8_lossy(bytes).into_owned()
        }
    };
    let loaded = KnowledgeBase::from_texts(split(&text));
    let knowledge_base = &loaded.knowledge_base;
    for problem in &loaded.problems {
        check(&knowledge_base.files, problem.location);
        for related in &problem.related {
            check(&knowledge_base.files, related.location);
        }
    }
    let shown = &loaded.problems[..loaded.problems.len().min(SHOWN)];
    for language in [Language::English, Language::Chinese] {
        let options = RenderOptions { language, width: None, colour: false };
        let rendered = render_diagnostics(shown, &knowledge_base.files, options);
        assert_eq!(rendered.is_empty(), shown.is_empty());
    }
    let lookup = Lookup::new(knowledge_base);
    for (index, entry) in knowledge_base.indexed() {
        assert_eq!(lookup.reference(&entry.reference), Some(index));
        // A label is trimmed before it is sought, so a reference with space at its edges is not found.
        if entry.reference.trim() == &*entry.reference {
            assert_eq!(lookup.find(knowledge_base, &entry.reference, None), Found::One(index));
        }
        check_entry(&knowledge_base.files, entry);
    }
    let shops = std::iter::once(None).chain(knowledge_base.shops.iter().map(|shop| Some(&*shop.id.value)));
    for shop in shops.take(4) {
        let options = ViewOptions { shop, as_of: date(2026, 11, 5), channel: Some("app"), mode: None };
        let view = View::new(knowledge_base, options).expect("a shop of the knowledge base");
        let live = view.live().count();
        let set = TrainingSet::new(&view);
        assert_eq!(set.classes.len(), live);
        assert!(set.phrasings.iter().all(|&(class, text)| (class as usize) < live && !text.is_empty()));
    }
});

fn split(text: &str) -> Vec<(PathBuf, String)> {
    let mut files = vec![(PathBuf::from("kb/x.yaml"), String::new())];
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("=== ") {
            Some(path) if files.len() < 16 => files.push((PathBuf::from(path.trim()), String::new())),
            _ => files.last_mut().expect("never empty").1.push_str(line),
        }
    }
    files
}

fn check_entry(files: &Files, entry: &Entry) {
    let file = entry.location.file;
    check(files, entry.location);
    let answers = entry.answers.iter().map(|answer| &answer.text);
    let related = entry.related.iter().map(|reference| &reference.text);
    let keywords = entry.keywords.iter().flatten();
    let texts = entry.phrasings().chain(&entry.counterexamples).chain(&entry.tags).chain(&entry.id);
    for text in texts.chain(answers).chain(related).chain(keywords) {
        check(files, Location { file, span: text.span });
    }
}

/// The place lies in its file, on borders of characters, and has a line and a column.
fn check(files: &Files, location: Location) {
    let Span { start, end } = location.span;
    let text = files.get(location.file).text();
    assert!(start <= end && end as usize <= text.len(), "{location:?}");
    assert!(text.is_char_boundary(start as usize) && text.is_char_boundary(end as usize), "{location:?}");
    let (from, to) = files.positions(location);
    assert!(from.line >= 1 && from.column >= 1 && from <= to, "{location:?}");
}
