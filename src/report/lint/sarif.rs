//! SARIF 2.1.0 (OASIS, with errata 01), for code scanning.
//!
//! One run. Its rules are those that found something, each with its page; results point to them by number.
//! Columns count code points, and regions end one past the last. Paths are relative references to
//! `%SRCROOT%`, which whoever reads the file knows; absolute paths are `file:` URIs.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::diagnostics::fix_words;
use super::columns::{self, Unit};
use super::fingerprint::fingerprints;
use super::{LintReport, message_and_help, pretty_json};
use crate::diagnostic::{Diagnostic, Fix as FindingFix, Language, Severity};
use crate::lint::{Page, find_rule};
use crate::source::{FileId, Files, Location as Place};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The name under which SARIF tools know the root of a repository.
const ROOT: &str = "%SRCROOT%";
/// The number goes up when fingerprints are made in another way.
const FINGERPRINT: &str = "kbtoolFinding/v1";

#[derive(Serialize)]
struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'r> {
    tool: Tool,
    original_uri_base_ids: BTreeMap<&'static str, BaseId>,
    column_kind: &'static str,
    results: Vec<ResultOut<'r>>,
}

#[derive(Serialize)]
struct BaseId {
    description: Text,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    language: &'static str,
    rules: Vec<RuleOut>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleOut {
    id: &'static str,
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    short_description: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    full_description: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Help>,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultOut<'r> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [LocationOut; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<LocationOut>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Properties<'r>>,
}

#[derive(Serialize)]
struct Properties<'r> {
    entry: &'r str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LocationOut {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix<'r> {
    description: Text,
    artifact_changes: Vec<ArtifactChange<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'r> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'r> {
    deleted_region: Region,
    #[serde(skip_serializing_if = "Option::is_none")]
    inserted_content: Option<Content<'r>>,
}

#[derive(Serialize)]
struct Content<'r> {
    text: &'r str,
}

/// The findings as one run.
pub(super) fn render(report: &LintReport<'_>, language: Language) -> String {
    let findings = report.in_order();
    let mut rules: BTreeMap<&'static str, &Diagnostic> = BTreeMap::new();
    for &finding in &findings {
        rules.entry(finding.code).or_insert(finding);
    }
    let numbers: BTreeMap<&str, usize> = rules.keys().copied().zip(0..).collect();
    let fingerprints = fingerprints(&findings, report.files);
    let version = env!("CARGO_PKG_VERSION");
    let results = findings
        .iter()
        .zip(fingerprints)
        .map(|(one, fingerprint)| result(report, one, numbers[one.code], fingerprint, language));
    let root = language.pick("The folder that paths are relative to", "路径所相对的文件夹");
    pretty_json(&Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "kbtool",
                    version,
                    semantic_version: version,
                    language: language.pick("en-US", "zh-CN"),
                    rules: rules.values().map(|finding| rule(finding, language)).collect(),
                },
            },
            original_uri_base_ids: BTreeMap::from([(ROOT, BaseId { description: text(root) })]),
            column_kind: "unicodeCodePoints",
            results: results.collect(),
        }],
    })
}

fn text(text: impl Into<String>) -> Text {
    Text { text: text.into() }
}

/// The rule that `finding` came from, as its page has it.
fn rule(finding: &Diagnostic, language: Language) -> RuleOut {
    let known = find_rule(finding.code);
    let page = known.map(Page::of);
    let summary = page.as_ref().map(|page| page.summary(language));
    RuleOut {
        id: finding.code,
        name: finding.name,
        short_description: page.as_ref().map(|page| {
            text(match language {
                Language::English => finding.name.replace('-', " "),
                Language::Chinese => page.chinese_title.clone(),
            })
        }),
        full_description: summary.clone().map(text),
        help: page
            .as_ref()
            .zip(summary)
            .map(|(page, summary)| Help { text: summary, markdown: without_marks(page.text(language)) }),
        default_configuration: Configuration {
            level: level(known.map_or(finding.severity, |rule| rule.severity)),
        },
    }
}

