//! Tests of pytest and unittest (those of other runners are in [`javascript`]): how many cases, whether they run by default, whether they could load, whom they concern.
//!
//! What a condition of a skip comes to is not computed. One that reads the environment is taken to skip, since nothing is set
//! unless someone sets it; any other condition is taken not to.

mod javascript;

use super::async_tests;
use super::reach::class_of;
use super::values::alternatives;
use super::{Agent, CentralService, TestCase};
use crate::fact::{
    Argument, Binding, Call, Decorator, Definition, DefinitionId, DefinitionKind, Module, Node, Value,
};
use crate::identifier::has_word;
use crate::known::llm_sdks;
use crate::resolve::at;
use crate::{CallSite, DefinitionRef, FileRole, Language, RepoFacts};
use beredd_model::{Lines, Place, RepoPath};
use std::collections::{BTreeMap, BTreeSet};

/// Words of tests that concern models. `model` alone is left out: most models in tests are of data.
const MODEL_WORDS: &[&str] = &[
    "agent",
    "agents",
    "chat model",
    "completion",
    "completions",
    "language model",
    "llm",
    "llms",
    "prompt",
    "prompts",
];

/// Libraries that only exist to call models; those of whole clouds say nothing by being imported.
const CLOUDS: &[&str] = &["aioboto3", "azure", "boto3", "google", "vertexai"];

/// What tests may concern.
pub(crate) struct Subjects<'a> {
    agents: BTreeMap<DefinitionRef, u32>,
    names: BTreeSet<&'a str>,
    files: BTreeSet<&'a RepoPath>,
    libraries: BTreeSet<&'static str>,
}

impl<'a> Subjects<'a> {
    pub(crate) fn new(agents: &'a [Agent], services: &'a [CentralService], sites: &'a [CallSite]) -> Self {
        let by_definition = agents.iter().zip(0u32..).filter_map(|(agent, index)| {
            Some((DefinitionRef { path: agent.place.path.clone(), id: agent.definition? }, index))
        });
        let files = agents.iter().map(|agent| &agent.place.path);
        let files = files.chain(services.iter().map(|service| &service.place.path));
        let files = files.chain(sites.iter().map(|site| &site.place.path)).collect();
        let libraries = llm_sdks::packages().map(first).filter(|library| !CLOUDS.contains(library)).collect();
        let names = agents.iter().map(|agent| agent.name.as_str()).collect();
        Self { agents: by_definition.collect(), names, files, libraries }
    }
}

/// Every test function, by place.
pub(crate) fn find(repo: &RepoFacts, subjects: &Subjects<'_>) -> Vec<TestCase> {
    let unmarked = unmarked(repo);
    let all_are_awaited = async_tests::all_are_awaited(repo);
    let mut found = Vec::new();
    for (path, facts) in repo.files_as(FileRole::Test).filter(|(_, facts)| facts.language == Language::Python)
    {
        let Some(module) = &facts.module else { continue };
        let file = TestFile::new(repo, path, module, &unmarked, subjects);
        for (definition, id) in module.definitions.iter().zip(0u32..) {
            if definition.kind == DefinitionKind::Function && definition.name.starts_with("test") {
                found.extend(file.case(definition, DefinitionId(id), all_are_awaited));
            }
        }
    }
    let of_others = |path: &RepoPath, module: &Module, definition: &Definition, id: DefinitionId| {
        let agents = agents_named(repo, subjects, path, module, id);
        let is_about = has_word(&definition.qualified, MODEL_WORDS) || has_word(path.stem(), MODEL_WORDS);
        (is_about || !agents.is_empty(), agents)
    };
    found.extend(super::token_tests::find(repo, of_others));
    found.extend(javascript::find(repo, subjects));
    found.sort_by(|a, b| a.place.cmp(&b.place));
    found
}

