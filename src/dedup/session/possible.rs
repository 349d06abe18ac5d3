//! What can be done with a phrasing, and which decisions cannot stand beside each other.
//!
//! Whoever carries a plan out has to refuse these too; here a person is told while it can still be put right.

use std::collections::BTreeMap;

use crate::dedup::plan::{Action, Plan, PlannedPhrasing};
use crate::diagnostic::Message;

/// Why the action cannot be taken on the phrasing, whatever else is decided.
pub(super) fn refusal(phrasing: &PlannedPhrasing, action: &Action) -> Option<Message> {
    let is_question = phrasing.number == 0;
    match action {
        Action::Drop if is_question => Some(Message::new(
            "an entry's question cannot be dropped; `g` merges the whole entry",
            "标准问不能删除，可以按 g 把整个知识点并入另一个",
        )),
        Action::Move { .. } if is_question => Some(Message::new(
            "an entry's question cannot be moved alone; `g` merges the whole entry",
            "标准问不能单独移走，可以按 g 把整个知识点并入另一个",
        )),
        Action::Counterexample if is_question => Some(Message::new(
            "an entry's question cannot be its own counterexample",
            "标准问不能作为自己的反例",
        )),
        Action::Move { to } if *to == phrasing.entry => Some(Message::new(
            "it belongs to that entry already; the space bar on another phrasing marks where to move to",
            "它已经在这个知识点里了；要移到别处，先在目标问法上按空格键",
        )),
        Action::Merge { into } if *into == phrasing.entry => Some(Message::new(
            "an entry cannot be merged into itself; the space bar on another phrasing marks where to merge into",
            "知识点不能并入自己；要并入别处，先在目标问法上按空格键",
        )),
        _ => None,
    }
}

/// Why a group cannot have these actions, given what is decided in the others: an entry would go into two
/// others, or entries would go into each other in a ring.
pub(super) fn contradiction(plan: &Plan, group: usize, actions: &[Action]) -> Option<Message> {
    let mut merges: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    let decided = plan.groups.iter().enumerate().filter(|&(at, other)| other.decided && at != group);
    for (at, other) in decided {
        let actions = other.phrasings.iter().map(|phrasing| &phrasing.action);
        for (from, into) in other.phrasings.iter().zip(actions).filter_map(merge) {
            merges.insert(from, (into, at));
        }
    }
    for (from, into) in plan.groups[group].phrasings.iter().zip(actions).filter_map(merge) {
        let (settled, at) = *merges.entry(from).or_insert((into, group));
        if settled != into {
            return Some(already(from, settled, at));
        }
        let mut next = into;
        // A ring among earlier decisions that does not lead back here must not hold this up for ever.
        for _ in 0..merges.len() {
            let Some(&(beyond, at)) = merges.get(next) else { break };
            if beyond == from {
                return Some(already(next, beyond, at));
            }
            next = beyond;
        }
    }
    None
}

/// Which entry goes into which.
fn merge<'p>((phrasing, action): (&'p PlannedPhrasing, &'p Action)) -> Option<(&'p str, &'p str)> {
    match action {
        Action::Merge { into } => Some((&phrasing.entry, into)),
        _ => None,
    }
}

fn already(from: &str, into: &str, group: usize) -> Message {
    let number = group + 1;
    Message::new(
        format!("`{from}` is merged into `{into}` already, by group {number}"),
        format!("第 {number} 组已经把“{from}”并入“{into}”"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::session::sample;

    /// What stands against the first group as it is.
    fn found(plan: &Plan) -> Option<Message> {
        let actions: Vec<Action> = plan.groups[0].phrasings.iter().map(|one| one.action.clone()).collect();
        contradiction(plan, 0, &actions)
    }

    fn merge_into(entry: &str) -> Action {
        Action::Merge { into: entry.to_owned() }
    }

    #[test]
    fn a_question_goes_only_with_its_entry() {
        let plan = sample::plan();
        let question = &plan.groups[1].phrasings[0];
        assert_eq!(question.number, 0);
        for action in [Action::Drop, Action::Counterexample, Action::Move { to: "shop/other".to_owned() }] {
            assert!(refusal(question, &action).is_some(), "{action:?}");
        }
        assert_eq!(refusal(question, &Action::Keep), None);
        assert_eq!(refusal(question, &merge_into("shop/other")), None);
        assert!(refusal(question, &merge_into(&question.entry)).is_some());
    }

    #[test]
    fn an_entry_goes_into_one_other_and_not_round() {
        let mut plan = sample::plan();
        plan.groups[0].phrasings[1].action = merge_into("shop/ship-time");
        assert_eq!(found(&plan), None);

        // Another group sends the same entry elsewhere, but nobody has decided that.
        let mut elsewhere = plan.groups[0].clone();
        elsewhere.phrasings[1].action = merge_into("shop/invoice");
        plan.groups.push(elsewhere);
        assert_eq!(found(&plan), None);
        plan.groups[3].decided = true;
        let message = found(&plan).expect("a contradiction");
        assert_eq!(message.english, "`shop/presale` is merged into `shop/invoice` already, by group 4");

        // And it comes back over a third.
        plan.groups[3].phrasings[1].entry = "shop/invoice".to_owned();
        plan.groups[3].phrasings[1].action = merge_into("shop/presale");
        assert_eq!(found(&plan), None);
        plan.groups[3].phrasings[0].entry = "shop/ship-time".to_owned();
        plan.groups[3].phrasings[0].action = merge_into("shop/invoice");
        assert!(found(&plan).is_some());
    }
}
