//! One line of JSON into the cells of one row, without a tree in between.

use std::fmt::{self, Write};

use rustc_hash::FxHashMap;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::RowFault;

/// How many late keys are remembered: enough to tell what was missed.
const MAX_LATE: usize = 32;
/// How many columns a table can have; more keys than that are data, not names.
const MAX_COLUMNS: usize = 1024;
/// So many characters of what the parser says are kept: it may quote the line, and a line may be long.
const MAX_MESSAGE: usize = 200;

/// The columns of a table of objects, and the cells of its current row.
#[derive(Default)]
pub(super) struct Objects {
    pub(super) names: Vec<String>,
    index: FxHashMap<String, usize>,
    pub(super) cells: Vec<String>,
    seen: Vec<bool>,
    pub(super) late: Vec<String>,
    /// While true, a new key is a new column; afterwards it is late.
    pub(super) learning: bool,
    /// Whether a key that is no column is remembered as late.
    watching: bool,
}

impl Objects {
    /// No columns yet: they are the keys that are seen until `learning` is switched off.
    pub(super) fn new() -> Self {
        Self { learning: true, watching: true, ..Self::default() }
    }

    /// The columns are `names`, and other keys do not matter; no key belongs to an empty name.
    pub(super) fn named(names: &[String]) -> Self {
        let keys = names.iter().cloned().zip(0..).filter(|(name, _)| !name.is_empty());
        Self {
            index: keys.collect(),
            names: names.to_vec(),
            cells: vec![String::new(); names.len()],
            seen: vec![false; names.len()],
            ..Self::default()
        }
    }

    /// Reads one object: its values into `cells`, empty where it has no such key.
    pub(super) fn read(&mut self, line: &str) -> Result<(), RowFault> {
        self.cells.iter_mut().for_each(String::clear);
        self.seen.fill(false);
        let mut deserializer = serde_json::Deserializer::from_str(line);
        deserializer.deserialize_map(ObjectVisitor(self)).and_then(|()| deserializer.end()).map_err(|error| {
            let text = error.to_string();
            // The parser's own line is always 1 here and would be mistaken for the file's.
            let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
            RowFault::Json { message: message.chars().take(MAX_MESSAGE).collect(), column: error.column() }
        })
    }

    /// The column of `key`, made if there is none yet and names are still being learnt.
    fn column(&mut self, key: &str) -> Option<usize> {
        let key = key.trim();
        if let Some(index) = self.index.get(key) {
            return Some(*index);
        }
        if self.learning && self.names.len() < MAX_COLUMNS {
            let index = self.names.len();
            self.names.push(key.to_owned());
            self.index.insert(key.to_owned(), index);
            self.cells.push(String::new());
            self.seen.push(false);
            return Some(index);
        }
        if self.watching && self.late.len() < MAX_LATE && !self.late.iter().any(|late| late == key) {
            self.late.push(key.to_owned());
        }
        None
    }
}

struct ObjectVisitor<'a>(&'a mut Objects);

impl<'de> Visitor<'de> for ObjectVisitor<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object with column names as keys")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(column) = map.next_key_seed(KeySeed(self.0))? {
            match column {
                Some(index) if std::mem::replace(&mut self.0.seen[index], true) => {
                    return Err(A::Error::custom(format_args!(
                        "the key `{}` stands twice",
                        self.0.names[index]
                    )));
                }
                Some(index) => map.next_value_seed(TextSeed(&mut self.0.cells[index]))?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// Turns a key into its column without keeping a copy of it.
struct KeySeed<'a>(&'a mut Objects);

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Option<usize>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.column(key))
    }
}

/// Writes any value as text: a string as it is, `null` as nothing, a list or an object as JSON.
struct TextSeed<'a>(&'a mut String);

impl TextSeed<'_> {
    fn write<E: Error>(self, value: impl fmt::Display) -> Result<(), E> {
        write!(self.0, "{value}").map_err(E::custom)
    }
}

impl<'de> DeserializeSeed<'de> for TextSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TextSeed<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.0.push_str(value);
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.write(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.write(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.write(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.write(value)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        let value: Value = serde::Deserialize::deserialize(SeqAccessDeserializer::new(list))?;
        self.write(value)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let value: Value = serde::Deserialize::deserialize(MapAccessDeserializer::new(map))?;
        self.write(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_becomes_text() {
        let mut objects = Objects::new();
        let line = r#"{" a ":"好\n","b":3,"c":-1,"d":0.5,"e":3.0,"f":true,"g":null,"h":["x",1],"i":{"y":2}}"#;
        objects.read(line).unwrap();
        assert_eq!(objects.names, ["a", "b", "c", "d", "e", "f", "g", "h", "i"]);
        let expected = ["好\n", "3", "-1", "0.5", "3", "true", "", r#"["x",1]"#, r#"{"y":2}"#];
        assert_eq!(objects.cells, expected);
    }

    #[test]
    fn flaws_say_what_and_where() {
        let mut objects = Objects::new();
        for (line, expected) in [
            (r#"{"a":1,"a":2}"#, "stands twice"),
            (r#"["a"]"#, "expected an object"),
            (r#"{"a":1"#, "EOF"),
            (r#"{"a":1} x"#, "trailing"),
            ("问题,标准问", "expected value"),
        ] {
            let fault = objects.read(line).unwrap_err().to_string();
            assert!(fault.contains(expected), "{fault}");
            assert!(!fault.contains("line"), "{fault}");
        }
        let long = format!("\"{}\"", "好".repeat(10_000));
        assert!(objects.read(&long).unwrap_err().to_string().chars().count() < 300);
    }

    #[test]
    fn keys_that_are_no_named_column_are_passed_over() {
        let names = ["q", "", "e"].map(str::to_owned);
        let mut objects = Objects::named(&names);
        objects.read(r#"{"e":1,"x":2,"":3,"q":"a"}"#).unwrap();
        assert_eq!(objects.cells, ["a", "", "1"]);
        objects.read(r#"{"x":[1]}"#).unwrap();
        assert_eq!(objects.cells, ["", "", ""]);
        assert_eq!((objects.late.len(), objects.names.len()), (0, 3));
    }

    #[test]
    fn late_keys_are_remembered_once() {
        let mut objects = Objects::new();
        objects.read(r#"{"a":1}"#).unwrap();
        objects.learning = false;
        objects.read(r#"{"b":1,"a":"2"}"#).unwrap();
        objects.read(r#"{"b":1}"#).unwrap();
        assert_eq!((objects.late, objects.cells), (vec!["b".to_owned()], vec![String::new()]));
    }
}
