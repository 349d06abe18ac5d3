//! The lists of words in one automaton.
//!
//! All words of all lists are looked for in one pass (Aho and Corasick, 1975, as a double array); of words
//! that overlap, the one that begins first counts, and of those the longest. So an exception is nothing but
//! a longer word: 长沙发 hides 长沙, and 取消申请 hides 申请.

use std::ops::Range;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use rustc_hash::FxHashMap;

use super::additions::{GuardListError, GuardLists};
use super::difference::DifferenceKind;
use super::hash::hash;
use crate::text::match_key;

/// The lists that ship, with what a difference in them is called.
const OPPOSITIONS: &[(DifferenceKind, &str)] = &[
    (DifferenceKind::Antonym, include_str!("lists/antonyms.txt")),
    (DifferenceKind::Name, include_str!("lists/names.txt")),
    (DifferenceKind::Person, include_str!("lists/persons.txt")),
    (DifferenceKind::Time, include_str!("lists/times.txt")),
    (DifferenceKind::Question, include_str!("lists/questions.txt")),
];
const VALUES: &[(DifferenceKind, &str)] = &[
    (DifferenceKind::Colour, include_str!("lists/colours.txt")),
    (DifferenceKind::Mark, include_str!("lists/marks.txt")),
    (DifferenceKind::Place, include_str!("lists/places.txt")),
];
const NEGATIONS: &str = include_str!("lists/negations.txt");
const KEPT: &str = include_str!("lists/kept.txt");

/// The set of the units of numbers (元 and 件 exclude each other); no list has this number.
pub(super) const UNITS: u16 = 0;
/// How many sides a set can have: what a [`Sides`] has bits for.
pub(super) const MOST_SIDES: usize = 48;

/// A set of a table and those of its sides that a text mentions: the number of the set in the upper 16 bits,
/// a bit for each side in the others.
pub(super) type Sides = u64;

/// Sides of a set.
pub(super) const fn sides(set: u16, mask: u64) -> Sides {
    (set as u64) << MOST_SIDES | mask
}

/// The number of the set.
pub(super) const fn set_of(sides: Sides) -> u16 {
    (sides >> MOST_SIDES) as u16
}

/// The bits of the sides.
pub(super) const fn mask_of(sides: Sides) -> u64 {
    sides & ((1 << MOST_SIDES) - 1)
}

/// What a word of the lists does.
#[derive(Debug, Clone, Default)]
pub(super) struct Word {
    /// Says no.
    pub(super) negates: bool,
    /// Is a value in which texts must agree: what kind, and the same key for all names of it.
    pub(super) value: Option<(DifferenceKind, u64)>,
    /// The region that a place lies in, by the key of its value.
    pub(super) within: Option<u64>,
    /// Is on these sides, by set.
    pub(super) sides: Vec<Sides>,
}

/// A word where it stands.
pub(super) struct Hit<'t> {
    /// What it does.
    pub(super) word: &'t Word,
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
}

/// All words.
pub(super) struct Table {
    automaton: CharwiseDoubleArrayAhoCorasick<u32>,
    words: Vec<Word>,
    /// What a difference in each set is called.
    kinds: Vec<DifferenceKind>,
}

impl Table {
    /// The lists that ship, and additions to them.
    pub(super) fn new(additions: &GuardLists) -> Result<Self, GuardListError> {
        let mut collected = Collected { words: FxHashMap::default(), kinds: vec![DifferenceKind::Unit] };
        for &(kind, list) in OPPOSITIONS {
            for sides in read(list) {
                collected.opposition(kind, &sides);
            }
        }
        for &(kind, list) in VALUES {
            for line in read(list) {
                let region = if kind == DifferenceKind::Place { line.first() } else { None };
                let region = region.and_then(|names| names.first()).map(|name| key(name));
                for side in &line {
                    collected.value(kind, side, region);
                }
            }
        }
        for word in read(NEGATIONS).flatten().flatten() {
            collected.word(word).negates = true;
        }
        for word in read(KEPT).flatten().flatten() {
            collected.word(word);
        }
        let checked = additions.checked()?;
        for set in &checked.antonyms {
            collected.opposition(DifferenceKind::Antonym, set);
        }
        for place in &checked.places {
            collected.value(DifferenceKind::Place, std::slice::from_ref(place), None);
        }
        for code in &checked.codes {
            collected.value(DifferenceKind::Code, std::slice::from_ref(code), None);
        }
        for word in &checked.keep {
            // Also a word of the lists that ship: that is how to be rid of it.
            *collected.word(word) = Word::default();
        }
        collected.inherit();
        let (patterns, words): (Vec<String>, Vec<Word>) = collected.words.into_iter().unzip();
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build_with_values(patterns.iter().zip(0_u32..))
            .map_err(|_| GuardListError::TooMany)?;
        Ok(Self { automaton, words, kinds: collected.kinds })
    }

