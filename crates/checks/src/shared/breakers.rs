//! Circuit breakers: of libraries and of the repository's own, and what they wrap.

use super::agents::head_of;
use super::breaker_libraries::{
    is_decorator, is_maker, is_policy, lets_call_through, wraps_what_it_is_given,
};
use super::callers::{Callers, methods_of};
use super::deaths::why_dead;
use super::externals::Use;
use super::origin::{self, definition, origin_of, origin_of_call, reference};
use super::values::{last, parts_of};
use super::{Tally, counted};
use beredd_facts::fact::{Argument, Call, Definition, DefinitionId, DefinitionKind, Module, Value};
use beredd_facts::identifier::has_word;
use beredd_facts::{DefinitionRef, RepoFacts};
use beredd_model::{Grade, Place, RepoPath, Text};
use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

/// How many callers up a wrapped call may stand.
const HOPS: u32 = 2;

/// A breaker as it is made.
#[derive(Clone)]
pub(crate) struct Breaker {
    /// What to call it.
    pub(crate) name: String,
    /// Where it is made.
    pub(crate) place: Place,
    /// The arguments it is made with.
    pub(crate) arguments: Vec<Argument>,
    /// Its class, when the repository has made its own.
    pub(crate) class: Option<DefinitionRef>,
}

/// All breakers of live production code.
pub(crate) struct Breakers<'a> {
    repo: &'a RepoFacts,
    callers: Callers<'a>,
    found: Arc<Found>,
}

/// What is found once for a repository.
#[derive(Clone, Default)]
pub(crate) struct Found {
    own: BTreeSet<DefinitionRef>,
    /// Functions of the repository that run what they are given behind a breaker.
    wrappers: BTreeSet<DefinitionRef>,
    /// Functions that something hands to a breaker.
    handed: BTreeSet<DefinitionRef>,
    /// Where breakers are made.
    pub(crate) made: Vec<Breaker>,
    /// Where breakers are made in modules that cannot load or that nothing reaches: they guard nothing.
    pub(crate) idle: Vec<Breaker>,
}

impl Deref for Breakers<'_> {
    type Target = Found;

    fn deref(&self) -> &Found {
        &self.found
    }
}

fn find(repo: &RepoFacts) -> Found {
    let known = |found: &Found| Breakers {
        repo,
        callers: Callers::new(repo),
        found: Arc::new(Found {
            own: found.own.clone(),
            wrappers: found.wrappers.clone(),
            ..Found::default()
        }),
    };
    let mut found = Found { own: own_classes(repo), ..Found::default() };
    found.wrappers = known(&found).wrappers();
    let breakers = known(&found);
    for (path, module) in repo.production_code() {
        if repo.is_live(path) {
            breakers.add_module(path, module, &mut found);
        } else {
            found.idle.extend(module.calls.iter().filter_map(|call| breakers.making(path, call)));
        }
    }
    found
}

impl<'a> Breakers<'a> {
    /// Finds them, or takes what was found.
    pub(crate) fn new(repo: &'a RepoFacts) -> Self {
        Self { repo, callers: Callers::new(repo), found: repo.derived(find) }
    }

    /// Names the breakers that guard nothing, with where they stand, as evidence against; gives what a summary says of them.
    pub(crate) fn note_idle(&self, tally: &mut Tally) -> Text {
        let mut places = Vec::new();
        for breaker in &self.idle {
            let (name, place) = (&breaker.name, &breaker.place);
            let what = match self.repo.resolution().dead.get(&place.path) {
                Some(cause) => {
                    let why = why_dead(self.repo, cause);
                    Text::made(
                        format!("{name} is made in a module that cannot load: {}", why.en),
                        format!("{name} skapas i en modul som inte går att ladda: {}", why.sv),
                    )
                }
                None => Text::made(
                    format!("{name} is made in a module that nothing reaches"),
                    format!("{name} skapas i en modul som inget når"),
                ),
            };
            tally.speaks_against(head_of(place), Grade::Declared, what);
            places.push(format!("{}:{}", place.path, place.line));
        }
        let count = places.len();
        let more = if count > 3 { ", …" } else { "" };
        let shown = places.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
        if count == 0 {
            return Text::fixed("", "");
        }
        Text::made(
            format!(
                " {} in code that does not run and {} not counted: {shown}{more}.",
                counted(count, "breaker stands", "breakers stand"),
                if count == 1 { "is" } else { "are" }
            ),
            format!(
                " {} i kod som inte körs och räknas inte: {shown}{more}.",
                counted(count, "brytare står", "brytare står")
            ),
        )
    }

