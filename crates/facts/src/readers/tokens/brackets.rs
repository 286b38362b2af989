//! The walk's brackets: what they open, and what becomes of it when they close.

use super::items::{Chain, Frame, Item, Join, Opened};
use super::walk::{MAX_DEPTH, Walker};
use crate::Language;
use crate::fact::{Argument, Value};

/// Calls that only make a list of their arguments.
const LISTS: &[&str] = &[
    "Arrays.asList",
    "List.of",
    "Set.of",
    "arrayOf",
    "listOf",
    "mutableListOf",
    "setOf",
    "vec!",
    "Vec.from",
    "java.util.List.of",
    "java.util.Arrays.asList",
    "java.util.Set.of",
    "array",
];

impl Walker<'_, '_> {
    pub(super) fn open(&mut self, at: usize) -> usize {
        let next = at.saturating_add(1);
        match self.source.word(at) {
            "(" => self.open_round(at),
            "[" => return self.open_square(at),
            _ => self.open_curly(at),
        }
        next
    }

    fn open_round(&mut self, at: usize) {
        let is_new_line = self.source.dialect.ends_with_line && self.source.is_first(at);
        let is_head = self.frames.last().is_some_and(|frame| frame.is_head && frame.item.value.is_none());
        let language = self.source.language();
        let Some(item) = self.item() else { return };
        if item.wants_member {
            // A type assertion of Go: what it gives has another type than what it is made of.
            item.wants_member = false;
            item.chain = None;
            item.value = Some(Value::Other);
        } else if item.chain.as_ref().is_some_and(|chain| is_wrapper(chain, language)) {
            item.chain = None;
            item.value = None;
        } else if item.chain.is_some() && !is_new_line && !is_head {
            let Some(chain) = item.chain.take() else { return };
            let is_new = item.is_new;
            item.is_new = false;
            let chain = self.open_call(chain, is_new);
            self.frames.push(Frame::new(Opened::Call(chain), at));
            return;
        } else if item.is_new && item.value.is_none() {
            // `new(…)`: the type stands with the name.
            item.is_new = false;
            let declared = self.frames.last().and_then(|frame| frame.statement.declared.clone());
            if let Some(declared) = declared {
                let target = self.names.type_in(&declared, self.within());
                let chain = Chain { written: declared, target, start: at, ..Chain::default() };
                let chain = self.open_call(chain, true);
                self.frames.push(Frame::new(Opened::Call(chain), at));
                return;
            }
        }
        self.frames.push(Frame::new(Opened::Group, at));
    }

    fn open_square(&mut self, at: usize) -> usize {
        let close = self.source.close_of(at);
        let next = at.saturating_add(1);
        let is_new_line = self.source.dialect.ends_with_line && self.source.is_first(at);
        let language = self.source.language();
        let Some(item) = self.item() else { return next };
        let has_value = item.value.is_some() && !is_new_line;
        if close == next && (has_value || language == Language::Go) && language != Language::Php {
            // `String[]`, `[]string{…}`.
            item.is_list |= language == Language::Go && !has_value;
            return next.saturating_add(1);
        }
        // Type arguments of Go, and sizes of its arrays.
        if language == Language::Go
            && has_value
            && self.source.is(close.saturating_add(1), "(")
            && self.is_types(next, close)
        {
            return close.saturating_add(1);
        }
        let opened = if has_value { Opened::Index } else { Opened::List };
        self.frames.push(Frame::new(opened, at));
        next
    }

    fn is_types(&self, start: usize, end: usize) -> bool {
        (start..end)
            .any(|at| self.source.is_any(at, &["*", ",", "any", "string", "map", "interface", "int", "bool"]))
            || end == start.saturating_add(1)
    }

