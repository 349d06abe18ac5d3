//! The `keyword` engine: sets of words that, all together, decide an entry.
//!
//! All words of all sets are sought in one pass over the question (Aho and Corasick 1975, as a double
//! array over characters). A word of letters or digits counts only as a whole word: `up` is not in
//! `coupon`; a Chinese word counts wherever it stands. Among entries whose sets are complete, the set
//! with more characters wins, as it says more.

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{Candidate, DEPTH, Matcher, Query, Ranking, Reason, Thresholds};
use crate::model::{EntryIndex, View};
use crate::text::{is_whole, match_key};

/// How sure a complete set is; below a phrasing that is the question itself.
const CONFIDENCE: f32 = 0.99;

/// Finds the entries whose keyword sets are complete in a question.
#[derive(Default, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct Keyword {
    #[serde(skip)]
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// The words by number.
    words: Vec<Box<str>>,
    /// The sets that a word belongs to.
    sets_of_word: Vec<Vec<u32>>,
    sets: Vec<WordSet>,
}

#[derive(Serialize, Deserialize)]
struct WordSet {
    entry: EntryIndex,
    words: u32,
    characters: u32,
}

/// What is written of the engine: the automaton is quickly made, and no library's layout should be a format.
#[derive(Deserialize)]
struct Written {
    words: Vec<Box<str>>,
    sets_of_word: Vec<Vec<u32>>,
    sets: Vec<WordSet>,
}

impl From<Written> for Keyword {
    fn from(Written { words, sets_of_word, sets }: Written) -> Self {
        Self { automaton: automaton(&words), words, sets_of_word, sets }
    }
}

/// Building fails only without patterns or with millions of characters in them; then no keyword can decide anything,
/// which is what `None` means.
fn automaton(words: &[Box<str>]) -> Option<CharwiseDoubleArrayAhoCorasick<u32>> {
    CharwiseDoubleArrayAhoCorasickBuilder::new().build_with_values(words.iter().zip(0..)).ok()
}

impl Keyword {
    /// Index the keyword sets of everything live in `view`.
    pub fn new(view: &View<'_>) -> Self {
        let sets = view.live().flat_map(|live| {
            let sets = live.entry.keywords.iter();
            sets.map(move |words| (live.index, words.iter().map(|word| match_key(word)).collect()))
        });
        Self::of_sets(sets)
    }

    fn of_sets(sets: impl Iterator<Item = (EntryIndex, Vec<String>)>) -> Self {
        let mut keyword = Self::default();
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        for (entry, mut words) in sets {
            words.retain(|word| !word.is_empty());
            words.sort_unstable();
            words.dedup();
            if words.is_empty() {
                continue;
            }
            let set = keyword.sets.len() as u32;
            let characters = words.iter().map(|word| word.chars().count() as u32).sum();
            keyword.sets.push(WordSet { entry, words: words.len() as u32, characters });
            for word in words {
                let number = *numbers.entry(word.clone()).or_insert_with(|| {
                    keyword.words.push(word.into());
                    keyword.sets_of_word.push(Vec::new());
                    keyword.sets_of_word.len() as u32 - 1
                });
                keyword.sets_of_word[number as usize].push(set);
            }
        }
        keyword.automaton = automaton(&keyword.words);
        keyword
    }

    /// The candidates for a question with this match key; entries that are equally well named share the confidence.
    pub(super) fn candidates(&self, query: &Query<'_>, key: &str) -> Vec<Candidate> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut words: Vec<u32> = automaton
            .find_overlapping_iter(key)
            .filter(|found| is_whole(key, found.start(), found.end()))
            .map(|found| found.value())
            .collect();
        if words.is_empty() {
            return Vec::new();
        }
        words.sort_unstable();
        words.dedup();
        let mut present: FxHashMap<u32, u32> = FxHashMap::default();
        for word in words {
            for &set in &self.sets_of_word[word as usize] {
                *present.entry(set).or_default() += 1;
            }
        }
        let mut complete: Vec<&WordSet> = present
            .into_iter()
            .map(|(set, count)| (&self.sets[set as usize], count))
            .filter(|(set, count)| set.words == *count && query.admits(set.entry))
            .map(|(set, _)| set)
            .collect();
        complete.sort_unstable_by_key(|set| (std::cmp::Reverse(set.characters), set.entry));
        let mut seen = Vec::new();
        complete.retain(|set| {
            let new = !seen.contains(&set.entry);
            seen.push(set.entry);
            new
        });
        let best = complete.first().map_or(0, |set| set.characters);
        let equal = complete.iter().filter(|set| set.characters == best).count();
        let confidence = |set: &WordSet| if set.characters == best { CONFIDENCE / equal as f32 } else { 0.0 };
        complete
            .into_iter()
            .map(|set| Candidate { entry: set.entry, confidence: confidence(set), reason: Reason::Keyword })
            .collect()
    }
}

/// Whether the engine finds a word in a question; both are match keys.
pub fn has_word(key: &str, word: &str) -> bool {
    key.match_indices(word).any(|(at, _)| is_whole(key, at, at + word.len()))
}

impl std::fmt::Debug for Keyword {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Keyword").field("sets", &self.sets.len()).finish_non_exhaustive()
    }
}

impl Matcher for Keyword {
    fn name(&self) -> &'static str {
        "keyword"
    }

    fn rank(&self, queries: &[Query<'_>]) -> Vec<Ranking> {
        let rank = |query: &Query<'_>| {
            let mut candidates = self.candidates(query, &match_key(query.text));
            candidates.truncate(DEPTH);
            Ranking { candidates, ..Ranking::default() }
        };
        queries.iter().map(rank).collect()
    }

    fn thresholds(&self) -> Thresholds {
        // Two entries that are named equally well are offered, not guessed at.
        Thresholds { direct: 0.9, recommend: 0.05 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(u32, f32)> {
        let sets = [
            (1, vec!["发货", "几天"]),
            (2, vec!["发货"]),
            (3, vec!["UP"]),
            (4, vec!["退货", "几天"]),
            (5, vec!["几天", "退货"]),
        ];
        let sets = sets
            .into_iter()
            .map(|(entry, words)| (EntryIndex(entry), words.into_iter().map(match_key).collect()));
        let keyword = Keyword::of_sets(sets);
        keyword
            .candidates(&Query::new(text), &match_key(text))
            .into_iter()
            .map(|one| (one.entry.0, one.confidence))
            .collect()
    }

    #[test]
    fn a_set_wants_all_its_words_and_the_longer_set_wins() {
        assert_eq!(found("請問幾天能發貨？"), [(1, 0.99), (2, 0.0)]);
        assert_eq!(found("发货了吗"), [(2, 0.99)]);
        assert_eq!(found("几天"), []);
    }

    #[test]
    fn letters_count_as_whole_words() {
        assert_eq!(found("size up吗"), [(3, 0.99)]);
        assert_eq!(found("coupon"), []);
        assert!(has_word("size up吗", "up") && !has_word("coupon", "up") && has_word("coupon up", "up"));
    }

    #[test]
    fn equals_share() {
        assert_eq!(found("退货要几天"), [(4, 0.495), (5, 0.495)]);
    }

    #[test]
    fn no_keywords_no_trouble() {
        assert!(Keyword::default().candidates(&Query::new("发货"), "发货").is_empty());
    }
}
