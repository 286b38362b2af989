//! Where one provider is asked after another: in handlers, in loops, in what a library or a gateway is told.

use super::handed::handed;
use super::is_effective;
use super::values::last;
use super::vendors::Vendors;
use beredd_facts::fact::{Argument, Call, Exit, Module, Node, Value};
use beredd_facts::{DefinitionRef, RepoFacts};
use beredd_model::{Grade, Lines, Place, RepoPath};
use std::collections::BTreeSet;

/// A place where one provider follows another.
pub(crate) struct Failover {
    /// Where.
    pub(crate) place: Place,
    /// Those in turn, at least two.
    pub(crate) vendors: BTreeSet<String>,
    /// Wired for code, configured for the rest.
    pub(crate) grade: Grade,
}

/// Every failover in production code that loads and in effective configuration, by place.
pub(crate) fn failovers(repo: &RepoFacts) -> Vec<Failover> {
    let vendors = Vendors::new(repo);
    let mut found = Vec::new();
    for (path, module) in
        repo.production_code().filter(|(path, _)| !repo.resolution().dead.contains_key(*path))
    {
        found.extend(in_handlers(&vendors, path, module));
        found.extend(in_loops(&vendors, path, module));
        found.extend(module.calls.iter().filter_map(|call| in_arguments(path, call)));
    }
    found.extend(in_breakers(repo, &vendors));
    for (path, file) in repo.files().filter(|(_, file)| is_effective(file.role)) {
        found.extend(file.config.iter().flat_map(|document| in_configuration(path, document)));
    }
    found.sort_by(|a, b| a.place.cmp(&b.place));
    found
}

/// `try: one provider … except: another`; the second may also stand after the statement, when the first has given its answer
/// back by then: probes that ask one provider after another whatever happens are no failover.
fn in_handlers<'a>(vendors: &Vendors<'a>, path: &'a RepoPath, module: &'a Module) -> Vec<Failover> {
    let mut found = Vec::new();
    for attempt in &module.tries {
        let first = reached(vendors, path, module, |call| attempt.body.holds(call.lines));
        if first.is_empty() {
            continue;
        }
        let gives_back = module
            .definitions
            .iter()
            .any(|definition| definition.returns.iter().any(|returned| attempt.body.holds(returned.lines)));
        for catch in &attempt.catches {
            let second = reached(vendors, path, module, |call| {
                let later = gives_back
                    && catch.exit == Exit::FallsThrough
                    && call.within == attempt.within
                    && call.lines.start > catch.lines.end;
                catch.lines.holds(call.lines) || later
            });
            if second.iter().any(|vendor| !first.contains(vendor)) {
                let both = first.union(&second).cloned().collect();
                found.push(Failover {
                    place: RepoFacts::place(path, catch.lines),
                    vendors: both,
                    grade: Grade::Wired,
                });
            }
        }
    }
    found
}

/// `new CircuitBreaker(askFirst).fallback(askSecond)`: what the breaker of a library runs when what it guards fails.
fn in_breakers(repo: &RepoFacts, vendors: &Vendors<'_>) -> Vec<Failover> {
    let handed = handed(repo);
    let loads = |place: &Place| !repo.resolution().dead.contains_key(&place.path);
    let mut found = Vec::new();
    for one in handed.instead.iter().filter(|one| loads(&one.place)) {
        let reached = |functions: &BTreeSet<DefinitionRef>| -> BTreeSet<String> {
            functions.iter().flat_map(|function| vendors.of_function(function)).map(str::to_owned).collect()
        };
        let (first, second) = (reached(&one.first), reached(&one.second));
        if !first.is_empty() && second.iter().any(|vendor| !first.contains(vendor)) {
            let vendors = first.union(&second).cloned().collect();
            found.push(Failover { place: one.place.clone(), vendors, grade: Grade::Wired });
        }
    }
    found
}

