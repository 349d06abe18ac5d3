//! # KB301 duplicate-variant
//!
//! Two variants of one entry are the same.
//!
//! ## What it does
//! Reports a variant that an earlier variant of the entry already says, but for width, case, Traditional or
//! Simplified characters, marks and spaces. Retired entries are passed over; drafts are not.
//!
//! ## Why it matters
//! The second one teaches nothing and makes the list look longer than it is.
//!
//! ## Example
//! ```yaml fail
//! - id: refund
//!   question: 怎么申请退款？
//!   variants:
//!     - 想退款在哪里点
//!     - 退款怎么弄
//!     - 想退款，在哪裡點？
//!   answer: 在订单详情页点“申请退款”。
//! ```
//! ```yaml pass
//! - id: refund
//!   question: 怎么申请退款？
//!   variants:
//!     - 想退款在哪里点
//!     - 退款怎么弄
//!   answer: 在订单详情页点“申请退款”。
//! ```
//!
//! ## Fix
//! Safe: removes the later one.
//!
//! # KB301 相似问重复
//!
//! 同一个知识点里有两条相似问是一样的。
//!
//! ## 检查什么
//! 报告与前面的相似问相同的相似问；全半角、大小写、简繁体、标点和空格的差别不算。已下线的知识点不检查，草稿照常检查。
//!
//! ## 为什么重要
//! 重复的那条学不到新东西，只会让相似问看起来比实际多。
//!
//! ## 修复
//! 安全：删除后面的一条。

use crate::dedup::Level;
use crate::diagnostic::{Message, Safety, Severity};
use crate::lint::duplicates::Duplicates;
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB301",
    name: "duplicate-variant",
    severity: Severity::Warning,
    fixes: Fixes::Safe,
    needs: Needs::Nothing,
    check: Check::KnowledgeBase(check),
    source: include_str!("duplicate_variant.rs"),
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let duplicates = Duplicates::new(context);
    for group in context.phrasings().groups(Level::Normalised).iter() {
        for of_entry in duplicates.by_entry(group) {
            let [first, later @ ..] = of_entry else { continue };
            // What is the question itself is another rule's business.
            if duplicates.get(*first).is_question() || !findings.wanted_in(duplicates.location(*first).file) {
                continue;
            }
            let earlier = duplicates.text(*first);
            for &id in later {
                let text = duplicates.text(id);
                let message = if text.value == earlier.value {
                    Message::new(
                        format!("the variant `{text}` is there twice", text = text.value),
                        format!("相似问“{text}”重复", text = text.value),
                    )
                } else {
                    Message::new(
                        format!("the variant `{}` is there already as `{}`", text.value, earlier.value),
                        format!("相似问“{}”与前面的“{}”相同", text.value, earlier.value),
                    )
                };
                let mut finding = RULE
                    .finding(duplicates.location(id), message)
                    .with_related(duplicates.location(*first), Message::new("the first one", "前面的一条"));
                finding.fix = duplicates.without_variant(id, Safety::Safe);
                findings.push(finding);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    #[test]
    fn each_later_one_goes_and_the_first_stays() {
        let case = Case::of("- {question: 甲乙丙, variants: [丁戊, 丁戊！, 己, ＡＢ, ab, '丁,戊']}\n")
            .select("KB301");
        assert_eq!(
            case.lines(),
            [
                "KB301 [丁戊！] the variant `丁戊！` is there already as `丁戊`",
                "KB301 [ab] the variant `ab` is there already as `ＡＢ`",
                "KB301 ['丁,戊'] the variant `丁,戊` is there already as `丁戊`",
            ]
        );
        assert_eq!(case.fixed_text(), "- {question: 甲乙丙, variants: [丁戊, 己, ＡＢ]}\n");
    }

    #[test]
    fn not_in_retired_entries_nor_the_question_nor_nothing() {
        let yaml = "- {question: 甲乙, variants: [丙, 丙], status: retired}\n- {question: 丁, variants: [丁, 丁]}\n\
                    - {question: 戊, variants: ['', '']}\n";
        assert!(Case::of(yaml).select("KB301").lines().is_empty());
    }
}
