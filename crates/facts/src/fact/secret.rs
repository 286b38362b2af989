//! Secrets that stand in clear text: where and of what kind, never their value.

use serde::{Deserialize, Serialize};

/// What surrounds a secret-shaped string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SecretContext {
    /// It has the shape and the entropy of a live one.
    Live,
    /// A default password that is weak rather than secret: `changeme`, `postgres`.
    WeakDefault,
    /// The shape is right, but it is visibly a stand-in: EXAMPLE, xxxx, your-key-here, low entropy.
    Placeholder,
}

/// A secret-shaped string.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Secret {
    /// Where.
    pub line: u32,
    /// The kind, in snake case: `openai_api_key`, `private_key`.
    pub kind: String,
    /// What surrounds it.
    pub context: SecretContext,
    /// Its first letters and its length: `sk-pro…(51)`. At most six characters of it, and never the last ones.
    pub stub: String,
}