    fn open_curly(&mut self, at: usize) {
        let language = self.source.language();
        let Some(frame) = self.frames.last_mut() else { return };
        let is_head = frame.is_head;
        let item = &mut frame.item;
        let is_name = item.chain.as_ref().is_some_and(|chain| !chain.is_called);
        let last = item
            .chain
            .as_ref()
            .and_then(|chain| chain.written.rsplit('.').next().map(str::to_owned))
            .unwrap_or_default();
        let opened = if item.is_map && !is_head {
            item.is_map = false;
            Opened::Map
        } else if item.is_list && !is_head {
            item.is_list = false;
            Opened::List
        } else if language == Language::CSharp && item.is_new && is_name {
            return self.open_made(at);
        } else if language == Language::CSharp && !is_head && self.was_made(at) {
            let Some(chain) = self.item().and_then(|item| item.chain.take()) else { return };
            Opened::Further(chain)
        } else if is_name && !is_head && self.makes_object(&last) {
            return self.open_made(at);
        } else if self.is_map_here() {
            Opened::Map
        } else if language == Language::Java
            && self.item().is_some_and(|item| item.value.is_none() && !item.is_joined())
            && self.source.is_any(at.saturating_sub(1), &["=", "]", ",", "(", "{"])
        {
            Opened::List
        } else {
            return self.open_block(at, is_head);
        };
        if let Some(item) = self.item().filter(|_| !matches!(opened, Opened::Further(_))) {
            item.value = None;
            item.chain = None;
        }
        self.frames.push(Frame::new(opened, at));
    }

    /// Whether a name in front of braces is the type of an object that is made.
    fn makes_object(&self, last: &str) -> bool {
        match self.source.language() {
            Language::Go => true,
            Language::Rust => last.starts_with(char::is_uppercase),
            _ => false,
        }
    }

    /// Whether the braces follow a call of `new` whose fields they set.
    fn was_made(&self, at: usize) -> bool {
        let Some(chain) = self.frames.last().and_then(|frame| frame.item.chain.as_ref()) else {
            return false;
        };
        let made = chain.call.and_then(|call| self.module.calls.get(call));
        chain.is_called
            && made.is_some_and(|_| self.source.is(chain.start.saturating_sub(1), "new"))
            && self.source.is(at.saturating_sub(1), ")")
    }

    /// Whether braces without a name are a dictionary.
    fn is_map_here(&self) -> bool {
        let Some(frame) = self.frames.last() else { return false };
        let is_empty = frame.item.value.is_none() && !frame.is_lambda;
        match self.source.language() {
            Language::Go => {
                is_empty
                    && matches!(frame.opened, Opened::Map | Opened::List | Opened::Call(_))
                    && !frame.item.is_joined()
            }
            Language::Ruby => {
                is_empty
                    && (!frame.holds_statements()
                        || !frame.statement.targets.is_empty()
                        || frame.statement.keyword.is_some())
            }
            Language::CSharp => is_empty && matches!(frame.opened, Opened::Map | Opened::Further(_)),
            _ => false,
        }
    }

    fn open_made(&mut self, at: usize) {
        let Some(chain) = self.item().and_then(|item| {
            item.is_new = false;
            item.chain.take()
        }) else {
            return;
        };
        let chain = self.open_call(chain, true);
        self.frames.push(Frame::new(Opened::Call(chain), at));
    }

    /// A block: of a statement, of a lambda that is the last argument of a call, of an anonymous class.
    pub(super) fn open_block(&mut self, at: usize, is_head: bool) {
        let takes_lambda = matches!(self.source.language(), Language::Kotlin | Language::Ruby) && !is_head;
        let chain = self.item().and_then(|item| item.chain.clone()).filter(|_| takes_lambda);
        if let Some(chain) = chain.filter(|chain| !chain.is_called) {
            // `launch { … }` calls with the block alone.
            let start = chain.start;
            let chain = self.open_call(chain, false);
            self.finish_call(chain, vec![Argument { name: None, value: Value::Other }], start, at);
        } else if !takes_lambda
            && let Some(frame) = self.top()
            && (is_head || !frame.holds_statements() || frame.item.chain.is_none())
        {
            frame.item.join(Join::Other);
        }
        if let Some(frame) = self.top() {
            frame.is_head = false;
        }
        self.frames.push(Frame::new(Opened::Block, at));
    }

