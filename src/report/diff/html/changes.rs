//! The changes of a risk, entry by entry.

use std::fmt::Write as _;

use super::super::super::words::{capitalised, heading, more};
use super::context::{Context, Group, change_id, flip_id, group_id};
use super::escape::line;
use super::values::{body, facts};
use super::words::{changes_left_out, flip_mark, risk_mark};
use crate::diagnostic::Message;
use crate::diff::{Change, ChangeKind, FlipKind, Risk, Value};

/// So many changes of one kind to one entry stand open.
const OPEN: usize = 10;

/// The section of a risk, or nothing.
pub(super) fn section(context: &Context<'_>, at: usize) -> String {
    let (risk, count, language) = (Risk::ALL[at], context.counts[at], context.language);
    if count == 0 {
        return String::new();
    }
    let name = risk.name();
    let title = format!(
        "<h2 id=\"{name}-title\"><span class=\"mark {name}\" aria-hidden=\"true\">{}</span> {}</h2>",
        risk_mark(risk),
        heading(risk.title().in_language(language), count, language)
    );
    let mut cards: String = context.groups[at]
        .iter()
        .enumerate()
        .map(|(number, group)| card(context, at, number, group))
        .collect();
    if context.left_out(at) > 0 {
        let left_out = changes_left_out(context.left_out(at), risk, language);
        let _ = writeln!(cards, "<p class=\"left-out\">{left_out}</p>");
    }
    let inside = if risk == Risk::Low {
        format!("<details>\n<summary>{title}</summary>\n{cards}</details>\n")
    } else {
        format!("{title}\n{cards}")
    };
    format!("<section id=\"{name}\" class=\"risk\" aria-labelledby=\"{name}-title\">\n{inside}</section>\n")
}

/// Everything of one risk about one entry, pack or shop.
fn card(context: &Context<'_>, at: usize, number: usize, group: &Group) -> String {
    let risk = Risk::ALL[at];
    let changes = context.report.changes;
    let Some(first) = group.changes.first().map(|&change| &changes[change]) else { return String::new() };
    let mut text = format!(
        "<article class=\"card {}\" id=\"{}\">\n<header>\n<h3>{}</h3>\n",
        risk.name(),
        group_id(risk, number),
        title(first, context)
    );
    let places = context.places(first);
    let others: Vec<String> = (0..3)
        .filter(|&other| other != at)
        .filter_map(|other| {
            let group = places[other]?;
            let title = Risk::ALL[other].title();
            let count = context.groups[other][group].changes.len();
            let count = heading(title.in_language(context.language), count, context.language);
            Some(format!("<a href=\"#{}\">{count}</a>", group_id(Risk::ALL[other], group)))
        })
        .collect();
    if !others.is_empty() {
        let also = context.language.pick("Also changed: ", "其他改动：");
        let _ =
            writeln!(text, "<p class=\"also\">{also}{}</p>", others.join(context.language.pick(", ", "、")));
    }
    text += "</header>\n";
    for block in blocks(group, changes) {
        text += &self::block(context, &block);
    }
    text + "</article>\n"
}

/// What a card is about.
fn title(change: &Change, context: &Context<'_>) -> String {
    let language = context.language;
    let mut parts = Vec::new();
    if change.entry.is_empty() && change.question.is_empty() {
        parts.push(language.pick("The whole knowledge base", "整个知识库").to_owned());
    }
    if !change.question.is_empty() {
        parts.push(format!("<span class=\"said\">{}</span>", line(&change.question)));
    }
    if !change.entry.is_empty() && change.entry != change.question {
        parts.push(format!("<code>{}</code>", line(&change.entry)));
    }
    match &change.shop {
        Some(shop) if *shop != change.entry => {
            let word = language.pick("shop", "店铺");
            parts.push(format!("<span class=\"tag\">{word} <code>{}</code></span>", line(shop)));
        }
        Some(_) => parts.push(format!("<span class=\"tag\">{}</span>", language.pick("shop", "店铺"))),
        None => {}
    }
    parts.join(" ")
}

/// The changes of a group that share kind and reason, in the order of the first of each.
fn blocks(group: &Group, changes: &[Change]) -> Vec<Vec<usize>> {
    let mut blocks: Vec<((ChangeKind, &Message), Vec<usize>)> = Vec::new();
    for &number in &group.changes {
        let key = (changes[number].kind, &changes[number].reason);
        // What belongs together mostly stands together, so the last ones are looked at.
        match blocks.iter_mut().rev().take(16).find(|(known, _)| *known == key) {
            Some((_, numbers)) => numbers.push(number),
            None => blocks.push((key, vec![number])),
        }
    }
    blocks.into_iter().map(|(_, numbers)| numbers).collect()
}

fn block(context: &Context<'_>, numbers: &[usize]) -> String {
    let language = context.language;
    let Some(first) = numbers.first().map(|&number| &context.report.changes[number]) else {
        return String::new();
    };
    let kind = first.kind.title();
    let kind = match numbers.len() {
        1 => capitalised(kind.in_language(language)),
        count => heading(kind.in_language(language), count, language),
    };
    let mut text = format!(
        "<div class=\"block\">\n<h4>{kind}</h4>\n<p class=\"reason\">{}</p>\n",
        line(first.reason.in_language(language))
    );
    for &number in &numbers[..numbers.len().min(OPEN)] {
        text += &change(context, number);
    }
    if numbers.len() > OPEN {
        let rest = more(numbers.len() - OPEN, language);
        let _ = writeln!(text, "<details>\n<summary>{rest}</summary>");
        for &number in &numbers[OPEN..] {
            text += &change(context, number);
        }
        text += "</details>\n";
    }
    text + "</div>\n"
}

fn change(context: &Context<'_>, number: usize) -> String {
    let language = context.language;
    let change = &context.report.changes[number];
    // A phrasing more or less is a line, with its place behind it.
    let is_line = matches!(
        (&change.before, &change.after),
        (Some(Value::Text(_)), None) | (None, Some(Value::Text(_)))
    ) && change.facts.is_empty()
        && change.notes.is_empty()
        && context.caused(number).is_none();
    let class = if is_line { "change line" } else { "change" };
    let mut text = format!(
        "<div class=\"{class}\" id=\"{}\">\n{}{}",
        change_id(number),
        facts(&change.facts, language),
        body(change, language)
    );
    for note in &change.notes {
        let _ = writeln!(text, "<p class=\"note\">{}</p>", line(note.in_language(language)));
    }
    text += &caused(context, number);
    if let Some(place) = &change.place {
        let _ = writeln!(text, "<p class=\"place\"><code>{}:{}</code></p>", line(&place.path), place.line);
    }
    text + "</div>\n"
}

/// What customers notice of this change.
fn caused(context: &Context<'_>, number: usize) -> String {
    let Some(caused) = context.caused(number) else { return String::new() };
    let language = context.language;
    let kinds: Vec<String> = (0..5)
        .filter(|&at| caused.counts[at] > 0)
        .map(|at| {
            let kind = FlipKind::ALL[at];
            let mark = flip_mark(kind);
            let words = heading(kind.title().in_language(language), caused.counts[at], language);
            let words = format!("<span class=\"mark\" aria-hidden=\"true\">{mark}</span> {words}");
            match caused.first[at] {
                Some(flip) => format!("<a href=\"#{}\">{words}</a>", flip_id(flip)),
                None => words,
            }
        })
        .collect();
    let lead = language.pick("Test questions that it most likely flipped: ", "很可能因此变化的测试问题：");
    format!("<p class=\"caused\">{lead}{}</p>\n", kinds.join(language.pick(", ", "、")))
}
