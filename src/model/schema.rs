//! JSON Schemas of the files of a knowledge base, for editors that check and complete as one types.
//!
//! The types here document; nothing is read into them. What reads is [`super::decode`], which takes any
//! scalar for a text and tells every fault at its place, where a derived reader could not. A test holds
//! the properties here against the keys there, so that neither can have one that the other lacks.
//!
//! The schemas are of draft 7, which every YAML editor knows. Where a file may be written in several ways
//! that mean the same (`hit-rate` for `hit_rate`), they know the one that is documented.

#![allow(dead_code, reason = "the types document and are never made")]

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::gates::Figure;
use crate::diagnostic::Language;

/// A kind of file of a knowledge base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SchemaKind {
    /// A file of entries, every `.yaml` that is not one of the others.
    Entries,
    /// `pack.yaml`.
    Pack,
    /// `shop.yaml`.
    Shop,
}

impl SchemaKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Entries, Self::Pack, Self::Shop];

    /// The name in commands and files: `entries`, `pack`, `shop`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Entries => "entries",
            Self::Pack => "pack",
            Self::Shop => "shop",
        }
    }
}

/// The JSON Schema (draft 7) of a kind of file, with descriptions in English and Chinese.
pub fn schema(kind: SchemaKind) -> Value {
    let generator = SchemaSettings::draft07().into_generator();
    let schema = match kind {
        SchemaKind::Entries => generator.into_root_schema_for::<EntriesFile>(),
        SchemaKind::Pack => generator.into_root_schema_for::<PackFile>(),
        SchemaKind::Shop => generator.into_root_schema_for::<ShopFile>(),
    };
    schema.to_value()
}

/// entries: a list of entries, or a mapping with `entries` / 知识点文件：知识点列表，或带 `entries` 的映射
#[derive(JsonSchema)]
#[schemars(title = "kbtool: entries / 知识点文件", untagged)]
enum EntriesFile {
    List(Vec<Entry>),
    Mapping(EntriesMapping),
}

/// file: entries with what they have in common / 知识点文件：一组知识点及其共同设置
#[derive(Default, JsonSchema)]
#[schemars(default, deny_unknown_fields, transform = allow_own_keys)]
struct EntriesMapping {
    /// pack: the pack of these entries; otherwise that of the folder / 行业包：所属行业包，默认按所在文件夹
    pack: Text,
    /// category: for the entries that have none of their own / 类目：用于没有自己类目的知识点
    category: Text,
    /// entries: the list of entries / 知识点：知识点列表
    entries: List<Entry>,
}

/// entry: a question, its phrasings and answers / 知识点：一个标准问及其相似问和答案
#[derive(Default, JsonSchema)]
#[schemars(default, deny_unknown_fields, transform = allow_own_keys, extend("required" = ["question"]))]
struct Entry {
    /// id: unique in the pack; others refer to it as `pack/id` / 编号：行业包内唯一，别处写作 `行业包/编号`
    id: Text,
    /// question: the standard question, required / 标准问：必填
    question: Text,
    /// variants: other phrasings of the question / 相似问：同一问题的其他问法
    variants: List<Text>,
    /// counterexamples: near misses that must not lead here / 反例：看似相近、但不应命中本知识点的问法
    counterexamples: List<Text>,
    /// keywords: sets of words; a question with all words of one set is this entry's / 关键词：若干组词，问题含有一组中的全部词即命中
    keywords: List<Vec<Text>>,
    /// answer: what is said; one or a list / 答案：回复内容，一个或一组
    answer: Answers,
    /// answers: what is said; one or a list / 答案：回复内容，一个或一组
    answers: Answers,
    /// related: other entries, as `pack/id` or as an id / 关联问题：写作 `行业包/编号` 或编号
    related: List<Text>,
    /// category: where it belongs / 类目：所属类目
    category: Text,
    /// from: first day, as 2026-11-01 / 生效日期：从这一天起，例如 2026-11-01
    from: Day,
    /// until: last day, as 2026-11-12 / 失效日期：到这一天为止（含当天），例如 2026-11-12
    until: Day,
    /// status: only `live` is served / 状态：只有 `live`（生效）会被使用，`draft` 为草稿，`retired` 为停用
    status: Status,
    /// tags: labels for people / 标签：供人查看
    tags: List<Text>,
}

#[derive(Default, JsonSchema)]
#[schemars(rename_all = "lowercase", inline)]
enum Status {
    #[default]
    Live,
    Draft,
    Retired,
}

/// answers: an answer or a list of them / 答案：一个或一组
#[derive(Default, JsonSchema)]
#[schemars(untagged)]
enum Answers {
    #[default]
    None,
    One(AnswerOrText),
    List(Vec<AnswerOrText>),
}

