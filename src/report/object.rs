//! An object of JSON with a line for each of many items, so that a large one is neither slow nor long.

use serde::Serialize;

use super::parts::append;

/// An object that is written field by field.
pub(super) struct Object {
    text: String,
}

impl Object {
    /// An object of this part of the contract, such as `kbtool.dedup/1`.
    pub(super) fn new(schema: &str) -> Self {
        let mut object = Self { text: "{".to_owned() };
        object.field("schema", schema);
        object
    }

    /// Add a field on a line.
    pub(super) fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.name(name);
        self.text += &compact(value);
    }

    /// Add a list with an item a line, made on all cores.
    pub(super) fn list<'i, T: Sync, U: Serialize>(
        &mut self,
        name: &str,
        items: &'i [T],
        show: impl Fn(&'i T) -> U + Sync,
    ) {
        self.name(name);
        self.text.push('[');
        let items: Vec<&T> = items.iter().collect();
        append(&mut self.text, &items, |part| {
            let mut lines = String::new();
            for item in part {
                lines += "\n    ";
                lines += &compact(&show(item));
                lines.push(',');
            }
            lines
        });
        if self.text.ends_with(',') {
            self.text.pop();
            self.text += "\n  ";
        }
        self.text.push(']');
    }

    fn name(&mut self, name: &str) {
        self.text += if self.text.len() > 1 { ",\n  \"" } else { "\n  \"" };
        self.text += name;
        self.text += "\": ";
    }

    /// The object with a line end.
    pub(super) fn end(mut self) -> String {
        self.text += "\n}\n";
        self.text
    }
}

/// What the renderers write are structs of texts and numbers, which JSON can always say.
fn compact<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("texts and numbers are JSON")
}

/// A score with as many digits as it is worth.
pub(super) fn rounded(score: f64) -> f64 {
    (score * 1_000_000.0).round() / 1_000_000.0
}