    /// A word of Ruby that opens what `end` closes.
    pub(super) fn word_block(&mut self, at: usize) -> usize {
        let next = at.saturating_add(1);
        if self.source.is(at, "do") {
            while matches!(self.frames.last().map(|frame| &frame.opened), Some(Opened::Command(_))) {
                self.close_top();
            }
            self.open_block(at, false);
            return next;
        }
        self.join(Join::Other);
        self.frames.push(Frame::new(Opened::Block, at));
        next
    }

    /// A closing bracket: everything that is open inside it closes as well.
    pub(super) fn close(&mut self, at: usize) -> usize {
        let next = at.saturating_add(1);
        // Only brackets that were opened here: those of bodies close with their bodies.
        if !self.source.closes(at) {
            return next;
        }
        let is_it = |frame: &Frame| {
            frame.open < at
                && self.source.close_of(frame.open) == at
                && !matches!(frame.opened, Opened::Command(_))
        };
        let from = self.frames.iter().rposition(is_it);
        if let Some(from) = from {
            self.close_frames(from.saturating_add(1));
            self.close_top();
        }
        next
    }

    /// Closes frames until `count` are left.
    pub(super) fn close_frames(&mut self, count: usize) {
        while self.frames.len() > count.max(1) {
            self.close_top();
        }
    }

    pub(super) fn close_top(&mut self) {
        if self.frames.len() < 2 {
            return;
        }
        match self.frames.last().map(|frame| frame.opened.clone()) {
            Some(Opened::Block) => self.close_block(),
            Some(Opened::Group) => self.close_group(),
            Some(Opened::Call(chain) | Opened::Command(chain)) => {
                self.end_argument();
                let Some(frame) = self.frames.pop() else { return };
                let is_command = matches!(frame.opened, Opened::Command(_));
                // The last token that was read belongs to the arguments of a command.
                let close =
                    if is_command { self.here.saturating_sub(1) } else { self.source.close_of(frame.open) };
                let start = chain.start;
                self.finish_call(chain, frame.arguments, start, close);
            }
            Some(Opened::Further(chain)) => {
                self.end_argument();
                let Some(frame) = self.frames.pop() else { return };
                if let Some(call) = chain.call.and_then(|at| self.module.calls.get_mut(at)) {
                    call.arguments.extend(frame.arguments);
                }
                self.operand_of_call(chain);
            }
            Some(Opened::Index) => self.close_index(),
            Some(Opened::List | Opened::Map) => self.close_members(),
            None => {}
        }
    }

    fn close_block(&mut self) {
        self.end_statement();
        let Some(frame) = self.frames.pop() else { return };
        let close = self.source.close_of(frame.open);
        self.exits.insert(frame.open, frame.exit);
        let next = close.saturating_add(1);
        let goes_on = self.source.is_any(next, &[".", "?.", "&.", "->", "?->", ")", "(", ",", "?:", "::"])
            || self.source.language() == Language::Ruby
                && self.frames.last().is_some_and(|f| !f.holds_statements());
        let ends = matches!(self.frames.last().map(|frame| &frame.opened), Some(Opened::Block)) && !goes_on;
        if ends && !self.source.is_any(next, &["else", "catch", "finally", ";"]) {
            self.end_statement();
        }
    }

    fn close_group(&mut self) {
        let is_bound = self.frames.last().is_some_and(|frame| !frame.statement.targets.is_empty());
        if is_bound {
            self.end_statement();
        }
        let Some(mut frame) = self.frames.pop() else { return };
        let item = std::mem::take(&mut frame.item);
        if frame.statement.list.is_empty() && !is_bound && !frame.is_lambda {
            let chain = item.chain.clone().filter(|_| !item.is_joined());
            let value = if item.is_empty() { Value::Other } else { item.finish() };
            self.group_operand(value, chain);
        } else {
            self.group_operand(Value::Other, None);
        }
    }

