//! What a shop subscribes to, answers in its own words, and greets with.

use rustc_hash::FxHashMap;

use super::answers::{self, are_equal, text_changed, texts_differ};
use super::lists::difference;
use super::packs::RenamedPacks;
use super::{Versions, change, place};
use crate::diagnostic::Message;
use crate::diff::change::{Change, ChangeKind, Risk, Value};
use crate::diff::pairing::Pairing;
use crate::model::{Answer, EntryIndex, KnowledgeBase, Reference, Shop, ShopAnswer, Text};
use crate::source::{Location, Span};

pub(super) fn changes(versions: Versions<'_>, pairing: &Pairing, renamed: &RenamedPacks) -> Vec<Change> {
    let mut changes = Vec::new();
    let find = |knowledge_base: &'_ KnowledgeBase, id: &str| {
        knowledge_base.shops.iter().position(|shop| &*shop.id == id)
    };
    for shop in &versions.after.shops {
        match find(versions.before, &shop.id) {
            None => {
                let reason = Message::new("a shop more is served", "多服务一家店铺");
                let made = change(ChangeKind::ShopAdded, Risk::Low, reason);
                let after = Some(Value::Text(title(shop)));
                changes.push(about(versions.after, shop, shop.location.span, Change { after, ..made }));
            }
            Some(old) => {
                let before = &versions.before.shops[old];
                Shops { versions, pairing, renamed, before, after: shop }.compare(&mut changes);
            }
        }
    }
    for shop in versions.before.shops.iter().filter(|shop| find(versions.after, &shop.id).is_none()) {
        let reason =
            Message::new("the shop's customers get none of its answers", "这家店铺的顾客得不到任何答案");
        let made = change(ChangeKind::ShopRemoved, Risk::High, reason);
        let before = Some(Value::Text(title(shop)));
        changes.push(about(versions.before, shop, shop.location.span, Change { before, ..made }));
    }
    changes.sort_by(|one, other| one.shop.cmp(&other.shop));
    changes
}

/// A shop then and now.
struct Shops<'c> {
    versions: Versions<'c>,
    pairing: &'c Pairing,
    renamed: &'c RenamedPacks,
    before: &'c Shop,
    after: &'c Shop,
}

