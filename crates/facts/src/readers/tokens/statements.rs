//! What the walk writes down: calls, bindings, returns, references, passages.

use super::items::{Chain, Item, Statement};
use super::walk::{MAX_DEPTH, Walker, instance};
use crate::Language;
use crate::fact::{Argument, Binding, Call, Exit, Passage, Reference, ResultUse, Return, Value};
use crate::known::languages::language_of;
use beredd_model::Lines;

/// Fewest letters of a text that is a passage.
const MIN_PASSAGE: usize = 40;

/// Most facts of one kind that are kept of a file, against files that are nothing else.
const MAX_FACTS: usize = 60_000;

/// Calls that end the program or the function with an error.
const RAISING: &[&str] = &[
    "panic",
    "panic!",
    "os.Exit",
    "log.Fatal",
    "log.Fatalf",
    "log.Fatalln",
    "System.exit",
    "unreachable!",
    "todo!",
    "unimplemented!",
    "exit",
    "abort",
    "die",
    "std.process.exit",
    "Environment.Exit",
    "error",
];

/// Functions that read the environment: the name is their first argument, a default their second.
const ENVIRONMENT: &[&str] = &[
    "ENV.fetch",
    "Environment.GetEnvironmentVariable",
    "System.Environment.GetEnvironmentVariable",
    "System.getenv",
    "env",
    "env.var",
    "getenv",
    "os.Getenv",
    "os.LookupEnv",
    "std.env.var",
    "std.env.var_os",
    "env.var_os",
];

/// Methods that take a value out of what may lack it.
const UNWRAPPING: &[&str] =
    &["expect", "ok", "orElse", "unwrap", "unwrap_or", "unwrap_or_default", "unwrap_or_else"];

impl Walker<'_, '_> {
    /// Keeps a place for a call in the order of the text; its arguments come when its brackets close.
    pub(super) fn open_call(&mut self, mut chain: Chain, is_new: bool) -> Chain {
        let is_ruby_new = self.source.language() == Language::Ruby
            && chain.target.ends_with(".new")
            && !chain.target.starts_with("self.");
        if is_ruby_new {
            chain.target.truncate(chain.target.len().saturating_sub(4));
        }
        if is_new && chain.target.starts_with("self.") {
            chain.target = self.names.type_in(&chain.written, self.within());
        }
        // `Err(…)` is a pattern or an error, and no call that does anything.
        let is_error = self.source.language() == Language::Rust && chain.target == "Err";
        if !self.records || is_error || self.module.calls.len() >= MAX_FACTS {
            chain.call = None;
            return chain;
        }
        chain.call = Some(self.module.calls.len());
        self.module.calls.push(Call {
            lines: self.source.lines(chain.start, chain.start),
            callee: chain.written.clone(),
            target: chain.target.clone(),
            arguments: Vec::new(),
            within: self.definition(),
            guarded_by: None,
            is_awaited: false,
            result: ResultUse::Used,
        });
        chain
    }

    pub(super) fn finish_call(
        &mut self,
        mut chain: Chain,
        arguments: Vec<Argument>,
        start: usize,
        close: usize,
    ) {
        if let Some(call) = chain.call.and_then(|at| self.module.calls.get_mut(at)) {
            call.lines = self.source.lines(start, close);
            call.arguments.clone_from(&arguments);
        }
        let value = if self.frames.len() > MAX_DEPTH {
            Value::Other
        } else if let Some(name) =
            chain.environment.clone().filter(|_| UNWRAPPING.contains(&last_of(&chain.target)))
        {
            let default = arguments.into_iter().next().map(|argument| Box::new(argument.value));
            Value::Environment { name, default: default.filter(|_| !chain.target.ends_with(".expect")) }
        } else if ENVIRONMENT.contains(&chain.target.trim_start_matches("::")) {
            environment(arguments).unwrap_or(Value::Other)
        } else if Self::is_list(&chain.target) {
            Value::List(arguments.into_iter().map(|argument| argument.value).collect())
        } else {
            Value::Call { target: chain.target.clone(), arguments }
        };
        // `Agent::new(…)` gives an agent: that is what the name says in Rust.
        let maker =
            if self.source.language() == Language::Rust { chain.target.strip_suffix(".new") } else { None };
        let made = maker.filter(|made| {
            made.rsplit(['.', ':']).next().is_some_and(|last| last.starts_with(char::is_uppercase))
        });
        let within = self.within();
        chain.target = match (made, self.names.result(&chain.target, within)) {
            (Some(made), _) => format!("{made}()"),
            (None, Some(result)) => format!("{result}()"),
            (None, None) => format!("{}()", chain.target),
        };
        chain.written.push_str("()");
        chain.is_called = true;
        self.operand_with(value, chain);
    }

    pub(super) fn operand_of_call(&mut self, chain: Chain) {
        let call = chain.call.and_then(|at| self.module.calls.get(at));
        let value = call.map_or(Value::Other, |call| Value::Call {
            target: call.target.clone(),
            arguments: call.arguments.clone(),
        });
        self.operand_with(value, chain);
    }

