//! # KB202 answer-length
//!
//! An answer is between 2 and 250 characters long.
//!
//! ## What it does
//! Counts the characters of every answer. Spaces and links do not count; a word or number of letters and
//! digits counts as two characters.
//!
//! ## Why it matters
//! A chat window on a phone shows about 200 characters at once. Of a longer answer most customers read the
//! beginning, ask again, or ask for a person; some platforms cut it. An answer of one character says nothing
//! a customer could go by.
//!
//! ## Example
//! ```toml fail
//! [rules.answer-length]
//! maximum = 20
//! ```
//! ```yaml fail
//! - id: shipping
//!   question: 物流几天能到？
//!   answer: 江浙沪一般一到两天到，其他省份三到五天，新疆西藏要七天以上。
//! ```
//! ```yaml pass
//! - id: shipping
//!   question: 物流几天能到？
//!   answer: 江浙沪一般一到两天到，其他省份三到五天。
//! ```
//!
//! ## Fix
//! None. Say what is asked first and leave the rest out, or make an entry of it and name that under `related`.
//!
//! ## Settings
//! `minimum` and `maximum`, in characters.
//!
//! # KB202 答案长度
//!
//! 答案应在 2 到 250 个字之间。
//!
//! ## 检查什么
//! 统计每条答案的字数。空格和链接不计；英文单词、数字等连在一起的字母和数字按两个字计。
//!
//! ## 为什么重要
//! 手机上的聊天窗口一屏大约能看 200 个字。答案太长，多数顾客只看开头，然后再问一遍或者转人工；有的平台还会截断。只有一个字的答案，顾客看了也不知道该怎么办。
//!
//! ## 修复
//! 不自动修复。先说顾客问的，其余的删去，或者另建知识点并放进 `related`（关联问题）。
//!
//! ## 设置
//! `minimum` 和 `maximum`，单位为字。

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Message, Severity};
use crate::lint::prose::{is_retired, links};
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Role, Rule};
use crate::text::{CharacterClasses, is_han};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB202",
    name: "answer-length",
    severity: Severity::Info,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Text(CharacterClasses::ALL, check),
    source: include_str!("answer_length.rs"),
};

/// How long an answer may be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// The fewest characters.
    pub minimum: usize,
    /// The most characters.
    pub maximum: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { minimum: 2, maximum: 250 }
    }
}

fn check(context: &Context<'_>, text: &LintText<'_>, findings: &mut Findings<'_>) {
    if !matches!(text.role, Role::Answer | Role::ShopAnswer) || is_retired(context, text) {
        return;
    }
    let Limits { minimum, maximum } = context.settings(text.file).answer_length;
    let length = length(text.text);
    // A link alone, or nothing at all, is the business of others.
    let (english, chinese) = if (1..minimum).contains(&length) {
        (format!("fewer than {minimum}"), format!("不足 {minimum} 个"))
    } else if length > maximum {
        (format!("more than {maximum}"), format!("超过 {maximum} 个"))
    } else {
        return;
    };
    let message = Message::new(
        format!("the answer has {length} character{}, {english}", if length == 1 { "" } else { "s" }),
        format!("答案有 {length} 个字，{chinese}"),
    );
    let help = if length > maximum {
        Message::new("say first what is asked; make an entry of the rest", "先答顾客问的，其余的另建知识点")
    } else {
        Message::new("say what the customer can do now", "写清楚顾客接下来怎么做")
    };
    findings.push(RULE.finding(text.location(), message).with_help(help));
}

/// Characters and marks, without spaces and links; a run of letters and digits counts as two.
fn length(text: &str) -> usize {
    let links = links(text);
    let (mut length, mut in_word) = (0, false);
    for (at, c) in text.char_indices() {
        if links.iter().any(|link| link.contains(&at)) {
            in_word = false;
            continue;
        }
        let letter = !is_han(c) && c.is_alphanumeric();
        if letter {
            length += if in_word { 0 } else { 2 };
        } else if !c.is_whitespace() {
            length += 1;
        }
        in_word = letter;
    }
    length
}

#[cfg(test)]
mod tests {
    use super::length;
    use crate::lint::testing::Case;

    #[test]
    fn links_and_spaces_do_not_count() {
        assert_eq!(length("请看 https://a.com/very/long/path?x=1，谢谢。"), 6);
        assert_eq!(length("48小时内发货😀"), 8);
        assert_eq!(length("Please wait"), 4);
    }

    #[test]
    fn a_long_and_a_short_answer_are_told() {
        let entry = |answer: &str| {
            Case::of(&format!("- id: a\n  question: 几天能到货？\n  answer: {answer}\n"))
                .select("KB202")
                .lines()
        };
        assert!(entry(&"慢".repeat(250)).is_empty());
        assert!(entry(&"慢".repeat(251))[0].ends_with("the answer has 251 characters, more than 250"));
        assert_eq!(entry("好"), ["KB202 [好] the answer has 1 character, fewer than 2"]);
        assert!(entry("好。").is_empty());
        assert!(entry("https://qinghe.cn/a").is_empty());
        assert!(
            entry(&format!("{}，请打开 https://qinghe.cn/{}", "慢".repeat(240), "x".repeat(200))).is_empty()
        );
    }

    #[test]
    fn retired_entries_and_greetings_may_be_long() {
        let long = "慢".repeat(300);
        let retired = format!("- id: a\n  question: 几天能到货？\n  status: retired\n  answer: {long}\n");
        assert!(Case::of(&retired).select("KB202").lines().is_empty());
        let shop = format!("id: qinghe\nwelcome:\n  greeting: {long}\n");
        assert!(Case::files(&[("qinghe/shop.yaml", &shop)]).select("KB202").lines().is_empty());
    }
}
