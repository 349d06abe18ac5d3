//! What carries no meaning at the edges of a question: particles, greetings, thanks.
//!
//! 亲，请问怎么退款呢，在线等 asks what 怎么退款 asks. [`core_key`] takes off what stands around a question;
//! it never takes out of its middle and never takes everything, so that 你好 and 谢谢 stay questions of
//! their own.

use std::sync::LazyLock;

use super::word_table::{Effect, WordTable};

/// The match key without particles, address and politeness at its edges; idempotent.
///
/// ```
/// use kbtool::text::{core_key, match_key};
///
/// assert_eq!(core_key(&match_key("亲，请问怎么退款呢？谢谢！")), "怎么退款");
/// assert_eq!(core_key("你好"), "你好");
/// ```
pub fn core_key(match_key: &str) -> &str {
    let mut text = match_key.trim();
    while let Some(rest) = without_opening(text).or_else(|| without_closing(text)) {
        text = rest;
    }
    text
}

/// Whether the text is an opening or a closing as a whole: 在吗 is not 在 with a particle.
fn is_courtesy(text: &str) -> bool {
    AT_START.drops_whole(text) || AT_END.drops_whole(text)
}

/// `None` if there is no opening, or if only closings would be left: 你好呀 is 你好, not 呀.
fn without_opening(text: &str) -> Option<&str> {
    if is_courtesy(text) {
        return None;
    }
    let Some((word, Effect::Drop)) = AT_START.at(text, 0) else { return None };
    let rest = text[word.len()..].trim_start();
    let mut core = rest;
    while let Some(shorter) = without_closing(core) {
        core = shorter;
    }
    (!AT_END.drops_whole(core)).then_some(rest)
}

fn without_closing(text: &str) -> Option<&str> {
    if is_courtesy(text) {
        return None;
    }
    match AT_END.at_end(text) {
        Some((word, Effect::Drop)) => Some(text[..text.len() - word.len()].trim_end()),
        _ => None,
    }
}

static AT_START: LazyLock<WordTable> =
    LazyLock::new(|| WordTable::new(&[(Effect::Drop, OPENINGS), (Effect::Keep, NO_OPENINGS)]));

static AT_END: LazyLock<WordTable> =
    LazyLock::new(|| WordTable::new(&[(Effect::Drop, CLOSINGS), (Effect::Keep, NO_CLOSINGS)]));

/// How customers begin before they ask.
const OPENINGS: &[&str] = &[
    // address
    "亲、亲亲、亲们、亲爱的、老板、老板娘、掌柜的、店小二",
    // greeting
    "您好、你好、你们好、大家好、早上好、上午好、中午好、下午好、晚上好、哈喽、哈啰、哈罗、嗨、嘿、喂",
    "在吗、在么、在嘛、有人吗、有人么、有人在吗、客服你好、客服您好、客服在吗",
    // leading up to the question
    "请问、请问下、请问一下、请教、请教下、请教一下、麻烦、麻烦问下、麻烦问一下、麻烦请问、劳驾",
    "打扰了、打扰下、打扰一下、不好意思、问下、问一下、问问、问个问题、问个事、我问下、我问一下",
    "想问、想问下、想问一下、想问问、我想问、我想问下、我想问一下、我想问问、想请问、我想请问",
    "咨询下、咨询一下、想咨询、想咨询下、想咨询一下、我想咨询、我想咨询下、我想咨询一下、我要咨询",
    "了解下、了解一下、想了解、想了解下、想了解一下、我想了解、我想了解下、我想了解一下、想知道、我想知道",
    // sighs, thanks and hurry
    "嗯、嗯嗯、哦、噢、呃、谢谢、急、急急",
    "hi、hello、hey、please、excuse me、good morning、good afternoon、good evening、thanks、thank you",
];

/// What begins like an opening and is none.
const NO_OPENINGS: &[&str] = &[
    "亲子、亲肤、亲测、亲友、亲属、亲自、亲情、亲密、亲和、亲手、亲人、亲戚、亲家、亲生、亲身、亲近、亲笔、亲吻、亲嘴",
    "亲朋、亲切、亲水、亲眼、亲口、亲历、亲临、亲妈、亲爸、亲哥、亲姐、亲弟、亲妹、亲爹、亲娘、亲儿、亲女、亲兄",
    "老板椅、老板桌、老板台、老板电、老板油、老板抽、老板燃、老板的、老板键、老板杯",
    "您好像、您好久、您好几、您好慢、您好多、你好像、你好久、你好几、你好慢、你好多、晚上好看",
    "哈啰单车、哈罗单车、哈啰出行、哈罗出行、哈啰电动、哈罗电动",
    "喂养、喂奶、喂食、喂药、喂猫、喂狗、喂鱼、喂宝",
    "麻烦吗、麻烦不、麻烦死、麻烦大、麻烦事、麻烦的、麻烦了",
    "急救、急诊、急需、急用、急速、急冻",
    "hi fi、hi res、hello kitty、hey siri",
];

