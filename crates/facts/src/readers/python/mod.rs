//! Python: ruff's parser, and two walks over its tree.
//!
//! [`collect`] finds the scopes and where each name comes from; [`walk`] then writes down imports, definitions, calls and the
//! rest, asking [`bind`] what the names mean. A text that breaks the grammar is read as far as the parser recovers and marked as
//! not parsed; one that is too deep or too long for the stack and memory of a page's worker is not parsed at all.

mod annotation;
mod assertion;
mod bind;
mod builtins;
mod collect;
mod condition;
mod definitions;
mod doc;
mod elements;
mod exits;
mod expressions;
mod fences;
mod lines;
mod members;
mod names;
mod nesting;
mod runnable;
mod shallow;
mod targets;
#[cfg(test)]
mod tests;
mod value;
mod walk;
mod written;

use crate::fact::Module;
use beredd_model::{Problem, ProblemKind, RepoPath, Text};
use rustpython_ruff_python_ast::PySourceType;
use rustpython_ruff_python_parser::{ParseError, parse_unchecked_source};

/// Bytes of a file that is still parsed. People do not write longer ones; the tree of a longer one would take hundreds of
/// megabytes of a worker's memory.
const MAX_BYTES: usize = 4 << 20;

/// Reads a Python file: what it says, and at most one problem.
pub(crate) fn read(path: &RepoPath, source: &str) -> (Module, Vec<Problem>) {
    if source.len() > MAX_BYTES {
        return (Module::default(), vec![too_long(path)]);
    }
    if nesting::is_too_deep(source) {
        return (Module::default(), vec![too_deep(path)]);
    }
    let kind = if path.extension() == "pyi" { PySourceType::Stub } else { PySourceType::Python };
    let parsed = parse_unchecked_source(source, kind);
    let lines = lines::LineIndex::new(source);
    let problem = parsed.errors().first().map(|error| syntax_error(path, error, &lines));
    let body = &parsed.syntax().body;
    let binder = bind::Binder::new(collect::collect(body, source));
    let mut module = walk::Walker::new(source, lines, binder).walk(body);
    module.is_parsed = problem.is_none();
    (module, problem.into_iter().collect())
}

fn syntax_error(path: &RepoPath, error: &ParseError, lines: &lines::LineIndex) -> Problem {
    let line = lines.line(error.location.start());
    let cause: String = error.error.to_string().chars().take(200).collect();
    Problem {
        path: path.as_str().to_owned(),
        line: Some(line),
        kind: ProblemKind::SyntaxError,
        message: Text::made(
            format!(
                "Line {line} does not follow Python's grammar ({cause}). The file cannot be loaded, so nothing in it counts \
                 as proof until the line is mended."
            ),
            format!(
                "Rad {line} följer inte Pythons grammatik ({cause}). Filen går inte att ladda, så inget i den räknas som \
                 bevis förrän raden är lagad."
            ),
        ),
    }
}

fn too_long(path: &RepoPath) -> Problem {
    limit_reached(
        path,
        Text::fixed(
            "The file is longer than 4 MB, which is more than is read of one Python file. If it holds data, keep the data in a \
             file of its own.",
            "Filen är större än 4 MB, och så långa Pythonfiler läses inte. Om den innehåller data hör de hemma i en egen fil.",
        ),
    )
}

fn too_deep(path: &RepoPath) -> Problem {
    limit_reached(
        path,
        Text::fixed(
            "The file was not read: brackets, blocks or operators are nested deeper than the limit of 64 brackets, 100 levels of \
             indentation and 400 operators in one expression. Divide the deep expression into parts with names.",
            "Filen lästes inte: parenteser, block eller operatorer är nästlade djupare än gränsen på 64 parenteser, 100 \
             indragsnivåer och 400 operatorer i ett uttryck. Dela upp det djupa uttrycket i delar med namn.",
        ),
    )
}

fn limit_reached(path: &RepoPath, message: Text) -> Problem {
    Problem { path: path.as_str().to_owned(), line: None, kind: ProblemKind::LimitReached, message }
}
