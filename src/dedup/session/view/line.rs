//! A line of a screen: strangers' texts in cells of known width, so that nothing is ever wider than it says.

use std::borrow::Cow;

use anstyle::{AnsiColor, Style};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What a cell is, and so how it looks where there is colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    Plain,
    /// Headings and what is chosen.
    Strong,
    /// What is there to look up.
    Faint,
    /// A character that only one side has.
    Differs,
    /// What will change.
    Change,
    /// What goes wrong.
    Warning,
}

impl Paint {
    const fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Strong => Style::new().bold(),
            Self::Faint => Style::new().dimmed(),
            Self::Differs => AnsiColor::Yellow.on_default().bold().underline(),
            Self::Change => AnsiColor::Cyan.on_default(),
            Self::Warning => AnsiColor::Red.on_default().bold(),
        }
    }
}

/// One character as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) text: String,
    /// In columns, at least 1.
    width: usize,
    pub(super) paint: Paint,
}

impl Cell {
    /// In columns.
    pub(super) const fn width(&self) -> usize {
        self.width
    }
}

/// Cells beside each other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Line {
    pub(super) cells: Vec<Cell>,
}

impl Line {
    /// A line of one text; nothing in it can move the cursor, turn the direction of writing or be invisible.
    pub(super) fn new(text: &str, paint: Paint) -> Self {
        Self::beginning(text, paint, usize::MAX)
    }

    /// The same with at most so many cells: of a text that goes on for pages no more is looked at.
    pub(super) fn beginning(text: &str, paint: Paint, cells: usize) -> Self {
        let cells = text.graphemes(true).take(cells).map(|grapheme| {
            let text = visible(grapheme).into_owned();
            Cell { width: text.width(), text, paint }
        });
        Self { cells: cells.collect() }
    }

    /// With another text behind it.
    pub(super) fn with(mut self, text: &str, paint: Paint) -> Self {
        self.append(Self::new(text, paint));
        self
    }

    /// Put another line behind it.
    pub(super) fn append(&mut self, other: Self) {
        self.cells.extend(other.cells);
    }

    /// In columns.
    pub(super) fn width(&self) -> usize {
        self.cells.iter().map(|cell| cell.width).sum()
    }

    /// At most `columns` of it, with `…` where something is left out.
    pub(super) fn cut(mut self, columns: usize) -> Self {
        let mut width = self.width();
        if width <= columns {
            return self;
        }
        while width + 1 > columns {
            let Some(cell) = self.cells.pop() else { return self };
            width -= cell.width;
        }
        let paint = self.cells.last().map_or(Paint::Plain, |cell| cell.paint);
        // Nothing that differs hides behind a sign for what is left out.
        let paint = if paint == Paint::Differs { Paint::Plain } else { paint };
        self.with("…", paint)
    }

    /// Exactly `columns` wide, cut or filled up.
    pub(super) fn fit(self, columns: usize) -> Self {
        let line = self.cut(columns);
        let missing = columns - line.width();
        line.with(&" ".repeat(missing), Paint::Plain)
    }

    /// Broken into lines of at most `columns`, at most `most` of them: between words if there are any,
    /// anywhere in a text without spaces. The last line is cut.
    pub(super) fn wrap(self, columns: usize, most: usize) -> Vec<Self> {
        let mut lines = Vec::new();
        let mut rest = self.cells;
        while !rest.is_empty() && lines.len() < most {
            let line = Self { cells: rest };
            if lines.len() + 1 == most || line.width() <= columns {
                lines.push(line.cut(columns));
                break;
            }
            let mut cells = line.cells;
            let mut width = 0;
            let fitting = cells.iter().take_while(|cell| {
                width += cell.width;
                width <= columns
            });
            // A character that is wider than the line must not be tried for ever.
            let fitting = fitting.count().max(1);
            let at = break_before(&cells, fitting);
            rest = cells.split_off(at);
            let spaces = rest.iter().take_while(|cell| cell.text == " ").count();
            rest.drain(..spaces);
            lines.push(Self { cells }.cut(columns));
        }
        lines
    }

    /// The text, without spaces at its end, in colour or without.
    pub(super) fn render(&self, colour: bool) -> String {
        let end = self.cells.iter().rposition(|cell| cell.text != " ").map_or(0, |last| last + 1);
        let mut text = String::new();
        for run in self.cells[..end].chunk_by(|one, other| one.paint == other.paint) {
            let style = if colour { run[0].paint.style() } else { Style::new() };
            text.push_str(&style.render().to_string());
            text.extend(run.iter().map(|cell| cell.text.as_str()));
            text.push_str(&style.render_reset().to_string());
        }
        text
    }
}

