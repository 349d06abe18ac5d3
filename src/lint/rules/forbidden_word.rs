//! # KB607 forbidden-word
//!
//! A word from your own list in what customers read.
//!
//! ## What it does
//! Looks in answers and greetings for the words of the setting `words`. Without words it finds nothing. A
//! word of letters is found only as a whole word; the case of ASCII letters does not matter.
//!
//! ## Why it matters
//! Every house has words it does not use: a competitor's name, a name the brand has given up, a term the
//! legal department has struck out. A list finds them in every pack, and in next year's too.
//!
//! ## Example
//! ```toml fail
//! [rules.forbidden-word]
//! words = { "亲亲" = "称呼统一用“您”" }
//! ```
//! ```yaml fail
//! - id: hello
//!   question: 在吗？
//!   answer: 亲亲，在的哦。
//! ```
//! ```toml pass
//! [rules.forbidden-word]
//! words = ["亲亲"]
//! ```
//! ```yaml pass
//! - id: hello
//!   question: 在吗亲亲？
//!   answer: 您好，在的。
//! ```
//!
//! ## Fix
//! None: what to say instead only you know.
//!
//! ## Settings
//! `words`: a list of words, or a table of words with the reason for each, which is shown with the finding; TOML wants
//! quotes around words that are not ASCII.
//!
//! # KB607 禁用词
//!
//! 顾客看到的文字里有您自己列出的禁用词。
//!
//! ## 检查什么
//! 在答案和欢迎语里查找设置 `words` 里的词；没有设置就不检查。英文单词要整词相同才算，不分大小写。
//!
//! ## 为什么重要
//! 每家都有不用的词：竞争对手的名字、停用的品牌名、法务划掉的说法。列成清单，每个行业包都查得到，以后新写的也查得到。
//!
//! ## 修复
//! 不自动修复：该换成什么只有您知道。
//!
//! ## 设置
//! `words`：词的列表，或者 `"词" = "原因"` 的表（TOML 里中文的词要加引号），原因会和问题一起显示。

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Message, Severity};
use crate::lint::guard::stands_alone;
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Rule, Settings, WordHit};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB607",
    name: "forbidden-word",
    severity: Severity::Error,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Words(words, check),
    source: include_str!("forbidden_word.rs"),
};

/// The words.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Forbidden {
    /// The words, with or without reasons.
    pub words: WordList,
}

/// Words with or without reasons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum WordList {
    /// Without.
    Words(Vec<String>),
    /// Each with why it is forbidden.
    Reasons(BTreeMap<String, String>),
}

impl Default for WordList {
    fn default() -> Self {
        Self::Words(Vec::new())
    }
}

impl WordList {
    /// The word of this number in the order of [`words`], with its reason.
    fn get(&self, number: usize) -> Option<(&str, Option<&str>)> {
        match self {
            Self::Words(words) => words.get(number).map(|word| (word.as_str(), None)),
            Self::Reasons(reasons) => {
                reasons.iter().nth(number).map(|(word, reason)| (word.as_str(), Some(reason.trim())))
            }
        }
    }
}

fn words(settings: &Settings) -> Vec<String> {
    match &settings.forbidden_word.words {
        WordList::Words(words) => words.clone(),
        WordList::Reasons(reasons) => reasons.keys().cloned().collect(),
    }
}

fn check(context: &Context<'_>, text: &LintText<'_>, hits: &[WordHit], findings: &mut Findings<'_>) {
    if !text.role.is_read() {
        return;
    }
    let list = &context.settings(text.file).forbidden_word.words;
    for WordHit { word, range } in hits {
        if !stands_alone(text.text, range) {
            continue;
        }
        let Some((word, reason)) = list.get(*word) else { continue };
        let message =
            Message::new(format!("`{word}` is on the list of forbidden words"), format!("“{word}”是禁用词"));
        let mut finding = RULE.finding(context.locate(text, range.clone()), message);
        if let Some(reason) = reason.filter(|reason| !reason.is_empty()) {
            finding = finding.with_help(Message::new(reason.to_owned(), reason.to_owned()));
        }
        findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    const YAML: &str = "- {question: VIP 是什么, answer: \"vip 会员，Viper 不是，全網最低\"}\n";

    #[test]
    fn without_words_nothing_is_found() {
        assert!(Case::of(YAML).select("KB607").lines().is_empty());
    }

    #[test]
    fn words_are_whole_words_in_any_case() {
        let config = "[rules.forbidden-word]\nwords = [\"VIP\", \"全網\", \"\"]\n";
        let lines = Case::of(YAML).config(config).select("KB607").lines();
        let wanted = [
            "KB607 [vip] `VIP` is on the list of forbidden words",
            "KB607 [全網] `全網` is on the list of forbidden words",
        ];
        assert_eq!(lines, wanted);
    }

    #[test]
    fn the_reason_is_the_help() {
        let config = "[rules.forbidden-word.words]\n\"全網\" = \"用简体\"\nvip = \"\"\n";
        let (linted, _) = Case::of(YAML).config(config).select("KB607").lint();
        let help: Vec<_> =
            linted.findings.iter().map(|finding| finding.help.as_ref().map(|help| &*help.chinese)).collect();
        assert_eq!(help, [None, Some("用简体")]);
    }
}
