//! Facts as lines of text, and fixtures to compare them with.
//!
//! A fixture is a source, then for each part of the module that it speaks of a line `=== part` and the facts, one a line. Parts that
//! are not named are not compared.

use crate::fact::{
    Argument, DefinitionId, DefinitionKind, Exit, Import, ImportGuard, Module, ResultUse, Value,
};
use beredd_model::Lines;

/// Compares a fixture with the facts that `read` gives of its source; gives the parts that differ, as they were found.
pub(super) fn differences(name: &str, fixture: &str, read: impl FnOnce(&str) -> Module) -> String {
    let mut parts = fixture.split("\n=== ");
    let module = read(parts.next().unwrap());
    let parts: Vec<&str> = parts.collect();
    assert!(!parts.is_empty(), "{name} compares nothing");
    let mut differences = String::new();
    for part in parts {
        let (title, expected) = part.split_once('\n').unwrap_or((part, ""));
        let found = rendered(&module, title);
        if expected.lines().collect::<Vec<_>>() != found {
            differences += &format!("\n##### {name} === {title}\n{}\n", found.join("\n"));
        }
    }
    differences
}

/// One part of a module, a line for each fact.
fn rendered(module: &Module, part: &str) -> Vec<String> {
    let within =
        |id: Option<DefinitionId>| id.map_or(String::new(), |id| format!(" in {}", qualified(module, id)));
    match part {
        "module" => vec![format!("parsed {}, runnable {}", module.is_parsed, module.is_runnable)],
        "imports" => module
            .imports
            .iter()
            .map(|import| format!("{}{}", import_line(import), within(import.within)))
            .collect(),
        "definitions" => definitions(module),
        "calls" => module
            .calls
            .iter()
            .map(|call| {
                let mut line = format!("{} {}", at(call.lines), call.callee);
                if call.target != call.callee {
                    line += &format!(" -> {}", call.target);
                }
                line += &format!(" ({})", arguments(&call.arguments));
                line += match &call.result {
                    ResultUse::Discarded => " discarded".to_owned(),
                    ResultUse::Bound(name) => format!(" = {name}"),
                    ResultUse::Returned => " returned".to_owned(),
                    ResultUse::Used => String::new(),
                }
                .as_str();
                line += if call.is_awaited { " awaited" } else { "" };
                line += &call.guarded_by.map_or(String::new(), |index| format!(" try {index}"));
                line + &within(call.within)
            })
            .collect(),
        "bindings" => module
            .bindings
            .iter()
            .map(|one| {
                format!("{} {} = {}{}", at(one.lines), one.name, value(&one.value), within(one.within))
            })
            .collect(),
        "tries" => tries(module),
        "branches" => module
            .branches
            .iter()
            .map(|one| {
                let not = if one.is_negated { "not " } else { "" };
                let other = one.otherwise.as_ref().map_or(String::new(), |(lines, exit)| {
                    format!(" else {} {}", at(*lines), exit_text(exit))
                });
                let body = at(one.body);
                let (names, exit) = (one.names.join(", "), exit_text(&one.exit));
                format!(
                    "{} {not}[{names}] {:?} body {body} {exit}{other}{}",
                    at(one.lines),
                    one.texts,
                    within(one.within)
                )
            })
            .collect(),
        "loops" => module
            .loops
            .iter()
            .map(|one| {
                format!("{} {} over {}{}", at(one.lines), one.variable, value(&one.over), within(one.within))
            })
            .collect(),
        "references" => module
            .references
            .iter()
            .map(|one| format!("{} {}{}", one.line, one.target, within(one.within)))
            .collect(),
        "passages" => module
            .passages
            .iter()
            .map(|one| {
                let name = one.bound_as.as_deref().unwrap_or("-");
                let language = one.language.as_deref().unwrap_or("-");
                format!("{} {name} {language} {:?}{}", at(one.lines), one.text, within(one.within))
            })
            .collect(),
        "assertions" => module
            .assertions
            .iter()
            .map(|one| {
                let presence = if one.is_presence_only { " presence" } else { "" };
                let names = one.names.join(", ");
                format!("{} [{names}] {:?}{presence}{}", at(one.lines), one.texts, within(one.within))
            })
            .collect(),
        other => panic!("no part of a module is called '{other}'"),
    }
}

fn qualified(module: &Module, id: DefinitionId) -> &str {
    &module.definitions[usize::try_from(id.0).unwrap()].qualified
}

