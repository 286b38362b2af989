//! Go, Java, Kotlin, C#, Rust, Ruby and PHP, read by their tokens.
//!
//! A tokenizer that knows each language's comments, texts and brackets by a table ([`dialect`], [`lexer`]); on top of it what is
//! imported ([`imports`]), declared ([`declare`]), done ([`walk`]) and steered ([`control`]). It is no parser: what the tokens do
//! not fix stays open, a name as it is written, a value as [`Value::Other`]. Every step is linear in the length of the file and
//! none calls itself.

mod brackets;
mod control;
mod declare;
mod dialect;
mod docs;
mod heredoc;
mod imports;
mod items;
mod lexer;
mod names;
mod quoted;
mod signs;
mod source;
mod statements;
#[cfg(test)]
mod tests;
mod walk;
mod words;

use crate::Language;
use crate::fact::{Decorator, Definition, DefinitionId, DefinitionKind, Module, Parameter, Value};
use beredd_model::{Problem, ProblemKind, RepoPath, Text};
use declare::{Declarations, Declared};
use dialect::Dialect;
use names::Names;
use source::Source;
use walk::Walker;

/// Bytes of a file that is still read. People do not write longer ones.
const MAX_BYTES: usize = 4 << 20;

/// Reads a file of one of these languages: what it says, and at most one problem.
pub(crate) fn read(path: &RepoPath, language: Language, text: &str) -> (Module, Vec<Problem>) {
    let Some(dialect) = Dialect::of(language).filter(|_| text.len() <= MAX_BYTES) else {
        return (Module::default(), vec![too_long(path)]);
    };
    let source = Source::new(text, dialect);
    let imported = imports::read(&source);
    let mut declared = declare::read(&source, &imported.spans);
    let mut names = Names::new(language, &imported, &mut declared);
    let declared = declared;
    let mut walker = Walker::new(&source, &mut names, &declared, &imported.spans);
    walker.learn_fields();
    walker.run();
    let owners = declared.list.iter().zip(0u32..);
    let owners: Vec<_> = owners.filter_map(|(one, id)| Some((one.head, one.body.clone()?, id))).collect();
    control::read(&mut walker, &owners);
    let definitions = definitions(&mut walker, &source, &declared);
    let mut module = walker.module;
    module.definitions = definitions;
    module.imports = imported.imports;
    module.package = imported.package;
    module.is_parsed = source.broken_at.is_none();
    module.is_runnable = is_runnable(path, language, &module);
    count_assertions(&mut module);
    let problem = source.broken_at.map(|line| lost(path, line));
    (module, problem.into_iter().collect())
}

impl Walker<'_, '_> {
    /// Finds out what fields are that have no type: by their first value, or by what methods assign to them.
    fn learn_fields(&mut self) {
        let declared = self.declared();
        for field in &declared.fields {
            let Some(value) = field.value.clone().filter(|value| value.len() < 400) else { continue };
            if let Some(target) = self.target_in(value, Some(field.owner)) {
                self.names.learn_untyped(field.owner, &field.name, &target);
            }
        }
        if !matches!(self.source.language(), Language::Ruby | Language::Php) {
            return;
        }
        for (one, index) in declared.list.iter().zip(0usize..) {
            let Some(body) = one.body.clone().filter(|_| one.kind == DefinitionKind::Function) else {
                continue;
            };
            for at in body.clone() {
                self.learn_assigned(at, body.end, index);
            }
        }
    }

