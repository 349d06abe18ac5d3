//! How much a token weighs when only one of two texts has it.
//!
//! The table `weights.txt` was learned from pairs of questions that people had judged; it says itself how.
//! Each line is a name and a number, or a weight in thousandths and the characters (or words) that weigh so.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::tokens::tokens;
use crate::text::is_han;

/// The learned numbers.
#[derive(Debug)]
pub(in crate::dedup) struct Weights {
    /// What the log odds are when nothing differs.
    pub(in crate::dedup) certainty: f64,
    /// By how much it lowers the log odds that two parts have changed places around a third.
    pub(in crate::dedup) exchange: f64,
    /// For texts of so many tokens together, by how much a difference of weight one lowers the log odds;
    /// in between it is interpolated on the logarithm of both, outside it is the nearest.
    pub(in crate::dedup) slopes: Vec<(u32, f64)>,
    /// The threshold that keeps the precision wanted.
    pub(in crate::dedup) threshold: f64,
    character: u32,
    word: u32,
    tokens: FxHashMap<Box<str>, u32>,
}

impl Weights {
    /// What kbtool ships.
    pub(in crate::dedup) fn bundled() -> &'static Self {
        static BUNDLED: LazyLock<Weights> = LazyLock::new(|| {
            Weights::parse(include_str!("weights.txt")).expect("the bundled table is held by a test")
        });
        &BUNDLED
    }

    /// The weight of a token, in thousandths.
    pub(in crate::dedup) fn of(&self, token: &str) -> u32 {
        self.tokens.get(token).copied().unwrap_or_else(|| {
            if token.chars().next().is_some_and(is_han) { self.character } else { self.word }
        })
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut weights = Self {
            certainty: f64::NAN,
            exchange: f64::NAN,
            slopes: Vec::new(),
            threshold: f64::NAN,
            character: u32::MAX,
            word: u32::MAX,
            tokens: FxHashMap::default(),
        };
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            let (name, rest) = line.split_once(' ').ok_or_else(|| line.to_owned())?;
            let number = |text: &str| text.parse::<f64>().map_err(|error| format!("{line}: {error}"));
            let whole = |text: &str| text.parse::<u32>().map_err(|error| format!("{line}: {error}"));
            match name {
                "exchange" => weights.exchange = number(rest)?,
                "certainty" => weights.certainty = number(rest)?,
                "threshold" => weights.threshold = number(rest)?,
                "character" => weights.character = whole(rest)?,
                "word" => weights.word = whole(rest)?,
                "slope" => {
                    let (length, slope) = rest.split_once(' ').ok_or_else(|| line.to_owned())?;
                    weights.slopes.push((whole(length)?, number(slope)?));
                }
                thousandths => {
                    let weight = whole(thousandths)?;
                    for token in rest.split(' ').flat_map(tokens) {
                        if weights.tokens.insert(token.into(), weight).is_some() {
                            return Err(format!("{line}: `{token}` stands there twice"));
                        }
                    }
                }
            }
        }
        let complete = weights.certainty.is_finite()
            && weights.exchange >= 0.0
            && weights.threshold.is_finite()
            && weights.character < u32::MAX
            && weights.word < u32::MAX
            && weights.slopes.is_sorted_by(|one, other| one.0 < other.0 && one.1 >= other.1)
            && !weights.slopes.is_empty();
        if complete { Ok(weights) } else { Err("a number is missing, or slopes do not fall".to_owned()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_table_can_be_read() {
        let weights = Weights::parse(include_str!("weights.txt")).expect("a table");
        assert!(weights.threshold > 0.5 && weights.threshold < 1.0);
        assert!(weights.certainty > 0.0);
        assert!(weights.of("的") < weights.of("退"));
        assert_eq!(weights.of("龘"), weights.character);
        assert_eq!(weights.of("refund"), weights.word);
    }

    #[test]
    fn a_faulty_table_is_refused() {
        for text in ["", "certainty x", "100", "100 退 款 退", "slope 4"] {
            assert!(Weights::parse(text).is_err(), "{text}");
        }
    }
}
