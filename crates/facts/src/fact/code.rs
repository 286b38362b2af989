//! Code in any language, as far as an audit needs to know it.
//!
//! Every reader of a programming language gives a [`Module`]. Names are *bound*: a `target` is the dotted name with its first
//! part replaced by what that part means in this file. After `from openai import AsyncOpenAI as Client` and
//! `self.llm = Client()`, the call `self.llm.chat.completions.create(…)` has the callee as written and the target
//! `openai.AsyncOpenAI().chat.completions.create`: `()` reads "an instance of", or "the result of". A parameter annotated
//! with a class counts as an instance of it. A relative import keeps its dots (`..config.Loader`); a name defined in the same
//! file starts with `::` (`::Breaker().call`). A name bound to nothing stays as written.
//!
//! TypeScript and JavaScript are spelt the same way. A module is its specifier, without `node:` and without the extension of a
//! relative file: `@anthropic-ai/sdk.Anthropic().messages.create`, `./llm/client.Llm().ask`, `@/lib/db.query`. `new` is a call. A
//! default export is called as the file calls it, or as the package itself where that begins with a small letter (`express()`).
//! `this` is `self`; the members of an object that is an argument are keyword arguments; an object of functions at the top of a
//! file is a class; a function handed to a call whose first argument is a text is a definition called by that text.

use beredd_model::Lines;
use serde::{Deserialize, Serialize};

/// The index of a definition in its module's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DefinitionId(pub u32);

/// A file of source code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    /// Whether the whole file follows the grammar. When not, the lists hold what could be recovered and prove nothing.
    pub is_parsed: bool,
    /// Whether running the file as a program does something (`if __name__ == "__main__"`, a `main` function of the language).
    pub is_runnable: bool,
    /// The package or namespace that the file says it belongs to, in languages that have it said.
    pub package: Option<String>,
    /// Imports, in order.
    pub imports: Vec<Import>,
    /// Classes and functions, in order; an inner one comes after its outer one.
    pub definitions: Vec<Definition>,
    /// Calls, by their first line. Decorators are not calls here.
    pub calls: Vec<Call>,
    /// Assignments, attribute targets included.
    pub bindings: Vec<Binding>,
    /// `try` statements.
    pub tries: Vec<Try>,
    /// `if` statements and conditional expressions.
    pub branches: Vec<Branch>,
    /// Loops over something.
    pub loops: Vec<Loop>,
    /// `assert` statements; calls that assert are among the calls.
    pub assertions: Vec<Assertion>,
    /// Bound names that are read without being called, once per definition and by the definition they stand in: what keeps code
    /// reachable.
    pub references: Vec<Reference>,
    /// Long strings: prompts, answers, templates.
    pub passages: Vec<Passage>,
}

/// How an import is fenced in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportGuard {
    /// It must succeed for the module to load.
    Required,
    /// Only for type checkers: it never runs.
    TypeChecking,
    /// In a `try` whose handler catches the import error.
    Optional,
}

/// One imported name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Where.
    pub lines: Lines,
    /// The module as written, without leading dots: `backend.core.llm`.
    pub module: String,
    /// How many folders up a relative import goes: 0 absolute, 1 the module's own package.
    pub level: u32,
    /// The name taken from the module; nothing for the module itself, `*` for all.
    pub name: Option<String>,
    /// What it is called in this file.
    pub bound_as: String,
    /// The function it is local to.
    pub within: Option<DefinitionId>,
    /// How it is fenced in.
    pub guard: ImportGuard,
}

/// Class or function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DefinitionKind {
    /// A class, interface, struct or trait.
    Class,
    /// A function or method.
    Function,
}

/// A parameter of a function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// The bound name of its type, with `Optional`, `Annotated`, `| None` and quotes taken off.
    pub annotation: Option<String>,
    /// Its default.
    pub default: Option<Value>,
}

/// A decorator or annotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decorator {
    /// Where.
    pub lines: Lines,
    /// The bound name.
    pub target: String,
    /// Its arguments; empty also when it is not called.
    pub arguments: Vec<Argument>,
}

/// What a definition says about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doc {
    /// Where.
    pub lines: Lines,
    /// How many words.
    pub words: u32,
    /// Whether it describes parameters (or the definition takes none).
    pub has_parameters: bool,
    /// Whether it describes what comes back.
    pub has_result: bool,
}

/// A value that a function gives back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    /// Where.
    pub lines: Lines,
    /// What.
    pub value: Value,
}

/// A class or a function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// Which.
    pub kind: DefinitionKind,
    /// Its own name.
    pub name: String,
    /// With its outer definitions: `Agent.answer`.
    pub qualified: String,
    /// From its first decorator to its last line.
    pub lines: Lines,
    /// The definition it stands in.
    pub parent: Option<DefinitionId>,
    /// Bound names of its base classes or interfaces.
    pub bases: Vec<String>,
    /// Its decorators, outermost first.
    pub decorators: Vec<Decorator>,
    /// Its parameters, the receiver left out.
    pub parameters: Vec<Parameter>,
    /// Whether code outside of its class or file may use it, by what the language has it say or by how it is named: `private`,
    /// `#name`, `_name`, a small letter in Go.
    pub is_public: bool,
    /// Whether it is asynchronous.
    pub is_async: bool,
    /// Whether its body does nothing: `pass`, `...`, a docstring, `raise NotImplementedError`; for a class, no member that does
    /// anything.
    pub is_stub: bool,
    /// Whether it only exists for type checkers or when an import failed.
    pub is_fallback_definition: bool,
    /// Its documentation.
    pub doc: Option<Doc>,
    /// Assertions in its body: `assert` statements and calls whose name starts with `assert` or is `raises`, inner functions
    /// included.
    pub assertions: u32,
    /// What it gives back, in order.
    pub returns: Vec<Return>,
}

