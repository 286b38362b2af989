//! Applications and routers: which there are, and which router is part of which application.

use super::guards::{self, Guard};
use crate::RepoFacts;
use crate::fact::{Argument, Call, Module, Value};
use crate::known::web_frameworks::{is_application, is_router};
use crate::population::values::{argument, keyword_argument, positional, texts};
use beredd_model::{Place, RepoPath};
use std::collections::{BTreeMap, BTreeSet};

/// A variable of a module.
pub(super) type Variable = (RepoPath, String);

/// An application or a router.
#[derive(Clone, Copy, Debug)]
pub(super) struct Object<'a> {
    pub(super) path: &'a RepoPath,
    pub(super) name: &'a str,
    pub(super) constructor: &'a str,
    pub(super) arguments: &'a [Argument],
}

/// A router that something includes.
#[derive(Clone, Debug)]
pub(super) struct Inclusion<'a> {
    pub(super) into: Vec<Variable>,
    pub(super) path: &'a RepoPath,
    pub(super) call: &'a Call,
}

/// Every application and router of production code.
#[derive(Debug, Default)]
pub(super) struct Objects<'a> {
    of_module: BTreeMap<&'a RepoPath, Vec<Object<'a>>>,
    inclusions: BTreeMap<Variable, Vec<Inclusion<'a>>>,
    guards: BTreeMap<Variable, Vec<(Place, Guard)>>,
}

impl Object<'_> {
    pub(super) fn is_application(&self) -> bool {
        is_application(self.constructor)
    }

    pub(super) fn variable(&self) -> Variable {
        (self.path.clone(), self.name.to_owned())
    }
}

impl<'a> Objects<'a> {
    /// Finds them; `guards_of` says what each asks of every caller, once.
    pub(super) fn new(repo: &'a RepoFacts, guards_of: impl Fn(&Object<'_>) -> Vec<(Place, Guard)>) -> Self {
        let mut objects = Self::default();
        for (path, module) in repo.production_code() {
            let made = module.bindings.iter().filter_map(|binding| match &binding.value {
                Value::Call { target, arguments } if is_application(target) || is_router(target) => {
                    Some(Object { path, name: &binding.name, constructor: target, arguments })
                }
                _ => None,
            });
            let made: Vec<Object<'a>> = made.collect();
            objects.guards.extend(made.iter().map(|object| (object.variable(), guards_of(object))));
            objects.of_module.insert(path, made);
        }
        for (path, module) in repo.production_code() {
            for call in &module.calls {
                objects.add_inclusion(repo, path, call);
                objects.add_middleware(repo, path, call);
            }
        }
        objects
    }

    /// Middleware that is added where the application is imported, `base.add_middleware(Auth)`, or by calling what decorates it
    /// elsewhere, `app.middleware("http")(Auth())`.
    fn add_middleware(&mut self, repo: &RepoFacts, path: &'a RepoPath, call: &'a Call) {
        let Some((receiver, method)) = call.target.rsplit_once('.') else { return };
        let is_call = method == "middleware()";
        if !is_call && method != "add_middleware" {
            return;
        }
        let (Some(Value::Name(target)) | Some(Value::Call { target, .. })) =
            positional(&call.arguments).next()
        else {
            return;
        };
        let guard = guards::of_target(repo, path, target);
        let objects = self.of_receiver(repo, path, receiver);
        for object in
            objects.iter().filter(|object| object.is_application() && (is_call || object.path != path))
        {
            let place = Place::new(path.clone(), call.lines);
            self.guards.entry(object.variable()).or_default().push((place, guard));
        }
    }

    /// The objects that a receiver may be: `fastapi.APIRouter()` in a file with two routers leaves two.
    pub(super) fn of_receiver(&self, repo: &RepoFacts, path: &RepoPath, receiver: &str) -> Vec<Object<'a>> {
        if let Some(constructor) = receiver.strip_suffix("()") {
            let own = self.of_module.get(path).into_iter().flatten();
            return own.filter(|object| object.constructor == constructor).copied().collect();
        }
        let Some((path, name)) = repo.names().variable(path, receiver) else { return Vec::new() };
        let there = self.of_module.get(&path).into_iter().flatten();
        there.filter(|object| object.name == name).copied().collect()
    }

    /// What an object asks of every caller.
    pub(super) fn guards(&self, object: &Object<'_>) -> &[(Place, Guard)] {
        self.guards.get(&object.variable()).map_or(&[], Vec::as_slice)
    }

    /// How an object is included into others.
    pub(super) fn inclusions(&self, object: &Object<'_>) -> &[Inclusion<'a>] {
        self.inclusions.get(&object.variable()).map_or(&[], Vec::as_slice)
    }

    /// The applications that an object is part of, itself when it is one, with the objects and inclusions on the way.
    pub(super) fn ways(&self, object: Object<'a>) -> Vec<Way<'a, '_>> {
        let mut ways = Vec::new();
        let mut seen = BTreeSet::new();
        let mut waiting = vec![Way { objects: vec![object], inclusions: Vec::new() }];
        while let Some(way) = waiting.pop() {
            let Some(last) = way.objects.last().filter(|last| seen.insert(last.variable())) else { continue };
            for inclusion in self.inclusions(last) {
                for into in inclusion.into.iter().filter_map(|variable| self.object(variable)) {
                    let mut further = way.clone();
                    further.objects.push(into);
                    further.inclusions.push(inclusion);
                    waiting.push(further);
                }
            }
            // Included into something that cannot be followed, a parameter for one: it is part of something.
            let leads_away = self.inclusions(last).iter().any(|inclusion| inclusion.into.is_empty());
            if last.is_application() || leads_away {
                ways.push(way);
            }
        }
        ways
    }

    fn object(&self, (path, name): &Variable) -> Option<Object<'a>> {
        self.of_module.get(path)?.iter().find(|object| object.name == name).copied()
    }

    fn add_inclusion(&mut self, repo: &RepoFacts, path: &'a RepoPath, call: &'a Call) {
        let Some((receiver, method)) = call.target.rsplit_once('.') else { return };
        let included = match method {
            "include_router" | "register_blueprint" => argument(&call.arguments, "router", 0),
            "mount" => argument(&call.arguments, "app", 1),
            _ => return,
        };
        let Some(Value::Name(name)) = included else { return };
        let into = self.of_receiver(repo, path, receiver);
        let into: Vec<Variable> = into.iter().map(Object::variable).collect();
        for object in self.of_receiver(repo, path, name) {
            let inclusion = Inclusion { into: into.clone(), path, call };
            self.inclusions.entry(object.variable()).or_default().push(inclusion);
        }
    }
}

