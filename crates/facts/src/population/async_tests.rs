//! Asynchronous tests of Python: pytest by itself passes them over, so that something must be told to run them.
//!
//! "async def functions are not natively supported" (pytest's documentation, 2025-11). A mark of a plugin runs one test, a class or a
//! file; a setting of the plugin runs all. What is marked by code (`conftest.py`) or wrapped by a decorator of the repository's own is
//! given the benefit of the doubt.

use crate::fact::{Decorator, Definition, Module, Node, Value};
use crate::{FileRole, RepoFacts};
use beredd_model::RepoPath;

/// Marks that have a coroutine run. Source: pytest-asyncio 1.2, anyio 4, pytest-trio 0.8, pytest-twisted 1.14, pytest-tornado 0.8.
const MARKS: &[&str] = &["anyio", "asyncio", "asyncio_cooperative", "gen_test", "trio", "twisted"];

/// Settings that have all of them run, and the value that does.
const MODES: &[(&str, &str)] = &[("asyncio_mode", "auto"), ("anyio_mode", "auto"), ("trio_mode", "true")];

/// Plugins that run every coroutine without being told.
const PLUGINS: &[&str] = &["alt-pytest-asyncio", "pytest-aiohttp", "pytest-tornasync"];

/// Hooks of pytest by which a repository may run or mark coroutines itself.
const HOOKS: &[&str] = &["pytest_collection_modifyitems", "pytest_itemcollected", "pytest_pyfunc_call"];

/// Decorators of libraries that leave a test as asynchronous as it was.
const TRANSPARENT: &[&str] =
    &["aioresponses.", "freezegun.", "hypothesis.", "mock.", "pytest.", "respx.", "unittest."];

/// Whether the repository has every asynchronous test run: by a setting, a plugin, or code of its own.
pub(super) fn all_are_awaited(repo: &RepoFacts) -> bool {
    let is_options = |path: &RepoPath| {
        matches!(path.file_name(), ".pytest.ini" | "pyproject.toml" | "pytest.ini" | "setup.cfg" | "tox.ini")
    };
    let is_set = |(key, node): (Option<&crate::fact::Key>, &Node)| {
        let Some(key) = key else { return false };
        let value = crate::resolve::text_of(node);
        let by_mode = MODES.iter().any(|(mode, wanted)| key.text == *mode && value.trim() == *wanted);
        by_mode || (key.text == "addopts" && is_option(&value))
    };
    let by_setting = || {
        let options = repo.files().filter(|(path, _)| is_options(path));
        options.flat_map(|(_, facts)| &facts.config).flat_map(Node::walk).any(is_set)
    };
    let by_command = || {
        repo.files().any(|(_, facts)| {
            let recipes = facts.recipes.iter().flat_map(|recipe| &recipe.commands);
            recipes.chain(&facts.commands).any(|command| is_option(&command.arguments.join(" ")))
        })
    };
    let by_plugin = || {
        repo.files()
            .flat_map(|(_, facts)| &facts.dependencies)
            .any(|one| PLUGINS.contains(&one.name.as_str()))
    };
    let by_hook = || {
        let tests = repo.files_as(FileRole::Test).filter(|(path, _)| path.file_name() == "conftest.py");
        let definitions =
            tests.filter_map(|(_, facts)| facts.module.as_ref()).flat_map(|module| &module.definitions);
        definitions.into_iter().any(|one| HOOKS.contains(&one.name.as_str()))
    };
    by_setting() || by_command() || by_plugin() || by_hook()
}

/// `--asyncio-mode=auto` among the options of a command.
fn is_option(options: &str) -> bool {
    options.contains("asyncio-mode=auto") || options.contains("asyncio-mode auto")
}

