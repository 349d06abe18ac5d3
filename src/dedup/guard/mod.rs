//! What makes two phrasings different however much alike they look.
//!
//! 怎么开通花呗 and 怎么关闭花呗 differ in one word of two characters, and so do 怎么开通花呗 and 如何开通花呗. Whoever
//! measures likeness cannot tell these cases apart, so here is a list of what must agree before likeness is
//! worth asking for. There are two sorts of it:
//!
//! - **values**, which both texts have or neither: that the text says no, numbers with their units, product
//!   codes, sizes, colours, marks (A款), places and which of them is the goal. They make a text's *signature*, and texts of
//!   different signatures are never duplicates, so that a search for duplicates can take each signature by
//!   itself;
//! - **sides** of an opposition (开通 and 关闭, 支付宝 and 微信, 爸爸 and 妈妈): two texts differ if both take sides
//!   and have no side in common. 怎么办理花呗 takes none and may be a duplicate of either; 开通和关闭 takes both
//!   and agrees with both.
//!
//! # The lists
//! Everything about single words is data, in the text files of the folder `lists`, all in one format. A
//! line is a set; `|` parts its sides or values; `、` parts the words of a side, which mean the same here. `#`
//! begins a comment. A word is written as it stands in a [match key](crate::text::match_key): lower case,
//! half width, Simplified, an apostrophe as a space. Words are found wherever they stand, those of letters
//! as whole words only; of two that overlap the first counts, of two that begin together the longer. So an
//! exception is a longer word, in `kept.txt` if it means nothing here. A word of a set takes the sides of the
//! words in it too, but for sets that it is in itself.
//!
//! | File | What it holds |
//! |---|---|
//! | `antonyms.txt` | opposites, and what business keeps apart (退款, 退货, 换货) |
//! | `names.txt` | ways to pay, shops, makers, couriers, banks |
//! | `persons.txt`, `times.txt` | relatives; days, seasons, feasts |
//! | `questions.txt` | how, why, when, how much, where, who |
//! | `colours.txt`, `marks.txt`, `places.txt` | values; one a side |
//! | `negations.txt` | what says no |
//! | `kept.txt` | words in which nothing is looked for (不锈钢, 长沙发, 绿色通道) |
//! | `families.txt` | names left out before a number (iphone15 is 苹果15) |
//!
//! Whether two texts *are* duplicates is nothing this module knows; it only says when they are not.

mod additions;
mod difference;
mod hash;
mod latin;
mod negation;
mod numbers;
mod scan;
mod table;
#[cfg(test)]
mod tests;
mod units;

use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

pub use additions::{GuardListError, GuardLists};
pub use difference::{Difference, DifferenceKind};

use self::hash::{finish, mix};
use self::scan::{Sink, Value, scan};
use self::table::{Sides, Table, mask_of, set_of};

/// The lists, ready to be asked. Building them takes some ten milliseconds, asking about a
/// microsecond a text.
pub struct Guards {
    table: Table,
}

impl fmt::Debug for Guards {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Guards").finish_non_exhaustive()
    }
}

impl Guards {
    /// The lists that ship and a shop's own.
    ///
    /// # Errors
    /// A word without any letter or digit, an opposition with a side missing or with the same word on both.
    pub fn new(additions: &GuardLists) -> Result<Self, GuardListError> {
        Table::new(additions).map(|table| Self { table })
    }

