//! The page as a whole: head, title, the three lines, counters, limits, and then the parts.

use std::fmt::Write as _;

use super::super::super::words::{capitalised, more, thousands};
use super::behaviour;
use super::changes;
use super::context::{Context, change_id};
use super::escape::line;
use super::style::STYLE;
use super::words::{changes_line, customers_line, flip_mark, limits_line, risk_mark};
use crate::diagnostic::Language;
use crate::diff::{FlipKind, LimitResult, Risk};

/// Nothing is fetched and nothing runs, whatever a text in the page may say.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// So many changes are named below a limit.
const MOST_NAMED: usize = 5;

/// So many notes are shown.
const MOST_NOTES: usize = 50;

/// The page.
pub(super) fn render(context: &Context<'_>) -> String {
    let (report, language) = (context.report, context.language);
    let kind = language.pick("Knowledge base changes", "知识库改动");
    let (before, after) = (line(report.before), line(report.after));
    let mut text = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{kind}{}{before} → {after}</title>\n<style>\n{STYLE}</style>\n</head>\n",
        language.pick("en", "zh-CN"),
        language.pick(": ", "：")
    );
    let long = if context.is_long() { " class=\"long\"" } else { "" };
    let _ = write!(
        text,
        "<body{long}>\n<header class=\"top\">\n<p class=\"kind\">{kind}</p>\n\
         <h1>{before} <span class=\"arrow\">→</span> {after}</h1>\n{}{}</header>\n",
        lead(context),
        tiles(context)
    );
    text += "<main>\n";
    text += &limits(context);
    text += &notes(context);
    if report.changes.is_empty() {
        let nothing = language.pick("No change in meaning was found.", "没有发现内容上的改动。");
        let _ = writeln!(text, "<p class=\"nothing\">{nothing}</p>");
    }
    for at in 0..Risk::ALL.len() {
        text += &changes::section(context, at);
    }
    text += &behaviour::section(context);
    text + "</main>\n</body>\n</html>\n"
}

/// Three lines that need no knowledge of the matter.
fn lead(context: &Context<'_>) -> String {
    let (report, language) = (context.report, context.language);
    let verdict = match (report.limits.is_empty(), report.limits.iter().all(|limit| limit.kept)) {
        (true, _) => ("·", ""),
        (false, true) => ("✓", "better"),
        (false, false) => ("✗", "worse"),
    };
    let lines = [
        (("·", ""), changes_line(report, language)),
        (("·", ""), customers_line(report, language)),
        (verdict, limits_line(report, language)),
    ];
    let mut text = "<ul class=\"lead\">\n".to_owned();
    for ((mark, class), words) in lines {
        let _ = writeln!(
            text,
            "<li><span class=\"mark {class}\" aria-hidden=\"true\">{mark}</span> <span>{}</span></li>",
            line(&words)
        );
    }
    text + "</ul>\n"
}

/// How many changes of each risk, and how many flips of each kind, with links.
fn tiles(context: &Context<'_>) -> String {
    let language = context.language;
    let tile = |class: &str, target: &str, mark: &str, count: u64, title: &str| {
        let words = format!(
            "<span class=\"big\">{}</span> <span class=\"label\"><span class=\"mark\" aria-hidden=\"true\">{mark}</span> {}</span>",
            thousands(count),
            capitalised(title)
        );
        if count == 0 {
            format!("<li class=\"{class} none\"><span class=\"tile\">{words}</span></li>\n")
        } else {
            format!("<li class=\"{class}\"><a class=\"tile\" href=\"#{target}\">{words}</a></li>\n")
        }
    };
    let mut text =
        format!("<nav aria-label=\"{}\">\n<ul class=\"tiles\">\n", language.pick("In numbers", "数字一览"));
    for (risk, count) in Risk::ALL.into_iter().zip(context.counts) {
        let title = risk.title();
        text += &tile(risk.name(), risk.name(), risk_mark(risk), count as u64, title.in_language(language));
    }
    if let Some(behaviour) = context.report.behaviour {
        text += "</ul>\n<ul class=\"tiles of-flips\">\n";
        let counts = &behaviour.overall.counts;
        let kinds = [
            (FlipKind::Broken, counts.broken),
            (FlipKind::NoLongerCovered, counts.no_longer_covered),
            (FlipKind::NewlyCovered, counts.newly_covered),
            (FlipKind::Fixed, counts.fixed),
        ];
        for (kind, count) in kinds {
            let listed = behaviour.flips.iter().any(|flip| flip.kind == kind);
            let target = if listed { kind.name() } else { behaviour::ID };
            let title = kind.title();
            text += &tile(kind.name(), target, flip_mark(kind), count, title.in_language(language));
        }
    }
    text + "</ul>\n</nav>\n"
}

/// The limits and whether they were kept, or nothing.
fn limits(context: &Context<'_>) -> String {
    let limits = context.report.limits;
    if limits.is_empty() {
        return String::new();
    }
    let language = context.language;
    let mut text = format!(
        "<section id=\"limits\" aria-labelledby=\"limits-title\">\n<h2 id=\"limits-title\">{}</h2>\n<ul class=\"limits\">\n",
        language.pick("Limits", "限制")
    );
    for limit in limits {
        text += &self::limit(context, limit);
    }
    text + "</ul>\n</section>\n"
}

fn limit(context: &Context<'_>, limit: &LimitResult) -> String {
    let language = context.language;
    let (mark, class, verdict) = if limit.kept {
        ("✓", "better", language.pick("kept", "满足"))
    } else {
        ("✗", "worse", language.pick("not kept", "未满足"))
    };
    let mut text = format!(
        "<li><span class=\"{class} verdict\"><span class=\"mark\" aria-hidden=\"true\">{mark}</span> {verdict}</span> \
         <span>{}</span> <code>{}</code>",
        line(limit.words.in_language(language)),
        line(&limit.limit)
    );
    let shown: Vec<usize> =
        limit.changes.iter().copied().filter(|&change| context.is_shown(change)).collect();
    if !shown.is_empty() {
        text += "\n<ul class=\"named\">\n";
        for &number in shown.iter().take(MOST_NAMED) {
            let change = &context.report.changes[number];
            let name = if change.question.is_empty() { &change.entry } else { &change.question };
            let _ = writeln!(
                text,
                "<li><a href=\"#{}\">{}{}{}</a></li>",
                change_id(number),
                change.kind.title().in_language(language),
                language.pick(": ", "："),
                line(name)
            );
        }
        if limit.changes.len() > MOST_NAMED {
            let _ = writeln!(
                text,
                "<li class=\"gap\">{}</li>",
                more(limit.changes.len() - MOST_NAMED.min(shown.len()), language)
            );
        }
        text += "</ul>\n";
    }
    text + "</li>\n"
}

/// What else the reader should know, or nothing.
fn notes(context: &Context<'_>) -> String {
    let notes = context.report.notes;
    if notes.is_empty() {
        return String::new();
    }
    let language: Language = context.language;
    let mut text = format!(
        "<section id=\"notes\" aria-labelledby=\"notes-title\">\n<h2 id=\"notes-title\">{}</h2>\n<ul class=\"notes\">\n",
        language.pick("Notes", "说明")
    );
    for note in notes.iter().take(MOST_NOTES) {
        let _ = writeln!(text, "<li>{}</li>", line(note.in_language(language)));
    }
    if notes.len() > MOST_NOTES {
        let _ = writeln!(text, "<li class=\"gap\">{}</li>", more(notes.len() - MOST_NOTES, language));
    }
    text + "</ul>\n</section>\n"
}
