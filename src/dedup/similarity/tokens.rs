//! What texts are compared by: Chinese characters one by one, everything else word by word.

use rustc_hash::FxHashMap;

use crate::text::is_han;

/// The tokens of a loose key, in its order. A capital letter is one by itself: match keys have none, so it
/// stands for a set of interchangeable words (see [`loose_key`](crate::text::loose_key)).
pub(in crate::dedup) fn tokens(key: &str) -> impl Iterator<Item = &str> {
    let mut rest = key;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let end = if is_single(first) {
            first.len_utf8()
        } else {
            rest.find(|c: char| c.is_whitespace() || is_single(c)).unwrap_or(rest.len())
        };
        let (token, after) = rest.split_at(end);
        rest = after;
        Some(token)
    })
}

fn is_single(c: char) -> bool {
    is_han(c) || c.is_ascii_uppercase()
}

/// How long a token counts: a word is about as long as two Chinese characters.
pub(in crate::dedup) fn length(token: &str) -> u32 {
    if token.chars().next().is_some_and(is_han) { 1 } else { 2 }
}

/// A token's number in its [`Vocabulary`].
pub(in crate::dedup) type TokenId = u32;

/// Numbers for tokens: a single character is its code point, words count on from behind the last one.
#[derive(Debug, Default)]
pub(in crate::dedup) struct Vocabulary {
    words: FxHashMap<Box<str>, TokenId>,
}

const FIRST_WORD: TokenId = char::MAX as TokenId + 1;

impl Vocabulary {
    /// The number of a token, which is taken in if it is new.
    pub(in crate::dedup) fn number(&mut self, token: &str) -> TokenId {
        let mut chars = token.chars();
        if let (Some(only), None) = (chars.next(), chars.next()) {
            return only as TokenId;
        }
        match self.words.get(token) {
            Some(&number) => number,
            None => {
                let number = FIRST_WORD + self.words.len() as TokenId;
                self.words.insert(token.into(), number);
                number
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_words_and_stand_ins() {
        let list = |key| tokens(key).collect::<Vec<_>>();
        assert_eq!(list("我iphone 15HD退款"), ["我", "iphone", "15", "H", "D", "退", "款"]);
        assert!(list(" ").is_empty());
        assert_eq!(tokens("退iphone H").map(length).collect::<Vec<_>>(), [1, 2, 2]);
    }

    #[test]
    fn one_number_a_token() {
        let mut vocabulary = Vocabulary::default();
        let numbers: Vec<_> =
            ["退", "iphone", "x", "iphone", "15"].map(|token| vocabulary.number(token)).into();
        assert_eq!(numbers[1], numbers[3]);
        assert_eq!(numbers[0], '退' as u32);
        assert_ne!(numbers[1], numbers[4]);
    }
}
