//! A shop's subscription to packs, written into its `shop.yaml`.

use std::path::PathBuf;

use super::outline::value;
use crate::model::{KnowledgeBase, Shop};
use crate::source::yaml::{Content, Document};
use crate::source::{ListStyle, NewItem, SourceFile, apply_edits};

/// The subscription cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: the list `subscribe` cannot be edited; add {} by hand", path.display(), packs.join(", "))]
pub struct SubscribeError {
    /// The shop's file.
    pub path: PathBuf,
    /// What was to be added.
    pub packs: Vec<String>,
}

/// The text of a shop's file in which it subscribes to `packs` too, and everything else is as it was.
///
/// # Errors
/// The list is written in a way that nothing can be added to.
pub fn subscribe(
    knowledge_base: &KnowledgeBase,
    shop: &Shop,
    packs: &[String],
) -> Result<String, SubscribeError> {
    let file = knowledge_base.files.get(shop.location.file);
    let wanted: Vec<&str> =
        shop.subscribe.iter().map(|id| &**id).chain(packs.iter().map(String::as_str)).collect();
    edited(file, packs)
        .filter(|text| subscribed(text).is_some_and(|found| found == wanted))
        .ok_or_else(|| SubscribeError { path: file.path().to_owned(), packs: packs.to_vec() })
}

fn edited(file: &SourceFile, packs: &[String]) -> Option<String> {
    let (text, structure) = (file.text(), file.structure());
    let document = Document::parse(text).0?;
    let root = document.root()?;
    let items: Vec<NewItem> = packs.iter().map(NewItem::text).collect();
    let span = |node| document.node(node).span;
    let Content::Mapping(pairs) = &document.node(root).content else { return None };
    let pair = pairs.iter().find(|&&(key, _)| document.scalar(key) == Some("subscribe"));
    let edit = match pair {
        Some(&(key, list)) => match &document.node(list).content {
            Content::Sequence(own) => match own.last() {
                // An alias has the span of what it names, which stands further up.
                Some(&last) if span(last).start < span(key).end => return None,
                Some(&last) => structure.append_items(span(last).start, &items)?,
                None => structure.fill_list(span(list), &items)?,
            },
            _ if document.node(list).is_null() => structure.give_list(span(key), span(list), &items)?,
            _ => return None,
        },
        None => {
            // Behind what the shop is called.
            let of = |name: &str| pairs.iter().find(|&&(key, _)| document.scalar(key) == Some(name));
            let &(_, behind) = of("name").or_else(|| of("id")).or(pairs.first())?;
            structure.insert_list(span(root).start, span(behind), "subscribe", &items, ListStyle::Brackets)?
        }
    };
    apply_edits(text, &[(edit.0, &edit.1)]).ok()
}

fn subscribed(text: &str) -> Option<Vec<String>> {
    let document = Document::parse(text).0?;
    let list = value(&document, document.root()?, "subscribe")?;
    match &document.node(list).content {
        Content::Sequence(items) => {
            items.iter().map(|&item| document.scalar(item).map(|id| id.trim().to_owned())).collect()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(shop: &str) -> Result<String, SubscribeError> {
        let loaded = KnowledgeBase::from_texts([("shop/shop.yaml".into(), shop.to_owned())]);
        subscribe(
            &loaded.knowledge_base,
            &loaded.knowledge_base.shops[0],
            &["beauty".to_owned(), "digital".to_owned()],
        )
    }

    #[test]
    fn what_else_the_shop_says_stays_as_it_is() {
        for (before, after) in [
            ("id: a\nsubscribe: [faq] # 订阅\n", "id: a\nsubscribe: [faq, beauty, digital] # 订阅\n"),
            ("id: a\nsubscribe: []\n", "id: a\nsubscribe: [beauty, digital]\n"),
            ("id: a\nsubscribe:\nname: 乙\n", "id: a\nsubscribe: [beauty, digital]\nname: 乙\n"),
            (
                "id: a\nsubscribe:\n  - faq # 自有\n\nname: 乙\n",
                "id: a\nsubscribe:\n  - faq # 自有\n  - beauty\n  - digital\n\nname: 乙\n",
            ),
            (
                "# 店铺\nid: a\nname: 青禾 # 店名\nwelcome: {}\n",
                "# 店铺\nid: a\nname: 青禾 # 店名\nsubscribe: [beauty, digital]\nwelcome: {}\n",
            ),
            ("id: a\r\nsubscribe: [faq]\r\n", "id: a\r\nsubscribe: [faq, beauty, digital]\r\n"),
        ] {
            assert_eq!(added(before).as_deref(), Ok(after));
        }
    }

    #[test]
    fn what_cannot_be_edited_is_named() {
        let error = added("id: a\nx-packs: &packs [faq]\nsubscribe: *packs\n").expect_err("an alias");
        assert_eq!(
            error.to_string(),
            "shop/shop.yaml: the list `subscribe` cannot be edited; add beauty, digital by hand"
        );
    }
}
