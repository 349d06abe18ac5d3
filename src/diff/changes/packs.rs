//! Packs that came and went, what they are called, and which others they bring along.

use std::collections::BTreeMap;

use super::{Versions, change, place};
use crate::diagnostic::Message;
use crate::diff::change::{Change, ChangeKind, Risk, Value};
use crate::diff::pairing::Pairing;
use crate::model::{KnowledgeBase, Pack, PackIndex, Text};

/// Packs that go by another id now.
#[derive(Debug, Default)]
pub(super) struct RenamedPacks {
    /// By pack of the later version, what it was.
    before: BTreeMap<PackIndex, PackIndex>,
}

impl RenamedPacks {
    /// A pack that is gone and one that is new are one if more than half of the entries of each are pairs of the
    /// other's.
    pub(super) fn new(versions: Versions<'_>, pairing: &Pairing) -> Self {
        let (before, after) = (versions.before, versions.after);
        let is_gone = |pack: PackIndex| after.find_pack(&before.pack(pack).id).is_none();
        let is_new = |pack: PackIndex| before.find_pack(&after.pack(pack).id).is_none();
        let mut common: BTreeMap<(PackIndex, PackIndex), usize> = BTreeMap::new();
        for pair in &pairing.pairs {
            let packs = (before.entry(pair.before).pack, after.entry(pair.after).pack);
            if is_gone(packs.0) && is_new(packs.1) {
                *common.entry(packs).or_default() += 1;
            }
        }
        let size = |of: &KnowledgeBase, pack: PackIndex| {
            of.entries.iter().filter(|entry| entry.pack == pack).count()
        };
        let most = common
            .into_iter()
            .filter(|&((old, new), pairs)| 2 * pairs > size(before, old) && 2 * pairs > size(after, new));
        Self { before: most.map(|((old, new), _)| (new, old)).collect() }
    }

    /// Whether `old` and `new` are one pack under two ids.
    pub(super) fn are_one(&self, old: PackIndex, new: PackIndex) -> bool {
        self.before.get(&new) == Some(&old)
    }

    /// What a pack of the later version was.
    pub(super) fn before(&self, new: PackIndex) -> Option<PackIndex> {
        self.before.get(&new).copied()
    }

    /// What a pack of the earlier version is now.
    pub(super) fn after(&self, old: PackIndex) -> Option<PackIndex> {
        self.before.iter().find(|&(_, before)| *before == old).map(|(&new, _)| new)
    }
}

pub(super) fn changes(versions: Versions<'_>, renamed: &RenamedPacks) -> Vec<Change> {
    let mut changes = Vec::new();
    for (index, pack) in (0..).map(PackIndex).zip(&versions.after.packs) {
        match versions.before.find_pack(&pack.id).or(renamed.before(index)) {
            None => {
                let reason = Message::new("shops can subscribe to it", "店铺可以订阅它");
                let made = change(ChangeKind::PackAdded, Risk::Low, reason);
                let after = Some(Value::Text(title(pack)));
                changes.push(about(versions.after, pack, Change { after, ..made }));
            }
            Some(old) => both(versions, versions.before.pack(old), pack, &mut changes),
        }
    }
    for (index, pack) in (0..).map(PackIndex).zip(&versions.before.packs) {
        if versions.after.find_pack(&pack.id).or(renamed.after(index)).is_some() {
            continue;
        }
        let reason = Message::new("shops no longer get its questions", "店铺不再获得它的问题");
        let made = change(ChangeKind::PackRemoved, Risk::High, reason);
        let before = Some(Value::Text(title(pack)));
        changes.push(about(versions.before, pack, Change { before, ..made }));
    }
    changes.sort_by(|one, other| one.pack.cmp(&other.pack).then(one.kind.cmp(&other.kind)));
    changes
}

fn both(versions: Versions<'_>, before: &Pack, after: &Pack, changes: &mut Vec<Change>) {
    if before.id != after.id {
        let reason = Message::new(
            "labels and references by the old pack's id lead nowhere; its entries went along",
            "知识点一并改到新的行业包下，沿用旧 ID 的标注和引用会失效",
        );
        let made = change(ChangeKind::PackRenamed, Risk::Medium, reason);
        let text = |pack: &Pack| Some(Value::Text(pack.id.to_string()));
        changes.push(about(
            versions.after,
            after,
            Change { before: text(before), after: text(after), ..made },
        ));
    }
    let described = |pack: &Pack| {
        let line = |name: &str, text: &Option<Text>| text.as_ref().map(|text| format!("{name}: {}", &**text));
        let lines = [
            line("name", &pack.name),
            line("description", &pack.description),
            line("language", &pack.language),
            line("version", &pack.version),
        ];
        lines.into_iter().flatten().collect::<Vec<String>>()
    };
    if described(before) != described(after) {
        let reason =
            Message::new("described otherwise; what it answers is the same", "只是说明不同，回答内容不变");
        let made = change(ChangeKind::PackChanged, Risk::Low, reason);
        let value = |pack| Some(Value::List(described(pack)));
        let made = Change { before: value(before), after: value(after), ..made };
        changes.push(about(versions.after, after, made));
    }
    let extended = |pack: &Pack| {
        let mut ids: Vec<String> = pack.extends.iter().map(|(id, _)| id.to_string()).collect();
        ids.sort_unstable();
        ids
    };
    let (old, new) = (extended(before), extended(after));
    if old != new {
        let (risk, reason) = if old.iter().any(|id| !new.contains(id)) {
            (
                Risk::High,
                Message::new(
                    "shops no longer get the questions of a pack that it brought along",
                    "店铺不再通过它获得某个行业包的问题",
                ),
            )
        } else {
            (
                Risk::Medium,
                Message::new("it brings along the questions of another pack", "它带入了另一个行业包的问题"),
            )
        };
        let made = change(ChangeKind::PackExtendsChanged, risk, reason);
        let made = Change { before: Some(Value::List(old)), after: Some(Value::List(new)), ..made };
        changes.push(about(versions.after, after, made));
    }
}

pub(super) fn about(knowledge_base: &KnowledgeBase, pack: &Pack, change: Change) -> Change {
    Change {
        entry: pack.id.to_string(),
        question: pack.name.as_deref().unwrap_or_default().to_owned(),
        pack: pack.id.to_string(),
        place: pack.location.map(|location| place(knowledge_base, location)),
        ..change
    }
}

fn title(pack: &Pack) -> String {
    pack.name.as_deref().unwrap_or(&pack.id).to_owned()
}
