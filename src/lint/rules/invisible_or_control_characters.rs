//! # KB209 invisible-or-control-characters
//!
//! Characters that nobody sees, inside a text.
//!
//! ## What it does
//! Reports zero-width spaces and joiners, direction marks, soft hyphens, byte order marks, stray variation
//! selectors and control characters. Those that a script or an emoji needs are left alone: joiners and
//! selectors inside emoji, joiners in Persian and Indic words, direction marks beside Arabic and Hebrew.
//!
//! ## Why it matters
//! They come from web pages and chat programs. Two texts that look the same are not, searches fail, exact
//! matches on other platforms fail, and direction marks can turn what a customer reads around.
//!
//! ## Example
//! ```yaml fail
//! - id: ship-time
//!   question: "什么时候\u200B发货？"
//!   answer: "付款后 48 小时内\u202E发货。"
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货，👩‍💻 随时在❤️
//! ```
//!
//! ## Fix
//! Safe: removes them.
//!
//! # KB209 不可见字符
//!
//! 文字里有看不见的字符。
//!
//! ## 检查什么
//! 报告零宽空格和连接符、方向控制符、软连字符、字节顺序标记、多余的变体选择符和控制字符。文字或表情本来需要的不算：表情里的连接符和变体选择符，波斯文、印度诸文字里的连接符，阿拉伯文、希伯来文旁边的方向控制符。
//!
//! ## 为什么重要
//! 多半是从网页和聊天软件里复制来的。两段文字看着一样，其实不一样：搜不到，在别的平台上也精确匹配不上；方向控制符还会让顾客看到的字倒过来。
//!
//! ## 修复
//! 安全：删去。

use std::ops::Range;

use unicode_properties::UnicodeEmoji;

use crate::diagnostic::{Message, Severity};
use crate::lint::prose::mended;
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Rule};
use crate::text::{CharacterClasses, is_han, is_invisible};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB209",
    name: "invisible-or-control-characters",
    severity: Severity::Warning,
    fixes: Fixes::Safe,
    needs: Needs::Nothing,
    check: Check::Text(CharacterClasses::INVISIBLE, check),
    source: include_str!("invisible_or_control_characters.rs"),
};

fn check(context: &Context<'_>, text: &LintText<'_>, findings: &mut Findings<'_>) {
    let value: &str = text.text;
    let runs = runs(value);
    let hidden: usize = runs.iter().map(Range::len).sum();
    // A text of nothing else would be empty without them.
    let something_left =
        hidden < value.len() && value.chars().any(|c| !is_invisible(c) && !c.is_whitespace());
    for run in runs {
        let Some(first) = value[run.clone()].chars().next() else { continue };
        let (english, chinese) = name(first);
        let number = format!("U+{:04X}", first as u32);
        let others = value[run.clone()].chars().count() - 1;
        let (more, more_chinese) = match others {
            0 => (String::new(), String::new()),
            others => (format!(" and {others} more"), format!("等 {} 个", others + 1)),
        };
        let message = Message::new(
            format!("the text holds {english} ({number}){more} that nobody sees"),
            format!("文字里有看不见的{chinese}（{number}）{more_chinese}"),
        );
        let finding = RULE.finding(context.locate(text, run.clone()), message);
        let label = Message::new("remove what nobody sees", "删去看不见的字符");
        let edited = with_space(value, &run);
        let fix = something_left.then(|| mended(context, text, edited, "", label)).flatten();
        findings.push(match fix {
            Some(fix) => finding.with_fix(fix),
            None => finding,
        });
    }
}

/// Runs of characters that nobody sees and nothing needs.
fn runs(text: &str) -> Vec<Range<usize>> {
    let right_to_left = text
        .chars()
        .any(|c| matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'));
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut before: Option<char> = None;
    let mut chars = text.char_indices().peekable();
    let mut in_flag = false;
    while let Some((at, c)) = chars.next() {
        if is_invisible(c) {
            let after = chars.peek().map(|&(_, c)| c);
            if !is_needed(c, before, after, right_to_left, in_flag) {
                let end = at + c.len_utf8();
                match runs.last_mut() {
                    Some(run) if run.end == at => run.end = end,
                    _ => runs.push(at..end),
                }
                // What it stood between meets.
                continue;
            }
        }
        // The letters of a flag's region are tags behind a black flag.
        in_flag = c == '🏴' || (in_flag && is_tag(c));
        before = Some(c);
    }
    runs
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0020}'..='\u{E007F}')
}

/// Whether an invisible character has a task where it stands.
fn is_needed(c: char, before: Option<char>, after: Option<char>, right_to_left: bool, in_flag: bool) -> bool {
    let beside = |wanted: fn(char) -> bool| before.is_some_and(wanted) || after.is_some_and(wanted);
    match c {
        // Digits, # and * count as emoji, for keycaps.
        '\u{FE0E}' | '\u{FE0F}' => before.is_some_and(UnicodeEmoji::is_emoji_char),
        '\u{E0100}'..='\u{E01EF}' => before.is_some_and(is_han),
        '\u{200D}' if before.is_some_and(joins_emoji) => after.is_some_and(UnicodeEmoji::is_emoji_char),
        '\u{200C}' | '\u{200D}' => beside(takes_joiners),
        '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            right_to_left
        }
        '\u{600}'..='\u{605}' | '\u{6DD}' | '\u{70F}' | '\u{890}' | '\u{891}' | '\u{8E2}' => true,
        '\u{180E}' => beside(|c| matches!(c, '\u{1800}'..='\u{18AF}')),
        '\u{115F}' | '\u{1160}' => beside(|c| matches!(c, '\u{1100}'..='\u{11FF}')),
        c if is_tag(c) => in_flag,
        _ => false,
    }
}

