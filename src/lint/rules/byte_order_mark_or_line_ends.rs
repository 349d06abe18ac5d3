//! # KB006 byte-order-mark-or-line-ends
//!
//! A file that begins with a byte order mark, or whose lines end now this way, now that.
//!
//! ## What it does
//! Reports the three invisible bytes that some Windows editors put before the text, and files in which some
//! lines end in CR LF and others in LF. A file with CR LF throughout is fine.
//!
//! ## Why it matters
//! kbtool reads both. Other programs take the mark for a part of the first key, and every editor that evens
//! out the line ends makes a change of all lines, in which the real one cannot be found.
//!
//! ## Example
//! ```yaml fail bom
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! ```
//! ```yaml fail mixed
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
//! Safe: removes the mark; ends all lines as most of them do. YAML reads both line ends alike, so no text
//! changes.
//!
//! # KB006 BOM 或换行符不统一
//!
//! 文件开头有 BOM，或者同一个文件里换行符不统一。
//!
//! ## 检查什么
//! 报告某些 Windows 编辑器加在文件开头的三个看不见的字节（BOM），以及有的行以 CRLF 结尾、有的行以 LF 结尾的文件。全部用 CRLF 没有问题。
//!
//! ## 为什么重要
//! kbtool 都能读，但别的程序会把 BOM 当成第一个键的一部分；换行符不统一，编辑器一保存就会改动所有行，真正的改动就看不出来了。
//!
//! ## 修复
//! 安全：去掉 BOM；把换行符统一成占多数的那种。两种换行符在 YAML 里没有区别，文字不会变。

use crate::diagnostic::{Fix, Message, Severity};
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::source::{FileId, Location, Span};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB006",
    name: "byte-order-mark-or-line-ends",
    severity: Severity::Warning,
    fixes: Fixes::Safe,
    needs: Needs::Nothing,
    check: Check::File(check),
    source: include_str!("byte_order_mark_or_line_ends.rs"),
};

fn check(context: &Context<'_>, file: FileId, findings: &mut Findings<'_>) {
    let source = context.knowledge_base.files.get(file);
    if source.has_byte_order_mark() {
        let location = Location { file, span: Span::at(0) };
        let message =
            Message::new("the file begins with a byte order mark", "文件开头有 BOM（字节顺序标记）");
        let mut fix = Fix::safe(Message::new("remove the byte order mark", "去掉 BOM"));
        fix.byte_order_mark_of = Some(file);
        findings.push(RULE.finding(location, message).with_fix(fix));
    }
    line_ends(file, source.text(), findings);
}

fn line_ends(file: FileId, text: &str, findings: &mut Findings<'_>) {
    let all = text.bytes().filter(|&byte| byte == b'\n').count();
    let long = text.matches("\r\n").count();
    if long == 0 || long == all {
        return;
    }
    let short = all - long;
    let to_long = long > short;
    // An edit inserts or removes the CR alone, so that it stays out of the way of others in the line.
    let edits = text.match_indices('\n').filter_map(|(at, _)| {
        let at = at as u32;
        let is_long = text[..at as usize].ends_with('\r');
        match (is_long, to_long) {
            (false, true) => Some((Span::at(at), "\r")),
            (true, false) => Some((Span::new(at - 1, at), "")),
            _ => None,
        }
    });
    let (fewer, english, chinese) = if to_long { (short, "LF", "LF") } else { (long, "CR LF", "CRLF") };
    let other = if to_long { "CR LF" } else { "LF" };
    let label = Message::new(
        format!("end all lines in {other}"),
        format!("把换行符统一为 {}", other.replace(' ', "")),
    );
    let mut fix = Fix::safe(label);
    let mut first = None;
    for (span, replacement) in edits {
        first.get_or_insert(span);
        fix = fix.replace(Location { file, span }, replacement);
    }
    let Some(first) = first else { return };
    let message = Message::new(
        format!("{fewer} of {all} lines end in {english}, the others in {other}"),
        format!("{all} 行里有 {fewer} 行以 {chinese} 结尾，其余以 {} 结尾", other.replace(' ', "")),
    );
    findings.push(RULE.finding(Location { file, span: Span::at(first.start) }, message).with_fix(fix));
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    fn fixed(text: &str) -> String {
        Case::of(text).select("KB006").fixed_text()
    }

    #[test]
    fn lines_end_as_most_do_also_inside_texts() {
        assert_eq!(
            fixed("- question: 甲\r\n  answer: |\n    一\r\n    二\r\n"),
            "- question: 甲\r\n  answer: |\r\n    一\r\n    二\r\n"
        );
        assert_eq!(fixed("- question: 甲\r\n  answer: 好\n"), "- question: 甲\n  answer: 好\n");
    }

    #[test]
    fn one_kind_throughout_is_fine() {
        for text in ["- question: 甲\r\n  answer: 好\r\n", "- question: 甲\n", "- question: 甲", ""] {
            assert!(Case::of(text).select("KB006").lines().is_empty(), "{text:?}");
        }
    }

    #[test]
    fn both_faults_go_at_once() {
        let text = "\u{feff}- question: 甲\r\n  answer: 好😀\n  variants: [乙]\n";
        let case = Case::of(text).select("KB006");
        assert_eq!(case.lines().len(), 2);
        assert_eq!(case.fixed_text(), "- question: 甲\n  answer: 好😀\n  variants: [乙]\n");
    }
}
