//! # KB405 confusable-entries
//!
//! Two entries whose phrasings are taken for each other's.
//!
//! ## What it does
//! With `--deep`, a matcher learns four fifths of all phrasings and is asked the last fifth, five times over.
//! Two entries are reported when at least 3 phrasings go from one to the other, either way, and these are at
//! least a fifth of the phrasings of one of them. A phrasing of which the matcher makes nothing, and which it
//! puts somewhere for want of better, does not count.
//!
//! ## Why it matters
//! What cannot be told apart from its own phrasings will not be told apart from customers' questions either:
//! one in five of them gets the other entry's answer, or a choice between the two.
//!
//! ## Example
//! ```yaml fail
//! - id: refund-when
//!   question: 退款多久到账？
//!   variants: [退款几天到账, 退的钱几时到账, 钱什么时候退到账, 退款多久能到账, 退款什么时候到]
//!   answer: 1 至 3 个工作日到账。
//! - id: refund-arrived
//!   question: 退款到账了吗？
//!   variants: [退款几天能到账, 退的钱几时能到账, 钱什么时候能退到账, 退款多久到, 退款什么时候能到, 退款多久会到账]
//!   answer: 请在订单里查看退款进度。
//! - id: invoice
//!   question: 怎么开发票？
//!   variants: [能开发票吗, 开发票要什么, 发票在哪开, 发票开错了]
//!   answer: 在订单里点开发票。
//! - id: express
//!   question: 用什么快递？
//!   variants: [发什么快递, 哪家快递, 能指定快递吗, 快递怎么选]
//!   answer: 由店铺合作的快递寄出。
//! - id: address
//!   question: 怎么改地址？
//!   variants: [地址填错了, 改收货地址, 地址写错怎么改, 能改地址吗]
//!   answer: 在订单里点修改地址。
//! ```
//! ```yaml pass
//! - id: refund-when
//!   question: 退款多久到账？
//!   variants: [退款几天到账, 退款什么时候到账, 退的钱多久到账, 退款多久能到账]
//!   answer: 1 至 3 个工作日到账。
//! - id: ship
//!   question: 什么时候发货？
//!   variants: [多久发货, 几天能发货, 今天能发货吗, 下单后多久发货]
//!   answer: 付款后 48 小时内发货。
//! - id: invoice
//!   question: 怎么开发票？
//!   variants: [能开发票吗, 开发票要什么, 发票在哪开, 发票开错了]
//!   answer: 在订单里点开发票。
//! ```
//!
//! ## Fix
//! None: make one entry of them if the answer is the same; else give each the phrasings that only it has,
//! and put the others' as `counterexamples`.
//!
//! ## Settings
//! `share`: from which share of an entry's phrasings on, from 0 to 1; 0.2 if not given. `confidence`: how sure
//! the matcher must be of a wrong entry for that to count, from 0 to 1; 0.5 if not given.
//!
//! # KB405 易混淆的知识点
//!
//! 两个知识点的问法常被认成对方的。
//!
//! ## 检查什么
//! 使用 `--deep` 时，让匹配引擎学习五分之四的问法，再拿剩下的五分之一去问它，轮换五次。两个知识点之间互相认错的问法至少有 3 个，而且占其中一个知识点问法的五分之一以上，就报告。匹配引擎毫无把握、随便归到某处的问法不算。
//!
//! ## 为什么重要
//! 连自己的问法都分不清，顾客的问题就更分不清了：每五个里就有一个得到另一个知识点的答案，或者被要求在两者之间选。
//!
//! ## 修复
//! 不自动修复：答案相同就合并成一个；否则给两边各补上只属于自己的问法，把容易混的写进对方的 `counterexamples`。
//!
//! ## 设置
//! `share`：认错的问法占多少就报告，0 到 1，默认 0.2。`confidence`：认错时的把握至少要多大才算数，0 到 1，默认 0.5。

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Message, Severity};
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::model::EntryIndex;
use crate::source::Location;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB405",
    name: "confusable-entries",
    severity: Severity::Warning,
    fixes: Fixes::None,
    needs: Needs::Deep,
    check: Check::KnowledgeBase(check),
    source: include_str!("confusable_entries.rs"),
};

