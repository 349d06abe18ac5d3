//! # KB109 reference-to-inactive
//!
//! A related question or a welcome card that leads to an entry which is not served any more, or not yet.
//!
//! ## What it does
//! Reports items of `related` and `cards` whose entry is a draft, retired, or past its last day. Entries that
//! are themselves not served may refer to what they like, and so may anybody to an entry whose first day is
//! still to come.
//!
//! ## Why it matters
//! The customer taps a button, and the bot does not know the question it has just offered.
//!
//! ## Example
//! ```yaml fail
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//!   related: [national-day]
//! - id: national-day
//!   question: 国庆期间发货吗？
//!   answer: 国庆期间正常发货。
//!   until: 2026-10-08
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//!   related: [double-eleven]
//! - id: double-eleven
//!   question: 双11期间发货吗？
//!   answer: 双11期间 7 天内发货。
//!   until: 2026-11-15
//! ```
//!
//! ## Fix
//! Unsafe: takes the item out of the list. If the entry comes back next year, so should the reference.
//!
//! # KB109 引用了未上线的知识点
//!
//! 关联问题或欢迎语卡片指向已经下线、过期或还是草稿的知识点。
//!
//! ## 检查什么
//! 报告 `related` 和 `cards` 里指向草稿、已停用或已过期知识点的项。本身没有上线的知识点不检查；指向将来才生效的知识点也不算。
//!
//! ## 为什么重要
//! 客户点了按钮，机器人却不认识自己刚推荐的问题。
//!
//! ## 修复
//! 需确认：从列表里删去这一项。如果那个知识点明年还要用，引用也要记得加回来。

use crate::diagnostic::{Fix, Message, Severity};
use crate::lint::mentions::without_item;
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::model::{Entry, Reference, Status};
use crate::source::Location;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB109",
    name: "reference-to-inactive",
    severity: Severity::Warning,
    fixes: Fixes::Unsafe,
    needs: Needs::Nothing,
    check: Check::KnowledgeBase(check),
    source: include_str!("reference_to_inactive.rs"),
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let knowledge_base = context.knowledge_base;
    for entry in &knowledge_base.entries {
        if why_inactive(context, entry).is_some() {
            continue;
        }
        for reference in &entry.related {
            look_at(context, reference, entry.location, findings);
        }
    }
    for shop in &knowledge_base.shops {
        for card in &shop.welcome.cards {
            look_at(context, card, shop.location, findings);
        }
    }
}

fn look_at(context: &Context<'_>, reference: &Reference, place: Location, findings: &mut Findings<'_>) {
    let Some(index) = reference.target else { return };
    let entry = context.knowledge_base.entry(index);
    let Some((english, chinese)) = why_inactive(context, entry) else { return };
    let location = Location { span: reference.text.span, ..place };
    let name = &entry.reference;
    let message = Message::new(format!("`{name}` {english}"), format!("`{name}` {chinese}"));
    let there = Location { span: entry.question.span, ..entry.location };
    let help = Message::new(
        "take it out of the list, or bring the entry back",
        "请从列表里删去，或让这个知识点重新上线",
    );
    let mut finding = RULE
        .finding(location, message)
        .with_related(there, Message::new("this question", "这个问题"))
        .with_help(help);
    let fix = Fix::unsafe_(Message::new("take it out of the list", "从列表里删去"));
    finding.fix = without_item(context, location, fix);
    findings.push(finding);
}

/// Why an entry is not served on the day, unless its time is still to come.
fn why_inactive(context: &Context<'_>, entry: &Entry) -> Option<(String, String)> {
    match entry.status {
        Status::Draft => Some(("is a draft".to_owned(), "还是草稿".to_owned())),
        Status::Retired => Some(("is retired".to_owned(), "已经停用".to_owned())),
        Status::Live => entry
            .validity
            .until
            .filter(|until| *until < context.as_of)
            .map(|until| (format!("was valid until {until}"), format!("已在 {until} 过期"))),
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    #[test]
    fn only_what_is_served_is_held_to_it() {
        let case = Case::files(&[
            (
                "a/x.yaml",
                "- {id: live, question: 甲, related: [draft, retired, old, soon]}\n\
                 - {id: draft, question: 乙, status: draft, related: [retired]}\n\
                 - {id: retired, question: 丙, status: retired}\n\
                 - {id: old, question: 丁, until: 2026-11-04}\n\
                 - {id: soon, question: 戊, from: 2026-11-06}\n",
            ),
            ("s/shop.yaml", "id: s\nsubscribe: [a]\nwelcome:\n  greeting: 好\n  cards: [a/old, a/live]\n"),
        ])
        .select("KB109");
        assert_eq!(
            case.lines(),
            [
                "KB109 [draft] `a/draft` is a draft",
                "KB109 [retired] `a/retired` is retired",
                "KB109 [old] `a/old` was valid until 2026-11-04",
                "KB109 [a/old] `a/old` was valid until 2026-11-04",
            ]
        );
        let (files, left) = case.fix();
        assert!(left.findings.is_empty(), "{left:?}");
        let text = |at: usize| String::from_utf8_lossy(&files[at].1).into_owned();
        assert!(text(0).starts_with("- {id: live, question: 甲, related: [soon]}\n"), "{}", text(0));
        assert!(text(1).ends_with("cards: [a/live]\n"), "{}", text(1));
    }
}
