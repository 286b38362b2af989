//! TypeScript and JavaScript, JSX among it: oxc's parser, and two walks over its tree.
//!
//! [`collect`] finds what is defined and where each name comes from; [`walk`] then writes down imports, definitions, calls and the
//! rest, asking [`bind`] what the names mean. The facts are spelt as Python's are, so that whoever reads them need not ask which
//! language they come from: `this` is `self`, the members of an object literal that is an argument are keyword arguments, a
//! counting loop runs over `range(…)`, and an object of functions is a class. A text that breaks the grammar is marked as not
//! parsed; one that is too deep or too long for the stack and memory of a page's worker is not parsed at all.

mod assertion;
mod bind;
mod calls;
mod collect;
mod condition;
mod definitions;
mod doc;
mod exits;
mod exports;
mod expressions;
mod gather;
mod imports;
mod lines;
mod literals;
mod loads;
mod names;
mod nesting;
mod rejections;
mod statements;
#[cfg(test)]
mod tests;
mod types;
mod value;
mod walk;
mod written;

use crate::fact::Module;
use beredd_model::{Problem, ProblemKind, RepoPath, Text};
use oxc_allocator::Allocator;
use oxc_ast_visit::Visit;
use oxc_parser::{ParseOptions, Parser, ParserReturn};
use oxc_semantic::SemanticBuilder;
use oxc_span::SourceType;

/// Bytes of a file that is still parsed. People do not write longer ones.
const MAX_BYTES: usize = 2 << 20;

/// Characters of a line from which a file is taken for the output of a bundler or a minifier, when it also holds little else.
const LONG_LINE: usize = 5_000;

/// Whether a text was made by a bundler or a minifier: most of it stands in very long lines.
pub(crate) fn is_bundled(source: &str) -> bool {
    let long: usize = source.split('\n').map(str::len).filter(|length| *length >= LONG_LINE).sum();
    long > source.len() / 2
}

/// Reads a file: what it says, and at most one problem.
pub(crate) fn read(path: &RepoPath, source: &str) -> (Module, Vec<Problem>) {
    if source.len() > MAX_BYTES {
        return (Module::default(), vec![too_long(path)]);
    }
    let kind = source_type(path);
    if nesting::is_too_deep(source, kind.is_jsx()) {
        return (Module::default(), vec![too_deep(path)]);
    }
    let allocator = Allocator::default();
    let parsed = parse(&allocator, source, kind);
    let lines = lines::LineIndex::new(source);
    let problem = parsed.diagnostics.errors().next().map(|error| {
        let offset = error.labels.first().map_or(0, |label| label.offset());
        syntax_error(path, &error.to_string(), lines.line(offset))
    });
    if parsed.panicked {
        return (Module::default(), problem.into_iter().collect());
    }
    let program = allocator.alloc(parsed.program);
    let scoping = SemanticBuilder::new().build(program).semantic.into_scoping();
    let names = collect::collect(program, &scoping, source, kind.is_typescript());
    let mut walker = walk::Walker::new(source, lines, bind::Binder::new(names, &scoping), program);
    walker.visit_program(program);
    let mut module = walker.finish();
    module.is_parsed = problem.is_none();
    (module, problem.into_iter().collect())
}

/// JavaScript is read as JSX, and as a module where it imports or exports.
fn source_type(path: &RepoPath) -> SourceType {
    let is_declaration = path.stem().ends_with(".d");
    match path.extension() {
        "ts" | "mts" | "cts" if is_declaration => SourceType::d_ts(),
        "ts" | "mts" | "cts" => SourceType::ts(),
        "tsx" => SourceType::tsx(),
        "js" | "jsx" | "cjs" | "mjs" => SourceType::unambiguous().with_jsx(true),
        _ => SourceType::ts(),
    }
}

fn parse<'a>(allocator: &'a Allocator, source: &'a str, kind: SourceType) -> ParserReturn<'a> {
    let options = ParseOptions {
        preserve_parens: false,
        allow_return_outside_function: true,
        ..ParseOptions::default()
    };
    Parser::new(allocator, source, kind).with_options(options).parse()
}

fn syntax_error(path: &RepoPath, cause: &str, line: u32) -> Problem {
    let cause: String = cause.chars().take(200).collect();
    let cause = cause.trim_end_matches('.');
    Problem {
        path: path.as_str().to_owned(),
        line: Some(line),
        kind: ProblemKind::SyntaxError,
        message: Text::made(
            format!(
                "Line {line} does not follow the grammar of the language ({cause}). The file cannot be loaded, so nothing in it \
                 counts as proof until the line is mended."
            ),
            format!(
                "Rad {line} följer inte språkets grammatik ({cause}). Filen går inte att ladda, så inget i den räknas som bevis \
                 förrän raden är lagad."
            ),
        ),
    }
}

fn too_long(path: &RepoPath) -> Problem {
    limit_reached(
        path,
        Text::fixed(
            "The file is longer than 2 MB, which is more than is read of one file of code. If it holds data, keep the data in a \
             file of its own.",
            "Filen är större än 2 MB, och så långa kodfiler läses inte. Om den innehåller data hör de hemma i en egen fil.",
        ),
    )
}

fn too_deep(path: &RepoPath) -> Problem {
    limit_reached(
        path,
        Text::fixed(
            "The file was not read: brackets, elements or operators are nested deeper than the limit of 64 brackets or elements and \
             300 operators in one expression. Divide the deep expression into parts with names.",
            "Filen lästes inte: parenteser, element eller operatorer är nästlade djupare än gränsen på 64 parenteser eller element \
             och 300 operatorer i ett uttryck. Dela upp det djupa uttrycket i delar med namn.",
        ),
    )
}

fn limit_reached(path: &RepoPath, message: Text) -> Problem {
    Problem { path: path.as_str().to_owned(), line: None, kind: ProblemKind::LimitReached, message }
}
