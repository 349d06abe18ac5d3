//! What every format says of the same check.

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::*;
use crate::diagnostic::{Language, Severity};
use crate::report::budget::length;
use crate::report::{
    DedupFormat, DedupRenderOptions, LintFormat, LintRenderOptions, dedup, diff, lint, sample,
};

const LANGUAGES: [(Language, &str); 2] = [(Language::English, "en"), (Language::Chinese, "zh")];

/// What a report borrows.
struct Parts {
    lint: lint::sample::Sample,
    dedup: dedup::sample::Sample,
    diff: diff::sample::Sample,
    eval: EvalOutcome,
}

impl Parts {
    /// Something is wrong everywhere.
    fn bad() -> Self {
        Self {
            lint: lint::sample::Sample::new(),
            dedup: dedup::sample::Sample::new(),
            diff: diff::sample::sample(),
            eval: sample::outcome(),
        }
    }

    /// Nothing was found, nothing was asked for.
    fn clean() -> Self {
        Self { lint: lint::sample::Sample::clean(), dedup: dedup::sample::Sample::clean(), ..Self::bad() }
    }

    /// All four steps, with these verdicts, rendered.
    fn rendered(&self, verdicts: [StepVerdict; 4], format: CheckFormat, options: RenderOptions) -> String {
        let (lint, dedup, diff) = (self.lint.report(), self.dedup.report(), self.diff.report());
        let sentences = [
            lint_sentence(&lint.summary),
            dedup_sentence(dedup.duplicates),
            diff_sentence(&diff),
            eval_sentence(&self.eval),
        ];
        let why = Message::new("there is nothing to do it with", "没有可用的材料");
        let steps: Vec<StepResult> = Step::ALL
            .into_iter()
            .zip(verdicts)
            .zip(sentences)
            .map(|((step, verdict), words)| {
                let words = if verdict == StepVerdict::LeftOut { why.clone() } else { words };
                StepResult { step, verdict, words }
            })
            .collect();
        let ran = |step: Step| verdicts[step as usize] != StepVerdict::LeftOut;
        let notes = [Message::new("main has no shop `qinghe`", "main 里没有店铺“qinghe”")];
        let report = CheckReport {
            steps: &steps,
            lint: &lint,
            dedup: &dedup,
            diff: ran(Step::Diff).then_some(&diff),
            eval: ran(Step::Eval).then_some(&self.eval),
            notes: &notes,
        };
        render_check(&report, format, options).expect("rendered")
    }
}

const FAILED: [StepVerdict; 4] = [StepVerdict::Failed; 4];

/// Without what needs a base or transcripts.
const PASSED: [StepVerdict; 4] =
    [StepVerdict::Passed, StepVerdict::Passed, StepVerdict::LeftOut, StepVerdict::LeftOut];

fn in_language(language: Language) -> RenderOptions {
    RenderOptions { language, ..RenderOptions::default() }
}

/// A snapshot under the format's own name.
macro_rules! assert_looks {
    ($name:expr, $text:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($name, $text);
        });
    };
}

#[test]
fn formats_are_found_by_their_names() {
    for format in CheckFormat::ALL {
        assert_eq!(format.to_string().parse(), Ok(format));
    }
    assert_eq!("JSON".parse(), Ok(CheckFormat::Json));
    assert_eq!(
        "sarif".parse::<CheckFormat>().expect_err("no such format").to_string(),
        "check has no output format `sarif`; there are text, json, markdown"
    );
}

#[test]
fn what_failed_for_people_in_both_languages() {
    let parts = Parts::bad();
    for (language, name) in LANGUAGES {
        for format in [CheckFormat::Text, CheckFormat::Markdown] {
            let text = parts.rendered(FAILED, format, in_language(language));
            assert_looks!(format!("check-failed-{format}-{name}"), text);
        }
    }
}

#[test]
fn what_passed_for_people_in_both_languages() {
    let parts = Parts::clean();
    for (language, name) in LANGUAGES {
        for format in [CheckFormat::Text, CheckFormat::Markdown] {
            let text = parts.rendered(PASSED, format, in_language(language));
            assert_looks!(format!("check-passed-{format}-{name}"), text);
        }
    }
}

#[test]
fn a_narrow_terminal_is_kept_to_by_the_table() {
    let options = RenderOptions { width: Some(60), ..in_language(Language::Chinese) };
    let text = Parts::clean().rendered(PASSED, CheckFormat::Text, options);
    let mut table = text.lines().take_while(|line| !line.is_empty());
    assert!(table.all(|line| line.width() <= 60), "{text}");
}

#[test]
fn only_what_failed_is_listed() {
    let verdicts = [StepVerdict::Passed, StepVerdict::Failed, StepVerdict::Passed, StepVerdict::Passed];
    let text = Parts::bad().rendered(verdicts, CheckFormat::Text, RenderOptions::default());
    assert!(text.starts_with("✗ duplicates (kbtool dedup)\n"), "{text}");
    assert!(!text.contains("KB201") && !text.contains("came off worse") && !text.contains("wanted at least"));
    assert!(text.ends_with(
        "kbtool check failed: duplicates. Mend what is listed above, then run `kbtool check` again.\n"
    ));
}

#[test]
fn long_lists_are_cut_and_counted() {
    let parts = Parts {
        lint: lint::sample::Sample::many(Severity::Error, 1_020, "too short"),
        dedup: dedup::sample::Sample::many(15, 3),
        ..Parts::bad()
    };
    let text = parts.rendered(FAILED, CheckFormat::Text, RenderOptions::default());
    assert_eq!(text.matches("KB201 error: too short").count(), 20);
    assert!(text.contains("\n  … and 1,000 more; `kbtool lint` shows them all\n"));
    assert_eq!(text.matches("\n  conflict: ").count(), 10);
    assert!(text.contains("\n  … and 5 more; `kbtool dedup` shows them all\n"));
}

