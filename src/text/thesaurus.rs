//! Which words of a text say the same, by a thesaurus of what customers say to a shop, a bank, an office.
//!
//! Characters cannot tell that 宅配 and 快递, 退钱 and 退款, 啥时候 and 何时 mean one thing; a list can. It
//! stands in `lists/thesaurus.txt`, a *concept* a line, first its name, then its other words. In a text
//! the longest word that begins first is taken, then the next behind it (leftmost-longest, Aho and Corasick
//! 1975, as a double array over characters), so that 运费险 is not 运费. What no word covers stays as it
//! is, character by character.

use std::sync::LazyLock;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};

use super::normalise::{Normaliser, Steps};

/// One concept a line, its words parted by spaces; `#` begins a comment.
const LIST: &str = include_str!("lists/thesaurus.txt");

/// A piece of a text as the thesaurus cuts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// A word of the concept with this name.
    Concept(&'static str),
    /// A character that belongs to no word.
    Character(char),
}

struct Thesaurus {
    /// The words, each with the number of its concept.
    words: CharwiseDoubleArrayAhoCorasick<u32>,
    /// The concepts' names.
    names: Vec<&'static str>,
}

static THESAURUS: LazyLock<Thesaurus> = LazyLock::new(|| {
    let normaliser = Normaliser::new(Steps::LEARNING);
    let mut names = Vec::new();
    let mut words = Vec::new();
    for concept in concepts() {
        let number = names.len() as u32;
        names.extend(concept.split(' ').next());
        words.extend(concept.split(' ').map(|word| (normaliser.apply(word), number)));
    }
    let words = CharwiseDoubleArrayAhoCorasickBuilder::new()
        .match_kind(MatchKind::LeftmostLongest)
        .build_with_values(words)
        .expect("a test reads the list");
    Thesaurus { words, names }
});

fn concepts() -> impl Iterator<Item = &'static str> {
    LIST.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Call `each` with the tokens of a text that is normalised for learning ([`Steps::LEARNING`]), in order.
pub(super) fn tokens(text: &str, mut each: impl FnMut(Token)) {
    let mut done = 0;
    let characters = |text: &str, each: &mut dyn FnMut(Token)| {
        text.chars().for_each(|c| each(Token::Character(c)));
    };
    for found in THESAURUS.words.leftmost_find_iter(text) {
        if is_whole(text, found.start(), found.end()) {
            characters(&text[done..found.start()], &mut each);
            each(Token::Concept(THESAURUS.names[found.value() as usize]));
            done = found.end();
        }
    }
    characters(&text[done..], &mut each);
}

/// Whether a match does not cut a word of letters or digits: `up` is no word of `coupon`; a Chinese word
/// counts wherever it stands.
pub(crate) fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let joins = |one: Option<char>, other: Option<char>| {
        one.zip(other)
            .is_some_and(|(one, other)| one.is_ascii_alphanumeric() && other.is_ascii_alphanumeric())
    };
    let (before, word, after) = (&text[..start], &text[start..end], &text[end..]);
    !joins(before.chars().next_back(), word.chars().next())
        && !joins(word.chars().next_back(), after.chars().next())
}

#[cfg(test)]
mod tests {
    use rustc_hash::FxHashSet;

    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let mut cut = Vec::new();
        tokens(&Normaliser::new(Steps::LEARNING).apply(text), |token| {
            cut.push(match token {
                Token::Concept(name) => format!("<{name}>"),
                Token::Character(c) => c.to_string(),
            });
        });
        cut
    }

    #[test]
    fn words_of_one_concept_are_one_token() {
        assert_eq!(cut("宅配幾天到"), cut("快递多少天到"));
        assert_eq!(cut("運費險"), ["<运费险>"]);
        assert_eq!(cut("VIP"), ["<会员>"]);
        assert_eq!(cut("vipx呢"), ["v", "i", "p", "x", "呢"]);
        assert_eq!(cut(""), [""; 0]);
    }

    #[test]
    fn the_list_is_in_order() {
        let normaliser = Normaliser::new(Steps::LEARNING);
        let (mut seen, mut twice) = (FxHashSet::default(), Vec::new());
        for concept in concepts() {
            assert!(concept.split(' ').count() > 1, "{concept}: a concept of one word says nothing");
            for word in concept.split(' ') {
                assert!(!word.is_empty(), "{concept}: two spaces");
                if !seen.insert(normaliser.apply(word)) {
                    twice.push(word);
                }
            }
        }
        assert!(twice.is_empty(), "stand twice: {twice:?}");
        assert!(seen.len() > 3_000);
    }
}
