//! What a file is for, by the conventions of each ecosystem.
//!
//! Order matters: what a tool made is generated wherever it lies; what a test framework collects is a test; then come plans and
//! audits, documents, examples and tooling, and what is left runs the system. Continuous integration, deployment scripts and
//! Makefiles deploy the system and count as production. One question needs all files: whether a repository holds anything but
//! examples. Nothing outside `readers` decides a role otherwise.

use super::Language;
use crate::FileFacts;
use crate::FileRole;
use crate::identifier::words;
use crate::known::roles::{
    ASSISTANT_FILES, AUDIT_SUBJECTS, AUDIT_WORDS, DEPLOY_WORDS, DOCUMENT_FILLERS, DOCUMENT_FOLDERS,
    EXAMPLE_FILLERS, EXAMPLE_WORDS, GENERATED_MARKS, LOOKING_WORDS, PACKAGED_LANGUAGES, PLAN_FOLDERS,
    PLAN_NAMES, PLAN_SUBJECTS, PROMPT_FOLDERS, TEST_FILES, TEST_FOLDERS, TOOL_CONFIGURATION, TOOL_FOLDERS,
};
use beredd_model::RepoPath;
use std::collections::BTreeMap;

/// Fewest files of code that are a collection of examples, and how many of them stand beside each file that is none.
const FEWEST_EXAMPLES: usize = 4;
const EXAMPLES_PER_OWN_FILE: usize = 10;

/// What the file is for. `text` is looked at for the marks of code generators only.
pub(crate) fn role_of(path: &RepoPath, language: Language, text: &str) -> FileRole {
    let name = path.file_name();
    let lower = name.to_lowercase();
    let folders: Vec<&str> = path.folder().split('/').filter(|part| !part.is_empty()).collect();
    let folders = without_package(&folders);
    if is_marked_generated(text) {
        FileRole::Generated
    } else if is_test(&lower, name, folders, language) {
        FileRole::Test
    } else if let Some(role) = role_in_plan_folder(&lower, folders) {
        role
    } else if ASSISTANT_FILES.contains(&name) {
        FileRole::Tooling
    } else if is_audit_material(path, folders, language) {
        FileRole::AuditMaterial
    } else if is_prompt(folders) {
        FileRole::Production
    } else if is_example(folders) && !lower.starts_with("readme") {
        FileRole::Example
    } else if is_document(&lower, folders, language) {
        FileRole::Documentation
    } else if is_tooling(&lower, folders, language) {
        FileRole::Tooling
    } else {
        FileRole::Production
    }
}

/// The folders that Maven's and Gradle's layout puts around sources, `src/<source set>/<language>`; those below are the name of a
/// package (`com/example/…`) and say nothing about what the file is for.
fn without_package<'a, 'b>(folders: &'a [&'b str]) -> &'a [&'b str] {
    let is_root =
        |three: &[&str]| matches!(three, ["src", _, language] if PACKAGED_LANGUAGES.contains(language));
    let end = folders.windows(3).position(is_root).map(|at| at.saturating_add(3));
    end.and_then(|end| folders.get(..end)).unwrap_or(folders)
}

/// A comment in the first lines that says a tool wrote the file.
fn is_marked_generated(text: &str) -> bool {
    text.lines().take(8).any(|line| {
        let line = line.trim_start();
        let is_comment =
            ["#", "//", "/*", "*", "--", "<!--", ";", "\"\"\""].iter().any(|mark| line.starts_with(mark));
        is_comment && line.len() < 400 && {
            let line = line.to_lowercase();
            line.contains("code generated") && line.contains("do not edit")
                || GENERATED_MARKS.iter().any(|mark| line.contains(mark))
        }
    })
}

fn is_test(lower: &str, name: &str, folders: &[&str], language: Language) -> bool {
    if TEST_FILES.binary_search(&lower).is_ok() {
        return true;
    }
    let in_test_folder = folders.iter().any(|folder| {
        TEST_FOLDERS.binary_search(folder).is_ok()
            || (folder.starts_with("tests_") || folder.ends_with("_tests"))
    });
    // A README among tests tells people about them; any other document there is test data.
    in_test_folder && !(language.is_prose() && lower.starts_with("readme"))
        || is_collected(lower, name, language)
}

/// Whether the test framework of the language collects a file of this name.
fn is_collected(lower: &str, name: &str, language: Language) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match language {
        Language::Python => lower.starts_with("test_") || lower.ends_with("_test.py"),
        Language::TypeScript | Language::JavaScript => {
            [".test.", ".spec.", ".cy.", ".e2e."].iter().any(|mark| lower.contains(mark))
                || lower.contains(".e2e-spec.")
        }
        Language::Go => lower.ends_with("_test.go"),
        Language::Java | Language::Kotlin | Language::CSharp | Language::Php => {
            ["Test", "Tests", "TestCase", "IT"]
                .iter()
                .any(|end| stem.ends_with(end) && stem.len() > end.len())
        }
        Language::Ruby => lower.ends_with("_spec.rb") || lower.ends_with("_test.rb"),
        Language::Shell => lower.ends_with(".bats"),
        _ => lower.ends_with(".feature"),
    }
}

