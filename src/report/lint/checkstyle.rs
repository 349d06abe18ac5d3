//! Checkstyle's XML, which most build servers and review bots read: a `file` a file, an `error` a finding.
//!
//! Columns count characters, as Checkstyle's own do.

use std::fmt::Write as _;

use super::columns::{self, Unit};
use super::xml::attribute;
use super::{LintReport, message_and_help};
use crate::diagnostic::Language;

/// The version of Checkstyle whose form this is; readers want one and do not compare it.
const VERSION: &str = "10.0";

/// The findings; a clean run has no file.
pub(super) fn render(report: &LintReport<'_>, language: Language) -> String {
    let mut text =
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"{VERSION}\">\n");
    for (path, findings) in report.by_file() {
        // Writing into a text cannot fail.
        let _ = writeln!(text, "  <file name=\"{}\">", attribute(&path));
        for finding in findings {
            let start = columns::range(report.files, finding.location, Unit::Characters).start;
            let _ = writeln!(
                text,
                "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"kbtool.{}\"/>",
                start.line,
                start.column,
                finding.severity.name(),
                attribute(&message_and_help(finding, language)),
                finding.code
            );
        }
        text += "  </file>\n";
    }
    text + "</checkstyle>\n"
}
