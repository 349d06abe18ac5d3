//! An evaluation in tables.

use rustc_hash::{FxHashMap, FxHashSet};

use super::EvalOutcome;
use super::eval_words::{mark, pack_title};
use super::section::{Cell, Column, GLUE, Paint, Section};
use super::words::{NO_VALUE, difference, figure_value, interval, joined, percent, plain, shorten};
use crate::diagnostic::Language;
use crate::eval::{Comparison, Direction, Figures, Gap, PackReport, Report, Uncovered, Verdict, WATCHED};
use crate::model::Figure;

/// How many pairs, and how many entries, a report lists; the JSON has all.
const LISTED: usize = 10;

/// How many labels stand for a reason.
const EXAMPLES: usize = 3;

/// How wide a question may be, in columns of a terminal.
const QUESTION_WIDTH: usize = 36;

/// The figures that the table of packs shows.
const SHOWN: [Figure; 7] = [
    Figure::Coverage,
    Figure::HitRate,
    Figure::Top1,
    Figure::RecommendRate,
    Figure::NoneRate,
    Figure::WrongRate,
    Figure::RejectRate,
];

/// The figures that a narrow table does without, the first first.
pub(super) const DISPENSABLE: [Figure; 4] =
    [Figure::Top1, Figure::RecommendRate, Figure::NoneRate, Figure::Coverage];

/// The packs with their figures, and a total; `brief` packs go by their names alone.
pub(super) fn packs(outcome: &EvalOutcome, brief: bool, language: Language) -> Section {
    let report = &outcome.report;
    let mut columns =
        vec![Column::text(language.pick("pack", "行业包")), Column::number(language.pick("rows", "行数"))];
    columns.extend(SHOWN.map(|figure| Column::number(figure.label(language))));
    let row = |pack: &PackReport| {
        let title = match &pack.name {
            Some(name) if brief => name.clone(),
            _ => pack_title(report, Some(&pack.pack), language),
        };
        pack_row(outcome, title, Some(&pack.pack), &pack.figures)
    };
    let mut rows: Vec<Vec<Cell>> = report.packs.iter().map(row).collect();
    rows.push(pack_row(outcome, pack_title(report, None, language), None, &report.overall));
    Section { title: language.pick("By pack", "各行业包").to_owned(), columns, rows, remarks: vec![] }
}

fn pack_row(outcome: &EvalOutcome, title: String, pack: Option<&str>, figures: &Figures) -> Vec<Cell> {
    let paint = if pack.is_none() { Paint::Strong } else { Paint::Plain };
    let mut row = vec![Cell::painted(title, paint), Cell::painted(figures.rows.to_string(), paint)];
    row.extend(SHOWN.map(|figure| figure_cell(outcome, pack, figures, figure, paint)));
    row
}

/// A figure, with its gate's mark where there is one and, for the hit rate, its interval.
fn figure_cell(
    outcome: &EvalOutcome,
    pack: Option<&str>,
    figures: &Figures,
    figure: Figure,
    paint: Paint,
) -> Cell {
    let rate = figures.rate(figure);
    let mut text = figure_value(figure, rate.value);
    let gate = outcome.gates.iter().find(|gate| gate.figure == figure && gate.pack.as_deref() == pack);
    let paint = match gate.map(|gate| gate.verdict) {
        Some(verdict @ (Verdict::Passed | Verdict::Missed)) => {
            text = format!("{}{GLUE}{text}", mark(verdict));
            if verdict == Verdict::Passed { Paint::Good } else { Paint::Bad }
        }
        Some(Verdict::NotMeasured) | None => paint,
    };
    if figure == Figure::HitRate && rate.low.is_some() {
        text = format!("{text} {}", interval(rate));
    }
    Cell::painted(text, paint)
}

/// What moved since the baseline: every figure over all rows, the watched ones of packs.
pub(super) fn changes(outcome: &EvalOutcome, comparison: &Comparison, language: Language) -> Option<Section> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for scope in &comparison.scopes {
        let moved = scope.changes.iter().filter(|change| {
            matches!(change.direction, Direction::Better | Direction::Worse)
                && (scope.pack.is_none() || WATCHED.contains(&change.figure))
        });
        for change in moved {
            let regressed = outcome
                .regressions
                .iter()
                .any(|known| known.pack == scope.pack && known.change.figure == change.figure);
            let (paint, mark) = match change.direction {
                _ if regressed => (Paint::Bad, "✗\u{a0}"),
                Direction::Better => (Paint::Good, ""),
                _ => (Paint::Plain, ""),
            };
            let delta = change.delta.map_or_else(String::new, |delta| difference(change.figure, delta));
            rows.push(vec![
                pack_title(&outcome.report, scope.pack.as_deref(), language).into(),
                change.figure.label(language).into(),
                figure_value(change.figure, change.before).into(),
                figure_value(change.figure, change.after).into(),
                Cell::painted(format!("{mark}{delta}"), paint),
                Cell::painted(direction(change.direction, language), paint),
            ]);
        }
    }
    let columns = vec![
        Column::text(language.pick("pack", "行业包")),
        Column::text(language.pick("figure", "指标")),
        Column::number(language.pick("baseline", "基线")),
        Column::number(language.pick("now", "现在")),
        Column::number(language.pick("points", "百分点")),
        Column::text(""),
    ];
    let title = language.pick("Since the baseline", "与基线相比").to_owned();
    (!rows.is_empty()).then_some(Section { title, columns, rows, remarks: vec![] })
}

