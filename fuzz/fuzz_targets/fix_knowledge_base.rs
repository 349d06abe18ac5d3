//! Whatever the bytes: fixing ends, never breaks a file, and leaves nothing that it could have mended.

#![no_main]

use kbtool::config::LintConfig;
use kbtool::lint::{FixOptions, LintOptions, Selection, fix};
use kbtool::model::{KnowledgeBase, Overlay};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let path = std::path::PathBuf::from("demo/faq.yaml");
    let (config, selection) = (LintConfig::default(), Selection::default());
    let options = LintOptions {
        config: &config,
        config_path: None,
        config_text: None,
        selection: &selection,
        as_of: jiff::civil::date(2026, 11, 5),
        deep: false,
        test_questions: None,
        phrasings: None,
        whole: true,
    };
    let run = |bytes: &[u8]| {
        let load = |overlay: &Overlay| {
            let bytes = overlay.get(&path).map_or(bytes, Vec::as_slice);
            KnowledgeBase::from_bytes([(path.clone(), bytes.to_vec())])
        };
        fix(&load, &|_, _| (), &options, FixOptions { include_unsafe: true }).expect("the options are right")
    };
    let faults = |bytes: &[u8]| KnowledgeBase::from_bytes([(path.clone(), bytes.to_vec())]).problems.len();
    let fixed = run(data);
    if let Some(bytes) = fixed.files.get(&path) {
        assert!(faults(bytes) <= faults(data), "a fix broke the file");
        assert!(run(bytes).files.is_empty(), "a second run has something left to mend");
    }
});
