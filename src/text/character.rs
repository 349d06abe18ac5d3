//! What kinds of characters a text is made of, in one pass.
//!
//! Most rules about typing ask for a character that few texts have: a full-width letter, a tab, something
//! invisible. [`CharacterClasses::of`] reads a text once and answers all of them, so that a rule need only
//! look closely where its class occurs.
//!
//! A table gives each character of the first plane a class, and the pass collects the classes in the bits
//! of one word; only spaces and the parts of emoji need to know what stands beside them. The table is
//! built at the first use.

use std::fmt;
use std::ops::{BitOr, BitOrAssign};
use std::sync::LazyLock;

use unicode_properties::{EmojiStatus, GeneralCategory, UnicodeEmoji, UnicodeGeneralCategory};

use super::conversion::{is_simplified_only, is_traditional_only};
use super::script::is_han;

/// A set of kinds of characters; a character may be of several.
#[derive(Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct CharacterClasses(u32);

macro_rules! classes {
    ($($(#[$documentation:meta])+ $name:ident = $bit:literal,)+) => {
        impl CharacterClasses {
            $($(#[$documentation])+ pub const $name: Self = Self(1 << $bit);)+

            const NAMES: &'static [(Self, &'static str)] = &[$((Self::$name, stringify!($name)),)+];
        }
    };
}

classes! {
    /// Chinese characters ([`is_han`]).
    HAN = 0,
    /// Chinese characters that only Traditional Chinese uses ([`is_traditional_only`]).
    TRADITIONAL = 1,
    /// Chinese characters that only Simplified Chinese uses ([`is_simplified_only`]).
    SIMPLIFIED = 2,
    /// `A` to `Z`, `a` to `z`.
    ASCII_LETTER = 3,
    /// `0` to `9`.
    ASCII_DIGIT = 4,
    /// `Ａ` to `Ｚ`, `ａ` to `ｚ`, `０` to `９` ([`is_full_width_alphanumeric`]).
    FULL_WIDTH_ALPHANUMERIC = 5,
    /// The marks that Chinese has a full-width form of its own for: `,` `.` `?` `!` `:` `;` `(` `)`.
    ASCII_MARK = 6,
    /// Chinese and full-width marks, brackets and quotes: `，` `。` `？` `…` `—` `·` `～` `“` `「`.
    CJK_MARK = 7,
    /// Brackets and paired quotes of any kind: `(` `[` `{` `（` `【` `《` `「` `“` `‘`. Not `<`, which
    /// is less than, nor `"` and `'`, which tell no beginning from an end.
    BRACKET = 8,
    /// The space U+0020.
    SPACE = 9,
    /// Two spaces of any kind in a row; line breaks are none.
    DOUBLE_SPACE = 10,
    /// Any other space: the tab, U+00A0, U+3000, and so on; line breaks are none.
    OTHER_SPACE = 11,
    /// `\n`, `\r`, U+2028 and U+2029.
    LINE_BREAK = 12,
    /// Characters that show nothing ([`is_invisible`]). Joiners, variation selectors and tags that belong
    /// to an emoji do not count.
    INVISIBLE = 13,
    /// U+FFFD, what is left of bytes that could not be decoded.
    REPLACEMENT = 14,
    /// Emoji; `©`, `™` and their like only with the selector that asks for a picture (U+FE0F).
    EMOJI = 15,
    /// U+0080 to U+024F, which text decoded wrongly is full of, but for signs that Chinese text uses too:
    /// `·` `×` `÷` `°` `±` `²` `³` `¥` `£` `¢` `§` `®` `©` and spaces.
    LATIN_EXTENDED = 16,
    /// Characters for private use, which look different everywhere.
    PRIVATE_USE = 17,
    /// Everything else: other scripts, symbols, the rest of the ASCII marks.
    OTHER = 18,
}

impl CharacterClasses {
    /// The empty set.
    pub const NONE: Self = Self(0);
    /// Every class there is or will be.
    pub const ALL: Self = Self(u32::MAX);

    /// The classes of all characters of `text`.
    pub fn of(text: &str) -> Self {
        let table = &**TABLE;
        let mut found = 0_u32;
        let mut classes = Self::NONE;
        let mut before = Class::LineBreak;
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            let class = table.get(c as usize).copied().unwrap_or_else(|| beyond_first_plane(c));
            if class as u8 >= FIRST_WITH_NEIGHBOURS {
                classes |= with_neighbours(c, class, before, chars.as_str());
            } else {
                found |= 1 << class as u8;
            }
            before = class;
        }
        for class in (0..FIRST_WITH_NEIGHBOURS).filter(|class| found & (1 << class) != 0) {
            classes |= OF_CLASS[usize::from(class)];
        }
        classes
    }

    /// Whether any class of `others` is in the set.
    #[must_use]
    pub const fn intersects(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// Whether every class of `others` is in the set.
    #[must_use]
    pub const fn contains(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    /// Whether the set is empty, which only the empty text's is.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Both sets together; `|` for constants.
    #[must_use]
    pub const fn union(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }
}

impl BitOr for CharacterClasses {
    type Output = Self;

    fn bitor(self, others: Self) -> Self {
        self.union(others)
    }
}

impl BitOrAssign for CharacterClasses {
    fn bitor_assign(&mut self, others: Self) {
        *self = self.union(others);
    }
}

impl fmt::Debug for CharacterClasses {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Self::NAMES.iter().filter(|(class, _)| self.contains(*class)).map(|(_, name)| name);
        formatter.debug_set().entries(names).finish()
    }
}

/// Whether `c` shows nothing and takes no room, or an unknown one: controls other than tab and line
/// breaks, format characters (zero-width spaces and joiners, the soft hyphen, the marks that turn the
/// direction of writing), variation selectors, and the fillers of Hangul.
///
/// Joiners and selectors have their place inside emoji; only a text can tell, see
/// [`CharacterClasses::INVISIBLE`].
pub fn is_invisible(c: char) -> bool {
    match c {
        // Besides tab and line breaks: the number signs of Arabic, Syriac and Kaithi, which have a shape.
        '\t'
        | '\n'
        | '\r'
        | '\u{600}'..='\u{605}'
        | '\u{6DD}'
        | '\u{70F}'
        | '\u{890}'
        | '\u{891}'
        | '\u{8E2}'
        | '\u{110BD}'
        | '\u{110CD}' => false,
        '\u{34F}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{3164}'
        | '\u{FFA0}'
        | '\u{180B}'..='\u{180F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{E0000}'..='\u{E01EF}' => true,
        c if c.is_ascii() => c.is_ascii_control(),
        c => matches!(c.general_category(), GeneralCategory::Control | GeneralCategory::Format),
    }
}

/// Whether `c` is a letter or digit of ASCII in its full-width form, `Ａ` to `Ｚ`, `ａ` to `ｚ`, `０` to `９`.
pub const fn is_full_width_alphanumeric(c: char) -> bool {
    matches!(c, '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}')
}

/// What the table knows of a character. The order counts: the last ones depend on their neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Class {
    Han,
    Traditional,
    Simplified,
    AsciiLetter,
    AsciiDigit,
    FullWidth,
    AsciiMark,
    /// `(` and `)`.
    AsciiMarkBracket,
    CjkMark,
    CjkMarkBracket,
    Bracket,
    LineBreak,
    Invisible,
    Replacement,
    Latin,
    /// The controls U+0080 to U+009F and the soft hyphen.
    LatinInvisible,
    PrivateUse,
    Other,
    Space,
    OtherSpace,
    Emoji,
    /// An emoji only with a selector.
    Symbol,
    /// U+200D.
    Joiner,
    /// U+FE0E and U+FE0F.
    Selector,
    /// U+20E3.
    Keycap,
    /// U+E0020 to U+E007F, the letters of some flags.
    Tag,
}

const FIRST_WITH_NEIGHBOURS: u8 = Class::Space as u8;

const OF_CLASS: [CharacterClasses; FIRST_WITH_NEIGHBOURS as usize] = {
    use CharacterClasses as C;
    [
        C::HAN,
        C::HAN.union(C::TRADITIONAL),
        C::HAN.union(C::SIMPLIFIED),
        C::ASCII_LETTER,
        C::ASCII_DIGIT,
        C::FULL_WIDTH_ALPHANUMERIC,
        C::ASCII_MARK,
        C::ASCII_MARK.union(C::BRACKET),
        C::CJK_MARK,
        C::CJK_MARK.union(C::BRACKET),
        C::BRACKET,
        C::LINE_BREAK,
        C::INVISIBLE,
        C::REPLACEMENT,
        C::LATIN_EXTENDED,
        C::LATIN_EXTENDED.union(C::INVISIBLE),
        C::PRIVATE_USE,
        C::OTHER,
    ]
};

static TABLE: LazyLock<Box<[Class]>> = LazyLock::new(|| {
    let class = |code| char::from_u32(code).map_or(Class::Other, in_first_plane);
    (0..0x1_0000).map(class).collect()
});

fn in_first_plane(c: char) -> Class {
    match c {
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '々' | '〇' => han(c),
        '\u{E000}'..='\u{F8FF}' => Class::PrivateUse,
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => Class::LineBreak,
        ' ' => Class::Space,
        '\t' => Class::OtherSpace,
        'A'..='Z' | 'a'..='z' => Class::AsciiLetter,
        '0'..='9' => Class::AsciiDigit,
        '(' | ')' => Class::AsciiMarkBracket,
        ',' | '.' | '?' | '!' | ':' | ';' => Class::AsciiMark,
        '[' | ']' | '{' | '}' | '«' | '»' | '‹' | '›' => Class::Bracket,
        // The rest of ASCII; signs of Latin-1 that Chinese text uses too; Hangul.
        '!'..='~' | '×' | '÷' | '°' | '±' | '²' | '³' | '¥' | '£' | '¢' | '§' | '\u{AC00}'..='\u{D7A3}' => {
            Class::Other
        }
        '\u{200D}' => Class::Joiner,
        '\u{FE0E}' | '\u{FE0F}' => Class::Selector,
        '\u{20E3}' => Class::Keycap,
        '\u{FFFD}' => Class::Replacement,
        '\u{80}'..='\u{9F}' | '\u{AD}' => Class::LatinInvisible,
        c if is_full_width_alphanumeric(c) => Class::FullWidth,
        c if is_cjk_bracket(c) => Class::CjkMarkBracket,
        c if is_cjk_mark(c) => Class::CjkMark,
        c if is_invisible(c) => Class::Invisible,
        c if c.is_whitespace() => Class::OtherSpace,
        c => match emoji(c) {
            Class::Other if ('\u{80}'..='\u{24F}').contains(&c) => Class::Latin,
            class => class,
        },
    }
}

#[cold]
fn beyond_first_plane(c: char) -> Class {
    match c {
        c if is_han(c) => han(c),
        '\u{1F300}'..='\u{1F64F}' => emoji(c),
        '\u{E0020}'..='\u{E007F}' => Class::Tag,
        '\u{F0000}'.. => Class::PrivateUse,
        c if is_invisible(c) => Class::Invisible,
        c => emoji(c),
    }
}

fn han(c: char) -> Class {
    match c {
        c if is_traditional_only(c) => Class::Traditional,
        c if is_simplified_only(c) => Class::Simplified,
        _ => Class::Han,
    }
}

fn is_cjk_bracket(c: char) -> bool {
    matches!(c,
        '‘' | '’' | '“' | '”' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301B}' | '\u{301D}'..='\u{301F}'
        | '（' | '）' | '［' | '］' | '｛' | '｝' | '｟' | '｠' | '｢' | '｣'
        // Brackets for vertical writing and small ones.
        | '\u{FE17}' | '\u{FE18}' | '\u{FE35}'..='\u{FE44}' | '\u{FE47}' | '\u{FE48}' | '\u{FE59}'..='\u{FE5E}')
}

