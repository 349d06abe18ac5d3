//! An evaluation as a comment under a pull request: the verdict, one table, the rest folded away.

use super::eval_words::{circumstances, gate, gates, headline, notes, regression, summary};
use super::section::{GLUE, Paint, Section};
use super::words::plain;
use super::{EvalOutcome, eval_sections};
use crate::diagnostic::Language;

/// The report in GitHub's Markdown.
pub(super) fn render(outcome: &EvalOutcome, language: Language) -> String {
    let report = &outcome.report;
    let headline = headline(outcome, language);
    let title = language.pick("Knowledge base evaluation", "知识库评测");
    let mut text = match (headline.is_empty(), outcome.passed()) {
        (true, _) => format!("## {title}\n"),
        (false, passed) => {
            format!(
                "## {} {title}{}{headline}\n",
                if passed { "✅" } else { "❌" },
                language.pick(": ", "：")
            )
        }
    };
    paragraph(&mut text, &escaped(&summary(report, language)));
    let missed = outcome.gates.iter().filter(|one| one.missed()).map(|one| gate(report, one, language));
    let regressed = outcome.regressions.iter().map(|one| regression(report, one, language));
    paragraph(&mut text, &bullets(missed.chain(regressed)));
    paragraph(&mut text, &table(&eval_sections::packs(outcome, false, language)));

    let sections = [
        outcome
            .comparison
            .as_ref()
            .and_then(|comparison| eval_sections::changes(outcome, comparison, language)),
        eval_sections::confusions(report, language),
        eval_sections::uncovered(report, language),
        eval_sections::worst_entries(report, language),
    ];
    for section in sections.iter().flatten() {
        let parts: Vec<String> = std::iter::once(table(section))
            .chain(section.remarks.iter().map(|remark| escaped(remark)))
            .collect();
        text += &folded(&section.title, &parts.join("\n\n"));
    }
    let gates: Vec<String> = gates(outcome, language).into_iter().map(|(_, words)| words).collect();
    if !gates.is_empty() {
        text += &folded(language.pick("Gates", "门槛"), &bullets(gates.into_iter()));
    }
    let notes = notes(outcome, language);
    if !notes.is_empty() {
        text += &folded(language.pick("Notes", "说明"), &bullets(notes.into_iter()));
    }
    paragraph(&mut text, &format!("<sub>{}</sub>", escaped(&circumstances(report, language))));
    text
}

fn paragraph(text: &mut String, words: &str) {
    if !words.is_empty() {
        *text += "\n";
        *text += words;
        *text += "\n";
    }
}

fn bullets(lines: impl Iterator<Item = String>) -> String {
    let bullets: Vec<String> = lines.map(|line| format!("- {}", escaped(&line))).collect();
    bullets.join("\n")
}

pub(super) fn folded(title: &str, body: &str) -> String {
    format!("\n<details><summary>{}</summary>\n\n{body}\n\n</details>\n", escaped(title))
}

/// The section's table, without a line end behind the last line.
pub(super) fn table(section: &Section) -> String {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let heads = section.columns.iter().map(|column| escaped(column.title)).collect();
    let rules = section.columns.iter().map(|column| if column.numeric { "--:" } else { ":--" }.to_owned());
    let mut lines = vec![line(heads), line(rules.collect())];
    lines.extend(section.rows.iter().map(|row| {
        line(
            row.iter()
                .map(|cell| match (escaped(&cell.text), cell.paint) {
                    (text, Paint::Bad | Paint::Strong) if !text.is_empty() => format!("**{text}**"),
                    (text, _) => text,
                })
                .collect(),
        )
    }));
    lines.join("\n")
}

/// A text that Markdown takes for nothing but text, also within a table's cell.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in plain(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // GitHub would tell whoever is called so; nothing visible comes between.
            '@' => escaped.push_str("@\u{2060}"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' => {
                escaped.push('\\');
                escaped.push(character);
            }
            GLUE => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Format, RenderOptions, render_eval, sample};
    use proptest::prelude::*;

    #[test]
    fn in_both_languages() {
        for language in [Language::English, Language::Chinese] {
            let options = RenderOptions { language, ..Default::default() };
            insta::assert_snapshot!(
                render_eval(&sample::outcome(), Format::Markdown, &options).expect("rendered")
            );
        }
    }

    #[test]
    fn a_text_stays_text() {
        assert_eq!(escaped("<b>|*a*|\n@me"), "&lt;b&gt;\\|\\*a\\*\\| @\u{2060}me");
    }

    proptest! {
        #[test]
        fn a_cell_opens_no_other_cell_and_no_tag(text in "\\PC{0,30}") {
            let escaped = escaped(&text);
            prop_assert!(!escaped.contains(['<', '>', '\n']));
            let bare = escaped.replace("\\\\", "").replace("\\|", "");
            prop_assert!(!bare.contains('|'));
        }
    }
}
