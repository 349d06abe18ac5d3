//! # KB110 answer-to-unknown-question
//!
//! A shop's answer to a question that no pack asks.
//!
//! ## What it does
//! Looks the keys of `answers` in `shop.yaml` up as `pack/id`, as an id, and as a question, and reports those
//! that are not found.
//!
//! ## Why it matters
//! The answer is never given: customers read the pack's default instead, or nothing.
//!
//! ## Example
//! ```yaml fail
//! # file: apparel/faq.yaml
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! # file: qinghe/shop.yaml
//! id: qinghe
//! subscribe: [apparel]
//! answers:
//!   apparel/ship-tmie: 现货付款后 24 小时内发出。
//! ```
//! ```yaml pass
//! # file: apparel/faq.yaml
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! # file: qinghe/shop.yaml
//! id: qinghe
//! subscribe: [apparel]
//! answers:
//!   apparel/ship-time: 现货付款后 24 小时内发出。
//! ```
//!
//! ## Fix
//! Unsafe: writes the reference that resembles it, if the shop has no answer to that yet. None while a file
//! has faults that could hide what is named (KB001 to KB005).
//!
//! # KB110 答案对应的问题不存在
//!
//! 店铺给一个没有行业包提供的问题写了答案。
//!
//! ## 检查什么
//! 按“行业包/id”、id、标准问依次查找 `shop.yaml` 里 `answers` 的每个键，报告找不到的。
//!
//! ## 为什么重要
//! 这个答案永远用不上：客户看到的是行业包的默认答案，或者什么也看不到。
//!
//! ## 修复
//! 需确认：有相近的知识点、店铺又还没给它写答案时，改成那个知识点。有文件读不全（KB001 到 KB005）时先不修复，因为要找的可能就在里面。

use crate::diagnostic::{Diagnostic, Message, Severity};
use crate::lint::{Check, Context, Fixes, Needs, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB110",
    name: "answer-to-unknown-question",
    severity: Severity::Error,
    fixes: Fixes::Unsafe,
    needs: Needs::Nothing,
    // Fixes come with the findings, as the loader has looked for names alike.
    check: Check::Loading(complete),
    source: include_str!("answer_to_unknown_question.rs"),
};

fn complete(_: &Context<'_>, finding: &mut Diagnostic) {
    finding.help.get_or_insert_with(|| {
        Message::new(
            "name a question of a pack, or write an entry of your own under `entries`",
            "请写行业包里有的问题；自己店里的问题写在 `entries` 下",
        )
    });
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    #[test]
    fn a_question_is_never_answered_twice() {
        let case = Case::files(&[
            ("a/x.yaml", "- {id: ship-time, question: 甲}\n"),
            ("s/shop.yaml", "id: s\nanswers:\n  a/ship-tmie: 一 # 注\n  'a/shiptime': 二\n  nobody: 三\n"),
        ])
        .select("KB110");
        let (files, left) = case.fix();
        let shop = String::from_utf8_lossy(&files[1].1).into_owned();
        assert_eq!(shop, "id: s\nanswers:\n  a/ship-time: 一 # 注\n  'a/shiptime': 二\n  nobody: 三\n");
        assert_eq!(left.findings.len(), 2);
    }
}