/// Hidden folders of planning and coding assistants. Agents that are declared there are configuration of the system.
fn role_in_plan_folder(lower: &str, folders: &[&str]) -> Option<FileRole> {
    let at = folders.iter().position(|folder| PLAN_FOLDERS.binary_search(folder).is_ok())?;
    let below = folders.get(at.saturating_add(1)).copied();
    Some(match below {
        Some("agents") if folders.get(at) == Some(&".claude") => FileRole::Production,
        _ if lower.ends_with(".json") || lower.ends_with(".yaml") || lower.ends_with(".yml") => {
            FileRole::Tooling
        }
        Some("settings" | "rules" | "hooks" | "commands" | "skills") => FileRole::Tooling,
        _ => FileRole::AuditMaterial,
    })
}

fn is_audit_material(path: &RepoPath, folders: &[&str], language: Language) -> bool {
    let is_audit_folder = |folder: &&str| {
        let parts = words(folder);
        parts.len() > 1
            && parts.last().is_some_and(|last| last == "audit" || last == "audits")
            && parts.iter().rev().skip(1).all(|part| AUDIT_SUBJECTS.binary_search(&part.as_str()).is_ok())
    };
    if folders.iter().any(is_audit_folder) {
        return true;
    }
    let parts = words(path.stem());
    let has = |table: &[&str]| parts.iter().any(|part| table.binary_search(&part.as_str()).is_ok());
    if language.is_prose() && path.extension() != "" {
        PLAN_NAMES.binary_search(&path.stem().to_lowercase().as_str()).is_ok()
            || has(AUDIT_WORDS)
            || (parts.iter().any(|part| part == "plan") && has(PLAN_SUBJECTS))
    } else {
        language.is_code()
            && parts.iter().any(|part| part == "readiness")
            && parts.iter().any(|part| matches!(part.as_str(), "audit" | "auditor" | "assessment" | "report"))
    }
}

fn is_prompt(folders: &[&str]) -> bool {
    folders.iter().any(|folder| PROMPT_FOLDERS.binary_search(folder).is_ok())
}

/// `examples/`, `demo/`, `hackathon_demo_scripts/`: every word of the folder's name is about showing, and one says so.
fn is_example(folders: &[&str]) -> bool {
    folders.iter().any(|folder| {
        let parts = words(folder);
        let is_showing = |part: &String| EXAMPLE_WORDS.binary_search(&part.as_str()).is_ok();
        parts.iter().any(is_showing)
            && parts
                .iter()
                .all(|part| is_showing(part) || EXAMPLE_FILLERS.binary_search(&part.as_str()).is_ok())
    })
}

fn is_document(lower: &str, folders: &[&str], language: Language) -> bool {
    let is_manual = folders.iter().any(|folder| {
        let parts = words(folder);
        let mut rest = parts.iter().skip(1).map(String::as_str);
        DOCUMENT_FOLDERS.binary_search(folder).is_ok()
            || parts.first().is_some_and(|first| DOCUMENT_FOLDERS.binary_search(&first.as_str()).is_ok())
                && rest.all(|part| DOCUMENT_FILLERS.binary_search(&part).is_ok())
    });
    matches!(language, Language::Markdown | Language::RestructuredText)
        || is_manual
        || lower.ends_with(".adoc")
        || (language == Language::Text && (lower.starts_with("license") || lower.starts_with("notice")))
}

/// Where a repository has next to no code but its examples, they are what it holds: a course, a collection of samples. Examples of
/// something that is there stay examples.
pub(crate) fn count_examples_as_the_system(files: &mut BTreeMap<RepoPath, FileFacts>) {
    let code = |role: FileRole| {
        let is_code =
            |file: &&FileFacts| file.role == role && file.language.is_code() && file.module.is_some();
        files.values().filter(is_code).count()
    };
    let (own, shown) = (code(FileRole::Production), code(FileRole::Example));
    if shown >= FEWEST_EXAMPLES && shown >= own.saturating_mul(EXAMPLES_PER_OWN_FILE) {
        for file in files.values_mut().filter(|file| file.role == FileRole::Example) {
            file.role = FileRole::Production;
        }
    }
}

