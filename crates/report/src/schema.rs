//! The JSON Schema of `audit.json`, made from the types that write it.

use beredd_model::Audit;

/// JSON Schema, draft 2020-12, as it is kept in `docs/schema/audit.schema.json`: with the types' own documentation.
#[must_use]
pub fn schema() -> String {
    let mut schema = schemars::schema_for!(Audit);
    schema.insert("title".to_owned(), "audit.json, as Beredd writes it".into());
    // Serialising fails only for keys that are not text, and a schema has none.
    let mut document = serde_json::to_string_pretty(&schema).unwrap_or_default();
    document.push('\n');
    document
}
