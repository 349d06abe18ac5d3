//! The match key: what of a text counts when two texts are compared.
//!
//! # The steps, in their order
//! 1. `compatibility`: Unicode NFKC (UAX #15): full-width ＡＢＣ１ becomes ABC1, ㎏ becomes kg, a letter
//!    and its combining mark become one character.
//! 2. `case`: lower case.
//! 3. `script`: Traditional Chinese becomes Simplified.
//! 4. `emoji`: pictographs go.
//! 5. `punctuation`: marks and symbols become spaces, controls and invisible characters go. Signs that
//!    carry meaning stay: `.` `-` `/` `:` between digits (3.5 is not 35), `+` `#` `%` after a letter or
//!    digit (C++, C#, 50%), `$` `€` `£` `¥` beside a digit (£1 is not €1).
//! 6. `repeats`: a mark said twice or more in a row is said once, a letter more than twice is said twice
//!    (好好好好 is 好好, soooo is soo). Digits are never touched.
//! 7. `spaces`: runs of space become one, none stays at the edges or beside a Chinese character.
//!
//! Every step can be switched off ([`Steps`]). The whole is idempotent: the key of a key is the key. A
//! text of nothing but marks or emoji keeps them, so that "？？" and "😀" do not both become the empty
//! text.

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, UnicodeEmoji, UnicodeGeneralCategory};

use super::ordinary;
use super::script::{is_han, simplified};

/// Which steps the normaliser takes; the module's page says what each one does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[allow(clippy::struct_excessive_bools, reason = "seven independent switches")]
pub struct Steps {
    /// NFKC.
    pub compatibility: bool,
    /// Lower case.
    pub case: bool,
    /// Traditional to Simplified.
    pub script: bool,
    /// Emoji away.
    pub emoji: bool,
    /// Marks and symbols away.
    pub punctuation: bool,
    /// Repetitions shortened.
    pub repeats: bool,
    /// Spaces evened out.
    pub spaces: bool,
}

impl Steps {
    /// All of them: the match key.
    pub const KEY: Self = Self {
        compatibility: true,
        case: true,
        script: true,
        emoji: true,
        punctuation: true,
        repeats: true,
        spaces: true,
    };

    /// What learning sees: marks stay, as "？" and "！" tell something about a question.
    pub const LEARNING: Self = Self { emoji: false, punctuation: false, ..Self::KEY };
}

impl Default for Steps {
    fn default() -> Self {
        Self::KEY
    }
}

/// The match key of `text` with every step on; see [`Normaliser`].
pub fn match_key(text: &str) -> String {
    Normaliser::default().apply(text)
}

/// Applies the chosen steps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Normaliser {
    steps: Steps,
}

impl Normaliser {
    /// A normaliser that takes these steps.
    pub const fn new(steps: Steps) -> Self {
        Self { steps }
    }

    /// The steps it takes.
    pub const fn steps(&self) -> Steps {
        self.steps
    }

    /// Normalise `text`.
    ///
    /// Steps can make work for each other (a removed mark brings equal letters together), so they are
    /// repeated until nothing changes. For texts of ordinary characters one pass over a table gives the
    /// same (see `ordinary.rs`).
    pub fn apply(&self, text: &str) -> String {
        let mut out = String::new();
        self.apply_into(text, &mut out);
        out
    }

    /// Replace the content of `out` with the normal form of `text`: [`Normaliser::apply`] for those who
    /// normalise many texts and keep none.
    pub fn apply_into(&self, text: &str, out: &mut String) {
        out.clear();
        let marks = Steps { emoji: self.steps.punctuation, ..Steps::KEY };
        let usual = Steps { punctuation: self.steps.punctuation, ..marks } == self.steps;
        if !usual || !ordinary::normalise(text, self.steps.punctuation, out) {
            out.clear();
            out.push_str(&self.in_rounds(text));
        }
    }

    /// The long way, which is right for every text and all steps.
    fn in_rounds(self, text: &str) -> String {
        let mut current = self.round(text);
        for _ in 0..8 {
            let next = self.round(&current);
            if next == current {
                break;
            }
            current = next;
        }
        current
    }

