//! # KB105 missing-answer
//!
//! A question that is recognised and then not answered.
//!
//! ## What it does
//! For each shop: reports live entries of its packs to which neither the pack nor the shop has an answer that
//! can be given on the day. Where there is no shop: reports live entries without an answer in packs that
//! otherwise have answers; a pack without any is a set of labels, and fine.
//!
//! ## Why it matters
//! The bot understands the customer and has nothing to say. That is worse than not understanding, as no other
//! entry gets a chance.
//!
//! ## Example
//! ```yaml fail
//! # file: apparel/faq.yaml
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! - id: size
//!   question: 尺码怎么选？
//! # file: qinghe/shop.yaml
//! id: qinghe
//! subscribe: [apparel]
//! ```
//! ```yaml fail
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! - id: sale
//!   question: 双11有什么活动？
//!   answers:
//!     - text: 全场满 300 减 50。
//!       until: 2025-11-12
//! ```
//! ```yaml pass
//! # file: apparel/faq.yaml
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! - id: size
//!   question: 尺码怎么选？
//! # file: qinghe/shop.yaml
//! id: qinghe
//! subscribe: [apparel]
//! answers:
//!   apparel/size: 按平时穿的尺码选就可以。
//! ```
//!
//! ## Fix
//! None: the answer has to be written.
//!
//! # KB105 缺少答案
//!
//! 能识别出来、却答不上的问题。
//!
//! ## 检查什么
//! 对每个店铺，报告它订阅的知识点里，行业包和店铺当天都没有可用答案的那些。没有店铺时，报告有答案的行业包里没有答案的知识点；整个包都没有答案的是标签集，不算。
//!
//! ## 为什么重要
//! 机器人听懂了客户的话，却无话可说。这比没听懂还糟，因为别的知识点也没有机会回答了。
//!
//! ## 修复
//! 不自动修复：答案得由人来写。

use crate::diagnostic::{Message, Severity};
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::model::{Shop, State, View, ViewOptions};
use crate::source::Location;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB105",
    name: "missing-answer",
    severity: Severity::Warning,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::KnowledgeBase(check),
    source: include_str!("missing_answer.rs"),
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let shops = &context.knowledge_base.shops;
    if shops.is_empty() {
        check_view(context, None, findings);
    }
    for shop in shops {
        check_view(context, Some(shop), findings);
    }
}

fn check_view(context: &Context<'_>, shop: Option<&Shop>, findings: &mut Findings<'_>) {
    let id = shop.map(|shop| &*shop.id.value);
    let options = ViewOptions { shop: id, as_of: context.as_of, channel: None, mode: None };
    let Ok(view) = View::new(context.knowledge_base, options) else { return };
    for (index, entry) in context.knowledge_base.indexed() {
        if view.state(index) != State::Unanswered || entry.question.is_empty() {
            continue;
        }
        let message = match (id, view.answers(index).is_empty()) {
            (Some(id), true) => Message::new(
                format!("the shop `{id}` has no answer to this question"),
                format!("店铺 `{id}` 没有这个问题的答案"),
            ),
            (Some(id), false) => Message::new(
                format!("no answer of the shop `{id}` to this question counts on {}", context.as_of),
                format!("店铺 `{id}` 对这个问题的答案在 {} 都不在有效期内", context.as_of),
            ),
            (None, true) => Message::new("this question has no answer", "这个问题没有答案"),
            (None, false) => Message::new(
                format!("no answer to this question counts on {}", context.as_of),
                format!("这个问题的答案在 {} 都不在有效期内", context.as_of),
            ),
        };
        let help = match id {
            Some(_) => Message::new(
                format!("write one here, or under `answers` in shop.yaml as `{}`", entry.reference),
                format!("请在这里写答案，或在 shop.yaml 的 `answers` 里为 `{}` 写", entry.reference),
            ),
            None => Message::new(
                "write one, or set `status: draft` until there is one",
                "请写上答案；暂时没有的话，先写 `status: draft`",
            ),
        };
        let location = Location { span: entry.question.span, ..entry.location };
        findings.push(RULE.finding(location, message).with_help(help));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    #[test]
    fn each_shop_is_asked_about_what_it_serves() {
        let case = Case::files(&[
            ("one/shop.yaml", "id: one\nsubscribe: [a]\nanswers: {a/x: 好}\n"),
            ("two/shop.yaml", "id: two\nsubscribe: [a]\nentries: [{id: own, question: 乙}]\n"),
            (
                "a/x.yaml",
                "- {id: x, question: 甲}\n- {id: old, question: 丙, until: 2026-11-04}\n- {id: draft, question: 丁, status: draft}\n",
            ),
            ("b/x.yaml", "- {id: y, question: 戊}\n"),
        ])
        .select("KB105");
        assert_eq!(
            case.lines(),
            [
                "KB105 [甲] the shop `two` has no answer to this question",
                "KB105 [乙] the shop `two` has no answer to this question",
            ]
        );
    }

    #[test]
    fn labels_without_answers_are_no_fault() {
        assert!(
            Case::of("- {id: x, question: 甲}\n- {id: y, question: 乙}\n").select("KB105").lines().is_empty()
        );
    }
}
