//! # KB003 unknown-key
//!
//! A key that kbtool does not know.
//!
//! ## What it does
//! Reports keys that no entry, answer, pack or shop has. Keys that begin with `x-` are your own and pass.
//!
//! ## Why it matters
//! A slip in a key's name makes its value disappear: with `varients` an entry has no variants, and nothing
//! else would say so.
//!
//! ## Example
//! ```yaml fail
//! - id: ship-time
//!   question: 什么时候发货？
//!   varients: [多久发货]
//!   answer: 付款后 48 小时内发货。
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   variants: [多久发货]
//!   x-owner: 小王
//!   answer: 付款后 48 小时内发货。
//! ```
//!
//! ## Fix
//! Unsafe: writes the known key that it resembles, if there is one.
//!
//! # KB003 未知的键
//!
//! kbtool 不认识的键。
//!
//! ## 检查什么
//! 报告知识点、答案、行业包和店铺都没有的键。以 `x-` 开头的键留给您自己用，不检查。
//!
//! ## 为什么重要
//! 键名写错，它的值就丢了：把 `variants` 写成 `varients`，这个知识点就没有相似问了，而且没有别的地方会提醒。
//!
//! ## 修复
//! 需确认：有相近的键时，改成那个键。

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::{Check, Context, Fixes, Needs, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB003",
    name: "unknown-key",
    severity: Severity::Error,
    fixes: Fixes::Unsafe,
    needs: Needs::Nothing,
    // The fix comes with the finding: only the decoder knows which key was meant.
    check: Check::Loading(complete),
    source: include_str!("unknown_key.rs"),
};

fn complete(_: &Context<'_>, _: &mut Diagnostic) {}
