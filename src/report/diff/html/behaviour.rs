//! What customers notice: the result in a sentence, the figures by pack, the questions that flipped.

use std::fmt::Write as _;

use super::super::super::words::{NO_VALUE, difference, figure_value, heading, thousands};
use super::context::{Context, MOST_FLIPS, change_id, flip_id};
use super::escape::line;
use super::words::{flip_mark, left_out, source_line, verdict};
use crate::diagnostic::Language;
use crate::diff::{Flip, FlipKind, Response, ScopeBehaviour};
use crate::eval::{Direction, NO_PACK};
use crate::model::Figure;

/// So many packs are shown.
const MOST_PACKS: usize = 200;

/// What the whole section is called.
pub(super) const ID: &str = "customers";

/// The section, or nothing.
pub(super) fn section(context: &Context<'_>) -> String {
    let Some(behaviour) = context.report.behaviour else { return String::new() };
    let language = context.language;
    let mut text = format!(
        "<section id=\"{ID}\" aria-labelledby=\"{ID}-title\">\n<h2 id=\"{ID}-title\">{}</h2>\n",
        language.pick("What customers notice", "对顾客的影响")
    );
    let _ = writeln!(
        text,
        "<p class=\"sentence\">{}</p>\n<p class=\"quiet\">{}</p>",
        line(behaviour.overall.sentence.in_language(language)),
        source_line(behaviour.source, language)
    );
    text += &headline_figures(context, &behaviour.overall);
    text += &packs(context, &behaviour.overall, &behaviour.packs);
    text += &all_figures(context, &behaviour.overall, &behaviour.packs);
    for kind in FlipKind::ALL {
        text += &flips(context, kind);
    }
    text + "</section>\n"
}

/// Hit rate and coverage over all rows, large.
fn headline_figures(context: &Context<'_>, scope: &ScopeBehaviour) -> String {
    let mut tiles = String::new();
    for figure in [Figure::HitRate, Figure::Coverage] {
        let Some(change) = scope.figures.iter().find(|change| change.figure == figure) else { continue };
        let delta = match change.delta {
            Some(delta) if change.direction != Direction::Same => {
                let words = format!("{}{}", difference(figure, delta), points(context));
                format!(" <span class=\"delta {}\">{words}</span>", class(change.direction))
            }
            _ => String::new(),
        };
        let _ = writeln!(
            tiles,
            "<li><span class=\"label\">{}</span> <span class=\"big\">{} <span class=\"arrow\">→</span> {}</span>{delta}</li>",
            figure.label(context.language),
            figure_value(figure, change.before),
            figure_value(figure, change.after),
        );
    }
    if tiles.is_empty() { tiles } else { format!("<ul class=\"tiles figures\">\n{tiles}</ul>\n") }
}

const fn points(context: &Context<'_>) -> &'static str {
    context.language.pick(" points", " 个百分点")
}

/// How a direction looks.
const fn class(direction: Direction) -> &'static str {
    match direction {
        Direction::Better => "better",
        Direction::Worse => "worse",
        Direction::Same | Direction::NotComparable => "same",
    }
}

/// A table whose head names each column and whose rows are made of cells; on a narrow screen each row becomes
/// a card.
struct Table {
    heads: Vec<(String, bool)>,
    rows: String,
}

impl Table {
    fn new(heads: &[(&str, bool)]) -> Self {
        Self {
            heads: heads.iter().map(|&(head, numeric)| (head.to_owned(), numeric)).collect(),
            rows: String::new(),
        }
    }

    /// A row of escaped cells, the first being its head.
    fn row(&mut self, id: Option<&str>, class: &str, cells: &[String]) {
        let id = id.map_or_else(String::new, |id| format!(" id=\"{id}\""));
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let _ = writeln!(self.rows, "<tr{id}{class}>");
        for (at, (cell, (head, numeric))) in cells.iter().zip(&self.heads).enumerate() {
            let class = if *numeric { " class=\"number\"" } else { "" };
            let _ = if at == 0 {
                writeln!(self.rows, "<th scope=\"row\">{cell}</th>")
            } else {
                writeln!(self.rows, "<td{class} data-label=\"{head}\"><div>{cell}</div></td>")
            };
        }
        self.rows += "</tr>\n";
    }

    /// The table under a title of its own.
    fn captioned(self, caption: &str) -> String {
        self.written("", &format!("<caption>{caption}</caption>\n"))
    }

    /// The table under the heading of this name.
    fn under(self, heading: &str) -> String {
        self.written(&format!(" aria-labelledby=\"{heading}\""), "")
    }

