//! # KB102 duplicate-id
//!
//! Two entries of a pack with the same id, two packs or two shops with the same id.
//!
//! ## What it does
//! Reports the second, and shows the first. Two entries without an id are the same if their questions are,
//! marks, case and Traditional characters aside.
//!
//! ## Why it matters
//! A name that means two things means neither: the second is not read at all.
//!
//! ## Example
//! ```yaml fail
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! - id: ship-time
//!   question: 预售款什么时候发货？
//!   answer: 按商品页写的日期发货。
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! - id: ship-time-presale
//!   question: 预售款什么时候发货？
//!   answer: 按商品页写的日期发货。
//! ```
//!
//! ## Fix
//! None: which of the two those who mention the id mean is not known.
//!
//! # KB102 id 重复
//!
//! 同一个行业包里有两个知识点用了同一个 id，或者两个行业包、两个店铺的 id 相同。
//!
//! ## 检查什么
//! 报告后出现的那个，并指出先出现的在哪里。没有 id 的知识点，标准问相同（不计标点、大小写、繁简）就算相同。
//!
//! ## 为什么重要
//! 一个名字指两样东西，就等于没有名字：后一个根本不会被读取。
//!
//! ## 修复
//! 不自动修复：引用这个 id 的地方指的是哪一个，机器不知道。

use crate::diagnostic::{Diagnostic, Message, Severity};
use crate::lint::{Check, Context, Fixes, Needs, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB102",
    name: "duplicate-id",
    severity: Severity::Error,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Loading(complete),
    source: include_str!("duplicate_id.rs"),
};

fn complete(_: &Context<'_>, finding: &mut Diagnostic) {
    finding.help.get_or_insert_with(|| {
        Message::new("give one of them another id, or merge the two", "请给其中一个换个 id，或把两个合并")
    });
}
