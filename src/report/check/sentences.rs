//! Each step in a sentence, and the whole in one.

use super::super::dedup::found;
use super::super::eval_words::headline;
use super::super::words::{counted, figure_value, joined, plain, thousands};
use super::super::{DiffReport, EvalOutcome, LintSummary};
use super::{CheckReport, StepVerdict};
use crate::dedup::Duplicates;
use crate::diagnostic::{Language, Message};
use crate::diff::Risk;
use crate::model::Figure;

/// A sentence that is made for each language.
fn both(sentence: impl Fn(Language) -> String) -> Message {
    Message::new(sentence(Language::English), sentence(Language::Chinese))
}

/// What the rules found, in a sentence without a full stop.
pub fn lint_sentence(summary: &LintSummary) -> Message {
    both(|language| summary.sentence(language))
}

/// Which duplicates there are, in a sentence without a full stop.
pub fn dedup_sentence(duplicates: &Duplicates) -> Message {
    both(|language| found(duplicates, language))
}

/// What changed, what customers notice and which limits were not kept, in a sentence without a full stop.
pub fn diff_sentence(report: &DiffReport<'_>) -> Message {
    both(|language| {
        let mut parts = vec![changes(report, language)];
        if let Some(behaviour) = report.behaviour {
            parts.push(plain(behaviour.overall.sentence.in_language(language)));
        }
        parts.extend(limits(report, language));
        parts.join(language.pick("; ", "；"))
    })
}

fn changes(report: &DiffReport<'_>, language: Language) -> String {
    let all = report.changes.len();
    if all == 0 {
        return match language {
            Language::English => {
                format!("Nothing changed in meaning, in {}", counted(report.entries.1, "entry", "entries"))
            }
            Language::Chinese => {
                format!("内容没有变化，共比较 {} 个知识点", thousands(report.entries.1))
            }
        };
    }
    let risks = Risk::ALL.map(|risk| {
        let count = report.changes.iter().filter(|change| change.risk == risk).count();
        let title = risk.title();
        match language {
            _ if count == 0 => String::new(),
            Language::English => format!("{} of {}", thousands(count), title.english),
            Language::Chinese => format!("{} {} 处", title.chinese, thousands(count)),
        }
    });
    let risks = risks.iter().map(String::as_str).filter(|risk| !risk.is_empty());
    let risks = joined(risks, language.pick(", ", "、"));
    match language {
        Language::English => format!("{}: {risks}", counted(all, "change", "changes")),
        Language::Chinese => format!("共 {} 处改动：{risks}", thousands(all)),
    }
}

/// How many limits were not kept; nothing where none is set.
fn limits(report: &DiffReport<'_>, language: Language) -> Option<String> {
    let (all, missed) = (report.limits.len(), report.limits.iter().filter(|limit| !limit.kept).count());
    Some(match (language, all, missed) {
        (_, 0, _) => return None,
        (Language::English, _, 0) => "all limits kept".to_owned(),
        (Language::Chinese, _, 0) => "限制全部满足".to_owned(),
        (Language::English, ..) => format!("{missed} of {} not kept", counted(all, "limit", "limits")),
        (Language::Chinese, ..) => format!("{all} 项限制中有 {missed} 项未满足"),
    })
}

/// Hit rate, coverage and which gates were missed, in a sentence without a full stop.
pub fn eval_sentence(outcome: &EvalOutcome) -> Message {
    let figures = &outcome.report.overall;
    both(|language| {
        if figures.rows == 0 {
            return language.pick("There was no question to evaluate", "没有可以评测的问题").to_owned();
        }
        let mut parts = vec![match language {
            Language::English => {
                counted(usize::try_from(figures.rows).unwrap_or(usize::MAX), "question", "questions")
            }
            Language::Chinese => format!("{} 个问题", thousands(figures.rows)),
        }];
        for figure in [Figure::HitRate, Figure::Coverage] {
            let value = figure_value(figure, figures.rate(figure).value);
            parts.push(format!("{} {value}", figure.label(language)));
        }
        let mut sentence = parts.join(language.pick(", ", "，"));
        let headline = headline(outcome, language);
        if !headline.is_empty() {
            sentence += language.pick("; ", "；");
            sentence += &headline;
        }
        sentence
    })
}

/// The titles of the steps of a verdict, one after the other.
pub(super) fn titles(report: &CheckReport<'_>, verdict: StepVerdict, language: Language) -> String {
    let titles: Vec<Message> = report.of_verdict(verdict).map(|result| result.step.title()).collect();
    joined(titles.iter().map(|title| title.in_language(language)), language.pick(", ", "、"))
}

/// Whether it passed, in few words that stand behind what is judged, without a full stop.
pub(super) fn verdict(report: &CheckReport<'_>, language: Language) -> String {
    let failed = titles(report, StepVerdict::Failed, language);
    let left_out = titles(report, StepVerdict::LeftOut, language);
    let verdict = match (failed.is_empty(), language) {
        (true, Language::English) => "passed".to_owned(),
        (true, Language::Chinese) => "通过".to_owned(),
        (false, Language::English) => format!("failed: {failed}"),
        (false, Language::Chinese) => format!("未通过：{failed}"),
    };
    match language {
        _ if left_out.is_empty() => verdict,
        Language::English => format!("{verdict} (left out: {left_out})"),
        Language::Chinese => format!("{verdict}（未做：{left_out}）"),
    }
}

/// How many more there are, and where.
pub(super) fn more(count: usize, command: &str, language: Language) -> String {
    match language {
        Language::English => format!("… and {} more; `{command}` shows them all", thousands(count)),
        Language::Chinese => format!("……另有 {} 条，运行 {command} 查看全部", thousands(count)),
    }
}
