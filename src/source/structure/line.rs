//! The ordinary case, told by the lines alone: an item on a line of its own between items on lines of theirs.

use super::{content_end, line_end, line_start};
use crate::source::Span;

/// The edit that takes out an item that has a line to itself, with `- ` before it and nothing behind it, where
/// the line above or below begins with a dash in the same column. `None` for anything else, which the
/// parser has to judge.
///
/// A file with a thousand repeated variants is not parsed a thousand times over.
pub(super) fn remove(text: &str, item: Span) -> Option<(Span, String)> {
    let (start, end) = (item.start as usize, item.end as usize);
    let slice = text.get(start..end)?;
    // An anchor may be in use elsewhere, a tag or an indicator may begin something else.
    if slice.is_empty()
        || slice.contains(['\n', '&'])
        || slice.starts_with(['*', '!', '|', '>', '{', '[', '?', '#'])
    {
        return None;
    }
    let line = line_start(text, start);
    let before = &text[line..start];
    let column = before.len() - before.trim_start_matches(' ').len();
    if before[column..].strip_prefix('-')?.trim_matches(' ') != "" || !before.ends_with(' ') {
        return None;
    }
    let after = line_end(text, end);
    if content_end(text, end) != end || after == text.len() && !text.ends_with('\n') {
        return None;
    }
    let sibling = |line: &str| {
        let indentation = line.len() - line.trim_start_matches(' ').len();
        indentation == column && line[column..].starts_with("- ")
    };
    let above = line.checked_sub(1).map_or("", |end| &text[line_start(text, end)..end]);
    let below = &text[after..content_end(text, after)];
    (sibling(above) || sibling(below)).then(|| (Span::new(line as u32, after as u32), String::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn removed(text: &str, item: &str) -> Option<String> {
        let start = text.find(item).expect("the item") as u32;
        let (span, new) = remove(text, Span::new(start, start + item.len() as u32))?;
        Some(format!("{}{new}{}", &text[..span.start as usize], &text[span.end as usize..]))
    }

    #[test]
    fn a_line_among_lines_goes() {
        assert_eq!(removed("v:\n  - 甲\n  - \"乙\"\n", "\"乙\"").as_deref(), Some("v:\n  - 甲\n"));
        assert_eq!(removed("v:\r\n- 甲\r\n- 乙\r\n", "甲").as_deref(), Some("v:\r\n- 乙\r\n"));
    }

    #[test]
    fn what_the_lines_do_not_tell_is_left_to_the_parser() {
        for (text, item) in [
            ("v:\n  - 甲\n", "甲"),
            ("- 甲 # 注\n- 乙\n", "甲"),
            ("- &a 甲\n- *a\n", "甲"),
            ("- - 甲\n  - 乙\n", "甲"),
            ("- 甲\n- 乙", "乙"),
            ("[甲,\n 乙]", "乙"),
            ("- id: 甲\n- 乙\n", "甲"),
        ] {
            assert_eq!(removed(text, item), None, "{text:?}");
        }
    }
}
