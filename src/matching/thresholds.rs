//! From a confidence to what the bot does.

use super::Ranking;
use crate::model::{State, View};

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

    /// The outcome for a ranking, by the confidence of what ranks first. Without a candidate there is no
    /// answer. What is foreign counts like a candidate: a sure answer from outside the knowledge base is
    /// [`Outcome::Direct`], and so a wrong direct answer whatever was expected.
    pub fn outcome(&self, ranking: &Ranking) -> Outcome {
        // Compared as f32: a confidence of 0.7 must reach a threshold of 0.7.
        match ranking.confidence() {
            Some(confidence) if confidence >= self.direct as f32 => Outcome::Direct,
            Some(confidence) if confidence >= self.recommend as f32 => Outcome::Recommend,
            _ => Outcome::None,
        }
    }

    /// The outcome for a ranking of what `view` serves: as [`Self::outcome`], but a question that is
    /// recognised and has no live answer is handed over, as there is nothing to give.
    pub fn outcome_in(&self, view: &View<'_>, ranking: &Ranking) -> Outcome {
        match self.outcome(ranking) {
            Outcome::Direct
                if ranking.top().is_some_and(|top| view.state(top.entry) == State::Unanswered) =>
            {
                Outcome::None
            }
            outcome => outcome,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::{Candidate, Foreign, Reason};
    use crate::model::EntryIndex;

    #[test]
    fn a_threshold_belongs_to_the_better_side() {
        let thresholds = Thresholds { direct: 0.5, recommend: 0.25 };
        let outcome = |confidence| {
            let candidates = vec![Candidate { entry: EntryIndex(0), confidence, reason: Reason::Linear }];
            thresholds.outcome(&Ranking { candidates, ..Ranking::default() })
        };
        assert_eq!([0.5, 0.25, 0.24].map(outcome), [Outcome::Direct, Outcome::Recommend, Outcome::None]);
        assert_eq!(Thresholds::ALWAYS.outcome(&Ranking::default()), Outcome::None);
        let candidates = vec![Candidate { entry: EntryIndex(0), confidence: 0.7, reason: Reason::Linear }];
        let thresholds = Thresholds { direct: 0.7, recommend: 0.7 };
        assert_eq!(thresholds.outcome(&Ranking { candidates, ..Ranking::default() }), Outcome::Direct);
    }

    #[test]
    fn a_foreign_answer_is_an_answer_and_takes_the_first_rank() {
        let thresholds = Thresholds { direct: 0.5, recommend: 0.25 };
        let expected = Candidate { entry: EntryIndex(7), confidence: 0.1, reason: Reason::Command };
        let ranking = |confidence| Ranking {
            candidates: vec![expected],
            foreign: Some(Foreign { label: "天气".to_owned(), confidence }),
            failure: None,
        };
        let outcome = |confidence| thresholds.outcome(&ranking(confidence));
        assert_eq!([0.5, 0.25, 0.24].map(outcome), [Outcome::Direct, Outcome::Recommend, Outcome::None]);
        assert_eq!(Thresholds::ALWAYS.outcome(&ranking(0.0)), Outcome::Direct);
        assert_eq!((ranking(0.5).top(), ranking(0.5).rank_of(EntryIndex(7))), (None, Some(2)));
        let home = Ranking { foreign: None, ..ranking(0.5) };
        assert_eq!((home.top(), home.rank_of(EntryIndex(7))), (Some(&expected), Some(1)));
        assert_eq!(home.rank_of(EntryIndex(8)), None);
    }
}
