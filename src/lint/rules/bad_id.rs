//! # KB103 bad-id
//!
//! An id that is hard to write down, or easy to mix up.
//!
//! ## What it does
//! Reports ids of entries with spaces, slashes or other signs: letters and digits of any script (so Chinese
//! too), `-`, `_` and `.` are fine, though not at the beginning or end. Reports ids of more than 64 characters, and
//! two ids of a pack that differ in nothing but upper and lower case.
//!
//! ## Why it matters
//! Ids are typed into tables of labels, into shops' answers and on command lines. A space at the wrong place,
//! a slash that reads like a pack, `Refund` beside `refund`: such labels end up at no entry or at the wrong one.
//!
//! ## Example
//! ```yaml fail
//! - id: ship time?
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! ```
//! ```yaml pass
//! - id: ship-time
//!   question: 什么时候发货？
//!   answer: 付款后 48 小时内发货。
//! - id: 发货地
//!   question: 从哪里发货？
//!   answer: 从杭州的仓库发货。
//! ```
//!
//! ## Fix
//! Unsafe, and only where nothing in the knowledge base mentions the entry: puts `-` for the signs and cuts
//! what is too long. Labels of transcripts have to follow by hand.
//!
//! # KB103 id 不规范
//!
//! id 不好写，或者容易弄混。
//!
//! ## 检查什么
//! 报告知识点的 id 里有空格、斜杠等符号：各种文字的字母和数字（包括汉字）、`-`、`_`、`.` 都可以，但后三个不能在开头或结尾。也报告超过 64 个字符的 id，以及同一个包里只有大小写不同的两个 id。
//!
//! ## 为什么重要
//! id 会写进标注表格、店铺答案和命令行。空格多一个少一个、斜杠被当成行业包、`Refund` 和 `refund` 并存，标注就会对不上，或者对到别的知识点上。
//!
//! ## 修复
//! 需确认，并且只在知识库里没有别处引用它时：把符号换成 `-`，太长的截短。测试集里的标注需要手动跟着改。

use rustc_hash::FxHashMap;
use unicode_normalization::char::is_combining_mark;

use crate::diagnostic::{Fix, Message, Severity};
use crate::lint::mentions::mentions;
use crate::lint::{Check, Context, Findings, Fixes, Needs, Rule};
use crate::model::{Entry, EntryIndex, PackIndex, Text};
use crate::source::{Location, has_properties, replace_in_scalar};
use crate::text::slug;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB103",
    name: "bad-id",
    severity: Severity::Warning,
    fixes: Fixes::Unsafe,
    needs: Needs::Nothing,
    check: Check::KnowledgeBase(check),
    source: include_str!("bad_id.rs"),
};

/// The most characters of an id.
const LONGEST: usize = 64;

/// Marks that are fine between letters.
const MARKS: [char; 3] = ['-', '_', '.'];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let knowledge_base = context.knowledge_base;
    let mut folded: FxHashMap<(PackIndex, String), EntryIndex> = FxHashMap::default();
    let mut bad = Vec::new();
    for (index, entry) in knowledge_base.indexed() {
        let first = *folded.entry((entry.pack, entry.key().to_lowercase())).or_insert(index);
        let Some(id) = &entry.id else { continue };
        let first = knowledge_base.entry(first);
        // The keys of questions are no ids, and in small letters already.
        if let Some(first_id) = first.id.as_ref().filter(|first_id| first_id.value != id.value) {
            let message = Message::new(
                format!(
                    "the ids `{id}` and `{first_id}` differ only in upper and lower case",
                    id = &**id,
                    first_id = &**first_id
                ),
                format!("id `{id}` 和 `{first_id}` 只有大小写不同", id = &**id, first_id = &**first_id),
            );
            let there = Location { span: first_id.span, ..first.location };
            let finding = RULE
                .finding(place(entry, id), message)
                .with_related(there, Message::new("the other", "另一个"))
                .with_help(Message::new("give one of them another id", "请给其中一个换个 id"));
            findings.push(finding);
        }
        if let Some((english, chinese)) = fault(id) {
            bad.push((index, id, Message::new(english, chinese)));
        }
    }
    if bad.is_empty() {
        return;
    }
    let mentions = mentions(knowledge_base);
    for (index, id, message) in bad {
        let entry = knowledge_base.entry(index);
        let help = Message::new(
            "letters, digits, `-`, `_` and `.` are fine in an id",
            "id 用字母、数字、汉字和 `-`、`_`、`.`",
        );
        let mut finding = RULE.finding(place(entry, id), message).with_help(help);
        if !mentions.contains_key(&index) {
            let better = mended(id, &entry.question);
            let key = (entry.pack, better.to_lowercase());
            if folded.get(&key).is_none_or(|&owner| owner == index) {
                finding.fix = renamed(context, entry, id, &better);
                // Another id may come to the same.
                folded.insert(key, index);
            }
        }
        findings.push(finding);
    }
}

