//! # KB214 mojibake
//!
//! Text that was read in the wrong encoding.
//!
//! ## What it does
//! Reports U+FFFD, 锟斤拷, 烫烫烫 and 屯屯屯, which are what is left of lost text; UTF-8 that was read as Latin-1
//! or Windows-1252 (`Ã¤`, `å‘è´§`); and UTF-8 that was read as GBK (鍙戣揣). The last is found by turning
//! the characters back into bytes: at least three characters in a row, with one that ordinary Chinese does not
//! have, whose bytes are UTF-8 of ordinary Chinese.
//!
//! ## Why it matters
//! Nobody can read it, and no question comes near it.
//!
//! ## Example
//! ```yaml fail
//! - id: ship-time
//!   question: 浠€涔堟椂鍊欏彂璐?
//!   variants: [鍙戣揣鏃堕棿]
//!   answer: 付款后锟斤拷锟斤拷发货。
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   variants: [发货时间, 鍙鍙鐨店名怎么读]
//!   answer: 付款后 48 小时内发货。Café、Größe 写法没错。
//! ```
//!
//! ## Fix
//! Safe where turning back gives the whole text (unsafe for the question of an entry without an id). What was
//! lost has to be taken from the source again.
//!
//! # KB214 乱码
//!
//! 用错误的编码读出来的文字。
//!
//! ## 检查什么
//! 报告 U+FFFD（�）、“锟斤拷”“烫烫烫”“屯屯屯”，这些是文字丢失后剩下的；UTF-8 被当成 Latin-1 或 Windows-1252（`Ã¤`、`å‘è´§`）；UTF-8 被当成 GBK（鍙戣揣）。最后一种要把字还原成字节来判断：至少连续三个字，其中有平常不用的字，而且还原出来正好是通顺用字的 UTF-8。
//!
//! ## 为什么重要
//! 没有人看得懂，也没有问题匹配得上。
//!
//! ## 修复
//! 安全：能完整还原时还原（没有 id 的知识点的标准问需确认）。已经丢失的内容要从原文重新导入。

use std::ops::Range;
use std::sync::LazyLock;

use encoding_rs::{GBK, WINDOWS_1252};

use crate::diagnostic::{Message, Severity};
use crate::lint::prose::mended;
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Rule};
use crate::text::{CharacterClasses, is_han};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB214",
    name: "mojibake",
    severity: Severity::Error,
    fixes: Fixes::Safe,
    needs: Needs::Nothing,
    check: Check::Text(
        CharacterClasses::REPLACEMENT.union(CharacterClasses::LATIN_EXTENDED).union(CharacterClasses::HAN),
        check,
    ),
    source: include_str!("mojibake.rs"),
};

/// A garbled part of a text.
#[derive(Debug, PartialEq, Eq)]
struct Garbled {
    range: Range<usize>,
    /// What it was, as far as it can be read.
    meant: Option<String>,
    /// Whether `meant` is all of it.
    whole: bool,
}

fn check(context: &Context<'_>, text: &LintText<'_>, findings: &mut Findings<'_>) {
    let mut garbled = Vec::new();
    if text.classes.intersects(CharacterClasses::LATIN_EXTENDED) {
        read_as_latin(text.text, &mut garbled);
    }
    if text.classes.intersects(CharacterClasses::HAN) && text.text.chars().any(is_suspicious) {
        remains(text.text, &mut garbled);
        read_as_gbk(text.text, &mut garbled);
    }
    if text.classes.intersects(CharacterClasses::REPLACEMENT) {
        lost(text.text, &mut garbled);
    }
    for Garbled { range, meant, whole } in garbled {
        let shown = &text.text[range.clone()];
        let message = match &meant {
            Some(meant) => Message::new(
                format!("`{shown}` is `{meant}` read in the wrong encoding"),
                format!("“{shown}”是乱码，原文是“{meant}”"),
            ),
            None => Message::new(
                format!("`{shown}` is what is left of text that was lost"),
                format!("“{shown}”是乱码，原文已丢失"),
            ),
        };
        let mut finding = RULE.finding(context.locate(text, range.clone()), message);
        let fix = meant.filter(|_| whole).and_then(|meant| {
            let label = Message::new(format!("write `{meant}`"), format!("还原成“{meant}”"));
            mended(context, text, range, &meant, label)
        });
        finding = match fix {
            Some(fix) => finding.with_fix(fix),
            None => finding.with_help(Message::new(
                "take the text from its source again, in the right encoding",
                "用正确的编码从原文重新导入",
            )),
        };
        findings.push(finding);
    }
}

