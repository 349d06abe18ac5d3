//! Pairs of sentences that were judged, and how good the judgements are.

use std::fmt::Write as _;

use serde::Serialize;

use super::super::eval_markdown::table as markdown_table;
use super::super::folds::{Comment, cell, row};
use super::super::object::{Object, rounded};
use super::super::section::{Cell, Column, Paint, Section};
use super::super::table::{self, painted};
use super::super::words::{NO_VALUE, counted, likeness, more, percent, plain, shorten, thousands};
use super::text::PHRASING;
use super::{DedupFormat, DedupRenderOptions, RenderOptions, SCHEMA, csv};
use crate::dedup::{PairFigures, PairReport, ScoredPair};
use crate::diagnostic::Language;

/// So many pairs are shown to people who do not say how many they want.
const FIRST: usize = 20;

/// Judged pairs in this format. The text ends with a line end.
pub fn render_pairs(
    report: &PairReport,
    format: DedupFormat,
    options: RenderOptions,
    dedup: &DedupRenderOptions,
) -> String {
    let most = dedup.limit.unwrap_or(FIRST);
    match format {
        DedupFormat::Text => text(report, options, most),
        DedupFormat::Json => json(report),
        DedupFormat::Csv => csv(report, options.language),
        DedupFormat::Markdown => markdown(report, options.language, most),
    }
}

#[derive(Serialize)]
struct PairOut<'r> {
    line: u64,
    score: f64,
    duplicate: bool,
    reason: &'r str,
    reason_chinese: &'r str,
    sentence1: &'r str,
    sentence2: &'r str,
    label: Option<bool>,
    only_first: &'r [String],
    only_second: &'r [String],
    length: u32,
    exchanged: bool,
    set_apart: bool,
}

#[derive(Serialize)]
struct FiguresOut {
    rows: usize,
    auc: Option<f64>,
    precision: Option<f64>,
    recall: Option<f64>,
    f1: Option<f64>,
    accuracy: f64,
    true_positives: usize,
    false_positives: usize,
    true_negatives: usize,
    false_negatives: usize,
}

impl From<&PairFigures> for FiguresOut {
    fn from(figures: &PairFigures) -> Self {
        let share = |value: Option<f64>| value.map(rounded);
        Self {
            rows: figures.rows,
            auc: share(figures.area_under_curve),
            precision: share(figures.precision),
            recall: share(figures.recall),
            f1: share(figures.f1),
            accuracy: rounded(figures.accuracy),
            true_positives: figures.true_positives,
            false_positives: figures.false_positives,
            true_negatives: figures.true_negatives,
            false_negatives: figures.false_negatives,
        }
    }
}

fn json(report: &PairReport) -> String {
    let mut object = Object::new(SCHEMA);
    object.field("threshold", &report.threshold);
    object.list("pairs", &report.pairs, |pair| PairOut {
        line: pair.line,
        score: rounded(pair.score),
        duplicate: pair.duplicate,
        reason: &pair.reason.english,
        reason_chinese: &pair.reason.chinese,
        sentence1: &pair.one,
        sentence2: &pair.other,
        label: pair.label,
        only_first: &pair.only_one,
        only_second: &pair.only_other,
        length: pair.length,
        exchanged: pair.exchanged,
        set_apart: pair.set_apart,
    });
    object.field("figures", &report.figures.as_ref().map(FiguresOut::from));
    object.field("skipped", &report.skipped);
    object.end()
}

const HEADER: [&str; 10] = [
    "line",
    "sentence1",
    "sentence2",
    "score",
    "duplicate",
    "label",
    "reason",
    "only_first",
    "only_second",
    "length",
];

fn csv(report: &PairReport, language: Language) -> String {
    let mut text = csv::begin(&HEADER);
    for pair in &report.pairs {
        text += &csv::line(&[
            &pair.line.to_string(),
            &pair.one,
            &pair.other,
            &rounded(pair.score).to_string(),
            &pair.duplicate.to_string(),
            &pair.label.map_or_else(String::new, |label| label.to_string()),
            pair.reason.in_language(language),
            &pair.only_one.join(" | "),
            &pair.only_other.join(" | "),
            &pair.length.to_string(),
        ]);
    }
    text
}

fn text(report: &PairReport, options: RenderOptions, most: usize) -> String {
    let language = options.language;
    let mut text = String::new();
    if !report.pairs.is_empty() && most > 0 {
        text += &table::render(&pairs_section(report, language, most), options);
        if report.pairs.len() > most {
            // Writing into a text cannot fail.
            let _ = writeln!(text, " {}", first_of(report.pairs.len(), most, language));
        }
        text.push('\n');
    }
    if let Some(figures) = &report.figures {
        text += &table::render(&judgements(figures, language), options);
        text.push('\n');
    }
    if let Some(skipped) = skipped(report, language) {
        let _ = writeln!(text, "{skipped}");
    }
    text += &painted(&sentence(report, language), Paint::Strong, options);
    text.push('\n');
    if let Some(figures) = &report.figures {
        text += &painted(&figures_sentence(figures, language), Paint::Strong, options);
        text.push('\n');
    }
    text
}

