//! Whether what a class needs is handed to it where it is constructed.

use super::values::last;
use beredd_facts::fact::{Argument, Call, Definition, DefinitionKind, Parameter, Value};
use beredd_facts::identifier::has_word;
use beredd_facts::{Agent, DefinitionRef, RepoFacts};
use beredd_model::Place;

/// Words that name a model or the service in front of it.
pub(crate) const MODEL_WORDS: &[&str] = &["llm", "model", "gateway", "completion", "provider"];

/// How an agent comes by its model service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Supply {
    /// It needs nobody: it has no such parameter, or one with a default that works.
    OwnAccount,
    /// Production code hands it over.
    Supplied,
    /// The parameter is empty by default and nobody fills it; the place is the agent's.
    Missing(Place),
}

/// Whether production code hands an agent the model service that its constructor takes.
///
/// Only a parameter whose default is empty can be missing: one without a default must be given for the code to run at all. A
/// constructor that itself falls back on another service when the parameter is empty stands on its own account.
pub(crate) fn model_supply(repo: &RepoFacts, agent: &Agent) -> Supply {
    let Some(class) = agent.definition.map(|id| DefinitionRef { path: agent.place.path.clone(), id }) else {
        return Supply::OwnAccount;
    };
    let Some((position, parameter)) = model_parameter(repo, &class) else {
        return by_key(repo, &class, &agent.place);
    };
    if parameter.default != Some(Value::Nothing) || falls_back(repo, &class, &parameter.name) {
        return Supply::OwnAccount;
    }
    if constructions_of(repo, &class).any(|call| gives(&call.arguments, position, &parameter.name)) {
        Supply::Supplied
    } else {
        Supply::Missing(agent.place.clone())
    }
}

fn model_parameter<'a>(repo: &'a RepoFacts, class: &DefinitionRef) -> Option<(usize, &'a Parameter)> {
    let constructor = constructor_of(repo, class)?;
    constructor.parameters.iter().enumerate().find(|(_, parameter)| {
        has_word(&parameter.name, MODEL_WORDS)
            || parameter.annotation.as_ref().is_some_and(|annotation| has_word(annotation, &["llm"]))
    })
}

/// A service that the class takes out of a container by its key, `services.get("llm_service")`: whether production code puts
/// anything in under that key.
fn by_key(repo: &RepoFacts, class: &DefinitionRef, place: &Place) -> Supply {
    let Some((definition, module)) = repo.definition(class).zip(repo.module(&class.path)) else {
        return Supply::OwnAccount;
    };
    let own = module.bindings.iter().filter(|binding| definition.lines.holds(binding.lines));
    let taken = own
        .filter(|binding| has_word(&binding.name, MODEL_WORDS))
        .find_map(|binding| taken_out(&binding.value));
    match taken {
        Some((container, key)) if !is_put_in(repo, container, key) => Supply::Missing(place.clone()),
        Some(_) => Supply::Supplied,
        None => Supply::OwnAccount,
    }
}

/// The container's last name and the key, where a value is `container.get("key")`.
fn taken_out(value: &Value) -> Option<(&str, &str)> {
    let Value::Call { target, arguments } = value else { return None };
    let container = target.strip_suffix(".get")?;
    match arguments.as_slice() {
        [Argument { value: Value::Text(key), .. }] => Some((last(container), key)),
        [Argument { value: Value::Text(key), .. }, Argument { value: Value::Nothing, .. }] => {
            Some((last(container), key))
        }
        _ => None,
    }
}

/// Whether production code makes a dictionary with that key, passes a keyword of that name, or assigns by subscript to a
/// container of that name.
fn is_put_in(repo: &RepoFacts, container: &str, key: &str) -> bool {
    let holds = |value: &Value| has_key(value, key);
    repo.production_code().any(|(_, module)| {
        let assigned = module.bindings.iter().any(|binding| {
            holds(&binding.value)
                || binding.name.strip_suffix("[]").is_some_and(|name| last(name) == container)
        });
        let given = module.calls.iter().flat_map(|call| &call.arguments);
        let returned = module.definitions.iter().flat_map(|definition| &definition.returns);
        assigned
            || given.into_iter().any(|argument| {
                (argument.name.as_deref() == Some(key) && argument.value != Value::Nothing)
                    || holds(&argument.value)
            })
            || returned.into_iter().any(|returned| holds(&returned.value))
    })
}

fn has_key(value: &Value, key: &str) -> bool {
    match value {
        Value::Map(members) => members.iter().any(|(k, v)| {
            (matches!(k, Value::Text(text) if text == key) && *v != Value::Nothing) || has_key(v, key)
        }),
        Value::Either(choices) => choices.iter().any(|choice| has_key(choice, key)),
        _ => false,
    }
}

/// The `__init__` of a class of Python.
fn constructor_of<'a>(repo: &'a RepoFacts, class: &DefinitionRef) -> Option<&'a Definition> {
    let module = repo.module(&class.path)?;
    module.definitions.iter().find(|definition| {
        definition.parent == Some(class.id)
            && definition.kind == DefinitionKind::Function
            && definition.name == "__init__"
    })
}

/// Whether the class assigns something else where the parameter is empty: `self.llm = llm or LLMService()`.
fn falls_back(repo: &RepoFacts, class: &DefinitionRef, parameter: &str) -> bool {
    let Some((definition, module)) = repo.definition(class).zip(repo.module(&class.path)) else {
        return false;
    };
    module.bindings.iter().filter(|binding| definition.lines.holds(binding.lines)).any(|binding| {
        let Value::Either(choices) = &binding.value else { return false };
        let names_it = |choice: &Value| matches!(choice, Value::Name(name) if name == parameter);
        choices.iter().any(names_it) && choices.iter().any(|choice| matches!(choice, Value::Call { .. }))
    })
}

/// Where production code constructs a class.
fn constructions_of<'a>(repo: &'a RepoFacts, class: &'a DefinitionRef) -> impl Iterator<Item = &'a Call> {
    let name = repo.definition(class).map(|definition| definition.name.as_str());
    repo.production_code().flat_map(move |(path, module)| {
        let named = module.calls.iter().filter(move |call| {
            let last = call.target.rsplit(['.', ':']).next();
            name.is_some() && last == name
        });
        named.filter(move |call| repo.resolve_target(path, &call.target).as_ref() == Some(class))
    })
}

fn gives(arguments: &[Argument], position: usize, name: &str) -> bool {
    let by_name = |argument: &Argument| {
        argument.name.as_deref().is_some_and(|given| given == name || given == "**")
            && argument.value != Value::Nothing
    };
    let positional = arguments.iter().filter(|argument| argument.name.is_none()).nth(position);
    arguments.iter().any(by_name)
        || positional.is_some_and(|argument| argument.value != Value::Nothing)
        || arguments.iter().any(|argument| argument.name.as_deref() == Some("*"))
}