    fn round(self, text: &str) -> String {
        let steps = self.steps;
        let mut current =
            if steps.compatibility && !text.is_ascii() { text.nfkc().collect() } else { text.to_owned() };
        if steps.case {
            current = current.to_lowercase();
        }
        if steps.script {
            current = simplified(&current);
        }
        if steps.emoji || steps.punctuation {
            let cleaned = self.clean(&current);
            // A text of marks alone is its marks.
            if cleaned.chars().any(|c| !c.is_whitespace()) {
                current = cleaned;
            }
        }
        if steps.repeats {
            current = shorten_repeats(&current);
        }
        if steps.spaces {
            current = even_spaces(&current);
        }
        current
    }

    fn clean(self, text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let mut out = String::with_capacity(text.len());
        for (at, &c) in chars.iter().enumerate() {
            let before = at.checked_sub(1).map(|at| chars[at]);
            let after = chars.get(at + 1).copied();
            match class(c) {
                Class::Emoji if self.steps.emoji => out.push(' '),
                Class::Mark if self.steps.punctuation && !carries_meaning(c, before, after) => out.push(' '),
                Class::Invisible if self.steps.punctuation => {}
                _ => out.push(c),
            }
        }
        out
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Text,
    Mark,
    Emoji,
    Invisible,
}

pub(super) fn class(c: char) -> Class {
    if c.is_ascii_alphanumeric() || matches!(c, '\u{4E00}'..='\u{9FFF}') || c.is_whitespace() {
        return Class::Text;
    }
    if !c.is_ascii() && c.is_emoji_char() && !c.is_alphanumeric() {
        return Class::Emoji;
    }
    match c.general_category() {
        // Joiners and variation selectors belong to the emoji around them.
        GeneralCategory::Control
        | GeneralCategory::Format
        | GeneralCategory::PrivateUse
        | GeneralCategory::Unassigned
        | GeneralCategory::EnclosingMark => Class::Invisible,
        GeneralCategory::NonspacingMark if matches!(c, '\u{FE00}'..='\u{FE0F}') => Class::Invisible,
        category if is_text(category) => Class::Text,
        _ => Class::Mark,
    }
}

fn is_text(category: GeneralCategory) -> bool {
    use GeneralCategory as G;
    matches!(
        category,
        G::UppercaseLetter
            | G::LowercaseLetter
            | G::TitlecaseLetter
            | G::ModifierLetter
            | G::OtherLetter
            | G::NonspacingMark
            | G::SpacingMark
            | G::DecimalNumber
            | G::LetterNumber
            | G::OtherNumber
    )
}

pub(super) fn carries_meaning(c: char, before: Option<char>, after: Option<char>) -> bool {
    let digit = |side: Option<char>| side.is_some_and(|c| c.is_ascii_digit());
    match c {
        '.' | '-' | '/' | ':' => digit(before) && digit(after),
        '+' | '#' => before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '+'),
        '%' => digit(before),
        '$' | '€' | '£' | '¥' => digit(before) || digit(after),
        _ => false,
    }
}

fn shorten_repeats(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = None;
    let mut run = 0;
    for c in text.chars() {
        run = if last == Some(c) { run + 1 } else { 1 };
        last = Some(c);
        let allowed = match class(c) {
            _ if c.is_ascii_digit() => usize::MAX,
            Class::Text => 2,
            _ if c == '+' => 2,
            _ => 1,
        };
        if run <= allowed {
            out.push(c);
        }
    }
    out
}

