//! What is proposed, and that it can be carried out.

use jiff::civil::date;

use super::*;
use crate::dedup::{
    Degree, Duplicates, FactConflict, Group, Level, Likeness, Member, PhrasingId, Phrasings, Reason,
};
use crate::diagnostic::{Language, Message};

const DAY: jiff::civil::Date = date(2026, 1, 1);

fn member(phrasing: u32, harm: Harm, degree: Degree) -> Member {
    let reason = match degree {
        Degree::Exact => Reason::Same,
        Degree::Normalised => Reason::Notation,
        Degree::Near => Reason::Order,
    };
    let likeness = Likeness { degree, score: 1.0, reason };
    Member { phrasing: PhrasingId(phrasing), harm, likeness, facts: Vec::new() }
}

fn group(representative: u32, members: Vec<Member>) -> Group {
    let harm = members.iter().map(|member| member.harm).min().expect("a member");
    Group { harm, representative: PhrasingId(representative), members }
}

fn found(groups: Vec<Group>) -> Duplicates {
    Duplicates { groups, ..Duplicates::default() }
}

/// Each group's actions, `?` behind those that are not decided.
fn proposed(knowledge_base: &KnowledgeBase, groups: Vec<Group>) -> Vec<String> {
    let phrasings = Phrasings::new(knowledge_base);
    let plan = propose(knowledge_base, &phrasings, &found(groups), DAY, Language::English);
    let group = |group: &PlannedGroup| {
        let actions: Vec<String> = group
            .phrasings
            .iter()
            .map(|phrasing| format!("{} {}", phrasing.action.name(), phrasing.text))
            .collect();
        format!("{}{}", actions.join(", "), if group.decided { "" } else { "?" })
    };
    plan.groups.iter().map(group).collect()
}

