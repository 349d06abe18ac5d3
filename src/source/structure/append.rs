//! Items put behind the last of a list, and lists put where there was none.

use super::find::{Item, List};
use super::{Structure, block, content_end, flow, line_break, line_start};
use crate::source::Span;
use crate::source::scalar::write_scalar;

/// What is to be written as an item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewValue {
    /// A text.
    Text(String),
    /// A list of texts, which gets brackets.
    List(Vec<String>),
}

/// An item to be written into a list, with comments that go with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewItem {
    /// The item.
    pub value: NewValue,
    /// Comments for the lines above it, each from its `#` on. Only a list of lines takes comments.
    pub above: Vec<String>,
    /// A comment for behind it.
    pub behind: Option<String>,
}

impl NewItem {
    /// A text without comments.
    pub fn text(text: impl Into<String>) -> Self {
        Self { value: NewValue::Text(text.into()), above: Vec::new(), behind: None }
    }

    /// A list of texts without comments.
    pub fn list(texts: Vec<String>) -> Self {
        Self { value: NewValue::List(texts), above: Vec::new(), behind: None }
    }

    fn has_comment(&self) -> bool {
        !self.above.is_empty() || self.behind.is_some()
    }

    /// The item as it is written, in brackets or on a line of its own.
    fn written(&self, in_flow: bool) -> String {
        match &self.value {
            NewValue::Text(text) => write_scalar(text, in_flow),
            NewValue::List(texts) => {
                let texts: Vec<String> = texts.iter().map(|text| write_scalar(text, true)).collect();
                format!("[{}]", texts.join(", "))
            }
        }
    }
}

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListStyle {
    /// In brackets.
    Brackets,
    /// As lines with dashes; in a mapping these stand so many spaces deeper than its keys.
    Lines(usize),
}

/// The edit of [`Structure::append_items`].
pub(super) fn append(text: &str, list: &List, items: &[NewItem]) -> Option<(Span, String)> {
    let last = list.items.last()?;
    if list.flow { append_in_brackets(text, last, items) } else { append_lines(text, last, items) }
}

fn append_lines(text: &str, last: &Item, items: &[NewItem]) -> Option<(Span, String)> {
    let dash = block::dash(text, last)?;
    let end = block::last_line(text, last.end as usize)?;
    let column = column(text, dash)?;
    Some((Span::at(end as u32), lines(items, column, line_break(text, dash))))
}

/// How deep the byte `at` stands, where nothing but indicators of collections is before it on its line.
fn column(text: &str, at: usize) -> Option<usize> {
    let before = &text[line_start(text, at)..at];
    before.bytes().all(|byte| matches!(byte, b' ' | b'-' | b'?' | b':')).then_some(before.len())
}

/// Items as lines, each with the line end before it.
fn lines(items: &[NewItem], column: usize, line_break: &str) -> String {
    let mut lines = String::new();
    let mut line = |text: &str, comment: Option<&str>| {
        lines.push_str(line_break);
        lines.push_str(&" ".repeat(column));
        lines.push_str(text);
        if let Some(comment) = comment {
            lines.push(' ');
            lines.push_str(comment);
        }
    };
    for item in items {
        for comment in &item.above {
            line(comment, None);
        }
        line(&format!("- {}", item.written(false)), item.behind.as_deref());
    }
    lines
}

/// Items with commas between them; `None` if one brings a comment, which would take in the rest of the line.
fn in_brackets(items: &[NewItem]) -> Option<String> {
    let written: Vec<String> =
        items.iter().map(|item| (!item.has_comment()).then(|| item.written(true))).collect::<Option<_>>()?;
    Some(written.join(", "))
}

fn append_in_brackets(text: &str, last: &Item, items: &[NewItem]) -> Option<(Span, String)> {
    let written = in_brackets(items)?;
    let place = flow::place(text, last)?;
    let Some(line_end) = place.line_end else {
        return Some((Span::at(place.end as u32), format!(", {written}")));
    };
    // The last item has its lines to itself, so the new ones get theirs.
    let indentation = &text[line_start(text, place.start)..place.start];
    let line_break = line_break(text, place.start);
    let mut inserted = String::new();
    for item in items {
        inserted.push_str(line_break);
        inserted.push_str(indentation);
        inserted.push_str(&item.written(true));
        inserted.push(',');
    }
    if place.comma.is_some() {
        return Some((Span::at(line_end as u32), inserted));
    }
    inserted.pop();
    let behind = &text[place.end..line_end];
    Some((Span::new(place.end as u32, line_end as u32), format!(",{behind}{inserted}")))
}

/// The edit of [`Structure::fill_list`].
pub(super) fn fill(text: &str, list: Span, items: &[NewItem]) -> Option<(Span, String)> {
    let written = in_brackets(items)?;
    let inside = list.slice(text).strip_prefix('[')?.strip_suffix(']')?;
    if inside.trim().is_empty() {
        return Some((list, format!("[{written}]")));
    }
    // Nothing but comments is in it.
    let space = if inside.starts_with('#') { " " } else { "" };
    Some((Span::at(list.start + 1), format!("{written}{space}")))
}