/// Runs of U+FFFD; one behind something garbled belongs to it.
fn lost(text: &str, garbled: &mut Vec<Garbled>) {
    let mut rest = 0;
    while let Some(at) = text[rest..].find('\u{FFFD}') {
        let start = rest + at;
        rest = text.len() - text[start..].trim_start_matches('\u{FFFD}').len();
        match garbled.iter_mut().find(|one| one.range.end == start) {
            Some(one) => (one.range.end, one.whole) = (rest, false),
            None => garbled.push(Garbled { range: start..rest, meant: None, whole: false }),
        }
    }
}

/// What programs leave behind where text was lost: U+FFFD in UTF-8 read as GBK, and memory that Microsoft's
/// compilers filled with 0xCC (烫) or 0xCD (屯).
fn remains(text: &str, garbled: &mut Vec<Garbled>) {
    for (word, ring) in [("锟斤拷", "锟斤拷"), ("烫烫烫", "烫"), ("屯屯屯", "屯")] {
        let mut rest = 0;
        while let Some(at) = text[rest..].find(word) {
            let start = rest + at;
            rest = text.len() - text[start..].trim_start_matches(ring).len();
            garbled.push(Garbled { range: start..rest, meant: None, whole: false });
        }
    }
}

/// Sequences of UTF-8 whose bytes were each read as a character of Latin-1 or Windows-1252.
fn read_as_latin(text: &str, garbled: &mut Vec<Garbled>) {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut at = 0;
    while at < chars.len() {
        let Some((mut end, first)) = latin_sequence(&chars, at) else {
            at += 1;
            continue;
        };
        let mut meant = String::from(first);
        while let Some((next, c)) = latin_sequence(&chars, end) {
            meant.push(c);
            end = next;
        }
        let range = chars[at].0..chars.get(end).map_or(text.len(), |&(at, _)| at);
        garbled.push(Garbled { range, meant: Some(meant), whole: true });
        at = end;
    }
}

/// The character whose bytes begin at character `at`, and the place behind them.
fn latin_sequence(chars: &[(usize, char)], at: usize) -> Option<(usize, char)> {
    let mut bytes = [0_u8; 4];
    bytes[0] = latin_byte(chars.get(at)?.1)?;
    let length = match bytes[0] {
        // Of the letters with accents only Â and Ã begin what is common; „Ä“ is a letter in quotes.
        0xC2 | 0xC3 => 2,
        0xE2..=0xEF => 3,
        0xF0 => 4,
        _ => return None,
    };
    for (behind, byte) in bytes.iter_mut().enumerate().take(length).skip(1) {
        *byte = latin_byte(chars.get(at + behind)?.1).filter(|byte| (0x80..0xC0).contains(byte))?;
    }
    let c = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
    // «Â» is a letter in quotes too.
    (!c.is_control() && !matches!(c, '«' | '»')).then_some((at + length, c))
}

/// The byte that a character was, above ASCII.
fn latin_byte(c: char) -> Option<u8> {
    match c {
        '\0'..='\u{7F}' => None,
        '\u{80}'..='\u{FF}' => u8::try_from(u32::from(c)).ok(),
        _ => {
            let mut buffer = [0; 4];
            let (bytes, _, failed) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
            bytes.first().copied().filter(|_| !failed)
        }
    }
}

/// One bit for each character of the basic plane.
static SUSPICIOUS: LazyLock<Box<[u64; 1024]>> = LazyLock::new(|| {
    let mut bits = Box::new([0_u64; 1024]);
    let mut set = |c: char| {
        if let Some(word) = bits.get_mut(c as usize / 64) {
            *word |= 1 << (c as usize % 64);
        }
    };
    for lead in (0xE2..=0xE9).chain([0xEF]) {
        for trail in 0x80..=0xBF {
            let bytes = [lead, trail];
            if let Some(text) = GBK.decode_without_bom_handling_and_without_replacement(&bytes) {
                text.chars().filter(|&c| is_han(c)).for_each(&mut set);
            }
        }
    }
    "锟烫屯".chars().for_each(set);
    bits
});

