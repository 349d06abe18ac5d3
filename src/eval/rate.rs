//! A share with its counts and how sure one may be of it.

use serde::{Deserialize, Serialize, Serializer};

use crate::matching::DEPTH;

/// The standard normal quantile of a two-sided 95% interval.
const Z: f64 = 1.959_964;

/// A share from 0 to 1, what it is made of, and its 95% interval; 0/0 has neither value nor interval.
///
/// The interval is Wilson's score interval without continuity correction: E. B. Wilson, Probable
/// inference, the law of succession, and statistical inference, Journal of the American Statistical
/// Association 22 (1927), 209–212. It takes every asking of a question, so each unit of a row's `count`,
/// for a draw of its own.
///
/// A mean reciprocal rank has the same shape: its numerator is a sum of reciprocals, so not whole, and it
/// has no interval.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Rate {
    /// Numerator over denominator.
    pub value: Option<f64>,
    /// How many of them; whole but for a mean reciprocal rank.
    #[serde(serialize_with = "whole_where_possible")]
    pub numerator: f64,
    /// Of how many.
    pub denominator: u64,
    /// The interval's lower end.
    pub low: Option<f64>,
    /// The interval's upper end.
    pub high: Option<f64>,
}

impl Rate {
    /// `numerator` of `denominator` with the interval.
    pub fn new(numerator: u64, denominator: u64) -> Self {
        let interval = wilson(numerator, denominator);
        Self {
            value: (denominator > 0).then(|| numerator as f64 / denominator as f64),
            numerator: numerator as f64,
            denominator,
            low: interval.map(|(low, _)| low),
            high: interval.map(|(_, high)| high),
        }
    }

    /// The mean reciprocal rank (E. M. Voorhees, The TREC-8 question answering track report, 1999) over
    /// the rows of a rank histogram: `ranks[0]` rows have rank 1, and so on; the last place is for rows
    /// whose entry is not among the candidates, which add 0. Summed from rank 1 on, whatever the order of
    /// the rows, so that the same histogram gives the same bits.
    pub fn mean_reciprocal_rank(ranks: &[u64; DEPTH + 1]) -> Self {
        let denominator = ranks.iter().fold(0_u64, |sum, &rows| sum.saturating_add(rows));
        let numerator: f64 =
            ranks[..DEPTH].iter().enumerate().map(|(at, &rows)| rows as f64 / (at + 1) as f64).sum();
        let value = (denominator > 0).then(|| numerator / denominator as f64);
        Self { value, numerator, denominator, low: None, high: None }
    }
}

/// The ends of the interval, within 0 and 1.
fn wilson(numerator: u64, denominator: u64) -> Option<(f64, f64)> {
    if denominator == 0 {
        return None;
    }
    let total = denominator as f64;
    let share = numerator as f64 / total;
    let spread = Z * Z / total;
    let centre = share + spread / 2.0;
    let half = Z * (share * (1.0 - share) / total + spread / (4.0 * total)).sqrt();
    // At the edges the ends are exact; rounding would put them a hair off.
    let low = if numerator == 0 { 0.0 } else { ((centre - half) / (1.0 + spread)).max(0.0) };
    let high = if numerator >= denominator { 1.0 } else { ((centre + half) / (1.0 + spread)).min(1.0) };
    Some((low, high))
}

/// Counts without a fraction are written without one: `83`, not `83.0`.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn whole_where_possible<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    /// Up to here every whole number is exact.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && (0.0..=EXACT).contains(number) {
        serializer.serialize_u64(*number as u64)
    } else {
        serializer.serialize_f64(*number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// R. G. Newcombe, Two-sided confidence intervals for the single proportion: comparison of seven
    /// methods, Statistics in Medicine 17 (1998), 857–872, table I, method 3, which gives four decimals.
    #[test]
    fn intervals_are_those_of_newcombe() {
        for (numerator, denominator, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let rate = Rate::new(numerator, denominator);
            let ends = (rate.low.expect("low"), rate.high.expect("high"));
            assert!((ends.0 - low).abs() < 0.000_05 && (ends.1 - high).abs() < 0.000_05, "{ends:?}");
        }
    }

    #[test]
    fn nothing_of_nothing_is_null() {
        let json = serde_json::to_string(&Rate::new(0, 0)).expect("json");
        assert_eq!(json, r#"{"value":null,"numerator":0,"denominator":0,"low":null,"high":null}"#);
        assert_eq!(Rate::new(0, 0), Rate::default());
    }

    #[test]
    fn a_mean_reciprocal_rank_has_no_interval() {
        let mut ranks = [0; DEPTH + 1];
        (ranks[0], ranks[1], ranks[DEPTH]) = (2, 1, 1);
        let rate = Rate::mean_reciprocal_rank(&ranks);
        assert_eq!((rate.value, rate.numerator, rate.denominator), (Some(0.625), 2.5, 4));
        assert_eq!((rate.low, rate.high), (None, None));
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_value(numerator in 0_u64..10_000, more in 0_u64..10_000) {
            let rate = Rate::new(numerator, numerator + more);
            if let (Some(value), Some(low), Some(high)) = (rate.value, rate.low, rate.high) {
                prop_assert!(0.0 <= low && low <= value && value <= high && high <= 1.0);
            } else {
                prop_assert_eq!(numerator + more, 0);
            }
        }

        #[test]
        fn a_rate_survives_json(numerator in 0_u64..10_000, more in 0_u64..10_000) {
            let rate = Rate::new(numerator, numerator + more);
            let json = serde_json::to_string(&rate).expect("json");
            let back = serde_json::from_str::<Rate>(&json).expect("rate");
            // serde_json reads a float to within one unit in the last place.
            let near = |one: Option<f64>, other: Option<f64>| match (one, other) {
                (Some(one), Some(other)) => (one - other).abs() < 1e-12,
                (one, other) => one == other,
            };
            prop_assert!(near(back.value, rate.value) && near(back.low, rate.low) && near(back.high, rate.high));
            prop_assert_eq!((back.numerator, back.denominator), (rate.numerator, rate.denominator));
        }
    }
}