    fn learn_assigned(&mut self, at: usize, end: usize, index: usize) {
        let (name, sign) = match self.source.word(at) {
            "$this" => (at.saturating_add(2), at.saturating_add(3)),
            word if word.starts_with('@') => (at, at.saturating_add(1)),
            _ => return,
        };
        if !self.source.is_any(sign, &["=", "||="]) {
            return;
        }
        let start = sign.saturating_add(1);
        let mut here = start;
        let limit = start.saturating_add(200).min(end);
        while here < limit && !self.source.is(here, ";") && (here == start || !self.source.is_first(here)) {
            here = if self.source.opens(here) { self.source.close_of(here) } else { here }.saturating_add(1);
        }
        let name = self.source.word(name).trim_start_matches('@').to_owned();
        match self.target_in(start..here.min(end), Some(index)).filter(|target| target.ends_with("()")) {
            Some(target) => self.names.learn(&name, Some(index), &target),
            None => {
                // A parameter with a type is an instance of it.
                let word = self.source.word(start).trim_start_matches('$');
                let parameters = self.declared().list.get(index).map_or(&[][..], |one| &one.parameters);
                let given = parameters
                    .iter()
                    .find(|parameter| parameter.name == word && here == start.saturating_add(1));
                if let Some(written) = given.and_then(|parameter| parameter.type_name.clone())
                    && let Some(target) = self.names.instance_of(&written, Some(index))
                {
                    self.names.learn(&name, Some(index), &target);
                }
            }
        }
    }
}

fn definitions(walker: &mut Walker<'_, '_>, source: &Source<'_>, declared: &Declarations) -> Vec<Definition> {
    let docs = docs::Docs::new(source);
    let mut has_members = vec![false; declared.list.len()];
    for field in &declared.fields {
        if let Some(has) = has_members.get_mut(field.owner) {
            *has = true;
        }
    }
    for one in &declared.list {
        let does_something = one.body.as_ref().is_some_and(|body| !body.is_empty());
        if let Some(has) = one.parent.and_then(|parent| has_members.get_mut(parent)) {
            *has |= does_something;
        }
    }
    let mut found = Vec::with_capacity(declared.list.len());
    for (one, index) in declared.list.iter().zip(0usize..) {
        let names: Vec<String> = one.parameters.iter().map(|parameter| parameter.name.clone()).collect();
        let returns = walker.returns.remove(&index).unwrap_or_default();
        let is_stub = match one.kind {
            DefinitionKind::Class => has_members.get(index) == Some(&false),
            DefinitionKind::Function => does_nothing(source, one),
        };
        found.push(Definition {
            kind: one.kind,
            name: one.name.clone(),
            qualified: walker.names.qualified.get(index).cloned().unwrap_or_default(),
            lines: source.lines(one.first, one.last),
            parent: one.parent.and_then(|parent| u32::try_from(parent).ok()).map(DefinitionId),
            bases: one.bases.iter().map(|base| walker.names.type_in(base, one.parent)).collect(),
            decorators: decorators(walker, source, one),
            parameters: parameters(walker, one, index),
            is_public: one.is_public,
            is_async: one.is_async,
            is_stub,
            is_fallback_definition: false,
            doc: docs.of(source.line(one.first), &names),
            assertions: if one.is_for_tests { assertions_in(source, one) } else { 0 },
            returns,
        });
    }
    found
}

fn decorators(walker: &mut Walker<'_, '_>, source: &Source<'_>, one: &Declared) -> Vec<Decorator> {
    one.attributes
        .iter()
        .take(50)
        .map(|attribute| {
            let close = attribute.open.map_or(attribute.at, |open| source.close_of(open));
            let arguments = attribute
                .open
                .map_or_else(Vec::new, |open| walker.arguments_in(open.saturating_add(1)..close, one.parent));
            let target = walker.names.type_in(&attribute.name, one.parent);
            Decorator { lines: source.lines(attribute.at, close), target, arguments }
        })
        .collect()
}

fn parameters(walker: &mut Walker<'_, '_>, one: &Declared, index: usize) -> Vec<Parameter> {
    one.parameters
        .iter()
        .map(|parameter| {
            let annotation = parameter.type_name.as_ref().map(|name| walker.names.type_in(name, Some(index)));
            let default = parameter.default.clone().filter(|range| range.len() < 200);
            let default =
                default.and_then(|range| walker.arguments_in(range, Some(index)).into_iter().next());
            Parameter {
                name: parameter.name.clone(),
                annotation,
                default: default.map(|argument| argument.value),
            }
        })
        .collect()
}

