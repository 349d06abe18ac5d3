//! What stood and what stands: texts with what went and came marked in them, lists, phrasings, whole entries.
//!
//! What went is `<del>`, what came is `<ins>`: struck and underlined as well as coloured, and named for those
//! who listen.

use std::fmt::Write as _;

use rustc_hash::FxHashSet;
use unicode_width::UnicodeWidthStr;

use super::super::super::words::{heading, more};
use super::escape::{MOST_TEXT, beginning, characters, characters_left_out, ending, line, lines, visible};
use crate::diagnostic::Language;
use crate::diff::{Change, ChangeKind, EntrySummary, FactChange, Piece, PieceKind, Value};

/// A text up to so many columns of a terminal stands on one line.
const SHORT: usize = 80;

/// Of what stayed between two differences so many characters are shown at either end.
const CONTEXT: usize = 200;

/// Of a list so many items are shown.
const MOST_ITEMS: usize = 20;

const ARROW: &str = " <span class=\"arrow\">→</span> ";

/// What stood and stands there.
pub(super) fn body(change: &Change, language: Language) -> String {
    match (&change.before, &change.after) {
        (Some(Value::Text(before)), Some(Value::Text(after))) => texts(change, before, after, language),
        (Some(Value::List(before)), Some(Value::List(after))) => items(before, after, language),
        (Some(Value::List(before)), None) => items(before, &[], language),
        (None, Some(Value::List(after))) => items(&[], after, language),
        (
            Some(Value::Phrasing { entry: from, text: before }),
            Some(Value::Phrasing { entry: to, text: after }),
        ) => {
            let phrasing = if before == after {
                format!("<span class=\"said\">{}</span>", line(after))
            } else {
                format!(
                    "<del>{}</del>{ARROW}<ins>{}</ins>",
                    visible(beginning(before, MOST_TEXT)),
                    visible(beginning(after, MOST_TEXT))
                )
            };
            format!(
                "<p class=\"value\">{phrasing}<br>\
                 <del><code>{}</code></del>{ARROW}<ins><code>{}</code></ins></p>\n",
                line(from),
                line(to)
            )
        }
        (before, after) => {
            let sides = [(before, PieceKind::Removed), (after, PieceKind::Added)];
            let sides = sides.into_iter().filter_map(|(value, kind)| Some((value.as_ref()?, kind)));
            sides.map(|(value, kind)| side(value, kind, change, language)).collect()
        }
    }
}

/// A text then and now: long ones beside each other, short ones in one line.
fn texts(change: &Change, before: &str, after: &str, language: Language) -> String {
    let is_answer = matches!(
        change.kind,
        ChangeKind::AnswerChanged | ChangeKind::ShopAnswerChanged | ChangeKind::WelcomeChanged
    );
    let is_short = |text: &str| !text.contains('\n') && text.width() <= SHORT;
    if !is_answer && is_short(before) && is_short(after) {
        return format!(
            "<p class=\"value\">{}{ARROW}{}</p>\n",
            marked(&change.pieces, before, PieceKind::Removed, language),
            marked(&change.pieces, after, PieceKind::Added, language)
        );
    }
    let pane = |title: &str, class: &str, text: String| {
        format!(
            "<div class=\"pane {class}\"><p class=\"label\">{title}</p><p class=\"value\">{text}</p></div>\n"
        )
    };
    format!(
        "<div class=\"panes\">\n{}{}</div>\n",
        pane(
            language.pick("Before", "改前"),
            "then",
            marked(&change.pieces, before, PieceKind::Removed, language)
        ),
        pane(
            language.pick("After", "改后"),
            "now",
            marked(&change.pieces, after, PieceKind::Added, language)
        )
    )
}

/// The one side of a text of which `pieces` tell what went and came. Without pieces all of it did.
fn marked(pieces: &[Piece], whole: &str, kind: PieceKind, language: Language) -> String {
    let all = [Piece { kind, text: whole.to_owned() }];
    let mut left = MOST_TEXT;
    let mut text = String::new();
    let mut of_side = if pieces.is_empty() { &all[..] } else { pieces }
        .iter()
        .filter(|piece| piece.kind == PieceKind::Same || piece.kind == kind)
        .peekable();
    while let Some(piece) = of_side.next() {
        let length = characters(&piece.text);
        if piece.kind == PieceKind::Same {
            if length <= 3 * CONTEXT {
                text += &lines(&piece.text);
                left = left.saturating_sub(length);
            } else {
                // The text may begin or end with what stayed, where one end is enough.
                let head = if text.is_empty() { 0 } else { CONTEXT };
                let tail = if of_side.peek().is_none() { 0 } else { CONTEXT };
                let gap = characters_left_out(length - head - tail, language);
                let _ = write!(
                    text,
                    "{} <span class=\"gap\">[… {gap} …]</span> {}",
                    lines(beginning(&piece.text, head)),
                    lines(ending(&piece.text, tail))
                );
                left = left.saturating_sub(head + tail);
            }
        } else {
            text += &tagged(kind, &visible(beginning(&piece.text, left)));
            if length > left {
                let gap = characters_left_out(length - left, language);
                let _ = write!(text, " <span class=\"gap\">[… {gap}]</span>");
            }
            left = left.saturating_sub(length);
        }
        if left == 0 {
            if of_side.peek().is_some() {
                let rest = of_side.map(|piece| characters(&piece.text)).sum();
                let _ =
                    write!(text, " <span class=\"gap\">[… {}]</span>", characters_left_out(rest, language));
            }
            break;
        }
    }
    text
}

