//! # KB306 conflicting-answers
//!
//! Two entries answer one question with different facts.
//!
//! ## What it does
//! Takes entries that some customer is served together and whose questions ask the same (particles,
//! interchangeable words and fillers aside), or that share a phrasing, and compares the answers they can
//! give today: durations, amounts, percentages, numbers of pieces and times, and whether they begin with a
//! yes or a no. Where both speak of one kind and no value of the one is a value of the other, they
//! contradict each other; 48 小时 and 2 天 are the same, and 4 天 lies within 3-5 天. Answers for different
//! channels or modes are not compared, nor answers under different conditions (`when`). Entries that are
//! retired, whose last day is over, or that are never served on the same day do not count; drafts do. What a
//! shop writes under `answers:` is not compared.
//!
//! ## Why it matters
//! Whichever of the two the bot gives, the shop has also promised the other, and a customer will hold it to
//! the better one.
//!
//! ## Example
//! ```yaml fail
//! - id: return-days
//!   question: 收到货几天内可以退货？
//!   answer: 签收后 7 天内可以退货。
//! - id: return-period
//!   question: 请问收到货多少天内能退货
//!   answer: 签收后 15 天内都能退。
//! ```
//! ```yaml pass
//! - id: return-days
//!   question: 收到货几天内可以退货？
//!   answer: 签收后 7 天内可以退货。
//! - id: return-period
//!   question: 请问收到货多少天内能退货
//!   answer: 签收后七天内都能退。
//! ```
//!
//! ## Fix
//! None: which of the two is true a person has to say.
//!
//! # KB306 答案互相矛盾
//!
//! 两个知识点问的是同一件事，答案里的数字或承诺却不一样。
//!
//! ## 检查什么
//! 对会一起服务同一批客户、标准问意思相同（语气词、可互换的词和虚词不算）或有相同问法的两个知识点，比较当天有效的答案：时长、金额、百分比、折扣、件数、次数，以及开头是肯定还是否定。两边都提到同一类而数值完全对不上的，就是矛盾；48 小时和 2 天算相同，4 天在 3-5 天之内也算相同。渠道或模式不同的答案、附加条件（`when`）不同的答案不比较。已下线、已过期，或有效期不重叠的知识点不算；草稿算。店铺写在 `answers:` 里的答案不比较。
//!
//! ## 为什么重要
//! 机器人不管答哪一个，另一个也是店铺自己的承诺，客户会要求按对自己有利的来。
//!
//! ## 修复
//! 不自动修复：哪个答案对，要由人来定。

use rustc_hash::FxHashMap;

use crate::dedup::{Fact, Level, PhrasingId, contradiction, facts};
use crate::diagnostic::{Message, Severity};
use crate::lint::duplicates::{Duplicates, MOST_COMPARED, MOST_RELATED};
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::model::{Answer, EntryIndex, Text};
use crate::source::{Location, ScalarMap};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB306",
    name: "conflicting-answers",
    severity: Severity::Error,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::KnowledgeBase(check),
    source: include_str!("conflicting_answers.rs"),
};

/// The facts of the answers an entry can give today.
type Facts<'c> = Vec<(&'c Answer, Vec<Fact>)>;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut known: FxHashMap<EntryIndex, Facts<'_>> = FxHashMap::default();
    for of_one in pairs(context).chunk_by(|one, other| one.later == other.later) {
        // One finding an answer, however many say otherwise.
        let mut conflicts = of_one.iter().filter_map(|&Pair { earlier, later }| {
            for index in [earlier, later] {
                known.entry(index).or_insert_with(|| live_facts(context, index));
            }
            let mut compared =
                known[&earlier].iter().flat_map(|one| known[&later].iter().map(move |other| (one, other)));
            compared.find_map(|((one, facts), (other, other_facts))| {
                let (fact, opposite) =
                    contradiction(facts, other_facts).filter(|_| given_together(one, other))?;
                let side = |index, answer: &'_ Answer, fact: &Fact| Side {
                    index,
                    location: located(context, index, &answer.text, fact),
                    said: answer.text[fact.span.clone()].to_owned(),
                };
                Some((side(earlier, one, fact), side(later, other, opposite)))
            })
        });
        if let Some((first, second)) = conflicts.next() {
            let others: Vec<Side> = conflicts.map(|(earlier, _)| earlier).take(MOST_RELATED - 1).collect();
            report(context, &first, &second, &others, findings);
        }
    }
}

/// Two entries that ask the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    later: EntryIndex,
    earlier: EntryIndex,
}

/// One side of a conflict.
struct Side {
    index: EntryIndex,
    /// Where the fact stands.
    location: Location,
    /// Its words.
    said: String,
}

