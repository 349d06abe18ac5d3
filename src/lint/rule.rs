//! What a rule is: who it is, what it looks at, and its page.

use super::context::Context;
use super::findings::Findings;
use super::settings::Settings;
use super::text::{LintText, WordHit};
use crate::diagnostic::{Diagnostic, Message, Severity};
use crate::model::{EntryIndex, PackIndex, Shop};
use crate::source::{FileId, Location};
use crate::text::CharacterClasses;

/// A rule. Each stands in a file of its own in `rules/`, with its page as the file's comment.
#[derive(Debug)]
pub struct Rule {
    /// The stable code, such as `KB302`.
    pub code: &'static str,
    /// The name in words, such as `same-phrasing-in-two-entries`; also the name of its settings.
    pub name: &'static str,
    /// How bad a finding is unless a configuration says otherwise.
    pub severity: Severity,
    /// Whether its findings can be mended by the machine.
    pub fixes: Fixes,
    /// What it needs besides the knowledge base.
    pub needs: Needs,
    /// What it looks at.
    pub check: Check,
    /// The text of its own source file, where its page is.
    pub source: &'static str,
}

/// What kind of fixes a rule has, at best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fixes {
    /// A person has to decide.
    None,
    /// Some or all findings have a safe fix.
    Safe,
    /// Some or all findings have a fix that wants a look.
    Unsafe,
}

/// What a rule needs besides the knowledge base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// Training a matcher, which takes a while: `--deep`.
    Deep,
    /// Labelled test questions: `--transcripts`.
    Transcripts,
}

/// What a rule looks at, and the function that looks.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Found while loading; the function may add entry, help and fix.
    Loading(fn(&Context<'_>, &mut Diagnostic)),
    /// One file at a time.
    File(fn(&Context<'_>, FileId, &mut Findings<'_>)),
    /// Each text that customers write or read; only texts that have any of these characters.
    Text(CharacterClasses, fn(&Context<'_>, &LintText<'_>, &mut Findings<'_>)),
    /// Each text in which one of the rule's words stands. The words come from its settings (their order
    /// is the hit's number); matching ignores the case of ASCII letters.
    Words(WordList, fn(&Context<'_>, &LintText<'_>, &[WordHit], &mut Findings<'_>)),
    /// One entry at a time.
    Entry(fn(&Context<'_>, EntryIndex, &mut Findings<'_>)),
    /// One pack at a time.
    Pack(fn(&Context<'_>, PackIndex, &mut Findings<'_>)),
    /// One shop at a time.
    Shop(fn(&Context<'_>, &Shop, &mut Findings<'_>)),
    /// Everything at once.
    KnowledgeBase(fn(&Context<'_>, &mut Findings<'_>)),
    /// Found by the linter itself when all others are done: what suppressions and configuration did.
    Afterwards,
}

/// The words a rule wants to be called for, given its settings.
pub(super) type WordList = fn(&Settings) -> Vec<String>;

impl Rule {
    /// A finding of this rule; what the sink knows better (the severity in force) it sets.
    pub fn finding(&self, location: Location, message: Message) -> Diagnostic {
        let mut finding = Diagnostic::error(self.code, self.name, location, message);
        finding.severity = self.severity;
        finding
    }

    /// How many characters of code or name `selector` gives, if it names this rule: its code, the
    /// beginning of its code, or its name. The more it gives the more specific it is.
    pub fn selected_by(&self, selector: &str) -> Option<usize> {
        if selector == self.name {
            return Some(self.code.len());
        }
        let selector = selector.to_ascii_uppercase();
        (selector.len() >= 2 && self.code.starts_with(&selector) || selector == "ALL")
            .then_some(if selector == "ALL" { 0 } else { selector.len() })
    }
}
