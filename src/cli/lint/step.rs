//! Linting as a step of `kbtool check`: what is loaded already, by the settings of `kbtool.toml` alone.

use anyhow::Result;
use kbtool::dedup::Phrasings;
use kbtool::diagnostic::Diagnostic;
use kbtool::lint::{Changed, LintOptions, Selection, lint};
use kbtool::model::{KnowledgeBase, Loaded};
use kbtool::report::{LintReport, LintSummary};

use super::{Known, config_text, fails, summary};
use crate::cli::context::Context;

/// What linting came to.
pub(crate) struct LintStep {
    pub(crate) findings: Vec<Diagnostic>,
    pub(crate) summary: LintSummary,
    pub(crate) failed: bool,
}

impl LintStep {
    pub(crate) fn report<'r>(&'r self, knowledge_base: &'r KnowledgeBase) -> LintReport<'r> {
        LintReport { findings: &self.findings, files: &knowledge_base.files, summary: self.summary.clone() }
    }
}

/// Lint `loaded`, which has these phrasings; with `changed` only what concerns that counts. The configuration
/// joins the files of `loaded`.
pub(crate) fn step(
    context: &Context,
    loaded: &mut Loaded,
    phrasings: &Phrasings,
    changed: Option<&Changed>,
) -> Result<LintStep> {
    let config_text = config_text(context)?;
    let baseline = Known::new(context, None, false)?;
    let whole = changed.is_none() && context.global.kb.is_empty();
    let options = LintOptions {
        config: &context.config.lint,
        config_path: context.config.path.as_deref(),
        config_text: config_text.as_deref(),
        selection: &Selection::default(),
        as_of: context.as_of,
        deep: false,
        test_questions: None,
        phrasings: Some(phrasings),
        whole,
    };
    let mut linted = lint(loaded, &options)?;
    if let Some(changed) = changed {
        linted.findings.retain(|finding| changed.concerns(finding));
    }
    let files = &loaded.knowledge_base.files;
    let excused = match &baseline.recorded {
        Some(recorded) => recorded.excuse(&mut linted.findings, files),
        None => (0, Vec::new()),
    };
    let failed = fails(&linted.findings, context.config.lint.fail_on);
    let summary = summary(&linted, &loaded.knowledge_base, excused, whole);
    Ok(LintStep { findings: linted.findings, summary, failed })
}
