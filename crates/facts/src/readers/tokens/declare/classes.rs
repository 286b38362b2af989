//! Classes, interfaces, structs, enums, objects, traits, and what Rust implements for them.

use super::{Field, Head, Place, Reader, parameters, types};
use crate::Language;
use crate::fact::DefinitionKind;

impl Reader<'_, '_> {
    /// Where the name of a class stands, when a class is announced at `at`.
    pub(super) fn class_name(&self, at: usize) -> Option<usize> {
        let source = self.source;
        if !source.is_name(at)
            || at.checked_sub(1).is_some_and(|before| source.is_any(before, &[".", "::", "->"]))
        {
            let is_annotation = source.is(at, "@") && source.is(at.saturating_add(1), "interface");
            return is_annotation.then(|| at.saturating_add(2));
        }
        let second = at.saturating_add(1);
        let third = at.saturating_add(2);
        let announces: &[&str] = match source.language() {
            Language::Java => &["class", "interface", "enum", "record"],
            Language::Kotlin => &["class", "interface", "object", "enum", "annotation", "fun"],
            Language::CSharp => &["class", "interface", "struct", "enum", "record"],
            Language::Php => &["class", "interface", "trait", "enum"],
            Language::Rust => &["struct", "enum", "trait", "union"],
            _ => &[],
        };
        if !announces.contains(&source.word(at)) {
            return None;
        }
        if source.is_any(second, &["class", "struct", "interface"]) && source.is_name(third) {
            return Some(third);
        }
        let is_record = !source.is(at, "record") || source.is_any(third, &["(", "{", "<", ";", ":"]);
        let follows = source.is_name(second) && !source.is_any(second, &["extends", "implements"]);
        (follows && is_record && !source.is(at, "fun")).then_some(second)
    }

    pub(super) fn class(&mut self, place: Place, head: &Head, name_at: usize) -> usize {
        let source = self.source;
        let mut declared = self.declared(place, head, DefinitionKind::Class, source.word(name_at));
        let mut at = name_at.saturating_add(1);
        at = source.behind_type_arguments(at).unwrap_or(at);
        let constructor = self.constructor(at, place.end);
        if let Some(open) = constructor {
            declared.parameters = parameters::read(source, open);
            at = source.close_of(open).saturating_add(1);
        }
        let (bases, open) = self.bases(at, place.end);
        declared.bases = bases;
        let (body, last) = match source.word(open) {
            "{" => (Some(open.saturating_add(1)..source.close_of(open)), source.close_of(open)),
            ";" => (None, open),
            _ => (None, open.saturating_sub(1).max(name_at)),
        };
        declared.last = last;
        let is_enum = (head.at..name_at).any(|at| source.is(at, "enum"));
        let is_for_tests = declared.is_for_tests;
        let parameters = declared.parameters.clone();
        declared.body.clone_from(&body);
        declared.parameters.clear();
        let owner = self.push(declared);
        for parameter in parameters {
            let is_field =
                parameter.is_field || matches!(source.language(), Language::Java | Language::CSharp);
            if is_field {
                let (name, type_name) = (parameter.name, parameter.type_name);
                self.found.fields.push(Field { owner, name, type_name, value: parameter.default });
            }
        }
        if let Some(body) = body {
            match source.language() {
                Language::Rust if source.is(head.at, "struct") => self.rust_fields(owner, body),
                Language::Rust if !source.is(head.at, "trait") => {}
                Language::CSharp if is_enum => {}
                Language::Java | Language::Kotlin if is_enum => {
                    let start = (body.start..body.end).find(|at| source.is(*at, ";"));
                    self.enter(start.unwrap_or(body.end)..body.end, Some(owner), is_for_tests);
                }
                _ => self.enter(body, Some(owner), is_for_tests),
            }
            let is_contract = (head.at..name_at).any(|at| source.is_any(at, &["interface", "trait"]));
            self.inner = self.inner.map(|place| Place { is_contract, ..place });
        }
        last.saturating_add(1)
    }

    /// Where the parameters of a class's own maker open: `class A(…)`, `class A @Inject constructor(…)`.
    fn constructor(&self, at: usize, end: usize) -> Option<usize> {
        let (_, mut here) = super::attributes::read(self.source, at, end);
        while self.source.is_any(here, &["private", "internal", "protected", "public", "constructor"]) {
            here = here.saturating_add(1);
        }
        let may_have = !matches!(self.source.language(), Language::Rust | Language::Php);
        (may_have && self.source.is(here, "(")).then_some(here)
    }

