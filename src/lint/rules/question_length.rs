//! # KB201 question-length
//!
//! A canonical question is between 4 and 40 characters long.
//!
//! ## What it does
//! Counts the characters of every entry's question, spaces and marks aside. English and other words with
//! spaces between them count as two characters each.
//!
//! ## Why it matters
//! A question of one word (物流) does not say what is asked, so every question about it comes close. A
//! question of a whole paragraph holds several, and nothing comes close to it.
//!
//! ## Example
//! ```yaml fail
//! - id: shipping
//!   question: 物流
//!   answer: 一般三天送到。
//! ```
//! ```yaml pass
//! - id: shipping
//!   question: 物流几天能到？
//!   answer: 一般三天送到。
//! ```
//!
//! ## Fix
//! None: what the question is only its writer knows.
//!
//! ## Settings
//! `minimum` and `maximum`, in characters.
//!
//! # KB201 标准问长度
//!
//! 标准问应在 4 到 40 个字之间。
//!
//! ## 检查什么
//! 统计每条标准问的字数，空格和标点不计；英文等以空格分词的文字，每个词按两个字计。
//!
//! ## 为什么重要
//! 只有一个词的标准问（“物流”）没有说清要问什么，凡是提到它的问题都会往这里靠；写成一大段的标准问往往混了几个问题，谁也匹配不上。
//!
//! ## 修复
//! 不自动修复：要问什么只有写的人知道。
//!
//! ## 设置
//! `minimum` 和 `maximum`，单位为字。

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Message, Severity};
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Role, Rule};
use crate::text::{CharacterClasses, is_han};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB201",
    name: "question-length",
    severity: Severity::Info,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Text(CharacterClasses::ALL, check),
    source: include_str!("question_length.rs"),
};

/// How long a question may be.
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
        Self { minimum: 4, maximum: 40 }
    }
}

fn check(context: &Context<'_>, text: &LintText<'_>, findings: &mut Findings<'_>) {
    if text.role != Role::Question || text.text.is_empty() {
        return;
    }
    let Limits { minimum, maximum } = context.settings(text.file).question_length;
    let length = length(text.text);
    let (english, chinese) = if length < minimum {
        (format!("fewer than {minimum}"), format!("不足 {minimum} 个"))
    } else if length > maximum {
        (format!("more than {maximum}"), format!("超过 {maximum} 个"))
    } else {
        return;
    };
    let message = Message::new(
        format!("the question has {length} characters, {english}"),
        format!("标准问有 {length} 个字，{chinese}"),
    );
    findings.push(RULE.finding(text.location(), message));
}

/// Characters that say something; a word of letters counts as two.
pub(super) fn length(text: &str) -> usize {
    let (mut length, mut in_word) = (0, false);
    for c in text.chars() {
        let letter = !is_han(c) && c.is_alphanumeric();
        if is_han(c) {
            length += 1;
        } else if letter && !in_word {
            length += 2;
        }
        in_word = letter;
    }
    length
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn words_count_as_two_and_marks_do_not_count() {
        assert_eq!(length("物流几天到？"), 5);
        assert_eq!(length("How long, please?"), 6);
        assert_eq!(length("iPhone 15 有货吗😀"), 7);
    }
}
