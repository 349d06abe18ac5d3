//! What a shop adds to the lists.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::text::match_key;

/// Words of a shop's own that make two phrasings different, besides the built-in ones.
///
/// Width, case and script of the words do not matter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct GuardLists {
    /// Pairs of opposites, each a list of words for the one side and a list for the other:
    /// `[[["堂食"], ["外带", "打包"]]]`. A phrasing that has a word of one side only and a phrasing that has a
    /// word of the other side only are no duplicates.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub antonyms: Vec<[Vec<String>; 2]>,
    /// Names of places, such as branches or warehouses. Two duplicates name the same places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// Names of products or plans, such as `轻享版`. Two duplicates name the same ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// Words in which nothing is looked for, as `长沙` is not looked for in `长沙发`. A built-in word that
    /// stands here counts for nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keep: Vec<String>,
}

/// What is wrong with a shop's lists.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GuardListError {
    /// A word has nothing but marks, emoji or spaces.
    #[error("`{list}` has a word without any letter, digit or Chinese character: {word:?}")]
    Empty {
        /// The list, as its key in the configuration.
        list: &'static str,
        /// The word as written.
        word: String,
    },
    /// A side of a pair of opposites has no word.
    #[error("pair {number} of `antonyms` has no word on one side")]
    NoWords {
        /// Which pair, from 1.
        number: usize,
    },
    /// A word is its own opposite.
    #[error("pair {number} of `antonyms` has {word:?} on both sides")]
    BothSides {
        /// Which pair, from 1.
        number: usize,
        /// The word as written.
        word: String,
    },
    /// More words, or more pairs, than the search can hold.
    #[error("the lists are too long")]
    TooMany,
}

/// How many pairs may be added: together with those that ship, they are numbered with 16 bits.
const MOST_PAIRS: usize = 50_000;

/// The lists with all words as they stand in keys.
pub(super) struct Checked {
    pub(super) antonyms: Vec<[Vec<String>; 2]>,
    pub(super) places: Vec<String>,
    pub(super) codes: Vec<String>,
    pub(super) keep: Vec<String>,
}

impl GuardLists {
    /// The words as they stand in keys, if nothing is wrong with them.
    pub(super) fn checked(&self) -> Result<Checked, GuardListError> {
        if self.antonyms.len() > MOST_PAIRS {
            return Err(GuardListError::TooMany);
        }
        let mut antonyms = Vec::with_capacity(self.antonyms.len());
        for (number, [one, other]) in (1..).zip(&self.antonyms) {
            let pair = [keys("antonyms", one)?, keys("antonyms", other)?];
            if pair.iter().any(Vec::is_empty) {
                return Err(GuardListError::NoWords { number });
            }
            if let Some(at) = pair[0].iter().position(|word| pair[1].contains(word)) {
                return Err(GuardListError::BothSides { number, word: one[at].clone() });
            }
            antonyms.push(pair);
        }
        Ok(Checked {
            antonyms,
            places: keys("places", &self.places)?,
            codes: keys("codes", &self.codes)?,
            keep: keys("keep", &self.keep)?,
        })
    }
}

fn keys(list: &'static str, words: &[String]) -> Result<Vec<String>, GuardListError> {
    let key = |word: &String| {
        let key = match_key(word);
        if key.chars().any(char::is_alphanumeric) {
            Ok(key)
        } else {
            Err(GuardListError::Empty { list, word: word.clone() })
        }
    };
    words.iter().map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<GuardLists, toml::de::Error> {
        toml::from_str(text)
    }

    #[test]
    fn read_from_a_configuration_and_written_back() {
        let text = r#"antonyms = [[["堂食"], ["外带", "打包"]]]
places = ["青禾仓"]
codes = ["轻享版"]
keep = ["长沙发"]
"#;
        let lists = parse(text).expect("lists");
        assert_eq!(lists.antonyms[0][1], ["外带", "打包"]);
        assert_eq!((&*lists.places[0], &*lists.codes[0], &*lists.keep[0]), ("青禾仓", "轻享版", "长沙发"));
        assert_eq!(parse(&toml::to_string(&lists).expect("text")), Ok(lists));
        assert_eq!(parse(""), Ok(GuardLists::default()));
        assert_eq!(toml::to_string(&GuardLists::default()).as_deref(), Ok(""));
    }

    #[test]
    fn a_key_nobody_knows_is_refused() {
        for text in ["place = ['x']", "antonyms = [[['a']]]", "antonyms = [['a', 'b']]", "places = 'x'"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_key_has_a_description() {
        let schema = schemars::schema_for!(GuardLists);
        let properties = schema.get("properties").and_then(|value| value.as_object()).expect("properties");
        assert_eq!(properties.keys().collect::<Vec<_>>(), ["antonyms", "codes", "keep", "places"]);
        assert!(properties.values().all(|property| property.get("description").is_some()));
    }

    #[test]
    fn words_are_made_keys() {
        let lists = GuardLists { places: vec!["ＡＢ倉".into()], ..GuardLists::default() };
        assert_eq!(lists.checked().map(|checked| checked.places), Ok(vec!["ab仓".to_owned()]));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let pair = |one: &[&str], other: &[&str]| {
            let words = |side: &[&str]| side.iter().map(|word| (*word).to_owned()).collect();
            let lists = GuardLists {
                antonyms: vec![[vec!["甲".into()], vec!["乙".into()]], [words(one), words(other)]],
                ..GuardLists::default()
            };
            lists.checked().err()
        };
        assert_eq!(pair(&["开"], &["关"]), None);
        assert_eq!(pair(&["开"], &[]), Some(GuardListError::NoWords { number: 2 }));
        assert_eq!(
            pair(&["發", "收"], &["发"]),
            Some(GuardListError::BothSides { number: 2, word: "發".into() })
        );
        assert_eq!(
            pair(&["？"], &["关"]),
            Some(GuardListError::Empty { list: "antonyms", word: "？".into() })
        );
        let many = GuardLists {
            antonyms: vec![[vec!["甲".into()], vec!["乙".into()]]; MOST_PAIRS + 1],
            ..GuardLists::default()
        };
        assert_eq!(many.checked().err(), Some(GuardListError::TooMany));
    }
}