/// A value, as far as the text of the file fixes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// A string, cut at 1,000 characters.
    Text(String),
    /// A number as written.
    Number(String),
    /// True or false.
    Bool(bool),
    /// None, null, nil.
    Nothing,
    /// A bound name.
    Name(String),
    /// A list, tuple or set, cut at 100 members.
    List(Vec<Value>),
    /// A dictionary or object, cut at 100 members.
    Map(Vec<(Value, Value)>),
    /// The result of a call.
    Call {
        /// The bound name.
        target: String,
        /// The arguments.
        arguments: Vec<Argument>,
    },
    /// A template string: its parts.
    Template(Vec<Value>),
    /// A variable of the environment.
    Environment {
        /// Its name.
        name: String,
        /// What is used when it is not set.
        default: Option<Box<Value>>,
    },
    /// One of several: `a or b`, `a if c else b`.
    Either(Vec<Value>),
    /// Anything else.
    Other,
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument {
    /// Its keyword; nothing for a positional one, `*` or `**` for a spread.
    pub name: Option<String>,
    /// Its value.
    pub value: Value,
}

/// What happens to the result of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResultUse {
    /// The call is a statement of its own.
    Discarded,
    /// It is bound to a name.
    Bound(String),
    /// It is given back.
    Returned,
    /// It is part of a larger expression.
    Used,
}

/// A call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Where.
    pub lines: Lines,
    /// As written: `self.llm.chat.completions.create`.
    pub callee: String,
    /// Bound; see the module's documentation.
    pub target: String,
    /// Its arguments.
    pub arguments: Vec<Argument>,
    /// The innermost definition around it.
    pub within: Option<DefinitionId>,
    /// The innermost `try` whose body it stands in (index into [`Module::tries`]).
    pub guarded_by: Option<u32>,
    /// Whether it is awaited.
    pub is_awaited: bool,
    /// What happens to the result.
    pub result: ResultUse,
}

/// An assignment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// Where.
    pub lines: Lines,
    /// The name as written: `REGION`, `self.client`.
    pub name: String,
    /// The value.
    pub value: Value,
    /// The innermost definition around it.
    pub within: Option<DefinitionId>,
}

/// How a block of code ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Exit {
    /// With an error.
    Raises,
    /// By giving back a value.
    Returns(Value),
    /// By going on to the next round of a loop.
    Continues,
    /// By leaving a loop.
    Breaks,
    /// By running on into what follows it.
    FallsThrough,
}

/// One handler of a `try`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catch {
    /// Where, from `except` to its last line. Calls within these lines are what it does.
    pub lines: Lines,
    /// Bound names of what it catches; empty for everything.
    pub exceptions: Vec<String>,
    /// How it ends; where branches differ, the last statement's way.
    pub exit: Exit,
    /// Whether it does nothing at all: `pass`, `...`.
    pub is_empty: bool,
}

/// A `try` statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Try {
    /// The protected body.
    pub body: Lines,
    /// The innermost definition around it.
    pub within: Option<DefinitionId>,
    /// Its handlers, in order.
    pub catches: Vec<Catch>,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    /// The whole statement.
    pub lines: Lines,
    /// What runs when the condition holds.
    pub body: Lines,
    /// The innermost definition around it.
    pub within: Option<DefinitionId>,
    /// Names read in the condition, as written: `self.llm`.
    pub names: Vec<String>,
    /// Strings compared with in the condition.
    pub texts: Vec<String>,
    /// Whether the condition holds when its (only) name is missing or false: `not x`, `x is None`.
    pub is_negated: bool,
    /// How the body ends.
    pub exit: Exit,
    /// The other side: its lines and how it ends.
    pub otherwise: Option<(Lines, Exit)>,
}

/// A loop over something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loop {
    /// The whole statement.
    pub lines: Lines,
    /// The innermost definition around it.
    pub within: Option<DefinitionId>,
    /// The loop variable as written.
    pub variable: String,
    /// What it runs over.
    pub over: Value,
}

/// An `assert` statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assertion {
    /// Where.
    pub lines: Lines,
    /// The innermost definition around it.
    pub within: Option<DefinitionId>,
    /// Names read in it, as written.
    pub names: Vec<String>,
    /// Strings in it, keys of subscripts and of dictionaries included.
    pub texts: Vec<String>,
    /// Whether it only asks that something is there: `x`, `x is not None`, `isinstance(x, dict)`, `len(x) > 0`.
    pub is_presence_only: bool,
}

/// A bound name that is read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reference {
    /// The bound name.
    pub target: String,
    /// The innermost definition around it.
    pub within: Option<DefinitionId>,
    /// The first line of it there.
    pub line: u32,
}

/// A string of 40 characters or more that is not documentation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Where.
    pub lines: Lines,
    /// The innermost definition around it.
    pub within: Option<DefinitionId>,
    /// The name or argument it is bound to, where there is one.
    pub bound_as: Option<String>,
    /// The language it is written in, as a BCP 47 code, where its letters and stop words tell.
    pub language: Option<String>,
    /// The first 1,000 characters.
    pub text: String,
}
