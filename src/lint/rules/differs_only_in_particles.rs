//! # KB305 differs-only-in-particles
//!
//! Two variants of one entry differ only in particles and politeness.
//!
//! ## What it does
//! Reports a variant that an earlier variant of the entry says as well once 吗, 呢, 呀 and the like at the
//! end, 亲, 请问, 麻烦问下 and the like at the beginning, thanks and greetings are taken off. Retired entries
//! are passed over; drafts are not.
//!
//! ## Why it matters
//! Engines know these words for what they are. Ten variants of this kind look like ten and count like one;
//! the effort is better spent on words that customers really use differently.
//!
//! ## Example
//! ```yaml fail
//! - id: ship-time
//!   question: 付款后多久发货？
//!   variants:
//!     - 什么时候发货
//!     - 亲，请问什么时候发货呀
//!   answer: 付款后 48 小时内发货。
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 付款后多久发货？
//!   variants:
//!     - 什么时候发货
//!     - 几天能寄出来
//!   answer: 付款后 48 小时内发货。
//! ```
//!
//! ## Fix
//! Unsafe: removes the later one.
//!
//! # KB305 只差语气词
//!
//! 同一个知识点里有两条相似问只差语气词或客套话。
//!
//! ## 检查什么
//! 去掉句尾的“吗”“呢”“呀”、开头的“亲”“请问”“麻烦问下”以及问候和道谢之后，与前面的相似问相同的相似问会报告。已下线的知识点不检查，草稿照常检查。
//!
//! ## 为什么重要
//! 匹配时这些词本来就不起作用。这样写十条，效果和一条差不多；不如多收集客户真正不同的说法。
//!
//! ## 修复
//! 需确认：删除后面的一条。

use crate::dedup::{Level, PhrasingId, Phrasings};
use crate::diagnostic::{Message, Safety, Severity};
use crate::lint::duplicates::Duplicates;
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB305",
    name: "differs-only-in-particles",
    severity: Severity::Info,
    fixes: Fixes::Unsafe,
    needs: Needs::Nothing,
    check: Check::KnowledgeBase(check),
    source: include_str!("differs_only_in_particles.rs"),
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (duplicates, phrasings) = (Duplicates::new(context), context.phrasings());
    let groups: Vec<&[PhrasingId]> = phrasings.groups(Level::Particles).iter().collect();
    findings.for_each(&groups, |group, findings| {
        for of_entry in duplicates.by_entry(group).filter(|of_entry| of_entry.len() > 1) {
            if findings.wanted_in(duplicates.location(of_entry[0]).file) {
                check_entry(&duplicates, phrasings, of_entry, findings);
            }
        }
    });
}

fn check_entry(
    duplicates: &Duplicates<'_>,
    phrasings: &Phrasings,
    of_entry: &[PhrasingId],
    findings: &mut Findings<'_>,
) {
    // What is equal altogether other rules report.
    let mut kept: Vec<PhrasingId> = Vec::new();
    for &id in of_entry {
        if !kept.iter().any(|&other| phrasings.are_equal(other, id)) {
            kept.push(id);
        }
    }
    let question = usize::from(duplicates.get(kept[0]).is_question());
    let [first, later @ ..] = &kept[question..] else { return };
    let earlier = &duplicates.text(*first).value;
    for &id in later {
        let text = &duplicates.text(id).value;
        let message = Message::new(
            format!("the variant `{text}` differs from `{earlier}` only in particles and politeness"),
            format!("相似问“{text}”与“{earlier}”只差语气词或客套话"),
        );
        let mut finding = RULE
            .finding(duplicates.location(id), message)
            .with_related(duplicates.location(*first), Message::new("the first one", "前面的一条"));
        finding.fix = duplicates.without_variant(id, Safety::Unsafe);
        findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    #[test]
    fn one_finding_a_variant_and_one_variant_is_left() {
        let case = Case::of(
            "- {question: 怎么退款, variants: [怎么退款！, 请问怎么退款, 怎么退款呢, 怎么退款呢？, 亲怎么退款啊]}\n",
        )
        .select("KB305");
        assert_eq!(
            case.lines(),
            [
                "KB305 [怎么退款呢] the variant `怎么退款呢` differs from `请问怎么退款` only in particles and politeness",
                "KB305 [亲怎么退款啊] the variant `亲怎么退款啊` differs from `请问怎么退款` only in particles and politeness",
            ]
        );
        assert!(case.fixed_text().contains("请问怎么退款"));
    }

    #[test]
    fn other_words_are_other_variants() {
        let yaml =
            "- {question: 甲乙, variants: [有货吗, 有什么货, 有什么, 没有货, 亲子装, 子装, 如何, 怎么]}\n";
        assert!(Case::of(yaml).select("KB305").lines().is_empty());
    }
}
