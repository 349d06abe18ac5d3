//! Where two answers contradict each other.
//!
//! An answer often names several conditions (满 99 元包邮, 不满收 10 元), and nobody knows which of them
//! another answer leaves out. So two answers contradict each other on a kind only if no value that the one
//! gives meets any value that the other gives.

use super::kind::FactKind;
use super::time::{DAY, HALF_DAY, OPEN};
use super::{Fact, facts};

/// A kind on which two answers contradict each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactDifference {
    /// The kind.
    pub kind: FactKind,
    /// All facts of that kind in the one answer, in its order; never empty.
    pub one: Vec<Fact>,
    /// All facts of that kind in the other answer, in its order; never empty.
    pub other: Vec<Fact>,
}

/// The kinds on which two answers contradict each other, in the order in which `one` first speaks of them.
pub fn compare(one: &str, other: &str) -> Vec<FactDifference> {
    differences(&facts(one), &facts(other))
}

/// The same of facts that are known already.
pub fn differences(one: &[Fact], other: &[Fact]) -> Vec<FactDifference> {
    let of = |facts: &[Fact], kind| facts.iter().filter(|fact| fact.kind == kind).cloned().collect();
    contradicted(one, other)
        .map(|kind| FactDifference { kind, one: of(one, kind), other: of(other, kind) })
        .collect()
}

/// The first kind on which two answers contradict each other, by the first fact of each.
pub fn contradiction<'f>(one: &'f [Fact], other: &'f [Fact]) -> Option<(&'f Fact, &'f Fact)> {
    let kind = contradicted(one, other).next()?;
    let first = |facts: &'f [Fact]| facts.iter().find(|fact| fact.kind == kind);
    first(one).zip(first(other))
}

/// The kinds of which both speak and no values meet.
fn contradicted(one: &[Fact], other: &[Fact]) -> impl Iterator<Item = FactKind> {
    one.iter().enumerate().filter_map(|(at, fact)| {
        let kind = fact.kind;
        let of = |facts: &'_ [Fact]| facts.iter().filter(move |fact| fact.kind == kind).count();
        if of(&one[..at]) > 0 || of(other) == 0 {
            return None;
        }
        let same = |facts: &[Fact], meets: &dyn Fn(&Fact) -> bool| {
            facts.iter().filter(|fact| fact.kind == kind).any(meets)
        };
        (!same(one, &|a| same(other, &|b| meet(a, b)))).then_some(kind)
    })
}

/// Whether two facts of one kind can both be true.
fn meet(one: &Fact, other: &Fact) -> bool {
    match one.kind {
        FactKind::Date => dates_meet(one.value, other.value),
        FactKind::TimeOfDay => times_meet(one.value, other.value),
        _ => overlap(one.value, other.value),
    }
}

const fn overlap(one: (u64, u64), other: (u64, u64)) -> bool {
    one.0 <= other.1 && other.0 <= one.1
}

/// A day without a year is that day of any year.
fn dates_meet(one: (u64, u64), other: (u64, u64)) -> bool {
    const YEAR: u64 = 10_000_000;
    match (one.0 >= YEAR, other.0 >= YEAR) {
        (true, false) => dates_meet(other, one),
        (false, true) => (other.0 / YEAR..=other.1 / YEAR)
            .any(|year| overlap((one.0 + year * YEAR, one.1 + year * YEAR), other)),
        _ => overlap(one, other),
    }
}

