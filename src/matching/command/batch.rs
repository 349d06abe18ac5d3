//! The questions of one batch and what has become of each.

use super::Tally;
use super::protocol::{Answer, Line};
use crate::matching::label::{Labels, Resolved};
use crate::matching::{Candidate, DEPTH, Foreign, Ranking, Reason};

/// One batch on its way.
#[derive(Debug)]
pub(super) struct Batch {
    /// The number of the first question; the others count on.
    first: u64,
    rankings: Vec<Option<Ranking>>,
    pending: usize,
    /// Why each malformed line that names no question could not be read.
    strays: Vec<String>,
}

impl Batch {
    pub(super) fn new(first: u64, questions: usize) -> Self {
        Self { first, rankings: vec![None; questions], pending: questions, strays: Vec::new() }
    }

    /// Whether nothing more is to be waited for. A malformed line that names no question still stands for
    /// the answer to one, so a batch is over when there are as many such lines as open questions.
    pub(super) fn is_over(&self) -> bool {
        self.pending <= self.strays.len()
    }

    /// Take a line in; gives back whether it brought the batch on.
    pub(super) fn take(&mut self, line: Line, labels: &Labels<'_>, tally: &mut Tally) -> bool {
        let (id, ranking) = match line {
            Line::Blank => return false,
            Line::Malformed { id: None, reason } => {
                tally.malformed += 1;
                self.strays.push(reason);
                return true;
            }
            Line::Malformed { id: Some(id), reason } => {
                tally.malformed += 1;
                (id, Err(reason))
            }
            Line::Answer(answer) => (answer.id, Ok(answer)),
        };
        let at = id.checked_sub(self.first).and_then(|at| usize::try_from(at).ok());
        let open = at.and_then(|at| self.rankings.get_mut(at)).filter(|place| place.is_none());
        let Some(place) = open else {
            tally.unknown_ids += 1;
            return false;
        };
        *place = Some(match ranking {
            Ok(answer) => {
                tally.answers += 1;
                rank(answer, labels, tally)
            }
            Err(reason) => Ranking::failed(reason),
        });
        self.pending -= 1;
        true
    }

    /// The rankings; of the open questions, the first ones get the malformed lines, the rest `reason`.
    pub(super) fn finish(self, reason: &str) -> Vec<Ranking> {
        let mut strays = self.strays.into_iter();
        let mut close = || Ranking::failed(strays.next().unwrap_or_else(|| reason.to_owned()));
        self.rankings.into_iter().map(|ranking| ranking.unwrap_or_else(&mut close)).collect()
    }
}

/// An answer as a ranking: by falling confidence, equal ones in the program's order, each entry once.
fn rank(answer: Answer, labels: &Labels<'_>, tally: &mut Tally) -> Ranking {
    let mut named = answer.candidates;
    for one in &mut named {
        one.confidence = one.confidence.clamp(0.0, 1.0);
    }
    named.sort_by(|one, other| other.confidence.total_cmp(&one.confidence));
    let mut ranking = Ranking::default();
    for (at, one) in named.into_iter().enumerate() {
        let confidence = one.confidence as f32;
        match labels.resolve(&one.entry) {
            Resolved::Entry(entry) => {
                if ranking.candidates.iter().all(|candidate| candidate.entry != entry) {
                    ranking.candidates.push(Candidate { entry, confidence, reason: Reason::Command });
                }
            }
            Resolved::Foreign if at == 0 => ranking.foreign = Some(Foreign { label: one.entry, confidence }),
            Resolved::Foreign => tally.foreign_dropped += 1,
            Resolved::Ambiguous(reason) => {
                return Ranking::failed(format!("the program's answer {reason}"));
            }
        }
    }
    // What is foreign takes a rank.
    ranking.candidates.truncate(DEPTH - usize::from(ranking.foreign.is_some()));
    ranking
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::command::protocol::read_line;
    use crate::matching::testing::with_view;

    /// Feed `lines` to a batch whose two questions have the numbers 5 and 6.
    fn run(lines: &[&str]) -> (Vec<Ranking>, bool, Tally) {
        with_view(|view, lookup| {
            let (mut batch, mut tally) = (Batch::new(5, 2), Tally::default());
            for line in lines {
                batch.take(read_line(line.as_bytes()), &Labels::new(view, lookup), &mut tally);
            }
            let over = batch.is_over();
            (batch.finish("gone"), over, tally)
        })
    }

    fn numbers(ranking: &Ranking) -> Vec<(u32, f32)> {
        ranking.candidates.iter().map(|candidate| (candidate.entry.0, candidate.confidence)).collect()
    }

    #[test]
    fn candidates_are_sorted_clamped_and_unique() {
        let (rankings, over, tally) = run(&[
            r#"{"id":6,"candidates":[]}"#,
            r#"{"id":5,"candidates":[{"entry":"shoes/size","confidence":-1},{"entry":"common/care","confidence":0.4},
               {"entry":"什么时候发货？","confidence":7},{"entry":"nobody","confidence":0.1},{"entry":"ship","confidence":0.9}]}"#,
        ]);
        assert!(over);
        assert_eq!(numbers(&rankings[0]), [(0, 1.0), (2, 0.4), (3, 0.0)]);
        assert_eq!(rankings[1], Ranking::default());
        assert_eq!(tally, Tally { answers: 2, foreign_dropped: 1, ..Tally::default() });
    }

    #[test]
    fn a_foreign_top_is_kept() {
        let line =
            r#"{"id":5,"candidates":[{"entry":"ship","confidence":0.2},{"entry":"天气","confidence":0.8}]}"#;
        let (rankings, ..) = run(&[line]);
        assert_eq!(rankings[0].foreign, Some(Foreign { label: "天气".to_owned(), confidence: 0.8 }));
        assert_eq!(numbers(&rankings[0]), [(0, 0.2)]);
        assert_eq!(rankings[1].failure.as_deref(), Some("gone"));
    }

    #[test]
    fn unknown_ids_are_counted_and_answers_for_several_entries_fail() {
        let (rankings, over, tally) = run(&[
            r#"{"id":4,"candidates":[]}"#,
            r#"{"id":18446744073709551615,"candidates":[]}"#,
            r#"{"id":5,"candidates":[]}"#,
            r#"{"id":5,"candidates":[{"entry":"ship","confidence":1}]}"#,
            r#"{"id":6,"candidates":[{"entry":"care","confidence":1}]}"#,
        ]);
        assert!(over);
        assert_eq!(rankings[0], Ranking::default());
        let failure = rankings[1].failure.as_deref().expect("failure");
        assert!(failure.starts_with("the program's answer `care` names several entries"), "{failure}");
        assert_eq!((tally.unknown_ids, tally.answers), (3, 2));
    }

    #[test]
    fn a_line_without_a_number_stands_for_an_open_question() {
        let (rankings, over, tally) = run(&["oops", r#"{"id":5,"candidates":[]}"#]);
        assert!(over);
        assert_eq!(rankings[0], Ranking::default());
        assert!(rankings[1].failure.as_deref().is_some_and(|reason| reason.ends_with(": oops")));
        assert_eq!(tally.malformed, 1);
    }
}
