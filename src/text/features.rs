//! What learning and retrieval count in a text: groups of small pieces, each a 64-bit hash.
//!
//! | Group | Pieces of 什么时候发货 / of "when will it ship" | Weight |
//! |---|---|---|
//! | [`Group::CharacterGrams`] | runs of one to three characters of `^text$` | √2 |
//! | [`Group::CharacterPairs`] | any two different characters, order aside | 1 |
//! | [`Group::StemPairs`] | word stems, and any two of them, order aside | 0.8 |
//! | [`Group::StemSequences`] | neighbouring stems with the borders, and stems with one between them | 0.8 |
//! | [`Group::WordGrams`] | runs of three and four characters inside a word with its borders | 0.8 |
//! | [`Group::DictionaryWords`] | words as a dictionary cuts them | 1 |
//!
//! The first two serve Chinese, where a character is nearly a word and customers shuffle the order of
//! words freely; the next three serve languages with spaces; the last is for shops that bring a word
//! list. Which groups are used is a [`FeatureScheme`], chosen from what the knowledge base is written in.
//!
//! The choice of groups and weights was made by cross-validation on training data (see
//! `docs/performance.md`). Hashes take the place of strings: with 64 bits, ten million pieces have a
//! chance of about 3 in a million that any two collide, and the hash is fixed by this file, so that it
//! is the same on every machine.

use unicode_segmentation::UnicodeSegmentation;

use super::normalise::{Normaliser, Steps};
use super::script::ScriptCounts;
use super::segment::Segmenter;

/// A piece of text, hashed together with its kind.
pub type FeatureHash = u64;

/// A family of pieces that is scaled as a whole; see the module's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Group {
    /// Runs of one to three characters.
    CharacterGrams,
    /// Two characters anywhere.
    CharacterPairs,
    /// A word stem, or two anywhere.
    StemPairs,
    /// Word stems in a row.
    StemSequences,
    /// Runs of characters inside a word.
    WordGrams,
    /// Words of the dictionary.
    DictionaryWords,
}

/// How many groups there are.
pub const GROUPS: usize = 6;

impl Group {
    /// All groups in the order of their numbers.
    pub const ALL: [Self; GROUPS] = [
        Self::CharacterGrams,
        Self::CharacterPairs,
        Self::StemPairs,
        Self::StemSequences,
        Self::WordGrams,
        Self::DictionaryWords,
    ];

    /// The length to which the group's part of a text vector is scaled.
    pub const fn weight(self) -> f32 {
        match self {
            Self::CharacterGrams => std::f32::consts::SQRT_2,
            Self::CharacterPairs | Self::DictionaryWords => 1.0,
            Self::StemPairs | Self::StemSequences | Self::WordGrams => 0.8,
        }
    }
}

/// Which groups are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FeatureScheme {
    /// Characters: Chinese, Japanese and other scripts without spaces.
    Characters,
    /// Words: scripts with spaces.
    Words,
    /// Both, for a knowledge base that speaks two languages.
    Both,
}

impl FeatureScheme {
    /// The scheme for these phrasings: one language's pieces where at least 19 in 20 are written in it.
    pub fn for_texts<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let (mut all, mut east_asian) = (0_usize, 0_usize);
        for text in texts {
            all += 1;
            east_asian += usize::from(ScriptCounts::of(text).is_east_asian());
        }
        if east_asian * 20 >= all * 19 {
            Self::Characters
        } else if east_asian * 20 <= all {
            Self::Words
        } else {
            Self::Both
        }
    }

    const fn characters(self) -> bool {
        matches!(self, Self::Characters | Self::Both)
    }

    const fn words(self) -> bool {
        matches!(self, Self::Words | Self::Both)
    }
}

/// Longer texts are cut for learning: what a customer wants stands in the first five hundred characters.
const MAX_CHARACTERS: usize = 500;
/// Pairs grow with the square: only this many different characters or stems are paired.
const MAX_PAIRED: usize = 48;

