//! What a file imports, and the package it says it belongs to.

use super::source::Source;
use crate::Language;
use crate::fact::{Import, ImportGuard, Value};
use crate::known::go_packages;
use std::ops::Range;

/// Imports with the tokens they take up, and the package.
#[derive(Debug, Default)]
pub(super) struct Imported {
    pub(super) imports: Vec<Import>,
    pub(super) package: Option<String>,
    /// Tokens that say nothing else.
    pub(super) spans: Vec<Range<usize>>,
}

/// Reads every import. They stand at the top, or in a namespace; a function's own are taken for the file's.
pub(super) fn read(source: &Source<'_>) -> Imported {
    let mut reader = Reader { source, found: Imported::default() };
    let mut at = 0usize;
    while at < source.len() {
        let start = at;
        at = reader.statement(at).max(at.saturating_add(1));
        if at > start.saturating_add(1) {
            reader.found.spans.push(start..at);
        }
    }
    reader.found
}

struct Reader<'s, 'a> {
    source: &'s Source<'a>,
    found: Imported,
}

impl Reader<'_, '_> {
    /// The place behind the import at `at`, or `at`.
    fn statement(&mut self, at: usize) -> usize {
        let source = self.source;
        let next = at.saturating_add(1);
        if !source.is_name(at) {
            return at;
        }
        let before = at.checked_sub(1).map_or("", |before| source.word(before));
        let starts =
            source.is_first(at) || matches!(before, ";" | "{" | "}" | "pub" | "global" | "<?php" | ")");
        match (source.language(), source.word(at)) {
            (Language::Go, "package") if source.is_first(at) => self.package(next),
            (Language::Go, "import") if source.is_first(at) => self.go(next),
            (Language::Java | Language::Kotlin, "package") if starts => self.package(next),
            (Language::Java | Language::Kotlin, "import") if starts => self.java(next),
            (Language::CSharp | Language::Php, "namespace") if starts => self.package(next),
            (Language::CSharp, "using") if starts => self.csharp(next),
            (Language::Php, "use") if starts => self.php(next),
            (Language::Rust, "use") if starts => self.rust(next),
            (Language::Ruby, "require" | "require_relative") if starts => self.ruby(at),
            _ => at,
        }
    }

    /// `a.b.c` or `a::b` or `A\B`: dotted, and the place behind.
    fn dotted(&self, mut at: usize) -> (String, usize) {
        let mut name = String::new();
        while self.source.is_name(at) && name.len() < 300 {
            name.push_str(&self.source.word(at).trim_start_matches('\\').replace('\\', "."));
            at = at.saturating_add(1);
            if !self.source.is_any(at, &[".", "::"]) || !self.source.is_name(at.saturating_add(1)) {
                break;
            }
            name.push('.');
            at = at.saturating_add(1);
        }
        (name, at)
    }

    fn package(&mut self, at: usize) -> usize {
        let (name, behind) = self.dotted(at);
        if self.found.package.is_none() && !name.is_empty() {
            self.found.package = Some(name);
        }
        if self.source.is(behind, "{") { behind } else { self.over_semicolon(behind) }
    }

    fn over_semicolon(&self, at: usize) -> usize {
        if self.source.is(at, ";") { at.saturating_add(1) } else { at }
    }

    fn add(&mut self, at: usize, module: &str, name: Option<&str>, bound_as: &str) {
        self.add_relative(at, module, 0, name, bound_as);
    }

    fn add_relative(&mut self, at: usize, module: &str, level: u32, name: Option<&str>, bound_as: &str) {
        self.found.imports.push(Import {
            lines: self.source.lines(at, at),
            module: module.to_owned(),
            level,
            name: name.map(str::to_owned),
            bound_as: bound_as.to_owned(),
            within: None,
            guard: ImportGuard::Required,
        });
    }

    fn go(&mut self, at: usize) -> usize {
        if !self.source.is(at, "(") {
            return self.go_one(at);
        }
        let close = self.source.close_of(at);
        let mut here = at.saturating_add(1);
        while here < close {
            here = self.go_one(here).max(here.saturating_add(1));
        }
        close.saturating_add(1)
    }

    fn go_one(&mut self, at: usize) -> usize {
        let (alias, path_at) = match self.source.text(at) {
            Some(_) => (None, at),
            None => (Some(self.source.word(at)), at.saturating_add(1)),
        };
        let Some(Value::Text(path)) = self.source.text(path_at) else { return at };
        let bound = alias.map_or_else(|| go_packages::name_of(path), str::to_owned);
        let star = (alias == Some(".")).then_some("*");
        self.add(path_at, path, star, &bound);
        path_at.saturating_add(1)
    }

    fn java(&mut self, at: usize) -> usize {
        let start = if self.source.is(at, "static") { at.saturating_add(1) } else { at };
        let (whole, mut here) = self.dotted(start);
        if self.source.is(here, ".") && self.source.is(here.saturating_add(1), "*") {
            self.add(at, &whole, Some("*"), "*");
            return self.over_semicolon(here.saturating_add(2));
        }
        let Some((module, name)) = whole.rsplit_once('.') else { return here };
        let mut bound = name.to_owned();
        if self.source.is(here, "as") {
            self.source.word(here.saturating_add(1)).clone_into(&mut bound);
            here = here.saturating_add(2);
        }
        self.add(at, module, Some(name), &bound);
        self.over_semicolon(here)
    }

