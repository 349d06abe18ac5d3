//! How Chinese is read: ids that people can pronounce, and keys under which homophones meet.
//!
//! Each character has one reading here, its most usual one. That is wrong now and then (了解 is not *le
//! jie*), which an id bears, and of which a list of words that sound alike is merely longer.

use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::script::{is_han, simplified};

/// An id has at most so many syllables, an English word being one.
const MOST_SYLLABLES: usize = 6;
/// An id has at most so many bytes.
const MOST_BYTES: usize = 40;

/// A readable id for `text`: the pinyin of its first characters, its English words as they are.
///
/// `什么时候发货？` gives `shen-me-shi-hou-fa-huo`. At most six syllables and 40 bytes, only small ASCII
/// letters, digits and single hyphens between them. A text with nothing to read (emoji, Thai) gives `q-` and
/// eight digits of a hash that never changes. Different texts may give the same id.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    let mut word = String::new();
    let mut syllables = 0;
    // Signs between words count as their end, so there is one after the last.
    for c in simplified(text).nfkd().chain(std::iter::once(' ')) {
        if is_combining_mark(c) {
            continue;
        }
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
            continue;
        }
        let words = [std::mem::take(&mut word), syllable(c).map(letters).unwrap_or_default()];
        for word in words.into_iter().filter(|word| !word.is_empty()) {
            let hyphen = usize::from(!slug.is_empty());
            if syllables == MOST_SYLLABLES || slug.len() + hyphen + word.len() > MOST_BYTES {
                if slug.is_empty() {
                    slug.push_str(&word[..MOST_BYTES]);
                }
                return slug;
            }
            if hyphen == 1 {
                slug.push('-');
            }
            slug.push_str(&word);
            syllables += 1;
        }
    }
    if slug.is_empty() { format!("q-{:08x}", fnv(text)) } else { slug }
}

/// A key under which texts meet that sound alike: `诱货吗` and `有货吗` (tones do not count).
///
/// Each Chinese character becomes its reading without a tone and an apostrophe, everything else stays as it
/// is; a character whose reading is not known does too.
pub fn sound_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        match syllable(c) {
            Some(syllable) => {
                key.push_str(syllable);
                key.push('\'');
            }
            None => key.push(c),
        }
    }
    key
}

fn syllable(c: char) -> Option<&'static str> {
    is_han(c).then(|| c.to_pinyin()).flatten().map(pinyin::Pinyin::plain)
}

/// A syllable in ASCII: ü is written v, as on a keyboard, and other marks go.
fn letters(syllable: &str) -> String {
    syllable
        .chars()
        .map(|c| if c == 'ü' { 'v' } else { c })
        .collect::<String>()
        .nfkd()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// FNV-1a with 32 bits, as its authors Fowler, Noll and Vo give it.
fn fnv(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn questions_become_readable_ids() {
        for (text, id) in [
            ("什么时候发货？", "shen-me-shi-hou-fa-huo"),
            ("什麼時候發貨", "shen-me-shi-hou-fa-huo"),
            ("付款后多久才能发货呢", "fu-kuan-hou-duo-jiu-cai"),
            ("How long does shipping take?", "how-long-does-shipping-take"),
            ("ＡＢＣ支持微信pay吗", "abc-zhi-chi-wei-xin-pay"),
            ("女装有Ｌ码吗😀", "nv-zhuang-you-l-ma-ma"),
            ("Crème brûlée", "creme-brulee"),
            ("cre\u{301}me", "creme"),
            ("  -- 2026年 ", "2026-nian"),
        ] {
            assert_eq!(slug(text), id, "{text}");
        }
    }

    #[test]
    fn long_words_are_cut_and_nothing_to_read_gives_a_hash() {
        assert_eq!(slug(&"x".repeat(100)), "x".repeat(40));
        assert_eq!(slug(&format!("怎么 {}", "x".repeat(100))), "zen-me");
        assert_eq!(slug("😀"), "q-33a29608");
        assert_eq!(slug(""), "q-811c9dc5");
        assert_ne!(slug("ขนาด"), slug("ราคา"));
    }

    #[test]
    fn homophones_share_a_key() {
        assert_eq!(sound_key("有货吗"), sound_key("诱货吗"));
        assert_ne!(sound_key("先"), sound_key("西安"));
        assert_ne!(sound_key("发货"), sound_key("退货"));
        assert_eq!(sound_key("L码?"), "Lma'?");
        assert_eq!(sound_key("ok 😀"), "ok 😀");
    }

    proptest! {
        #[test]
        fn an_id_is_always_an_id(text in "\\PC{0,60}") {
            let slug = slug(&text);
            prop_assert!((1..=MOST_BYTES).contains(&slug.len()), "{slug}");
            let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            prop_assert!(slug.chars().all(allowed), "{slug}");
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"), "{slug}");
        }

        #[test]
        fn a_key_is_made_character_by_character(one in "[一-鿿㐀-䶿々a-zé😀]{0,20}", other in "\\PC{0,20}") {
            let together = format!("{one}{other}");
            prop_assert_eq!(sound_key(&together), sound_key(&one) + &sound_key(&other));
        }
    }
}
