//! What a change says, apart from how a format shows it.

use rustc_hash::FxHashSet;

use super::super::words::{counted, joined, thousands};
use super::grouping::{Group, Subject, phrasing};
use super::pieces;
use crate::diagnostic::Language;
use crate::diff::{Change, ChangeKind, EntrySummary, FactChange, Piece, Value};

/// So many phrasings stand for all of them.
pub(super) const EXAMPLES: usize = 3;

/// What stood and what stands there, in the way that suits it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content<'c> {
    /// The kind of change says it all.
    Nothing,
    /// A text, piece by piece.
    Text(Vec<Piece>),
    /// Phrasings, and from which entry to which they went, if they did.
    Phrasings { phrasings: Vec<&'c str>, way: Option<(&'c str, &'c str)> },
    /// An entry that came or went, and in words the one that it came from or went into.
    Entry { summary: &'c EntrySummary, other: Option<String> },
    /// Members of a list.
    Items { gone: Vec<&'c str>, new: Vec<&'c str> },
    /// Something short, then and now.
    Became { before: Option<String>, after: Option<String> },
}

impl<'c> Content<'c> {
    /// Of changes that are shown together, as [`alike`](super::grouping::alike) gives them.
    pub(super) fn of(changes: &[&'c Change], language: Language) -> Self {
        let Some(&change) = changes.first() else { return Self::Nothing };
        match (change.kind, &change.before, &change.after) {
            (_, None, None) => Self::Nothing,
            (
                ChangeKind::VariantAdded
                | ChangeKind::VariantRemoved
                | ChangeKind::CounterexampleAdded
                | ChangeKind::CounterexampleRemoved,
                ..,
            ) if phrasing(change).is_some() => {
                let phrasings = changes.iter().filter_map(|change| phrasing(change)).collect();
                Self::Phrasings { phrasings, way: None }
            }
            (
                _,
                Some(Value::Phrasing { entry: from, text: before }),
                Some(Value::Phrasing { entry: to, text: after }),
            ) if before == after => {
                let phrasings = changes.iter().filter_map(|change| phrasing(change)).collect();
                Self::Phrasings { phrasings, way: Some((from, to)) }
            }
            (kind, Some(Value::Entry(gone)), into)
                if kind == ChangeKind::EntryMerged || !is_entry(into.as_ref()) =>
            {
                Self::of_entry(kind, gone, into.as_ref(), language)
            }
            (kind, from, Some(Value::Entry(new))) => Self::of_entry(kind, new, from.as_ref(), language),
            (kind, Some(Value::Text(before)), Some(Value::Text(after)))
                if is_prose(kind) || !change.pieces.is_empty() =>
            {
                Self::Text(pieces::shown(&change.pieces, before, after))
            }
            (_, Some(Value::List(before)), Some(Value::List(after))) => match items(before, after) {
                (gone, new) if gone.is_empty() && new.is_empty() => became(change, language),
                (gone, new) => Self::Items { gone, new },
            },
            _ => became(change, language),
        }
    }

    fn of_entry(
        kind: ChangeKind,
        summary: &'c EntrySummary,
        other: Option<&Value>,
        language: Language,
    ) -> Self {
        let other = other.and_then(reference).filter(|other| *other != summary.entry);
        Self::Entry { summary, other: other.map(|other| whence(kind, other, language)) }
    }
}

const fn is_entry(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::Entry(_)))
}

/// Whether such a change is one of texts that are worth comparing word by word.
const fn is_prose(kind: ChangeKind) -> bool {
    matches!(kind, ChangeKind::AnswerChanged | ChangeKind::ShopAnswerChanged | ChangeKind::QuestionReworded)
}

fn became<'c>(change: &Change, language: Language) -> Content<'c> {
    let words = |value: &Option<Value>| value.as_ref().map(|value| value_words(value, language));
    Content::Became { before: words(&change.before), after: words(&change.after) }
}

