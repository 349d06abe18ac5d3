//! # KB204 width
//!
//! Letters and digits are half as wide as Chinese characters, punctuation between Chinese characters is as
//! wide.
//!
//! ## What it does
//! Reports full-width letters and digits (ＶＩＰ, １２) anywhere. In canonical questions, answers and
//! greetings it reports half-width `,` `?` `!` `:` `;` right behind a Chinese character, and half-width
//! brackets around or behind Chinese. Links, times, numbers, file names, emoticons, placeholders in braces
//! and texts that are mainly Latin are left alone.
//!
//! ## Why it matters
//! Both come from copied tables and half-switched keyboards and look careless in a chat window. Full-width
//! digits in order numbers and links do not work when customers copy them.
//!
//! ## Example
//! ```yaml fail
//! - id: join-vip
//!   question: 怎么成为ＶＩＰ会员?
//!   answer: 您好,累计消费满１０００元(不含运费)就可以。
//! ```
//! ```yaml pass
//! - id: join-vip
//!   question: 怎么成为VIP会员？
//!   variants: [怎么成为vip会员?]
//!   answer: 您好，12:30 前累计消费满1,000元（不含运费）就可以，详见 https://qinghe.cn/vip?a=1:2 。
//! ```
//!
//! ## Fix
//! Safe: writes the usual width.
//!
//! # KB204 全角和半角
//!
//! 字母和数字用半角，中文之间的标点用全角。
//!
//! ## 检查什么
//! 所有文字里的全角字母和数字（ＶＩＰ、１２）；标准问、答案和欢迎语里，紧跟在中文后面的半角 `,` `?` `!` `:` `;`，以及括住中文或紧跟中文的半角括号。链接、时间、数字、文件名、颜文字、花括号里的占位符，以及以英文为主的文字都不算。
//!
//! ## 为什么重要
//! 多半是从表格里复制、或者输入法没切换留下的，放在聊天窗口里显得不用心。单号、链接里的全角数字，顾客复制了也用不了。
//!
//! ## 修复
//! 安全：改成通常的宽度。

use std::ops::Range;

use crate::diagnostic::{Message, Severity};
use crate::lint::prose::{in_link, links, mended};
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Role, Rule};
use crate::text::{CharacterClasses, is_full_width_alphanumeric, is_han};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB204",
    name: "width",
    severity: Severity::Info,
    fixes: Fixes::Safe,
    needs: Needs::Nothing,
    check: Check::Text(CharacterClasses::FULL_WIDTH_ALPHANUMERIC.union(CharacterClasses::ASCII_MARK), check),
    source: include_str!("width.rs"),
};

/// What is wrong, and what should stand there.
struct Slip {
    /// What is marked.
    range: Range<usize>,
    /// How many bytes of space behind it go too, as a wide mark brings its own.
    space: usize,
    replacement: String,
    wide: bool,
}

fn check(context: &Context<'_>, text: &LintText<'_>, findings: &mut Findings<'_>) {
    let mut slips = Vec::new();
    if text.classes.intersects(CharacterClasses::FULL_WIDTH_ALPHANUMERIC) {
        wide_words(text.text, &mut slips);
    }
    let shown = text.role == Role::Question || text.role.is_read();
    if shown
        && text.classes.intersects(CharacterClasses::HAN)
        && text.classes.intersects(CharacterClasses::ASCII_MARK)
    {
        narrow_marks(text.text, &mut slips);
    }
    for Slip { range, space, replacement, wide } in slips {
        // Of brackets only the brackets are wrong.
        let short = |word: &str| match word.chars().next() {
            Some('(') => "()".to_owned(),
            Some('（') => "（）".to_owned(),
            _ => word.to_owned(),
        };
        let (written, wanted) = (short(&text.text[range.clone()]), short(&replacement));
        let message = if wide {
            Message::new(format!("`{written}` is written in full width"), format!("“{written}”是全角字符"))
        } else {
            Message::new(
                format!("`{written}` is half-width in Chinese text"),
                format!("中文里用了半角的“{written}”"),
            )
        };
        let label = Message::new(format!("write `{wanted}`"), format!("改成“{wanted}”"));
        let location = context.locate(text, range.clone());
        let edited = range.start..range.end + space;
        let finding = RULE.finding(location, message);
        findings.push(match mended(context, text, edited, &replacement, label) {
            Some(fix) => finding.with_fix(fix),
            None => finding,
        });
    }
}

