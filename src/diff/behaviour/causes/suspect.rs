//! Where nothing is certain: the change that is most to be suspected of having broken a row.

use std::cmp::Reverse;
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::index::{Index, Who, phrasings};
use super::{Context, Deciding, Found};
use crate::diff::ChangeKind;
use crate::diff::behaviour::flip::Flipped;
use crate::matching::{Explainer, SCHEME};
use crate::model::State;
use crate::text::{FeatureHash, Features, Part};

/// From here on a text shares enough with a question to be suspected: half of the pieces of both.
const ALIKE: f32 = 0.5;
/// Texts that are held in memory, in the order of the changes.
const TEXTS: usize = 100_000;
/// A piece that more texts have says nothing.
const COMMON: usize = 512;
/// Texts that are compared to a question at most.
const COMPARED: usize = 256;

type Piece = (Part, FeatureHash);

/// A text that came or went.
struct Changed<'c> {
    change: usize,
    text: &'c str,
    pieces: Box<[Piece]>,
}

/// Finds suspects.
pub(super) struct Suspects<'r, 's, 'kb> {
    context: &'r Context<'s, 'kb>,
    index: &'r Index<'r>,
    texts: Vec<Changed<'r>>,
    /// The texts of a change.
    of_change: FxHashMap<usize, Range<usize>>,
    /// The texts that have a piece.
    having: FxHashMap<Piece, Vec<u32>>,
}

impl<'r, 's, 'kb> Suspects<'r, 's, 'kb> {
    pub(super) fn new(context: &'r Context<'s, 'kb>, index: &'r Index<'r>) -> Self {
        let told: Vec<(usize, &str)> = index
            .changes
            .iter()
            .enumerate()
            .filter(|(_, change)| is_of_recognition(change.kind))
            .flat_map(|(at, change)| {
                let values = change.before.iter().chain(&change.after);
                values.flat_map(phrasings).map(move |text| (at, text))
            })
            .take(TEXTS)
            .collect();
        let with_pieces = |features: &mut Features, &(change, text): &(usize, &'r str)| {
            features.extract(text, SCHEME, None);
            Changed { change, text, pieces: features.pieces.as_slice().into() }
        };
        let texts: Vec<Changed<'r>> = told.par_iter().map_init(Features::new, with_pieces).collect();
        let mut suspects =
            Self { context, index, texts, of_change: FxHashMap::default(), having: FxHashMap::default() };
        for (at, text) in suspects.texts.iter().enumerate() {
            suspects.of_change.entry(text.change).or_insert(at..at).end = at + 1;
            for &piece in &text.pieces {
                suspects.having.entry(piece).or_default().push(at as u32);
            }
        }
        suspects
    }

    /// The change most to be suspected of having broken a row: one on the expected entry or on the one that ranks
    /// first now, else the one whose text is most like the question.
    pub(super) fn cause(&self, flip: &Flipped, explainer: &Explainer) -> Option<Found> {
        self.on_entries(flip, explainer).or_else(|| self.anywhere(explainer))
    }

    /// The riskiest change on either entry; of equally risky ones that with the text most like the question.
    fn on_entries(&self, flip: &Flipped, explainer: &Explainer) -> Option<Found> {
        let expected = flip.before.expected.map(|entry| self.context.who_was(entry));
        let first = flip.after.top.map(Who::There);
        let mut suspected: Vec<usize> = Vec::new();
        for who in expected.into_iter().chain(first) {
            let moved = self.is_served_otherwise(who);
            let touching = self.index.of(who).map_or(&[][..], |entry| &entry.touching);
            suspected.extend(touching.iter().copied().filter(|&at| {
                let kind = self.index.changes[at].kind;
                is_of_recognition(kind) || (moved && is_of_serving(kind))
            }));
        }
        let riskiest = suspected.iter().map(|&at| self.index.changes[at].risk).min()?;
        suspected.retain(|&at| self.index.changes[at].risk == riskiest);
        suspected.sort_unstable();
        let first = *suspected.first()?;
        let texts = suspected.iter().filter_map(|at| self.of_change.get(at)).flat_map(Clone::clone);
        match self.most_alike(texts.take(COMPARED), explainer) {
            Some((at, similarity)) if similarity > 0.0 => {
                let Changed { change, text, .. } = &self.texts[at];
                let deciding = (similarity >= ALIKE).then(|| Deciding::Phrasing((*text).to_owned()));
                Some(Found { change: *change, deciding })
            }
            _ => Some(Found::change(first)),
        }
    }

    /// Whether an entry takes part, or is answered, in one version and not in the other.
    fn is_served_otherwise(&self, who: Who) -> bool {
        let Who::There(after) = who else { return true };
        let was: Option<State> =
            self.context.pairing.before(after).map(|before| self.context.before.view.state(before));
        was != Some(self.context.after.view.state(after))
    }

    fn anywhere(&self, explainer: &Explainer) -> Option<Found> {
        let mut shared: FxHashMap<u32, u32> = FxHashMap::default();
        for piece in explainer.pieces() {
            for &text in self.having.get(piece).into_iter().filter(|texts| texts.len() <= COMMON).flatten() {
                *shared.entry(text).or_default() += 1;
            }
        }
        let mut candidates: Vec<(Reverse<u32>, u32)> =
            shared.into_iter().map(|(text, pieces)| (Reverse(pieces), text)).collect();
        candidates.sort_unstable();
        // Those that share the most pieces are compared.
        let candidates = candidates.into_iter().take(COMPARED).map(|(_, text)| text as usize);
        let (at, similarity) = self.most_alike(candidates, explainer)?;
        let Changed { change, text, .. } = &self.texts[at];
        (similarity >= ALIKE)
            .then(|| Found { change: *change, deciding: Some(Deciding::Phrasing((*text).to_owned())) })
    }

    /// The text most like the question, the first of equals, and how like it is.
    fn most_alike(&self, texts: impl Iterator<Item = usize>, explainer: &Explainer) -> Option<(usize, f32)> {
        texts
            .map(|at| (at, explainer.similarity(&self.texts[at].pieces)))
            .reduce(|best, next| if (next.1, best.0) > (best.1, next.0) { next } else { best })
    }
}

/// Whether a change is one of what is recognised.
const fn is_of_recognition(kind: ChangeKind) -> bool {
    use ChangeKind as Kind;
    matches!(
        kind,
        Kind::EntryAdded
            | Kind::EntryRemoved
            | Kind::EntrySplit
            | Kind::EntryMerged
            | Kind::QuestionReworded
            | Kind::VariantAdded
            | Kind::VariantRemoved
            | Kind::VariantMoved
            | Kind::KeywordsChanged
            | Kind::CounterexampleAdded
            | Kind::CounterexampleRemoved
    )
}

/// Whether a change is one of what is served, when, and whether it is answered. What an answer says, tags and
/// related questions break no row.
const fn is_of_serving(kind: ChangeKind) -> bool {
    use ChangeKind as Kind;
    matches!(
        kind,
        Kind::EntryMoved
            | Kind::StatusChanged
            | Kind::ValidityChanged
            | Kind::AnswerAdded
            | Kind::AnswerRemoved
            | Kind::AnswerConditionsChanged
            | Kind::ShopAnswerAdded
            | Kind::ShopAnswerRemoved
            | Kind::ShopAnswerChanged
    )
}