/// Whether an asynchronous test of a file is run though nothing has all of them run.
pub(super) fn is_awaited(module: &Module, test: &Definition, class: Option<&Definition>) -> bool {
    // Of unittest's own classes only one runs coroutines; those of other libraries are made to.
    let by_class = class.is_some_and(|class| {
        let mut bases = class.bases.iter();
        bases.any(|base| {
            base.ends_with("TestCase") && base != "unittest.TestCase" && base != "unittest.case.TestCase"
        })
    });
    let decorators = test.decorators.iter().chain(class.into_iter().flat_map(|class| &class.decorators));
    by_class || decorators.into_iter().any(runs) || is_marked(module)
}

/// A mark of a plugin, or a decorator that may run what it stands on.
fn runs(decorator: &Decorator) -> bool {
    has_mark(&decorator.target) || !TRANSPARENT.iter().any(|package| decorator.target.starts_with(package))
}

fn has_mark(target: &str) -> bool {
    target.split('.').any(|part| MARKS.contains(&part.trim_end_matches("()")))
}

/// `pytestmark = pytest.mark.asyncio` at the top of a file or of a class.
fn is_marked(module: &Module) -> bool {
    let marks = module.bindings.iter().filter(|binding| binding.name == "pytestmark");
    marks.map(|binding| &binding.value).any(names_mark)
}

fn names_mark(value: &Value) -> bool {
    match value {
        Value::Name(target) | Value::Call { target, .. } => has_mark(target),
        Value::List(values) => values.iter().any(names_mark),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::{FactShard, RepoFacts, read_file};
    use beredd_model::RepoPath;

    fn awaited(files: &[(&str, &str)]) -> Vec<(String, bool)> {
        let mut shard = FactShard::default();
        for (path, text) in files {
            let path = RepoPath::parse(path).unwrap();
            let facts = read_file(&path, text.as_bytes());
            shard.files.insert(path, facts);
        }
        let repo = RepoFacts::new(shard);
        repo.population().tests.iter().map(|test| (test.name.clone(), !test.is_skipped)).collect()
    }

    const TESTS: &str = "import unittest
import pytest

async def test_alone():
    assert 1 == 1

@pytest.mark.asyncio
async def test_marked():
    assert 1 == 1

@pytest.mark.parametrize('a', [1])
async def test_with_sets(a):
    assert a == 1

class TestPlain(unittest.TestCase):
    async def test_never(self):
        self.assertEqual(1, 1)

class TestIsolated(unittest.IsolatedAsyncioTestCase):
    async def test_it(self):
        self.assertEqual(1, 1)
";

    #[test]
    fn a_coroutine_is_run_where_something_is_told_to() {
        let expected = [
            ("test_alone", false),
            ("test_marked", true),
            ("test_with_sets", false),
            ("TestPlain.test_never", false),
            ("TestIsolated.test_it", true),
        ];
        let found = awaited(&[("tests/test_a.py", TESTS)]);
        assert_eq!(found.iter().map(|(name, is)| (name.as_str(), *is)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_setting_a_plugin_a_mark_or_a_hook_runs_them_all() {
        for (path, text) in [
            ("pyproject.toml", "[tool.pytest.ini_options]\nasyncio_mode = \"auto\"\n"),
            ("pytest.ini", "[pytest]\nasyncio_mode = auto\n"),
            ("setup.cfg", "[tool:pytest]\naddopts = -q --asyncio-mode=auto\n"),
            ("Makefile", "test:\n\tpytest --asyncio-mode=auto\n"),
            ("requirements.txt", "pytest-aiohttp==1.1.0\n"),
            ("tests/conftest.py", "def pytest_collection_modifyitems(items):\n    pass\n"),
        ] {
            let found =
                awaited(&[("tests/test_a.py", "async def test_alone():\n    assert 1 == 1\n"), (path, text)]);
            assert_eq!(found, [("test_alone".to_owned(), true)], "{path}");
        }
        let marked = "import pytest\npytestmark = [pytest.mark.asyncio]\n\nasync def test_alone():\n    assert 1 == 1\n";
        assert_eq!(awaited(&[("tests/test_a.py", marked)]), [("test_alone".to_owned(), true)]);
    }
}
