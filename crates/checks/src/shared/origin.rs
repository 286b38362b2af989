//! What a bound name comes down to outside the repository: `breakers.breaker_for().call` is `pybreaker.CircuitBreaker().call` when
//! that is what the function gives back.

use beredd_facts::fact::{Call, Definition, DefinitionId, DefinitionKind, Module, Value};
use beredd_facts::{DefinitionRef, RepoFacts};
use beredd_model::RepoPath;
use std::borrow::Cow;

/// How many first-party functions and variables a name is followed through.
const HOPS: u32 = 4;

/// The name with first-party functions and module variables at its head replaced by what they give, as far as they lead out of
/// the repository. A name that leads nowhere further comes back as it is.
pub(crate) fn origin_of<'t>(repo: &RepoFacts, path: &RepoPath, target: &'t str) -> Cow<'t, str> {
    if repo.leads_outside(path, target) {
        return Cow::Borrowed(target);
    }
    repo.derived_of(path, target, follow).map_or(Cow::Borrowed(target), Cow::Owned)
}

/// What a name is followed to; nothing when it stays as it is.
fn follow(repo: &RepoFacts, path: &RepoPath, target: &str) -> Option<String> {
    let (mut path, mut target) = step(repo, path, target)?;
    for _ in 1..HOPS {
        let Some((next_path, next)) = step(repo, &path, &target) else { break };
        (path, target) = (next_path, next);
    }
    Some(target)
}

/// As [`origin_of`], for the target of a call; `self.breaker.call` is read through the assignments of its class.
pub(crate) fn origin_of_call<'t>(repo: &RepoFacts, path: &RepoPath, call: &'t Call) -> Cow<'t, str> {
    origin_of(repo, path, &call.target)
}

fn step(repo: &RepoFacts, path: &RepoPath, target: &str) -> Option<(RepoPath, String)> {
    through_function(repo, path, target).or_else(|| through_variable(repo, path, target))
}

/// `make().call`, where `make` is a function of the repository that returns the result of a call.
fn through_function(repo: &RepoFacts, path: &RepoPath, target: &str) -> Option<(RepoPath, String)> {
    let (head, rest) = target.split_once("()")?;
    let found = repo.resolve_target(path, head)?;
    let function =
        repo.definition(&found).filter(|definition| definition.kind == DefinitionKind::Function)?;
    let given = function.returns.iter().find_map(|returned| made_by(&returned.value))?;
    let next = format!("{given}{rest}");
    (next != target).then_some((found.path, next))
}

/// `module.breaker.call`, where `breaker` is a variable at the top of a file that this one imports.
fn through_variable(repo: &RepoFacts, path: &RepoPath, target: &str) -> Option<(RepoPath, String)> {
    let (module_path, variable, rest) = variable_of(repo, path, target)?;
    let module = repo.module(&module_path)?;
    let binding =
        module.bindings.iter().find(|binding| binding.within.is_none() && binding.name == variable)?;
    let given = made_by(&binding.value)?;
    let next = if rest.is_empty() { given } else { format!("{given}.{rest}") };
    (next != target).then_some((module_path, next))
}

/// The file, the variable and what follows it: `harbor.metrics.CALLS.labels().inc` → `harbor/metrics.py`, `CALLS`, `labels().inc`.
pub(crate) fn variable_of<'t>(
    repo: &RepoFacts,
    path: &RepoPath,
    target: &'t str,
) -> Option<(RepoPath, &'t str, &'t str)> {
    if let Some(own) = target.strip_prefix("::") {
        let (variable, rest) = own.split_once('.').unwrap_or((own, ""));
        return Some((path.clone(), variable, rest));
    }
    let imported = repo.resolution().imports.get(path)?;
    let plain = target.trim_start_matches(['.', '/']);
    let plain = plain.strip_prefix("@/").or_else(|| plain.strip_prefix("~/")).unwrap_or(plain);
    plain.match_indices('.').find_map(|(dot, _)| {
        let (module, tail) = (plain.get(..dot)?, plain.get(dot.saturating_add(1)..)?);
        let ending = module.replace('.', "/");
        let file = imported.iter().find(|file| is_module(file, &ending))?;
        let (variable, rest) = tail.split_once('.').unwrap_or((tail, ""));
        let is_variable =
            repo.module(file)?.bindings.iter().any(|b| b.within.is_none() && b.name == variable);
        is_variable.then(|| (file.clone(), variable, rest))
    })
}

/// What a file has behind the name that imports call it by; longer ones first.
const ENDINGS: &[&str] = &[
    "/__init__.py",
    "/index.js",
    "/index.ts",
    ".cjs",
    ".cts",
    ".js",
    ".jsx",
    ".mjs",
    ".mts",
    ".py",
    ".ts",
    ".tsx",
];

fn is_module(file: &RepoPath, ending: &str) -> bool {
    let written = file.as_str();
    let plain = ENDINGS.iter().find_map(|ending| written.strip_suffix(ending)).unwrap_or(written);
    plain.strip_suffix(ending).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
}

fn made_by(value: &Value) -> Option<String> {
    match value {
        Value::Call { target, .. } => Some(format!("{target}()")),
        Value::Name(target) => Some(target.clone()),
        Value::Either(values) => values.iter().find_map(made_by),
        _ => None,
    }
}

/// A definition of a module by its id.
pub(crate) fn definition(module: &Module, id: Option<DefinitionId>) -> Option<&Definition> {
    module.definitions.get(usize::try_from(id?.0).ok()?)
}

/// A definition of a file, as a reference.
pub(crate) fn reference(path: &RepoPath, id: DefinitionId) -> DefinitionRef {
    DefinitionRef { path: path.clone(), id }
}
