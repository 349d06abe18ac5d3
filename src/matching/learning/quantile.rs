//! Thresholds from questions that were tried.
//!
//! A threshold is the value of `z` below which so few of all tried phrasings lie that the true share of
//! good questions turned away is surely no more than the wished one.

use super::confidence::confidence;
use crate::matching::Thresholds;

/// Fewer than this, and a quantile means nothing.
const LEAST: usize = 25;
/// The `z` that serves where nothing can be measured: a handful of entries, or one phrasing each.
const FALLBACK: Fallback = Fallback { direct: 0.7, recommend: 0.5 };

struct Fallback {
    direct: f32,
    recommend: f32,
}

/// The share of the questions turned away that still are offered candidates.
const OFFERED: f64 = 0.1;

/// The largest count of `all` of which one can say with 90 % confidence that the true share is no more
/// than `share`: the upper end of Wilson's one-sided interval (1927) does not pass it. The fewer phrasings
/// were tried, the more cautious.
fn surely_below(share: f64, all: usize) -> usize {
    const Z: f64 = 1.281_552;
    let n = all as f64;
    let upper = |count: usize| {
        let p = count as f64 / n;
        let spread = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        (p + Z * Z / (2.0 * n) + spread) / (1.0 + Z * Z / n)
    };
    let most = (share * n) as usize;
    (0..=most).rev().find(|&count| upper(count) <= share).unwrap_or(0)
}

/// Thresholds at which at most `turn_away` of the questions are not answered directly although the right entry
/// ranks first; a tenth of these are offered candidates, the others get nothing.
pub(crate) fn thresholds(tried: Vec<(usize, Vec<f32>)>, turn_away: f64) -> Thresholds {
    let all: usize = tried.iter().map(|(count, _)| count).sum();
    let mut right: Vec<f32> = tried.into_iter().flat_map(|(_, right)| right).collect();
    right.sort_unstable_by(f32::total_cmp);
    let at = |share: f64, fallback: f32| {
        let measured = right.get(surely_below(share, all)).copied().filter(|_| all >= LEAST);
        f64::from(confidence(measured.unwrap_or(fallback)))
    };
    Thresholds {
        direct: at(turn_away, FALLBACK.direct),
        recommend: at(turn_away * (1.0 - OFFERED), FALLBACK.recommend),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_surely_below_its_share() {
        assert_eq!(surely_below(0.02, 50), 0);
        assert_eq!(surely_below(0.02, 1_000), 14);
        assert_eq!(surely_below(0.02, 100_000), 1_943);
        assert_eq!(surely_below(0.0, 1_000), 0);
    }

    #[test]
    fn thresholds_are_quantiles_of_what_was_right() {
        let right: Vec<f32> = (0..1_000).map(|n| n as f32 / 1_000.0).collect();
        let found = thresholds(vec![(600, right[..500].to_vec()), (400, right[500..].to_vec())], 0.02);
        assert_eq!(found.direct, f64::from(confidence(0.014)));
        assert_eq!(found.recommend, f64::from(confidence(0.012)));
    }

    #[test]
    fn without_measurements_the_fallback_serves() {
        let found = thresholds(vec![], 0.02);
        assert_eq!(found.direct, f64::from(confidence(FALLBACK.direct)));
        assert!(found.recommend < found.direct);
    }
}
