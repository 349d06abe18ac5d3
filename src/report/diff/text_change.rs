//! One change, or several of a kind, on lines of a terminal.

use super::super::RenderOptions;
use super::super::words::{more, plain, shorten};
use super::compare::add_comparison;
use super::content::{
    Content, EXAMPLES, bracketed, extent, fact_sides, group_name, reasons, separator, shop_name, sign, title,
};
use super::grouping::{Group, alike};
use super::layout::{Look, Words, add};
use crate::diagnostic::Language;
use crate::diff::{Change, EntrySummary, FactChange, Place, Risk};

/// Something short is cut to so many columns.
const SHORT: usize = 80;

/// A whole answer is cut to so many columns.
const LONG: usize = 400;

/// So many reasons are given for several changes.
const REASONS: usize = 2;

/// The space before a change.
const INDENT: usize = 2;

/// The space before what belongs to a change.
const INNER: usize = INDENT + 4;

/// What changed of one entry, with an empty line behind it.
pub(super) fn group(group: &Group<'_>, options: RenderOptions) -> String {
    let mut text = String::new();
    let mut head = Words::of(Look::Strong, &plain(&group_name(group, options.language)));
    if !group.question.is_empty() && group.question != group.entry {
        head.push(Look::Strong, &format!("  {}", shorten(group.question, SHORT)));
    }
    if let Some(place) = group.place {
        head.push(Look::Faint, &format!("  {}:{}", plain(&place.path), place.line));
    }
    add(&mut text, 0, head, options);
    for changes in alike(&group.changes) {
        let place = if changes.len() == 1 { changes[0].place.as_ref() } else { None };
        add_changes(&mut text, &changes, elsewhere(place, group.place).as_deref(), options);
    }
    text.push('\n');
    text
}

/// Where a change stands, if not where its group does.
fn elsewhere(place: Option<&Place>, of_group: Option<&Place>) -> Option<String> {
    let place = place.filter(|place| Some(*place) != of_group)?;
    Some(match of_group {
        Some(group) if group.path == place.path => format!(":{}", place.line),
        _ => format!("{}:{}", plain(&place.path), place.line),
    })
}

fn add_changes(text: &mut String, changes: &[&Change], place: Option<&str>, options: RenderOptions) {
    let language = options.language;
    let Some(&first) = changes.first() else { return };
    let content = Content::of(changes, language);
    let look = match sign(first) {
        "+" => Look::New,
        "-" => Look::Old,
        _ => Look::Strong,
    };
    let mut head = Words::of(look, sign(first)).with(Look::Plain, &format!(" {}", title(changes, language)));
    if let Some(shop) = shop_name(first, language) {
        head.push(Look::Plain, &format!("  {}", plain(&shop)));
    }
    let words = content_words(&content, language);
    if !words.is_empty() {
        head = head.with(Look::Plain, "  ").and(&words);
    }
    let reasons: Vec<String> = reasons(changes, language).into_iter().take(REASONS).map(plain).collect();
    if first.risk != Risk::Low && !reasons.is_empty() {
        head.push(Look::Plain, &bracketed(&reasons.join(language.pick("; ", "；")), language));
    }
    if let Some(place) = place {
        head.push(Look::Faint, &format!("  {place}"));
    }
    add(text, INDENT, head, options);
    match &content {
        Content::Text(pieces) => add_comparison(text, INNER, pieces, options),
        Content::Entry { summary, .. } => add_entry(text, summary, options),
        _ => {}
    }
    add_facts(text, &first.facts, options);
    for note in changes.iter().flat_map(|change| &change.notes) {
        let words = format!("{}{}", language.pick("note: ", "注意："), plain(note.in_language(language)));
        add(text, INNER, Words::of(Look::Plain, &words), options);
    }
}

/// What fits behind the title of a change.
fn content_words(content: &Content<'_>, language: Language) -> Words {
    let short = |text: &str| shorten(text, SHORT);
    match content {
        Content::Nothing | Content::Text(_) => Words::default(),
        Content::Phrasings { phrasings, way } => {
            let words = Words::of(Look::Plain, &listed(phrasings, EXAMPLES, language));
            match way {
                Some((from, to)) => {
                    words.with(Look::Plain, "  ").and(&then_and_now(Some(&short(from)), Some(&short(to))))
                }
                None => words,
            }
        }
        Content::Entry { summary, other } => {
            let mut words = Words::default();
            if let Some(other) = other {
                words.push(Look::Plain, &format!("{}  ", plain(other)));
            }
            words.push(Look::Plain, &extent(summary, language));
            words
        }
        Content::Items { gone, new } => {
            let mut words = Words::default();
            for (sign, look, items) in [("-", Look::Old, gone), ("+", Look::New, new)] {
                for item in items {
                    let space = if words.is_empty() { "" } else { "  " };
                    words = words.with(Look::Plain, space).with(look, &format!("{sign}{}", short(item)));
                }
            }
            words
        }
        Content::Became { before, after } => {
            let long = |value: &Option<String>| value.as_deref().map(|value| shorten(value, LONG));
            then_and_now(long(before).as_deref(), long(after).as_deref())
        }
    }
}

fn then_and_now(before: Option<&str>, after: Option<&str>) -> Words {
    let words = Words::of(Look::Old, before.unwrap_or_default());
    let arrow = if before.is_some() && after.is_some() { " → " } else { "" };
    words.with(Look::Plain, arrow).with(Look::New, after.unwrap_or_default())
}

/// The first of some texts, and how many more there are.
fn listed(texts: &[&str], most: usize, language: Language) -> String {
    let shown: Vec<String> = texts.iter().take(most).map(|text| shorten(text, SHORT)).collect();
    let mut words = shown.join(separator(language));
    if texts.len() > most {
        words += language.pick(", ", "");
        words += &more(texts.len() - most, language);
    }
    words
}

/// The phrasings and answers of an entry that came or went.
fn add_entry(text: &mut String, summary: &EntrySummary, options: RenderOptions) {
    let language = options.language;
    if !summary.variants.is_empty() {
        let variants: Vec<&str> = summary.variants.iter().map(String::as_str).collect();
        let words =
            language.pick("variants  ", "相似问  ").to_owned() + &listed(&variants, EXAMPLES, language);
        add(text, INNER, Words::of(Look::Plain, &words), options);
    }
    for answer in summary.answers.iter().take(EXAMPLES) {
        let words = language.pick("answer    ", "答案    ").to_owned() + &shorten(answer, LONG);
        add(text, INNER, Words::of(Look::Plain, &words), options);
    }
}

/// The facts that an answer states otherwise, what they are about below each other.
fn add_facts(text: &mut String, facts: &[FactChange], options: RenderOptions) {
    let language = options.language;
    let lines: Vec<(Words, &FactChange)> = facts
        .iter()
        .map(|fact| {
            let sides = fact_sides(fact, language).map(|side| side.map(|side| shorten(&side, SHORT)));
            let words = match sides {
                [None, Some(new)] => Words::of(Look::New, &format!("+ {new}")),
                [Some(old), None] => Words::of(Look::Old, &format!("- {old}")),
                [old, new] => then_and_now(old.as_deref(), new.as_deref()),
            };
            (words, fact)
        })
        .collect();
    let width = lines.iter().map(|(words, _)| words.width()).max().unwrap_or(0);
    for (words, fact) in lines {
        let space = " ".repeat(width - words.width() + 2);
        let topic = fact.topic.title();
        let words = words.with(Look::Plain, &space).with(Look::Faint, topic.in_language(language));
        add(text, INNER, words, options);
    }
}