/// Assertions of a test whose calls are not walked: those that stand beside the code they test.
fn assertions_in(source: &Source<'_>, one: &Declared) -> u32 {
    let asserts = |at: &usize| source.is_name(*at) && source.word(*at).starts_with("assert");
    let body = one.body.clone().filter(|_| source.language() == Language::Rust).unwrap_or_default();
    u32::try_from(body.filter(asserts).count()).unwrap_or(u32::MAX)
}

/// Whether a function has no body, an empty one, or one that only says that it is not there yet.
fn does_nothing(source: &Source<'_>, one: &Declared) -> bool {
    let Some(body) = &one.body else { return true };
    let says_so = |at: usize| {
        source.is_any(
            at,
            &[
                "todo",
                "unimplemented",
                "TODO",
                "NotImplementedException",
                "UnsupportedOperationException",
                "NotImplementedError",
            ],
        ) || matches!(source.text(at), Some(Value::Text(text)) if text.contains("not implemented"))
    };
    body.is_empty() || body.len() < 10 && body.clone().any(says_so)
}

fn is_runnable(path: &RepoPath, language: Language, module: &Module) -> bool {
    let has_main = |name: &str, is_top: bool| {
        module.definitions.iter().any(|one| {
            one.kind == DefinitionKind::Function && one.name == name && one.parent.is_none() == is_top
        })
    };
    let acts =
        || module.calls.iter().any(|call| call.within.is_none() && !call.callee.starts_with("require"));
    match language {
        Language::Go => module.package.as_deref() == Some("main") && has_main("main", true),
        Language::Java => has_main("main", false),
        Language::Kotlin => has_main("main", true) || has_main("main", false),
        Language::Rust => has_main("main", true),
        Language::CSharp => has_main("Main", false) || (path.file_name() == "Program.cs" && acts()),
        Language::Ruby | Language::Php => module.definitions.is_empty() && acts(),
        _ => false,
    }
}

/// Counts the calls that assert, for the function they stand in and what is around it.
fn count_assertions(module: &mut Module) {
    for call in &module.calls {
        let last = call.callee.rsplit('.').next().unwrap_or_default().to_lowercase();
        let asserts = ["assert", "expect", "verify", "require", "should", "must"]
            .iter()
            .any(|word| last.starts_with(word))
            || call.callee.starts_with("assert.")
            || call.callee.starts_with("require.")
            || call.callee.starts_with("Assert.")
            || matches!(
                call.callee.as_str(),
                "t.Error" | "t.Errorf" | "t.Fatal" | "t.Fatalf" | "t.Fail" | "t.FailNow"
            );
        if !asserts {
            continue;
        }
        let mut current = call.within;
        for _ in 0..8 {
            let Some(one) = current.and_then(|id| module.definitions.get_mut(usize::try_from(id.0).ok()?))
            else {
                break;
            };
            one.assertions = one.assertions.saturating_add(1);
            current = one.parent;
        }
    }
}

fn too_long(path: &RepoPath) -> Problem {
    let message = Text::fixed(
        "The file is longer than 4 MB, which is more than is read of one file of code. If it holds data, keep the data in a file \
         of its own.",
        "Filen är större än 4 MB, och så långa kodfiler läses inte. Om den innehåller data hör de hemma i en egen fil.",
    );
    Problem { path: path.as_str().to_owned(), line: None, kind: ProblemKind::LimitReached, message }
}

fn lost(path: &RepoPath, line: u32) -> Problem {
    let message = Text::made(
        format!(
            "A bracket or a text at line {line} has no end that could be found. The file was read as far as it could be followed, \
             and nothing in it counts as proof."
        ),
        format!(
            "En parentes eller en text på rad {line} saknar ett slut som går att hitta. Filen lästes så långt det gick att följa \
             den, och inget i den räknas som bevis."
        ),
    );
    Problem { path: path.as_str().to_owned(), line: Some(line), kind: ProblemKind::LimitReached, message }
}
