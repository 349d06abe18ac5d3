//! # KB503 contradictory-validity
//!
//! Days that cannot all be meant: an end before its beginning, an answer beyond its entry, or two answers
//! for the same days.
//!
//! ## What it does
//! Reports three things, on live entries and on the answers of shops. A `from` after its `until`. An answer
//! whose `from` or `until` goes beyond that of its entry (a shop's answer only if no day is left). Two
//! answers with days of their own, for the same channel, mode and condition, that both cover some day.
//!
//! Answers without days are alternatives to each other, which is ordinary. One answer without days beside
//! answers with days is what is said on all other days, and passes too unless `beside-undated` is set.
//!
//! ## Why it matters
//! An entry that ends before it begins is never served. An answer that outlives its entry is silently cut
//! short. Of two answers for the same day, which one a customer gets is left to chance: two deadlines of
//! two campaigns, say.
//!
//! ## Example
//! ```yaml fail
//! - id: double-eleven
//!   question: 双十一什么时候发货？
//!   from: 2026-11-12
//!   until: 2026-11-01
//!   answer: 七天内发货。
//! - id: delivery
//!   question: 大促期间多久发货？
//!   answers:
//!     - {text: 七天内发货。, from: 2026-11-01, until: 2026-11-12}
//!     - {text: 五天内发货。, from: 2026-11-10, until: 2026-11-20}
//! ```
//! ```yaml pass
//! - id: delivery
//!   question: 大促期间多久发货？
//!   answers:
//!     - {text: 七天内发货。, from: 2026-11-01, until: 2026-11-12}
//!     - {text: 五天内发货。, from: 2026-11-13, until: 2026-11-20}
//!     - 48 小时内发货。
//! ```
//!
//! ## Fix
//! None: only the writer knows which of the days are right.
//!
//! ## Settings
//! `beside-undated`: whether an answer without days also counts as contradicting one with days, for
//! platforms that choose among all answers of a day at random; `false` if not given.
//!
//! # KB503 有效期矛盾
//!
//! 有效期自相矛盾：结束早于开始，答案超出知识点的有效期，或者同一天有两个限时答案。
//!
//! ## 检查什么
//! 检查在线的知识点和店铺自己的答案，报告三种情况：`from` 晚于 `until`；答案的 `from` 或 `until` 超出所属知识点的有效期（店铺的答案只在一天都不剩时才报告）；渠道、模式、条件都相同的两个限时答案，有效期有重叠的日子。
//!
//! 几个不限时的答案互为备选（答案多样化），是正常的。限时答案旁边有一个不限时的答案，表示其他日子怎么答，默认也不报告；设置 `beside-undated` 后才报告。
//!
//! ## 为什么重要
//! 结束早于开始的知识点永远不会生效；比知识点活得久的答案会被悄悄截断；同一天有两个限时答案，顾客看到哪个全凭运气，比如两次活动的两个截止日期。
//!
//! ## 修复
//! 不自动修复：哪个日期是对的，只有写的人知道。
//!
//! ## 设置
//! `beside-undated`：不限时的答案与限时的答案是否也算矛盾，适用于在当天所有答案里随机挑选的平台；默认 `false`。

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Message, Severity};
use crate::lint::period::{Period, periods};
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::model::{Answer, Text, Validity};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB503",
    name: "contradictory-validity",
    severity: Severity::Error,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::KnowledgeBase(check),
    source: include_str!("contradictory_validity.rs"),
};

/// What counts as a contradiction.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Overlap {
    /// Whether an answer without days contradicts one with days.
    pub beside_undated: bool,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    // The answers to one question come one after the other.
    let mut siblings: Vec<Period<'_>> = Vec::new();
    for period in periods(context.knowledge_base) {
        if !turned_round(context, &period, findings) {
            beyond_the_entry(context, &period, findings);
        }
        let same = |other: &Period<'_>| {
            period.entry.is_some() && (other.entry, other.file) == (period.entry, period.file)
        };
        if period.answer.is_none() || !siblings.last().is_some_and(same) {
            siblings.clear();
        }
        if period.answer.is_some() {
            two_at_once(context, &siblings, &period, findings);
            siblings.push(period);
        }
    }
}