    fn group_operand(&mut self, value: Value, chain: Option<Chain>) {
        // `(Type) value` and `func (a A) …`: what comes next replaces this.
        if let Some(item) = self.item() {
            item.wants_member = false;
            item.value = Some(value);
            item.chain = chain;
        }
    }

    fn close_index(&mut self) {
        self.end_member();
        let Some(frame) = self.frames.pop() else { return };
        let key = match frame.arguments.first().map(|argument| &argument.value) {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let Some(item) = self.item() else { return };
        let is_environment =
            item.chain.as_ref().is_some_and(|chain| matches!(chain.target.as_str(), "ENV" | "_ENV"));
        item.value = match key {
            Some(name) if is_environment => Some(Value::Environment { name, default: None }),
            _ => Some(Value::Other),
        };
        if let Some(chain) = &mut item.chain {
            chain.written.push_str("[]");
            chain.target.push_str("[]");
        }
        if is_environment {
            item.chain = None;
        }
    }

    fn close_members(&mut self) {
        self.end_member();
        let depth = self.frames.len();
        let Some(frame) = self.frames.pop() else { return };
        let value = if depth > MAX_DEPTH {
            Value::Other
        } else if matches!(frame.opened, Opened::Map) || !frame.pairs.is_empty() {
            Value::Map(frame.pairs)
        } else {
            Value::List(frame.arguments.into_iter().map(|argument| argument.value).collect())
        };
        if let Some(item) = self.item() {
            item.value = Some(value);
            item.chain = None;
            item.wants_member = false;
        }
    }

    /// Ends a member of a list, a dictionary or an index.
    pub(super) fn end_member(&mut self) {
        let Some(frame) = self.frames.last_mut() else { return };
        let item = std::mem::take(&mut frame.item);
        let key = frame.map_key.take().or_else(|| frame.key.take().map(Value::Text));
        frame.is_lambda = false;
        if item.is_empty() && key.is_none() {
            return;
        }
        let value = self.taken(item);
        let Some(frame) = self.frames.last_mut() else { return };
        match key {
            Some(key) if frame.pairs.len() < 100 => frame.pairs.push((key, value)),
            None if frame.arguments.len() < 100 => frame.arguments.push(Argument { name: None, value }),
            _ => {}
        }
    }

    /// Ends an argument of a call.
    pub(super) fn end_argument(&mut self) {
        let Some(frame) = self.frames.last_mut() else { return };
        let item = std::mem::take(&mut frame.item);
        let key = frame.key.take();
        let map_key = frame.map_key.take();
        let is_lambda = std::mem::take(&mut frame.is_lambda);
        if item.is_empty() && key.is_none() && !is_lambda {
            return;
        }
        let value = if is_lambda { Value::Other } else { self.taken(item) };
        let depth = self.frames.len();
        let Some(frame) = self.frames.last_mut() else { return };
        if frame.arguments.len() < 100 && (key.is_some() || map_key.is_none()) {
            let value = if depth > MAX_DEPTH { Value::Other } else { value };
            frame.arguments.push(Argument { name: key, value });
        }
    }

    /// The value of an expression that is part of a larger one.
    fn taken(&mut self, item: Item) -> Value {
        if item.is_awaited
            && let Some(call) = item.chain.as_ref().and_then(|chain| chain.call)
            && let Some(call) = self.module.calls.get_mut(call)
        {
            call.is_awaited = true;
        }
        if let Some(chain) = item.chain.as_ref().filter(|chain| !chain.is_called && !item.is_joined()) {
            let (target, start) = (chain.target.clone(), chain.start);
            self.reference(&target, start);
        }
        item.finish()
    }

    /// Whether a call only lists its arguments.
    pub(super) fn is_list(target: &str) -> bool {
        LISTS.contains(&target)
    }
}

/// `Ok(…)` and the like of Rust are what stands in them.
fn is_wrapper(chain: &Chain, language: Language) -> bool {
    language == Language::Rust
        && matches!(chain.target.as_str(), "Ok" | "Some" | "Box.new" | "Arc.new" | "std.sync.Arc.new")
}
