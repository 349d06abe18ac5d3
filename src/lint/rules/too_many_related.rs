//! # KB107 too-many-related
//!
//! More related questions than anybody reads.
//!
//! ## What it does
//! Reports the first item of `related` beyond the fifth.
//!
//! ## Why it matters
//! Related questions are shown below an answer as buttons or lines. A long list pushes the answer off the
//! screen of a phone, and platforms cut it somewhere.
//!
//! ## Example
//! ```toml fail
//! [rules.too-many-related]
//! maximum = 2
//! ```
//! ```yaml fail
//! - {id: ship-time, question: 什么时候发货？, related: [express, track, delay], answer: 付款后 48 小时内发货。}
//! - {id: express, question: 用什么快递？, answer: 由店铺合作的快递寄出。}
//! - {id: track, question: 怎么查物流？, answer: 在订单详情里看。}
//! - {id: delay, question: 物流不更新怎么办？, answer: 请联系人工客服催一下。}
//! ```
//! ```yaml pass
//! - {id: ship-time, question: 什么时候发货？, related: [express, track, delay], answer: 付款后 48 小时内发货。}
//! - {id: express, question: 用什么快递？, answer: 由店铺合作的快递寄出。}
//! - {id: track, question: 怎么查物流？, answer: 在订单详情里看。}
//! - {id: delay, question: 物流不更新怎么办？, answer: 请联系人工客服催一下。}
//! ```
//!
//! ## Fix
//! None: which of them customers need is not known.
//!
//! ## Settings
//! `maximum`: so many are fine; 5 if nothing is said.
//!
//! # KB107 关联问题太多
//!
//! 关联问题多到没人会看。
//!
//! ## 检查什么
//! 报告 `related` 里第五个以后的第一项。
//!
//! ## 为什么重要
//! 关联问题显示在答案下面。列表一长，在手机上就把答案挤出了屏幕，平台也会截断。
//!
//! ## 修复
//! 不自动修复：客户需要哪几个，机器不知道。
//!
//! ## 设置
//! `maximum`：最多几个，默认 5。

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Message, Severity};
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::model::EntryIndex;
use crate::source::Location;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB107",
    name: "too-many-related",
    severity: Severity::Warning,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Entry(check),
    source: include_str!("too_many_related.rs"),
};

/// How many related questions an entry may have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// The most items of `related`.
    pub maximum: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { maximum: 5 }
    }
}

fn check(context: &Context<'_>, index: EntryIndex, findings: &mut Findings<'_>) {
    let entry = context.knowledge_base.entry(index);
    let Limits { maximum } = context.settings(entry.location.file).too_many_related;
    let Some(first_beyond) = entry.related.get(maximum) else { return };
    let count = entry.related.len();
    let message = Message::new(
        format!("{count} related questions, more than {maximum}"),
        format!("有 {count} 个关联问题，超过 {maximum} 个"),
    );
    let help = Message::new("keep those that customers ask next", "只留客户接着最可能问的几个");
    let location = Location { span: first_beyond.text.span, ..entry.location };
    findings.push(RULE.finding(location, message).with_help(help));
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    #[test]
    fn five_are_fine_and_the_sixth_is_marked() {
        let entries = |related: &str| {
            let others = ["e1", "e2", "e3", "e4", "e5", "e6"]
                .map(|id| format!("- {{id: {id}, question: 问{id}}}\n"))
                .concat();
            Case::of(&format!("- {{id: x, question: 甲, related: [{related}]}}\n{others}")).select("KB107")
        };
        assert!(entries("e1, e2, e3, e4, e5").lines().is_empty());
        assert_eq!(
            entries("e1, e2, e3, e4, e5, e6").lines(),
            ["KB107 [e6] 6 related questions, more than 5"]
        );
    }
}
