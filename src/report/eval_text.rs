//! An evaluation for whoever sits at a terminal.

use super::eval_words::{circumstances, gates, headline, notes, regression, summary};
use super::section::{Paint, Section};
use super::table::{self, painted};
use super::{EvalOutcome, RenderOptions, eval_sections};
use crate::eval::Verdict;

/// The report in the options' language.
pub(super) fn render(outcome: &EvalOutcome, options: RenderOptions) -> String {
    let language = options.language;
    let report = &outcome.report;
    let mut text = circumstances(report, language) + "\n\n";
    text += &fitting_packs(outcome, options);
    paragraph(&mut text, &summary(report, language));

    let gates = gates(outcome, language).into_iter().map(|(verdict, words)| {
        let paint = match verdict {
            Verdict::Passed => Paint::Good,
            Verdict::Missed => Paint::Bad,
            Verdict::NotMeasured => Paint::Plain,
        };
        painted(&words, paint, options)
    });
    list(&mut text, language.pick("Gates", "门槛"), gates, options);
    let regressions = outcome
        .regressions
        .iter()
        .map(|one| painted(&regression(report, one, language), Paint::Bad, options));
    let title = language.pick("Worse than the baseline allows", "比基线退步过多");
    list(&mut text, title, regressions, options);

    let changes = match &outcome.comparison {
        None => None,
        Some(comparison) => {
            let changes = eval_sections::changes(outcome, comparison, language);
            if changes.is_none() {
                paragraph(
                    &mut text,
                    language.pick("Nothing moved since the baseline.", "与基线相比没有变化。"),
                );
            }
            changes
        }
    };
    let sections = [
        changes,
        eval_sections::confusions(report, language),
        eval_sections::uncovered(report, language),
        eval_sections::worst_entries(report, language),
    ];
    for section in sections.iter().flatten() {
        text += &titled(section, options);
    }
    let notes = notes(outcome, language).into_iter().map(|note| format!("- {note}"));
    list(&mut text, language.pick("Notes", "说明"), notes, options);
    let headline = headline(outcome, language);
    if !headline.is_empty() {
        let paint = if outcome.passed() { Paint::Good } else { Paint::Bad };
        paragraph(&mut text, &painted(&headline, paint, options));
    }
    text
}

/// The table of packs; where the terminal is too narrow for it, without ids and then without some of the
/// figures.
fn fitting_packs(outcome: &EvalOutcome, options: RenderOptions) -> String {
    let language = options.language;
    let fits = |section: &Section| options.width.is_none_or(|width| table::minimum_width(section) <= width);
    let mut section = eval_sections::packs(outcome, false, language);
    if !fits(&section) {
        section = eval_sections::packs(outcome, true, language);
    }
    let mut left_out: Vec<&str> = Vec::new();
    for figure in eval_sections::DISPENSABLE {
        if fits(&section) {
            break;
        }
        section.drop_column(figure.label(language));
        left_out.push(figure.label(language));
    }
    let mut text = table::render(&section, options);
    if !left_out.is_empty() {
        let figures = left_out.join(language.pick(", ", "、"));
        text += language.pick(" left out for want of width: ", " 终端太窄，未显示：");
        text += &figures;
        text += "\n";
    }
    text
}

fn paragraph(text: &mut String, words: &str) {
    *text += "\n";
    *text += words;
    *text += "\n";
}

fn list(text: &mut String, title: &str, lines: impl Iterator<Item = String>, options: RenderOptions) {
    let lines: Vec<String> = lines.map(|line| format!("  {line}\n")).collect();
    if !lines.is_empty() {
        paragraph(text, &painted(title, Paint::Strong, options));
        *text += &lines.concat();
    }
}

fn titled(section: &Section, options: RenderOptions) -> String {
    let mut text = String::new();
    paragraph(&mut text, &painted(&section.title, Paint::Strong, options));
    text += &table::render(section, options);
    for remark in &section.remarks {
        text += " ";
        text += remark;
        text += "\n";
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Language;
    use crate::report::{Format, RenderOptions, render_eval, sample};

    fn text(options: RenderOptions) -> String {
        render_eval(&sample::outcome(), Format::Text, &options).expect("rendered")
    }

    #[test]
    fn in_english() {
        insta::assert_snapshot!(text(RenderOptions::default()));
    }

    #[test]
    fn in_chinese() {
        insta::assert_snapshot!(text(RenderOptions { language: Language::Chinese, ..Default::default() }));
    }

    #[test]
    fn on_eighty_columns_in_colour() {
        let options = RenderOptions { language: Language::Chinese, width: Some(80), colour: true };
        insta::assert_snapshot!(text(options).replace('\u{1b}', "␛"));
    }

    #[test]
    fn a_narrow_terminal_is_kept_to() {
        for width in [60, 70, 80, 100, 120] {
            let text = text(RenderOptions { width: Some(width), ..Default::default() });
            // The table is what stands between the first two empty lines.
            let table = text.split("\n\n").nth(1).expect("table");
            for line in table.lines().filter(|line| !line.starts_with(" left out")) {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= usize::from(width), "{line}");
            }
        }
    }

    #[test]
    fn of_nothing() {
        let outcome = sample::empty();
        for language in [Language::English, Language::Chinese] {
            let options = RenderOptions { language, ..Default::default() };
            insta::assert_snapshot!(render_eval(&outcome, Format::Text, &options).expect("rendered"));
        }
    }
}
