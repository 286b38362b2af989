//! Which files may prove something about the running system.

use beredd_facts::FileRole;

/// Production files: code that runs, configuration that takes effect. Examples, tests, documents, generated and vendored files
/// prove nothing about the system.
pub(crate) const fn is_effective(role: FileRole) -> bool {
    matches!(role, FileRole::Production)
}
