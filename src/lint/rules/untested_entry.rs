//! # KB406 untested-entry
//!
//! A live, answered entry that no test question expects.
//!
//! ## What it does
//! With `--transcripts`, compares the labels of the test questions with the entries that are live and have
//! an answer, their own or a shop's. With shops, only entries that some shop serves count. Where more than
//! half of a pack's entries are untested, that is reported once, at the pack.
//!
//! ## Why it matters
//! What is not tested can break unseen: evaluation says nothing about entries that no row expects.
//!
//! ## Example
//! ```csv fail
//! question,expected,pack
//! 多久能发货呀,ship-time,demo
//! ```
//! ```yaml fail
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! - id: express
//!   question: 用什么快递？
//!   answer: 由店铺合作的快递寄出。
//! ```
//! ```csv pass
//! question,expected,pack
//! 多久能发货呀,demo/ship-time,
//! 你们发哪家快递,用什么快递？,
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! - id: express
//!   question: 用什么快递？
//!   answer: 由店铺合作的快递寄出。
//! ```
//!
//! ## Fix
//! None: label questions of customers for it.
//!
//! # KB406 未被测试
//!
//! 在线且有答案的知识点，测试集里没有一条问题期望它。
//!
//! ## 检查什么
//! 使用 `--transcripts` 时，把测试问题的标注与在线且有答案（自己的或店铺的）的知识点对照。有店铺时，只看店铺用得到的知识点。一个行业包超过一半的知识点没有测试时，只在行业包上提示一次。
//!
//! ## 为什么重要
//! 没测到的知识点坏了也没人知道：评测结果里根本没有它。
//!
//! ## 修复
//! 不自动修复：请从聊天记录里为它标注几条顾客问题。

use rustc_hash::FxHashSet;

use crate::diagnostic::{Message, Severity};
use crate::lint::by_pack::{entries_by_pack, report_each_or_once};
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::model::{Entry, EntryIndex, Found, PackIndex};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB406",
    name: "untested-entry",
    severity: Severity::Info,
    fixes: Fixes::None,
    needs: Needs::Transcripts,
    check: Check::KnowledgeBase(check),
    source: include_str!("untested_entry.rs"),
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let expected = expected(context);
    let answered_by_shops: FxHashSet<EntryIndex> = context
        .knowledge_base
        .shops
        .iter()
        .flat_map(|shop| &shop.answers)
        .filter(|own| own.answers.iter().any(|answer| answer.is_live(context.as_of, None, None)))
        .filter_map(|own| own.question.target)
        .collect();
    let served = served_packs(context);
    let to_be_tested = |index: EntryIndex, entry: &Entry| {
        let answered = answered_by_shops.contains(&index)
            || entry.answers.iter().any(|answer| answer.is_live(context.as_of, None, None));
        answered && entry.is_live(context.as_of) && served.is_none_or_has(entry.pack)
    };
    for (pack, all) in entries_by_pack(context, to_be_tested) {
        let untested: Vec<EntryIndex> =
            all.iter().copied().filter(|index| !expected.contains(index)).collect();
        let help = || {
            Message::new("label some questions of customers for it", "请从聊天记录里标注几条期望它的顾客问题")
        };
        let each = |_, location| {
            let message =
                Message::new("no test question expects this entry", "测试集里没有问题期望这个知识点");
            RULE.finding(location, message).with_help(help())
        };
        let whole = |location| {
            let (some, all) = (untested.len(), all.len());
            let pack = &context.knowledge_base.pack(pack).id;
            let message = Message::new(
                format!("no test question expects {some} of the {all} entries of pack `{pack}`"),
                format!("行业包“{pack}”的 {all} 个知识点里，有 {some} 个没有测试问题"),
            );
            RULE.finding(location, message).with_help(help())
        };
        report_each_or_once(context, findings, (pack, &all), &untested, each, whole);
    }
}

/// Every entry that a label may mean.
fn expected(context: &Context<'_>) -> FxHashSet<EntryIndex> {
    let mut expected = FxHashSet::default();
    for question in context.test_questions.unwrap_or_default() {
        let Some(label) = &question.expected else { continue };
        match context.lookup().find(context.knowledge_base, label, question.pack.as_deref()) {
            Found::One(entry) => {
                expected.insert(entry);
            }
            Found::Several(entries) => expected.extend(entries),
            Found::Nothing => {}
        }
    }
    expected
}

/// The packs that shops serve, or none where there are no shops and everything is served.
struct Served(Option<Vec<PackIndex>>);

impl Served {
    fn is_none_or_has(&self, pack: PackIndex) -> bool {
        self.0.as_ref().is_none_or(|packs| packs.contains(&pack))
    }
}

fn served_packs(context: &Context<'_>) -> Served {
    let knowledge_base = context.knowledge_base;
    let shops = &knowledge_base.shops;
    let packs = || shops.iter().flat_map(|shop| knowledge_base.packs_of(shop)).collect();
    Served((!shops.is_empty()).then(packs))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    fn lines(files: &[(&str, &str)], csv: &str) -> Vec<String> {
        let mut case = Case::files(files).select("KB406");
        case.transcripts = Some(format!("question,expected,pack\n{csv}"));
        case.lines()
    }

    #[test]
    fn only_what_can_answer_is_to_be_tested() {
        let yaml = "- {question: 甲, answer: 好}\n- {question: 乙}\n- {question: 丙, status: draft, answer: 好}\n\
                    - {question: 丁, answers: [{text: 好, until: 2026-01-01}]}\n";
        let found = lines(&[("p/faq.yaml", yaml)], "随便,,\n");
        assert_eq!(found, ["KB406 [甲] no test question expects this entry"]);
    }

    #[test]
    fn shops_say_what_is_served_and_answered() {
        let files = [
            ("p/faq.yaml", "- {id: one, question: 甲}\n- {id: two, question: 乙}\n"),
            ("q/faq.yaml", "- {id: three, question: 丙, answer: 好}\n"),
            ("s/shop.yaml", "id: s\nsubscribe: [p]\nanswers: {p/one: 好}\n"),
        ];
        assert_eq!(lines(&files, "问,two,p\n"), ["KB406 [甲] no test question expects this entry"]);
    }

    #[test]
    fn most_of_a_pack_is_told_once_and_an_unclear_label_counts_for_all() {
        let yaml = "- {id: a, question: 甲, answer: 好}\n- {id: b, question: 乙, answer: 好}\n\
                    - {id: c, question: 丙, answer: 好}\n- {id: d, question: 丁, answer: 好}\n";
        let found = lines(&[("p/faq.yaml", yaml)], "");
        assert_eq!(found, ["KB406 [甲] no test question expects 4 of the 4 entries of pack `p`"]);
        let found = lines(&[("p/faq.yaml", yaml), ("q/faq.yaml", yaml)], "问,a,\n问,b,p\n问,c,q\n");
        assert_eq!(found.len(), 2 + 2, "{found:?}");
    }
}