    /// Who calls whom.
    pub(crate) const fn callers(&self) -> &Callers<'a> {
        &self.callers
    }

    fn add_module(&self, path: &RepoPath, module: &Module, found: &mut Found) {
        for call in &module.calls {
            let made = self.making(path, call);
            if made.is_some() && wraps_what_it_is_given(&call.target) || self.is_breaking(path, call) {
                found.handed.extend(self.functions_given(path, call));
            }
            found.made.extend(made);
        }
        for definition in &module.definitions {
            for decorator in definition.decorators.iter().filter(|d| is_decorator(&d.target)) {
                found.made.push(Breaker {
                    name: definition.qualified.clone(),
                    place: RepoFacts::place(path, decorator.lines),
                    arguments: decorator.arguments.clone(),
                    class: None,
                });
            }
        }
    }

    /// Functions of the repository among the arguments of a call, bound to their object (`this.ask.bind(this)`) or not.
    fn functions_given(&self, path: &RepoPath, call: &Call) -> Vec<DefinitionRef> {
        let values = call.arguments.iter().flat_map(|argument| parts_of(&argument.value));
        let names = values.filter_map(|value| match value {
            Value::Name(name) => Some(name.as_str()),
            Value::Call { target, .. } => target.strip_suffix(".bind"),
            _ => None,
        });
        let stands_for =
            |name: &str| Call { target: name.to_owned(), callee: name.to_owned(), ..call.clone() };
        names.filter_map(|name| self.repo.callee_of(path, &stands_for(name))).collect()
    }

    fn making(&self, path: &RepoPath, call: &Call) -> Option<Breaker> {
        let class = self.repo.resolve_target(path, &call.target).filter(|class| self.own.contains(class));
        let is_constructor = class.is_some() && !call.target.contains("()");
        if !is_maker(&call.target) && !is_constructor {
            return None;
        }
        let given = super::values::keyword(&call.arguments, "name")
            .or_else(|| call.arguments.first().map(|a| &a.value));
        let name = match given.and_then(super::values::text) {
            Some(text) => text.to_owned(),
            None => last(&call.target).to_owned(),
        };
        Some(Breaker {
            name,
            place: RepoFacts::place(path, call.lines),
            arguments: call.arguments.clone(),
            class,
        })
    }

    /// Whether a call is a breaker's: it makes another call, or lets one through.
    pub(crate) fn is_breaking(&self, path: &RepoPath, call: &Call) -> bool {
        let target = origin_of_call(self.repo, path, call);
        wraps_what_it_is_given(&target)
            || lets_call_through(&target)
            || is_policy(&target) && self.holds_breaker(path, call)
            || self.is_own_method(path, call)
    }

    /// Whether the policy that a call runs was put together with a breaker: `wrap(retry(…), circuitBreaker(…))`.
    fn holds_breaker(&self, path: &RepoPath, call: &Call) -> bool {
        let Some((receiver, _)) = call.callee.rsplit_once('.') else { return false };
        let variable = origin::variable_of(self.repo, path, &call.target);
        let (file, name) = variable.map_or((path.clone(), receiver), |(file, name, _)| (file, name));
        let bindings = self.repo.module(&file).into_iter().flat_map(|module| &module.bindings);
        let values = bindings.filter(|binding| binding.name == name).map(|binding| &binding.value);
        let is_breaker = |part: &&Value| match part {
            Value::Name(name) => is_maker(origin_of(self.repo, &file, name).trim_end_matches("()")),
            Value::Call { target, .. } => is_maker(target),
            _ => false,
        };
        values.flat_map(parts_of).any(|part| is_breaker(&part))
    }

    /// A method of the repository's own breakers that calls what it is given, or a function that guards such a call with one.
    fn is_own_method(&self, path: &RepoPath, call: &Call) -> bool {
        self.repo.callee_of(path, call).is_some_and(|function| {
            self.wrappers.contains(&function)
                || self.class_of(&function).is_some_and(|class| self.own.contains(&class))
                    && self.repo.module(&function.path).zip(self.repo.definition(&function)).is_some_and(
                        |(module, method)| lets_through(module, method) && !is_guard(&method.name),
                    )
        })
    }

    fn class_of(&self, function: &DefinitionRef) -> Option<DefinitionRef> {
        Some(reference(&function.path, self.repo.definition(function)?.parent?))
    }

    /// Whether a call asks a breaker of the repository for leave: `breaker.can_execute()`.
    fn asks_leave(&self, path: &RepoPath, call: &Call) -> bool {
        is_guard(last(&call.callee))
            && self
                .repo
                .callee_of(path, call)
                .and_then(|method| self.class_of(&method))
                .is_some_and(|class| self.own.contains(&class))
    }

    /// Functions that ask a breaker for leave, or call one, for what they are given.
    fn wrappers(&self) -> BTreeSet<DefinitionRef> {
        let mut found = BTreeSet::new();
        for (path, module) in self.repo.production_code() {
            for call in &module.calls {
                let Some((id, function)) = call.within.zip(definition(module, call.within)) else { continue };
                let runs_what_it_is_given =
                    || calls_what_it_is_given(module, function) || hands_on(call, function);
                let is_guarded = || self.asks_leave(path, call) || self.is_breaking(path, call);
                if !function.parameters.is_empty() && runs_what_it_is_given() && is_guarded() {
                    found.insert(reference(path, id));
                }
            }
        }
        found
    }

    /// Whether a decorator is a breaker.
    fn is_decorator(&self, path: &RepoPath, target: &str) -> bool {
        let made = format!("{target}()");
        [target, made.as_str()].into_iter().any(|target| {
            let origin = origin_of(self.repo, path, target);
            is_decorator(&origin)
                || is_maker(origin.split("()").next().unwrap_or(&origin))
                || self.repo.resolve_target(path, target).is_some_and(|class| self.own.contains(&class))
        })
    }

    /// Whether a use of an external service runs behind a breaker: it is handed to one, stands in the arguments of one or in a
    /// function that is, or every caller of its function is behind one.
    pub(crate) fn wraps(&self, one: &Use<'_>) -> bool {
        if one.is_handed_over {
            return self.is_breaking(one.path, one.call) || self.is_within(one.path, one.call);
        }
        self.is_within(one.path, one.call)
    }

    fn is_within(&self, path: &RepoPath, call: &Call) -> bool {
        let Some(module) = self.repo.module(path) else { return false };
        let is_around = |other: &Call| {
            other != call && other.lines.holds(call.lines) && other.within == call.within
                || opens(other, call)
        };
        let is_before = |other: &Call| other.within == call.within && other.lines.start < call.lines.start;
        let around = module.calls.iter().any(|other| {
            is_around(other) && self.is_breaking(path, other)
                || is_before(other) && self.asks_leave(path, other)
        });
        around || call.within.is_some_and(|id| self.guards(path, module, id, HOPS))
    }

    /// Whether a function runs behind a breaker.
    fn guards(&self, path: &RepoPath, module: &Module, id: DefinitionId, hops: u32) -> bool {
        let function = reference(path, id);
        let decorated = definition(module, Some(id)).is_some_and(|definition| {
            definition.decorators.iter().any(|decorator| self.is_decorator(path, &decorator.target))
        });
        if decorated || self.handed.contains(&function) {
            return true;
        }
        // A function within a function runs where the outer one does.
        let outer = definition(module, Some(id)).and_then(|inner| inner.parent).filter(|outer| {
            definition(module, Some(*outer)).is_some_and(|outer| outer.kind == DefinitionKind::Function)
        });
        if outer.is_some_and(|outer| self.guards(path, module, outer, hops)) {
            return true;
        }
        let Some(hops) = hops.checked_sub(1) else { return false };
        let users = self.callers.of(&function);
        !users.is_empty() && users.iter().all(|user| self.calls_behind(user, &function, hops))
    }

    /// Whether every call of `function` by `user` is behind a breaker.
    fn calls_behind(&self, user: &DefinitionRef, function: &DefinitionRef, hops: u32) -> bool {
        let Some(module) = self.repo.module(&user.path) else { return false };
        let name = self.repo.definition(function).map_or("", |definition| definition.name.as_str());
        let calls: Vec<&Call> = module
            .calls
            .iter()
            .filter(|call| call.within == Some(user.id) && last(&call.callee) == name)
            .collect();
        let direct = !calls.is_empty()
            && calls.iter().all(|call| {
                module.calls.iter().any(|other| {
                    (other != *call && other.lines.holds(call.lines) || opens(other, call))
                        && self.is_breaking(&user.path, other)
                })
            });
        direct || self.guards(&user.path, module, user.id, hops)
    }
}

