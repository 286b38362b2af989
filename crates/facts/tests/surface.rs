//! Populations: deployable units, routes, tests.

mod repository;

use beredd_facts::{HttpRoute, RepoFacts, TestCase};
use repository::facts;

fn services(text: &str) -> Vec<(String, &'static str, bool)> {
    let repo = facts(text);
    let services = repo.population().services.iter();
    services.map(|s| (s.name.clone(), s.kind.id(), s.health_check.is_some())).collect()
}

fn routes(repo: &RepoFacts) -> Vec<String> {
    let say = |route: &HttpRoute| {
        let who = if route.authenticated_by.is_some() { " who" } else { "" };
        let may = if route.authorised_by.is_some() { " may" } else { "" };
        let loose = if route.is_registered { "" } else { " loose" };
        format!("{} {}{who}{may}{loose}", route.method, route.pattern)
    };
    repo.population().routes.iter().map(say).collect()
}

#[expect(clippy::unwrap_used, reason = "a test that is not found is a failed test")]
fn test_named<'a>(repo: &'a RepoFacts, name: &str) -> &'a TestCase {
    repo.population().tests.iter().find(|test| test.name == name).unwrap()
}

#[test]
fn a_unit_is_counted_once() {
    let found = services(
        "//- docker-compose.yml
services:
  api:
    build: ./api
    healthcheck:
      test: [CMD, curl, -f, http://localhost/health]
  worker:
    build:
      context: .
      dockerfile: worker/Dockerfile
    healthcheck:
      disable: true
  cache:
    image: redis:7
//- api/Dockerfile
FROM python:3.12
CMD [\"uvicorn\", \"main:app\"]
//- api/main.py
from fastapi import FastAPI
app = FastAPI()
//- worker/Dockerfile
FROM python:3.12
//- k8s/api.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api-deployment
spec:
  template:
    spec:
      containers:
        - image: registry.example.com/team/api:1.0
",
    );
    assert_eq!(found, [("api".to_owned(), "compose", true), ("worker".to_owned(), "compose", false)]);
}

#[test]
fn an_image_starts_what_stands_beside_it() {
    let found = services(
        "//- backend/pyproject.toml
[project]
name = 'backend'
//- backend/main.py
from fastapi import FastAPI
app = FastAPI()
//- backend/orders/Dockerfile
FROM python:3.12
COPY . .
CMD [\"gunicorn\", \"main:app\"]
//- backend/orders/main.py
from fastapi import FastAPI
app = FastAPI()
",
    );
    let names: Vec<(&str, &str)> = found.iter().map(|(name, kind, _)| (name.as_str(), *kind)).collect();
    assert_eq!(names, [("backend", "app"), ("orders", "dockerfile")]);
}

#[test]
fn images_workloads_functions_and_applications_are_units() {
    let found = services(
        "//- gateway/Dockerfile
FROM python:3.12
HEALTHCHECK CMD curl -f http://localhost/health || exit 1
//- idle/Dockerfile
FROM python:3.12
HEALTHCHECK NONE
//- k8s/planner.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: planner
spec:
  template:
    spec:
      containers:
        - image: planner
          readinessProbe:
            httpGet: {path: /ready, port: 80}
---
apiVersion: v1
kind: Service
metadata:
  name: planner
//- lone/server.py
from flask import Flask
app = Flask(__name__)
//- template.yaml
Resources:
  Resize:
    Type: AWS::Serverless::Function
  Table:
    Type: AWS::DynamoDB::Table
",
    );
    let mut found = found;
    found.sort();
    assert_eq!(
        found,
        [
            ("Resize".to_owned(), "function", false),
            ("gateway".to_owned(), "dockerfile", true),
            ("idle".to_owned(), "dockerfile", false),
            ("lone".to_owned(), "app", false),
            ("planner".to_owned(), "kubernetes", true),
        ]
    );
}

#[test]
fn prefixes_guards_and_registration_come_from_the_way_to_the_application() {
    let repo = facts(
        "//- app/main.py
from fastapi import Depends, FastAPI
from .auth import current_user
from .users import router as users
from .items import router as items
app = FastAPI()
app.include_router(users, prefix=\"/api\")
app.include_router(items, dependencies=[Depends(current_user)])
@app.get(\"/health\")
def health(): return {}
//- app/auth.py
from fastapi import Header, HTTPException
def current_user(authorization: str = Header(None)):
    if not authorization:
        raise HTTPException(status_code=401)
    return authorization
def require_admin(user=None):
    raise HTTPException(status_code=403)
//- app/users.py
from fastapi import APIRouter, Depends
from .auth import current_user, require_admin
router = APIRouter(prefix=\"/users\")
@router.get(\"/open\")
def open_to_all(): return 1
@router.get(\"/me\")
def me(user=Depends(current_user)): return user
@router.delete(\"/{id}\", dependencies=[Depends(require_admin)])
def remove(id: str): return 1
//- app/items.py
from fastapi import APIRouter
router = APIRouter(prefix=\"/items\")
@router.post(\"\")
def add(): return 1
//- app/loose.py
from fastapi import APIRouter
router = APIRouter()
@router.get(\"/nowhere\")
def nowhere(): return 1
",
    );
    assert_eq!(
        routes(&repo),
        [
            "POST /items who",
            "GET /nowhere loose",
            "GET /health",
            "GET /api/users/open",
            "GET /api/users/me who",
            "DELETE /api/users/{id} who may",
        ]
    );
}

#[test]
fn annotated_dependencies_guard_too() {
    let repo = facts(
        "//- app.py
from typing import Annotated
from fastapi import Depends, FastAPI, HTTPException
def get_user():
    raise HTTPException(401)
app = FastAPI()
@app.get(\"/me\")
def me(user: Annotated[dict, Depends(get_user)]): return user
",
    );
    assert_eq!(routes(&repo), ["GET /me who"]);
}

#[test]
fn middleware_guards_when_it_is_added_and_loads() {
    let guard = "//- guard.py
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse
class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if \"x\" not in request.headers:
            return JSONResponse({}, status_code=401)
        return await call_next(request)
";
    let main = |extra: &str| {
        format!(
            "//- main.py\nfrom fastapi import FastAPI\nfrom guard import Gate\napp = FastAPI()\n{extra}\n@app.get(\"/x\")\ndef x(): return 1\n"
        )
    };
    let added = main("app.add_middleware(Gate)");
    assert_eq!(routes(&facts(&format!("{guard}{added}"))), ["GET /x who"]);
    assert_eq!(routes(&facts(&format!("{guard}{}", main("")))), ["GET /x"]);
    let called = main("app.middleware('http')(Gate())");
    assert_eq!(routes(&facts(&format!("{guard}{called}"))), ["GET /x who"]);
    let elsewhere =
        "//- server.py\nfrom guard import Gate\nfrom main import app as base\nbase.add_middleware(Gate)\n";
    assert_eq!(routes(&facts(&format!("{guard}{}{elsewhere}", main("")))), ["GET /x who"]);
    let broken =
        guard.replace("from starlette.responses", "from settings.gone import key\nfrom starlette.responses");
    let broken = format!("{broken}//- settings/__init__.py\n{added}");
    assert_eq!(routes(&facts(&broken)), ["GET /x"]);
}

#[test]
fn an_access_token_says_who_and_not_what_one_may() {
    let repo = facts(
        "//- app.py
from fastapi import Depends, FastAPI, HTTPException
def get_access_token(request): raise HTTPException(401)
def check_access(request): raise HTTPException(403)
app = FastAPI()
@app.get(\"/a\")
def a(token=Depends(get_access_token)): return 1
@app.get(\"/b\")
def b(ok=Depends(check_access)): return 1
",
    );
    assert_eq!(routes(&repo), ["GET /a who", "GET /b who may"]);
}

#[test]
fn carriers_of_credentials_and_lookalikes_guard_nothing() {
    let repo = facts(
        "//- app.py
from fastapi import Depends, FastAPI
from fastapi.security import HTTPBearer
from fastapi.middleware.cors import CORSMiddleware
bearer = HTTPBearer(auto_error=False)
def get_settings(): return {}
app = FastAPI()
app.add_middleware(CORSMiddleware)
@app.get(\"/a\")
def a(credentials=Depends(bearer)): return 1
@app.get(\"/b\")
def b(settings=Depends(get_settings)): return 1
# @app.get(\"/comment\")
cache = {}
def c(): return cache.get(\"/not-a-route\")
",
    );
    assert_eq!(routes(&repo), ["GET /a", "GET /b"]);
}

#[test]
fn flask_django_and_calls_make_routes() {
    let repo = facts(
        "//- web.py
from flask import Flask
from flask_login import login_required
app = Flask(__name__)
@app.route(\"/list\", methods=[\"GET\", \"POST\"])
@login_required
def listing(): return \"\"
@app.route(\"/plain\")
def plain(): return \"\"
//- shop/urls.py
from django.urls import include, path
from . import views
urlpatterns = [path(\"buy/\", views.buy), path(\"more/\", include(\"more.urls\"))]
//- shop/views.py
from django.contrib.auth.decorators import login_required
@login_required
def buy(request): return None
",
    );
    assert_eq!(routes(&repo), ["* /buy/ who", "GET /list who", "POST /list who", "GET /plain"]);
}

#[test]
fn a_framework_that_hands_routes_on_serves_none() {
    let repo = facts(
        "//- src/web/scaffold.py
class Scaffold:
    def __init__(self, path):
        self.add_url_rule(f'{path}/<path:filename>', view_func=self.send_static)
    def route(self, rule):
        def decorate(function):
            self.add_url_rule(rule, None, function)
            return function
        return decorate
    def send_static(self, filename): ...
def register(state, rule, view):
    state.app.add_url_rule(rule, view_func=view)
//- src/shop.py
import flask
class Shop(flask.Flask):
    def __init__(self):
        self.add_url_rule('/boats', view_func=self.boats)
    def boats(self): return 'boats'
",
    );
    let found: Vec<String> =
        repo.population().routes.iter().map(|r| format!("{} {}", r.place.path, r.pattern)).collect();
    assert_eq!(found, ["src/shop.py /boats"]);
}

#[test]
fn tests_count_when_they_run_assert_and_load() {
    let repo = facts(
        "//- pkg/__init__.py
//- pkg/core.py
def add(a, b): return a + b
//- tests/test_core.py
import os
import pytest
from pkg.core import add
SLOW = os.getenv(\"RUN_SLOW\", \"0\") == \"1\"
slow = pytest.mark.skipif(not SLOW, reason=\"slow\")
@pytest.mark.parametrize(\"a,b\", [(1, 2), (3, 4), (5, 6)])
def test_add(a, b): assert add(a, b)
def test_nothing(): add(1, 2)
def check(value): assert value
def test_through_a_helper(): check(add(1, 2))
@slow
def test_slow(): assert add(1, 2)
@pytest.mark.skipif(os.environ.get(\"LIVE\") is None, reason=\"live\")
def test_live(): assert add(1, 2)
@pytest.mark.skip
def test_never(): assert add(1, 2)
def test_gone():
    from pkg.gone import x
    assert x
class TestGroup:
    def test_member(self): assert add(1, 2)
class Group:
    def test_of_no_group(self): assert add(1, 2)
//- tests/test_broken.py
from pkg.gone import y
def test_unloadable(): assert y
//- tests/helpers.py
def test_in_no_test_file(): assert True
",
    );
    let collected: Vec<&str> = repo
        .population()
        .tests
        .iter()
        .filter(|test| test.is_collected && !test.is_skipped && test.asserts && test.is_importable)
        .map(|test| test.name.as_str())
        .collect();
    assert_eq!(collected, ["test_add", "test_through_a_helper", "TestGroup.test_member"]);
    assert_eq!(test_named(&repo, "test_add").cases, 3);
    for name in ["test_slow", "test_live", "test_never"] {
        assert!(test_named(&repo, name).is_skipped, "{name}");
    }
    assert!(!test_named(&repo, "test_nothing").asserts);
    assert!(
        !test_named(&repo, "test_gone").is_importable && !test_named(&repo, "test_unloadable").is_importable
    );
    assert!(!test_named(&repo, "Group.test_of_no_group").is_collected);
    assert!(!test_named(&repo, "test_in_no_test_file").is_collected);
    assert!(!test_named(&repo, "test_add").concerns_llm);
}

#[test]
fn tests_know_the_agents_they_are_about() {
    let repo = facts(
        "//- desk/writer_agent.py
class WriterAgent:
    def __init__(self, llm): self.llm = llm
    def write(self): return \"x\"
//- tests/test_writer.py
import pytest
from desk.writer_agent import WriterAgent
@pytest.fixture
def writer(): return WriterAgent(None)
def test_by_fixture(writer): assert writer.write()
def test_by_name(): assert WriterAgent(None).write()
//- tests/test_other.py
def test_other(): assert 1 + 1
",
    );
    assert_eq!(test_named(&repo, "test_by_fixture").agents, [0]);
    assert_eq!(test_named(&repo, "test_by_name").agents, [0]);
    assert!(test_named(&repo, "test_by_name").concerns_llm);
    assert!(
        test_named(&repo, "test_other").agents.is_empty() && !test_named(&repo, "test_other").concerns_llm
    );
}