/// The edit of [`Structure::give_list`].
pub(super) fn give(text: &str, key: Span, value: Span, items: &[NewItem]) -> Option<(Span, String)> {
    let written = format!("[{}]", in_brackets(items)?);
    if value.start < value.end {
        return Some((value, written));
    }
    let after = text.get(key.end as usize..)?;
    let colon = after.trim_start_matches([' ', '\t']);
    let at = key.end + (after.len() - colon.len()) as u32 + 1;
    colon.starts_with(':').then(|| (Span::at(at), format!(" {written}")))
}

/// The edit of [`Structure::insert_list`].
pub(super) fn insert(
    structure: Structure<'_>,
    mapping: u32,
    after: Span,
    key: &str,
    items: &[NewItem],
    style: ListStyle,
) -> Option<(Span, String)> {
    let text = structure.text;
    let start = mapping as usize;
    text.get(after.end as usize..)?;
    if text.get(start..)?.starts_with('{') {
        let written = in_brackets(items)?;
        return Some((Span::at(after.end), format!(", {}: [{written}]", write_scalar(key, true))));
    }
    let column = column(text, start)?;
    let alone = text[line_start(text, start)..start].trim().is_empty();
    if alone && structure.stands_in_flow(mapping) {
        return None;
    }
    let end = block::last_line(text, after.end as usize)?;
    let line_break = line_break(text, start);
    let key = format!("{line_break}{}{}:", " ".repeat(column), write_scalar(key, false));
    let list = match style {
        ListStyle::Brackets => format!(" [{}]", in_brackets(items)?),
        ListStyle::Lines(deeper) => lines(items, column + deeper, line_break),
    };
    Some((Span::at(end as u32), format!("{key}{list}")))
}

