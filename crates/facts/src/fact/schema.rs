//! What SQL files change in a database, as far as an audit needs to know it.

use beredd_model::Lines;
use serde::{Deserialize, Serialize};

/// One statement that defines a schema or protects it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemaChange {
    /// Where.
    pub lines: Lines,
    /// What it does.
    pub kind: SchemaChangeKind,
    /// The table it is about, without its schema and quotes, in lower case.
    pub table: String,
}

/// What a statement does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SchemaChangeKind {
    /// `CREATE TABLE`: the names of its columns, in lower case.
    TableCreated {
        /// In order.
        columns: Vec<String>,
    },
    /// `ALTER TABLE … ENABLE ROW LEVEL SECURITY`.
    RowSecurityEnabled,
    /// `CREATE POLICY` or `CREATE SECURITY POLICY`.
    PolicyCreated {
        /// The words of the statement in lower case, names and settings included; cut at 60.
        words: Vec<String>,
    },
    /// `DROP TABLE`.
    TableDropped,
}
