//! What a test runs: its own body, its fixtures, the doubles it hands over, and the production code behind them.

use super::values::last;
use beredd_facts::fact::{Call, Definition, DefinitionId, DefinitionKind, Module, Value};
use beredd_facts::identifier::has_word;
use beredd_facts::{DefinitionRef, FileRole, RepoFacts, TestCase};
use beredd_model::{Place, RepoPath};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Definitions of test code followed from one test. Real tests need a handful.
const MAX_BODIES: usize = 60;

/// A definition of test code that a test runs.
#[derive(Clone, Copy)]
pub(crate) struct Body<'a> {
    repo: &'a RepoFacts,
    pub(crate) path: &'a RepoPath,
    pub(crate) module: &'a Module,
    pub(crate) id: DefinitionId,
    pub(crate) definition: &'a Definition,
}

impl<'a> Body<'a> {
    /// The calls in it.
    pub(crate) fn calls(self) -> impl Iterator<Item = &'a Call> {
        self.module.calls_within(self.definition.lines)
    }

    /// What `work_out` says of it, kept: tests share their fixtures and helpers, and several checks ask.
    pub(crate) fn kept<T, F>(self, work_out: F) -> T
    where
        T: Clone + Send + 'static,
        F: FnOnce(&RepoFacts, &RepoPath, &str) -> T + 'static,
    {
        self.repo.derived_of(self.path, &self.id.0.to_string(), work_out)
    }

    /// Bound names it calls, reads or is decorated with.
    pub(crate) fn targets(self) -> impl Iterator<Item = &'a str> {
        let calls = self.calls().map(|call| call.target.as_str());
        let references = self.module.references_within(self.id);
        let decorators = self.definition.decorators.iter().map(|decorator| decorator.target.as_str());
        calls.chain(references.map(|reference| reference.target.as_str())).chain(decorators)
    }
}

/// Whether a test counts: it is collected, can be imported, runs unless someone prevents it, and asserts something.
pub(crate) const fn counts(test: &TestCase) -> bool {
    test.is_collected && test.is_importable && !test.is_skipped && test.asserts
}

/// The head line of a test.
pub(crate) fn head_of_test(repo: &RepoFacts, test: &TestCase) -> Place {
    let named = body(repo, &test.place.path, test.definition).and_then(|body| {
        let last = body.definition.decorators.iter().map(|decorator| decorator.lines.end).max()?;
        Some(last.saturating_add(1))
    });
    let line = named.unwrap_or(test.place.line).min(test.place.end_line);
    Place { line, end_line: line, ..test.place.clone() }
}

/// The test's own body first, then the fixtures, helpers and doubles of test code that it runs.
pub(crate) fn bodies_of<'a>(repo: &'a RepoFacts, test: &TestCase) -> Vec<Body<'a>> {
    let known = repo.derived_of(&test.place.path, &test.definition.0.to_string(), bodies_behind);
    known.iter().filter_map(|found| body(repo, &found.path, found.id)).collect()
}

/// The body of the definition with this place in its file's definitions: what a kept answer is asked with.
pub(crate) fn body_at<'a>(repo: &'a RepoFacts, path: &RepoPath, place: &str) -> Option<Body<'a>> {
    body(repo, path, DefinitionId(place.parse().ok()?))
}

/// The bodies that the test with this place in its file's definitions runs.
fn bodies_behind(repo: &RepoFacts, path: &RepoPath, place: &str) -> Arc<[DefinitionRef]> {
    let mut found: Vec<DefinitionRef> = Vec::new();
    let mut seen: BTreeSet<DefinitionRef> = BTreeSet::new();
    let test = place.parse().ok().map(|id| DefinitionRef { path: path.clone(), id: DefinitionId(id) });
    let mut waiting: Vec<DefinitionRef> = test.into_iter().collect();
    while let Some(reference) = waiting.pop() {
        if found.len() >= MAX_BODIES || !seen.insert(reference.clone()) {
            continue;
        }
        // Tests share their fixtures and helpers.
        let next = repo.derived_of(&reference.path, &reference.id.0.to_string(), bodies_next);
        waiting.extend(next.iter().cloned());
        found.push(reference);
    }
    found.into()
}

/// The definitions of test code that the one with this place in its file's definitions runs itself.
fn bodies_next(repo: &RepoFacts, path: &RepoPath, place: &str) -> Arc<[DefinitionRef]> {
    let Some(body) = body_at(repo, path, place) else { return Arc::default() };
    let mut next = fixtures_of(repo, body);
    next.extend(set_up_of(body));
    for call in body.calls() {
        next.extend(repo.callee_of(body.path, call).filter(|found| is_test_code(repo, &found.path)));
    }
    // A long test names the same things over and over.
    let targets: BTreeSet<&str> = body.targets().collect();
    let names = targets.into_iter().filter_map(|target| repo.resolve_target(body.path, target));
    next.extend(names.filter(|found| is_test_code(repo, &found.path)));
    next.into()
}

