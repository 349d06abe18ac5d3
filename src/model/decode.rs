//! From the nodes of one file to entries, a pack or a shop; every fault is noted and reading goes on.

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::entry::{Answer, Status, Text, Validity, ValiditySpans};
use super::gates::{Figure, Gates};
use super::problem::{Problem, nearest};
use super::{keys, mend};
use crate::diagnostic::{Diagnostic, Fix, Message, Safety};
use crate::source::yaml::{Content, Document, NodeId};
use crate::source::{FileId, Location, Span};

/// An entry as its file says it, before packs are known.
#[derive(Debug)]
pub(crate) struct RawEntry {
    pub(crate) id: Option<Text>,
    pub(crate) question: Text,
    pub(crate) variants: Vec<Text>,
    pub(crate) counterexamples: Vec<Text>,
    pub(crate) keywords: Vec<Vec<Text>>,
    pub(crate) answers: Vec<Answer>,
    pub(crate) related: Vec<Text>,
    pub(crate) category: Option<Box<str>>,
    pub(crate) tags: Vec<Text>,
    pub(crate) validity: Validity,
    pub(crate) validity_spans: ValiditySpans,
    pub(crate) status: Status,
    pub(crate) span: Span,
}

/// A file of entries.
#[derive(Debug, Default)]
pub(crate) struct RawEntries {
    pub(crate) pack: Option<Text>,
    pub(crate) entries: Vec<RawEntry>,
}

/// A `pack.yaml`.
#[derive(Debug)]
pub(crate) struct RawPack {
    pub(crate) id: Text,
    pub(crate) name: Option<Text>,
    pub(crate) description: Option<Text>,
    pub(crate) language: Option<Text>,
    pub(crate) version: Option<Text>,
    pub(crate) extends: Vec<Text>,
    pub(crate) gates: Gates,
}

/// A `shop.yaml`.
#[derive(Debug)]
pub(crate) struct RawShop {
    pub(crate) id: Text,
    pub(crate) name: Option<Text>,
    pub(crate) subscribe: Vec<Text>,
    pub(crate) common: bool,
    pub(crate) answers: Vec<(Text, Vec<Answer>)>,
    pub(crate) entries: Vec<RawEntry>,
    pub(crate) greeting: Option<Text>,
    pub(crate) cards: Vec<Text>,
    pub(crate) span: Span,
}

/// A key of a mapping with its value.
struct Field<'d> {
    key: &'d str,
    key_span: Span,
    value: NodeId,
}

/// Reads the nodes of one document.
pub(crate) struct Decoder<'d, 's> {
    document: &'d Document<'s>,
    /// What the document was parsed from.
    text: &'s str,
    file: FileId,
    pub(crate) problems: Vec<Diagnostic>,
    /// Keys that are reported already: a mapping that is merged is read again.
    unknown_keys: FxHashSet<Span>,
}

impl<'d, 's> Decoder<'d, 's> {
    pub(crate) fn new(document: &'d Document<'s>, text: &'s str, file: FileId) -> Self {
        Self { document, text, file, problems: Vec::new(), unknown_keys: FxHashSet::default() }
    }

    /// A file of entries: a list of them, or a mapping with `entries`.
    pub(crate) fn entries_file(&mut self) -> RawEntries {
        let Some(root) = self.document.root().filter(|&root| !self.document.node(root).is_null()) else {
            return RawEntries::default();
        };
        if let Content::Sequence(_) = self.document.node(root).content {
            return RawEntries { pack: None, entries: self.entries(root) };
        }
        let place = Message::new("a file of entries", "知识点文件");
        let mut file = RawEntries::default();
        let mut category: Option<Box<str>> = None;
        for field in self.fields(root, keys::FILE, &place) {
            match field.key {
                "pack" => file.pack = self.text(field.value),
                "category" => category = self.text(field.value).map(|text| text.value),
                "entries" => file.entries = self.entries(field.value),
                _ => {}
            }
        }
        for entry in &mut file.entries {
            if entry.category.is_none() {
                entry.category.clone_from(&category);
            }
        }
        file
    }

