//! What an entry says, in sixteen digits.
//!
//! Layout, comments, quotes and the order of keys do not count; keys of somebody's own (`x-…`) do, as whoever
//! wrote them wants to keep them. The category that a file gives its entries counts as theirs.

use crate::diagnostic::LastingHash;
use crate::source::yaml::{Content, Document, NodeId};

/// The fingerprint of a value.
pub(super) fn of_value(document: &Document<'_>, node: NodeId) -> String {
    value(LastingHash::new(), document, node).digits()
}

/// The fingerprint of the entry at `node`, which has `category` where it has none of its own.
pub(super) fn of_entry(document: &Document<'_>, node: NodeId, category: Option<&str>) -> String {
    let hash = LastingHash::new();
    let Content::Mapping(pairs) = &document.node(node).content else {
        return value(hash, document, node).digits();
    };
    let own = pairs.iter().any(|&(key, _)| document.scalar(key) == Some("category"));
    let inherited = category.filter(|_| !own).map(|text| ("category", Field::Inherited(text)));
    let written = pairs.iter().map(|&(key, node)| (document.scalar(key).unwrap_or(""), Field::Written(node)));
    let mut fields: Vec<(&str, Field<'_>)> = written.chain(inherited).collect();
    fields.sort_by_key(|(key, _)| *key);
    let hash = fields.iter().fold(hash.text("{"), |hash, (key, field)| match field {
        Field::Written(node) => value(hash.text(key), document, *node),
        Field::Inherited(text) => scalar(hash.text(key), text),
    });
    hash.text("}").digits()
}

enum Field<'t> {
    Written(NodeId),
    Inherited(&'t str),
}

/// Documents are at most 64 levels deep.
fn value(hash: LastingHash, document: &Document<'_>, node: NodeId) -> LastingHash {
    let found = document.node(node);
    match &found.content {
        Content::Scalar(..) if found.is_null() => hash.text("~"),
        Content::Scalar(text, _) => scalar(hash, text),
        Content::Sequence(items) => {
            items.iter().fold(hash.text("["), |hash, &item| value(hash, document, item)).text("]")
        }
        Content::Mapping(pairs) => {
            let mut pairs: Vec<(&str, NodeId)> =
                pairs.iter().map(|&(key, node)| (document.scalar(key).unwrap_or(""), node)).collect();
            pairs.sort_by_key(|(key, _)| *key);
            let inside =
                |hash: LastingHash, (key, node): (&str, NodeId)| value(hash.text(key), document, node);
            pairs.into_iter().fold(hash.text("{"), inside).text("}")
        }
    }
}

fn scalar(hash: LastingHash, text: &str) -> LastingHash {
    hash.text("=").text(text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(text: &str, category: Option<&str>) -> String {
        let (document, faults) = Document::parse(text);
        assert!(faults.is_empty(), "{faults:?}");
        let document = document.expect("a document");
        of_entry(&document, document.root().expect("an entry"), category)
    }

    #[test]
    fn layout_is_no_difference() {
        let one = entry("id: a\nquestion: 多久发货？\nvariants:\n  - 甲 # 常见\n  - 乙\n", None);
        assert_eq!(one, entry("{variants: ['甲', \"乙\"],\r\n question: ' 多久发货？', id: a}", None));
        assert_eq!(one.len(), 16);
    }

    #[test]
    fn everything_that_is_said_is_one() {
        let one = entry("{id: a, question: 甲, variants: [乙, 丙]}", None);
        for other in [
            "{id: a, question: 甲, variants: [丙, 乙]}",
            "{id: a, question: 甲, variants: [乙丙]}",
            "{id: a, question: 甲, variants: [乙, 丙], x-owner: 小禾}",
            "{id: a, question: 甲, variants: [乙, 丙], status: draft}",
            "{id: a, question: 甲, variants: [乙, ~]}",
            "{id: a, question: 甲, variants: [乙, '~']}",
        ] {
            assert_ne!(one, entry(other, None), "{other}");
        }
        assert_ne!(entry("{id: a, v: [~]}", None), entry("{id: a, v: ['~']}", None));
    }

    #[test]
    fn the_category_of_the_file_is_the_entry_s() {
        let own = entry("{id: a, category: 物流, question: 甲}", None);
        assert_eq!(own, entry("{id: a, question: 甲}", Some("物流")));
        assert_eq!(own, entry("{id: a, category: 物流, question: 甲}", Some("售后")));
        assert_ne!(own, entry("{id: a, question: 甲}", None));
    }
}
