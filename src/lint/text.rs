//! The texts of a knowledge base one by one, with what they are for.

use std::cell::OnceCell;
use std::ops::Range;

use crate::model::{Answer, Entry, EntryIndex, Shop, Text};
use crate::source::{FileId, Location, ScalarMap};
use crate::text::CharacterClasses;

/// What a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The canonical question.
    Question,
    /// Another phrasing.
    Variant,
    /// A near miss.
    Counterexample,
    /// A word of a keyword set.
    Keyword,
    /// An answer of the entry.
    Answer,
    /// A shop's own answer to the entry's question.
    ShopAnswer,
    /// A shop's greeting.
    Greeting,
}

impl Role {
    /// Whether customers read it (the others are what customers write).
    pub const fn is_read(self) -> bool {
        matches!(self, Self::Answer | Self::ShopAnswer | Self::Greeting)
    }

    /// Whether it leads to the entry: the question or a variant.
    pub const fn is_phrasing(self) -> bool {
        matches!(self, Self::Question | Self::Variant)
    }

    /// What it is called, in both languages.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Question => ("question", "标准问"),
            Self::Variant => ("variant", "相似问"),
            Self::Counterexample => ("counterexample", "反例"),
            Self::Keyword => ("keyword", "关键词"),
            Self::Answer | Self::ShopAnswer => ("answer", "答案"),
            Self::Greeting => ("greeting", "欢迎语"),
        }
    }
}

/// One text with its place and purpose.
#[derive(Debug, Clone)]
pub struct LintText<'c> {
    /// The value and its span.
    pub text: &'c Text,
    /// The file it stands in.
    pub file: FileId,
    /// What it is for.
    pub role: Role,
    /// The entry it belongs to; for a shop's answer the entry answered.
    pub entry: Option<EntryIndex>,
    /// Which kinds of characters it has.
    pub classes: CharacterClasses,
    /// Which bytes of the file spell it; `None` where they cannot be told.
    map: OnceCell<Option<ScalarMap>>,
}

impl<'c> LintText<'c> {
    fn new(text: &'c Text, file: FileId, role: Role, entry: Option<EntryIndex>) -> Self {
        Self { text, file, role, entry, classes: CharacterClasses::of(text), map: OnceCell::new() }
    }

    /// Which bytes of its file, of which `source` is the text, spell it; worked out when first asked for, and
    /// once for however many findings. `None` where escapes or aliases leave no answer.
    pub(super) fn map(&self, source: &str) -> Option<&ScalarMap> {
        self.map.get_or_init(|| ScalarMap::new(source, self.text.span, self.text)).as_ref()
    }

    /// The whole text, quotes included.
    pub fn location(&self) -> Location {
        Location { file: self.file, span: self.text.span }
    }
}

/// A word of a rule's list in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordHit {
    /// Which word of the list, from 0.
    pub word: usize,
    /// Where it stands in the text's value, in bytes.
    pub range: Range<usize>,
}

/// Every text of an entry, in the order question, variants, counterexamples, keywords, answers.
pub(super) fn texts_of_entry(index: EntryIndex, entry: &Entry) -> impl Iterator<Item = LintText<'_>> {
    let file = entry.location.file;
    let at = move |text, role| LintText::new(text, file, role, Some(index));
    std::iter::once(at(&entry.question, Role::Question))
        .chain(entry.variants.iter().map(move |text| at(text, Role::Variant)))
        .chain(entry.counterexamples.iter().map(move |text| at(text, Role::Counterexample)))
        .chain(entry.keywords.iter().flatten().map(move |text| at(text, Role::Keyword)))
        .chain(answer_texts(&entry.answers).map(move |text| at(text, Role::Answer)))
}

/// Every text of a shop that is not one of its entries: its greeting and its answers.
pub(super) fn texts_of_shop(shop: &Shop) -> impl Iterator<Item = LintText<'_>> {
    let file = shop.location.file;
    let greeting =
        shop.welcome.greeting.iter().map(move |text| LintText::new(text, file, Role::Greeting, None));
    let answers = shop.answers.iter().flat_map(move |answer| {
        answer_texts(&answer.answers)
            .map(move |text| LintText::new(text, file, Role::ShopAnswer, answer.question.target))
    });
    greeting.chain(answers)
}

fn answer_texts(answers: &[Answer]) -> impl Iterator<Item = &Text> {
    answers.iter().map(|answer| &answer.text)
}
