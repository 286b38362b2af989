//! What imports lead to, what is dead on arrival, what is reached, what names mean.

mod repository;

use beredd_facts::RepoFacts;
use beredd_model::RepoPath;
use repository::facts;

#[expect(clippy::unwrap_used, reason = "a path that is none is a failed test")]
fn path(name: &str) -> RepoPath {
    RepoPath::parse(name).unwrap()
}

fn missing(repo: &RepoFacts) -> Vec<(String, u32, String, bool)> {
    let unresolved = repo.resolution().unresolved.iter();
    unresolved.map(|u| (u.place.path.to_string(), u.place.line, u.missing.clone(), u.is_tolerated)).collect()
}

fn dead(repo: &RepoFacts) -> Vec<(String, String, u32)> {
    let dead = repo.resolution().dead.iter();
    dead.map(|(path, cause)| (path.to_string(), cause.path.to_string(), cause.line)).collect()
}

fn entry(name: &str, cause: &str, line: u32) -> (String, String, u32) {
    (name.to_owned(), cause.to_owned(), line)
}

/// The qualified name that a target leads to.
fn meaning(repo: &RepoFacts, from: &str, target: &str) -> Option<String> {
    let found = repo.resolve_target(&path(from), target)?;
    Some(format!("{}:{}", found.path, repo.definition(&found)?.qualified))
}

#[test]
fn dependencies_and_the_standard_library_are_not_missing() {
    let repo = facts(
        "//- app/main.py
import platform, redis, openai.types
from yaml import nothing
from agents import Agent, Runner
//- app/agents/researcher.py
import logging
//- app/platform/__init__.py
",
    );
    assert_eq!(missing(&repo), []);
    assert!(dead(&repo).is_empty());
}

