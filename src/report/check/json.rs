//! A check for programs: one object (`kbtool.check/1`) that holds the objects of all steps whole.

use serde::Serialize;

use super::super::dedup::{DedupFormat, DedupRenderOptions, render_dedup};
use super::super::diff::{DiffFormat, DiffRenderOptions, render_diff};
use super::super::lint::{LintFormat, LintRenderOptions, render_lint};
use super::super::{Format, RenderError, RenderOptions, render_eval};
use super::{CheckReport, Step, StepVerdict};

const SCHEMA: &str = "kbtool.check/1";

#[derive(Serialize)]
struct StepOut<'r> {
    step: &'static str,
    verdict: &'static str,
    sentence: &'r str,
    sentence_chinese: &'r str,
}

/// The report as one object. A step that was left out is null.
pub(super) fn render(report: &CheckReport<'_>, options: RenderOptions) -> Result<String, RenderError> {
    let steps = report.steps.iter().map(|result| {
        compact(&StepOut {
            step: result.step.name(),
            verdict: result.verdict.name(),
            sentence: &result.words.english,
            sentence_chinese: &result.words.chinese,
        })
    });
    let steps: Vec<String> = steps.collect::<Result<_, _>>()?;
    let notes: Vec<&str> = report.notes.iter().map(|note| &*note.english).collect();
    let steps = steps.iter().map(|step| format!("\n    {step}")).collect::<Vec<_>>().join(",");
    let mut text = format!(
        "{{\n  \"schema\": \"{SCHEMA}\",\n  \"passed\": {},\n  \"steps\": [{steps}\n  ],\n  \"notes\": {}",
        report.passed(),
        compact(&notes)?
    );
    for step in Step::ALL {
        let part = match report.verdict(step) {
            StepVerdict::LeftOut => None,
            StepVerdict::Passed | StepVerdict::Failed => part(report, step, options)?,
        };
        text += ",\n  \"";
        text += step.name();
        text += "\": ";
        match part {
            // No text within JSON holds a line end, so the lines can be moved.
            Some(part) => text += &part.trim_end().replace('\n', "\n  "),
            None => text += "null",
        }
    }
    Ok(text + "\n}\n")
}

/// The object of a step as its own command writes it.
fn part(report: &CheckReport<'_>, step: Step, options: RenderOptions) -> Result<Option<String>, RenderError> {
    Ok(match step {
        Step::Lint => {
            Some(render_lint(report.lint, LintFormat::Json, options, &LintRenderOptions::default()))
        }
        Step::Dedup => {
            Some(render_dedup(report.dedup, DedupFormat::Json, options, &DedupRenderOptions::default()))
        }
        Step::Diff => report
            .diff
            .map(|diff| render_diff(diff, DiffFormat::Json, options, &DiffRenderOptions::default())),
        Step::Eval => report.eval.map(|eval| render_eval(eval, Format::Json, &options)).transpose()?,
    })
}

fn compact<T: Serialize>(value: &T) -> Result<String, RenderError> {
    Ok(serde_json::to_string(value)?)
}
