//! How long model clients wait, and how much they let a model say.

use beredd_facts::fact::{Argument, Binding, Call, Module, Value};
use beredd_facts::identifier::words;
use beredd_facts::{CallSite, CallVia, Language, RepoFacts};
use beredd_model::{Place, RepoPath};

use super::results::millionths;

/// A client of a provider, and how long it waits for one try.
#[derive(Clone, Debug)]
pub(crate) struct TimeLimit {
    /// The class or function that makes the client.
    pub(crate) client: String,
    pub(crate) place: Place,
    /// The longest wait; nothing when none is given or the text does not fix it.
    pub(crate) milliseconds: Option<u64>,
    /// Whether a limit is given at all.
    pub(crate) is_given: bool,
}

/// Makers of clients, by bound name, with the factor from the unit of their limit to milliseconds. The Python clients of OpenAI
/// and Anthropic wait ten minutes when nothing is given. The functions of Vercel's AI SDK make a client for one call. Source: their documentation, 2025-11.
const CLIENTS: &[(&str, u64)] = &[
    ("@anthropic-ai/bedrock-sdk.AnthropicBedrock", 1),
    ("@anthropic-ai/sdk.Anthropic", 1),
    ("@langchain/anthropic.ChatAnthropic", 1),
    ("@langchain/openai.AzureChatOpenAI", 1),
    ("@langchain/openai.ChatOpenAI", 1),
    ("ai.generateObject", 1),
    ("ai.generateText", 1),
    ("ai.streamObject", 1),
    ("ai.streamText", 1),
    ("anthropic.Anthropic", 1000),
    ("anthropic.AnthropicBedrock", 1000),
    ("anthropic.AsyncAnthropic", 1000),
    ("anthropic.AsyncAnthropicBedrock", 1000),
    ("cohere.AsyncClient", 1000),
    ("cohere.AsyncClientV2", 1000),
    ("cohere.Client", 1000),
    ("cohere.ClientV2", 1000),
    ("groq-sdk.Groq", 1),
    ("groq.AsyncGroq", 1000),
    ("groq.Groq", 1000),
    ("langchain_anthropic.ChatAnthropic", 1000),
    ("langchain_openai.AzureChatOpenAI", 1000),
    ("langchain_openai.ChatOpenAI", 1000),
    ("mistralai.Mistral", 1),
    ("ollama.AsyncClient", 1000),
    ("ollama.Client", 1000),
    ("openai.AsyncAzureOpenAI", 1000),
    ("openai.AsyncOpenAI", 1000),
    ("openai.AzureOpenAI", 1000),
    ("openai.OpenAI", 1000),
    ("together.AsyncTogether", 1000),
    ("together.Together", 1000),
];

/// Names of the argument that holds the limit.
const LIMITS: &[&str] = &[
    "timeout",
    "request_timeout",
    "timeout_ms",
    "default_request_timeout",
    "abortSignal",
    "requestTimeout",
    "requestTimeoutMs",
];

/// JavaScript counts in milliseconds, whatever the provider's library counts in elsewhere.
fn is_script(repo: &RepoFacts, path: &RepoPath) -> bool {
    let language = repo.file(path).map(|file| file.language);
    matches!(language, Some(Language::TypeScript | Language::JavaScript))
}

/// Every client of a provider that production code makes.
pub(crate) fn time_limits(repo: &RepoFacts) -> Vec<TimeLimit> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code() {
        for call in &module.calls {
            let Some(factor) = factor_of(call).map(|factor| if is_script(repo, path) { 1 } else { factor })
            else {
                continue;
            };
            let given = call
                .arguments
                .iter()
                .find(|argument| argument.name.as_deref().is_some_and(|name| LIMITS.contains(&name)));
            let milliseconds = given.and_then(|argument| seconds(module, &argument.value, factor));
            let spread = call.arguments.iter().any(|argument| argument.name.as_deref() == Some("**"));
            found.push(TimeLimit {
                client: call.target.clone(),
                place: RepoFacts::place(path, beredd_model::Lines::at(call.lines.start)),
                milliseconds,
                is_given: given.is_some_and(|argument| argument.value != Value::Nothing)
                    || spread
                    || is_configured(module, call),
            });
        }
    }
    found
}

