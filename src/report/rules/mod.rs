//! The rules of the linter for people and programs: the page of one, the list of all, and both as the
//! documentation in `docs/rules`.

mod list;
mod page;

use std::fmt;
use std::str::FromStr;

pub use list::render_rules;
pub use page::render_rule;

use crate::diagnostic::Language;
use crate::lint::{Fixes, Needs, RULES};

/// A format of the list of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RulesFormat {
    /// A table for people at a terminal.
    Text,
    /// A list of objects, for programs.
    Json,
    /// A table whose codes lead to the rules' pages.
    Markdown,
}

impl RulesFormat {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Text, Self::Json, Self::Markdown];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Markdown => "markdown",
        }
    }
}

impl fmt::Display for RulesFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A format that the list of rules does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("rules are listed as text, json or markdown, not as `{0}`")]
pub struct UnknownRulesFormat(pub String);

impl FromStr for RulesFormat {
    type Err = UnknownRulesFormat;

    fn from_str(name: &str) -> Result<Self, UnknownRulesFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.name().eq_ignore_ascii_case(name))
            .ok_or_else(|| UnknownRulesFormat(name.to_owned()))
    }
}

/// The pages in `docs/rules`, by their paths in it: for each language an index and a page a rule.
pub fn rule_documentation() -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for language in [Language::English, Language::Chinese] {
        let folder = language.pick("", "zh-CN/");
        let other = language.pick("zh-CN/", "../");
        let other_name = language.pick("中文", "English");
        let index = list::index(language);
        pages.push((format!("{folder}README.md"), format!("[{other_name}]({other}README.md)\n\n{index}")));
        for rule in RULES {
            let code = rule.code;
            let all = language.pick("All rules", "全部规则");
            let page = page::markdown(rule, language);
            let page = format!("[{all}](README.md) · [{other_name}]({other}{code}.md)\n\n{page}");
            pages.push((format!("{folder}{code}.md"), page));
        }
    }
    pages
}

/// Which fixes a rule has, in a word.
const fn fixes_word(fixes: Fixes, language: Language) -> &'static str {
    match fixes {
        Fixes::None => language.pick("none", "无"),
        Fixes::Safe => language.pick("safe", "安全"),
        Fixes::Unsafe => language.pick("unsafe", "需确认"),
    }
}

/// The option without which a rule does not look.
const fn needs_option(needs: Needs) -> Option<&'static str> {
    match needs {
        Needs::Nothing => None,
        Needs::Deep => Some("--deep"),
        Needs::Transcripts => Some("--transcripts"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_found_by_their_names() {
        for format in RulesFormat::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        let error = "csv".parse::<RulesFormat>().expect_err("no such format").to_string();
        assert_eq!(error, "rules are listed as text, json or markdown, not as `csv`");
    }

    #[test]
    fn each_rule_is_documented_in_both_languages() {
        let pages = rule_documentation();
        assert_eq!(pages.len(), 2 * (RULES.len() + 1));
        for (path, text) in &pages {
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{path}");
            assert!(!text.contains("\n\n\n"), "{path}: one blank line is enough");
        }
    }
}
