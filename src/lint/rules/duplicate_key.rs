//! # KB005 duplicate-key
//!
//! A key that stands twice in one mapping.
//!
//! ## What it does
//! Reports the second of two equal keys of an entry, an answer, a pack or a shop.
//!
//! ## Why it matters
//! Only the first counts here, and other programs take the last: one of the two texts is lost, and nobody
//! knows which.
//!
//! ## Example
//! ```yaml fail
//! - id: ship-time
//!   question: 什么时候发货？
//!   variants: [多久发货]
//!   answer: 付款后 48 小时内发货。
//!   variants: [几天能发出]
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   variants: [多久发货, 几天能发出]
//!   answer: 付款后 48 小时内发货。
//! ```
//!
//! ## Fix
//! None: which of the two is right, or whether both belong together, only their writer knows.
//!
//! # KB005 键重复
//!
//! 同一个键写了两次。
//!
//! ## 检查什么
//! 报告同一个知识点、答案、行业包或店铺里第二次出现的键。
//!
//! ## 为什么重要
//! 这里只认第一个，别的程序往往只认最后一个：总有一份内容丢了，而且说不清是哪份。
//!
//! ## 修复
//! 不自动修复：该留哪个、还是该合并，只有写的人知道。

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::{Check, Context, Fixes, Needs, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB005",
    name: "duplicate-key",
    severity: Severity::Error,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Loading(complete),
    source: include_str!("duplicate_key.rs"),
};

fn complete(_: &Context<'_>, _: &mut Diagnostic) {}
