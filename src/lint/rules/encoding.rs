//! # KB002 encoding
//!
//! A file that is not UTF-8.
//!
//! ## What it does
//! Reports files in GB18030 (GBK), Big5 or UTF-16, files with damaged characters, and files that are no text
//! at all, with the line of the first wrong byte.
//!
//! ## Why it matters
//! Nothing of the file is read. Guessing the encoding would work today and turn answers into rubbish on the
//! day somebody adds a character that the guess does not fit.
//!
//! ## Example
//! ```yaml fail gb18030
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! ```
//!
//! ## Fix
//! None, as the text is not known for sure. The help gives the command that converts the file.
//!
//! # KB002 文件编码
//!
//! 文件不是 UTF-8 编码。
//!
//! ## 检查什么
//! 报告 GB18030（GBK）、Big5、UTF-16 编码的文件，含有损坏字符的文件，以及根本不是文本的文件，并指出第一个错误字节所在的行。
//!
//! ## 为什么重要
//! 整个文件都不会被读取。如果靠猜编码来读，今天看着没事，哪天加进一个猜错的字，答案就成了乱码。
//!
//! ## 修复
//! 不自动修复：原文无法确定。建议里有转换文件的命令。

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::{Check, Context, Fixes, Needs, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB002",
    name: "encoding",
    severity: Severity::Error,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Loading(complete),
    source: include_str!("encoding.rs"),
};

fn complete(_: &Context<'_>, _: &mut Diagnostic) {}
