//! # KB208 several-questions-in-one
//!
//! A canonical question that asks two things.
//!
//! ## What it does
//! Reports canonical questions with two question marks that each end a question, and Chinese ones in which
//! 和, 以及 or ，还有 joins two questions that each have their own word for asking (怎么退货和多久到账).
//!
//! ## Why it matters
//! Customers ask one thing at a time. An entry for two is far from each of them, its answer is twice as long
//! as it need be, and its variants pull in both directions.
//!
//! ## Example
//! ```yaml fail
//! - id: refund
//!   question: 怎么申请退款？退款多久到账？
//!   answer: 在订单详情申请，一般三天到账。
//! ```
//! ```yaml pass
//! - id: refund-how
//!   question: 怎么申请退款？
//!   answer: 在订单详情点“申请退款”。
//! - id: refund-when
//!   question: 退款多久到账？
//!   answer: 一般三天到账。
//! ```
//!
//! ## Fix
//! None: make an entry of each question and put the variants where they belong.
//!
//! # KB208 一条多问
//!
//! 一个标准问里问了两件事。
//!
//! ## 检查什么
//! 标准问里有两个问号，各自结束一个问题；或者用“和”“以及”“，还有”连起两个各有疑问词的问题（怎么退货和多久到账）。
//!
//! ## 为什么重要
//! 顾客一次只问一件事。一条知识点装两个问题，跟哪个都不够像，答案也长了一倍，相似问还会互相拉扯。
//!
//! ## 修复
//! 不自动修复：拆成两个知识点，相似问各归各的。

use std::ops::Range;

use crate::diagnostic::{Message, Severity};
use crate::lint::prose::{in_link, links};
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Role, Rule, rules};
use crate::text::{CharacterClasses, is_han, simplified};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB208",
    name: "several-questions-in-one",
    severity: Severity::Info,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Text(
        CharacterClasses::HAN.union(CharacterClasses::ASCII_MARK).union(CharacterClasses::CJK_MARK),
        check,
    ),
    source: include_str!("several_questions_in_one.rs"),
};

/// Words that ask by themselves. Those that may ask about one noun of two (什么, 哪, 几) are left out: 什么颜色和
/// 什么尺码有货 is one question.
const ASKING: [&str; 19] = [
    "怎么",
    "怎样",
    "如何",
    "为什么",
    "什么时候",
    "多久",
    "多少钱",
    "哪里",
    "在哪",
    "去哪",
    "能不能",
    "可不可以",
    "是不是",
    "有没有",
    "会不会",
    "要不要",
    "是否",
    "能否",
    "吗",
];

/// Joins two questions, whatever follows.
const JOINING: [&str; 7] = ["以及", "，还有", ",还有", "；还有", "、还有", " 还有", "，并且"];

/// Words that ask about a noun, or leave a choice.
const ASKING_FOR_ONE: [&str; 9] = ["什么", "哪", "几", "谁", "多少", "啥", "咋", "不", "还是"];

/// A part shorter than this is no question of its own: 在吗？
const SHORTEST: usize = 3;

/// The same where there are no Chinese characters, two for each word: Why is that?
const SHORTEST_IN_WORDS: usize = 8;

fn check(context: &Context<'_>, text: &LintText<'_>, findings: &mut Findings<'_>) {
    if text.role != Role::Question {
        return;
    }
    let Some(second) = second_by_marks(text.text).or_else(|| second_by_words(text.text)) else { return };
    let shown = &text.text[second.clone()];
    let message = Message::new(
        format!("the question asks a second thing: `{shown}`"),
        format!("标准问里还问了另一件事：“{shown}”"),
    );
    let help = Message::new("make an entry of each question", "每个问题各建一个知识点");
    findings.push(RULE.finding(context.locate(text, second), message).with_help(help));
}

/// The second of several questions that each end in a question mark.
fn second_by_marks(text: &str) -> Option<Range<usize>> {
    let is_mark = |c: char| matches!(c, '？' | '?');
    text.chars().filter(|&c| is_mark(c)).nth(1)?;
    let links = links(text);
    // A?b=1 is no question.
    let parameter = |at: usize| text[at..].starts_with(|c: char| c.is_ascii_alphanumeric());
    let mut begun = 0;
    let mut questions = text
        .char_indices()
        .filter(|&(at, c)| is_mark(c) && !in_link(&links, at) && !parameter(at + c.len_utf8()))
        .filter_map(|(at, c)| {
            let part = begun..at;
            begun = at + c.len_utf8();
            // A statement before the question in the same part is not what is asked.
            let asked = text[part.clone()].rsplit(['。', '！', '!', '；']).next()?.rsplit(". ").next()?;
            is_question(&text[part]).then(|| at - asked.trim_start().len()..at)
        })
        .skip(1);
    questions.next()
}

