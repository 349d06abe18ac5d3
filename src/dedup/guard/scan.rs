//! One pass over a key that finds everything two duplicates must agree in.

use std::cell::LazyCell;
use std::ops::Range;

use super::difference::DifferenceKind;
use super::hash::{finish, mix};
use super::latin::{Latin, latin, money};
use super::negation::Negations;
use super::numbers::{Number, end_of_numerals, number, numeral};
use super::table::{Hit, Sides, Table, UNITS, sides};

/// Something texts must agree in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    /// What it is.
    pub(super) kind: DifferenceKind,
    /// Equal for what means the same.
    pub(super) key: u64,
    /// Of a number, equal for what has the same figure: 7 天 and 7 个工作日.
    pub(super) figure: u64,
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
}

/// What becomes of what is found.
pub(super) trait Sink {
    /// A value; those of one kind come in the order of the text.
    fn value(&mut self, value: Value);
    /// Sides that a word is on.
    fn sides(&mut self, sides: &[Sides], range: Range<usize>);
    /// The text says no with these words; at most once, in the end.
    fn negations(&mut self, ranges: Vec<Range<usize>>);
}

/// Find everything in `key`.
pub(super) fn scan(table: &Table, key: &str, sink: &mut impl Sink) {
    let mut hits = table.find(key).peekable();
    let mut negations = Negations::new(key);
    let mut numbers = Numbers { key, waiting: None };
    let mut places = Places { key, waiting: None, last_end: None };
    // Where the text says no for the last time; asked for seldom, but then for word after word.
    let last_no = LazyCell::new(|| key.rfind(['不', '没']));
    let mut at = 0;
    while let Some(c) = key[at..].chars().next() {
        while hits.next_if(|hit| hit.range.start < at).is_some() {}
        if let Some(Hit { word, range }) = hits.next_if(|hit| hit.range.start == at) {
            at = range.end;
            if word.negates {
                negations.add(&range);
            }
            if let Some((DifferenceKind::Place, place)) = word.value {
                places.add(place, word.within, range.clone(), sink);
            } else if let Some((kind, value)) = word.value {
                let value = mix(value, target(&key[..range.start], kind));
                sink.value(Value { kind, key: finish(value), figure: 0, range: range.clone() });
            }
            if !word.sides.is_empty() && !is_other_question(table, word.sides[0], key, &range, *last_no) {
                sink.sides(&word.sides, range);
            }
            continue;
        }
        at = if c.is_ascii_alphanumeric() {
            let (found, end) = latin(key, at);
            let (kind, value) = match found {
                Latin::Number(number) => {
                    numbers.add(number, at..end, sink);
                    (DifferenceKind::Number, None)
                }
                Latin::Code(code) => (DifferenceKind::Code, Some(code)),
                Latin::Size(size) => {
                    (DifferenceKind::Size, Some(mix(size, target(&key[..at], DifferenceKind::Size))))
                }
                Latin::Mark(mark) => (DifferenceKind::Mark, Some(mark)),
                Latin::Word => (DifferenceKind::Code, None),
            };
            if let Some(value) = value {
                sink.value(Value { kind, key: finish(value), figure: 0, range: at..end });
            }
            end
        } else if numeral(c).is_some() || matches!(c, '十' | '百' | '半' | '第' | '俩') {
            match number(key, at) {
                Some(number) => {
                    numbers.add(number, at..number.end, sink);
                    number.end
                }
                // None of the other digits begins a number either.
                None => end_of_numerals(key, at).max(at + c.len_utf8()),
            }
        } else if let Some((number, end)) = money(key, at, c) {
            numbers.add(number, at..end, sink);
            end
        } else {
            at + c.len_utf8()
        };
    }
    numbers.flush(sink);
    places.flush(sink);
    let negations = negations.left();
    if !negations.is_empty() {
        sink.negations(negations);
    }
}

/// What is exchanged for something is another thing than what something is exchanged for: M码换L码.
fn target(before: &str, kind: DifferenceKind) -> u64 {
    let exchangeable = matches!(kind, DifferenceKind::Size | DifferenceKind::Colour | DifferenceKind::Code);
    u64::from(exchangeable && ["换", "换成", "改", "改成"].iter().any(|word| before.ends_with(word)))
}

