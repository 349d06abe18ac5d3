//! Findings for whoever sits at a terminal.

use super::super::diagnostics::render_findings;
use super::super::section::Paint;
use super::super::table::painted;
use super::super::words::plain;
use super::{LintReport, RenderOptions, statistics};

/// Each finding with its line and carets, then what it all came to.
pub(super) fn render(report: &LintReport<'_>, options: RenderOptions, with_statistics: bool) -> String {
    let mut text = render_findings(&report.in_order(), report.files, options);
    text += &ending(report, options, with_statistics);
    text
}

/// The statistics if they are wanted, what is no finding but belongs to the result, and the result.
pub(super) fn ending(report: &LintReport<'_>, options: RenderOptions, with_statistics: bool) -> String {
    let mut text = String::new();
    if with_statistics {
        text += &statistics::table(report, options);
    }
    for remark in report.summary.remarks(options.language) {
        text += &plain(&remark);
        text.push('\n');
    }
    let summary = &report.summary;
    let paint = match (summary.findings(), summary.errors) {
        (0, _) => Paint::Good,
        (_, 0) => Paint::Strong,
        _ => Paint::Bad,
    };
    text += &painted(&summary.sentence(options.language), paint, options);
    text.push('\n');
    text
}
