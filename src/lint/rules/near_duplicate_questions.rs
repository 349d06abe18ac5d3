//! # KB303 near-duplicate-questions
//!
//! The questions of two entries ask the same in nearly the same words.
//!
//! ## What it does
//! Reports a question that differs from another entry's only in particles and politeness, in interchangeable
//! words (怎么 and 如何, 能不能 and 可以), in fillers (的, 这个), or in the order of its parts. Negation, numbers,
//! directions and names of things always make a difference. Only entries that some customer is served
//! together are compared: in one pack, or in packs that meet in a shop (all packs, where there is no shop).
//! Entries that are retired, whose last day is over, or that are never served on the same day do not count;
//! drafts do.
//!
//! ## Why it matters
//! Two entries for one question share its phrasings, its answers drift apart, and the bot cannot tell them
//! from each other.
//!
//! ## Example
//! ```yaml fail
//! - id: address-change
//!   question: 怎么修改收货地址？
//!   answer: 未发货前可在订单详情页修改。
//! - id: address-edit
//!   question: 请问收货地址如何修改？
//!   answer: 请在订单详情页点“修改地址”。
//! ```
//! ```yaml pass
//! - id: address-change
//!   question: 怎么修改收货地址？
//!   answer: 未发货前可在订单详情页修改。
//! - id: phone-change
//!   question: 怎么修改收货电话？
//!   answer: 未发货前可在订单详情页修改。
//! ```
//!
//! ## Fix
//! None: a person has to merge the entries, or say in the questions what is different.
//!
//! # KB303 标准问近似重复
//!
//! 两个知识点的标准问几乎一样，问的是同一件事。
//!
//! ## 检查什么
//! 报告与另一个知识点的标准问只差语气词、客套话、可互换的词（怎么/如何、能不能/可以）、虚词（的、这个）或语序的标准问。否定、数字、方向和商品名称不同的，不会报告。只比较会一起服务同一批客户的知识点：同一个行业包，或在某个店铺里同时使用的行业包（没有店铺时所有行业包一起比较）。已下线、已过期，或有效期不重叠的知识点不算；草稿算。
//!
//! ## 为什么重要
//! 一个问题拆成两个知识点，相似问会分散，答案会越改越不一致，机器人也分不清。
//!
//! ## 修复
//! 不自动修复：请合并两个知识点，或在标准问里写明区别。

use crate::dedup::{Level, PhrasingId, is_reordered};
use crate::diagnostic::{Message, Severity};
use crate::lint::duplicates::{Duplicates, MOST_COMPARED};
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::text::{core_key, is_han, loose_key, match_key};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB303",
    name: "near-duplicate-questions",
    severity: Severity::Warning,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::KnowledgeBase(check),
    source: include_str!("near_duplicate_questions.rs"),
};

/// Longer differences are not quoted: there is more than one.
const LONGEST_QUOTED: usize = 6;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (duplicates, phrasings) = (Duplicates::new(context), context.phrasings());
    let near = |one: PhrasingId, other: PhrasingId| !phrasings.are_equal(one, other);
    for group in phrasings.groups(Level::Wording).iter() {
        report(duplicates, group, near, wording, findings);
    }
    let loose = |id: PhrasingId| loose_key(&match_key(duplicates.text(id))).into_owned();
    let reordered = |one: PhrasingId, other: PhrasingId| is_reordered(&loose(one), &loose(other));
    for group in phrasings.reordered().iter() {
        report(duplicates, group, reordered, |_, _| Difference::Order, findings);
    }
}

/// Report each question of a group that is `near` an earlier one.
fn report(
    duplicates: Duplicates<'_>,
    group: &[PhrasingId],
    near: impl Fn(PhrasingId, PhrasingId) -> bool,
    difference: impl Fn(&str, &str) -> Difference,
    findings: &mut Findings<'_>,
) {
    let questions = duplicates.questions(group);
    for (at, &id) in questions.iter().enumerate().skip(1) {
        if !findings.wanted_in(duplicates.location(id).file) {
            continue;
        }
        let found = questions[..at].iter().take(MOST_COMPARED).find(|&&other| {
            duplicates.meet(duplicates.entry(id), duplicates.entry(other)) && near(id, other)
        });
        let Some(&other) = found else { continue };
        let difference = difference(duplicates.text(id), duplicates.text(other));
        let message = difference.message(&duplicates.entry(other).reference);
        let help = Message::new(
            "merge the two entries, or say in the questions what is different",
            "请合并两个知识点，或在标准问里写明区别",
        );
        findings.push(
            RULE.finding(duplicates.location(id), message)
                .with_help(help)
                .with_related(duplicates.location(other), duplicates.label(other)),
        );
    }
}

/// In what two questions differ.
#[derive(Debug, PartialEq, Eq)]
enum Difference {
    /// In particles and politeness.
    Particles,
    /// In these words alone; one of them may be nothing.
    Words(String, String),
    /// In several places.
    Several,
    /// In the order of their parts.
    Order,
}