/// A route's way from the object it is registered at to an application.
#[derive(Clone, Debug)]
pub(super) struct Way<'a, 'o> {
    pub(super) objects: Vec<Object<'a>>,
    pub(super) inclusions: Vec<&'o Inclusion<'a>>,
}

impl Way<'_, '_> {
    /// Why the way is never gone: a module on it cannot load.
    pub(super) fn death<'r>(&self, repo: &'r RepoFacts) -> Option<&'r Place> {
        let of_objects = self.objects.iter().map(|object| object.path);
        let mut paths = of_objects.chain(self.inclusions.iter().map(|inclusion| inclusion.path));
        paths.find_map(|path| repo.resolution().dead.get(path))
    }

    /// The constant prefixes on the way, outermost first.
    pub(super) fn prefix(&self, repo: &RepoFacts) -> String {
        let names = repo.names();
        let text = |path: &RepoPath, value: &Value| texts(&names, path, value).concat();
        let mut parts = Vec::new();
        for (index, object) in self.objects.iter().enumerate() {
            let own = prefix_argument(object.arguments).filter(|_| !object.is_application());
            parts.extend(own.map(|value| text(object.path, value)));
            let inclusion = self.inclusions.get(index);
            parts.extend(inclusion.and_then(|inclusion| {
                let mounted = inclusion.call.target.ends_with(".mount");
                let value = if mounted {
                    argument(&inclusion.call.arguments, "path", 0)
                } else {
                    prefix_argument(&inclusion.call.arguments)
                };
                value.map(|value| text(inclusion.path, value))
            }));
        }
        parts.reverse();
        parts.concat()
    }
}

fn prefix_argument(arguments: &[Argument]) -> Option<&Value> {
    keyword_argument(arguments, "prefix").or_else(|| keyword_argument(arguments, "url_prefix"))
}

/// The module of a path, when it is parsed production code.
pub(super) fn module_of<'a>(repo: &'a RepoFacts, path: &RepoPath) -> Option<&'a Module> {
    repo.module(path).filter(|module| module.is_parsed)
}
