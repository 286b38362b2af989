//! Declarations of Go: `func`, `type`, and variables of the file.

use super::{Field, Head, Place, Reader, parameters, types};
use crate::fact::DefinitionKind;
use std::ops::Range;

impl Reader<'_, '_> {
    pub(super) fn go(&mut self, place: Place) -> usize {
        let source = self.source;
        let at = place.at;
        let next = at.saturating_add(1);
        if !source.is_first(at) {
            return if source.opens(at) { source.close_of(at).saturating_add(1) } else { next };
        }
        match source.word(at) {
            "func" => self.go_function(place),
            "type" if source.is(next, "(") => {
                let close = source.close_of(next);
                let mut here = next.saturating_add(1);
                while here < close {
                    here = self.go_type(place, here, here).max(here.saturating_add(1));
                }
                close.saturating_add(1)
            }
            "type" => self.go_type(place, at, next),
            _ if source.opens(at) => source.close_of(at).saturating_add(1),
            _ => next,
        }
    }

    /// `func (a *Agent) Ask(ctx context.Context, text string) (string, error) {`.
    fn go_function(&mut self, place: Place) -> usize {
        let source = self.source;
        let mut at = place.at.saturating_add(1);
        let (mut owner, mut receiver) = (None, None);
        if source.is(at, "(") {
            let close = source.close_of(at);
            let first = at.saturating_add(1);
            let is_named = source.is_name(first) && !source.is_any(first.saturating_add(1), &[")", "["]);
            receiver = is_named.then(|| source.word(first).to_owned());
            let start = if is_named { first.saturating_add(1) } else { first };
            owner = types::name_of(source, start..close);
            at = close.saturating_add(1);
        }
        let name = source.word(at);
        let mut open = at.saturating_add(1);
        if source.is(open, "[") {
            open = source.close_of(open).saturating_add(1);
        }
        if !source.is_name(at) || !source.is(open, "(") {
            return at.saturating_add(1);
        }
        let head = Head { first: place.at, at: place.at, ..Head::default() };
        let mut declared = self.declared(place, &head, DefinitionKind::Function, name);
        declared.parameters = parameters::read(source, open);
        declared.owner = owner;
        declared.receiver = receiver;
        let close = source.close_of(open);
        let result = close.saturating_add(1);
        let mut here = result;
        // `interface{}` and `struct{}` in a result have braces of their own.
        while here < place.end && !source.is_first(here) {
            if source.is(here, "{") && !source.is_any(here.saturating_sub(1), &["interface", "struct"]) {
                break;
            }
            here = if source.opens(here) { source.close_of(here) } else { here }.saturating_add(1);
        }
        declared.result = types::name_of(source, result..here);
        let (body, last) =
            if source.is(here, "{") { self.body(here, place.end) } else { (None, here.saturating_sub(1)) };
        declared.body = body;
        declared.last = last;
        self.push(declared);
        last.saturating_add(1)
    }

    /// `type Agent struct {` from its name on.
    fn go_type(&mut self, place: Place, first: usize, name_at: usize) -> usize {
        let source = self.source;
        let mut at = name_at.saturating_add(1);
        if source.is(at, "[")
            && source.is_name(at.saturating_add(1))
            && source.close_of(at) > at.saturating_add(2)
        {
            at = source.close_of(at).saturating_add(1);
        }
        let open = at.saturating_add(1);
        if !source.is_name(name_at) || !source.is_any(at, &["struct", "interface"]) || !source.is(open, "{") {
            return at;
        }
        let head = Head { first, at: first, ..Head::default() };
        let close = source.close_of(open);
        let mut declared = self.declared(place, &head, DefinitionKind::Class, source.word(name_at));
        declared.last = close;
        declared.body = Some(open.saturating_add(1)..close);
        let owner = self.push(declared);
        if source.is(at, "struct") {
            self.go_fields(owner, open.saturating_add(1)..close);
        } else {
            self.go_methods(place, owner, open.saturating_add(1)..close);
        }
        close.saturating_add(1)
    }

    /// Lines of `name Type`, `a, b Type`, and embedded types, which are bases.
    fn go_fields(&mut self, owner: usize, body: Range<usize>) {
        for line in self.lines_of(body) {
            let source = self.source;
            let names: Vec<usize> = {
                let mut at = line.start;
                let mut names = vec![at];
                while source.is(at.saturating_add(1), ",") {
                    at = at.saturating_add(2);
                    names.push(at);
                }
                names
            };
            let behind = names.last().map_or(line.start, |at| at.saturating_add(1));
            let is_embedded = !source.is_name(line.start)
                || behind >= line.end
                || source.is(behind, ".")
                || source.is_text(behind);
            if is_embedded {
                let base = types::name_of(source, line.clone());
                if let (Some(base), Some(class)) = (base, self.found.list.get_mut(owner)) {
                    class.bases.push(base);
                }
                continue;
            }
            let type_name = types::name_of(source, behind..line.end);
            for at in names {
                let name = source.word(at).to_owned();
                self.found.fields.push(Field { owner, name, type_name: type_name.clone(), value: None });
            }
        }
    }

    fn go_methods(&mut self, place: Place, owner: usize, body: Range<usize>) {
        for line in self.lines_of(body) {
            let open = line.start.saturating_add(1);
            if self.source.is_name(line.start) && self.source.is(open, "(") {
                let head = Head { first: line.start, at: line.start, ..Head::default() };
                let inner = Place { owner: Some(owner), ..place };
                let name = self.source.word(line.start);
                let mut declared = self.declared(inner, &head, DefinitionKind::Function, name);
                declared.parameters = parameters::read(self.source, open);
                declared.last = line.end.saturating_sub(1);
                let result = self.source.close_of(open).saturating_add(1)..line.end;
                declared.result = types::name_of(self.source, result);
                self.push(declared);
            }
        }
    }

    fn lines_of(&self, body: Range<usize>) -> Vec<Range<usize>> {
        let mut lines: Vec<Range<usize>> = Vec::new();
        let mut here = body.start;
        let mut start = here;
        while here < body.end {
            if self.source.is_first(here) && here > start {
                lines.push(start..here);
                start = here;
            }
            here = if self.source.opens(here) { self.source.close_of(here) } else { here }.saturating_add(1);
        }
        if start < body.end {
            lines.push(start..body.end);
        }
        lines
    }
}