    fn written(self, attributes: &str, caption: &str) -> String {
        let mut heads = String::new();
        for (head, numeric) in &self.heads {
            let class = if *numeric { " class=\"number\"" } else { "" };
            let _ = writeln!(heads, "<th scope=\"col\"{class}>{head}</th>");
        }
        format!(
            "<div class=\"wide\">\n<table{attributes}>\n{caption}<thead>\n<tr>\n{heads}</tr>\n</thead>\n<tbody>\n{}</tbody>\n</table>\n</div>\n",
            self.rows
        )
    }
}

/// The table of packs, with a total.
fn packs(context: &Context<'_>, overall: &ScopeBehaviour, packs: &[ScopeBehaviour]) -> String {
    let language = context.language;
    let kind = |kind: FlipKind| kind.title().in_language(language).to_owned();
    let [fixed, broken, newly, no_longer] =
        [FlipKind::Fixed, FlipKind::Broken, FlipKind::NewlyCovered, FlipKind::NoLongerCovered].map(kind);
    let mut table = Table::new(&[
        (language.pick("pack", "行业包"), false),
        (language.pick("questions", "问题数"), true),
        (&fixed, true),
        (&broken, true),
        (&newly, true),
        (&no_longer, true),
        (Figure::HitRate.label(language), true),
        (Figure::Coverage.label(language), true),
        (language.pick("p value", "p 值"), true),
    ]);
    for scope in packs.iter().take(MOST_PACKS) {
        table.row(None, "", &pack_row(context, scope));
    }
    table.row(None, "total", &pack_row(context, overall));
    let mut text = table.captioned(language.pick("By pack, then → now", "各行业包，改前 → 改后"));
    if packs.len() > MOST_PACKS {
        let _ = writeln!(text, "<p class=\"left-out\">{}</p>", left_out(packs.len() - MOST_PACKS, language));
    }
    text
}

fn scope_title(context: &Context<'_>, scope: &ScopeBehaviour) -> String {
    match &scope.pack {
        None => context.language.pick("all", "合计").to_owned(),
        Some(pack) if pack == NO_PACK => context.language.pick("(no pack)", "（未归属）").to_owned(),
        Some(pack) if *pack == scope.title => line(pack),
        Some(pack) => format!("{} <code>{}</code>", line(&scope.title), line(pack)),
    }
}

fn pack_row(context: &Context<'_>, scope: &ScopeBehaviour) -> Vec<String> {
    let language = context.language;
    let counts = &scope.counts;
    let count = |count: u64, class: &str| match count {
        0 => "0".to_owned(),
        count => format!("<span class=\"{class}\">{}</span>", thousands(count)),
    };
    let figure = |figure: Figure| match scope.figures.iter().find(|change| change.figure == figure) {
        Some(change) if change.before.is_some() || change.after.is_some() => format!(
            "{} → <span class=\"{}\">{}</span>",
            figure_value(figure, change.before),
            class(change.direction),
            figure_value(figure, change.after)
        ),
        _ => NO_VALUE.to_owned(),
    };
    let test = &scope.mcnemar;
    let p = test.p_text().map_or_else(
        || NO_VALUE.to_owned(),
        |p| {
            let class = match (test.is_significant(), test.fixed > test.broken) {
                (true, true) => "better",
                (true, false) => "worse",
                (false, _) => "same",
            };
            format!(
                "{} <span class=\"verdict {class}\">{}</span>",
                p.replace('<', "&lt;"),
                verdict(test, language)
            )
        },
    );
    vec![
        scope_title(context, scope),
        thousands(scope.rows),
        count(counts.fixed, "better"),
        count(counts.broken, "worse"),
        count(counts.newly_covered, "better"),
        count(counts.no_longer_covered, "worse"),
        figure(Figure::HitRate),
        figure(Figure::Coverage),
        p,
    ]
}

/// Every figure that moved, folded away.
fn all_figures(context: &Context<'_>, overall: &ScopeBehaviour, packs: &[ScopeBehaviour]) -> String {
    let language = context.language;
    let mut table = Table::new(&[
        (language.pick("pack", "行业包"), false),
        (language.pick("figure", "指标"), false),
        (language.pick("then", "改前"), true),
        (language.pick("now", "改后"), true),
        (language.pick("points", "百分点"), true),
    ]);
    let mut moved = 0;
    for scope in std::iter::once(overall).chain(packs.iter().take(MOST_PACKS)) {
        for change in &scope.figures {
            let words = match change.direction {
                Direction::Better => language.pick("better", "变好"),
                Direction::Worse => language.pick("worse", "变差"),
                Direction::Same | Direction::NotComparable => continue,
            };
            moved += 1;
            let delta = change.delta.map_or_else(String::new, |delta| difference(change.figure, delta));
            let cells = [
                scope_title(context, scope),
                change.figure.label(language).to_owned(),
                figure_value(change.figure, change.before),
                figure_value(change.figure, change.after),
                format!("<span class=\"{}\">{delta} {words}</span>", class(change.direction)),
            ];
            table.row(None, "", &cells);
        }
    }
    if moved == 0 {
        return String::new();
    }
    format!(
        "<details>\n<summary>{}</summary>\n{}</details>\n",
        heading(language.pick("figures that moved", "有变化的指标"), moved, language),
        table.captioned(language.pick("Every figure that moved", "全部有变化的指标"))
    )
}

