//! The JSON Schemas in `docs/schema`: up to date, and of one mind with the knowledge base that ships.
#![allow(clippy::disallowed_methods, reason = "the test renews files")]

#[allow(dead_code, reason = "each test file takes what it needs")]
mod common;

use std::path::Path;

use common::{kbtool, package, run};
use kbtool::model::{KnowledgeBase, SchemaKind, schema};
use kbtool::source::yaml::{Content, Document, NodeId, Style};
use kbtool::source::yaml_files;
use serde_json::{Map, Value};

/// `RENEW=1 cargo test --test schema` writes them anew.
#[test]
fn the_files_are_what_the_command_prints() {
    for kind in SchemaKind::ALL.map(SchemaKind::name).into_iter().chain(["config"]) {
        let (code, printed, error) = run(kbtool(&package()).args(["schema", kind]));
        assert_eq!(code, Some(0), "{error}");
        let path = package().join(format!("docs/schema/{kind}.schema.json"));
        if std::env::var_os("RENEW").is_some() {
            std::fs::write(&path, &printed).expect("written");
        }
        let kept = std::fs::read_to_string(&path).expect("a schema");
        let name = path.display();
        assert!(kept == printed, "{name} is stale; renew it with RENEW=1 cargo test --test schema");
    }
}

#[test]
fn the_knowledge_base_that_ships_is_valid() {
    let mut seen = 0;
    for root in ["kb", "examples/shop", "tests/fixtures/tea"] {
        let (files, problems) = yaml_files(&package().join(root));
        assert!(problems.is_empty(), "{problems:?}");
        for path in files {
            let text = std::fs::read_to_string(&path).expect("a file");
            assert_eq!(check(kind_of(&path), &text), Ok(()), "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen} files");
}

#[test]
fn every_form_that_is_read_is_valid() {
    for (name, text) in [
        ("a.yaml", "- question: 在吗\n- {question: 12:30, id: 0755, tags: [no, 1], x-mine: {a: [1]}}\n"),
        ("a.yaml", "pack: common\ncategory: 物流\nentries:\n"),
        (
            "a.yaml",
            "- question: a\n  variants:\n  keywords: [[a, b], [c]]\n  answer:\n  from: 2026-11-01\n  until:\n",
        ),
        (
            "a.yaml",
            "- question: a\n  status: draft\n  answers: [a, {text: b, channel: app, mode: [x, y], when: z}]\n",
        ),
        ("a.yaml", "- question: a\n  answer: {text: 好的, until: '2026-11-12'}\n"),
        ("pack.yaml", "id: a\nversion: 1.0\nextends: [b]\ngates: {hit_rate: 0.8, wrong_rate: 1}\n"),
        ("pack.yaml", "gates:\n"),
        (
            "shop.yaml",
            "common: no\nsubscribe: [a]\nhandoff: [1, {a: b}]\nanswers:\n  a/b: c\n  d: [e, {text: f}]\n",
        ),
        ("shop.yaml", "common: false\nwelcome: {greeting: 您好, cards: [a]}\nentries: [{question: a}]\n"),
    ] {
        assert_eq!(check(kind_of(Path::new(name)), text), Ok(()), "{text}");
        let loaded = KnowledgeBase::from_texts([(format!("a/{name}").into(), text.to_owned())]);
        // What does not exist elsewhere is the business of no schema.
        let faults = loaded.problems.iter().filter(|problem| problem.code.starts_with("KB00"));
        assert_eq!(faults.count(), 0, "{text}: {:?}", loaded.problems);
    }
}

#[test]
fn what_is_refused_is_not_valid() {
    for (name, text) in [
        ("a.yaml", "- variants: [a]\n"),
        ("a.yaml", "- question:\n"),
        ("a.yaml", "- question: a\n  问法: [b]\n"),
        ("a.yaml", "- question: a\n  variants: b\n"),
        ("a.yaml", "- question: a\n  keywords: [发货]\n"),
        ("a.yaml", "- question: a\n  status: on\n"),
        ("a.yaml", "- question: a\n  from: 1. November\n"),
        ("a.yaml", "- question: a\n  answer: {channel: app}\n"),
        ("a.yaml", "- question: a\n  answer: {text: b, chanel: app}\n"),
        ("a.yaml", "entrys: []\n"),
        ("pack.yaml", "gates: {hitrate: 0.8}\n"),
        ("pack.yaml", "gates: {hit_rate: 80}\n"),
        ("pack.yaml", "extends: common\n"),
        ("shop.yaml", "common: perhaps\n"),
        ("shop.yaml", "welcome: {card: [a]}\n"),
        ("shop.yaml", "entries: [{id: a}]\n"),
    ] {
        assert!(check(kind_of(Path::new(name)), text).is_err(), "{text}");
        let loaded = KnowledgeBase::from_texts([(format!("a/{name}").into(), text.to_owned())]);
        assert!(!loaded.problems.is_empty(), "{text}");
    }
}

fn kind_of(path: &Path) -> SchemaKind {
    match path.file_stem().and_then(|stem| stem.to_str()) {
        Some("pack") => SchemaKind::Pack,
        Some("shop") => SchemaKind::Shop,
        _ => SchemaKind::Entries,
    }
}

fn check(kind: SchemaKind, text: &str) -> Result<(), String> {
    let (document, faults) = Document::parse(text);
    assert!(faults.is_empty(), "{faults:?}");
    let document = document.expect("a document");
    let value = as_an_editor_sees_it(&document, document.root().expect("something"));
    let schema = schema(kind);
    validate(&schema, &schema, &value, "")
}

/// The value of a node by YAML 1.2's core schema, in which `12` is a number and `no` a text.
fn as_an_editor_sees_it(document: &Document<'_>, node: NodeId) -> Value {
    let found = document.node(node);
    match &found.content {
        Content::Sequence(items) => items.iter().map(|&item| as_an_editor_sees_it(document, item)).collect(),
        Content::Mapping(pairs) => Value::Object(
            pairs
                .iter()
                .map(|&(key, value)| {
                    let key = document.scalar(key).expect("a plain key").to_owned();
                    (key, as_an_editor_sees_it(document, value))
                })
                .collect::<Map<_, _>>(),
        ),
        Content::Scalar(..) if found.is_null() => Value::Null,
        Content::Scalar(text, Style::Plain) => match text.as_ref() {
            "true" | "True" => Value::Bool(true),
            "false" | "False" => Value::Bool(false),
            text => text.parse::<f64>().map_or_else(|_| Value::from(text), Value::from),
        },
        Content::Scalar(text, _) => Value::from(text.as_ref()),
    }
}

/// As much of JSON Schema as the schemas here use; anything more stops the test.
fn validate(root: &Value, schema: &Value, value: &Value, place: &str) -> Result<(), String> {
    let Value::Object(rules) = schema else {
        return if *schema == Value::Bool(true) { Ok(()) } else { Err(format!("{place}: not allowed")) };
    };
    for (rule, wanted) in rules {
        let each = |schemas: &Value| -> Vec<Result<(), String>> {
            let schemas = schemas.as_array().expect("schemas");
            schemas.iter().map(|schema| validate(root, schema, value, place)).collect()
        };
        let kept = match rule.as_str() {
            "$schema" | "title" | "description" | "definitions" => true,
            "properties" | "patternProperties" | "additionalProperties" => {
                validate_keys(root, rules, value, place)?;
                true
            }
            "$ref" => {
                let pointer = wanted.as_str().and_then(|name| name.strip_prefix('#')).expect("a pointer");
                validate(root, root.pointer(pointer).expect("a definition"), value, place)?;
                true
            }
            "anyOf" => each(wanted).iter().any(Result::is_ok),
            "allOf" => each(wanted).iter().all(Result::is_ok),
            "enum" => wanted.as_array().expect("values").contains(value),
            "type" => match wanted {
                Value::Array(types) => types.iter().any(|wanted| is_of(value, wanted)),
                wanted => is_of(value, wanted),
            },
            "minimum" => value.as_f64().is_none_or(|value| value >= wanted.as_f64().expect("a number")),
            "maximum" => value.as_f64().is_none_or(|value| value <= wanted.as_f64().expect("a number")),
            "pattern" => {
                assert_eq!(wanted, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
                value.as_str().is_none_or(is_like_a_day)
            }
            "required" => value.as_object().is_none_or(|object| {
                wanted
                    .as_array()
                    .expect("keys")
                    .iter()
                    .all(|key| object.contains_key(key.as_str().expect("a key")))
            }),
            "items" => {
                for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                    validate(root, wanted, item, &format!("{place}/{at}"))?;
                }
                true
            }
            rule => panic!("`{rule}` is a rule that this check does not know"),
        };
        if !kept {
            return Err(format!("{place}: {rule} {wanted} does not hold for {value}"));
        }
    }
    Ok(())
}

/// Each value of a mapping, by its key: a known one, one of somebody's own, or another.
fn validate_keys(root: &Value, rules: &Map<String, Value>, value: &Value, place: &str) -> Result<(), String> {
    let known = rules.get("properties").and_then(Value::as_object);
    let own = rules.get("patternProperties").map(|patterns| &patterns["^x-"]);
    let other = rules.get("additionalProperties").unwrap_or(&Value::Bool(true));
    for (key, value) in value.as_object().into_iter().flatten() {
        let known = known.and_then(|known| known.get(key));
        let schema = known.or(own.filter(|_| key.starts_with("x-"))).unwrap_or(other);
        validate(root, schema, value, &format!("{place}/{key}"))?;
    }
    Ok(())
}

fn is_of(value: &Value, name: &Value) -> bool {
    match name.as_str().expect("a type") {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        name => panic!("`{name}` is a type that this check does not know"),
    }
}

fn is_like_a_day(text: &str) -> bool {
    let shape = |c: char| if c.is_ascii_digit() { '0' } else { c };
    text.chars().map(shape).eq("0000-00-00".chars())
}
