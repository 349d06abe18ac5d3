//! # KB307 same-answer-elsewhere
//!
//! Several entries give the same answer.
//!
//! ## What it does
//! Finds answers of at least `minimum` characters that other entries give too, but for width, case,
//! Traditional or Simplified characters, marks and spaces, and reports each such group once, at its first
//! entry. Only entries that some customer is served together are compared. A sentence that more than
//! `maximum` entries give is taken for a stock sentence (请联系人工客服) and passed over. Entries that are
//! retired, whose last day is over, or that are never served on the same day do not count; drafts do.
//!
//! ## Why it matters
//! One answer often means one question in several entries, whose phrasings would do better together. And
//! when the answer changes, somebody has to think of all of them.
//!
//! ## Example
//! ```yaml fail
//! - id: return-freight
//!   question: 退货运费谁承担？
//!   answer: 质量问题由我们承担运费，其他原因由买家承担。
//! - id: exchange-freight
//!   question: 换货邮费谁出？
//!   answer: 质量问题由我们承担运费，其他原因由买家承担！
//! ```
//! ```yaml pass
//! - id: return-freight
//!   question: 退货运费谁承担？
//!   answer: 质量问题由我们承担运费，其他原因由买家承担。
//! - id: exchange-freight
//!   question: 换货邮费谁出？
//!   answer: 换货来回的运费都由我们承担。
//! ```
//!
//! ## Fix
//! None: whether the questions are one a person has to say.
//!
//! ## Settings
//! `minimum`: the fewest characters of an answer that is looked at, 12. `maximum`: the most entries of a
//! group that is reported, 10.
//!
//! # KB307 多个知识点答案相同
//!
//! 几个知识点的答案一模一样。
//!
//! ## 检查什么
//! 找出不少于 `minimum` 个字、在别的知识点里也有的答案（全半角、大小写、简繁体、标点和空格的差别不算），每组只在第一个知识点处报告一次。只比较会一起服务同一批客户的知识点。超过 `maximum` 个知识点都在用的，当作通用话术（如“请联系人工客服”），不报告。已下线、已过期，或有效期不重叠的知识点不算；草稿算。
//!
//! ## 为什么重要
//! 答案相同，往往说明同一个问题被拆成了几个知识点，合在一起效果更好。而且以后改答案时，每一处都得记得改。
//!
//! ## 修复
//! 不自动修复：是不是同一个问题，要由人来定。
//!
//! ## 设置
//! `minimum`：答案至少多少个字才检查，默认 12。`maximum`：一组最多多少个知识点才报告，默认 10。

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Message, Severity};
use crate::lint::duplicates::{Duplicates, MOST_RELATED};
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::model::{Answer, Entry, EntryIndex};
use crate::source::Location;
use crate::text::{key_hash, match_key};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB307",
    name: "same-answer-elsewhere",
    severity: Severity::Info,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::KnowledgeBase(check),
    source: include_str!("same_answer_elsewhere.rs"),
};

/// Which answers are looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// The fewest characters of an answer.
    pub minimum: usize,
    /// The most entries of a group.
    pub maximum: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { minimum: 12, maximum: 10 }
    }
}

/// An answer by its entry and its number there.
type Place = (EntryIndex, u32);

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let duplicates = Duplicates::new(context);
    let entry = |place: Place| context.knowledge_base.entry(place.0);
    let mut keyed = keyed(context, |entry| duplicates.counts(entry));
    keyed.par_sort_unstable();
    for group in keyed.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1) {
        let mut places: Vec<Place> = group.iter().map(|&(_, place)| place).collect();
        places.dedup_by_key(|place| place.0);
        let limits = &context.settings(entry(places[0]).location.file).same_answer_elsewhere;
        if places.len() > limits.maximum {
            continue;
        }
        // Entries of packs that never meet are groups of their own.
        while let Some((&first, rest)) = places.split_first() {
            let (others, apart): (Vec<Place>, Vec<Place>) =
                rest.iter().partition(|&&other| duplicates.meet(entry(first), entry(other)));
            if let Some(&other) = others.first() {
                let at = |place: Place| Location {
                    file: entry(place).location.file,
                    span: answer(entry(place), place).text.span,
                };
                let (count, reference) = (others.len(), &entry(other).reference);
                let message = match count {
                    1 => Message::new(
                        format!("`{reference}` gives the same answer"),
                        format!("`{reference}` 的答案与此相同"),
                    ),
                    _ => Message::new(
                        format!(
                            "{count} other entries give the same answer, the first of them `{reference}`"
                        ),
                        format!("另有 {count} 个知识点的答案与此相同，如 `{reference}`"),
                    ),
                };
                let help = Message::new(
                    "if the questions are one, merge the entries",
                    "如果问的是同一件事，请合并成一个知识点",
                );
                let mut finding = RULE.finding(at(first), message).with_help(help);
                for &other in others.iter().take(MOST_RELATED) {
                    let reference = &entry(other).reference;
                    let label =
                        Message::new(format!("an answer of `{reference}`"), format!("`{reference}` 的答案"));
                    finding = finding.with_related(at(other), label);
                }
                findings.push(finding);
            }
            places = apart;
        }
    }
}