    /// The lists that ship, built when they are first asked for and kept.
    pub fn bundled() -> &'static Self {
        static BUNDLED: LazyLock<Guards> =
            LazyLock::new(|| Guards::new(&GuardLists::default()).expect("a test builds the lists that ship"));
        &BUNDLED
    }

    /// What `key` commits itself to. Keys are [core keys](crate::text::core_key): in other texts less is
    /// found.
    pub fn prepare(&self, key: &str) -> Guarded {
        let mut collected = Collected::default();
        scan(&self.table, key, &mut collected);
        let signature = collected.signature.finished();
        let mut sides = collected.sides;
        sides.sort_unstable();
        // One number a set, with the bits of all its sides.
        sides.dedup_by(|later, first| {
            let same = set_of(*later) == set_of(*first);
            if same {
                *first |= mask_of(*later);
            }
            same
        });
        Guarded { signature, sides: sides.into_boxed_slice() }
    }

    /// [`Guarded::signature`] alone, without what the rest costs.
    pub fn signature(&self, key: &str) -> u64 {
        let mut signature = Signature::default();
        scan(&self.table, key, &mut signature);
        signature.finished()
    }

    /// The words with which `key` says no, in bytes and in its order: not those that only ask (能不能) or cancel
    /// each other (不是不能).
    pub fn negations(&self, key: &str) -> Vec<Range<usize>> {
        let mut denied = Denied::default();
        scan(&self.table, key, &mut denied);
        denied.0
    }

    /// The first reason why two keys are no duplicates, if there is one; swapped keys give the same reason
    /// swapped.
    pub fn difference(&self, one: &str, other: &str) -> Option<Difference> {
        difference::difference(&self.table, one, other)
    }
}

/// What a text commits itself to that must agree between duplicates, made once a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guarded {
    signature: u64,
    /// By set, each once.
    sides: Box<[Sides]>,
}

impl Guarded {
    /// A hash of everything that must be equal in both texts; 0 if there is nothing of the kind.
    pub fn signature(&self) -> u64 {
        self.signature
    }

    /// Whether the two texts are no duplicates for certain; [`Guards::difference`] says why.
    pub fn differs(&self, other: &Self) -> bool {
        if self.signature != other.signature {
            return true;
        }
        let (mut left, mut right) = (&*self.sides, &*other.sides);
        while let ([one, rest @ ..], [another, more @ ..]) = (left, right) {
            match set_of(*one).cmp(&set_of(*another)) {
                std::cmp::Ordering::Less => left = rest,
                std::cmp::Ordering::Greater => right = more,
                std::cmp::Ordering::Equal if mask_of(one & another) == 0 => return true,
                std::cmp::Ordering::Equal => (left, right) = (rest, more),
            }
        }
        false
    }
}

/// A signature in the making. Hashes are added up, as the order of values says nothing.
#[derive(Default)]
struct Signature {
    sum: u64,
    any: bool,
}

impl Signature {
    fn finished(&self) -> u64 {
        if self.any { finish(self.sum).max(1) } else { 0 }
    }
}

impl Sink for Signature {
    fn value(&mut self, value: Value) {
        self.any = true;
        self.sum = self.sum.wrapping_add(finish(mix(value.kind as u64 + 1, value.key)));
    }

    fn sides(&mut self, _: &[Sides], _: Range<usize>) {}

    fn negations(&mut self, _: Vec<Range<usize>>) {
        const NEGATED: u64 = 0x6E6F_7421;
        self.any = true;
        self.sum = self.sum.wrapping_add(finish(NEGATED));
    }
}

/// Signature and sides in the making.
#[derive(Default)]
struct Collected {
    signature: Signature,
    sides: Vec<Sides>,
}

impl Sink for Collected {
    fn value(&mut self, value: Value) {
        self.signature.value(value);
    }

    fn sides(&mut self, sides: &[Sides], _: Range<usize>) {
        self.sides.extend_from_slice(sides);
    }

    fn negations(&mut self, ranges: Vec<Range<usize>>) {
        self.signature.negations(ranges);
    }
}

/// Negations alone.
#[derive(Default)]
struct Denied(Vec<Range<usize>>);

impl Sink for Denied {
    fn value(&mut self, _: Value) {}

    fn sides(&mut self, _: &[Sides], _: Range<usize>) {}

    fn negations(&mut self, ranges: Vec<Range<usize>>) {
        self.0 = ranges;
    }
}
