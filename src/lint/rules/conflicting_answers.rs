//! # KB306 conflicting-answers
//!
//! Two entries answer one question with different facts.
//!
//! ## What it does
//! Takes entries that some customer is served together and whose questions ask the same (particles,
//! interchangeable words and fillers aside), or that share a phrasing, and compares the answers they can
//! give today: durations, amounts, percentages, discounts, numbers of pieces and times, dates, times of day,
//! lengths, weights and volumes, and whether they begin with a yes or a no. Where both speak of one kind and
//! no value of the one is a value of the other, they contradict each other; 48 小时 and 2 天 are the same, and
//! 4 天 lies within 3-5 天. 7 天 and 15 个工作日 are of two kinds. Answers for different
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
//! 对会一起服务同一批客户、标准问意思相同（语气词、可互换的词和虚词不算）或有相同问法的两个知识点，比较当天有效的答案：时长、金额、百分比、折扣、件数、次数、日期、时刻、长度、重量、容量，以及开头是肯定还是否定。两边都提到同一类而数值完全对不上的，就是矛盾；48 小时和 2 天算相同，4 天在 3-5 天之内也算相同；7 天和 15 个工作日不是一类，不比较。渠道或模式不同的答案、附加条件（`when`）不同的答案不比较。已下线、已过期，或有效期不重叠的知识点不算；草稿算。店铺写在 `answers:` 里的答案不比较。
//!
//! ## 为什么重要
//! 机器人不管答哪一个，另一个也是店铺自己的承诺，客户会要求按对自己有利的来。
//!
//! ## 修复
//! 不自动修复：哪个答案对，要由人来定。

use rustc_hash::FxHashMap;

use crate::dedup::{Fact, FactDifference, Level, PhrasingId, differences, facts};
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

/// So many facts of one kind are shown of each answer.
const MOST_SHOWN: usize = 3;

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
                if !given_together(one, other) {
                    return None;
                }
                let differences = differences(other_facts, facts);
                let side = |index, answer: &Answer, facts: &[Fact]| {
                    Some(Side { index, location: located(context, index, &answer.text, facts.first()?) })
                };
                let (here, there) =
                    differences.first().map(|first| (first.one.as_slice(), first.other.as_slice()))?;
                let (there, here) = (side(earlier, one, there)?, side(later, other, here)?);
                Some(Conflict { there, here, said: said(&differences, &other.text, &one.text) })
            })
        });
        if let Some(first) = conflicts.next() {
            let others: Vec<Side> = conflicts.map(|other| other.there).take(MOST_RELATED - 1).collect();
            report(context, &first, &others, findings);
        }
    }
}

/// Two entries that ask the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    later: EntryIndex,
    earlier: EntryIndex,
}

/// Two answers that contradict each other.
struct Conflict {
    /// The answer of the earlier entry.
    there: Side,
    /// That of the later one.
    here: Side,
    said: Vec<Said>,
}

/// One side of a conflict.
struct Side {
    index: EntryIndex,
    /// Where the first fact that differs stands.
    location: Location,
}

/// What two answers say of one kind.
struct Said {
    /// What the kind is called.
    kind: Message,
    here: Message,
    there: Message,
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

/// What both answers say of each kind on which they differ.
fn said(differences: &[FactDifference], here: &str, there: &str) -> Vec<Said> {
    let said = |difference: &FactDifference| Said {
        kind: difference.kind.name(),
        here: words(&difference.one, here),
        there: words(&difference.other, there),
    };
    differences.iter().map(said).collect()
}

/// The words of the first facts, each but once.
fn words(facts: &[Fact], text: &str) -> Message {
    let mut words: Vec<&str> = Vec::new();
    for word in facts.iter().map(|fact| fact.text(text)) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let more = words.len() > MOST_SHOWN;
    words.truncate(MOST_SHOWN);
    let quoted =
        |open: char, close: char| words.iter().map(|word| format!("{open}{word}{close}")).collect::<Vec<_>>();
    let (mut english, mut chinese) = (quoted('`', '`').join(", "), quoted('“', '”').concat());
    if more {
        english += ", …";
        chinese += "等";
    }
    Message::new(english, chinese)
}

fn report(context: &Context<'_>, conflict: &Conflict, others: &[Side], findings: &mut Findings<'_>) {
    let reference = context.reference(conflict.there.index);
    let message = match &conflict.said[..] {
        [Said { here, there, .. }] => Message::new(
            format!(
                "this answer says {}, that of `{reference}` to the same question {}",
                here.english, there.english
            ),
            format!("这里的答案是{}，而问同一件事的 `{reference}` 答的是{}", here.chinese, there.chinese),
        ),
        several => {
            let (english, chinese): (Vec<String>, Vec<String>) = several
                .iter()
                .map(|Said { kind, here, there }| {
                    (
                        format!("{} (here {}, there {})", kind.english, here.english, there.english),
                        format!("{}（这里{}，那边{}）", kind.chinese, here.chinese, there.chinese),
                    )
                })
                .unzip();
            Message::new(
                format!(
                    "this answer contradicts that of `{reference}` to the same question: {}",
                    english.join(", ")
                ),
                format!("这里的答案与问同一件事的 `{reference}` 互相矛盾：{}", chinese.join("、")),
            )
        }
    };
    let help =
        Message::new("settle which is true, and merge the two entries", "请确认哪个对，并合并这两个知识点");
    let mut finding = RULE.finding(conflict.here.location, message).with_help(help);
    for side in std::iter::once(&conflict.there).chain(others) {
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
        assert_eq!(
            lines("answer: 早上9点到晚上6点", "answer: '20:00-22:00'"),
            [
                "KB306 [20:00-22:00] this answer says `20:00-22:00`, that of `demo/a` to the same question `早上9点到晚上6点`"
            ]
        );
        assert!(lines("answer: 48小时", "answer: 2天").is_empty());
        assert!(lines("answer: 7天", "answer: 满99元").is_empty());
    }

    #[test]
    fn one_finding_tells_all_that_differs() {
        assert_eq!(
            lines("answer: 可以，7天内，运费10元", "answer: 不可以，退货要 8元或12元"),
            [
                "KB306 [不可以] this answer contradicts that of `demo/a` to the same question: yes or no (here `不可以`, there `可以`), amount (here `8元`, `12元`, there `10元`)"
            ]
        );
        assert_eq!(
            lines("answer: 1元、2元、3元、3元、4元", "answer: 5元"),
            [
                "KB306 [5元] this answer says `5元`, that of `demo/a` to the same question `1元`, `2元`, `3元`, …"
            ]
        );
    }

    #[test]
    fn both_languages_tell_the_same() {
        let yaml = "- {id: a, question: 怎么退, answer: 可以，7天内}\n- {id: b, question: 如何退呢, answer: 不可以，15天内}\n";
        let (linted, _) = Case::of(yaml).select("KB306").lint();
        assert_eq!(
            linted.findings[0].message.chinese,
            "这里的答案与问同一件事的 `demo/a` 互相矛盾：是否（这里“不可以”，那边“可以”）、时长（这里“15天”，那边“7天”）"
        );
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