/// Where a line of `fitting` cells is best broken: behind its last space, if that leaves half a line and a
/// word would be torn.
fn break_before(cells: &[Cell], fitting: usize) -> usize {
    let letter = |at: usize| cells[at].text.chars().all(|c| c.is_ascii_graphic());
    if fitting == 0 || fitting >= cells.len() || !letter(fitting) || !letter(fitting - 1) {
        return fitting;
    }
    let space = cells[..fitting].iter().rposition(|cell| cell.text == " ");
    space.map(|space| space + 1).filter(|&at| at > fitting / 2).unwrap_or(fitting)
}

/// A character in a form that every terminal shows as one thing of a width above zero.
fn visible(grapheme: &str) -> Cow<'_, str> {
    let disturbs = |c: char| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    match grapheme {
        "\n" | "\r" | "\r\n" | "\u{2028}" | "\u{2029}" => Cow::Borrowed("↵"),
        "\t" => Cow::Borrowed(" "),
        // Signs that Arabic puts before a number can be strung together to one character as wide as a screen.
        _ if !(1..=4).contains(&grapheme.width()) || grapheme.chars().any(disturbs) => Cow::Borrowed("�"),
        _ => Cow::Borrowed(grapheme),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(text: &str) -> Line {
        Line::new(text, Paint::Plain)
    }

    fn texts(lines: &[Line]) -> Vec<String> {
        lines.iter().map(|line| line.render(false)).collect()
    }

    #[test]
    fn cutting_counts_columns() {
        assert_eq!(plain("什么时候发货").cut(12).render(false), "什么时候发货");
        assert_eq!(plain("什么时候发货").cut(8).render(false), "什么时…");
        assert_eq!(plain("👨‍👩‍👧的").cut(3).render(false), "👨‍👩‍👧…");
        assert_eq!(plain("发货").cut(0).render(false), "");
        assert_eq!(plain("发货").fit(7).width(), 7);
    }

    #[test]
    fn wrapping_breaks_between_words_and_anywhere_in_chinese() {
        let english = plain("one phrasing, two entries").wrap(14, 9);
        assert_eq!(texts(&english), ["one phrasing,", "two entries"]);
        assert_eq!(texts(&plain("付款后发货").wrap(4, 9)), ["付款", "后发", "货"]);
        assert_eq!(texts(&plain("付款后发货").wrap(4, 2)), ["付款", "后…"]);
        assert_eq!(texts(&plain("付款").wrap(1, 9)), ["…", "…"]);
        assert_eq!(plain("").wrap(4, 9), []);
        assert_eq!(plain("付款").wrap(4, 0), []);
    }

    #[test]
    fn nothing_disturbs_a_terminal() {
        assert_eq!(plain("a\u{1b}[31m\r\nb\tc\u{7}\u{85}").render(false), "a�[31m↵b c��");
        // What cannot be seen is shown: it may be all that two phrasings differ in.
        assert_eq!(plain("发\u{200b}货\u{feff}\u{202e}").render(false), "发�货��");
        assert_eq!(plain("\u{301}e\u{301}").render(false), "�e\u{301}");
    }

    #[test]
    fn colour_changes_no_text() {
        let line = plain("a").with("b", Paint::Differs).with("c ", Paint::Plain);
        assert_eq!(line.render(true), "a\u{1b}[1m\u{1b}[4m\u{1b}[33mb\u{1b}[0mc");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_it_may_be(text in any_text(), columns in 0_usize..30, most in 0_usize..5) {
            let lines = plain(&text).wrap(columns, most);
            prop_assert!(lines.len() <= most);
            for line in lines {
                let shown = line.render(false);
                prop_assert!(shown.width() <= columns, "{shown:?}");
                prop_assert!(!shown.chars().any(char::is_control));
            }
            let fitted = plain(&text).fit(columns);
            prop_assert_eq!(fitted.width(), columns);
        }

        #[test]
        fn wrapping_loses_nothing_but_spaces(text in any_text(), columns in 4_usize..30) {
            let bare = |lines: &[Line]| texts(lines).concat().replace(' ', "");
            prop_assert_eq!(bare(&plain(&text).wrap(columns, usize::MAX)), bare(&[plain(&text)]));
        }
    }

    /// Text with much in it that is hard on terminals.
    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            prop::collection::vec(
                prop::sample::select(vec![
                    "发",
                    "貨",
                    "word ",
                    "e\u{301}",
                    "\u{301}",
                    "👨‍👩‍👧",
                    "🇨🇳",
                    "🇨",
                    "👍🏽",
                    "☎\u{fe0f}",
                    "\u{fe0f}",
                    "\u{200d}",
                    "لا",
                    "ا",
                    "\u{1b}[2J",
                    "\r\n",
                    "\t",
                    "\0",
                    "\u{9b}",
                    "\u{202e}",
                    "\u{600}",
                    "ᄀ",
                    "ᅡ",
                    "\u{ad}",
                    "ﷺ",
                ]),
                0..20
            )
            .prop_map(|parts| parts.concat()),
        ]
    }
}
