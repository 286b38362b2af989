//! What steers: decisions, loops, and what happens when something fails.
//!
//! In Go a failure is a value: `if err != nil` behind the call that gives it is read as the handler of that call. In Rust an arm
//! or a branch for `Err` is one. Both are what their authors write for it; other ways to treat an error are not seen.

use super::source::Source;
use super::walk::Walker;
use crate::Language;
use crate::fact::{Branch, Catch, DefinitionId, Exit, Loop, Try, Value};
use beredd_model::Lines;
use std::collections::BTreeMap;
use std::ops::Range;

/// Most tokens of a head (`if …`, `for …`) that are looked through for its block.
const MAX_HEAD: usize = 160;

/// Reads what steers, and says of each call which `try` guards it.
pub(super) fn read(walker: &mut Walker<'_, '_>, owners: &[(usize, Range<usize>, u32)]) {
    let mut lines: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for binding in &walker.module.bindings {
        if is_error(&binding.name) {
            lines.entry(binding.name.clone()).or_default().push(binding.lines.start);
        }
    }
    let methods = owners.iter().map(|(head, _, id)| (*head, DefinitionId(*id))).collect();
    let mut reader = Reader { source: walker.source, walker, lines, methods, within: None };
    let mut open: Vec<(usize, u32)> = Vec::new();
    let mut owners = owners.iter().peekable();
    for at in 0..reader.source.len() {
        while open.last().is_some_and(|(end, _)| at >= *end) {
            open.pop();
        }
        while let Some((_, body, id)) = owners.next_if(|(_, body, _)| body.start <= at) {
            if at < body.end {
                open.push((body.end, *id));
            }
        }
        reader.within = open.last().map(|(_, id)| DefinitionId(*id));
        if reader.source.is_name(at)
            && at.checked_sub(1).is_none_or(|before| !reader.source.is_any(before, &[".", "?.", "->", "::"]))
        {
            reader.word(at);
        }
    }
    guard(walker);
}

struct Reader<'w, 's, 'a> {
    source: &'s Source<'a>,
    walker: &'w mut Walker<'s, 'a>,
    /// Lines that bind an error, by its name.
    lines: BTreeMap<String, Vec<u32>>,
    /// Functions by the token they begin with.
    methods: BTreeMap<usize, DefinitionId>,
    within: Option<DefinitionId>,
}

