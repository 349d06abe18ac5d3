//! What differs between two texts, word by word, and inside of words character by character.
//!
//! 1. **Words.** Both texts are cut into words, numbers, spaces and marks ([`words`]) and compared by patience
//!    (Cohen; first the words that stand once in both texts, then what lies between them by the algorithm of
//!    Myers, *An O(ND) difference algorithm and its variations*, 1986). Words keep apart what only shares
//!    characters: 退款 → 换货 is one word for another, and 处理 → 办理 reads better whole than as a half.
//! 2. **Characters.** A stretch that was replaced is compared once more by characters, and that is shown if
//!    the one is contained in the other (不可以 → 可以, 退货 → 退换货) or most of both stays. Numbers and words of
//!    letters are never cut: 7天 → 15天 is 7 → 15.
//! 3. **Tidying.** Single characters that stayed between two changes join them, a change that could stand in
//!    several places goes where sentences or clauses end, and two texts with next to nothing in common are
//!    shown whole ([`tidy`]).
//!
//! # Which words
//! jieba's dictionary would take nearly two tenths of a second to load, for whoever compares a handful of
//! answers too. So words are those of [`Segmenter::common`](crate::text::Segmenter::common), which are ready
//! in five thousandths. What that list does not know is cut into characters, and so compared by them.
//!
//! # Mirrored
//! Of two texts the lesser is always compared with the greater, so that what is removed the one way is what is
//! added the other. Where something was replaced, what went comes before what came.

mod tidy;
mod words;

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use self::words::{characters, sentences};
pub(super) use self::words::{is_number, words};

/// What became of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PieceKind {
    /// It stayed.
    Same,
    /// Only the earlier text has it.
    Removed,
    /// Only the later text has it.
    Added,
}

/// A piece of a text that changed. The same and the removed pieces together are the earlier text, the same and
/// the added ones the later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// What became of it.
    pub kind: PieceKind,
    /// Its text, never empty.
    pub text: String,
}

/// Longer texts, in words of both together, are compared by sentences first: time grows with the square.
const MOST_WORDS: usize = 20_000;

/// How `before` became `after`. No piece cuts through what is read as one character, and no two pieces of one
/// kind stand beside each other.
pub fn inline(before: &str, after: &str) -> Vec<Piece> {
    let mirrored = before > after;
    let (lesser, greater) = if mirrored { (after, before) } else { (before, after) };
    let mut pieces = Vec::new();
    for block in blocks(lesser, greater) {
        let (removed, added) =
            if mirrored { (block.added, block.removed) } else { (block.removed, block.added) };
        push(&mut pieces, PieceKind::Same, &block.same);
        push(&mut pieces, PieceKind::Removed, &removed);
        push(&mut pieces, PieceKind::Added, &added);
    }
    pieces
}

/// Add a piece, or lengthen the last.
fn push(pieces: &mut Vec<Piece>, kind: PieceKind, units: &[&str]) {
    match pieces.last_mut() {
        _ if units.iter().all(|unit| unit.is_empty()) => {}
        Some(last) if last.kind == kind => last.text.extend(units.iter().copied()),
        _ => pieces.push(Piece { kind, text: units.concat() }),
    }
}

/// A stretch that stayed and what changed behind it, in words, characters or sentences. The change may be
/// empty in the last block, the stretch in the first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Block<'t> {
    same: Vec<&'t str>,
    removed: Vec<&'t str>,
    added: Vec<&'t str>,
}

impl Block<'_> {
    fn is_change(&self) -> bool {
        !self.removed.is_empty() || !self.added.is_empty()
    }

    fn is_replacement(&self) -> bool {
        !self.removed.is_empty() && !self.added.is_empty()
    }
}

fn blocks<'t>(before: &'t str, after: &'t str) -> Vec<Block<'t>> {
    if before == after {
        return vec![Block { same: vec![before], ..Block::default() }];
    }
    let (old, new) = (words(before), words(after));
    if old.len() + new.len() <= MOST_WORDS {
        return by_words(&old, &new);
    }
    let mut found = Vec::new();
    for block in compare(&sentences(before), &sentences(after)) {
        let old: Vec<&str> = block.removed.iter().flat_map(|unit| words(unit)).collect();
        let new: Vec<&str> = block.added.iter().flat_map(|unit| words(unit)).collect();
        if block.is_replacement() && old.len() + new.len() <= MOST_WORDS {
            found.push(Block { same: block.same, ..Block::default() });
            found.extend(by_words(&old, &new));
        } else {
            found.push(block);
        }
    }
    tidy::joined(found)
}

fn by_words<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<Block<'t>> {
    let by_words = compare(old, new).into_iter().flat_map(by_characters).collect();
    tidy::tidied(by_words)
}

/// The blocks of two sequences.
fn compare<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<Block<'t>> {
    let mut blocks: Vec<Block<'t>> = vec![Block::default()];
    for operation in capture_diff_slices(Algorithm::Patience, old, new) {
        let (removed, added) = (&old[operation.old_range()], &new[operation.new_range()]);
        if blocks.last().is_some_and(Block::is_change) && matches!(operation, DiffOp::Equal { .. }) {
            blocks.push(Block::default());
        }
        let Some(last) = blocks.last_mut() else { continue };
        if let DiffOp::Equal { .. } = operation {
            last.same.extend(removed);
        } else {
            last.removed.extend(removed);
            last.added.extend(added);
        }
    }
    blocks
}

/// A block with its change once more compared by characters, if that says more.
fn by_characters(block: Block<'_>) -> Vec<Block<'_>> {
    if !block.is_replacement() {
        return vec![block];
    }
    let (old, new) = (characters(&block.removed), characters(&block.added));
    let finer = compare(&old, &new);
    let stayed: usize = finer.iter().map(|block| tidy::count(&block.same)).sum();
    let (fewer, more) = {
        let (old, new) = (tidy::count(&old), tidy::count(&new));
        (old.min(new), old.max(new))
    };
    // One is in the other, or three fifths of both stay.
    let contained = stayed == fewer && fewer * 3 >= more;
    if stayed == 0 || !contained && stayed * 10 < (fewer + more) * 3 {
        return vec![block];
    }
    let before = Block { same: block.same, ..Block::default() };
    std::iter::once(before).chain(finer).collect()
}

#[cfg(test)]
mod tests;
