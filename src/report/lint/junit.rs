//! Findings for a build server's test page: a suite a file, a test a finding.
//!
//! Errors and warnings are failed tests. Infos are passed tests with the finding as their output: they are
//! seen, but turn no build red. A clean run has one passed test, as some servers take a report without tests
//! for a broken one. A test is called by its rule and its entry (its file where there is none), not by its
//! line, so that servers know it again; the second of a name has a number, as some servers keep only one.

use std::collections::BTreeMap;

use quick_junit::{NonSuccessKind, Report as Junit, TestCase, TestCaseStatus, TestSuite};

use super::xml::allowed;
use super::{LintReport, concise};
use crate::diagnostic::{Diagnostic, Language, Severity};

/// The findings as JUnit XML.
pub(super) fn render(report: &LintReport<'_>, language: Language) -> String {
    let mut junit = Junit::new("kbtool lint");
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for (path, findings) in report.by_file() {
        let mut suite = TestSuite::new(allowed(&path));
        for finding in findings {
            let about = finding.entry.as_deref().unwrap_or(&path);
            let mut name = format!("{} {} {about}", finding.code, finding.name);
            let number = names.entry(name.clone()).and_modify(|number| *number += 1).or_insert(1);
            if *number > 1 {
                name = format!("{name} ({number})");
            }
            suite.add_test_case(test_case(report, finding, &name, language));
        }
        junit.add_test_suite(suite);
    }
    if report.findings.is_empty() {
        let mut test = TestCase::new("no findings", TestCaseStatus::success());
        test.set_classname("kbtool.lint").set_system_out(allowed(&report.summary.sentence(language)));
        let mut suite = TestSuite::new("kbtool lint");
        suite.add_test_case(test);
        junit.add_test_suite(suite);
    }
    let text = junit.to_string().expect("texts without forbidden characters are XML");
    // Nothing is skipped, and Jenkins' xunit plugin refuses a report whose root says so.
    text.trim_end().replacen(" skipped=\"0\"", "", 1) + "\n"
}

fn test_case(report: &LintReport<'_>, finding: &Diagnostic, name: &str, language: Language) -> TestCase {
    let place = concise::line(report, finding, language);
    let description = match &finding.help {
        Some(help) => format!("{place}\n{}", help.in_language(language)),
        None => place,
    };
    let status = match finding.severity {
        Severity::Info => TestCaseStatus::success(),
        Severity::Error | Severity::Warning => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status
                .set_message(allowed(finding.message.in_language(language)))
                .set_type(finding.severity.name())
                .set_description(allowed(&description));
            status
        }
    };
    let mut test = TestCase::new(allowed(name), status);
    test.set_classname(format!("kbtool.lint.{}", finding.code));
    if finding.severity == Severity::Info {
        test.set_system_out(allowed(&description));
    }
    test
}
