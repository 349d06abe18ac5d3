//! An evaluation for a spreadsheet: one line for each pack and figure.

use crate::eval::{Figures, Report, guarded};
use crate::model::Figure;

/// What stands for the pack where a line is about all rows.
const OVERALL: &str = "(all)";

/// The figures as CSV in UTF-8 without a byte order mark; a value that was not measured is empty.
pub(super) fn render(report: &Report) -> String {
    let mut text = "pack,figure,value,numerator,denominator,low,high\n".to_owned();
    lines(&mut text, OVERALL, &report.overall);
    for pack in &report.packs {
        lines(&mut text, &pack.pack, &pack.figures);
    }
    text
}

fn lines(text: &mut String, pack: &str, figures: &Figures) {
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let pack = quoted(&guarded(pack));
    for figure in Figure::ALL {
        let rate = figures.rate(figure);
        let cells = [
            pack.clone(),
            figure.name().to_owned(),
            number(rate.value),
            rate.numerator.to_string(),
            rate.denominator.to_string(),
            number(rate.low),
            number(rate.high),
        ];
        *text += &cells.join(",");
        *text += "\n";
    }
}

/// A cell in quotes where its text needs them (RFC 4180, section 2).
pub(super) fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Format, RenderOptions, render_eval, sample};

    #[test]
    fn a_line_for_each_pack_and_figure() {
        let outcome = sample::outcome();
        let text = render_eval(&outcome, Format::Csv, &RenderOptions::default()).expect("rendered");
        insta::assert_snapshot!(text);
        let records = csv::Reader::from_reader(text.as_bytes()).into_records().count();
        assert_eq!(records, (outcome.report.packs.len() + 1) * Figure::ALL.len());
    }

    #[test]
    fn a_pack_that_looks_like_a_formula_is_text() {
        let mut report = sample::outcome().report;
        report.packs[0].pack = "=a,\"b\"".to_owned();
        assert!(render(&report).contains("\n\"'=a,\"\"b\"\"\",coverage,"));
    }
}
