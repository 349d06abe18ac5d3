//! Entries that come, change and go in the list of a file.

use super::lines::{
    above, column, comment_lines, comments_in, content_end, line_break, line_end, line_start, moved,
};
use super::mapping::{Wanted, Written, rewrite};
use crate::install::outline::{Item, Outline, value};
use crate::source::yaml::{Content, Document, NodeId};
use crate::source::{Span, apply_edits, remove_list_item};

/// A text with its tree.
#[derive(Debug, Clone, Copy)]
pub(in crate::install) struct Source<'p> {
    pub(in crate::install) text: &'p str,
    pub(in crate::install) document: &'p Document<'p>,
}

/// An entry of a pack, as it is to stand in a file.
#[derive(Debug, Clone, Copy)]
pub(in crate::install) struct SourceEntry<'p> {
    pub(in crate::install) source: Source<'p>,
    pub(in crate::install) node: NodeId,
    /// A category that the file does not give it and the entry's own text does not say.
    pub(in crate::install) category: Option<&'p str>,
}

/// Where an entry goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::install) enum Place {
    Behind(String),
    Before(String),
    /// At the end of the list.
    Last,
}

impl SourceEntry<'_> {
    fn pairs(&self) -> &[(NodeId, NodeId)] {
        match &self.source.document.node(self.node).content {
            Content::Mapping(pairs) => pairs,
            _ => &[],
        }
    }

    fn category_line(&self) -> Option<String> {
        self.category.map(|text| format!("category: {}", crate::source::write_scalar(text, false)))
    }

    fn span(&self) -> Span {
        self.source.document.node(self.node).span
    }

    fn is_in_braces(&self) -> bool {
        self.source.text.as_bytes().get(self.span().start as usize) == Some(&b'{')
    }

    /// The entry for column `to`; the first line has no indentation.
    fn body(&self, to: usize, line_break: &str) -> String {
        let Source { text, .. } = self.source;
        let span = self.span();
        let (start, end) = (span.start as usize, span.end as usize);
        if self.is_in_braces() {
            let body = moved(span.slice(text), column(text, start), to, line_break);
            // Behind the brace a pair can always be written.
            let with = |category: &str| {
                let category = crate::source::write_scalar(category, true);
                format!("{{category: {category}, {}", &body[1..])
            };
            return self.category.map_or_else(|| body.clone(), with);
        }
        let mut body = moved(&text[start..content_end(text, end)], column(text, start), to, line_break);
        if let Some(line) = self.category_line() {
            body = format!("{body}{line_break}{}{line}", " ".repeat(to));
        }
        body
    }

    /// The entry as lines of a list with its dash in `column`, with the comments right above it.
    fn lines(&self, dash: usize, line_break: &str) -> String {
        let text = self.source.text;
        let line = line_start(text, self.span().start as usize);
        let comments = text[above(text, line)..line].lines().map(str::trim);
        let lines = comment_lines(comments, dash, line_break);
        lines + &format!("{}- {}", " ".repeat(dash), self.body(dash + 2, line_break))
    }
}

/// Where the dash of an item stands, if nothing but it is before the item on its line.
fn dash(text: &str, start: usize) -> Option<usize> {
    let line = line_start(text, start);
    let before = text[line..start].trim_end_matches(' ').strip_suffix('-')?;
    before.bytes().all(|byte| byte == b' ').then_some(line + before.len())
}

fn spliced(text: &str, edits: &[(Span, String)]) -> Option<String> {
    let edits: Vec<(Span, &str)> = edits.iter().map(|(span, new)| (*span, new.as_str())).collect();
    apply_edits(text, &edits).ok()
}

/// The text in which the entry `key` says what `entry` says: key by key where that is possible, else as a
/// whole with its comments above it. `is_right` judges.
pub(in crate::install) fn replace(
    text: &str,
    key: &str,
    entry: &SourceEntry<'_>,
    is_right: impl Fn(&str) -> bool,
) -> Option<String> {
    let outline = Outline::of_text(text);
    let node = outline.find(key)?.node;
    by_key(text, &outline, node, entry)
        .filter(|text| is_right(text))
        .or_else(|| whole(text, &outline, node, entry).filter(|text| is_right(text)))
}