/// How customers end when they have asked.
const CLOSINGS: &[&str] = &[
    // modal particles
    "吗、嘛、么、呢、呀、啊、哦、噢、喔、哟、吧、啦、哈、咯、喽、呐、咩、哇",
    // thanks
    "谢谢、谢谢您、谢谢你、谢谢了、谢了、多谢、感谢、感谢您、非常感谢、十分感谢、拜托、拜托了",
    "麻烦了、麻烦您、麻烦你、麻烦您了、麻烦你了、辛苦了、辛苦您了",
    // hurry
    "在线等、急、急急、请回复、求回复、等回复、求解答、求解",
    // address
    "亲、亲亲、您好、请问、吗老板、呢老板、吧老板、啊老板、呀老板",
    "3q、thx、pls、please、thanks、many thanks、thanks a lot、thanks in advance、thank you、thank you very much",
];

/// What ends like a closing and is none: 什么 asks, 毛呢 is a cloth, 加急 a service.
const NO_CLOSINGS: &[&str] = &[
    "什么、怎么、那么、这么、多么、要么、甚么、干么、干嘛、干吗、喇嘛、酒吧、网吧、贴吧、清吧、水吧、哈哈、唢呐",
    "毛呢、花呢、兰呢、绒呢、登呢、粗呢、厚呢、双面呢",
    "父亲、母亲、相亲、探亲、双亲、近亲、远亲、成亲、定亲、娘亲、乡亲、省亲、提亲、结亲、认亲、至亲、血亲",
    "加急、紧急、着急、应急、不急、焦急、心急、告急、救急、特急、很急、真急、挺急",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::match_key;
    use proptest::prelude::*;

    fn core(text: &str) -> String {
        core_key(&match_key(text)).to_owned()
    }

    #[test]
    fn what_stands_around_a_question_goes() {
        for text in [
            "怎么退款",
            "怎么退款呢？",
            "怎么退款呀啊",
            "亲，您好，请问怎么退款",
            "在吗？我想问一下怎么退款，谢谢啦！",
            "老闆，麻煩問下怎麼退款，在線等，急！！！",
            "急急急怎么退款",
            "ＨＥＬＬＯ，怎么退款 please",
        ] {
            assert_eq!(core(text), "怎么退款", "{text}");
        }
        assert_eq!(core("Hello, where is my card? Thanks in advance!"), "where is my card");
    }

    #[test]
    fn never_everything() {
        for text in ["你好", "谢谢", "在吗", "急", "吗", "hi", "麻烦你了", "有人吗", "亲"] {
            assert_eq!(core(text), text);
        }
        assert_eq!(core("亲，在吗"), "在吗");
        assert_eq!(core("你好呀"), "你好");
        assert_eq!(core(""), "");
    }

    #[test]
    fn what_only_looks_like_it_stays() {
        for text in [
            "这是什么",
            "怎么",
            "你干嘛",
            "亲子装有货",
            "是毛呢",
            "能加急",
            "给父亲",
            "你好像没发货",
            "麻烦不麻烦",
            "his size",
            "hi fi耳机",
            "hello kitty",
            "会员有没有优惠",
            "不能退",
            "老板电器",
        ] {
            assert_eq!(core(text), text);
        }
        assert_eq!(core("是毛呢吗"), "是毛呢");
        assert_eq!(core("请问下单后多久发货"), "下单后多久发货");
    }

    proptest! {
        #[test]
        fn idempotent_and_never_empty(text in "[亲您你好请问一下麻烦想在吗么什怎呢啊谢急线等老板吧 退款hi]{1,14}") {
            let key = match_key(&text);
            let core = core_key(&key);
            prop_assert_eq!(core_key(core), core);
            prop_assert_eq!(core.is_empty(), key.is_empty());
            prop_assert!(key.contains(core));
        }

        #[test]
        fn any_text_at_all(text in "\\PC{0,20}") {
            let core = core_key(&text);
            prop_assert_eq!(core_key(core), core);
            prop_assert_eq!(core.is_empty(), text.trim().is_empty());
        }
    }
}
