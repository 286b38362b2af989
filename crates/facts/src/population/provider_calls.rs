//! Calls that reach a model through a provider's library, or through plain HTTP to a provider.
//!
//! A target counts when it is bound to one of the libraries of [`llm_sdks`]. A call whose receiver is bound to nothing counts
//! when its shape belongs to one library alone (`….chat.completions.create`); then the vendor is the one whose shape it is. A
//! name that leads to a definition of the repository is never a provider's.

use super::values::{argument, constructions, keyword_argument, positional, texts};
use crate::fact::{Call, DefinitionKind, Import, Module, Value};
use crate::identifier::has_word;
use crate::known::llm_sdks::{
    BEDROCK_SERVICES, CHAT_MODEL_METHODS, CHAT_MODEL_WRAPPERS, CHAT_MODELS, CLIENTS, DISTINCTIVE_METHODS,
    MODEL_CALLS, ModelCall, vendor_of_address,
};
use crate::known::token_models;
use crate::resolve::{Names, classes};
use beredd_model::RepoPath;
use std::collections::BTreeSet;

/// Methods of HTTP clients that can carry a prompt.
const HTTP_METHODS: &[&str] = &["fetch", "post", "request", "stream", "urlopen"];

/// Names that a chain of LangChain's is bound to once it is put together with `|`, where its model no longer shows.
const CHAIN_WORDS: &[&str] = &["chain", "llm", "model"];

/// What tells providers' calls from others in one repository.
pub(crate) struct Providers<'a> {
    names: Names<'a>,
    /// Last parts of every method of the tables: what a call must end in to be looked at.
    endings: BTreeSet<&'static str>,
    /// Methods that classes of the repository define themselves.
    own_methods: BTreeSet<&'a str>,
}

impl<'a> Providers<'a> {
    pub(crate) fn new(names: Names<'a>) -> Self {
        let methods = MODEL_CALLS.iter().map(|row| row.method);
        let mut endings: BTreeSet<&str> =
            methods.chain(DISTINCTIVE_METHODS.iter().map(|(method, _)| *method)).map(last).collect();
        endings.extend(CHAT_MODEL_METHODS);
        endings.extend(HTTP_METHODS);
        endings.insert("kickoff_for_each");
        let own_methods = classes(&names)
            .flat_map(|class| names.members(class))
            .map(|method| method.definition.name.as_str())
            .collect();
        Self { names, endings, own_methods }
    }

    /// Whether a target ends as some model call does; if not, [`Self::vendor`] need not be asked.
    pub(crate) fn may_end(&self, target: &str) -> bool {
        self.endings.contains(last(target))
    }

