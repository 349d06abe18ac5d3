//! What a text is written in, and Traditional Chinese turned into Simplified.

use super::conversion::{Conversion, conversion, has_partner};

/// Whether `c` is a Chinese character (Unicode Han: the unified ideographs and their extensions).
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}' | '々' | '〇')
}

/// How many characters of a text belong to which script; marks, spaces and emoji belong to none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScriptCounts {
    /// Chinese characters.
    pub han: usize,
    /// Of these, the ones that only Traditional Chinese uses (發, 貨, 嗎).
    pub traditional: usize,
    /// Japanese syllables.
    pub kana: usize,
    /// Korean syllables.
    pub hangul: usize,
    /// Letters of any other script.
    pub letters: usize,
    /// Digits.
    pub digits: usize,
}

impl ScriptCounts {
    /// Count `text`.
    pub fn of(text: &str) -> Self {
        let mut counts = Self::default();
        for c in text.chars() {
            match c {
                c if is_han(c) => counts.han += 1,
                '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' => counts.kana += 1,
                '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7AF}' => counts.hangul += 1,
                c if c.is_numeric() => counts.digits += 1,
                c if c.is_alphabetic() => counts.letters += 1,
                _ => {}
            }
        }
        if counts.han > 0 {
            let converted = simplified(text);
            counts.traditional =
                text.chars().zip(converted.chars()).filter(|(before, after)| before != after).count();
        }
        counts
    }

    /// Whether words are not set apart by spaces: any Han, kana or hangul.
    pub fn is_east_asian(&self) -> bool {
        self.han + self.kana + self.hangul > 0
    }
}

/// Words in which 著 is not the particle 着.
const ZHU_WORDS: [&str; 12] =
    ["著名", "著作", "著称", "著者", "著述", "显著", "顯著", "名著", "原著", "论著", "編著", "卓著"];

/// Characters that are turned into another before OpenCC's tables are asked, which would choose a third.
pub(super) const CORRECTED: [(char, char); 3] = [('帳', '賬'), ('妳', '你'), ('祇', '只')];

/// Turn Traditional Chinese into Simplified, character for character where usage allows.
///
/// The conversion is OpenCC's tables (through `hanconv`) with three corrections that matter to customer
/// service: 帳號, 帳戶 and the like become 账, not 帐; the particle 著 becomes 着 (穿著, 隨著); 妳 becomes
/// 你. Simplified text comes back as it was, and converting twice changes nothing more.
///
/// The converter itself is only asked where neighbours decide what a character becomes.
pub fn simplified(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut changes = false;
    for c in text.chars() {
        match conversion(c) {
            Conversion::Stays => {}
            Conversion::Becomes(_) => changes = true,
            Conversion::Usually(_) if !has_partner(text) => changes = true,
            Conversion::Usually(_) | Conversion::InContext => return simplified_in_context(text),
        }
    }
    if !changes {
        return text.to_owned();
    }
    let simple = |c| match conversion(c) {
        Conversion::Becomes(other) | Conversion::Usually(other) => other,
        Conversion::Stays | Conversion::InContext => c,
    };
    text.chars().map(simple).collect()
}

/// The same by the converter; right for every text.
fn simplified_in_context(text: &str) -> String {
    if !text.chars().any(is_han) {
        return text.to_owned();
    }
    let corrected: String = text
        .chars()
        .map(|c| CORRECTED.iter().find(|&&(from, _)| from == c).map_or(c, |&(_, to)| to))
        .collect();
    let converted = hanconv::t2s(corrected);
    if converted.contains('著') { particle_zhe(&converted) } else { converted }
}

fn particle_zhe(text: &str) -> String {
    let mut keep = vec![false; text.len()];
    for word in ZHU_WORDS {
        for (at, _) in text.match_indices(word) {
            keep[at..at + word.len()].fill(true);
        }
    }
    text.char_indices().map(|(at, c)| if c == '著' && !keep[at] { '着' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_character_and_phrase_becomes_what_the_converter_says() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            assert_eq!(simplified(&text), simplified_in_context(&text));
        }
        let phrases: Vec<&str> = hanconv::Dictionary::TSPhrases.iter().map(|(key, _)| key).collect();
        for (one, two) in phrases.iter().zip(phrases.iter().rev()) {
            let text = format!("{one}{two}");
            assert_eq!(simplified(&text), simplified_in_context(&text));
        }
    }

    proptest! {
        #[test]
        fn texts_become_what_the_converter_says(
            // Characters of phrases, so that they meet often, and any other.
            text in "([一乾隆坤彷徨答覆回瞭解著名衣帳戶妳祇神藉口沈默電話發麼於么幺些單關徵象]|[\u{4E00}-\u{9FFF}]|[a\u{3400}\u{20000}？]){0,12}",
        ) {
            prop_assert_eq!(simplified(&text), simplified_in_context(&text));
        }
    }

    #[test]
    fn counts_by_script() {
        let counts = ScriptCounts::of("iPhone 15 有貨嗎？😀");
        assert_eq!((counts.han, counts.traditional, counts.letters, counts.digits), (3, 2, 6, 2));
        assert!(counts.is_east_asian());
        assert!(!ScriptCounts::of("when will it ship?").is_east_asian());
        assert_eq!(ScriptCounts::of("こんにちは 안녕").kana, 5);
    }

    #[test]
    fn traditional_becomes_simplified() {
        for (traditional, wanted) in [
            ("請問什麼時候發貨呢", "请问什么时候发货呢"),
            ("帳號登不上，結帳失敗", "账号登不上，结账失败"),
            ("衣著隨著季節", "衣着随着季节"),
            ("著名品牌效果顯著", "著名品牌效果显著"),
            ("妳好，這隻有貨嗎", "你好，这只有货吗"),
            ("台灣可以寄嗎", "台湾可以寄吗"),
        ] {
            assert_eq!(simplified(traditional), wanted);
        }
    }

    #[test]
    fn simplified_prose_is_left_alone() {
        for text in ["覆盖范围很显著，呵呵", "干燥的发质用什么", "皇后的面条只有一只", "乾隆", "how much"]
        {
            assert_eq!(simplified(text), text);
        }
    }
}