    fn csharp(&mut self, at: usize) -> usize {
        let is_static = self.source.is(at, "static");
        let start = if is_static { at.saturating_add(1) } else { at };
        let (first, here) = self.dotted(start);
        // `using var x = …`, `using (…)` and `using Type x = …` are statements.
        if self.source.is(here, "=") {
            let (whole, end) = self.dotted(here.saturating_add(1));
            if !self.source.is(end, ";") {
                return at.saturating_sub(1);
            }
            let (module, name) = whole.rsplit_once('.').unwrap_or(("", &whole));
            self.add(at, module, Some(name), &first);
            return end.saturating_add(1);
        }
        if first.is_empty() || !self.source.is(here, ";") {
            return at.saturating_sub(1);
        }
        self.add(at, &first, Some("*"), "*");
        here.saturating_add(1)
    }

    fn php(&mut self, at: usize) -> usize {
        let start = if self.source.is_any(at, &["function", "const"]) { at.saturating_add(1) } else { at };
        let mut here = start;
        loop {
            let (whole, behind) = self.dotted(here);
            // `use` of a closure has brackets, `use` of a trait stands in a class: its names lead nowhere either way.
            if whole.is_empty() {
                return at.saturating_sub(1);
            }
            if self.source.is(behind, "{") {
                let close = self.source.close_of(behind);
                self.php_group(&whole, behind.saturating_add(1), close);
                here = close.saturating_add(1);
            } else {
                here = self.php_name(&whole, behind);
            }
            if !self.source.is(here, ",") {
                return self.over_semicolon(here);
            }
            here = here.saturating_add(1);
        }
    }

    fn php_group(&mut self, base: &str, mut at: usize, end: usize) {
        while at < end {
            let (inner, behind) = self.dotted(at);
            let whole = format!("{}.{inner}", base.trim_end_matches('.'));
            at = if inner.is_empty() { behind } else { self.php_name(&whole, behind) }.saturating_add(1);
        }
    }

    fn php_name(&mut self, whole: &str, at: usize) -> usize {
        let (module, name) = whole.rsplit_once('.').unwrap_or(("", whole));
        if self.source.is(at, "as") {
            self.add(at, module, Some(name), self.source.word(at.saturating_add(1)));
            return at.saturating_add(2);
        }
        self.add(at.saturating_sub(1), module, Some(name), name);
        at
    }

    fn ruby(&mut self, at: usize) -> usize {
        let open = at.saturating_add(1);
        let path_at = if self.source.is(open, "(") { at.saturating_add(2) } else { open };
        let Some(Value::Text(path)) = self.source.text(path_at) else { return at };
        let level = u32::from(self.source.is(at, "require_relative"));
        self.add_relative(path_at, path, level, None, "");
        path_at.saturating_add(1)
    }

    /// A tree of uses: walked with a list of what is open instead of by recursion.
    fn rust(&mut self, at: usize) -> usize {
        let mut here = if self.source.is(at, "::") { at.saturating_add(1) } else { at };
        let mut bases: Vec<String> = Vec::new();
        let mut prefix = String::new();
        let end = here.saturating_add(2_000).min(self.source.len());
        while here < end {
            match self.source.word(here) {
                ";" => return here.saturating_add(1),
                "{" => {
                    bases.push(prefix.clone());
                    here = here.saturating_add(1);
                }
                "}" => {
                    bases.pop();
                    here = here.saturating_add(1);
                }
                "," => {
                    prefix = bases.last().cloned().unwrap_or_default();
                    here = here.saturating_add(1);
                }
                "*" => {
                    self.add(here, &prefix, Some("*"), "*");
                    here = here.saturating_add(1);
                }
                _ if self.source.is_name(here) => {
                    if prefix.is_empty() {
                        prefix = bases.last().cloned().unwrap_or_default();
                    }
                    here = self.rust_path(here, &mut prefix);
                }
                _ => return here,
            }
        }
        here
    }

    fn rust_path(&mut self, at: usize, prefix: &mut String) -> usize {
        let (path, mut here) = self.dotted(at);
        let whole = match prefix.as_str() {
            "" => path,
            base if path == "self" => base.to_owned(),
            base => format!("{base}.{path}"),
        };
        if self.source.is(here, "::") {
            *prefix = whole;
            return here.saturating_add(1);
        }
        let (module, name) = whole.rsplit_once('.').unwrap_or(("", &whole));
        let mut bound = name;
        if self.source.is(here, "as") {
            bound = self.source.word(here.saturating_add(1));
            here = here.saturating_add(2);
        }
        if module.is_empty() {
            self.add(at, name, None, bound);
        } else {
            self.add(at, module, Some(name), bound);
        }
        here
    }
}
