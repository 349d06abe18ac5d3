//! Everything that can be wrong with a knowledge base before any rule is asked, in both languages.
//!
//! One variant, one code, one pair of sentences. `kbtool lint` shows these under the same codes.

use crate::diagnostic::{Diagnostic, Message};
use crate::source::Location;
use crate::source::decode::DecodeError;
use crate::source::yaml::FaultKind;

/// So many characters of a key, an id or a reference stand in a message.
const LONGEST: usize = 80;

/// A fault found while loading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Problem {
    /// The YAML itself.
    Yaml(FaultKind),
    /// The file could not be read; the reason in the system's words.
    Unreadable(String),
    /// The file is not UTF-8.
    Encoding(DecodeError),
    /// A key nobody knows, in this kind of mapping, and the known key it resembles.
    UnknownKey { key: String, place: Message, nearest: Option<&'static str> },
    /// Another type was expected.
    WrongType { wanted: Message, found: Message },
    /// A value outside what the key allows.
    BadValue { message: Message },
    /// A key that must be there is not.
    MissingKey { key: &'static str, place: Message },
    /// An entry's question is there, with nothing in it.
    EmptyQuestion,
    /// The same id twice.
    DuplicateId { what: Message, id: String, first: Location },
    /// A mention of an entry that does not exist.
    Dangling { reference: String, nearest: Option<String> },
    /// A bare id that several packs have.
    Ambiguous { reference: String, candidates: Vec<String> },
    /// An answer to a question that no pack asks.
    AnswerToUnknown { reference: String, nearest: Option<String> },
    /// A pack that does not exist.
    UnknownPack { pack: String, nearest: Option<String> },
    /// Packs that extend each other in a circle.
    PackCycle { cycle: Vec<String> },
}

impl Problem {
    /// Code and name.
    pub(crate) const fn code(&self) -> (&'static str, &'static str) {
        match self {
            Self::Yaml(FaultKind::DuplicateKey { .. }) => ("KB005", "duplicate-key"),
            Self::Yaml(_) | Self::Unreadable(_) => ("KB001", "yaml-syntax"),
            Self::Encoding(_) => ("KB002", "encoding"),
            Self::UnknownKey { .. } => ("KB003", "unknown-key"),
            Self::WrongType { .. } | Self::BadValue { .. } | Self::MissingKey { .. } => {
                ("KB004", "wrong-type")
            }
            Self::DuplicateId { .. } => ("KB102", "duplicate-id"),
            Self::EmptyQuestion => ("KB104", "empty-question"),
            Self::Dangling { .. } | Self::Ambiguous { .. } => ("KB106", "dangling-reference"),
            Self::AnswerToUnknown { .. } => ("KB110", "answer-to-unknown-question"),
            Self::UnknownPack { .. } => ("KB111", "unknown-pack"),
            Self::PackCycle { .. } => ("KB112", "pack-cycle"),
        }
    }

    /// Cut what users wrote where it would bury the message.
    fn clip(&mut self) {
        match self {
            Self::UnknownKey { key: text, .. }
            | Self::DuplicateId { id: text, .. }
            | Self::Dangling { reference: text, .. }
            | Self::Ambiguous { reference: text, .. }
            | Self::AnswerToUnknown { reference: text, .. }
            | Self::UnknownPack { pack: text, .. }
            | Self::Yaml(FaultKind::UnknownAnchor(text) | FaultKind::DuplicateKey { key: text, .. }) => {
                if let Some((end, _)) = text.char_indices().nth(LONGEST) {
                    text.truncate(end);
                    text.push('…');
                }
            }
            _ => {}
        }
    }

    /// The finding at its place.
    pub(crate) fn at(mut self, location: Location) -> Diagnostic {
        self.clip();
        let (code, name) = self.code();
        let (message, help) = self.words();
        let mut diagnostic = Diagnostic::error(code, name, location, message);
        diagnostic.help = help;
        match self {
            Self::DuplicateId { first, .. } => {
                diagnostic.with_related(first, Message::new("first used here", "第一次出现在这里"))
            }
            Self::Yaml(FaultKind::DuplicateKey { first, .. }) => diagnostic.with_related(
                Location { file: location.file, span: first },
                Message::new("first used here", "第一次出现在这里"),
            ),
            _ => diagnostic,
        }
    }

    fn words(&self) -> (Message, Option<Message>) {
        match self {
            Self::Yaml(kind) => yaml_words(kind),
            Self::Unreadable(reason) => (
                Message::new(format!("cannot read the file: {reason}"), format!("无法读取文件：{reason}")),
                None,
            ),
            Self::Encoding(error) => encoding_words(error),
            Self::UnknownKey { key, place, nearest } => (
                Message::new(
                    format!("unknown key `{key}` in {}", place.english),
                    format!("{}里没有 `{key}` 这个键", place.chinese),
                ),
                nearest.map(did_you_mean),
            ),
            Self::WrongType { wanted, found } => (
                Message::new(
                    format!("expected {}, found {}", wanted.english, found.english),
                    format!("这里应为{}，实际是{}", wanted.chinese, found.chinese),
                ),
                None,
            ),
            Self::BadValue { message } => (message.clone(), None),
            Self::MissingKey { key, place } => (
                Message::new(
                    format!("{} without `{key}`", place.english),
                    format!("{}缺少 `{key}`", place.chinese),
                ),
                None,
            ),
            Self::EmptyQuestion => (
                Message::new("the question of this entry is empty", "这个知识点的标准问是空的"),
                Some(Message::new("write what the customer asks", "请写上客户会问的问题")),
            ),
            Self::DuplicateId { what, id, .. } => (
                Message::new(
                    format!("the {} `{id}` is defined twice", what.english),
                    format!("{} `{id}` 重复定义", what.chinese),
                ),
                None,
            ),
            Self::Dangling { reference, nearest } => (
                Message::new(
                    format!("there is no entry `{reference}`"),
                    format!("知识库里没有 `{reference}` 这个知识点"),
                ),
                nearest.as_deref().map(did_you_mean),
            ),
            Self::Ambiguous { reference, candidates } => {
                let list = candidates.join(", ");
                (
                    Message::new(
                        format!("`{reference}` could be several entries: {list}"),
                        format!("`{reference}` 对应多个知识点：{list}"),
                    ),
                    Some(Message::new("write it as pack/id", "请写成 行业包/id 的形式")),
                )
            }
            Self::AnswerToUnknown { reference, nearest } => (
                Message::new(
                    format!("an answer to `{reference}`, which no pack asks"),
                    format!("给 `{reference}` 写了答案，但没有行业包提供这个问题"),
                ),
                nearest.as_deref().map(did_you_mean),
            ),
            Self::UnknownPack { pack, nearest } => (
                Message::new(format!("there is no pack `{pack}`"), format!("没有名为 `{pack}` 的行业包")),
                nearest.as_deref().map(did_you_mean),
            ),
            Self::PackCycle { cycle } => {
                let circle = cycle.join(" → ");
                (
                    Message::new(
                        format!("packs extend each other in a circle: {circle}"),
                        format!("行业包循环继承：{circle}"),
                    ),
                    Some(Message::new(
                        "take one of them out of `extends`",
                        "请从其中一个的 `extends` 里删去对另一个的引用",
                    )),
                )
            }
        }
    }
}

fn did_you_mean(nearest: &str) -> Message {
    Message::new(format!("did you mean `{nearest}`?"), format!("是不是想写 `{nearest}`？"))
}

fn encoding_words(error: &DecodeError) -> (Message, Option<Message>) {
    let at = |offset: usize, line: usize| {
        (format!("byte {offset} on line {line}"), format!("第 {line} 行（第 {offset} 个字节）"))
    };
    match error {
        DecodeError::Encoded { encoding, offset, line } => {
            let (english, chinese) = at(*offset, *line);
            let command = error.iconv_command().unwrap_or_default();
            (
                Message::new(
                    format!("{english} is not UTF-8: the file looks like {encoding}"),
                    format!("文件不是 UTF-8 编码，看起来是 {}：{chinese}", encoding.name()),
                ),
                Some(Message::new(
                    format!(
                        "convert it with `{command}`, or open it in the program that wrote it and save it as UTF-8"
                    ),
                    format!("请用原来的软件（如记事本）打开，另存为 UTF-8 编码；或运行 `{command}`"),
                )),
            )
        }
        DecodeError::Damaged { offset, line } => {
            let (english, chinese) = at(*offset, *line);
            (
                Message::new(
                    format!("{english} is not UTF-8, though the text around it is"),
                    format!("{chinese}不是 UTF-8，但前后的文字是"),
                ),
                Some(Message::new(
                    "a character was cut, or files in different encodings were joined: put that line right and save as UTF-8",
                    "可能是截断了半个字，或把不同编码的文件拼在了一起：请改好这一行，再存为 UTF-8",
                )),
            )
        }
        DecodeError::Binary { offset, line } => {
            let (english, chinese) = at(*offset, *line);
            (
                Message::new(
                    format!("{english} is NUL: this is a binary file, not UTF-8 text"),
                    format!("{chinese}是 NUL：这是二进制文件，不是 UTF-8 文本"),
                ),
                None,
            )
        }
    }
}

fn yaml_words(kind: &FaultKind) -> (Message, Option<Message>) {
    match kind {
        FaultKind::Syntax(reason) => {
            (Message::new(format!("this is not YAML: {reason}"), format!("YAML 语法错误：{reason}")), None)
        }
        FaultKind::TooDeep(limit) => (
            Message::new(
                format!("lists and mappings are nested more than {limit} deep"),
                format!("列表或映射嵌套超过 {limit} 层"),
            ),
            None,
        ),
        FaultKind::AliasExplosion(size) => (
            Message::new(
                format!("the aliases of this file would expand to {size} nodes"),
                format!("文件里的别名展开后会有 {size} 个节点"),
            ),
            Some(Message::new("write the texts out, or use fewer aliases", "请直接写出内容，或减少别名")),
        ),
        FaultKind::AliasLoop => (
            Message::new("this alias stands inside the very node it names", "别名引用了它自己所在的节点"),
            None,
        ),
        FaultKind::UnknownAnchor(name) => (
            Message::new(
                format!("`*{name}` refers to an anchor `&{name}` that does not come before it"),
                format!("`*{name}` 引用的锚点 `&{name}` 在前面没有出现"),
            ),
            Some(Message::new("a text that begins with * wants quotes", "以 * 开头的文字要加引号")),
        ),
        FaultKind::DuplicateKey { key, .. } => (
            Message::new(
                format!("the key `{key}` stands twice in one mapping"),
                format!("同一个映射里 `{key}` 出现了两次"),
            ),
            Some(Message::new("keep one of them", "请只保留一个")),
        ),
        FaultKind::ComplexKey => (
            Message::new("a list or a mapping cannot be a key", "列表或映射不能用作键"),
            Some(Message::new("a text that begins with [ or { wants quotes", "以 [ 或 { 开头的文字要加引号")),
        ),
        FaultKind::SecondDocument => (
            Message::new("a second document begins here; one file holds one", "一个文件只能有一个 YAML 文档"),
            Some(Message::new("put it into a file of its own", "请把它放进单独的文件")),
        ),
    }
}

/// Nobody means a known word by a text longer than this, and comparing pages with pages takes gigabytes.
const LONGEST_WORD: usize = 200;

/// The candidate that `word` is most likely a slip of: at most a third of its letters differ.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let lower = word.to_lowercase();
    let length = lower.chars().count();
    if length > LONGEST_WORD {
        return None;
    }
    let allowed = |candidate: &str| candidate.chars().count().max(3) / 3;
    candidates
        .into_iter()
        .map(|candidate| (candidate.to_lowercase(), candidate))
        // The difference in length is the least that the distance can be.
        .filter(|(folded, candidate)| length.abs_diff(folded.chars().count()) <= allowed(candidate))
        .map(|(folded, candidate)| (strsim::damerau_levenshtein(&lower, &folded), candidate))
        .filter(|&(distance, candidate)| distance <= allowed(candidate))
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_not_buried_under_a_long_name() {
        use crate::source::{FileId, Span};
        let location = Location { file: FileId(0), span: Span::default() };
        let problem = Problem::UnknownPack { pack: "长".repeat(100_000), nearest: None };
        let message = problem.at(location).message.chinese;
        assert!(message.contains("长…`") && message.chars().count() < 120, "{message}");
    }

    #[test]
    fn slips_find_their_word() {
        let known = ["question", "variants", "answer", "answers"];
        assert_eq!(nearest("qustion", known), Some("question"));
        assert_eq!(nearest("Variant", known), Some("variants"));
        assert_eq!(nearest("anwser", known), Some("answer"));
        assert_eq!(nearest("价格", known), None);
        assert_eq!(nearest("answered", known), Some("answer"));
        assert_eq!(nearest(&"question".repeat(10), known), None);
        let page = "问".repeat(100_000);
        assert_eq!(nearest(&page, [page.as_str()]), None);
    }
}