/// A loop over providers that goes on when one of them fails.
fn in_loops(vendors: &Vendors<'_>, path: &RepoPath, module: &Module) -> Vec<Failover> {
    let goes_on = |lines: Lines| {
        module.tries.iter().filter(|attempt| lines.holds(attempt.body)).any(|attempt| {
            attempt.catches.iter().any(|catch| matches!(catch.exit, Exit::Continues | Exit::FallsThrough))
        })
    };
    let mut found = Vec::new();
    for turn in module.loops.iter().filter(|turn| goes_on(turn.lines)) {
        let receiver = format!("{}.", turn.variable);
        let asked = module.calls.iter().filter(|call| turn.lines.holds(call.lines));
        let reached: BTreeSet<String> = asked
            .filter_map(|call| call.callee.strip_prefix(&receiver))
            .flat_map(|method| vendors.of_methods_named(method))
            .map(str::to_owned)
            .collect();
        if reached.len() >= 2 {
            found.push(Failover {
                place: RepoFacts::place(path, turn.lines),
                vendors: reached,
                grade: Grade::Wired,
            });
        }
    }
    found
}

fn reached<'a>(
    vendors: &Vendors<'a>,
    path: &'a RepoPath,
    module: &'a Module,
    is_asked: impl Fn(&Call) -> bool,
) -> BTreeSet<String> {
    let calls = module.calls.iter().zip(0u32..).filter(|(call, _)| is_asked(call));
    calls.flat_map(|(call, index)| vendors.of_call(path, index, call)).map(str::to_owned).collect()
}

/// Fallbacks that a library is told of in the call: LiteLLM's `fallbacks=`, LangChain's `with_fallbacks`, Pydantic AI's
/// `FallbackModel`, LangChain's `ModelFallbackMiddleware`, `createFallback` of ai-fallback, `createRetryable` of ai-retry.
fn in_arguments(path: &RepoPath, call: &Call) -> Option<Failover> {
    let place = || RepoFacts::place(path, call.lines);
    let mut names: Vec<String> = match last(&call.target) {
        "completion" | "acompletion" | "Router" if call.target.starts_with("litellm") => {
            if !call.arguments.iter().any(|argument| argument.name.as_deref() == Some("fallbacks")) {
                return None;
            }
            let told = |argument: &&Argument| {
                matches!(argument.name.as_deref(), Some("model" | "fallbacks" | "model_list"))
            };
            call.arguments.iter().filter(told).flat_map(|argument| texts(&argument.value)).collect()
        }
        "FallbackModel" if call.target.starts_with("pydantic_ai") => {
            call.arguments.iter().flat_map(|argument| texts(&argument.value)).collect()
        }
        "ModelFallbackMiddleware" if call.target.starts_with("langchain") => {
            call.arguments.iter().flat_map(|argument| texts(&argument.value)).collect()
        }
        // LangChain.js, and the packages around Vercel's AI SDK.
        "modelFallbackMiddleware" if call.target.starts_with("langchain") => {
            call.arguments.iter().flat_map(|argument| texts(&argument.value)).collect()
        }
        "createFallback" if call.target.starts_with("ai-fallback") => {
            call.arguments.iter().flat_map(|argument| texts(&argument.value)).collect()
        }
        "createRetryable" if call.target.starts_with("ai-retry") => {
            call.arguments.iter().flat_map(|argument| texts(&argument.value)).collect()
        }
        "with_fallbacks" | "withFallbacks" => {
            let told = call.arguments.iter().flat_map(|argument| texts(&argument.value));
            told.chain([call.target.clone()]).collect()
        }
        _ => return None,
    };
    names.retain(|name| !name.is_empty());
    let vendors: BTreeSet<String> =
        names.iter().filter_map(|name| vendor_of_model(name)).map(str::to_owned).collect();
    (vendors.len() >= 2).then(|| Failover { place: place(), vendors, grade: Grade::Wired })
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Text(text) | Value::Name(text) => vec![text.clone()],
        Value::List(items) | Value::Either(items) => items.iter().flat_map(texts).collect(),
        Value::Map(members) => members.iter().flat_map(|(_, value)| texts(value)).collect(),
        Value::Call { target, arguments } => {
            let inner = arguments.iter().flat_map(|argument| texts(&argument.value));
            std::iter::once(target.clone()).chain(inner).collect()
        }
        _ => Vec::new(),
    }
}

