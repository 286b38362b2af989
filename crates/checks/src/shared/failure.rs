//! What happens when a call fails: the branches and handlers around it, read as control flow and not by name.

use super::handed::handed;
use beredd_facts::fact::{Binding, Branch, Call, Catch, Definition, DefinitionId, Exit, Module, Value};
use beredd_facts::identifier::has_word;
use beredd_facts::{DefinitionRef, RepoFacts};
use beredd_model::{Lines, Place, RepoPath};

/// How many callers up an error is followed.
const HOPS: u32 = 3;

/// What callers see when a call fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Conduct {
    /// Another answer takes its place.
    Answers(Place),
    /// A bare text or an error record takes its place: callers cannot go on with it.
    Apologises(Place),
    /// Nothing takes its place, and nobody is told: `None`, `False`, an empty list.
    Swallows(Place),
    /// Another answer is given when no client is configured, but an outage is not handled.
    OnlyWhenAbsent(Place),
    /// The error goes on to whoever called.
    Raises,
}

/// What happens when `call`, in the file `path`, fails.
pub(crate) fn on_failure(repo: &RepoFacts, path: &RepoPath, call: &Call) -> Conduct {
    follow(repo, path, call, HOPS)
}

fn follow(repo: &RepoFacts, path: &RepoPath, call: &Call, hops: u32) -> Conduct {
    let Some(module) = repo.module(path) else { return Conduct::Raises };
    let place = |lines: Lines| RepoFacts::place(path, lines);
    for handler in handlers_around(module, call) {
        match conduct_of(module, call, handler) {
            Step::Answers(lines) => return Conduct::Answers(place(lines)),
            Step::Apologises(lines) => return Conduct::Apologises(place(lines)),
            Step::Swallows(lines) => return Conduct::Swallows(place(lines)),
            Step::GoesOn => {}
        }
    }
    match (callers(repo, path, call, hops), guard_of(module, call)) {
        (Conduct::Raises, Some(lines)) => Conduct::OnlyWhenAbsent(place(lines)),
        (conduct, _) => conduct,
    }
}

enum Step {
    Answers(Lines),
    Apologises(Lines),
    Swallows(Lines),
    GoesOn,
}

/// Handlers that an outage may end in, innermost first. Handlers of faults in what came back are not among them.
fn handlers_around<'a>(module: &'a Module, call: &Call) -> Vec<&'a Catch> {
    let mut around: Vec<_> = module
        .tries
        .iter()
        .filter(|attempt| attempt.body.holds(call.lines) && attempt.within == call.within)
        .collect();
    around.sort_by_key(|attempt| std::cmp::Reverse(attempt.body.start));
    around
        .into_iter()
        .flat_map(|attempt| attempt.catches.iter().filter(|catch| covers_outage(catch)))
        .collect()
}

/// Errors that say something about an answer, never that there was none.
const OTHER_FAULTS: &[&str] = &[
    "ImportError",
    "ModuleNotFoundError",
    "KeyError",
    "IndexError",
    "AttributeError",
    "TypeError",
    "ValueError",
    "JSONDecodeError",
    "ValidationError",
    "CancelledError",
    "KeyboardInterrupt",
];

fn covers_outage(catch: &Catch) -> bool {
    catch.exceptions.is_empty()
        || catch.exceptions.iter().any(|name| {
            let last = name.rsplit(['.', ':']).next().unwrap_or(name);
            !OTHER_FAULTS.contains(&last)
        })
}

fn conduct_of(module: &Module, call: &Call, catch: &Catch) -> Step {
    match &catch.exit {
        Exit::Raises => Step::GoesOn,
        Exit::Returns(value) => read(module, call.within, value, catch.lines),
        Exit::Continues | Exit::Breaks | Exit::FallsThrough => after(module, call, catch),
    }
}

/// The handler lets the function run on: what it gives back in the end decides.
fn after(module: &Module, call: &Call, catch: &Catch) -> Step {
    let Some(function) = definition(module, call.within) else { return Step::GoesOn };
    let later = function.returns.iter().find(|returned| returned.lines.start > catch.lines.end);
    let Some(returned) = later else {
        // Nothing comes back from the function at all: what it was to do is simply not done, unless the loop ends in an error.
        return if catch.exit == Exit::Continues { Step::GoesOn } else { Step::Swallows(catch.lines) };
    };
    match &returned.value {
        Value::Name(name) if is_set_otherwise(module, call, catch, name) => Step::Answers(returned.lines),
        Value::Name(_) => Step::Swallows(catch.lines),
        value => read(module, call.within, value, returned.lines),
    }
}

