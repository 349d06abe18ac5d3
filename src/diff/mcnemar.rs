//! Whether gains and losses between two versions are more than chance.

use serde::Serialize;

/// McNemar's exact test: of the questions that only one version gets right, each is as likely to be a gain as a
/// loss, if the versions are equally good.
///
/// The idea is Q. McNemar's, Note on the sampling error of the difference between correlated proportions or
/// percentages, Psychometrika 12 (1947), 153–157; the exact form, which asks the binomial distribution instead of
/// its normal approximation, is in A. Agresti, Categorical Data Analysis. Two-sided is twice the smaller side, as
/// in M. P. Fay, Two-sided exact tests and matching confidence intervals for discrete data, The R Journal 2/1
/// (2010), 53–58.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct McNemar {
    /// Questions that only the later version gets right.
    pub fixed: u64,
    /// Questions that only the earlier version gets right.
    pub broken: u64,
    /// The two-sided p value, from 0 to 1; 1 where nothing differs.
    pub p: f64,
}

impl McNemar {
    /// Below this p a difference counts as more than chance.
    pub const LEVEL: f64 = 0.05;

    /// Of these counts.
    pub fn new(fixed: u64, broken: u64) -> Self {
        Self { fixed, broken, p: two_sided(fixed.min(broken), fixed.max(broken)) }
    }

    /// Whether the difference is more than chance.
    pub fn is_significant(&self) -> bool {
        self.p < Self::LEVEL
    }

    /// The p value as people read it: three decimals, more where it takes them to see on which side of the level
    /// it lies, `< 0.001` below that; nothing where nothing was gained or lost.
    pub fn p_text(&self) -> Option<String> {
        if self.fixed + self.broken == 0 {
            return None;
        }
        if self.p < 0.001 {
            return Some("< 0.001".to_owned());
        }
        let shows_its_side =
            |text: &String| text.parse().is_ok_and(|read: f64| (read < Self::LEVEL) == self.is_significant());
        let mut texts = (3..8).map(|decimals| format!("{:.decimals$}", self.p));
        texts.clone().find(shows_its_side).or_else(|| texts.next_back())
    }

    /// The same in a sentence: `p = 0.035`, `p < 0.001`.
    pub fn p_in_words(&self) -> Option<String> {
        self.p_text()
            .map(|text| if text.starts_with('<') { format!("p {text}") } else { format!("p = {text}") })
    }
}

/// Twice the chance of at most `fewer` heads among `fewer + more` tosses of a fair coin, at most 1.
fn two_sided(fewer: u64, more: u64) -> f64 {
    // Here the two tails meet or overlap: exactly 1, which a sum of floats would only come near.
    if more - fewer <= 1 {
        return 1.0;
    }
    let (fewer, more) = (fewer as f64, more as f64);
    let mut chance = point_chance(fewer, more);
    let mut sum = chance;
    let mut heads = fewer;
    // Each chance is its neighbour's times this quotient, which falls: after some roots of the number of tosses
    // nothing is left to add.
    while heads > 0.0 && chance > sum * (f64::EPSILON / 4.0) {
        chance *= heads / (fewer + more - heads + 1.0);
        sum += chance;
        heads -= 1.0;
    }
    (2.0 * sum).min(1.0)
}

/// The chance of just so many heads and tails with a fair coin, without ever building a factorial: C. Loader,
/// Fast and accurate computation of binomial probabilities (2000). Exact to some 14 digits, as logarithms of
/// factorials, whose difference would lose more digits the more tosses there are, are not.
fn point_chance(heads: f64, tails: f64) -> f64 {
    let all = heads + tails;
    if heads == 0.0 {
        return (-all * std::f64::consts::LN_2).exp();
    }
    let half = all / 2.0;
    let exponent = stirling_error(all)
        - stirling_error(heads)
        - stirling_error(tails)
        - deviance(heads, half)
        - deviance(tails, half);
    exponent.exp() * (all / (std::f64::consts::TAU * heads * tails)).sqrt()
}

/// By how much the logarithm of the factorial of `n`, which is above 0, exceeds Stirling's formula.
fn stirling_error(n: f64) -> f64 {
    if n <= 15.0 {
        let factorial = (1..=n as u64).fold(1.0, |product, factor| product * factor as f64);
        return f64::ln(factorial) - (n + 0.5) * n.ln() + n - std::f64::consts::TAU.ln() / 2.0;
    }
    let square = n * n;
    let tail = 1.0 / 1680.0 - 1.0 / 1188.0 / square;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - tail / square) / square) / square) / n
}

