//! How alike two phrasings are, and in words why.

use serde::Serialize;

use crate::diagnostic::Message;

/// How alike two phrasings are, from the strictest to the widest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Degree {
    /// The same characters.
    Exact,
    /// The same but for width, case, script, marks, spaces, particles and politeness.
    Normalised,
    /// Alike beyond a threshold, or the same but for a slip of the keyboard.
    Near,
}

impl Degree {
    /// All, strictest first.
    pub const ALL: [Self; 3] = [Self::Exact, Self::Normalised, Self::Near];

    /// The name in reports for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Normalised => "normalised",
            Self::Near => "near",
        }
    }

    /// The name for people.
    pub fn title(self) -> Message {
        match self {
            Self::Exact => Message::new("exact", "完全相同"),
            Self::Normalised => Message::new("normalised", "归一后相同"),
            Self::Near => Message::new("near", "相近"),
        }
    }
}

/// How alike two phrasings are, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// The level.
    pub degree: Degree,
    /// From 0 to 1; 1 where they are the same once normalised.
    pub score: f64,
    /// What differs, or what makes them the same.
    pub reason: Reason,
}

/// What two phrasings differ in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Nothing.
    Same,
    /// Width, case, script, marks or spaces.
    Notation,
    /// Particles and politeness, here those of each side.
    Particles {
        /// What only the one has.
        one: String,
        /// What only the other has.
        other: String,
    },
    /// Interchangeable words (怎么, 如何) and fillers, here those of each side.
    Wording {
        /// What only the one has.
        one: String,
        /// What only the other has.
        other: String,
    },
    /// The order of the same words.
    Order,
    /// Characters that sound alike, here those of each side.
    Sound {
        /// The one's.
        one: String,
        /// The other's.
        other: String,
    },
    /// A slip of the keyboard, here what stands there on each side.
    Typo {
        /// The one's.
        one: String,
        /// The other's.
        other: String,
    },
    /// Words or characters of little weight, here those of each side.
    Words {
        /// What only the one has.
        one: String,
        /// What only the other has.
        other: String,
    },
}

impl Reason {
    /// The reason in words: “only 吗 differs”.
    pub fn message(&self) -> Message {
        match self {
            Self::Same => Message::new("the same text", "一字不差"),
            Self::Notation => Message::new(
                "only width, case, script, marks or spaces differ",
                "只差全半角、大小写、简繁体、标点或空格",
            ),
            Self::Particles { one, other } | Self::Words { one, other } => only(one, other),
            Self::Wording { one, other } => match (one.as_str(), other.as_str()) {
                ("", _) | (_, "") => only(one, other),
                _ => Message::new(
                    format!("{one}/{other} mean the same"),
                    format!("“{one}”和“{other}”意思相同"),
                ),
            },
            Self::Order => Message::new("same words, other order", "词相同，只是语序不同"),
            Self::Sound { one, other } => {
                Message::new(format!("{one}/{other} sound alike"), format!("“{one}”和“{other}”同音"))
            }
            Self::Typo { one, other } => match (one.as_str(), other.as_str()) {
                ("", slip) | (slip, "") => {
                    Message::new(format!("{slip} is typed once more"), format!("多打了一个“{slip}”"))
                }
                _ => Message::new(
                    format!("{one}/{other} is one slip of the keyboard apart"),
                    format!("“{one}”和“{other}”只差一处笔误"),
                ),
            },
        }
    }
}

fn only(one: &str, other: &str) -> Message {
    match (one, other) {
        ("", "") => Message::new("nothing of weight differs", "没有实质差别"),
        ("", word) | (word, "") => Message::new(format!("only {word} differs"), format!("只差“{word}”")),
        _ => Message::new(format!("only {one}/{other} differ"), format!("只差“{one}”和“{other}”")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_in_words() {
        let english = |reason: Reason| reason.message().english.into_owned();
        let (one, other) = (String::new(), "吗".to_owned());
        assert_eq!(english(Reason::Particles { one, other }), "only 吗 differs");
        let sound = Reason::Sound { one: "帐户".into(), other: "账户".into() };
        assert_eq!(english(sound), "帐户/账户 sound alike");
        assert_eq!(english(Reason::Order), "same words, other order");
        let wording = Reason::Wording { one: "怎么".into(), other: "如何".into() };
        assert_eq!(wording.message().chinese, "“怎么”和“如何”意思相同");
        let nothing = Reason::Words { one: String::new(), other: String::new() };
        assert_eq!(english(nothing), "nothing of weight differs");
    }
}
