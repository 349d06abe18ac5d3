//! A cause in a sentence that names it.

use super::{Deciding, Found};
use crate::diagnostic::Message;
use crate::diff::behaviour::types::Cause;
use crate::diff::{Change, ChangeKind, Value};

/// Longer values are not repeated in the sentence.
const SHORT: usize = 40;

/// The cause for people.
pub(super) fn told(change: &Change, found: Found) -> Cause {
    let words = words(change, found.deciding.as_ref());
    let phrasing = match found.deciding {
        Some(Deciding::Phrasing(phrasing)) => Some(phrasing),
        _ => None,
    };
    Cause { change: found.change, phrasing, words }
}

fn words(change: &Change, deciding: Option<&Deciding>) -> Message {
    use ChangeKind as Kind;
    let entry = &change.entry;
    match deciding {
        Some(Deciding::KeywordsGained(words)) => {
            return Message::new(
                format!("{entry} has the new keywords `{words}`"),
                format!("{entry} 有了新的关键词“{words}”"),
            );
        }
        Some(Deciding::KeywordsLost(words)) => {
            return Message::new(
                format!("{entry} no longer has the keywords `{words}`"),
                format!("{entry} 不再有关键词“{words}”"),
            );
        }
        Some(Deciding::Phrasing(_)) | None => {}
    }
    let decided = match deciding {
        Some(Deciding::Phrasing(phrasing)) => Some(phrasing.as_str()),
        _ => None,
    };
    let text = decided.or_else(|| text_of(change));
    match (change.kind, text, &change.before, &change.after) {
        (
            Kind::VariantMoved,
            _,
            Some(Value::Phrasing { entry: from, text }),
            Some(Value::Phrasing { entry: to, .. }),
        ) => Message::new(
            format!("`{text}` moved from {from} to {to}"),
            format!("“{text}”从 {from} 移到了 {to}"),
        ),
        (Kind::VariantAdded, Some(text), ..) => {
            Message::new(format!("`{text}` was added to {entry}"), format!("{entry} 新增了“{text}”"))
        }
        (Kind::VariantRemoved, Some(text), ..) => {
            Message::new(format!("`{text}` was removed from {entry}"), format!("{entry} 删除了“{text}”"))
        }
        (Kind::QuestionReworded, _, Some(Value::Text(before)), Some(Value::Text(after))) => Message::new(
            format!("the question of {entry} was reworded from `{before}` to `{after}`"),
            format!("{entry} 的标准问从“{before}”改成了“{after}”"),
        ),
        (Kind::CounterexampleAdded, Some(text), ..) => Message::new(
            format!("`{text}` became a counterexample of {entry}"),
            format!("“{text}”被加为 {entry} 的反例"),
        ),
        (Kind::CounterexampleRemoved, Some(text), ..) => Message::new(
            format!("`{text}` is no longer a counterexample of {entry}"),
            format!("“{text}”不再是 {entry} 的反例"),
        ),
        (Kind::EntryAdded, Some(text), ..) => Message::new(
            format!("{entry} is new and has `{text}`"),
            format!("新增了 {entry}，其中有“{text}”"),
        ),
        (Kind::EntrySplit, Some(text), ..) => Message::new(
            format!("{entry} was split off and took `{text}`"),
            format!("拆分出 {entry}，带走了“{text}”"),
        ),
        (Kind::EntryAdded, None, ..) => Message::new(format!("{entry} is new"), format!("新增了 {entry}")),
        (Kind::EntrySplit, None, Some(Value::Text(from)), _) => Message::new(
            format!("{entry} was split off from {from}"),
            format!("{entry} 是从 {from} 拆分出来的"),
        ),
        (Kind::EntryRemoved, None, ..) => {
            Message::new(format!("{entry} was removed"), format!("{entry} 已删除"))
        }
        (Kind::EntryMerged, None, _, Some(Value::Text(into))) => {
            Message::new(format!("{entry} was merged into {into}"), format!("{entry} 已合并到 {into}"))
        }
        (Kind::EntryRemoved, Some(text), ..) => Message::new(
            format!("{entry} was removed, and `{text}` with it"),
            format!("{entry} 已删除，“{text}”也随之删除"),
        ),
        (Kind::EntryMerged, Some(text), _, Some(Value::Text(into))) => Message::new(
            format!("{entry} was merged into {into}, and `{text}` went with it"),
            format!("{entry} 已合并到 {into}，“{text}”也随之并入"),
        ),
        _ => otherwise(change),
    }
}

/// The one phrasing of a change; of what was split off or merged it is the other entry's name that stands alone.
fn text_of(change: &Change) -> Option<&str> {
    if matches!(change.kind, ChangeKind::EntrySplit | ChangeKind::EntryMerged) {
        return None;
    }
    match change.before.as_ref().or(change.after.as_ref()) {
        Some(Value::Text(text) | Value::Phrasing { text, .. }) => Some(text),
        _ => None,
    }
}

/// The kind of change and where, with what stood and stands there if that is short.
fn otherwise(change: &Change) -> Message {
    let short = |value: &Option<Value>| match value {
        Some(Value::Text(text)) if text.chars().count() <= SHORT && !text.contains('\n') => {
            Some(text.clone())
        }
        _ => None,
    };
    let title = change.kind.title();
    let values = match (short(&change.before), short(&change.after)) {
        (Some(before), Some(after)) => Some(format!("{before} → {after}")),
        (Some(one), None) | (None, Some(one)) => Some(one),
        (None, None) => None,
    };
    let place = [Some(change.entry.as_str()).filter(|entry| !entry.is_empty()), change.shop.as_deref()];
    let mut places: Vec<&str> = place.into_iter().flatten().collect();
    places.dedup();
    let (english, chinese) = values.map_or_else(
        || (String::new(), String::new()),
        |values| (format!(" ({values})"), format!("（{values}）")),
    );
    Message::new(
        format!("{}: {}{english}", places.join(", "), title.english),
        format!("{}：{}{chinese}", places.join("，"), title.chinese),
    )
}