/// How much is too much.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Confusion {
    /// The share of an entry's phrasings, from 0 to 1.
    pub share: f64,
    /// How sure of the wrong entry the matcher must be, from 0 to 1.
    pub confidence: f32,
}

impl Default for Confusion {
    fn default() -> Self {
        Self { share: 0.2, confidence: 0.5 }
    }
}

/// Fewer phrasings that go astray prove nothing.
const AT_LEAST: u32 = 3;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut asked: FxHashMap<EntryIndex, u32> = FxHashMap::default();
    // For each two entries, the first before the second: how many go over, and how many come back.
    let mut astray: BTreeMap<(EntryIndex, EntryIndex), (u32, u32)> = BTreeMap::new();
    for held_out in &context.held_out().phrasings {
        let (own, predicted) = (held_out.phrasing.entry, held_out.predicted);
        *asked.entry(own).or_default() += 1;
        let file = context.knowledge_base.entry(own).location.file;
        if held_out.confidence < context.settings(file).confusable_entries.confidence {
            continue;
        }
        if own < predicted {
            astray.entry((own, predicted)).or_default().0 += 1;
        } else if predicted < own {
            astray.entry((predicted, own)).or_default().1 += 1;
        }
    }
    for ((first, second), (over, back)) in astray {
        let of = |entry: EntryIndex| asked.get(&entry).copied().unwrap_or_default();
        let share = |went: u32, all: u32| if all == 0 { 0.0 } else { f64::from(went) / f64::from(all) };
        let most = share(over, of(first)).max(share(back, of(second)));
        let (entry, other) = (context.knowledge_base.entry(first), context.knowledge_base.entry(second));
        let file = entry.location.file;
        if over + back < AT_LEAST || most < context.settings(file).confusable_entries.share {
            continue;
        }
        let (here, there) = (context.reference(first), context.reference(second));
        let (of_first, of_second) = (of(first), of(second));
        let message = Message::new(
            format!(
                "`{here}` and `{there}` are taken for each other: {over} of {of_first} phrasings go over, {back} of {of_second} come back"
            ),
            format!(
                "“{here}”和“{there}”容易混淆：前者 {of_first} 个问法有 {over} 个被认成后者，后者 {of_second} 个问法有 {back} 个被认成前者"
            ),
        );
        let help = Message::new(
            "make them one entry if the answer is the same, else add phrasings and `counterexamples` that part them",
            "答案相同就合并；否则请补充能区分两者的相似问和 `counterexamples`",
        );
        let question = Location { file: other.location.file, span: other.question.span };
        let label = Message::new("the other entry", "另一个知识点");
        findings.push(
            RULE.finding(Location { file, span: entry.question.span }, message)
                .with_help(help)
                .with_related(question, label),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    const YAML: &str = "- id: when\n  question: 退款多久到账\n  variants: [退款几天到账, 退款什么时候到账, 退的钱多久到账, 钱什么时候退到账]\n\
        - id: arrived\n  question: 退款到账了吗\n  variants: [退款什么时候能到账, 退款几天能到账, 退的钱到账没有, 到了吗]\n\
        - id: invoice\n  question: 怎么开发票\n  variants: [能开发票吗, 开发票要什么, 发票在哪开, 发票开错了]\n\
        - id: express\n  question: 用什么快递\n  variants: [发什么快递, 哪家快递, 能指定快递吗, 快递怎么选]\n\
        - id: address\n  question: 怎么改地址\n  variants: [地址填错了, 改收货地址, 地址写错怎么改, 能改地址吗]\n";

    fn lines(config: &str) -> Vec<String> {
        let mut case = Case::of(YAML).config(config).select("KB405");
        case.deep = true;
        case.lines()
    }

    #[test]
    fn a_pair_is_told_once() {
        let found = lines("");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("KB405 [退款多久到账] `demo/when` and `demo/arrived` are taken"));
    }

    #[test]
    fn how_much_can_be_told() {
        assert!(lines("[rules.confusable-entries]\nshare = 1.0\n").is_empty());
    }

    #[test]
    fn without_deep_nothing_is_learned() {
        assert!(Case::of(YAML).select("KB405").lines().is_empty());
    }
}
