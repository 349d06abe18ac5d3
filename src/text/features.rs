//! What learning and retrieval count in a text: small pieces of different kinds, each a 64-bit hash.
//!
//! | Group | Pieces of 什么时候发货 / of "when will it ship" |
//! |---|---|
//! | [`Group::CharacterGrams`] | runs of one to three characters of `^text$` |
//! | [`Group::CharacterPairs`] | two characters at most eight apart, order aside |
//! | [`Group::Concepts`] | what the thesaurus makes of it: <何时> <发货>, two in a row, two concepts at most eight apart |
//! | [`Group::Stems`] | word stems, and two of them at most eight apart, order aside |
//! | [`Group::StemSequences`] | neighbouring stems with the borders |
//! | [`Group::WordGrams`] | runs of three and four characters inside a word with its borders |
//! | [`Group::DictionaryWords`] | words as a dictionary cuts them |
//!
//! The first three serve Chinese, where a character is nearly a word, customers shuffle the order of words
//! freely, and one thing has many names; the next three serve languages with spaces; the last is for shops that bring a word
//! list. Which groups are used is a [`FeatureScheme`], chosen from what the knowledge base is written in.
//!
//! The choice was made by cross-validation on training data (see `docs/performance.md`). Hashes take the
//! place of strings: with 64 bits, ten million pieces have a chance of about 3 in a million that any two
//! collide, and the hash is fixed by this file, so that it is the same on every machine.

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use super::normalise::{Normaliser, Steps};
use super::regional::in_common_words;
use super::script::ScriptCounts;
use super::segment::Segmenter;
use super::thesaurus::{Token, tokens};

/// A piece of text, hashed together with its kind.
pub type FeatureHash = u64;

/// A kind of piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Part {
    /// One character, borders included.
    Character,
    /// Two characters in a row.
    CharacterTwo,
    /// Three characters in a row.
    CharacterThree,
    /// Two characters near each other.
    CharacterPair,
    /// A word stem.
    Stem,
    /// Two stems near each other.
    StemPair,
    /// Two stems in a row, or one beside a border.
    StemTwo,
    /// A run of characters inside a word.
    WordGram,
    /// A word of the dictionary.
    Word,
    /// A concept of the thesaurus, or a character that belongs to none.
    Token,
    /// Two tokens in a row, borders included.
    TokenTwo,
    /// Two concepts near each other.
    ConceptPair,
}

impl Part {
    /// All of them, in their order.
    pub const ALL: [Self; 12] = [
        Self::Character,
        Self::CharacterTwo,
        Self::CharacterThree,
        Self::CharacterPair,
        Self::Stem,
        Self::StemPair,
        Self::StemTwo,
        Self::WordGram,
        Self::Word,
        Self::Token,
        Self::TokenTwo,
        Self::ConceptPair,
    ];

    /// The group that the kind is scaled with.
    pub const fn group(self) -> Group {
        match self {
            Self::Character | Self::CharacterTwo | Self::CharacterThree => Group::CharacterGrams,
            Self::CharacterPair => Group::CharacterPairs,
            Self::Stem | Self::StemPair => Group::Stems,
            Self::StemTwo => Group::StemSequences,
            Self::WordGram => Group::WordGrams,
            Self::Word => Group::DictionaryWords,
            Self::Token | Self::TokenTwo | Self::ConceptPair => Group::Concepts,
        }
    }

    /// Whether it is a character, a word stem or a token of the thesaurus.
    pub const fn is_unit(self) -> bool {
        matches!(self, Self::Character | Self::Stem | Self::Token)
    }

    /// Whether it is two of these in a row.
    pub const fn is_two_units(self) -> bool {
        matches!(self, Self::CharacterTwo | Self::StemTwo | Self::TokenTwo)
    }

    /// Whether it is a token of the thesaurus, or two.
    pub const fn is_of_tokens(self) -> bool {
        matches!(self, Self::Token | Self::TokenTwo | Self::ConceptPair)
    }

    const fn seed(self) -> u64 {
        (self as u64 + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93)
    }
}

/// A family of pieces that is scaled to the same length as every other family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Group {
    /// Runs of one to three characters.
    CharacterGrams,
    /// Two characters near each other.
    CharacterPairs,
    /// A word stem, or two near each other.
    Stems,
    /// Word stems in a row.
    StemSequences,
    /// Runs of characters inside a word.
    WordGrams,
    /// Words of the dictionary.
    DictionaryWords,
    /// Tokens of the thesaurus, in a row or two concepts near each other.
    Concepts,
}

/// How many groups there are.
pub const GROUPS: usize = 7;

