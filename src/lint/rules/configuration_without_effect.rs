//! # KB904 configuration-without-effect
//!
//! Something in `[lint]` that matches no rule, no file or no pack.
//!
//! ## What it does
//! Reports rules in `select`, `ignore`, `severity` and `rules` that do not exist, patterns in `per-file`
//! that match no file, and ids in `per-pack` that no pack has.
//!
//! ## Why it matters
//! A slip in a name leaves a rule on that was to be off, or off that was to be on, and nobody notices.
//!
//! ## Example
//! ```toml fail
//! ignore = ["KB20l"]
//! ```
//! ```yaml fail
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! ```
//! ```toml pass
//! ignore = ["KB201"]
//! ```
//! ```yaml pass
//! - id: ship
//!   question: 发货？
//!   answer: 付款后 48 小时内发货。
//! ```
//!
//! ## Fix
//! None.
//!
//! # KB904 不起作用的配置
//!
//! `[lint]` 里有一项对不上任何规则、文件或行业包。
//!
//! ## 检查什么
//! 报告 `select`、`ignore`、`severity`、`rules` 里不存在的规则，`per-file` 里匹配不到文件的路径，`per-pack` 里不存在的行业包。
//!
//! ## 为什么重要
//! 名字写错一个字，想关的规则没关上，想开的没打开，而且没人发现。
//!
//! ## 修复
//! 不自动修复。

use crate::diagnostic::{Message, Severity};
use crate::lint::{Check, Findings, Fixes, Needs, Rule};
use crate::source::Location;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB904",
    name: "configuration-without-effect",
    severity: Severity::Warning,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Afterwards,
    source: include_str!("configuration_without_effect.rs"),
};

pub(in crate::lint) fn no_rule(
    location: Location,
    name: &str,
    nearest: Option<String>,
    findings: &mut Findings<'_>,
) {
    let message = Message::new(format!("no rule is called `{name}`"), format!("没有名为 `{name}` 的规则"));
    push(location, message, nearest, findings);
}

pub(in crate::lint) fn no_pack(
    location: Location,
    name: &str,
    nearest: Option<String>,
    findings: &mut Findings<'_>,
) {
    let message = Message::new(format!("there is no pack `{name}`"), format!("没有名为 `{name}` 的行业包"));
    push(location, message, nearest, findings);
}

pub(in crate::lint) fn no_file(location: Location, pattern: &str, findings: &mut Findings<'_>) {
    let message = Message::new(format!("no file matches `{pattern}`"), format!("没有文件匹配 `{pattern}`"));
    push(location, message, None, findings);
}

fn push(location: Location, message: Message, nearest: Option<String>, findings: &mut Findings<'_>) {
    let mut finding = RULE.finding(location, message);
    finding.help = nearest.map(|nearest| {
        Message::new(format!("did you mean `{nearest}`?"), format!("是不是想写 `{nearest}`？"))
    });
    findings.push(finding);
}
