//! # KB004 wrong-type
//!
//! A value of another kind than its key wants, or a key that is missing.
//!
//! ## What it does
//! Reports a text where a list is wanted and the other way round, keys without the text they need, dates that
//! do not exist or are written otherwise than `2026-11-12`, an unknown `status`, gates that are no number from
//! 0 to 1, entries without `question`.
//!
//! ## Why it matters
//! The value is passed over: the entry has no variants, or no last day.
//!
//! ## Example
//! ```yaml fail
//! - id: ship-time
//!   question: 什么时候发货？
//!   variants: 多久发货
//!   until: 2026/11/12
//!   answer: 付款后 48 小时内发货。
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   variants: [多久发货]
//!   until: 2026-11-12
//!   answer: 付款后 48 小时内发货。
//! ```
//!
//! ## Fix
//! Safe where the meaning is sure: a single text where a list of texts is wanted gets brackets, a date with
//! other signs between year, month and day is written anew, `Draft` becomes `draft`. Unsafe: a text that has
//! commas gets brackets as one item, and a status that only resembles one, such as 草稿, becomes that.
//!
//! # KB004 类型不对
//!
//! 值的类型与键不符，或者缺少必需的键。
//!
//! ## 检查什么
//! 报告该写列表却写了文字、该写文字却写了列表、必需的文字为空、日期不存在或不是 `2026-11-12` 的写法、`status` 写错、门槛不是 0 到 1 的数、知识点没有 `question`。
//!
//! ## 为什么重要
//! 写错的值会被忽略：知识点就没有了相似问，或者没有了失效日期。
//!
//! ## 修复
//! 意思确定时是安全的：该写列表处只写了一条文字，加上方括号；年月日之间用了别的符号的日期，改成标准写法；`Draft` 改成 `draft`。需确认：文字里有逗号、顿号时作为一条放进列表；`status` 写成“草稿”之类，改成对应的英文。

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::{Check, Context, Fixes, Needs, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB004",
    name: "wrong-type",
    severity: Severity::Error,
    fixes: Fixes::Safe,
    needs: Needs::Nothing,
    // Fixes come with the findings: only the decoder has the value.
    check: Check::Loading(complete),
    source: include_str!("wrong_type.rs"),
};

fn complete(_: &Context<'_>, _: &mut Diagnostic) {}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    #[test]
    fn what_is_sure_is_mended_and_the_rest_is_left() {
        let case = Case::of(
            "- id: ship-time\r\n  question: 什么时候发货？\r\n  variants: 多久]发货 # 常问\r\n  tags: &a 双11\r\n  \
             related: [ship-time, {}]\r\n  keywords: [发货]\r\n  status: Draft\r\n  from: 2026年1月5日\r\n  until: 明天\r\n",
        )
        .select("KB004");
        let fixed = case.fixed_text();
        for line in [
            "variants: ['多久]发货'] # 常问\r\n",
            "tags: &a 双11\r\n",
            "status: draft\r\n",
            "from: 2026-01-05\r\n",
        ] {
            assert!(fixed.contains(line), "{line}{fixed}");
        }
        let left = case.fix().1.findings;
        assert_eq!(left.len(), 4, "{left:?}");
    }

    #[test]
    fn a_list_of_references_is_mended_too() {
        let case = Case::files(&[
            ("demo/faq.yaml", "- {id: a, question: 甲}\n- {id: b, question: 乙, related: a}\n"),
            ("shop/shop.yaml", "id: shop\nsubscribe: demo\nwelcome: {greeting: 好, cards: demo/a}\n"),
        ])
        .select("KB004");
        let (files, left) = case.fix();
        assert!(left.findings.is_empty(), "{left:?}");
        let text = |at: usize| String::from_utf8_lossy(&files[at].1).into_owned();
        assert!(text(0).contains("related: [a]}"));
        assert!(
            text(1).contains("subscribe: [demo]\n") && text(1).contains("cards: [demo/a]}"),
            "{}",
            text(1)
        );
    }
}
