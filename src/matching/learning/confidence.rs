//! How far the best of a ranking can be believed.
//!
//! The score of a linear classifier says which class is best, not whether any is right. For the class
//! `t` that scores best, `z = m + 0.4 u + 0.2 b` is far more telling, where
//! * `m` is its score less the mean score of the next three classes: a question that belongs somewhere
//!   stands out from the field, one that belongs nowhere does not;
//! * `u` is the share, by weight, of the question's units (characters; word stems) that some phrasing of
//!   `t` has;
//! * `b` is the same for two units in a row.
//!
//! Units that no phrasing of any class has count against `u` and `b` with the weight of the rarest. The
//! confidence is `1 / (1 + exp(4.5 − 5 z))`, a logistic curve fitted once (Platt 1999) to cross-validated
//! predictions on training data in two languages; it fits both, so that nothing is fitted per knowledge
//! base but the thresholds.

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

/// `0.4 u + 0.2 b` of the module's page; `is_member` says whether the class in question has a feature.
pub(crate) fn overlap(
    pieces: &[(Part, Option<u32>)],
    weights: &FeatureWeights,
    is_member: impl Fn(u32) -> bool,
) -> f32 {
    let (mut units, mut shared_units, mut twos, mut shared_twos) = (0.0, 0.0, 0.0, 0.0);
    for &(part, feature) in pieces {
        let (all, shared) = match part {
            Part::Character | Part::Stem => (&mut units, &mut shared_units),
            Part::CharacterTwo | Part::StemTwo => (&mut twos, &mut shared_twos),
            _ => continue,
        };
        let weight = feature.map_or(0.0, |feature| weights.weights[feature as usize]);
        if weight > 0.0 {
            *all += weight;
            if feature.is_some_and(&is_member) {
                *shared += weight;
            }
        } else {
            *all += weights.unseen;
        }
    }
    let share = |shared: f32, all: f32| if all > 0.0 { shared / all } else { 0.0 };
    0.4 * share(shared_units, units) + 0.2 * share(shared_twos, twos)
}

/// The confidence that belongs to a `z`.
pub(crate) fn confidence(z: f32) -> f32 {
    1.0 / (1.0 + (4.5 - 5.0 * z).exp())
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
