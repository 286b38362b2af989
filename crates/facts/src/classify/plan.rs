//! Whether a file is worth inflating, from its path alone.

use super::ReadPlan;
use crate::known::skip_paths::{
    BINARY_EXTENSIONS, BUSINESS_FOLDERS, GENERATED_FOLDERS, GENERATED_SUFFIXES, LOCK_FILES, METADATA_FILES,
    METADATA_FOLDERS, MINIFIED_SUFFIXES, VENDOR_FOLDERS,
};
use beredd_model::{RepoPath, SkipReason};

/// Decides by path alone, before anything is inflated; what a file may weigh is the budget's word.
#[must_use]
pub fn plan_of(path: &RepoPath) -> ReadPlan {
    let name = path.file_name().to_lowercase();
    let folders: Vec<&str> = path.folder().split('/').collect();
    let reason = if is_metadata(&name, &folders) {
        SkipReason::Metadata
    } else if is_vendored(&folders) {
        SkipReason::Vendored
    } else if in_table(LOCK_FILES, &name) {
        SkipReason::LockFile
    } else if ends_in(MINIFIED_SUFFIXES, &name) {
        SkipReason::Minified
    } else if ends_in(GENERATED_SUFFIXES, &name) || is_generated(&folders) {
        SkipReason::Generated
    } else if in_table(BINARY_EXTENSIONS, &path.extension().to_lowercase()) {
        SkipReason::Binary
    } else {
        return ReadPlan::Read;
    };
    ReadPlan::Skip(reason)
}

fn is_metadata(name: &str, folders: &[&str]) -> bool {
    in_table(METADATA_FILES, name)
        || name.starts_with("._")
        || folders.iter().any(|folder| in_table(METADATA_FOLDERS, folder))
}

fn is_vendored(folders: &[&str]) -> bool {
    folders.iter().any(|folder| in_table(VENDOR_FOLDERS, folder)) || is_in_vendor(folders)
}

/// `vendor` is where Go, PHP and Ruby keep what they depend on, and also what a purchasing system calls its suppliers: below a
/// folder that lists the system's own parts (`agents/vendor`) it is the latter.
fn is_in_vendor(folders: &[&str]) -> bool {
    folders.iter().position(|folder| *folder == "vendor").is_some_and(|at| {
        !at.checked_sub(1)
            .and_then(|before| folders.get(before))
            .is_some_and(|folder| in_table(BUSINESS_FOLDERS, folder))
    })
}

fn is_generated(folders: &[&str]) -> bool {
    folders.iter().any(|folder| in_table(GENERATED_FOLDERS, folder) || folder.ends_with(".egg-info"))
}

fn in_table(table: &[&str], name: &str) -> bool {
    table.binary_search(&name).is_ok()
}

fn ends_in(suffixes: &[&str], name: &str) -> bool {
    suffixes.iter().any(|suffix| name.ends_with(suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(path: &str) -> ReadPlan {
        plan_of(&RepoPath::parse(path).unwrap())
    }

    #[test]
    fn what_is_not_the_systems_own_is_left() {
        for (path, reason) in [
            ("web/node_modules/react/index.js", SkipReason::Vendored),
            ("lib/python3.12/site-packages/openai/__init__.py", SkipReason::Vendored),
            ("svc/.venv/bin/activate", SkipReason::Vendored),
            ("svc/venv/lib/x.py", SkipReason::Vendored),
            ("vendor/github.com/x/y.go", SkipReason::Vendored),
            ("third_party/x/y.cc", SkipReason::Vendored),
            ("static/app.min.js", SkipReason::Minified),
            ("static/app.js.map", SkipReason::Generated),
            ("proto/agent_pb2.py", SkipReason::Generated),
            ("src/__tests__/__snapshots__/a.snap", SkipReason::Generated),
            ("cdk.out/Stack.template.json", SkipReason::Generated),
            ("logo.PNG", SkipReason::Binary),
            (".git/config", SkipReason::Metadata),
            ("__MACOSX/a/._b.py", SkipReason::Metadata),
            ("a/.DS_Store", SkipReason::Metadata),
            (".idea/workspace.xml", SkipReason::Metadata),
            ("web/package-lock.json", SkipReason::LockFile),
            ("uv.lock", SkipReason::LockFile),
            ("go.sum", SkipReason::LockFile),
        ] {
            assert_eq!(plan(path), ReadPlan::Skip(reason), "{path}");
        }
    }

    #[test]
    fn a_tree_may_be_moved_anywhere() {
        for outer in ["", "build/", "env/", "dist/", "out/", "target/", "test-x/", "lib/", "bin/"] {
            for path in ["src/agent.py", "agents/vendor/agent.py", "main.go", ".env", "k8s/build.yaml"] {
                assert_eq!(plan(&format!("{outer}{path}")), ReadPlan::Read, "{outer}{path}");
            }
            assert_eq!(plan(&format!("{outer}node_modules/a.js")), ReadPlan::Skip(SkipReason::Vendored));
        }
    }

    #[test]
    fn tables_are_sorted() {
        for table in [
            BINARY_EXTENSIONS,
            BUSINESS_FOLDERS,
            GENERATED_FOLDERS,
            LOCK_FILES,
            METADATA_FILES,
            METADATA_FOLDERS,
            VENDOR_FOLDERS,
        ] {
            assert!(table.is_sorted(), "{table:?}");
        }
    }
}
