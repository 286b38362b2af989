//! Whether something is given a model or a model service, whether or not it ever calls it.

use super::call_sites::Models;
use super::central::says_model_service;
use super::provider_calls::{is_client, vendor_of_client};
use crate::fact::{Binding, Parameter, Value};
use crate::identifier::words;
use crate::resolve::{Found, Names, enclosing_class};

/// Names that are a model by themselves.
const MODELS: &[&str] = &["chat_model", "language_model", "llm"];

/// Whether a class is given a model: by a parameter of one of its methods' making, or by an attribute, its own or of a base.
pub(crate) fn class_holds_model(names: &Names<'_>, models: &Models, class: Found<'_>) -> bool {
    let mut waiting = vec![class];
    for _ in 0..32 {
        let Some(class) = waiting.pop() else { return false };
        if own_model(names, models, class) {
            return true;
        }
        waiting.extend(names.bases(class));
    }
    false
}

fn own_model(names: &Names<'_>, models: &Models, class: Found<'_>) -> bool {
    let makers = names
        .members(class)
        .into_iter()
        .filter(|m| matches!(m.definition.name.as_str(), "__init__" | "constructor"));
    let is_given = makers
        .flat_map(|maker| &maker.definition.parameters)
        .any(|p| parameter_is_model(names, models, class, p));
    is_given
        || class.module.bindings.iter().any(|binding| {
            enclosing_class(class.module, binding.within) == Some(class.id)
                && binding.name.starts_with("self.")
                && attribute_is_model(names, models, class, binding)
        })
}

fn parameter_is_model(names: &Names<'_>, models: &Models, class: Found<'_>, parameter: &Parameter) -> bool {
    match parameter.annotation.as_deref() {
        Some(annotation) if is_model_type(names, models, class, annotation) => true,
        Some(annotation) if is_plain_type(annotation) => false,
        _ => is_model_name(&parameter.name),
    }
}

fn attribute_is_model(names: &Names<'_>, models: &Models, class: Found<'_>, binding: &Binding) -> bool {
    let name = binding.name.trim_start_matches("self.");
    super::values::alternatives(&binding.value).into_iter().any(|value| match value {
        Value::Call { target, arguments } => {
            is_client(target, arguments)
                || is_model_type(names, models, class, target)
                || is_model_name(name) && !is_plain_type(target)
        }
        Value::Name(target) => {
            is_model_type(names, models, class, target) || is_model_name(name) && target != "None"
        }
        Value::Other => is_model_name(name),
        _ => false,
    })
}

/// Whether a bound name is a client of a provider, a chat model, or a service of the repository's own.
fn is_model_type(names: &Names<'_>, models: &Models, class: Found<'_>, target: &str) -> bool {
    let plain = target.trim_end_matches("()");
    if vendor_of_client(plain).is_some() {
        return true;
    }
    match names.definition(class.path, target) {
        Some(found) => {
            models.groups.of(&found.reference()).is_some() || says_model_service(&found.definition.name)
        }
        // Classes are written with a capital: `llm_model` of type text is the name of a model, not a model.
        None => {
            let name = plain.rsplit(['.', ':']).next().unwrap_or(plain);
            name.starts_with(char::is_uppercase) && says_model_service(name)
        }
    }
}

/// Whether a name says model service: `llm`, `llm_service`, `openai_client`. A model's own name is a text, not a model.
fn is_model_name(name: &str) -> bool {
    MODELS.contains(&name)
        || (says_model_service(name)
            && words(name).last().is_some_and(|last| last != "model" && last != "api"))
}

fn is_plain_type(annotation: &str) -> bool {
    matches!(annotation.trim_end_matches("()"), "str" | "int" | "float" | "bool" | "bytes" | "os.getenv")
}