/// Production definitions that these bodies call: constructed classes and run functions.
pub(crate) fn called_of(bodies: &[Body<'_>]) -> BTreeSet<DefinitionRef> {
    bodies.iter().flat_map(|body| body.kept(called_in).iter().cloned().collect::<Vec<_>>()).collect()
}

fn called_in(repo: &RepoFacts, path: &RepoPath, place: &str) -> Arc<[DefinitionRef]> {
    let Some(body) = body_at(repo, path, place) else { return Arc::default() };
    let found: BTreeSet<DefinitionRef> =
        body.calls().filter_map(|call| repo.callee_of(body.path, call)).collect();
    let is_production =
        |found: &DefinitionRef| repo.file(&found.path).is_some_and(|file| file.role == FileRole::Production);
    found.into_iter().filter(is_production).collect()
}

/// Libraries whose doubles stand in for what is outside, by the first parts of their bound names. Source: their documentation, 2025-11.
const DOUBLES: &[&str] = &[
    "aioresponses",
    "langchain_community.llms.fake",
    "langchain_core.language_models.fake",
    "langchain_core.language_models.fake_chat_models",
    "moto",
    "pydantic_ai.models.function",
    "pydantic_ai.models.test",
    "pytest_httpx",
    "requests_mock",
    "respx",
    "responses",
    "unittest.mock",
    "mock.",
    "vcr",
];

/// Doubles by their own names, wherever they are imported from.
const DOUBLE_NAMES: &[&str] = &[
    "FakeChatModel",
    "FakeListChatModel",
    "FakeListLLM",
    "GenericFakeChatModel",
    "LLMToolEmulator",
    "MagicMock",
    "AsyncMock",
    "MockTransport",
    "MockLLM",
];

/// Fixtures of plug-ins that replace what is outside.
const DOUBLE_FIXTURES: &[&str] =
    &["httpx_mock", "mocker", "requests_mock", "respx_mock", "vcr", "aioresponses"];

/// Whether a double stands in for something outside: one of a library's, or a class that the tests define themselves.
pub(crate) fn has_double(bodies: &[Body<'_>]) -> bool {
    bodies.iter().any(|body| body.kept(doubles_in))
}

fn doubles_in(repo: &RepoFacts, path: &RepoPath, place: &str) -> bool {
    let Some(body) = body_at(repo, path, place) else { return false };
    let is_own = body.definition.kind == DefinitionKind::Class && !body.definition.name.starts_with("Test");
    let takes =
        body.definition.parameters.iter().any(|parameter| DOUBLE_FIXTURES.contains(&parameter.name.as_str()));
    is_own || takes || body.targets().any(is_double) || replaces_attribute(body)
}

/// Whether a bound name is a test double of a library.
pub(crate) fn is_double(target: &str) -> bool {
    let last = target.trim_end_matches("()").rsplit('.').next().unwrap_or(target);
    DOUBLE_NAMES.contains(&last)
        || DOUBLES.iter().filter(|double| double.as_bytes().first() == target.as_bytes().first()).any(
            |double| {
                target.strip_prefix(double).is_some_and(|rest| {
                    rest.is_empty() || double.ends_with('.') || rest.starts_with(['.', '('])
                })
            },
        )
}

/// `monkeypatch.setattr(…)`, `monkeypatch.setitem(…)`.
fn replaces_attribute(body: Body<'_>) -> bool {
    body.calls().any(|call| {
        matches!(last(&call.callee), "setattr" | "setitem") && call.callee.contains("monkeypatch")
    })
}

/// Names of calls that run a whole application or a real neighbour. Source: Starlette, httpx, Django, Flask, testcontainers and the
/// SDK of MCP, 2025-11.
const WHOLES: &[&str] = &[
    "APIClient",
    "ASGITransport",
    "ClientSession",
    "DockerCompose",
    "LiveServer",
    "TestClient",
    "test_client",
];

/// Whether a test runs a whole application, or a real neighbour of the system.
pub(crate) fn runs_application(bodies: &[Body<'_>]) -> bool {
    bodies.iter().any(|body| body.kept(wholes_in))
}

fn wholes_in(repo: &RepoFacts, path: &RepoPath, place: &str) -> bool {
    let body = body_at(repo, path, place);
    body.is_some_and(|body| {
        body.targets().any(|target| {
            let name = last(target.trim_end_matches("()"));
            (WHOLES.contains(&name) || target.starts_with("testcontainers")) && !is_double(target)
        })
    })
}

/// Words of the variables that hold keys of models.
const KEY_WORDS: &[&str] = &["key", "token", "secret", "credentials"];

/// Whether a test takes a model's key away: `monkeypatch.delenv("OPENAI_API_KEY")`.
pub(crate) fn deletes_key(bodies: &[Body<'_>]) -> bool {
    bodies.iter().any(|body| body.kept(deletions_in))
}

fn deletions_in(repo: &RepoFacts, path: &RepoPath, place: &str) -> bool {
    let body = body_at(repo, path, place);
    body.into_iter().flat_map(Body::calls).any(|call| {
        matches!(last(&call.callee), "delenv" | "pop")
            && call
                .arguments
                .iter()
                .any(|argument| matches!(&argument.value, Value::Text(name) if has_word(name, KEY_WORDS)))
    })
}

/// Whether a test is skipped only where no key is at hand.
pub(crate) fn is_gated_by_key(repo: &RepoFacts, test: &TestCase) -> bool {
    let Some(body) = body(repo, &test.place.path, test.definition) else { return false };
    let asks = |call: &Call| {
        let reads = matches!(call.target.as_str(), "os.getenv" | "os.environ.get");
        reads
            && call
                .arguments
                .iter()
                .any(|argument| matches!(&argument.value, Value::Text(name) if has_word(name, KEY_WORDS)))
    };
    let is_skip = |target: &str| matches!(last(target), "skipif" | "skipIf" | "skipUnless" | "skip");
    let outer = body.definition.parent.and_then(|id| self::body(repo, body.path, id));
    let decorators = [Some(body), outer].into_iter().flatten().flat_map(|body| &body.definition.decorators);
    let mut skips: Vec<_> =
        decorators.filter(|decorator| is_skip(&decorator.target)).map(|decorator| decorator.lines).collect();
    let marks = body
        .module
        .bindings
        .iter()
        .filter(|binding| binding.name.ends_with("pytestmark") && last(&binding.name) == "pytestmark");
    skips.extend(marks.map(|binding| binding.lines));
    let inside = body.calls().filter(|call| is_skip(&call.target));
    skips.extend(inside.filter_map(|skip| {
        let around = body.module.branches.iter().filter(|branch| branch.body.holds(skip.lines));
        around.map(|branch| branch.lines).next()
    }));
    let is_flag = |call: &Call| call.within.is_none() && asks(call);
    !skips.is_empty()
        && body
            .module
            .calls
            .iter()
            .any(|call| (asks(call) && skips.iter().any(|lines| lines.holds(call.lines))) || is_flag(call))
}

fn body<'a>(repo: &'a RepoFacts, path: &RepoPath, id: DefinitionId) -> Option<Body<'a>> {
    let (path, module) = repo.kept_module(path)?;
    let definition = module.definitions.get(usize::try_from(id.0).ok()?)?;
    Some(Body { repo, path, module, id, definition })
}

fn is_test_code(repo: &RepoFacts, path: &RepoPath) -> bool {
    repo.file(path).is_some_and(|file| file.role == FileRole::Test)
}

/// The fixtures that a body takes by name, of its own module or of a `conftest.py` above it, and those that apply by themselves.
fn fixtures_of(repo: &RepoFacts, body: Body<'_>) -> Vec<DefinitionRef> {
    let wanted: BTreeSet<&str> =
        body.definition.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    let folders = body.path.as_str().match_indices('/').filter_map(|(at, _)| body.path.as_str().get(..at));
    let conftests = folders
        .map(|folder| format!("{folder}/conftest.py"))
        .chain(std::iter::once("conftest.py".to_owned()));
    let conftests = conftests.filter_map(|name| {
        let (path, _) = repo.resolution().imports.get_key_value(&RepoPath::parse(&name).ok()?)?;
        Some(path)
    });
    let mut found = Vec::new();
    for path in std::iter::once(body.path).chain(conftests) {
        let Some(module) = repo.module(path) else { continue };
        for (definition, id) in module.definitions.iter().zip(0u32..) {
            let Some(mark) =
                definition.decorators.iter().find(|decorator| last(&decorator.target) == "fixture")
            else {
                continue;
            };
            let argument = |name: &str| {
                mark.arguments
                    .iter()
                    .find(|given| given.name.as_deref() == Some(name))
                    .map(|given| &given.value)
            };
            let is_automatic = argument("autouse") == Some(&Value::Bool(true));
            let name = match argument("name") {
                Some(Value::Text(name)) => name.as_str(),
                _ => definition.name.as_str(),
            };
            if is_automatic || wanted.contains(name) {
                found.push(DefinitionRef { path: path.clone(), id: DefinitionId(id) });
            }
        }
    }
    found
}

/// What runs before each test of the same class.
fn set_up_of(body: Body<'_>) -> Vec<DefinitionRef> {
    const SET_UP: &[&str] = &["setUp", "asyncSetUp", "setUpClass", "setup_method", "setup_class", "setup"];
    let Some(class) = body.definition.parent else { return Vec::new() };
    let members = body.module.definitions.iter().zip(0u32..);
    members
        .filter(|(member, _)| member.parent == Some(class) && SET_UP.contains(&member.name.as_str()))
        .map(|(_, id)| DefinitionRef { path: body.path.clone(), id: DefinitionId(id) })
        .collect()
}
