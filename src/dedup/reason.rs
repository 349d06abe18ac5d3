//! Why two phrasings count as the same, worked out for those pairs only that are shown.

use similar::{ChangeTag, TextDiff};

use super::guard::Guards;
use super::join::ClassPair;
use super::likeness::{Degree, Likeness, Reason};
use super::order::is_reordered;
use super::phrasings::PhrasingId;
use super::search::Prepared;
use super::similarity::{KeyDifference, Similarity, Slip, tokens};
use crate::diagnostic::Message;
use crate::text::{core_key, loose_key, match_key};

/// How alike two phrasings are that the search has brought together; `pair` if their classes differ.
pub(super) fn likeness(
    prepared: &Prepared<'_>,
    one: PhrasingId,
    other: PhrasingId,
    pair: Option<ClassPair>,
    similarity: &Similarity,
) -> Likeness {
    let text = |id| &*prepared.phrasings.get(id).text(prepared.knowledge_base).value;
    let near = pair.map(|pair| (pair.score, pair.slip));
    explain(text(one), text(other), near, similarity)
}

/// How alike two texts are; `near` is their score and slip if their loose keys differ.
pub(super) fn explain(
    one: &str,
    other: &str,
    near: Option<(f64, Option<Slip>)>,
    similarity: &Similarity,
) -> Likeness {
    if one == other {
        return Likeness { degree: Degree::Exact, score: 1.0, reason: Reason::Same };
    }
    let (ones, others) = (match_key(one), match_key(other));
    if ones == others {
        return Likeness { degree: Degree::Normalised, score: 1.0, reason: Reason::Notation };
    }
    let cores = (core_key(&ones), core_key(&others));
    if cores.0 == cores.1 {
        let (one, other) = (around(&ones, cores.0), around(&others, cores.1));
        return Likeness { degree: Degree::Normalised, score: 1.0, reason: Reason::Particles { one, other } };
    }
    match near {
        None => {
            let (one, other) = differing(cores.0, cores.1);
            let score = similarity.score(0, 0, false);
            Likeness { degree: Degree::Near, score, reason: Reason::Wording { one, other } }
        }
        Some((score, slip)) => {
            let reason = near_reason(cores, slip);
            Likeness { degree: Degree::Near, score, reason }
        }
    }
}

fn near_reason(cores: (&str, &str), slip: Option<Slip>) -> Reason {
    let (loose, loose_other) = (loose_key(cores.0), loose_key(cores.1));
    match slip {
        Some(Slip::Sound) => {
            let (one, other) = differing(&loose, &loose_other);
            if one.is_empty() || other.is_empty() {
                return Reason::Typo { one, other };
            }
            let (one, other) = differing_words(cores.0, cores.1);
            Reason::Sound { one, other }
        }
        Some(Slip::Typing) => {
            let (one, other) = differing_words(cores.0, cores.1);
            Reason::Typo { one, other }
        }
        None if is_reordered(&loose, &loose_other) => Reason::Order,
        None => {
            let difference = KeyDifference::between(cores.0, cores.1);
            if difference.weight <= NEXT_TO_NOTHING && moved(&loose, &loose_other, &difference) {
                return Reason::Order;
            }
            let (one, other) = differing(cores.0, cores.1);
            Reason::Words { one, other }
        }
    }
}

/// What differs beside the order is not worth telling if it weighs no more than this, in thousandths.
const NEXT_TO_NOTHING: u32 = 100;

/// Whether what two loose keys have in common stands in another order.
fn moved(one: &str, other: &str, difference: &KeyDifference) -> bool {
    let rest = |key: &str, only: &[String]| -> Vec<String> {
        let mut only = only.to_vec();
        let mut is_common = |token: &&str| match only.iter().position(|one| one == token) {
            Some(at) => {
                only.swap_remove(at);
                false
            }
            None => true,
        };
        tokens(key).filter(|token| is_common(token)).map(str::to_owned).collect()
    };
    rest(one, &difference.only_one) != rest(other, &difference.only_other)
}

/// What stands around the core of a key.
fn around(key: &str, core: &str) -> String {
    let parts = key.split_once(core).map_or([key, ""], |(before, after)| [before, after]);
    let parts: Vec<&str> = parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join("…")
}

/// The characters that only one of two texts has, parts that are apart with … between them.
fn differing(one: &str, other: &str) -> (String, String) {
    // Most of two like texts is equal at their edges, which costs nothing to find.
    let before: usize =
        one.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (one, other) = (&one[before..], &other[before..]);
    let same = one.chars().rev().zip(other.chars().rev()).take_while(|(a, b)| a == b);
    let after: usize = same.map(|(a, _)| a.len_utf8()).sum();
    let (one, other) = (&one[..one.len() - after], &other[..other.len() - after]);
    if one.is_empty() || other.is_empty() {
        return (one.trim().to_owned(), other.trim().to_owned());
    }
    let (mut ones, mut others) = (String::new(), String::new());
    let mut apart = (false, false);
    for change in TextDiff::from_chars(one, other).iter_all_changes() {
        let (text, apart) = match change.tag() {
            ChangeTag::Delete => (&mut ones, &mut apart.0),
            ChangeTag::Insert => (&mut others, &mut apart.1),
            ChangeTag::Equal => {
                apart = (!ones.is_empty(), !others.is_empty());
                continue;
            }
        };
        if std::mem::take(apart) {
            text.push('…');
        }
        text.push_str(change.value());
    }
    (ones, others)
}

/// What differs, with the characters around it that make it a word: 帐户 and 账户, not 帐 and 账.
fn differing_words(one: &str, other: &str) -> (String, String) {
    let (ones, others): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let before = ones.iter().zip(&others).take_while(|(a, b)| a == b).count();
    let most = ones.len().min(others.len()) - before;
    let after = ones.iter().rev().zip(others.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let is_letter = |c: &char| c.is_ascii_alphanumeric();
    let stretch = |chars: &[char]| -> String {
        let (mut start, mut end) = (before, chars.len() - after);
        while start > 0 && is_letter(&chars[start - 1]) && chars.get(start).is_none_or(is_letter) {
            start -= 1;
        }
        while end < chars.len() && is_letter(&chars[end]) && (end == start || is_letter(&chars[end - 1])) {
            end += 1;
        }
        // A single Chinese character is told with the next one.
        if end - start == 1 && !is_letter(&chars[start]) {
            if end < chars.len() && !chars[end].is_whitespace() {
                end += 1;
            } else {
                start = start.saturating_sub(1);
            }
        }
        chars[start..end].iter().collect()
    };
    (stretch(&ones), stretch(&others))
}

/// What sets two phrasings apart that look alike.
pub(super) fn set_apart(
    prepared: &Prepared<'_>,
    one: PhrasingId,
    other: PhrasingId,
    guards: &Guards,
) -> Option<Message> {
    let key = |id| match_key(prepared.phrasings.get(id).text(prepared.knowledge_base));
    let (one, other) = (key(one), key(other));
    difference(core_key(&one), core_key(&other), guards)
}

/// What sets two core keys apart.
pub(super) fn difference(one: &str, other: &str, guards: &Guards) -> Option<Message> {
    guards.difference(one, other).map(|difference| difference.describe(one, other))
}
