//! # KB501 expired
//!
//! A live entry, or one answer of it, whose last day has passed.
//!
//! ## What it does
//! Reports an `until` that lies before the day, on entries whose status is `live`, on their answers, and on
//! the answers of shops. The answers of an expired entry are not reported besides.
//!
//! ## Why it matters
//! What has expired is not served: the question of an expired entry goes unanswered without anybody having
//! decided that it should. Most of the time a campaign was prolonged, or nobody cleared it away.
//!
//! ## Example
//! ```yaml fail
//! - id: double-eleven
//!   question: 双十一有什么优惠？
//!   until: 2026-10-31
//!   answer: 全场满 300 减 40。
//! ```
//! ```yaml pass
//! - id: double-eleven
//!   question: 双十一有什么优惠？
//!   until: 2026-11-12
//!   answer: 全场满 300 减 40。
//! - id: summer
//!   question: 夏天的活动还有吗？
//!   until: 2026-08-31
//!   status: retired
//!   answer: 夏季活动已结束。
//! ```
//!
//! ## Fix
//! None: move `until` on if it still holds, else set `status: retired` or remove the answer.
//!
//! # KB501 已过期
//!
//! 仍在线的知识点或其中某个答案，有效期已经过了。
//!
//! ## 检查什么
//! 状态为 `live` 的知识点、它的答案以及店铺自己的答案，`until` 早于当天的就报告。知识点过期后，它的答案不再重复报告。
//!
//! ## 为什么重要
//! 过期的内容不会再发给顾客：知识点过期，这个问题就没人答了，而这往往不是谁决定的，只是活动延期忘了改，或者结束后没人清理。
//!
//! ## 修复
//! 不自动修复：还要用就把 `until` 延后；不用了就改成 `status: retired`，或删掉这个答案。

use crate::diagnostic::{Message, Severity};
use crate::lint::period::periods;
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB501",
    name: "expired",
    severity: Severity::Warning,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::KnowledgeBase(check),
    source: include_str!("expired.rs"),
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let over = |until: Option<jiff::civil::Date>| until.filter(|until| *until < context.as_of);
    for period in periods(context.knowledge_base) {
        let Some(until) = over(period.validity.until) else { continue };
        let entry = period.entry.map(|index| context.knowledge_base.entry(index));
        if period.answer.is_some() && entry.is_some_and(|entry| over(entry.validity.until).is_some()) {
            continue;
        }
        let (english, chinese) = period.words();
        let message =
            Message::new(format!("{english} ended on {until}"), format!("{chinese}已于 {until} 到期"));
        let help = if period.answer.is_some() {
            Message::new(
                "move `until` on if it still holds, else remove the answer",
                "还要用就把 `until` 延后，不用了就删掉这个答案",
            )
        } else {
            Message::new(
                "move `until` on if it still holds, else set `status: retired`",
                "还要用就把 `until` 延后，不用了就改成 `status: retired`",
            )
        };
        let mut finding = RULE.finding(period.until(), message).with_help(help);
        finding.entry = entry.map(|entry| entry.reference.to_string());
        findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    #[test]
    fn the_last_day_itself_is_not_over() {
        let yaml = |until: &str| format!("- {{question: 活动到几号, until: {until}, answer: 好}}\n");
        assert!(Case::of(&yaml("2026-11-05")).select("KB501").lines().is_empty());
        assert_eq!(
            Case::of(&yaml("2026-11-04")).select("KB501").lines(),
            ["KB501 [2026-11-04] the entry ended on 2026-11-04"]
        );
    }

    #[test]
    fn answers_are_looked_at_one_by_one_unless_the_entry_is_over() {
        let yaml = "- question: 甲\n  answers: [{text: 旧, until: 2026-01-01}, 新]\n\
                    - question: 乙\n  until: 2026-01-01\n  answers: [{text: 旧, until: 2026-01-01}]\n\
                    - question: 丙\n  status: draft\n  until: 2026-01-01\n";
        let lines = Case::of(yaml).select("KB501").lines();
        assert_eq!(
            lines,
            [
                "KB501 [2026-01-01] the answer ended on 2026-01-01",
                "KB501 [2026-01-01] the entry ended on 2026-01-01"
            ]
        );
    }

    #[test]
    fn a_shop_can_be_late_too() {
        let case = Case::files(&[
            ("p/faq.yaml", "- {id: one, question: 甲, answer: 好}\n"),
            ("s/shop.yaml", "id: s\nsubscribe: [p]\nanswers: {p/one: [{text: 旧, until: 2026-01-01}, 新]}\n"),
        ]);
        let (linted, _) = case.select("KB501").lint();
        assert_eq!(linted.findings.len(), 1);
        assert_eq!(linted.findings[0].entry.as_deref(), Some("p/one"));
    }

    #[test]
    fn a_merged_date_is_found_where_it_is_written() {
        let yaml = "- &a\n  question: 甲\n  until: 2026-01-01\n- <<: *a\n  question: 乙\n";
        let (linted, _) = Case::of(yaml).select("KB501").lint();
        let entries: Vec<_> = linted.findings.iter().filter_map(|finding| finding.entry.clone()).collect();
        assert_eq!(entries, ["demo/乙", "demo/甲"], "each entry is told, at the same place");
    }
}
