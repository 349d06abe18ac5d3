//! # KB902 unexplained-suppression
//!
//! A comment that silences a rule without saying why, or without saying which.
//!
//! ## What it does
//! Reports `# kbtool: ignore[…]` without a reason behind the brackets, and `# kbtool: ignore` without
//! brackets, which silences nothing.
//!
//! ## Why it matters
//! Whoever reads the file next year cannot tell whether the exception is still wanted.
//!
//! ## Example
//! ```yaml fail
//! - id: ship
//!   question: 发货？ # kbtool: ignore[KB201]
//!   answer: 付款后 48 小时内发货。
//! ```
//! ```yaml pass
//! - id: ship
//!   question: 发货？ # kbtool: ignore[KB201] 客户就这么问, until 2026-12-31
//!   answer: 付款后 48 小时内发货。
//! ```
//!
//! ## Fix
//! None: only you know the reason.
//!
//! # KB902 没有说明原因的忽略注释
//!
//! 忽略注释没有写原因，或没有写忽略哪条规则。
//!
//! ## 检查什么
//! 报告方括号后面没有原因的 `# kbtool: ignore[…]`，以及没有方括号的 `# kbtool: ignore`（它什么也不忽略）。
//!
//! ## 为什么重要
//! 明年再看这个文件的人，无法判断这个例外还要不要。
//!
//! ## 修复
//! 不自动修复：原因只有您知道。

use crate::diagnostic::{Message, Severity, Suppression};
use crate::lint::{Check, Findings, Fixes, Needs, Rule};
use crate::source::Location;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB902",
    name: "unexplained-suppression",
    severity: Severity::Info,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Afterwards,
    source: include_str!("unexplained_suppression.rs"),
};

pub(in crate::lint) fn check(suppression: &Suppression, findings: &mut Findings<'_>) {
    let location = Location { file: suppression.file, span: suppression.span };
    if suppression.selectors.is_empty() {
        let message =
            Message::new("this comment does not say which rules to ignore", "这条注释没有写要忽略哪些规则");
        let help = Message::new(
            "write the codes in brackets: `# kbtool: ignore[KB302] why`",
            "把规则代码写在方括号里：`# kbtool: ignore[KB302] 原因`",
        );
        findings.push(RULE.finding(location, message).with_help(help));
    } else if suppression.reason.is_empty() {
        let message = Message::new("this comment does not say why", "这条忽略注释没有写原因");
        let help = Message::new("write the reason behind the brackets", "请在方括号后面写上原因");
        findings.push(RULE.finding(location, message).with_help(help));
    }
}
