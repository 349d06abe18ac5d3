//! GitLab's Code Quality report: a list of findings that merge requests compare by fingerprint.
//!
//! GitLab counts `info`, `minor`, `major`, `critical` and `blocker`; kbtool's info, warning and error become
//! info, minor and major, as nothing kbtool finds is worse than a program that does not run.

use serde::Serialize;

use super::columns::{self, Range, Unit};
use super::fingerprint::fingerprints;
use super::{LintReport, pretty_json};
use crate::diagnostic::{Language, Severity};

#[derive(Serialize)]
struct Finding<'r> {
    description: &'r str,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
    /// Columns in characters.
    positions: Positions,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

#[derive(Serialize)]
struct Positions {
    begin: columns::Place,
    end: columns::Place,
}

/// The list; empty for a clean run, so that what was there before counts as resolved.
pub(super) fn render(report: &LintReport<'_>, language: Language) -> String {
    let findings = report.in_order();
    let fingerprints = fingerprints(&findings, report.files);
    let list: Vec<Finding<'_>> = findings
        .into_iter()
        .zip(fingerprints)
        .map(|(finding, fingerprint)| {
            let Range { start, end } = columns::range(report.files, finding.location, Unit::Characters);
            Finding {
                description: finding.message.in_language(language),
                check_name: format!("{} {}", finding.code, finding.name),
                fingerprint,
                severity: match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Info => "info",
                },
                location: Location {
                    path: report.path(finding),
                    lines: Lines { begin: start.line, end: end.line },
                    positions: Positions { begin: start, end },
                },
            }
        })
        .collect();
    pretty_json(&list)
}
