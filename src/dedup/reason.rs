//! Why two phrasings count as the same, worked out for those pairs only that are shown.

use similar::{ChangeTag, TextDiff};

use super::guard::Guards;
use super::join::ClassPair;
use super::likeness::{Degree, Likeness, Reason};
use super::order::is_reordered;
use super::phrasings::PhrasingId;
use super::search::Prepared;
use super::similarity::{KeyDifference, Similarity, Slip, missing, tokens};
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
    let (ones, others): (Vec<&str>, Vec<&str>) = (tokens(one).collect(), tokens(other).collect());
    missing(&ones, &difference.only_one) != missing(&others, &difference.only_other)
}

/// What stands around the core of a key.
fn around(key: &str, core: &str) -> String {
    let parts = key.split_once(core).map_or([key, ""], |(before, after)| [before, after]);
    let parts: Vec<&str> = parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join("…")
}

/// What is longer than so many characters, once what is equal at both ends is gone, is not told apart any
/// further: nobody would read it, and the time goes with the square.
const LONGEST: usize = 500;

/// So many characters of it are shown.
const SHOWN: usize = 20;

/// The characters that only one of two texts has, parts that are apart with … between them.
fn differing(one: &str, other: &str) -> (String, String) {
    let (middle, other_middle) = middles(one, other);
    if middle.chars().nth(LONGEST).is_some() || other_middle.chars().nth(LONGEST).is_some() {
        return (beginning(middle), beginning(other_middle));
    }
    if middle.is_empty() || other_middle.is_empty() {
        return (middle.trim().to_owned(), other_middle.trim().to_owned());
    }
    let (one, other) = (middle, other_middle);
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

/// What is left of two texts without the characters that both begin and end with.
fn middles<'t>(one: &'t str, other: &'t str) -> (&'t str, &'t str) {
    let equal = |(a, b): &(char, char)| a == b;
    let bytes = |(c, _): (char, char)| c.len_utf8();
    let before: usize = one.chars().zip(other.chars()).take_while(equal).map(bytes).sum();
    let (one, other) = (&one[before..], &other[before..]);
    let after: usize = one.chars().rev().zip(other.chars().rev()).take_while(equal).map(bytes).sum();
    (&one[..one.len() - after], &other[..other.len() - after])
}

fn beginning(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The reason in English, by the slip that the search found or by weight.
    fn reason(one: &str, other: &str, slip: Option<Slip>) -> (Degree, String) {
        let equal = loose_key(&match_key(one)) == loose_key(&match_key(other));
        let near = (!equal).then_some((0.9, slip));
        let likeness = explain(one, other, near, &Similarity::new(None));
        (likeness.degree, likeness.reason.message().english.into_owned())
    }

    #[test]
    fn reasons_name_what_differs() {
        for (one, other, slip, degree, wanted) in [
            ("可以退货", "可以退货", None, Degree::Exact, "the same text"),
            (
                "可以退貨？",
                "可以退货",
                None,
                Degree::Normalised,
                "only width, case, script, marks or spaces differ",
            ),
            ("可以退货", "可以退货吗", None, Degree::Normalised, "only 吗 differs"),
            ("请问可以退货", "可以退货呢", None, Degree::Normalised, "only 请问/呢 differ"),
            ("怎么退货", "如何退货", None, Degree::Near, "怎么/如何 mean the same"),
            ("帐户注销", "账户注销", Some(Slip::Sound), Degree::Near, "帐户/账户 sound alike"),
            ("退退款流程", "退款流程", Some(Slip::Sound), Degree::Near, "退 is typed once more"),
            (
                "my refund",
                "my refudn",
                Some(Slip::Typing),
                Degree::Near,
                "refund/refudn is one slip of the keyboard apart",
            ),
            ("连衣裙运费谁出", "运费谁出连衣裙", None, Degree::Near, "same words, other order"),
            ("羊毛大衣机洗", "羊毛的大衣机洗", None, Degree::Near, "only 的 differs"),
            ("羊毛大衣机洗", "羊毛外套机洗", None, Degree::Near, "only 大衣/外套 differ"),
        ] {
            assert_eq!(reason(one, other, slip), (degree, wanted.to_owned()), "{one} {other}");
        }
    }

    #[test]
    fn long_differences_are_told_by_their_beginnings() {
        let (one, other) =
            (format!("退{}货", "甲乙".repeat(40_000)), format!("退{}货", "丙丁戊".repeat(40_000)));
        let (_, words) = reason(&one, &other, None);
        assert_eq!(
            words,
            format!("only {}…/{}… differ", "甲乙".repeat(10), "丙丁戊".repeat(7).trim_end_matches('戊'))
        );
        // However long what is equal around it.
        let (_, words) = reason(&format!("{one}慢"), &format!("{one}快"), None);
        assert_eq!(words, "only 慢/快 differ");
    }

    proptest! {
        #[test]
        fn what_is_said_to_differ_stands_there(one in "[退货款a-c ]{0,9}", other in "[退货款a-c ]{0,9}") {
            for (ones, others) in [differing(&one, &other), differing_words(&one, &other)] {
                prop_assert!(ones.split('…').all(|part| one.contains(part)), "{one}/{other}: {ones}");
                prop_assert!(others.split('…').all(|part| other.contains(part)), "{one}/{other}: {others}");
            }
            prop_assert_eq!(differing(&one, &one), (String::new(), String::new()));
        }
    }
}