/// The entries that ask the same, each pair once, by the later.
fn pairs(context: &Context<'_>) -> Vec<Pair> {
    let (duplicates, phrasings) = (Duplicates::new(context), context.phrasings());
    let answered = |id: &PhrasingId| !duplicates.entry(*id).answers.is_empty();
    let mut pairs = Vec::new();
    let mut take = |mut members: Vec<PhrasingId>| {
        members.retain(answered);
        for (at, &id) in members.iter().enumerate() {
            for &other in members[..at].iter().take(MOST_COMPARED) {
                if duplicates.meet(duplicates.entry(id), duplicates.entry(other)) {
                    let (earlier, later) = (duplicates.get(other).entry, duplicates.get(id).entry);
                    pairs.push(Pair { later, earlier });
                }
            }
        }
    };
    phrasings.groups(Level::Wording).iter().for_each(|group| take(duplicates.questions(group)));
    phrasings.groups(Level::Normalised).iter().for_each(|group| take(duplicates.one_of_each(group)));
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn live_facts<'c>(context: &Context<'c>, index: EntryIndex) -> Facts<'c> {
    let answers = context.knowledge_base.entry(index).answers.iter();
    answers
        .filter(|answer| answer.is_live(context.as_of, None, None))
        .map(|answer| (answer, facts(&answer.text)))
        .filter(|(_, facts)| !facts.is_empty())
        .collect()
}

/// Whether one customer can get both.
fn given_together(one: &Answer, other: &Answer) -> bool {
    let share = |one: &[Text], other: &[Text]| {
        one.is_empty() || other.is_empty() || one.iter().any(|a| other.iter().any(|b| a.value == b.value))
    };
    let condition = |answer: &Answer| answer.when.as_ref().map(|when| when.value.clone());
    share(&one.channels, &other.channels)
        && share(&one.modes, &other.modes)
        && condition(one) == condition(other)
}

fn located(context: &Context<'_>, index: EntryIndex, text: &Text, fact: &Fact) -> Location {
    let file = context.knowledge_base.entry(index).location.file;
    let map = ScalarMap::new(context.source(file), text.span, text);
    let span = map.map_or(text.span, |map| map.span(fact.span.clone()));
    Location { file, span }
}

fn report(context: &Context<'_>, first: &Side, second: &Side, others: &[Side], findings: &mut Findings<'_>) {
    let (said, there) = (&second.said, &first.said);
    let reference = context.reference(first.index);
    let message = Message::new(
        format!("this answer says `{said}`, that of `{reference}` to the same question `{there}`"),
        format!("这里的答案是“{said}”，而问同一件事的 `{reference}` 答的是“{there}”"),
    );
    let help =
        Message::new("settle which is true, and merge the two entries", "请确认哪个对，并合并这两个知识点");
    let mut finding = RULE.finding(second.location, message).with_help(help);
    for side in std::iter::once(first).chain(others) {
        let reference = context.reference(side.index);
        let label = Message::new(format!("the answer of `{reference}`"), format!("`{reference}` 的答案"));
        finding = finding.with_related(side.location, label);
    }
    findings.push(finding);
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::lint::testing::Case;

    fn lines(one: &str, other: &str) -> Vec<String> {
        let yaml =
            format!("- {{id: a, question: 怎么退, {one}}}\n- {{id: b, question: 如何退呢, {other}}}\n");
        Case::of(&yaml).select("KB306").lines()
    }

    #[test]
    fn the_facts_are_marked() {
        assert_eq!(
            lines("answer: 七天内", "answer: '亲，15 天内'"),
            ["KB306 [15 天] this answer says `15 天`, that of `demo/a` to the same question `七天`"]
        );
        assert_eq!(
            lines("answer: 可以退", "answer: 亲，不可以哦"),
            ["KB306 [不可以] this answer says `不可以`, that of `demo/a` to the same question `可以`"]
        );
        assert!(lines("answer: 48小时", "answer: 2天").is_empty());
        assert!(lines("answer: 7天", "answer: 满99元").is_empty());
    }

    #[test]
    fn only_answers_that_one_customer_can_get() {
        let answers = |more: &str, other: &str| {
            lines(&format!("answers: [{{text: 7天{more}}}]"), &format!("answers: [{{text: 15天{other}}}]"))
                .len()
        };
        assert_eq!(answers("", ""), 1);
        assert_eq!(answers(", channel: app", ", channel: web"), 0);
        assert_eq!(answers(", channel: app", ""), 1);
        assert_eq!(answers(", mode: assist", ", mode: [assist, full-auto]"), 1);
        assert_eq!(answers(", when: 会员", ""), 0);
        assert_eq!(answers(", until: 2026-11-04", ""), 0);
    }

    #[test]
    fn a_shared_phrasing_is_enough() {
        let yaml = "- {id: a, question: 退货期限, variants: [几天能退], answer: 7天}\n- {id: b, question: 售后, variants: [几天能退？], answer: 15天}\n";
        assert_eq!(Case::of(yaml).select("KB306").lines().len(), 1);
    }
    #[test]
    fn one_finding_an_answer_however_many_say_otherwise() {
        let mut entries = String::new();
        for day in 1..50 {
            let _ = writeln!(entries, "- {{id: e{day}, question: 怎么退, answer: '{day} 天内'}}");
        }
        let (linted, _) = Case::of(&entries).select("KB306").lint();
        assert_eq!(linted.findings.len(), 48);
        assert_eq!(linted.findings[0].related.len(), 1);
        assert_eq!(linted.findings[47].related.len(), 5);
    }
}
