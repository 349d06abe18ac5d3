//! # KB108 self-reference
//!
//! An entry that names itself as a related question.
//!
//! ## What it does
//! Reports items of `related` that lead back to the entry they stand in, whether by id, by `pack/id` or by its
//! own question.
//!
//! ## Why it matters
//! Below the answer the customer is offered the question just answered.
//!
//! ## Example
//! ```yaml fail
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//!   related: [ship-time, express]
//! - id: express
//!   question: 用什么快递？
//!   answer: 由店铺合作的快递寄出。
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//!   related: [express]
//! - id: express
//!   question: 用什么快递？
//!   answer: 由店铺合作的快递寄出。
//! ```
//!
//! ## Fix
//! Safe: takes the item out of the list.
//!
//! # KB108 关联到自己
//!
//! 知识点把自己列为关联问题。
//!
//! ## 检查什么
//! 报告 `related` 里指回本知识点的项，不论写的是 id、“行业包/id”还是标准问。
//!
//! ## 为什么重要
//! 客户刚看完答案，下面又推荐同一个问题。
//!
//! ## 修复
//! 安全：从列表里删去这一项。

use crate::diagnostic::{Fix, Message, Severity};
use crate::lint::mentions::without_item;
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::model::EntryIndex;
use crate::source::Location;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB108",
    name: "self-reference",
    severity: Severity::Warning,
    fixes: Fixes::Safe,
    needs: Needs::Nothing,
    check: Check::Entry(check),
    source: include_str!("self_reference.rs"),
};

fn check(context: &Context<'_>, index: EntryIndex, findings: &mut Findings<'_>) {
    let entry = context.knowledge_base.entry(index);
    for reference in entry.related.iter().filter(|reference| reference.target == Some(index)) {
        let location = Location { span: reference.text.span, ..entry.location };
        let message = Message::new("the entry is related to itself", "这个知识点关联了自己");
        let fix = Fix::safe(Message::new("take it out of the list", "从列表里删去"));
        let mut finding = RULE.finding(location, message);
        finding.fix = without_item(context, location, fix);
        findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    #[test]
    fn all_names_of_itself_go_and_comments_stay() {
        let case = Case::of(
            "- id: a\n  question: 怎么退货？\n  related:\n    # 常问\n    - a\n    - b # 乙\n    - demo/a # 自己\n    - 怎么退货\n\
             - {id: b, question: 乙, related: [b]}\n",
        )
        .select("KB108");
        assert_eq!(case.lines().len(), 4);
        assert_eq!(
            case.fixed_text(),
            "- id: a\n  question: 怎么退货？\n  related:\n    # 常问\n    - b # 乙\n    # 自己\n- {id: b, question: 乙, related: []}\n"
        );
    }
}
