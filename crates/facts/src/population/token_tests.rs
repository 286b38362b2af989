//! Tests of Go, JUnit, xUnit, NUnit, MSTest, Rust, RSpec and PHPUnit.
//!
//! What a test's name and annotations say is read; conditions inside of tests are not, except the call of Go that skips a test
//! before anything else happens.

use super::TestCase;
use crate::fact::{Call, Decorator, Definition, DefinitionId, DefinitionKind, Module, Value};
use crate::resolve::at;
use crate::{FileRole, Language, RepoFacts};
use beredd_model::{Place, RepoPath};

/// Annotations of a test, by their last name.
const TESTS: &[&str] = &[
    "DataTestMethod",
    "Fact",
    "ParameterizedTest",
    "RepeatedTest",
    "Test",
    "TestCase",
    "TestFactory",
    "TestMethod",
    "Theory",
    "it",
    "rstest",
    "scenario",
    "specify",
    "test",
];

/// Annotations that keep a test from running.
const SKIPS: &[&str] =
    &["Disabled", "Explicit", "Ignore", "ignore", "pending", "skip", "xexample", "xit", "xspecify"];

/// Annotations that give one more set of parameters each.
const ROWS: &[&str] = &["DataRow", "InlineData", "TestCase"];

/// Tests of one repository; `concerns` says of a test's module and name whether it concerns models, and which agents.
pub(crate) fn find(
    repo: &RepoFacts,
    concerns: impl Fn(&RepoPath, &Module, &Definition, DefinitionId) -> (bool, Vec<u32>),
) -> Vec<TestCase> {
    let mut found = Vec::new();
    for (path, facts) in repo.files().filter(|(_, facts)| facts.language.is_read_by_tokens()) {
        let Some(module) = &facts.module else { continue };
        let holds_tests = facts.role == FileRole::Test
            || facts.language == Language::Rust && facts.role == FileRole::Production;
        if !holds_tests {
            continue;
        }
        for (definition, id) in module.definitions.iter().zip(0u32..) {
            if !is_test(facts.language, path, definition) {
                continue;
            }
            let id = DefinitionId(id);
            let class = definition.parent.and_then(|parent| module.definitions.get(at(parent.0)));
            let marks =
                || definition.decorators.iter().chain(class.into_iter().flat_map(|class| &class.decorators));
            let (concerns_llm, agents) = concerns(path, module, definition, id);
            found.push(TestCase {
                name: definition.qualified.clone(),
                place: Place::new(path.clone(), definition.lines),
                definition: id,
                cases: cases(definition),
                is_collected: module.is_parsed,
                is_awaited: true,
                is_skipped: marks().any(skips)
                    || module
                        .calls
                        .iter()
                        .any(|call| call.within == Some(id) && skips_first(definition, call)),
                asserts: definition.assertions > 0,
                is_importable: true,
                concerns_llm,
                agents,
            });
        }
    }
    found
}

fn is_test(language: Language, path: &RepoPath, definition: &Definition) -> bool {
    let has = |names: &[&str]| definition.decorators.iter().any(|mark| names.contains(&last(&mark.target)));
    if definition.kind != DefinitionKind::Function {
        return false;
    }
    match language {
        Language::Go => {
            let rest = definition.name.strip_prefix("Test").unwrap_or("a");
            path.file_name().ends_with("_test.go")
                && definition.parent.is_none()
                && !rest.starts_with(|c: char| c.is_lowercase())
                && definition.parameters.len() == 1
                && definition.name != "TestMain"
        }
        Language::Php => definition.name.starts_with("test") || has(&["Test"]),
        Language::Ruby => has(TESTS) || has(SKIPS) || definition.name.starts_with("test_"),
        _ => has(TESTS),
    }
}

fn cases(definition: &Definition) -> u32 {
    let rows = definition.decorators.iter().filter(|mark| ROWS.contains(&last(&mark.target))).count();
    let listed =
        definition.decorators.iter().filter(|mark| last(&mark.target) == "ValueSource").find_map(|mark| {
            mark.arguments.iter().find_map(|argument| match &argument.value {
                Value::List(values) => u32::try_from(values.len()).ok(),
                _ => None,
            })
        });
    listed.unwrap_or_else(|| u32::try_from(rows).unwrap_or(1)).max(1)
}

fn skips(mark: &Decorator) -> bool {
    let says_so = |name: &str| mark.arguments.iter().any(|argument| argument.name.as_deref() == Some(name));
    SKIPS.contains(&last(&mark.target)) || says_so("Skip") || says_so("Ignore")
}

/// `t.Skip()` as the first thing a test does. One further down may hang on a condition.
fn skips_first(definition: &Definition, call: &Call) -> bool {
    let name = call.callee.as_str();
    let is_first = call.lines.start <= definition.lines.start.saturating_add(1);
    matches!(name, "t.Skip" | "t.Skipf" | "t.SkipNow" | "self.markTestSkipped" | "self.markTestIncomplete")
        && is_first
}

fn last(target: &str) -> &str {
    target.rsplit(['.', ':']).next().unwrap_or(target)
}
