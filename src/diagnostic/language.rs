//! The two languages kbtool speaks, and a sentence in both.

use std::borrow::Cow;

/// A language of messages and reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// The language of a locale name as in `LANG`: `zh_CN.UTF-8` is Chinese, all else English.
    pub fn of_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("zh") { Self::Chinese } else { Self::English }
    }

    /// `english` or `chinese`, whichever this is.
    pub const fn pick<'t>(self, english: &'t str, chinese: &'t str) -> &'t str {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }
}

/// The same sentence in both languages, beside each other where it is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Message {
    /// In English.
    pub english: Cow<'static, str>,
    /// In Simplified Chinese.
    pub chinese: Cow<'static, str>,
}

impl Message {
    /// A sentence in both languages.
    pub fn new(english: impl Into<Cow<'static, str>>, chinese: impl Into<Cow<'static, str>>) -> Self {
        Self { english: english.into(), chinese: chinese.into() }
    }

    /// The sentence in one language.
    pub fn in_language(&self, language: Language) -> &str {
        language.pick(&self.english, &self.chinese)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_locale_speaks_chinese() {
        assert_eq!(Language::of_locale("zh_CN.UTF-8"), Language::Chinese);
        assert_eq!(Language::of_locale("zh-Hant"), Language::Chinese);
        assert_eq!(Language::of_locale("C"), Language::English);
        assert_eq!(Message::new("day", "天").in_language(Language::Chinese), "天");
    }
}