/// Whether the end comes before the beginning; says so.
fn turned_round(context: &Context<'_>, period: &Period<'_>, findings: &mut Findings<'_>) -> bool {
    let (Some(from), Some(until)) = (period.validity.from, period.validity.until) else { return false };
    if from <= until {
        return false;
    }
    let (english, chinese) = period.words();
    let message = Message::new(
        format!("{english} begins on {from}, after it ends on {until}"),
        format!("{chinese}的开始日期 {from} 晚于结束日期 {until}"),
    );
    let mut finding = RULE
        .finding(period.until(), message)
        .with_related(period.from(), Message::new("it begins here", "开始日期在这里"));
    finding.entry = period.entry.map(|index| context.reference(index).to_owned());
    findings.push(finding);
    true
}

fn beyond_the_entry(context: &Context<'_>, period: &Period<'_>, findings: &mut Findings<'_>) {
    let (Some(_), Some(index)) = (period.answer, period.entry) else { return };
    let entry = context.knowledge_base.entry(index);
    let (own, whole) = (period.validity, entry.validity);
    let never = !overlap(own, whole);
    let late = matches!((own.until, whole.until), (Some(own), Some(whole)) if own > whole);
    let early = matches!((own.from, whole.from), (Some(own), Some(whole)) if own < whole);
    // Whoever turned the entry's days round hears that instead.
    let turned_round = matches!((whole.from, whole.until), (Some(from), Some(until)) if from > until);
    if turned_round || !never && (period.of_shop || !late && !early) {
        return;
    }
    // Point at the day that is at odds with the entry's.
    let after_the_end = matches!((own.from, whole.until), (Some(from), Some(until)) if from > until);
    let at_until = if never { !after_the_end } else { late };
    let place = if at_until { period.until() } else { period.from() };
    let days = |validity: Validity| {
        let day = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
        (
            format!("{} to {}", day(validity.from), day(validity.until)),
            format!("{} 至 {}", day(validity.from), day(validity.until)),
        )
    };
    let (english, chinese) = days(whole);
    let message = if never {
        Message::new(
            format!("the answer is never given: its entry is served from {english}"),
            format!("这个答案永远不会用到：知识点的有效期是 {chinese}"),
        )
    } else {
        Message::new(
            format!("the answer goes beyond its entry, which is served from {english}"),
            format!("答案的有效期超出了知识点的有效期（{chinese}）"),
        )
    };
    let help = Message::new("make one of them fit the other", "请把两处日期改一致");
    findings.push(RULE.finding(place, message).with_help(help).with_entry(&*entry.reference));
}

