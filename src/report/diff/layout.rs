//! Words in several colours on lines of a terminal, broken where Chinese and English may be broken.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Effects, Style};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How words strike the eye.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Strong,
    /// Of less interest: places.
    Faint,
    /// What stood there.
    Old,
    /// What stands there.
    New,
    /// A piece of a text that went.
    Removed,
    /// A piece of a text that came.
    Added,
    Good,
    Bad,
}

impl Look {
    const fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Strong => Style::new().bold(),
            Self::Faint => Style::new().dimmed(),
            Self::Old => AnsiColor::Red.on_default(),
            Self::Removed => AnsiColor::Red.on_default().effects(Effects::STRIKETHROUGH),
            Self::New | Self::Good => AnsiColor::Green.on_default(),
            Self::Added => AnsiColor::Green.on_default().bold(),
            Self::Bad => AnsiColor::Red.on_default().bold(),
        }
    }
}

/// A line is not made narrower than this, however narrow the terminal is.
const LEAST: usize = 12;

/// No line begins with these.
const CLOSING: &str = "-+]})）】》〉」』”’，。、；：？！,.;:?!…%";

/// No line ends with these.
const OPENING: &str = "-+[{(（【《〈「『“‘";

/// Words one behind the other, each with its look. They must hold nothing that moves the cursor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words(Vec<(Look, String)>);

impl Words {
    pub(super) fn of(look: Look, words: &str) -> Self {
        Self::default().with(look, words)
    }

    /// The same with `words` behind it.
    pub(super) fn with(mut self, look: Look, words: &str) -> Self {
        self.push(look, words);
        self
    }

    /// The same with `other` behind it.
    pub(super) fn and(mut self, other: &Self) -> Self {
        for (look, words) in &other.0 {
            self.push(*look, words);
        }
        self
    }

    pub(super) fn push(&mut self, look: Look, words: &str) {
        match self.0.last_mut() {
            _ if words.is_empty() => {}
            Some((last, text)) if *last == look => text.push_str(words),
            _ => self.0.push((look, words.to_owned())),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In columns of a terminal.
    pub(super) fn width(&self) -> usize {
        self.0.iter().map(|(_, text)| text.width()).sum()
    }

    /// With escapes for the looks, if there is to be colour.
    pub(super) fn painted(&self, colour: bool) -> String {
        let mut painted = String::new();
        for (look, text) in &self.0 {
            if colour && *look != Look::Plain {
                let style = look.style();
                // Writing into a text cannot fail.
                let _ = write!(painted, "{style}{text}{style:#}");
            } else {
                painted += text;
            }
        }
        painted
    }

    /// In lines of at most so many columns; one line without a limit.
    pub(super) fn lines(self, columns: Option<usize>) -> Vec<Self> {
        let Some(columns) = columns.map(|columns| columns.max(LEAST)).filter(|&most| self.width() > most)
        else {
            return vec![self];
        };
        let letters: Vec<(&str, usize, Look)> = self
            .0
            .iter()
            .flat_map(|(look, text)| text.graphemes(true).map(|letter| (letter, letter.width(), *look)))
            .collect();
        let mut lines = Vec::new();
        let mut rest = &letters[..];
        while !rest.is_empty() {
            let (line, behind) = rest.split_at(line_end(rest, columns));
            lines.push(line);
            let spaces = behind.iter().take_while(|(letter, ..)| *letter == " ").count();
            rest = &behind[spaces..];
        }
        lines.into_iter().map(of_letters).collect()
    }
}

/// How many of the letters stand on the first line.
fn line_end(letters: &[(&str, usize, Look)], columns: usize) -> usize {
    let (mut width, mut end) = (0, None);
    for (at, &(letter, columns_of_it, _)) in letters.iter().enumerate() {
        if at > 0 && is_gap(letters[at - 1], letters[at]) {
            end = Some(at);
        }
        width += columns_of_it;
        // A space at the end of a line is not seen.
        if width > columns && at > 0 && letter != " " {
            return end.unwrap_or(at);
        }
    }
    letters.len()
}

/// Whether a line may end between two letters.
fn is_gap(one: (&str, usize, Look), other: (&str, usize, Look)) -> bool {
    let wide = one.1 > 1 || other.1 > 1;
    one.0 == " " || (wide && !OPENING.contains(one.0) && !CLOSING.contains(other.0) && other.0 != " ")
}

fn of_letters(letters: &[(&str, usize, Look)]) -> Words {
    let spaces = letters.iter().rev().take_while(|(letter, ..)| *letter == " ").count();
    let mut words = Words::default();
    for (letter, _, look) in &letters[..letters.len() - spaces] {
        words.push(*look, letter);
    }
    words
}

/// Add `words` in lines, the first `indent` columns from the left and the others two more.
pub(super) fn add(text: &mut String, indent: usize, words: Words, options: crate::report::RenderOptions) {
    let columns = options.width.map(|width| usize::from(width).saturating_sub(indent + 2));
    for (at, line) in words.lines(columns).into_iter().enumerate() {
        text.extend(std::iter::repeat_n(' ', if at == 0 { indent } else { indent + 2 }));
        *text += &line.painted(options.colour);
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain_lines(words: &Words, columns: usize) -> Vec<String> {
        words.clone().lines(Some(columns)).iter().map(|line| line.painted(false)).collect()
    }

    #[test]
    fn lines_end_where_they_may() {
        let words = Words::of(Look::Plain, "签收后 [-7-]{+15+} 天内，可以退货。");
        assert_eq!(plain_lines(&words, 16), ["签收后", "[-7-]{+15+} 天", "内，可以退货。"]);
        assert_eq!(plain_lines(&words, 13), ["签收后", "[-7-]{+15+}", "天内，可以退", "货。"]);
        let words = Words::of(Look::Plain, "see https://example.com/a/long/path");
        assert_eq!(plain_lines(&words, 14), ["see", "https://exampl", "e.com/a/long/p", "ath"]);
    }

    #[test]
    fn looks_become_escapes_only_if_asked() {
        let words = Words::of(Look::Plain, "退").with(Look::Removed, "7").with(Look::Added, "15");
        assert_eq!(words.painted(false), "退715");
        assert_eq!(words.painted(true), "退\u{1b}[9m\u{1b}[31m7\u{1b}[0m\u{1b}[1m\u{1b}[32m15\u{1b}[0m");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_the_width_is_kept_to(
            text in "[货a，“😀() \\[\\]+-]{0,80}", columns in 12_usize..40
        ) {
            let half = text.chars().count() / 2;
            let first: String = text.chars().take(half).collect();
            let words = Words::of(Look::Strong, &first)
                .with(Look::Plain, &text.chars().skip(half).collect::<String>());
            let lines = plain_lines(&words, columns);
            let without_spaces = |text: &str| text.replace(' ', "");
            prop_assert_eq!(without_spaces(&lines.concat()), without_spaces(&text));
            for line in lines {
                prop_assert!(line.trim_end().width() <= columns, "{}", line);
            }
        }
    }
}
