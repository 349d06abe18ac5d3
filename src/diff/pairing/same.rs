//! Whether two entries say the same, to the letter: what nearly all of a large knowledge base does.

use crate::model::{Answer, Entry, Text};

/// Whether all texts and settings of two entries are equal, in their order, whatever pack they are in. Mentions
/// of other entries are compared as written.
pub(in crate::diff) fn same_texts(one: &Entry, other: &Entry) -> bool {
    same(&one.question, &other.question)
        && all(&one.variants, &other.variants, same)
        && all(&one.counterexamples, &other.counterexamples, same)
        && all(&one.keywords, &other.keywords, |one, other| all(one, other, same))
        && all(&one.answers, &other.answers, same_answer)
        && all(&one.related, &other.related, |one, other| same(&one.text, &other.text))
        && one.id.as_deref() == other.id.as_deref()
        && one.category == other.category
        && all(&one.tags, &other.tags, same)
        && one.validity == other.validity
        && one.status == other.status
}

fn same(one: &Text, other: &Text) -> bool {
    one.value == other.value
}

/// Whether two answers are equal in text and conditions.
pub(in crate::diff) fn same_answer(one: &Answer, other: &Answer) -> bool {
    same(&one.text, &other.text)
        && all(&one.channels, &other.channels, same)
        && all(&one.modes, &other.modes, same)
        && one.validity == other.validity
        && one.when.as_deref() == other.when.as_deref()
}

fn all<T>(ones: &[T], others: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    ones.len() == others.len() && ones.iter().zip(others).all(|(one, other)| same(one, other))
}
