//! Any text as a plan for duplicates: reading never panics, a plan that can be read is the same once written and
//! read again, and what it makes of a knowledge base still loads.
#![no_main]

use std::path::Path;

use kbtool::dedup::plan::Plan;
use kbtool::diagnostic::Language;
use kbtool::model::KnowledgeBase;
use libfuzzer_sys::fuzz_target;

const FILE: &str = "- id: a\n  question: 怎么退款 # 常问\n  variants: [退款, 請問怎麼退款]\n  answer: 甲\n- id: b\n  question: 怎么退货\n  variants:\n    - 退货 # 也有\n    - 退款\n  answer: 乙\n  related: [a]\n";

fuzz_target!(|text: &str| {
    let plan = match Plan::from_yaml(Path::new("plan.yaml"), text) {
        Ok(plan) => plan,
        Err(error) => {
            assert!(!error.in_language(Language::Chinese).is_empty());
            return;
        }
    };
    let again = Plan::from_yaml(Path::new("plan.yaml"), &plan.to_yaml(Language::English));
    assert_eq!(again.expect("what was written can be read"), plan);
    let knowledge_base = KnowledgeBase::from_texts([("p/a.yaml".into(), FILE.to_owned())]).knowledge_base;
    match plan.apply(&knowledge_base) {
        Ok(applied) => {
            let texts = applied.files.into_iter().map(|(path, bytes)| {
                (path, String::from_utf8(bytes).expect("a text is written"))
            });
            let loaded = KnowledgeBase::from_texts(texts);
            assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        }
        Err(error) => assert!(!error.in_language(Language::English).is_empty()),
    }
});
