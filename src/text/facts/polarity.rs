//! Whether an answer begins with a yes or a no.

use super::units::starts_with;

/// A word, and what may not follow it for it to be one.
type Word = (&'static str, &'static [&'static str]);

/// What stands before the yes or no without being either.
const PASSED_OVER: &[&str] = &[
    "亲亲",
    "亲爱的",
    "亲",
    "您好",
    "你好",
    "抱歉",
    "很抱歉",
    "非常抱歉",
    "对不起",
    "不好意思",
    "很遗憾",
    "遗憾的是",
    "目前",
    "现在",
    "暂时",
    "我们家",
    "我们店",
    "我们",
    "咱们家",
    "咱们",
    "本店",
    "小店",
    "店铺",
    "商家",
    "这款",
    "该款",
    "此款",
    "这个",
    "本产品",
    "该商品",
    "本商品",
    "商品",
    "产品",
    "都",
    "也",
    "一般",
    "通常",
    "默认",
    "好的",
    "嗯嗯",
    "嗯",
    "您",
    "hi",
    "hello",
    "sorry",
];

const NO: &[Word] = &[
    (
        "不",
        &[
            "仅",
            "但",
            "同",
            "管",
            "论",
            "错",
            "过",
            "限",
            "妨",
            "锈",
            "久",
            "少",
            "好意思",
            "止",
            "只",
            "如",
            "然",
            "断",
        ],
    ),
    ("没", &["问题", "关系", "事", "错"]),
    ("无法", &[]),
    ("无需", &[]),
    ("无须", &[]),
    ("暂不", &[]),
    ("暂无", &[]),
    ("并不", &[]),
    ("并非", &[]),
    ("未", &["来", "经", "必"]),
    ("否", &["则"]),
    ("no", &[]),
    ("not", &[]),
    ("cannot", &[]),
    ("can't", &[]),
    ("unfortunately", &[]),
];

const YES: &[Word] = &[
    ("没问题", &[]),
    ("没错", &[]),
    ("当然", &[]),
    ("支持", &[]),
    ("可以", &[]),
    ("可", &["能", "是", "见", "爱"]),
    ("能", &["量", "源", "效", "力"]),
    ("是", &["否", "不是", "指"]),
    ("对", &["于", "方", "不起", "比", "应", "您", "你", "外"]),
    ("有", &["时", "些", "关", "问题", "任何", "需要", "什么", "效", "可能", "没有", "的商品", "的地"]),
    ("会", &["员", "不会", "场"]),
    ("行", &["李", "业", "程"]),
    ("需要", &["注意"]),
    ("包邮", &[]),
    ("包含", &[]),
    ("含", &[]),
    ("提供", &[]),
    ("接受", &[]),
    ("yes", &[]),
    ("sure", &[]),
    ("of course", &[]),
];

/// Where, in characters, the word stands by which a text says yes (true) or no (false) at its beginning.
pub(super) fn polarity(chars: &[char]) -> Option<(bool, std::ops::Range<usize>)> {
    let mut at = 0;
    loop {
        while chars.get(at).is_some_and(|c| !c.is_alphanumeric()) {
            at += 1;
        }
        let rest = &chars[at..];
        let word = |words: &[Word]| {
            words.iter().find_map(|(word, unless)| {
                let length = starts_with(rest, word).filter(|&length| word_ends(rest, word, length))?;
                let after = &rest[length..];
                (!unless.iter().any(|word| starts_with(after, word).is_some())).then_some(length)
            })
        };
        if let Some(length) = word(NO) {
            return Some((false, at..at + length));
        }
        if let Some(length) = word(YES) {
            return Some((true, at..at + length));
        }
        let passed_over =
            |word: &&str| starts_with(rest, word).filter(|&length| word_ends(rest, word, length));
        at += PASSED_OVER.iter().filter_map(passed_over).max()?;
    }
}

fn word_ends(chars: &[char], word: &str, length: usize) -> bool {
    !word.is_ascii() || !chars.get(length).is_some_and(char::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no() {
        let of = |text: &str| polarity(&text.chars().collect::<Vec<_>>()).map(|(yes, _)| yes);
        for text in [
            "支持的",
            "亲，可以的哦",
            "能退",
            "是正品",
            "没问题",
            "有货",
            "我们家都是包邮",
            "当然可以",
            "yes, we do",
        ] {
            assert_eq!(of(text), Some(true), "{text}");
        }
        for text in [
            "不支持",
            "不可以",
            "不能退",
            "没有货",
            "没货",
            "无法修改",
            "很抱歉，目前不支持",
            "暂不提供",
            "这款不含税",
            "no.",
        ] {
            assert_eq!(of(text), Some(false), "{text}");
        }
        for text in [
            "",
            "😀",
            "不同地区时间不同",
            "不锈钢材质",
            "没关系",
            "会员有优惠",
            "有时会延迟",
            "请联系客服",
            "是否可退看页面",
            "付款后48小时发货",
            "nothing",
            "可能会延迟",
            "您好",
            "。。。",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