fn is_tooling(lower: &str, folders: &[&str], language: Language) -> bool {
    let parts = words(lower);
    // `validate_deployment.py` looks at one and makes none.
    let only_looks = parts.first().is_some_and(|part| LOOKING_WORDS.binary_search(&part.as_str()).is_ok());
    let deploys = !only_looks && parts.iter().any(|part| DEPLOY_WORDS.binary_search(&part.as_str()).is_ok());
    let in_tools = folders.iter().any(|folder| TOOL_FOLDERS.binary_search(folder).is_ok());
    let is_one_shot = language == Language::Python && lower.starts_with("fix_");
    let configures_tools =
        TOOL_CONFIGURATION.iter().any(|name| lower == *name || lower.starts_with(&format!("{name}.")));
    // Programs that measure the system are no part of it, whatever they start.
    let measures = folders.iter().any(|folder| matches!(*folder, "benchmark" | "benchmarks"));
    (in_tools && !deploys) || measures || is_one_shot || configures_tools
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::language_of;

    fn role(path: &str) -> FileRole {
        let path = RepoPath::parse(path).unwrap();
        role_of(&path, language_of(&path, ""), "")
    }

    #[test]
    fn conventions_tell_the_role() {
        for (path, expected) in [
            ("evaluation/benchmarks/game/run_game.py", FileRole::Tooling),
            ("src/agent.py", FileRole::Production),
            ("tests/conftest.py", FileRole::Test),
            ("backend/test_agent.py", FileRole::Test),
            ("pkg/agent_test.go", FileRole::Test),
            ("web/src/App.test.tsx", FileRole::Test),
            ("web/src/__tests__/App.tsx", FileRole::Test),
            ("src/test/java/AgentTest.java", FileRole::Test),
            ("src/Latest.java", FileRole::Production),
            ("src/latest.py", FileRole::Production),
            ("src/contest/app.py", FileRole::Production),
            ("src/testing_agent.py", FileRole::Production),
            ("tests/README.md", FileRole::Documentation),
            ("tests/data/guide.md", FileRole::Test),
            ("examples/basic/main.py", FileRole::Example),
            ("hackathon_demo_scripts/run.py", FileRole::Example),
            ("demographics/run.py", FileRole::Production),
            ("demo-shop/run.py", FileRole::Production),
            ("docs/deploy.md", FileRole::Documentation),
            ("docs_src/security/tutorial.py", FileRole::Documentation),
            ("doctor/run.py", FileRole::Production),
            ("src/main/java/com/example/shop/App.java", FileRole::Production),
            ("core/src/main/kotlin/org/acme/samples/Agent.kt", FileRole::Production),
            ("samples/src/main/java/com/acme/App.java", FileRole::Example),
            ("src/test/java/com/acme/Doubles.java", FileRole::Test),
            ("agents/svea/README.md", FileRole::Documentation),
            ("agents/svea/prompts/system.md", FileRole::Production),
            ("AGENT_ARCHITECTURE_REVIEW.md", FileRole::AuditMaterial),
            ("docs/IMPLEMENTATION_COMPLETE.md", FileRole::AuditMaterial),
            ("docs/migration-plan.md", FileRole::AuditMaterial),
            ("docs/disaster-recovery-plan.md", FileRole::Documentation),
            (".kiro/specs/x/tasks.md", FileRole::AuditMaterial),
            (".kiro/settings/mcp.json", FileRole::Tooling),
            (".claude/agents/reviewer.md", FileRole::Production),
            ("backend/core/production_audit/run.py", FileRole::AuditMaterial),
            ("backend/core/audit_log.py", FileRole::Production),
            ("backend/audit/writer.py", FileRole::Production),
            ("scripts/format.sh", FileRole::Tooling),
            ("scripts/deploy.sh", FileRole::Production),
            ("iac/scripts/validate_deployment.py", FileRole::Tooling),
            ("fix_imports.py", FileRole::Tooling),
            (".github/workflows/ci.yml", FileRole::Production),
            (".devcontainer/Dockerfile", FileRole::Tooling),
            ("web/jest.config.js", FileRole::Tooling),
            ("agents/tools/search.py", FileRole::Production),
        ] {
            assert_eq!(role(path), expected, "{path}");
        }
    }

    #[test]
    fn an_outer_folder_changes_nothing() {
        for outer in ["build", "env", "test-x", "dist", "src", "my-demo-shop", "latest"] {
            for path in ["agents/svea.py", "k8s/app.yaml", "README.md", "tests/test_a.py", "AUDIT_REPORT.md"]
            {
                assert_eq!(role(&format!("{outer}/{path}")), role(path), "{outer}/{path}");
            }
        }
    }

    #[test]
    fn a_generators_mark_tells() {
        let path = RepoPath::parse("src/client.py").unwrap();
        let generated = |text: &str| role_of(&path, Language::Python, text) == FileRole::Generated;
        assert!(generated("# Code generated by protoc. DO NOT EDIT.\n") && generated("# @generated by x\n"));
        assert!(!generated("TEMPLATE = '@generated'\n") && !generated("x = 1\n"));
    }

    #[test]
    fn tables_are_sorted() {
        for table in [
            AUDIT_SUBJECTS,
            AUDIT_WORDS,
            DEPLOY_WORDS,
            DOCUMENT_FILLERS,
            DOCUMENT_FOLDERS,
            EXAMPLE_FILLERS,
            EXAMPLE_WORDS,
            LOOKING_WORDS,
            PACKAGED_LANGUAGES,
            PLAN_FOLDERS,
            PLAN_NAMES,
            PLAN_SUBJECTS,
            PROMPT_FOLDERS,
            TEST_FILES,
            TEST_FOLDERS,
            TOOL_FOLDERS,
        ] {
            assert!(table.is_sorted(), "{table:?}");
        }
    }
}