fn is_cjk_mark(c: char) -> bool {
    matches!(c,
        '·' | '—' | '‥' | '…' | '\u{2E3A}' | '\u{2E3B}' | '\u{3001}'..='\u{3003}' | '\u{301C}' | '\u{3030}'
        | '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE4F}' | '\u{FE50}'..='\u{FE6B}'
        | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}')
}

/// `Emoji`, `Symbol` or `Other`.
fn emoji(c: char) -> Class {
    match c.emoji_status() {
        EmojiStatus::NonEmoji | EmojiStatus::NonEmojiButEmojiComponent => Class::Other,
        // Suns, hearts and scissors are pictures to everyone, whatever their default.
        _ if c.is_emoji_char() && matches!(c, '\u{2600}'..='\u{27BF}' | '\u{1F000}'..) => Class::Emoji,
        EmojiStatus::EmojiPresentation
        | EmojiStatus::EmojiPresentationAndModifierBase
        | EmojiStatus::EmojiPresentationAndEmojiComponent
        | EmojiStatus::EmojiPresentationAndModifierAndEmojiComponent => Class::Emoji,
        _ => Class::Symbol,
    }
}

/// The classes that `c` adds where it stands: `before` is the class of the character before it (at the
/// beginning that of a line break), `rest` is what follows it.
#[inline(never)]
fn with_neighbours(c: char, class: Class, before: Class, rest: &str) -> CharacterClasses {
    use CharacterClasses as C;
    let picture = |class| matches!(class, Class::Emoji | Class::Symbol);
    let next = || rest.chars().next();
    let fine_or_invisible = |fine: bool| if fine { C::NONE } else { C::INVISIBLE };
    match class {
        Class::Space | Class::OtherSpace => {
            let doubled = matches!(before, Class::Space | Class::OtherSpace);
            let one = if class == Class::Space { C::SPACE } else { C::OTHER_SPACE };
            if doubled { one | C::DOUBLE_SPACE } else { one }
        }
        Class::Emoji => C::EMOJI,
        Class::Symbol if next() == Some('\u{FE0F}') => C::EMOJI,
        Class::Joiner => {
            let followed = next().is_some_and(|c| picture(class_of(c)));
            fine_or_invisible(followed && (picture(before) || before == Class::Selector))
        }
        Class::Selector => {
            // A digit, `#` or `*` in a box, or a picture.
            let boxed = c == '\u{FE0F}' && next() == Some('\u{20E3}');
            let base = matches!(before, Class::AsciiDigit | Class::Other);
            fine_or_invisible(picture(before) || (boxed && base))
        }
        Class::Keycap if matches!(before, Class::Selector | Class::AsciiDigit) => C::EMOJI,
        Class::Tag => fine_or_invisible(matches!(before, Class::Emoji | Class::Tag)),
        _ => C::OTHER,
    }
}

