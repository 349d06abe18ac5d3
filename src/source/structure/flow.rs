//! Items of lists written in brackets.

use super::find::{Item, List};
use super::{Word, content_end, has_comment, line_end, line_start, words};
use crate::source::Span;

/// An item with what belongs to it.
pub(super) struct Place {
    /// Where it begins, its tag and anchor included.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// The comma after it.
    pub(super) comma: Option<usize>,
    /// Where the text of its last line ends, if nothing else stands on its lines but that comma and a
    /// comment.
    pub(super) line_end: Option<usize>,
}

/// The edit that takes the item at `index` out of `list`.
pub(super) fn remove(text: &str, list: &List, index: usize) -> Option<(Span, String)> {
    let item = list.items.get(index)?;
    let place = place(text, item)?;
    if list.items.len() == 1 {
        let Span { start, end } = list.brackets;
        let tail = place.line_end.unwrap_or(place.end);
        let (first, last) = (start as usize + 1, end as usize - 1);
        if !has_comment(text, first, place.start) && !has_comment(text, tail, last) {
            return Some((list.brackets, "[]".to_owned()));
        }
    }
    match (place.comma, place.line_end) {
        (Some(_), Some(end)) => Some(removed(line_start(text, place.start), line_end(text, end))),
        (Some(comma), None) => Some(remove_with_comma_after(text, &place, comma)),
        (None, _) if index == 0 => Some(match place.line_end {
            Some(end) => removed(line_start(text, place.start), line_end(text, end)),
            None => removed(place.start, place.end),
        }),
        (None, _) => remove_with_comma_before(text, item, &place),
    }
}

fn removed(start: usize, end: usize) -> (Span, String) {
    (Span::new(start as u32, end as u32), String::new())
}

pub(super) fn place(text: &str, item: &Item) -> Option<Place> {
    let end = item.end as usize;
    let from = comma_before(text, item).map_or(item.before as usize, |comma| comma.end);
    let own = words(text, from, item.start as usize).into_iter().find(|word| !word.comment);
    let start = own.map_or(item.start as usize, |word| word.start);
    // An empty item without so much as an anchor is no item.
    if start == end {
        return None;
    }
    let (mut end, mut next) = (end, next_character(text, end)?);
    if text.as_bytes()[next] == b':' {
        // Where a key has no value, the value's place is before the colon.
        end = next + 1;
        next = next_character(text, end)?;
    }
    let comma = match text.as_bytes()[next] {
        b',' => Some(next),
        b']' => None,
        _ => return None,
    };
    let last = match comma {
        Some(comma) if !text[end..comma].contains('\n') => comma + 1,
        _ => end,
    };
    let alone = begins_line(text, start) && ends_line(text, last) && (comma.is_none() || last > end);
    Some(Place { start, end, comma, line_end: alone.then(|| content_end(text, last)) })
}

/// Whether nothing but space stands before the byte `at` on its line. A line may be a megabyte long, so it is
/// not searched for its beginning.
fn begins_line(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(is_space);
    before.is_empty() || before.ends_with('\n')
}

/// Whether nothing but a comment follows from the byte `at` on its line.
fn ends_line(text: &str, at: usize) -> bool {
    let after = text[at..].trim_start_matches(is_space);
    after.is_empty() || after.starts_with(['\n', '#'])
}

fn is_space(character: char) -> bool {
    character != '\n' && character.is_whitespace()
}

/// Where the next character from `at` on stands that is neither white nor in a comment.
fn next_character(text: &str, at: usize) -> Option<usize> {
    let mut at = at;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        let next = text[at..].chars().next()?;
        if next != '#' {
            return Some(at);
        }
        at = content_end(text, at);
    }
}

/// The item shares its line with others, or its comma stands on another.
fn remove_with_comma_after(text: &str, place: &Place, comma: usize) -> (Span, String) {
    if has_comment(text, place.end, comma) {
        return (Span::new(place.start as u32, comma as u32 + 1), text[place.end..comma].to_owned());
    }
    let before = text[..place.start].trim_end_matches([' ', '\t']);
    let spaced = before.len() < place.start || before.ends_with('\n');
    let rest = text[comma + 1..].trim_start_matches([' ', '\t']);
    let after = text.len() - rest.len();
    if matches!(rest, "" | "\r") || rest.starts_with('\n') || rest.starts_with("\r\n") {
        // The line would end with space.
        return removed(if before.ends_with('\n') { place.start } else { before.len() }, comma + 1);
    }
    // A comment needs space before it.
    removed(place.start, if spaced || !rest.starts_with('#') { after } else { comma + 1 })
}

/// The last item, without a comma of its own.
fn remove_with_comma_before(text: &str, item: &Item, place: &Place) -> Option<(Span, String)> {
    let comma = comma_before(text, item)?;
    let end = place.line_end.unwrap_or(place.end);
    if !has_comment(text, item.before as usize, place.start) {
        return Some(removed(text[..comma.start].trim_end().len(), end));
    }
    let kept = &text[comma.end..place.start];
    // A comment needs a line end after it; the item's own does if it has one.
    let kept = if place.line_end.is_some() { kept.trim_end() } else { kept };
    Some((Span::new(comma.start as u32, end as u32), kept.to_owned()))
}

/// The comma between an item and the one before it.
fn comma_before(text: &str, item: &Item) -> Option<Word> {
    let words = words(text, item.before as usize, item.start as usize);
    words.into_iter().find(|word| &text[word.start..word.end] == ",")
}