/// The agents that a test names in what it calls.
fn agents_named(
    repo: &RepoFacts,
    subjects: &Subjects<'_>,
    path: &RepoPath,
    module: &Module,
    id: DefinitionId,
) -> Vec<u32> {
    let calls = module.calls.iter().filter(|call| call.within == Some(id));
    let named = calls.filter(|call| {
        let mut parts = call.target.split(['.', ':']).map(|part| part.trim_end_matches("()"));
        parts.any(|part| subjects.names.contains(part))
    });
    let mut found: Vec<u32> = named
        .filter_map(|call| {
            let used = repo.names().definition(path, &call.target)?.reference();
            let class = class_of(repo, &used).unwrap_or(used);
            subjects.agents.get(&class).copied()
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// What the tests of one file share.
struct TestFile<'a> {
    repo: &'a RepoFacts,
    path: &'a RepoPath,
    module: &'a Module,
    unmarked: &'a BTreeSet<String>,
    subjects: &'a Subjects<'a>,
    is_skipped: bool,
    is_importable: bool,
    concerns_llm: bool,
    /// The agents that each top function and method refers to, by its place in the list of definitions.
    agents: BTreeMap<u32, BTreeSet<u32>>,
    /// Calls by the definition they stand in.
    calls: BTreeMap<u32, Vec<&'a Call>>,
    /// Fixtures and set-up methods, with their place in the list of definitions.
    helpers: Vec<(&'a Definition, u32)>,
    /// Lines of imports that lead nowhere and are not fenced in.
    missing: Vec<Lines>,
}

impl<'a> TestFile<'a> {
    fn new(
        repo: &'a RepoFacts,
        path: &'a RepoPath,
        module: &'a Module,
        unmarked: &'a BTreeSet<String>,
        subjects: &'a Subjects<'a>,
    ) -> Self {
        let resolution = repo.resolution();
        let imports = resolution.imports.get(path).into_iter().flatten();
        let uses_library = module
            .imports
            .iter()
            .any(|import| import.level == 0 && subjects.libraries.contains(first(&import.module)));
        let concerns_llm = uses_library
            || has_word(path.stem(), MODEL_WORDS)
            || imports.into_iter().any(|imported| subjects.files.contains(imported));
        let unresolved = resolution.unresolved.iter().filter(|i| i.place.path == *path && !i.is_tolerated);
        let missing: Vec<Lines> = unresolved.map(|import| import.place.lines()).collect();
        let fatal = missing.iter().any(|lines| {
            !module.imports.iter().any(|import| import.lines == *lines && import.within.is_some())
        });
        let mut file = Self {
            repo,
            path,
            module,
            unmarked,
            subjects,
            is_skipped: module_is_skipped(module, unmarked),
            is_importable: !fatal && !resolution.dead.contains_key(path),
            concerns_llm,
            agents: BTreeMap::new(),
            calls: BTreeMap::new(),
            helpers: module.definitions.iter().zip(0u32..).filter(|(other, _)| is_helper(other)).collect(),
            missing,
        };
        for call in &module.calls {
            if let Some(within) = call.within {
                file.calls.entry(within.0).or_default().push(call);
            }
        }
        file.agents = file.agents_by_function();
        file
    }

    fn case(&self, definition: &Definition, id: DefinitionId, all_are_awaited: bool) -> Option<TestCase> {
        let class = definition.parent.and_then(|parent| self.module.definitions.get(at(parent.0)));
        if definition.parent.is_some() && class.is_none_or(|class| class.kind != DefinitionKind::Class) {
            return None;
        }
        let decorators =
            || definition.decorators.iter().chain(class.into_iter().flat_map(|class| &class.decorators));
        let agents: Vec<u32> = self.agents_of(definition, id).into_iter().collect();
        let names_model = has_word(&definition.qualified, MODEL_WORDS);
        let is_unavailable = self.missing.iter().any(|lines| definition.lines.holds(*lines));
        let is_awaited = all_are_awaited
            || !definition.is_async
            || async_tests::is_awaited(self.module, definition, class);
        Some(TestCase {
            is_awaited,
            name: definition.qualified.clone(),
            place: Place::new(self.path.clone(), definition.lines),
            definition: id,
            cases: decorators().map(cases_of).fold(1u32, u32::saturating_mul),
            is_collected: self.module.is_parsed && is_test_file(self.path) && self.is_collected(class),
            is_skipped: !is_awaited
                || self.is_skipped
                || decorators().any(|decorator| skips(self.module, decorator, self.unmarked))
                || self.skips_itself(definition, id),
            asserts: self.asserts(definition, id),
            is_importable: self.is_importable && !is_unavailable,
            concerns_llm: self.concerns_llm || names_model || !agents.is_empty(),
            agents,
        })
    }

    /// Whether a class is one that tests are collected from: named `Test…` without a maker, or one of unittest's.
    fn is_collected(&self, class: Option<&Definition>) -> bool {
        let Some(class) = class else { return true };
        let is_unittest = class.bases.iter().any(|base| base.ends_with("TestCase"))
            || class.bases.iter().any(|base| {
                self.repo
                    .names()
                    .definition(self.path, base)
                    .is_some_and(|found| found.definition.bases.iter().any(|base| base.ends_with("TestCase")))
            });
        let maker = self.repo.names().definition(self.path, &format!("::{}.__init__", class.qualified));
        let has_maker = maker.is_some_and(|maker| maker.path == self.path);
        is_unittest || (class.name.starts_with("Test") && !has_maker)
    }

    /// Whether the body asserts, itself or through a function of its file.
    fn asserts(&self, definition: &Definition, id: DefinitionId) -> bool {
        definition.assertions > 0
            || self.calls_in(id).any(|call| {
                self.repo.names().callee(self.path, call).is_some_and(|helper| {
                    helper.path == self.path && helper.id != id && helper.definition.assertions > 0
                })
            })
    }

    /// A call of `pytest.skip` that every run comes to.
    fn skips_itself(&self, definition: &Definition, id: DefinitionId) -> bool {
        let skips =
            self.calls_in(id).filter(|call| matches!(call.target.as_str(), "pytest.skip" | "self.skipTest"));
        let mut lines = skips.map(|call| call.lines);
        lines.any(|lines| {
            let mut branches = self.module.branches.iter();
            let mut tries = self.module.tries.iter();
            !branches.any(|branch| definition.lines.holds(branch.lines) && branch.lines.holds(lines))
                && !tries.any(|t| t.catches.iter().any(|catch| catch.lines.holds(lines)))
        })
    }

    fn calls_in(&self, id: DefinitionId) -> impl Iterator<Item = &'a Call> {
        self.calls.get(&id.0).into_iter().flatten().copied()
    }

    /// The agents of a test: those it names, those of the fixtures it asks for, those of its class's set-up.
    fn agents_of(&self, definition: &Definition, id: DefinitionId) -> BTreeSet<u32> {
        let own = |id: &u32| self.agents.get(id).cloned().unwrap_or_default();
        let mut found = own(&id.0);
        for (helper, index) in &self.helpers {
            let asks = definition.parameters.iter().any(|parameter| parameter.name == helper.name);
            let shares_class = helper.parent == definition.parent && definition.parent.is_some();
            if (is_fixture(helper) && asks) || (shares_class && is_set_up(helper)) {
                found.extend(own(index));
            }
        }
        found
    }

    fn agents_by_function(&self) -> BTreeMap<u32, BTreeSet<u32>> {
        let mut found: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        if self.subjects.agents.is_empty() {
            return found;
        }
        let calls = self.module.calls.iter().map(|call| (call.within, call.target.as_str()));
        let read = self.module.references.iter().map(|r| (r.within, r.target.as_str()));
        let mut known: BTreeMap<&str, Option<u32>> = BTreeMap::new();
        for (within, target) in calls.chain(read) {
            let agent = *known.entry(target).or_insert_with(|| self.agent_behind(target));
            if let (Some(agent), Some(id)) = (agent, super::reach::callable(self.module, within)) {
                found.entry(id.0).or_default().insert(agent);
            }
        }
        found
    }

    /// The agent that a name stands for, or whose method it is. The agent's own name must be part of it, as it is unless a
    /// factory of another name made the agent: that spares looking up every name of every test.
    fn agent_behind(&self, target: &str) -> Option<u32> {
        let mut parts = target.split(['.', ':']).map(|part| part.trim_end_matches("()"));
        if !parts.any(|part| self.subjects.names.contains(part)) {
            return None;
        }
        let used = self.repo.names().definition(self.path, target)?.reference();
        let class = class_of(self.repo, &used).unwrap_or(used);
        self.subjects.agents.get(&class).copied()
    }
}

fn is_helper(definition: &Definition) -> bool {
    is_fixture(definition) || is_set_up(definition)
}

fn is_fixture(definition: &Definition) -> bool {
    definition.decorators.iter().any(|decorator| decorator.target.ends_with("fixture"))
}

fn is_set_up(definition: &Definition) -> bool {
    matches!(definition.name.as_str(), "asyncSetUp" | "setUp" | "setUpClass" | "setup_class" | "setup_method")
}

/// pytest's own patterns: `test_*.py` and `*_test.py`.
fn is_test_file(path: &RepoPath) -> bool {
    path.extension() == "py"
        && (path.stem().starts_with("test_") || path.stem().ends_with("_test") || path.stem() == "tests")
}

/// How many sets of parameters a decorator lists.
fn cases_of(decorator: &Decorator) -> u32 {
    let is_parametrize = decorator.target.ends_with("mark.parametrize")
        || decorator.target == "parameterized.parameterized.expand";
    let mut lists = decorator.arguments.iter().filter_map(|argument| match &argument.value {
        Value::List(values) => u32::try_from(values.len()).ok(),
        _ => None,
    });
    // The names may be a list as well; the sets come last.
    let count = lists.next_back().filter(|_| is_parametrize);
    count.unwrap_or(1)
}

fn skips(module: &Module, decorator: &Decorator, unmarked: &BTreeSet<String>) -> bool {
    // `skip_load = pytest.mark.skipif(…)` and then `@skip_load`: the decorator is bound to the result of that call.
    if let Some(target) = decorator.target.strip_suffix("()") {
        let mut made = module.bindings.iter().filter_map(|binding| match &binding.value {
            Value::Call { target: made, arguments } if made == target => {
                Some(Decorator { lines: binding.lines, target: made.clone(), arguments: arguments.clone() })
            }
            _ => None,
        });
        return made.any(|decorator| skips(module, &decorator, unmarked));
    }
    let name = decorator.target.as_str();
    match name.rsplit('.').next().unwrap_or(name) {
        "skip" => name.starts_with("pytest") || name.starts_with("unittest"),
        "skipif" | "skipIf" | "skipUnless" => {
            reads_environment(module, decorator.lines, &decorator.arguments)
        }
        mark => name.starts_with("pytest.mark.") && unmarked.contains(mark),
    }
}

/// `pytestmark = pytest.mark.skip(…)` and `pytest.skip(…, allow_module_level=True)` at the top.
fn module_is_skipped(module: &Module, unmarked: &BTreeSet<String>) -> bool {
    let marks = module.bindings.iter().filter(|b| b.name == "pytestmark" && b.within.is_none());
    let is_marked = marks.flat_map(|binding| match &binding.value {
        Value::List(values) => values.iter().map(|value| (binding.lines, value)).collect::<Vec<_>>(),
        value => vec![(binding.lines, value)],
    });
    let mut is_marked = is_marked.map(|(lines, value)| match value {
        Value::Call { target, arguments } => {
            Decorator { lines, target: target.clone(), arguments: arguments.clone() }
        }
        Value::Name(target) => Decorator { lines, target: target.clone(), arguments: Vec::new() },
        _ => Decorator { lines, target: String::new(), arguments: Vec::new() },
    });
    let is_left = |call: &Call| {
        let is_conditional = module.branches.iter().any(|branch| branch.lines.holds(call.lines));
        call.within.is_none() && call.target == "pytest.skip" && !is_conditional
    };
    is_marked.any(|decorator| skips(module, &decorator, unmarked)) || module.calls.iter().any(is_left)
}

/// Whether a condition reads the environment, or a constant of the file that does. Of `not SLOW` only that it reads nothing but
/// variables of the file is known: then it is taken to read the one that the environment gives.
fn reads_environment(module: &Module, lines: Lines, arguments: &[Argument]) -> bool {
    let Some(condition) = arguments.first().map(|argument| &argument.value) else { return false };
    let read = || module.references.iter().filter(|r| r.line >= lines.start && r.line <= lines.end);
    let called = || {
        module.calls.iter().filter(|call| lines.holds(call.lines) && !call.target.starts_with("pytest.mark"))
    };
    if called().any(|call| is_environment_read(&call.target))
        || read().any(|reference| reference.target.starts_with("os.environ"))
    {
        return true;
    }
    let constants = || module.bindings.iter().filter(|binding| binding.within.is_none());
    let given = |binding: &&Binding| {
        let in_lines = |call: &Call| binding.lines.holds(call.lines) && is_environment_read(&call.target);
        matches!(binding.value, Value::Environment { .. }) || module.calls.iter().any(in_lines)
    };
    alternatives(condition).into_iter().any(|value| match value {
        Value::Environment { .. } => true,
        Value::Name(name) => constants().any(|b| name.trim_start_matches("::") == b.name && given(&b)),
        Value::Other => {
            called().next().is_none() && read().next().is_none() && constants().any(|b| given(&b))
        }
        _ => false,
    })
}

fn is_environment_read(target: &str) -> bool {
    matches!(target, "os.getenv" | "os.environ.get")
}

/// Marks that the project's own options leave out: `addopts = -m "not load"`.
fn unmarked(repo: &RepoFacts) -> BTreeSet<String> {
    let is_options = |path: &RepoPath| {
        matches!(path.file_name(), "pyproject.toml" | "pytest.ini" | "setup.cfg" | "tox.ini")
    };
    let mut found = BTreeSet::new();
    for (_, facts) in repo.files().filter(|(path, _)| is_options(path)) {
        let options = facts.config.iter().flat_map(Node::walk);
        for (_, node) in options.filter(|(key, _)| key.is_some_and(|key| key.text == "addopts")) {
            let text = crate::resolve::text_of(node);
            let words: Vec<&str> =
                text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).collect();
            found.extend(words.windows(2).filter_map(|pair| match pair {
                ["not", mark] => Some((*mark).to_owned()),
                _ => None,
            }));
        }
    }
    found
}

fn first(dotted: &str) -> &str {
    dotted.split('.').next().unwrap_or(dotted)
}
