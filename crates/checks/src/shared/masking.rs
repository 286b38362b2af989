//! Where personal data is masked, and whether a model call lies behind it.

use super::callers::calls_of;
use super::values::{keyword, names_in, parts_of};
use beredd_facts::fact::{Call, DefinitionId, Module, ResultUse, Value};
use beredd_facts::identifier::has_word;
use beredd_facts::{DefinitionRef, RepoFacts};
use beredd_model::{Place, RepoPath};
use std::collections::BTreeMap;

/// How many callers up a model call is followed.
const HOPS: u32 = 4;

/// Where a package begins and how a call of it ends that masks or finds personal data. Source: the public documentation of
/// presidio, scrubadub, llm-guard, guardrails-ai, boto3 (Comprehend), google-cloud-dlp and azure-ai-textanalytics; 2025-11.
const LIBRARIES: &[(&str, &str)] = &[
    ("@aws-sdk/client-comprehend", "DetectPiiEntitiesCommand"),
    ("@azure/ai-text-analytics", "recognizePiiEntities"),
    ("@google-cloud/dlp", "deidentifyContent"),
    ("azure.ai.textanalytics", "recognize_pii_entities"),
    ("boto3", "contains_pii_entities"),
    ("boto3", "detect_pii_entities"),
    ("google.cloud.dlp", "deidentify_content"),
    ("google.cloud.dlp_v2", "deidentify_content"),
    ("llm_guard", "scan_prompt"),
    ("llm_guard.input_scanners", "scan"),
    ("presidio_anonymizer", "anonymize"),
    ("redact-pii", "redact"),
    ("redact-pii", "redactAsync"),
    ("scrubadub", "clean"),
];

/// Classes whose instances mask what passes them.
const GUARDS: &[&str] = &[
    "guardrails.hub.DetectPII",
    "langchain.agents.middleware.PIIMiddleware",
    "langchain.agents.middleware.pii.PIIMiddleware",
    "langchain.piiMiddleware",
    "llm_guard.input_scanners.Anonymize",
];

/// Words of patterns that find personal data.
const PERSONAL: &[&str] =
    &["bank account", "email", "iban", "mail", "personal", "personnummer", "phone", "pii", "ssn", "telefon"];

/// Definitions that give back a masked text, by reference; each with the place that masks.
pub(crate) struct Masks {
    definitions: BTreeMap<DefinitionRef, Place>,
}

impl Masks {
    /// Finds every function of production code that masks: it calls a library that does, or replaces what a pattern for personal
    /// data finds, or calls such a function and gives back its result.
    pub(crate) fn new(repo: &RepoFacts) -> Self {
        let mut masks = Self { definitions: BTreeMap::new() };
        for (path, module) in repo.production_code() {
            for call in &module.calls {
                let within = call.within.filter(|id| masks_itself(call) && gives_back(module, *id, call));
                if let Some(id) = within {
                    let place = RepoFacts::place(path, call.lines);
                    masks.definitions.entry(DefinitionRef { path: path.clone(), id }).or_insert(place);
                }
            }
        }
        masks.spread(repo);
        masks
    }

    /// A function that gives back what a masking function gave it masks as well.
    fn spread(&mut self, repo: &RepoFacts) {
        let mut more = Vec::new();
        for (path, module) in repo.production_code() {
            for call in module.calls.iter().filter(|call| call.result == ResultUse::Returned) {
                let Some(id) = call.within else { continue };
                if let Some(place) = self.of_call(repo, path, call) {
                    more.push((DefinitionRef { path: path.clone(), id }, place));
                }
            }
        }
        for (reference, place) in more {
            self.definitions.entry(reference).or_insert(place);
        }
    }

    /// Every place that masks.
    pub(crate) fn places(&self) -> impl Iterator<Item = &Place> {
        self.definitions.values()
    }

    /// The place that masks when this call runs, where it does.
    fn of_call(&self, repo: &RepoFacts, path: &RepoPath, call: &Call) -> Option<Place> {
        if masks_itself(call) {
            return Some(RepoFacts::place(path, call.lines));
        }
        self.definitions.get(&repo.callee_of(path, call)?).cloned()
    }

    /// The place where what a call hands over was masked: here, or in every function that leads here.
    pub(crate) fn in_front_of(&self, repo: &RepoFacts, path: &RepoPath, call: &Call) -> Option<Place> {
        self.search(repo, path, call, HOPS)
    }

    fn search(&self, repo: &RepoFacts, path: &RepoPath, call: &Call, hops: u32) -> Option<Place> {
        let module = repo.module(path)?;
        if let Some(place) = self.masked_here(repo, path, module, call) {
            return Some(place);
        }
        let id = call.within.filter(|_| hops > 0)?;
        let callers = calls_of(repo, &DefinitionRef { path: path.clone(), id });
        let mut found = None;
        for (caller_path, caller) in callers {
            found = Some(self.search(repo, caller_path, caller, hops.saturating_sub(1))?);
        }
        found
    }

    /// Whether a call is handed the result of masking: directly, by a name, or by something built with that name.
    fn masked_here(&self, repo: &RepoFacts, path: &RepoPath, module: &Module, call: &Call) -> Option<Place> {
        let earlier = module
            .calls
            .iter()
            .filter(|other| other.within == call.within && other.lines.start <= call.lines.end);
        for mask in earlier {
            let Some(place) = self.of_call(repo, path, mask) else { continue };
            if flows(module, mask, call) {
                return Some(place);
            }
        }
        None
    }
}