/// The different pieces of one text; a reusable buffer.
#[derive(Debug, Clone, Default)]
pub struct Features {
    /// Group and hash, sorted, each once.
    pub pieces: Vec<(Group, FeatureHash)>,
    characters: Vec<char>,
    paired: Vec<FeatureHash>,
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
        let text = Normaliser::new(Steps::LEARNING).apply(text);
        let text = match text.char_indices().nth(MAX_CHARACTERS) {
            Some((end, _)) => &text[..end],
            None => &text,
        };
        if scheme.characters() {
            self.character_grams(text);
            self.character_pairs(text);
        }
        if scheme.words() {
            self.stems(text);
            self.word_grams(text);
        }
        if let Some(segmenter) = words {
            for word in segmenter.words(text) {
                self.pieces.push((Group::DictionaryWords, hash(Kind::Word, word.chars())));
            }
        }
        self.pieces.sort_unstable();
        self.pieces.dedup();
    }

    fn character_grams(&mut self, text: &str) {
        self.characters.clear();
        self.characters.extend(std::iter::once('^').chain(text.chars()).chain(std::iter::once('$')));
        for start in 0..self.characters.len() {
            let mut state = Kind::Gram.seed();
            for &c in self.characters.iter().skip(start).take(3) {
                state = mix(state, u64::from(c));
                self.pieces.push((Group::CharacterGrams, finish(state)));
            }
        }
    }

    fn character_pairs(&mut self, text: &str) {
        let characters = text.chars().filter(|c| c.is_alphanumeric()).map(u64::from);
        self.pairs(characters, Group::CharacterPairs, Kind::CharacterPair);
    }

    /// Push every unordered pair of different `items`.
    fn pairs(&mut self, items: impl Iterator<Item = u64>, group: Group, kind: Kind) {
        self.paired.clear();
        self.paired.extend(items);
        self.paired.sort_unstable();
        self.paired.dedup();
        self.paired.truncate(MAX_PAIRED);
        for (at, &one) in self.paired.iter().enumerate() {
            let state = mix(kind.seed(), one);
            self.pieces.extend(self.paired[at + 1..].iter().map(|&other| (group, finish(mix(state, other)))));
        }
    }

    fn stems(&mut self, text: &str) {
        let stems: Vec<FeatureHash> =
            text.unicode_words().map(|word| hash(Kind::Stem, stem(word).chars())).collect();
        self.pieces.extend(stems.iter().map(|&stem| (Group::StemPairs, stem)));
        self.pairs(stems.iter().copied(), Group::StemPairs, Kind::StemPair);

        let (first, last) = (Kind::Border.seed(), Kind::Border.seed() ^ 1);
        let bordered: Vec<FeatureHash> =
            std::iter::once(first).chain(stems.iter().copied()).chain(std::iter::once(last)).collect();
        let sequence =
            |kind: Kind, one, other| (Group::StemSequences, finish(mix(mix(kind.seed(), one), other)));
        self.pieces.extend(bordered.windows(2).map(|pair| sequence(Kind::Neighbours, pair[0], pair[1])));
        self.pieces.extend(stems.windows(3).map(|three| sequence(Kind::OneBetween, three[0], three[2])));
    }

    fn word_grams(&mut self, text: &str) {
        for word in text.split_whitespace() {
            self.characters.clear();
            self.characters.extend(std::iter::once(' ').chain(word.chars()).chain(std::iter::once(' ')));
            for size in [3, 4] {
                for window in self.characters.windows(size.min(self.characters.len())) {
                    self.pieces.push((Group::WordGrams, hash(Kind::WordGram, window.iter().copied())));
                }
            }
        }
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

/// What a hash stands for, so that a stem and a character run of the same letters differ.
#[derive(Clone, Copy)]
enum Kind {
    Gram = 1,
    CharacterPair,
    Stem,
    StemPair,
    Border,
    Neighbours,
    OneBetween,
    WordGram,
    Word,
}

impl Kind {
    const fn seed(self) -> u64 {
        (self as u64).wrapping_mul(0xD6E8_FEB8_6659_FD93)
    }
}

fn hash(kind: Kind, characters: impl Iterator<Item = char>) -> FeatureHash {
    finish(characters.fold(kind.seed(), |state, c| mix(state, u64::from(c))))
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

    fn pieces(text: &str, scheme: FeatureScheme) -> Vec<(Group, FeatureHash)> {
        let mut features = Features::new();
        features.extract(text, scheme, None);
        features.pieces
    }

    fn count(text: &str, scheme: FeatureScheme, group: Group) -> usize {
        pieces(text, scheme).iter().filter(|&&(of, _)| of == group).count()
    }

    #[test]
    fn characters_give_runs_and_pairs() {
        // ^发货$: four single characters, three pairs, two triples.
        assert_eq!(count("发货", FeatureScheme::Characters, Group::CharacterGrams), 9);
        assert_eq!(count("发货", FeatureScheme::Characters, Group::CharacterPairs), 1);
        assert_eq!(count("发货吗?", FeatureScheme::Characters, Group::CharacterPairs), 3);
        assert_eq!(count("发货", FeatureScheme::Characters, Group::WordGrams), 0);
    }

    #[test]
    fn words_give_stems_sequences_and_runs() {
        // Stems wher, my, card; three pairs of them.
        assert_eq!(count("where my cards", FeatureScheme::Words, Group::StemPairs), 6);
        // ^ wher, wher my, my card, card $; wher … card.
        assert_eq!(count("where my cards", FeatureScheme::Words, Group::StemSequences), 5);
        assert_eq!(pieces("cards", FeatureScheme::Words)[0], pieces("card", FeatureScheme::Words)[0]);
    }

    #[test]
    fn order_matters_to_runs_but_not_to_pairs() {
        let pairs = |text| -> Vec<_> {
            let all = pieces(text, FeatureScheme::Characters);
            all.into_iter().filter(|&(group, _)| group == Group::CharacterPairs).collect()
        };
        assert_eq!(pairs("退款怎么办"), pairs("怎么办退款"));
        assert_ne!(
            pieces("退款怎么办", FeatureScheme::Characters),
            pieces("怎么办退款", FeatureScheme::Characters)
        );
    }

    #[test]
    fn the_scheme_follows_the_language() {
        let of = |texts: &[&str]| FeatureScheme::for_texts(texts.iter().copied());
        assert_eq!(of(&["发货", "iPhone 有货吗"]), FeatureScheme::Characters);
        assert_eq!(of(&["when", "where"]), FeatureScheme::Words);
        assert_eq!(of(&["when", "发货"]), FeatureScheme::Both);
        assert_eq!(of(&[]), FeatureScheme::Characters);
    }

    #[test]
    fn long_and_odd_texts_stay_small() {
        let long: String = (0..100_000).map(|n| char::from_u32(0x4E00 + n % 20_000).unwrap_or('x')).collect();
        assert!(pieces(&long, FeatureScheme::Both).len() < 10_000);
        for text in ["", " ", "？", "😀", "\u{301}", "a"] {
            pieces(text, FeatureScheme::Both);
        }
    }

    #[test]
    fn the_hash_never_changes() {
        // What one build learned and wrote down, another must be able to read.
        assert_eq!(finish(mix(Kind::Word.seed(), 1)), 14_097_984_057_111_558);
    }
}
