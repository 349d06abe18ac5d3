//! Items of lists written as lines with dashes.

use super::find::{Item, List};
use super::{Word, content_end, line_end, line_start, words};
use crate::source::Span;

/// The edit that takes the item at `index` out of `list`.
pub(super) fn remove(text: &str, list: &List, index: usize) -> Option<(Span, String)> {
    let item = list.items.get(index)?;
    let dash = dash(text, item)?;
    let end = last_line(text, item.end as usize)?;
    if list.items.len() == 1 {
        return Some(leave_nothing(text, item, dash, end));
    }
    let line = line_start(text, dash);
    if text[line..dash].bytes().all(|byte| byte == b' ') {
        let end = line_end(text, end);
        let comments =
            if item.after_block { comments_at(text, end, dash - line) } else { (end, String::new()) };
        return Some((Span::new(line as u32, comments.0 as u32), comments.1));
    }
    // The list begins on the line of a list around it: `- - a`. The next item moves up, unless a comment
    // stands between.
    let next = self::dash(text, list.items.get(index + 1)?)?;
    if text[end..next].trim().is_empty() && text[end..next].matches('\n').count() == 1 {
        return Some(removed(dash, next));
    }
    Some(removed(text[..dash].trim_end().len(), end))
}

/// The edit for an item that has one line to itself, with another item on the line before or after, as most
/// have: what the parser would say is plain then, and a file with thousands of such items is not parsed for
/// each of them.
pub(super) fn remove_line(text: &str, item: Span) -> Option<(Span, String)> {
    let (start, end) = (item.start as usize, item.end as usize);
    let slice = text.get(start..end)?;
    let (line, after) = (line_start(text, start), line_end(text, start));
    let before_value = &text[line..start];
    let indentation = before_value.trim_end_matches(' ').strip_suffix('-')?;
    let has_dash = |other: &str| {
        let rest = other.strip_prefix(indentation).and_then(|rest| rest.strip_prefix('-'));
        rest.is_some_and(|rest| rest.starts_with(' '))
    };
    let plain = before_value.ends_with(' ')
        && indentation.bytes().all(|byte| byte == b' ')
        && start < end
        && end <= content_end(text, start)
        && text[end..content_end(text, start)].trim_matches([' ', '\t']).is_empty()
        // An anchor may be in use elsewhere.
        && !slice.contains('&')
        && !text[start..].starts_with(['|', '>']);
    let next = &text[after..content_end(text, after)];
    let before = line.checked_sub(1).map_or("", |end| &text[line_start(text, end)..end]);
    let (next_is_item, next_is_content) = (has_dash(next), !next.trim().is_empty());
    let apart = next_is_item || (has_dash(before) && next_is_content);
    (plain && apart).then(|| removed(line, after))
}

fn removed(start: usize, end: usize) -> (Span, String) {
    (Span::new(start as u32, end as u32), String::new())
}

/// Where the dash of an item stands.
pub(super) fn dash(text: &str, item: &Item) -> Option<usize> {
    let words = words(text, item.before as usize, item.start as usize);
    words.iter().rev().find(|word| is_dash(text, word)).map(|word| word.start)
}

fn is_dash(text: &str, word: &Word) -> bool {
    !word.comment && &text[word.start..word.end] == "-"
}

/// Where the last line of a node that ends at `node_end` ends, a comment included; `None` if something else
/// follows there.
pub(super) fn last_line(text: &str, node_end: usize) -> Option<usize> {
    let mut end = content_end(text, node_end);
    // Where a key has no value, the value's place is before the colon.
    let belongs = |word: &str| word == ":" || word.starts_with(['&', '!']);
    let rest = words(text, node_end, end);
    let ends = rest.iter().all(|word| word.comment || belongs(&text[word.start..word.end]));
    let next = text[end..].trim_start();
    if !ends
        || next
            .strip_prefix(':')
            .is_some_and(|after| after.is_empty() || after.starts_with(char::is_whitespace))
    {
        return None;
    }
    // Lines of nothing but Chinese spaces still belong to a block scalar, whose span is trimmed.
    loop {
        let next = line_end(text, end);
        let line = &text[next..content_end(text, next)];
        if !line.trim().is_empty() || line.trim_matches([' ', '\t', '\r']).is_empty() {
            return Some(end);
        }
        end = next + line.len();
    }
}

