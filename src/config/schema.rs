//! The JSON Schema of `kbtool.toml`, made from the types that hold it.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::Config;
use crate::model::Figure;

/// The JSON Schema (draft 7) of `kbtool.toml`. What rules can be told is nothing this module knows, so the
/// type that holds it is given: `kbtool::lint::Settings`.
pub fn schema<Settings: JsonSchema>() -> Value {
    let mut generator = SchemaSettings::draft07().into_generator();
    // Puts the definition there to which `rules` refers.
    generator.subschema_for::<Settings>();
    generator.into_root_schema_for::<Config>().to_value()
}

/// The settings of rules, by the name of their type.
pub(super) fn rules(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "$ref": "#/definitions/Settings" })
}

/// A path, or several.
pub(super) fn paths(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "oneOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" }, "minItems": 1 }]
    })
}

/// What may be demanded of figures.
pub(super) fn gates(_: &mut SchemaGenerator) -> Schema {
    let limits: Map<String, Value> = Figure::ALL
        .into_iter()
        .map(|figure| (figure.name().to_owned(), json!({ "type": "number", "minimum": 0, "maximum": 1 })))
        .collect();
    json_schema!({ "type": "object", "properties": limits })
}

/// The same for each pack, by its id.
pub(super) fn gates_of_packs(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "object", "additionalProperties": gates(generator) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(JsonSchema)]
    struct Settings {
        #[allow(dead_code, reason = "only its schema matters")]
        some_rule: u8,
    }

    fn keys(value: &Value, path: &str) -> Vec<String> {
        let found =
            value.pointer(path).and_then(Value::as_object).unwrap_or_else(|| panic!("{path}: {value}"));
        found.keys().cloned().collect()
    }

    #[test]
    fn every_table_of_the_file_is_in_it() {
        let schema = schema::<Settings>();
        assert_eq!(
            keys(&schema, "/properties"),
            ["check", "dedup", "diff", "eval", "gates", "kb", "lint", "shop", "text"]
        );
        let lint = schema.pointer("/definitions/LintConfig/properties").expect("[lint]");
        assert!(lint.get("per-file").is_some() && lint.get("fail-on").is_some());
        assert!(schema.pointer("/definitions/Settings/properties/some_rule").is_some());
        assert!(lint["rules"].to_string().contains("#/definitions/Settings"), "{}", lint["rules"]);
        assert_eq!(schema.get("required"), None, "an empty file is right: {schema}");
    }
}
