//! A small knowledge base for the tests of engines that are told labels.

use std::path::PathBuf;

use jiff::civil::date;

use crate::model::{KnowledgeBase, Lookup, View, ViewOptions};

/// Entries by number: 0 common/ship, 1 common/size (retired), 2 common/care, 3 shoes/size, 4 shoes/care.
const FILES: &[(&str, &str)] = &[
    (
        "common/1.yaml",
        "- {id: ship, question: 什么时候发货, answer: 好}\n- {id: size, question: 尺码, status: retired}\n\
         - {id: care, question: 怎么洗, answer: 好}\n",
    ),
    (
        "shoes/1.yaml",
        "- {id: size, question: 鞋码怎么选, answer: 好}\n- {id: care, question: 鞋怎么洗, answer: 好}\n",
    ),
];

/// Call `act` with a view and a lookup over [`FILES`].
pub(super) fn with_view<T>(act: impl FnOnce(&View<'_>, &Lookup) -> T) -> T {
    let texts = FILES.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned()));
    let loaded = KnowledgeBase::from_texts(texts);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let options = ViewOptions { shop: None, as_of: date(2026, 11, 5), channel: None, mode: None };
    let view = View::new(&loaded.knowledge_base, options).expect("view");
    act(&view, &Lookup::new(&loaded.knowledge_base))
}