/// Whether a result is handed to a later call: by the name it is bound to, over at most one other name, or as what the name stands
/// for, since a bound name may be read as the call that it was given by.
fn flows(module: &Module, from: &Call, to: &Call) -> bool {
    let mut names = names_of_result(module, from);
    let between = module.bindings.iter().filter(|binding| {
        binding.within == to.within
            && binding.lines.start >= from.lines.start
            && binding.lines.end <= to.lines.end
    });
    let further: Vec<String> =
        between.filter(|binding| uses(&binding.value, &names)).map(|binding| binding.name.clone()).collect();
    names.extend(further);
    from != to && to.arguments.iter().any(|argument| uses(&argument.value, &names))
}

/// Whether a function gives back the result of a call, or says by its name that it does.
fn gives_back(module: &Module, function: DefinitionId, call: &Call) -> bool {
    const NAMES: &[&str] = &[
        "anonymise",
        "anonymize",
        "deidentify",
        "mask",
        "masked",
        "pseudonymize",
        "redact",
        "sanitize",
        "scrub",
    ];
    let Some(function) = usize::try_from(function.0).ok().and_then(|at| module.definitions.get(at)) else {
        return false;
    };
    let names = names_of_result(module, call);
    has_word(&function.name, NAMES) || function.returns.iter().any(|given| uses(&given.value, &names))
}

/// What a result goes by: names that are bound to it, and the call itself.
fn names_of_result(module: &Module, call: &Call) -> Vec<String> {
    let mut names = match &call.result {
        ResultUse::Discarded => return Vec::new(),
        ResultUse::Bound(name) => vec![name.clone()],
        ResultUse::Used | ResultUse::Returned => bound_around(module, call),
    };
    names.push(format!("{}()", call.target));
    names
}

/// Names of bindings whose value a call is part of.
fn bound_around(module: &Module, call: &Call) -> Vec<String> {
    module
        .bindings
        .iter()
        .filter(|binding| binding.within == call.within && binding.lines.holds(call.lines))
        .map(|binding| binding.name.clone())
        .collect()
}

/// Whether one of these names, or something below it, is in a value.
fn uses(value: &Value, names: &[String]) -> bool {
    let is_below = |name: &str, wanted: &str| {
        name.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let is_one = |name: &&str| names.iter().any(|wanted| is_below(name, wanted));
    let is_call =
        |part: &&Value| matches!(part, Value::Call { target, .. } if names.contains(&format!("{target}()")));
    names_in(value).iter().any(is_one) || parts_of(value).iter().any(is_call)
}

fn masks_itself(call: &Call) -> bool {
    let target = call.target.as_str();
    let last = super::values::last(target);
    let by_library = LIBRARIES.iter().any(|(package, method)| {
        *method == last && target.strip_prefix(package).is_some_and(|rest| rest.starts_with('.'))
    });
    by_library || replaces_personal_data(call, last)
}

/// `re.sub(EMAIL, '[email]', text)`, `EMAIL_PATTERN.sub('[email]', text)`: the pattern's name says what it finds.
fn replaces_personal_data(call: &Call, last: &str) -> bool {
    if matches!(last, "replace" | "replaceAll" | "ReplaceAllString") {
        return puts_a_mark(call);
    }
    if !matches!(last, "sub" | "subn") {
        return false;
    }
    let receiver = call.callee.rsplit_once('.').map_or("", |(receiver, _)| receiver);
    let is_pattern = call.target.starts_with("re.")
        || call.target.starts_with("regex.")
        || call.target.contains("re.compile()");
    let pattern_is_named = call.arguments.first().is_some_and(|first| {
        parts_of(&first.value)
            .iter()
            .any(|part| matches!(part, Value::Name(name) if has_word(super::values::last(name), PERSONAL)))
    });
    (is_pattern && pattern_is_named) || has_word(receiver, PERSONAL)
}

/// `text.replace(EMAIL, '[email]')`, `emailPattern.ReplaceAllString(text, "[email]")`: a pattern, not a text, gives way to a mark that
/// says what stood there.
fn puts_a_mark(call: &Call) -> bool {
    let [first, second] = call.arguments.as_slice() else { return false };
    let is_pattern = match &first.value {
        Value::Other => true,
        Value::Name(name) => has_word(super::values::last(name), PERSONAL),
        _ => false,
    };
    let is_mark = match &second.value {
        Value::Text(text) => {
            text.starts_with(['[', '<', '*', '#'])
                && (has_word(text, PERSONAL) || has_word(text, &["redacted", "masked", "maskerad"]))
        }
        _ => false,
    };
    is_pattern && is_mark
}

/// A call that is itself given a guard: LangChain's middleware, or Bedrock's guardrail by its identifier.
pub(crate) fn guard_given(call: &Call) -> bool {
    let by_class = call.arguments.iter().any(|argument| {
        parts_of(&argument.value)
            .iter()
            .any(|part| matches!(part, Value::Call { target, .. } if GUARDS.contains(&target.as_str())))
    });
    by_class
        || ["guardrailIdentifier", "guardrailConfig"]
            .iter()
            .any(|name| keyword(&call.arguments, name).is_some_and(|value| *value != Value::Nothing))
}
