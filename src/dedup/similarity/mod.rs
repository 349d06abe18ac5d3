//! How likely it is that two texts ask the same, from what only one of them says.
//!
//! Both texts are made loose keys (see [`loose_key`]): notation, particles, politeness, interchangeable words
//! and fillers are gone. What is left is compared as two bags of tokens. Each token weighs something
//! (1/1000 to about 2; 谢 next to nothing, 狗 much), *D* is the weight of everything that only one of the two
//! has, *n* the length of both together, and
//!
//! > score = 1 / (1 + exp(κ(n) · D + ω − α))
//!
//! where κ falls with the length: one character more or less says much in four and little in forty; and ω is
//! 0, but for texts in which two parts have changed places around a third (从北京到上海, 从上海到北京). Texts
//! that share nothing of weight score 0. α, κ, ω and the weights were learned by logistic regression from judged
//! pairs (`weights.txt` tells how, `docs/performance.md` how well). A dozen richer measures (longest common
//! subsequence, pairs of characters, words) add next to nothing once the weights are learned, and this
//! one has a great virtue: it is a function of a weighted set difference alone, so that all pairs above a
//! threshold can be found exactly, without comparing all ([`join`](super::join)).
//!
//! Two kinds of slips are the same whatever they weigh: short texts that sound alike (帐户, 账户), and
//! Latin words one keystroke apart.

mod slips;
mod tokens;
mod weights;

pub(super) use slips::{Slip, is_typing_slip, sound, typing_keys};
pub(super) use tokens::{TokenId, Vocabulary, length, tokens};
pub(super) use weights::Weights;

use rustc_hash::FxHashMap;

use crate::text::{loose_key, match_key};

/// The score of short texts that sound alike.
pub(super) const SOUND_SCORE: f64 = 0.95;

/// The score of texts that are one keystroke apart.
pub(super) const TYPING_SCORE: f64 = 0.93;

/// Longer texts together have the same slope as these.
const LONGEST: u32 = 256;

/// The score, and the threshold from which it means that two texts ask the same.
#[derive(Debug)]
pub struct Similarity {
    weights: &'static Weights,
    threshold: f64,
    /// κ by n, up to [`LONGEST`].
    slopes: Vec<f64>,
    /// The greatest D, in thousandths, that still reaches the threshold, by n; -1 where not even 0 does.
    limits: Vec<i64>,
}

impl Similarity {
    /// Pairs count from `threshold` on, from 0 to 1; without one from the threshold that keeps 94 of 100 such
    /// pairs right on judged pairs.
    pub fn new(threshold: Option<f64>) -> Self {
        let weights = Weights::bundled();
        let threshold = threshold.unwrap_or(weights.threshold);
        let slopes: Vec<f64> = (0..=LONGEST).map(|length| slope(&weights.slopes, length)).collect();
        let mut similarity = Self { weights, threshold, slopes, limits: Vec::new() };
        similarity.limits = (0..=LONGEST).map(|length| similarity.limit_of(length)).collect();
        similarity
    }

    /// From where on pairs count.
    pub fn threshold(&self) -> f64 {
        self.threshold
    }

    /// The threshold where none is given.
    pub fn default_threshold() -> f64 {
        Weights::bundled().threshold
    }

    /// The score of two texts of `length` together that differ by `difference` thousandths; `exchanged` if
    /// two parts of what they share have changed places around a third.
    pub fn score(&self, difference: u32, length: u32, exchanged: bool) -> f64 {
        let slope = self.slopes[length.min(LONGEST) as usize];
        let exchange = if exchanged { self.weights.exchange } else { 0.0 };
        let against = slope * f64::from(difference) / 1000.0 + exchange;
        let score = 1.0 / (1.0 + (against - self.weights.certainty).exp());
        // What people see has six places; what they see decides.
        (score * 1e6).round() / 1e6
    }

    /// The greatest difference, in thousandths, of two texts of `length` together that count; `None` if not
    /// even equal ones do. It never falls with the length.
    pub(super) fn limit(&self, length: u32) -> Option<u32> {
        u32::try_from(self.limits[length.min(LONGEST) as usize]).ok()
    }

    /// The limit of the longest texts, which is the greatest.
    pub(super) fn greatest_limit(&self) -> Option<u32> {
        self.limit(LONGEST)
    }

    fn limit_of(&self, length: u32) -> i64 {
        let counts = |difference: u32| self.score(difference, length, false) >= self.threshold;
        if !counts(0) {
            return -1;
        }
        let (mut low, mut high) = (0_u32, 1 << 30);
        if counts(high) {
            return i64::from(high);
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if counts(middle) { low = middle } else { high = middle }
        }
        i64::from(low)
    }
}

/// κ for a length: interpolated on the logarithms.
fn slope(slopes: &[(u32, f64)], length: u32) -> f64 {
    let at = slopes.partition_point(|&(knot, _)| knot <= length);
    match (at.checked_sub(1).map(|before| slopes[before]), slopes.get(at)) {
        (Some((low, from)), Some(&(high, to))) => {
            let share =
                (f64::from(length).ln() - f64::from(low).ln()) / (f64::from(high).ln() - f64::from(low).ln());
            (from.ln() + share * (to.ln() - from.ln())).exp()
        }
        (Some((_, only)), None) | (None, Some(&(_, only))) => only,
        (None, None) => 0.0,
    }
}

/// What two loose keys differ in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyDifference {
    /// The tokens that only the one has, in its order.
    pub only_one: Vec<String>,
    /// The tokens that only the other has, in its order.
    pub only_other: Vec<String>,
    /// The weight of all of these, in thousandths.
    pub weight: u32,
    /// The weight of what both have, counted once.
    pub shared: u32,
    /// The length of both together.
    pub length: u32,
}

impl KeyDifference {
    /// Between the loose keys of two texts.
    pub fn between(one: &str, other: &str) -> Self {
        let weights = Weights::bundled();
        let (one, other) = (match_key(one), match_key(other));
        let (one, other) = (loose_key(&one), loose_key(&other));
        let (ones, others): (Vec<&str>, Vec<&str>) = (tokens(&one).collect(), tokens(&other).collect());
        let (only_one, only_other) = (missing(&ones, &others), missing(&others, &ones));
        let weigh = |list: &[&str]| list.iter().map(|token| weights.of(token)).sum::<u32>();
        let owned = |list: &[&str]| list.iter().map(|token| (*token).to_owned()).collect();
        Self {
            weight: weigh(&only_one) + weigh(&only_other),
            shared: weigh(&ones) - weigh(&only_one),
            length: ones.iter().chain(&others).map(|token| length(token)).sum(),
            only_one: owned(&only_one),
            only_other: owned(&only_other),
        }
    }
}

/// The tokens of `ones` that `others` have not, or not so many of; the last ones are those too many.
pub(super) fn missing<'t>(ones: &[&'t str], others: &[impl AsRef<str>]) -> Vec<&'t str> {
    let mut there: FxHashMap<&str, u32> = FxHashMap::default();
    for token in others {
        *there.entry(token.as_ref()).or_default() += 1;
    }
    let mut too_many = |token: &&&'t str| match there.get_mut(**token) {
        Some(count @ 1..) => {
            *count -= 1;
            false
        }
        _ => true,
    };
    ones.iter().filter(|token| too_many(token)).copied().collect()
}
