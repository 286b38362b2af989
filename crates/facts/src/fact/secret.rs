//! Secrets that stand in clear text: where and of what kind, never their value.

use crate::FileRole;
use crate::identifier::has_word;
use beredd_model::RepoPath;
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

impl Secret {
    /// Whether it is a finding in a file of this path and role. A file that shows by example what could stand there shows made-up
    /// values. A random text bound to `token` in a test is a dummy, a key that a test suite
    /// signs with is made for it, a well-known password matters where the system runs; but a provider's key is a provider's key
    /// wherever it stands.
    #[must_use]
    pub fn is_finding(&self, path: &RepoPath, role: FileRole) -> bool {
        let shows = has_word(path.stem(), &["example", "examples", "sample", "samples"]);
        let role = if shows && role == FileRole::Production { FileRole::Example } else { role };
        let kind = self.kind.as_str();
        let is_generic = matches!(kind, "generic_secret" | "password" | "bearer_token");
        let is_made =
            is_generic || kind.contains("private_key") || kind.contains("jwt") || kind.contains("url");
        match (self.context, role) {
            (SecretContext::Placeholder, _) => false,
            (SecretContext::WeakDefault, role) => role == FileRole::Production,
            (SecretContext::Live, FileRole::Production | FileRole::Tooling) => true,
            (
                SecretContext::Live,
                FileRole::Documentation | FileRole::AuditMaterial | FileRole::Example | FileRole::Generated,
            ) => !is_generic,
            (SecretContext::Live, FileRole::Test | FileRole::Vendored) => !is_made,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_finding(secret: &Secret, role: FileRole) -> bool {
        secret.is_finding(&RepoPath::parse("desk/settings.py").unwrap(), role)
    }

    fn secret(kind: &str, context: SecretContext) -> Secret {
        Secret { line: 1, kind: kind.to_owned(), context, stub: String::new() }
    }

    #[test]
    fn the_role_of_a_file_decides_what_is_believed() {
        let key = secret("openai_api_key", SecretContext::Live);
        let text = secret("generic_secret", SecretContext::Live);
        let weak = secret("password", SecretContext::WeakDefault);
        let certificate = secret("private_key", SecretContext::Live);
        for role in [FileRole::Production, FileRole::Test, FileRole::Documentation, FileRole::Example] {
            assert!(is_finding(&key, role), "{role:?}");
        }
        for secret in [&text, &weak] {
            assert!(is_finding(secret, FileRole::Production));
            assert!(!is_finding(secret, FileRole::Test) && !is_finding(secret, FileRole::Documentation));
        }
        assert!(
            is_finding(&certificate, FileRole::Documentation) && !is_finding(&certificate, FileRole::Test)
        );
        assert!(!is_finding(&secret("openai_api_key", SecretContext::Placeholder), FileRole::Production));
    }
}
