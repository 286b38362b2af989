//! The walk's words: names, constants, and the words that steer.

use super::dialect::is_keyword;
use super::items::{Chain, Join};
use super::walk::Walker;
use crate::Language;
use crate::fact::Value;

/// Words that announce a variable.
const DECLARING: &[&str] = &[
    "auto",
    "const",
    "final",
    "let",
    "lateinit",
    "mut",
    "ref",
    "static",
    "using",
    "val",
    "var",
    "readonly",
    "private",
    "protected",
    "public",
    "internal",
];

impl Walker<'_, '_> {
    /// A name or a keyword.
    pub(super) fn name(&mut self, at: usize) -> usize {
        let word = self.source.word(at);
        let next = at.saturating_add(1);
        if self.item().is_some_and(|item| item.wants_member) {
            return self.member(at, word);
        }
        let language = self.source.language();
        match word {
            "true" | "True" => self.operand(Value::Bool(true), None, at),
            "false" | "False" => self.operand(Value::Bool(false), None, at),
            "null" | "nil" | "None" => self.operand(Value::Nothing, None, at),
            "new" if language != Language::Ruby && language != Language::Rust && language != Language::Go => {
                if let Some(item) = self.item() {
                    item.is_new = true;
                }
            }
            "await" => {
                if let Some(item) = self.item() {
                    item.is_awaited = true;
                }
            }
            "as" | "is" | "instanceof" | "satisfies"
                if self.item().is_some_and(|item| item.value.is_some()) =>
            {
                if let Some(item) = self.item() {
                    item.skips_name = true;
                }
            }
            "return" => self.leaving_word(at, "return"),
            "continue" => self.leaving_word(at, "continue"),
            "break" => self.leaving_word(at, "break"),
            "next" if language == Language::Ruby => self.leaving_word(at, "continue"),
            "raise" if language == Language::Ruby => self.leaving_word(at, "throw"),
            "throw" if !matches!(language, Language::Ruby | Language::Go | Language::Rust) => {
                self.leaving_word(at, "throw");
            }
            "async" | "move" | "pub" | "unsafe" | "yield" | "checked" | "suspend" => {}
            "func" | "fn" | "function" | "fun" | "delegate" | "lambda" | "proc" | "sub"
                if self.source.is(next, "(") || language == Language::Ruby && self.source.is(next, "{") =>
            {
                self.join(Join::Other);
            }
            "map" if language == Language::Go && self.source.is(next, "[") => {
                if let Some(item) = self.item() {
                    item.is_map = true;
                }
                return self.source.close_of(next).saturating_add(1);
            }
            "interface" | "struct" if language == Language::Go && self.source.is(next, "{") => {
                return self.source.close_of(next).saturating_add(1);
            }
            "and" | "or" if matches!(language, Language::Ruby | Language::Php | Language::Kotlin) => {
                self.join(if word == "or" { Join::Either } else { Join::Other });
            }
            _ if DECLARING.contains(&word) && self.announces(at) => {
                if let Some(frame) = self.top() {
                    frame.statement.declares = true;
                }
            }
            _ if is_keyword(word) => self.steering_word(word),
            _ => return self.chain(at, word),
        }
        next
    }

    /// Whether a word stands in front of a declaration and is no name itself.
    fn announces(&mut self, at: usize) -> bool {
        let next = at.saturating_add(1);
        let follows = self.source.is_name(next) || self.source.is_any(next, &["(", "[", "&", "*", "@", "?"]);
        let is_free = self.top().is_some_and(|frame| frame.holds_statements() && frame.item.value.is_none());
        let may_divide = self.source.is_any(at, &["val", "var", "let", "const", "using"]);
        is_free && follows && (may_divide || !self.source.is(next, "("))
    }

    fn leaving_word(&mut self, at: usize, word: &'static str) {
        let next = at.saturating_add(1);
        if self.source.language() == Language::Kotlin && self.source.is(next, "@") {
            // `return@launch` leaves a lambda.
            self.join(Join::Other);
            return;
        }
        let Some(frame) = self.top() else { return };
        if frame.holds_statements() && frame.statement.keyword.is_none() {
            frame.statement.keyword = Some(word);
        }
    }

    fn steering_word(&mut self, word: &str) {
        // `value if condition` of Ruby: the statement stands before the word.
        let is_behind = self.source.language() == Language::Ruby
            && matches!(word, "if" | "unless" | "while" | "until" | "rescue");
        let Some(frame) = self.top() else { return };
        let has_statement = !frame.item.is_empty() || frame.statement.keyword.is_some();
        if is_behind && has_statement && frame.holds_statements() {
            self.end_statement();
        }
        let Some(frame) = self.top() else { return };
        frame.is_head |= !matches!(word, "in" | "is" | "not" | "and" | "or");
        frame.item.join(Join::Other);
    }