/// A time that may be of either half of the day is of both, one behind midnight also of the morning, and
/// 23:59 is 24:00.
fn times_meet(one: (u64, u64), other: (u64, u64)) -> bool {
    let readings = |(low, high): (u64, u64)| {
        let open = low >= OPEN * 1000;
        let low = if open { low - OPEN * 1000 } else { low };
        let high = if open { high - OPEN * 1000 } else { high };
        [0, HALF_DAY]
            .into_iter()
            .take(1 + usize::from(open))
            .map(move |more| (low + more * 1000, high + more * 1000))
    };
    let days = || [0, DAY * 1000, 2 * DAY * 1000].into_iter();
    readings(one).any(|(low, high)| {
        // A day in the middle of the three, and a minute more.
        let one = (low + DAY * 1000 - 1000, high + DAY * 1000 + 1000);
        readings(other).any(|(low, high)| days().any(|day| overlap(one, (low + day, high + day))))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kinds(one: &str, other: &str) -> Vec<FactKind> {
        compare(one, other).into_iter().map(|difference| difference.kind).collect()
    }

    #[test]
    fn what_contradicts() {
        use FactKind as K;
        for (one, other, wanted) in [
            ("7天内可退", "15天内可退", K::Duration),
            ("可以退", "不可以退", K::Consent),
            ("满99元包邮", "满199元包邮", K::Amount),
            ("满99包邮", "满199元包邮", K::Amount),
            ("保修一年", "保修6个月", K::Months),
            ("九五折", "9折", K::Discount),
            ("百分之三", "5%", K::Percentage),
            ("2026年11月11日", "2026年11月12日", K::Date),
            ("11月11日", "2026-11-12", K::Date),
            ("2025年11月11日", "2026年11月11日", K::Date),
            ("客服9:00-18:00在线", "晚上8点后有客服", K::TimeOfDay),
            ("早上8点开播", "晚上8点开播", K::TimeOfDay),
            ("160cm", "1米7", K::Length),
            ("500g", "2斤", K::Weight),
            ("500ml", "1升", K::Volume),
            ("$10", "$15", K::Dollars),
            ("3 days", "1 week", K::Duration),
        ] {
            assert_eq!(kinds(one, other), [wanted], "{one} / {other}");
            assert_eq!(kinds(other, one), [wanted], "{other} / {one}");
        }
    }

    #[test]
    fn what_meets() {
        for (one, other) in [
            ("48小时发货", "2天内发货"),
            ("3-5天", "4天"),
            ("7天", "15个工作日"),
            ("24小时发货，7天送达", "7天送达"),
            ("满99元包邮，不满收10元", "运费10元"),
            ("可以", "支持"),
            ("", "7天"),
            ("一年", "12个月"),
            ("半年", "6个月"),
            ("一个半小时", "90分钟"),
            ("1小时30分钟", "90分钟"),
            ("95折", "九五折"),
            ("3‰", "0.3%"),
            ("百分之三点五", "3.5%"),
            ("1.5万元", "15000元"),
            ("99块9", "¥99.9"),
            ("3元5角", "三块五"),
            ("11月11日", "2026年11月11日"),
            ("2026年11月", "11月3日"),
            ("2025年12月30日至2026年1月3日", "1月1日"),
            ("9:00-18:00", "早上9点到晚上6点"),
            ("晚上八点半", "20:30"),
            ("8点开始", "20:00开始"),
            ("23:59截止", "24:00截止"),
            ("22:00-6:00", "凌晨2点"),
            ("9am-6pm", "14:00"),
            ("1米65", "165cm"),
            ("1公斤", "2斤"),
            ("0.5L", "500毫升"),
            ("10美元", "$10"),
            ("14 days", "2 weeks"),
            ("$10", "10元"),
        ] {
            assert_eq!(kinds(one, other), [], "{one} / {other}");
            assert_eq!(kinds(other, one), [], "{other} / {one}");
        }
    }

    #[test]
    fn all_facts_of_both_sides_in_the_order_of_the_one() {
        let (one, other) = ("可以，7天内，运费10元或12元", "运费8元，不行，15天");
        let differences = compare(one, other);
        let said = |facts: &[Fact], text: &str| {
            facts.iter().map(|fact| fact.text(text).to_owned()).collect::<Vec<_>>().join("|")
        };
        let shown: Vec<(FactKind, String, String)> = differences
            .iter()
            .map(|found| (found.kind, said(&found.one, one), said(&found.other, other)))
            .collect();
        assert_eq!(
            shown,
            [
                (FactKind::Duration, "7天".to_owned(), "15天".to_owned()),
                (FactKind::Amount, "10元|12元".to_owned(), "8元".to_owned()),
            ]
        );
        let (one_facts, other_facts) = (facts(one), facts(other));
        let (first, opposite) = contradiction(&one_facts, &other_facts).expect("a contradiction");
        assert_eq!((first.text(one), opposite.text(other)), ("7天", "15天"));
    }

    proptest! {
        #[test]
        fn nothing_contradicts_itself(text in super::super::tests::answer()) {
            prop_assert!(compare(&text, &text).is_empty(), "{:?}", facts(&text));
        }

        #[test]
        fn sides_can_change_places(
            one in super::super::tests::answer(),
            other in super::super::tests::answer(),
        ) {
            let mut there = compare(&one, &other);
            let mut back = compare(&other, &one);
            for found in &mut back {
                std::mem::swap(&mut found.one, &mut found.other);
            }
            there.sort_by_key(|found| found.kind);
            back.sort_by_key(|found| found.kind);
            prop_assert_eq!(&there, &back);
            let (one, other) = (facts(&one), facts(&other));
            prop_assert_eq!(contradiction(&one, &other).is_some(), !there.is_empty());
        }
    }
}