/// The edit of [`Structure::remove_comment`].
pub(super) fn remove_comment(text: &str, comment: Span) -> (Span, String) {
    let (start, end) = (comment.start as usize, comment.end as usize);
    let before = text[..start].trim_end_matches([' ', '\t']);
    if before.is_empty() || before.ends_with('\n') {
        let end = super::line_end(text, content_end(text, end));
        return (Span::new(before.len() as u32, end as u32), String::new());
    }
    (Span::new(before.len() as u32, end as u32), String::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, apply_edits};

    fn place(text: &str, part: &str) -> Span {
        let start = text.find(part).expect("the part") as u32;
        Span::new(start, start + part.len() as u32)
    }

    fn applied(text: &str, edit: Option<(Span, String)>) -> Option<String> {
        edit.map(|(span, new)| apply_edits(text, &[(span, &new)]).expect("one edit that fits"))
    }

    fn appended(text: &str, item: &str, new: &[NewItem]) -> Option<String> {
        let file = SourceFile::from_text("a.yaml", text);
        applied(text, file.structure().append_items(place(text, item).start, new))
    }

    fn check(text: &str, item: &str, new: &[&str], wanted: &str) {
        let new: Vec<NewItem> = new.iter().map(|text| NewItem::text(*text)).collect();
        assert_eq!(appended(text, item, &new).as_deref(), Some(wanted));
    }

    #[test]
    fn lines_get_lines() {
        check(
            "v:\n  - 甲 # 一\n  # 二\nw: 1\n",
            "甲",
            &["乙", "- 丙"],
            "v:\n  - 甲 # 一\n  - 乙\n  - '- 丙'\n  # 二\nw: 1\n",
        );
        check("v:\r\n- 甲\r\n- |\r\n  乙\r\n", "甲", &["丙"], "v:\r\n- 甲\r\n- |\r\n  乙\r\n- 丙\r\n");
        check("- 甲\n- 乙", "甲", &["丙"], "- 甲\n- 乙\n- 丙");
        check("- - 甲\n- 丁\n", "甲", &["乙"], "- - 甲\n  - 乙\n- 丁\n");
        check("- 甲\n  折行\n\n", "甲", &["乙"], "- 甲\n  折行\n- 乙\n\n");
    }

    #[test]
    fn brackets_keep_their_lines() {
        check("v: [甲, 乙] # 注\n", "甲", &["丙", "丁,戊"], "v: [甲, 乙, 丙, '丁,戊'] # 注\n");
        check("v: [甲, ]\n", "甲", &["乙"], "v: [甲, 乙, ]\n");
        check("v: [\n  甲, # 一\n]\n", "甲", &["乙", "丙"], "v: [\n  甲, # 一\n  乙,\n  丙,\n]\n");
        check("v: [\r\n  甲  # 一\r\n]\r\n", "甲", &["乙"], "v: [\r\n  甲,  # 一\r\n  乙\r\n]\r\n");
        check("v: [甲, # 一\n  乙]\n", "甲", &["丙"], "v: [甲, # 一\n  乙, 丙]\n");
    }

    #[test]
    fn comments_come_along_where_they_can() {
        let new = NewItem {
            value: NewValue::Text("乙".into()),
            above: vec!["# 上".into(), "# 中".into()],
            behind: Some("# 后".into()),
        };
        let lines = appended("v:\n    - 甲\n", "甲", std::slice::from_ref(&new));
        assert_eq!(lines.as_deref(), Some("v:\n    - 甲\n    # 上\n    # 中\n    - 乙 # 后\n"));
        assert_eq!(appended("v: [甲]\n", "甲", &[new]), None);
        let words = NewItem::list(vec!["乙".into(), "丙,".into()]);
        assert_eq!(
            appended("k:\n- [甲]\n", "[甲]", &[words]).as_deref(),
            Some("k:\n- [甲]\n- [乙, '丙,']\n")
        );
    }

    #[test]
    fn empty_lists_and_nothing_become_lists() {
        let new = [NewItem::text("甲"), NewItem::text("no")];
        let filled = |text: &str, list: &str| {
            let file = SourceFile::from_text("a.yaml", text);
            applied(text, file.structure().fill_list(place(text, list), &new))
        };
        assert_eq!(filled("v: [ ] # 注\n", "[ ]").as_deref(), Some("v: [甲, 'no'] # 注\n"));
        assert_eq!(filled("v: [# 注\n]\n", "[# 注\n]").as_deref(), Some("v: [甲, 'no' # 注\n]\n"));
        assert_eq!(filled("v: x\n", "x"), None);
        let given = |text: &str, value: &str| {
            let file = SourceFile::from_text("a.yaml", text);
            let value = if value.is_empty() { Span::at(place(text, "v").end) } else { place(text, value) };
            applied(text, file.structure().give_list(place(text, "v"), value, &new))
        };
        assert_eq!(given("v : # 注\nw: 1\n", "").as_deref(), Some("v : [甲, 'no'] # 注\nw: 1\n"));
        assert_eq!(given("{v: ~, w: 1}\n", "~").as_deref(), Some("{v: [甲, 'no'], w: 1}\n"));
        assert_eq!(given("[v]\n", ""), None);
    }

    #[test]
    fn a_list_goes_behind_a_pair() {
        let new = [NewItem::text("甲"), NewItem::text("乙: 丙")];
        let inserted = |text: &str, mapping: &str, after: &str, style: ListStyle| {
            let file = SourceFile::from_text("a.yaml", text);
            let (mapping, after) = (place(text, mapping).start, place(text, after));
            applied(text, file.structure().insert_list(mapping, after, "v", &new, style))
        };
        let text = "- q: 问 # 注\r\n  a: |\r\n    答\r\n- q: 二\r\n";
        assert_eq!(
            inserted(text, "q: 问", "问", ListStyle::Lines(2)).as_deref(),
            Some("- q: 问 # 注\r\n  v:\r\n    - 甲\r\n    - '乙: 丙'\r\n  a: |\r\n    答\r\n- q: 二\r\n")
        );
        assert_eq!(
            inserted(text, "q: 问", "答", ListStyle::Brackets).as_deref(),
            Some("- q: 问 # 注\r\n  a: |\r\n    答\r\n  v: [甲, '乙: 丙']\r\n- q: 二\r\n")
        );
        let braces = "- {q: 问, a: 答}\n";
        assert_eq!(
            inserted(braces, "{", "问", ListStyle::Lines(0)).as_deref(),
            Some("- {q: 问, v: [甲, '乙: 丙'], a: 答}\n")
        );
        assert_eq!(inserted("[\n  q: 问]\n", "q", "问", ListStyle::Brackets), None);
    }

    #[test]
    fn how_a_list_is_written_is_told() {
        let style = |text: &str, item: &str, keys: &str| {
            let file = SourceFile::from_text("a.yaml", text);
            file.structure().list_style(place(text, item).start, place(text, keys).start)
        };
        assert_eq!(style("- q: x\n  v:\n    - 甲\n", "甲", "q"), Some(ListStyle::Lines(2)));
        assert_eq!(style("- q: x\n  v:\n  - 甲\n", "甲", "q"), Some(ListStyle::Lines(0)));
        assert_eq!(style("- q: x\n  v: [甲]\n", "甲", "q"), Some(ListStyle::Brackets));
        assert_eq!(style("- q: x\n", "x", "q"), None);
    }

    #[test]
    fn a_comment_goes_with_its_line_or_the_space_before_it() {
        let without = |text: &str| {
            let comment = place(text, "# 注");
            let file = SourceFile::from_text("a.yaml", text);
            applied(text, Some(file.structure().remove_comment(comment))).expect("an edit")
        };
        assert_eq!(without("- 甲  # 注\r\n- 乙\r\n"), "- 甲\r\n- 乙\r\n");
        assert_eq!(without("- 甲\n  # 注\n- 乙\n"), "- 甲\n- 乙\n");
        assert_eq!(without("- 甲\n# 注"), "- 甲\n");
    }
}
