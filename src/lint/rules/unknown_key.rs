//! # KB003 unknown-key
//!
//! A key that kbtool does not know.
//!
//! ## What it does
//! Reports keys that no entry, answer, pack or shop has. Keys that begin with `x-` are your own and pass.
//!
//! ## Why it matters
//! A slip in a key's name makes its value disappear: with `varients` an entry has no variants, and nothing
//! else would say so.
//!
//! ## Example
//! ```yaml fail
//! - id: ship-time
//!   question: 什么时候发货？
//!   varients: [多久发货]
//!   answer: 付款后 48 小时内发货。
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   variants: [多久发货]
//!   x-owner: 小王
//!   answer: 付款后 48 小时内发货。
//! ```
//!
//! ## Fix
//! Unsafe: writes the known key that it resembles or translates (`答案` becomes `answer`), if the mapping does
//! not have that yet and the value is of the kind that it wants.
//!
//! # KB003 未知的键
//!
//! kbtool 不认识的键。
//!
//! ## 检查什么
//! 报告知识点、答案、行业包和店铺都没有的键。以 `x-` 开头的键留给您自己用，不检查。
//!
//! ## 为什么重要
//! 键名写错，它的值就丢了：把 `variants` 写成 `varients`，这个知识点就没有相似问了，而且没有别的地方会提醒。
//!
//! ## 修复
//! 需确认：有相近的键，或写的是中文名（如 `答案`）时，改成对应的键；已经有那个键、或值的类型不符时不改。

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::{Check, Context, Fixes, Needs, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB003",
    name: "unknown-key",
    severity: Severity::Error,
    fixes: Fixes::Unsafe,
    needs: Needs::Nothing,
    // The fix comes with the finding: only the decoder knows which key was meant.
    check: Check::Loading(complete),
    source: include_str!("unknown_key.rs"),
};

fn complete(_: &Context<'_>, _: &mut Diagnostic) {}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    fn fixed(text: &str) -> String {
        Case::of(text).select("KB003").fixed_text()
    }

    #[test]
    fn slips_and_translations_become_the_key() {
        assert_eq!(
            fixed("- id: a\r\n  Question: 甲\r\n  '相似问': [乙]\r\n  答案: 好 # 注\r\n  anwser: 坏\r\n"),
            "- id: a\r\n  question: 甲\r\n  'variants': [乙]\r\n  answer: 好 # 注\r\n  anwser: 坏\r\n"
        );
        assert_eq!(
            fixed("- {question: 甲, answers: [{txet: 好}, {答案: 行}], 答案: 坏}\n"),
            "- {question: 甲, answers: [{text: 好}, {text: 行}], 答案: 坏}\n"
        );
    }

    #[test]
    fn a_value_of_another_kind_keeps_its_key() {
        for text in [
            "- {question: 甲, 关键词: [发货]}\n",
            "- {question: 甲, varients: {a: b}}\n",
            "- {qestion: [甲]}\n",
            "- {question: 甲, &a 答案: 好}\n",
        ] {
            assert_eq!(fixed(text), text);
        }
    }

    #[test]
    fn what_is_merged_is_told_once_and_mended_where_it_stands() {
        let case = Case::of("- &a {id: a, question: 甲, anwser: 好}\n- {<<: *a, id: b, question: 乙}\n")
            .select("KB003");
        assert_eq!(case.lines().len(), 1);
        assert_eq!(
            case.fixed_text(),
            "- &a {id: a, question: 甲, answer: 好}\n- {<<: *a, id: b, question: 乙}\n"
        );
    }

    #[test]
    fn files_of_packs_and_shops_are_read_too() {
        let case = Case::files(&[
            ("a/pack.yaml", "id: a\n名称: 服饰\ngates: {hit_rat: 0.8}\n"),
            ("s/shop.yaml", "id: s\nsubscibe: [a]\n欢迎语: {欢迎语: 您好}\n"),
        ])
        .select("KB003");
        let (files, left) = case.fix();
        assert!(left.findings.is_empty(), "{left:?}");
        let text = |at: usize| String::from_utf8_lossy(&files[at].1).into_owned();
        assert_eq!(text(0), "id: a\nname: 服饰\ngates: {hit_rate: 0.8}\n");
        assert_eq!(text(1), "id: s\nsubscribe: [a]\nwelcome: {greeting: 您好}\n");
    }
}