    /// A `pack.yaml`; `default_id` is the folder's name.
    pub(crate) fn pack_file(&mut self, default_id: &str) -> Option<RawPack> {
        let root = self.document.root()?;
        let place = Message::new("pack.yaml", " pack.yaml ");
        let mut pack = RawPack {
            id: Text { value: default_id.into(), span: Span::at(self.span(root).start) },
            name: None,
            description: None,
            language: None,
            version: None,
            extends: Vec::new(),
            gates: Gates::default(),
        };
        for field in self.fields(root, keys::PACK, &place) {
            match field.key {
                "id" => pack.id = self.text(field.value).unwrap_or(pack.id),
                "name" => pack.name = self.text(field.value),
                "description" => pack.description = self.text(field.value),
                "language" => pack.language = self.text(field.value),
                "version" => pack.version = self.text(field.value),
                "extends" => pack.extends = self.texts(field.value),
                "gates" => pack.gates = self.gates(field.value),
                _ => {}
            }
        }
        Some(pack)
    }

    /// A `shop.yaml`; `default_id` is the folder's name.
    pub(crate) fn shop_file(&mut self, default_id: &str) -> Option<RawShop> {
        let root = self.document.root()?;
        let place = Message::new("shop.yaml", " shop.yaml ");
        let span = self.span(root);
        let mut shop = RawShop {
            id: Text { value: default_id.into(), span: Span::at(span.start) },
            name: None,
            subscribe: Vec::new(),
            common: true,
            answers: Vec::new(),
            entries: Vec::new(),
            greeting: None,
            cards: Vec::new(),
            span,
        };
        for field in self.fields(root, keys::SHOP, &place) {
            match field.key {
                "id" => shop.id = self.text(field.value).unwrap_or(shop.id),
                "name" => shop.name = self.text(field.value),
                "subscribe" => shop.subscribe = self.texts(field.value),
                "common" => shop.common = self.boolean(field.value).unwrap_or(true),
                "answers" => shop.answers = self.shop_answers(field.value),
                "entries" => shop.entries = self.entries(field.value),
                "welcome" => (shop.greeting, shop.cards) = self.welcome(field.value),
                // `handoff` is the platform's business: any mapping is right.
                _ => {}
            }
        }
        Some(shop)
    }

    fn welcome(&mut self, node: NodeId) -> (Option<Text>, Vec<Text>) {
        let place = Message::new("`welcome`", " `welcome` ");
        let (mut greeting, mut cards) = (None, Vec::new());
        for field in self.fields(node, keys::WELCOME, &place) {
            match field.key {
                "greeting" => greeting = self.text(field.value),
                "cards" => cards = self.texts(field.value),
                _ => {}
            }
        }
        (greeting, cards)
    }

    fn shop_answers(&mut self, node: NodeId) -> Vec<(Text, Vec<Answer>)> {
        let Some(pairs) = self.mapping(node) else { return Vec::new() };
        let mut answers = Vec::with_capacity(pairs.len());
        for field in pairs {
            let question = Text { value: field.key.trim().into(), span: field.key_span };
            answers.push((question, self.answers(field.value)));
        }
        answers
    }

    fn gates(&mut self, node: NodeId) -> Gates {
        let mut gates = Gates::default();
        let fields = self.mapping(node).unwrap_or_default();
        let mut present: Vec<&str> = fields.iter().map(|field| field.key).collect();
        for field in fields {
            let Some(figure) = Figure::from_name(field.key) else {
                let place = Message::new("`gates`", " `gates` ");
                let nearest = nearest(field.key, Figure::ALL.map(Figure::name));
                self.unknown_key(node, &field, &place, nearest, &mut present);
                continue;
            };
            let value = self.document.scalar(field.value).and_then(|text| text.parse::<f64>().ok());
            match value.filter(|value| (0.0..=1.0).contains(value)) {
                Some(limit) => {
                    gates.limits.insert(figure, limit);
                }
                None => {
                    self.bad_value(
                        field.value,
                        "a gate is a number from 0 to 1, such as 0.85",
                        "门槛应为 0 到 1 之间的数，例如 0.85",
                    );
                }
            }
        }
        gates
    }

    fn entries(&mut self, node: NodeId) -> Vec<RawEntry> {
        let document = self.document;
        match &document.node(node).content {
            Content::Sequence(items) => items.iter().filter_map(|&item| self.entry(item)).collect(),
            _ if document.node(node).is_null() => Vec::new(),
            _ => {
                self.wrong_type(node, "a list of entries", "知识点列表");
                Vec::new()
            }
        }
    }

