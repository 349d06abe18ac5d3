//! Gates that were raised, lowered, set or dropped, in packs and in the configuration.

use std::collections::{BTreeMap, BTreeSet};

use super::packs::{RenamedPacks, about};
use super::{Versions, change};
use crate::diagnostic::Message;
use crate::diff::change::{Change, ChangeKind, Risk, Value};
use crate::model::{Figure, Gates, KnowledgeBase, PackIndex};

pub(super) fn changes(versions: Versions<'_>, renamed: &RenamedPacks) -> Vec<Change> {
    let mut changes = Vec::new();
    // A pack that came or went takes its gates along.
    for (index, pack) in (0..).map(PackIndex).zip(&versions.after.packs) {
        if let Some(old) = versions.before.find_pack(&pack.id).or(renamed.before(index)) {
            let made = between(&versions.before.pack(old).gates, &pack.gates);
            changes.extend(made.into_iter().map(|change| about(versions.after, pack, change)));
        }
    }
    if let Some((before, after)) = versions.gates {
        let scopes: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for scope in scopes {
            let none = Gates::default();
            let of = |table: &'_ BTreeMap<String, Gates>| table.get(scope).cloned();
            let (old, new) = (of(before).unwrap_or_else(|| none.clone()), of(after).unwrap_or(none));
            changes.extend(
                between(&old, &new).into_iter().map(|change| configured(versions.after, scope, change)),
            );
        }
    }
    changes
}

fn between(before: &Gates, after: &Gates) -> Vec<Change> {
    let limit = |gates: &Gates, figure| gates.limits.get(&figure).copied();
    let differing = Figure::ALL.into_iter().filter(|&figure| limit(before, figure) != limit(after, figure));
    differing.map(|figure| gate(figure, limit(before, figure), limit(after, figure))).collect()
}

fn gate(figure: Figure, before: Option<f64>, after: Option<f64>) -> Change {
    let is_harder = |before: f64, after: f64| (after > before) == figure.higher_is_better();
    let (risk, reason) = match (before, after) {
        (Some(before), Some(after)) if is_harder(before, after) => {
            (Risk::Low, Message::new("harder to keep", "更难达到"))
        }
        (None, _) => (Risk::Low, Message::new("a new gate", "新增的门禁")),
        (Some(_), None) => {
            (Risk::High, Message::new("nothing watches this figure any more", "这个指标不再受门禁约束"))
        }
        (Some(_), Some(_)) => (
            Risk::High,
            Message::new("easier to keep: a worse bot would pass", "门槛降低：更差的机器人也能通过"),
        ),
    };
    let value = |limit: Option<f64>| {
        let bound = if figure.higher_is_better() { "at least" } else { "at most" };
        limit.map(|limit| Value::Text(format!("{} {bound} {limit}", figure.name())))
    };
    Change { before: value(before), after: value(after), ..change(ChangeKind::GateChanged, risk, reason) }
}

/// A gate of the configuration, over all packs if `scope` is empty.
fn configured(knowledge_base: &KnowledgeBase, scope: &str, change: Change) -> Change {
    match knowledge_base.find_pack(scope) {
        Some(pack) => Change { place: None, ..about(knowledge_base, knowledge_base.pack(pack), change) },
        None => Change { entry: scope.to_owned(), pack: scope.to_owned(), ..change },
    }
}
