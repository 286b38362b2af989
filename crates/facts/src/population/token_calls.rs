//! Model calls in Go, Java, Kotlin, C#, Rust, Ruby and PHP.
//!
//! A target counts when it is bound to a library of [`token_models`]. Where the receiver is bound to nothing (a field whose type
//! stands in another file), a call counts when its file imports the library and the method's name is the library's alone.

use super::values::{positional, texts};
use crate::fact::{Call, Import, Module};
use crate::known::go_packages::without_version;
use crate::known::llm_sdks::{ModelCall, vendor_of_address};
use crate::known::token_models::{MODEL_CALLS, REQUESTS, vendor_of_maker};
use crate::resolve::Names;
use beredd_model::RepoPath;

/// Fewest letters of a method's name that says by itself whose it is: `CreateChatCompletion` does, `Generate` does not.
const TELLING: usize = 12;

/// Whose model a call reaches; nothing when it reaches none.
pub(crate) fn vendor(
    names: &Names<'_>,
    path: &RepoPath,
    module: &Module,
    call: &Call,
) -> Option<&'static str> {
    let plain = call.target.replace("()", "");
    let made = vendor_of_maker(&call.target).filter(|_| is_product(&call.target));
    let found = made
        .or_else(|| MODEL_CALLS.iter().find(|row| is_bound(&plain, row)).map(|row| row.vendor))
        .or_else(|| imported(module, call))
        .or_else(|| request(names, path, call, &plain))?;
    names.callee(path, call).is_none().then_some(found)
}

/// Whether something is asked of what a maker made, and not of the maker.
fn is_product(target: &str) -> bool {
    target.contains(".create().") || target.contains(".build().")
}

fn is_bound(target: &str, row: &ModelCall) -> bool {
    let Some(rest) = target.strip_prefix(row.package).filter(|rest| rest.starts_with(['.', '/'])) else {
        return false;
    };
    let before = rest.strip_suffix(row.method).and_then(|before| before.strip_suffix('.'));
    // What is done with an answer asks nobody: `chatClient.prompt().call().entity(…).stream()`.
    let is_answered = |before: &str| {
        before
            .split('.')
            .any(|part| MODEL_CALLS.iter().any(|other| other.package == row.package && other.method == part))
    };
    before.is_some_and(|before| !is_answered(before))
        && (row.through.is_empty() || rest.split('.').any(|part| part == row.through))
}

fn imported(module: &Module, call: &Call) -> Option<&'static str> {
    let is_open = call.target == call.callee || call.target.starts_with("self.");
    if !is_open {
        return None;
    }
    let plain = call.callee.replace("()", "");
    let row = MODEL_CALLS.iter().find(|row| {
        let ends = plain.strip_suffix(row.method).is_some_and(|before| before.ends_with('.'));
        ends && (row.method.len() >= TELLING || row.method.contains('.'))
            && row.through.is_empty()
            && module.imports.iter().any(|import| is_of(import, row.package))
    })?;
    Some(row.vendor)
}

fn is_of(import: &Import, package: &str) -> bool {
    let module = without_version(&import.module);
    module.strip_prefix(package).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '/']))
}

/// A request to the address of a provider.
fn request(names: &Names<'_>, path: &RepoPath, call: &Call, plain: &str) -> Option<&'static str> {
    let last = plain.rsplit('.').next().unwrap_or(plain);
    if REQUESTS.binary_search(&last).is_err() && plain != "java.net.URI.create" {
        return None;
    }
    positional(&call.arguments)
        .take(4)
        .flat_map(|value| texts(names, path, value))
        .find_map(|text| vendor_of_address(&text))
}