/// `text`, which is escaped, as something that went, came or stayed.
fn tagged(kind: PieceKind, text: &str) -> String {
    match kind {
        PieceKind::Same => text.to_owned(),
        PieceKind::Removed => format!("<del>{text}</del>"),
        PieceKind::Added => format!("<ins>{text}</ins>"),
    }
}

/// A list then and now: what stayed, went and came.
fn items(before: &[String], after: &[String], language: Language) -> String {
    let [then, now] = [before, after].map(|list| list.iter().collect::<FxHashSet<&String>>());
    let went = before.iter().filter(|item| !now.contains(item)).map(|item| (item, PieceKind::Removed));
    let came = after.iter().filter(|item| !then.contains(item)).map(|item| (item, PieceKind::Added));
    let stayed = after.iter().filter(|item| then.contains(item)).map(|item| (item, PieceKind::Same));
    let all: Vec<(&String, PieceKind)> = went.chain(came).chain(stayed).collect();
    list(&all, "items", language)
}

fn list(all: &[(&String, PieceKind)], class: &str, language: Language) -> String {
    let mut text = format!("<ul class=\"{class}\">\n");
    for (item, kind) in all.iter().take(MOST_ITEMS) {
        let _ = writeln!(text, "<li>{}</li>", tagged(*kind, &visible_line(item)));
    }
    if all.len() > MOST_ITEMS {
        let _ = writeln!(text, "<li class=\"gap\">{}</li>", more(all.len() - MOST_ITEMS, language));
    }
    text + "</ul>\n"
}

/// A text on one line, never quite nothing.
fn visible_line(text: &str) -> String {
    let shown = line(text);
    if shown.trim().is_empty() { visible(beginning(text, SHORT)) } else { shown }
}

/// What stands on one side alone.
fn side(value: &Value, kind: PieceKind, change: &Change, language: Language) -> String {
    match value {
        Value::Text(text) => {
            format!("<p class=\"value\">{}</p>\n", marked(&[], text, kind, language))
        }
        Value::List(all) => {
            let all: Vec<(&String, PieceKind)> = all.iter().map(|item| (item, kind)).collect();
            list(&all, "items", language)
        }
        Value::Phrasing { entry, text } => format!(
            "<p class=\"value\">{} <code>{}</code></p>\n",
            tagged(kind, &visible_line(text)),
            line(entry)
        ),
        Value::Entry(entry) => whole(entry, kind, change, language),
    }
}

/// A whole entry; its name and question only where the change is not under them.
fn whole(entry: &EntrySummary, kind: PieceKind, change: &Change, language: Language) -> String {
    let class = if kind == PieceKind::Removed { "then" } else { "now" };
    let mut text = format!("<div class=\"whole {class}\">\n");
    if (&entry.entry, &entry.question) != (&change.entry, &change.question) {
        let (question, name) = (visible_line(&entry.question), line(&entry.entry));
        let _ = writeln!(
            text,
            "<p class=\"value\"><span class=\"said\">{question}</span> <code>{name}</code></p>"
        );
    }
    let parts = [
        (language.pick("Variants", "相似问"), &entry.variants),
        (language.pick("Answers", "答案"), &entry.answers),
    ];
    for (title, texts) in parts {
        if !texts.is_empty() {
            let all: Vec<(&String, PieceKind)> = texts.iter().map(|text| (text, PieceKind::Same)).collect();
            let _ = write!(
                text,
                "<p class=\"label\">{}</p>\n{}",
                heading(title, texts.len(), language),
                list(&all, "texts", language)
            );
        }
    }
    text + "</div>\n"
}

/// The facts that are others, then → now.
pub(super) fn facts(facts: &[FactChange], language: Language) -> String {
    if facts.is_empty() {
        return String::new();
    }
    let stated = |words: &[String], kind| {
        if words.is_empty() {
            return format!("<span class=\"gap\">{}</span>", language.pick("not stated", "未提及"));
        }
        let words: Vec<String> =
            words.iter().take(MOST_ITEMS).map(|word| tagged(kind, &visible_line(word))).collect();
        words.join(language.pick(", ", "、"))
    };
    let mut text = "<ul class=\"facts\">\n".to_owned();
    for fact in facts.iter().take(MOST_ITEMS) {
        let _ = writeln!(
            text,
            "<li><span class=\"topic\">{}</span> {}{ARROW}{}</li>",
            line(fact.topic.title().in_language(language)),
            stated(&fact.before, PieceKind::Removed),
            stated(&fact.after, PieceKind::Added)
        );
    }
    if facts.len() > MOST_ITEMS {
        let _ = writeln!(text, "<li class=\"gap\">{}</li>", more(facts.len() - MOST_ITEMS, language));
    }
    text + "</ul>\n"
}