/// Whether an earlier answer is for the same days; says so once.
fn two_at_once(
    context: &Context<'_>,
    earlier: &[Period<'_>],
    period: &Period<'_>,
    findings: &mut Findings<'_>,
) {
    let beside_undated = context.settings(period.file).contradictory_validity.beside_undated;
    let dated = |validity: Validity| validity != Validity::default();
    let Some(answer) = period.answer else { return };
    let clash = earlier.iter().find(|other| {
        let both = dated(period.validity) && dated(other.validity);
        let either = dated(period.validity) || dated(other.validity);
        (both || beside_undated && either)
            && overlap(period.validity, other.validity)
            && other.answer.is_some_and(|other| same_audience(answer, other))
    });
    let Some(other) = clash else { return };
    let day = period.validity.from.max(other.validity.from).or(period.validity.until);
    let day = day.or(other.validity.until).map_or_else(String::new, |day| day.to_string());
    let message = Message::new(
        format!("two answers count on the same days, such as {day}"),
        format!("两个答案在同一天都有效，例如 {day}"),
    );
    let place =
        if dated(period.validity) && period.validity.from.is_none() { period.until() } else { period.from() };
    let help = Message::new(
        "let one end before the other begins, or give them different channels or modes",
        "让一个在另一个开始之前结束，或者分到不同的渠道、模式",
    );
    let label = Message::new("the other answer counts from here", "另一个答案的有效期在这里");
    let mut finding = RULE.finding(place, message).with_help(help).with_related(other.from(), label);
    finding.entry = period.entry.map(|index| context.reference(index).to_owned());
    findings.push(finding);
}

/// Whether some day belongs to both.
fn overlap(one: Validity, other: Validity) -> bool {
    let from = one.from.max(other.from);
    let until = [one.until, other.until].into_iter().flatten().min();
    match (from, until) {
        (Some(from), Some(until)) => from <= until,
        _ => true,
    }
}

fn same_audience(one: &Answer, other: &Answer) -> bool {
    let set = |texts: &[Text]| {
        let mut values: Vec<Box<str>> = texts.iter().map(|text| text.value.clone()).collect();
        values.sort_unstable();
        values.dedup();
        values
    };
    let condition = |answer: &Answer| answer.when.as_ref().map(|text| text.value.clone());
    set(&one.channels) == set(&other.channels)
        && set(&one.modes) == set(&other.modes)
        && condition(one) == condition(other)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    fn lines(answers: &str) -> Vec<String> {
        let yaml = format!("- question: 甲\n  answers: [{answers}]\n");
        Case::of(&yaml).select("KB503").lines()
    }

    #[test]
    fn only_answers_to_the_same_audience_contradict() {
        let two = |one: &str, other: &str| {
            lines(&format!("{{text: 一, from: 2026-11-01{one}}}, {{text: 二, until: 2026-11-10{other}}}"))
        };
        assert_eq!(
            two("", ""),
            ["KB503 [2026-11-10] two answers count on the same days, such as 2026-11-01"]
        );
        assert_eq!(two(", channel: [app, web]", ", channel: [web, app]").len(), 1);
        assert!(two(", channel: app", "").is_empty());
        assert!(two(", mode: assist", ", mode: full-auto").is_empty());
        assert!(two(", when: 已付款", ", when: 未付款").is_empty());
    }

    #[test]
    fn an_undated_answer_is_for_the_other_days() {
        let answers = "常年, {text: 大促, from: 2026-11-01, until: 2026-11-12}";
        assert!(lines(answers).is_empty());
        assert!(lines("一, 二, 三").is_empty());
        let yaml = format!("- question: 甲\n  answers: [{answers}]\n");
        let config = "[rules.contradictory-validity]\nbeside-undated = true\n";
        let found = Case::of(&yaml).config(config).select("KB503").lines();
        assert_eq!(found, ["KB503 [2026-11-01] two answers count on the same days, such as 2026-11-01"]);
        let undated = "- {question: 甲, answers: [一, 二, 三]}\n";
        assert!(Case::of(undated).config(config).select("KB503").lines().is_empty());
    }

    #[test]
    fn an_answer_stays_within_its_entry() {
        let of = |answer: &str| {
            let yaml = format!(
                "- question: 甲\n  from: 2026-11-01\n  until: 2026-11-12\n  answers: [{{text: 好, {answer}}}]\n"
            );
            Case::of(&yaml).select("KB503").lines()
        };
        assert!(of("from: 2026-11-01, until: 2026-11-12").is_empty());
        assert_eq!(
            of("until: 2026-11-13"),
            [
                "KB503 [2026-11-13] the answer goes beyond its entry, which is served from 2026-11-01 to 2026-11-12"
            ]
        );
        assert!(of("from: 2026-10-01")[0].starts_with("KB503 [2026-10-01] the answer goes beyond"));
        assert!(of("from: 2026-12-01")[0].starts_with("KB503 [2026-12-01] the answer is never given"));
        assert!(of("until: 2026-10-01")[0].starts_with("KB503 [2026-10-01] the answer is never given"));
    }

    #[test]
    fn a_shop_may_outlive_a_pack_but_not_miss_it() {
        let of = |answer: &str| {
            Case::files(&[
                ("p/faq.yaml", "- {id: one, question: 甲, answer: 好, until: 2026-11-12}\n"),
                (
                    "s/shop.yaml",
                    &format!("id: s\nsubscribe: [p]\nanswers: {{p/one: {{text: 好, {answer}}}}}\n"),
                ),
            ])
            .select("KB503")
            .lines()
        };
        assert!(of("until: 2026-12-31").is_empty());
        assert_eq!(of("from: 2026-11-13").len(), 1);
    }
}
