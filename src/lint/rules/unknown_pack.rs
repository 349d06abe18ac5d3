//! # KB111 unknown-pack
//!
//! A pack that is extended or subscribed to and does not exist.
//!
//! ## What it does
//! Reports names in `extends` of `pack.yaml` and in `subscribe` of `shop.yaml` that are no pack's id.
//!
//! ## Why it matters
//! The shop serves nothing of a pack it counts on, and nobody sees it until customers ask.
//!
//! ## Example
//! ```yaml fail
//! # file: apparel/faq.yaml
//! - id: size
//!   question: 尺码怎么选？
//!   answer: 按平时穿的尺码选就可以。
//! # file: qinghe/shop.yaml
//! id: qinghe
//! subscribe: [aparel]
//! ```
//! ```yaml pass
//! # file: apparel/faq.yaml
//! - id: size
//!   question: 尺码怎么选？
//!   answer: 按平时穿的尺码选就可以。
//! # file: qinghe/shop.yaml
//! id: qinghe
//! subscribe: [apparel]
//! ```
//!
//! ## Fix
//! Unsafe: writes the id that resembles it, unless the list has that already. None while a file
//! has faults that could hide what is named (KB001 to KB005).
//!
//! # KB111 行业包不存在
//!
//! 继承或订阅了不存在的行业包。
//!
//! ## 检查什么
//! 报告 `pack.yaml` 的 `extends` 和 `shop.yaml` 的 `subscribe` 里不存在的行业包 id。
//!
//! ## 为什么重要
//! 店铺以为订阅了，其实一条也没有，直到客户来问才会发现。
//!
//! ## 修复
//! 需确认：有相近的 id 时改成那个（列表里已经有的除外）。有文件读不全（KB001 到 KB005）时先不修复，因为要找的可能就在里面。

use crate::diagnostic::{Diagnostic, Message, Severity};
use crate::lint::{Check, Context, Fixes, Needs, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB111",
    name: "unknown-pack",
    severity: Severity::Error,
    fixes: Fixes::Unsafe,
    needs: Needs::Nothing,
    // Fixes come with the findings, as the loader has looked for names alike.
    check: Check::Loading(complete),
    source: include_str!("unknown_pack.rs"),
};

/// So many packs can be listed in one line.
const FEW: usize = 8;

fn complete(context: &Context<'_>, finding: &mut Diagnostic) {
    let packs = &context.knowledge_base.packs;
    if finding.help.is_none() && (1..=FEW).contains(&packs.len()) {
        let names: Vec<String> = packs.iter().map(|pack| format!("`{}`", pack.id)).collect();
        let (english, chinese) = (names.join(", "), names.join("、"));
        finding.help = Some(Message::new(format!("there are {english}"), format!("现有 {chinese}")));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    #[test]
    fn a_pack_is_named_once_and_never_extends_itself() {
        let case = Case::files(&[
            ("apparel/pack.yaml", "id: apparel\nextends: [aparel, comon, 'common']\n"),
            ("common/x.yaml", "- {id: x, question: 甲}\n"),
            ("s/shop.yaml", "id: s\nsubscribe:\n  - Apparel # 服饰\n  - aparel\n  - shoes\n"),
        ])
        .select("KB11");
        let (files, left) = case.fix();
        let text = |at: usize| String::from_utf8_lossy(&files[at].1).into_owned();
        assert_eq!(text(0), "id: apparel\nextends: [aparel, comon, 'common']\n");
        assert_eq!(text(2), "id: s\nsubscribe:\n  - apparel # 服饰\n  - aparel\n  - shoes\n");
        assert_eq!(left.findings.len(), 4, "{left:?}");
    }
}
