//! What the rules about texts share: where prose is interrupted by links, and the fix of a part of a text.

use std::ops::Range;

use super::context::Context;
use super::text::{LintText, Role};
use crate::diagnostic::{Fix, Message, Safety};
use crate::model::Status;
use crate::text::{core_key, match_key};

/// Where links, mail addresses and names of files stand in `text`, in bytes. Only ASCII counts: Chinese that
/// follows a link without a space does not belong to it.
pub(super) fn links(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut links = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !may_stand_in_link(bytes[at]) {
            at += 1;
            continue;
        }
        let length = bytes[at..].iter().take_while(|&&byte| may_stand_in_link(byte)).count();
        if let Some(start) = link_start(&text[at..at + length]) {
            let link = text[at + start..at + length].trim_end_matches([',', '.', ';', ':', '!', '?', '\'']);
            let link = if link.contains('(') { link } else { link.trim_end_matches([')', ']', '}']) };
            links.push(at + start..at + start + link.len());
        }
        at += length;
    }
    links
}

/// Whether `at` lies in one of `links`, which come from [`links`].
pub(super) fn in_link(links: &[Range<usize>], at: usize) -> bool {
    let after = links.partition_point(|link| link.start <= at);
    links[..after].last().is_some_and(|link| at < link.end)
}

fn may_stand_in_link(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"' | b'\\' | b'`')
}

/// Where the link in a run of ASCII characters begins, if there is one.
fn link_start(run: &str) -> Option<usize> {
    let bytes = run.as_bytes();
    if let Some(scheme) = run.find("://") {
        let name = bytes[..scheme].iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
        return Some(scheme - name);
    }
    if let Some(start) = run.find("www.") {
        return Some(start);
    }
    // A dot with a letter or digit before it and two letters behind it: a domain, an address, a file.
    let dot = run.match_indices('.').map(|(dot, _)| dot).find(|&dot| {
        let alphabetic = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
        dot > 0 && bytes[dot - 1].is_ascii_alphanumeric() && alphabetic(dot + 1) && alphabetic(dot + 2)
    })?;
    let part = |byte: &&u8| byte.is_ascii_alphanumeric() || b"._-+%@/".contains(byte);
    Some(dot - bytes[..dot].iter().rev().take_while(part).count())
}

/// The fix that puts `replacement` in the place of bytes `range` of a text's value; `None` where the source
/// does not allow it.
///
/// Safe, unless the text is the question of an entry without an id and what counts of it changes: then the
/// entry's reference changes too, and whatever names the entry by it. Nor is a phrasing mended into one that
/// is there already: two faults would become one worse.
pub(super) fn mended(
    context: &Context<'_>,
    text: &LintText<'_>,
    range: Range<usize>,
    replacement: &str,
    label: Message,
) -> Option<Fix> {
    let (location, written) = context.replace(text, range.clone(), replacement)?;
    let changes = text.role.is_phrasing() && {
        let mut changed = text.text.to_string();
        changed.replace_range(range, replacement);
        let (before, after) = (match_key(text.text), match_key(&changed));
        if before != after && context.is_said_elsewhere(core_key(&before), core_key(&after)) {
            return None;
        }
        before != after
    };
    let nameless = text.entry.is_some_and(|index| context.knowledge_base.entry(index).id.is_none());
    let renames = changes && text.role == Role::Question && nameless;
    let safety = if renames { Safety::Unsafe } else { Safety::Safe };
    Some(Fix::new(safety, label).replace(location, written))
}

/// Whether the text belongs to an entry that is no longer served, so that no customer meets it. A shop's
/// answer is the shop's, whatever became of the entry.
pub(super) fn is_retired(context: &Context<'_>, text: &LintText<'_>) -> bool {
    text.role != Role::ShopAnswer
        && text.entry.is_some_and(|index| context.knowledge_base.entry(index).status == Status::Retired)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::Case;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<&str> {
        links(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn links_end_where_chinese_or_punctuation_begins() {
        assert_eq!(found("请看https://a.com/x?y=1,谢谢"), ["https://a.com/x?y=1"]);
        assert_eq!(found("官网(www.qinghe.cn)可查"), ["www.qinghe.cn"]);
        assert_eq!(found("发到me.you@qinghe.com.cn；"), ["me.you@qinghe.com.cn"]);
        assert_eq!(found("下载说明书v2.pdf后打开"), ["v2.pdf"]);
        assert_eq!(found("見：taobao.com/a?b!"), ["taobao.com/a?b"]);
        assert_eq!(found("https://zh.wikipedia.org/wiki/A_(B)"), ["https://zh.wikipedia.org/wiki/A_(B)"]);
    }

    #[test]
    fn numbers_and_sentences_are_no_links() {
        for text in ["满1.5公斤,12:30前", "版本V2.0.1", "Yes. It is!", "......", "😀 :)", ""] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    /// Pieces that the rules about texts have something to say about.
    const PIECES: [&str; 40] = [
        "请问",
        "亲，",
        "您好 ",
        "什么时候",
        "怎么",
        "发货",
        "退款",
        "登陆",
        "优惠卷",
        "請",
        "貨",
        "ＶＩＰ",
        "１２",
        ",",
        "?",
        "！",
        "？",
        "  ",
        "\u{3000}",
        "\u{200B}",
        "(",
        ")",
        "（",
        "）",
        "呢",
        "啦",
        "嘛",
        "鍙戣揣",
        "Ã¤",
        "锟斤拷",
        "😀",
        "。",
        ":",
        ".",
        "a b",
        "\"",
        "'",
        "#",
        "{x}",
        "https://a.cn/?b=1",
    ];

    fn pieces() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(&PIECES[..]), 1..8).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn fixes_come_to_an_end_and_leave_nothing_to_fix(
            question in pieces(),
            answer in pieces(),
        ) {
            let scalar = |text: &str| crate::source::write_scalar(text, false);
            let yaml = format!("- id: a\n  question: {}\n  answer: {}\n", scalar(&question), scalar(&answer));
            let case = Case::of(&yaml).select("KB2");
            let (before, _) = case.lint();
            let (files, left) = case.fix();
            let fixed = String::from_utf8_lossy(&files[0].1).into_owned();
            prop_assert!(left.findings.iter().all(|finding| finding.fix.is_none()), "{yaml}{fixed}{left:?}");
            prop_assert!(left.findings.len() <= before.findings.len(), "{yaml}{fixed}{left:?}");
        }

        #[test]
        fn links_lie_on_character_borders(text in "[a-c.:/@,() w货？😀é]{0,24}") {
            let mut end = 0;
            for link in links(&text) {
                prop_assert!(end <= link.start && link.start < link.end, "{link:?}");
                prop_assert!(text.get(link.clone()).is_some());
                end = link.end;
            }
        }
    }
}