/// Runs of full-width letters and digits, with the full-width signs between them (Ｖ２．０).
fn wide_words(text: &str, slips: &mut Vec<Slip>) {
    let mut chars = text.char_indices().peekable();
    let mut before = None;
    while let Some((start, c)) = chars.next() {
        if !is_full_width_alphanumeric(c) {
            before = Some(c);
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut ahead = chars.clone();
        while let Some((at, c)) = ahead.next() {
            if is_full_width_alphanumeric(c) {
                end = at + c.len_utf8();
                chars = ahead.clone();
            } else if !matches!(c, '．' | '－' | '／' | '＋' | '＆' | '＃' | '＠' | '＿') {
                break;
            }
        }
        // Ｏ(∩_∩)Ｏ is a face.
        let after = text[end..].chars().next();
        let face = |side: Option<char>| side.is_some_and(|c| matches!(c, '(' | ')' | '（' | '）' | '∩'));
        if end - start > c.len_utf8() || !(face(before) || face(after)) {
            let replacement = text[start..end].chars().map(narrow).collect();
            slips.push(Slip { range: start..end, space: 0, replacement, wide: true });
        }
        before = Some(c);
    }
}

/// The half-width form of a full-width letter, digit or sign.
fn narrow(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// The full-width form of a half-width mark.
fn wide(c: char) -> char {
    match c {
        ',' | '?' | '!' | ':' | ';' | '(' | ')' => char::from_u32(c as u32 + 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// Half-width marks among Chinese characters.
fn narrow_marks(text: &str, slips: &mut Vec<Slip>) {
    if !text.contains([',', '?', '!', ':', ';', '(']) || is_mainly_latin(text) {
        return;
    }
    let links = links(text);
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut depth = 0_usize;
    let mut at = 0;
    while at < chars.len() {
        let (start, c) = chars[at];
        let before = at.checked_sub(1).map(|at| chars[at].1);
        match c {
            // In braces and square brackets stand names that programs read.
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            '(' if depth == 0 && !in_link(&links, start) => {
                if let Some(close) = closing(&chars, at)
                    && among_han(&chars, at, close)
                {
                    let end = chars[close].0 + 1;
                    let replacement = format!("（{}）", &text[start + 1..end - 1]);
                    slips.push(Slip { range: start..end, space: 0, replacement, wide: false });
                    // What is inside is seen to in the next round.
                    at = close;
                }
            }
            ',' | '?' | '!' | ':' | ';' if depth == 0 && before.is_some_and(ends_chinese) => {
                let mut end = at + 1;
                while chars.get(end).is_some_and(|&(_, c)| matches!(c, '?' | '!')) {
                    end += 1;
                }
                let after = chars.get(end).map(|&(_, c)| c);
                let face = matches!(c, ':' | ';' | ',')
                    && (end > at + 1
                        || after.is_some_and(|c| {
                            matches!(c, '(' | ')' | '-' | '<' | '>' | '_' | ',' | ';' | ':' | '/' | '\'')
                        }));
                if !face && !in_link(&links, start) {
                    let range = start..chars.get(end).map_or(text.len(), |&(at, _)| at);
                    let behind = &text[range.end..];
                    let space = behind.len() - behind.trim_start_matches(' ').len();
                    let replacement = text[range.clone()].chars().map(wide).collect();
                    slips.push(Slip { range, space, replacement, wide: false });
                }
                at = end - 1;
            }
            _ => {}
        }
        at += 1;
    }
}

/// Whether a half-width mark behind `c` stands in Chinese text.
fn ends_chinese(c: char) -> bool {
    is_han(c) || matches!(c, '”' | '》' | '）' | '】' | '」' | '』')
}

/// The bracket that closes the one at `open`, in the same line.
fn closing(chars: &[(usize, char)], open: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, &(_, c)) in chars.iter().enumerate().skip(open) {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => return Some(at),
            ')' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
    }
    None
}

/// Whether a pair of brackets belongs to Chinese text: it holds some, or stands behind some and holds an
/// ordinary word. Faces such as (^_^) hold other signs; 说明(1).pdf is a file.
fn among_han(chars: &[(usize, char)], open: usize, close: usize) -> bool {
    let inside = &chars[open + 1..close];
    let neighbour = |at: Option<usize>| at.and_then(|at| chars.get(at)).map(|&(_, c)| c);
    let (before, after) = (neighbour(open.checked_sub(1)), neighbour(Some(close + 1)));
    let file = after == Some('.') && neighbour(Some(close + 2)).is_some_and(|c| c.is_ascii_alphanumeric());
    let face = |c: char| matches!(c, '^' | '_' | '∩' | '▽' | 'ω' | '･' | '￣' | '´' | '`' | '*' | '≧' | '≦');
    if file || inside.iter().any(|&(_, c)| face(c)) {
        return false;
    }
    inside.iter().any(|&(_, c)| is_han(c))
        || (before.is_some_and(is_han)
            && inside.iter().any(|&(_, c)| c.is_alphanumeric())
            && after.is_none_or(|c| is_han(c) || !c.is_ascii()))
}

/// Whether a text has more Latin words than Chinese characters.
fn is_mainly_latin(text: &str) -> bool {
    let (mut words, mut han, mut in_word) = (0_usize, 0_usize, false);
    for c in text.chars() {
        let letter = c.is_ascii_alphabetic();
        words += usize::from(letter && !in_word);
        han += usize::from(is_han(c));
        in_word = letter;
    }
    words > han
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    fn answer(answer: &str) -> Case {
        Case::of(&format!("- id: a\n  question: 怎么成为会员\n  answer: '{answer}'\n")).select("KB204")
    }

    fn fixed(text: &str) -> String {
        let fixed = answer(text).fixed_text();
        let line = fixed.lines().nth(2).expect("the answer");
        line.trim_start_matches("  answer: ").trim_matches('\'').to_owned()
    }

    #[test]
    fn the_usual_width_is_written() {
        for (written, wanted) in [
            ("ＶＩＰ１２元", "VIP12元"),
            ("版本Ｖ２．０", "版本V2.0"),
            ("您好, 欢迎光临!", "您好，欢迎光临！"),
            ("真的吗?!有货?", "真的吗？！有货？"),
            ("注意:贵重物品;易碎品", "注意：贵重物品；易碎品"),
            ("退货(质量问题,7天内)请联系客服", "退货（质量问题，7天内）请联系客服"),
            ("型号(A1)", "型号（A1）"),
            ("“现货”,明天到", "“现货”，明天到"),
            ("您好,VIP 专享", "您好，VIP 专享"),
            ("這款有貨嗎?", "這款有貨嗎？"),
        ] {
            assert_eq!(fixed(written), wanted, "{written}");
        }
    }

    #[test]
    fn what_is_meant_that_way_is_left_alone() {
        for text in [
            "9:00到12:30",
            "满1,000元减100",
            "好的:)",
            "谢谢;)",
            "好的(^_^)",
            "Ｏ(∩_∩)Ｏ",
            "见https://a.com/q?a=1:2,3",
            "打开说明(1).pdf",
            "请看{时间:今天}",
            "{退货说明(可选)}",
            "[表情:笑]",
            "M(160)码",
            "Hello, 您好! How are you today? I am fine.",
            "😀😀",
            "3.5折，全场：包邮",
        ] {
            assert_eq!(answer(text).lines(), [""; 0], "{text}");
        }
    }

    #[test]
    fn customers_may_type_narrow_marks() {
        let yaml = "- id: a\n  question: 有货吗？\n  variants: ['有货吗?', 'Ｌ码有货吗']\n";
        let lines = Case::of(yaml).select("KB204").lines();
        assert_eq!(lines, ["KB204 [Ｌ] `Ｌ` is written in full width"]);
    }
}
