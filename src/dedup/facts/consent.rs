//! Whether an answer begins with a yes or a no.

use super::Fact;
use super::kind::FactKind;

/// Beginnings that refuse; 没有问题 and 没关系 are not among them.
const NO: &[&str] = &[
    "不支持",
    "不支援",
    "不可以",
    "不能",
    "没有哦",
    "没有的",
    "没有，",
    "没有。",
    "没有呢",
    "沒有哦",
    "沒有的",
    "沒有，",
    "沒有。",
    "沒有呢",
    "不是",
    "无法",
    "無法",
    "不行",
    "不会",
    "不會",
    "暂不",
    "暫不",
    "暂时不",
    "暫時不",
    "暂无",
    "暫無",
];

/// Beginnings that agree; 有任何问题, 会员, 能量 and 是否 are not among them.
const YES: &[&str] = &[
    "支持",
    "支援",
    "可以",
    "能的",
    "能退",
    "能换",
    "能換",
    "能用",
    "能改",
    "能开",
    "能開",
    "有的",
    "有哦",
    "有呢",
    "有，",
    "有。",
    "有货",
    "有貨",
    "有现货",
    "有現貨",
    "是的",
    "是哦",
    "是，",
    "是正品",
    "会的",
    "會的",
];

/// What may stand before a yes or a no.
const BEFORE: &[&str] = &["亲亲", "亲爱的", "亲", "親愛的", "親", "您好", "你好", "哦", "呢", "嗯"];

/// The first characters of those, and of a yes or a no.
const BEGIN_BEFORE: &str = "亲親您你哦呢嗯";
const BEGIN: &str = "不没沒无無暂暫支可能有是会會";

/// English beginnings, longer ones first: 1 agrees, 0 refuses.
const ENGLISH: &[(&str, u64)] = &[
    ("you cannot", 0),
    ("you can not", 0),
    ("you can't", 0),
    ("you can’t", 0),
    ("you can", 1),
    ("you may not", 0),
    ("you may", 1),
    ("we cannot", 0),
    ("we can't", 0),
    ("we can’t", 0),
    ("we do not", 0),
    ("we don't", 0),
    ("we don’t", 0),
    ("unfortunately", 0),
    ("yes", 1),
    ("no", 0),
];

/// What may stand before them.
const ENGLISH_BEFORE: &[&str] = &["hi there", "hi", "hello", "dear customer", "sorry", "we are sorry"];

/// The yes or no at the beginning of a text.
pub(super) fn consent(text: &str) -> Option<Fact> {
    let separator = |c: char| c.is_whitespace() || "，,。！!～~、".contains(c);
    let mut rest = text.trim_start_matches(separator);
    if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        if let Some(word) = ENGLISH_BEFORE.iter().find(|word| begins(rest, word)) {
            rest = rest[word.len()..].trim_start_matches(separator);
        }
        let (word, value) = ENGLISH.iter().find(|(word, _)| begins(rest, word))?;
        // No problem and no later than refuse nothing.
        let refuses = *word != "no"
            || rest[2..].is_empty()
            || rest[2..].starts_with([',', '.', '!', ';', '，', '。', '！']);
        return refuses.then(|| fact(text, rest, word.len(), *value));
    }
    // Most answers begin with none of the words.
    let first = |rest: &str, of: &str| rest.chars().next().is_some_and(|c| of.contains(c));
    while first(rest, BEGIN_BEFORE)
        && let Some(after) = BEFORE.iter().find_map(|word| rest.strip_prefix(word))
    {
        rest = after.trim_start_matches(separator);
    }
    if !first(rest, BEGIN) {
        return None;
    }
    let find = |words: &[&str]| words.iter().find(|word| rest.starts_with(**word)).map(|word| word.len());
    match (find(NO), find(YES)) {
        (Some(length), _) => Some(fact(text, rest, length, 0)),
        (None, Some(length)) => Some(fact(text, rest, length, 1)),
        (None, None) => None,
    }
}

/// The fact that so many bytes of what is left of `text` are.
fn fact(text: &str, rest: &str, length: usize, value: u64) -> Fact {
    let at = text.len() - rest.len();
    let word = rest[..length].trim_end_matches(['，', '。']);
    Fact { kind: FactKind::Consent, value: (value, value), span: at..at + word.len() }
}

/// Whether a text begins with an English word, capitals aside, and no letter behind.
fn begins(rest: &str, word: &str) -> bool {
    rest.as_bytes().get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word.as_bytes()))
        && !rest[word.len()..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '\'' | '’'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(u64, &str)> {
        consent(text).map(|fact| (fact.value.0, &text[fact.span]))
    }

    #[test]
    fn yes_and_no_at_the_beginning() {
        for (text, wanted) in [
            ("可以的", "可以"),
            ("亲，支持七天无理由", "支持"),
            ("您好～可以退", "可以"),
            ("是的，包邮", "是的"),
            ("有货的亲", "有货"),
            ("有，今天发", "有"),
            ("有貨喔", "有貨"),
            ("Yes, within 30 days.", "Yes"),
            ("You can return it.", "You can"),
            ("Hello! You may exchange it.", "You may"),
        ] {
            assert_eq!(found(text), Some((1, wanted)), "{text}");
        }
        for (text, wanted) in [
            ("不可以哦", "不可以"),
            ("亲，不支持退换", "不支持"),
            ("暂不支持", "暂不"),
            ("無法更改", "無法"),
            ("没有，抱歉", "没有"),
            ("No, sorry.", "No"),
            ("no", "no"),
            ("You can't.", "You can't"),
            ("YOU CANNOT return it", "YOU CANNOT"),
            ("Unfortunately not", "Unfortunately"),
            ("Sorry, we don’t ship abroad", "we don’t"),
        ] {
            assert_eq!(found(text), Some((0, wanted)), "{text}");
        }
    }

    #[test]
    fn first_characters_are_those_of_the_words() {
        assert!(NO.iter().chain(YES).all(|word| word.starts_with(|c| BEGIN.contains(c))));
        assert!(BEFORE.iter().all(|word| word.starts_with(|c| BEGIN_BEFORE.contains(c))));
    }

    #[test]
    fn neither() {
        for text in [
            "会员专享",
            "有任何问题请联系",
            "没有问题",
            "没关系",
            "不好意思",
            "能量饮料",
            "有效期一年",
            "",
            "，",
            "No problem",
            "Normally 3 days",
            "Yesterday",
            "You cancel it",
            "No later than Friday",
            "Nó",
            "é",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