#[test]
fn other_distributions_bring_parts_of_a_shared_package() {
    let of = |init: &str| {
        missing(&facts(&format!(
            "//- pyproject.toml
[project]
dependencies = [\"acme-sdk==1.3\", \"acme-agent-server\"]
//- acme/__init__.py
{init}
//- acme/app.py
from acme.sdk.llm import Model
from acme.agent_server.models import Event
from acme.gone import nothing
from acme import sdk
"
        )))
        .len()
    };
    assert_eq!(of("__path__ = __import__('pkgutil').extend_path(__path__, __name__)"), 1);
    assert_eq!(of("import pkg_resources\npkg_resources.declare_namespace(__name__)"), 1);
    assert_eq!(of("VERSION = 1"), 4);
}

#[test]
fn a_folder_that_is_called_as_a_library_is_not_what_its_own_files_import() {
    let repo = facts(
        "//- services/integrations/github/__init__.py
//- services/integrations/github/manager.py
from github import Github
from github import view
import github
//- services/integrations/github/view.py
//- services/integrations/helper.py
from github import Gone
",
    );
    assert_eq!(
        missing(&repo),
        [("services/integrations/helper.py".to_owned(), 1, "github.Gone".to_owned(), false)]
    );
}

#[test]
fn a_missing_module_is_told_from_a_missing_name() {
    let repo = facts(
        "//- pkg/__init__.py
//- pkg/a.py
from .gone import x
from pkg.b import here, absent
from pkg import b
//- pkg/b.py
here = 1
",
    );
    let found: Vec<(&str, bool)> =
        repo.resolution().unresolved.iter().map(|u| (u.missing.as_str(), u.is_name)).collect();
    assert_eq!(found, [("pkg.gone", false), ("pkg.b.absent", true)]);
}

#[test]
fn names_handed_on_by_a_package_resolve() {
    let repo = facts(
        "//- pkg/__init__.py
from .inner import *
from .other import Helper as Renamed
//- pkg/inner.py
class Thing:
    def run(self): return 1
//- pkg/other.py
class Helper:
    def go(self): return 1
//- main.py
from pkg import Thing, Renamed
",
    );
    assert_eq!(missing(&repo), []);
    assert_eq!(meaning(&repo, "main.py", "pkg.Thing().run").as_deref(), Some("pkg/inner.py:Thing.run"));
    assert_eq!(meaning(&repo, "main.py", "pkg.Renamed().go").as_deref(), Some("pkg/other.py:Helper.go"));
}

#[test]
fn roots_are_project_folders_src_and_the_folders_on_the_way() {
    let repo = facts(
        "//- services/api/pyproject.toml
[project]
name = \"api\"
//- services/api/src/api/__init__.py
//- services/api/src/api/routes.py
from api.config import Settings
//- services/api/src/api/config.py
class Settings: pass
//- tools/run.py
from helper import go
//- tools/helper.py
def go(): return 1
",
    );
    assert_eq!(missing(&repo), []);
    let imports = &repo.resolution().imports;
    assert!(
        imports[&path("services/api/src/api/routes.py")].contains(&path("services/api/src/api/config.py"))
    );
    assert!(imports[&path("tools/run.py")].contains(&path("tools/helper.py")));
}

#[test]
fn death_spreads_to_those_who_require_it() {
    let repo = facts(
        "//- pkg/__init__.py
from .broken import x
//- pkg/broken.py
def (:
//- pkg/fine.py
x = 1
//- user.py
import pkg.fine
//- lazy.py
def later():
    import pkg.fine
//- typed.py
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from pkg.fine import x
",
    );
    assert_eq!(
        dead(&repo),
        [
            entry("pkg/__init__.py", "pkg/broken.py", 1),
            entry("pkg/broken.py", "pkg/broken.py", 1),
            entry("pkg/fine.py", "pkg/broken.py", 1),
            entry("user.py", "pkg/broken.py", 1),
        ]
    );
}

#[test]
fn a_fence_saves_from_a_missing_module_but_not_from_a_syntax_error() {
    let repo = facts(
        "//- pkg/__init__.py
//- pkg/broken.py
def (:
//- survives.py
try:
    from pkg.gone import x
except ImportError:
    x = None
//- dies.py
try:
    from pkg.broken import x
except ImportError:
    x = None
//- careful.py
try:
    from pkg.broken import x
except Exception:
    x = None
//- gives_up.py
try:
    from pkg.gone import x
except ImportError:
    raise
",
    );
    let dead: Vec<String> = dead(&repo).into_iter().map(|(path, ..)| path).collect();
    assert_eq!(dead, ["dies.py", "gives_up.py", "pkg/broken.py"]);
    let tolerated: Vec<(String, bool)> =
        missing(&repo).into_iter().map(|(path, _, _, tolerated)| (path, tolerated)).collect();
    assert_eq!(tolerated, [("gives_up.py".to_owned(), false), ("survives.py".to_owned(), true)]);
}

#[test]
fn a_handler_that_imports_the_same_missing_module_saves_nothing() {
    let repo = facts(
        "//- backend/__init__.py
//- backend/server.py
try:
    from .managers.memory import Memory
except ImportError:
    from managers.memory import Memory
//- backend/other.py
try:
    from backend.config import a
except ImportError:
    from config import a
//- backend/config.py
a = 1
",
    );
    assert_eq!(dead(&repo), [entry("backend/server.py", "backend/server.py", 4)]);
}

#[test]
fn programs_images_and_scripts_start_what_they_name() {
    let repo = facts(
        "//- api/Dockerfile
FROM python:3.12-slim
CMD [\"uvicorn\", \"service:app\"]
//- api/service.py
from store import save
app = make()
//- api/store.py
def save(): return 1
//- api/unused.py
def never(): return 1
//- pyproject.toml
[project]
name = \"x\"
[project.scripts]
x = \"cli.run:main\"
//- cli/run.py
def main(): return 1
//- worker.py
from celery import Celery
queue = Celery(\"x\")
",
    );
    let entries: Vec<&str> = repo.resolution().entry_points.iter().map(|p| p.as_str()).collect();
    assert_eq!(entries, ["api/service.py", "cli/run.py", "worker.py"]);
    assert!(repo.is_live(&path("api/store.py")) && !repo.is_live(&path("api/unused.py")));
}

#[test]
fn targets_lead_to_methods_through_bases_attributes_and_factories() {
    let repo = facts(
        "//- core.py
class Base:
    def call(self): return 1
class Breaker(Base):
    pass
class Holder:
    def __init__(self):
        self.breaker = Breaker()
    def go(self):
        return self.breaker.call()
def make():
    return Breaker()
//- use.py
from core import Holder, make
",
    );
    let base = Some("core.py:Base.call".to_owned());
    assert_eq!(meaning(&repo, "core.py", "::Breaker().call"), base);
    assert_eq!(meaning(&repo, "use.py", "core.Holder().breaker.call"), base);
    assert_eq!(meaning(&repo, "use.py", "core.make().call"), base);
    assert_eq!(meaning(&repo, "use.py", "core.Breaker().absent"), None);
    assert_eq!(meaning(&repo, "use.py", "openai.OpenAI().chat"), None);
    let holder = repo.resolve_target(&path("use.py"), "core.Holder.go").unwrap();
    let call = repo.resolve_target(&path("use.py"), "core.Base.call").unwrap();
    assert!(repo.resolution().uses[&holder].contains(&call));
}

#[test]
fn implementations_are_found_across_files_and_by_shape() {
    let repo = facts(
        "//- iface.py
from abc import ABC
from typing import Protocol
class Service(ABC):
    def run(self): ...
class Shape(Protocol):
    def area(self): ...
//- first.py
from iface import Service
class First(Service):
    def run(self): return 1
//- second.py
import first
class Second(first.First):
    def run(self): return 2
class Square:
    def area(self): return 4
class Line:
    def length(self): return 4
",
    );
    let names = |target: &str| -> Vec<String> {
        let class = repo.resolve_target(&path("iface.py"), target).unwrap();
        let found = repo.implementations_of(&class);
        found.iter().map(|c| repo.definition(c).unwrap().name.clone()).collect()
    };
    assert_eq!(names("::Service"), ["First", "Second"]);
    assert_eq!(names("::Shape"), ["Square"]);
}

#[test]
fn names_that_lead_in_circles_end() {
    let repo = facts(
        "//- a.py
from b import X
class Loop(X.Y): pass
//- b.py
from a import Loop as X
from a import *
from b import *
y = y()
y = y.z()
",
    );
    assert_eq!(meaning(&repo, "a.py", "::Loop().absent"), None);
    assert_eq!(meaning(&repo, "b.py", "::y().z"), None);
}