/// x ln(x/mean) + mean − x, also where both are near each other and the logarithm would lose all digits.
fn deviance(x: f64, mean: f64) -> f64 {
    if (x - mean).abs() >= 0.1 * (x + mean) {
        return x * (x / mean).ln() + mean - x;
    }
    let share = (x - mean) / (x + mean);
    let mut sum = (x - mean) * share;
    let mut power = 2.0 * x * share;
    let mut odd = 1.0;
    loop {
        power *= share * share;
        odd += 2.0;
        let next = sum + power / odd;
        if next == sum {
            return sum;
        }
        sum = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn p(fixed: u64, broken: u64) -> f64 {
        McNemar::new(fixed, broken).p
    }

    /// Pascal's triangle, halved at each line: exact for as many tosses as fit a float's 52 bits.
    fn naive(fixed: u64, broken: u64) -> f64 {
        let tosses = fixed + broken;
        let mut choose: u128 = 1;
        let mut sum: u128 = 1;
        for heads in 1..=fixed.min(broken) {
            choose = choose * u128::from(tosses - heads + 1) / u128::from(heads);
            sum += choose;
        }
        (2.0 * sum as f64 / 2_f64.powi(i32::try_from(tosses).expect("few tosses"))).min(1.0)
    }

    #[test]
    fn figures_are_those_of_published_examples() {
        for (fixed, broken, published, digits) in [
            // Table 2 of M. W. Fagerland, S. Lydersen and P. Laake, BMC Medical Research Methodology 13:91 (2013),
            // data of M. Cavo and others 2012; the figure is that of their R package contingencytables.
            (6, 16, 0.052_479, 6),
            // The example of mcnemar.exact in the R package exact2x2 of M. P. Fay.
            (9, 2, 0.065_43, 5),
            // Hodgkin's disease and tonsillectomy, S. K. Johnson and R. E. Johnson, New England Journal of
            // Medicine 287 (1972), by exact2x2.
            (15, 7, 0.1338, 4),
            // The six tables that statsmodels tests its mcnemar with, computed by VassarStats.
            (121, 59, 0.000_004, 6),
            (70, 59, 0.378_688, 6),
            (80, 59, 0.089_452, 6),
            (30, 60, 0.002_06, 6),
            (10, 30, 0.002_221, 6),
            (10, 10, 1.0, 6),
            // 2 (1 + 15 + 105 + 455) / 2^15.
            (12, 3, 0.035_156_25, 8),
        ] {
            let difference = (p(fixed, broken) - published).abs();
            assert!(difference < 0.6 * 10_f64.powi(-digits), "{fixed} {broken}: {}", p(fixed, broken));
        }
    }

    #[test]
    fn large_counts_are_no_trouble() {
        // By exact whole numbers (Python's fractions).
        for (fixed, broken, exact) in [
            (500_500, 499_500, 0.317_794_691_363_305_5),
            (1_002_000, 998_000, 0.004_688_066_743_290_273),
            (50_500, 49_500, 0.001_582_359_878_851_595_6),
            (0, 1000, 2_f64.powi(-999)),
        ] {
            let relative = (p(fixed, broken) / exact - 1.0).abs();
            assert!(relative < 1e-11, "{fixed} {broken}: {} is not {exact}", p(fixed, broken));
        }
        assert_eq!(p(3_000_000, 3_000_001), 1.0);
        assert!(p(3_000_000, 3_000_100) > 0.96);
        assert_eq!(p(0, 1_000_000), 0.0);
        assert_eq!(p(1_000_000, 2_000_000), 0.0);
    }

    #[test]
    fn in_words() {
        let words = |fixed, broken| McNemar::new(fixed, broken).p_in_words();
        assert_eq!(words(12, 3).as_deref(), Some("p = 0.035"));
        assert_eq!(words(1, 1).as_deref(), Some("p = 1.000"));
        assert_eq!(words(40, 3).as_deref(), Some("p < 0.001"));
        assert_eq!(words(0, 0), None);
        let near = |p| McNemar { fixed: 1, broken: 1, p }.p_text();
        assert_eq!(near(0.049_97).as_deref(), Some("0.04997"));
        assert!(McNemar::new(12, 3).is_significant() && !McNemar::new(11, 3).is_significant());
    }

    proptest! {
        #[test]
        fn both_directions_are_equal_and_within_bounds(fixed in 0_u64..3_000_000, broken in 0_u64..3_000_000) {
            let one = p(fixed, broken);
            prop_assert!((0.0..=1.0).contains(&one), "{}", one);
            prop_assert_eq!(one, p(broken, fixed));
        }

        #[test]
        fn it_falls_as_the_imbalance_grows(fixed in 0_u64..100_000, more in 0_u64..2000) {
            // Of the same number of questions, one more is broken instead of fixed.
            prop_assert!(p(fixed, fixed + more + 2) >= p(fixed.saturating_sub(1), fixed + more + 2 + fixed.min(1)));
        }

        #[test]
        fn it_is_the_sum_that_it_stands_for(fixed in 0_u64..60, broken in 0_u64..60) {
            let (one, other) = (p(fixed, broken), naive(fixed, broken));
            prop_assert!((one - other).abs() <= 1e-13 * other, "{} is not {}", one, other);
        }
    }
}