    fn entry(&mut self, node: NodeId) -> Option<RawEntry> {
        let place = Message::new("an entry", "知识点");
        let span = self.span(node);
        let fields = if let Content::Mapping(_) = self.document.node(node).content {
            self.fields(node, keys::ENTRY, &place)
        } else {
            self.wrong_type(node, "an entry (a mapping with `question`)", "知识点（带 `question` 的映射）");
            return None;
        };
        let empty = || Text { value: "".into(), span: Span::at(span.start) };
        let mut entry = RawEntry {
            id: None,
            question: empty(),
            variants: Vec::new(),
            counterexamples: Vec::new(),
            keywords: Vec::new(),
            answers: Vec::new(),
            related: Vec::new(),
            category: None,
            tags: Vec::new(),
            validity: Validity::default(),
            validity_spans: ValiditySpans::default(),
            status: Status::Live,
            span,
        };
        let mut has_question = false;
        for field in fields {
            match field.key {
                "id" => entry.id = self.text(field.value).filter(|id| !id.is_empty()),
                "question" => {
                    has_question = true;
                    if self.document.node(field.value).is_null() {
                        let value = self.span(field.value);
                        let span = if value.start == value.end { field.key_span } else { value };
                        self.report(span, Problem::EmptyQuestion);
                    } else if let Some(question) = self.text(field.value) {
                        entry.question = question;
                    }
                }
                "variants" => entry.variants = self.texts(field.value),
                "counterexamples" => entry.counterexamples = self.texts(field.value),
                "keywords" => entry.keywords = self.keywords(field.value),
                "answer" | "answers" => entry.answers.extend(self.answers(field.value)),
                "related" => entry.related = self.texts(field.value),
                "category" => entry.category = self.text(field.value).map(|text| text.value),
                "tags" => entry.tags = self.texts(field.value),
                "from" => (entry.validity.from, entry.validity_spans.from) = self.date(field.value),
                "until" => (entry.validity.until, entry.validity_spans.until) = self.date(field.value),
                "status" => entry.status = self.status(field.value),
                _ => {}
            }
        }
        if !has_question {
            self.report(Span::new(span.start, span.end), Problem::MissingKey { key: "question", place });
            return None;
        }
        Some(entry)
    }

    fn keywords(&mut self, node: NodeId) -> Vec<Vec<Text>> {
        let document = self.document;
        if document.node(node).is_null() {
            return Vec::new();
        }
        let Content::Sequence(sets) = &document.node(node).content else {
            self.wrong_type(
                node,
                "a list of word sets such as [[发货, 几天]]",
                "关键词组列表，例如 [[发货, 几天]]",
            );
            return Vec::new();
        };
        let mut read = Vec::with_capacity(sets.len());
        for &set in sets {
            if let Content::Sequence(_) = document.node(set).content {
                let words: Vec<Text> = self.texts(set).into_iter().filter(|word| !word.is_empty()).collect();
                if !words.is_empty() {
                    read.push(words);
                }
            } else {
                self.wrong_type(
                    set,
                    "a set of words in brackets: each item of `keywords` is a list, as in [[发货, 几天]]",
                    "方括号里的一组词：`keywords` 的每一项都是列表，例如 [[发货, 几天]]",
                );
            }
        }
        read
    }

    fn answers(&mut self, node: NodeId) -> Vec<Answer> {
        let document = self.document;
        match &document.node(node).content {
            Content::Sequence(items) => items.iter().filter_map(|&item| self.answer(item)).collect(),
            _ => self.answer(node).into_iter().collect(),
        }
    }

    fn answer(&mut self, node: NodeId) -> Option<Answer> {
        let plain = |text| Answer {
            text,
            channels: Vec::new(),
            modes: Vec::new(),
            validity: Validity::default(),
            validity_spans: ValiditySpans::default(),
            when: None,
        };
        let document = self.document;
        let place = Message::new("an answer", "答案");
        match &document.node(node).content {
            Content::Scalar(..) => {
                let empty = document.node(node).is_null();
                if empty { None } else { self.text(node).filter(|text| !text.is_empty()).map(plain) }
            }
            Content::Sequence(_) => {
                self.wrong_type(
                    node,
                    "an answer: a text or {text, channel, …}",
                    "答案：文字或 {text, channel, …}",
                );
                None
            }
            Content::Mapping(_) => {
                let mut answer = plain(Text { value: "".into(), span: self.span(node) });
                for field in self.fields(node, keys::ANSWER, &place) {
                    match field.key {
                        "text" => answer.text = self.text(field.value).unwrap_or(answer.text),
                        "channel" => answer.channels = self.one_or_more(field.value),
                        "mode" => answer.modes = self.one_or_more(field.value),
                        "from" => (answer.validity.from, answer.validity_spans.from) = self.date(field.value),
                        "until" => {
                            (answer.validity.until, answer.validity_spans.until) = self.date(field.value);
                        }
                        "when" => answer.when = self.text(field.value),
                        _ => {}
                    }
                }
                if answer.text.is_empty() {
                    self.report(self.span(node), Problem::MissingKey { key: "text", place });
                    return None;
                }
                Some(answer)
            }
        }
    }

