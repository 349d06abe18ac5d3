//! # KB212 answer-repeats-question
//!
//! An answer that only says again what was asked.
//!
//! ## What it does
//! Compares the match keys (width, case, script, marks and spaces aside) of each answer and of the entry's
//! phrasings. Reports answers that equal the question, and, unless it is a yes-or-no question, answers that
//! equal a variant or are a part of the question. Greetings that return a greeting (你好, 谢谢) pass.
//!
//! ## Why it matters
//! The customer learns nothing and asks again. Mostly the cells of a table were shifted on import.
//!
//! ## Example
//! ```yaml fail
//! - id: care
//!   question: 羊毛大衣怎么保养？
//!   answer: 羊毛大衣怎么保养
//! ```
//! ```yaml pass
//! - id: care
//!   question: 羊毛大衣怎么保养？
//!   answer: 请送专业干洗，一季一两次就够。
//! - id: invoice
//!   question: 可以开发票吗？
//!   answer: 可以。
//! - id: hello
//!   question: 你好
//!   answer: 你好！
//! ```
//!
//! ## Fix
//! None: write the answer.
//!
//! # KB212 答案重复问题
//!
//! 答案只是把问题又说了一遍。
//!
//! ## 检查什么
//! 不计全半角、大小写、简繁、标点和空格，比较答案和本条的标准问、相似问。答案与标准问相同就报告；标准问不是“是否”类问题时，答案与某条相似问相同、或者只是标准问的一部分，也报告。互相问好的（你好、谢谢）不算。
//!
//! ## 为什么重要
//! 顾客什么也没问到，只会再问一遍。多半是导入时表格错了列。
//!
//! ## 修复
//! 不自动修复：把答案写上。

use crate::diagnostic::{Message, Severity};
use crate::lint::prose::is_retired;
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Role, Rule};
use crate::model::{Entry, Text};
use crate::source::Location;
use crate::text::{CharacterClasses, match_key, simplified};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB212",
    name: "answer-repeats-question",
    severity: Severity::Warning,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Text(CharacterClasses::ALL, check),
    source: include_str!("answer_repeats_question.rs"),
};

/// What is said back when somebody says it.
const RETURNED: [&str; 18] = [
    "你好",
    "您好",
    "你好呀",
    "您好呀",
    "早",
    "早上好",
    "上午好",
    "中午好",
    "下午好",
    "晚上好",
    "晚安",
    "谢谢",
    "再见",
    "拜拜",
    "新年快乐",
    "hi",
    "hello",
    "bye",
];

/// How much longer an answer's bytes may be than the phrasing's while their keys are the same: marks and
/// spaces go, wide characters become narrow.
const SLACK: usize = 24;

fn check(context: &Context<'_>, text: &LintText<'_>, findings: &mut Findings<'_>) {
    if !matches!(text.role, Role::Answer | Role::ShopAnswer) {
        return;
    }
    let Some(index) = text.entry else { return };
    let entry = context.knowledge_base.entry(index);
    let longest = entry.phrasings().map(|phrasing| phrasing.len()).max().unwrap_or(0);
    if text.text.len() > longest + SLACK || is_retired(context, text) {
        return;
    }
    let answer = match_key(text.text);
    if RETURNED.contains(&answer.as_str()) || !answer.chars().any(char::is_alphanumeric) {
        return;
    }
    let Some((repeated, english, chinese)) = repeated(entry, &answer) else { return };
    let message =
        Message::new(format!("the answer only repeats {english}"), format!("答案只是重复了{chinese}"));
    let location = Location { file: entry.location.file, span: repeated.span };
    findings.push(
        RULE.finding(text.location(), message)
            .with_related(location, Message::new("what was asked", "问的是这句")),
    );
}

