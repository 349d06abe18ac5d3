//! # KB112 pack-cycle
//!
//! Packs that extend each other in a circle.
//!
//! ## What it does
//! Follows `extends` from each pack and reports the way back to it, once for each circle.
//!
//! ## Why it matters
//! In a circle every pack brings all others along: whoever subscribes to one subscribes to all, and no pack is
//! the base of the others.
//!
//! ## Example
//! ```yaml fail
//! # file: apparel/pack.yaml
//! id: apparel
//! extends: [shoes]
//! # file: shoes/pack.yaml
//! id: shoes
//! extends: [apparel]
//! ```
//! ```yaml pass
//! # file: apparel/pack.yaml
//! id: apparel
//! # file: shoes/pack.yaml
//! id: shoes
//! extends: [apparel]
//! ```
//!
//! ## Fix
//! None: where the circle is to be opened is a decision about the packs.
//!
//! # KB112 行业包循环继承
//!
//! 行业包之间互相继承，绕成了圈。
//!
//! ## 检查什么
//! 沿着每个行业包的 `extends` 往下找，报告能绕回自己的；每个圈只报告一次。
//!
//! ## 为什么重要
//! 绕成圈以后，每个包都带着其他所有的包：订阅一个就等于全部订阅，也分不清谁是基础。
//!
//! ## 修复
//! 不自动修复：从哪里断开，要由人来定。

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::{Check, Context, Fixes, Needs, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB112",
    name: "pack-cycle",
    severity: Severity::Error,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Loading(complete),
    source: include_str!("pack_cycle.rs"),
};

fn complete(_: &Context<'_>, _: &mut Diagnostic) {}
