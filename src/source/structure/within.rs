//! Taking an item out of a list without parsing the whole file.

use super::{has_properties, remove_list_item};
use crate::source::Span;

/// The edit of [`remove_list_item`] where the item stands inside the node `within`, which is then all that is
/// parsed.
///
/// A node below a dash is YAML by itself once the dash is a space, so a file of ten thousand entries need not
/// be parsed for each of them. Where that is not so, or an anchor could be used elsewhere, the whole text is.
pub fn remove_list_item_within(text: &str, item: Span, within: Option<Span>) -> Option<(Span, String)> {
    let alone = within.filter(|within| {
        // An anchor may be used in another entry; only the whole file tells.
        within.start <= item.start && item.end <= within.end && !has_properties(text, item.start)
    });
    let Some(Span { start, end }) = alone else { return remove_list_item(text, item) };
    let line = text[..start as usize].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[line..start as usize];
    if !before.bytes().all(|byte| matches!(byte, b' ' | b'-')) {
        return remove_list_item(text, item);
    }
    let line_end = text[end as usize..].find('\n').map_or(text.len(), |length| end as usize + length + 1);
    let entry = format!("{}{}", " ".repeat(before.len()), &text[start as usize..line_end]);
    let shift = line as u32;
    let (span, replacement) = remove_list_item(&entry, Span::new(item.start - shift, item.end - shift))?;
    Some((Span::new(span.start + shift, span.end + shift), replacement))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::yaml::{Content, Document, NodeId};
    use proptest::prelude::*;

    /// Where the item and its entry stand in `text`.
    fn spans(text: &str, item: &str) -> (Span, Option<Span>) {
        let document = Document::parse(text).0.expect("YAML");
        let span = |node: NodeId| document.node(node).span;
        let mut top = document.root().expect("a list");
        if let Content::Mapping(pairs) = &document.node(top).content {
            top = pairs[0].1;
        }
        let children = |node: NodeId| match &document.node(node).content {
            Content::Sequence(items) => items.clone(),
            Content::Mapping(pairs) => pairs.iter().map(|&(_, value)| value).collect(),
            Content::Scalar(..) => Vec::new(),
        };
        let found = children(top).into_iter().find_map(|entry| {
            let mut items = children(entry).into_iter().flat_map(children);
            let found = items.find(|&node| document.scalar(node) == Some(item))?;
            Some((span(found), Some(span(entry))))
        });
        found.expect("the item")
    }

    #[test]
    fn an_entry_by_itself_gives_the_edit_that_the_whole_file_gives() {
        for text in [
            "- {question: 甲, related: [x, y]}\n- {question: 乙}\n",
            "- question: 甲\n  related: [x, y] # 注\n- question: 乙\n",
            "- question: 甲\r\n  related:\r\n  - y\r\n  - x # 注\r\n  # 还有\r\n- question: 乙\r\n",
            "entries:\n  - question: 甲\n    related:\n      - x\n  - question: 乙\n",
            "entries: [\n  {question: 甲, related: [x, y]},\n  {question: 乙}\n]\n",
            "entries: [{question: 甲, related: [x]}]",
            "-\n  question: 甲\n  related: [x, z]",
            "- question: 甲\n  answer: &a 好\n- question: 乙\n  answer: *a\n  related: [y, x]\n",
        ] {
            let (item, within) = spans(text, "x");
            let whole = remove_list_item(text, item);
            assert!(whole.is_some(), "{text}");
            assert_eq!(remove_list_item_within(text, item, within), whole, "{text}");
        }
    }

    #[test]
    fn an_item_that_is_used_elsewhere_stays() {
        let text = "- question: 甲\n  related: [&a x]\n- question: 乙\n  related: [*a]\n";
        let (item, within) = spans(text, "x");
        assert_eq!(remove_list_item_within(text, item, within), None);
    }

    proptest! {
        #[test]
        fn any_layout_gives_the_same_edit(
            indentation in 0_usize..3,
            in_brackets in any::<bool>(),
            items in proptest::collection::vec("[a-w]{1,3}", 0..4),
            at in 0_usize..4,
            end in prop::sample::select(vec!["\n", "\r\n"]),
        ) {
            let mut items = items;
            items.insert(at.min(items.len()), "x".to_owned());
            let space = " ".repeat(indentation);
            let list = if in_brackets {
                format!(" [{}]{end}", items.join(", "))
            } else {
                items.iter().fold(end.to_owned(), |list, item| format!("{list}{space}    - {item}{end}"))
            };
            let text = format!(
                "entries:{end}{space}- question: 甲{end}{space}  related:{list}{space}- question: 乙{end}"
            );
            let (item, within) = spans(&text, "x");
            let whole = remove_list_item(&text, item);
            prop_assert!(whole.is_some());
            prop_assert_eq!(remove_list_item_within(&text, item, within), whole);
        }
    }
}
