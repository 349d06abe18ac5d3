//! What the tests of rules share: linting a few lines of YAML on a fixed day.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::example::test_questions;
use super::{EXAMPLE_DAY, FixOptions, LintOptions, Linted, Selection, fix, lint};
use crate::config::LintConfig;
use crate::model::{KnowledgeBase, Loaded, Overlay};

/// What to lint and how.
#[derive(Default)]
pub(super) struct Case {
    pub(super) files: Vec<(PathBuf, Vec<u8>)>,
    pub(super) config: Option<String>,
    pub(super) transcripts: Option<String>,
    pub(super) select: Vec<String>,
    pub(super) deep: bool,
}

impl Case {
    /// One file of entries.
    pub(super) fn of(yaml: &str) -> Self {
        Self::files(&[("demo/faq.yaml", yaml)])
    }

    pub(super) fn files(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec()));
        Self { files: files.collect(), ..Self::default() }
    }

    pub(super) fn config(mut self, config: &str) -> Self {
        self.config = Some(config.to_owned());
        self
    }

    pub(super) fn select(mut self, selector: &str) -> Self {
        self.select = vec![selector.to_owned()];
        self
    }

    fn with_options<R>(&self, run: impl FnOnce(&LintOptions<'_>) -> R) -> R {
        let text = self.config.as_deref().unwrap_or_default();
        let config = LintConfig::deserialize(toml::Deserializer::parse(text).expect("TOML")).expect("[lint]");
        let questions = self.transcripts.as_deref().map(test_questions);
        let selection = Selection { select: self.select.clone(), ignore: Vec::new() };
        run(&LintOptions {
            config: &config,
            config_path: self.config.as_ref().map(|_| Path::new("kbtool.toml")),
            config_text: self.config.as_deref(),
            selection: &selection,
            as_of: EXAMPLE_DAY,
            deep: self.deep,
            test_questions: questions.as_deref(),
            phrasings: None,
            whole: true,
        })
    }

    /// Lint; also gives the knowledge base, to which the findings point.
    pub(super) fn lint(&self) -> (Linted, KnowledgeBase) {
        let mut loaded = KnowledgeBase::from_bytes(self.files.clone());
        let linted = self.with_options(|options| lint(&mut loaded, options)).expect("linted");
        (linted, loaded.knowledge_base)
    }

    /// Lint, and show each finding in a line: code, the text it marks, the English message.
    pub(super) fn lines(&self) -> Vec<String> {
        let (linted, knowledge_base) = self.lint();
        linted
            .findings
            .iter()
            .map(|finding| {
                let marked = knowledge_base.files.slice(finding.location);
                format!("{} [{marked}] {}", finding.code, finding.message.english)
            })
            .collect()
    }

    /// Fix what can be fixed, unsafe or not; gives the files and the findings that are left.
    pub(super) fn fix(&self) -> (Vec<(PathBuf, Vec<u8>)>, Linted) {
        let with = |overlay: &Overlay| -> Vec<(PathBuf, Vec<u8>)> {
            let bytes = |(path, bytes): &(PathBuf, Vec<u8>)| {
                (path.clone(), overlay.get(path).unwrap_or(bytes).clone())
            };
            self.files.iter().map(bytes).collect()
        };
        let load = |overlay: &Overlay| -> Loaded { KnowledgeBase::from_bytes(with(overlay)) };
        let fixed = self
            .with_options(|options| fix(&load, &|_, _| (), options, FixOptions { include_unsafe: true }))
            .expect("fixed");
        (with(&fixed.files), fixed.left)
    }

    /// The text of the only file after all fixes.
    pub(super) fn fixed_text(&self) -> String {
        let (files, _) = self.fix();
        String::from_utf8(files[0].1.clone()).expect("UTF-8")
    }
}
