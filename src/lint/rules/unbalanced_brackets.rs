//! # KB211 unbalanced-brackets
//!
//! A bracket or quotation mark without its other half.
//!
//! ## What it does
//! Looks in canonical questions, answers and greetings for unpaired `（）` `()` `【】` `《》` `“”` `「」` `『』`
//! `[]` `{}`. A full-width bracket may be paired with a half-width one. Emoticons `:)`, list numbers `1)` and
//! `1）`, inches `5”` and links are left alone.
//!
//! ## Why it matters
//! Half of a pair is what is left when a part of a sentence was deleted, or the other half was typed as another
//! mark. Either way somebody should read the sentence again.
//!
//! ## Example
//! ```yaml fail
//! - id: return-policy
//!   question: 支持七天无理由吗？
//!   answer: 支持的（定制款除外，签收后七天内在“我的订单“申请。
//! ```
//! ```yaml pass
//! - id: return-policy
//!   question: 支持七天无理由吗？
//!   answer: 支持的（定制款除外）：1）在“我的订单”申请；2）寄回。谢谢 :)
//! ```
//!
//! ## Fix
//! None: where the other half belongs, only a reader knows.
//!
//! # KB211 括号引号不成对
//!
//! 括号或引号只有一半。
//!
//! ## 检查什么
//! 标准问、答案和欢迎语里不成对的 `（）` `()` `【】` `《》` `“”` `「」` `『』` `[]` `{}`。全角和半角的圆括号可以互相配对。颜文字 `:)`、序号 `1)` `1）`、英寸 `5”` 和链接里的不算。
//!
//! ## 为什么重要
//! 只剩一半，不是删句子时删漏了，就是另一半打成了别的符号。总之这句话该有人再读一遍。
//!
//! ## 修复
//! 不自动修复：另一半该放哪里，要读了才知道。

use crate::diagnostic::{Message, Severity};
use crate::lint::prose::{in_link, is_retired, links};
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Role, Rule};
use crate::text::CharacterClasses;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB211",
    name: "unbalanced-brackets",
    severity: Severity::Info,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Text(CharacterClasses::BRACKET, check),
    source: include_str!("unbalanced_brackets.rs"),
};

fn check(context: &Context<'_>, text: &LintText<'_>, findings: &mut Findings<'_>) {
    if !(text.role == Role::Question || text.role.is_read()) || is_retired(context, text) {
        return;
    }
    for (at, bracket, opens) in unpaired(text.text) {
        let message = if opens {
            Message::new(format!("`{bracket}` is never closed"), format!("“{bracket}”没有配对的另一半"))
        } else {
            Message::new(
                format!("`{bracket}` closes what was never opened"),
                format!("“{bracket}”没有配对的前一半"),
            )
        };
        let location = context.locate(text, at..at + bracket.len_utf8());
        findings.push(RULE.finding(location, message));
    }
}

/// Which pair a bracket belongs to, and whether it opens.
fn pair(c: char) -> Option<(usize, bool)> {
    Some(match c {
        '（' | '(' => (0, true),
        '）' | ')' => (0, false),
        '【' => (1, true),
        '】' => (1, false),
        '《' => (2, true),
        '》' => (2, false),
        '“' => (3, true),
        '”' => (3, false),
        '「' => (4, true),
        '」' => (4, false),
        '『' => (5, true),
        '』' => (5, false),
        '[' => (6, true),
        ']' => (6, false),
        '{' => (7, true),
        '}' => (7, false),
        _ => return None,
    })
}

const PAIRS: usize = 8;

/// The brackets without a partner, each with its place and whether it opens. Pairs are counted each by
/// itself: whether they are nested well is not asked.
fn unpaired(text: &str) -> Vec<(usize, char, bool)> {
    // Nearly all texts are balanced: count before keeping places.
    let (mut depth, mut sound) = ([0_i32; PAIRS], true);
    for (kind, opens) in text.chars().filter_map(pair) {
        depth[kind] += if opens { 1 } else { -1 };
        sound &= depth[kind] >= 0;
    }
    if sound && depth == [0; PAIRS] {
        return Vec::new();
    }
    let links = links(text);
    let mut open: [Vec<(usize, char)>; PAIRS] = Default::default();
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        let Some((kind, opens)) = pair(c) else { continue };
        if in_link(&links, at) || is_face(text, at, c) {
            continue;
        }
        if opens {
            open[kind].push((at, c));
        } else if open[kind].pop().is_none() && !is_number(text, at, c) {
            found.push((at, c, false));
        }
    }
    found.extend(open.into_iter().flatten().map(|(at, c)| (at, c, true)));
    found.sort_unstable();
    found
}