impl Shops<'_> {
    fn compare(&self, changes: &mut Vec<Change>) {
        self.name(changes);
        self.subscriptions(changes);
        self.answers(changes);
        self.welcome(changes);
    }

    fn push(&self, changes: &mut Vec<Change>, span: Span, change: Change) {
        changes.push(about(self.versions.after, self.after, span, change));
    }

    fn name(&self, changes: &mut Vec<Change>) {
        let text = |shop: &Shop| shop.name.as_ref().map(|name| Value::Text(name.to_string()));
        let (before, after) = (text(self.before), text(self.after));
        if before != after {
            let reason = Message::new("customers may read it", "顾客可能会看到");
            let made = change(ChangeKind::ShopRenamed, Risk::Low, reason);
            let span = self.after.name.as_ref().map_or(self.after.location.span, |name| name.span);
            self.push(changes, span, Change { before, after, ..made });
        }
    }

    fn subscriptions(&self, changes: &mut Vec<Change>) {
        let subscribed = |knowledge_base: &KnowledgeBase, shop: &Shop| {
            let common = knowledge_base.common_pack().filter(|_| shop.common);
            let common = common.map(|pack| knowledge_base.pack(pack).id.to_string());
            let mut ids: Vec<String> = shop.subscribe.iter().map(|id| id.to_string()).chain(common).collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        let now = |id: String| {
            let pack = self.versions.before.find_pack(&id).and_then(|pack| self.renamed.after(pack));
            pack.map_or(id, |pack| self.versions.after.pack(pack).id.to_string())
        };
        let old: Vec<String> = subscribed(self.versions.before, self.before).into_iter().map(now).collect();
        let new = subscribed(self.versions.after, self.after);
        let (gone, came) = difference(&old, &new, Clone::clone);
        for id in came {
            let reason =
                Message::new("the questions of this pack are answered too", "同时回答这个行业包的问题");
            let made = change(ChangeKind::SubscriptionAdded, Risk::Medium, reason);
            let span = self.after.subscribe.iter().find(|text| *text.value == **id);
            let span = span.map_or(self.after.location.span, |text| text.span);
            self.push(changes, span, Change { after: Some(Value::Text(id.clone())), ..made });
        }
        for id in gone {
            let reason =
                Message::new("the questions of this pack are no longer answered", "不再回答这个行业包的问题");
            let made = change(ChangeKind::SubscriptionRemoved, Risk::High, reason);
            let made = Change { before: Some(Value::Text(id.clone())), ..made };
            self.push(changes, self.after.location.span, made);
        }
    }

    fn answers(&self, changes: &mut Vec<Change>) {
        // What is answered, as the later version knows it, else by the words of the earlier one.
        let old_name = |reference: &Reference| match reference.target {
            Some(target) => self.pairing.after(target).map_or_else(
                || self.versions.before.entry(target).reference.to_string(),
                |after| self.versions.after.entry(after).reference.to_string(),
            ),
            None => reference.text.to_string(),
        };
        let new_name = |reference: &Reference| match reference.target {
            Some(target) => self.versions.after.entry(target).reference.to_string(),
            None => reference.text.to_string(),
        };
        let mut old: FxHashMap<String, &ShopAnswer> =
            self.before.answers.iter().map(|answer| (old_name(&answer.question), answer)).collect();
        for answer in &self.after.answers {
            let name = new_name(&answer.question);
            match old.remove(&name) {
                Some(known) if are_equal(&known.answers, &answer.answers) => {}
                Some(known) => self.answer_changed(&name, known, answer, changes),
                None => {
                    let reason = Message::new(
                        "the shop's own answer takes the place of the pack's",
                        "店铺自己的答案取代行业包的答案",
                    );
                    let made = change(ChangeKind::ShopAnswerAdded, Risk::Medium, reason);
                    let made = Change { after: Some(texts(&answer.answers)), ..made };
                    let target = answer.question.target.map(|at| (self.versions.after, at));
                    self.answered(&name, target, answer.question.text.span, made, changes);
                }
            }
        }
        let mut gone: Vec<(String, &ShopAnswer)> = old.into_iter().collect();
        gone.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        for (name, answer) in gone {
            self.answer_removed(&name, answer, changes);
        }
    }

    fn answer_changed(&self, name: &str, before: &ShopAnswer, after: &ShopAnswer, changes: &mut Vec<Change>) {
        let target = after.question.target.map(|at| (self.versions.after, at));
        if let ([one], [other]) = (&before.answers[..], &after.answers[..])
            && one.text.value != other.text.value
        {
            let made = text_changed(ChangeKind::ShopAnswerChanged, &one.text, &other.text);
            self.answered(name, target, other.text.span, made, changes);
            return;
        }
        for (made, span) in answers::changes(&before.answers, &after.answers) {
            let made = Change { kind: ChangeKind::ShopAnswerChanged, ..made };
            self.answered(name, target, span.unwrap_or(after.question.text.span), made, changes);
        }
    }

    fn answer_removed(&self, name: &str, answer: &ShopAnswer, changes: &mut Vec<Change>) {
        let after = answer.question.target.and_then(|target| self.pairing.after(target));
        let answered = after.is_some_and(|after| !self.versions.after.entry(after).answers.is_empty());
        let (risk, reason) = if answered {
            (Risk::Medium, Message::new("the pack's own answer is given instead", "改用行业包自带的答案"))
        } else {
            (
                Risk::High,
                Message::new("the shop has no answer to this question any more", "店铺对这个问题没有答案了"),
            )
        };
        let made = change(ChangeKind::ShopAnswerRemoved, risk, reason);
        let made = Change { before: Some(texts(&answer.answers)), ..made };
        let target = after.map(|after| (self.versions.after, after));
        let target = target.or(answer.question.target.map(|target| (self.versions.before, target)));
        self.answered(name, target, self.after.location.span, made, changes);
    }

    /// A change of the answer to one question.
    fn answered(
        &self,
        name: &str,
        target: Option<(&KnowledgeBase, EntryIndex)>,
        span: Span,
        change: Change,
        changes: &mut Vec<Change>,
    ) {
        let question = target.map(|(of, index)| of.entry(index).question.to_string());
        let pack = target.map(|(of, index)| of.pack(of.entry(index).pack).id.to_string());
        let mut made = about(self.versions.after, self.after, span, change);
        name.clone_into(&mut made.entry);
        made.question = question.unwrap_or_default();
        made.pack = pack.unwrap_or(made.pack);
        changes.push(made);
    }

    fn welcome(&self, changes: &mut Vec<Change>) {
        let (one, other) = (&self.before.welcome, &self.after.welcome);
        if one.greeting.as_deref() != other.greeting.as_deref() {
            let span = other.greeting.as_ref().map_or(self.after.location.span, |greeting| greeting.span);
            let made = match (&one.greeting, &other.greeting) {
                (Some(one), Some(other)) => text_changed(ChangeKind::WelcomeChanged, one, other),
                (one, other) => {
                    let value = |text: &Option<Text>| text.as_ref().map(|text| Value::Text(text.to_string()));
                    let reason = Message::new("the first thing customers read", "顾客最先看到的内容");
                    let made = change(ChangeKind::WelcomeChanged, Risk::Low, reason);
                    Change { before: value(one), after: value(other), ..made }
                }
            };
            self.push(changes, span, made);
        }
        let cards = |cards: &[Reference]| cards.iter().map(|card| card.text.clone()).collect::<Vec<Text>>();
        let (old, new) = (cards(&one.cards), cards(&other.cards));
        let leads = |cards: &[Reference], pair: bool| {
            let mut targets: Vec<Option<EntryIndex>> = cards
                .iter()
                .map(|card| card.target.and_then(|at| if pair { self.pairing.after(at) } else { Some(at) }))
                .collect();
            targets.sort_unstable();
            targets
        };
        if texts_differ(&old, &new) && leads(&one.cards, true) != leads(&other.cards, false) {
            let reason = Message::new("other questions are offered as buttons", "按钮上的问题不同");
            let made = change(ChangeKind::WelcomeChanged, Risk::Low, reason);
            let value =
                |texts: &[Text]| Some(Value::List(texts.iter().map(|text| text.to_string()).collect()));
            let span = other.cards.first().map_or(self.after.location.span, |card| card.text.span);
            self.push(changes, span, Change { before: value(&old), after: value(&new), ..made });
        }
    }
}

fn about(knowledge_base: &KnowledgeBase, shop: &Shop, span: Span, change: Change) -> Change {
    Change {
        entry: shop.id.to_string(),
        question: shop.name.as_deref().unwrap_or_default().to_owned(),
        pack: shop.id.to_string(),
        shop: Some(shop.id.to_string()),
        place: Some(place(knowledge_base, Location { file: shop.location.file, span })),
        ..change
    }
}

fn title(shop: &Shop) -> String {
    shop.name.as_deref().unwrap_or(&shop.id).to_owned()
}

fn texts(answers: &[Answer]) -> Value {
    match answers {
        [only] => Value::Text(only.text.to_string()),
        several => Value::List(several.iter().map(|answer| answer.text.to_string()).collect()),
    }
}
