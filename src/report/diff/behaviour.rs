//! What customers notice, in a table and in words.

use super::super::section::{Cell, Column, GLUE, Paint, Section};
use super::super::words::{NO_VALUE, figure_value, plain, shorten, thousands};
use super::content::bracketed;
use super::questions::Questions;
use crate::diagnostic::Language;
use crate::diff::{Behaviour, Flip, FlipKind, QuestionSource, Response, ScopeBehaviour};
use crate::eval::Direction;
use crate::model::Figure;

/// How wide the question of an expected entry may be, in columns of a terminal.
const QUESTION_WIDTH: usize = 36;

const fn rows_title(language: Language) -> &'static str {
    language.pick("rows", "条数")
}

const fn newly_covered_title(language: Language) -> &'static str {
    language.pick("newly covered", "新覆盖")
}

const fn no_longer_covered_title(language: Language) -> &'static str {
    language.pick("no longer covered", "不再覆盖")
}

/// The titles of the columns that a narrow table of packs does without, the first first.
pub(super) const fn dispensable(language: Language) -> [&'static str; 4] {
    [
        Figure::Coverage.label(language),
        newly_covered_title(language),
        no_longer_covered_title(language),
        rows_title(language),
    ]
}

/// The head of all that.
pub(super) fn title(behaviour: &Behaviour, language: Language) -> String {
    let asked = asked(behaviour, language);
    match language {
        Language::English => format!("What customers notice, by {asked}"),
        Language::Chinese => format!("对顾客的影响（{asked}）"),
    }
}

/// `186 test questions`, or what else was asked.
pub(super) fn asked(behaviour: &Behaviour, language: Language) -> String {
    let rows = behaviour.overall.rows;
    let (number, several) = (thousands(rows), if rows == 1 { "" } else { "s" });
    match (behaviour.source, language) {
        (QuestionSource::Transcripts, Language::English) => format!("{number} test question{several}"),
        (QuestionSource::Transcripts, Language::Chinese) => format!("{number} 条测试问题"),
        (QuestionSource::SelfTest, Language::English) => {
            format!("{number} phrasing{several} of the earlier version")
        }
        (QuestionSource::SelfTest, Language::Chinese) => format!("旧版本的 {number} 条问法"),
    }
}

/// What is asked, in the plural.
pub(super) const fn asked_things(source: QuestionSource, language: Language) -> &'static str {
    match source {
        QuestionSource::Transcripts => language.pick("test questions", "测试问题"),
        QuestionSource::SelfTest => language.pick("phrasings of the earlier version", "旧版本的问法"),
    }
}

/// The packs, each with its flips and figures, and a total where there are several.
pub(super) fn packs(behaviour: &Behaviour, language: Language) -> Section {
    let number = |english, chinese| Column::number(language.pick(english, chinese));
    let columns = vec![
        Column::text(language.pick("pack", "行业包")),
        Column::number(rows_title(language)),
        number("fixed", "修复"),
        number("broken", "变错"),
        Column::number(newly_covered_title(language)),
        Column::number(no_longer_covered_title(language)),
        Column::number(Figure::HitRate.label(language)),
        Column::number(Figure::Coverage.label(language)),
        Column::number("p"),
    ];
    let mut rows: Vec<Vec<Cell>> =
        behaviour.packs.iter().map(|scope| scope_row(scope, Paint::Plain, language)).collect();
    if rows.len() != 1 {
        rows.push(scope_row(&behaviour.overall, Paint::Strong, language));
    }
    let title = language.pick("By pack", "各行业包").to_owned();
    Section { title, columns, rows, remarks: Vec::new() }
}

fn scope_row(scope: &ScopeBehaviour, paint: Paint, language: Language) -> Vec<Cell> {
    let counts = &scope.counts;
    let count =
        |count: u64, found: Paint| Cell::painted(thousands(count), if count > 0 { found } else { paint });
    vec![
        Cell::painted(scope_title(scope, language), paint),
        Cell::painted(thousands(scope.rows), paint),
        count(counts.fixed, Paint::Good),
        count(counts.broken, Paint::Bad),
        count(counts.newly_covered, Paint::Good),
        count(counts.no_longer_covered, Paint::Bad),
        figure(scope, Figure::HitRate, paint),
        figure(scope, Figure::Coverage, paint),
        Cell::painted(
            scope.mcnemar.p_text().map_or_else(|| NO_VALUE.to_owned(), |p| p.replace(' ', &GLUE.to_string())),
            if scope.mcnemar.is_significant() { Paint::Strong } else { paint },
        ),
    ]
}

