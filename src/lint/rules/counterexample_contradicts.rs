//! # KB308 counterexample-contradicts
//!
//! A counterexample of an entry leads to the entry.
//!
//! ## What it does
//! Reports counterexamples that are also the question or a variant of the same entry (but for width, case,
//! Traditional or Simplified characters, marks and spaces), and those that have all words of one of its own
//! keyword sets. Retired entries are passed over; drafts are not.
//!
//! ## Why it matters
//! The entry says of one sentence that it is meant and that it is not. One of the two is wrong, and engines
//! learn both.
//!
//! ## Example
//! ```yaml fail
//! - id: ship-time
//!   question: 付款后多久发货？
//!   variants: [几天能寄出来]
//!   counterexamples: [几天能寄出来？, 已经付款，快递几天发货到我家]
//!   keywords: [[付款, 发货]]
//!   answer: 付款后 48 小时内发货。
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 付款后多久发货？
//!   variants: [几天能寄出来]
//!   counterexamples: [快递几天能到我家]
//!   keywords: [[付款, 发货]]
//!   answer: 付款后 48 小时内发货。
//! ```
//!
//! ## Fix
//! None: which of the two is wrong a person has to say.
//!
//! # KB308 反例自相矛盾
//!
//! 反例本身会命中这个知识点。
//!
//! ## 检查什么
//! 报告与本知识点的标准问或相似问相同的反例（全半角、大小写、简繁体、标点和空格的差别不算），以及包含本知识点某组关键词全部词语的反例。已下线的知识点不检查，草稿照常检查。
//!
//! ## 为什么重要
//! 同一句话，知识点既说是它又说不是它，总有一处写错，而两处都会被学进去。
//!
//! ## 修复
//! 不自动修复：哪一处错了，要由人来定。

use crate::diagnostic::{Message, Severity};
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::matching::has_word;
use crate::model::{Entry, EntryIndex, Status, Text};
use crate::source::Location;
use crate::text::match_key;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB308",
    name: "counterexample-contradicts",
    severity: Severity::Error,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Entry(check),
    source: include_str!("counterexample_contradicts.rs"),
};

fn check(context: &Context<'_>, index: EntryIndex, findings: &mut Findings<'_>) {
    let entry = context.knowledge_base.entry(index);
    if entry.counterexamples.is_empty() || entry.status == Status::Retired {
        return;
    }
    let at = |text: &Text| Location { file: entry.location.file, span: text.span };
    let keys: Vec<String> = entry.phrasings().map(|text| match_key(text)).collect();
    for counterexample in &entry.counterexamples {
        let key = match_key(counterexample);
        if key.is_empty() {
            continue;
        }
        let phrasing = keys.iter().position(|phrasing| *phrasing == key);
        if let Some(number) = phrasing {
            let (english, chinese) =
                if number == 0 { ("the question", "标准问") } else { ("a variant", "相似问") };
            let message = Message::new(
                format!("the counterexample `{}` is {english} of the same entry", counterexample.value),
                format!("反例“{}”也是本知识点的{chinese}", counterexample.value),
            );
            let same = entry.phrasings().nth(number).unwrap_or(&entry.question);
            findings.push(
                RULE.finding(at(counterexample), message).with_related(
                    at(same),
                    Message::new(format!("{english} here"), format!("这里的{chinese}")),
                ),
            );
        } else if let Some(set) = complete_set(entry, &key) {
            let words: Vec<&str> = set.iter().map(|word| &**word).collect();
            let message = Message::new(
                format!(
                    "the counterexample has the keywords `{}`, which lead to this entry",
                    words.join(" ")
                ),
                format!("反例包含本知识点的关键词“{}”，会直接命中", words.join("、")),
            );
            findings.push(
                RULE.finding(at(counterexample), message)
                    .with_help(Message::new(
                        "make the keyword set narrower",
                        "请给这组关键词再加一个词，缩小范围",
                    ))
                    .with_related(at(&set[0]), Message::new("the keyword set", "这组关键词")),
            );
        }
    }
}

/// The first keyword set whose words are all in the text with this match key.
fn complete_set<'e>(entry: &'e Entry, key: &str) -> Option<&'e [Text]> {
    let has_all = |set: &&Vec<Text>| {
        let mut words = set.iter().map(|word| match_key(word)).filter(|word| !word.is_empty()).peekable();
        words.peek().is_some() && words.all(|word| has_word(key, &word))
    };
    entry.keywords.iter().find(has_all).map(Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    #[test]
    fn phrasings_before_keywords_and_whole_words_only() {
        let yaml = "- question: 尺码 up 怎么选\n  variants: [怎么選碼]\n  keywords: [[尺码, up], ['']]\n  \
                    counterexamples: [尺码up怎么选, 怎么选码, 'UP，尺碼', 尺码coupon, '', 别的]\n";
        assert_eq!(
            Case::of(yaml).select("KB308").lines(),
            [
                "KB308 [尺码up怎么选] the counterexample `尺码up怎么选` is the question of the same entry",
                "KB308 [怎么选码] the counterexample `怎么选码` is a variant of the same entry",
                "KB308 ['UP，尺碼'] the counterexample has the keywords `尺码 up`, which lead to this entry",
            ]
        );
    }

    #[test]
    fn other_entries_and_retired_ones_are_no_matter() {
        let yaml = "- {question: 甲, counterexamples: [乙]}\n- {question: 乙}\n- {question: 丙, counterexamples: [丙], status: retired}\n";
        assert!(Case::of(yaml).select("KB308").lines().is_empty());
    }
}
