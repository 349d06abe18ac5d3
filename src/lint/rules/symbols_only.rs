//! # KB213 symbols-only
//!
//! A question, variant or answer without a single letter, digit or Chinese character.
//!
//! ## What it does
//! Reports canonical questions, variants, counterexamples, answers and greetings of marks alone (？？) and of
//! emoji alone (😀). Variants and counterexamples of emoji pass: customers do send nothing but an emoji.
//!
//! ## Why it matters
//! Marks are what matching passes over, so such a phrasing stands for nothing, or for everything. An answer of
//! marks tells the customer nothing.
//!
//! ## Example
//! ```yaml fail
//! - id: slow-reply
//!   question: 怎么没人回复？
//!   variants: [？？？]
//!   answer: ……
//! ```
//! ```yaml pass
//! - id: slow-reply
//!   question: 怎么没人回复？
//!   variants: [人呢, 😡]
//!   answer: 抱歉让您久等了😊
//! ```
//!
//! ## Fix
//! None: remove the text, or write what was meant.
//!
//! # KB213 只有符号
//!
//! 标准问、相似问或答案里没有一个汉字、字母或数字。
//!
//! ## 检查什么
//! 报告只有标点（？？）或只有表情（😀）的标准问、相似问、反例、答案和欢迎语。相似问和反例可以只有表情：顾客确实会只发一个表情。
//!
//! ## 为什么重要
//! 匹配时标点不算数，只有标点的问法等于什么也没说，也可能什么都像。只有标点的答案，顾客看不出意思。
//!
//! ## 修复
//! 不自动修复：删掉，或者写上本来想写的。

use crate::diagnostic::{Message, Severity};
use crate::lint::prose::is_retired;
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Role, Rule};
use crate::text::CharacterClasses;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB213",
    name: "symbols-only",
    severity: Severity::Warning,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Text(SYMBOLS, check),
    source: include_str!("symbols_only.rs"),
};

const SYMBOLS: CharacterClasses = CharacterClasses::ASCII_MARK
    .union(CharacterClasses::CJK_MARK)
    .union(CharacterClasses::EMOJI)
    .union(CharacterClasses::LATIN_EXTENDED)
    .union(CharacterClasses::INVISIBLE)
    .union(CharacterClasses::PRIVATE_USE)
    .union(CharacterClasses::OTHER);

const WORDS: CharacterClasses = CharacterClasses::HAN
    .union(CharacterClasses::ASCII_LETTER)
    .union(CharacterClasses::ASCII_DIGIT)
    .union(CharacterClasses::FULL_WIDTH_ALPHANUMERIC);

fn check(context: &Context<'_>, text: &LintText<'_>, findings: &mut Findings<'_>) {
    if text.classes.intersects(WORDS) || text.role == Role::Keyword {
        return;
    }
    let emoji = text.classes.intersects(CharacterClasses::EMOJI);
    if emoji && matches!(text.role, Role::Variant | Role::Counterexample) {
        return;
    }
    // What decoding left behind is another rule's business.
    let lost = text.classes.intersects(CharacterClasses::REPLACEMENT);
    if lost || text.text.chars().any(char::is_alphanumeric) || is_retired(context, text) {
        return;
    }
    let (english, chinese) = text.role.words();
    let message = if emoji {
        Message::new(format!("the {english} has nothing but emoji"), format!("{chinese}里只有表情"))
    } else {
        Message::new(format!("the {english} has nothing but symbols"), format!("{chinese}里只有符号"))
    };
    findings.push(RULE.finding(text.location(), message));
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    fn found(question: &str, variant: &str, answer: &str) -> Vec<String> {
        let yaml =
            format!("- id: a\n  question: '{question}'\n  variants: ['{variant}']\n  answer: '{answer}'\n");
        Case::of(&yaml).select("KB213").lines()
    }

    #[test]
    fn symbols_say_nothing() {
        assert_eq!(found("？？", "a", "b"), ["KB213 ['？？'] the question has nothing but symbols"]);
        assert_eq!(found("a", "！？~", "b"), ["KB213 ['！？~'] the variant has nothing but symbols"]);
        assert_eq!(found("a", "b", "👍🏽❤️"), ["KB213 ['👍🏽❤️'] the answer has nothing but emoji"]);
        assert_eq!(found("\u{200B}", "b", "c").len(), 1);
    }

    #[test]
    fn any_word_is_enough() {
        for text in ["好", "ok!", "1", "Ａ", "é", "あ", "안", "①", "発？"] {
            assert_eq!(found(text, text, text), [""; 0], "{text}");
        }
        assert_eq!(found("在吗", "😡😡", "在的"), [""; 0]);
    }
}
