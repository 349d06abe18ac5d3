//! The pieces of a changed text as people see them: long stretches that stayed cut short, line breaks and
//! invisible characters that changed made visible.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::super::words::{joined, plain, shorten};
use crate::diff::{Piece, PieceKind};

/// So many columns of what stayed are shown on each side of a change.
const CONTEXT: usize = 36;

/// What changed is cut to so many columns.
const CHANGED: usize = 600;

/// All pieces together are cut to about so many columns.
const ALL: usize = 3000;

/// The pieces of how `before` became `after`; what was not compared piece by piece is replaced whole.
pub(super) fn shown(pieces: &[Piece], before: &str, after: &str) -> Vec<Piece> {
    let whole = [(PieceKind::Removed, before), (PieceKind::Added, after)];
    let pieces: Vec<(PieceKind, &str)> = if pieces.is_empty() {
        whole.into_iter().filter(|(_, text)| !text.is_empty()).collect()
    } else {
        pieces.iter().map(|piece| (piece.kind, piece.text.as_str())).collect()
    };
    let last = pieces.len().saturating_sub(1);
    let mut shown: Vec<Piece> = Vec::new();
    let mut width = 0;
    for (at, (kind, text)) in pieces.into_iter().enumerate() {
        if width > ALL {
            shown.push(Piece { kind: PieceKind::Same, text: " …".to_owned() });
            break;
        }
        let text = match kind {
            PieceKind::Same => stayed(text, at == 0, at == last),
            PieceKind::Removed | PieceKind::Added => changed(text),
        };
        width += text.width();
        shown.push(Piece { kind, text });
    }
    shown
}

/// Whether nothing stayed that a reader would recognise, so that marks around the pieces say nothing.
pub(super) fn is_rewritten(pieces: &[Piece]) -> bool {
    let mut same = pieces.iter().filter(|piece| piece.kind == PieceKind::Same);
    !same.any(|piece| piece.text.chars().any(char::is_alphanumeric))
}

/// What stayed between two changes; the first piece has none before it, the last none behind it.
fn stayed(text: &str, is_first: bool, is_last: bool) -> String {
    let text = plain(&text.replace("\r\n", "\n"));
    match (is_first, is_last) {
        (false, false) if text.width() > 2 * CONTEXT + 5 => {
            format!("{} … {}", beginning(&text).trim_end(), end(&text).trim_start())
        }
        (true, false) if text.width() > CONTEXT + 2 => format!("…{}", end(&text)),
        (false, true) if text.width() > CONTEXT + 2 => format!("{}…", beginning(&text)),
        _ => text,
    }
}

fn beginning(text: &str) -> &str {
    let mut width = 0;
    let letters = text.graphemes(true).take_while(|letter| {
        width += letter.width();
        width <= CONTEXT
    });
    &text[..letters.map(str::len).sum()]
}

fn end(text: &str) -> &str {
    let mut width = 0;
    let letters = text.graphemes(true).rev().take_while(|letter| {
        width += letter.width();
        width <= CONTEXT
    });
    &text[text.len() - letters.map(str::len).sum::<usize>()..]
}

/// What went or came, never empty.
fn changed(text: &str) -> String {
    let seen = shorten(&text.replace("\r\n", "⏎").replace('\n', "⏎"), CHANGED);
    if seen.is_empty() {
        let points: Vec<String> =
            text.chars().map(|letter| format!("<U+{:04X}>", u32::from(letter))).collect();
        return shorten(&joined(points.iter().map(String::as_str), ""), CONTEXT);
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::diff::sample::piece;
    use proptest::prelude::*;

    #[test]
    fn what_is_far_from_any_change_is_left_out() {
        let long = "亲，".repeat(40);
        let pieces = [
            piece(PieceKind::Same, &long),
            piece(PieceKind::Removed, "7"),
            piece(PieceKind::Same, &long),
            piece(PieceKind::Added, "天"),
            piece(PieceKind::Same, &long),
        ];
        let shown = shown(&pieces, "", "");
        assert_eq!(shown[0].text, format!("…{}", "亲，".repeat(9)));
        assert_eq!(shown[2].text, format!("{0} … {0}", "亲，".repeat(9)));
        assert_eq!(shown[4].text, format!("{}…", "亲，".repeat(9)));
    }

    #[test]
    fn a_text_of_a_thousand_changes_is_cut() {
        let pieces = [piece(PieceKind::Removed, "7 天"), piece(PieceKind::Same, "以内")];
        let pieces: Vec<Piece> = pieces.iter().cycle().take(2_000).cloned().collect();
        let shown = shown(&pieces, "", "");
        assert!(shown.len() < 1_000 && shown.last() == Some(&piece(PieceKind::Same, " …")));
    }

    #[test]
    fn what_is_not_seen_is_named() {
        let text = |text: &str| changed(text);
        assert_eq!(text("一\r\n二"), "一⏎二");
        assert_eq!(text("\u{200b}\u{feff}"), "<U+200B><U+FEFF>");
        assert_eq!(text("\u{1b}[31m"), " [31m");
    }

    #[test]
    fn a_text_that_was_not_compared_is_replaced_whole() {
        let shown = shown(&[], "七天", "");
        assert_eq!(shown, [piece(PieceKind::Removed, "七天")]);
        assert!(is_rewritten(&shown));
        assert!(is_rewritten(&[piece(PieceKind::Removed, "七"), piece(PieceKind::Same, "。")]));
        assert!(!is_rewritten(&[piece(PieceKind::Removed, "七"), piece(PieceKind::Same, "天")]));
    }

    proptest! {
        #[test]
        fn no_piece_is_empty_or_moves_the_cursor(texts in proptest::collection::vec("[货a\n\u{200b}\u{1b}😀]{1,90}", 1..6)) {
            let kinds = [PieceKind::Same, PieceKind::Removed, PieceKind::Added];
            let pieces: Vec<Piece> =
                texts.iter().zip(kinds.iter().cycle()).map(|(text, &kind)| piece(kind, text)).collect();
            for piece in shown(&pieces, "", "") {
                prop_assert!(piece.kind == PieceKind::Same || !piece.text.is_empty());
                let hidden = piece.text.chars().any(|c| c.is_control() || c == '\u{200b}');
                prop_assert!(!hidden);
            }
        }
    }
}
