//! What two entries say, beside each other, or one above the other where there is no room.

use unicode_width::UnicodeWidthStr;

use super::super::section::Paint;
use super::super::table::painted;
use super::super::words::shorten;
use super::RenderOptions;

/// How wide a terminal is taken to be that does not say.
const USUAL_WIDTH: usize = 120;

/// A side that is narrower than this says too little.
const LEAST_SIDE: usize = 16;

/// What stands between two sides.
const BETWEEN: &str = " | ";

/// One line of it.
pub(super) struct Line {
    /// What is compared; nothing for the heads.
    pub(super) label: String,
    pub(super) sides: [String; 2],
    pub(super) paint: Paint,
}

/// The lines, each with a line end, `indent` columns from the left. What does not fit is cut.
pub(super) fn render(lines: &[Line], indent: usize, options: RenderOptions) -> String {
    let width = options.width.map_or(USUAL_WIDTH, usize::from);
    let labels = lines.iter().map(|line| line.label.width()).max().unwrap_or(0);
    let room = width.saturating_sub(indent + labels + 2 + BETWEEN.width());
    let [one, other] = [0, 1].map(|side| {
        let sides = lines.iter().map(|line| shorten(&line.sides[side], width).width());
        sides.max().unwrap_or(0)
    });
    let half = room / 2;
    if half < LEAST_SIDE && one + other > room {
        return stacked(lines, indent, width, options);
    }
    // What the one side does not need the other may have.
    let first = one.min(half.max(room.saturating_sub(other)));
    let second = other.min(room.saturating_sub(first));
    let mut text = String::new();
    for Line { label, sides, paint } in lines {
        let (left, right) = (shorten(&sides[0], first), shorten(&sides[1], second));
        text += &" ".repeat(indent);
        text += label;
        text += &" ".repeat(labels + 2 - label.width());
        text += &painted(&left, *paint, options);
        text += &" ".repeat(first.saturating_sub(left.width()));
        text += BETWEEN;
        text += &painted(&right, *paint, options);
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

/// Each label on a line of its own, and below it the one side and the other.
fn stacked(lines: &[Line], indent: usize, width: usize, options: RenderOptions) -> String {
    let mut text = String::new();
    let mut line = |words: &str, indent: usize, paint: Paint| {
        text += &" ".repeat(indent);
        text += &painted(&shorten(words, width.saturating_sub(indent).max(LEAST_SIDE)), paint, options);
        text.push('\n');
    };
    for Line { label, sides: [one, other], paint } in lines {
        if !label.is_empty() {
            line(label, indent, Paint::Plain);
        }
        line(one, indent + 2, *paint);
        line(&format!("| {other}"), indent, *paint);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(sides: [[&str; 2]; 2]) -> Vec<Line> {
        let labels = ["", "时长"];
        let sides = labels.into_iter().zip(sides);
        sides
            .map(|(label, sides)| Line {
                label: label.to_owned(),
                sides: sides.map(str::to_owned),
                paint: Paint::Plain,
            })
            .collect()
    }

    #[test]
    fn sides_align_under_chinese() {
        let text = render(&lines([["p/a", "p/b"], ["7天", "十五天"]]), 2, RenderOptions::default());
        assert_eq!(text, "        p/a | p/b\n  时长  7天 | 十五天\n");
    }

    #[test]
    fn a_narrow_terminal_has_one_above_the_other() {
        let options = RenderOptions { width: Some(30), ..RenderOptions::default() };
        let long = "亲，签收后七天内可以退货哦，运费您出";
        let text = render(&lines([["p/a", "p/b"], [long, "十五天"]]), 2, options);
        assert_eq!(text, "    p/a\n  | p/b\n  时长\n    亲，签收后七天内可以退货…\n  | 十五天\n");
    }

    proptest! {
        #[test]
        fn the_width_is_kept_to(one in "[货a\n😀]{0,60}", other in "[货a]{0,60}", width in 24_u16..140) {
            let options = RenderOptions { width: Some(width), ..RenderOptions::default() };
            let text = render(&lines([["p/a", "p/b"], [&one, &other]]), 4, options);
            for line in text.lines() {
                prop_assert!(line.width() <= usize::from(width), "{}", line);
            }
        }
    }
}