#[derive(JsonSchema)]
#[schemars(untagged, inline)]
enum AnswerOrText {
    Text(Text),
    Answer(Answer),
}

/// answer: a text with where and when it holds / 答案：回复内容及其适用范围
#[derive(Default, JsonSchema)]
#[schemars(default, deny_unknown_fields, transform = allow_own_keys, extend("required" = ["text"]))]
struct Answer {
    /// text: what the customer reads, required / 文字：顾客看到的内容，必填
    text: Text,
    /// channel: where it holds (app, web, wechat …); everywhere if missing / 渠道：适用渠道（app、web、wechat 等），不写则全部适用
    channel: OneOrMore,
    /// mode: when it holds (full-auto, assist …); always if missing / 模式：适用接待模式（full-auto、assist 等），不写则全部适用
    mode: OneOrMore,
    /// from: first day, as 2026-11-01 / 生效日期：从这一天起，例如 2026-11-01
    from: Day,
    /// until: last day, as 2026-11-12 / 失效日期：到这一天为止（含当天），例如 2026-11-12
    until: Day,
    /// when: a condition in your platform's words; kept, not judged / 条件：平台自己的条件，仅保留、不判断
    when: Text,
}

#[derive(JsonSchema)]
#[schemars(untagged, inline)]
enum OneOrMore {
    One(Text),
    More(Vec<Text>),
}

impl Default for OneOrMore {
    fn default() -> Self {
        Self::More(Vec::new())
    }
}

/// pack.yaml: describes the pack of its folder / 行业包：描述所在文件夹的行业包
#[derive(Default, JsonSchema)]
#[schemars(title = "kbtool: pack.yaml / 行业包", default, deny_unknown_fields, transform = allow_own_keys)]
struct PackFile {
    /// id: the pack's id; the folder's name if missing / 编号：默认为文件夹名
    id: Text,
    /// name: for people / 名称：供人查看
    name: Text,
    /// description: what the pack is about / 说明：行业包的内容
    description: Text,
    /// language: of its texts, such as zh-CN or en / 语言：文字所用的语言，例如 zh-CN 或 en
    language: Text,
    /// version: of the pack / 版本：行业包的版本号
    version: Text,
    /// extends: ids of packs that come along / 继承：随之启用的其他行业包
    extends: List<Text>,
    /// gates: what evaluation must reach for this pack / 门槛：评测时本行业包须达到的指标
    gates: Gates,
}

/// shop.yaml: describes the shop of its folder / 店铺：描述所在文件夹的店铺
#[derive(Default, JsonSchema)]
#[schemars(title = "kbtool: shop.yaml / 店铺", default, deny_unknown_fields, transform = allow_own_keys)]
struct ShopFile {
    /// id: the shop's id, for `--shop`; the folder's name if missing / 编号：供 `--shop` 使用，默认为文件夹名
    id: Text,
    /// name: for people / 名称：供人查看
    name: Text,
    /// subscribe: ids of the packs it uses / 订阅：所用行业包的编号
    subscribe: List<Text>,
    /// common: whether the common pack is in without being named / 通用包：是否默认订阅通用包
    common: Flag,
    /// answers: its own answers, by `pack/id`, in place of the packs' / 店铺答案：按 `行业包/编号` 填写，取代行业包的答案
    answers: Option<BTreeMap<String, Answers>>,
    /// entries: entries of its own / 知识点：店铺自己的知识点
    entries: List<Entry>,
    /// welcome: what a customer sees first / 欢迎语：顾客最先看到的内容
    welcome: Option<Welcome>,
    /// handoff: your platform's business; not looked at / 转人工：由平台使用，不检查
    handoff: Anything,
}

/// welcome: greeting and cards / 欢迎语：问候与卡片
#[derive(Default, JsonSchema)]
#[schemars(default, deny_unknown_fields, transform = allow_own_keys)]
struct Welcome {
    /// greeting: the first words / 问候语：开场的话
    greeting: Text,
    /// cards: entries offered as buttons / 卡片：作为按钮展示的知识点
    cards: List<Text>,
}

/// A list that may be left empty behind its key.
type List<T> = Option<Vec<T>>;

/// Any scalar: `no`, `12:30` and `0755` are texts to kbtool, whatever an editor takes them for.
#[derive(Default)]
struct Text;

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "number", "boolean"]})
    }
}

/// A day as `2026-11-12`, or nothing behind the key.
#[derive(Default)]
struct Day;

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})
    }
}

/// Yes or no; `yes` and `no` are texts to an editor.
#[derive(Default)]
struct Flag;

