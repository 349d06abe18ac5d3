//! Slips that leave a text the same: characters that sound alike, and one wrong key in a Latin word.
//!
//! Both are found without comparing all texts. Texts that sound alike have equal [`sound`]s. Words one
//! keystroke apart become equal when one letter of each is left out (the deletion neighbourhoods of Bocek,
//! Hunt and Stiller, *Fast Similarity Search in Large Dictionaries*, 2007), so [`typing_keys`] gives the
//! hashes of the text with each letter of each longer word left out.

use std::hash::{DefaultHasher, Hasher};

use super::tokens::tokens;
use crate::text::{is_han, sound_key};

/// Sounds decide only in texts of so many Chinese characters: one says too little, and long texts that sound
/// alike are alike in other ways too.
const SOUND_CHARACTERS: std::ops::RangeInclusive<usize> = 2..=16;

/// A wrong key makes another word of a shorter one: card and cart.
const LEAST_LETTERS: usize = 6;

/// Longer texts are alike in other ways too.
const MOST_BYTES: usize = 64;

/// The kinds of slips.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dedup) enum Slip {
    /// Sounds alike.
    Sound,
    /// One keystroke in a Latin word.
    Typing,
}

/// A hash of how a short loose key sounds, runs of one sound taken once (退退款); `None` if its sound does not
/// decide.
pub(in crate::dedup) fn sound(key: &str) -> Option<u64> {
    let mut characters = 0;
    for _ in key.chars().filter(|&c| is_han(c)) {
        characters += 1;
        if characters > *SOUND_CHARACTERS.end() {
            return None;
        }
    }
    if characters < *SOUND_CHARACTERS.start() || key.len() > MOST_BYTES {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    let mut last = String::new();
    for token in tokens(key) {
        let sound = sound_key(token);
        if sound != last {
            hasher.write(sound.as_bytes());
            hasher.write_u8(0xFF);
            last = sound;
        }
    }
    Some(hasher.finish())
}

fn words(key: &str) -> impl Iterator<Item = &str> {
    tokens(key)
        .filter(|token| token.len() >= LEAST_LETTERS && token.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// Hashes of a loose key with one letter of one longer Latin word left out, and of itself if it has such a
/// word; empty for keys without and for long ones.
pub(in crate::dedup) fn typing_keys(key: &str, keys: &mut Vec<u64>) {
    keys.clear();
    if key.len() > MOST_BYTES || words(key).next().is_none() {
        return;
    }
    let mut hashed = |parts: [&str; 2]| {
        let mut hasher = DefaultHasher::new();
        for part in parts {
            hasher.write(part.as_bytes());
        }
        keys.push(hasher.finish());
    };
    hashed([key, ""]);
    let start = key.as_ptr() as usize;
    for word in words(key) {
        let at = word.as_ptr() as usize - start;
        for letter in at..at + word.len() {
            hashed([&key[..letter], &key[letter + 1..]]);
        }
    }
    keys.sort_unstable();
    keys.dedup();
}

/// Whether two different loose keys are the same but for one longer Latin word, which is one keystroke apart:
/// a letter more, less, another, or two letters that have changed places.
pub(in crate::dedup) fn is_typing_slip(one: &str, other: &str) -> bool {
    if one.len() > MOST_BYTES || other.len() > MOST_BYTES {
        return false;
    }
    let (mut ones, mut others) = (tokens(one), tokens(other));
    let mut slips = 0;
    loop {
        match (ones.next(), others.next()) {
            (None, None) => return slips == 1,
            (Some(one), Some(other)) if one == other => {}
            (Some(one), Some(other)) => {
                let is_word = |word: &str| words(word).next() == Some(word);
                if !(is_word(one) && is_word(other) && strsim::osa_distance(one, other) == 1) {
                    return false;
                }
                slips += 1;
            }
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_that_sound_alike() {
        for (one, other) in
            [("帐户注销", "账户注销"), ("有货", "诱惑"), ("退退款", "退款"), ("登陆H", "登录H")]
        {
            assert_eq!(sound(one), sound(other), "{one} {other}");
        }
        assert_ne!(sound("退款"), sound("退货"));
        assert_ne!(sound("退款ab"), sound("退款a b"));
        for silent in ["退", "", "abc", &"退款".repeat(9)] {
            assert_eq!(sound(silent), None, "{silent}");
        }
    }

    #[test]
    fn words_one_keystroke_apart() {
        for (one, other) in [
            ("my refund", "my refudn"),
            ("receipt", "reciept"),
            ("退款refunds", "退款refund"),
            ("passcode", "passcide"),
        ] {
            assert!(is_typing_slip(one, other) && is_typing_slip(other, one), "{one} {other}");
        }
        for (one, other) in [
            ("card", "cart"),
            ("refund a", "refunds b"),
            ("refund", "refund"),
            ("top upped", "top up"),
            ("iphone14", "iphone15"),
        ] {
            assert!(!is_typing_slip(one, other), "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn slips_share_a_key(before in "[a-d退 ]{0,4}", one in "[a-c]{5,8}", other in "[a-c]{5,8}", after in "[ 款a-c]{0,4}") {
            let (one, other) = (format!("{before}{one}{after}"), format!("{before}{other}{after}"));
            if is_typing_slip(&one, &other) {
                let (mut ones, mut others) = (Vec::new(), Vec::new());
                typing_keys(&one, &mut ones);
                typing_keys(&other, &mut others);
                prop_assert!(ones.iter().any(|key| others.contains(key)));
            }
        }
    }
}
