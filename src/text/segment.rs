//! Where words begin and end.
//!
//! Chinese is segmented by jieba (a prefix dictionary and the most probable path through it); everything
//! else by the word borders of Unicode (UAX #29). The dictionary takes a tenth of a second and some
//! 30 MiB, so it is loaded at the first Chinese text that somebody asks to segment, and once.
//!
//! Whoever only wants to show words whole, for a handful of texts, should not wait that long:
//! [`Segmenter::common`] knows the eight thousand words that answers are mostly made of, is ready within
//! milliseconds, and cuts what it does not know into single characters.

use std::sync::{LazyLock, OnceLock};

use jieba_rs::Jieba;
use unicode_segmentation::UnicodeSegmentation;

use super::script::is_han;

/// The words of [`Segmenter::common`], each with its frequency.
const COMMON_WORDS: &str = include_str!("lists/common-words.txt");

/// Cuts texts into words; cheap to make, the dictionary comes with the first Chinese text.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Segmenter {
    own_words: Vec<String>,
    #[serde(skip)]
    jieba: OnceLock<Jieba>,
}

impl Segmenter {
    /// A segmenter that also knows these words of the shop: names of goods, of materials, of services.
    pub fn new(own_words: Vec<String>) -> Self {
        Self { own_words, jieba: OnceLock::new() }
    }

    /// Read a word list: one word a line, empty lines and `#` comments passed over, anything after the
    /// first space or tab (a frequency, a part of speech) ignored.
    pub fn from_word_list(list: &str) -> Self {
        let words = list
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .filter_map(|line| line.split_whitespace().next())
            .map(str::to_owned);
        Self::new(words.collect())
    }

    /// The one that knows common words only.
    pub fn common() -> &'static Self {
        static COMMON: LazyLock<Segmenter> = LazyLock::new(|| {
            let words: String =
                COMMON_WORDS.split_inclusive('\n').filter(|line| !line.starts_with('#')).collect();
            let jieba = Jieba::with_dict(&mut words.as_bytes()).expect("a test reads the list");
            Segmenter { own_words: Vec::new(), jieba: OnceLock::from(jieba) }
        });
        &COMMON
    }

    /// The words that the shop brought.
    pub fn own_words(&self) -> &[String] {
        &self.own_words
    }

    /// Whether the shop brought words of its own.
    pub fn has_own_words(&self) -> bool {
        !self.own_words.is_empty()
    }

    /// The words of `text` in their order, without spaces and marks.
    pub fn words<'t>(&self, text: &'t str) -> Vec<&'t str> {
        if !text.chars().any(is_han) {
            return unicode_words(text).collect();
        }
        let tokens = self.jieba().cut(text, false);
        tokens
            .into_iter()
            .map(|token| token.word)
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .collect()
    }

    /// Whether the dictionary has been loaded, for those who watch start-up time.
    pub fn is_loaded(&self) -> bool {
        self.jieba.get().is_some()
    }

    fn jieba(&self) -> &Jieba {
        self.jieba.get_or_init(|| {
            let mut jieba = Jieba::new();
            for word in &self.own_words {
                jieba.add_word(word, None, None);
            }
            jieba
        })
    }
}

/// The words of a text by Unicode's word borders alone; no dictionary.
pub fn unicode_words(text: &str) -> impl Iterator<Item = &str> {
    text.unicode_words()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionary_waits_for_chinese() {
        let segmenter = Segmenter::default();
        assert_eq!(segmenter.words("Where's my card?"), ["Where's", "my", "card"]);
        assert!(!segmenter.is_loaded());
        assert_eq!(segmenter.words("什么时候发货？"), ["什么", "时候", "发货"]);
        assert!(segmenter.is_loaded());
    }

    #[test]
    fn common_words_need_no_dictionary() {
        let segmenter = Segmenter::common();
        assert!(segmenter.is_loaded());
        assert_eq!(
            segmenter.words("签收后七天内不可以退货，运费由店铺承担。"),
            ["签收", "后", "七", "天", "内", "不", "可以", "退货", "运费", "由", "店铺", "承担"]
        );
        assert_eq!(segmenter.words("魑魅魍魉"), ["魑", "魅", "魍", "魉"]);
        assert_eq!(segmenter.words("two words"), ["two", "words"]);
        let listed = COMMON_WORDS.lines().filter(|line| !line.starts_with('#'));
        let words: Vec<&str> = listed.filter_map(|line| line.split(' ').next()).collect();
        assert!(words.len() > 8000 && words.is_sorted());
        assert!(words.iter().all(|word| word.chars().all(is_han)));
    }

    #[test]
    fn a_shop_brings_its_words() {
        let list = "# 面料\n云柔棉 100 n\n\n小青书包\n";
        let segmenter = Segmenter::from_word_list(list);
        assert!(segmenter.has_own_words());
        assert_eq!(segmenter.words("云柔棉起球吗"), ["云柔棉", "起球", "吗"]);
        assert!(Segmenter::default().words("云柔棉起球吗").len() > 3);
    }
}