    fn status(&mut self, node: NodeId) -> Status {
        match self.document.scalar(node).map(str::trim) {
            Some("live") => Status::Live,
            Some("draft") => Status::Draft,
            Some("retired") => Status::Retired,
            written => {
                let meant = written
                    .and_then(mend::status)
                    .and_then(|(status, safety)| self.rewritten(node, status, safety));
                let problem = self.bad_value(
                    node,
                    "status is `live`, `draft` or `retired`",
                    "status 只能是 `live`、`draft` 或 `retired`",
                );
                problem.fix = meant;
                Status::Live
            }
        }
    }

    /// A day with its place; no place where there is no day.
    fn date(&mut self, node: NodeId) -> (Option<Date>, Span) {
        if self.document.node(node).is_null() {
            return (None, Span::default());
        }
        let date = self.document.scalar(node).and_then(|text| text.trim().parse::<Date>().ok());
        if date.is_none() {
            let written = self.document.scalar(node);
            let meant = written.and_then(|written| mend::date(self.text, self.at(node), written));
            let problem = self.bad_value(
                node,
                "a date is written year-month-day, such as 2026-11-12, and must exist",
                "日期写作 年-月-日，例如 2026-11-12，并且必须存在",
            );
            problem.fix = meant;
        }
        (date, if date.is_some() { self.span(node) } else { Span::default() })
    }

    fn boolean(&mut self, node: NodeId) -> Option<bool> {
        match self.document.scalar(node) {
            Some("true" | "True" | "yes") => Some(true),
            Some("false" | "False" | "no") => Some(false),
            _ => {
                self.wrong_type(node, "true or false", " true 或 false ");
                None
            }
        }
    }

    /// A list of texts; a single text counts as a list of one only where that is asked for.
    fn texts(&mut self, node: NodeId) -> Vec<Text> {
        let document = self.document;
        match &document.node(node).content {
            Content::Sequence(items) => items.iter().filter_map(|&item| self.text(item)).collect(),
            _ if document.node(node).is_null() => Vec::new(),
            content => {
                let listed = match content {
                    Content::Scalar(value, _) => mend::as_list(self.text, self.at(node), value),
                    _ => None,
                };
                self.wrong_type(node, "a list of texts", "文字列表").fix = listed;
                Vec::new()
            }
        }
    }

    fn one_or_more(&mut self, node: NodeId) -> Vec<Text> {
        match self.document.node(node).content {
            Content::Scalar(..) => self.text(node).into_iter().collect(),
            _ => self.texts(node),
        }
    }

    fn text(&mut self, node: NodeId) -> Option<Text> {
        let document = self.document;
        let found = document.node(node);
        match &found.content {
            Content::Scalar(..) if found.is_null() => {
                self.wrong_type(node, "a text", "文字");
                None
            }
            Content::Scalar(value, _) => Some(Text { value: value.trim().into(), span: found.span }),
            _ => {
                self.wrong_type(node, "a text", "文字");
                None
            }
        }
    }

