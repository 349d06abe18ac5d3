//! # KB205 whitespace
//!
//! Spaces that nobody meant: doubled, of a strange kind, or in the middle of Chinese.
//!
//! ## What it does
//! Reports two or more spaces in a row, tabs, ideographic and no-break spaces. In canonical questions,
//! answers and greetings it also reports a single space between two Chinese characters and a space before
//! Chinese punctuation. These pass: a space between Chinese and letters or digits, which is a matter of taste;
//! two spaces behind an English sentence; line breaks with the indentation behind them; several spaces in one
//! clause, which set words of a list apart (红色 蓝色 白色).
//!
//! ## Why it matters
//! Such spaces come from tables and web pages. They show as holes in a chat window, and a search for 什么时候发货
//! does not find 什么时候 发货.
//!
//! ## Example
//! ```yaml fail
//! - id: ship-time
//!   question: 什么时候 发货？
//!   answer: 付款后  48 小时内发货 。
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   variants: [什么时候 发货]
//!   answer: |
//!     付款后 48 小时内发货。
//!     可选颜色：红色 蓝色 白色。
//! ```
//!
//! ## Fix
//! Safe: removes the space, or leaves one ordinary space where words would run together.
//!
//! # KB205 多余的空白
//!
//! 多余的空格：连续空格、特殊空格，或夹在中文里的空格。
//!
//! ## 检查什么
//! 报告两个以上连续的空格、制表符、全角空格和不换行空格。标准问、答案和欢迎语里，还报告两个汉字之间的单个空格和中文标点前的空格。中文与字母、数字之间加不加空格随意；英文句子之间空两格、换行和行首缩进不算；一句里用几个空格隔开并列的词（红色 蓝色 白色）也不算。
//!
//! ## 为什么重要
//! 多半是从表格或网页上复制来的。在聊天窗口里看着像缺了字；搜“什么时候发货”也搜不到“什么时候 发货”。
//!
//! ## 修复
//! 安全：删去空格；删了会让词连在一起时，留一个普通空格。

use std::ops::Range;

use crate::diagnostic::{Message, Severity};
use crate::lint::prose::mended;
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Role, Rule};
use crate::text::{CharacterClasses, is_han};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB205",
    name: "whitespace",
    severity: Severity::Info,
    fixes: Fixes::Safe,
    needs: Needs::Nothing,
    check: Check::Text(CharacterClasses::SPACE.union(CharacterClasses::OTHER_SPACE), check),
    source: include_str!("whitespace.rs"),
};

/// White space between two characters.
struct Gap {
    range: Range<usize>,
    before: char,
    after: char,
}

fn check(context: &Context<'_>, text: &LintText<'_>, findings: &mut Findings<'_>) {
    let shown = text.role == Role::Question || text.role.is_read();
    let strange = CharacterClasses::DOUBLE_SPACE.union(CharacterClasses::OTHER_SPACE);
    let chinese = shown && text.classes.intersects(CharacterClasses::HAN);
    if !chinese && !text.classes.intersects(strange) {
        return;
    }
    let value: &str = text.text;
    for gap in gaps(value) {
        let Some((english, chinese)) = fault(value, &gap, shown) else { continue };
        let instead = if joins(value, &gap, shown) { "" } else { " " };
        let label = if instead.is_empty() {
            Message::new("remove the space", "删去空格")
        } else {
            Message::new("leave one ordinary space", "只留一个普通空格")
        };
        let location = context.locate(text, gap.range.clone());
        let finding = RULE.finding(location, Message::new(english, chinese));
        findings.push(match mended(context, text, gap.range, instead, label) {
            Some(fix) => finding.with_fix(fix),
            None => finding,
        });
    }
}

/// The white space inside `text`, without such as breaks a line.
fn gaps(text: &str) -> impl Iterator<Item = Gap> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(char::is_whitespace)?;
            let rest = text[start..].trim_start();
            let end = text.len() - rest.len();
            at = end;
            let (before, after) = (text[..start].chars().next_back(), rest.chars().next());
            if let (Some(before), Some(after)) = (before, after)
                && !text[start..end].contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
            {
                return Some(Gap { range: start..end, before, after });
            }
        }
    })
}

/// What is wrong with a gap, in both languages.
fn fault(text: &str, gap: &Gap, shown: bool) -> Option<(&'static str, &'static str)> {
    let space = &text[gap.range.clone()];
    let strange = space.chars().find(|&c| c != ' ' && !belongs(c, gap));
    match strange {
        Some('\t') => return Some(("a tab stands in the text", "文字里有制表符")),
        Some('\u{3000}') => return Some(("an ideographic space stands in the text", "文字里有全角空格")),
        Some('\u{A0}') => return Some(("a no-break space stands in the text", "文字里有不换行空格")),
        Some(_) => return Some(("a space of an unusual kind stands in the text", "文字里有特殊空格")),
        // Typists of English were taught two spaces behind a sentence.
        None if space == "  " && matches!(gap.before, '.' | '?' | '!') && gap.after.is_ascii() => {}
        None if space.chars().nth(1).is_some() => {
            return Some(("several spaces stand in a row", "有连续的空格"));
        }
        None => {}
    }
    if !shown {
        return None;
    }
    if is_chinese_mark(gap.after) {
        return Some(("a space stands before Chinese punctuation", "中文标点前有空格"));
    }
    (between_han(gap) && !in_list(text, gap))
        .then_some(("a space stands between Chinese characters", "两个汉字之间有空格"))
}

