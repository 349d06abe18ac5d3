//! Reviewdog's JSON (`DiagnosticResult` of its `reviewdog.proto`).
//!
//! Columns count bytes of the file from 1, and ends are one past the last. Each suggestion stands for itself
//! and can be taken alone, so the edits of a fix become one suggestion from the first to the last of them;
//! a fix that reaches into another file, or that no edit can make, is left out.

use serde::Serialize;

use super::columns::{self, Range, Unit};
use super::{LintReport, concise, message_and_help, pretty_json};
use crate::diagnostic::{Diagnostic, Fix, Language, Severity};
use crate::source::{Files, Location, Span, apply_edits};

#[derive(Serialize)]
struct DiagnosticResult<'r> {
    source: Source,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<&'static str>,
    diagnostics: Vec<Finding<'r>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Finding<'r> {
    message: String,
    location: Place,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    original_output: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'r>>,
}

#[derive(Serialize)]
struct Place {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Related<'r> {
    message: &'r str,
    location: Place,
}

/// The findings as one object.
pub(super) fn render(report: &LintReport<'_>, language: Language) -> String {
    let findings = report.in_order();
    pretty_json(&DiagnosticResult {
        source: Source { name: "kbtool" },
        severity: findings.iter().map(|finding| finding.severity).min().map(severity),
        diagnostics: findings.into_iter().map(|one| finding(report, one, language)).collect(),
    })
}

fn finding<'r>(report: &LintReport<'r>, finding: &'r Diagnostic, language: Language) -> Finding<'r> {
    let files = report.files;
    let related = finding.related.iter().map(|related| Related {
        message: related.label.in_language(language),
        location: place(files, related.location),
    });
    let suggestion = finding.fix.as_ref().and_then(|fix| suggestion(files, finding.location, fix));
    Finding {
        message: message_and_help(finding, language),
        location: place(files, finding.location),
        severity: severity(finding.severity),
        code: Code { value: finding.code },
        suggestions: suggestion.into_iter().collect(),
        original_output: concise::line(report, finding, language),
        related_locations: related.collect(),
    }
}

fn place(files: &Files, location: Location) -> Place {
    Place {
        path: files.get(location.file).display_path(),
        range: columns::range(files, location, Unit::Bytes),
    }
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Info => "INFO",
    }
}

/// All edits of `fix` as one.
fn suggestion(files: &Files, place: Location, fix: &Fix) -> Option<Suggestion> {
    if fix.byte_order_mark_of.is_some() || fix.edits.iter().any(|edit| edit.location.file != place.file) {
        return None;
    }
    let text = files.get(place.file).text();
    let start = fix.edits.iter().map(|edit| edit.location.span.start).min()?;
    let end = fix.edits.iter().map(|edit| edit.location.span.end).max()?;
    let edits: Vec<(Span, &str)> =
        fix.edits.iter().map(|edit| (edit.location.span, edit.replacement.as_str())).collect();
    let changed = apply_edits(text, &edits).ok()?;
    // What stands behind the last edit is as long as before.
    let behind = text.len().checked_sub(end as usize)?;
    let replacement = changed.get(start as usize..changed.len().checked_sub(behind)?)?.to_owned();
    let location = Location { file: place.file, span: Span::new(start, end) };
    Some(Suggestion { range: columns::range(files, location, Unit::Bytes), text: replacement })
}
