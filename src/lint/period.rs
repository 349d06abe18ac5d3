//! The periods of a knowledge base: from when until when entries and answers count, with their places.

use crate::model::{Answer, Entry, EntryIndex, KnowledgeBase, Status, Validity, ValiditySpans};
use crate::source::{FileId, Location, Span};

/// The period of an entry or of one answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Period<'c> {
    /// The file.
    pub(super) file: FileId,
    /// The entry it belongs to; none for a shop's answer to what does not exist.
    pub(super) entry: Option<EntryIndex>,
    /// The answer, where it is not the entry's own period.
    pub(super) answer: Option<&'c Answer>,
    /// Whether a shop answers over a pack's entry.
    pub(super) of_shop: bool,
    /// The days.
    pub(super) validity: Validity,
    spans: ValiditySpans,
    text: Span,
}

impl Period<'_> {
    /// Where the last day is written, or else the text it is about.
    pub(super) fn until(&self) -> Location {
        self.at(self.spans.until)
    }

    /// Where the first day is written, or else the text it is about.
    pub(super) fn from(&self) -> Location {
        self.at(self.spans.from)
    }

    fn at(&self, span: Span) -> Location {
        Location { file: self.file, span: if span == Span::default() { self.text } else { span } }
    }

    /// What it is the period of, in both languages.
    pub(super) fn words(&self) -> (&'static str, &'static str) {
        if self.answer.is_some() { ("the answer", "答案") } else { ("the entry", "知识点") }
    }
}

/// The periods of everything that is not retired or a draft: each entry before its answers, then what shops
/// answer.
pub(super) fn periods(knowledge_base: &KnowledgeBase) -> impl Iterator<Item = Period<'_>> {
    let live = |entry: &Entry| entry.status == Status::Live;
    let of_packs =
        knowledge_base.indexed().filter(move |(_, entry)| live(entry)).flat_map(|(index, entry)| {
            let file = entry.location.file;
            let own = Period {
                file,
                entry: Some(index),
                answer: None,
                of_shop: false,
                validity: entry.validity,
                spans: entry.validity_spans,
                text: entry.question.span,
            };
            std::iter::once(own)
                .chain(entry.answers.iter().map(move |answer| of_answer(file, Some(index), answer, false)))
        });
    let of_shops = knowledge_base.shops.iter().flat_map(move |shop| {
        let answers = shop.answers.iter().filter(move |answer| {
            answer.question.target.is_none_or(|target| live(knowledge_base.entry(target)))
        });
        answers.flat_map(move |own| {
            let answers = own.answers.iter();
            answers.map(move |answer| of_answer(shop.location.file, own.question.target, answer, true))
        })
    });
    of_packs.chain(of_shops)
}

fn of_answer(file: FileId, entry: Option<EntryIndex>, answer: &Answer, of_shop: bool) -> Period<'_> {
    Period {
        file,
        entry,
        answer: Some(answer),
        of_shop,
        validity: answer.validity,
        spans: answer.validity_spans,
        text: answer.text.span,
    }
}
