//! # KB302 same-phrasing-in-two-entries
//!
//! One phrasing leads to two entries of a pack.
//!
//! ## What it does
//! Reports a question or variant that another entry of the same pack has too, but for width, case,
//! Traditional or Simplified characters, marks and spaces. Entries that are retired, whose last day is over,
//! or that are never served on the same day do not count. Drafts do, as they are to be served one day.
//!
//! ## Why it matters
//! Asked exactly this, the bot cannot know which of the two answers is meant. It guesses, or offers both.
//!
//! ## Example
//! ```yaml fail
//! - id: refund-how
//!   question: 怎么申请退款？
//!   variants: [不想要了怎么办]
//!   answer: 在订单详情页点“申请退款”。
//! - id: return-how
//!   question: 怎么申请退货？
//!   variants: [不想要了，怎么办？]
//!   answer: 在订单详情页点“退货退款”。
//! ```
//! ```yaml pass
//! - id: refund-how
//!   question: 怎么申请退款？
//!   variants: [没发货不想要了怎么办]
//!   answer: 在订单详情页点“申请退款”。
//! - id: return-how
//!   question: 怎么申请退货？
//!   variants: [收到货不想要了怎么办]
//!   answer: 在订单详情页点“退货退款”。
//! ```
//!
//! ## Fix
//! None: which entry is meant a person has to say.
//!
//! # KB302 两个知识点有相同问法
//!
//! 同一个行业包里，一句问法同时属于两个知识点。
//!
//! ## 检查什么
//! 报告同一行业包里另一个知识点也有的标准问或相似问；全半角、大小写、简繁体、标点和空格的差别不算。已下线、已过期，或有效期不重叠的知识点不算；草稿迟早会上线，所以算。
//!
//! ## 为什么重要
//! 客户原样问这一句时，机器人分不清该答哪个，只能猜，或者两个都推荐。
//!
//! ## 修复
//! 不自动修复：这句话该归哪个知识点，要由人来定。

use crate::dedup::{Level, PhrasingId};
use crate::diagnostic::{Message, Severity};
use crate::lint::duplicates::{Duplicates, MOST_RELATED};
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB302",
    name: "same-phrasing-in-two-entries",
    severity: Severity::Error,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::KnowledgeBase(check),
    source: include_str!("same_phrasing_in_two_entries.rs"),
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let duplicates = Duplicates::new(context);
    for group in context.phrasings().groups(Level::Normalised).iter() {
        let members = duplicates.one_of_each(group);
        for (at, &id) in members.iter().enumerate().skip(1) {
            let in_the_way = |other: &&PhrasingId| {
                let (one, other) = (duplicates.entry(id), duplicates.entry(**other));
                one.pack == other.pack && one.validity.overlaps(&other.validity)
            };
            let Some(&first) = members[..at].iter().find(in_the_way) else {
                continue;
            };
            let others = members[..at].iter().chain(&members[at + 1..]).filter(in_the_way);
            let (text, reference) = (&duplicates.text(id).value, &duplicates.entry(first).reference);
            let message = Message::new(
                format!("`{text}` leads to `{reference}` as well"),
                format!("“{text}”同时也是知识点 `{reference}` 的问法"),
            );
            let help = Message::new(
                "keep it in the entry that answers it, or merge the two entries",
                "只在该回答它的知识点里保留，或者合并这两个知识点",
            );
            let mut finding = RULE.finding(duplicates.location(id), message).with_help(help);
            for &other in others.take(MOST_RELATED) {
                finding = finding.with_related(duplicates.location(other), duplicates.label(other));
            }
            findings.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    fn lines(yaml: &str) -> Vec<String> {
        Case::of(yaml).select("KB302").lines()
    }

    #[test]
    fn one_finding_for_each_after_the_first() {
        let yaml = "- {id: a, question: 怎么退, variants: [退货, 退貨]}\n- {id: b, question: 退货？}\n- {id: c, question: 丙, variants: [退货]}\n";
        let case = Case::of(yaml).select("KB302");
        assert_eq!(
            case.lines(),
            [
                "KB302 [退货？] `退货？` leads to `demo/a` as well",
                "KB302 [退货] `退货` leads to `demo/a` as well",
            ]
        );
        let related = |at: usize| {
            case.lint().0.findings[at].related.iter().map(|one| one.label.english.clone()).collect::<Vec<_>>()
        };
        assert_eq!(related(0), ["a variant of `demo/a`", "a variant of `demo/c`"]);
        assert_eq!(related(1), ["a variant of `demo/a`", "the question of `demo/b`"]);
    }

    #[test]
    fn only_entries_that_are_served_on_one_day() {
        let two = |one: &str, other: &str| {
            format!("- {{id: a, question: 退货{one}}}\n- {{id: b, question: 退货{other}}}\n")
        };
        assert_eq!(lines(&two("", "")).len(), 1);
        assert_eq!(lines(&two("", ", status: draft")).len(), 1);
        assert_eq!(lines(&two("", ", status: retired")).len(), 0);
        assert_eq!(lines(&two("", ", until: 2026-11-04")).len(), 0);
        assert_eq!(lines(&two("", ", until: 2026-11-05")).len(), 1);
        assert_eq!(lines(&two(", until: 2026-11-30", ", from: 2026-12-01")).len(), 0);
    }

    #[test]
    fn other_packs_are_another_rule_s() {
        let files =
            [("a/x.yaml", "- {id: a, question: 退货}\n"), ("b/x.yaml", "- {id: b, question: 退货}\n")];
        assert!(Case::files(&files).select("KB302").lines().is_empty());
    }
}