/// An emoji, or what may stand between an emoji and the joiner behind it.
fn joins_emoji(c: char) -> bool {
    c == '\u{FE0F}' || (c.is_emoji_char() && !c.is_ascii())
}

/// Arabic, and the scripts of India and its neighbours, whose letters join.
fn takes_joiners(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{8FF}' | '\u{900}'..='\u{DFF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
        | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{1800}'..='\u{18AF}')
}

/// The run with the space beside it that would be one too many without it.
fn with_space(text: &str, run: &Range<usize>) -> Range<usize> {
    let (before, behind) = (&text[..run.start], &text[run.end..]);
    let (kept, rest) = (before.trim_end(), behind.trim_start());
    if rest.is_empty() {
        return kept.len()..run.end;
    }
    let spaces = behind.len() - rest.len();
    if kept.is_empty() || before.len() > kept.len() {
        return run.start..run.end + spaces;
    }
    run.clone()
}

/// What a character is called, in both languages.
fn name(c: char) -> (&'static str, &'static str) {
    match c {
        '\u{200B}' => ("a zero-width space", "零宽空格"),
        '\u{200C}' | '\u{200D}' | '\u{2060}' => ("a zero-width joiner", "零宽连接符"),
        '\u{FEFF}' => ("a byte order mark", "字节顺序标记"),
        '\u{AD}' => ("a soft hyphen", "软连字符"),
        '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            ("a direction mark", "方向控制符")
        }
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => ("a variation selector", "变体选择符"),
        c if c.is_control() => ("a control character", "控制字符"),
        _ => ("a character", "字符"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::Case;
    use proptest::prelude::*;

    fn case(variant: &str) -> Case {
        Case::of(&format!("- id: a\n  question: 怎么发货\n  variants: [\"{variant}\"]\n")).select("KB209")
    }

    #[test]
    fn what_nobody_sees_is_removed() {
        for (written, left) in [
            ("发\u{200B}货", "发货"),
            ("发\u{FEFF}\u{200B}货", "发货"),
            ("發\u{AD}貨\u{202E}嗎", "發貨嗎"),
            ("\u{200E}发货 \u{200B}", "发货"),
            ("\u{200B} 发货", "发货"),
            ("VIP \u{200B} 卡", "VIP 卡"),
            ("发货\\x07吗", "发货吗"),
            ("发\u{FE0F}货", "发货"),
            ("发\u{200D}货😀", "发货😀"),
            ("货\u{E0041}", "货"),
        ] {
            let fixed = case(written).fixed_text();
            assert!(fixed.ends_with(&format!("variants: [\"{left}\"]\n")), "{written:?}: {fixed:?}");
        }
    }

    #[test]
    fn what_is_needed_stays() {
        for text in [
            "👩\u{200D}💻",
            "🏳\u{FE0F}\u{200D}🌈 有吗",
            "1\u{FE0F}\u{20E3} 号",
            "❤\u{FE0F}",
            "葛\u{E0100}飾",
            "می\u{200C}خواهم",
            "क\u{94D}\u{200D}ष",
            "שלום\u{200F} (1)",
            "🏴\u{E0067}\u{E0062}\u{E007F}",
            "普通的文字",
        ] {
            assert_eq!(case(text).lines(), [""; 0], "{text:?}");
        }
        assert_eq!(case("👍🏽\u{200D}").lines().len(), 1, "a joiner that joins nothing");
    }

    #[test]
    fn the_message_says_which_and_how_many() {
        assert_eq!(
            case("发\u{200B}\u{200B}货\\x7F").lines(),
            [
                "KB209 [\u{200B}\u{200B}] the text holds a zero-width space (U+200B) and 1 more that nobody sees",
                "KB209 [\\x7F] the text holds a control character (U+007F) that nobody sees",
            ]
        );
    }

    #[test]
    fn a_text_of_nothing_else_is_told_but_not_emptied() {
        let case = case("\u{200B}");
        assert_eq!(case.lines().len(), 1);
        assert!(case.fixed_text().contains('\u{200B}'));
    }

    proptest! {
        #[test]
        fn without_the_runs_nothing_is_found(text in "[\u{200B}\u{200D}\u{FE0F}\u{200F}\u{E0067}🏴👩💻❤1货aمक ]{0,16}") {
            let mut left = String::new();
            let mut at = 0;
            for run in runs(&text) {
                left.push_str(&text[at..run.start]);
                at = run.end;
            }
            left.push_str(&text[at..]);
            prop_assert!(runs(&left).is_empty(), "{left:?}");
        }
    }
}