/// `config=Config(read_timeout=…)` of boto3, written in the call or bound to a name before it.
fn is_configured(module: &Module, call: &Call) -> bool {
    let limits = |value: &Value| match value {
        Value::Call { arguments, .. } => {
            arguments.iter().any(|argument| matches!(argument.name.as_deref(), Some("read_timeout" | "**")))
        }
        _ => false,
    };
    let config = call.arguments.iter().find(|argument| argument.name.as_deref() == Some("config"));
    config.is_some_and(|argument| {
        let mut bindings = module.bindings.iter().filter(|binding| binding.lines.end < call.lines.start);
        limits(&argument.value) || bindings.any(|binding| limits(&binding.value))
    })
}

/// The factor of the unit when a call makes a client: `boto3` counts only for the models' runtime.
fn factor_of(call: &Call) -> Option<u64> {
    let is_bedrock = matches!(
        call.target.as_str(),
        "boto3.client" | "boto3.Session().client" | "boto3.session.Session().client"
    ) && matches!(call.arguments.first().map(|argument| &argument.value), Some(Value::Text(name)) if name == "bedrock-runtime");
    let listed = CLIENTS.iter().find(|(name, _)| *name == call.target).map(|(_, factor)| *factor);
    listed.or_else(|| is_bedrock.then_some(1000))
}

/// A limit in milliseconds: a number, a constant of the module, `httpx.Timeout(…)`.
fn seconds(module: &Module, value: &Value, factor: u64) -> Option<u64> {
    match value {
        Value::Number(written) => millionths(written).map(|value| value.saturating_mul(factor) / 1_000_000),
        Value::Name(name) => bound(module, name).and_then(|binding| match &binding.value {
            Value::Name(_) => None,
            value => seconds(module, value, factor),
        }),
        Value::Environment { default: Some(default), .. } => match default.as_ref() {
            Value::Text(text) => millionths(text).map(|value| value.saturating_mul(factor) / 1_000_000),
            other => seconds(module, other, factor),
        },
        Value::Call { target, arguments } if matches!(target.as_str(), "float" | "int") => {
            arguments.first().and_then(|argument| seconds(module, &argument.value, factor))
        }
        // `abortSignal: AbortSignal.timeout(5000)`.
        Value::Call { target, arguments } if target == "AbortSignal.timeout" => {
            arguments.first().and_then(|argument| seconds(module, &argument.value, factor))
        }
        Value::Call { target, arguments } if target.ends_with("Timeout") => {
            let read = arguments.iter().find(|argument| argument.name.as_deref() == Some("read"));
            read.or_else(|| arguments.first()).and_then(|argument| seconds(module, &argument.value, factor))
        }
        _ => None,
    }
}

/// The constant a name of the same module stands for.
fn bound<'a>(module: &'a Module, name: &str) -> Option<&'a Binding> {
    let name = name.strip_prefix("::").unwrap_or(name);
    let mut all = module.bindings.iter().filter(|binding| binding.within.is_none() && binding.name == name);
    all.next().filter(|_| all.next().is_none())
}

/// The calls of providers' libraries: the place, the call and its module.
pub(crate) fn provider_calls(repo: &RepoFacts) -> impl Iterator<Item = (&CallSite, &RepoPath, &Call)> {
    let direct =
        repo.population().call_sites.iter().filter(|site| matches!(site.via, CallVia::Provider { .. }));
    direct.filter_map(|site| {
        let call = repo.module(&site.place.path)?.calls.get(usize::try_from(site.call).ok()?)?;
        Some((site, &site.place.path, call))
    })
}

/// Whether an argument says how much a model may answer, directly or inside a record of settings.
pub(crate) fn bounds_answer(arguments: &[Argument]) -> bool {
    arguments.iter().any(|argument| {
        argument.name.as_deref().is_some_and(is_bound_name) && argument.value != Value::Nothing
            || holds_bound(&argument.value)
    })
}

fn holds_bound(value: &Value) -> bool {
    match value {
        Value::Map(members) => members
            .iter()
            .any(|(key, value)| matches!(key, Value::Text(key) if is_bound_name(key)) || holds_bound(value)),
        Value::Call { arguments, .. } => bounds_answer(arguments),
        _ => false,
    }
}

/// `max_tokens`, `max_output_tokens`, `maxTokens`, `max_completion_tokens`, `num_predict`, `max_new_tokens`.
fn is_bound_name(name: &str) -> bool {
    let words = words(name);
    (words.first().is_some_and(|first| first == "max") && words.last().is_some_and(|last| last == "tokens"))
        || name == "num_predict"
}
