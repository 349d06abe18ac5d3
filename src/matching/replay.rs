//! The answers that the real bot gave, so that it can be judged by the same figures as every engine.
//!
//! A transcript with a `predicted` column holds the bot's own answer to each question. [`Replay`] turns
//! that into a ranking of one. It looks at no text and has learnt nothing.

use super::label::{Labels, Resolved};
use super::{Candidate, Foreign, Matcher, Query, Ranking, Reason, Replayed, Thresholds};
use crate::model::{Lookup, View};

/// The engine `replay`: ranks what [`Query::replayed`] says and nothing else.
///
/// The predicted label is `pack/id`, an id that only one served pack has, or the canonical question. A
/// label that no entry has becomes [`Ranking::foreign`]: the bot did answer, with something the knowledge
/// base does not hold. A label that fits several entries is a failure that names them.
#[derive(Debug)]
pub struct Replay<'a> {
    labels: Labels<'a>,
}

impl<'a> Replay<'a> {
    /// Replay against the entries of `view`; `lookup` indexes the same knowledge base.
    pub fn new(view: &'a View<'a>, lookup: &'a Lookup) -> Self {
        Self { labels: Labels::new(view, lookup) }
    }

    fn ranking(&self, query: &Query<'_>) -> Ranking {
        let Some(replayed) = query.replayed else {
            return Ranking::failed(
                "replay needs the real bot's answers: the transcript has no `predicted` column; add one, \
                 or name the one that holds them with `--column predicted=…`",
            );
        };
        let Some(label) = replayed.entry.map(str::trim).filter(|label| !label.is_empty()) else {
            return Ranking::default();
        };
        let confidence = confidence(replayed);
        match self.labels.resolve(label) {
            Resolved::Entry(entry) => {
                let candidate = Candidate { entry, confidence, reason: Reason::Replay };
                Ranking { candidates: vec![candidate], ..Ranking::default() }
            }
            Resolved::Foreign => {
                let foreign = Foreign { label: label.to_owned(), confidence };
                Ranking { foreign: Some(foreign), ..Ranking::default() }
            }
            Resolved::Ambiguous(reason) => Ranking::failed(format!("the predicted label {reason}")),
        }
    }
}

/// The bot's score as a confidence from 0 to 1.
///
/// Platforms export scores from 0 to 1 or from 0 to 100 and do not say which: a score above 1 is taken
/// for a percentage, so that 1 is certain and 1.5 is 0.015. Without a score, or with one that is not a
/// number, the bot was sure: it answered.
fn confidence(replayed: Replayed<'_>) -> f32 {
    match replayed.score {
        Some(score) if score > 1.0 => (score / 100.0).min(1.0) as f32,
        Some(score) if score >= 0.0 => score as f32,
        Some(score) if score < 0.0 => 0.0,
        _ => 1.0,
    }
}

impl Matcher for Replay<'_> {
    fn name(&self) -> &'static str {
        "replay"
    }

    fn rank(&self, queries: &[Query<'_>]) -> Vec<Ranking> {
        queries.iter().map(|query| self.ranking(query)).collect()
    }

    /// Whatever the bot answered, it answered: [`Thresholds::ALWAYS`].
    fn thresholds(&self) -> Thresholds {
        Thresholds::ALWAYS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::Outcome;
    use crate::matching::testing::with_view;
    use proptest::prelude::*;

    fn replay(entry: Option<&str>, score: Option<f64>) -> Ranking {
        with_view(|view, lookup| {
            let query = Query { replayed: Some(Replayed { entry, score }), ..Query::new("多久发货") };
            Replay::new(view, lookup).rank(&[query]).remove(0)
        })
    }

    fn top(ranking: &Ranking) -> Option<u32> {
        ranking.top().map(|top| top.entry.0)
    }

    #[test]
    fn every_kind_of_label_finds_its_entry() {
        for label in ["common/ship", "ship", " ship ", "什么时候发货", "什麼時候發貨？"] {
            let ranking = replay(Some(label), None);
            assert_eq!(top(&ranking), Some(0), "{label}");
            assert_eq!(ranking.candidates[0].confidence, 1.0);
            assert_eq!(ranking.candidates[0].reason, Reason::Replay);
        }
    }

    #[test]
    fn no_answer_is_not_a_foreign_answer() {
        for nothing in [None, Some(""), Some("  ")] {
            let ranking = replay(nothing, Some(0.9));
            assert_eq!(ranking, Ranking::default());
            assert_eq!(Thresholds::ALWAYS.outcome(&ranking), Outcome::None);
        }
        let ranking = replay(Some("闲聊/天气"), None);
        assert_eq!(ranking.foreign.as_ref().map(|foreign| foreign.label.as_str()), Some("闲聊/天气"));
        assert_eq!(Thresholds::ALWAYS.outcome(&ranking), Outcome::Direct);
    }

    #[test]
    fn a_shared_label_is_decided_by_what_is_live_or_fails() {
        assert_eq!(top(&replay(Some("size"), None)), Some(3), "the other `size` is retired");
        let failure = replay(Some("care"), None).failure.expect("failure");
        assert_eq!(
            failure,
            "the predicted label `care` names several entries (common/care, shoes/care): write one of these instead"
        );
    }

    #[test]
    fn scores_from_0_to_1_and_percentages() {
        for (score, wanted) in
            [(0.7, 0.7), (1.0, 1.0), (93.0, 0.93), (100.0, 1.0), (250.0, 1.0), (-3.0, 0.0), (f64::NAN, 1.0)]
        {
            assert_eq!(replay(Some("ship"), Some(score)).candidates[0].confidence, wanted, "{score}");
        }
    }

    #[test]
    fn a_transcript_without_predictions_is_a_failure_that_says_so() {
        let failure =
            with_view(|view, lookup| Replay::new(view, lookup).rank(&[Query::new("在吗")]).remove(0).failure);
        assert!(failure.expect("failure").contains("`predicted` column"));
    }

    proptest! {
        #[test]
        fn a_confidence_is_always_from_0_to_1(score in proptest::num::f64::ANY) {
            let confidence = confidence(Replayed { entry: None, score: Some(score) });
            prop_assert!((0.0..=1.0).contains(&confidence));
        }
    }
}
