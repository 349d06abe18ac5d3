//! # KB113 welcome-card
//!
//! A welcome card that is shown twice, leads nowhere or does not fit on its button.
//!
//! ## What it does
//! For each shop it reports cards that lead to the same entry, more than ten cards, cards to entries that the
//! shop does not serve (yet) or has no answer to, questions that are longer than twenty characters, and cards
//! without a greeting above them. A Chinese character counts as one, a Latin letter as half. What is a draft,
//! retired or past its day is told by `reference-to-inactive`.
//!
//! ## Why it matters
//! The cards are the first thing a customer sees, and the only questions the shop asks for itself.
//!
//! ## Example
//! ```yaml fail
//! # file: common/faq.yaml
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! - id: size
//!   question: 我平时穿的尺码在两个码之间的时候应该选大一码还是小一码？
//! # file: qinghe/shop.yaml
//! id: qinghe
//! welcome:
//!   cards: [common/ship-time, common/size, 什么时候发货]
//! ```
//! ```yaml pass
//! # file: common/faq.yaml
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! # file: qinghe/shop.yaml
//! id: qinghe
//! welcome:
//!   greeting: 您好，我是小禾。
//!   cards: [common/ship-time]
//! ```
//!
//! ## Fix
//! Safe: takes a card out that leads where an earlier one does. Everything else wants a person.
//!
//! ## Settings
//! `maximum`: so many cards are fine, 10 if nothing is said. `maximum-length`: so long a question fits on a
//! button, 20 characters if nothing is said.
//!
//! # KB113 欢迎语卡片
//!
//! 欢迎语卡片重复、点了没有答案，或者按钮放不下。
//!
//! ## 检查什么
//! 对每个店铺，报告指向同一个知识点的卡片、超过十张的卡片、店铺没有订阅（或还没生效、没有答案）的卡片、超过二十个字的问题，以及有卡片却没有欢迎语。汉字算一个字，英文字母算半个。草稿、停用、过期的由 `reference-to-inactive` 报告。
//!
//! ## 为什么重要
//! 卡片是客户最先看到的东西，也是店铺主动推荐的问题。
//!
//! ## 修复
//! 安全：删去与前面重复的卡片。其他情况需要人来处理。
//!
//! ## 设置
//! `maximum`：最多几张卡片，默认 10。`maximum-length`：按钮上的问题最多几个字，默认 20。

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_width::UnicodeWidthStr;

use crate::diagnostic::{Fix, Message, Severity};
use crate::lint::mentions::without_item;
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::model::{EntryIndex, Reference, Shop, State, View, ViewOptions};
use crate::source::Location;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB113",
    name: "welcome-card",
    severity: Severity::Warning,
    fixes: Fixes::Safe,
    needs: Needs::Nothing,
    check: Check::Shop(check),
    source: include_str!("welcome_card.rs"),
};

/// How many cards a shop may show, and how long their questions may be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// The most cards.
    pub maximum: usize,
    /// The most characters of a question on a card; two Latin letters count as one.
    pub maximum_length: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { maximum: 10, maximum_length: 20 }
    }
}

fn check(context: &Context<'_>, shop: &Shop, findings: &mut Findings<'_>) {
    let cards = &shop.welcome.cards;
    let Some(first) = cards.first() else { return };
    if !findings.wanted_in(shop.location.file) {
        return;
    }
    if shop.welcome.greeting.as_ref().is_none_or(|greeting| greeting.is_empty()) {
        let message = Message::new("there are cards, but no greeting above them", "有卡片，但没有欢迎语");
        let help = Message::new("write `greeting` beside `cards`", "请在 `cards` 旁边写上 `greeting`");
        findings.push(RULE.finding(place(shop, first), message).with_help(help));
    }
    let Limits { maximum, maximum_length } = context.settings(shop.location.file).welcome_card;
    if let Some(first_beyond) = cards.get(maximum) {
        let count = cards.len();
        let message = Message::new(
            format!("{count} cards, more than {maximum}"),
            format!("有 {count} 张卡片，超过 {maximum} 张"),
        );
        let help = Message::new("keep the questions that are asked most", "只留客户问得最多的几个");
        findings.push(RULE.finding(place(shop, first_beyond), message).with_help(help));
    }
    let options = ViewOptions { shop: Some(&shop.id), as_of: context.as_of, channel: None, mode: None };
    let Ok(view) = View::new(context.knowledge_base, options) else { return };
    let mut seen: FxHashMap<EntryIndex, &Reference> = FxHashMap::default();
    for card in cards {
        let Some(index) = card.target else { continue };
        if let Some(earlier) = seen.get(&index) {
            twice(context, shop, card, earlier, findings);
            continue;
        }
        seen.insert(index, card);
        state(context, shop, card, view.state(index), findings);
        length(context, shop, card, maximum_length, findings);
    }
}

fn place(shop: &Shop, card: &Reference) -> Location {
    Location { span: card.text.span, ..shop.location }
}

fn twice(
    context: &Context<'_>,
    shop: &Shop,
    card: &Reference,
    earlier: &Reference,
    findings: &mut Findings<'_>,
) {
    let location = place(shop, card);
    let message = Message::new("this card leads where an earlier one does", "这张卡片与前面的重复");
    let mut finding = RULE
        .finding(location, message)
        .with_related(place(shop, earlier), Message::new("the earlier one", "前面的卡片"));
    let fix = Fix::safe(Message::new("take it out of the list", "从列表里删去"));
    finding.fix = without_item(context, location, fix);
    findings.push(finding);
}