fn definitions(module: &Module) -> Vec<String> {
    let mut lines = Vec::new();
    for one in &module.definitions {
        let kind = match one.kind {
            DefinitionKind::Class => "class",
            DefinitionKind::Function => "function",
        };
        let parameters: Vec<String> = one
            .parameters
            .iter()
            .map(|parameter| {
                let class = parameter.annotation.as_ref().map_or(String::new(), |name| format!(": {name}"));
                let default = parameter
                    .default
                    .as_ref()
                    .map_or(String::new(), |default| format!(" = {}", value(default)));
                format!("{}{class}{default}", parameter.name)
            })
            .collect();
        let mut line = format!("{} {kind} {}", at(one.lines), one.qualified);
        line += &match one.kind {
            DefinitionKind::Class => format!("({})", one.bases.join(", ")),
            DefinitionKind::Function => format!("({})", parameters.join(", ")),
        };
        for (is, word) in
            [(one.is_async, " async"), (one.is_stub, " stub"), (one.is_fallback_definition, " fallback")]
        {
            line += if is { word } else { "" };
        }
        if let Some(parent) = one.parent {
            line += &format!(" in {}", qualified(module, parent));
        }
        if one.assertions > 0 {
            line += &format!(" assertions {}", one.assertions);
        }
        lines.push(line);
        for decorator in &one.decorators {
            lines.push(format!(
                "  @{} {} ({})",
                at(decorator.lines),
                decorator.target,
                arguments(&decorator.arguments)
            ));
        }
        if let Some(doc) = one.doc {
            let has = |is, word| if is { word } else { "" };
            let (takes, gives) = (has(doc.has_parameters, " parameters"), has(doc.has_result, " result"));
            lines.push(format!("  doc {} {} words{takes}{gives}", at(doc.lines), doc.words));
        }
        lines
            .extend(one.returns.iter().map(|one| format!("  gives {} {}", at(one.lines), value(&one.value))));
    }
    lines
}

fn tries(module: &Module) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, one) in module.tries.iter().enumerate() {
        let owner = one.within.map_or(String::new(), |id| format!(" in {}", qualified(module, id)));
        lines.push(format!("{index} body {}{owner}", at(one.body)));
        for catch in &one.catches {
            let empty = if catch.is_empty { " empty" } else { "" };
            let caught = catch.exceptions.join(", ");
            lines.push(format!("  {} catches [{caught}] {}{empty}", at(catch.lines), exit_text(&catch.exit)));
        }
    }
    lines
}

fn import_line(import: &Import) -> String {
    let dots = ".".repeat(usize::try_from(import.level).unwrap());
    let guard = match import.guard {
        ImportGuard::Required => "",
        ImportGuard::TypeChecking => " type-checking",
        ImportGuard::Optional => " optional",
    };
    let name = import.name.as_ref().map_or(String::new(), |name| format!(" {name}"));
    format!("{} {dots}{}{name} as {}{guard}", at(import.lines), import.module, import.bound_as)
}

fn at(lines: Lines) -> String {
    if lines.start == lines.end { lines.start.to_string() } else { format!("{}-{}", lines.start, lines.end) }
}

fn exit_text(exit: &Exit) -> String {
    match exit {
        Exit::Raises => "raises".to_owned(),
        Exit::Returns(given) => format!("returns {}", value(given)),
        Exit::Continues => "continues".to_owned(),
        Exit::Breaks => "breaks".to_owned(),
        Exit::FallsThrough => "falls through".to_owned(),
    }
}

fn arguments(arguments: &[Argument]) -> String {
    let one = |argument: &Argument| match argument.name.as_deref() {
        None => value(&argument.value),
        Some(stars @ ("*" | "**")) => format!("{stars}{}", value(&argument.value)),
        Some(name) => format!("{name}={}", value(&argument.value)),
    };
    arguments.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn value(given: &Value) -> String {
    let list = |values: &[Value], between| values.iter().map(value).collect::<Vec<_>>().join(between);
    match given {
        Value::Text(text) => format!("{text:?}"),
        Value::Number(number) => number.clone(),
        Value::Bool(is) => is.to_string(),
        Value::Nothing => "nothing".to_owned(),
        Value::Name(name) => name.clone(),
        Value::List(members) => format!("[{}]", list(members, ", ")),
        Value::Map(members) => {
            let pairs: Vec<String> =
                members.iter().map(|(key, member)| format!("{}: {}", value(key), value(member))).collect();
            format!("{{{}}}", pairs.join(", "))
        }
        Value::Call { target, arguments: given } => format!("{target}({})", arguments(given)),
        Value::Template(parts) => format!("<{}>", list(parts, " ")),
        Value::Environment { name, default } => {
            let default = default.as_ref().map_or(String::new(), |default| format!(" or {}", value(default)));
            format!("${name}{default}")
        }
        Value::Either(values) => format!("either({})", list(values, ", ")),
        Value::Other => "?".to_owned(),
    }
}
