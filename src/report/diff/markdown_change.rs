//! One change, or several of a kind, as cells of a table in Markdown.

use super::super::eval_markdown::escaped;
use super::super::folds::{cell, row};
use super::super::words::{joined, more, shorten};
use super::content::{
    Content, EXAMPLES, extent, fact_sides, group_name, reasons, separator, shop_name, title,
};
use super::grouping::{Group, alike};
use super::pieces::is_rewritten;
use crate::diagnostic::Language;
use crate::diff::{Change, EntrySummary, FactChange, Piece, PieceKind};

/// Something short is cut to so many columns.
const SHORT: usize = 80;

/// A whole answer is cut to so many columns.
const LONG: usize = 400;

/// So many reasons are given for several changes.
const REASONS: usize = 2;

/// So many members of a list are shown.
const ITEMS: usize = 12;

const BREAK: &str = "<br>";

/// The lines of a group; each begins with what it is about, which only the first line says. Only `with_reasons`
/// there is a column for them.
pub(super) fn rows(group: &Group<'_>, with_reasons: bool, language: Language) -> String {
    let mut rows = String::new();
    for (at, changes) in alike(&group.changes).iter().enumerate() {
        let about = if at == 0 { about(group, language) } else { String::new() };
        let mut cells = vec![about, what(changes, language), content(changes, language)];
        if with_reasons {
            cells.push(why(changes, language));
        }
        rows += &row(&cells);
    }
    rows
}

/// The question, the reference and the place.
fn about(group: &Group<'_>, language: Language) -> String {
    let mut lines = Vec::new();
    if !group.question.is_empty() && group.question != group.entry {
        lines.push(format!("<b>{}</b>", cell(group.question)));
    }
    lines.push(cell(&group_name(group, language)));
    if let Some(place) = group.place {
        lines.push(format!("<sub>{}</sub>", cell(&format!("{}:{}", place.path, place.line))));
    }
    lines.join(BREAK)
}

fn what(changes: &[&Change], language: Language) -> String {
    let shop = changes.first().and_then(|change| shop_name(change, language));
    let lines: Vec<String> = [Some(escaped(&title(changes, language))), shop.map(|shop| cell(&shop))]
        .into_iter()
        .flatten()
        .collect();
    lines.join(BREAK)
}

fn why(changes: &[&Change], language: Language) -> String {
    let reasons: Vec<String> = reasons(changes, language).into_iter().take(REASONS).map(cell).collect();
    reasons.join(BREAK)
}

/// What stood and stands there, the facts, and what else a reviewer should know.
fn content(changes: &[&Change], language: Language) -> String {
    let mut lines = match Content::of(changes, language) {
        Content::Nothing => Vec::new(),
        Content::Text(pieces) => vec![compared(&pieces)],
        Content::Phrasings { phrasings, way } => {
            let mut lines = vec![listed(&phrasings, language)];
            lines.extend(way.map(|(from, to)| format!("{} → {}", cell(from), cell(to))));
            lines
        }
        Content::Entry { summary, other } => entry(summary, other.as_deref(), language),
        Content::Items { gone, new } => items(&gone, &new, language),
        Content::Became { before, after } => {
            let side = |text: Option<String>, tag| text.map(|text| tagged(tag, &shorten(&text, LONG)));
            let sides = [side(before, "del"), side(after, "ins")];
            let arrow = if sides.iter().all(Option::is_some) { " → " } else { "" };
            vec![joined(sides.iter().flatten().map(String::as_str), arrow)]
        }
    };
    let facts = changes.iter().flat_map(|change| &change.facts);
    lines.extend(facts.map(|one| fact(one, language)));
    let notes = changes.iter().flat_map(|change| &change.notes);
    lines.extend(notes.map(|note| format!("ℹ️ {}", cell(note.in_language(language)))));
    lines.join(BREAK)
}

fn tagged(tag: &str, text: &str) -> String {
    format!("<{tag}>{}</{tag}>", escaped(text))
}

/// The text with what went struck out and what came underlined.
fn compared(pieces: &[Piece]) -> String {
    let rewritten = is_rewritten(pieces);
    let text: Vec<String> = pieces
        .iter()
        .filter(|piece| !rewritten || piece.kind != PieceKind::Same)
        .map(|piece| match piece.kind {
            PieceKind::Same => escaped(&piece.text),
            PieceKind::Removed => tagged("del", &piece.text),
            PieceKind::Added => tagged("ins", &piece.text),
        })
        .collect();
    text.join(if rewritten { BREAK } else { "" })
}

/// The first of some phrasings, and how many more there are.
fn listed(texts: &[&str], language: Language) -> String {
    let shown: Vec<String> = texts.iter().take(EXAMPLES).map(|text| escaped(&shorten(text, SHORT))).collect();
    let mut words = shown.join(separator(language));
    if texts.len() > EXAMPLES {
        words += language.pick(", ", "");
        words += &more(texts.len() - EXAMPLES, language);
    }
    words
}

fn entry(summary: &EntrySummary, other: Option<&str>, language: Language) -> Vec<String> {
    let mut lines: Vec<String> = other.map(cell).into_iter().collect();
    let variants: Vec<&str> = summary.variants.iter().map(String::as_str).collect();
    let listed = listed(&variants, language);
    let colon = if variants.is_empty() { "" } else { language.pick(": ", "：") };
    lines.push(format!("{}{colon}{listed}", extent(summary, language)));
    lines.extend(
        summary.answers.iter().take(EXAMPLES).map(|answer| {
            format!("{}{}", language.pick("Answer: ", "答案："), escaped(&shorten(answer, LONG)))
        }),
    );
    lines
}

fn items(gone: &[&str], new: &[&str], language: Language) -> Vec<String> {
    let line = |tag, texts: &[&str]| {
        let shown: Vec<String> =
            texts.iter().take(ITEMS).map(|text| tagged(tag, &shorten(text, SHORT))).collect();
        let mut words = shown.join(separator(language));
        if texts.len() > ITEMS {
            words.extend([" ", &more(texts.len() - ITEMS, language)]);
        }
        words
    };
    [line("del", gone), line("ins", new)].into_iter().filter(|line| !line.is_empty()).collect()
}

/// `7 天 → 15 天 duration`.
fn fact(fact: &FactChange, language: Language) -> String {
    let short = |side: Option<String>| side.map(|side| escaped(&shorten(&side, SHORT)));
    let words = match fact_sides(fact, language).map(short) {
        [None, Some(new)] => format!("+ {new}"),
        [Some(old), None] => format!("− {old}"),
        [old, new] => format!("{} → {}", old.unwrap_or_default(), new.unwrap_or_default()),
    };
    format!("<b>{words}</b> {}", escaped(fact.topic.title().in_language(language)))
}
