//! # KB403 lopsided-pack
//!
//! An entry that has many times more phrasings than the other entries of its pack.
//!
//! ## What it does
//! Compares the live entries of each pack that has at least 8 of them. An entry with at least 30 phrasings,
//! and more than 10 times as many as the pack's middle entry (the median) has, is reported.
//!
//! ## Why it matters
//! A matcher that learns from phrasings learns the big entry's words best and takes doubtful questions for
//! it. The small ones lose hits that nobody counts.
//!
//! ## Example
//! ```toml fail
//! [rules.lopsided-pack]
//! ratio = 9
//! ```
//! ```yaml fail
//! - {question: 怎么退货, variants: [想退货, 可以退货吗, 怎么申请退货], answer: 好}
//! - {question: 怎么换货, variants: [想换货, 可以换货吗, 怎么申请换货], answer: 好}
//! - {question: 用什么快递, variants: [发什么快递, 哪家快递], answer: 好}
//! - {question: 怎么付款, variants: [支持哪些付款方式, 能用信用卡吗], answer: 好}
//! - {question: 有优惠券吗, variants: [怎么领优惠券, 优惠券在哪], answer: 好}
//! - {question: 怎么开发票, variants: [能开发票吗, 要发票], answer: 好}
//! - {question: 怎么改地址, variants: [地址填错了, 改收货地址], answer: 好}
//! - question: 什么时候发货
//!   variants: [多久发货, 几天发货, 今天发货吗, 明天发货吗, 后天发货吗, 周末发货吗, 周一发货吗, 何时发货,
//!     啥时候发货, 哪天发货, 几点发货, 还不发货, 快发货, 发货了吗, 发货了没, 怎么还没发货, 催发货,
//!     能早点发货吗, 可以马上发货吗, 下单后多久发货, 付款后多久发货, 现货多久发货, 预售多久发货,
//!     双十一多久发货, 过年发货吗, 节假日发货吗, 晚上发货吗, 上午发货吗, 下午发货吗]
//!   answer: 好
//! ```
//! ```yaml pass
//! - {question: 怎么退货, variants: [想退货, 可以退货吗, 怎么申请退货], answer: 好}
//! - {question: 什么时候发货, variants: [多久发货, 几天发货, 今天发货吗, 明天发货吗], answer: 好}
//! ```
//!
//! ## Fix
//! None: part the big entry, or give the small ones more phrasings.
//!
//! ## Settings
//! `ratio`: how many times the median is too much; 10 if not given.
//!
//! # KB403 相似问分布失衡
//!
//! 某个知识点的问法比同一行业包的其他知识点多出许多倍。
//!
//! ## 检查什么
//! 比较有 8 个以上在线知识点的行业包：问法不少于 30 个、而且超过中位数 10 倍的知识点会被提示。
//!
//! ## 为什么重要
//! 靠问法学习的匹配，对大知识点的用词学得最熟，拿不准的问题都会往它那里靠；小知识点因此丢掉的命中，平时没人会注意到。
//!
//! ## 修复
//! 不自动修复：请拆分大的知识点，或者给小的补充相似问。
//!
//! ## 设置
//! `ratio`：超过中位数的多少倍算失衡，默认 10。

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Message, Severity};
use crate::lint::by_pack::entries_by_pack;
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::model::EntryIndex;
use crate::source::Location;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB403",
    name: "lopsided-pack",
    severity: Severity::Info,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::KnowledgeBase(check),
    source: include_str!("lopsided_pack.rs"),
};

/// What is lopsided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Balance {
    /// How many times the median is too much.
    pub ratio: usize,
}

impl Default for Balance {
    fn default() -> Self {
        Self { ratio: 10 }
    }
}

/// A smaller pack has no middle worth the name.
const ENTRIES: usize = 8;
/// Fewer phrasings drown nobody.
const PHRASINGS: usize = 30;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let phrasings = |index: EntryIndex| context.knowledge_base.entry(index).variants.len() + 1;
    for (pack, live) in entries_by_pack(context, |_, entry| entry.is_live(context.as_of)) {
        if live.len() < ENTRIES {
            continue;
        }
        let mut counts: Vec<usize> = live.iter().map(|&index| phrasings(index)).collect();
        counts.sort_unstable();
        let median = counts[counts.len() / 2];
        for index in live {
            let entry = context.knowledge_base.entry(index);
            let file = entry.location.file;
            let ratio = context.settings(file).lopsided_pack.ratio;
            let count = phrasings(index);
            if count < PHRASINGS || count <= median.saturating_mul(ratio) {
                continue;
            }
            let pack = &context.knowledge_base.pack(pack).id;
            let message = Message::new(
                format!(
                    "the entry has {count} phrasings, more than {ratio} times the {median} that are usual in pack `{pack}`"
                ),
                format!("知识点有 {count} 个问法，超过行业包“{pack}”中位数（{median} 个）的 {ratio} 倍"),
            );
            let help = Message::new(
                "part the entry in two, or give the others more phrasings",
                "请拆分这个知识点，或者给其他知识点补充相似问",
            );
            let location = Location { file, span: entry.question.span };
            findings.push(RULE.finding(location, message).with_help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::lint::testing::Case;

    fn pack(small: usize, big: usize) -> Vec<String> {
        let mut yaml = String::new();
        for at in 0..small {
            let _ = writeln!(yaml, "- {{question: 小{at}, variants: [小小{at}]}}");
        }
        let variants: Vec<String> = (1..big).map(|at| format!("大{at}")).collect();
        let _ = writeln!(yaml, "- {{question: 大, variants: [{}]}}", variants.join(", "));
        Case::of(&yaml).select("KB403").lines()
    }

    #[test]
    fn it_takes_many_entries_and_many_phrasings() {
        assert_eq!(
            pack(7, 30),
            ["KB403 [大] the entry has 30 phrasings, more than 10 times the 2 that are usual in pack `demo`"]
        );
        assert!(pack(6, 30).is_empty());
        assert!(pack(7, 29).is_empty());
    }
}