/// Whether `other` comes before a call of the same function and opens the way for it: `with breaker.calling():`.
fn opens(other: &Call, call: &Call) -> bool {
    other.within == call.within
        && other.lines.start < call.lines.start
        && matches!(last(&other.callee), "calling" | "context" | "get_breaker" | "guard" | "protect")
}

/// Methods that say whether a call may go through now.
fn is_guard(name: &str) -> bool {
    matches!(
        name,
        "acquire"
            | "allow"
            | "allow_request"
            | "allows"
            | "before_call"
            | "can_call"
            | "can_execute"
            | "can_proceed"
            | "can_request"
            | "is_allowed"
            | "is_call_permitted"
    )
}

/// Whether a call is handed a parameter of the function around it.
fn hands_on(call: &Call, function: &Definition) -> bool {
    let is_parameter = |value: &Value| matches!(value, Value::Name(name) if function.parameters.iter().any(|p| p.name == *name));
    call.arguments.iter().any(|argument| is_parameter(&argument.value))
}

/// Whether a function calls one of its parameters.
fn calls_what_it_is_given(module: &Module, function: &Definition) -> bool {
    let is_given =
        |call: &Call| function.parameters.iter().any(|p| p.name.trim_start_matches('*') == call.callee);
    module.calls_within(function.lines).any(is_given)
}