impl JsonSchema for Flag {
    fn schema_name() -> Cow<'static, str> {
        "Flag".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"enum": [true, false, "yes", "no"]})
    }
}

/// Whatever somebody's platform wants.
#[derive(Default)]
struct Anything;

impl JsonSchema for Anything {
    fn schema_name() -> Cow<'static, str> {
        "Anything".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({})
    }
}

/// Limits by figure; here own keys are not allowed, as a gate with a slip in its name would let all pass.
#[derive(Default)]
struct Gates;

impl JsonSchema for Gates {
    fn schema_name() -> Cow<'static, str> {
        "Gates".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let limit = |figure: Figure| {
            let (english, chinese) =
                if figure.higher_is_better() { ("at least", "不低于") } else { ("at most", "不高于") };
            let description = format!(
                "{}: {} {english}, from 0 to 1 / {}：{chinese}，0 到 1",
                figure.name(),
                figure.label(Language::English),
                figure.label(Language::Chinese)
            );
            let limit = json!({"type": "number", "minimum": 0, "maximum": 1, "description": description});
            (figure.name().to_owned(), limit)
        };
        json_schema!({
            "type": ["object", "null"],
            "properties": Figure::ALL.map(limit).into_iter().collect::<serde_json::Map<_, _>>(),
            "additionalProperties": false
        })
    }
}

/// Keys that begin with `x-` are somebody's own.
fn allow_own_keys(schema: &mut Schema) {
    schema.insert("patternProperties".to_owned(), json!({"^x-": true}));
}

#[cfg(test)]
mod tests {
    use super::super::keys;
    use super::*;

    /// The mapping at `pointer` knows exactly `keys`, lets `x-` pass, and says what each key is.
    fn assert_keys(kind: SchemaKind, pointer: &str, keys: &[&str]) {
        let schema = schema(kind);
        let mapping = schema.pointer(pointer).unwrap_or_else(|| panic!("{pointer} of {schema:#}"));
        let properties = mapping["properties"].as_object().expect("properties");
        let mut wanted = keys.to_vec();
        wanted.sort_unstable();
        let mut found: Vec<&str> = properties.keys().map(String::as_str).collect();
        found.sort_unstable();
        assert_eq!(found, wanted, "{kind:?} {pointer}");
        assert_eq!(mapping["additionalProperties"], false, "{kind:?} {pointer}");
        assert_eq!(mapping["patternProperties"], json!({"^x-": true}), "{kind:?} {pointer}");
        for (key, property) in properties {
            let description = property["description"].as_str().unwrap_or_default();
            let in_both = description.starts_with(&format!("{key}: "))
                && description.contains(" / ")
                && description.contains('：')
                && !description.contains('\n');
            assert!(in_both, "{kind:?} {pointer} {key}: {description:?}");
        }
    }

    #[test]
    fn the_keys_are_those_that_are_read() {
        assert_keys(SchemaKind::Entries, "/definitions/EntriesMapping", keys::FILE);
        assert_keys(SchemaKind::Entries, "/definitions/Entry", keys::ENTRY);
        assert_keys(SchemaKind::Entries, "/definitions/Answer", keys::ANSWER);
        assert_keys(SchemaKind::Pack, "", keys::PACK);
        assert_keys(SchemaKind::Shop, "", keys::SHOP);
        assert_keys(SchemaKind::Shop, "/definitions/Entry", keys::ENTRY);
        assert_keys(SchemaKind::Shop, "/definitions/Answer", keys::ANSWER);
        assert_keys(SchemaKind::Shop, "/definitions/Welcome", keys::WELCOME);
    }

    #[test]
    fn every_figure_can_be_a_gate() {
        let schema = schema(SchemaKind::Pack);
        let gates = schema.pointer("/definitions/Gates/properties").and_then(Value::as_object);
        let mut names = Figure::ALL.map(Figure::name);
        names.sort_unstable();
        let mut found: Vec<&str> = gates.expect("gates").keys().map(String::as_str).collect();
        found.sort_unstable();
        assert_eq!(found, names);
    }

    #[test]
    fn only_what_the_reader_asks_for_is_required() {
        for kind in SchemaKind::ALL {
            let schema = schema(kind);
            assert_eq!(schema.get("required"), None, "{kind:?}");
            for (name, definition) in schema["definitions"].as_object().expect("definitions") {
                let wanted = match name.as_str() {
                    "Entry" => json!(["question"]),
                    "Answer" => json!(["text"]),
                    _ => Value::Null,
                };
                assert_eq!(definition["required"], wanted, "{kind:?} {name}");
            }
        }
    }
}
