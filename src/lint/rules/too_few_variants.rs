//! # KB401 too-few-variants
//!
//! A live entry with fewer than 3 variants.
//!
//! ## What it does
//! Counts the variants of every live entry; those that differ from each other or from the question in
//! particles alone count once. Where more than half of a pack's entries have too few, that is
//! reported once, at the pack.
//!
//! ## Why it matters
//! A bot learns from phrasings. An entry with a question alone is found only by customers who ask in those
//! very words; the first handful of variants brings more than any other work on it.
//!
//! ## Example
//! ```yaml fail
//! - id: ship-time
//!   question: 什么时候发货？
//!   variants: [多久发货]
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
//! None: take the words of customers from your transcripts, not from a thesaurus.
//!
//! ## Settings
//! `minimum`: how many variants are enough; 3 if not given.
//!
//! # KB401 相似问太少
//!
//! 在线知识点的相似问不足 3 个。
//!
//! ## 检查什么
//! 统计每个在线知识点的相似问；彼此之间或与标准问只差语气词的，只算一个。一个行业包里超过一半的知识点都不够时，只在行业包上提示一次。
//!
//! ## 为什么重要
//! 机器人靠相似问学习。只有标准问的知识点，顾客换个说法就找不到了；最初补上的几个相似问，效果比什么都明显。
//!
//! ## 修复
//! 不自动修复：请从聊天记录里摘顾客的原话，不要照着同义词改写。
//!
//! ## 设置
//! `minimum`：至少要有几个相似问，默认 3。

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Message, Severity};
use crate::lint::by_pack::{entries_by_pack, report_each_or_once};
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::model::{Entry, EntryIndex};
use crate::text::{core_key, match_key};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB401",
    name: "too-few-variants",
    severity: Severity::Info,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::KnowledgeBase(check),
    source: include_str!("too_few_variants.rs"),
};

/// How many are enough.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Enough {
    /// The fewest variants.
    pub minimum: usize,
}

impl Default for Enough {
    fn default() -> Self {
        Self { minimum: 3 }
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let entry = |index: EntryIndex| context.knowledge_base.entry(index);
    let minimum = |index| context.settings(entry(index).location.file).too_few_variants.minimum;
    for (pack, live) in entries_by_pack(context, |_, entry| {
        // An entry without a question is no entry to find phrasings for.
        entry.is_live(context.as_of) && !entry.question.is_empty()
    }) {
        let poor: Vec<EntryIndex> = live
            .iter()
            .copied()
            .filter(|&index| variants(entry(index), minimum(index)) < minimum(index))
            .collect();
        let Some(&first) = poor.first() else { continue };
        let each = |index, location| {
            let minimum = minimum(index);
            let found = variants(entry(index), minimum);
            let english = match found {
                0 => format!("the entry has no variants, fewer than {minimum}"),
                1 => format!("the entry has 1 variant, fewer than {minimum}"),
                _ => format!("the entry has {found} variants, fewer than {minimum}"),
            };
            let chinese = match found {
                0 => format!("知识点没有相似问，不足 {minimum} 个"),
                _ => format!("知识点只有 {found} 个相似问，不足 {minimum} 个"),
            };
            RULE.finding(location, Message::new(english, chinese)).with_help(help())
        };
        let whole = |location| {
            let (few, all, minimum) = (poor.len(), live.len(), minimum(first));
            let pack = &context.knowledge_base.pack(pack).id;
            let message = Message::new(
                format!("{few} of the {all} entries of pack `{pack}` have fewer than {minimum} variants"),
                format!("行业包“{pack}”的 {all} 个知识点里，有 {few} 个的相似问不足 {minimum} 个"),
            );
            RULE.finding(location, message).with_help(help())
        };
        report_each_or_once(context, findings, (pack, &live), &poor, each, whole);
    }
}

fn help() -> Message {
    Message::new("add what customers really wrote", "请从聊天记录里补充顾客的原话")
}

/// How many variants say the question in words of their own, counted up to `enough`: one that differs from
/// another or from the question in particles alone is no second way to ask.
fn variants(entry: &Entry, enough: usize) -> usize {
    let core = |text: &str| core_key(&match_key(text)).to_owned();
    let mut known = vec![String::new(), core(&entry.question)];
    for variant in &entry.variants {
        if known.len() >= enough + 2 {
            break;
        }
        let key = core(variant);
        if !known.contains(&key) {
            known.push(key);
        }
    }
    known.len() - 2
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::lint::testing::Case;

    fn entries(poor: usize, rich: usize) -> String {
        let mut yaml = String::new();
        for at in 0..poor {
            let _ = writeln!(yaml, "- {{question: 少{at}, variants: [甲{at}, ''], answer: 好}}");
        }
        for at in 0..rich {
            let _ = writeln!(yaml, "- {{question: 多{at}, variants: [乙{at}, 丙{at}, 丁{at}], answer: 好}}");
        }
        yaml
    }

    #[test]
    fn most_entries_of_a_pack_are_told_once() {
        let lines = Case::of(&entries(5, 4)).select("KB401").lines();
        assert_eq!(lines, ["KB401 [少0] 5 of the 9 entries of pack `demo` have fewer than 3 variants"]);
        let with_pack = Case::files(&[("demo/pack.yaml", "id: demo\n"), ("demo/faq.yaml", &entries(5, 4))]);
        assert_eq!(
            with_pack.select("KB401").lines(),
            ["KB401 [id: demo] 5 of the 9 entries of pack `demo` have fewer than 3 variants"]
        );
    }

    #[test]
    fn a_few_or_a_smaller_half_are_told_one_by_one() {
        assert_eq!(Case::of(&entries(4, 4)).select("KB401").lines().len(), 4);
        assert_eq!(Case::of(&entries(3, 0)).select("KB401").lines().len(), 3);
    }

    #[test]
    fn what_is_not_live_may_wait() {
        let yaml = "- {question: 甲, status: draft}\n- {question: 乙, until: 2026-01-01}\n";
        assert!(Case::of(yaml).select("KB401").lines().is_empty());
    }

    #[test]
    fn enough_can_be_told() {
        let case = Case::of(&entries(1, 1)).config("[rules.too-few-variants]\nminimum = 1\n");
        assert!(case.select("KB401").lines().is_empty());
    }
}
