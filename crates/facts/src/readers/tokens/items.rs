//! What the walk holds while it reads expressions: operands, what they are joined by, and the brackets that are open.

use crate::fact::{Argument, Exit, Value};

/// A name or a call with what hangs from it.
#[derive(Clone, Debug, Default)]
pub(super) struct Chain {
    pub(super) written: String,
    pub(super) target: String,
    /// The last call in it: an index into the module's calls.
    pub(super) call: Option<usize>,
    /// Whether it ends in that call.
    pub(super) is_called: bool,
    /// Its first token.
    pub(super) start: usize,
    /// The variable of the environment that it hangs from.
    pub(super) environment: Option<String>,
}

impl Chain {
    pub(super) fn extend(&mut self, name: &str) {
        for text in [&mut self.written, &mut self.target] {
            if text.len() > crate::readers::parts::MAX_NAME {
                text.clear();
                text.push('?');
            }
            text.push('.');
            text.push_str(name);
        }
        self.is_called = false;
    }

    pub(super) fn value(&self) -> Value {
        Value::Name(self.target.clone())
    }
}

/// How operands are joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Join {
    /// There is one.
    #[default]
    None,
    /// `+` of texts.
    Text,
    /// `||`, `??`, `?:`.
    Either,
    /// Anything else.
    Other,
}

/// An expression that is being read.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    pub(super) value: Option<Value>,
    pub(super) chain: Option<Chain>,
    /// Whether a sign says that a member follows.
    pub(super) wants_member: bool,
    pub(super) is_new: bool,
    pub(super) is_awaited: bool,
    /// Whether the next name is a type of no interest: `x as Type`.
    pub(super) skips_name: bool,
    pub(super) is_list: bool,
    pub(super) is_map: bool,
    /// The type of a declaration, when two names stand side by side.
    pub(super) declared: Option<String>,
    joined: Vec<Value>,
    join: Join,
}

impl Item {
    /// Takes an operator: what was read becomes the left side.
    pub(super) fn join(&mut self, join: Join) {
        if let Some(value) = self.value.take()
            && self.joined.len() < 100
        {
            self.joined.push(value);
        }
        self.join = if matches!(self.join, Join::None) || self.join == join { join } else { Join::Other };
        self.chain = None;
        self.wants_member = false;
        self.is_new = false;
    }

    pub(super) fn is_joined(&self) -> bool {
        self.join != Join::None
    }

    pub(super) fn is_empty(&self) -> bool {
        self.value.is_none() && !self.is_joined()
    }

    /// What it comes down to.
    pub(super) fn finish(mut self) -> Value {
        let last = self.value.take();
        match self.join {
            Join::None => last.unwrap_or(Value::Other),
            Join::Other => Value::Other,
            Join::Either => {
                self.joined.extend(last);
                Value::Either(self.joined)
            }
            Join::Text => {
                self.joined.extend(last);
                let is_text =
                    self.joined.iter().any(|part| matches!(part, Value::Text(_) | Value::Template(_)));
                if is_text { Value::Template(self.joined) } else { Value::Other }
            }
        }
    }
}

/// What a bracket is there for.
#[derive(Clone, Debug)]
pub(super) enum Opened {
    /// A block of statements.
    Block,
    /// Arguments of a call, whose place in the list of calls is kept for it.
    Call(Chain),
    /// Arguments that no bracket holds.
    Command(Chain),
    /// Further arguments of a call that was made: `new X(…) { A = 1 }`.
    Further(Chain),
    /// A bracket around an expression.
    Group,
    /// Something in an index.
    Index,
    /// A list.
    List,
    /// A dictionary or an object without a name.
    Map,
}

/// A statement that is being read.
#[derive(Clone, Debug, Default)]
pub(super) struct Statement {
    pub(super) keyword: Option<&'static str>,
    /// The names it binds, as written.
    pub(super) targets: Vec<String>,
    /// The type it declares for them.
    pub(super) declared: Option<String>,
    pub(super) declares: bool,
    /// What stood before commas.
    pub(super) list: Vec<(Value, Option<Chain>)>,
    /// Its first token.
    pub(super) start: Option<usize>,
}

/// A bracket that is open.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) opened: Opened,
    /// Its token; for a command the token before its arguments.
    pub(super) open: usize,
    pub(super) arguments: Vec<Argument>,
    pub(super) pairs: Vec<(Value, Value)>,
    pub(super) key: Option<String>,
    pub(super) map_key: Option<Value>,
    pub(super) item: Item,
    pub(super) statement: Statement,
    /// Whether the argument is a function.
    pub(super) is_lambda: bool,
    /// Whether the head of an `if` or a loop is being read, which ends where a block opens.
    pub(super) is_head: bool,
    /// How the last statement ended.
    pub(super) exit: Exit,
    /// Whether it holds a statement.
    pub(super) has_statement: bool,
}

impl Frame {
    pub(super) fn new(opened: Opened, open: usize) -> Self {
        Self {
            opened,
            open,
            arguments: Vec::new(),
            pairs: Vec::new(),
            key: None,
            map_key: None,
            item: Item::default(),
            statement: Statement::default(),
            is_lambda: false,
            is_head: false,
            exit: Exit::FallsThrough,
            has_statement: false,
        }
    }

    pub(super) const fn holds_statements(&self) -> bool {
        matches!(self.opened, Opened::Block | Opened::Group)
    }
}