    fn operand_with(&mut self, value: Value, chain: Chain) {
        let Some(item) = self.item() else { return };
        item.value = Some(value);
        item.chain = Some(chain);
        item.wants_member = false;
    }

    /// Ends the statement that is being read, when one is.
    pub(super) fn end_statement(&mut self) {
        let Some(frame) = self.frames.last_mut().filter(|frame| frame.holds_statements()) else { return };
        let item = std::mem::take(&mut frame.item);
        let mut statement = std::mem::take(&mut frame.statement);
        frame.is_head = false;
        frame.is_lambda = false;
        if item.is_empty()
            && statement.keyword.is_none()
            && statement.targets.is_empty()
            && statement.list.is_empty()
        {
            return;
        }
        frame.has_statement = true;
        if item.declared.is_some() && statement.declared.is_none() {
            statement.declared.clone_from(&item.declared);
        }
        let chain = item.chain.clone().filter(|_| !item.is_joined());
        if item.is_awaited
            && let Some(call) =
                chain.as_ref().and_then(|chain| chain.call).and_then(|at| self.module.calls.get_mut(at))
        {
            call.is_awaited = true;
        }
        self.refer(&item, &statement);
        let value = item.finish();
        let exit = self.exit_of(&statement, &value, chain.as_ref());
        self.use_result(&statement, chain.as_ref());
        self.bind(&statement, value, chain.as_ref());
        if let Some(frame) = self.frames.last_mut() {
            frame.exit = exit;
        }
    }

    /// Names that a statement only reads.
    fn refer(&mut self, item: &Item, statement: &Statement) {
        let own = item.chain.as_ref().filter(|_| !item.is_joined());
        let is_read = statement.keyword.is_some() || !statement.targets.is_empty();
        let listed = statement.list.iter().filter_map(|(_, chain)| chain.as_ref());
        let read: Vec<(String, usize)> = own
            .into_iter()
            .chain(listed)
            .filter(|chain| is_read && !chain.is_called)
            .map(|chain| (chain.target.clone(), chain.start))
            .collect();
        for (target, start) in read {
            self.reference(&target, start);
        }
    }

    fn exit_of(&mut self, statement: &Statement, value: &Value, chain: Option<&Chain>) -> Exit {
        match statement.keyword {
            Some("return") => {
                let given = self.given(statement, value);
                self.returned(statement, &given);
                let is_error = match self.source.language() {
                    Language::Go => gives_error(statement, value),
                    Language::Rust => matches!(value, Value::Call { target, .. } if target == "Err"),
                    _ => false,
                };
                if is_error {
                    return Exit::Raises;
                }
                Exit::Returns(given)
            }
            Some("throw") => Exit::Raises,
            Some("continue") => Exit::Continues,
            Some("break") => Exit::Breaks,
            _ => {
                let target =
                    chain.filter(|chain| chain.is_called).map(|chain| chain.target.trim_end_matches("()"));
                if target.is_some_and(|target| RAISING.contains(&target)) {
                    Exit::Raises
                } else {
                    Exit::FallsThrough
                }
            }
        }
    }

    /// What a `return` gives: of several values a list; in Go a missing error behind one value is left out.
    fn given(&self, statement: &Statement, value: &Value) -> Value {
        if statement.list.is_empty() {
            return value.clone();
        }
        let is_go = self.source.language() == Language::Go;
        let first = statement.list.first().map(|(value, _)| value.clone()).unwrap_or(Value::Other);
        if is_go && statement.list.len() == 1 && *value == Value::Nothing {
            return first;
        }
        let listed = statement.list.iter().map(|(value, _)| value.clone());
        Value::List(listed.chain(std::iter::once(value.clone())).take(100).collect())
    }

    fn returned(&mut self, statement: &Statement, given: &Value) {
        if !self.records || !self.is_own_statement() || statement.start.is_none() {
            return;
        }
        let start = statement.start.unwrap_or_default();
        let lines = Lines::at(self.source.line(start));
        if let Some(within) = self.within() {
            self.returns.entry(within).or_default().push(Return { lines, value: given.clone() });
        }
    }

    fn use_result(&mut self, statement: &Statement, chain: Option<&Chain>) {
        let Some(call) = chain.filter(|chain| chain.is_called).and_then(|chain| chain.call) else { return };
        let target = statement.targets.first().map(|name| self.own_name(name, statement));
        let result = match (statement.keyword, target) {
            (Some("return"), _) => ResultUse::Returned,
            (_, Some(name)) => ResultUse::Bound(name),
            (None, None) if statement.list.is_empty() => ResultUse::Discarded,
            _ => ResultUse::Used,
        };
        if let Some(call) = self.module.calls.get_mut(call) {
            call.result = result;
        }
    }