/// A pack's name and id, or that all are meant.
fn scope_title(scope: &ScopeBehaviour, language: Language) -> String {
    match &scope.pack {
        None => language.pick("all", "合计").to_owned(),
        Some(pack) if *pack == scope.title || scope.title.is_empty() => plain(pack),
        Some(pack) => plain(&format!("{} ({pack})", scope.title)),
    }
}

/// A figure then and now; once where that reads the same.
fn figure(scope: &ScopeBehaviour, figure: Figure, paint: Paint) -> Cell {
    let Some(change) = scope.figures.iter().find(|change| change.figure == figure) else {
        return Cell::painted(NO_VALUE, paint);
    };
    let [before, after] = [change.before, change.after].map(|value| figure_value(figure, value));
    if before == after {
        return Cell::painted(after, paint);
    }
    let paint = match change.direction {
        Direction::Better => Paint::Good,
        Direction::Worse => Paint::Bad,
        Direction::Same | Direction::NotComparable => paint,
    };
    Cell::painted(format!("{before}{GLUE}→{GLUE}{after}"), paint)
}

/// The flips of one kind.
pub(super) fn of_kind(behaviour: &Behaviour, kind: FlipKind) -> Vec<&Flip> {
    behaviour.flips.iter().filter(|flip| flip.kind == kind).collect()
}

/// Whether customers are worse off for it.
pub(super) const fn paint(kind: FlipKind) -> Paint {
    match kind {
        FlipKind::Broken | FlipKind::NoLongerCovered => Paint::Bad,
        FlipKind::StillWrong => Paint::Strong,
        FlipKind::NewlyCovered | FlipKind::Fixed => Paint::Good,
    }
}

/// The entry that should answer, with its question where that is known.
pub(super) fn expected(flip: &Flip, questions: &Questions<'_>, language: Language) -> String {
    let Some(entry) = &flip.expected else {
        return language.pick("no answer", "不作答").to_owned();
    };
    match questions.get(entry) {
        Some(question) => format!("{} {}", plain(entry), shorten(question, QUESTION_WIDTH)),
        None => plain(entry),
    }
}

/// What a version did, and how sure it was.
pub(super) fn response(response: &Response, language: Language) -> String {
    let words = plain(response.words.in_language(language));
    match response.confidence {
        None => words,
        Some(confidence) => words + &bracketed(&format!("{confidence:.2}"), language),
    }
}

/// Where the question stands; empty for a phrasing, whose entry says where.
pub(super) fn place(flip: &Flip) -> String {
    if flip.file.is_empty() { String::new() } else { format!("{}:{}", plain(&flip.file), flip.line) }
}

/// How often it was asked, if more than once.
pub(super) fn times(flip: &Flip, language: Language) -> Option<String> {
    let count = thousands(flip.count);
    (flip.count > 1).then(|| match language {
        Language::English => format!("asked {count} times"),
        Language::Chinese => format!("问过 {count} 次"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::diff::sample::sample;

    #[test]
    fn a_total_stands_below_several_packs() {
        let mut sample = sample();
        let titles = |behaviour: &Behaviour| -> Vec<String> {
            packs(behaviour, Language::Chinese).rows.iter().map(|row| row[0].text.clone()).collect()
        };
        assert_eq!(titles(&sample.behaviour), ["行业通用包 (common)"]);
        let mut other = sample.behaviour.packs[0].clone();
        (other.pack, other.title) = (Some("shoes".to_owned()), "shoes".to_owned());
        sample.behaviour.packs.push(other);
        assert_eq!(titles(&sample.behaviour), ["行业通用包 (common)", "shoes", "合计"]);
    }

    #[test]
    fn a_figure_that_moved_shows_both() {
        let mut scope = sample().behaviour.overall;
        let same = figure(&scope, Figure::HitRate, Paint::Plain);
        assert!(!same.text.contains('→'), "{same:?}");
        let change = scope.figures.iter_mut().find(|change| change.figure == Figure::HitRate).expect("there");
        (change.before, change.after, change.direction) = (Some(0.8), Some(0.75), Direction::Worse);
        let moved = figure(&scope, Figure::HitRate, Paint::Plain);
        assert_eq!(moved, Cell::painted("80.0%\u{a0}→\u{a0}75.0%", Paint::Bad));
        scope.figures.clear();
        assert_eq!(figure(&scope, Figure::HitRate, Paint::Plain).text, "–");
    }
}