/// Whether a tap on the card gets an answer.
fn state(context: &Context<'_>, shop: &Shop, card: &Reference, state: State, findings: &mut Findings<'_>) {
    let Some(index) = card.target else { return };
    let entry = context.knowledge_base.entry(index);
    let (name, shop_id) = (&entry.reference, &*shop.id.value);
    let (message, help) = match state {
        State::NotSubscribed => {
            let pack = &context.knowledge_base.pack(entry.pack).id;
            (
                Message::new(
                    format!("the shop does not subscribe to the pack of `{name}`"),
                    format!("店铺没有订阅 `{name}` 所在的行业包"),
                ),
                Message::new(
                    format!("add `{pack}` to `subscribe`, or take the card out"),
                    format!("请在 `subscribe` 里加上 `{pack}`，或删去这张卡片"),
                ),
            )
        }
        State::Unanswered => (
            Message::new(
                format!("the shop `{shop_id}` has no answer to `{name}` to give"),
                format!("店铺 `{shop_id}` 没有 `{name}` 的可用答案"),
            ),
            Message::new("write one under `answers`", "请在 `answers` 里写上答案"),
        ),
        State::NotYetValid => (
            match entry.validity.from {
                Some(from) => Message::new(
                    format!("`{name}` is served from {from} on"),
                    format!("`{name}` 从 {from} 起才生效"),
                ),
                None => return,
            },
            Message::new("add the card on that day", "请到那天再加这张卡片"),
        ),
        State::Answered | State::Expired | State::Draft | State::Retired => return,
    };
    findings.push(RULE.finding(place(shop, card), message).with_help(help));
}

fn length(context: &Context<'_>, shop: &Shop, card: &Reference, maximum: usize, findings: &mut Findings<'_>) {
    let Some(index) = card.target else { return };
    let entry = context.knowledge_base.entry(index);
    // Columns of a terminal are halves of a Chinese character.
    let length = entry.question.width().div_ceil(2);
    if length <= maximum {
        return;
    }
    let message = Message::new(
        format!("the question of this card has {length} characters, and a button has room for {maximum}"),
        format!("这张卡片的问题有 {length} 个字，按钮最多放 {maximum} 个字"),
    );
    let there = Location { span: entry.question.span, ..entry.location };
    let finding = RULE
        .finding(place(shop, card), message)
        .with_related(there, Message::new("this question", "这个问题"))
        .with_help(Message::new("shorten the question, or offer another", "请把问题改短，或换一张卡片"));
    findings.push(finding);
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    const PACK: &str = "- {id: a, question: 甲, answer: 好}\n- {id: b, question: 乙}\n\
        - {id: c, question: 丙, answer: 好, from: 2026-11-06}\n- {id: d, question: 丁, answer: 好, status: draft}\n\
        - {id: e, question: When will my order be shipped, answer: 好}\n\
        - {id: f, question: When will my order be shipped to the islands, answer: 好}\n";

    fn lines(shop: &str) -> Vec<String> {
        case(shop).lines()
    }

    fn case(shop: &str) -> Case {
        Case::files(&[
            ("common/x.yaml", PACK),
            ("other/x.yaml", "- {id: o, question: 己, answer: 好}\n"),
            ("s/shop.yaml", shop),
        ])
        .select("KB113")
    }

    #[test]
    fn each_card_has_to_lead_to_an_answer() {
        assert_eq!(
            lines("id: s\nwelcome: {greeting: 好, cards: [a, b, c, d, e, f, o]}\n"),
            [
                "KB113 [b] the shop `s` has no answer to `common/b` to give",
                "KB113 [c] `common/c` is served from 2026-11-06 on",
                "KB113 [f] the question of this card has 22 characters, and a button has room for 20",
                "KB113 [o] the shop does not subscribe to the pack of `other/o`",
            ]
        );
        let answered =
            "id: s\nsubscribe: [other]\nanswers: {b: 好}\nwelcome: {greeting: 好, cards: [b, o]}\n";
        assert_eq!(lines(answered), Vec::<String>::new());
    }

    #[test]
    fn no_cards_want_no_greeting_and_an_empty_one_is_none() {
        assert_eq!(lines("id: s\nwelcome: {cards: []}\n"), Vec::<String>::new());
        for greeting in ["", "greeting: '', "] {
            assert_eq!(
                lines(&format!("id: s\nwelcome: {{{greeting}cards: [a]}}\n")),
                ["KB113 [a] there are cards, but no greeting above them"]
            );
        }
    }

    #[test]
    fn cards_that_come_twice_go() {
        let case = case("id: s\nwelcome:\n  greeting: 好\n  cards:\n  - a\n  - 甲 # 同上\n  - common/a\n");
        let (files, left) = case.fix();
        assert!(left.findings.is_empty(), "{left:?}");
        let shop = String::from_utf8_lossy(&files[2].1).into_owned();
        assert_eq!(shop, "id: s\nwelcome:\n  greeting: 好\n  cards:\n  - a\n  # 同上\n");
    }

    #[test]
    fn the_limits_can_be_set() {
        let found = case("id: s\nwelcome: {greeting: 好, cards: [a, e]}\n")
            .config("rules.welcome-card = { maximum = 1, maximum-length = 14 }")
            .lines();
        assert_eq!(
            found,
            [
                "KB113 [e] 2 cards, more than 1",
                "KB113 [e] the question of this card has 15 characters, and a button has room for 14"
            ]
        );
    }
}