/// The comment lines from `at` on, `column` deep, and where they end. As deep as they were, a block scalar
/// before them would swallow them once nothing stands between.
fn comments_at(text: &str, at: usize, column: usize) -> (usize, String) {
    let (mut end, mut kept, mut next) = (at, String::new(), at);
    while next < text.len() {
        let line = &text[next..line_end(text, next)];
        let words = line.trim_start();
        next += line.len();
        if words.starts_with('#') && line.len() - words.len() > column {
            kept.push_str(&text[end..next - line.len()]);
            kept.push_str(&" ".repeat(column));
            kept.push_str(words);
            end = next;
        } else if !words.is_empty() {
            break;
        }
    }
    (end, kept)
}

/// Write `[]` in the place of a list with one item. Comments between its key and the item stay.
fn leave_nothing(text: &str, item: &Item, dash: usize, end: usize) -> (Span, String) {
    // The comment behind the item stays, below those above it or behind the brackets.
    let comment = text.get(item.end as usize..end).unwrap_or("").trim_start();
    let comment = if comment.starts_with('#') && !comment.contains('\n') { comment } else { "" };
    let words = words(text, item.before as usize, dash);
    let behind = if comment.is_empty() { String::new() } else { format!(" {comment}") };
    let Some(owner) = words.iter().rfind(|word| !word.comment) else {
        return (Span::new(dash as u32, end as u32), format!("[]{behind}"));
    };
    let line = line_start(text, dash);
    let kept = if line > owner.end { text[owner.end..line].trim_end() } else { "" };
    let replacement = if kept.is_empty() || comment.is_empty() {
        format!(" []{kept}{behind}")
    } else {
        let line_break = if text[..line].ends_with("\r\n") { "\r\n" } else { "\n" };
        format!(" []{kept}{line_break}{}{comment}", &text[line..dash])
    };
    (Span::new(owner.end as u32, end as u32), replacement)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::structure::find::Parsed;
    use proptest::prelude::*;

    /// Whether the short way is taken for the item `text[at..]`, and that it does what the long one does.
    fn is_short(text: &str, value: &str) -> bool {
        let start = text.find(value).expect("the value");
        let span = Span::new(start as u32, (start + value.len()) as u32);
        let short = remove_line(text, span);
        if let Some(short) = &short {
            let parsed = Parsed::of(text);
            let (list, index) = parsed.list_with_item(span.start).expect("an item");
            assert_eq!(remove(text, list, index).as_ref(), Some(short), "{text}");
        }
        short.is_some()
    }

    #[test]
    fn an_item_with_a_line_of_its_own_needs_no_parser() {
        assert!(is_short("v:\n  - 甲\n  - 乙\nw: 1\n", "甲"));
        assert!(is_short("v:\n  - 甲\n  - 乙\nw: 1\n", "乙"));
        assert!(is_short("- \"甲\"\r\n- 乙\r\n", "\"甲\""));
        assert!(is_short("- - 乙\n- 丙\n", "- 乙"));
    }

    #[test]
    fn all_others_do() {
        for (text, value) in [
            ("v:\n  - 甲\nw: 1\n", "甲"),
            ("v: [甲, 乙]\n", "甲"),
            ("- 甲 # 注\n- 乙\n", "甲"),
            ("- &a 甲\n- 乙\n", "甲"),
            ("- - 甲\n  - 乙\n", "甲"),
            ("- 乙\n- 甲\n", "甲"),
            ("- |\n  甲\n- 乙\n", "|\n  甲"),
        ] {
            assert!(!is_short(text, value), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_short_way_does_what_the_long_one_does(
            lines in proptest::collection::vec("( {0,4}- |    )?[甲\"'|>#&a ]{0,3}(- )?乙?", 1..7),
            broken_by in prop_oneof![Just("\n"), Just("\r\n")],
        ) {
            let text = lines.join(broken_by);
            let parsed = Parsed::of(&text);
            for (at, _) in text.match_indices(['甲', '乙', '"', '-']) {
                let Some((list, index)) = parsed.list_with_item(at as u32).filter(|(list, _)| !list.flow) else {
                    continue;
                };
                let item = list.items[index];
                if let Some(short) = remove_line(&text, Span::new(item.start, item.end)) {
                    prop_assert_eq!(remove(&text, list, index), Some(short), "{}", text);
                }
            }
        }
    }
}
