//! What carries no meaning in a question: greetings, politeness, particles, fillers.
//!
//! "亲，请问一下什么时候发货呀" asks what "什么时候发货" asks. Two keys leave more of it out, the one
//! after the other:
//!
//! - The *core key* ([`core_key`]) is the match key without what is said at its edges to be polite.
//! - The *loose key* ([`loose_key`]) also writes words that ask the same thing in one way (咋, 如何 and
//!   怎么样 are 怎么) and drops fillers inside. It is good for finding questions that may be the same,
//!   not for deciding that they are: 发货了吗 and 发货吗 meet in it.
//!
//! Both keep negations, numbers and words of direction. Where a word is politeness in one place and
//! meaning in another (亲 and 亲子装, 呢 and 毛呢, 急 and 加急), it stays unless the table knows better:
//! a phrase is only stripped if none of its exceptions stands beside it.

mod tables;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::normalise::{Class, carries_meaning, class, fold};
use super::script::is_han;
use tables::{LEADING, THEMSELVES, TRAILING, WORDS};

/// Phrases by the character at their outer edge, the longest first.
type ByCharacter<T> = FxHashMap<char, Vec<(&'static str, T)>>;

struct Tables {
    leading: ByCharacter<&'static [&'static str]>,
    trailing: ByCharacter<&'static [&'static str]>,
    words: ByCharacter<&'static str>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let words = WORDS.iter().flat_map(|&(to, all)| all.iter().map(move |&from| (from, to)));
    let themselves = THEMSELVES.iter().map(|&word| (word, word));
    Tables {
        leading: by_character(LEADING.iter().copied(), |phrase| phrase.chars().next()),
        trailing: by_character(TRAILING.iter().copied(), |phrase| phrase.chars().next_back()),
        words: by_character(words.chain(themselves), |word| word.chars().next()),
    }
});

