//! # KB402 too-many-variants
//!
//! An entry with more variants than platforms take.
//!
//! ## What it does
//! Counts the variants of every entry that is not retired.
//!
//! ## Why it matters
//! 云小蜜 takes 200 variants an entry, and 腾讯企点 50; what is beyond that is refused or cut off on import.
//! Long before, further variants are mostly copies of each other and bring nothing more, and an entry that
//! needs hundreds is often two.
//!
//! ## Example
//! ```toml fail
//! [rules.too-many-variants]
//! maximum = 2
//! ```
//! ```yaml fail
//! - id: ship-time
//!   question: 什么时候发货？
//!   variants: [多久发货, 几天能发出, 今天能发吗]
//!   answer: 付款后 48 小时内发货。
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   variants: [多久发货, 几天能发出, 今天能发吗]
//!   answer: 付款后 48 小时内发货。
//! ```
//!
//! ## Fix
//! None: remove those that say the same, or part the entry.
//!
//! ## Settings
//! `maximum`: the most variants; 200 if not given. Set 50 for 腾讯企点.
//!
//! # KB402 相似问太多
//!
//! 相似问的数量超出了平台上限。
//!
//! ## 检查什么
//! 统计每个未停用知识点的相似问。
//!
//! ## 为什么重要
//! 云小蜜每个知识点最多 200 个相似问，腾讯企点是 50 个，超出的部分导入时会被拒绝或丢掉。其实远不到上限，再加的相似问多半大同小异，没什么用；需要几百个相似问的知识点，往往其实是两个知识点。
//!
//! ## 修复
//! 不自动修复：请删去意思重复的，或者拆成两个知识点。
//!
//! ## 设置
//! `maximum`：最多几个相似问，默认 200；用腾讯企点的请设为 50。

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Message, Severity};
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::model::{EntryIndex, Status};
use crate::source::Location;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB402",
    name: "too-many-variants",
    severity: Severity::Warning,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Entry(check),
    source: include_str!("too_many_variants.rs"),
};

/// How many are too many.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Most {
    /// The most variants.
    pub maximum: usize,
}

impl Default for Most {
    fn default() -> Self {
        Self { maximum: 200 }
    }
}

fn check(context: &Context<'_>, index: EntryIndex, findings: &mut Findings<'_>) {
    let entry = context.knowledge_base.entry(index);
    let file = entry.location.file;
    let maximum = context.settings(file).too_many_variants.maximum;
    let Some(first_beyond) = entry.variants.get(maximum) else { return };
    if entry.status == Status::Retired {
        return;
    }
    let count = entry.variants.len();
    let message = Message::new(
        format!("the entry has {count} variants, more than {maximum}; this one is the first beyond"),
        format!("知识点有 {count} 个相似问，超过 {maximum} 个，从这一个开始超出"),
    );
    let help = Message::new(
        "remove those that say the same, or part the entry in two",
        "请删去意思重复的相似问，或者拆成两个知识点",
    );
    findings.push(RULE.finding(Location { file, span: first_beyond.span }, message).with_help(help));
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    fn entry(variants: usize) -> Case {
        let variants: Vec<String> = (0..variants).map(|at| format!("说法{at}")).collect();
        Case::of(&format!("- question: 甲\n  variants: [{}]\n", variants.join(", "))).select("KB402")
    }

    #[test]
    fn the_first_beyond_the_limit_is_marked() {
        assert!(entry(200).lines().is_empty());
        assert_eq!(
            entry(202).lines(),
            ["KB402 [说法200] the entry has 202 variants, more than 200; this one is the first beyond"]
        );
    }
}
