//! # KB903 expired-suppression
//!
//! A comment whose last day is over.
//!
//! ## What it does
//! Reports `# kbtool: ignore[…] reason, until 2026-10-31` after that day. From then on the comment silences
//! nothing.
//!
//! ## Why it matters
//! The exception was meant for a while; the while is over.
//!
//! ## Example
//! ```yaml fail
//! - id: ship
//!   question: 发货？ # kbtool: ignore[KB201] 国庆后再改, until 2026-10-08
//!   answer: 付款后 48 小时内发货。
//! ```
//! ```yaml pass
//! - id: ship
//!   question: 发货？ # kbtool: ignore[KB201] 双11后再改, until 2026-11-12
//!   answer: 付款后 48 小时内发货。
//! ```
//!
//! ## Fix
//! None: mend what it hid, or give it a new day.
//!
//! # KB903 过期的忽略注释
//!
//! 忽略注释写明的期限已过。
//!
//! ## 检查什么
//! 报告已经过期的 `# kbtool: ignore[…] 原因, until 2026-10-31`。过期后注释不再起作用。
//!
//! ## 为什么重要
//! 当初只想暂时放过，现在期限到了。
//!
//! ## 修复
//! 不自动修复：请解决被忽略的问题，或重新定一个日期。

use jiff::civil::Date;

use crate::diagnostic::{Message, Severity, Suppression};
use crate::lint::{Check, Findings, Fixes, Needs, Rule};
use crate::source::Location;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB903",
    name: "expired-suppression",
    severity: Severity::Warning,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Afterwards,
    source: include_str!("expired_suppression.rs"),
};

pub(in crate::lint) fn check(today: Date, suppression: &Suppression, findings: &mut Findings<'_>) {
    let Some(until) = suppression.until.filter(|until| *until < today) else { return };
    let location = Location { file: suppression.file, span: suppression.span };
    let message = Message::new(
        format!("this comment counted until {until} and ignores nothing any more"),
        format!("这条忽略注释到 {until} 为止，已不再起作用"),
    );
    findings.push(RULE.finding(location, message));
}
