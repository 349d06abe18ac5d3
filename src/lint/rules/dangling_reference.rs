//! # KB106 dangling-reference
//!
//! A related question or a welcome card that names no entry, or several.
//!
//! ## What it does
//! Looks each item of `related` and `cards` up as `pack/id`, as an id, and as a question. Reports what is not
//! found, and an id or question that several packs have and the own pack has not.
//!
//! ## Why it matters
//! The button is missing, or leads to whatever the platform makes of it.
//!
//! ## Example
//! ```yaml fail
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//!   related: [expres, gift-wrapping]
//! - id: express
//!   question: 用什么快递？
//!   answer: 由店铺合作的快递寄出。
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//!   related: [express]
//! - id: express
//!   question: 用什么快递？
//!   answer: 由店铺合作的快递寄出。
//! ```
//!
//! ## Fix
//! Unsafe: writes the name that resembles it, unless the list has that already; takes it out of the list where
//! no name resembles it. None where several entries could be meant. None while a file
//! has faults that could hide what is named (KB001 to KB005).
//!
//! # KB106 引用的知识点不存在
//!
//! 关联问题或欢迎语卡片引用的知识点不存在，或者不止一个。
//!
//! ## 检查什么
//! 按“行业包/id”、id、标准问依次查找 `related` 和 `cards` 里的每一项，报告找不到的，以及在几个包里都有、本包里却没有的。
//!
//! ## 为什么重要
//! 按钮出不来，或者点了不知道会跳到哪里。
//!
//! ## 修复
//! 需确认：有相近的名字时改成那个名字（列表里已经有的除外），没有时从列表里删去。可能指几个知识点的，不自动修复。有文件读不全（KB001 到 KB005）时先不修复，因为要找的可能就在里面。

use crate::diagnostic::{Diagnostic, Message, Severity};
use crate::lint::{Check, Context, Fixes, Needs, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB106",
    name: "dangling-reference",
    severity: Severity::Error,
    fixes: Fixes::Unsafe,
    needs: Needs::Nothing,
    // Fixes come with the findings, as the loader has looked for names alike.
    check: Check::Loading(complete),
    source: include_str!("dangling_reference.rs"),
};

fn complete(_: &Context<'_>, finding: &mut Diagnostic) {
    finding.help.get_or_insert_with(|| {
        Message::new("take it out of the list, or write the entry", "请从列表里删去，或补上这个知识点")
    });
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    #[test]
    fn no_list_gets_an_entry_twice_and_no_entry_itself() {
        let case = Case::of(
            "- {id: express, question: 甲, related: [expres, ship-time, ship-tmie]}\n\
             - {id: ship-time, question: 乙, related: [expres, expresss, nobody]} # 注\n",
        )
        .select("KB106");
        assert_eq!(
            case.fixed_text(),
            "- {id: express, question: 甲, related: [ship-time]}\n\
             - {id: ship-time, question: 乙, related: [express]} # 注\n"
        );
    }

    #[test]
    fn what_could_be_several_is_left_to_people() {
        let case = Case::files(&[
            ("a/x.yaml", "- {id: ship-one, question: 甲}\n"),
            ("b/x.yaml", "- {id: ship-one, question: 乙}\n"),
            ("c/x.yaml", "- {id: x, question: 丙, related: [ship-one, ship-onee]}\n"),
        ])
        .select("KB106");
        let (files, left) = case.fix();
        assert_eq!(left.findings.len(), 2, "{left:?}");
        assert_eq!(files, case.files);
    }

    #[test]
    fn what_a_broken_file_may_hold_is_not_given_up() {
        let case = Case::files(&[
            (
                "a/x.yaml",
                "- {id: x, question: 甲, related: [size, shiptime]}\n- {id: ship-time, question: 乙}\n",
            ),
            ("a/y.yaml", "- id: size\n  question: [丙\n"),
        ])
        .select("KB106");
        assert_eq!(case.lines().len(), 2);
        assert_eq!(case.fix().0, case.files);
    }

    #[test]
    fn cards_are_mended_too() {
        let case = Case::files(&[
            ("a/x.yaml", "- {id: express, question: 甲}\n"),
            (
                "s/shop.yaml",
                "id: s\nwelcome:\n  greeting: 您好\n  cards:\n    - 'a/expres'\n    - nobody # 待补\n",
            ),
        ])
        .select("KB106");
        let (files, left) = case.fix();
        assert!(left.findings.is_empty(), "{left:?}");
        let shop = String::from_utf8_lossy(&files[1].1).into_owned();
        assert!(shop.ends_with("  cards:\n    - 'a/express'\n    # 待补\n"), "{shop}");
    }
}