    /// Whose model a call reaches; nothing when it reaches none.
    pub(crate) fn vendor(&self, path: &RepoPath, module: &Module, call: &Call) -> Option<&'static str> {
        if self.names.files.get(path).is_some_and(|facts| facts.language.is_read_by_tokens()) {
            return super::token_calls::vendor(&self.names, path, module, call);
        }
        if !self.may_end(&call.target) {
            return None;
        }
        let target = call.target.replace("()", "");
        let ending = last(&target);
        if HTTP_METHODS.contains(&ending)
            && let Some(vendor) = self.vendor_of_request(path, call)
        {
            return Some(vendor);
        }
        let found = bound(&target).filter(|row| row.package != "boto3" || is_bedrock(module, call, row));
        let found = found.filter(|row| row.method != "send" || sends_prompt(call));
        let vendor = found
            .map(|row| row.vendor)
            .or_else(|| chat_model(&target))
            .or_else(|| self.made_by_function(path, &call.target))
            .or_else(|| chain(module, call, ending))
            .or_else(|| crew(call, ending))
            .or_else(|| self.distinctive(path, &target, call))?;
        (!self.is_own(path, call)).then(|| self.served_elsewhere(path, module, call, vendor))
    }

    fn is_own(&self, path: &RepoPath, call: &Call) -> bool {
        self.names.callee(path, call).is_some()
    }

    /// The vendor of a model that a function of the repository makes and gives out: `get_model("…").invoke(…)`.
    fn made_by_function(&self, path: &RepoPath, target: &str) -> Option<&'static str> {
        let mut parts: Vec<&str> = target.split('.').collect();
        let method = parts.pop()?;
        while parts.last().is_some_and(|part| CHAT_MODEL_WRAPPERS.contains(&part.trim_end_matches("()"))) {
            parts.pop();
        }
        let receiver = parts.join(".");
        let function = receiver.strip_suffix("()").filter(|_| CHAT_MODEL_METHODS.contains(&method))?;
        let found = self.names.definition(path, function)?;
        let calls = found.module.calls.iter();
        let made = calls.filter(|call| found.definition.lines.holds(call.lines)).filter_map(|call| {
            let plain = call.target.replace("()", "");
            CHAT_MODELS.iter().find(|row| row.name == last(&plain) && is_in(&plain, row.package))
        });
        let rows: Vec<_> = made.collect();
        let first = rows.first().filter(|_| found.definition.kind == DefinitionKind::Function)?;
        // One that gives out models of several vendors leaves open whose it is.
        let is_open =
            rows.iter().any(|row| row.vendor != first.vendor) && first.package.starts_with("langchain");
        Some(if is_open { "langchain" } else { first.vendor })
    }

    fn distinctive(&self, path: &RepoPath, target: &str, call: &Call) -> Option<&'static str> {
        let fits = |method: &str| ends_with(target, method) && target.len() > method.len();
        let (method, vendor) = DISTINCTIVE_METHODS.iter().find(|(method, _)| fits(method))?;
        let is_taken = !method.contains('.') && self.own_methods.contains(method);
        // An unbound `client.invoke_model` may still be told apart by what its client was made of.
        let other_service =
            *vendor == "bedrock" && names_other_service(self.names.module(path)?, call, method);
        (!is_taken && !other_service).then_some(*vendor)
    }

    fn vendor_of_request(&self, path: &RepoPath, call: &Call) -> Option<&'static str> {
        let url = keyword_argument(&call.arguments, "url");
        let arguments = url.into_iter().chain(positional(&call.arguments).take(2));
        arguments.flat_map(|value| texts(&self.names, path, value)).find_map(|text| vendor_of_address(&text))
    }

    /// Whose model is given to a call of a library that calls anyone's: `model: openai("gpt-4.1")`.
    fn vendor_of_model(&self, path: &RepoPath, call: &Call) -> Option<&'static str> {
        let model = keyword_argument(&call.arguments, "model")?;
        if let Value::Call { target, .. } | Value::Name(target) = model {
            let plain = target.replace("()", "");
            let ways = plain.match_indices('.').filter_map(|(at, _)| plain.get(..at)).chain([plain.as_str()]);
            if let Some(vendor) = ways.into_iter().find_map(vendor_of_client) {
                return Some(vendor);
            }
        }
        let named = texts(&self.names, path, model);
        let mut vendors = named.iter().filter_map(|text| Some(text.split_once('/')?.0));
        let known = |name: &str| CLIENTS.iter().find(|row| row.vendor == name).map(|row| row.vendor);
        vendors.find_map(known)
    }

    /// The vendor behind a client of OpenAI's shape that is pointed at another address.
    fn served_elsewhere(
        &self,
        path: &RepoPath,
        module: &Module,
        call: &Call,
        vendor: &'static str,
    ) -> &'static str {
        if vendor == "vercel-ai" {
            return self.vendor_of_model(path, call).unwrap_or(vendor);
        }
        if vendor != "openai" {
            return vendor;
        }
        let addresses = receivers(&call.callee)
            .flat_map(|receiver| constructions(module, receiver))
            .filter_map(|(_, arguments)| {
                ["base_url", "api_base", "baseURL"].iter().find_map(|name| keyword_argument(arguments, name))
            });
        let texts: Vec<String> = addresses.flat_map(|value| texts(&self.names, path, value)).collect();
        let is_local = |text: &&String| text.contains("//localhost") || text.contains("//127.0.0.1");
        texts
            .iter()
            .find_map(|text| vendor_of_address(text))
            .or_else(|| texts.iter().find(is_local).map(|_| "local"))
            .unwrap_or(vendor)
    }
}

/// The vendor of a client class or chat model that a bound name constructs or is: `openai.AsyncOpenAI`.
pub(crate) fn vendor_of_client(target: &str) -> Option<&'static str> {
    let plain = target.replace("()", "");
    let (package, name) = plain.rsplit_once('.')?;
    CLIENTS
        .iter()
        .chain(CHAT_MODELS)
        .chain(token_models::CLIENTS)
        .find(|row| row.name == name && is_in(package, row.package))
        .map(|row| row.vendor)
}

/// Whether a bound name is a client of a provider, or AWS's with a service that calls models.
pub(crate) fn is_client(target: &str, arguments: &[crate::fact::Argument]) -> bool {
    let plain = target.replace("()", "");
    let is_aws = is_in(&plain, "boto3") && last(&plain) == "client";
    vendor_of_client(target).is_some() || (is_aws && names_bedrock(arguments))
}