/// What only the one list has, and what only the other.
fn items<'c>(before: &'c [String], after: &'c [String]) -> (Vec<&'c str>, Vec<&'c str>) {
    let only = |one: &'c [String], other: &'c [String]| {
        let known: FxHashSet<&str> = other.iter().map(String::as_str).collect();
        one.iter().map(String::as_str).filter(|item| !known.contains(item)).collect::<Vec<_>>()
    };
    (only(before, after), only(after, before))
}

/// The entry that a value speaks of.
fn reference(value: &Value) -> Option<&str> {
    match value {
        Value::Text(entry) | Value::Phrasing { entry, .. } => Some(entry),
        Value::Entry(summary) => Some(&summary.entry),
        Value::List(entries) => entries.first().map(String::as_str),
    }
}

/// Where an entry came from, or went into.
fn whence(kind: ChangeKind, other: &str, language: Language) -> String {
    match (kind, language) {
        (ChangeKind::EntryMerged, Language::English) => format!("into {other}"),
        (ChangeKind::EntryMerged, Language::Chinese) => format!("并入 {other}"),
        (_, Language::English) => format!("from {other}"),
        (_, Language::Chinese) => format!("来自 {other}"),
    }
}

/// A value on one line, as it stands there.
fn value_words(value: &Value, language: Language) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::List(items) => joined(items.iter().map(String::as_str), separator(language)),
        Value::Phrasing { entry, text } => format!("{text}{}", bracketed(entry, language)),
        Value::Entry(summary) => summary.question.clone(),
    }
}

/// `words` in brackets behind something else.
pub(super) fn bracketed(words: &str, language: Language) -> String {
    match language {
        Language::English => format!(" ({words})"),
        Language::Chinese => format!("（{words}）"),
    }
}

/// The shop whose answer to an entry's question changed.
pub(super) fn shop_name(change: &Change, language: Language) -> Option<String> {
    let shop = change.shop.as_ref().filter(|_| Subject::of(change) == Subject::Entry)?;
    Some(format!("{}{shop}", language.pick("shop ", "店铺 ")))
}

/// Stands between the members of a list.
pub(super) const fn separator(language: Language) -> &'static str {
    language.pick(", ", "、")
}

/// What stands in front of a change at a terminal.
pub(super) fn sign(change: &Change) -> &'static str {
    match change.kind {
        ChangeKind::EntrySplit => "+",
        ChangeKind::EntryMerged => "-",
        _ => match (&change.before, &change.after) {
            (None, Some(_)) => "+",
            (Some(_), None) => "-",
            _ => "~",
        },
    }
}

/// What changes that are shown together are called.
pub(super) fn title(changes: &[&Change], language: Language) -> String {
    let Some(kind) = changes.first().map(|change| change.kind) else { return String::new() };
    let (title, count) = (kind.title(), changes.len());
    match (language, kind) {
        _ if count == 1 => title.in_language(language).to_owned(),
        (Language::Chinese, _) => format!("{} {} 条", title.chinese, thousands(count)),
        (Language::English, ChangeKind::VariantMoved) => {
            format!("{} phrasings moved to another entry", thousands(count))
        }
        // "variant added" becomes "12 variants added".
        (Language::English, _) => match title.english.split_once(' ') {
            Some((thing, rest)) => format!("{} {thing}s {rest}", thousands(count)),
            None => format!("{} × {}", thousands(count), title.english),
        },
    }
}

/// Why changes that are shown together are as risky as they are: each reason once.
pub(super) fn reasons<'c>(changes: &[&'c Change], language: Language) -> Vec<&'c str> {
    let mut known = FxHashSet::default();
    let reasons = changes.iter().map(|change| change.reason.in_language(language));
    reasons.filter(|reason| !reason.is_empty() && known.insert(*reason)).collect()
}

/// What a fact was and is, in the words of the texts.
pub(super) fn fact_sides(fact: &FactChange, language: Language) -> [Option<String>; 2] {
    [&fact.before, &fact.after].map(|words| {
        (!words.is_empty()).then(|| joined(words.iter().map(String::as_str), separator(language)))
    })
}

