//! What Taiwan and Hong Kong call by other words, in the words that packs are written with.
//!
//! Conversion of characters makes 宅配幾時到 to 宅配几时到, which shares no character with 快递什么时候到 but the
//! last. So learning sees texts with regional words replaced (`lists/regional.txt`), the longest that
//! begins first, both in phrasings and in questions. Words that people on the mainland use too, with a
//! sense of their own, are none of this list; that they are near is the thesaurus's affair.

use std::borrow::Cow;
use std::sync::LazyLock;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};

use super::normalise::{Normaliser, Steps};
use super::thesaurus::is_whole;

/// A word a line with those that it takes the place of; a line that begins with `=` holds words that stay.
const LIST: &str = include_str!("lists/regional.txt");
/// The mark of a line of words that stay.
const STAY: &str = "=";

struct Table {
    /// All words, each with the number of what takes its place.
    words: CharwiseDoubleArrayAhoCorasick<u32>,
    replacements: Vec<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut replacements = Vec::new();
    let words = pairs().zip(0_u32..).map(|((word, replacement), number)| {
        replacements.push(replacement);
        (word, number)
    });
    let words = CharwiseDoubleArrayAhoCorasickBuilder::new()
        .match_kind(MatchKind::LeftmostLongest)
        .build_with_values(words)
        .expect("a test reads the list");
    Table { words, replacements }
});

/// Each word with what takes its place: itself, if it stays.
fn pairs() -> impl Iterator<Item = (String, String)> {
    let normaliser = Normaliser::new(Steps::LEARNING);
    let lines = LIST.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.flat_map(move |line| {
        let (head, words) = line.split_once(' ').unwrap_or((line, ""));
        let own = (head != STAY).then_some(head);
        own.into_iter().chain(words.split(' ')).map(move |word| {
            (normaliser.apply(word), normaliser.apply(if head == STAY { word } else { head }))
        })
    })
}

/// A text that is normalised for learning ([`Steps::LEARNING`]), with regional words replaced.
pub(super) fn in_common_words(text: &str) -> Cow<'_, str> {
    let table = &*TABLE;
    let mut replaced = String::new();
    let mut done = 0;
    for found in table.words.leftmost_find_iter(text) {
        let (start, end) = (found.start(), found.end());
        let replacement = &*table.replacements[found.value() as usize];
        if *replacement != text[start..end] && is_whole(text, start, end) {
            replaced += &text[done..start];
            replaced += replacement;
            done = end;
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    Cow::Owned(replaced + &text[done..])
}

#[cfg(test)]
mod tests {
    use rustc_hash::FxHashSet;

    use super::*;

    fn common(text: &str) -> String {
        in_common_words(&Normaliser::new(Steps::LEARNING).apply(text)).into_owned()
    }

    #[test]
    fn regional_words_are_replaced_whole() {
        assert_eq!(common("宅配幾時到"), "快递什么时候到");
        assert_eq!(common("件衫有冇細碼"), "衣服有没有小码");
        assert_eq!(common("螢幕爆咗點算"), "屏幕坏了怎么办");
        assert_eq!(common("统编要在哪填"), "税号要在哪填");
        assert_eq!(common("衬衫"), "衬衫");
        assert_eq!(common("bbq"), "bbq");
        assert_eq!(common(""), "");
    }

    #[test]
    fn the_list_is_in_order() {
        let (mut seen, mut twice) = (FxHashSet::default(), Vec::new());
        for (word, replacement) in pairs() {
            assert!(!word.is_empty() && !replacement.is_empty(), "{word}: two spaces");
            if !seen.insert(word.clone()) {
                twice.push(word);
            }
        }
        assert!(twice.is_empty(), "stand twice: {twice:?}");
    }

    /// Else learning would see something else in its own words.
    #[test]
    fn what_takes_a_place_stays() {
        for (_, replacement) in pairs() {
            assert_eq!(in_common_words(&replacement), replacement);
        }
    }
}
