//! Findings as a comment under a pull request or the summary of a build: the result, then a table for each
//! severity, worst first.

use std::fmt::Write as _;

use super::super::budget::{Budget, MOST};
use super::super::eval_markdown::{escaped, table};
use super::super::words::shorten;
use super::columns::{self, Unit};
use super::{LintReport, statistics};
use crate::diagnostic::{Diagnostic, Language, Safety, Severity};

/// So many findings of a severity stand open; the rest is folded away.
const OPEN: usize = 20;
/// A message is cut to so many columns of a terminal, lest one fills the comment.
const MESSAGE: usize = 400;
/// A path likewise.
const PATH: usize = 200;

/// The report in GitHub's Markdown.
pub(super) fn render(report: &LintReport<'_>, language: Language, with_statistics: bool) -> String {
    let summary = &report.summary;
    let mark = match (summary.errors, summary.findings()) {
        (_, 0) => "✅",
        (0, _) => "⚠️",
        _ => "❌",
    };
    let mut text = format!("## {mark} {}\n", language.pick("Knowledge base check", "知识库检查"));
    // Writing into a text cannot fail.
    let _ = writeln!(text, "\n{}", escaped(&summary.sentence(language)));
    let remarks = summary.remarks(language);
    if !remarks.is_empty() {
        let bullets: Vec<String> = remarks.iter().map(|remark| format!("- {}", escaped(remark))).collect();
        let _ = writeln!(text, "\n{}", bullets.join("\n"));
    }
    if with_statistics && !report.findings.is_empty() {
        let section = statistics::section(report, language);
        let _ = writeln!(text, "\n### {}\n\n{}", escaped(&section.title), table(&section));
    }
    let findings = report.in_order();
    let mut budget = Budget::new(MOST, &text);
    let mut left_out = 0;
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let of_severity: Vec<&Diagnostic> =
            findings.iter().copied().filter(|finding| finding.severity == severity).collect();
        left_out += section(report, &of_severity, severity, language, &mut budget, &mut text);
    }
    if left_out > 0 {
        let more = match language {
            Language::English => format!("… and {left_out} more, which do not fit into a comment."),
            Language::Chinese => format!("……另有 {left_out} 个问题，评论里放不下。"),
        };
        let _ = writeln!(text, "\n{more}");
    }
    text
}

/// Write the findings of one severity as far as they fit; gives how many did not.
fn section(
    report: &LintReport<'_>,
    findings: &[&Diagnostic],
    severity: Severity,
    language: Language,
    budget: &mut Budget,
    text: &mut String,
) -> usize {
    if findings.is_empty() {
        return 0;
    }
    let (mark, title) = match severity {
        Severity::Error => ("❌", language.pick("Errors", "错误")),
        Severity::Warning => ("⚠️", language.pick("Warnings", "警告")),
        Severity::Info => ("ℹ️", language.pick("Infos", "提示")),
    };
    let heading = format!("\n### {mark} {title} ({})\n", findings.len());
    let head = language
        .pick("\n| Rule | Place | Finding |\n|:--|:--|:--|\n", "\n| 规则 | 位置 | 问题 |\n|:--|:--|:--|\n");
    let more = findings.len().saturating_sub(OPEN);
    let fold = match language {
        Language::English => format!("\n<details><summary>{more} more</summary>\n{head}"),
        Language::Chinese => format!("\n<details><summary>其余 {more} 个</summary>\n{head}"),
    };
    let end_of_fold = "\n</details>\n";
    // What has to be closed is paid for beforehand.
    if !budget.spend(&format!("{heading}{head}{fold}{end_of_fold}")) {
        return findings.len();
    }
    text.push_str(&heading);
    text.push_str(head);
    for (at, finding) in findings.iter().enumerate() {
        let row = row(report, finding, language);
        if !budget.spend(&row) {
            budget.close();
            if at > OPEN {
                text.push_str(end_of_fold);
            }
            return findings.len() - at;
        }
        if at == OPEN {
            text.push_str(&fold);
        }
        text.push_str(&row);
    }
    if more > 0 {
        text.push_str(end_of_fold);
    }
    0
}

fn row(report: &LintReport<'_>, finding: &Diagnostic, language: Language) -> String {
    let start = columns::range(report.files, finding.location, Unit::Characters).start;
    let fixable = match finding.fix.as_ref().map(|fix| fix.safety) {
        None => "",
        Some(Safety::Safe) => language.pick(" (can be fixed)", "（可自动修复）"),
        Some(Safety::Unsafe) => language.pick(" (can be fixed, unsafe)", "（可修复，需确认）"),
    };
    format!(
        "| {} | {}:{}:{} | {}{fixable} |\n",
        finding.code,
        escaped(&shorten(&report.path(finding), PATH)),
        start.line,
        start.column,
        escaped(&shorten(finding.message.in_language(language), MESSAGE)),
    )
}
