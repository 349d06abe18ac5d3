//! # KB407 test-leakage
//!
//! A phrasing that is also a test question.
//!
//! ## What it does
//! With `--transcripts`, compares the phrasings of live entries with the test questions: width, case, script,
//! marks and spaces aside, or by `level` also particles and politeness aside.
//!
//! ## Why it matters
//! A question that the bot has learned by heart is always answered right and says nothing about questions
//! it has not seen. With enough of them the hit rate of a test set is only the memory of the knowledge base.
//!
//! ## Example
//! ```csv fail
//! question,expected,pack
//! 多久发货？,ship-time,
//! ```
//! ```yaml fail
//! - id: ship-time
//!   question: 什么时候发货？
//!   variants: [多久发货]
//!   answer: 付款后 48 小时内发货。
//! ```
//! ```csv pass
//! question,expected,pack
//! 多久能发出来呀,ship-time,
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   variants: [多久发货]
//!   answer: 付款后 48 小时内发货。
//! ```
//!
//! ## Fix
//! None: take the question out of the test set, or the variant out of the entry if it came from there.
//!
//! ## Settings
//! `level`: `"normalised"` (the match keys are equal) or `"particles"` (particles and politeness aside as
//! well); `"normalised"` if not given.
//!
//! # KB407 测试泄漏
//!
//! 问法与测试问题相同。
//!
//! ## 检查什么
//! 使用 `--transcripts` 时，把在线知识点的问法与测试问题比较：全半角、大小写、繁简、标点和空格不计；`level` 设为 `"particles"` 时，语气词和客套话也不计。
//!
//! ## 为什么重要
//! 机器人背过的问题总能答对，说明不了它对没见过的问题答得如何。这样的题目一多，命中率就只是知识库自己的记性了。
//!
//! ## 修复
//! 不自动修复：请从测试集里去掉这个问题；如果这个相似问是从测试集抄来的，就从知识点里删掉。
//!
//! ## 设置
//! `level`：`"normalised"`（匹配键相同）或 `"particles"`（语气词和客套话也不计），默认 `"normalised"`。

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Message, Severity};
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule, TestQuestion};
use crate::model::{EntryIndex, Text};
use crate::source::{FileId, Location};
use crate::text::{core_key, match_key};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB407",
    name: "test-leakage",
    severity: Severity::Warning,
    fixes: Fixes::None,
    needs: Needs::Transcripts,
    check: Check::KnowledgeBase(check),
    source: include_str!("test_leakage.rs"),
};

/// When two questions are the same.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Likeness {
    /// What may differ.
    pub level: KeyLevel,
}

/// What of two questions may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum KeyLevel {
    /// Width, case, script, marks and spaces.
    #[default]
    Normalised,
    /// Particles and politeness as well.
    Particles,
}

impl KeyLevel {
    fn key(self, text: &str) -> String {
        let key = match_key(text);
        match self {
            Self::Normalised => key,
            Self::Particles => core_key(&key).to_owned(),
        }
    }
}

/// The test questions with the same key: the first, and how many there are.
type Keys<'q> = FxHashMap<String, (&'q TestQuestion, usize)>;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let questions = context.test_questions.unwrap_or_default();
    let keys = [KeyLevel::Normalised, KeyLevel::Particles].map(|level| keys(level, questions));
    let live: Vec<(EntryIndex, _)> =
        context.knowledge_base.indexed().filter(|(_, entry)| entry.is_live(context.as_of)).collect();
    let found: Vec<Diagnostic> = live
        .par_chunks(256)
        .flat_map_iter(|chunk| {
            let mut found = Vec::new();
            for (_, entry) in chunk {
                let file = entry.location.file;
                let level = context.settings(file).test_leakage.level;
                for text in entry.phrasings() {
                    let key = level.key(text);
                    let same = keys[level as usize].get(&key).filter(|_| !key.is_empty());
                    found.extend(same.map(|&(first, count)| finding(file, text, first, count)));
                }
            }
            found
        })
        .collect();
    for finding in found {
        findings.push(finding);
    }
}

fn keys(level: KeyLevel, questions: &[TestQuestion]) -> Keys<'_> {
    let mut keys = Keys::default();
    for question in questions {
        keys.entry(level.key(&question.text)).or_insert((question, 0)).1 += 1;
    }
    keys
}

fn finding(file: FileId, text: &Text, first: &TestQuestion, count: usize) -> Diagnostic {
    let place = &first.place;
    let (more, more_chinese) = match count - 1 {
        0 => (String::new(), String::new()),
        1 => (" and one other place".to_owned(), "等 2 处".to_owned()),
        more => (format!(" and {more} other places"), format!("等 {count} 处")),
    };
    let message = Message::new(
        format!("this phrasing is a test question, at {place}{more}"),
        format!("这个问法也是测试问题（{place}{more_chinese}）"),
    );
    let help = Message::new(
        "keep it in one of the two: what was learned by heart tests nothing",
        "请只留一处：背过的题目测不出水平",
    );
    RULE.finding(Location { file, span: text.span }, message).with_help(help)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    fn lines(yaml: &str, csv: &str, config: &str) -> Vec<String> {
        let mut case = Case::of(yaml).config(config).select("KB407");
        case.transcripts = Some(format!("question,expected,pack\n{csv}"));
        case.lines()
    }

    #[test]
    fn what_is_written_differently_is_still_the_same() {
        let yaml = "- {question: 什么时候发货, variants: [ＡＢＣ，怎么退款, ''], answer: 好}\n";
        let found = lines(yaml, "什麼時候發貨？,x,\nabc怎么退款,y,\n什么时候 发货,,\n,,\n", "");
        assert_eq!(
            found,
            [
                "KB407 [什么时候发货] this phrasing is a test question, at transcripts.csv:2 and one other place",
                "KB407 [ＡＢＣ，怎么退款] this phrasing is a test question, at transcripts.csv:3"
            ]
        );
    }

    #[test]
    fn how_alike_can_be_told() {
        let yaml = "- {question: 什么时候发货呢, answer: 好}\n";
        assert!(lines(yaml, "什么时候发货,x,\n", "").is_empty());
        let config = "[rules.test-leakage]\nlevel = \"particles\"\n";
        assert_eq!(lines(yaml, "什么时候发货,x,\n", config).len(), 1);
    }

    #[test]
    fn what_is_not_live_is_not_learned() {
        let yaml = "- {question: 什么时候发货, status: draft, answer: 好}\n";
        assert!(lines(yaml, "什么时候发货,x,\n", "").is_empty());
    }
}
