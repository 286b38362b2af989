//! The closed vocabulary of facts. Adding a noun here is an architecture event; adding a check is not.

mod code;
mod config;
mod container;
mod dependency;
mod document;
mod schema;
mod secret;
mod shell;
mod within;

pub use code::{
    Argument, Assertion, Binding, Branch, Call, Catch, Decorator, Definition, DefinitionId, DefinitionKind,
    Doc, Exit, Import, ImportGuard, Loop, Module, Parameter, Passage, Reference, ResultUse, Return, Try,
    Value,
};
pub use config::{Key, Node, NodeValue};
pub use container::{Dockerfile, Instruction, Stage};
pub use dependency::{Dependency, Ecosystem};
pub use document::{CodeBlock, Document, Heading, Link, ListItem, Paragraph, Table};
pub use schema::{SchemaChange, SchemaChangeKind};
pub use secret::{Secret, SecretContext};
pub use shell::{Recipe, ShellCommand};