/// Prefixes of model names and of the classes that speak for a vendor, as LiteLLM, Pydantic AI and LangChain write them.
const MODEL_PREFIXES: &[(&str, &str)] = &[
    ("@ai-sdk/amazon-bedrock", "bedrock"),
    ("@ai-sdk/anthropic", "anthropic"),
    ("@ai-sdk/azure", "azure-openai"),
    ("@ai-sdk/cohere", "cohere"),
    ("@ai-sdk/google", "google"),
    ("@ai-sdk/groq", "groq"),
    ("@ai-sdk/mistral", "mistral"),
    ("@ai-sdk/openai", "openai"),
    ("@langchain/anthropic", "anthropic"),
    ("@langchain/aws", "bedrock"),
    ("@langchain/cohere", "cohere"),
    ("@langchain/google", "google"),
    ("@langchain/groq", "groq"),
    ("@langchain/mistralai", "mistral"),
    ("@langchain/ollama", "ollama"),
    ("@langchain/openai", "openai"),
    ("anthropic", "anthropic"),
    ("azure", "azure-openai"),
    ("bedrock", "bedrock"),
    ("claude", "anthropic"),
    ("cohere", "cohere"),
    ("gemini", "google"),
    ("google", "google"),
    ("gpt-", "openai"),
    ("groq", "groq"),
    ("langchain_anthropic", "anthropic"),
    ("langchain_aws", "bedrock"),
    ("langchain_google", "google"),
    ("langchain_groq", "groq"),
    ("langchain_mistralai", "mistral"),
    ("langchain_ollama", "ollama"),
    ("langchain_openai", "openai"),
    ("mistral", "mistral"),
    ("ollama", "ollama"),
    ("openai", "openai"),
    ("pydantic_ai.models.anthropic", "anthropic"),
    ("pydantic_ai.models.bedrock", "bedrock"),
    ("pydantic_ai.models.google", "google"),
    ("pydantic_ai.models.groq", "groq"),
    ("pydantic_ai.models.mistral", "mistral"),
    ("pydantic_ai.models.openai", "openai"),
    ("vertex_ai", "google"),
    ("vllm", "vllm"),
];

fn vendor_of_model(name: &str) -> Option<&'static str> {
    MODEL_PREFIXES.iter().find(|(prefix, _)| name.starts_with(prefix)).map(|(_, vendor)| *vendor)
}

/// LiteLLM's proxy (`router_settings.fallbacks`, `litellm_settings.fallbacks` over `model_list`) and Portkey's
/// `strategy.mode: fallback` over `targets`.
fn in_configuration(path: &RepoPath, document: &Node) -> Vec<Failover> {
    let mut found = Vec::new();
    let told = ["router_settings", "litellm_settings"]
        .iter()
        .flat_map(|section| ["fallbacks", "default_fallbacks"].map(|key| document.at(&[section, key])))
        .flatten();
    for fallbacks in told.filter(|node| !node.items().is_empty()) {
        let models = document.get("model_list").into_iter().flat_map(Node::items);
        let vendors: BTreeSet<String> = models
            .filter_map(|model| model.at(&["litellm_params", "model"])?.text())
            .filter_map(vendor_of_model)
            .map(str::to_owned)
            .collect();
        if vendors.len() >= 2 {
            let place = RepoFacts::place(path, Lines::new(fallbacks.line, fallbacks.end_line));
            found.push(Failover { place, vendors, grade: Grade::Configured });
        }
    }
    if document.at(&["strategy", "mode"]).and_then(Node::text) == Some("fallback") {
        let targets = document.get("targets").into_iter().flat_map(Node::items);
        let vendors: BTreeSet<String> = targets
            .filter_map(|target| target.get("provider")?.text())
            .map(|name| name.trim_start_matches('@').to_owned())
            .collect();
        if vendors.len() >= 2 {
            let place = RepoFacts::place(path, Lines::new(document.line, document.end_line));
            found.push(Failover { place, vendors, grade: Grade::Configured });
        }
    }
    found
}