/// The phrasing that the answer repeats, and what it is called.
fn repeated<'e>(entry: &'e Entry, answer: &str) -> Option<(&'e Text, &'static str, &'static str)> {
    let question = match_key(&entry.question);
    if question == answer {
        return Some((&entry.question, "the question", "标准问"));
    }
    // To 支持七天无理由吗, 支持 and 支持七天无理由 are answers.
    if entry.phrasings().any(|phrasing| can_be_affirmed(phrasing)) {
        return None;
    }
    if answer.chars().nth(1).is_some() && contains_words(&question, answer) {
        return Some((&entry.question, "a part of the question", "标准问的一部分"));
    }
    let variant = entry.variants.iter().find(|variant| match_key(variant) == answer)?;
    Some((variant, "a variant", "相似问"))
}

/// Whether repeating a part of the question can answer it: yes-or-no questions and choices.
fn can_be_affirmed(question: &str) -> bool {
    const SIGNS: [&str; 12] =
        ["吗", "么", "不", "没", "是否", "能否", "可否", "还是", "或", "嘛", "吧", " or "];
    const ENGLISH: [&str; 14] = [
        "is ", "are ", "do ", "does ", "did ", "can ", "could ", "will ", "would ", "has ", "have ", "may ",
        "should ", "am ",
    ];
    let simple = simplified(question).to_lowercase().replace("什么", "").replace("怎么", "");
    SIGNS.iter().any(|sign| simple.contains(sign)) || ENGLISH.iter().any(|word| simple.starts_with(word))
}

/// Whether `part` stands in `text`, not in the middle of a word of letters or a number.
fn contains_words(text: &str, part: &str) -> bool {
    let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(part).any(|(at, part)| {
        let (before, behind) = (text[..at].chars().next_back(), text[at + part.len()..].chars().next());
        let (first, last) = (part.chars().next(), part.chars().next_back());
        !(joined(before) && joined(first) || joined(behind) && joined(last))
    })
}

#[cfg(test)]
mod tests {

    use crate::lint::testing::Case;

    fn found(question: &str, variant: &str, answer: &str) -> Vec<String> {
        let yaml =
            format!("- id: a\n  question: '{question}'\n  variants: ['{variant}']\n  answer: '{answer}'\n");
        Case::of(&yaml).select("KB212").lines()
    }

    #[test]
    fn repetitions_are_told() {
        for (answer, what) in [
            ("用什么快递？", "the question"),
            ("用什麼快遞？！😀", "the question"),
            ("快递", "a part of the question"),
            ("发哪家物流。", "a variant"),
        ] {
            let lines = found("用什么快递", "发哪家物流", answer);
            let wanted = format!("KB212 ['{answer}'] the answer only repeats {what}");
            assert_eq!(lines, [wanted]);
        }
        assert_eq!(found("ＶＩＰ怎么升级", "x", "vip怎么升级").len(), 1);
    }

    #[test]
    fn answers_pass() {
        for (question, variant, answer) in [
            ("用什么快递", "发哪家物流", "顺丰"),
            ("用什么快递", "发哪家物流", "用什么快递由仓库决定"),
            ("支持七天无理由吗？", "能不能退", "支持七天无理由"),
            ("今天发还是明天发", "哪天发", "明天发"),
            ("你好", "您好", "您好"),
            ("打招呼", "你好", "你好！"),
            ("Is it red or blue?", "x", "blue"),
            ("1000元券怎么领", "x", "100"),
            ("用什么快递", "x", "。"),
            ("用什么快递", "x", "😀"),
        ] {
            assert_eq!(found(question, variant, answer), [""; 0], "{question}: {answer}");
        }
    }

    #[test]
    fn a_shops_answer_is_held_against_the_packs_question() {
        let files = [
            ("common/a.yaml", "- id: a\n  question: 用什么快递\n  answer: 顺丰\n"),
            ("s/shop.yaml", "id: s\nanswers:\n  common/a: 用什么快递？\n"),
        ];
        let lines = Case::files(&files).select("KB212").lines();
        assert_eq!(lines, ["KB212 [用什么快递？] the answer only repeats the question"]);
    }
}
