//! What is different about an entry that both versions have.

use super::lists::difference;
use super::phrasings::{keys, text_of};
use super::{Comparison, about, answers, change};
use crate::diagnostic::Message;
use crate::diff::change::{Change, ChangeKind, Risk, Value};
use crate::diff::inline::inline;
use crate::diff::pairing::Rival;
use crate::model::{Entry, EntryIndex, KnowledgeBase, PackIndex, Reference, Status, Validity};
use crate::source::Span;
use crate::text::match_key;

impl Comparison<'_> {
    /// The changes of a pair, in the order of kinds.
    pub(super) fn pair(&self, before: EntryIndex, after: EntryIndex) -> Vec<Change> {
        let mut changes = Vec::new();
        changes.extend(self.name(before, after));
        changes.extend(self.category(before, after));
        changes.extend(self.question(before, after));
        changes.extend(self.phrasings(before, after));
        let (one, other) = (self.versions.before.entry(before), self.versions.after.entry(after));
        let of_answers = answers::changes(&one.answers, &other.answers);
        changes.extend(of_answers.into_iter().map(|(change, span)| {
            about(self.versions.after, other, span.unwrap_or(other.location.span), change)
        }));
        changes.extend(self.service(before, after));
        changes.extend(self.hints(before, after));
        changes
    }

    fn now(&self, after: EntryIndex, span: Span, change: Change) -> Change {
        about(self.versions.after, self.versions.after.entry(after), span, change)
    }

    /// Pack and id.
    fn name(&self, before: EntryIndex, after: EntryIndex) -> Vec<Change> {
        let (one, other) = (self.versions.before.entry(before), self.versions.after.entry(after));
        let text = |entry: &Entry| Some(Value::Text(entry.reference.to_string()));
        let mut changes = Vec::new();
        let packs = [self.versions.before.pack(one.pack), self.versions.after.pack(other.pack)];
        if packs[0].id != packs[1].id && !self.renamed.are_one(one.pack, other.pack) {
            let losing = shops_losing(self.versions.before, one.pack, self.versions.after, other.pack);
            let (risk, reason) = if losing.is_empty() {
                (
                    Risk::Medium,
                    Message::new("shops serve it by another subscription", "店铺通过另一个行业包获得它"),
                )
            } else {
                let shops = losing.join(", ");
                (
                    Risk::High,
                    Message::new(
                        format!("{shops} does not subscribe to the new pack"),
                        format!("{shops} 没有订阅新的行业包"),
                    ),
                )
            };
            changes.push(change(ChangeKind::EntryMoved, risk, reason));
        }
        if one.id.as_deref() != other.id.as_deref() {
            let taken = self.names.contains(&*one.reference);
            let (risk, reason) = match (&one.id, &other.id) {
                (None, _) => (Risk::Low, Message::new("it has an id now", "补上了 ID")),
                (Some(_), _) if taken => (
                    Risk::High,
                    Message::new(
                        "the old id is another entry's now: labels and references lead there",
                        "旧 ID 现在属于另一个知识点：标注和引用会指向那里",
                    ),
                ),
                _ => (
                    Risk::Medium,
                    Message::new(
                        "labels and references by the old id lead nowhere",
                        "沿用旧 ID 的标注和引用会失效",
                    ),
                ),
            };
            changes.push(change(ChangeKind::EntryRenamed, risk, reason));
        }
        let notes = self.rivals(after);
        let span = other.id.as_ref().map_or(other.location.span, |id| id.span);
        for change in &mut changes {
            *change = self.now(
                after,
                span,
                Change { before: text(one), after: text(other), notes: notes.clone(), ..change.clone() },
            );
        }
        changes
    }

    /// Who would have paired equally well.
    fn rivals(&self, after: EntryIndex) -> Vec<Message> {
        let pair = self.pairing.pairs.binary_search_by_key(&after, |pair| pair.after);
        let rivals = pair.map_or(&[][..], |at| &self.pairing.pairs[at].rivals);
        let note = |rival: &Rival| match *rival {
            Rival::Before(index) => {
                let name = &self.versions.before.entry(index).reference;
                Message::new(
                    format!("{name} could have become this entry just as well; names decided"),
                    format!("{name} 同样可能是它的前身，按名称顺序选定"),
                )
            }
            Rival::After(index) => {
                let name = &self.versions.after.entry(index).reference;
                Message::new(
                    format!("it could have become {name} just as well; names decided"),
                    format!("它同样可能变成了 {name}，按名称顺序选定"),
                )
            }
        };
        rivals.iter().map(note).collect()
    }

    fn category(&self, before: EntryIndex, after: EntryIndex) -> Option<Change> {
        let (one, other) = (self.versions.before.entry(before), self.versions.after.entry(after));
        let text = |category: &Option<Box<str>>| category.as_deref().map(|text| Value::Text(text.to_owned()));
        (one.category != other.category).then(|| {
            let reason = Message::new("it is filed elsewhere", "归类不同");
            let made = change(ChangeKind::CategoryChanged, Risk::Low, reason);
            let made = Change { before: text(&one.category), after: text(&other.category), ..made };
            self.now(after, other.location.span, made)
        })
    }

    fn question(&self, before: EntryIndex, after: EntryIndex) -> Option<Change> {
        let (one, other) = (self.versions.before.entry(before), self.versions.after.entry(after));
        if one.question.value == other.question.value {
            return None;
        }
        let (key, new_key) = (match_key(&one.question), match_key(&other.question));
        let known = |entry: &Entry, key: &str| entry.phrasings().any(|text| match_key(text) == key);
        let (risk, reason) = if key == new_key {
            (Risk::Low, Message::new("only its notation is another", "只是写法不同"))
        } else if known(one, &new_key) && known(other, &key) {
            (Risk::Low, Message::new("question and variant changed places", "标准问与相似问互换"))
        } else if known(other, &key) {
            (Risk::Low, Message::new("the old question stays as a variant", "原标准问保留为相似问"))
        } else {
            (Risk::Medium, Message::new("the old question is no phrasing any more", "原标准问不再是它的问法"))
        };
        let made = change(ChangeKind::QuestionReworded, risk, reason);
        let made = Change {
            before: Some(Value::Text(one.question.to_string())),
            after: Some(Value::Text(other.question.to_string())),
            pieces: inline(&one.question, &other.question),
            ..made
        };
        Some(self.now(after, other.question.span, made))
    }

    /// Variants that came, went, and moved here from elsewhere.
    fn phrasings(&self, before: EntryIndex, after: EntryIndex) -> Vec<Change> {
        let (one, other) = (self.versions.before.entry(before), self.versions.after.entry(after));
        let (ones, others) = (keys(one), keys(other));
        let (old_question, question) = (match_key(&one.question), match_key(&other.question));
        let mut changes = Vec::new();
        for key in others.iter().filter(|key| !ones.contains(key)) {
            let source = self.moves.source(after, key);
            let merged =
                source.is_some_and(|source| self.merge_of(source).is_some_and(|merge| merge.after == after));
            if merged {
                continue;
            }
            if let Some(source) = source {
                changes.extend(self.moved(source, after, key));
            } else if **key != *question {
                let reason = Message::new("one phrasing more is recognised", "多识别一种问法");
                changes.extend(self.phrasing(ChangeKind::VariantAdded, Risk::Low, reason, after, key));
            }
        }
        for key in ones.iter().filter(|key| !others.contains(key)) {
            if **key != *old_question && !self.moves.went_elsewhere(before, key) {
                let reason =
                    Message::new("one phrasing less is recognised for sure", "少了一种能确保识别的问法");
                let text = text_of(self.versions.before, before, key).unwrap_or_default().to_owned();
                let made = change(ChangeKind::VariantRemoved, Risk::Medium, reason);
                let made = Change { before: Some(Value::Text(text)), ..made };
                changes.push(self.now(after, other.location.span, made));
            }
        }
        changes
    }

    fn phrasing(
        &self,
        kind: ChangeKind,
        risk: Risk,
        reason: Message,
        after: EntryIndex,
        key: &str,
    ) -> Option<Change> {
        let text = self.versions.after.entry(after).phrasings().find(|text| match_key(text) == key)?;
        let value = Some(Value::Text(text.to_string()));
        Some(self.now(after, text.span, Change { after: value, ..change(kind, risk, reason) }))
    }

    /// A phrasing that `source` had and `after` has.
    pub(super) fn moved(&self, source: EntryIndex, after: EntryIndex, key: &str) -> Option<Change> {
        let old = text_of(self.versions.before, source, key)?;
        let reason =
            Message::new("customers who say this get another answer", "这样问的顾客会得到另一个答案");
        let made = self.phrasing(ChangeKind::VariantMoved, Risk::High, reason, after, key)?;
        let Some(Value::Text(text)) = made.after else { return None };
        let entry = made.entry.clone();
        let came_from = self.versions.before.entry(source).reference.to_string();
        Some(Change {
            before: Some(Value::Phrasing { entry: came_from, text: old.to_owned() }),
            after: Some(Value::Phrasing { entry, text }),
            ..made
        })
    }

    /// When it is served, and whether.
    fn service(&self, before: EntryIndex, after: EntryIndex) -> Vec<Change> {
        let (one, other) = (self.versions.before.entry(before), self.versions.after.entry(after));
        let mut changes = Vec::new();
        if one.validity != other.validity {
            let (risk, reason) = if is_shorter(one.validity, other.validity) {
                (
                    Risk::High,
                    Message::new("it is not served on some days when it was", "有些日子原来有效，现在无效"),
                )
            } else {
                (Risk::Medium, Message::new("it is served on more days", "生效的日子变多了"))
            };
            let span = [other.validity_spans.from, other.validity_spans.until];
            let span = span.into_iter().find(|span| span.end > 0).unwrap_or(other.location.span);
            let text = |validity| Some(Value::Text(days(validity)));
            let made = change(ChangeKind::ValidityChanged, risk, reason);
            changes.push((span, Change { before: text(one.validity), after: text(other.validity), ..made }));
        }
        if one.status != other.status {
            let (risk, reason) = match (one.status, other.status) {
                (Status::Live, _) => (Risk::High, Message::new("it is no longer served", "不再生效")),
                (_, Status::Live) => (Risk::Medium, Message::new("it is served from now on", "开始生效")),
                _ => (Risk::Low, Message::new("it is not served either way", "前后都不生效")),
            };
            let text = |status: Status| Some(Value::Text(status_name(status).to_owned()));
            let made = change(ChangeKind::StatusChanged, risk, reason);
            changes.push((
                other.location.span,
                Change { before: text(one.status), after: text(other.status), ..made },
            ));
        }
        changes.into_iter().map(|(span, change)| self.now(after, span, change)).collect()
    }

    /// Keywords, counterexamples, related questions, tags.
    fn hints(&self, before: EntryIndex, after: EntryIndex) -> Vec<Change> {
        let (one, other) = (self.versions.before.entry(before), self.versions.after.entry(after));
        let whole = other.location.span;
        let mut changes = Vec::new();
        let mut list = |kind, risk, reason, (ones, others): (Vec<String>, Vec<String>)| {
            if ones != others {
                let made = change(kind, risk, reason);
                let made =
                    Change { before: Some(Value::List(ones)), after: Some(Value::List(others)), ..made };
                changes.push((whole, made));
            }
        };
        let sets = |entry: &Entry| {
            let mut sets: Vec<String> = entry
                .keywords
                .iter()
                .map(|set| {
                    let mut words: Vec<&str> = set.iter().map(|word| &**word).collect();
                    words.sort_unstable();
                    words.join(" + ")
                })
                .collect();
            sets.sort_unstable();
            sets
        };
        let reason = Message::new(
            "questions with these words lead here, or no longer",
            "含这些词的问题会（或不再）指向这里",
        );
        list(ChangeKind::KeywordsChanged, Risk::Medium, reason, (sets(one), sets(other)));
        let reason = Message::new("other questions are offered after the answer", "答完后推荐的问题不同");
        list(ChangeKind::RelatedChanged, Risk::Low, reason, self.related(one, other));
        let tags = |entry: &Entry| {
            let mut tags: Vec<String> = entry.tags.iter().map(|tag| tag.to_string()).collect();
            tags.sort_unstable();
            tags
        };
        let reason = Message::new("labels for people only", "只影响内部标签");
        list(ChangeKind::TagsChanged, Risk::Low, reason, (tags(one), tags(other)));
        let (gone, new) = difference(&one.counterexamples, &other.counterexamples, |text| match_key(text));
        for text in new {
            let reason = Message::new("questions like this no longer lead here", "类似的问题不再指向这里");
            let made = change(ChangeKind::CounterexampleAdded, Risk::Medium, reason);
            changes.push((text.span, Change { after: Some(Value::Text(text.to_string())), ..made }));
        }
        for text in gone {
            let reason =
                Message::new("questions like this may lead here again", "类似的问题可能又会指向这里");
            let made = change(ChangeKind::CounterexampleRemoved, Risk::Medium, reason);
            changes.push((whole, Change { before: Some(Value::Text(text.to_string())), ..made }));
        }
        changes.into_iter().map(|(span, change)| self.now(after, span, change)).collect()
    }

    /// What both mention, by the names of the later version where there is one; equal if they lead to the same.
    fn related(&self, one: &Entry, other: &Entry) -> (Vec<String>, Vec<String>) {
        let later = |index: EntryIndex| self.versions.after.entry(index).reference.to_string();
        let old = |reference: &Reference| match reference.target {
            Some(target) => self
                .pairing
                .after(target)
                .map_or_else(|| self.versions.before.entry(target).reference.to_string(), later),
            None => reference.text.to_string(),
        };
        let new = |reference: &Reference| reference.target.map_or_else(|| reference.text.to_string(), later);
        let sorted = |mut names: Vec<String>| {
            names.sort_unstable();
            names
        };
        (sorted(one.related.iter().map(old).collect()), sorted(other.related.iter().map(new).collect()))
    }
}