fn bound(target: &str) -> Option<&'static ModelCall> {
    MODEL_CALLS.iter().find(|row| {
        is_in(target, row.package)
            && target.strip_prefix(row.package).is_some_and(|rest| {
                ends_with(rest, row.method)
                    && (row.through.is_empty() || rest.split('.').any(|part| part == row.through))
            })
    })
}

fn chat_model(target: &str) -> Option<&'static str> {
    let mut parts = target.split('.').rev();
    let method = parts.next()?;
    let name = parts.find(|part| !CHAT_MODEL_WRAPPERS.contains(part))?;
    let row = CHAT_MODELS.iter().find(|row| row.name == name && is_in(target, row.package))?;
    CHAT_MODEL_METHODS.contains(&method).then_some(row.vendor)
}

/// A chain is put together by operators, and a model often comes from a factory of another file; both leave a name like `chain`
/// or `model` unbound. It counts where its file works with LangChain. The vendor is that of a chat model made in the file, or
/// not known.
fn chain(module: &Module, call: &Call, ending: &str) -> Option<&'static str> {
    let receiver = call.callee.rsplit_once('.')?.0;
    let is_chain = CHAT_MODEL_METHODS.contains(&ending) && has_word(last(receiver), CHAIN_WORDS);
    let is_langchain = |import: &Import| {
        import.level == 0
            && (matches!(import.module.split(['.', '_', '/']).next(), Some("langchain" | "langgraph"))
                || import.module.starts_with("@langchain/"))
    };
    if !is_chain || !module.imports.iter().any(is_langchain) {
        return None;
    }
    let made = module.calls.iter().find_map(|call| {
        let plain = call.target.replace("()", "");
        CHAT_MODELS
            .iter()
            .find(|row| row.name == last(&plain) && is_in(&plain, row.package))
            .map(|row| row.vendor)
    });
    Some(made.unwrap_or("langchain"))
}

/// `NewsCrew().crew().kickoff(…)`: what a class of CrewAI gives back is a crew.
fn crew(call: &Call, ending: &str) -> Option<&'static str> {
    let receiver = call.target.rsplit_once('.')?.0;
    let is_start = matches!(ending, "kickoff" | "kickoff_async" | "kickoff_for_each");
    (is_start && has_word(last(receiver.trim_end_matches("()")), &["crew"])).then_some("crewai")
}

/// Whether a client of AWS is handed a command that carries a prompt.
fn sends_prompt(call: &Call) -> bool {
    const COMMANDS: &[&str] = &[
        "ConverseCommand",
        "ConverseStreamCommand",
        "InvokeAgentCommand",
        "InvokeInlineAgentCommand",
        "InvokeModelCommand",
        "InvokeModelWithResponseStreamCommand",
        "RetrieveAndGenerateCommand",
    ];
    match positional(&call.arguments).next() {
        Some(Value::Call { target, .. }) => COMMANDS.contains(&last(target)),
        Some(Value::Name(target)) => COMMANDS.contains(&last(target.trim_end_matches("()"))),
        _ => false,
    }
}

fn is_bedrock(module: &Module, call: &Call, row: &ModelCall) -> bool {
    !names_other_service(module, call, row.method)
}

/// Whether the client of a call was made for another service of AWS.
fn names_other_service(module: &Module, call: &Call, method: &str) -> bool {
    let Some(receiver) = call.callee.strip_suffix(method).and_then(|rest| rest.strip_suffix('.')) else {
        return false;
    };
    let mut services = constructions(module, receiver)
        .filter(|(target, _)| last(target) == "client")
        .filter_map(|(_, arguments)| argument(arguments, "service_name", 0))
        .filter_map(|value| match value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .peekable();
    services.peek().is_some() && !services.any(|service| BEDROCK_SERVICES.contains(&service))
}

fn names_bedrock(arguments: &[crate::fact::Argument]) -> bool {
    matches!(argument(arguments, "service_name", 0), Some(Value::Text(text)) if BEDROCK_SERVICES.contains(&text.as_str()))
}

/// The names that a callee may hang from: `self.llm` and `self` of `self.llm.chat.create`.
fn receivers(callee: &str) -> impl Iterator<Item = &str> {
    callee.match_indices('.').filter_map(|(at, _)| callee.get(..at))
}

/// Whether a dotted name is a package or stands in it.
fn is_in(target: &str, package: &str) -> bool {
    // Asked of every call and every row of the tables: the first letter tells most apart.
    target.as_bytes().first() == package.as_bytes().first()
        && target.strip_prefix(package).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '/']))
}

/// Whether a dotted name ends in whole parts.
fn ends_with(target: &str, method: &str) -> bool {
    target.strip_suffix(method).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn last(dotted: &str) -> &str {
    dotted.rsplit('.').next().unwrap_or(dotted)
}
