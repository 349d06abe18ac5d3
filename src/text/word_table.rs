//! A small table of words, asked what stands at a place of a text.
//!
//! Words are found by their first or last character, longest first. A table also holds words that are to
//! be left alone (目的 where 的 would go), so exceptions are data like everything else.

use rustc_hash::FxHashMap;

/// What becomes of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// It stays, and so does every shorter word in it.
    Keep,
    /// It goes.
    Drop,
    /// It goes unless it is the end of the text.
    DropInside,
    /// It goes from the beginning of the text.
    DropAtStart,
    /// This stands for it.
    Replace(&'static str),
}

/// Words with their effects, by first or by last character.
#[derive(Debug, Default)]
pub(super) struct WordTable {
    by_start: FxHashMap<char, Vec<(&'static str, Effect)>>,
    by_end: FxHashMap<char, Vec<(&'static str, Effect)>>,
    starts: Characters,
    ends: Characters,
    /// The length of the longest word, in bytes.
    longest: usize,
}

/// A set of characters, a bit for each of the first plane; the others are all in it. Nearly every character
/// of a text is the beginning of no word, and this says so at the cost of a shift.
#[derive(Debug, Default)]
struct Characters(Vec<u64>);

impl Characters {
    fn insert(&mut self, c: char) {
        let (word, bit) = (c as usize / 64, c as usize % 64);
        if word < 1024 {
            self.0.resize(1024, 0);
            self.0[word] |= 1 << bit;
        }
    }

    fn may_have(&self, c: char) -> bool {
        let word = c as usize / 64;
        word >= 1024 || self.0.get(word).is_some_and(|word| word >> (c as usize % 64) & 1 == 1)
    }
}

impl WordTable {
    /// A table of these words, with 、 between them.
    pub(super) fn new(lists: &[(Effect, &'static [&'static str])]) -> Self {
        let mut table = Self::default();
        for &(effect, words) in lists {
            for word in words.iter().flat_map(|words| words.split('、')) {
                if let (Some(first), Some(last)) = (word.chars().next(), word.chars().next_back()) {
                    table.starts.insert(first);
                    table.ends.insert(last);
                    table.longest = table.longest.max(word.len());
                    table.by_start.entry(first).or_default().push((word, effect));
                    table.by_end.entry(last).or_default().push((word, effect));
                }
            }
        }
        for words in table.by_start.values_mut().chain(table.by_end.values_mut()) {
            words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        table
    }

    /// The longest word that stands in `text` from byte `at` on.
    pub(super) fn at(&self, text: &str, at: usize) -> Option<(&'static str, Effect)> {
        let rest = &text[at..];
        let first = rest.chars().next().filter(|&first| self.starts.may_have(first))?;
        let words = self.by_start.get(&first)?;
        let stands =
            |word: &str| rest.strip_prefix(word).is_some_and(|after| is_whole(&text[..at], word, after));
        words.iter().find(|(word, _)| stands(word)).copied()
    }

    /// The longest word that `text` ends with.
    pub(super) fn at_end(&self, text: &str) -> Option<(&'static str, Effect)> {
        let last = text.chars().next_back().filter(|&last| self.ends.may_have(last))?;
        let words = self.by_end.get(&last)?;
        let stands = |word: &str| text.strip_suffix(word).is_some_and(|before| is_whole(before, word, ""));
        words.iter().find(|(word, _)| stands(word)).copied()
    }

    /// Whether `text` is one of the words that go.
    pub(super) fn drops_whole(&self, text: &str) -> bool {
        if text.len() > self.longest {
            return false;
        }
        let words = text.chars().next().and_then(|first| self.by_start.get(&first));
        words.is_some_and(|words| words.contains(&(text, Effect::Drop)))
    }
}

/// Whether `word` is cut out of no longer word: letters and digits go on beyond it (hi in his), or its 下
/// belongs to what follows (问下单 is 问 and 下单).
fn is_whole(before: &str, word: &str, after: &str) -> bool {
    let joined = |one: Option<char>, other: Option<char>| {
        let letter = |c: char| !super::is_han(c) && c.is_alphanumeric();
        one.zip(other).is_some_and(|(one, other)| letter(one) && letter(other))
    };
    let cut = joined(before.chars().next_back(), word.chars().next())
        || joined(word.chars().next_back(), after.chars().next());
    let shared = word.ends_with('下')
        && after.starts_with(['单', '个', '周', '次', '午', '架', '载', '月', '星', '子']);
    !cut && !shared
}