/// Which pieces are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "each is to be taken or left on its own")]
pub struct FeatureScheme {
    /// Pieces of characters: Chinese, Japanese and other scripts without spaces.
    pub characters: bool,
    /// Pieces of words: scripts with spaces.
    pub words: bool,
    /// Pairs too; they make up half of all pieces.
    pub pairs: bool,
    /// Concepts of the thesaurus, which is Chinese, and common words in the place of regional ones.
    pub thesaurus: bool,
    /// Where both characters and words are taken: of each text only those of its own language. To a text in
    /// Latin letters, characters say next to nothing, as every phrasing has most of them.
    pub own_language: bool,
}

impl FeatureScheme {
    /// The scheme for these phrasings: one language's pieces where at least 19 in 20 are written in it,
    /// else those of both, each text having those of its own. With pairs.
    pub fn for_texts<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let (mut all, mut east_asian) = (0_usize, 0_usize);
        for text in texts {
            all += 1;
            east_asian += usize::from(ScriptCounts::of(text).is_east_asian());
        }
        let characters = all == 0 || east_asian * 20 > all;
        Self {
            characters,
            words: !characters || east_asian * 20 < all * 19,
            pairs: true,
            thesaurus: characters,
            own_language: true,
        }
    }

    /// The same scheme without pairs.
    #[must_use]
    pub const fn without_pairs(self) -> Self {
        Self { pairs: false, ..self }
    }

    /// How many groups a text has at most, that of a dictionary aside.
    pub const fn groups(self) -> usize {
        let of_words = if self.words { 3 } else { 0 };
        let of_characters =
            if self.characters { 1 + self.pairs as usize + self.thesaurus as usize } else { 0 };
        if !self.own_language {
            of_words + of_characters
        } else if of_words > of_characters {
            of_words
        } else {
            of_characters
        }
    }

    /// What of the scheme is for `text`.
    fn for_text(self, text: &str) -> Self {
        if !(self.own_language && self.characters && self.words) {
            return self;
        }
        let characters = ScriptCounts::of(text).is_east_asian();
        Self { characters, words: !characters, thesaurus: self.thesaurus && characters, ..self }
    }
}

/// Longer texts are cut for learning: what a customer wants stands in the first five hundred characters.
const MAX_CHARACTERS: usize = 500;
/// What stands before the first item of a text and behind the last.
const FIRST: u64 = 1;
const LAST: u64 = 2;
/// How far apart the two of a pair may stand.
const PAIR_REACH: usize = 8;

/// The different pieces of one text; a reusable buffer.
#[derive(Debug, Clone, Default)]
pub struct Features {
    /// Kind and hash, sorted, each once.
    pub pieces: Vec<(Part, FeatureHash)>,
    /// The hashes of one kind, as they come.
    hashes: Vec<FeatureHash>,
    normal: String,
    characters: Vec<char>,
    items: Vec<u64>,
    concepts: Vec<u64>,
}

impl Features {
    /// An empty buffer.
    pub fn new() -> Self {
        Self::default()
    }

    /// Replace the buffer's content with the pieces of `text`, which is normalised here
    /// ([`Steps::LEARNING`]). `words` adds the words of that dictionary.
    pub fn extract(&mut self, text: &str, scheme: FeatureScheme, words: Option<&Segmenter>) {
        self.pieces.clear();
        let mut normal = std::mem::take(&mut self.normal);
        Normaliser::new(Steps::LEARNING).apply_into(text, &mut normal);
        let text = match normal.char_indices().nth(MAX_CHARACTERS) {
            Some((end, _)) => &normal[..end],
            None => &normal,
        };
        let scheme = scheme.for_text(text);
        let common;
        let text = if scheme.thesaurus {
            common = in_common_words(text);
            &*common
        } else {
            text
        };
        // Kind by kind in their order, so that each is sorted on its own.
        if scheme.characters {
            self.character_grams(text);
            if scheme.pairs {
                self.items.clear();
                self.items.extend(text.chars().filter(|c| c.is_alphanumeric()).map(u64::from));
                self.pairs(Part::CharacterPair);
            }
        }
        if scheme.words {
            self.stems(text, scheme.pairs);
            self.word_grams(text);
        }
        if let Some(segmenter) = words {
            self.hashes.extend(segmenter.words(text).iter().map(|word| hash(Part::Word, word.chars())));
            self.keep(Part::Word);
        }
        if scheme.thesaurus {
            self.thesaurus(text, scheme.pairs);
        }
        self.normal = normal;
    }

