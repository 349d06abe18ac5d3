//! Findings for programs: one object (`kbtool.lint/1`), or an object a line.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::parts::{append, joined};
use super::columns::{self, Place, Range, Unit};
use super::statistics::{self, RuleCount};
use super::{LintReport, LintSummary, pretty_json};
use crate::diagnostic::{Diagnostic, Fix, Language, Recorded, Safety, Severity};
use crate::source::{Files, Location};

const SCHEMA: &str = "kbtool.lint/1";

#[derive(Serialize)]
struct Finding<'r> {
    code: &'static str,
    name: &'static str,
    severity: Severity,
    message: &'r str,
    path: String,
    /// Lines and columns count from 1, columns in characters.
    start: Place,
    /// One past the last.
    end: Place,
    entry: Option<&'r str>,
    help: Option<&'r str>,
    related: Vec<RelatedPlace<'r>>,
    fix: Option<FixOut<'r>>,
}

#[derive(Serialize)]
struct RelatedPlace<'r> {
    path: String,
    start: Place,
    end: Place,
    message: &'r str,
}

#[derive(Serialize)]
struct FixOut<'r> {
    safety: Safety,
    message: &'r str,
    /// They belong together: all or none.
    edits: Vec<EditOut<'r>>,
    /// The file that loses its byte order mark, which no edit can reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    byte_order_mark_of: Option<String>,
}

#[derive(Serialize)]
struct EditOut<'r> {
    path: String,
    start: Place,
    end: Place,
    content: &'r str,
}

#[derive(Serialize)]
struct Summary<'r> {
    errors: usize,
    warnings: usize,
    infos: usize,
    files_with_findings: usize,
    files: usize,
    entries: usize,
    suppressed: usize,
    baselined: usize,
    stale: &'r [Recorded],
    fixable: usize,
    fixable_unsafe: usize,
    fixed: &'r BTreeMap<&'static str, usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statistics: Option<Vec<RuleCount>>,
}

/// The report as one object, a finding a line, so that a large one is neither slow nor long.
pub(super) fn render(report: &LintReport<'_>, language: Language, with_statistics: bool) -> String {
    let summary = &report.summary;
    // Taken apart whole, so that a new field is not forgotten.
    let LintSummary {
        errors,
        warnings,
        infos,
        files_with_findings,
        files,
        entries,
        suppressed,
        baselined,
        stale,
        fixable,
        fixable_unsafe,
        fixed,
    } = summary;
    let mut text = format!("{{\n  \"schema\": \"{SCHEMA}\",\n  \"findings\": [");
    append(&mut text, &report.in_order(), |findings| {
        let mut part = String::new();
        for one in findings {
            part += "\n    ";
            part += &compact_json(&finding(report, one, language));
            part.push(',');
        }
        part
    });
    if text.ends_with(',') {
        text.truncate(text.len() - 1);
        text += "\n  ";
    }
    let summary = pretty_json(&Summary {
        errors: *errors,
        warnings: *warnings,
        infos: *infos,
        files_with_findings: *files_with_findings,
        files: *files,
        entries: *entries,
        suppressed: *suppressed,
        baselined: *baselined,
        stale,
        fixable: *fixable,
        fixable_unsafe: *fixable_unsafe,
        fixed,
        statistics: with_statistics.then(|| statistics::count(report)),
    });
    let summary = summary.trim_end().replace('\n', "\n  ");
    for part in ["],\n  \"summary\": ", &summary, "\n}\n"] {
        text += part;
    }
    text
}

/// A finding a line; nothing for a clean run.
pub(super) fn render_lines(report: &LintReport<'_>, language: Language) -> String {
    joined(&report.in_order(), |findings| {
        findings.iter().map(|one| compact_json(&finding(report, one, language)) + "\n").collect()
    })
}

fn compact_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("texts and numbers are JSON")
}

fn finding<'r>(report: &LintReport<'r>, finding: &'r Diagnostic, language: Language) -> Finding<'r> {
    let files = report.files;
    let Range { start, end } = columns::range(files, finding.location, Unit::Characters);
    let related = finding.related.iter().map(|related| {
        let (path, Range { start, end }) = place(files, related.location);
        RelatedPlace { path, start, end, message: related.label.in_language(language) }
    });
    Finding {
        code: finding.code,
        name: finding.name,
        severity: finding.severity,
        message: finding.message.in_language(language),
        path: report.path(finding),
        start,
        end,
        entry: finding.entry.as_deref(),
        help: finding.help.as_ref().map(|help| help.in_language(language)),
        related: related.collect(),
        fix: finding.fix.as_ref().map(|one| fix(files, one, language)),
    }
}

fn fix<'r>(files: &Files, fix: &'r Fix, language: Language) -> FixOut<'r> {
    let edits = fix.edits.iter().map(|edit| {
        let (path, Range { start, end }) = place(files, edit.location);
        EditOut { path, start, end, content: &edit.replacement }
    });
    FixOut {
        safety: fix.safety,
        message: fix.label.in_language(language),
        edits: edits.collect(),
        byte_order_mark_of: fix.byte_order_mark_of.map(|file| files.get(file).display_path()),
    }
}

fn place(files: &Files, location: Location) -> (String, Range) {
    (files.get(location.file).display_path(), columns::range(files, location, Unit::Characters))
}