fn by_key(text: &str, outline: &Outline<'_>, node: NodeId, entry: &SourceEntry<'_>) -> Option<String> {
    use crate::install::fingerprint::of_value;
    let document = &outline.document;
    let mut wanted = Vec::new();
    for &(key, there) in entry.pairs() {
        let name = entry.source.document.scalar(key)?;
        let here = value(document, node, name);
        let is_same =
            here.is_some_and(|here| of_value(document, here) == of_value(entry.source.document, there));
        let written =
            if is_same { Written::Here } else { Written::There { source: entry.source, key, value: there } };
        wanted.push(Wanted { key: name.to_owned(), written });
    }
    if let Some(line) = entry.category_line() {
        wanted.push(Wanted { key: "category".to_owned(), written: Written::Line(line) });
    }
    spliced(text, &[rewrite(text, document, node, &wanted)?])
}

fn whole(text: &str, outline: &Outline<'_>, node: NodeId, entry: &SourceEntry<'_>) -> Option<String> {
    let span = outline.document.node(node).span;
    let (start, end) = (span.start as usize, span.end as usize);
    let dash = dash(text, start)?;
    let is_in_braces = text.as_bytes().get(start) == Some(&b'{');
    let end = if is_in_braces { end } else { content_end(text, end) };
    let line_break = line_break(text);
    let body = entry.body(start - line_start(text, start), line_break);
    let lost = comments_in(text, Span::new(span.start, end as u32));
    let lost = lost.into_iter().filter(|comment| !body.contains(comment));
    let comments = comment_lines(lost, column(text, dash), line_break);
    let line = line_start(text, dash) as u32;
    let mut edits = vec![(Span::new(span.start, end as u32), body)];
    if !comments.is_empty() {
        edits.push((Span::at(line), comments));
    }
    spliced(text, &edits)
}

/// The text without the entry `key`. Comments inside it stay, as lines of their own, but for those that
/// `is_of_pack`.
pub(in crate::install) fn remove(text: &str, key: &str, is_of_pack: impl Fn(&str) -> bool) -> Option<String> {
    let outline = Outline::of_text(text);
    let node = outline.find(key)?.node;
    let span = outline.document.node(node).span;
    let items = match &outline.document.node(outline.list?).content {
        Content::Sequence(items) => items.len(),
        _ => return None,
    };
    let line_break = line_break(text);
    let Some(dash) = dash(text, span.start as usize).filter(|_| items > 1) else {
        let comments = comments_in(text, Span::new(span.start, content_end(text, span.end as usize) as u32));
        let mut left = spliced(text, &[remove_list_item(text, span)?])?;
        let is_lost = |comment: &&str| !is_of_pack(comment) && !text_has(&left, comment);
        for comment in comments.into_iter().filter(is_lost).collect::<Vec<_>>() {
            if !left.ends_with('\n') {
                left.push_str(line_break);
            }
            left = format!("{left}{comment}{line_break}");
        }
        return Some(left);
    };
    let (start, end) = (line_start(text, dash), content_end(text, span.end as usize));
    let lines = Span::new(start as u32, line_end(text, end) as u32);
    let mut comments = comments_in(text, lines);
    comments.retain(|comment| !is_of_pack(comment));
    if !comments.is_empty() {
        return spliced(text, &[(lines, comment_lines(comments, dash - start, line_break))]);
    }
    spliced(text, &[(with_empty_line(text, lines), String::new())])
}

fn text_has(text: &str, comment: &str) -> bool {
    text.lines().any(|line| line.trim_end().ends_with(comment))
}

