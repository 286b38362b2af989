//! The JSON Schema of `beredd.toml`: what editors complete and check while somebody writes one.

use super::keys::{Form, Key, SECTIONS, Section};
use super::kind::Kind;
use beredd_model::Criterion;
use serde_json::{Map, Value, json};

/// The schema (JSON Schema, draft 2020-12) as JSON, indented, with a line break at the end.
#[must_use]
pub fn schema() -> String {
    let mut properties = Map::new();
    for section in SECTIONS {
        match section.form {
            Form::Top => {
                properties.extend(section.keys.iter().map(|key| (key.name.to_owned(), described(key))))
            }
            Form::Table => {
                properties.insert(section.name.to_owned(), object(section));
            }
            Form::List => {
                let list = json!({
                    "type": "array", "maxItems": 1000, "description": &*section.about.en, "items": object(section),
                });
                properties.insert(section.name.to_owned(), list);
            }
            Form::Named => {
                let named = json!({
                    "type": "object", "description": &*section.about.en, "additionalProperties": object(section),
                    "propertyNames": { "pattern": "^(K[1-8]\\.[1-5]|[a-z]+/[a-z0-9-]+)$" },
                });
                properties.insert(section.name.to_owned(), named);
            }
        }
    }
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": super::FILE_NAME,
        "description": SECTIONS.first().map_or("", |top| &*top.about.en),
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    });
    format!("{schema:#}\n")
}

fn object(section: &Section) -> Value {
    let properties: Map<String, Value> =
        section.keys.iter().map(|key| (key.name.to_owned(), described(key))).collect();
    let required: Vec<&str> = section.keys.iter().filter(|key| key.is_required).map(|key| key.name).collect();
    let mut object = json!({
        "type": "object",
        "description": &*section.about.en,
        "additionalProperties": false,
        "properties": properties,
    });
    if let (Some(object), false) = (object.as_object_mut(), required.is_empty()) {
        object.insert("required".to_owned(), json!(required));
    }
    if let (Some(object), "attested") = (object.as_object_mut(), section.name) {
        object.insert("oneOf".to_owned(), json!([{ "required": ["criterion"] }, { "required": ["check"] }]));
    }
    object
}

fn described(key: &Key) -> Value {
    let mut value = of_kind(key.kind);
    if let Some(object) = value.as_object_mut() {
        object.insert("description".to_owned(), json!(&*key.about.en));
    }
    value
}

fn of_kind(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string", "minLength": 1, "maxLength": 2000 }),
        Kind::Texts => {
            json!({ "type": "array", "maxItems": 200, "items": { "type": "string", "minLength": 1 } })
        }
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Words(words) => json!({ "type": "array", "maxItems": 200, "items": { "enum": words } }),
        Kind::Languages => json!({
            "type": "array", "maxItems": 200,
            "items": { "type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$" },
        }),
        Kind::Count(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Amount => json!({
            "oneOf": [{ "type": "integer", "minimum": 1 }, { "type": "string", "pattern": "^[0-9]+ *(KiB|MiB|GiB)?$" }],
        }),
        Kind::Percent => percent(),
        Kind::Holds => json!({ "oneOf": [{ "enum": ["pass", "fail"] }, percent()] }),
        Kind::Estimate => json!({
            "type": "array", "minItems": 3, "maxItems": 3,
            "items": { "type": "number", "minimum": 0, "maximum": 1000 },
        }),
        Kind::Day => json!({ "type": "string", "format": "date" }),
        Kind::Criterion => {
            let all: Vec<String> = Criterion::all().map(|criterion| criterion.to_string()).collect();
            json!({ "enum": all })
        }
        Kind::Glob => json!({ "type": "string", "minLength": 1, "maxLength": 256 }),
    }
}

fn percent() -> Value {
    json!({ "type": "number", "minimum": 0, "maximum": 100, "multipleOf": 0.1 })
}
