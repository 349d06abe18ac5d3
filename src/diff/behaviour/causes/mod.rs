//! Which change made a question flip.
//!
//! What is certain goes first:
//!
//! 1. The expected entry is no longer served or answered: the change that took it away ([`coverage`]).
//! 2. The phrasing that decided before is gone: of all that the expected entry had, it is the most like the
//!    question, and a change removed it or moved it elsewhere; or a complete keyword set is gone.
//! 3. The entry that ranks first now has gained the phrasing that is most like the question, or a keyword set.
//! 4. The expected entry has a counterexample like the question, or the entry that ranks first has lost one.
//!
//! What was broken asks for a suspect: failing all that, it is a change on either entry that bears on what is
//! recognised or served, the riskiest first, then the change anywhere whose text is most like the question
//! ([`suspect`]). For gains the certain steps apply with the roles exchanged.

mod certain;
mod coverage;
mod index;
mod near;
mod suspect;
mod words;

use rayon::prelude::*;

use self::certain::Certain;
use self::coverage::Turn;
use self::index::Index;
use self::suspect::Suspects;
use super::flip::Flipped;
use super::run::Side;
use super::types::{Cause, FlipKind};
use crate::diff::{Change, Pairing};
use crate::matching::Explainer;

/// How many flips get more than a look at coverage, the worst first: far more than anybody reads.
const EXPLAINED: usize = 20_000;

/// Both versions, and who is who.
pub(super) struct Context<'s, 'kb> {
    pub(super) pairing: &'s Pairing,
    pub(super) before: Side<'s, 'kb>,
    pub(super) after: Side<'s, 'kb>,
}

/// A change, and the text that speaks for it where one does.
struct Found {
    change: usize,
    deciding: Option<Deciding>,
}

/// What decided.
enum Deciding {
    /// A phrasing or counterexample like the question.
    Phrasing(String),
    /// A complete keyword set that the entry had not.
    KeywordsGained(String),
    /// A complete keyword set that the entry has no longer.
    KeywordsLost(String),
}

impl Found {
    fn change(change: usize) -> Self {
        Self { change, deciding: None }
    }
}

/// The cause of each of `flips`, which are sorted by kind, where one is found among `changes`.
pub(super) fn causes(context: &Context<'_, '_>, flips: &[Flipped], changes: &[Change]) -> Vec<Option<Cause>> {
    if changes.is_empty() || flips.is_empty() {
        return vec![None; flips.len()];
    }
    let index = Index::new(context, changes);
    let mut found = of_coverage(context, &index, flips);

    let looked_at = &flips[..flips.len().min(EXPLAINED)];
    let explainers: Vec<Explainer> =
        looked_at.par_iter().map(|flip| Explainer::new(&flip.question)).collect();
    let certain = Certain::new(context, &index, looked_at, &explainers);
    found.par_iter_mut().zip(looked_at).zip(&explainers).enumerate().for_each(
        |(at, ((found, flip), explainer))| {
            if found.is_none() {
                *found = certain.cause(at, flip, explainer);
            }
        },
    );

    let unexplained =
        |found: &Option<Found>, flip: &Flipped| found.is_none() && flip.kind == FlipKind::Broken;
    if found.iter().zip(looked_at).any(|(found, flip)| unexplained(found, flip)) {
        let suspects = Suspects::new(context, &index);
        found.par_iter_mut().zip(looked_at).zip(&explainers).for_each(|((found, flip), explainer)| {
            if unexplained(found, flip) {
                *found = suspects.cause(flip, explainer);
            }
        });
    }
    let tell = |found: Found| words::told(&changes[found.change], found);
    found.into_iter().map(|found| found.map(tell)).collect()
}

/// The causes of the flips of coverage, each found once for all rows that it holds for.
fn of_coverage(context: &Context<'_, '_>, index: &Index<'_>, flips: &[Flipped]) -> Vec<Option<Found>> {
    let mut turns: Vec<Turn> = flips.iter().filter_map(Turn::of).collect();
    turns.sort_unstable();
    turns.dedup();
    let causes: Vec<Option<usize>> = turns.par_iter().map(|turn| turn.cause(context, index)).collect();
    let cause = |flip: &Flipped| causes[turns.binary_search(&Turn::of(flip)?).ok()?].map(Found::change);
    flips.iter().map(cause).collect()
}
