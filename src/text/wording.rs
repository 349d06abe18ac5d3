//! Interchangeable question words and fillers: 如何退款 asks what 怎么退款 asks.
//!
//! [`loose_key`] says every group of interchangeable words in one way and leaves fillers out. What changes
//! an answer stays: negation, numbers, directions (从 到 给), and every word for things. The tables are
//! small on purpose; a pair that is only nearly interchangeable (什么时候 and 多久) is not in them.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::particles::core_key;
use super::word_table::{Effect, WordTable};

/// The [`core_key`] with interchangeable question words made one and without filler words; idempotent.
///
/// Capital letters, which no match key has, stand for the words made one. The result is for comparing, not
/// for reading.
///
/// ```
/// use kbtool::text::loose_key;
///
/// assert_eq!(loose_key("如何退款呢"), loose_key("怎么退款"));
/// assert_ne!(loose_key("不能退款"), loose_key("能退款"));
/// ```
pub fn loose_key(match_key: &str) -> Cow<'_, str> {
    // Every rewriting makes the text shorter, so this ends.
    let mut text = Cow::Borrowed(core_key(match_key));
    while let Some(rewritten) = rewritten(&text) {
        let core = core_key(&rewritten);
        if core.is_empty() {
            break;
        }
        text = Cow::Owned(core.to_owned());
    }
    text
}

/// The text with every word of the table replaced once; `None` if there is none.
fn rewritten(text: &str) -> Option<String> {
    let mut result: Option<String> = None;
    let (mut at, mut copied) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        let Some((word, effect)) = WORDS.at(text, at) else {
            at += c.len_utf8();
            continue;
        };
        let end = at + word.len();
        let replacement = match effect {
            Effect::Replace(replacement) => Some(replacement),
            Effect::Drop => Some(""),
            Effect::DropInside if end < text.len() => Some(""),
            Effect::DropAtStart if at == 0 => Some(""),
            _ => None,
        };
        if let Some(replacement) = replacement {
            let result = result.get_or_insert_with(|| String::with_capacity(text.len()));
            result.push_str(&text[copied..at]);
            result.push_str(replacement);
            copied = end;
        }
        at = end;
    }
    if let Some(result) = &mut result {
        result.push_str(&text[copied..]);
    }
    result
}

static WORDS: LazyLock<WordTable> = LazyLock::new(|| {
    let mut lists = vec![
        (Effect::Keep, KEPT),
        (Effect::Drop, FILLERS),
        (Effect::DropInside, FILLERS_INSIDE),
        (Effect::DropAtStart, FILLERS_AT_START),
    ];
    lists.extend(INTERCHANGEABLE.iter().map(|&(one, words)| (Effect::Replace(one), words)));
    WordTable::new(&lists)
});

/// Words said in one way. What stands for them is shorter than each of them, which is why rewriting ends.
const INTERCHANGEABLE: &[(&str, &[&str])] = &[
    // how
    ("H", &["怎么、怎么样、怎样、如何、咋、咋样、该怎么、该如何、该怎样、应该怎么、应该如何、要怎么"]),
    ("H ", &["how do i 、how can i 、how could i 、how should i 、how would i 、how to "]),
    // what
    ("W", &["什么、啥、甚么"]),
    // when
    ("T", &["什么时候、啥时候、什么时间、啥时间、啥时、何时、几时"]),
    // how long
    ("D", &["多久、多长时间、多少时间、要多久、需要多久、要多长时间、需要多长时间"]),
    // how much
    ("M", &["多少钱、多少元、多少块、多少块钱、几块钱、什么价格、什么价、啥价格、啥价、怎么卖、咋卖"]),
    ("M", &["价格多少、价格是多少、价钱多少、价钱是多少"]),
    // where
    ("P", &["哪里、哪儿、什么地方、啥地方"]),
    ("在P", &["在哪、在哪里、在哪儿"]),
    // why
    ("Y", &["为什么、因为什么、为啥、为何"]),
    // whether one can
    ("E", &["能、可以、能够、能不能、可不可以、能否、可否、是否可以、是否能、是否能够、是不是可以"]),
    ("E ", &["can i 、could i 、may i "]),
    // the same asked with a verb and its negation: 有没有货, 有货吗
    ("有", &["有没有、有木有、有无、是否有、是不是有"]),
    ("会", &["会不会、是否会、是不是会"]),
    ("要", &["要不要、是否要、是不是要"]),
    ("需要", &["需不需要、是否需要、是不是需要"]),
    ("支持", &["支不支持、是否支持"]),
    ("用", &["用不用"]),
    ("包", &["包不包"]),
    ("是", &["是不是、是否"]),
    // others
    ("没", &["没有"]),
    ("几天", &["多少天"]),
    ("几次", &["多少次"]),
    ("几个", &["多少个"]),
];

