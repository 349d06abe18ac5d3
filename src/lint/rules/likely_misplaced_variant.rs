//! # KB404 likely-misplaced-variant
//!
//! A phrasing that reads like another entry's.
//!
//! ## What it does
//! With `--deep`, a matcher learns four fifths of all phrasings and is asked the last fifth, five times over.
//! A phrasing for which it is very sure of another entry, and not at all of its own, is reported. Phrasings
//! that stand in both entries word for word are left to KB301.
//!
//! ## Why it matters
//! A variant in the wrong entry teaches the bot a wrong answer, for this question and for all like it. It
//! happens when transcripts are sorted in a hurry.
//!
//! ## Example
//! ```yaml fail
//! - id: ship
//!   question: 什么时候发货？
//!   variants: [多久发货, 几天能发货, 今天能发货吗, 下单后多久发货, 付款后几天发货, 怎么申请退货呀]
//!   answer: 付款后 48 小时内发货。
//! - id: return
//!   question: 怎么申请退货？
//!   variants: [怎么退货, 退货怎么申请, 想申请退货, 申请退货在哪里, 在哪申请退货]
//!   answer: 在订单里点退货。
//! - id: invoice
//!   question: 怎么开发票？
//!   variants: [能开发票吗, 开发票要什么, 发票在哪开, 发票开错了]
//!   answer: 在订单里点开发票。
//! ```
//! ```yaml pass
//! - id: ship
//!   question: 什么时候发货？
//!   variants: [多久发货, 几天能发货, 今天能发货吗, 下单后多久发货, 付款后几天发货]
//!   answer: 付款后 48 小时内发货。
//! - id: return
//!   question: 怎么申请退货？
//!   variants: [怎么退货, 退货怎么申请, 想申请退货, 申请退货在哪里, 怎么申请退货呀]
//!   answer: 在订单里点退货。
//! - id: invoice
//!   question: 怎么开发票？
//!   variants: [能开发票吗, 开发票要什么, 发票在哪开, 发票开错了]
//!   answer: 在订单里点开发票。
//! ```
//!
//! ## Fix
//! None: move it if it belongs there; if it is right where it is, the two entries may need one answer, or
//! more variants to tell them apart.
//!
//! ## Settings
//! `confidence`: how sure the matcher must be of the other entry, from 0 to 1; 0.9 if not given. Of the
//! entry it stands in it must be less sure by half of that.
//!
//! # KB404 疑似放错的问法
//!
//! 读起来像是别的知识点的问法。
//!
//! ## 检查什么
//! 使用 `--deep` 时，让匹配引擎学习五分之四的问法，再拿剩下的五分之一去问它，轮换五次。如果它非常确定某个问法属于另一个知识点，而对现在这个没有把握，就提示出来。两个知识点里一字不差的问法由 KB301 报告，这里不重复。
//!
//! ## 为什么重要
//! 相似问放错了知识点，等于教机器人答错，连带着相近的问题一起错。匆忙整理聊天记录时常会这样。
//!
//! ## 修复
//! 不自动修复：确实放错了就移过去；没有放错的话，这两个知识点也许该合并，或者需要更多相似问来区分。
//!
//! ## 设置
//! `confidence`：匹配引擎对另一个知识点的把握至少要多大，0 到 1，默认 0.9；对现在这个知识点的把握要比它低这个值的一半以上。

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Message, Severity};
use crate::lint::{Check, Context, Findings, Fixes, Needs, Role, Rule};
use crate::source::Location;
use crate::text::match_key;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB404",
    name: "likely-misplaced-variant",
    severity: Severity::Info,
    fixes: Fixes::None,
    needs: Needs::Deep,
    check: Check::KnowledgeBase(check),
    source: include_str!("likely_misplaced_variant.rs"),
};

/// How sure is sure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Doubt {
    /// From here on the matcher is sure, from 0 to 1.
    pub confidence: f32,
}

impl Default for Doubt {
    fn default() -> Self {
        Self { confidence: 0.9 }
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let knowledge_base = context.knowledge_base;
    for held_out in &context.held_out().phrasings {
        let (phrasing, predicted) = (held_out.phrasing, held_out.predicted);
        let file = knowledge_base.entry(phrasing.entry).location.file;
        let sure = context.settings(file).likely_misplaced_variant.confidence;
        let doubtful = held_out.confidence - held_out.own_confidence >= sure / 2.0;
        if predicted == phrasing.entry || held_out.confidence < sure || !doubtful {
            continue;
        }
        let text = phrasing.text(knowledge_base);
        let other = knowledge_base.entry(predicted);
        let key = match_key(text);
        if other.phrasings().any(|phrasing| match_key(phrasing) == key) {
            continue;
        }
        let (own, there) = (context.reference(phrasing.entry), context.reference(predicted));
        let confidence = held_out.confidence;
        let role = if phrasing.is_question() { Role::Question } else { Role::Variant };
        let (english, chinese) = role.words();
        let message = Message::new(
            format!("the {english} reads like one of `{there}` ({confidence:.2}), not of `{own}`"),
            format!("这个{chinese}读起来属于“{there}”（{confidence:.2}），不像“{own}”"),
        );
        let help = if phrasing.is_question() {
            Message::new(
                "ask more clearly, or see whether the two entries are one",
                "请把标准问写得更明确，或者看看这两个知识点是不是同一个",
            )
        } else {
            Message::new(
                format!("move it to `{there}` if it belongs there"),
                format!("如果确实放错了，请移到“{there}”"),
            )
        };
        let question = Location { file: other.location.file, span: other.question.span };
        let label = Message::new("this is what it reads like", "读起来像这一条");
        findings.push(
            RULE.finding(Location { file, span: text.span }, message)
                .with_help(help)
                .with_related(question, label),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    const YAML: &str = "- id: ship\n  question: 什么时候发货\n  variants: [多久发货, 几天能发货, 今天能发货吗, 下单后多久发货, WRONG]\n\
        - id: return\n  question: 怎么申请退货\n  variants: [怎么退货, 退货怎么申请, 想申请退货, 申请退货在哪里, 在哪申请退货]\n\
        - id: invoice\n  question: 怎么开发票\n  variants: [能开发票吗, 开发票要什么, 发票在哪开, 发票开错了]\n";

    fn lines(wrong: &str, config: &str) -> Vec<String> {
        let mut case = Case::of(&YAML.replace("WRONG", wrong)).config(config).select("KB404");
        case.deep = true;
        case.lines()
    }

    #[test]
    fn the_variant_in_the_wrong_place_is_found_and_no_other() {
        let found = lines("怎么申请退货呀", "");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("KB404 [怎么申请退货呀] the variant reads like one of `demo/return`"));
        assert!(lines("几天发货", "").is_empty());
    }

    #[test]
    fn what_stands_in_both_is_another_rules() {
        assert!(lines("怎么退货？", "").is_empty());
    }

    #[test]
    fn how_sure_can_be_told() {
        assert!(lines("怎么申请退货呀", "[rules.likely-misplaced-variant]\nconfidence = 1.0\n").is_empty());
    }
}
