//! A check for whoever sits at a terminal: the worst of what failed, the four steps in a table, and in the last
//! line whether it passed and what to do.

use super::super::dedup;
use super::super::eval_words::{gate, regression};
use super::super::lint;
use super::super::section::{Cell, Column, Paint, Section};
use super::super::table::{self, painted};
use super::super::words::{plain, shorten};
use super::super::{EvalOutcome, RenderOptions};
use super::sentences::{more, verdict};
use super::{CheckReport, DiffReport, Step, StepVerdict};
use crate::diagnostic::Language;
use crate::diff::{Change, Flip, FlipKind, LimitResult, fingerprint};

/// So many findings are shown.
const FINDINGS: usize = 20;

/// So many groups of duplicates.
const GROUPS: usize = 10;

/// So many changes below a limit that was not kept.
const CHANGES: usize = 5;

/// So many questions that are answered worse.
const FLIPS: usize = 5;

/// So many gates and regressions.
const GATES: usize = 20;

/// A text of somebody else is cut to so many columns.
const TEXT: usize = 60;

/// The limit that asks for a look at changes, whose names are then needed.
const REVIEW: &str = "require-review-of";

/// The report in the options' language.
pub(super) fn render(report: &CheckReport<'_>, options: RenderOptions) -> String {
    let language = options.language;
    let mut text = String::new();
    for result in report.of_verdict(StepVerdict::Failed) {
        let lines = match result.step {
            Step::Lint => findings(report, language),
            Step::Dedup => groups(report, language),
            Step::Diff => report.diff.map(|diff| changes(diff, language)).unwrap_or_default(),
            Step::Eval => report.eval.map(|eval| figures(eval, language)).unwrap_or_default(),
        };
        let title = result.step.title();
        let title = format!("✗ {} (kbtool {})", title.in_language(language), result.step.name());
        add_line(&mut text, &painted(&title, Paint::Bad, options));
        for line in lines {
            add_line(&mut text, &format!("  {line}"));
        }
        text.push('\n');
    }
    text += &table::render(&steps(report, language), options);
    text.push('\n');
    for note in report.notes {
        add_line(&mut text, &format!("- {}", plain(note.in_language(language))));
    }
    if !report.notes.is_empty() {
        text.push('\n');
    }
    let paint = if report.passed() { Paint::Good } else { Paint::Bad };
    add_line(&mut text, &painted(&last_line(report, language), paint, options));
    text
}

fn add_line(text: &mut String, line: &str) {
    *text += line;
    text.push('\n');
}

/// The steps, each with its sentence.
fn steps(report: &CheckReport<'_>, language: Language) -> Section {
    let rows = report.steps.iter().map(|result| {
        let (mark, paint) = match result.verdict {
            StepVerdict::Passed => ("✓", Paint::Good),
            StepVerdict::Failed => ("✗", Paint::Bad),
            StepVerdict::LeftOut => ("–", Paint::Plain),
        };
        let title = result.step.title();
        vec![
            Cell::painted(mark, paint),
            Cell::painted(title.in_language(language), paint),
            result.words.in_language(language).into(),
        ]
    });
    Section {
        title: String::new(),
        columns: vec![
            Column::names(""),
            Column::names(language.pick("step", "步骤")),
            Column::text(language.pick("result", "结果")),
        ],
        rows: rows.collect(),
        remarks: Vec::new(),
    }
}

fn last_line(report: &CheckReport<'_>, language: Language) -> String {
    let verdict = format!("kbtool check {}", verdict(report, language));
    match (report.passed(), language) {
        (true, Language::English) => format!("{verdict}. Nothing found stands in the way of merging."),
        (true, Language::Chinese) => format!("{verdict}。没有发现妨碍合并的问题。"),
        (false, Language::English) => {
            format!("{verdict}. Mend what is listed above, then run `kbtool check` again.")
        }
        (false, Language::Chinese) => format!("{verdict}。请处理上面列出的问题，再运行 kbtool check。"),
    }
}

/// The first `shown` lines of so many things, and how many more there are.
fn listed(mut lines: Vec<String>, all: usize, command: &str, language: Language) -> Vec<String> {
    if all > lines.len() {
        lines.push(more(all - lines.len(), command, language));
    }
    lines
}