    /// The words of `key` in their order; none overlaps another.
    pub(super) fn find<'t>(&'t self, key: &'t str) -> impl Iterator<Item = Hit<'t>> {
        let hits = self.automaton.leftmost_find_iter(key);
        hits.filter(|hit| is_whole(key, &(hit.start()..hit.end())))
            .map(|hit| Hit { word: &self.words[hit.value() as usize], range: hit.start()..hit.end() })
    }

    /// What a difference between sides of this set is called.
    pub(super) fn kind(&self, set: u16) -> DifferenceKind {
        self.kinds[usize::from(set)]
    }
}

/// The words by their text while lists are read.
struct Collected {
    words: FxHashMap<String, Word>,
    kinds: Vec<DifferenceKind>,
}

impl Collected {
    fn word(&mut self, word: &str) -> &mut Word {
        // Only to be sure: a word of the lists is its own key, as a test asks.
        self.words.entry(match_key(word)).or_default()
    }

    /// A word hides those in it, so it takes their sides too: 申请退款 is no 退货, as 退款 is none. Not so of a
    /// set that it is in itself (取消申请 is not 申请), and not if it undoes what it holds.
    fn inherit(&mut self) {
        const UNDOING: [char; 7] = ['取', '解', '撤', '移', '未', '非', '不'];
        let mut inherited = Vec::new();
        for (text, word) in self.words.iter().filter(|(_, word)| !word.sides.is_empty()) {
            if text.starts_with(UNDOING) {
                continue;
            }
            let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let parts = borders.iter().flat_map(|&start| borders.iter().map(move |&end| start..end));
            let mut sides = word.sides.clone();
            for part in parts.filter(|part| part.start < part.end && part.len() < text.len()) {
                let inner = self.words.get(&text[part.clone()]).filter(|_| is_whole(text, &part));
                for &side in inner.map_or(&[][..], |inner| &inner.sides) {
                    if !sides.iter().any(|own| set_of(*own) == set_of(side)) {
                        sides.push(side);
                    }
                }
            }
            if sides.len() > word.sides.len() {
                inherited.push((text.clone(), sides));
            }
        }
        for (text, sides) in inherited {
            self.word(&text).sides = sides;
        }
    }

    fn opposition<S: AsRef<str>>(&mut self, kind: DifferenceKind, list: &[Vec<S>]) {
        let set = self.kinds.len() as u16;
        self.kinds.push(kind);
        for (number, side) in list.iter().take(MOST_SIDES).enumerate() {
            for word in side {
                let of_word = &mut self.word(word.as_ref()).sides;
                match of_word.last_mut().filter(|sides| set_of(**sides) == set) {
                    Some(sides) => *sides |= 1 << number,
                    None => of_word.push(sides(set, 1 << number)),
                }
            }
        }
    }

    /// The first name stands for all of them. A region lies in no other.
    fn value<S: AsRef<str>>(&mut self, kind: DifferenceKind, names: &[S], region: Option<u64>) {
        let Some(first) = names.first() else { return };
        let key = key(first.as_ref());
        for name in names {
            let word = self.word(name.as_ref());
            word.value = Some((kind, key));
            word.within = region.filter(|region| *region != key);
        }
    }
}

/// The key of a value by its first name.
fn key(name: &str) -> u64 {
    hash(name.bytes())
}

