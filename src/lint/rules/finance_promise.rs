//! # KB603 finance-promise
//!
//! A promise of safe capital or certain profit in what customers read.
//!
//! ## What it does
//! Looks in answers and greetings for 保本, 保息, 稳赚不赔, 保证收益, 刚性兑付 and the like. 无风险 and 零风险
//! count only where the answer or its question is about money put to work. What is denied (不保本, 不承诺收益)
//! and warnings (凡承诺保本的都是诈骗) pass.
//!
//! ## Why it matters
//! Article 25 of the Advertising Law forbids promises of capital or profit for whatever is invested in, and
//! since 2018 the rules on asset management (资管新规) forbid 保本 and 刚性兑付 outright.
//!
//! ## Example
//! ```yaml fail
//! - id: fund
//!   question: 这个理财产品安全吗？
//!   answer: 放心，保本保息，稳赚不赔。
//! ```
//! ```yaml pass
//! - id: fund
//!   question: 这个理财产品安全吗？
//!   answer: 理财非存款，本产品不保本、不承诺保证收益。请确保本人操作，任何声称零风险的都是诈骗。
//! ```
//!
//! ## Fix
//! None: say which risks there are, in the words of the product's papers.
//!
//! ## Settings
//! `words`: more words to look for. `allow`: phrases in which a word passes.
//!
//! # KB603 承诺收益
//!
//! 顾客看到的文字里承诺保本或收益。
//!
//! ## 检查什么
//! 在答案和欢迎语里查找“保本”“保息”“稳赚不赔”“保证收益”“刚性兑付”等说法。“无风险”“零风险”只在答案或标准问谈到理财投资时才报告。否定的说法（不保本、不承诺收益）和风险提示（凡承诺保本的都是诈骗）不报告。
//!
//! ## 为什么重要
//! 《广告法》第二十五条禁止对有投资回报预期的商品或服务作保本、无风险或保收益的承诺；2018 年资管新规明确不得承诺保本和刚性兑付。
//!
//! ## 修复
//! 不自动修复：请按产品说明书写明有哪些风险。
//!
//! ## 设置
//! `words`：另外要查的词。`allow`：允许出现的说法。

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Message, Severity};
use crate::lint::guard::{is_allowed, is_denied, is_followed_by, is_preceded_by, sentence};
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Rule, Settings, WordHit};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB603",
    name: "finance-promise",
    severity: Severity::Error,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Words(words, check),
    source: include_str!("finance_promise.rs"),
};

/// Which promises are looked for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Promises {
    /// Words besides the rule's own.
    pub words: Vec<String>,
    /// Phrases in which a word passes.
    pub allow: Vec<String>,
}

/// Words that say nothing unless it is about money put to work; the first of all, see [`words`].
const OF_RISK: &[&str] = &["无风险", "零风险", "没有任何风险", "100%安全", "百分百安全"];
/// What article 25 of the Advertising Law and the rules on asset management forbid to promise, and how it is
/// said.
const PROMISES: &[&str] = &[
    "保本",
    "保息",
    "保本保息",
    "保本保收益",
    "稳赚",
    "稳赚不赔",
    "稳赚不亏",
    "只赚不赔",
    "只赚不亏",
    "包赚",
    "必赚",
    "必涨",
    "包涨",
    "稳涨",
    "躺赚",
    "保证收益",
    "收益保证",
    "承诺收益",
    "保收益",
    "刚性兑付",
    "刚兑",
    "本金零损失",
    "本金无忧",
    "稳赚钱",
    "零亏损",
    "绝不亏",
    "保证盈利",
    "保证赚",
];
/// Words that say it is about money put to work.
const MONEY: &[&str] =
    &["收益", "理财", "投资", "基金", "年化", "本金", "回报", "赚", "利息", "资产", "存款", "股"];
/// Words of a sentence that warns.
const WARNINGS: &[&str] = &[
    "诈骗",
    "骗局",
    "骗子",
    "勿信",
    "勿轻信",
    "不要相信",
    "不可信",
    "虚假",
    "违法",
    "违规",
    "陷阱",
    "风险提示",
    "不等于",
    "打破",
];
/// What 保本 belongs to when it does not mean capital: 请确保本人签收, 保本店权益.
const NOT_CAPITAL: &[&str] = &[
    "人", "店", "次", "公司", "网", "站", "地", "平台", "单", "品", "账", "机", "商", "月", "年", "项", "套",
    "书",
];