fn even_spaces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut pending = false;
    for c in text.chars() {
        if c.is_whitespace() {
            pending = true;
            continue;
        }
        let beside_han = is_han(c) || out.chars().next_back().is_none_or(is_han);
        if pending && !beside_han {
            out.push(' ');
        }
        pending = false;
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_question_written_many_ways_has_one_key() {
        for text in [
            "什么时候发货",
            "什么时候发货？",
            "什么时候发货？？？！",
            " 什么时候 发货 ",
            "什麼時候發貨？",
            "什么时候发货😀👍🏽",
            "什么时候，发货～～",
            "什\u{200B}么时候发货\u{FEFF}",
        ] {
            assert_eq!(match_key(text), "什么时候发货", "{text}");
        }
    }

    #[test]
    fn signs_that_mean_something_stay() {
        for (text, key) in [
            ("版本3.5和35", "版本3.5和35"),
            ("C++ 与 C#？", "c++与c#"),
            ("打50%折扣!", "打50%折扣"),
            ("收了￥5，为什么？", "收了¥5为什么"),
            ("a £1 charge ($)", "a £1 charge"),
            ("ＡＢＣ－１２３", "abc 123"),
            ("20-30天。", "20-30天"),
            ("Where's my card?", "where s my card"),
            ("cafe\u{301}", "café"),
            ("soooo   goooood", "soo good"),
            ("100000000元", "100000000元"),
        ] {
            assert_eq!(match_key(text), key, "{text}");
        }
    }

    #[test]
    fn marks_alone_stay() {
        assert_eq!(match_key("？？？"), "?");
        assert_eq!(match_key("😀😀"), "😀");
        assert_ne!(match_key("？"), match_key("！"));
        assert_eq!(match_key("  "), "");
    }

    #[test]
    fn every_step_can_be_switched_off() {
        let off = |change: fn(&mut Steps)| {
            let mut steps = Steps::KEY;
            change(&mut steps);
            Normaliser::new(steps).apply("發 Ａ！！😀")
        };
        assert_eq!(off(|_| ()), "发a");
        assert_eq!(off(|steps| steps.script = false), "發a");
        assert_eq!(off(|steps| steps.case = false), "发A");
        assert_eq!(off(|steps| steps.punctuation = false), "发a!");
        assert_eq!(off(|steps| steps.emoji = false), "发a 😀");
        assert_eq!(off(|steps| steps.compatibility = false), "发ａ");
        assert_eq!(off(|steps| steps.spaces = false).trim_end(), "发 a");
    }

    #[test]
    fn every_character_goes_the_same_way() {
        let mut out = String::new();
        for c in '\0'..=char::MAX {
            for text in [format!("{c}"), format!("a{c}{c}1 {c}好"), format!("好{c}好 {c}{c}2")] {
                for steps in [Steps::KEY, Steps::LEARNING] {
                    let normaliser = Normaliser::new(steps);
                    normaliser.apply_into(&text, &mut out);
                    assert_eq!(out, normaliser.in_rounds(&text), "{text:?}");
                }
            }
            // The rest is odd and goes the long way anyway.
            if c == '\u{1FFFF}' {
                break;
            }
        }
    }

    proptest! {
        #[test]
        fn the_key_of_a_key_is_the_key(text in "[发發著帳吗a-cA-Cßİ1-3.+%#？! ~～😀👍🏽\u{301}\u{200D}\u{FE0F}㎏Ａﬁ①ー]{0,24}") {
            let once = match_key(&text);
            prop_assert_eq!(&match_key(&once), &once);
            let learning = Normaliser::new(Steps::LEARNING);
            let once = learning.apply(&text);
            prop_assert_eq!(&learning.apply(&once), &once);
        }

        #[test]
        fn the_short_way_gives_what_the_long_way_gives(
            text in "([发货好吗]|[發麼於么單乾覆著]|[a-bA-BéＡＢß]|[0-3１①]|[.\\-/:+#%]|[，。？！…～、（）「]|[ \t\n\u{3000}\u{A0}]|[😀👍🏽❤™]|[\u{301}\u{200D}\u{FE0F}㎏ﬁカﾞ]{0,1}|[あー々〇🅰]){0,16}",
        ) {
            for steps in [Steps::KEY, Steps::LEARNING] {
                let normaliser = Normaliser::new(steps);
                prop_assert_eq!(normaliser.apply(&text), normaliser.in_rounds(&text));
            }
        }

        #[test]
        fn so_it_does_with_few_characters_and_any(text in "[好a1 +#.%！]{0,14}", any in "\\PC{0,20}") {
            for steps in [Steps::KEY, Steps::LEARNING] {
                let normaliser = Normaliser::new(steps);
                prop_assert_eq!(normaliser.apply(&text), normaliser.in_rounds(&text));
                prop_assert_eq!(normaliser.apply(&any), normaliser.in_rounds(&any));
            }
        }

        #[test]
        fn any_text_at_all(text in "\\PC{0,40}") {
            let once = match_key(&text);
            prop_assert_eq!(&match_key(&once), &once);
        }
    }
}
