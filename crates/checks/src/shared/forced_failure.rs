//! Tests that make something outside fail, and assertions that look at what comes instead.

use super::test_reach::{Body, body_at, deletes_key, has_double};
use super::values::last;
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Branch, Call, DefinitionKind, Value};
use beredd_facts::identifier::{has_word, words};
use beredd_model::RepoPath;

/// Words that name what an agent reaches its model through.
const MODEL_WORDS: &[&str] = &[
    "llm",
    "client",
    "clients",
    "model",
    "models",
    "provider",
    "providers",
    "service",
    "services",
    "gateway",
];

/// Whether a test makes what it replaces fail: a double that raises, an absent client, a deleted key, an open breaker, an error
/// as the answer over HTTP.
pub(crate) fn forces_failure(bodies: &[Body<'_>]) -> bool {
    bodies.iter().any(|body| body.kept(failures_in))
        || bodies.iter().any(|body| is_raising_double(*body, bodies))
        || (deletes_key(bodies) && !has_double(bodies))
}

fn failures_in(repo: &RepoFacts, path: &RepoPath, place: &str) -> bool {
    body_at(repo, path, place).is_some_and(|body| body.calls().any(call_fails) || binds_failure(body))
}

/// Whether the test's own body asserts what something says, not only that it is there or was called.
pub(crate) fn asserts_content(bodies: &[Body<'_>]) -> bool {
    bodies.first().is_some_and(|body| {
        let mut statements =
            body.module.assertions.iter().filter(|one| body.definition.lines.holds(one.lines));
        statements.any(|one| !one.is_presence_only) || body.calls().any(asserts_equality)
    })
}

/// Assertions of unittest that compare: `assertEqual`, `assertIn`, `assertFalse`, …
fn asserts_equality(call: &Call) -> bool {
    let name = last(&call.callee);
    name.starts_with("assert")
        && !matches!(
            name,
            "assertIsNotNone" | "assertIsInstance" | "assertTrue" | "assertRaises" | "assertLogs"
        )
        && !name.starts_with("assert_called")
        && !name.starts_with("assert_awaited")
        && !name.starts_with("assert_any")
}

fn call_fails(call: &Call) -> bool {
    let gives = |argument: &beredd_facts::fact::Argument| match argument.name.as_deref() {
        Some("side_effect" | "exc" | "exception") => is_error(&argument.value),
        Some("status" | "status_code" | "return_value.status_code") => is_error_status(&argument.value),
        Some(name) => is_absent(&argument.value) && has_word(name, MODEL_WORDS),
        None => false,
    };
    let name = last(&call.callee);
    let first = call.arguments.first().map(|argument| &argument.value);
    let second = call.arguments.get(1).map(|argument| &argument.value);
    call.arguments.iter().any(gives)
        || (matches!(name, "Response" | "respond" | "reply" | "abort") && first.is_some_and(is_error_status))
        || (matches!(name, "open" | "force_open" | "trip") && has_word(&call.callee, &["breaker"]))
        || (name == "setattr"
            && call
                .arguments
                .iter()
                .any(|argument| argument.value == Value::Nothing || is_error(&argument.value)))
        || (name == "setattr" && second.is_some_and(is_error))
        || (name == "add_exception")
}

/// Nothing at all, or a collection with nothing in it.
fn is_absent(value: &Value) -> bool {
    match value {
        Value::Nothing => true,
        Value::Map(members) => members.is_empty(),
        Value::List(members) => members.is_empty(),
        _ => false,
    }
}

/// `client.chat.side_effect = TimeoutError()`, `agent.client = None`, `breaker.state = "open"`.
fn binds_failure(body: Body<'_>) -> bool {
    body.module.bindings.iter().filter(|binding| body.definition.lines.holds(binding.lines)).any(|binding| {
        let Some((_, name)) = binding.name.rsplit_once('.') else { return false };
        match name {
            "side_effect" => is_error(&binding.value) || matches!(binding.value, Value::Name(_)),
            "status_code" => is_error_status(&binding.value),
            name if has_word(name, MODEL_WORDS) => binding.value == Value::Nothing,
            "state" | "_state" => has_word(&binding.name, &["breaker"]),
            _ => false,
        }
    })
}

/// A class or function of the tests that raises, and is told to where it does so only under a condition.
fn is_raising_double(body: Body<'_>, all: &[Body<'_>]) -> bool {
    let is_helper =
        body.definition.kind == DefinitionKind::Class || !body.definition.name.starts_with("test");
    if body.definition.name.starts_with("Test") {
        return false;
    }
    let inner = |call: &&Call| is_helper || call.within.is_some_and(|id| id != body.id);
    let raised = body.calls().filter(inner).filter(|call| is_error_name(&call.target));
    raised.into_iter().any(|call| {
        let around = body.module.branches.iter().filter(|branch| branch.body.holds(call.lines));
        let mut inside = around.filter(|branch| body.definition.lines.holds(branch.lines));
        inside.next().is_none_or(|branch| is_met(branch, all))
    })
}

/// Whether a test brings about what a double's condition asks for: `if self.answer is None` needs something empty to be handed
/// over, `if self.should_fail` needs that flag to be set.
fn is_met(branch: &Branch, all: &[Body<'_>]) -> bool {
    if branch.is_negated {
        let mut calls = all.iter().flat_map(|body| body.calls());
        return calls.any(|call| call.arguments.iter().any(|argument| holds_nothing(&argument.value)));
    }
    let flags: Vec<&str> = branch.names.iter().map(|name| last(name)).collect();
    let is_set = |value: &Value| !matches!(value, Value::Bool(false) | Value::Nothing);
    all.iter().any(|body| {
        let by_argument = body.calls().flat_map(|call| &call.arguments).any(|argument| {
            argument.name.as_deref().is_some_and(|name| flags.contains(&name)) && is_set(&argument.value)
        });
        let bound = body.module.bindings.iter().filter(|binding| body.definition.lines.holds(binding.lines));
        let by_binding = bound.filter(|binding| !matches!(&binding.value, Value::Name(_))).any(|binding| {
            binding.name.contains('.') && flags.contains(&last(&binding.name)) && is_set(&binding.value)
        });
        by_argument || by_binding
    })
}

fn holds_nothing(value: &Value) -> bool {
    match value {
        Value::Nothing => true,
        Value::List(members) => members.iter().any(holds_nothing),
        Value::Call { arguments, .. } => arguments.iter().any(|argument| holds_nothing(&argument.value)),
        _ => false,
    }
}

fn is_error(value: &Value) -> bool {
    match value {
        Value::Name(name) | Value::Call { target: name, .. } => is_error_name(name),
        Value::List(members) => members.iter().any(is_error),
        _ => false,
    }
}

/// Whether a name is that of an error, by its last word.
fn is_error_name(name: &str) -> bool {
    let last = last(name.trim_end_matches("()"));
    let is_class = last.chars().next().is_some_and(char::is_uppercase);
    let word = words(last).pop().unwrap_or_default();
    is_class
        && matches!(
            word.as_str(),
            "error" | "exception" | "timeout" | "unavailable" | "failure" | "failed" | "exceeded" | "open"
        )
}

/// Answers over HTTP that say the server cannot: 429 and 500 to 599.
fn is_error_status(value: &Value) -> bool {
    let Value::Number(written) = value else { return false };
    written.parse::<u32>().is_ok_and(|status| status == 429 || (500..600).contains(&status))
}
