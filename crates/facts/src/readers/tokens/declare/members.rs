//! Members of classes that no word announces: methods and fields of Java and C#, properties of Kotlin and PHP.

use super::{Field, Head, Place, Reader, parameters, types};
use crate::fact::DefinitionKind;

impl Reader<'_, '_> {
    /// `Type name(…) {`, `Name(…) {`, `Type name = …;`, `Type Name { get; }`.
    pub(super) fn typed_member(&mut self, place: Place, head: &Head) -> usize {
        let source = self.source;
        let mut here = head.at;
        let mut open = None;
        while here < place.end && !source.is_any(here, &[";", "{", "=", "=>", "}"]) {
            let before = here.checked_sub(1);
            if source.is(here, "(") && open.is_none() && here > head.at {
                let is_call = before.is_some_and(|at| source.is_name(at) || source.is(at, ">"));
                open = is_call.then_some(here);
            }
            here = if source.opens(here) { source.close_of(here) } else { here }.saturating_add(1);
        }
        match open {
            Some(open) => self.method(place, head, open, here),
            None => self.field(place, head, here),
        }
    }

    fn method(&mut self, place: Place, head: &Head, open: usize, at: usize) -> usize {
        let source = self.source;
        // The name stands before the bracket, or before its type parameters.
        let mut name_at = open.saturating_sub(1);
        if source.is(name_at, ">") {
            let start = (head.at..name_at).rev().find(|at| source.behind_type_arguments(*at) == Some(open));
            name_at = start.unwrap_or(name_at).saturating_sub(1);
        }
        if !source.is_name(name_at) || name_at < head.at {
            return at.saturating_add(1);
        }
        let mut declared = self.declared(place, head, DefinitionKind::Function, source.word(name_at));
        declared.parameters = parameters::read(source, open);
        let mut start = head.at;
        if source.is(start, "<") {
            start = source.behind_type_arguments(start).unwrap_or(start);
        }
        declared.result = (start < name_at).then(|| types::name_of(source, start..name_at)).flatten();
        let (body, last) = self.body(at, place.end);
        declared.body = body;
        declared.last = last.max(source.close_of(open));
        let last = declared.last;
        self.push(declared);
        last.saturating_add(1)
    }

    fn field(&mut self, place: Place, head: &Head, at: usize) -> usize {
        let source = self.source;
        let name_at = (head.at..at).rev().find(|at| source.is_name(*at));
        let mut last = at;
        let mut value = None;
        if source.is(at, "{") {
            last = source.close_of(at);
            // A property may be given a value behind its body.
            if source.is(last.saturating_add(1), "=") {
                let start = last.saturating_add(2);
                last = self.end_of_expression(start, place.end);
                value = Some(start..last);
            }
        } else if source.is_any(at, &["=", "=>"]) {
            let start = at.saturating_add(1);
            last = self.end_of_expression(start, place.end);
            value = Some(start..last);
        }
        if let (Some(name_at), Some(owner)) = (name_at.filter(|name| *name > head.at), place.owner) {
            let type_name = types::name_of(source, head.at..name_at);
            let name = source.word(name_at).to_owned();
            self.found.fields.push(Field { owner, name, type_name, value });
        }
        last.saturating_add(1)
    }

    /// `val name: Type = …`, `constructor(…)`, `init { … }`, `companion object { … }`.
    pub(super) fn kotlin_member(&mut self, place: Place, head: &Head) -> usize {
        let source = self.source;
        let next = head.at.saturating_add(1);
        if source.is_any(head.at, &["val", "var"]) {
            return self.property(place, head);
        }
        if source.is(head.at, "constructor") && source.is(next, "(") {
            let mut here = source.close_of(next).saturating_add(1);
            while here < place.end && !source.is(here, "{") && !source.is_first(here) {
                here = if source.opens(here) { source.close_of(here) } else { here }.saturating_add(1);
            }
            let mut declared = self.declared(place, head, DefinitionKind::Function, "constructor");
            declared.parameters = parameters::read(source, next);
            let (body, last) = self.body(here, place.end);
            declared.body = body;
            declared.last = last;
            self.push(declared);
            return last.saturating_add(1);
        }
        if source.is(head.at, "object") && source.is(next, "{") {
            let close = source.close_of(next);
            self.found.heads.push(head.first..next);
            self.enter(next.saturating_add(1)..close, place.owner, place.is_for_tests);
            return close.saturating_add(1);
        }
        if head.at > place.at { head.at } else { self.over_block(place.at) }
    }

    fn property(&mut self, place: Place, head: &Head) -> usize {
        let source = self.source;
        let name_at = head.at.saturating_add(1);
        if !source.is_name(name_at) {
            return name_at;
        }
        let mut here = name_at.saturating_add(1);
        let mut type_name = None;
        if source.is(here, ":") {
            let start = here.saturating_add(1);
            here = start;
            while here < place.end
                && !source.is_any(here, &["=", "}"])
                && (here == start || !source.is_first(here))
            {
                here = source.behind_type_arguments(here).unwrap_or(here.saturating_add(1));
            }
            type_name = types::name_of(source, start..here);
        }
        let mut value = None;
        if source.is(here, "=") {
            let start = here.saturating_add(1);
            let last = self.end_of_expression(start, place.end);
            value = Some(start..last.saturating_add(1));
            here = last.saturating_add(1);
        }
        if let Some(owner) = place.owner {
            let name = source.word(name_at).to_owned();
            self.found.fields.push(Field { owner, name, type_name, value });
        }
        here
    }

    /// `private ?Client $client = null;`, `const A = 1;`.
    pub(super) fn php_field(&mut self, place: Place, head: &Head) -> usize {
        let source = self.source;
        let start = if source.is(head.at, "var") { head.at.saturating_add(1) } else { head.at };
        let mut here = start;
        while here < place.end && !source.is_any(here, &[";", "=", "{", "}"]) {
            here = here.saturating_add(1);
        }
        let name_at = here.saturating_sub(1);
        let is_variable = source.is_name(name_at) && source.word(name_at).starts_with('$');
        let mut value = None;
        let mut last = here;
        if source.is(here, "=") {
            let begin = here.saturating_add(1);
            last = self.end_of_expression(begin, place.end);
            value = Some(begin..last);
        } else if source.is(here, "{") {
            last = source.close_of(here);
        }
        if let Some(owner) = place.owner.filter(|_| is_variable) {
            let type_name = (start < name_at).then(|| types::name_of(source, start..name_at)).flatten();
            let name = source.word(name_at).trim_start_matches('$').to_owned();
            self.found.fields.push(Field { owner, name, type_name, value });
        }
        last.saturating_add(1)
    }

    /// Behind a token, or behind a whole bracket.
    fn over_block(&self, at: usize) -> usize {
        let end = if self.source.opens(at) { self.source.close_of(at) } else { at };
        end.saturating_add(1)
    }
}