fn answer(entry: &Entry, place: Place) -> &Answer {
    &entry.answers[place.1 as usize]
}

/// The hashes of all answers that are long enough, with their places.
fn keyed(context: &Context<'_>, counts: impl Fn(&Entry) -> bool + Sync) -> Vec<(u64, Place)> {
    context
        .knowledge_base
        .entries
        .par_chunks(256)
        .enumerate()
        .flat_map_iter(|(chunk, entries)| {
            let mut keyed = Vec::new();
            for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| counts(entry)) {
                let minimum = context.settings(entry.location.file).same_answer_elsewhere.minimum;
                for (number, answer) in (0_u32..).zip(&entry.answers) {
                    let key = match_key(&answer.text);
                    if key.chars().take(minimum).count() == minimum && minimum > 0 {
                        let index = EntryIndex((chunk * 256 + at) as u32);
                        keyed.push((key_hash(&key), (index, number)));
                    }
                }
            }
            keyed
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    const ANSWER: &str = "质量问题由我们承担来回运费";

    fn entries(count: usize) -> String {
        let entry = |at: usize| format!("- {{id: e{at}, question: 问题{at}, answer: {ANSWER}}}\n");
        (0..count).map(entry).collect::<Vec<_>>().concat()
    }

    #[test]
    fn one_finding_a_group_at_its_first_entry() {
        let case = Case::of(&entries(8)).select("KB307");
        assert_eq!(
            case.lines(),
            [format!("KB307 [{ANSWER}] 7 other entries give the same answer, the first of them `demo/e1`")]
        );
        let (linted, _) = case.lint();
        assert_eq!(linted.findings[0].related.len(), 5);
        assert_eq!(linted.findings[0].entry.as_deref(), Some("demo/e0"));
    }

    #[test]
    fn stock_sentences_and_short_answers_pass() {
        let count = |yaml: &str, config: &str| Case::of(yaml).config(config).select("KB307").lines().len();
        assert_eq!(count(&entries(11), ""), 0);
        assert_eq!(count(&entries(11), "[rules.same-answer-elsewhere]\nmaximum = 11\n"), 1);
        assert_eq!(count(&entries(2).replace("来回运费", ""), ""), 0);
        assert_eq!(
            count(&entries(2).replace("来回运费", ""), "[rules.same-answer-elsewhere]\nminimum = 5\n"),
            1
        );
    }

    #[test]
    fn packs_that_never_meet_are_groups_of_their_own() {
        let pack = entries(2);
        let files = [
            ("a/x.yaml", &*pack),
            ("b/x.yaml", &*pack),
            ("s/shop.yaml", "id: s\nsubscribe: [a]\n"),
            ("t/shop.yaml", "id: t\nsubscribe: [b]\n"),
        ];
        let lines = Case::files(&files).select("KB307").lines();
        assert_eq!(
            lines,
            [
                format!("KB307 [{ANSWER}] `a/e1` gives the same answer"),
                format!("KB307 [{ANSWER}] `b/e1` gives the same answer"),
            ]
        );
    }

    #[test]
    fn twice_in_one_entry_is_no_matter() {
        let yaml = format!("- {{question: 甲, answers: [{ANSWER}, {ANSWER}]}}\n");
        assert!(Case::of(&yaml).select("KB307").lines().is_empty());
    }
}
