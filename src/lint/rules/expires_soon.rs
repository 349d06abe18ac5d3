//! # KB502 expires-soon
//!
//! A live entry or answer whose last day is near.
//!
//! ## What it does
//! Reports an `until` within the next days, on entries whose status is `live`, on their answers, and on the
//! answers of shops.
//!
//! ## Why it matters
//! From the day after, the question goes unanswered or another answer is given. A week is time enough to
//! ask whether the campaign is prolonged.
//!
//! ## Example
//! ```yaml fail
//! - id: double-eleven
//!   question: 双十一有什么优惠？
//!   until: 2026-11-12
//!   answer: 全场满 300 减 40。
//! ```
//! ```yaml pass
//! - id: winter
//!   question: 冬季有什么优惠？
//!   until: 2027-02-28
//!   answer: 全场满 300 减 40。
//! ```
//!
//! ## Fix
//! None: only the shop knows whether it goes on.
//!
//! ## Settings
//! `days`: how many days ahead to look; 7 if not given, 0 for today only.
//!
//! # KB502 即将到期
//!
//! 仍在线的知识点或答案快到期了。
//!
//! ## 检查什么
//! 状态为 `live` 的知识点、它的答案以及店铺自己的答案，`until` 在接下来几天之内的就提示。
//!
//! ## 为什么重要
//! 到期第二天起，这个问题就没有答案，或者换成别的答案了。提前一周，来得及问清活动延不延期。
//!
//! ## 修复
//! 不自动修复：延不延期只有店铺知道。
//!
//! ## 设置
//! `days`：提前几天提示，默认 7；0 表示只提示当天到期的。

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Message, Severity};
use crate::lint::period::periods;
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB502",
    name: "expires-soon",
    severity: Severity::Info,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::KnowledgeBase(check),
    source: include_str!("expires_soon.rs"),
};

/// What is near.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Near {
    /// How many days ahead to look.
    pub days: u16,
}

impl Default for Near {
    fn default() -> Self {
        Self { days: 7 }
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for period in periods(context.knowledge_base) {
        let Some(until) = period.validity.until.filter(|until| *until >= context.as_of) else { continue };
        let Ok(left) = context.as_of.until(until).map(|span| span.get_days()) else { continue };
        if left > i32::from(context.settings(period.file).expires_soon.days) {
            continue;
        }
        let (english, chinese) = period.words();
        let message = match left {
            0 => Message::new(format!("{english} ends today"), format!("{chinese}今天到期")),
            1 => Message::new(format!("{english} ends tomorrow"), format!("{chinese}明天到期")),
            _ => Message::new(
                format!("{english} ends in {left} days, on {until}"),
                format!("{chinese}还有 {left} 天到期（{until}）"),
            ),
        };
        let help =
            Message::new("move `until` on if it is prolonged", "如果延期，请把 `until` 改成新的结束日期");
        let mut finding = RULE.finding(period.until(), message).with_help(help);
        finding.entry = period.entry.map(|index| context.reference(index).to_owned());
        findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    fn lines(until: &str, config: &str) -> Vec<String> {
        let yaml = format!("- {{question: 活动到几号, until: {until}, answer: 好}}\n");
        Case::of(&yaml).config(config).select("KB502").lines()
    }

    #[test]
    fn both_ends_of_the_days_ahead_belong_to_it() {
        assert_eq!(lines("2026-11-05", ""), ["KB502 [2026-11-05] the entry ends today"]);
        assert_eq!(lines("2026-11-12", "").len(), 1);
        assert!(lines("2026-11-13", "").is_empty());
        assert!(lines("2026-11-04", "").is_empty(), "that is another rule's");
        assert!(lines("9999-12-31", "").is_empty());
    }

    #[test]
    fn how_far_ahead_can_be_told() {
        let config = "[rules.expires-soon]\ndays = 30\n";
        assert_eq!(
            lines("2026-12-05", config),
            ["KB502 [2026-12-05] the entry ends in 30 days, on 2026-12-05"]
        );
        assert!(lines("2026-11-06", "[rules.expires-soon]\ndays = 0\n").is_empty());
    }
}
