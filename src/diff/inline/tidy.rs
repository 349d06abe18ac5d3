//! Changes as a person would mark them: not in single characters, and at the borders of clauses.
//!
//! What is done here is known from Fraser, *Diff strategies* (2006): to drop equalities that say nothing, and
//! to shift an edit sideways where the text allows it.

use super::Block;
use super::words::{end_of, is_line_break, is_number, is_space};

/// Blocks in order, then tidied.
pub(super) fn tidied(blocks: Vec<Block<'_>>) -> Vec<Block<'_>> {
    let mut blocks = without_crumbs(joined(blocks));
    // Room behind the last change.
    blocks.push(Block::default());
    for at in 0..blocks.len() {
        shift(&mut blocks, at);
    }
    if is_mostly_other(&blocks) { vec![as_one(blocks)] } else { blocks }
}

/// How many units say something.
pub(super) fn count(units: &[&str]) -> usize {
    units.iter().filter(|unit| unit.starts_with(char::is_alphanumeric)).count()
}

/// The same blocks, with something that stayed between any two changes and something that changed between
/// any two that stayed.
pub(super) fn joined(blocks: Vec<Block<'_>>) -> Vec<Block<'_>> {
    let mut joined: Vec<Block<'_>> = Vec::with_capacity(blocks.len());
    for block in blocks {
        match joined.last_mut() {
            Some(last) if !last.is_change() => {
                last.same.extend(block.same);
                last.removed = block.removed;
                last.added = block.added;
            }
            Some(last) if block.same.is_empty() => {
                last.removed.extend(block.removed);
                last.added.extend(block.added);
            }
            _ => joined.push(block),
        }
    }
    joined
}

/// Without stretches between changes that are too short to say anything.
fn without_crumbs(blocks: Vec<Block<'_>>) -> Vec<Block<'_>> {
    let mut kept: Vec<Block<'_>> = Vec::with_capacity(blocks.len());
    for block in blocks {
        match kept.last_mut() {
            Some(last) if is_crumb(last, &block) => {
                for side in [&mut last.removed, &mut last.added] {
                    side.extend(&block.same);
                }
                last.removed.extend(block.removed);
                last.added.extend(block.added);
            }
            _ => kept.push(block),
        }
    }
    kept
}

/// Whether what stayed between two changes is one character or a space that says nothing by itself. Marks
/// part clauses, and what stands beside a number is what it counts.
fn is_crumb(before: &Block<'_>, block: &Block<'_>) -> bool {
    let mut said = block.same.iter().filter(|unit| !is_space(unit));
    let tiny = match (said.next(), said.next()) {
        (None, _) => true,
        (Some(unit), None) => {
            unit.chars().nth(1).is_none() && unit.starts_with(char::is_alphanumeric) && !is_number(unit)
        }
        _ => false,
    };
    let ends = [before.removed.last(), before.added.last(), block.removed.first(), block.added.first()];
    tiny && before.is_change()
        && block.is_change()
        && (before.is_replacement() || block.is_replacement())
        && !ends.into_iter().flatten().any(|unit| is_number(unit))
}

/// Move a change that only adds or only removes to where the text can best be parted.
fn shift(blocks: &mut [Block<'_>], at: usize) {
    let (before, behind) = blocks.split_at_mut(at + 1);
    let Some(block) = before.last_mut().filter(|block| block.is_change() && !block.is_replacement()) else {
        return;
    };
    let mut none = Vec::new();
    // Neither stretch may vanish that parts two changes.
    let more = behind.len() > 1 || behind.first().is_some_and(Block::is_change);
    let after = behind.first_mut().map_or(&mut none, |block| &mut block.same);
    let (leave, leave_after) = (usize::from(at > 0), usize::from(more));
    let changed = if block.removed.is_empty() { &mut block.added } else { &mut block.removed };
    let line: Vec<&str> = block.same.iter().chain(changed.iter()).chain(after.iter()).copied().collect();
    let (start, length) = (block.same.len(), changed.len());
    let mut first = start;
    while first > leave && line[first - 1] == line[first - 1 + length] {
        first -= 1;
    }
    let mut last = start;
    while last + length + leave_after < line.len() && line[last] == line[last + length] {
        last += 1;
    }
    let part = |at: usize| if at == 0 || at == line.len() { 5 } else { end_of(line[at - 1]) };
    let value = |at: usize| part(at) + part(at + length);
    let best = (first..=last).rev().max_by_key(|&at| value(at)).unwrap_or(start);
    block.same = line[..best].to_vec();
    *changed = line[best..best + length].to_vec();
    *after = line[best + length..].to_vec();
}

/// Whether so little stayed that the rest is better read whole.
fn is_mostly_other(blocks: &[Block<'_>]) -> bool {
    let sum = |of: fn(&Block<'_>) -> usize| blocks.iter().map(of).sum::<usize>();
    let stayed = sum(|block| weight(&block.same));
    let shorter = sum(|block| weight(&block.removed)).min(sum(|block| weight(&block.added)));
    // A quarter of the shorter text; a line that stayed is always something.
    stayed * 3 < shorter && !blocks.iter().any(|block| block.same.iter().any(|unit| is_line_break(unit)))
}

/// Characters that say something.
fn weight(units: &[&str]) -> usize {
    units.iter().flat_map(|unit| unit.chars()).filter(|c| c.is_alphanumeric()).count()
}

/// One change of everything.
fn as_one(blocks: Vec<Block<'_>>) -> Block<'_> {
    let mut whole = Block::default();
    for block in blocks {
        whole.removed.extend(&block.same);
        whole.added.extend(&block.same);
        whole.removed.extend(block.removed);
        whole.added.extend(block.added);
    }
    whole
}
