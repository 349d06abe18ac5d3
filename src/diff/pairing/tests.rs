use std::path::PathBuf;

use super::*;

fn knowledge_base(yaml: &str) -> KnowledgeBase {
    let loaded = KnowledgeBase::from_texts([(PathBuf::from("p/a.yaml"), yaml.to_owned())]);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.knowledge_base
}

/// Who became who, in words.
fn told(before: &str, after: &str) -> Vec<String> {
    let (before, after) = (knowledge_base(before), knowledge_base(after));
    let pairing = Pairing::new(&before, &after);
    let old = |index: EntryIndex| before.entry(index).key().to_owned();
    let new = |index: EntryIndex| after.entry(index).key().to_owned();
    let mut told: Vec<String> = Vec::new();
    for pair in &pairing.pairs {
        assert_eq!(pairing.after(pair.before), Some(pair.after));
        assert_eq!(pairing.before(pair.after), Some(pair.before));
        let rivals: Vec<String> = pair
            .rivals
            .iter()
            .map(|rival| match *rival {
                Rival::Before(index) => format!(" (or was {})", old(index)),
                Rival::After(index) => format!(" (or is {})", new(index)),
            })
            .collect();
        told.push(format!("{} = {} by {:?}{}", old(pair.before), new(pair.after), pair.by, rivals.concat()));
    }
    told.extend(pairing.removed.iter().map(|&index| format!("-{}", old(index))));
    told.extend(pairing.added.iter().map(|&index| format!("+{}", new(index))));
    let share = |mark: &str, share: &Share| {
        format!("{} {mark} {} ({})", old(share.before), new(share.after), share.phrasings)
    };
    told.extend(pairing.splits.iter().map(|split| share("split", split)));
    told.extend(pairing.merges.iter().map(|merge| share("into", merge)));
    told
}

const SHIP: &str = "question: 什么时候发货, variants: [多久发货, 几天能发出]";
const BACK: &str = "question: 怎么退货, variants: [想退掉, 不合适退吗]";

#[test]
fn the_same_name_is_the_same_entry() {
    let one = format!("- {{id: a, {SHIP}}}\n- {{id: b, {BACK}}}\n");
    assert_eq!(told(&one, &one), ["a = a by Reference", "b = b by Reference"]);
    // Even if everything about it was rewritten.
    assert_eq!(
        told("- {id: a, question: 什么时候发货}\n", "- {id: a, question: 可以开发票吗}\n"),
        ["a = a by Reference"]
    );
}

#[test]
fn a_new_id_and_a_new_question() {
    let before = format!("- {{id: a, {SHIP}}}\n");
    assert_eq!(told(&before, &format!("- {{id: z, {SHIP}}}\n")), ["a = z by Question"]);
    let reworded = "- {id: z, question: 今天拍今天发吗, variants: [多久发货, 几天能发出]}\n";
    assert_eq!(told(&before, reworded), ["a = z by Phrasings"]);
    // Every text reworded, with the same answer.
    assert_eq!(
        told(
            "- {id: a, question: 什么时候可以发货, answer: 48小时内}\n",
            "- {id: z, question: 啥时候能发货, answer: 48小时内}\n"
        ),
        ["a = z by Phrasings"]
    );
}

#[test]
fn what_means_the_opposite_is_no_rename() {
    assert_eq!(
        told(
            "- {id: a, question: 怎么开通花呗, answer: 甲}\n",
            "- {id: z, question: 怎么关闭花呗, answer: 乙}\n"
        ),
        ["-a", "+z"]
    );
}

#[test]
fn exchanged_ids_follow_what_entries_say() {
    let before = format!("- {{id: a, {SHIP}, answer: 甲}}\n- {{id: b, {BACK}, answer: 乙}}\n");
    let after = format!("- {{id: b, {SHIP}, answer: 甲}}\n- {{id: a, {BACK}, answer: 乙}}\n");
    assert_eq!(told(&before, &after), ["a = b by Question", "b = a by Question"]);
}

#[test]
fn splits_and_merges() {
    let whole = "- {id: a, question: 什么时候发货, variants: [多久发货, 几天能发出, 运费谁出, 邮费多少]}\n";
    let parts = "- {id: a, question: 什么时候发货, variants: [多久发货, 几天能发出]}\n- {id: fee, question: 运费谁出, variants: [邮费多少]}\n";
    assert_eq!(told(whole, parts), ["a = a by Reference", "+fee", "a split fee (2)"]);
    assert_eq!(told(parts, whole), ["a = a by Reference", "-fee", "fee into a (2)"]);
}

