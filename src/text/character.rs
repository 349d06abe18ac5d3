//! Which kinds of characters a text has, in one look at each.
//!
//! The linter asks dozens of questions of every text, and nearly always the answer is "nothing of that kind
//! is in it". [`CharacterClasses::of`] reads a table once a character, so that most rules need not look at
//! the text at all.

use std::sync::LazyLock;

use unicode_properties::{GeneralCategory, UnicodeEmoji, UnicodeGeneralCategory};

use super::conversion::{is_simplified_only, is_traditional_only};
use super::script::is_han;

/// A set of kinds of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CharacterClasses(u32);

impl CharacterClasses {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// Everything.
    pub const ALL: Self = Self(u32::MAX);
    /// Chinese characters.
    pub const HAN: Self = Self(1);
    /// Chinese characters that only Traditional Chinese uses.
    pub const TRADITIONAL: Self = Self(1 << 1);
    /// Chinese characters that only Simplified Chinese uses.
    pub const SIMPLIFIED: Self = Self(1 << 2);
    /// a to z, A to Z.
    pub const ASCII_LETTER: Self = Self(1 << 3);
    /// 0 to 9.
    pub const ASCII_DIGIT: Self = Self(1 << 4);
    /// Ａ to Ｚ, ａ to ｚ, ０ to ９.
    pub const FULL_WIDTH_ALPHANUMERIC: Self = Self(1 << 5);
    /// Half-width marks.
    pub const ASCII_MARK: Self = Self(1 << 6);
    /// Chinese and other full-width marks.
    pub const CJK_MARK: Self = Self(1 << 7);
    /// Brackets and paired quotes of any width.
    pub const BRACKET: Self = Self(1 << 8);
    /// White space of any kind.
    pub const SPACE: Self = Self(1 << 9);
    /// White space twice or more in a row.
    pub const DOUBLE_SPACE: Self = Self(1 << 10);
    /// White space that is neither an ordinary space nor a line break: tab, no-break, ideographic.
    pub const OTHER_SPACE: Self = Self(1 << 11);
    /// A line break.
    pub const LINE_BREAK: Self = Self(1 << 12);
    /// What nobody sees: zero width, direction marks, controls; joiners inside emoji included.
    pub const INVISIBLE: Self = Self(1 << 13);
    /// U+FFFD, where a decoder gave up.
    pub const REPLACEMENT: Self = Self(1 << 14);
    /// Emoji.
    pub const EMOJI: Self = Self(1 << 15);
    /// Letters and signs from U+0080 to U+024F, where UTF-8 read as Latin-1 ends up.
    pub const LATIN_EXTENDED: Self = Self(1 << 16);
    /// Private use, which means something else on each machine.
    pub const PRIVATE_USE: Self = Self(1 << 17);
    /// Anything else.
    pub const OTHER: Self = Self(1 << 18);

    /// The kinds of characters in `text`.
    pub fn of(text: &str) -> Self {
        let table = &**TABLE;
        let (mut classes, mut before) = (0, 0);
        for c in text.chars() {
            let class = match table.get(c as usize) {
                Some(&class) => class,
                None => class_of(c).0,
            };
            if class & before & Self::SPACE.0 != 0 {
                classes |= Self::DOUBLE_SPACE.0;
            }
            classes |= class;
            before = class;
        }
        Self(classes)
    }

    /// Whether any of `other` is among these.
    #[inline]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0 || other.0 == u32::MAX
    }

    /// Both together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

static TABLE: LazyLock<Box<[u32; 0x1_0000]>> = LazyLock::new(|| {
    let mut table = Box::new([CharacterClasses::OTHER.0; 0x1_0000]);
    for (at, slot) in table.iter_mut().enumerate() {
        if let Some(c) = char::from_u32(at as u32) {
            *slot = class_of(c).0;
        }
    }
    table
});

