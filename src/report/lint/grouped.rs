//! A line a finding below the name of its file, in columns that align under Chinese.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::super::diagnostics::severity_word;
use super::super::section::Paint;
use super::super::table::painted;
use super::super::words::plain;
use super::columns::{self, Unit};
use super::{LintReport, RenderOptions, text};
use crate::diagnostic::{Diagnostic, Safety, Severity};

/// Every file with its findings, then what it all came to.
pub(super) fn render(report: &LintReport<'_>, options: RenderOptions, with_statistics: bool) -> String {
    let mut out = String::new();
    for (path, findings) in report.by_file() {
        out += &painted(&plain(&path), Paint::Strong, options);
        out.push('\n');
        let rows: Vec<Row> = findings.iter().map(|finding| Row::new(report, finding, options)).collect();
        let position_width = widest(rows.iter().map(|row| row.position.as_str()));
        let severity_width = widest(rows.iter().map(|row| row.severity));
        for row in &rows {
            let severity = painted(row.severity, row.paint, options);
            // Writing into a text cannot fail.
            let _ = writeln!(
                out,
                "  {}{}  {severity}{}  {}  {}",
                spaces(position_width, &row.position),
                row.position,
                spaces(severity_width, row.severity),
                row.code,
                row.message,
            );
        }
        out.push('\n');
    }
    out + &text::ending(report, options, with_statistics)
}

struct Row {
    /// `line:column`, column in characters.
    position: String,
    severity: &'static str,
    paint: Paint,
    code: &'static str,
    message: String,
}

impl Row {
    fn new(report: &LintReport<'_>, finding: &Diagnostic, options: RenderOptions) -> Self {
        let language = options.language;
        let start = columns::range(report.files, finding.location, Unit::Characters).start;
        let fixable = match finding.fix.as_ref().map(|fix| fix.safety) {
            None => "",
            Some(Safety::Safe) => language.pick(" [fix]", "［可修复］"),
            Some(Safety::Unsafe) => language.pick(" [unsafe fix]", "［可修复，需确认］"),
        };
        Self {
            position: format!("{}:{}", start.line, start.column),
            severity: severity_word(finding.severity, language),
            paint: if finding.severity == Severity::Error { Paint::Bad } else { Paint::Plain },
            code: finding.code,
            message: plain(finding.message.in_language(language)) + fixable,
        }
    }
}

fn widest<'t>(texts: impl Iterator<Item = &'t str>) -> usize {
    texts.map(UnicodeWidthStr::width).max().unwrap_or(0)
}

/// What is missing of `text` to be so wide.
fn spaces(width: usize, text: &str) -> String {
    " ".repeat(width.saturating_sub(text.width()))
}
