use proptest::prelude::*;

use super::*;
use crate::eval::{Judge, Report, RunFacts, Subject, sample};
use crate::matching::Ranking;
use crate::model::Lookup;

#[test]
fn rows_weigh_their_count_and_inputs_do_not() {
    let knowledge_base = sample::knowledge_base();
    let view = sample::view(&knowledge_base);
    let lookup = Lookup::new(&knowledge_base);
    let judge = Judge::new(&view, &lookup, sample::THRESHOLDS);
    let counters = sample::counters(&judge, &sample::rows(&knowledge_base));
    let common = counters.packs["ecommerce-common"];
    assert_eq!((common.rows, common.expecting, common.covered), (83, 83, 73));
    let outcomes = CoveredOutcomes { direct_right: 60, direct_wrong: 4, recommend: 6, none: 3 };
    assert_eq!(common.covered_outcomes, outcomes);
    assert_eq!((common.ranks[0], common.ranks[1], common.ranks[DEPTH]), (66, 7, 0));
    let nothing = counters.packs["(none)"].nothing_outcomes;
    assert_eq!(nothing, NothingOutcomes { direct: 2, recommend: 0, none: 8 });
    assert_eq!((counters.inputs.rows, counters.inputs.failed), (16, 1));

    let entry = |reference: &str| counters.entries[&lookup.reference(reference).expect("entry")];
    let ship_time = EntryCounters { expecting: 46, covered: 46, hits: 40, given: 48 };
    assert_eq!(entry("ecommerce-common/ship-time"), ship_time);
    let invoice = EntryCounters { expecting: 7, ..EntryCounters::default() };
    assert_eq!(entry("ecommerce-common/invoice"), invoice);
    let pair = |one, other| (lookup.reference(one).expect("one"), lookup.reference(other).expect("other"));
    let confused = pair("ecommerce-common/express", "ecommerce-common/ship-time");
    assert_eq!(counters.confusions, FxHashMap::from_iter([(confused, 7)]));
    assert_eq!(counters.unknown_labels, FxHashMap::from_iter([("ecommerce-common/refund".into(), 1)]));
}

#[test]
fn counters_saturate() {
    let mut one = Counters::default();
    one.count_not_customer(u64::MAX);
    let mut other = Counters::default();
    other.count_not_customer(1);
    one.merge(other);
    assert_eq!(one.inputs.not_customer, u64::MAX);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn parts_in_any_order_add_up_to_the_whole(
        picks in proptest::collection::vec((0_usize..16, 1_u64..50, 0_usize..4, 0_u8..8), 0..60),
        order in Just([0_usize, 1, 2, 3]).prop_shuffle(),
    ) {
        let knowledge_base = sample::knowledge_base();
        let view = sample::view(&knowledge_base);
        let lookup = Lookup::new(&knowledge_base);
        let judge = Judge::new(&view, &lookup, sample::THRESHOLDS);
        let rows = sample::rows(&knowledge_base);
        let count_into = |counters: &mut Counters, &(at, count, _, skipped): &(usize, u64, usize, u8)| {
            let (row, ranking): &(_, Ranking) = &rows[at];
            counters.count(&judge.judge(row, ranking).expect("judged"), count);
            if skipped == 0 {
                counters.count_skipped(["no_question", "bad_json"][at % 2], count);
            }
        };
        let mut whole = Counters::default();
        let mut parts: [Counters; 4] = Default::default();
        for pick in &picks {
            count_into(&mut whole, pick);
            count_into(&mut parts[pick.2], pick);
        }
        let mut merged = Counters::default();
        for at in order {
            merged.merge(std::mem::take(&mut parts[at]));
        }
        prop_assert_eq!(&merged, &whole);
        let json = |counters: &Counters| {
            let facts = RunFacts { engine: "linear", thresholds: sample::THRESHOLDS };
            serde_json::to_vec(&Report::new(counters, &Subject::new(&view, facts))).expect("json")
        };
        prop_assert_eq!(json(&merged), json(&whole));
    }
}
