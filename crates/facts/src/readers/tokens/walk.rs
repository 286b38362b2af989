//! The walk over what functions and files do: calls, bindings, returns, with the names in them bound.
//!
//! One pass over the tokens with a list of open brackets, and no recursion: a file of nothing but brackets costs what any other
//! file of its length does. Values deeper than [`MAX_DEPTH`] are left open.

use super::declare::{Declarations, Declared};
use super::items::{Chain, Frame, Item, Join, Opened};
use super::lexer::Kind;
use super::names::Names;
use super::source::Source;
use crate::Language;
use crate::fact::{Argument, DefinitionId, DefinitionKind, Exit, Module, Return, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How many brackets deep values are kept.
pub(super) const MAX_DEPTH: usize = 48;

/// The function or class that is being walked, with its local variables.
#[derive(Debug, Default)]
struct Scope {
    definition: Option<usize>,
    /// Where its body ends, and its last token.
    end: usize,
    last: usize,
    /// How many brackets were open around it.
    depth: usize,
    /// What local variables are; nothing where that is open.
    locals: BTreeMap<String, Option<String>>,
}

pub(super) struct Walker<'s, 'a> {
    pub(super) source: &'s Source<'a>,
    pub(super) names: &'s mut Names,
    declared: &'s Declarations,
    pub(super) module: Module,
    pub(super) frames: Vec<Frame>,
    /// The token that is being read.
    pub(super) here: usize,
    scopes: Vec<Scope>,
    /// Where to go on when a token is reached: over imports and heads.
    jumps: BTreeMap<usize, usize>,
    /// Declarations by their first token.
    starts: BTreeMap<usize, usize>,
    /// How blocks end, by the token that opens them.
    pub(super) exits: BTreeMap<usize, Exit>,
    /// What functions give back, by their place in the list of declarations.
    pub(super) returns: BTreeMap<usize, Vec<Return>>,
    pub(super) seen: BTreeSet<(String, Option<DefinitionId>)>,
    /// Whether what is met becomes a fact; not so while a value is only looked at.
    pub(super) records: bool,
}

impl<'s, 'a> Walker<'s, 'a> {
    pub(super) fn new(
        source: &'s Source<'a>,
        names: &'s mut Names,
        declared: &'s Declarations,
        imports: &[Range<usize>],
    ) -> Self {
        let mut jumps: BTreeMap<usize, usize> = imports.iter().map(|span| (span.start, span.end)).collect();
        jumps.extend(declared.heads.iter().map(|span| (span.start, span.end)));
        let starts = declared.list.iter().zip(0usize..).map(|(one, at)| (one.first, at)).collect();
        Self {
            source,
            names,
            declared,
            module: Module::default(),
            frames: Vec::new(),
            here: 0,
            scopes: vec![Scope { end: usize::MAX, last: usize::MAX, ..Scope::default() }],
            jumps,
            starts,
            exits: BTreeMap::new(),
            returns: BTreeMap::new(),
            seen: BTreeSet::new(),
            records: false,
        }
    }

    /// What the file declares.
    pub(super) const fn declared(&self) -> &'s Declarations {
        self.declared
    }

    /// Walks the whole file.
    pub(super) fn run(&mut self) {
        self.records = true;
        self.frames = vec![Frame::new(Opened::Block, usize::MAX)];
        let mut at = 0usize;
        while at < self.source.len() {
            if let Some(last) = self.scopes.last().filter(|scope| at >= scope.end).map(|scope| scope.last) {
                self.leave();
                at = at.max(last.saturating_add(1));
            } else if let Some(behind) = self.jumps.get(&at).copied().filter(|behind| *behind > at) {
                self.end_statement();
                at = behind;
            } else if let Some(index) = self.starts.get(&at).copied() {
                at = self.enter(index).max(at.saturating_add(1));
            } else {
                at = self.step(at).max(at.saturating_add(1));
            }
        }
        while self.scopes.len() > 1 {
            self.leave();
        }
        self.close_frames(1);
        self.end_statement();
    }

    /// The values between two places, as arguments, without anything becoming a fact.
    pub(super) fn arguments_in(&mut self, range: Range<usize>, within: Option<usize>) -> Vec<Argument> {
        let records = std::mem::replace(&mut self.records, false);
        let frames = std::mem::take(&mut self.frames);
        self.scopes.push(Scope { definition: within, ..Scope::default() });
        self.frames.push(Frame::new(Opened::Call(Chain::default()), usize::MAX));
        let mut at = range.start;
        while at < range.end {
            at = self.step(at).max(at.saturating_add(1));
        }
        self.close_frames(1);
        self.end_argument();
        let arguments = self.frames.pop().map(|frame| frame.arguments).unwrap_or_default();
        self.scopes.pop();
        self.frames = frames;
        self.records = records;
        arguments
    }

    /// What the value between two places is an instance of, or a name for.
    pub(super) fn target_in(&mut self, range: Range<usize>, within: Option<usize>) -> Option<String> {
        let value = self.arguments_in(range, within).into_iter().next()?.value;
        instance(&value)
    }

    fn enter(&mut self, index: usize) -> usize {
        self.end_statement();
        let Some(one) = self.declared.list.get(index) else { return 0 };
        let behind = one.last.saturating_add(1);
        let is_plain = one.kind == DefinitionKind::Class
            && match self.source.language() {
                Language::Go => true,
                Language::Rust => !self.source.is(one.head, "trait"),
                _ => false,
            };
        let is_muted = one.is_for_tests
            && self.source.language() == Language::Rust
            && one.kind == DefinitionKind::Function;
        let Some(body) = one.body.clone().filter(|_| !is_plain) else { return behind };
        if is_muted {
            return behind;
        }
        let locals = self.locals_of(one, index);
        self.scopes.push(Scope {
            definition: Some(index),
            end: body.end,
            last: one.last,
            depth: self.frames.len(),
            locals,
        });
        self.frames.push(Frame::new(Opened::Block, body.start.saturating_sub(1)));
        body.start
    }

    fn locals_of(&self, one: &Declared, index: usize) -> BTreeMap<String, Option<String>> {
        let mut locals: BTreeMap<String, Option<String>> = one
            .parameters
            .iter()
            .map(|parameter| {
                let bound =
                    parameter.type_name.as_ref().and_then(|name| self.names.instance_of(name, Some(index)));
                (parameter.name.clone(), bound)
            })
            .collect();
        if let Some(receiver) = &one.receiver {
            locals.insert(receiver.clone(), Some("self".to_owned()));
        }
        locals
    }

    fn leave(&mut self) {
        let Some((depth, definition)) = self.scopes.last().map(|scope| (scope.depth, scope.definition))
        else {
            return;
        };
        self.close_frames(depth.saturating_add(1));
        // What a body comes down to without a word for it is what it gives back.
        let gives = definition.and_then(|at| self.declared.list.get(at)).is_some_and(|one| {
            let opens = one.body.as_ref().map_or(0, |body| body.start.saturating_sub(1));
            let is_value = matches!(self.source.language(), Language::Rust | Language::Ruby);
            one.kind == DefinitionKind::Function && (is_value || self.source.is_any(opens, &["=", "=>"]))
        });
        if gives
            && let Some(frame) = self.frames.last_mut()
            && !frame.item.is_empty()
            && frame.statement.keyword.is_none()
        {
            frame.statement.keyword = Some("return");
        }
        self.end_statement();
        if let Some(frame) = self.frames.pop() {
            self.exits.insert(frame.open, frame.exit);
        }
        self.scopes.pop();
    }

    pub(super) fn within(&self) -> Option<usize> {
        self.scopes.last().and_then(|scope| scope.definition)
    }

    pub(super) fn definition(&self) -> Option<DefinitionId> {
        self.within().and_then(|at| u32::try_from(at).ok()).map(DefinitionId)
    }

    /// Whether a function is being walked, and no class around it.
    pub(super) fn is_in_function(&self) -> bool {
        let one = self.within().and_then(|at| self.declared.list.get(at));
        one.is_some_and(|one| one.kind == DefinitionKind::Function)
    }

    /// Whether what is read stands in the body of a function, and in none that stands in it without a name.
    pub(super) fn is_own_statement(&self) -> bool {
        let depth = self.scopes.last().map_or(0, |scope| scope.depth);
        let inner = self.frames.get(depth..).unwrap_or_default();
        inner.iter().all(|frame| matches!(frame.opened, Opened::Block))
    }

    pub(super) fn local(&self, name: &str) -> Option<&Option<String>> {
        self.scopes.last().and_then(|scope| scope.locals.get(name)).or_else(|| {
            // Variables of the file, for the statements that stand in none.
            self.scopes.first().and_then(|scope| scope.locals.get(name))
        })
    }

    pub(super) fn bind_local(&mut self, name: &str, target: Option<String>) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.locals.insert(
                name.to_owned(),
                target.filter(|target| target.len() < crate::readers::parts::MAX_NAME),
            );
        }
    }

    pub(super) fn top(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut()
    }

    pub(super) fn item(&mut self) -> Option<&mut Item> {
        self.frames.last_mut().map(|frame| &mut frame.item)
    }

    /// Reads one token, or a few that belong together, and gives the place behind them.
    fn step(&mut self, at: usize) -> usize {
        self.here = at;
        if self.source.dialect.ends_with_line && self.source.is_first(at) {
            self.new_line(at);
        }
        if let Some(frame) = self.frames.last_mut()
            && frame.holds_statements()
            && frame.statement.start.is_none()
        {
            frame.statement.start = Some(at);
        }
        match self.source.kind(at) {
            Some(Kind::Text(_)) => self.text(at),
            Some(Kind::Number) => {
                let number = Value::Number(self.source.word(at).chars().take(60).collect());
                self.operand(number, None, at);
                at.saturating_add(1)
            }
            Some(Kind::Word) if self.source.opens(at) => self.word_block(at),
            Some(Kind::Word) if self.source.closes(at) => self.close(at),
            Some(Kind::Word) => self.name(at),
            Some(Kind::Open) => self.open(at),
            Some(Kind::Close) => self.close(at),
            Some(Kind::Sign) => self.sign(at),
            None => at.saturating_add(1),
        }
    }

    fn new_line(&mut self, at: usize) {
        let goes_on = self.source.is_any(at, &[".", "?.", "&.", "?:", "&&", "||", "|>", ")", "]", ","])
            || at.checked_sub(1).is_some_and(|before| {
                self.source.kind(before) == Some(Kind::Sign)
                    && !self.source.is_any(before, &["++", "--", "!!", "?", "|", "}", ")"])
                    && self.source.token(before).is_some()
            });
        if goes_on {
            return;
        }
        while matches!(self.frames.last().map(|frame| &frame.opened), Some(Opened::Command(_))) {
            self.close_top();
        }
        if matches!(self.frames.last().map(|frame| &frame.opened), Some(Opened::Block)) {
            self.end_statement();
        }
    }

    fn text(&mut self, at: usize) -> usize {
        let value = self.source.text(at).cloned().unwrap_or(Value::Other);
        self.passage(at, &value);
        if self.begins_command(at) {
            self.begin_command(at);
        }
        self.operand(value, None, at);
        at.saturating_add(1)
    }

    /// Takes an operand.
    pub(super) fn operand(&mut self, value: Value, chain: Option<Chain>, at: usize) {
        if matches!(value, Value::Number(_) | Value::Bool(_) | Value::Nothing) && self.begins_command(at) {
            self.begin_command(at);
        }
        let Some(item) = self.item() else { return };
        if item.skips_name {
            item.skips_name = false;
            return;
        }
        if item.value.is_some() && item.chain.is_some() && chain.is_some() && !item.is_joined() {
            // `Client client = …`: the first is the type of the second.
            item.declared = item.chain.as_ref().map(|chain| chain.written.clone());
        }
        item.wants_member = false;
        item.value = Some(value);
        item.chain = chain;
    }

    /// Whether a name of Ruby is called without brackets by what follows it on its line.
    pub(super) fn begins_command(&self, at: usize) -> bool {
        let Some(frame) = self.frames.last().filter(|_| self.source.language() == Language::Ruby) else {
            return false;
        };
        let is_name = frame.item.chain.as_ref().is_some_and(|chain| !chain.is_called);
        is_name
            && !frame.item.wants_member
            && !frame.item.is_joined()
            && !self.source.is_first(at)
            && !self.source.is_close(at)
    }

    pub(super) fn begin_command(&mut self, at: usize) {
        let Some(mut chain) = self.item().and_then(|item| item.chain.take()) else { return };
        if chain.target == chain.written && !chain.written.contains('.') {
            chain.target = self.names.meaning(&chain.written, self.within(), true).unwrap_or(chain.target);
        }
        let chain = self.open_call(chain, false);
        self.frames.push(Frame::new(Opened::Command(chain), at.saturating_sub(1)));
    }

    /// Joins what was read with what comes.
    pub(super) fn join(&mut self, join: Join) {
        if let Some(item) = self.item() {
            item.join(join);
        }
    }
}

/// What a value is an instance of: the result of a call, or the bound name itself.
pub(super) fn instance(value: &Value) -> Option<String> {
    match value {
        Value::Call { target, .. } => Some(format!("{target}()")),
        Value::Name(target) => Some(target.clone()),
        Value::Either(values) => values.iter().find_map(instance),
        _ => None,
    }
}