#[test]
fn the_worst_findings_come_first() {
    let text = Parts::bad().rendered(FAILED, CheckFormat::Text, RenderOptions::default());
    let first = |severity: &str| text.find(severity).expect("a finding");
    assert!(first(" error: ") < first(" warning: ") && first(" warning: ") < first(" info: "));
}

#[test]
fn a_change_to_review_is_named_by_its_fingerprint() {
    let mut parts = Parts::bad();
    parts.diff.limits[1].limit = "require-review-of".to_owned();
    let text = parts.rendered(FAILED, CheckFormat::Text, RenderOptions::default());
    let name = format!("[{}]", crate::diff::fingerprint(&parts.diff.changes[0]));
    assert!(text.contains(&name), "{text}");
}

#[test]
fn a_comment_keeps_within_what_github_takes_and_serves_first_what_failed() {
    let message = "很长的一句话，说明这里有什么不对，以及应该怎样改才好，请参考规则说明";
    let parts = Parts {
        lint: lint::sample::Sample::many(Severity::Warning, 3_000, message),
        dedup: dedup::sample::Sample::many(2_000, 8),
        ..Parts::bad()
    };
    for (language, _) in LANGUAGES {
        for failed in [Step::Lint, Step::Dedup] {
            let verdicts =
                Step::ALL.map(|step| if step == failed { StepVerdict::Failed } else { StepVerdict::Passed });
            let comment = parts.rendered(verdicts, CheckFormat::Markdown, in_language(language));
            assert!(length(&comment) <= 65_536, "{}", length(&comment));
            assert_eq!(comment.matches("<details").count(), comment.matches("</details>").count());
            let part = |step: Step| {
                let (_, behind) =
                    comment.split_once(&format!("(kbtool {})</summary>", step.name())).expect("a part");
                length(behind.split("(kbtool ").next().unwrap_or_default())
            };
            let other = if failed == Step::Lint { Step::Dedup } else { Step::Lint };
            assert!(part(failed) > 10 * part(other), "{failed:?}");
            assert!(comment.contains(&format!("`kbtool {}`", other.name())), "what is left out is said");
        }
    }
}

fn parsed(parts: &Parts, verdicts: [StepVerdict; 4]) -> Value {
    let json = parts.rendered(verdicts, CheckFormat::Json, RenderOptions::default());
    assert!(json.starts_with("{\n  \"schema\": \"kbtool.check/1\",\n") && json.ends_with("\n}\n"));
    serde_json::from_str(&json).expect("JSON")
}

#[test]
fn json_holds_the_objects_of_the_steps() {
    let parts = Parts::bad();
    let value = parsed(&parts, FAILED);
    let own = |text: String| -> Value { serde_json::from_str(&text).expect("JSON") };
    let options = RenderOptions::default();
    let lint =
        lint::render_lint(&parts.lint.report(), LintFormat::Json, options, &LintRenderOptions::default());
    assert_eq!(value["lint"], own(lint));
    let dedup = dedup::render_dedup(
        &parts.dedup.report(),
        DedupFormat::Json,
        options,
        &DedupRenderOptions::default(),
    );
    assert_eq!(value["dedup"], own(dedup));
    let eval = crate::report::render_eval(&parts.eval, crate::report::Format::Json, &options);
    assert_eq!(value["eval"], own(eval.expect("JSON")));
    let diff = diff::render_diff(
        &parts.diff.report(),
        diff::DiffFormat::Json,
        options,
        &diff::DiffRenderOptions::default(),
    );
    assert_eq!(value["diff"], own(diff));
    assert_eq!(value["passed"], Value::Bool(false));
    assert_looks!("check-json-steps", serde_json::to_string_pretty(&value["steps"]).expect("JSON"));
    assert_eq!(value["notes"][0], "main has no shop `qinghe`");
}

#[test]
fn what_was_left_out_says_nothing_of_itself() {
    let only_lint = [StepVerdict::Failed, StepVerdict::LeftOut, StepVerdict::LeftOut, StepVerdict::LeftOut];
    let parts = Parts::clean();
    let value = parsed(&parts, only_lint);
    assert!(value["lint"].is_object());
    for step in ["dedup", "diff", "eval"] {
        assert_eq!(value[step], Value::Null);
    }
    let comment = parts.rendered(only_lint, CheckFormat::Markdown, RenderOptions::default());
    assert!(!comment.contains("Duplicate phrasings"), "{comment}");
    assert!(comment.contains("(left out: duplicates, changes, evaluation)"));
}

#[test]
fn every_format_ends_with_one_line_end() {
    for format in [CheckFormat::Text, CheckFormat::Markdown] {
        let text = Parts::bad().rendered(FAILED, format, RenderOptions::default());
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{format}");
    }
}

#[test]
fn sentences_tell_little_and_nothing() {
    let outcome = sample::empty();
    assert_eq!(eval_sentence(&outcome).english, "There was no question to evaluate");
    let sample = diff::sample::sample();
    let report = DiffReport { changes: &[], behaviour: None, limits: &[], ..sample.report() };
    assert_eq!(diff_sentence(&report).english, "Nothing changed in meaning, in 122 entries");
    assert_eq!(diff_sentence(&report).chinese, "内容没有变化，共比较 122 个知识点");
}
