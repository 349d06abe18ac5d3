//! How far the best of a ranking can be believed.
//!
//! The score of a linear classifier says which class is best, not whether any is right. For the class
//! `t` that scores best, `z = m + 0.5 u + 0.3 k` is far more telling, where
//! * `m` is its score less the mean score of the next three classes: a question that belongs somewhere
//!   stands out from the field, one that belongs nowhere does not;
//! * `u` is the share, by weight, of the question's units that some phrasing of `t` has; units that no
//!   phrasing of any class has count against it with the weight of the rarest;
//! * `k` is the share of the question's units in a row, two by two, that any phrasing of any class has: what
//!   a knowledge base is not about is said in words that it does not know.
//!
//! Units are characters, or word stems; and for Chinese, taken a second time, the tokens of the thesaurus.
//! Of both ways to cut a question the one counts that has more in common: a thing may be known by its
//! name or by another.
//!
//! The three were chosen, and weighed, by cross-validation on the phrasings of packs against two kinds of
//! questions that nothing should answer: phrasings of entries that were left out, and utterances to
//! assistants of another kind. The confidence is `1 / (1 + exp(5.5 − 5 z))`: the slope of a logistic curve
//! fitted once (Platt 1999) to an earlier `z`, moved by what the present one is higher. It orders
//! questions and is no measured probability; what is found for each knowledge base are the thresholds.

use super::FeatureWeights;
use crate::text::Part;

/// How many runners-up the winner is measured against.
const FIELD: usize = 3;

/// `m` of the module's page, of scores that come best first; `None` where there is no runner-up.
pub(crate) fn margin(mut scores: impl Iterator<Item = f32>) -> Option<f32> {
    let winner = scores.next()?;
    let (count, sum) = scores.take(FIELD).fold((0_u8, 0.0), |(count, sum), score| (count + 1, sum + score));
    (count > 0).then(|| winner - sum / f32::from(count))
}

/// `0.5 u + 0.3 k` of the module's page; `is_member` says whether the class in question has a feature.
pub(crate) fn overlap(
    pieces: &[(Part, Option<u32>)],
    weights: &FeatureWeights,
    is_member: impl Fn(u32) -> bool,
) -> f32 {
    // As characters or word stems, and as tokens of the thesaurus.
    let mut cuts = [Cut::default(); 2];
    for &(part, feature) in pieces {
        let weight = feature.map_or(0.0, |feature| weights.weights[feature as usize]);
        let cut = &mut cuts[usize::from(part.is_of_tokens())];
        if part.is_unit() {
            cut.units += if weight > 0.0 { weight } else { weights.unseen };
            if weight > 0.0 && feature.is_some_and(&is_member) {
                cut.shared += weight;
            }
        } else if part.is_two_units() {
            cut.twos += 1.0;
            cut.known += f32::from(weight > 0.0);
        }
    }
    let best = |share: fn(&Cut) -> f32| cuts.iter().map(share).fold(0.0, f32::max);
    0.5 * best(|cut| ratio(cut.shared, cut.units)) + 0.3 * best(|cut| ratio(cut.known, cut.twos))
}

/// What one way of cutting a question has in common with what was learned.
#[derive(Debug, Clone, Copy, Default)]
struct Cut {
    units: f32,
    shared: f32,
    twos: f32,
    known: f32,
}

fn ratio(part: f32, all: f32) -> f32 {
    if all > 0.0 { part / all } else { 0.0 }
}

/// The confidence that belongs to a `z`.
pub(crate) fn confidence(z: f32) -> f32 {
    1.0 / (1.0 + (5.5 - 5.0 * z).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_winner_is_measured_against_the_next_three() {
        assert_eq!(margin([4.0, 3.0, 2.0, 1.0, -90.0].into_iter()), Some(2.0));
        assert_eq!(margin([4.0, 3.0].into_iter()), Some(1.0));
        assert_eq!(margin([4.0].into_iter()), None);
        assert_eq!(margin(std::iter::empty()), None);
    }
}