/// Whether some day is inside of `before` and not of `after`.
fn is_shorter(before: Validity, after: Validity) -> bool {
    let later_start = after.from.is_some_and(|from| before.from.is_none_or(|old| old < from));
    let earlier_end = after.until.is_some_and(|until| before.until.is_none_or(|old| until < old));
    later_start || earlier_end
}

/// The days as people write them; `always` without any.
pub(super) fn days(validity: Validity) -> String {
    match (validity.from, validity.until) {
        (None, None) => "always".to_owned(),
        (Some(from), None) => format!("from {from}"),
        (None, Some(until)) => format!("until {until}"),
        (Some(from), Some(until)) => format!("{from} to {until}"),
    }
}

/// The status as files have it.
const fn status_name(status: Status) -> &'static str {
    match status {
        Status::Live => "live",
        Status::Draft => "draft",
        Status::Retired => "retired",
    }
}

/// The shops that served the old pack and do not serve the new one.
fn shops_losing(
    before: &KnowledgeBase,
    old: PackIndex,
    after: &KnowledgeBase,
    new: PackIndex,
) -> Vec<String> {
    let served = |shop: &&crate::model::Shop| before.packs_of(shop).contains(&old);
    let losing = before.shops.iter().filter(served).filter_map(|shop| {
        let now = after.shops.iter().find(|known| *known.id == *shop.id)?;
        (!after.packs_of(now).contains(&new)).then(|| shop.id.to_string())
    });
    losing.collect()
}
