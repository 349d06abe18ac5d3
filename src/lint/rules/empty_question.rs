//! # KB104 empty-question
//!
//! An entry whose question is empty.
//!
//! ## What it does
//! Reports `question:` with nothing behind it, and `question: ""`.
//!
//! ## Why it matters
//! The question is what the entry is found by, and what customers read on a button. A variant cannot take its
//! place.
//!
//! ## Example
//! ```yaml fail
//! - id: ship-time
//!   question:
//!   variants: [多久发货]
//!   answer: 付款后 48 小时内发货。
//! - id: express
//!   question: ""
//!   answer: 由店铺合作的快递寄出。
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   variants: [多久发货]
//!   answer: 付款后 48 小时内发货。
//! ```
//!
//! ## Fix
//! None: what is asked only its writer knows.
//!
//! # KB104 标准问为空
//!
//! 知识点的标准问是空的。
//!
//! ## 检查什么
//! 报告 `question:` 后面什么都没写，或写成 `question: ""`。
//!
//! ## 为什么重要
//! 知识点靠标准问来识别，按钮上给客户看的也是它，相似问代替不了。
//!
//! ## 修复
//! 不自动修复：要问什么只有写的人知道。

use crate::diagnostic::{Message, Severity};
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::model::EntryIndex;
use crate::source::Location;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB104",
    name: "empty-question",
    severity: Severity::Error,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    // Nothing at all is found while loading already; quotes with nothing in them are found here.
    check: Check::Entry(check),
    source: include_str!("empty_question.rs"),
};

fn check(context: &Context<'_>, index: EntryIndex, findings: &mut Findings<'_>) {
    let entry = context.knowledge_base.entry(index);
    let span = entry.question.span;
    // What could not be read as a text has no place, and is reported already.
    if !entry.question.is_empty() || span.start == span.end {
        return;
    }
    let message = Message::new("the question of this entry is empty", "这个知识点的标准问是空的");
    let help = Message::new("write what the customer asks", "请写上客户会问的问题");
    findings.push(RULE.finding(Location { span, ..entry.location }, message).with_help(help));
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    #[test]
    fn nothing_and_null_and_space_are_empty() {
        for (question, marked) in [("", "question"), ("~", "~"), ("null", "null"), ("'　'", "'　'")] {
            let case = Case::of(&format!("- id: a\n  question: {question}\n")).select("KB");
            assert_eq!(
                case.lines(),
                [format!("KB104 [{marked}] the question of this entry is empty")],
                "{question}"
            );
        }
    }

    #[test]
    fn another_kind_of_value_is_another_fault() {
        let lines = Case::of("- id: a\n  question: [甲]\n").select("KB").lines();
        assert!(lines.len() == 1 && lines[0].starts_with("KB004"), "{lines:?}");
    }
}