fn words(settings: &Settings) -> Vec<String> {
    let own = OF_RISK.iter().chain(PROMISES).map(|word| (*word).to_owned());
    own.chain(settings.finance_promise.words.iter().cloned()).collect()
}

fn check(context: &Context<'_>, text: &LintText<'_>, hits: &[WordHit], findings: &mut Findings<'_>) {
    if !text.role.is_read() {
        return;
    }
    let value = &**text.text;
    let settings = &context.settings(text.file).finance_promise;
    for WordHit { word, range } in hits {
        if is_allowed(value, range, &settings.allow)
            || is_denied(value, range)
            || means_something_else(value, range)
            || warns(value, range)
            || *word < OF_RISK.len() && !is_about_money(context, text)
        {
            continue;
        }
        let found = &value[range.clone()];
        let message = Message::new(
            format!("`{found}` promises capital or profit, which the Advertising Law forbids"),
            format!("“{found}”承诺了本金或收益，广告法不允许"),
        );
        let help = Message::new(
            "say which risks there are instead",
            "请改为如实提示风险，例如“理财非存款，投资需谨慎”",
        );
        findings.push(RULE.finding(context.locate(text, range.clone()), message).with_help(help));
    }
}

fn means_something_else(text: &str, range: &Range<usize>) -> bool {
    let found = &text[range.clone()];
    found.starts_with("保本") && found.len() == "保本".len() && is_followed_by(text, range, NOT_CAPITAL)
        || found.starts_with("保息") && is_preceded_by(text, range, &["确", "担"])
        || found.ends_with("无风险") && is_preceded_by(text, range, &["有"])
}

/// Whether the sentence warns, or asks and does not promise.
fn warns(text: &str, range: &Range<usize>) -> bool {
    let sentence = sentence(text, range);
    let end = range.end + text[range.end..].find(['。', '！', '？', '!', '?', '\n']).unwrap_or(0);
    text[end..].starts_with(['？', '?']) || WARNINGS.iter().any(|word| sentence.contains(word))
}

fn is_about_money(context: &Context<'_>, text: &LintText<'_>) -> bool {
    let entry = text.entry.map(|index| context.knowledge_base.entry(index));
    let question = entry.map_or("", |entry| &entry.question);
    MONEY.iter().any(|word| text.text.contains(word) || question.contains(word))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    fn marked(answer: &str) -> Vec<String> {
        let yaml = format!("- question: 怎么样\n  answer: \"{answer}\"\n");
        let (linted, knowledge_base) = Case::of(&yaml).select("KB603").lint();
        let slice = |location| knowledge_base.files.slice(location).to_owned();
        linted.findings.iter().map(|finding| slice(finding.location)).collect()
    }

    #[test]
    fn promises_are_found_the_longest_first() {
        assert_eq!(marked("放心，保本保息"), ["保本保息"]);
        assert_eq!(marked("稳赚不赔，明天必涨"), ["稳赚不赔", "必涨"]);
        assert_eq!(marked("基金零风险，随时赎回"), ["零风险"]);
        assert_eq!(marked("我们保证收益在5%以上"), ["保证收益"]);
    }

    #[test]
    fn denials_warnings_and_other_words_pass() {
        for answer in [
            "本产品不保本，也不保证收益",
            "非保本浮动收益型理财",
            "凡是承诺保本、稳赚的都是诈骗！",
            "请勿相信稳赚不赔的说法",
            "请确保本人签收，并确保本店已发货，担保息事",
            "七天无理由退货，购物零风险",
            "投资有无风险要看产品",
            "什么是刚性兑付？资管新规已打破刚性兑付。",
            "监管部门禁止刚性兑付",
        ] {
            assert!(marked(answer).is_empty(), "{answer}: {:?}", marked(answer));
        }
    }

    #[test]
    fn a_customer_may_ask_for_it() {
        let yaml = "- {question: 这个保本吗, variants: [稳赚不赔吗], answer: 投资有风险}\n";
        assert!(Case::of(yaml).select("KB603").lines().is_empty());
    }
}