/// Whether the first two bytes of a Chinese character or mark in UTF-8 make `c` in GBK: rare characters all.
fn is_suspicious(c: char) -> bool {
    SUSPICIOUS.get(c as usize / 64).is_some_and(|word| word >> (c as usize % 64) & 1 == 1)
}

/// The bytes of `c` in GBK, for characters above ASCII.
fn gbk_bytes(c: char) -> Option<([u8; 2], usize)> {
    if c.is_ascii() {
        return None;
    }
    let mut buffer = [0; 4];
    let (bytes, _, failed) = GBK.encode(c.encode_utf8(&mut buffer));
    match *bytes {
        _ if failed => None,
        [one] => Some(([one, 0], 1)),
        [one, two] => Some(([one, two], 2)),
        _ => None,
    }
}

/// Whether GB 2312, which has what ordinary Chinese is written with, has the character of these bytes.
fn is_ordinary(bytes: [u8; 2]) -> bool {
    (0xB0..=0xF7).contains(&bytes[0]) && bytes[1] >= 0xA1
}

/// Whether `c` may be what was meant, and if it is a Chinese character, whether it is one of the commoner half
/// of GB 2312.
fn plausible(c: char) -> Option<bool> {
    match c {
        '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF5E}' | '\u{2010}'..='\u{2026}' => Some(false),
        c if is_han(c) => {
            let (bytes, _) = gbk_bytes(c)?;
            is_ordinary(bytes).then_some(bytes[0] <= 0xD7)
        }
        _ => None,
    }
}

/// Chinese in UTF-8 whose bytes were read as GBK, two for each character.
fn read_as_gbk(text: &str, garbled: &mut Vec<Garbled>) {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if at < end || !is_suspicious(c) {
            continue;
        }
        if let Some(found) = gbk_run(text, at) {
            end = found.range.end;
            garbled.push(found);
        }
    }
}

/// The garbled run that begins at byte `start`.
fn gbk_run(text: &str, start: usize) -> Option<Garbled> {
    let (mut length, mut end, mut rare) = (0_usize, start, false);
    let mut read = Reading::default();
    for c in text[start..].chars() {
        let Some((bytes, width)) = gbk_bytes(c) else { break };
        if !read.go_on(&bytes[..width]) {
            break;
        }
        rare |= !is_ordinary(bytes);
        length += 1;
        end += c.len_utf8();
    }
    // Bytes that lead nowhere: something was cut off.
    let whole = read.pending.is_empty();
    (length >= 3 && read.common >= 2 && rare).then_some(Garbled {
        range: start..end,
        meant: Some(read.meant),
        whole,
    })
}

/// What bytes say so far.
#[derive(Debug, Default)]
struct Reading {
    meant: String,
    /// How many common characters that is.
    common: usize,
    /// Bytes of a character that is not complete yet.
    pending: Vec<u8>,
}

