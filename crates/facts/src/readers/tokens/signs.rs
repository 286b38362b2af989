//! The walk's signs: members, keys, assignments, operators.

use super::items::{Item, Join, Opened};
use super::walk::Walker;
use crate::Language;
use crate::fact::Value;

impl Walker<'_, '_> {
    pub(super) fn sign(&mut self, at: usize) -> usize {
        let source = self.source;
        let (language, sign, next) = (source.language(), source.word(at), at.saturating_add(1));
        let has_value = self.item().is_some_and(|item| item.value.is_some());
        match sign {
            "." if language == Language::Php => self.join(Join::Text),
            "->" if language == Language::Php => self.wants_member(at),
            "." | "?." | "&." | "?->" => self.wants_member(at),
            "::" if has_value => self.wants_member(at),
            "::" | "!!" | "#" | "$" | "\\" => {}
            "," => self.comma(),
            ";" | "?>" => self.semicolon(),
            ":=" => self.assign(),
            "=" => self.equals(),
            "+=" | "-=" | "*=" | "/=" | ".=" | "|=" | "&=" | "%=" => {
                self.assign();
                self.join(Join::Other);
            }
            "||=" | "??=" => {
                self.assign();
            }
            ":" => return self.colon(at),
            "=>" => self.double_arrow(),
            "->" => self.lambda(),
            "?" => self.question(at, has_value),
            "!" => self.exclamation(at, has_value),
            "@" => return self.annotation(at),
            "<" => return self.type_arguments(at),
            "|" if !has_value => return self.lambda_parameters(at),
            "&" | "*" | "..." | "<-" | "**" | "-" | "&&" if !has_value => {}
            "+" => self.join(Join::Text),
            "||" | "??" | "?:" => self.join(Join::Either),
            "++" | "--" => {}
            _ => self.join(Join::Other),
        }
        next
    }

    fn wants_member(&mut self, at: usize) {
        let Some(item) = self.item() else { return };
        if item.is_joined() && item.value.is_none() {
            return;
        }
        if item.chain.is_none() {
            // What hangs from a text, a bracket or a block hangs from nothing that has a name.
            let unnamed = "?".to_owned();
            item.chain = Some(super::items::Chain {
                written: unnamed.clone(),
                target: unnamed,
                start: at,
                ..Default::default()
            });
            item.value = Some(Value::Other);
        }
        item.wants_member = true;
    }

    fn comma(&mut self) {
        match self.frames.last().map(|frame| &frame.opened) {
            Some(Opened::Block | Opened::Group) => {
                let Some(frame) = self.top() else { return };
                let item = std::mem::take(&mut frame.item);
                let chain = item.chain.clone().filter(|_| !item.is_joined());
                if frame.statement.list.len() < 50 {
                    frame.statement.list.push((item.finish(), chain));
                }
            }
            Some(Opened::Map | Opened::List | Opened::Index) => self.end_member(),
            Some(_) => self.end_argument(),
            None => {}
        }
    }

    fn semicolon(&mut self) {
        while matches!(self.frames.last().map(|frame| &frame.opened), Some(Opened::Command(_))) {
            self.close_top();
        }
        self.end_statement();
    }

    /// `=` in a list of arguments says which one; elsewhere it assigns.
    fn equals(&mut self) {
        if self.frames.last().is_some_and(super::items::Frame::holds_statements) {
            self.assign();
        } else {
            self.take_key();
        }
    }

    /// What was read names an argument.
    fn take_key(&mut self) {
        let Some(frame) = self.top() else { return };
        let item = std::mem::take(&mut frame.item);
        if matches!(frame.opened, Opened::Map) {
            let key = match (&item.chain, item.value.clone()) {
                // A key without quotes is a text (`name: value`), not the variable of that name.
                (Some(chain), _) if !chain.is_called && !chain.written.contains('.') => {
                    Value::Text(chain.written.clone())
                }
                (_, Some(value)) => value,
                (_, None) => Value::Other,
            };
            frame.map_key = Some(key);
            return;
        }
        match item.chain.filter(|chain| !chain.is_called) {
            Some(chain) => frame.key = Some(chain.written),
            None => {
                if let Some(Value::Text(text)) = item.value {
                    frame.key = Some(text);
                }
            }
        }
    }

    /// What was read is bound to what comes.
    fn assign(&mut self) {
        let Some(frame) = self.top().filter(|frame| frame.holds_statements()) else { return };
        let item = std::mem::take(&mut frame.item);
        let listed = std::mem::take(&mut frame.statement.list);
        let names = listed.into_iter().filter_map(|(_, chain)| chain);
        let own = item.chain.filter(|chain| !chain.is_called);
        frame.statement.targets.extend(names.chain(own).map(|chain| chain.written).take(20));
        if item.declared.is_some() {
            frame.statement.declared = item.declared;
            frame.statement.declares = true;
        }
    }