    /// The bases behind `extends`, `implements` or a colon, and where the body opens or the head ends.
    fn bases(&self, at: usize, end: usize) -> (Vec<String>, usize) {
        let source = self.source;
        let is_kotlin = source.language() == Language::Kotlin;
        let (mut here, mut found, mut takes) = (at, Vec::new(), false);
        while here < end && !source.is_any(here, &["{", ";", "}"]) {
            if is_kotlin
                && source.is_first(here)
                && !source.is_any(here, &[":", ","])
                && !takes_more(source.word(here.saturating_sub(1)))
            {
                break;
            }
            match source.word(here) {
                "extends" | "implements" | ":" => takes = true,
                "where" | "permits" | "by" => takes = false,
                "," | "+" => takes |= !found.is_empty(),
                _ if source.is_name(here) && takes => {
                    let (name, behind) = types::dotted(source, here);
                    found.push(name);
                    takes = false;
                    here = source.behind_type_arguments(behind).unwrap_or(behind);
                    continue;
                }
                _ => {}
            }
            here = if source.opens(here) { source.close_of(here) } else { here }.saturating_add(1);
        }
        found.truncate(50);
        (found, here)
    }

    /// `impl<T> Trait for Type<T> where … {`: its functions belong to the type.
    pub(super) fn implementation(&mut self, place: Place, head: &Head) -> usize {
        let source = self.source;
        let mut at = head.at.saturating_add(1);
        at = source.behind_type_arguments(at).unwrap_or(at);
        let mut names: Vec<String> = Vec::new();
        let mut here = at;
        while here < place.end && !source.is_any(here, &["{", ";", "}"]) {
            if source.is(here, "where") {
                break;
            }
            if source.is_name(here) && !source.is_any(here, &["for", "dyn", "mut", "const"]) {
                let (name, behind) = types::dotted(source, here);
                names.push(name);
                here = source.behind_type_arguments(behind).unwrap_or(behind);
            } else {
                here = here.saturating_add(1);
            }
        }
        while here < place.end && !source.is_any(here, &["{", ";", "}"]) {
            here = if source.opens(here) { source.close_of(here) } else { here }.saturating_add(1);
        }
        if !source.is(here, "{") {
            return here.saturating_add(1);
        }
        let close = source.close_of(here);
        self.found.heads.push(head.first..here);
        let (Some(name), base) = (names.last().cloned(), names.first().filter(|_| names.len() > 1)) else {
            return close;
        };
        let owner = self.classes.get(&name).copied().unwrap_or_else(|| {
            let mut declared =
                self.declared(place, head, DefinitionKind::Class, name.rsplit('.').next().unwrap_or(&name));
            declared.last = close;
            declared.body = Some(here.saturating_add(1)..close);
            self.push(declared)
        });
        let is_contract = base.is_some();
        if let (Some(base), Some(class)) = (base, self.found.list.get_mut(owner)) {
            class.bases.push(base.clone());
        }
        self.enter(here.saturating_add(1)..close, Some(owner), place.is_for_tests);
        self.inner = self.inner.map(|place| Place { is_contract, ..place });
        close.saturating_add(1)
    }

    /// `mod name {`: what stands in it stands in the file; one for tests is marked.
    pub(super) fn rust_module(&mut self, place: Place, head: &Head) -> usize {
        let open = head.at.saturating_add(2);
        if !self.source.is(open, "{") {
            return open;
        }
        let close = self.source.close_of(open);
        self.found.heads.push(head.first..open);
        let is_test = |attribute: &super::Attribute| {
            attribute.name == "cfg"
                && attribute.open.is_some_and(|open| self.source.is(open.saturating_add(1), "test"))
        };
        let is_for_tests = place.is_for_tests || head.attributes.iter().any(is_test);
        self.enter(open.saturating_add(1)..close, place.owner, is_for_tests);
        close.saturating_add(1)
    }

    fn rust_fields(&mut self, owner: usize, body: std::ops::Range<usize>) {
        for part in parameters::divide(self.source, body) {
            let (_, start) = super::attributes::read(self.source, part.start, part.end);
            let name_at = (start..part.end)
                .find(|at| self.source.is_name(*at) && self.source.is(at.saturating_add(1), ":"));
            if let Some(at) = name_at {
                let type_name = types::name_of(self.source, at.saturating_add(2)..part.end);
                let name = self.source.word(at).to_owned();
                self.found.fields.push(Field { owner, name, type_name, value: None });
            }
        }
    }
}

fn takes_more(before: &str) -> bool {
    matches!(before, ":" | "," | "(" | "<")
}