    /// Move the hashes that were gathered to the pieces, as pieces of this kind.
    fn keep(&mut self, part: Part) {
        debug_assert!(self.pieces.last().is_none_or(|&(last, _)| last < part));
        self.hashes.sort_unstable();
        self.hashes.dedup();
        self.pieces.extend(self.hashes.iter().map(|&hash| (part, hash)));
        self.hashes.clear();
    }

    fn character_grams(&mut self, text: &str) {
        const SIZES: [Part; 3] = [Part::Character, Part::CharacterTwo, Part::CharacterThree];
        self.characters.clear();
        self.characters.extend(std::iter::once('^').chain(text.chars()).chain(std::iter::once('$')));
        for (size, part) in (1..).zip(SIZES) {
            let windows = self.characters.windows(size);
            self.hashes.extend(windows.map(|window| hash(part, window.iter().copied())));
            self.keep(part);
        }
    }

    /// Every unordered pair of different items that stand at most [`PAIR_REACH`] apart.
    fn pairs(&mut self, part: Part) {
        for (at, &one) in self.items.iter().enumerate() {
            let others = self.items[at + 1..].iter().take(PAIR_REACH).filter(|&&other| one != other);
            self.hashes.extend(others.map(|&other| two(part, one.min(other), one.max(other))));
        }
        self.keep(part);
    }

    /// Every item beside the next, and the first and the last beside a border.
    fn neighbours(&mut self, part: Part) {
        let before = std::iter::once(&FIRST).chain(&self.items);
        let after = self.items.iter().chain(std::iter::once(&LAST));
        self.hashes.extend(before.zip(after).map(|(&one, &other)| two(part, one, other)));
        self.keep(part);
    }

    /// Tokens and two in a row, and pairs of concepts.
    fn thesaurus(&mut self, text: &str, pairs: bool) {
        let Self { items, concepts, .. } = self;
        items.clear();
        concepts.clear();
        tokens(text, |token| {
            items.push(match token {
                Token::Concept(name) => {
                    let concept = hash(Part::Token, name.chars());
                    concepts.push(concept);
                    concept
                }
                Token::Character(c) => u64::from(c),
            });
        });
        self.hashes.extend(self.items.iter().map(|&token| finish(mix(Part::Token.seed(), token))));
        self.keep(Part::Token);
        self.neighbours(Part::TokenTwo);
        if pairs {
            std::mem::swap(&mut self.items, &mut self.concepts);
            self.pairs(Part::ConceptPair);
        }
    }

    fn stems(&mut self, text: &str, pairs: bool) {
        self.items.clear();
        self.items.extend(text.unicode_words().map(|word| hash(Part::Stem, stem(word).chars())));
        self.hashes.extend_from_slice(&self.items);
        self.keep(Part::Stem);
        if pairs {
            self.pairs(Part::StemPair);
        }
        self.neighbours(Part::StemTwo);
    }

    fn word_grams(&mut self, text: &str) {
        for word in text.split_whitespace() {
            self.characters.clear();
            self.characters.extend(std::iter::once(' ').chain(word.chars()).chain(std::iter::once(' ')));
            for size in [3, 4] {
                let windows = self.characters.windows(size.min(self.characters.len()));
                self.hashes.extend(windows.map(|window| hash(Part::WordGram, window.iter().copied())));
            }
        }
        self.keep(Part::WordGram);
    }
}

/// A word without its commonest English endings: "shipping" and "ships" meet at "shipp" and "ship".
///
/// Far lighter than Porter's stemmer, and as good for this purpose by measurement.
fn stem(word: &str) -> &str {
    let mut stem = word;
    if word.len() > 4 {
        for ending in ["ing", "ed", "es", "s"] {
            if let Some(rest) = word.strip_suffix(ending).filter(|rest| rest.len() >= 3) {
                stem = rest;
                break;
            }
        }
    }
    if stem.len() > 3 { stem.strip_suffix('e').unwrap_or(stem) } else { stem }
}

fn hash(part: Part, characters: impl Iterator<Item = char>) -> FeatureHash {
    finish(characters.fold(part.seed(), |state, c| mix(state, u64::from(c))))
}

/// Two items in a row.
const fn two(part: Part, one: u64, other: u64) -> FeatureHash {
    finish(mix(mix(part.seed(), one), other))
}

