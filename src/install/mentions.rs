//! Entries that an update would take away although something that stays still refers to them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Entry, Found, KnowledgeBase, Lookup, Reference};

/// Entries by pack, each by its name without the pack.
pub type Held = BTreeMap<String, BTreeSet<String>>;

/// The entries of `before` that are gone in `after`, and that something in `after` refers to: a related question,
/// a shop's answer, a welcome card.
pub fn still_mentioned(before: &KnowledgeBase, after: &KnowledgeBase) -> Held {
    let lookup = Lookup::new(before);
    let left = Lookup::new(after);
    let mut held = Held::new();
    let mut hold = |mention: &Reference, pack: Option<&str>| {
        if mention.target.is_some() {
            return;
        }
        let Found::One(index) = lookup.find(before, &mention.text, pack) else { return };
        let entry = before.entry(index);
        if left.reference(&entry.reference).is_none() {
            let pack = before.pack(entry.pack).id.to_string();
            held.entry(pack).or_default().insert(entry.key().to_owned());
        }
    };
    let pack_of = |entry: &Entry| after.pack(entry.pack).id.clone();
    for entry in &after.entries {
        entry.related.iter().for_each(|mention| hold(mention, Some(&pack_of(entry))));
    }
    for shop in &after.shops {
        shop.answers.iter().for_each(|answer| hold(&answer.question, None));
        shop.welcome.cards.iter().for_each(|mention| hold(mention, None));
    }
    held
}