/// Whether a no-break space is where French and numbers want one: before `?`, between digits.
fn belongs(space: char, gap: &Gap) -> bool {
    matches!(space, '\u{A0}' | '\u{202F}')
        && !is_han(gap.before)
        && !is_han(gap.after)
        && (matches!(gap.after, ':' | ';' | '!' | '?' | '»' | '%' | '€' | '$')
            || gap.before == '«'
            || (gap.before.is_ascii_digit() && gap.after.is_ascii_alphanumeric()))
}

/// Whether nothing should be left of the gap.
fn joins(text: &str, gap: &Gap, shown: bool) -> bool {
    is_chinese_mark(gap.after)
        || is_chinese_mark(gap.before)
        || (shown && between_han(gap) && !in_list(text, gap))
}

fn between_han(gap: &Gap) -> bool {
    is_han(gap.before) && is_han(gap.after)
}

/// Whether the clause of the gap has another gap between Chinese characters: then they set words apart.
fn in_list(text: &str, gap: &Gap) -> bool {
    let ends_clause = |c: char| is_chinese_mark(c) || matches!(c, '\n' | ',' | '?' | '!' | ';');
    let start = text[..gap.range.start].rfind(ends_clause).unwrap_or(0);
    let end = text[gap.range.end..].find(ends_clause).map_or(text.len(), |at| gap.range.end + at);
    gaps(&text[start..end]).filter(between_han).nth(1).is_some()
}

fn is_chinese_mark(c: char) -> bool {
    matches!(c, '，' | '。' | '！' | '？' | '；' | '：' | '、' | '）' | '》' | '」' | '』' | '】')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::Case;
    use proptest::prelude::*;

    fn case(question: &str, variant: &str) -> Case {
        let yaml = format!("- id: a\n  question: \"{question}\"\n  variants: [\"{variant}\"]\n");
        Case::of(&yaml).select("KB205")
    }

    #[test]
    fn spaces_are_mended() {
        for (written, wanted) in [
            ("什么时候 发货", "什么时候发货"),
            ("什么时候\u{3000}发货？", "什么时候发货？"),
            ("发货\\t时间 ？", "发货时间？"),
            ("iPhone  15 有货吗", "iPhone 15 有货吗"),
            ("iPhone\u{A0}15 有货吗", "iPhone 15 有货吗"),
            ("满 10\u{A0}000 元减多少", "满 10\u{A0}000 元减多少"),
            ("有货吗，  我要", "有货吗，我要"),
            ("紅色  藍色 白色有貨嗎", "紅色 藍色 白色有貨嗎"),
            ("有货😀  吗", "有货😀 吗"),
            ("It failed.  Why  so?", "It failed.  Why so?"),
        ] {
            let yaml = case(written, "x").fixed_text();
            assert_eq!(yaml.lines().nth(1), Some(format!("  question: \"{wanted}\"").as_str()), "{written}");
        }
    }

    #[test]
    fn customers_may_set_words_apart() {
        for (variant, found) in [
            ("在吗 什么时候发货", 0),
            ("在吗 ？", 0),
            ("在吗  发货", 1),
            ("在吗\u{3000}发货", 1),
            ("a\\tb", 1),
        ] {
            assert_eq!(case("什么时候发货", variant).lines().len(), found, "{variant}");
        }
        assert!(case("什么时候发货", "在吗\u{3000}发货").fixed_text().contains("\"在吗 发货\""));
    }

    #[test]
    fn lines_and_lists_are_layout() {
        let yaml = "- id: a\n  question: 有哪些颜色？\n  answer: |\n    红色 蓝色 白色\n    \n      - 都有货\n\u{20}   　　缩进一段\n";
        assert_eq!(Case::of(yaml).select("KB205").lines(), [""; 0]);
    }

    #[test]
    fn the_place_is_the_space() {
        assert_eq!(
            case("什么时候 发货 ？", "x").lines(),
            [
                "KB205 [ ] a space stands between Chinese characters",
                "KB205 [ ] a space stands before Chinese punctuation",
            ]
        );
    }

    proptest! {
        #[test]
        fn gaps_are_white_and_lie_between_characters(text in "[ \t\n\u{3000}\u{A0}a货，😀]{0,16}") {
            let text = text.trim();
            for gap in gaps(text) {
                prop_assert!(text[gap.range.clone()].chars().all(char::is_whitespace));
                prop_assert!(!gap.before.is_whitespace() && !gap.after.is_whitespace());
            }
        }
    }
}