fn class_of(c: char) -> CharacterClasses {
    use CharacterClasses as C;
    match c {
        'a'..='z' | 'A'..='Z' => C::ASCII_LETTER,
        '0'..='9' => C::ASCII_DIGIT,
        ' ' => C::SPACE,
        '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => C::SPACE.union(C::LINE_BREAK),
        '\u{FFFD}' => C::REPLACEMENT,
        c if is_han(c) => {
            let script = match c {
                c if is_traditional_only(c) => C::TRADITIONAL,
                c if is_simplified_only(c) => C::SIMPLIFIED,
                _ => C::NONE,
            };
            C::HAN.union(script)
        }
        c if is_full_width_alphanumeric(c) => C::FULL_WIDTH_ALPHANUMERIC,
        c if is_invisible(c) => C::INVISIBLE,
        c if c.is_whitespace() => C::SPACE.union(C::OTHER_SPACE),
        c if c.is_ascii() => {
            let bracket = if matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '"') {
                C::BRACKET
            } else {
                C::NONE
            };
            C::ASCII_MARK.union(bracket)
        }
        '\u{80}'..='\u{24F}' => C::LATIN_EXTENDED,
        c if c.is_emoji_char() => C::EMOJI,
        _ => match c.general_category() {
            GeneralCategory::PrivateUse => C::PRIVATE_USE,
            GeneralCategory::OpenPunctuation
            | GeneralCategory::ClosePunctuation
            | GeneralCategory::InitialPunctuation
            | GeneralCategory::FinalPunctuation => C::CJK_MARK.union(C::BRACKET),
            GeneralCategory::OtherPunctuation
            | GeneralCategory::DashPunctuation
            | GeneralCategory::ConnectorPunctuation
            | GeneralCategory::MathSymbol
            | GeneralCategory::CurrencySymbol
            | GeneralCategory::ModifierSymbol
            | GeneralCategory::OtherSymbol => C::CJK_MARK,
            _ => C::OTHER,
        },
    }
}

/// Whether `c` is a letter or digit of full width: Ａ, ｂ, １.
pub fn is_full_width_alphanumeric(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// Whether nobody sees `c`: controls other than tab and line breaks, zero-width and direction marks, soft
/// hyphens, variation selectors.
pub fn is_invisible(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' => false,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{115F}' | '\u{1160}' | '\u{3164}' => true,
        c if c.is_ascii() => c.is_ascii_control(),
        c => matches!(c.general_category(), GeneralCategory::Format | GeneralCategory::Control),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CharacterClasses as C;

    #[test]
    fn each_kind_is_seen() {
        for (text, class) in [
            ("货", C::HAN),
            ("貨", C::TRADITIONAL),
            ("发", C::SIMPLIFIED),
            ("x", C::ASCII_LETTER),
            ("7", C::ASCII_DIGIT),
            ("Ａ", C::FULL_WIDTH_ALPHANUMERIC),
            ("?", C::ASCII_MARK),
            ("？", C::CJK_MARK),
            ("￥", C::CJK_MARK),
            ("《", C::BRACKET),
            ("“", C::BRACKET),
            ("(", C::BRACKET),
            ("a  b", C::DOUBLE_SPACE),
            ("\u{3000}", C::OTHER_SPACE),
            ("\t", C::OTHER_SPACE),
            ("\r\n", C::LINE_BREAK),
            ("a\u{200B}b", C::INVISIBLE),
            ("\u{7}", C::INVISIBLE),
            ("\u{FFFD}", C::REPLACEMENT),
            ("😀", C::EMOJI),
            ("Ã¤", C::LATIN_EXTENDED),
            ("\u{E000}", C::PRIVATE_USE),
            ("あ", C::OTHER),
        ] {
            assert!(C::of(text).intersects(class), "{text:?}");
        }
    }

    #[test]
    fn what_is_not_there_is_not_seen() {
        let classes = C::of("什么时候发货？");
        let absent =
            C::TRADITIONAL.union(C::ASCII_LETTER).union(C::SPACE).union(C::EMOJI).union(C::INVISIBLE);
        assert!(!classes.intersects(absent));
        assert!(C::of("").intersects(C::ALL), "a rule for all texts sees empty ones too");
        assert!(!C::of("").intersects(C::HAN));
    }
}
