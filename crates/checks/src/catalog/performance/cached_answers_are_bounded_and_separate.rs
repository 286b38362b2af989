//! What a cache of answers keeps belongs to one tenant and ends: no stranger's answer, no answer from last year.

use crate::shared::model_cache::{asks_store, model_caches};
use crate::shared::tenants::brings;
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::fact::{Call, Definition, Module, Value};
use beredd_facts::identifier::has_word;
use beredd_facts::{DefinitionRef, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, RepoPath, Role, Standard, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Performance, 2),
    role: Role::Supporting,
    claim: Text::fixed(
        "Cached answers end after a time and belong to one tenant",
        "Cachade svar upphör efter en tid och tillhör en enda kund",
    ),
    gap_title: Text::fixed(
        "Cached answers without an end, or shared by tenants",
        "Cachade svar utan slut, eller delade mellan kunder",
    ),
    why: Text::fixed(
        "A key of the prompt alone hands one customer's answer to another who asks the same; an entry without an end goes on \
         saying what was true when it was made.",
        "En nyckel av enbart prompten lämnar en kunds svar till en annan som frågar likadant. En post utan slut fortsätter säga \
         det som var sant när den skapades.",
    ),
    fix: Text::fixed(
        "Put the tenant in the key (`tenant:{tenant_id}:llm:{hash}`) and give every entry a lifetime (`ex=3600`).",
        "Lägg kunden i nyckeln (`tenant:{tenant_id}:llm:{hash}`) och ge varje post en livslängd (`ex=3600`).",
    ),
    limits: Text::fixed(
        "Caches that a library or a provider keeps are not judged; a store that sets lifetimes by itself is not known here.",
        "Cachar i ett bibliotek eller hos en leverantör bedöms inte, och ett lager som själv sätter livslängd syns inte här.",
    ),
    consequence: Consequence::C1,
    effort: effort((250, 500, 1000), (100, 250, 500), Text::fixed("cache", "cache")),
    after: &["performance/answers-from-its-cache-often-enough"],
    standards: &[Standard::new("OWASP LLM 2025", "LLM02")],
    examples: &[
        Example::passes(
            "\
//- main.py
from llm import complete

complete('boat', 't1')
//- llm.py
import hashlib

import openai
import redis

client = openai.OpenAI()
cache = redis.Redis()


def complete(prompt, tenant_id):
    key = f'tenant:{tenant_id}:{hashlib.sha256(prompt.encode()).hexdigest()}'
    earlier = cache.get(key)
    if earlier:
        return earlier
    answer = client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
    cache.set(key, answer.choices[0].message.content, ex=3600)
    return answer
",
        ),
        Example::partial(
            "\
//- main.py
from llm import complete

complete('boat')
//- llm.py
import hashlib

import openai
import redis

client = openai.OpenAI()
cache = redis.Redis()


def complete(prompt):
    key = hashlib.sha256(prompt.encode()).hexdigest()
    earlier = cache.get(key) ⟵
    if earlier:
        return earlier
    answer = client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
    cache.setex(key, 3600, answer.choices[0].message.content)
    return answer
",
        ),
        Example::partial(
            "\
//- main.py
from llm import complete

complete('boat', 't1')
//- llm.py
import hashlib

import openai
import redis

client = openai.OpenAI()
cache = redis.Redis()


def key_of(tenant_id, prompt):
    return hashlib.sha256(prompt.encode()).hexdigest()


def complete(prompt, tenant_id):
    earlier = cache.get(key_of(tenant_id, prompt)) ⟵
    if earlier:
        return earlier
    answer = client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
    cache.setex(key_of(tenant_id, prompt), 3600, answer.choices[0].message.content)
    return answer
",
        ),
        Example::fails(
            "\
//- main.py
from llm import complete

complete('boat')
//- llm.py
import openai
import redis

client = openai.OpenAI()
cache = redis.Redis()


def complete(prompt):
    earlier = cache.get(prompt) ⟵
    if earlier:
        return earlier
    # ex=3600, the tenant's key
    answer = client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
    cache.set(prompt, answer.choices[0].message.content)
    return answer
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- main.py
import openai

tenant_cache_ttl = 3600
openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[])
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["ex, px, ttl, expire, setex of caches around model calls", "a tenant in their keys"];

/// Words that name a tenant, and words that name a lifetime.
const TENANT: &[&str] =
    &["tenant", "customer", "organisation", "organization", "org", "workspace", "account", "user"];
const LIFETIME: &[&str] =
    &["ttl", "ex", "px", "expire", "expires", "expiry", "expiration", "exat", "timeout", "lifetime"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for cache in model_caches(repo) {
        let Some(function) = cache.around.filter(|_| cache.is_live) else { continue };
        let bodies = with_callees(repo, &function);
        let has_lifetime = bodies.iter().any(|(_, module, definition)| ends(module, definition));
        let has_tenant =
            bodies.iter().any(|(path, module, definition)| separates(repo, path, module, definition));
        let questions = [
            (
                "lifetime",
                has_lifetime,
                "an entry ends after a time",
                "no entry ends by itself",
                "en post upphör efter en tid",
                "ingen post upphör av sig själv",
            ),
            (
                "tenant",
                has_tenant,
                "the tenant is part of the key",
                "the key names no tenant",
                "kunden ingår i nyckeln",
                "nyckeln nämner ingen kund",
            ),
        ];
        for (part, holds, yes_en, no_en, yes_sv, no_sv) in questions {
            let id = format!("{}:{} {part}", cache.place.path, cache.place.line);
            let name = &cache.name;
            if holds {
                let what = Text::made(format!("{name}: {yes_en}"), format!("{name}: {yes_sv}"));
                tally.supports(cache.place.clone(), Grade::Wired, what);
                tally.holds(&id, &format!("{name} {part}"), Some(cache.place.clone()));
            } else {
                let what = Text::made(format!("{name}: {no_en}"), format!("{name}: {no_sv}"));
                tally.speaks_against(cache.place.clone(), Grade::Wired, what);
                tally.misses(&id, &format!("{name} {part}"), Some(cache.place.clone()));
            }
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason = Text::fixed(
            "The repository keeps no answers of models itself.",
            "Repot sparar inga modellsvar själv.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    tally.verdict(Text::made(
        format!("{n} of {of} questions about caches of answers are answered well: a lifetime, and a tenant in the key."),
        format!("{n} av {of} krav på cachar för svar är uppfyllda: en livslängd, och kunden i nyckeln."),
    ))
}

/// A function and the first-party functions it calls that have to do with its cache.
fn with_callees<'a>(
    repo: &'a RepoFacts,
    function: &DefinitionRef,
) -> Vec<(RepoPath, &'a Module, &'a Definition)> {
    let of = |reference: &DefinitionRef| {
        let path = reference.path.clone();
        Some((path, repo.module(&reference.path)?, repo.definition(reference)?))
    };
    let mut found: Vec<_> = of(function).into_iter().collect();
    let mut seen = vec![function.clone()];
    for _ in 0..2 {
        let next: Vec<DefinitionRef> =
            seen.iter().flat_map(|reference| called_for_cache(repo, reference)).collect();
        for reference in next {
            if !seen.contains(&reference) {
                found.extend(of(&reference));
                seen.push(reference);
            }
        }
    }
    found
}

fn called_for_cache(repo: &RepoFacts, reference: &DefinitionRef) -> Vec<DefinitionRef> {
    let Some((module, definition)) = repo.module(&reference.path).zip(repo.definition(reference)) else {
        return Vec::new();
    };
    let calls = module.calls.iter().filter(|call| definition.lines.holds(call.lines));
    let keeps = asks_store(repo, reference);
    let about_cache = calls.filter(|call| {
        has_word(&call.callee, &["cache", "cached", "key"])
            || has_word(&call.target, &["cache"])
            || reference.path.stem().contains("cache")
            || keeps
            || repo.callee_of(&reference.path, call).is_some_and(|callee| asks_store(repo, &callee))
    });
    about_cache.filter_map(|call| repo.callee_of(&reference.path, call)).collect()
}

/// Whether something in a function gives an entry a lifetime.
fn ends(module: &Module, definition: &Definition) -> bool {
    let gives = |call: &Call| {
        let by_name = call.arguments.iter().any(|argument| {
            argument.name.as_deref().is_some_and(|name| has_word(name, LIFETIME))
                && argument.value != Value::Nothing
        });
        by_name
            || matches!(
                call.callee.rsplit('.').next(),
                Some("setex" | "psetex" | "expire" | "expireat" | "pexpire")
            )
    };
    module.calls.iter().filter(|call| definition.lines.holds(call.lines)).any(gives)
}

/// Whether a function puts a tenant into a text that it makes, or into what it hands to a library that keeps things. What the
/// repository's own functions make of a tenant is asked of them.
fn separates(repo: &RepoFacts, path: &RepoPath, module: &Module, definition: &Definition) -> bool {
    let own = |lines| definition.lines.holds(lines);
    let bound = module
        .bindings
        .iter()
        .filter(|binding| own(binding.lines))
        .any(|binding| templates_tenant(&binding.value));
    let returned = definition.returns.iter().any(|returned| templates_tenant(&returned.value));
    let given = module
        .calls
        .iter()
        .filter(|call| own(call.lines))
        .filter(|call| has_word(&call.callee, &["cache", "key", "redis"]))
        .filter(|call| repo.callee_of(path, call).is_none());
    bound || returned || given.into_iter().any(|call| brings(repo, path, call, TENANT))
}

fn templates_tenant(value: &Value) -> bool {
    matches!(value, Value::Template(parts) if parts.iter().any(names_tenant))
}

fn names_tenant(value: &Value) -> bool {
    matches!(value, Value::Name(name) if has_word(name, TENANT))
}