/// The lines of a list, each its sides, each its words. The format is described in `mod.rs`.
fn read(list: &str) -> impl Iterator<Item = Vec<Vec<&str>>> {
    let lines = list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split('|').map(|side| side.split('、').map(str::trim).collect()).collect())
}

/// Whether a word is cut out of no longer one: on neither edge letters meet letters or digits meet digits
/// (`not` in `note`); a letter may meet a digit (iphone15).
fn is_whole(key: &str, range: &Range<usize>) -> bool {
    let bytes = key.as_bytes();
    let cut = |at: usize| {
        at > 0
            && at < bytes.len()
            && (bytes[at - 1].is_ascii_alphabetic() && bytes[at].is_ascii_alphabetic()
                || bytes[at - 1].is_ascii_digit() && bytes[at].is_ascii_digit())
    };
    !cut(range.start) && !cut(range.end)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn lists() -> impl Iterator<Item = &'static str> {
        OPPOSITIONS.iter().chain(VALUES).map(|(_, list)| *list).chain([NEGATIONS, KEPT])
    }

    #[test]
    fn every_word_is_its_own_key() {
        for word in lists().flat_map(read).flatten().flatten() {
            assert!(!word.is_empty(), "an empty word between two marks");
            assert_eq!(match_key(word), word);
        }
    }

    #[test]
    fn no_word_is_said_twice() {
        for (kind, list) in OPPOSITIONS {
            for line in read(list) {
                assert!(line.len() >= 2 && line.len() <= MOST_SIDES, "{line:?}");
                for side in &line {
                    assert_eq!(side.iter().collect::<BTreeSet<_>>().len(), side.len(), "{kind:?} {side:?}");
                }
                // Only questions have words that agree with two sides.
                let words: Vec<&str> = line.iter().flatten().copied().collect();
                let different: BTreeSet<&str> = words.iter().copied().collect();
                assert!(*kind == DifferenceKind::Question || different.len() == words.len(), "{line:?}");
            }
        }
        let mut values = BTreeMap::new();
        for (kind, list) in VALUES {
            for word in read(list).flatten().flatten() {
                assert_eq!(values.insert(word, *kind), None, "{word}");
            }
        }
        let mut kept = BTreeSet::new();
        for word in read(KEPT).chain(read(NEGATIONS)).flatten().flatten() {
            assert!(kept.insert(word), "{word}");
            assert!(!values.contains_key(word), "{word}");
        }
        for (_, list) in OPPOSITIONS {
            for word in read(list).flatten().flatten() {
                assert!(!kept.contains(word), "{word}");
            }
        }
    }

    #[test]
    fn there_is_enough_of_everything() {
        let lines = |list: &'static str| read(list).count();
        let words = |list: &'static str| read(list).flatten().count();
        assert!(lines(OPPOSITIONS[0].1) >= 120);
        assert!(words(VALUES[2].1) >= 400);
        assert!(words(VALUES[0].1) >= 20);
    }

    #[test]
    fn longer_words_take_the_sides_of_shorter_ones() {
        let table = Table::new(&GuardLists::default()).expect("the lists that ship");
        let sets = |key: &str| -> BTreeSet<u16> {
            let hit = table.find(key).next().expect(key);
            assert_eq!(hit.range, 0..key.len());
            hit.word.sides.iter().copied().map(set_of).collect()
        };
        assert!(sets("申请退款").is_superset(&sets("退款")));
        assert!(!sets("解除冻结").is_superset(&sets("冻结")));
    }

    #[test]
    fn longer_words_hide_shorter_ones() {
        let table = Table::new(&GuardLists::default()).expect("the lists that ship");
        let found = |key: &str| -> Vec<(usize, usize)> {
            table.find(key).map(|hit| (hit.range.start, hit.range.end)).collect()
        };
        assert_eq!(found("长沙发"), [(0, 9)]);
        assert_eq!(found("取消申请"), [(0, 12)]);
        assert_eq!(found("note nothing"), [(5, 12)]);
        assert_eq!(found("iphone15"), [(0, 6)]);
        assert_eq!(found(""), []);
    }
}
