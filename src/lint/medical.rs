//! Which entries are about health.

use crate::model::{Entry, Pack};

/// Whether the entry counts as medical: its pack's id or name, its category or a tag is one of `words`, or
/// its category speaks of doctors.
pub(super) fn is_medical(pack: &Pack, entry: &Entry, words: &[String]) -> bool {
    let named = |text: &str| {
        words.iter().any(|word| {
            if word.is_ascii() {
                text.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| part.eq_ignore_ascii_case(word))
            } else {
                text.contains(word.as_str())
            }
        })
    };
    named(&pack.id)
        || pack.name.as_ref().is_some_and(|name| named(name))
        || entry.category.as_ref().is_some_and(|category| category.contains(['医', '诊']) || named(category))
        || entry.tags.iter().any(|tag| named(tag))
}
