//! # KB001 yaml-syntax
//!
//! A file that cannot be read, or is not YAML.
//!
//! ## What it does
//! Reports where YAML's rules are broken: brackets and quotes that are not closed, tabs for indentation, a
//! second document in one file, aliases without an anchor, nesting beyond 64 levels. The rest of such a file
//! is not looked at.
//!
//! ## Why it matters
//! Nothing of the file reaches the bot, and no other rule can look at it.
//!
//! ## Example
//! ```yaml fail
//! - id: ship-time
//!   question：什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! ```
//!
//! ## Fix
//! None: what was meant can only be guessed. The help names the usual cause, here the full-width colon.
//!
//! # KB001 YAML 语法错误
//!
//! 文件读不出来，或者不是正确的 YAML。
//!
//! ## 检查什么
//! 报告不符合 YAML 语法的地方：括号、引号没有配对，用制表符缩进，一个文件里有两个文档，引用了不存在的锚点，嵌套超过 64 层。这个文件的其余部分不再检查。
//!
//! ## 为什么重要
//! 整个文件的内容都到不了机器人那里，别的规则也没法检查它。
//!
//! ## 修复
//! 不自动修复：原意只能猜。建议里会写出最常见的原因，比如上例用了全角冒号。

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::{Check, Context, Fixes, Needs, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB001",
    name: "yaml-syntax",
    severity: Severity::Error,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Loading(complete),
    source: include_str!("yaml_syntax.rs"),
};

fn complete(_: &Context<'_>, _: &mut Diagnostic) {}