fn markdown(report: &PairReport, language: Language, most: usize) -> String {
    let mut text =
        format!("## {}\n\n{}\n", language.pick("Pairs of sentences", "句对判断"), sentence(report, language));
    if let Some(figures) = &report.figures {
        let _ = writeln!(text, "\n{}", figures_sentence(figures, language));
        let _ = writeln!(text, "\n{}", markdown_table(&judgements(figures, language)));
    }
    if let Some(skipped) = skipped(report, language) {
        let _ = writeln!(text, "\n{skipped}");
    }
    let end = |shown| format!("\n{}\n", first_of(report.pairs.len(), shown, language));
    let mut comment = Comment::new(text, &end(0));
    if report.pairs.is_empty() || most == 0 {
        return comment.end("");
    }
    let columns = columns(language);
    let heads = columns.map(|column| (column.title, column.numeric));
    let rows = report.pairs.iter().take(most).map(|pair| {
        let [line, score, judged, label, one, other, why] = cells(pair, language).map(|text| cell(&text));
        let label = if is_wrong(pair) { format!("**{label}**") } else { label };
        row(&[line, score, judged, label, one, other, why])
    });
    let written = comment.table(None, "", &heads, rows);
    let end = if written < report.pairs.len() { end(written) } else { String::new() };
    comment.end(&end)
}

fn columns(language: Language) -> [Column; 7] {
    [
        Column::number(language.pick("Line", "行号")),
        Column::number(language.pick("Score", "相似度")),
        Column::text(language.pick("Duplicate", "判断")),
        Column::text(language.pick("Label", "标注")),
        Column::text(language.pick("First sentence", "句子一")),
        Column::text(language.pick("Second sentence", "句子二")),
        Column::text(language.pick("Why", "说明")),
    ]
}

fn cells(pair: &ScoredPair, language: Language) -> [String; 7] {
    let verdict = |duplicate: bool| {
        if duplicate { language.pick("yes", "重复") } else { language.pick("no", "不重复") }
    };
    let label = match pair.label {
        None => NO_VALUE.to_owned(),
        Some(label) if is_wrong(pair) => format!("✗ {}", verdict(label)),
        Some(label) => verdict(label).to_owned(),
    };
    [
        pair.line.to_string(),
        likeness(pair.score),
        verdict(pair.duplicate).to_owned(),
        label,
        pair.one.clone(),
        pair.other.clone(),
        plain(pair.reason.in_language(language)),
    ]
}

/// Whether the judgement is not what the label says.
fn is_wrong(pair: &ScoredPair) -> bool {
    pair.label.is_some_and(|label| label != pair.duplicate)
}

fn pairs_section(report: &PairReport, language: Language, most: usize) -> Section {
    let rows = report.pairs.iter().take(most).map(|pair| {
        let [line, score, judged, label, one, other, why] = cells(pair, language);
        let paint = if is_wrong(pair) { Paint::Bad } else { Paint::Plain };
        vec![
            line.into(),
            score.into(),
            judged.into(),
            Cell::painted(label, paint),
            shorten(&one, PHRASING).into(),
            shorten(&other, PHRASING).into(),
            why.into(),
        ]
    });
    Section {
        title: String::new(),
        columns: columns(language).to_vec(),
        rows: rows.collect(),
        remarks: Vec::new(),
    }
}

/// How the labelled pairs were judged.
fn judgements(figures: &PairFigures, language: Language) -> Section {
    let row = |english, chinese, numbers: [usize; 2]| {
        let [one, other] = numbers.map(|number| Cell::from(thousands(number)));
        vec![language.pick(english, chinese).into(), one, other]
    };
    Section {
        title: String::new(),
        columns: vec![
            Column::text(""),
            Column::number(language.pick("labelled a duplicate", "标注为重复")),
            Column::number(language.pick("labelled different", "标注为不重复")),
        ],
        rows: vec![
            row("judged a duplicate", "判断为重复", [figures.true_positives, figures.false_positives]),
            row("judged different", "判断为不重复", [figures.false_negatives, figures.true_negatives]),
        ],
        remarks: Vec::new(),
    }
}

fn first_of(pairs: usize, shown: usize, language: Language) -> String {
    let left_out = pairs.saturating_sub(shown);
    let elsewhere =
        language.pick("; the formats `json` and `csv` have all", "，全部内容请看 json 或 csv 格式的报告");
    more(left_out, language) + elsewhere
}

fn skipped(report: &PairReport, language: Language) -> Option<String> {
    (report.skipped > 0).then(|| match language {
        Language::English => {
            format!("Skipped {} that cannot be read", counted(report.skipped, "row", "rows"))
        }
        Language::Chinese => format!("跳过了 {} 行无法读取的内容", thousands(report.skipped)),
    })
}

/// How many of the pairs count as duplicates.
fn sentence(report: &PairReport, language: Language) -> String {
    let duplicates = report.pairs.iter().filter(|pair| pair.duplicate).count();
    let (pairs, threshold) = (report.pairs.len(), report.threshold);
    match language {
        Language::English => format!(
            "{} of {} {} at threshold {threshold}",
            thousands(duplicates),
            counted(pairs, "pair", "pairs"),
            if duplicates == 1 { "is a duplicate" } else { "are duplicates" },
        ),
        Language::Chinese => {
            format!("{} 对句子中有 {} 对重复（阈值 {threshold}）", thousands(pairs), thousands(duplicates))
        }
    }
}

/// How good the judgements are.
fn figures_sentence(figures: &PairFigures, language: Language) -> String {
    let plain_number =
        |value: Option<f64>| value.map_or_else(|| NO_VALUE.to_owned(), |value| format!("{value:.3}"));
    let area = plain_number(figures.area_under_curve);
    let (precision, recall) = (percent(figures.precision), percent(figures.recall));
    let (f1, accuracy) = (plain_number(figures.f1), percent(Some(figures.accuracy)));
    match language {
        Language::English => format!(
            "Of {}: accuracy {accuracy}, precision {precision}, recall {recall}, F1 {f1}, area under the ROC curve {area}",
            counted(figures.rows, "labelled pair", "labelled pairs"),
        ),
        Language::Chinese => format!(
            "{} 对有标注：准确率 {accuracy}，精确率 {precision}，召回率 {recall}，F1 {f1}，AUC {area}",
            thousands(figures.rows),
        ),
    }
}
