//! Tables for a terminal: aligned under Chinese, with one line below the head, coloured if asked.
//!
//! The table is laid out without colour, as escapes would be counted for width. Colour travels through
//! the layout as invisible characters of no width, which no cell's own text has (see
//! [`plain`](super::words::plain)), and becomes escapes at the end.

use anstyle::{AnsiColor, Style};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width};
use unicode_width::UnicodeWidthStr;

use super::RenderOptions;
use super::section::{GLUE, Paint, Section};
use super::words::plain;

const GOOD: char = '\u{2061}';
const BAD: char = '\u{2062}';
const STRONG: char = '\u{2063}';
const END: char = '\u{2064}';

const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('-'));

/// A column of text is not made narrower than this, or than its longest word.
const TEXT_WIDTH: u16 = 20;

/// The space on both sides of a cell together.
const PADDING: u16 = 2;

/// The style of a paint.
pub(super) const fn style(paint: Paint) -> Style {
    match paint {
        Paint::Plain => Style::new(),
        Paint::Good => AnsiColor::Green.on_default(),
        Paint::Bad => AnsiColor::Red.on_default().bold(),
        Paint::Strong => Style::new().bold(),
    }
}

/// `text` in the paint's colour, if there is to be colour.
pub(super) fn painted(text: &str, paint: Paint, options: RenderOptions) -> String {
    if options.colour && paint != Paint::Plain {
        let style = style(paint);
        format!("{style}{text}{style:#}")
    } else {
        text.to_owned()
    }
}

/// The section's table, each line with a line end. Title and remarks are not in it.
pub(super) fn render(section: &Section, options: RenderOptions) -> String {
    let mut table = Table::new();
    table.load_style(STYLE).set_content_arrangement(ContentArrangement::Disabled);
    if let Some(width) = options.width {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    table.set_header(section.columns.iter().map(|column| marked(column.title, Paint::Strong, options)));
    for row in &section.rows {
        table.add_row(row.iter().map(|cell| marked(&plain(&cell.text), cell.paint, options)));
    }
    for (at, (column, minimum)) in section.columns.iter().zip(minimum_widths(section)).enumerate() {
        let Some(laid_out) = table.column_mut(at) else { continue };
        laid_out.set_padding((1, PADDING - 1));
        laid_out.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(minimum)));
        if column.numeric {
            laid_out.set_cell_alignment(CellAlignment::Right);
        }
    }
    let mut text = String::new();
    for line in table.lines() {
        text.push_str(&coloured(line.trim_end()));
        text.push('\n');
    }
    text
}

/// How narrow the section's table can be made.
pub(super) fn minimum_width(section: &Section) -> u16 {
    minimum_widths(section).fold(0, u16::saturating_add)
}

/// How narrow each column can be made with its padding: its longest word is not to be broken, as half a
/// number is another number, but the words of a text may be if they are long.
fn minimum_widths(section: &Section) -> impl Iterator<Item = u16> {
    section.columns.iter().enumerate().map(|(at, column)| {
        let cells = section.rows.iter().filter_map(move |row| row.get(at));
        let texts = cells.map(|cell| cell.text.as_str()).chain([column.title]);
        let longest = texts.flat_map(|text| text.split(' ')).map(UnicodeWidthStr::width).max();
        let longest = u16::try_from(longest.unwrap_or(0)).unwrap_or(u16::MAX);
        let content = if column.whole { longest } else { longest.min(TEXT_WIDTH) };
        content.saturating_add(PADDING)
    })
}

/// `text` with its paint as marks around each word, as a cell may be broken between words.
fn marked(text: &str, paint: Paint, options: RenderOptions) -> String {
    let start = match paint {
        _ if !options.colour => return text.to_owned(),
        Paint::Plain => return text.to_owned(),
        Paint::Good => GOOD,
        Paint::Bad => BAD,
        Paint::Strong => STRONG,
    };
    let words: Vec<String> = text
        .split(' ')
        .map(|word| if word.is_empty() { String::new() } else { format!("{start}{word}{END}") })
        .collect();
    words.join(" ")
}

/// A laid-out line with escapes for the marks.
fn coloured(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut open = None;
    let close = |text: &mut String, open: &mut Option<Style>| {
        if let Some(style) = open.take() {
            text.push_str(&style.render_reset().to_string());
        }
    };
    for character in line.chars() {
        let paint = match character {
            GOOD => Paint::Good,
            BAD => Paint::Bad,
            STRONG => Paint::Strong,
            END => {
                close(&mut text, &mut open);
                continue;
            }
            other => {
                text.push(if other == GLUE { ' ' } else { other });
                continue;
            }
        };
        close(&mut text, &mut open);
        text.push_str(&style(paint).render().to_string());
        open = Some(style(paint));
    }
    close(&mut text, &mut open);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::section::{Cell, Column};

    fn section() -> Section {
        Section {
            title: "表".to_owned(),
            columns: vec![Column::text("行业包"), Column::number("命中率"), Column::number("wrong")],
            rows: vec![
                vec![
                    "电商通用包 (ecommerce-common)".into(),
                    Cell::painted("✗\u{a0}82.2% (71.9–89.3)", Paint::Bad),
                    "–".into(),
                ],
                vec!["鞋靴\u{1b}[31m".into(), Cell::painted("100.0%", Paint::Good), "0.0%".into()],
            ],
            remarks: vec![],
        }
    }

    /// Where the columns of numbers end, by width.
    fn widths(text: &str) -> Vec<usize> {
        text.lines().map(UnicodeWidthStr::width).collect()
    }

    #[test]
    fn columns_align_under_chinese() {
        let text = render(&section(), RenderOptions::default());
        insta::assert_snapshot!(text);
        let widths = widths(&text);
        assert!(widths.iter().all(|width| [widths[1], widths[1] - 1].contains(width)), "{widths:?}");
    }

    #[test]
    fn a_narrow_terminal_breaks_no_number() {
        let options = RenderOptions { width: Some(44), ..RenderOptions::default() };
        let text = render(&section(), options);
        insta::assert_snapshot!(text);
        assert!(widths(&text).into_iter().all(|width| width <= 44));
        assert!(text.contains("(71.9–89.3)"));
    }

    #[test]
    fn colour_changes_no_place() {
        for width in [None, Some(44)] {
            let plain = RenderOptions { width, ..RenderOptions::default() };
            let colour = RenderOptions { colour: true, ..plain };
            let coloured = render(&section(), colour);
            assert!(coloured.contains("\u{1b}[31m") && coloured.contains("\u{1b}[32m"));
            let mut stripped = coloured.replace("\u{1b}[0m", "");
            for paint in [Paint::Good, Paint::Bad, Paint::Strong] {
                stripped = stripped.replace(&style(paint).render().to_string(), "");
            }
            assert_eq!(stripped, render(&section(), plain));
        }
    }
}
