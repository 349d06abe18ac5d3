//! A line a finding, as compilers write them: editors and `grep` know what to do with it.
//!
//! The severity keeps its English name in every language, as the patterns that read such lines want it.

use super::super::parts::joined;
use super::super::words::plain;
use super::columns::{self, Unit};
use super::{LintReport, RenderOptions};
use crate::diagnostic::{Diagnostic, Language};

/// `path:line:column: KB302 error: message`, column in characters; nothing for a clean run.
pub(super) fn render(report: &LintReport<'_>, options: RenderOptions) -> String {
    joined(&report.in_order(), |findings| {
        findings.iter().map(|finding| line(report, finding, options.language) + "\n").collect()
    })
}

/// The line of one finding without its end.
pub(super) fn line(report: &LintReport<'_>, finding: &Diagnostic, language: Language) -> String {
    let start = columns::range(report.files, finding.location, Unit::Characters).start;
    format!(
        "{}:{}:{}: {} {}: {}",
        plain(&report.path(finding)),
        start.line,
        start.column,
        finding.code,
        finding.severity.name(),
        plain(finding.message.in_language(language))
    )
}