    /// A member behind a point.
    fn member(&mut self, at: usize, word: &str) -> usize {
        let is_rust = self.source.language() == Language::Rust;
        if word == "await" && is_rust {
            self.mark_awaited();
            if let Some(item) = self.item() {
                item.wants_member = false;
            }
            return at.saturating_add(1);
        }
        let name = word.trim_start_matches('$').trim_start_matches('\\');
        let within = self.within();
        let field = match self.item().and_then(|item| item.chain.as_ref()) {
            Some(chain) if chain.target == "self" => self.names.field(name, within).map(str::to_owned),
            _ => None,
        };
        let Some(item) = self.item() else { return at.saturating_add(1) };
        item.wants_member = false;
        let environment = match &item.value {
            Some(Value::Environment { name, .. }) => Some(name.clone()),
            _ => None,
        };
        if let Some(chain) = &mut item.chain {
            chain.environment = environment;
            chain.extend(name);
            if let Some(field) = field {
                chain.target = field;
            }
            item.value = Some(chain.value());
        }
        let next = at.saturating_add(1);
        if word == "new" && self.source.language() == Language::Ruby && !self.source.is(next, "(") {
            self.make_without_arguments(at);
        }
        next
    }

    /// `Client.new` of Ruby makes a client, with or without brackets.
    fn make_without_arguments(&mut self, at: usize) {
        let Some(chain) = self.item().and_then(|item| item.chain.take()) else { return };
        let start = chain.start;
        let chain = self.open_call(chain, false);
        self.finish_call(chain, Vec::new(), start, at);
    }

    pub(super) fn mark_awaited(&mut self) {
        let call = self.item().and_then(|item| item.chain.as_ref()).and_then(|chain| chain.call);
        if let Some(call) = call.and_then(|at| self.module.calls.get_mut(at)) {
            call.is_awaited = true;
        }
    }

    /// The first name of a chain.
    fn chain(&mut self, at: usize, word: &str) -> usize {
        let next = at.saturating_add(1);
        if self.begins_command(at) {
            self.begin_command(at);
        }
        let is_key = self.is_key(at);
        let is_new = self.item().is_some_and(|item| item.is_new);
        let name = self.written(word);
        let target = if is_key { name.clone() } else { self.meaning(word, &name, at, is_new) };
        let written = if target == "self" { "self".to_owned() } else { name };
        let chain = Chain { written, target, start: at, ..Chain::default() };
        let value = chain.value();
        self.operand(value, Some(chain), at);
        next
    }

    /// Whether a name says which argument a value is for.
    fn is_key(&mut self, at: usize) -> bool {
        let next = at.saturating_add(1);
        let language = self.source.language();
        let signs: &[&str] = match language {
            Language::Kotlin | Language::Java => &["="],
            Language::CSharp => &["=", ":"],
            Language::Ruby | Language::Go | Language::Rust | Language::Php => &[":"],
            _ => return false,
        };
        self.source.is_any(next, signs)
            && self.top().is_some_and(|frame| !frame.holds_statements() && frame.item.value.is_none())
    }

    fn meaning(&mut self, word: &str, name: &str, at: usize, is_new: bool) -> String {
        let within = self.within();
        if matches!(word, "this" | "self" | "$this" | "@this") {
            return "self".to_owned();
        }
        if matches!(word, "super" | "base" | "parent")
            && self.source.is_any(at.saturating_add(1), &[".", "::", "("])
        {
            return "super()".to_owned();
        }
        if word.starts_with('@') && self.source.language() == Language::Ruby {
            let field = self.names.field(name.trim_start_matches("self."), within);
            return field.map_or_else(|| name.to_owned(), str::to_owned);
        }
        if is_new {
            return self.names.type_in(name, within);
        }
        if let Some(local) = self.local(name) {
            return local.clone().unwrap_or_else(|| name.to_owned());
        }
        if word.starts_with('$') {
            return name.to_owned();
        }
        let is_called = self.source.is(at.saturating_add(1), "(");
        // `\A\B` and `A::B` begin with a name that may be imported.
        let (first, rest) = name.split_once('.').map_or((name, None), |(first, rest)| (first, Some(rest)));
        let bound = self.names.meaning(first, within, is_called).unwrap_or_else(|| first.to_owned());
        rest.map_or(bound.clone(), |rest| format!("{bound}.{rest}"))
    }

    /// A name as the facts write it: variables without their sign, namespaces with points.
    fn written(&self, word: &str) -> String {
        let is_ruby = self.source.language() == Language::Ruby;
        match word.strip_prefix('@') {
            Some(field) if is_ruby => format!("self.{}", field.trim_start_matches('@')),
            Some(name) => name.to_owned(),
            None => word.trim_start_matches(['$', '\\']).replace('\\', "."),
        }
    }
}
