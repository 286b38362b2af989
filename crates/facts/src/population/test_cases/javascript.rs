//! Tests of Vitest, Jest, Mocha, Playwright and `node:test`: calls of `it` and `test` with the function that they hand over.

use super::Subjects;
use crate::fact::{Argument, Call, Definition, DefinitionId, DefinitionKind, Module, Value};
use crate::identifier::has_word;
use crate::population::TestCase;
use crate::population::reach::class_of;
use crate::{FileRole, RepoFacts};
use beredd_model::{Lines, Place, RepoPath};
use std::collections::BTreeSet;

/// What a test is called by, and what may hang from it without making it something else.
const STARTS: &[&str] = &["Deno.test", "fit", "it", "specify", "t.test", "test", "xit", "xtest"];
const SUITES: &[&str] = &["describe", "suite", "context", "test.describe", "xdescribe"];

/// Every test that stands in a file of tests.
pub(super) fn find(repo: &RepoFacts, subjects: &Subjects<'_>) -> Vec<TestCase> {
    let mut found = Vec::new();
    for (path, facts) in repo.files_as(FileRole::Test) {
        let Some(module) = facts.module.as_ref().filter(|_| crate::resolve::is_javascript(path)) else {
            continue;
        };
        let file = File::new(repo, path, module, subjects);
        found.extend(module.calls.iter().filter_map(|call| file.case(call)));
    }
    found
}

struct File<'a> {
    repo: &'a RepoFacts,
    path: &'a RepoPath,
    module: &'a Module,
    subjects: &'a Subjects<'a>,
    is_importable: bool,
    concerns_llm: bool,
    /// Lines of suites that do not run.
    skipped: Vec<Lines>,
}

impl<'a> File<'a> {
    fn new(repo: &'a RepoFacts, path: &'a RepoPath, module: &'a Module, subjects: &'a Subjects<'a>) -> Self {
        let resolution = repo.resolution();
        let imported = resolution.imports.get(path).into_iter().flatten();
        let packages = module.imports.iter().filter(|import| import.level == 0);
        let uses_library = packages.into_iter().any(|import| {
            let package = crate::known::javascript_packages::package_of(&import.module);
            subjects.libraries.contains(package)
        });
        let is_missing = resolution.unresolved.iter().any(|one| one.place.path == *path && !one.is_tolerated);
        let suites = module.calls.iter().filter(|call| starts(call, SUITES).is_some() && is_skipped(call));
        Self {
            repo,
            path,
            module,
            subjects,
            is_importable: !is_missing && !resolution.dead.contains_key(path),
            concerns_llm: uses_library
                || has_word(path.stem(), super::MODEL_WORDS)
                || imported.into_iter().any(|file| subjects.files.contains(file)),
            skipped: suites.map(|call| call.lines).collect(),
        }
    }

    fn case(&self, call: &Call) -> Option<TestCase> {
        starts(call, STARTS)?;
        let (id, definition) = self.body(call)?;
        let agents: Vec<u32> = self.agents(definition).into_iter().collect();
        let is_outer_skipped = self.skipped.iter().any(|lines| lines.holds(call.lines));
        Some(TestCase {
            name: definition.qualified.clone(),
            place: Place::new(self.path.clone(), call.lines),
            definition: id,
            cases: self.cases(call),
            is_collected: self.module.is_parsed,
            is_awaited: true,
            is_skipped: is_outer_skipped || is_skipped(call),
            asserts: definition.assertions > 0 || self.asserts_through(definition),
            is_importable: self.is_importable,
            concerns_llm: self.concerns_llm
                || has_word(&definition.qualified, super::MODEL_WORDS)
                || !agents.is_empty(),
            agents,
        })
    }

    /// The function that is the test.
    fn body(&self, call: &Call) -> Option<(DefinitionId, &'a Definition)> {
        self.module.definitions.iter().zip(0u32..).find_map(|(definition, id)| {
            let is_body = definition.kind == DefinitionKind::Function
                && definition.parent == call.within
                && call.lines.holds(definition.lines);
            is_body.then_some((DefinitionId(id), definition))
        })
    }