/// A page without the marks by which its examples are run.
fn without_marks(page: &str) -> String {
    let lines =
        page.lines().map(|line| match line.strip_prefix("```").and_then(|rest| rest.split(' ').next()) {
            Some(language) => format!("```{language}\n"),
            None => format!("{line}\n"),
        });
    lines.collect()
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result<'r>(
    report: &LintReport<'r>,
    finding: &'r Diagnostic,
    rule_index: usize,
    fingerprint: String,
    language: Language,
) -> ResultOut<'r> {
    let files = report.files;
    let related = (1..).zip(&finding.related).map(|(id, related)| LocationOut {
        id: Some(id),
        physical_location: physical(files, related.location),
        message: Some(text(related.label.in_language(language))),
    });
    ResultOut {
        rule_id: finding.code,
        rule_index,
        level: level(finding.severity),
        message: text(message_and_help(finding, language)),
        locations: [LocationOut {
            id: None,
            physical_location: physical(files, finding.location),
            message: None,
        }],
        related_locations: related.collect(),
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, fingerprint)]),
        fixes: finding.fix.as_ref().and_then(|one| fix(files, one, language)).into_iter().collect(),
        properties: finding.entry.as_deref().map(|entry| Properties { entry }),
    }
}

fn physical(files: &Files, location: Place) -> PhysicalLocation {
    PhysicalLocation { artifact_location: artifact(files, location.file), region: region(files, location) }
}

fn region(files: &Files, location: Place) -> Region {
    let range = columns::range(files, location, Unit::Characters);
    Region {
        start_line: range.start.line,
        start_column: range.start.column,
        end_line: range.end.line,
        end_column: range.end.column,
    }
}

fn artifact(files: &Files, file: FileId) -> ArtifactLocation {
    let uri = uri(&files.get(file).display_path());
    let uri_base_id = (!uri.starts_with("file:")).then_some(ROOT);
    ArtifactLocation { uri, uri_base_id }
}

/// A path as a URI reference (RFC 3986): whatever is not unreserved is percent-encoded, a colon among it, as
/// it would end a scheme.
fn uri(path: &str) -> String {
    // `C:/kb` on Windows, where a rooted path has no slash before it and the colon stays.
    let drive = matches!(path.as_bytes(), [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    let (mut uri, path) = match path.split_at_checked(2) {
        Some((drive_letter, rest)) if drive => (format!("file:///{drive_letter}"), rest),
        _ if path.starts_with('/') => ("file://".to_owned(), path),
        _ => (String::new(), path),
    };
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            byte => uri.extend(['%', digit(byte >> 4), digit(byte & 15)]),
        }
    }
    uri
}

/// One hexadecimal digit.
fn digit(value: u8) -> char {
    char::from_digit(u32::from(value), 16).unwrap_or('0').to_ascii_uppercase()
}

/// A fix whose edits are all there is to it; a byte order mark belongs to no region of a text.
fn fix<'r>(files: &Files, fix: &'r FindingFix, language: Language) -> Option<Fix<'r>> {
    if fix.byte_order_mark_of.is_some() || fix.edits.is_empty() {
        return None;
    }
    let mut by_file: BTreeMap<FileId, Vec<Replacement<'r>>> = BTreeMap::new();
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort();
    for edit in edits {
        by_file.entry(edit.location.file).or_default().push(Replacement {
            deleted_region: region(files, edit.location),
            inserted_content: (!edit.replacement.is_empty()).then_some(Content { text: &edit.replacement }),
        });
    }
    let changes = by_file.into_iter().map(|(file, replacements)| ArtifactChange {
        artifact_location: artifact(files, file),
        replacements,
    });
    Some(Fix { description: text(fix_words(fix, language)), artifact_changes: changes.collect() })
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("kb/服装/a b#1.yaml"), "kb/%E6%9C%8D%E8%A3%85/a%20b%231.yaml");
        assert_eq!(uri("a:b/c%.yaml"), "a%3Ab/c%25.yaml");
        assert_eq!(uri("../kb/x~1_-.yaml"), "../kb/x~1_-.yaml");
        assert_eq!(uri("/srv/货.yaml"), "file:///srv/%E8%B4%A7.yaml");
        assert_eq!(uri("C:/kb/a.yaml"), "file:///C:/kb/a.yaml");
    }
}
