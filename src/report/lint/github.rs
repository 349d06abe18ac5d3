//! Workflow commands that GitHub turns into annotations beside the lines.
//!
//! Columns count UTF-16 code units; GitHub does not say what they count, but whatever shows them does.
//! Annotations over several lines must not have columns (its API refuses them, its runner drops them). Only
//! ten annotations of each level are shown for a step, so the worst stand first.

use super::columns::{self, Unit};
use super::{LintReport, message_and_help};
use crate::diagnostic::{Diagnostic, Language, Severity};

/// A command a finding, errors first, and at the end the result as a notice.
pub(super) fn render(report: &LintReport<'_>, language: Language) -> String {
    let mut findings = report.in_order();
    // The sort keeps the order of places among equals.
    findings.sort_by_key(|finding| finding.severity);
    let mut text: String =
        findings.into_iter().map(|finding| command(report, finding, language) + "\n").collect();
    let result = std::iter::once(report.summary.sentence(language)).chain(report.summary.remarks(language));
    let result: Vec<String> = result.collect();
    text.push_str("::notice title=kbtool lint::");
    text.push_str(&data(&result.join("\n")));
    text.push('\n');
    text
}

fn command(report: &LintReport<'_>, finding: &Diagnostic, language: Language) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let range = columns::range(report.files, finding.location, Unit::Utf16);
    let columns = if range.start.line == range.end.line {
        format!(",col={},endColumn={}", range.start.column, range.end.column)
    } else {
        String::new()
    };
    format!(
        "::{level} file={},line={},endLine={}{columns},title={}::{}",
        property(&report.path(finding)),
        range.start.line,
        range.end.line,
        property(&format!("{} {}", finding.code, finding.name)),
        data(&message_and_help(finding, language))
    )
}

/// What stands behind the second `::`: a line end would end the command and begin another.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property's value, which must not end the property either.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_opens_no_command() {
        assert_eq!(data("100%\r\n::error::x"), "100%25%0D%0A::error::x");
        assert_eq!(property("a:b,c%"), "a%3Ab%2Cc%25");
    }
}
