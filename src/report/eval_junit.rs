//! An evaluation for a build server's test page: each gate is a test, each pack with gates a suite.

use quick_junit::{NonSuccessKind, Report as Junit, TestCase, TestCaseStatus, TestSuite};

use super::eval_words::{gate_words, pack_title, regression};
use super::{EvalOutcome, RenderError};
use crate::diagnostic::Language;
use crate::eval::{GateResult, Verdict};

/// The gates, and what regressed, as JUnit XML. Without either there is no test in it.
pub(super) fn render(outcome: &EvalOutcome, language: Language) -> Result<String, RenderError> {
    let mut junit = Junit::new("kbtool eval");
    let mut at = 0;
    while let Some(first) = outcome.gates.get(at) {
        let suite: Vec<&GateResult> =
            outcome.gates[at..].iter().take_while(|gate| gate.pack == first.pack).collect();
        at += suite.len();
        let name = pack_title(&outcome.report, first.pack.as_deref(), language);
        let mut tests = TestSuite::new(name);
        tests.add_test_cases(suite.into_iter().map(|gate| test_case(gate, language)));
        junit.add_test_suite(tests);
    }
    if !outcome.regressions.is_empty() {
        let mut tests = TestSuite::new(language.pick("since the baseline", "与基线相比"));
        for one in &outcome.regressions {
            let scope = one.pack.as_deref().unwrap_or("all");
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(regression(&outcome.report, one, language)).set_type("regression");
            let mut test = TestCase::new(one.change.figure.name(), status);
            test.set_classname(format!("kbtool.eval.baseline.{scope}"));
            tests.add_test_case(test);
        }
        junit.add_test_suite(tests);
    }
    let text = junit.to_string()?;
    Ok(text.trim_end().to_owned() + "\n")
}

fn test_case(gate: &GateResult, language: Language) -> TestCase {
    let words = gate_words(gate, language);
    let status = match gate.verdict {
        Verdict::Passed => TestCaseStatus::success(),
        Verdict::Missed => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(words).set_type("gate");
            status
        }
        Verdict::NotMeasured => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(words);
            status
        }
    };
    let mut test = TestCase::new(gate.figure.name(), status);
    test.set_classname(format!("kbtool.eval.{}", gate.pack.as_deref().unwrap_or("all")));
    test
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Language;
    use crate::report::{Format, RenderOptions, render_eval, sample};

    #[test]
    fn in_both_languages() {
        for language in [Language::English, Language::Chinese] {
            let options = RenderOptions { language, ..Default::default() };
            insta::assert_snapshot!(
                render_eval(&sample::outcome(), Format::Junit, &options).expect("rendered")
            );
        }
    }

    #[test]
    fn without_gates_there_is_no_test() {
        let text = render_eval(&sample::empty(), Format::Junit, &RenderOptions::default()).expect("rendered");
        assert!(text.contains("tests=\"0\""), "{text}");
    }
}
