//! Packs that came and went, what they are called, and which others they bring along.

use super::{Versions, change, place};
use crate::diagnostic::Message;
use crate::diff::change::{Change, ChangeKind, Risk, Value};
use crate::model::{KnowledgeBase, Pack, Text};

pub(super) fn changes(versions: Versions<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for pack in &versions.after.packs {
        match versions.before.find_pack(&pack.id) {
            None => {
                let reason = Message::new("shops can subscribe to it", "店铺可以订阅它");
                let made = change(ChangeKind::PackAdded, Risk::Low, reason);
                let after = Some(Value::Text(title(pack)));
                changes.push(about(versions.after, pack, Change { after, ..made }));
            }
            Some(old) => both(versions, versions.before.pack(old), pack, &mut changes),
        }
    }
    for pack in versions.before.packs.iter().filter(|pack| versions.after.find_pack(&pack.id).is_none()) {
        let reason = Message::new("shops no longer get its questions", "店铺不再获得它的问题");
        let made = change(ChangeKind::PackRemoved, Risk::High, reason);
        let before = Some(Value::Text(title(pack)));
        changes.push(about(versions.before, pack, Change { before, ..made }));
    }
    changes.sort_by(|one, other| one.pack.cmp(&other.pack).then(one.kind.cmp(&other.kind)));
    changes
}

fn both(versions: Versions<'_>, before: &Pack, after: &Pack, changes: &mut Vec<Change>) {
    let described = |pack: &Pack| {
        let line = |name: &str, text: &Option<Text>| text.as_ref().map(|text| format!("{name}: {}", &**text));
        let lines = [
            line("name", &pack.name),
            line("description", &pack.description),
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
