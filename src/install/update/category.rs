//! The category that a file gives its entries, where entries of the pack come into it.
//!
//! An entry's category is a part of what it says, and may stand at the head of the file. It can change there only
//! if nothing that the shop keeps goes by it; otherwise an entry gets a category of its own.

use crate::install::edit::{Wanted, Written, rewrite};
use crate::install::outline::{Outline, value};
use crate::source::yaml::Content;
use crate::source::{apply_edits, write_scalar};

/// The text with `category` at its head, if there is anything to change and nothing against it.
pub(super) fn with_head(text: &str, category: &str) -> Option<String> {
    let outline = Outline::of_text(text);
    if outline.category.as_deref() == Some(category) {
        return None;
    }
    let document = &outline.document;
    let root = document.root()?;
    let Content::Mapping(pairs) = &document.node(root).content else { return None };
    let line = format!("category: {}", write_scalar(category, false));
    let mut wanted: Vec<Wanted<'_>> = Vec::new();
    for &(key, _) in pairs {
        let name = document.scalar(key)?.to_owned();
        if name == "entries" && outline.category.is_none() {
            wanted.push(Wanted { key: "category".to_owned(), written: Written::Line(line.clone()) });
        }
        let is_category = name == "category";
        let written = if is_category { Written::Line(line.clone()) } else { Written::Here };
        wanted.push(Wanted { key: name, written });
    }
    let (span, new) = rewrite(text, document, root, &wanted)?;
    apply_edits(text, &[(span, &new)]).ok()
}

/// Whether an entry of `outline` goes by the category of the file.
pub(super) fn goes_by_head(outline: &Outline<'_>, key: &str) -> bool {
    outline.find(key).is_some_and(|item| value(&outline.document, item.node, "category").is_none())
}
