//! From a confidence to what the bot does.

use super::Ranking;

/// What the bot does with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It gives the first candidate's answer (直接命中).
    Direct,
    /// It offers the candidates to choose from (推荐).
    Recommend,
    /// It has no answer and hands over (无答案).
    None,
}

/// The two confidences that part the outcomes; `recommend` is not above `direct`.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Thresholds {
    /// From here on the answer is given.
    pub direct: f64,
    /// From here on, up to `direct`, candidates are offered; below, nothing.
    pub recommend: f64,
}

impl Thresholds {
    /// Every candidate is answered: for engines that only name entries they are sure of.
    pub const ALWAYS: Self = Self { direct: 0.0, recommend: 0.0 };

    /// The outcome for a ranking. Without a candidate there is no answer.
    pub fn outcome(&self, ranking: &Ranking) -> Outcome {
        match ranking.top().map(|top| f64::from(top.confidence)) {
            Some(confidence) if confidence >= self.direct => Outcome::Direct,
            Some(confidence) if confidence >= self.recommend => Outcome::Recommend,
            _ => Outcome::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::{Candidate, Reason};
    use crate::model::EntryIndex;

    #[test]
    fn a_threshold_belongs_to_the_better_side() {
        let thresholds = Thresholds { direct: 0.5, recommend: 0.25 };
        let outcome = |confidence| {
            let candidates = vec![Candidate { entry: EntryIndex(0), confidence, reason: Reason::Linear }];
            thresholds.outcome(&Ranking { candidates, failure: None })
        };
        assert_eq!([0.5, 0.25, 0.24].map(outcome), [Outcome::Direct, Outcome::Recommend, Outcome::None]);
        assert_eq!(Thresholds::ALWAYS.outcome(&Ranking::default()), Outcome::None);
    }
}