/// Places on their way to the sink; a region waits for the place in it that may follow (广东深圳).
struct Places<'t> {
    key: &'t str,
    waiting: Option<(u64, Range<usize>)>,
    /// Behind the last that went to the sink.
    last_end: Option<usize>,
}

/// What stands between a region and a place in it.
const OF_REGION: &[&str] = &["", " ", "省", "市", "自治区", "的"];
/// What between two places says that one goes from the first to the second: 从北京到上海 is not 从上海到北京, but
/// 北京和上海 is 上海和北京.
const TOWARDS: &[&str] = &["到", "至", "往", "寄", "发", "去", "飞", "转", "回", "给", " to "];

impl Places<'_> {
    fn add(&mut self, place: u64, within: Option<u64>, range: Range<usize>, sink: &mut impl Sink) {
        let of_waiting = self.waiting.as_ref().is_some_and(|(region, at)| {
            within == Some(*region) && OF_REGION.contains(&&self.key[at.end..range.start])
        });
        if !of_waiting {
            self.flush(sink);
        }
        self.waiting = Some((place, range));
    }

    fn flush(&mut self, sink: &mut impl Sink) {
        let Some((place, range)) = self.waiting.take() else { return };
        let between = self.last_end.map_or("", |end| &self.key[end..range.start]);
        let is_target = TOWARDS.iter().any(|word| between.contains(word));
        self.last_end = Some(range.end);
        let key = finish(mix(place, u64::from(is_target)));
        sink.value(Value { kind: DifferenceKind::Place, key, figure: 0, range });
    }
}

/// 怎么 before these asks why rather than how (怎么还没发货), or not at all (怎么都可以).
const NOT_HOW: &[char] =
    &['不', '没', '还', '老', '总', '又', '就', '会', '才', '突', '都', '这', '那', '是', '只', '也', '样'];

/// Whether a question word asks something else than the list says, by what follows it: 怎么 asks why rather than
/// how in 怎么我的手机开不了机 too.
fn is_other_question(
    table: &Table,
    of: Sides,
    key: &str,
    range: &Range<usize>,
    last_no: Option<usize>,
) -> bool {
    table.kind(super::table::set_of(of)) == DifferenceKind::Question
        && matches!(&key[range.clone()], "怎么" | "咋")
        && (key[range.end..].starts_with(NOT_HOW) || last_no.is_some_and(|last| last >= range.end))
}

/// Numbers on their way to the sink; one without unit waits for the unit of the next (3到5天).
struct Numbers<'t> {
    key: &'t str,
    waiting: Option<(Number, Range<usize>)>,
}

/// What stands between the two numbers of a range; a space was 3~5.
const RANGE: &[&str] = &["-", " ", "/", "到", "至", "或", "和"];

impl Numbers<'_> {
    fn add(&mut self, number: Number, range: Range<usize>, sink: &mut impl Sink) {
        if let Some((waiting, at)) = self.waiting.take() {
            let joined = RANGE.contains(&&self.key[at.end..range.start]) && number.has_unit;
            let unit = if joined { number.unit } else { waiting.unit };
            let value = if joined { waiting.said.saturating_mul(unit.factor) } else { waiting.value };
            self.emit(Number { value, unit, ..waiting }, at, sink);
        }
        if number.has_unit || number.also.is_some() {
            self.emit(number, range, sink);
        } else {
            self.waiting = Some((number, range));
        }
    }

    fn flush(&mut self, sink: &mut impl Sink) {
        if let Some((number, range)) = self.waiting.take() {
            self.emit(number, range, sink);
        }
    }

    fn emit(&self, number: Number, range: Range<usize>, sink: &mut impl Sink) {
        let class = number.unit.class as u64;
        // 买2送1 is not 买1送2.
        let given = u64::from(self.key[..range.start].ends_with(['送', '减', '返', '赠', '抵']));
        for (value, said) in [Some((number.value, number.said)), number.also].into_iter().flatten() {
            let figure = finish(mix(given, said));
            let key = finish(mix(mix(class, value), given));
            sink.value(Value { kind: DifferenceKind::Number, key, figure, range: range.clone() });
        }
        if number.unit.side != 0 {
            sink.sides(&[sides(UNITS, number.unit.side)], range);
        }
    }
}
