//! Declarations of Ruby: classes, modules, methods, and the examples of its test frameworks.

use super::{Attribute, Head, Place, Reader, parameters, types};
use crate::fact::{DefinitionKind, Value};

/// Words that begin an example of RSpec or Minitest; those with an `x` in front, and `pending`, are not run.
const EXAMPLES: &[&str] = &[
    "example", "fit", "it", "pending", "scenario", "skip", "specify", "test", "xexample", "xit", "xspecify",
];

impl Reader<'_, '_> {
    pub(super) fn ruby(&mut self, place: Place) -> usize {
        let source = self.source;
        let at = place.at;
        let next = at.saturating_add(1);
        let is_word = source.is_name(at)
            && at.checked_sub(1).is_none_or(|before| !source.is_any(before, &[".", "::", ":"]));
        match source.word(at) {
            "class" | "module" if is_word && source.opens(at) && source.is_name(next) => {
                self.ruby_class(place)
            }
            "def" if is_word && source.is_name(next) => self.ruby_method(place),
            word if is_word && EXAMPLES.contains(&word) && (source.is_text(next) || source.is(next, "(")) => {
                self.example(place)
            }
            _ if source.opens(at) && source.is_any(at, &["(", "[", "{"]) => {
                source.close_of(at).saturating_add(1)
            }
            _ => next,
        }
    }

    fn ruby_class(&mut self, place: Place) -> usize {
        let source = self.source;
        let (name, mut here) = types::dotted(source, place.at.saturating_add(1));
        let close = source.close_of(place.at);
        let head = Head { first: place.at, at: place.at, ..Head::default() };
        let mut declared = self.declared(place, &head, DefinitionKind::Class, &name);
        if source.is(here, "<") {
            let (base, behind) = types::dotted(source, here.saturating_add(1));
            declared.bases.push(base);
            here = behind;
        }
        declared.last = close;
        declared.body = Some(here..close);
        let owner = self.push(declared);
        self.enter(here..close, Some(owner), place.is_for_tests);
        close.saturating_add(1)
    }

    fn ruby_method(&mut self, place: Place) -> usize {
        let source = self.source;
        let (path, mut here) = types::dotted(source, place.at.saturating_add(1));
        let name = path.rsplit('.').next().unwrap_or(&path);
        let head = Head { first: place.at, at: place.at, ..Head::default() };
        let mut declared = self.declared(place, &head, DefinitionKind::Function, name);
        declared.receiver = Some("self".to_owned());
        // `name=` and `name?` keep their sign in the name where the lexer did.
        if source.is(here, "=") && source.is(here.saturating_add(1), "(") && source.is_close(here) {
            here = here.saturating_add(1);
        }
        if source.is(here, "(") && !source.is_first(here) {
            declared.parameters = parameters::read(source, here);
            here = source.close_of(here).saturating_add(1);
        } else if !source.is_first(here) && source.is_name(here) {
            while here < place.end && !source.is_first(here) && !source.is(here, ";") {
                here = here.saturating_add(1);
            }
        }
        let last = if source.opens(place.at) {
            source.close_of(place.at)
        } else {
            self.end_of_expression(here.saturating_add(1), place.end)
        };
        declared.last = last;
        declared.body = Some(here..last.max(here));
        self.push(declared);
        last.saturating_add(1)
    }

    /// `it "answers" do … end`: a function whose name is what it says.
    fn example(&mut self, place: Place) -> usize {
        let source = self.source;
        let at = place.at;
        let name_at =
            if source.is(at.saturating_add(1), "(") { at.saturating_add(2) } else { at.saturating_add(1) };
        let Some(Value::Text(name)) = source.text(name_at) else { return at.saturating_add(1) };
        let mut open = name_at.saturating_add(1);
        while open < place.end && !source.is_first(open) && !source.is_any(open, &["do", "{"]) {
            open = open.saturating_add(1);
        }
        if !source.is_any(open, &["do", "{"]) || !source.opens(open) {
            return name_at.saturating_add(1);
        }
        let close = source.close_of(open);
        let head = Head { first: at, at, ..Head::default() };
        let mut declared = self.declared(place, &head, DefinitionKind::Function, name);
        declared.attributes.push(Attribute { name: source.word(at).to_owned(), at, open: None });
        declared.last = close;
        declared.body = Some(open.saturating_add(1)..close);
        declared.is_for_tests = true;
        self.push(declared);
        close.saturating_add(1)
    }
}
