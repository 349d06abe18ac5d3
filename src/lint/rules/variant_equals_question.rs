//! # KB304 variant-equals-question
//!
//! A variant is the entry's own question.
//!
//! ## What it does
//! Reports variants that say what the question of their entry says, but for width, case, Traditional or
//! Simplified characters, marks and spaces. Retired entries are passed over; drafts are not.
//!
//! ## Why it matters
//! The question is a phrasing already; the variant adds nothing.
//!
//! ## Example
//! ```yaml fail
//! - id: invoice
//!   question: 可以开发票吗？
//!   variants:
//!     - 可以开发票吗
//!     - 能开电子发票不
//!   answer: 可以，下单时勾选“开发票”。
//! ```
//! ```yaml pass
//! - id: invoice
//!   question: 可以开发票吗？
//!   variants:
//!     - 能开电子发票不
//!   answer: 可以，下单时勾选“开发票”。
//! ```
//!
//! ## Fix
//! Safe: removes the variant.
//!
//! # KB304 相似问与标准问相同
//!
//! 相似问就是本知识点的标准问。
//!
//! ## 检查什么
//! 报告与本知识点标准问相同的相似问；全半角、大小写、简繁体、标点和空格的差别不算。已下线的知识点不检查，草稿照常检查。
//!
//! ## 为什么重要
//! 标准问本来就会参与匹配，再写一遍没有用。
//!
//! ## 修复
//! 安全：删除这条相似问。

use crate::dedup::Level;
use crate::diagnostic::{Message, Safety, Severity};
use crate::lint::duplicates::Duplicates;
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB304",
    name: "variant-equals-question",
    severity: Severity::Info,
    fixes: Fixes::Safe,
    needs: Needs::Nothing,
    check: Check::KnowledgeBase(check),
    source: include_str!("variant_equals_question.rs"),
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let duplicates = Duplicates::new(context);
    for group in context.phrasings().groups(Level::Normalised).iter() {
        for of_entry in duplicates.by_entry(group) {
            let [question, variants @ ..] = of_entry else { continue };
            if !duplicates.get(*question).is_question()
                || !findings.wanted_in(duplicates.location(*question).file)
            {
                continue;
            }
            // Where all variants go, they go one by one, so that the last can leave an empty list behind.
            let all = variants.len() == duplicates.entry(*question).variants.len();
            for (number, &id) in variants.iter().enumerate() {
                let text = &duplicates.text(id).value;
                let message = Message::new(
                    format!("the variant `{text}` is the question itself"),
                    format!("相似问“{text}”与标准问相同"),
                );
                let mut finding = RULE
                    .finding(duplicates.location(id), message)
                    .with_related(duplicates.location(*question), Message::new("the question", "标准问"));
                if number == 0 || !all {
                    finding.fix = duplicates.without_variant(id, Safety::Safe);
                }
                findings.push(finding);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    #[test]
    fn all_variants_may_go() {
        let yaml =
            "- question: 怎么退款\n  variants:\n    - 怎么退款？\n    # 注\n    - 怎麼退款\n  answer: 好\n";
        let case = Case::of(yaml).select("KB304");
        assert_eq!(case.lines().len(), 2);
        assert_eq!(case.fixed_text(), "- question: 怎么退款\n  variants: []\n    # 注\n  answer: 好\n");
    }

    #[test]
    fn another_entry_s_question_is_no_matter() {
        let yaml = "- {question: 怎么退款}\n- {question: 退款, variants: [怎么退款]}\n";
        assert!(Case::of(yaml).select("KB304").lines().is_empty());
    }
}
