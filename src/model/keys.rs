//! The keys that each kind of mapping knows, and what people write in their place.

use super::nearest;
use crate::source::yaml::{Content, Document, NodeId};

pub(super) const FILE: &[&str] = &["pack", "category", "entries"];
pub(super) const ENTRY: &[&str] = &[
    "id",
    "question",
    "variants",
    "counterexamples",
    "keywords",
    "answer",
    "answers",
    "related",
    "category",
    "from",
    "until",
    "status",
    "tags",
];
pub(super) const ANSWER: &[&str] = &["text", "channel", "mode", "from", "until", "when"];
pub(super) const PACK: &[&str] = &["id", "name", "description", "language", "version", "extends", "gates"];
pub(super) const SHOP: &[&str] =
    &["id", "name", "subscribe", "common", "answers", "entries", "welcome", "handoff"];
pub(super) const WELCOME: &[&str] = &["greeting", "cards"];

/// Chinese words that trainers write where an English key is meant.
const CHINESE: &[(&str, &str)] = &[
    ("问题", "question"),
    ("标准问", "question"),
    ("标准问题", "question"),
    ("相似问", "variants"),
    ("问法", "variants"),
    ("答案", "answer"),
    ("答案", "answers"),
    ("答案", "text"),
    ("回答", "answer"),
    ("关键词", "keywords"),
    ("关联问题", "related"),
    ("类目", "category"),
    ("状态", "status"),
    ("标签", "tags"),
    ("生效时间", "from"),
    ("失效时间", "until"),
    ("行业包", "pack"),
    ("知识点", "entries"),
    ("名称", "name"),
    ("语言", "language"),
    ("店铺名称", "name"),
    ("订阅", "subscribe"),
    ("欢迎语", "greeting"),
    ("欢迎语", "welcome"),
    ("卡片", "cards"),
    ("渠道", "channel"),
    ("反例", "counterexamples"),
];

/// The key of `known` that `key` most likely is a slip or a translation of.
pub(super) fn meant(key: &str, known: &'static [&'static str]) -> Option<&'static str> {
    CHINESE
        .iter()
        .find(|(chinese, english)| *chinese == key && known.contains(english))
        .map(|&(_, english)| english)
        .or_else(|| nearest(key, known.iter().copied()))
}

/// Whether a value is of the kind that `key` wants, or can be made so by a fix of its own: a text where a list
/// of texts is wanted.
pub(super) fn fits(key: &str, document: &Document<'_>, value: NodeId) -> bool {
    let node = document.node(value);
    match key {
        "keywords" => match &node.content {
            Content::Sequence(sets) => {
                sets.iter().all(|&set| matches!(document.node(set).content, Content::Sequence(_)))
            }
            _ => false,
        },
        "variants" | "counterexamples" | "related" | "tags" | "extends" | "subscribe" | "cards" => {
            let text = |id: NodeId| document.scalar(id).is_some() && !document.node(id).is_null();
            match &node.content {
                Content::Sequence(items) => items.iter().all(|&item| text(item)),
                Content::Scalar(..) => true,
                Content::Mapping(_) => false,
            }
        }
        "answer" | "answers" | "channel" | "mode" | "entries" | "welcome" | "gates" | "handoff" => true,
        _ => matches!(node.content, Content::Scalar(..)) && !node.is_null(),
    }
}