const FILE: &str = "\
- id: a
  question: 怎么退款
  variants: [怎么退款！, 退款, 怎么退款]
  answers: [{text: 旧, until: 2025-12-31}, {text: \"在订单里申请，\\n\\n三天内到账\"}]
- id: b
  question: 如何退款
  variants: [怎么退款, 怎么退款？]
  answer: 不能退
";
// Phrasings: a 0..=3, b 4..=6.

#[test]
fn clutter_goes_and_nobody_has_to_look() {
    use Degree::{Exact, Near, Normalised};
    use Harm::Clutter;
    let knowledge_base = base(&[("p/x.yaml", FILE)]);
    let all = group(0, vec![member(1, Clutter, Normalised), member(3, Clutter, Exact)]);
    assert_eq!(proposed(&knowledge_base, vec![all]), ["keep 怎么退款, drop 怎么退款！, drop 怎么退款"]);
    let near = group(0, vec![member(1, Clutter, Normalised), member(2, Clutter, Near)]);
    assert_eq!(proposed(&knowledge_base, vec![near]), ["keep 怎么退款, drop 怎么退款！, keep 退款?"]);
    // The question stays, whoever speaks for the group.
    let turned = group(3, vec![member(0, Clutter, Exact)]);
    assert_eq!(proposed(&knowledge_base, vec![turned]), ["drop 怎么退款, keep 怎么退款"]);
}

#[test]
fn a_variant_that_is_another_question_is_to_go_once_somebody_has_looked() {
    use Degree::{Exact, Near, Normalised};
    use Harm::{Clutter, Conflict, Merge, Question, Shadowing};
    let knowledge_base = base(&[("p/x.yaml", FILE)]);
    let question = group(0, vec![member(5, Question, Exact), member(6, Question, Normalised)]);
    assert_eq!(proposed(&knowledge_base, vec![question]), ["keep 怎么退款, drop 怎么退款, drop 怎么退款？?"]);
    let near = group(0, vec![member(5, Question, Near)]);
    assert_eq!(proposed(&knowledge_base, vec![near]), ["keep 怎么退款, keep 怎么退款?"]);
    for harm in [Conflict, Shadowing, Merge] {
        let pair = group(0, vec![member(4, harm, Normalised)]);
        assert_eq!(proposed(&knowledge_base, vec![pair]), ["keep 怎么退款, keep 如何退款?"]);
    }
    // What the other entry has twice goes all the same, and what is decided once stays so.
    let mixed = group(3, vec![member(5, Conflict, Exact), member(6, Conflict, Normalised)]);
    let again = group(6, vec![member(5, Clutter, Normalised)]);
    assert_eq!(
        proposed(&knowledge_base, vec![mixed, again]),
        ["keep 怎么退款, keep 怎么退款, drop 怎么退款？?", "drop 怎么退款？, keep 怎么退款"]
    );
}

#[test]
fn reasons_and_answers_are_in_the_readers_language() {
    let knowledge_base = base(&[("p/x.yaml", FILE)]);
    let mut other = member(4, Harm::Conflict, Degree::Near);
    other.facts = vec![FactConflict {
        kind: Message::new("yes or no", "是否"),
        one: vec!["可以".to_owned(), "能".to_owned()],
        other: vec!["不能".to_owned()],
    }];
    let duplicates = found(vec![group(0, vec![other])]);
    let phrasings = Phrasings::new(&knowledge_base);
    let plan = |language| propose(&knowledge_base, &phrasings, &duplicates, DAY, language);
    let of = |plan: &Plan, at: usize| {
        let phrasing = &plan.groups[0].phrasings[at];
        [phrasing.why.clone(), phrasing.answer.clone(), phrasing.place.clone()]
    };
    let english = plan(Language::English);
    assert_eq!(of(&english, 0), ["", "在订单里申请， 三天内到账", "p/x.yaml:2"]);
    assert_eq!(
        of(&english, 1),
        ["same words, other order; yes or no: 可以, 能 / 不能", "不能退", "p/x.yaml:6"]
    );
    let chinese = plan(Language::Chinese);
    assert_eq!(of(&chinese, 1)[0], "词相同，只是语序不同；是否：可以、能／不能");
    assert_eq!(chinese.files.len(), 1);
    let long = base(&[("p/x.yaml", &format!("- {{id: a, question: 甲, answer: {}}}\n", "长".repeat(80)))]);
    let phrasings = Phrasings::new(&long);
    let one = found(vec![group(0, vec![member(0, Harm::Clutter, Degree::Exact)])]);
    let plan = propose(&long, &phrasings, &one, DAY, Language::English);
    assert_eq!(plan.groups[0].phrasings[0].answer, format!("{}…", "长".repeat(60)));
}

/// What a search for equal phrasings would find.
fn equal(knowledge_base: &KnowledgeBase, phrasings: &Phrasings) -> Duplicates {
    let groups = phrasings.groups(Level::Particles).iter().map(|ids| {
        let harm = |id: &PhrasingId| {
            let same = phrasings.get(*id).entry == phrasings.get(ids[0]).entry;
            if same { Harm::Clutter } else { Harm::Conflict }
        };
        let text = |id: PhrasingId| phrasings.get(id).text(knowledge_base);
        let degree = |id: PhrasingId| {
            if text(id).value == text(ids[0]).value { Degree::Exact } else { Degree::Normalised }
        };
        group(ids[0].0, ids[1..].iter().map(|id| member(id.0, harm(id), degree(*id))).collect())
    });
    found(groups.collect())
}

#[test]
fn clutter_removed_is_found_no_more() {
    let files = [
        ("p/x.yaml", FILE),
        (
            "q/y.yaml",
            "- id: c\n  question: 发货\n  variants: # 注\n    - 发货吗 # 一\n    - 发货！\n    - 到货\n",
        ),
        ("q/z.yaml", "- id: d\n  question: 改地址\n"),
    ];
    let knowledge_base = base(&files);
    let phrasings = Phrasings::new(&knowledge_base);
    let duplicates = equal(&knowledge_base, &phrasings);
    let plan = clutter_removals(&knowledge_base, &phrasings, &duplicates, DAY, Language::English);
    assert!(plan.groups.iter().all(|group| group.decided && group.harm == Harm::Clutter));
    let paths: Vec<&str> = plan.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["p/x.yaml", "q/y.yaml"]);
    let applied = plan.apply(&knowledge_base).expect("a plan that fits");
    assert_eq!(applied.counts, Counts { dropped: 5, ..Counts::default() });
    let loaded = KnowledgeBase::from_bytes(after(&knowledge_base, &applied));
    assert!(loaded.problems.is_empty());
    let left = Phrasings::new(&loaded.knowledge_base);
    let again = clutter_removals(
        &loaded.knowledge_base,
        &left,
        &equal(&loaded.knowledge_base, &left),
        DAY,
        Language::English,
    );
    assert!(again.groups.is_empty() && again.files.is_empty());
    assert!(again.apply(&loaded.knowledge_base).expect("a plan that fits").files.is_empty());
    // What two entries share is still there: that is for people.
    assert_eq!(left.groups(Level::Normalised).len(), 1);
    let text = String::from_utf8(applied.files[&PathBuf::from("q/y.yaml")].clone()).expect("a text");
    assert_eq!(text, "- id: c\n  question: 发货\n  variants: # 注\n    # 一\n    - 到货\n");
}