impl Reader<'_, '_, '_> {
    fn word(&mut self, at: usize) {
        let language = self.source.language();
        let next = at.saturating_add(1);
        match self.source.word(at) {
            "try" if self.source.is_any(next, &["{", "("]) => self.attempt(at),
            "begin" | "def" if language == Language::Ruby && self.source.opens(at) => self.rescue(at),
            "if" | "unless" | "elsif" if language == Language::Ruby => self.ruby_branch(at),
            "if" => self.branch(at),
            "for" | "foreach" => self.repeat(at),
            "match" if language == Language::Rust => self.matched(at),
            _ => {}
        }
    }

    /// The brace that opens the block of a head, outside of other brackets.
    fn block_of(&self, at: usize) -> Option<usize> {
        let mut here = at;
        let end = at.saturating_add(MAX_HEAD).min(self.source.len());
        while here < end {
            if self.source.is(here, "{") && self.source.opens(here) {
                return Some(here);
            }
            if self.source.is_any(here, &["}", ";"]) && self.source.language() != Language::Go
                || self.source.is(here, "}")
            {
                return None;
            }
            here = if self.source.opens(here) { self.source.close_of(here) } else { here }.saturating_add(1);
        }
        None
    }

    fn attempt(&mut self, at: usize) {
        let mut open = at.saturating_add(1);
        if self.source.is(open, "(") {
            open = self.source.close_of(open).saturating_add(1);
        }
        if !self.source.is(open, "{") {
            return;
        }
        let mut here = self.source.close_of(open).saturating_add(1);
        let body = self.source.lines(at, here.saturating_sub(1));
        let mut catches = Vec::new();
        while self.source.is(here, "catch") && catches.len() < 20 {
            let start = here;
            here = here.saturating_add(1);
            let mut exceptions = Vec::new();
            if self.source.is(here, "(") {
                exceptions = self.exceptions(here);
                here = self.source.close_of(here).saturating_add(1);
            }
            if self.source.is(here, "when") {
                here = self.source.close_of(here.saturating_add(1)).saturating_add(1);
            }
            if !self.source.is(here, "{") {
                break;
            }
            catches.push(self.catch(start, here, exceptions));
            here = self.source.close_of(here).saturating_add(1);
        }
        self.push(body, catches);
    }

    fn exceptions(&self, open: usize) -> Vec<String> {
        let close = self.source.close_of(open);
        let is_kotlin = self.source.language() == Language::Kotlin;
        let mut here = open.saturating_add(if is_kotlin { 3 } else { 1 });
        let mut found = Vec::new();
        while here < close && found.len() < 10 {
            if self.source.is_name(here) && !self.source.is_any(here, &["final", "val"]) {
                let (name, behind) = super::declare::dotted(self.source, here);
                found.push(self.walker.names.type_in(&name, self.at()));
                here = behind;
                if !self.source.is(here, "|") {
                    break;
                }
            }
            here = here.saturating_add(1);
        }
        found
    }

    fn at(&self) -> Option<usize> {
        self.within.and_then(|id| usize::try_from(id.0).ok())
    }

    fn catch(&self, start: usize, open: usize, exceptions: Vec<String>) -> Catch {
        let close = self.source.close_of(open);
        Catch {
            lines: self.source.lines(start, close),
            exceptions,
            exit: self.exit(open),
            is_empty: close == open.saturating_add(1),
        }
    }

    fn exit(&self, open: usize) -> Exit {
        self.walker.exits.get(&open).cloned().unwrap_or(Exit::FallsThrough)
    }

    fn push(&mut self, body: Lines, catches: Vec<Catch>) {
        if !catches.is_empty() && self.walker.module.tries.len() < 20_000 {
            let within = self.within;
            self.walker.module.tries.push(Try { body, within, catches });
        }
    }

    /// `begin … rescue A, B => e … end`, and the same in a method.
    fn rescue(&mut self, at: usize) {
        let close = self.source.close_of(at);
        let marks = self.marks(at, close, &["rescue", "ensure", "else"]);
        let Some(first) = marks.first().copied().filter(|at| self.source.is(*at, "rescue")) else { return };
        let body = Lines::new(
            self.source.line(at),
            self.source.line(first).saturating_sub(1).max(self.source.line(at)),
        );
        let mut catches = Vec::new();
        for (index, mark) in marks.iter().enumerate().filter(|(_, mark)| self.source.is(**mark, "rescue")) {
            let end = marks.get(index.saturating_add(1)).copied().unwrap_or(close);
            let mut here = mark.saturating_add(1);
            let mut exceptions = Vec::new();
            while here < end && !self.source.is_first(here) && self.source.is_name(here) {
                let (name, behind) = super::declare::dotted(self.source, here);
                exceptions.push(name);
                here = if self.source.is(behind, ",") { behind.saturating_add(1) } else { behind };
            }
            if self.source.is(here, "=>") {
                here = here.saturating_add(2);
            }
            let lines = Lines::new(
                self.source.line(*mark),
                self.source.end_line(end.saturating_sub(1)).max(self.source.line(*mark)),
            );
            let is_method = self.source.is(at, "def");
            let exit = self.ruby_exit(here..end, is_method);
            catches.push(Catch { lines, exceptions, exit, is_empty: here >= end });
        }
        let outer = self.within;
        self.within = self.methods.get(&at).copied().or(outer);
        self.push(body, catches);
        self.within = outer;
    }

    /// Words that stand directly in a block of Ruby.
    fn marks(&self, open: usize, close: usize, words: &[&str]) -> Vec<usize> {
        let mut found = Vec::new();
        let mut here = open.saturating_add(1);
        while here < close && found.len() < 50 {
            if self.source.is_first(here) && self.source.is_name(here) && self.source.is_any(here, words) {
                found.push(here);
            }
            here = if self.source.opens(here) { self.source.close_of(here) } else { here }.saturating_add(1);
        }
        found
    }

    /// How a stretch of Ruby ends: by its last statement.
    fn ruby_exit(&self, body: Range<usize>, gives_value: bool) -> Exit {
        let mut last = None;
        let mut here = body.start;
        while here < body.end {
            if self.source.is_first(here) || self.source.is(here, "raise") {
                last = Some(here);
            }
            here = if self.source.opens(here) { self.source.close_of(here) } else { here }.saturating_add(1);
        }
        match last.map(|at| self.source.word(at)) {
            Some("raise") => Exit::Raises,
            Some("next" | "retry") => Exit::Continues,
            Some("break") => Exit::Breaks,
            Some("return") => Exit::Returns(Value::Other),
            Some(_) if gives_value => Exit::Returns(Value::Other),
            _ => Exit::FallsThrough,
        }
    }

    fn branch(&mut self, at: usize) {
        let next = at.saturating_add(1);
        let has_brackets = !matches!(self.source.language(), Language::Go | Language::Rust);
        if has_brackets && !self.source.is(next, "(") {
            return;
        }
        let (head, open) = if has_brackets {
            let close = self.source.close_of(next);
            (next..close, Some(close.saturating_add(1)).filter(|open| self.source.is(*open, "{")))
        } else {
            let Some(open) = self.block_of(next) else { return };
            (next..open, Some(open))
        };
        let Some(open) = open else { return self.short_branch(at, head) };
        self.failure(at, &head, open);
        let close = self.source.close_of(open);
        let other = close.saturating_add(1);
        let otherwise = self.source.is(other, "else").then(|| self.otherwise(other)).flatten();
        let body = self.source.lines(open, close);
        let end = otherwise.as_ref().map_or(body.end, |(lines, _)| lines.end);
        let lines = Lines::new(self.source.line(at), end);
        let exit = self.exit(open);
        self.push_branch(lines, body, head, exit, otherwise);
    }

    /// `if (x) return y;`
    fn short_branch(&mut self, at: usize, head: Range<usize>) {
        let start = head.end.saturating_add(1);
        let exit = match self.source.word(start) {
            "return" => Exit::Returns(Value::Other),
            "throw" => Exit::Raises,
            "continue" => Exit::Continues,
            "break" => Exit::Breaks,
            _ => Exit::FallsThrough,
        };
        let lines = self.source.lines(at, start);
        self.push_branch(lines, self.source.lines(start, start), head, exit, None);
    }

    fn otherwise(&self, at: usize) -> Option<(Lines, Exit)> {
        let next = at.saturating_add(1);
        if self.source.is(next, "{") {
            return Some((self.source.lines(next, self.source.close_of(next)), self.exit(next)));
        }
        let open = self.source.is(next, "if").then(|| self.block_of(next)).flatten()?;
        Some((self.source.lines(next, self.source.close_of(open)), self.exit(open)))
    }

    fn push_branch(
        &mut self,
        lines: Lines,
        body: Lines,
        head: Range<usize>,
        exit: Exit,
        otherwise: Option<(Lines, Exit)>,
    ) {
        let (mut names, mut texts) = (Vec::new(), Vec::new());
        let mut here = head.start;
        while here < head.end && names.len() < 20 {
            if let Some(Value::Text(text)) = self.source.text(here) {
                texts.push(text.clone());
            }
            if self.source.is_name(here)
                && !self
                    .source
                    .is_any(here, &["nil", "null", "None", "true", "false", "let", "is", "not", "this"])
            {
                let (name, behind) = super::declare::dotted(self.source, here);
                names.push(name.trim_start_matches(['$', '@']).to_owned());
                here = behind;
            } else {
                here = here.saturating_add(1);
            }
        }
        let first = if self.source.is(head.start, "(") { head.start.saturating_add(1) } else { head.start };
        let nothing = |at: usize| self.source.is_any(at, &["nil", "null", "None", "false"]);
        let is_negated = self.source.is(first, "!")
            || (head.start..head.end)
                .any(|at| self.source.is_any(at, &["==", "is", "==="]) && nothing(at.saturating_add(1)));
        if self.walker.module.branches.len() < 40_000 {
            let within = self.within;
            self.walker.module.branches.push(Branch {
                lines,
                body,
                within,
                names,
                texts,
                is_negated,
                exit,
                otherwise,
            });
        }
    }

    fn ruby_branch(&mut self, at: usize) {
        if !self.source.opens(at) {
            return;
        }
        let close = self.source.close_of(at);
        let head_end =
            (at.saturating_add(1)..close).find(|at| self.source.is_first(*at) || self.source.is(*at, "then"));
        let start = head_end.unwrap_or(close);
        let marks = self.marks(at, close, &["else", "elsif"]);
        let end = marks.first().copied().unwrap_or(close);
        let body = Lines::new(
            self.source.line(start),
            self.source.end_line(end.saturating_sub(1)).max(self.source.line(start)),
        );
        let exit = self.ruby_exit(start..end, false);
        let otherwise = marks.first().map(|mark| {
            let exit = self.ruby_exit(mark.saturating_add(1)..close, false);
            (Lines::new(self.source.line(*mark), self.source.line(close).max(self.source.line(*mark))), exit)
        });
        self.push_branch(self.source.lines(at, close), body, at.saturating_add(1)..start, exit, otherwise);
    }

    /// `if err != nil {` behind what gave the error; `if let Err(e) = … {`.
    fn failure(&mut self, at: usize, head: &Range<usize>, open: usize) {
        let source = self.source;
        let is_let = source.language() == Language::Rust
            && source.is(head.start, "let")
            && source.is(head.start.saturating_add(1), "Err");
        if is_let {
            let body = source.lines(head.start, open.saturating_sub(1));
            let catch = self.catch(open, open, Vec::new());
            return self.push(body, vec![catch]);
        }
        if source.language() != Language::Go {
            return;
        }
        let asked = head.clone().find(|at| {
            source.is(at.saturating_add(1), "!=")
                && source.is(at.saturating_add(2), "nil")
                && is_error(source.word(*at))
        });
        let Some(asked) = asked else { return };
        let has_own = head.clone().any(|at| source.is(at, ";"));
        let body = if has_own {
            source.lines(head.start, open.saturating_sub(1))
        } else {
            let here = source.line(at);
            let lines = self.lines.get(source.word(asked));
            let before = lines.and_then(|lines| {
                let behind = lines.partition_point(|line| *line < here);
                lines.get(behind.checked_sub(1)?).copied()
            });
            let Some(start) = before.filter(|start| here.saturating_sub(*start) < 80) else { return };
            Lines::new(start, here.saturating_sub(1).max(start))
        };
        let catch = self.catch(at, open, Vec::new());
        self.push(body, vec![catch]);
    }

    /// Arms for `Err` of a `match`.
    fn matched(&mut self, at: usize) {
        let Some(open) = self.block_of(at.saturating_add(1)) else { return };
        let close = self.source.close_of(open);
        let body = self.source.lines(at, open.saturating_sub(1));
        let mut catches = Vec::new();
        let mut here = open.saturating_add(1);
        while here < close && catches.len() < 20 {
            if self.source.is(here, "Err") && self.source.is(here.saturating_add(1), "(") {
                let arrow = self.source.close_of(here.saturating_add(1)).saturating_add(1);
                let arm = arrow.saturating_add(1);
                if self.source.is(arrow, "=>") && self.source.is(arm, "{") {
                    catches.push(self.catch(here, arm, Vec::new()));
                } else if self.source.is(arrow, "=>") {
                    let exit = if self.source.is(arm, "return") {
                        Exit::Returns(Value::Other)
                    } else {
                        Exit::FallsThrough
                    };
                    let is_empty = self.source.is(arm, "(") && self.source.is(arm.saturating_add(1), ")");
                    catches.push(Catch {
                        lines: self.source.lines(here, arm),
                        exceptions: Vec::new(),
                        exit,
                        is_empty,
                    });
                }
            }
            here = if self.source.opens(here) { self.source.close_of(here) } else { here }.saturating_add(1);
        }
        self.push(body, catches);
    }

    fn repeat(&mut self, at: usize) {
        let next = at.saturating_add(1);
        let is_round = self.source.is(next, "(");
        let end = if is_round { Some(self.source.close_of(next)) } else { self.block_of(next) };
        let start = if is_round { next.saturating_add(1) } else { next };
        let Some(end) = end.filter(|end| end.saturating_sub(start) < MAX_HEAD) else { return };
        let open = if is_round { end.saturating_add(1) } else { end };
        let is_php = self.source.language() == Language::Php;
        let sign = (start..end).find(|at| self.source.is_any(*at, &["in", ":", "range", "as"]));
        let Some(sign) = sign.filter(|_| self.source.is(open, "{")) else { return };
        let (names, over) =
            if is_php { (sign..end, start..sign) } else { (start..sign, sign.saturating_add(1)..end) };
        let variables: Vec<&str> = names
            .filter(|at| {
                self.source.is_name(*at)
                    && !self.source.is_any(*at, &["var", "val", "final", "as", "const", "mut"])
            })
            .map(|at| self.source.word(at).trim_start_matches('$'))
            .collect();
        let Some(variable) = variables.last().map(|name| (*name).to_owned()) else { return };
        let within = self.at();
        let over = self
            .walker
            .arguments_in(over, within)
            .into_iter()
            .next()
            .map_or(Value::Other, |argument| argument.value);
        let lines = self.source.lines(at, self.source.close_of(open));
        let within = self.within;
        self.walker.module.loops.push(Loop { lines, within, variable, over });
    }
}

fn is_error(name: &str) -> bool {
    name == "err" || name.ends_with("Err") || name.ends_with("Error")
}

/// Says of every call which `try` it stands in: the innermost.
fn guard(walker: &mut Walker<'_, '_>) {
    let mut order: Vec<(Lines, u32)> = walker.module.tries.iter().map(|one| one.body).zip(0u32..).collect();
    order.sort_by_key(|(lines, _)| std::cmp::Reverse(lines.end.saturating_sub(lines.start)));
    let mut by_line: BTreeMap<u32, u32> = BTreeMap::new();
    // Blocks inside of blocks inside of blocks: no more lines are marked than people write.
    let mut left = 2_000_000u32;
    for (lines, index) in order {
        for line in lines.start..=lines.end {
            let Some(rest) = left.checked_sub(1) else { return };
            left = rest;
            by_line.insert(line, index);
        }
    }
    for call in &mut walker.module.calls {
        call.guarded_by = by_line.get(&call.lines.start).copied();
    }
}