    /// How many sets of values `it.each([…])` lists.
    fn cases(&self, call: &Call) -> u32 {
        if !call.callee.ends_with(".each()") {
            return 1;
        }
        let made = self.module.calls.iter().find(|other| {
            other.callee.ends_with(".each") && call.lines.holds(other.lines) && other.within == call.within
        });
        let listed = made.and_then(|made| made.arguments.first());
        match listed.map(|argument| &argument.value) {
            Some(Value::List(members)) => u32::try_from(members.len()).unwrap_or(1).max(1),
            _ => 1,
        }
    }

    fn asserts_through(&self, definition: &Definition) -> bool {
        let calls = self.module.calls.iter().filter(|call| definition.lines.holds(call.lines));
        calls.into_iter().any(|call| {
            self.repo.names().callee(self.path, call).is_some_and(|helper| {
                helper.definition.assertions > 0 && helper.definition.lines != definition.lines
            })
        })
    }

    /// The agents that a test, or what is set up around it, names.
    fn agents(&self, definition: &Definition) -> BTreeSet<u32> {
        if self.subjects.agents.is_empty() {
            return BTreeSet::new();
        }
        let set_up = self.module.calls.iter().filter(|call| {
            let last = call.callee.rsplit('.').next().unwrap_or_default();
            matches!(last, "before" | "beforeAll" | "beforeEach")
        });
        let lines: Vec<Lines> = set_up.map(|call| call.lines).chain([definition.lines]).collect();
        let holds = |place: Lines| lines.iter().any(|lines| lines.holds(place));
        let called =
            self.module.calls.iter().filter(|call| holds(call.lines)).map(|call| call.target.as_str());
        let read = self.module.references.iter().filter(|one| holds(Lines::at(one.line)));
        called
            .chain(read.map(|one| one.target.as_str()))
            .filter_map(|target| self.agent_behind(target))
            .collect()
    }

    fn agent_behind(&self, target: &str) -> Option<u32> {
        // The agent's own name must be part of it: that spares looking up every name of every test.
        let mut parts = target.split(['.', ':', '/']).map(|part| part.trim_end_matches("()"));
        if !parts.any(|part| self.subjects.names.contains(part)) {
            return None;
        }
        let used = self.repo.names().definition(self.path, target)?.reference();
        let class = class_of(self.repo, &used).unwrap_or(used);
        self.subjects.agents.get(&class).copied()
    }
}

/// What hangs from `it`, `test` or `describe` in a callee: `skip` of `it.skip`; an empty text of the plain call.
fn starts<'c>(call: &'c Call, names: &[&str]) -> Option<&'c str> {
    const MODIFIERS: &[&str] = &[
        "concurrent",
        "each",
        "each()",
        "failing",
        "fails",
        "fixme",
        "for",
        "for()",
        "ignore",
        "only",
        "parallel",
        "runIf()",
        "sequential",
        "serial",
        "skip",
        "skipIf()",
        "todo",
    ];
    let rest = names.iter().find_map(|name| {
        let rest = call.callee.strip_prefix(name)?;
        (rest.is_empty() || rest.starts_with('.')).then(|| rest.trim_start_matches('.'))
    })?;
    let is_text = matches!(
        call.arguments.first(),
        Some(Argument { name: None, value: Value::Text(_) | Value::Template(_) })
    );
    (is_text && rest.split('.').all(|part| part.is_empty() || MODIFIERS.contains(&part))).then_some(rest)
}

/// Whether a test or a suite does not run unless someone asks for it. What a condition comes to is not computed: one that is
/// asked for at all reads what the surroundings give.
fn is_skipped(call: &Call) -> bool {
    let is_crossed = call.callee.starts_with("xit")
        || call.callee.starts_with("xtest")
        || call.callee.starts_with("xdescribe");
    let mut parts = call.callee.split('.');
    is_crossed
        || parts.any(|part| matches!(part, "fixme" | "ignore" | "runIf()" | "skip" | "skipIf()" | "todo"))
        || matches!(
            crate::population::values::keyword_argument(&call.arguments, "skip"),
            Some(Value::Bool(true) | Value::Text(_))
        )
}