/// Whether a round bracket is the mouth of a face: `:)`, `;-(`, `：）`, `(:`, `^_^)`, or a laugh `))`.
fn is_face(text: &str, at: usize, c: char) -> bool {
    let eyes = |c: char| matches!(c, ':' | '：' | ';' | '；' | '=' | '-' | '^' | '_' | '\'');
    match c {
        ')' | '(' | '）' | '（' => {
            let before = text[..at].chars().next_back();
            let behind = text[at + c.len_utf8()..].chars().next();
            // A colon before a bracket may belong to the sentence: 说明：（见下）.
            let mouth = before.is_some_and(eyes) && behind.is_none_or(|c| !c.is_alphanumeric());
            let turned = matches!(c, '(' | '（') && behind.is_some_and(|c| matches!(c, ':' | '：' | ';'));
            mouth || turned || before == Some(c)
        }
        _ => false,
    }
}

/// Whether an unpaired closing mark numbers a step (1）, a), 一）, ①）) or counts inches (5”).
fn is_number(text: &str, at: usize, c: char) -> bool {
    let before = text[..at].trim_end().chars().next_back();
    match c {
        ')' | '）' => before.is_some_and(|c| c.is_numeric() || c.is_ascii_alphabetic() || is_numeral(c)),
        '”' => before.is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    }
}

fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::Case;
    use proptest::prelude::*;

    fn found(text: &str) -> String {
        unpaired(text).into_iter().map(|(_, c, _)| c).collect()
    }

    #[test]
    fn halves_are_found() {
        for (text, wanted) in [
            ("支持（定制款除外，七天内申请", "（"),
            ("支持定制款除外），七天内申请", "）"),
            ("点“我的订单“申请", "““"),
            ("點」我的訂單」申請", "」」"),
            ("【重要通知】请看《会员手册", "《"),
            ("{运费", "{"),
            ("[微笑", "["),
            ("（1）先申请（2寄回", "（"),
            ("（好））", ""),
            ("））（好", "）（"),
        ] {
            assert_eq!(found(text), wanted, "{text}");
        }
    }

    #[test]
    fn pairs_faces_and_numbers_pass() {
        for text in [
            "支持（定制款除外)，(见说明）",
            "“『好』”「行」【a】《b》[c]{d}",
            "好的:) 谢谢;-) 收到：）",
            "不行 :( 开心^_^)",
            "1)申请 2）寄回 a) 三）①）",
            "屏幕 5” 和 15.6 ”",
            "见https://zh.wikipedia.org/wiki/A_(B",
            "(^o^) 😀",
            "说明：（见下）",
            "it's 5\"",
        ] {
            assert_eq!(found(text), "", "{text}");
        }
    }

    #[test]
    fn each_half_is_marked_and_customers_are_not_corrected() {
        let yaml = "- id: a\n  question: 会员（金卡怎么办\n  variants: [会员（金卡]\n  answer: 看说明）\n";
        assert_eq!(
            Case::of(yaml).select("KB211").lines(),
            ["KB211 [（] `（` is never closed", "KB211 [）] `）` closes what was never opened"]
        );
    }

    proptest! {
        #[test]
        fn a_balanced_text_has_none(inner in "[a货，😀]{0,6}", kind in 0_usize..8) {
            let (open, close) = [("（", "）"), ("(", ")"), ("【", "】"), ("《", "》"), ("“", "”"), ("「", "」"), ("[", "]"), ("{", "}")][kind];
            let wrapped = format!("{open}x{inner}{close}");
            prop_assert_eq!(found(&wrapped), "");
            let half = format!("货{open}x{inner}");
            prop_assert_eq!(found(&half), open);
        }
    }
}