fn place(entry: &Entry, id: &Text) -> Location {
    Location { span: id.span, ..entry.location }
}

/// What is wrong with an id, in both languages.
fn fault(id: &str) -> Option<(String, String)> {
    if let Some(sign) = id.chars().find(|&c| !is_letter(c) && !MARKS.contains(&c)) {
        let (english, chinese) = match sign {
            ' ' | '\t' | '\n' | '\u{3000}' => ("a space".to_owned(), "空格".to_owned()),
            sign if sign.is_control() || crate::text::is_invisible(sign) => {
                let code = u32::from(sign);
                (format!("the invisible character U+{code:04X}"), format!("看不见的字符 U+{code:04X}"))
            }
            sign => (format!("`{sign}`"), format!(" `{sign}`")),
        };
        return Some((format!("the id has {english} in it"), format!("id 里有{chinese}")));
    }
    if id.starts_with(MARKS) || id.ends_with(MARKS) {
        let english = "the id begins or ends with a mark".to_owned();
        return Some((english, "id 的开头或结尾是符号".to_owned()));
    }
    let length = id.chars().count();
    (length > LONGEST).then(|| {
        (
            format!("the id has {length} characters, more than {LONGEST}"),
            format!("id 有 {length} 个字符，超过 {LONGEST} 个"),
        )
    })
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// The id with `-` for whatever does not belong there.
fn mended(id: &str, question: &str) -> String {
    let mut better = String::with_capacity(id.len());
    for (at, c) in id.chars().map(|c| if is_letter(c) || MARKS.contains(&c) { c } else { '-' }).enumerate() {
        if at >= LONGEST {
            break;
        }
        if c != '-' || !better.ends_with('-') {
            better.push(c);
        }
    }
    let better = better.trim_matches(MARKS);
    if better.is_empty() { slug(question) } else { better.to_owned() }
}

fn renamed(context: &Context<'_>, entry: &Entry, id: &Text, better: &str) -> Option<Fix> {
    let Location { file, span: whole } = entry.location;
    let text = context.source(file);
    // An id that is merged in stands in another entry.
    if has_properties(text, id.span.start) || id.span.start < whole.start || whole.end < id.span.end {
        return None;
    }
    let (span, replacement) = replace_in_scalar(text, id.span, id, 0..id.len(), better)?;
    let label = Message::new(format!("rename it to `{better}`"), format!("改名为 `{better}`"));
    Some(Fix::unsafe_(label).replace(Location { file, span }, replacement))
}

#[cfg(test)]
mod tests {
    use super::{fault, mended};
    use crate::lint::testing::Case;
    use proptest::prelude::*;

    #[test]
    fn letters_of_all_scripts_are_fine() {
        for id in ["ship-time", "发货_1.2", "Größe", "cafe\u{301}", "कीमत-क्या", "x", "配送時間"]
        {
            assert_eq!(fault(id), None, "{id}");
        }
        for id in ["a b", "a/b", "发货？", "-a", "a.", "a\u{200b}b", "全角　空格", "😀", "a:b"] {
            assert!(fault(id).is_some(), "{id}");
        }
        assert!(fault(&"货".repeat(65)).is_some() && fault(&"货".repeat(64)).is_none());
    }

    #[test]
    fn twins_in_case_are_told_and_left() {
        let case = Case::of("- {id: Refund, question: 甲}\n- {id: refund, question: 乙}\n").select("KB103");
        assert_eq!(
            case.lines(),
            ["KB103 [refund] the ids `refund` and `Refund` differ only in upper and lower case"]
        );
        assert_eq!(case.fix().1.findings.len(), 1);
    }

    #[test]
    fn only_an_id_that_nobody_mentions_is_renamed() {
        let case = Case::of(
            "- {id: ship time?, question: 甲, related: ['re/fund']}\n- {id: 're/fund', question: 乙}\n\
             - {id: ship-time, question: 丙}\n- {id: '*', question: 退货}\n- {id: a b, question: 丁}\n- {id: a+b, question: 戊}\n",
        )
        .select("KB103");
        assert_eq!(
            case.fixed_text(),
            "- {id: ship time?, question: 甲, related: ['re/fund']}\n- {id: 're/fund', question: 乙}\n\
             - {id: ship-time, question: 丙}\n- {id: 'tui-huo', question: 退货}\n- {id: a-b, question: 丁}\n- {id: a+b, question: 戊}\n"
        );
    }

    proptest! {
        #[test]
        fn a_mended_id_is_fine(id in "\\PC{1,80}") {
            let better = mended(&id, "退货");
            prop_assert_eq!(fault(&better), None);
        }
    }
}