/// How much there is to an entry: `2 variants, 1 answer`.
pub(super) fn extent(summary: &EntrySummary, language: Language) -> String {
    let (variants, answers) = (summary.variants.len(), summary.answers.len());
    match (language, answers) {
        (Language::English, 0) => format!("{}, no answer", counted(variants, "variant", "variants")),
        (Language::English, _) => {
            format!("{}, {}", counted(variants, "variant", "variants"), counted(answers, "answer", "answers"))
        }
        (Language::Chinese, 0) => format!("相似问 {} 条，没有答案", thousands(variants)),
        (Language::Chinese, _) => {
            format!("相似问 {} 条，答案 {} 条", thousands(variants), thousands(answers))
        }
    }
}

/// What a group is called: its reference, and what sort of thing it is where it is no entry.
pub(super) fn group_name(group: &Group<'_>, language: Language) -> String {
    match group.subject {
        Subject::Entry => group.entry.to_owned(),
        Subject::Pack => format!("{}{}", language.pick("pack ", "行业包 "), group.entry),
        Subject::Shop => format!("{}{}", language.pick("shop ", "店铺 "), group.entry),
        Subject::Everything => language.pick("the whole knowledge base", "整个知识库").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::PieceKind;
    use crate::report::diff::sample::{piece, sample};

    fn content(change: &Change) -> Content<'_> {
        Content::of(&[change], Language::English)
    }

    #[test]
    fn each_value_is_shown_in_its_own_way() {
        let sample = sample();
        let mut change = sample.changes[0].clone();
        change.pieces = vec![piece(PieceKind::Same, "天")];
        assert_eq!(content(&change), Content::Text(change.pieces.clone()));
        assert_eq!(
            content(&sample.changes[1]),
            Content::Phrasings {
                phrasings: vec!["不想要了怎么弄"],
                way: Some(("common/refund", "common/exchange"))
            }
        );
        let list = |items: &[&str]| Some(Value::List(items.iter().map(|&item| item.to_owned()).collect()));
        change.pieces.clear();
        (change.kind, change.before, change.after) =
            (ChangeKind::TagsChanged, list(&["双11", "预售"]), list(&["预售", "618"]));
        assert_eq!(content(&change), Content::Items { gone: vec!["双11"], new: vec!["618"] });
        // In another order only.
        change.after = list(&["预售", "双11"]);
        let became = |before: &str, after: &str| Content::Became {
            before: Some(before.to_owned()),
            after: Some(after.to_owned()),
        };
        assert_eq!(content(&change), became("双11, 预售", "预售, 双11"));
        (change.before, change.after) = (None, None);
        assert_eq!(content(&change), Content::Nothing);
    }

    #[test]
    fn a_split_names_where_it_came_from_and_a_merge_where_it_went() {
        let sample = sample();
        let mut change = sample.changes[3].clone();
        change.kind = ChangeKind::EntrySplit;
        change.before = Some(Value::Text("apparel/care".to_owned()));
        let other = |change: &Change| match content(change) {
            Content::Entry { summary, other } => (summary.entry.clone(), other.expect("another")),
            other => panic!("{other:?}"),
        };
        let expected = |other: &str| ("apparel/wool-care".to_owned(), other.to_owned());
        assert_eq!((other(&change), sign(&change)), (expected("from apparel/care"), "+"));
        change.kind = ChangeKind::EntryMerged;
        std::mem::swap(&mut change.before, &mut change.after);
        assert_eq!((other(&change), sign(&change)), (expected("into apparel/care"), "-"));
    }

    #[test]
    fn several_have_a_title_of_several() {
        let sample = sample();
        for (kind, english, chinese) in [
            (ChangeKind::VariantAdded, "2 variants added", "新增相似问 2 条"),
            (ChangeKind::CounterexampleRemoved, "2 counterexamples removed", "删除反例 2 条"),
            (ChangeKind::VariantMoved, "2 phrasings moved to another entry", "问法移到其他知识点 2 条"),
        ] {
            let change = Change { kind, ..sample.changes[4].clone() };
            assert_eq!(title(&[&change, &change], Language::English), english);
            assert_eq!(title(&[&change, &change], Language::Chinese), chinese);
            assert_eq!(title(&[&change], Language::English), kind.title().english);
        }
    }
}