impl Reading {
    /// Read on, if these bytes go on with ordinary Chinese; else change nothing.
    fn go_on(&mut self, bytes: &[u8]) -> bool {
        let mut pending = self.pending.clone();
        let (mut meant, mut common) = (String::new(), 0);
        for &byte in bytes {
            pending.push(byte);
            match std::str::from_utf8(&pending) {
                Ok(complete) => {
                    let Some(is_common) = complete.chars().next().and_then(plausible) else { return false };
                    common += usize::from(is_common);
                    meant.push_str(complete);
                    pending.clear();
                }
                Err(error) if error.error_len().is_none() => {}
                Err(_) => return false,
            }
        }
        self.meant.push_str(&meant);
        self.common += common;
        self.pending = pending;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::Case;
    use proptest::prelude::*;

    /// `text` in UTF-8, read as GBK.
    fn garble(text: &str) -> String {
        GBK.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    fn found(text: &str) -> Vec<(String, Option<String>, bool)> {
        let mut garbled = Vec::new();
        read_as_latin(text, &mut garbled);
        remains(text, &mut garbled);
        read_as_gbk(text, &mut garbled);
        lost(text, &mut garbled);
        garbled.into_iter().map(|one| (text[one.range].to_owned(), one.meant, one.whole)).collect()
    }

    #[test]
    fn chinese_read_as_gbk_is_turned_back() {
        // Three bytes a character, two for each that is seen, one for each €: what is left over is lost.
        for (meant, wanted) in [
            ("发货", "发货"),
            ("退换货物", "退换货"),
            ("付款后多久发货？", "付款后多久发货？"),
            ("“优惠券”怎么用", "“优惠券”怎么"),
            ("签收的商品不要拆封", "签收的商品不要拆"),
        ] {
            let written = garble(meant);
            let all = found(&written);
            assert_eq!(all, [(written, Some(wanted.to_owned()), wanted == meant)], "{meant}");
        }
        assert_eq!(found("鍙戣揣"), [("鍙戣揣".to_owned(), Some("发货".to_owned()), true)]);
        assert_eq!(found("请问鍙戣揣吗"), [("鍙戣揣".to_owned(), Some("发货".to_owned()), true)]);
    }

    #[test]
    fn what_lost_a_byte_is_told_and_not_fixed() {
        let written = garble("发货吗?");
        let all = found(&written);
        assert_eq!(
            all.first().map(|(_, meant, whole)| (meant.as_deref(), *whole)),
            Some((Some("发货"), false))
        );
    }

    #[test]
    fn utf_8_read_as_latin_is_turned_back() {
        for (text, part, meant) in [
            ("GrÃ¶ÃŸe", "Ã¶ÃŸ", "öß"),
            ("itâ€™s", "â€™", "’"),
            ("ä½\u{A0}å¥½", "ä½\u{A0}å¥½", "你好"),
            ("å\u{8F}‘è´§å—", "å\u{8F}‘è´§", "发货"),
            ("ðŸ˜€", "ðŸ˜€", "😀"),
            ("5Â°", "Â°", "°"),
        ] {
            assert_eq!(found(text)[0], (part.to_owned(), Some(meant.to_owned()), true), "{text}");
        }
    }

    #[test]
    fn remains_are_told() {
        for (text, part) in [
            ("付款后锟斤拷锟斤拷发货", "锟斤拷锟斤拷"),
            ("烫烫烫烫烫", "烫烫烫烫烫"),
            ("a屯屯屯", "屯屯屯"),
            ("发\u{FFFD}\u{FFFD}货", "\u{FFFD}\u{FFFD}"),
        ] {
            assert_eq!(found(text), [(part.to_owned(), None, false)], "{text}");
        }
    }

    #[test]
    fn ordinary_and_rare_text_passes() {
        for text in [
            "什么时候发货？",
            "請問什麼時候發貨，店鋪鑰匙鏈銀飾鐘錶",
            "涤纶、锦纶、氨纶、腈纶面料的区别",
            "联通卡可以用吗",
            "洗烫烫不烫，屯屯货",
            "鍵盤鋪銷鏡鏈鐵錢鋼鎖",
            "Café Größe naïve „Ä“ «Â» São João Ñandú",
            "澹台、漯河、泸州、濮阳、衢州、崂山、亳州",
            "温度25°C，价格 £5，50 µm",
            "😀👍🏽",
            "",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn the_fix_restores_the_text() {
        let yaml = "- id: a\n  question: 鍙戣揣鏃堕棿？\n  variants: [\"GrÃ¶ÃŸe\"]\n  answer: 锟斤拷\n";
        let case = Case::of(yaml).select("KB214");
        assert_eq!(
            case.lines(),
            [
                "KB214 [鍙戣揣鏃堕棿] `鍙戣揣鏃堕棿` is `发货时间` read in the wrong encoding",
                "KB214 [Ã¶ÃŸ] `Ã¶ÃŸ` is `öß` read in the wrong encoding",
                "KB214 [锟斤拷] `锟斤拷` is what is left of text that was lost",
            ]
        );
        assert_eq!(
            case.fixed_text(),
            "- id: a\n  question: 发货时间？\n  variants: [\"Größe\"]\n  answer: 锟斤拷\n"
        );
    }

    proptest! {
        #[test]
        fn an_even_number_of_common_characters_comes_back(meant in "[发货退换款付什么时候快递运费优惠券会员怎么申请]{2,12}") {
            let meant: String = meant.chars().take(meant.chars().count() / 2 * 2).collect();
            let written = garble(&meant);
            for (part, read, whole) in found(&written) {
                if whole {
                    prop_assert_eq!(garble(&read.unwrap_or_default()), part);
                }
            }
        }

        #[test]
        fn any_text_at_all(text in "\\PC{0,40}") {
            for (part, _, _) in found(&text) {
                prop_assert!(!part.is_empty());
            }
        }
    }
}
