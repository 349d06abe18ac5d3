//! What thresholds are found from: splits of the knowledge base's own phrasings.
//!
//! What would the classifier make of questions it has not seen? Splits of the phrasings tell: a quarter
//! of the classes is left out, so that the remaining ones are as crowded as they would be for a question
//! from elsewhere; of every other class a fifth of the phrasings is held out; the rest is learned. The
//! held-out phrasings that the split's model ranks right are the questions that a threshold would turn
//! away wrongly.
//!
//! A small knowledge base gives few held-out phrasings a split, so it gets more splits, which are cheap
//! just then.

use super::model::{Model, Scratch};
use crate::matching::TrainingSet;
use crate::matching::learning::{Corpus, Extraction, Random};

/// Held-out phrasings wanted over all splits.
const WANTED: usize = 1_500;
/// One way of parting the rows of a corpus.
#[derive(Debug)]
pub(crate) struct Split {
    /// To learn from, label by label.
    pub(crate) learn: Vec<u32>,
    /// To be tried: phrasings of classes that were learned.
    pub(crate) held_out: Vec<u32>,
}

/// The splits for a corpus whose labels below `entries` stand for entries; its other labels are always
/// learned.
pub(crate) fn splits(corpus: &Corpus, entries: u32) -> Vec<Split> {
    let keys = keys(corpus);
    let first = split(corpus, &keys, entries, 0);
    if first.held_out.is_empty() {
        return Vec::new();
    }
    let count = WANTED.div_ceil(first.held_out.len()).clamp(2, 3);
    std::iter::once(first).chain((1..count).map(|seed| split(corpus, &keys, entries, seed as u64))).collect()
}

/// Everything random about a split hangs on what the classes' first phrasings say, class by class, and not
/// on how many there are or where they stand: an entry more, or a phrasing more, moves the thresholds as
/// little as may be.
fn split(corpus: &Corpus, keys: &[u64], entries: u32, seed: u64) -> Split {
    let random_of = |label: u32| Random::new(keys[label as usize].wrapping_add(seed));
    let mut rows_of: Vec<Vec<u32>> = vec![Vec::new(); entries as usize];
    let mut always = Vec::new();
    for (row, &label) in (0_u32..).zip(&corpus.labels) {
        if label < entries {
            rows_of[label as usize].push(row);
        } else {
            always.push(row);
        }
    }
    let mut order: Vec<u32> = (0..entries).filter(|&label| !rows_of[label as usize].is_empty()).collect();
    order.sort_by_cached_key(|&label| (random_of(label).next(), label));
    let left_out = if order.len() > 1 { (order.len() / 4).max(1) } else { 0 };
    let mut kept = order.split_off(left_out);
    kept.sort_unstable();
    let (mut learn, mut held_out) = (Vec::new(), Vec::new());
    for label in kept {
        let rows = &mut rows_of[label as usize];
        let hold = if rows.len() >= 3 { (rows.len() / 5).max(1) } else { 0 };
        let middle = random_of(label).below(rows.len());
        gather_neighbours(corpus, rows, middle);
        held_out.extend_from_slice(&rows[..hold]);
        rows[hold..].sort_unstable();
        learn.extend_from_slice(&rows[hold..]);
    }
    learn.extend(always);
    Split { learn, held_out }
}

/// For each label a number made from its first row alone, so from what the text says.
fn keys(corpus: &Corpus) -> Vec<u64> {
    let hashes = corpus.dictionary.hashes();
    let labels = corpus.labels.iter().max().map_or(0, |&last| last as usize + 1);
    let mut keys = vec![0; labels];
    for (row, &label) in corpus.labels.iter().enumerate().rev() {
        let features = corpus.row(row).iter();
        keys[label as usize] =
            features.fold(0_u64, |sum, &feature| sum.wrapping_add(hashes[feature as usize]));
    }
    keys
}

/// Bring the row at `seed` and those most like it to the front.
fn gather_neighbours(corpus: &Corpus, rows: &mut [u32], seed: usize) {
    let seed = corpus.row(rows[seed] as usize).to_vec();
    let mut marked: Vec<u32> = seed;
    marked.sort_unstable();
    let likeness = |row: &u32| {
        let features = corpus.row(*row as usize);
        let shared = features.iter().filter(|feature| marked.binary_search(feature).is_ok()).count();
        let all = features.len() + marked.len() - shared;
        // A ratio of small counts as an integer, so that equal ratios compare equal.
        std::cmp::Reverse(shared * 1_000_000 / all.max(1))
    };
    rows.sort_by_cached_key(|row| (likeness(row), *row));
}

/// What a split's model makes of its held-out phrasings: how many there were, and the `z` of those that
/// it ranked right.
pub(crate) fn try_split(
    corpus: &Corpus,
    extraction: &Extraction,
    split: &Split,
    set: &TrainingSet<'_>,
    shadow_of: &dyn Fn(u32) -> Option<u32>,
) -> (usize, Vec<f32>) {
    let model = Model::train(corpus, extraction, &split.learn, shadow_of);
    let mut scratch = Scratch::default();
    let mut right = Vec::new();
    let mut pieces = Vec::new();
    for &row in &split.held_out {
        pieces.clear();
        let features = corpus.row(row as usize).iter();
        pieces.extend(features.map(|&feature| (corpus.parts[feature as usize], Some(feature))));
        let asked = corpus.labels[row as usize];
        let z = model.rank(&pieces, &set.groups, |label| set.admits(asked, label), &mut scratch);
        let top = scratch.best.first().map(|top| model.label(top.class));
        if top == Some(asked) {
            right.push(z);
        }
    }
    (split.held_out.len(), right)
}