fn class_of(c: char) -> Class {
    TABLE.get(c as usize).copied().unwrap_or_else(|| beyond_first_plane(c))
}

#[cfg(test)]
mod tests {
    use super::CharacterClasses as C;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_class_has_its_characters() {
        for (text, wanted) in [
            ("", C::NONE),
            ("中〇々㐀\u{20000}", C::HAN),
            ("后里乾著", C::HAN),
            ("發", C::HAN | C::TRADITIONAL),
            ("发", C::HAN | C::SIMPLIFIED),
            ("azAZ", C::ASCII_LETTER),
            ("09", C::ASCII_DIGIT),
            ("ＡＺａｚ０９", C::FULL_WIDTH_ALPHANUMERIC),
            (",.?!:;", C::ASCII_MARK),
            ("()", C::ASCII_MARK | C::BRACKET),
            ("[]{}", C::BRACKET),
            ("，。？！：；、…—·～＋", C::CJK_MARK),
            ("（）【】《》「」“”‘’", C::CJK_MARK | C::BRACKET),
            ("<>\"'-_@#*", C::OTHER),
            (" ", C::SPACE),
            ("  ", C::SPACE | C::DOUBLE_SPACE),
            (" \u{3000}", C::SPACE | C::OTHER_SPACE | C::DOUBLE_SPACE),
            ("\t\n\u{A0}", C::OTHER_SPACE | C::LINE_BREAK),
            ("\r\n\n\u{2028}", C::LINE_BREAK),
            ("\u{FFFD}", C::REPLACEMENT),
            ("ä½å¼", C::LATIN_EXTENDED),
            ("ÿĀɏ", C::LATIN_EXTENDED),
            ("\u{85}\u{AD}", C::LATIN_EXTENDED | C::INVISIBLE),
            ("×°±©®¥", C::OTHER),
            ("\u{E000}\u{F0000}\u{10FFFD}", C::PRIVATE_USE),
            ("あ한Жα→™", C::OTHER),
        ] {
            assert_eq!(C::of(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_seen() {
        for c in
            "\u{200B}\u{200C}\u{200D}\u{2060}\u{FEFF}\u{202E}\u{2066}\u{7}\0\u{3164}\u{FE0F}\u{FE00}\u{E0101}"
                .chars()
        {
            assert!(is_invisible(c), "{c:?}");
            assert_eq!(C::of(&format!("发{c}货")), C::of("发货") | C::INVISIBLE, "{c:?}");
            assert_eq!(C::of(&c.to_string()), C::INVISIBLE, "{c:?}");
        }
        for c in "\t\n\r a中？😀é\u{301}\u{600}".chars() {
            assert!(!is_invisible(c), "{c:?}");
        }
    }

    #[test]
    fn emoji_keep_what_holds_them_together() {
        for text in [
            "😀",
            "👍🏽",
            "👨\u{200D}👩\u{200D}👧",
            "❤\u{FE0F}",
            "❤",
            "👩\u{200D}⚕\u{FE0F}",
            "🇨🇳",
            "©\u{FE0F}",
            "⭐",
        ] {
            assert_eq!(C::of(text), C::EMOJI, "{text:?}");
        }
        assert_eq!(C::of("1\u{FE0F}\u{20E3}"), C::ASCII_DIGIT | C::EMOJI);
        assert_eq!(C::of("#\u{FE0F}\u{20E3}"), C::OTHER | C::EMOJI);
        assert_eq!(C::of("🏴\u{E0067}\u{E0062}\u{E007F}"), C::EMOJI);
        assert_eq!(C::of("👨\u{200D}"), C::EMOJI | C::INVISIBLE);
        assert_eq!(C::of("👨\u{200D}好"), C::EMOJI | C::INVISIBLE | C::HAN);
        assert_eq!(C::of("1\u{FE0F}2"), C::ASCII_DIGIT | C::INVISIBLE);
        assert_eq!(C::of("\u{E0067}"), C::INVISIBLE);
    }

    #[test]
    fn a_set_is_a_set() {
        let both = C::HAN | C::SPACE;
        assert!(
            both.contains(C::HAN) && both.intersects(C::HAN | C::EMOJI) && !both.contains(C::HAN | C::EMOJI)
        );
        assert!(
            !both.is_empty() && C::NONE.is_empty() && both.contains(C::NONE) && !both.intersects(C::NONE)
        );
        assert_eq!(format!("{both:?}"), r#"{"HAN", "SPACE"}"#);
    }

    #[test]
    fn the_helpers_agree_with_the_table() {
        for c in '\0'..=char::MAX {
            let classes = C::of(c.encode_utf8(&mut [0; 4]));
            assert!(!classes.is_empty(), "{c:?}");
            assert_eq!(classes.contains(C::HAN), is_han(c), "{c:?}");
            assert_eq!(classes.contains(C::TRADITIONAL), is_traditional_only(c), "{c:?}");
            assert_eq!(classes.contains(C::SIMPLIFIED), is_simplified_only(c), "{c:?}");
            assert_eq!(classes.contains(C::FULL_WIDTH_ALPHANUMERIC), is_full_width_alphanumeric(c), "{c:?}");
            assert_eq!(classes.contains(C::INVISIBLE), is_invisible(c), "{c:?}");
            let space = c.is_whitespace() && !is_invisible(c);
            assert_eq!(classes.intersects(C::SPACE | C::OTHER_SPACE | C::LINE_BREAK), space, "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn texts_without_emoji_are_the_sum_of_their_characters(text in "[发發a1Ａ（,。\u{200B}\u{FFFD}é\nж]{0,20}") {
            let sum = text.chars().fold(C::NONE, |sum, c| sum | C::of(&c.to_string()));
            prop_assert_eq!(C::of(&text), sum);
        }
    }
}
