//! What is shown of a phrasing: its text, its entry, its place.

use jiff::civil::Date;
use serde::Serialize;

use super::super::words::plain;
use crate::dedup::{PhrasingId, Phrasings};
use crate::diagnostic::Language;
use crate::model::{Entry, KnowledgeBase};

/// Looks phrasings up. Each file's path is made once, as a million phrasings may stand in one.
pub(super) struct Directory<'r> {
    knowledge_base: &'r KnowledgeBase,
    phrasings: &'r Phrasings,
    /// By the file's number.
    paths: Vec<String>,
}

/// A phrasing as programs read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Shown<'d> {
    pub(super) text: &'d str,
    /// `pack/id`.
    pub(super) entry: &'d str,
    /// Whether it is the entry's question.
    pub(super) question: bool,
    /// Which of the entry's phrasings: 0 is the question, 1 the first variant.
    pub(super) number: u32,
    pub(super) path: &'d str,
    /// From 1.
    pub(super) line: u32,
    /// In characters, from 1.
    pub(super) column: u32,
}

impl<'r> Directory<'r> {
    pub(super) fn new(knowledge_base: &'r KnowledgeBase, phrasings: &'r Phrasings) -> Self {
        let paths = knowledge_base.files.iter().map(|(_, file)| file.display_path()).collect();
        Self { knowledge_base, phrasings, paths }
    }

    /// The entry that a phrasing belongs to.
    pub(super) fn entry(&self, id: PhrasingId) -> &'r Entry {
        self.knowledge_base.entry(self.phrasings.get(id).entry)
    }

    /// The id of its pack.
    pub(super) fn pack(&self, id: PhrasingId) -> &'r str {
        &self.knowledge_base.pack(self.entry(id).pack).id
    }

    /// Everything that is shown of a phrasing.
    pub(super) fn shown(&self, id: PhrasingId) -> Shown<'_> {
        let phrasing = self.phrasings.get(id);
        let entry = self.entry(id);
        let text = phrasing.text(self.knowledge_base);
        let file = entry.location.file;
        let start = self.knowledge_base.files.get(file).line_column(text.span.start);
        Shown {
            text,
            entry: &entry.reference,
            question: phrasing.is_question(),
            number: phrasing.number,
            path: &self.paths[file.0 as usize],
            line: start.line,
            column: start.column,
        }
    }

    /// What its entry answers: the first answer that is live on `day`, else the first.
    pub(super) fn answer(&self, id: PhrasingId, day: Date) -> Option<&'r str> {
        let answers = &self.entry(id).answers;
        let live = answers.iter().find(|answer| answer.is_live(day, None, None));
        live.or(answers.first()).map(|answer| &*answer.text.value)
    }
}

impl Shown<'_> {
    /// `path:line`.
    pub(super) fn place(&self) -> String {
        format!("{}:{}", plain(self.path), self.line)
    }

    /// The entry, and whether the phrasing is its question.
    pub(super) fn entry_words(&self, language: Language) -> String {
        let question = if self.question { language.pick(" (question)", "（标准问）") } else { "" };
        plain(self.entry) + question
    }
}
