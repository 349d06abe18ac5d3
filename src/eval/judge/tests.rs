use super::*;
use crate::eval::sample::{self, ranking, row};

fn with_judge(test: impl FnOnce(&KnowledgeBase, &Judge<'_, '_>)) {
    let knowledge_base = sample::knowledge_base();
    let view = sample::view(&knowledge_base);
    let lookup = Lookup::new(&knowledge_base);
    test(&knowledge_base, &Judge::new(&view, &lookup, sample::THRESHOLDS));
}

#[test]
fn a_row_is_asked_within_its_pack_only_where_that_is_wanted() {
    let knowledge_base = sample::knowledge_base();
    let lookup = Lookup::new(&knowledge_base);
    let entry = &knowledge_base.entries[0];
    let pack = &knowledge_base.pack(entry.pack).id;
    let (by_column, by_label) = (row("?", "", pack, 1), row("?", &entry.reference, "", 1));
    let of_none = row("?", "", "", 1);
    let view = sample::view(&knowledge_base);
    let judge = Judge::new(&view, &lookup, sample::THRESHOLDS);
    assert!([&by_column, &by_label, &of_none].iter().all(|row| judge.query(row).within.is_none()));
    let view = sample::view(&knowledge_base).within_packs();
    let judge = Judge::new(&view, &lookup, sample::THRESHOLDS);
    for row in [&by_column, &by_label] {
        let within = judge.query(row).within.expect("the row has a pack");
        assert!(within.has(EntryIndex(0)) && within.packs().contains(&entry.pack));
    }
    assert!(judge.query(&of_none).within.is_none(), "a row of no pack is asked of everything");
}

#[test]
fn every_class_has_its_row() {
    with_judge(|knowledge_base, judge| {
        let rows = sample::rows(knowledge_base);
        let classes: Vec<&str> = rows
            .iter()
            .map(|(row, ranking)| match judge.judge(row, ranking).expect("judged").class {
                FailureClass::NotCovered(gap) => gap.name(),
                class => class.name(),
            })
            .collect();
        let expected = [
            "hit",
            "offered_only",
            "hit",
            "confused",
            "below_threshold",
            "unanswered",
            "expired",
            "unknown_label",
            "hit",
            "offered_only",
            "draft",
            "hit",
            "rejected",
            "falsely_answered",
            "falsely_offered",
            "engine_failed",
        ];
        assert_eq!(classes, expected);
    });
}

#[test]
fn a_row_belongs_to_its_column_then_its_entry_then_its_label() {
    with_judge(|_, judge| {
        for (expected, column, pack) in [
            ("shoes/size", "greetings", "greetings"),
            ("shoes/size", "鞋靴", "shoes"),
            ("shoes/size", " 别的行业 ", "别的行业"),
            ("shoes/size", "", "shoes"),
            ("尺码怎么选", "", "shoes"),
            ("shoes/laces", "", "shoes"),
            ("hats/size", "", NO_PACK),
            ("不知道", "", NO_PACK),
            ("", "", NO_PACK),
        ] {
            let row = row("问", expected, column, 1);
            let judgement = judge.judge(&row, &Ranking::default()).expect("judged");
            assert_eq!(judgement.pack, pack, "{expected} in {column}");
        }
    });
}

#[test]
fn an_ambiguous_label_is_told_with_the_way_out() {
    with_judge(|_, judge| {
        let mut row = row("问", "size", "", 1);
        row.line = 7;
        for _ in 0..2 {
            let error = judge.judge(&row, &Ranking::default()).expect_err("ambiguous");
            assert_eq!(
                error.to_string(),
                "line 7: `size` names 2 entries, greetings/size, shoes/size: write pack/id, or fill in the pack \
                 column"
            );
        }
        row.pack = Some("shoes".to_owned());
        let judgement = judge.judge(&row, &Ranking::default()).expect("decided by the pack");
        assert!(matches!(judgement.expectation, Expectation::Covered(_)));
    });
}

#[test]
fn the_rank_is_that_of_the_expected_entry() {
    with_judge(|knowledge_base, judge| {
        let ranking = ranking(knowledge_base, &[("shoes/size", 0.9), ("greetings/hello", 0.8)]);
        let rank = |expected| judge.judge(&row("问", expected, "", 1), &ranking).map(|judged| judged.rank);
        assert_eq!(rank("shoes/size"), Ok(Some(1)));
        assert_eq!(rank("greetings/hello"), Ok(Some(2)));
        assert_eq!(rank("ecommerce-common/express"), Ok(None));
        assert_eq!(rank(""), Ok(None));
    });
}

#[test]
fn threads_may_share_a_judge() {
    with_judge(|knowledge_base, judge| {
        let rows = sample::rows(knowledge_base);
        let alone = sample::counters(judge, &rows);
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| sample::counters(judge, &rows))).collect();
            for thread in threads {
                assert_eq!(thread.join().expect("thread"), alone);
            }
        });
    });
}