/// Words that say nothing wherever they stand.
const FILLERS: &[&str] =
    &["的、一下、这个、那个、这款、那款、这件、那件、这条、那条、这双、那双、究竟、大概、大约、the "];

/// At the end 了 says that something has happened: 发货了吗 is not 发货吗.
const FILLERS_INSIDE: &[&str] = &["了"];

/// Whose, where there is only one it could be.
const FILLERS_AT_START: &[&str] = &[
    "你们、你们家、你们家的、你们店、你们店的、你们店里、你们店里的、你们这里、你们这儿",
    "你家、你家的、贵店、咱家、咱们家、咱们店、本店",
];

/// What one of the words above is only a part of.
const KEPT: &[&str] = &[
    "的确、的士、目的、标的、打的、有的、似的",
    "了解、了然、了如、了断、了不、了得、了结、不了、得了、为了、除了、罢了、未了、受得了",
    "这个月、那个月、这个周、那个周、这个星、那个星、这个季、那个季、这个时、那个时、这个点、那个点、这件事、那件事",
    "一下水、一下来、一下去",
    "在哪个、在哪家、在哪些、在哪天、在哪一、在哪种、在哪款、在哪几、在哪方、在哪位、在哪年",
    "咋舌、咋呼",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::match_key;
    use proptest::prelude::*;

    fn loose(text: &str) -> String {
        loose_key(&match_key(text)).into_owned()
    }

    #[test]
    fn interchangeable_words_are_one() {
        for same in [
            &["怎么退款", "如何退款呢", "咋退款", "亲，请问怎样退款？", "怎麼退款", "该如何退款"][..],
            &["什么时候发货", "啥时候发货", "何时发货", "你们家什么时候发货呀"],
            &["退款要多久", "退款多长时间", "退款需要多久"],
            &["能不能退", "可以退吗", "能退吗", "是否可以退", "可不可以退"],
            &["有没有货", "有货吗", "是否有货", "有无货"],
            &["为什么不发货", "为啥不发货", "为何不发货"],
            &["这款多少钱", "什么价格", "那个怎么卖"],
            &["在哪里查物流", "在哪查物流", "在哪儿查物流"],
            &["我的订单坏了怎么办", "我订单坏了咋办"],
            &["How do I return it?", "how can i return it", "hello how to return it"],
        ] {
            for text in same {
                assert_eq!(loose(text), loose(same[0]), "{text}");
            }
        }
    }

    #[test]
    fn what_changes_the_answer_stays() {
        for (one, other) in [
            ("能退款", "不能退款"),
            ("有货", "没有货"),
            ("怎么退款", "为什么退款"),
            ("什么时候发货", "多久发货"),
            ("满100包邮", "满200包邮"),
            ("从北京到上海", "从上海到北京"),
            ("寄给你们", "寄给我"),
            ("红色多少钱", "蓝色多少钱"),
            ("这个月发货吗", "发货吗"),
            ("今天发货了吗", "今天发货吗"),
            ("在哪个仓", "在哪仓"),
            ("问一下单", "问单"),
            ("目的地", "目地"),
            ("可以了解", "可以解"),
        ] {
            assert_ne!(loose(one), loose(other));
        }
    }

    #[test]
    fn fillers_alone_stay() {
        for text in ["这个", "你们", "一下", "你好"] {
            assert_eq!(loose(text), text);
        }
        assert!(matches!(loose_key("退款流程"), Cow::Borrowed(_)));
        assert!(matches!(loose_key("亲退款流程吗"), Cow::Borrowed("退款流程")));
    }

    #[test]
    fn whatever_stands_for_words_is_shorter_than_they_are() {
        for (one, words) in INTERCHANGEABLE {
            assert!(
                words.iter().flat_map(|words| words.split('、')).all(|word| one.len() < word.len()),
                "{one}"
            );
        }
    }

    proptest! {
        #[test]
        fn idempotent_and_never_empty(text in "[怎么样如何咋什时候多久能不可以否有没的了一下这那个为在哪吗亲你们是需要 how do i退]{1,14}") {
            let key = match_key(&text);
            let once = loose_key(&key).into_owned();
            prop_assert_eq!(&*loose_key(&once), once.as_str());
            prop_assert_eq!(once.is_empty(), key.is_empty());
            // The weaker key decides the stronger one's groups.
            prop_assert_eq!(&*loose_key(core_key(&key)), once.as_str());
        }

        #[test]
        fn any_text_at_all(text in "\\PC{0,20}") {
            let once = loose_key(&text).into_owned();
            prop_assert_eq!(&*loose_key(&once), once.as_str());
        }
    }
}