    /// The pairs of a mapping, those of `<<` included; a key of its own wins over a merged one.
    fn mapping(&mut self, node: NodeId) -> Option<Vec<Field<'d>>> {
        let document = self.document;
        let Content::Mapping(pairs) = &document.node(node).content else {
            if !document.node(node).is_null() {
                self.wrong_type(node, "a mapping (`key: value`)", "映射（`键: 值`）");
            }
            return None;
        };
        let mut fields = Vec::with_capacity(pairs.len());
        let mut merged = Vec::new();
        for &(key, value) in pairs {
            match document.scalar(key) {
                Some("<<") => merged.push(value),
                Some(name) => fields.push(Field { key: name, key_span: self.span(key), value }),
                None => {}
            }
        }
        if merged.is_empty() {
            return Some(fields);
        }
        let mut names: FxHashSet<&str> = fields.iter().map(|field| field.key).collect();
        while let Some(value) = merged.pop() {
            match &document.node(value).content {
                Content::Mapping(pairs) => {
                    for &(key, value) in pairs {
                        match document.scalar(key) {
                            Some("<<") => merged.push(value),
                            Some(name) if names.insert(name) => {
                                fields.push(Field { key: name, key_span: self.span(key), value });
                            }
                            _ => {}
                        }
                    }
                }
                Content::Sequence(items) => merged.extend(items.iter().rev()),
                Content::Scalar(..) => {
                    self.wrong_type(value, "a mapping to merge", "可合并的映射");
                }
            }
        }
        Some(fields)
    }

    /// The pairs of a mapping whose keys are all known; the unknown are reported. Keys that begin with
    /// `x-` are somebody's own and pass.
    fn fields(&mut self, node: NodeId, known: &'static [&'static str], place: &Message) -> Vec<Field<'d>> {
        let fields = self.mapping(node).unwrap_or_default();
        let mut present: Vec<&str> = fields.iter().map(|field| field.key).collect();
        for field in &fields {
            if !known.contains(&field.key) && !field.key.starts_with("x-") {
                let meant = keys::meant(field.key.trim(), known);
                self.unknown_key(node, field, place, meant, &mut present);
            }
        }
        fields
    }

    /// Report a key that nobody knows. If it resembles one that the mapping does not have yet, it can be
    /// renamed; `present` then has that key too, as two keys may resemble the same.
    fn unknown_key(
        &mut self,
        mapping: NodeId,
        field: &Field<'_>,
        place: &Message,
        nearest: Option<&'static str>,
        present: &mut Vec<&'d str>,
    ) {
        if !self.unknown_keys.insert(field.key_span) {
            return;
        }
        let key = field.key.trim();
        let mapping = self.span(mapping);
        // What is merged in stands elsewhere, and there is looked at by itself.
        let here = mapping.start <= field.key_span.start && field.key_span.end <= mapping.end;
        let free = |name: &&'static str| {
            let same = if *name == "answer" { "answers" } else { name };
            let same = if *name == "answers" { "answer" } else { same };
            !present.iter().any(|present| present == name || *present == same)
        };
        let fix = nearest
            .filter(free)
            .filter(|name| here && keys::fits(name, self.document, field.value))
            .and_then(|name| {
                present.push(name);
                let location = Location { file: self.file, span: field.key_span };
                mend::rewrite(self.text, location, key, name, Safety::Unsafe)
            });
        let problem = Problem::UnknownKey { key: key.to_owned(), place: place.clone(), nearest };
        self.report(field.key_span, problem).fix = fix;
    }

    fn at(&self, node: NodeId) -> Location {
        Location { file: self.file, span: self.span(node) }
    }

    /// The fix that writes `new` in the place of a scalar.
    fn rewritten(&self, node: NodeId, new: &str, safety: Safety) -> Option<Fix> {
        mend::rewrite(self.text, self.at(node), self.document.scalar(node)?, new, safety)
    }

    fn span(&self, node: NodeId) -> Span {
        self.document.node(node).span
    }

    fn report(&mut self, span: Span, problem: Problem) -> &mut Diagnostic {
        let at = self.problems.len();
        self.problems.push(problem.at(Location { file: self.file, span }));
        &mut self.problems[at]
    }

    fn bad_value(&mut self, node: NodeId, english: &'static str, chinese: &'static str) -> &mut Diagnostic {
        let message = Message::new(english, chinese);
        self.report(self.span(node), Problem::BadValue { message })
    }

    fn wrong_type(&mut self, node: NodeId, english: &'static str, chinese: &'static str) -> &mut Diagnostic {
        let found = match &self.document.node(node).content {
            _ if self.document.node(node).is_null() => Message::new("nothing", "空值"),
            Content::Scalar(..) => Message::new("a text", "文字"),
            Content::Sequence(_) => Message::new("a list", "列表"),
            Content::Mapping(_) => Message::new("a mapping", "映射"),
        };
        let wanted = Message::new(english, chinese);
        // Only the first line of a collection is marked: the rest is not what is wrong.
        self.report(self.span(node), Problem::WrongType { wanted, found })
    }
}
