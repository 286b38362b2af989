//! Who uses whom: the graph between definitions, and who inherits from whom.

use super::names::{Found, Names};
use crate::fact::{DefinitionKind, Value};
use crate::{DefinitionRef, FileFacts, FileRole};
use beredd_model::RepoPath;
use std::collections::{BTreeMap, BTreeSet};

type Graph = BTreeMap<DefinitionRef, BTreeSet<DefinitionRef>>;

/// First-party definitions that each definition of production code calls, refers to, inherits from or is decorated with.
pub(crate) fn uses(names: &Names<'_>) -> Graph {
    let mut graph = Graph::new();
    for (path, facts) in names.files.iter().filter(|(_, facts)| facts.role == FileRole::Production) {
        add_module(names, path, facts, &mut graph);
    }
    graph
}

/// The direct subclasses of each class, in production code.
pub(crate) fn subclasses(names: &Names<'_>) -> Graph {
    let mut graph = Graph::new();
    for class in classes(names) {
        for base in names.bases(class) {
            graph.entry(base.reference()).or_default().insert(class.reference());
        }
    }
    graph
}

/// Classes that implement a protocol by having all its methods, in production code.
pub(crate) fn alike(names: &Names<'_>) -> Graph {
    let is_protocol = |class: &Found<'_>| {
        class.definition.bases.iter().any(|base| base.rsplit('.').next() == Some("Protocol"))
            && !class.definition.is_fallback_definition
    };
    let methods_of = |class: Found<'_>| -> BTreeSet<String> {
        let methods = names.members(class).into_iter().map(|method| method.definition.name.clone());
        methods.filter(|name| !name.starts_with("__")).collect()
    };
    let protocols: Vec<_> = classes(names)
        .filter(is_protocol)
        .map(|class| (class.reference(), methods_of(class)))
        .filter(|(_, methods)| !methods.is_empty())
        .collect();
    let mut graph = Graph::new();
    if protocols.is_empty() {
        return graph;
    }
    for class in classes(names).filter(|class| !is_protocol(class)) {
        let methods = methods_of(class);
        for (protocol, _) in protocols.iter().filter(|(_, wanted)| wanted.is_subset(&methods)) {
            graph.entry(protocol.clone()).or_default().insert(class.reference());
        }
    }
    graph
}

/// Every class of parsed production code.
pub(crate) fn classes<'a>(names: &Names<'a>) -> impl Iterator<Item = Found<'a>> {
    names
        .files
        .iter()
        .filter(|(_, facts)| facts.role == FileRole::Production)
        .filter_map(|(path, facts)| facts.module.as_ref().map(|module| (path, module)))
        .filter(|(_, module)| module.is_parsed)
        .flat_map(|(path, module)| {
            module.definitions.iter().zip(0u32..).map(move |(definition, id)| Found {
                path,
                module,
                id: crate::fact::DefinitionId(id),
                definition,
            })
        })
        .filter(|found| found.definition.kind == DefinitionKind::Class)
}

fn add_module<'m>(names: &Names<'_>, path: &RepoPath, facts: &'m FileFacts, graph: &mut Graph) {
    let Some(module) = facts.module.as_ref().filter(|module| module.is_parsed) else { return };
    let mut add = |within: Option<crate::fact::DefinitionId>, used: Option<Found<'_>>| {
        if let (Some(id), Some(used)) = (within, used) {
            let user = DefinitionRef { path: path.clone(), id };
            let used = used.reference();
            if user != used {
                graph.entry(user).or_default().insert(used);
            }
        }
    };
    // A file says the same names over and over; what one means depends on the class around it only when it begins with `self`.
    let mut known: BTreeMap<&str, Option<Found<'_>>> = BTreeMap::new();
    let mut meaning = |target: &'m str, within: Option<crate::fact::DefinitionId>| {
        if target.starts_with(['s', 'c']) {
            return names.definition_within(path, target, within);
        }
        *known.entry(target).or_insert_with(|| names.definition(path, target))
    };
    for call in &module.calls {
        add(call.within, meaning(&call.target, call.within));
        for argument in &call.arguments {
            if let Value::Name(name) = &argument.value {
                add(call.within, meaning(name, call.within));
            }
        }
    }
    for reference in &module.references {
        add(reference.within, meaning(&reference.target, reference.within));
    }
    for (definition, id) in module.definitions.iter().zip(0u32..) {
        let id = Some(crate::fact::DefinitionId(id));
        let decorators = definition.decorators.iter().map(|decorator| &decorator.target);
        for target in definition.bases.iter().chain(decorators) {
            add(id, names.definition(path, target));
        }
    }
}
