//! Whether a text says no.
//!
//! A word of the list counts unless it is one half of a question: 能不能, 支持不支持, 有没有, and 发货了没 or
//! 能退不 at the end. Two that stand beside each other cancel each other (不得不, 不是不能); two that stand apart
//! belong to two clauses, and the text as a whole still says no.

use std::ops::Range;

/// What may stand between two negations that cancel each other.
const BETWEEN: &[&str] = &["", "得", "能", "会", "可", "可以", "可能", "是", "应该", "该", "敢", "要", "并"];
/// Behind these, 没有 or 不 at the end of a text is no question: 货还没有.
const NO_QUESTION: &[char] = &['还', '都', '也', '就', '并', '从', '毫', '却', '又', '才', '根', '本'];
/// Nor is 没有 behind these, while 会通知我不 is one.
const SOMEBODY: &[char] = &['我', '你', '他', '她', '是', '说'];
/// The longest verb that is repeated behind its negation, in characters: 支持不支持.
const LONGEST_VERB: usize = 3;

/// The negations of one text, word after word.
pub(super) struct Negations<'t> {
    key: &'t str,
    /// Those that no other has cancelled.
    left: Vec<Range<usize>>,
    last_end: usize,
}

impl<'t> Negations<'t> {
    pub(super) fn new(key: &'t str) -> Self {
        Self { key, left: Vec::new(), last_end: 0 }
    }

    /// The next word that negates, where it stands.
    pub(super) fn add(&mut self, range: &Range<usize>) {
        if is_question(self.key, range) || is_number_sign(self.key, range) {
            return;
        }
        if !self.left.is_empty() && BETWEEN.contains(&&self.key[self.last_end..range.start]) {
            self.left.pop();
        } else {
            self.left.push(range.clone());
        }
        self.last_end = range.end;
    }

    /// Those that are left; none if the text does not say no.
    pub(super) fn left(self) -> Vec<Range<usize>> {
        self.left
    }
}

/// Whether the negation at `range` only asks.
fn is_question(key: &str, range: &Range<usize>) -> bool {
    let before = &key[..range.start];
    let negation = &key[range.clone()];
    let Some(first) = negation.chars().next().filter(|c| matches!(c, '不' | '没')) else { return false };
    // The list may hold the verb too: in 有没有 the word found is 没有.
    let after = &key[range.start + first.len_utf8()..];
    let mut ends = after.char_indices().map(|(at, c)| at + c.len_utf8());
    let repeated = (0..LONGEST_VERB).any(|_| ends.next().is_some_and(|end| before.ends_with(&after[..end])))
        // 喜不喜欢, 需不需要: the first character alone is repeated.
        || after.chars().next().is_some_and(|c| before.ends_with(c));
    let last = before.chars().next_back();
    repeated
        || range.end == key.len()
            && matches!(negation, "不" | "没" | "没有")
            && last.is_some_and(|last| {
                !NO_QUESTION.contains(&last) && (negation == "不" || !SOMEBODY.contains(&last))
            })
}

/// `no 5` is a number, not a refusal.
fn is_number_sign(key: &str, range: &Range<usize>) -> bool {
    let after = key[range.end..].trim_start_matches(' ');
    &key[range.clone()] == "no" && after.starts_with(|c: char| c.is_ascii_digit())
}
