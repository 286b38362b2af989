//! How strong a piece of evidence is.

use serde::{Deserialize, Serialize};

/// The evidence ladder, weakest first. A check states the grade it needs; what is only mentioned or declared earns nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// In documentation, a comment, a string, a prompt or a test double.
    Mentioned,
    /// A dependency in a manifest, an import, an empty stub.
    Declared,
    /// Used, but nothing shows that production code reaches it.
    Used,
    /// Effective configuration.
    Configured,
    /// The definition resolves and production code calls or registers it.
    Wired,
    /// A result file in the tree.
    Measured,
}
