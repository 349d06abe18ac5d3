//! Who mentions an entry, and mentions taken out of their lists.

use rustc_hash::FxHashMap;

use crate::diagnostic::Fix;
use crate::model::{EntryIndex, KnowledgeBase, PackIndex, Text};
use crate::source::{FileId, Location};

use super::context::Context;

/// A mention of an entry: in `related`, on a welcome card, or as a key of a shop's answers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mention<'c> {
    pub(super) file: FileId,
    pub(super) text: &'c Text,
    /// The pack that is meant where the mention names none.
    pub(super) pack: Option<PackIndex>,
}

/// Every mention by the entry it names.
pub(super) fn mentions(knowledge_base: &KnowledgeBase) -> FxHashMap<EntryIndex, Vec<Mention<'_>>> {
    let mut mentions: FxHashMap<EntryIndex, Vec<Mention<'_>>> = FxHashMap::default();
    for entry in &knowledge_base.entries {
        for reference in &entry.related {
            if let Some(target) = reference.target {
                let file = entry.location.file;
                let mention = Mention { file, text: &reference.text, pack: Some(entry.pack) };
                mentions.entry(target).or_default().push(mention);
            }
        }
    }
    for shop in &knowledge_base.shops {
        let pack = knowledge_base.find_pack(&shop.id);
        let answered = shop.answers.iter().map(|answer| &answer.question);
        for reference in answered.chain(&shop.welcome.cards) {
            if let Some(target) = reference.target {
                let mention = Mention { file: shop.location.file, text: &reference.text, pack };
                mentions.entry(target).or_default().push(mention);
            }
        }
    }
    mentions
}

/// `fix` with the edit that takes the item at `location` out of its list; `None` where the text does not allow
/// it.
pub(super) fn without_item(context: &Context<'_>, location: Location, fix: Fix) -> Option<Fix> {
    let structure = context.knowledge_base.files.get(location.file).structure();
    let (span, replacement) = structure.remove_list_item(location.span)?;
    Some(fix.replace(Location { span, ..location }, replacement))
}
