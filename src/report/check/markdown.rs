//! A check as one comment under a pull request: the verdict, the four steps in a table, and each step's own
//! report folded away, as far as a comment may be long.

use std::fmt::Write as _;

use super::super::budget::{MOST, length};
use super::super::dedup::{DedupFormat, DedupRenderOptions, render_dedup};
use super::super::diff::{DiffFormat, DiffRenderOptions, render_diff};
use super::super::eval_markdown::escaped;
use super::super::lint::{LintFormat, LintRenderOptions, render_lint};
use super::super::words::{shorten, thousands};
use super::super::{Format, RenderError, RenderOptions, render_eval};
use super::room::{demoted, fitted, shares};
use super::sentences::verdict;
use super::{CheckReport, Step, StepResult, StepVerdict};
use crate::diagnostic::Language;

/// A sentence is cut to so many columns of a terminal.
const SENTENCE: usize = 400;

/// So many notes are shown.
const MOST_NOTES: usize = 20;

const END_OF_FOLD: &str = "\n</details>\n";

/// The report in GitHub's Markdown.
pub(super) fn render(report: &CheckReport<'_>, language: Language) -> Result<String, RenderError> {
    let mut text = head(report, language);
    let mut parts = Vec::new();
    for result in report.steps {
        if let Some(markdown) = own_report(report, result, language)? {
            parts.push((result, demoted(&markdown)));
        }
    }
    let frames: usize =
        parts.iter().map(|(result, _)| length(&start_of_fold(result, language)) + END_OF_FOLD.len()).sum();
    let room = MOST.saturating_sub(length(&text) + frames);
    let wanted: Vec<(bool, usize)> = parts
        .iter()
        .map(|(result, markdown)| (result.verdict == StepVerdict::Failed, length(markdown)))
        .collect();
    for ((result, markdown), share) in parts.iter().zip(shares(&wanted, room)) {
        let left_out = |lines| left_out(result.step, lines, language);
        // A report that gets no room at all is worth its sentence; the margin of a comment has it.
        let _ = write!(
            text,
            "{}{}{END_OF_FOLD}",
            start_of_fold(result, language),
            fitted(markdown, share, left_out)
        );
    }
    Ok(text)
}

/// Verdict, table and notes.
fn head(report: &CheckReport<'_>, language: Language) -> String {
    let mark = if report.passed() { "✅" } else { "❌" };
    let mut text = format!("## {mark} kbtool check {}\n\n", verdict(report, language));
    let _ = write!(
        text,
        "| | {} | {} |\n|:--|:--|:--|\n",
        language.pick("Step", "步骤"),
        language.pick("Result", "结果")
    );
    for result in report.steps {
        let words = escaped(&shorten(result.words.in_language(language), SENTENCE));
        let title = result.step.title();
        let _ =
            writeln!(text, "| {} | {} | {words} |", self::mark(result.verdict), title.in_language(language));
    }
    if !report.notes.is_empty() {
        text.push('\n');
        for note in report.notes.iter().take(MOST_NOTES) {
            let _ = writeln!(text, "- {}", escaped(&shorten(note.in_language(language), SENTENCE)));
        }
        let more = report.notes.len().saturating_sub(MOST_NOTES);
        if more > 0 {
            let _ = match language {
                Language::English => writeln!(text, "- … and {} more", thousands(more)),
                Language::Chinese => writeln!(text, "- ……另有 {} 条", thousands(more)),
            };
        }
    }
    text
}

const fn mark(verdict: StepVerdict) -> &'static str {
    match verdict {
        StepVerdict::Passed => "✅",
        StepVerdict::Failed => "❌",
        StepVerdict::LeftOut => "➖",
    }
}

fn start_of_fold(result: &StepResult, language: Language) -> String {
    let title = result.step.title();
    let (mark, title) = (mark(result.verdict), title.in_language(language));
    format!("\n<details><summary>{mark} {title} (kbtool {})</summary>\n\n", result.step.name())
}

/// What a step's own command would write; nothing of a step that was left out.
fn own_report(
    report: &CheckReport<'_>,
    result: &StepResult,
    language: Language,
) -> Result<Option<String>, RenderError> {
    if result.verdict == StepVerdict::LeftOut {
        return Ok(None);
    }
    let options = RenderOptions { language, ..RenderOptions::default() };
    Ok(match result.step {
        Step::Lint => {
            Some(render_lint(report.lint, LintFormat::Markdown, options, &LintRenderOptions::default()))
        }
        Step::Dedup => {
            Some(render_dedup(report.dedup, DedupFormat::Markdown, options, &DedupRenderOptions::default()))
        }
        Step::Diff => report
            .diff
            .map(|diff| render_diff(diff, DiffFormat::Markdown, options, &DiffRenderOptions::default())),
        Step::Eval => report.eval.map(|eval| render_eval(eval, Format::Markdown, &options)).transpose()?,
    })
}

/// That so many lines of a step's report are missing, and what shows them.
fn left_out(step: Step, lines: usize, language: Language) -> String {
    let (name, lines) = (step.name(), thousands(lines));
    match language {
        Language::English => {
            format!(
                "… {lines} more lines of this report do not fit into a comment; `kbtool {name}` shows them."
            )
        }
        Language::Chinese => {
            format!("……评论里放不下，这份报告还有 {lines} 行没有列出；运行 `kbtool {name}` 查看全部。")
        }
    }
}