/// One round of multiply and rotate over the state.
const fn mix(state: u64, value: u64) -> u64 {
    (state ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
}

/// The finaliser of MurmurHash3 (Appleby), so that all bits depend on all bits.
const fn finish(mut state: u64) -> u64 {
    state ^= state >> 33;
    state = state.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    state ^= state >> 33;
    state = state.wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    state ^ (state >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHARACTERS: FeatureScheme =
        FeatureScheme { characters: true, words: false, pairs: true, thesaurus: false, own_language: false };
    const WORDS: FeatureScheme =
        FeatureScheme { characters: false, words: true, pairs: true, thesaurus: false, own_language: false };
    const BOTH: FeatureScheme =
        FeatureScheme { characters: true, words: true, pairs: true, thesaurus: false, own_language: false };

    fn pieces(text: &str, scheme: FeatureScheme) -> Vec<(Part, FeatureHash)> {
        let mut features = Features::new();
        features.extract(text, scheme, None);
        features.pieces
    }

    fn count(text: &str, scheme: FeatureScheme, part: Part) -> usize {
        pieces(text, scheme).iter().filter(|&&(of, _)| of == part).count()
    }

    #[test]
    fn characters_give_runs_and_pairs() {
        let count = |text, part| count(text, CHARACTERS, part);
        assert_eq!(count("发货", Part::Character), 4);
        assert_eq!(count("发货", Part::CharacterTwo), 3);
        assert_eq!(count("发货", Part::CharacterThree), 2);
        assert_eq!(count("发货", Part::CharacterPair), 1);
        assert_eq!(count("发货吗?", Part::CharacterPair), 3);
        assert_eq!(count("发货", Part::WordGram), 0);
    }

    #[test]
    fn what_says_the_same_has_the_same_concepts() {
        let concepts = |text| -> Vec<_> {
            let all = pieces(text, FeatureScheme { thesaurus: true, ..CHARACTERS });
            all.into_iter().filter(|(part, _)| part.group() == Group::Concepts).collect()
        };
        assert_eq!(concepts("快递何时到"), concepts("快件哪天到"));
        assert_ne!(concepts("快递何时到"), concepts("快递多少钱"));
        // Nothing else is added, where no word is of one region only.
        assert_eq!(pieces("快件哪天到", CHARACTERS).len() + concepts("快件哪天到").len(), {
            pieces("快件哪天到", FeatureScheme { thesaurus: true, ..CHARACTERS }).len()
        });
    }

    #[test]
    fn words_give_stems_sequences_and_runs() {
        let count = |text, part| count(text, WORDS, part);
        assert_eq!(count("where my cards", Part::Stem), 3);
        assert_eq!(count("where my cards", Part::StemPair), 3);
        assert_eq!(count("where my cards", Part::StemTwo), 4);
        assert_eq!(pieces("cards", WORDS)[0], pieces("card", WORDS)[0]);
    }

    #[test]
    fn order_matters_to_runs_but_not_to_pairs() {
        let pairs = |text| -> Vec<_> {
            let all = pieces(text, CHARACTERS);
            all.into_iter().filter(|&(part, _)| part == Part::CharacterPair).collect()
        };
        assert_eq!(pairs("退款怎么办"), pairs("怎么办退款"));
        assert_ne!(pieces("退款怎么办", CHARACTERS), pieces("怎么办退款", CHARACTERS));
    }

    #[test]
    fn the_scheme_follows_the_language() {
        let of = |texts: &[&str]| {
            let scheme = FeatureScheme::for_texts(texts.iter().copied());
            assert!(scheme.pairs && scheme.own_language);
            (scheme.characters, scheme.words, scheme.thesaurus)
        };
        assert_eq!(of(&["发货", "iPhone 有货吗"]), (true, false, true));
        assert_eq!(of(&["when", "where"]), (false, true, false));
        assert_eq!(of(&["when", "发货"]), (true, true, true));
        assert_eq!(of(&[]), (true, false, true));
    }

    #[test]
    fn among_both_languages_a_text_has_the_pieces_of_its_own() {
        let both = FeatureScheme { thesaurus: true, own_language: true, ..BOTH };
        assert_eq!(pieces("when will it ship", both), pieces("when will it ship", WORDS));
        let chinese = FeatureScheme { thesaurus: true, ..CHARACTERS };
        assert_eq!(pieces("iPhone 有货吗", both), pieces("iPhone 有货吗", chinese));
        assert_eq!((both.groups(), chinese.groups(), WORDS.groups(), BOTH.groups()), (3, 3, 3, 5));
    }

    #[test]
    fn long_and_odd_texts_stay_small() {
        let long: String = (0..100_000).map(|n| char::from_u32(0x4E00 + n % 20_000).unwrap_or('x')).collect();
        assert!(pieces(&long, BOTH).len() < 20_000);
        for text in ["", " ", "？", "😀", "\u{301}", "a"] {
            pieces(text, BOTH);
        }
    }

    #[test]
    fn the_hash_never_changes() {
        // What one build learned and wrote down, another must be able to read.
        assert_eq!(hash(Part::Word, "发货".chars()), 9_506_323_107_695_304_780);
    }
}