    fn colon(&mut self, at: usize) -> usize {
        let next = at.saturating_add(1);
        let source = self.source;
        let Some(frame) = self.frames.last_mut() else { return next };
        let is_ternary = frame.item.is_joined();
        match frame.opened {
            _ if is_ternary && !matches!(frame.opened, Opened::Block | Opened::Map) => {}
            Opened::Block | Opened::Group => {
                let typed = matches!(source.language(), Language::Kotlin | Language::Rust);
                if typed && frame.statement.declares && frame.item.chain.is_some() {
                    return self.declared_type(next);
                }
                if source.language() == Language::Ruby && frame.item.value.is_none() {
                    return self.symbol(at);
                }
                if !is_ternary {
                    frame.item = Item::default();
                }
            }
            _ if source.language() == Language::Ruby && frame.item.value.is_none() => return self.symbol(at),
            _ => self.take_key(),
        }
        next
    }

    /// `:name` of Ruby.
    fn symbol(&mut self, at: usize) -> usize {
        let next = at.saturating_add(1);
        if self.source.is_name(next) && self.source.is_close(next) {
            let text = Value::Text(self.source.word(next).to_owned());
            self.operand(text, None, next);
            return next.saturating_add(1);
        }
        next
    }

    /// The type of `val name: Type = …`, up to the sign that gives the value.
    fn declared_type(&mut self, start: usize) -> usize {
        let source = self.source;
        let mut here = start;
        let end = start.saturating_add(80).min(source.len());
        while here < end
            && !source.is_any(here, &["=", ";", ")", "in"])
            && (here == start || !(source.is_first(here) && source.dialect.ends_with_line))
        {
            here = source.behind_type_arguments(here).unwrap_or_else(|| {
                if source.opens(here) { source.close_of(here) } else { here }.saturating_add(1)
            });
        }
        let declared =
            source.is_name(start).then(|| super::declare::type_name(source, start..here)).flatten();
        if let Some(frame) = self.top() {
            frame.item.declared = declared;
        }
        here
    }

    /// A key of a dictionary in PHP and Ruby; elsewhere the head of a lambda or of an arm ends.
    fn double_arrow(&mut self) {
        let is_key = matches!(self.source.language(), Language::Php | Language::Ruby)
            && self.frames.last().is_some_and(|frame| !frame.holds_statements() && !frame.item.is_joined());
        if !is_key {
            return self.lambda();
        }
        let Some(frame) = self.top() else { return };
        let item = std::mem::take(&mut frame.item);
        let key = item.finish();
        if matches!(frame.opened, Opened::Call(_) | Opened::Command(_)) {
            frame.key = match &key {
                Value::Text(text) => Some(text.clone()),
                _ => frame.key.take(),
            };
        }
        frame.map_key = Some(key);
    }

    fn lambda(&mut self) {
        let Some(frame) = self.top() else { return };
        frame.is_lambda = !matches!(frame.opened, Opened::Block);
        frame.item = Item::default();
        frame.statement.list.clear();
    }

    fn lambda_parameters(&mut self, at: usize) -> usize {
        let next = at.saturating_add(1);
        let end = next.saturating_add(40).min(self.source.len());
        match (next..end).find(|at| self.source.is(*at, "|")) {
            Some(close) => {
                if self.frames.last().is_some_and(|frame| !frame.holds_statements())
                    && let Some(frame) = self.top()
                {
                    frame.is_lambda = true;
                }
                close.saturating_add(1)
            }
            None => next,
        }
    }

    fn question(&mut self, at: usize, has_value: bool) {
        let (source, next) = (self.source, at.saturating_add(1));
        let is_type = source.is_close(at)
            && source.is_name(next)
            && source.is_any(next.saturating_add(1), &["=", ";", ",", ")"]);
        let is_plain = matches!(source.language(), Language::Rust | Language::Kotlin | Language::Ruby);
        if has_value && !is_type && !is_plain {
            self.join(Join::Other);
        }
    }

    fn exclamation(&mut self, at: usize, has_value: bool) {
        let next = at.saturating_add(1);
        let is_macro = self.source.language() == Language::Rust
            && has_value
            && self.source.is_close(at)
            && self.source.opens(next);
        if is_macro {
            if let Some(chain) = self.item().and_then(|item| item.chain.as_mut()) {
                chain.written.push('!');
                chain.target.push('!');
            }
        } else if !has_value {
            self.join(Join::Other);
        }
    }

    /// `@Name(…)` in front of a local variable.
    fn annotation(&mut self, at: usize) -> usize {
        let mut here = at.saturating_add(1);
        if self.source.is_name(here) {
            here = here.saturating_add(1);
            while self.source.is(here, ".") && self.source.is_name(here.saturating_add(1)) {
                here = here.saturating_add(2);
            }
            if self.source.is(here, "(") {
                here = self.source.close_of(here).saturating_add(1);
            }
        }
        here
    }

    fn type_arguments(&mut self, at: usize) -> usize {
        let is_named = self.item().is_some_and(|item| item.chain.is_some());
        let behind = self.source.behind_type_arguments(at).filter(|behind| {
            let follows =
                self.source.is_any(*behind, &["(", "{", ".", "::", ">", ")", ",", ";", "[", "?", "&", "="]);
            is_named && (follows || self.source.is_name(*behind))
        });
        match behind {
            Some(behind) => {
                if let Some(item) = self.item() {
                    item.wants_member = false;
                }
                behind
            }
            None => {
                self.join(Join::Other);
                at.saturating_add(1)
            }
        }
    }
}