/// The questions that flipped in one way, or nothing. What got better is folded away.
fn flips(context: &Context<'_>, kind: FlipKind) -> String {
    let language = context.language;
    let flips = context.flips(kind);
    if flips.is_empty() {
        return String::new();
    }
    let mut table = Table::new(&[
        (language.pick("question", "顾客的问题"), false),
        (language.pick("expected", "应答知识点"), false),
        (language.pick("then", "改前"), false),
        (language.pick("now", "改后"), false),
        (language.pick("most likely cause", "最可能的原因"), false),
    ]);
    for &(number, flip) in flips.iter().take(MOST_FLIPS) {
        let cells = [
            question(context, flip),
            flip.expected.as_ref().map_or_else(
                || format!("<span class=\"gap\">{}</span>", language.pick("nothing", "不应作答")),
                |expected| format!("<code>{}</code>", line(expected)),
            ),
            response(context, &flip.before, flip),
            response(context, &flip.after, flip),
            cause(context, flip),
        ];
        table.row(Some(&flip_id(number)), "", &cells);
    }
    let title = kind.title();
    let title = title.in_language(language);
    let mut inside = table.under(kind.name());
    if flips.len() > MOST_FLIPS {
        let left_out = left_out(flips.len() - MOST_FLIPS, language);
        let _ = writeln!(inside, "<p class=\"left-out\">{left_out}</p>");
    }
    let head = format!(
        "<h3 id=\"{}\"><span class=\"mark {}\" aria-hidden=\"true\">{}</span> {}</h3>",
        kind.name(),
        kind.name(),
        flip_mark(kind),
        heading(title, flips.len(), language)
    );
    if matches!(kind, FlipKind::Broken | FlipKind::NoLongerCovered) {
        format!("<div class=\"flips\">\n{head}\n{inside}</div>\n")
    } else {
        format!("<details class=\"flips\">\n<summary>{head}</summary>\n{inside}</details>\n")
    }
}

fn question(context: &Context<'_>, flip: &Flip) -> String {
    let mut text = format!("<span class=\"said\">{}</span>", line(&flip.question));
    if flip.count > 1 {
        let _ = write!(text, " <span class=\"tag\">×{}</span>", thousands(flip.count));
    }
    let place = if flip.file.is_empty() {
        match context.language {
            Language::English => format!("line {}", flip.line),
            Language::Chinese => format!("第 {} 行", flip.line),
        }
    } else {
        format!("{}:{}", line(&flip.file), flip.line)
    };
    let _ = write!(text, "<br><small class=\"place\">{place}</small>");
    text
}

fn response(context: &Context<'_>, response: &Response, flip: &Flip) -> String {
    let language = context.language;
    let (mark, class) = if response.right { ("✓", "better") } else { ("✗", "worse") };
    let words = response.words.in_language(language);
    let mut text = format!(
        "<span class=\"{class}\"><span class=\"mark\" aria-hidden=\"true\">{mark}</span> {}</span>",
        line(words)
    );
    if let Some(entry) = response.entry.as_deref()
        && flip.expected.as_deref() != Some(entry)
        && !words.contains(entry)
    {
        let _ = write!(text, " <code>{}</code>", line(entry));
    }
    if let Some(confidence) = response.confidence {
        let _ = write!(
            text,
            "<br><small class=\"quiet\">{} {confidence:.2}</small>",
            language.pick("confidence", "置信度")
        );
    }
    text
}

fn cause(context: &Context<'_>, flip: &Flip) -> String {
    match &flip.cause {
        None => format!("<span class=\"gap\">{}</span>", context.language.pick("not found", "未找到")),
        Some(cause) => {
            let words = line(cause.words.in_language(context.language));
            if context.is_shown(cause.change) {
                format!("<a href=\"#{}\">{words}</a>", change_id(cause.change))
            } else {
                words
            }
        }
    }
}