impl Difference {
    fn message(&self, other: &str) -> Message {
        match self {
            Self::Particles => Message::new(
                format!("the question differs from `{other}` only in particles and politeness"),
                format!("标准问与 `{other}` 只差语气词或客套话"),
            ),
            Self::Words(one, none) | Self::Words(none, one) if none.is_empty() => Message::new(
                format!("the question differs from `{other}` only by the word `{one}`"),
                format!("标准问与 `{other}` 只差“{one}”"),
            ),
            Self::Words(one, two) => Message::new(
                format!("the question differs from `{other}` only in `{one}` for `{two}`"),
                format!("标准问与 `{other}` 只是“{one}”换成“{two}”的差别"),
            ),
            Self::Several => Message::new(
                format!("the question differs from `{other}` only in words that mean the same or nothing"),
                format!("标准问与 `{other}` 只差可互换的词或虚词"),
            ),
            Self::Order => Message::new(
                format!("the question says what `{other}` says in another order"),
                format!("标准问与 `{other}` 意思相同，只是语序不同"),
            ),
        }
    }
}

/// In what two questions of one wording differ.
fn wording(one: &str, other: &str) -> Difference {
    let (one, other) = (match_key(one), match_key(other));
    let (one, other): (Vec<char>, Vec<char>) =
        (core_key(&one).chars().collect(), core_key(&other).chars().collect());
    if one == other {
        return Difference::Particles;
    }
    // Words of letters are quoted whole: can and could, not n and uld.
    let in_word = |text: &[char], at: usize| {
        let letter = |at: usize| text.get(at).is_some_and(|c| c.is_alphanumeric() && !is_han(*c));
        at > 0 && letter(at - 1) && letter(at)
    };
    let mut before = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    while in_word(&one, before) || in_word(&other, before) {
        before -= 1;
    }
    let (one, other) = (&one[before..], &other[before..]);
    let mut after = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    while in_word(one, one.len() - after) || in_word(other, other.len() - after) {
        after -= 1;
    }
    let quoted = |part: &[char]| {
        let part = &part[..part.len() - after];
        (part.len() <= LONGEST_QUOTED).then(|| part.iter().collect::<String>().trim().to_owned())
    };
    match (quoted(one), quoted(other)) {
        (Some(one), Some(other)) => Difference::Words(one, other),
        _ => Difference::Several,
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    fn lines(one: &str, other: &str) -> Vec<String> {
        Case::of(&format!("- {{id: a, question: {one}}}\n- {{id: b, question: {other}}}\n"))
            .select("KB303")
            .lines()
    }

    #[test]
    fn the_message_says_what_differs() {
        let message = |one, other| {
            lines(one, other).pop().and_then(|line| line.split_once("] ").map(|(_, text)| text.to_owned()))
        };
        let found = |text: &str| Some(text.to_owned());
        assert_eq!(
            message("怎么退款", "请问怎么退款呢"),
            found("the question differs from `demo/a` only in particles and politeness")
        );
        assert_eq!(
            message("怎么退款", "如何退款？"),
            found("the question differs from `demo/a` only in `如何` for `怎么`")
        );
        assert_eq!(
            message("我订单在哪里", "我的订单在哪里"),
            found("the question differs from `demo/a` only by the word `的`")
        );
        assert_eq!(
            message("能不能修改我的收货地址啥时候改", "可以修改我的收货地址什么时候改"),
            found("the question differs from `demo/a` only in words that mean the same or nothing"),
        );
        assert_eq!(
            message("can I return my order now", "could I return my order now"),
            found("the question differs from `demo/a` only in `could` for `can`"),
        );
        assert_eq!(
            message("退货运费谁出", "运费谁出，退货"),
            found("the question says what `demo/a` says in another order")
        );
    }

    #[test]
    fn what_makes_a_difference_is_no_duplicate() {
        for (one, other) in [
            ("怎么退款", "怎么退款！"),
            ("能退款吗", "不能退款吗"),
            ("满100包邮吗", "满200包邮吗"),
            ("从北京寄到上海多久", "从上海寄到北京多久"),
            ("付款后多久发货", "付款后什么时候发货"),
            ("今天发货吗", "今天发货了吗"),
            ("退货", "货退"),
        ] {
            assert!(lines(one, other).is_empty(), "{one} {other}");
        }
    }

    #[test]
    fn only_entries_that_meet() {
        let files = |shops: &'static [(&'static str, &'static str)]| {
            let mut files = vec![
                ("a/x.yaml", "- {id: a, question: 怎么退款}\n"),
                ("b/x.yaml", "- {id: b, question: 如何退款}\n"),
            ];
            files.extend(shops);
            Case::files(&files).select("KB303").lines().len()
        };
        assert_eq!(files(&[]), 1);
        assert_eq!(files(&[("s/shop.yaml", "id: s\nsubscribe: [a]\n")]), 0);
        assert_eq!(files(&[("s/shop.yaml", "id: s\nsubscribe: [a, b]\n")]), 1);
        assert!(lines("怎么退款, status: retired", "如何退款").is_empty());
    }
}