/// Classes of the repository that are circuit breakers: called so, with a state that becomes open, and a way to call through.
fn own_classes(repo: &RepoFacts) -> BTreeSet<DefinitionRef> {
    let mut own = BTreeSet::new();
    for (path, module) in repo.production_code() {
        for (class, id) in module.definitions.iter().zip(0u32..) {
            let is_named =
                class.kind == DefinitionKind::Class && has_word(&class.name, &["breaker", "circuit"]);
            if !is_named || class.is_stub || class.is_fallback_definition {
                continue;
            }
            let class_ref = reference(path, DefinitionId(id));
            let opens = module
                .bindings
                .iter()
                .any(|b| class.lines.holds(b.lines) && b.within != Some(class_ref.id) && is_open(&b.value));
            if opens && methods_of(repo, &class_ref).iter().any(|(_, method)| lets_through(module, method)) {
                own.insert(class_ref);
            }
        }
    }
    own
}

/// Whether a value is an open state: `State.OPEN`, `"open"`.
pub(crate) fn is_open(value: &Value) -> bool {
    match value {
        Value::Name(name) => has_word(last(name), &["open"]) && !has_word(last(name), &["half"]),
        Value::Text(text) => text.eq_ignore_ascii_case("open"),
        _ => false,
    }
}

/// Whether a method calls what it is given, says whether to call, or is a context manager.
fn lets_through(module: &Module, method: &Definition) -> bool {
    matches!(method.name.as_str(), "__enter__" | "__aenter__")
        || is_guard(&method.name)
        || calls_what_it_is_given(module, method)
}