/// Whether a name gets its value from somewhere other than the failed call: in the handler, or before the attempt.
fn is_set_otherwise(module: &Module, call: &Call, catch: &Catch, name: &str) -> bool {
    let is_it = |binding: &&Binding| binding.within == call.within && binding.name == name;
    module.bindings.iter().filter(is_it).any(|binding| {
        let elsewhere = catch.lines.holds(binding.lines) || binding.lines.end < call.lines.start;
        elsewhere && !is_nothing(&binding.value)
    })
}

fn read(module: &Module, within: Option<DefinitionId>, value: &Value, lines: Lines) -> Step {
    match value {
        value if is_nothing(value) => Step::Swallows(lines),
        Value::Text(_) | Value::Template(_) => Step::Apologises(lines),
        Value::Map(members) if is_error_record(members) => Step::Apologises(lines),
        Value::Name(name) => match bound_before(module, within, name, lines) {
            Some(value) if is_nothing(value) => Step::Swallows(lines),
            Some(Value::Map(members)) if is_error_record(members) => Step::Apologises(lines),
            _ => Step::Answers(lines),
        },
        _ => Step::Answers(lines),
    }
}

fn bound_before<'a>(
    module: &'a Module,
    within: Option<DefinitionId>,
    name: &str,
    lines: Lines,
) -> Option<&'a Value> {
    let mut earlier = module.bindings.iter().filter(|binding| {
        binding.within == within && binding.name == name && binding.lines.start <= lines.end
    });
    earlier.next_back().map(|binding| &binding.value)
}

/// None, False, zero, and everything empty.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Nothing | Value::Bool(false) => true,
        Value::Text(text) => text.is_empty(),
        Value::Number(number) => number == "0",
        Value::List(items) => items.is_empty() || items.iter().all(is_nothing),
        Value::Map(members) => members.is_empty(),
        _ => false,
    }
}

/// A record that says "error" and does not say that it stands in for an answer.
fn is_error_record(members: &[(Value, Value)]) -> bool {
    let keys: Vec<&str> = members
        .iter()
        .filter_map(|(key, _)| match key {
            Value::Text(key) => Some(key.as_str()),
            _ => None,
        })
        .collect();
    let says_error = keys.iter().any(|key| has_word(key, &["error", "exception"]));
    says_error && !keys.iter().any(|key| has_word(key, &["fallback", "degraded", "source"]))
}

/// A decision in the same function that gives another answer when the client is not there.
fn guard_of(module: &Module, call: &Call) -> Option<Lines> {
    let receiver = call.callee.split(['(', '[']).next().unwrap_or(&call.callee);
    let concerns = |branch: &&Branch| {
        branch.within == call.within
            && branch
                .names
                .iter()
                .any(|name| receiver.starts_with(name.as_str()) && name.len() < receiver.len())
    };
    let gives = |exit: &Exit| matches!(exit, Exit::Returns(value) if !is_nothing(value));
    module.branches.iter().filter(concerns).find_map(|branch| {
        let is_before = branch.is_negated && branch.lines.start < call.lines.start && gives(&branch.exit);
        let is_around = !branch.is_negated && branch.body.holds(call.lines);
        let otherwise = branch.otherwise.as_ref().filter(|(_, exit)| is_around && gives(exit));
        if is_before { Some(branch.body) } else { otherwise.map(|(lines, _)| *lines) }
    })
}

/// What all callers of the function around a call make of its error; the worst of them counts. A caller cannot be seen: raises.
fn callers(repo: &RepoFacts, path: &RepoPath, call: &Call, hops: u32) -> Conduct {
    let Some(id) = call.within.filter(|_| hops > 0) else { return Conduct::Raises };
    let target = DefinitionRef { path: path.clone(), id };
    let handed = handed(repo);
    if let Some(place) = handed.fallback_of(repo, &target) {
        return Conduct::Answers(place.clone());
    }
    let mut calls = repo.calls_of(&target);
    calls.retain(|(path, call)| !handed.is_wrapping(path, call));
    calls.extend(handed.calls_running(repo, &target));
    let mut worst: Option<Conduct> = None;
    for (caller_path, caller) in calls {
        let conduct = follow(repo, caller_path, caller, hops.saturating_sub(1));
        if worst.as_ref().is_none_or(|known| rank(&conduct) > rank(known)) {
            worst = Some(conduct);
        }
    }
    worst.unwrap_or(Conduct::Raises)
}

const fn rank(conduct: &Conduct) -> u8 {
    match conduct {
        Conduct::Answers(_) => 0,
        Conduct::OnlyWhenAbsent(_) => 1,
        Conduct::Apologises(_) => 2,
        Conduct::Swallows(_) => 3,
        Conduct::Raises => 4,
    }
}

fn definition(module: &Module, id: Option<DefinitionId>) -> Option<&Definition> {
    module.definitions.get(usize::try_from(id?.0).ok()?)
}