fn by_character<T>(
    phrases: impl Iterator<Item = (&'static str, T)>,
    edge: impl Fn(&str) -> Option<char>,
) -> ByCharacter<T> {
    let mut map: ByCharacter<T> = FxHashMap::default();
    for (phrase, what) in phrases {
        if let Some(c) = edge(phrase) {
            map.entry(c).or_default().push((phrase, what));
        }
    }
    for phrases in map.values_mut() {
        phrases.sort_by_key(|&(phrase, _)| std::cmp::Reverse(phrase.len()));
    }
    map
}

/// The part of a match key that asks: the key without address, greetings, thanks, haste and particles at
/// its edges, however many there are.
///
/// `match_key` should be what [`match_key`](super::match_key) gives; a text in another form only has less
/// stripped. A key of nothing else stays as it is: "你好" and "谢谢" are questions of their own. The core
/// key of a core key is the core key.
pub fn core_key(match_key: &str) -> String {
    core(match_key).to_owned()
}

fn core(key: &str) -> &str {
    let mut rest = key.trim();
    loop {
        let shorter = without_leading(rest).or_else(|| without_trailing(rest)).map(str::trim);
        match shorter {
            Some("") => return key,
            Some(shorter) => rest = shorter,
            None => return rest,
        }
    }
}

fn without_leading(key: &str) -> Option<&str> {
    let phrases = TABLES.leading.get(&key.chars().next()?)?;
    phrases.iter().find_map(|(phrase, unless)| {
        let rest = key.strip_prefix(phrase)?;
        let word_ends = is_border(phrase.chars().next_back(), rest.chars().next());
        (word_ends && !unless.iter().any(|beside| rest.starts_with(beside))).then_some(rest)
    })
}

fn without_trailing(key: &str) -> Option<&str> {
    let phrases = TABLES.trailing.get(&key.chars().next_back()?)?;
    phrases.iter().find_map(|(phrase, unless)| {
        let rest = key.strip_suffix(phrase)?;
        let word_begins = is_border(phrase.chars().next(), rest.chars().next_back());
        (word_begins && !unless.iter().any(|beside| rest.ends_with(beside))).then_some(rest)
    })
}

/// Whether a phrase that ends in `inner` may end beside `outer`: Chinese anywhere, English where a word
/// does.
fn is_border(inner: Option<char>, outer: Option<char>) -> bool {
    inner.is_some_and(is_han) || outer.is_none_or(|c| c.is_whitespace() || is_han(c))
}

/// The [core key](core_key) with words that ask alike made one and fillers dropped, from left to right,
/// the longest word at each place:
///
/// | Becomes | Instead of |
/// |---|---|
/// | 怎么 | 怎么样 怎样 如何 咋 咋样 |
/// | 怎么办 | 咋办 咋整 咋弄 |
/// | 什么时候 | 啥时候 何时 什么时间 啥时间 几时 啥时 |
/// | 多久 | 多长时间 多久时间 多少时间 |
/// | 为什么 | 为啥 为何 |
/// | 什么 | 啥 |
/// | 多少钱 | 什么价格 什么价 什么价位 啥价 啥价格 啥价位 价格多少 价格是多少 价钱多少 多钱 几块钱 多少元 怎么卖 咋卖 |
/// | 哪 | 哪里 哪儿 |
/// | 能 | 能不能 可不可以 可以不可以 可以 能否 可否 能够 是否可以 是否能 是否能够 |
/// | 有 | 有没有 有木有 有无 是否有 |
/// | 还有 | 还有没有 |
/// | 是, 会, 要, 需要 | 是不是 是否, 会不会 是否会, 要不要, 需不需要 是否需要 |
/// | 没 | 没有 木有 |
/// | nothing | 的 的话 了 一下 这个 那个 这款 那款 你们 你们家 你们店 你家 贵店 咱们 咱家 请问 究竟 大概 大约 具体 啊 呀 哦 吗 |
///
/// As the core key has lost its 吗, 可以退货吗, 能退货吗 and 能不能退货 meet. Words such as 功能, 还是 or
/// 了解 are known and stay whole. Everything else stays as it is: negations, numbers, directions. If
/// nothing would be left, the core key is the loose key. The loose key of a loose key is the loose key.
pub fn loose_key(match_key: &str) -> String {
    let core_key = core(match_key);
    if is_polite(core_key) {
        return core_key.to_owned();
    }
    let mut key = core_key.to_owned();
    loop {
        let replaced = replace_words(&key);
        let next = core(replaced.trim());
        if next.is_empty() {
            return core_key.to_owned();
        }
        // What a word becomes may, with its neighbours, be a word again; each time the key gets shorter,
        // or its words fewer that are not the table's own.
        if next == key {
            return key;
        }
        key = next.into();
    }
}

fn replace_words(key: &str) -> String {
    let mut out = String::with_capacity(key.len() + 12);
    let mut rest = key;
    while let Some(c) = rest.chars().next() {
        let words = TABLES.words.get(&c).map(Vec::as_slice).unwrap_or_default();
        let word = words.iter().find_map(|&(from, to)| Some((rest.strip_prefix(from)?, to)));
        if let Some((behind, to)) = word {
            out.push_str(to);
            rest = behind;
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// How many bytes at the beginning and at the end of a text as somebody typed it are marks, spaces, emoji,
/// politeness and particles; what lies between is its core. "亲，请问怎么退呀？？" gives the lengths of
/// "亲，请问" and of "呀？？".
///
/// Traditional characters, full-width letters and capitals are read as in a match key. A mark that belongs
/// to a number or a letter (50%, C++) is part of the core. Both are 0 if there would be no core.
pub fn edge_particles(text: &str) -> (usize, usize) {
    let mut key = String::with_capacity(text.len());
    // Where in the text each character of the key begins and ends, by its place in the key.
    let mut places: Vec<(usize, usize, usize)> = Vec::new();
    let mut before = None;
    let mut gap = false;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let folded = fold(c);
        let after = text[end..].chars().next().map(fold);
        let counts = match class(folded) {
            Class::Text => !folded.is_whitespace(),
            Class::Mark => carries_meaning(folded, before, after),
            Class::Emoji | Class::Invisible => false,
        };
        before = Some(folded);
        if !counts {
            gap |= class(folded) != Class::Invisible;
            continue;
        }
        if gap && !key.is_empty() && !is_han(folded) && !key.ends_with(is_han) {
            key.push(' ');
        }
        gap = false;
        places.push((key.len(), at, end));
        key.push(folded);
    }
    let core = core(&key);
    let start = core.as_ptr() as usize - key.as_ptr() as usize;
    let first = places.iter().find(|&&(place, ..)| place >= start);
    let last = places.iter().rev().find(|&&(place, ..)| place < start + core.len());
    match (first, last) {
        _ if is_polite(core) => (0, 0),
        (Some(&(_, start, _)), Some(&(_, _, end))) => (start, text.len() - end),
        _ => (0, 0),
    }
}

/// Whether a core key is one only because nothing would have been left of it.
fn is_polite(core_key: &str) -> bool {
    without_leading(core_key).or_else(|| without_trailing(core_key)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::match_key;
    use proptest::prelude::*;

    #[test]
    fn politeness_goes_at_the_edges() {
        for text in [
            "什么时候发货",
            "什么时候发货呀？",
            "亲，什么时候发货呢",
            "亲亲~请问一下什么时候发货啊啊啊",
            "你好，在吗，我想问一下什么时候发货，急急急，在线等",
            "老闆您好，麻煩問下什麼時候發貨嗎？謝謝啦😀",
            "Hello 什么时候发货 thanks!",
            "不好意思打扰一下，想咨询下什么时候发货哈，辛苦了",
        ] {
            assert_eq!(core_key(&match_key(text)), "什么时候发货", "{text}");
        }
        assert_eq!(core_key("hi please where is my order thank you"), "where is my order");
    }

    #[test]
    fn what_means_something_stays() {
        for key in [
            "亲子装有几件",
            "亲肤吗是什么面料做的",
            "这件毛呢",
            "可以加急",
            "着急",
            "能送到酒吧",
            "买来干嘛",
            "这是什么",
            "该怎么",
            "你好久没回了",
            "老板椅有货没",
            "怎么联系客服",
            "客服电话",
            "麻烦不麻烦",
            "退货太麻烦了",
            "hello kitty联名",
            "hi fi音箱",
            "送给母亲",
            "在不在保修期",
            "不能退",
            "没发货",
            "history",
            "delphi",
            "感谢卡怎么写",
        ] {
            assert_eq!(core_key(key), key);
        }
    }

    #[test]
    fn politeness_alone_stays() {
        for key in ["你好", "谢谢", "在吗", "急", "亲", "呢", "你好在吗", "谢谢老板", "hello", "亲请问", ""]
        {
            assert_eq!(core_key(key), key);
            assert_eq!(loose_key(key), key);
        }
    }

    #[test]
    fn words_that_ask_alike_are_one() {
        for (loose, keys) in [
            ("怎么退货", &["怎么退货", "如何退货", "咋退货呢", "怎样退货", "请问怎么样退货啊"][..]),
            ("什么时候发货", &["啥时候发货", "何时发货", "什么时间发货呀"]),
            ("要多久", &["要多久", "要多长时间"]),
            ("能退货", &["能不能退货", "可不可以退货", "可以退货吗", "能退货吗", "能否退货", "是否可以退货"]),
            ("有货", &["有没有货", "有货吗", "这款有货吗", "你们家有没有货呀", "有木有货"]),
            ("为什么不发货", &["为什么不发货", "为啥不发货", "为何不发货呢"]),
            ("多少钱", &["多少钱", "什么价格", "这个多少钱", "啥价", "怎么卖", "咋卖呀"]),
            ("是正品", &["是不是正品", "是正品吗", "是否正品"]),
            ("没收到", &["没有收到", "没收到"]),
            ("在哪", &["在哪里", "在哪儿呀", "在哪"]),
            ("质量怎么", &["质量怎么样", "质量如何", "质量咋样"]),
        ] {
            for key in keys {
                assert_eq!(loose_key(key), loose, "{key}");
            }
        }
    }

    #[test]
    fn loose_is_not_careless() {
        for (key, loose) in [
            ("功能不能用", "功能不能用"),
            ("智能不能连", "智能不能连"),
            ("还是不是正品", "还是不是正品"),
            ("任何时候都能退", "任何时候都能退"),
            ("退不了", "退不了"),
            ("不可以退", "不能退"),
            ("3天和7天", "3天和7天"),
            ("从北京到上海", "从北京到上海"),
            ("了解会员", "了解会员"),
            ("所有没有货", "所有没货"),
        ] {
            assert_eq!(loose_key(key), loose);
        }
        for (one, other) in [
            ("能退", "不能退"),
            ("有货", "没有货"),
            ("7天退", "15天退"),
            ("换大一码", "换小一码"),
            ("支持", "不支持"),
        ] {
            assert_ne!(loose_key(one), loose_key(other));
        }
    }

    #[test]
    fn the_edges_of_raw_texts() {
        for (text, before, after) in [
            ("什么时候发货", "", ""),
            ("亲，请问怎么退呀？？", "亲，请问", "呀？？"),
            ("  您好！多久到？ ", "  您好！", "？ "),
            ("請問多久發貨嗎😀", "請問", "嗎😀"),
            ("ＨＥＬＬＯ, Where Is It?  Thanks!", "ＨＥＬＬＯ, ", "?  Thanks!"),
            ("能打50%", "", ""),
            ("会C++吗", "", "吗"),
            ("～发货～", "～", "～"),
            ("你好", "", ""),
            ("你好！", "", ""),
            ("？？", "", ""),
            ("😀", "", ""),
            ("", "", ""),
        ] {
            assert_eq!(edge_particles(text), (before.len(), after.len()), "{text}");
        }
    }

    #[test]
    fn what_words_become_stays() {
        for &(to, all) in WORDS {
            assert_eq!(replace_words(to), to);
            for from in all {
                assert_eq!(replace_words(&replace_words(from)), replace_words(from), "{from}");
            }
        }
    }

    proptest! {
        #[test]
        fn twice_is_once(
            text in "((亲|请问|你好|吗|呢|急|谢谢|hi|please |能不能|可以|不|没有|有|咋|啥|价|何时|任|的|了|一下|这|个|什么|么|怎|样|卖|办|a| |3){0,10})|\\PC{0,20}",
        ) {
            let key = match_key(&text);
            let core = core_key(&key);
            prop_assert_eq!(&core_key(&core), &core);
            prop_assert_eq!(core.is_empty(), key.is_empty());
            let loose = loose_key(&key);
            prop_assert_eq!(&loose_key(&loose), &loose);
            prop_assert_eq!(loose_key(&core), loose);
        }

        #[test]
        fn edges_are_borders_and_leave_a_core(text in "((亲|請問|你好|嗎|呢|谢谢|HI|ｈｉ|%|\\+|5|？|😀| |\u{301}|\u{200B}){0,8})|\\PC{0,20}") {
            let (leading, trailing) = edge_particles(&text);
            prop_assert!(leading + trailing < text.len() || (leading, trailing) == (0, 0));
            prop_assert!(text.is_char_boundary(leading) && text.is_char_boundary(text.len() - trailing));
        }
    }
}