#[test]
fn of_two_equally_good_the_first_by_name_and_it_is_said() {
    let before = "- {id: old, question: 什么时候发货, variants: [多久发货, 几天到], answer: 甲}\n";
    let after = "- {id: y, question: 多久发货, answer: 甲}\n- {id: x, question: 几天到, answer: 甲}\n";
    let wanted = ["old = x by Phrasings (or is y)", "+y", "old split y (1)"];
    assert_eq!(told(before, after), wanted);
    let wanted = ["x = old by Phrasings (or was y)", "-y", "y into old (1)"];
    assert_eq!(told(after, before), wanted);
}

#[test]
fn a_pack_and_a_file_moved_at_once() {
    let base =
        |path: &str, text: String| KnowledgeBase::from_texts([(PathBuf::from(path), text)]).knowledge_base;
    let before = base("shoes/a.yaml", format!("- {{id: a, {SHIP}}}\n"));
    let after = base("boots/new/b.yaml", format!("- {{id: a, {SHIP}}}\n"));
    let pairing = Pairing::new(&before, &after);
    assert_eq!(pairing.pairs.len(), 1);
    assert_eq!(pairing.pairs[0].by, PairedBy::Id);
}

mod always {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;
    use crate::text::match_key;

    fn version() -> impl Strategy<Value = String> {
        let text = "(什么时候|怎么|多久|为什么)(发货|退款|退货|到账)(呢|吗)?";
        let entry = (prop::option::of("[a-d]"), prop::collection::vec(text, 1..4), 0..3);
        prop::collection::vec(entry, 0..6).prop_map(|entries| {
            let mut yaml = String::new();
            let mut ids: Vec<String> = Vec::new();
            let mut questions: Vec<String> = Vec::new();
            for (id, texts, answer) in entries {
                let id = id.filter(|id| !ids.contains(id));
                if id.is_none() && questions.contains(&match_key(&texts[0])) {
                    continue;
                }
                questions.push(match_key(&texts[0]));
                let id_text = id.as_ref().map_or(String::new(), |id| format!("id: {id}, "));
                ids.extend(id);
                let variants = texts[1..].join(", ");
                writeln!(
                    yaml,
                    "- {{{id_text}question: {}, variants: [{variants}], answer: {answer}}}",
                    texts[0]
                )
                .expect("a text");
            }
            yaml
        })
    }

    proptest! {
        #[test]
        fn the_versions_can_change_places(one in version(), other in version()) {
            let (one, other) = (knowledge_base(&one), knowledge_base(&other));
            let (there, back) = (Pairing::new(&one, &other), Pairing::new(&other, &one));
            let mut pairs: Vec<_> = there.pairs.iter().map(|pair| (pair.before, pair.after, pair.by)).collect();
            let mut mirrored: Vec<_> = back.pairs.iter().map(|pair| (pair.after, pair.before, pair.by)).collect();
            pairs.sort_unstable();
            mirrored.sort_unstable();
            prop_assert_eq!(pairs, mirrored);
            prop_assert_eq!((&there.removed, &there.added), (&back.added, &back.removed));
            let turned = |shares: &[Share]| -> Vec<(EntryIndex, EntryIndex, usize)> {
                shares.iter().map(|share| (share.after, share.before, share.phrasings)).collect()
            };
            let plain = |shares: &[Share]| -> Vec<(EntryIndex, EntryIndex, usize)> {
                shares.iter().map(|share| (share.before, share.after, share.phrasings)).collect()
            };
            prop_assert_eq!(plain(&there.splits), turned(&back.merges));
            prop_assert_eq!(plain(&there.merges), turned(&back.splits));
        }

        #[test]
        fn every_entry_is_its_own_pair(one in version()) {
            let one = knowledge_base(&one);
            let pairing = Pairing::new(&one, &one);
            prop_assert_eq!(pairing.pairs.len(), one.entries.len());
            prop_assert!(pairing.pairs.iter().all(|pair| pair.before == pair.after && pair.rivals.is_empty()));
        }
    }
}