/// The lines of an entry that goes, with the empty line before it if there is one behind it too, or nothing.
fn with_empty_line(text: &str, lines: Span) -> Span {
    let (before, behind) = (&text[..lines.start as usize], &text[lines.end as usize..]);
    let is_empty = |line: &str| line.trim().is_empty();
    let Some(rest) = before.strip_suffix('\n') else { return lines };
    let last = line_start(rest, rest.len());
    let next = behind.split_inclusive('\n').next().unwrap_or("");
    if is_empty(&before[last..]) && is_empty(next) { Span::new(last as u32, lines.end) } else { lines }
}

/// The text with one more entry.
pub(in crate::install) fn insert(text: &str, place: &Place, entry: &SourceEntry<'_>) -> Option<String> {
    let outline = Outline::of_text(text);
    let line_break = line_break(text);
    let Some(list) = outline.list else {
        // A file of nothing but comments, or without a list.
        let root = outline.document.root();
        if root.is_some_and(|root| !outline.document.node(root).is_null()) && outline.category.is_none() {
            return None;
        }
        let gap = if text.is_empty() || text.ends_with('\n') { "" } else { line_break };
        return Some(format!("{text}{gap}entries:{line_break}{}{line_break}", entry.lines(2, line_break)));
    };
    let Content::Sequence(nodes) = &outline.document.node(list).content else {
        return fill(text, outline.document.node(list).span, entry);
    };
    if nodes.is_empty() {
        return fill(text, outline.document.node(list).span, entry);
    }
    let start = |node: NodeId| outline.document.node(node).span.start as usize;
    let end = |node: NodeId| content_end(text, outline.document.node(node).span.end as usize);
    let item = |key: &str| outline.find(key).map(|item: &Item| item.node);
    let (node, is_before) = match place {
        Place::Behind(key) => (item(key)?, false),
        Place::Before(key) => (item(key)?, true),
        Place::Last => (*nodes.last()?, false),
    };
    let dash = dash(text, start(node))?;
    let lines = entry.lines(column(text, dash), line_break);
    let is_apart = |pair: &[NodeId]| {
        let between = text.get(end(pair[0])..start(pair[1])).unwrap_or("");
        between.lines().skip(1).any(|line| line.trim().is_empty())
    };
    // One entry alone shows nothing; the packs that ship have empty lines.
    let gap = if nodes.len() == 1 || nodes.windows(2).any(is_apart) { line_break } else { "" };
    if is_before {
        let at = above(text, line_start(text, dash));
        return spliced(text, &[(Span::at(at as u32), format!("{lines}{line_break}{gap}"))]);
    }
    spliced(text, &[(Span::at(end(node) as u32), format!("{line_break}{gap}{lines}"))])
}

/// Write the first entry of an empty list, which stands at `list` as brackets or as nothing.
fn fill(text: &str, list: Span, entry: &SourceEntry<'_>) -> Option<String> {
    let line_break = line_break(text);
    let (start, end) = (list.start as usize, list.end as usize);
    if start == 0 {
        return spliced(text, &[(list, entry.lines(0, line_break))]);
    }
    // `entries: []`, or `entries:` with the place of what is missing somewhere around the colon.
    let line = line_start(text, start);
    let colon = line + text[line..content_end(text, start)].find(':')?;
    let end = end.max(colon + 1);
    let behind = text[end..content_end(text, end)].trim_end();
    let new = format!("{behind}{line_break}{}", entry.lines(2, line_break));
    spliced(text, &[(Span::new(colon as u32 + 1, content_end(text, end) as u32), new)])
}

/// A file with the head of the file `like` and these entries of it.
pub(in crate::install) fn new_file(like: Source<'_>, entries: &[SourceEntry<'_>]) -> Option<String> {
    let outline = Outline::of_text(like.text);
    let first = outline.entries.first()?;
    let start = outline.document.node(first.node).span.start as usize;
    let dash = dash(like.text, start)?;
    let head = &like.text[..above(like.text, line_start(like.text, dash))];
    let lines: Vec<String> = entries.iter().map(|entry| entry.lines(column(like.text, dash), "\n")).collect();
    Some(format!("{head}{}\n", lines.join("\n\n")))
}