const fn direction(direction: Direction, language: Language) -> &'static str {
    match direction {
        Direction::Better => language.pick("better", "变好"),
        Direction::Worse => language.pick("worse", "变差"),
        Direction::Same | Direction::NotComparable => "",
    }
}

/// The pairs that are confused most.
pub(super) fn confusions(report: &Report, language: Language) -> Option<Section> {
    let questions: FxHashMap<&str, &str> =
        report.entries.iter().map(|entry| (entry.entry.as_str(), entry.question.as_str())).collect();
    let question = |reference: &str| -> Cell {
        shorten(questions.get(reference).copied().unwrap_or(reference), QUESTION_WIDTH).into()
    };
    let rows =
        report.confusions.iter().take(LISTED).map(|pair| {
            vec![pair.rows.to_string().into(), question(&pair.expected), question(&pair.predicted)]
        });
    listed(
        language.pick("Most confused", "最容易混淆的问题"),
        vec![
            Column::number(language.pick("rows", "行数")),
            Column::text(language.pick("expected", "应为")),
            Column::text(language.pick("ranked first instead", "却排在第一的")),
        ],
        rows.collect(),
        report.confusions.len(),
        language,
    )
}

/// What is not covered, by reason.
pub(super) fn uncovered(report: &Report, language: Language) -> Option<Section> {
    let rows: Vec<Vec<Cell>> = Gap::ALL
        .into_iter()
        .filter_map(|gap| {
            let labels: Vec<&Uncovered> = report.uncovered.iter().filter(|one| one.reason == gap).collect();
            let rows = labels.iter().fold(0_u64, |sum, one| sum.saturating_add(one.rows));
            let examples: Vec<String> = labels
                .iter()
                .take(EXAMPLES)
                .map(|one| shorten(one.question.as_ref().unwrap_or(&one.label), QUESTION_WIDTH))
                .collect();
            let examples = joined(examples.iter().map(String::as_str), language.pick(", ", "、"));
            let more = if labels.len() > EXAMPLES { language.pick(", …", "……") } else { "" };
            (!labels.is_empty()).then(|| {
                vec![
                    gap.label(language).into(),
                    rows.to_string().into(),
                    labels.len().to_string().into(),
                    format!("{examples}{more}").into(),
                ]
            })
        })
        .collect();
    let columns = vec![
        Column::text(language.pick("reason", "原因")),
        Column::number(language.pick("rows", "行数")),
        Column::number(language.pick("labels", "标签数")),
        Column::text(language.pick("such as", "例如")),
    ];
    let title = language.pick("Expected, but not covered", "期望但未覆盖的标签").to_owned();
    (!rows.is_empty()).then_some(Section { title, columns, rows, remarks: vec![] })
}

/// The covered entries that miss the most rows.
pub(super) fn worst_entries(report: &Report, language: Language) -> Option<Section> {
    let uncovered: FxHashSet<&str> = report.uncovered.iter().map(|one| one.label.as_str()).collect();
    let mut missing: Vec<_> = report
        .entries
        .iter()
        .filter(|entry| entry.hits < entry.rows && !uncovered.contains(entry.entry.as_str()))
        .collect();
    missing.sort_by_key(|entry| (std::cmp::Reverse(entry.rows - entry.hits), &entry.entry));
    let rows = missing.iter().take(LISTED).map(|entry| {
        vec![
            shorten(&entry.question, QUESTION_WIDTH).into(),
            plain(&entry.entry).into(),
            entry.rows.to_string().into(),
            (entry.rows - entry.hits).to_string().into(),
            percent(entry.recall).into(),
            entry.f1.map_or_else(|| NO_VALUE.to_owned(), |f1| format!("{f1:.3}")).into(),
        ]
    });
    listed(
        language.pick("Entries that miss the most", "漏答最多的知识点"),
        vec![
            Column::text(language.pick("question", "标准问")),
            Column::text(language.pick("entry", "编号")),
            Column::number(language.pick("rows", "行数")),
            Column::number(language.pick("missed", "未命中")),
            Column::number(Figure::HitRate.label(language)),
            Column::number("F1"),
        ],
        rows.collect(),
        missing.len(),
        language,
    )
}

fn listed(
    title: &str,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    all: usize,
    language: Language,
) -> Option<Section> {
    if rows.is_empty() {
        return None;
    }
    let more = all - rows.len();
    let remark = match language {
        Language::English => format!("{more} more in the JSON report"),
        Language::Chinese => format!("另有 {more} 项，见 JSON 报告"),
    };
    let remarks = if more > 0 { vec![remark] } else { vec![] };
    Some(Section { title: title.to_owned(), columns, rows, remarks })
}
