//! Running the examples of the rules' pages.

use std::path::Path;

use jiff::civil::{Date, date};
use serde::Deserialize;

use super::{Check, Example, LintError, LintOptions, Linted, Needs, Rule, Selection, TestQuestion, lint};
use crate::config::LintConfig;
use crate::model::KnowledgeBase;

/// The day on which examples are judged, so that their findings are the same tomorrow.
pub const EXAMPLE_DAY: Date = date(2026, 11, 5);

/// An example that cannot be run.
#[derive(Debug, thiserror::Error)]
pub enum ExampleError {
    /// Its settings are no `[lint]`.
    #[error("the settings of the example: {0}")]
    Settings(#[from] toml::de::Error),
    /// Its settings name what does not exist.
    #[error(transparent)]
    Lint(#[from] LintError),
}

/// What `rule` finds in one of its examples, and the files its findings point into.
///
/// # Errors
/// The example's settings are wrong.
pub fn lint_example(rule: &Rule, example: &Example) -> Result<(Linted, KnowledgeBase), ExampleError> {
    let mut loaded = KnowledgeBase::from_bytes(example.bytes());
    let text = example.config.as_deref();
    let config = LintConfig::deserialize(toml::Deserializer::parse(text.unwrap_or_default())?)?;
    let questions = example.transcripts.as_deref().map(test_questions);
    // What comments and settings did shows only when the others look.
    let alone = !matches!(rule.check, Check::Afterwards);
    let select = alone.then(|| rule.code.to_owned()).into_iter().collect();
    let options = LintOptions {
        config: &config,
        config_path: text.map(|_| Path::new("kbtool.toml")),
        config_text: text,
        selection: &Selection { select, ignore: Vec::new() },
        as_of: EXAMPLE_DAY,
        deep: rule.needs == Needs::Deep,
        test_questions: questions.as_deref(),
        phrasings: None,
        whole: true,
    };
    let mut linted = lint(&mut loaded, &options)?;
    linted.findings.retain(|finding| finding.code == rule.code);
    Ok((linted, loaded.knowledge_base))
}

/// The rows `question,expected,pack` of an example, below their header. Examples have no quotes.
pub(super) fn test_questions(csv: &str) -> Vec<TestQuestion> {
    let filled = |field: &str| (!field.is_empty()).then(|| field.to_owned());
    (2..)
        .zip(csv.lines().skip(1))
        .map(|(line, row)| {
            let mut fields = row.split(',');
            let mut next = || fields.next().unwrap_or_default();
            TestQuestion {
                text: next().to_owned(),
                expected: filled(next()),
                pack: filled(next()),
                place: format!("transcripts.csv:{line}"),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{Page, RULES};

    #[test]
    fn each_example_gives_what_it_says() {
        for rule in RULES {
            for example in Page::of(rule).examples {
                let (linted, _) = lint_example(rule, &example).expect("an example that runs");
                assert_eq!(!linted.findings.is_empty(), example.fails, "{}: {example:?}", rule.code);
            }
        }
    }

    #[test]
    fn wrong_settings_are_an_error() {
        let example = Example { config: Some("selec = []".to_owned()), ..Example::default() };
        assert!(matches!(lint_example(RULES[0], &example), Err(ExampleError::Settings(_))));
    }
}
