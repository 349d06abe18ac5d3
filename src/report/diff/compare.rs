//! A text then and now at a terminal: beside each other where there is room, else one below the other.

use super::super::RenderOptions;
use super::layout::{Look, Words, add};
use super::pieces::is_rewritten;
use crate::diff::{Piece, PieceKind};

/// From so many columns on there is room for two texts beside each other.
const WIDE: u16 = 120;

/// What stands between two texts.
const BETWEEN: &str = " | ";

/// Add the text then and now, `indent` columns from the left. What went and what came is marked, unless
/// colour shows it or nothing stayed.
pub(super) fn add_comparison(text: &mut String, indent: usize, pieces: &[Piece], options: RenderOptions) {
    let [old, new] = sides(pieces, options.colour);
    match options.width.filter(|&width| width >= WIDE) {
        Some(width) if !old.is_empty() && !new.is_empty() => {
            add_beside(text, indent, usize::from(width), [old, new], options.colour);
        }
        _ => {
            for (sign, look, side) in [("- ", Look::Old, old), ("+ ", Look::New, new)] {
                if !side.is_empty() {
                    add(text, indent, Words::of(look, sign).and(&side), options);
                }
            }
        }
    }
}

/// The text as it was and as it is.
fn sides(pieces: &[Piece], colour: bool) -> [Words; 2] {
    let rewritten = is_rewritten(pieces);
    let side = |kind, look, whole, marks: [&str; 2]| {
        let mut words = Words::default();
        for piece in pieces.iter().filter(|piece| piece.kind == PieceKind::Same || piece.kind == kind) {
            match piece.kind {
                PieceKind::Same => words.push(Look::Plain, &piece.text),
                _ if rewritten => words.push(whole, &piece.text),
                _ if colour => words.push(look, &piece.text),
                _ => words.push(look, &[marks[0], &piece.text, marks[1]].concat()),
            }
        }
        words
    };
    [
        side(PieceKind::Removed, Look::Removed, Look::Old, ["[-", "-]"]),
        side(PieceKind::Added, Look::Added, Look::New, ["{+", "+}"]),
    ]
}

/// Two texts in columns, each line of the one beside a line of the other.
fn add_beside(text: &mut String, indent: usize, width: usize, sides: [Words; 2], colour: bool) {
    let room = width - indent - BETWEEN.len();
    let [old, new] = sides;
    // What the one side does not need the other may have.
    let left = old.width().min((room / 2).max(room.saturating_sub(new.width())));
    let mut old = old.lines(Some(left)).into_iter();
    let mut new = new.lines(Some(room - left)).into_iter();
    loop {
        let line = (old.next(), new.next());
        if line == (None, None) {
            break;
        }
        let [before, after] = [line.0, line.1].map(Option::unwrap_or_default);
        text.extend(std::iter::repeat_n(' ', indent));
        *text += &before.painted(colour);
        text.extend(std::iter::repeat_n(' ', left.saturating_sub(before.width())));
        *text += if after.is_empty() { BETWEEN.trim_end() } else { BETWEEN };
        *text += &after.painted(colour);
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::diff::sample::piece;
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    fn shown(pieces: &[Piece], width: Option<u16>) -> String {
        let mut text = String::new();
        add_comparison(&mut text, 2, pieces, RenderOptions { width, ..RenderOptions::default() });
        text
    }

    fn days() -> Vec<Piece> {
        vec![
            piece(PieceKind::Same, "签收后 "),
            piece(PieceKind::Removed, "7"),
            piece(PieceKind::Added, "15"),
            piece(PieceKind::Same, " 天内可以退货。"),
        ]
    }

    #[test]
    fn below_each_other_and_beside_each_other() {
        assert_eq!(
            shown(&days(), Some(80)),
            "  - 签收后 [-7-] 天内可以退货。\n  + 签收后 {+15+} 天内可以退货。\n"
        );
        assert_eq!(
            shown(&days(), Some(120)),
            "  签收后 [-7-] 天内可以退货。 | 签收后 {+15+} 天内可以退货。\n"
        );
    }

    #[test]
    fn what_is_replaced_whole_needs_no_marks() {
        let pieces = [piece(PieceKind::Removed, "请送干洗。"), piece(PieceKind::Added, "可以机洗。")];
        assert_eq!(shown(&pieces, None), "  - 请送干洗。\n  + 可以机洗。\n");
        assert_eq!(shown(&pieces[1..], Some(200)), "  + 可以机洗。\n");
    }

    #[test]
    fn colour_takes_the_place_of_marks() {
        let options = RenderOptions { colour: true, width: Some(120), ..RenderOptions::default() };
        let mut text = String::new();
        add_comparison(&mut text, 2, &days(), options);
        let bare = anstream::adapter::strip_str(&text).to_string();
        assert_eq!(bare, "  签收后 7 天内可以退货。 | 签收后 15 天内可以退货。\n");
    }

    proptest! {
        #[test]
        fn bars_align_and_the_width_is_kept_to(
            texts in proptest::collection::vec("[货a ，😀]{1,60}", 2..8), width in 120_u16..200
        ) {
            let kinds = [PieceKind::Same, PieceKind::Removed, PieceKind::Added];
            let mut pieces: Vec<Piece> =
                texts.iter().zip(kinds.iter().cycle()).map(|(text, &kind)| piece(kind, text)).collect();
            pieces.push(piece(PieceKind::Added, "天"));
            let text = shown(&pieces, Some(width));
            let bars: Vec<usize> = text.lines().map(|line| line.split('|').next().unwrap_or_default().width()).collect();
            prop_assert!(bars.windows(2).all(|pair| pair[0] == pair[1]), "{}", text);
            for line in text.lines() {
                prop_assert!(line.width() <= usize::from(width), "{}", line);
            }
        }
    }
}
