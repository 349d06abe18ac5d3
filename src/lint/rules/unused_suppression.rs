//! # KB901 unused-suppression
//!
//! A comment that silences a rule which finds nothing here.
//!
//! ## What it does
//! Reports codes in `# kbtool: ignore[…]` that silenced no finding, and names that no rule has. A comment
//! for a rule that did not look (switched off, or without `--deep` or `--transcripts`) is left alone.
//!
//! ## Why it matters
//! The comment outlives what it was for, and one day hides something new.
//!
//! ## Example
//! ```yaml fail
//! - id: ship-time
//!   question: 什么时候发货？ # kbtool: ignore[KB201] 短一点也能看懂
//!   answer: 付款后 48 小时内发货。
//! ```
//! ```yaml pass
//! - id: ship
//!   question: 发货？ # kbtool: ignore[KB201] 短一点也能看懂
//!   answer: 付款后 48 小时内发货。
//! ```
//!
//! ## Fix
//! Safe: takes the code out of the comment, or the comment out of the file.
//!
//! # KB901 多余的忽略注释
//!
//! 注释要忽略的规则在这里没有发现问题。
//!
//! ## 检查什么
//! 报告 `# kbtool: ignore[…]` 里没有起作用的规则代码，以及不存在的规则名。没有运行的规则（被关闭，或未加 `--deep`、`--transcripts`）不算。
//!
//! ## 为什么重要
//! 问题已经没有了，注释还在，哪天就会把新的问题也盖住。
//!
//! ## 修复
//! 安全：从注释里删去这个代码，或删去整条注释。

use crate::diagnostic::{Fix, Message, Severity, Suppression};
use crate::lint::{Check, Context, Findings, Fixes, Needs, RULES, Rule};
use crate::source::{Location, Span};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB901",
    name: "unused-suppression",
    severity: Severity::Warning,
    fixes: Fixes::Safe,
    needs: Needs::Nothing,
    check: Check::Afterwards,
    source: include_str!("unused_suppression.rs"),
};

/// Report the selectors of `suppression` whose numbers are in `idle`.
pub(in crate::lint) fn check(
    context: &Context<'_>,
    suppression: &Suppression,
    idle: &[usize],
    findings: &mut Findings<'_>,
) {
    let label = || Message::new("remove what has no effect", "删去不起作用的部分");
    let text = context.source(suppression.file);
    for &number in idle {
        let (name, span) = &suppression.selectors[number];
        let location = Location { file: suppression.file, span: *span };
        let message = if RULES.iter().any(|rule| rule.selected_by(name).is_some()) {
            Message::new(
                format!("`{name}` finds nothing here to ignore"),
                format!("这里没有 `{name}` 的问题，无需忽略"),
            )
        } else {
            Message::new(format!("no rule is called `{name}`"), format!("没有名为 `{name}` 的规则"))
        };
        let edit = if idle.len() == suppression.selectors.len() {
            whole_comment(text, suppression)
        } else {
            with_separator(text, *span)
        };
        let fix = Fix::safe(label()).replace(Location { file: suppression.file, span: edit }, "");
        findings.push(RULE.finding(location, message).with_fix(fix));
    }
}

/// The comment with the space before it; with its whole line where it has one to itself.
fn whole_comment(text: &str, suppression: &Suppression) -> Span {
    let Span { start, end } = suppression.span;
    let before = &text[..start as usize];
    let mut span = Span::new(before.trim_end_matches([' ', '\t']).len() as u32, end);
    if suppression.alone {
        span.start = before.rfind('\n').map_or(0, |at| at as u32 + 1);
        let rest = &text[end as usize..];
        span.end += if rest.starts_with("\r\n") { 2 } else { u32::from(rest.starts_with('\n')) };
    }
    span
}

/// A selector with the separator behind it, or where there is none, before it.
fn with_separator(text: &str, span: Span) -> Span {
    let separator = |c: char| matches!(c, ',' | '，' | '、' | ' ');
    let rest = &text[span.end as usize..];
    let behind = rest.len() - rest.trim_start_matches(separator).len();
    if behind > 0 && !rest[behind..].starts_with(']') {
        return Span::new(span.start, span.end + behind as u32);
    }
    Span::new(text[..span.start as usize].trim_end_matches(separator).len() as u32, span.end)
}