/// The second of two questions that a word joins.
fn second_by_words(text: &str) -> Option<Range<usize>> {
    let begins = |at: usize| (asks(&text[..at]) && asks(&text[at..])).then_some(at);
    let joined = JOINING
        .iter()
        .flat_map(|word| text.match_indices(word).map(|(at, word)| (at, at + word.len())))
        .filter(|&(at, behind)| asks(&text[..at]) && asks(&text[behind..]))
        .map(|(_, behind)| behind)
        .min();
    // 和 is also "with" and a part of words, so the second question must begin with its word.
    let by_and = || {
        text.match_indices(['和', '与', '與'])
            .map(|(at, and)| at + and.len())
            .filter(|&behind| {
                let next: String = simplified(&text[behind..]).chars().take(4).collect();
                ASKING.iter().any(|word| *word != "吗" && next.starts_with(word))
            })
            .find_map(begins)
    };
    let start = joined.or_else(by_and)?;
    let end = text.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    let length = |part: &str| rules::question_length::length(part);
    (start < end && length(&text[..start]) > SHORTEST && length(&text[start..end]) >= SHORTEST)
        .then_some(start..end)
}

/// Whether what stands before a question mark can be a question of its own. 怎么做？酸菜鱼？ is one question.
fn is_question(part: &str) -> bool {
    let length = rules::question_length::length(part);
    if part.chars().any(is_han) {
        let simple = simplified(part);
        let one = ASKING.iter().chain(&ASKING_FOR_ONE).any(|word| simple.contains(word));
        length >= SHORTEST && one
    } else {
        length >= SHORTEST_IN_WORDS
    }
}

fn asks(text: &str) -> bool {
    let simple = simplified(text);
    ASKING.iter().any(|word| simple.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::Case;
    use proptest::prelude::*;

    fn second(question: &str) -> Option<String> {
        let lines = Case::of(&format!("- id: a\n  question: '{question}'\n")).select("KB208").lines();
        assert!(lines.len() < 2);
        lines.first().map(|line| line.split(['[', ']']).nth(1).unwrap_or_default().to_owned())
    }

    #[test]
    fn two_questions_are_told() {
        for (question, wanted) in [
            ("怎么申请退款？退款多久到账？", "退款多久到账"),
            ("怎么申请退款?? 退款多久到账?", "退款多久到账"),
            ("How do I pay? When is it due?", "When is it due"),
            ("有货吗？是今天发吗？", "是今天发吗"),
            ("怎么付款？我试过了。什么时候截止？", "什么时候截止"),
            ("怎么退货和多久到账？", "多久到账"),
            ("运费多少钱以及什么时候发货？", "什么时候发货"),
            ("能不能改地址，还有怎么开发票", "怎么开发票"),
            ("怎麼退貨和為什麼不退運費？", "為什麼不退運費"),
            ("在吗？怎么退货？退货要多久？😀", "退货要多久"),
        ] {
            assert_eq!(second(question).as_deref(), Some(wanted), "{question}");
        }
    }

    #[test]
    fn one_question_passes() {
        for question in [
            "怎么退货和换货？",
            "怎么做？酸菜鱼？",
            "My card is gone? Why is that?",
            "怎么退货？？？",
            "在吗？怎么退货？",
            "什么颜色和什么尺码有货？",
            "怎么和客服说能不能加急？",
            "为什么和图片不一样？",
            "面料温和吗，敏感肌能不能用？",
            "为什么还有多久才能到都不显示？",
            "支付宝和微信都可以吗？",
            "https://a.com/?a=1和?b=2怎么打开？",
            "店铺链接?id=3要怎么打开？",
            "？？",
            "你是机器人还是真人？",
        ] {
            assert_eq!(second(question), None, "{question}");
        }
    }

    proptest! {
        #[test]
        fn the_second_lies_in_the_text(text in "(怎么|多久|吗|和|以及|，还有|退货|[？? a😀]){0,8}") {
            for found in [second_by_marks(&text), second_by_words(&text)].into_iter().flatten() {
                prop_assert!(found.start > 0 && !text[found].is_empty());
            }
        }
    }
}