    /// A name that is assigned to: fields of the class around begin with `self`.
    fn own_name(&self, written: &str, statement: &Statement) -> String {
        let (first, rest) =
            written.split_once('.').map_or((written, None), |(first, rest)| (first, Some(rest)));
        let receiver = self.local(first).is_some_and(|local| local.as_deref() == Some("self"));
        match rest {
            Some(rest) if receiver => format!("self.{rest}"),
            None if self.names.members_need_no_receiver()
                && !statement.declares
                && self.local(first).is_none()
                && self.is_in_function()
                && self.names.is_field(first, self.within()) =>
            {
                format!("self.{first}")
            }
            _ => written.to_owned(),
        }
    }

    fn bind(&mut self, statement: &Statement, value: Value, chain: Option<&Chain>) {
        let declared =
            statement.declared.as_ref().and_then(|name| self.names.instance_of(name, self.within()));
        if statement.targets.is_empty() {
            // `Client client;`
            if let (Some(declared), Some(chain)) = (declared, chain) {
                self.bind_local(&chain.written.clone(), Some(declared));
            }
            return;
        }
        let lines = self.source.line(statement.start.unwrap_or_default());
        let is_environment = matches!(value, Value::Environment { .. });
        let made = chain.filter(|chain| chain.is_called && !is_environment).map(|chain| chain.target.clone());
        let made = made.or_else(|| instance(&value));
        let is_made = chain.is_some_and(|chain| chain.is_called);
        let target = match declared {
            // What is made says more than the type it is kept as.
            Some(declared) if !is_made || made.as_deref().is_some_and(says_less) => Some(declared),
            _ => made,
        };
        let mut value = Some(value);
        for (index, written) in statement.targets.iter().enumerate() {
            let name = self.own_name(written, statement);
            if !written.contains('.') && name == *written {
                self.bind_local(written, target.clone().filter(|_| index == 0));
            }
            let value = if index == 0 { value.take().unwrap_or(Value::Other) } else { Value::Other };
            if self.records && self.module.bindings.len() < MAX_FACTS && name != "_" {
                let within = self.definition();
                self.module.bindings.push(Binding { lines: Lines::at(lines), name, value, within });
            }
        }
    }

    /// Notes that a bound name is read.
    pub(super) fn reference(&mut self, target: &str, at: usize) {
        let is_bound = target.starts_with("::") || target.starts_with("self.") || target.contains('.');
        if !self.records || !is_bound || self.seen.len() >= MAX_FACTS {
            return;
        }
        let within = self.definition();
        if self.seen.insert((target.to_owned(), within)) {
            self.module.references.push(Reference {
                target: target.to_owned(),
                within,
                line: self.source.line(at),
            });
        }
    }

    /// Notes a long text.
    pub(super) fn passage(&mut self, at: usize, value: &Value) {
        let text = match value {
            Value::Text(text) => text.clone(),
            Value::Template(parts) => parts
                .iter()
                .filter_map(|part| match part {
                    Value::Text(text) => Some(text.as_str()),
                    _ => None,
                })
                .collect::<Vec<_>>()
                .join(" "),
            _ => return,
        };
        if !self.records || text.chars().count() < MIN_PASSAGE || self.module.passages.len() >= MAX_FACTS {
            return;
        }
        let frame = self.frames.last();
        let bound_as =
            frame.and_then(|frame| frame.key.clone().or_else(|| frame.statement.targets.first().cloned()));
        self.module.passages.push(Passage {
            lines: self.source.lines(at, at),
            within: self.definition(),
            bound_as,
            language: language_of(&text).map(str::to_owned),
            text: crate::readers::text::cut(&text, 1_000),
        });
    }
}

/// Whether what makes a value says less of it than the type it is kept as: the end of a chain of calls does, unless it is one
/// that makes services out of interfaces.
fn says_less(made: &str) -> bool {
    made.matches("()").count() > 1 && crate::known::token_models::vendor_of_maker(made).is_none()
}

/// Whether the last value of a `return` of Go is an error.
fn gives_error(statement: &Statement, value: &Value) -> bool {
    let name = match value {
        Value::Name(name) => name.as_str(),
        Value::Call { target, .. } => target.as_str(),
        _ => return false,
    };
    let last = name.rsplit(['.', ':']).next().unwrap_or(name);
    let is_error = last == "err"
        || last.starts_with("Err")
        || last.ends_with("Err")
        || matches!(
            name,
            "fmt.Errorf" | "errors.New" | "errors.Wrap" | "errors.Wrapf" | "status.Errorf" | "errors.Join"
        )
        || last.ends_with("Error");
    is_error && statement.keyword == Some("return")
}

fn last_of(target: &str) -> &str {
    target.rsplit('.').next().unwrap_or(target)
}

fn environment(arguments: Vec<Argument>) -> Option<Value> {
    let mut values = arguments.into_iter().map(|argument| argument.value);
    match values.next()? {
        Value::Text(name) => Some(Value::Environment { name, default: values.next().map(Box::new) }),
        _ => None,
    }
}