fn findings(report: &CheckReport<'_>, language: Language) -> Vec<String> {
    let lines = lint::worst_lines(report.lint, FINDINGS, language);
    listed(lines, report.lint.findings.len(), "kbtool lint", language)
}

fn groups(report: &CheckReport<'_>, language: Language) -> Vec<String> {
    let lines = dedup::worst_lines(report.dedup, GROUPS, language);
    listed(lines, report.dedup.duplicates.groups.len(), "kbtool dedup", language)
}

/// The limits that were not kept with the changes that break them, and the questions that came off worse.
fn changes(report: &DiffReport<'_>, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    for limit in report.limits.iter().filter(|limit| !limit.kept) {
        lines.push(plain(limit.words.in_language(language)));
        let changes: Vec<&Change> =
            limit.changes.iter().filter_map(|&number| report.changes.get(number)).collect();
        let shown = changes.iter().take(CHANGES).map(|change| self::change(change, limit, language));
        lines.extend(indented(listed(shown.collect(), changes.len(), "kbtool diff", language)));
    }
    let flips = report.behaviour.map_or(&[][..], |behaviour| &behaviour.flips);
    let worse: Vec<&Flip> = flips
        .iter()
        .filter(|flip| matches!(flip.kind, FlipKind::Broken | FlipKind::NoLongerCovered))
        .collect();
    if !worse.is_empty() {
        lines.push(language.pick("Questions that came off worse:", "变差的问题：").to_owned());
        let shown = worse.iter().take(FLIPS).map(|flip| self::flip(flip, language));
        lines.extend(indented(listed(shown.collect(), worse.len(), "kbtool diff", language)));
    }
    lines
}

fn indented(lines: Vec<String>) -> impl Iterator<Item = String> {
    lines.into_iter().map(|line| format!("  {line}"))
}

/// `answer changed: 几天内可以退货？ (common/return-window): reason (file:12)`.
fn change(change: &Change, limit: &LimitResult, language: Language) -> String {
    let kind = change.kind.title();
    let mut line = kind.in_language(language).to_owned();
    let names = [&change.question, &change.entry].map(|name| shorten(name, TEXT));
    let colon = language.pick(": ", "：");
    let name = match names.each_ref().map(String::as_str) {
        ["", ""] => String::new(),
        ["", name] | [name, ""] => format!("{colon}{name}"),
        [question, entry] => format!("{colon}{question}{}", bracketed(entry, language)),
    };
    line += &name;
    line += language.pick(": ", "，");
    line += &shorten(change.reason.in_language(language), 2 * TEXT);
    if let Some(place) = &change.place {
        line += &bracketed(&format!("{}:{}", plain(&place.path), place.line), language);
    }
    if limit.limit == REVIEW {
        line += " [";
        line += &fingerprint(change);
        line.push(']');
    }
    line
}

fn bracketed(text: &str, language: Language) -> String {
    match language {
        Language::English => format!(" ({text})"),
        Language::Chinese => format!("（{text}）"),
    }
}

/// `file:17: 衣服不想要了怎么弄: answered with common/exchange; the cause`.
fn flip(flip: &Flip, language: Language) -> String {
    let place =
        if flip.file.is_empty() { String::new() } else { format!("{}:{}: ", plain(&flip.file), flip.line) };
    let mut line = format!(
        "{place}{}{}{}",
        shorten(&flip.question, TEXT),
        language.pick(": ", "："),
        plain(flip.after.words.in_language(language))
    );
    if let Some(cause) = &flip.cause {
        line += language.pick("; ", "；");
        line += &shorten(cause.words.in_language(language), 2 * TEXT);
    }
    line
}

fn figures(outcome: &EvalOutcome, language: Language) -> Vec<String> {
    let missed = outcome.gates.iter().filter(|one| one.missed());
    let missed = missed.map(|one| gate(&outcome.report, one, language));
    let regressions = outcome.regressions.iter().map(|one| regression(&outcome.report, one, language));
    let lines: Vec<String> = missed.chain(regressions).collect();
    let all = lines.len();
    listed(lines.into_iter().take(GATES).collect(), all, "kbtool eval", language)
}
