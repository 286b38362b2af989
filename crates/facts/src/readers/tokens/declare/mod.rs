//! Declarations: classes, functions, fields, with what stands on them and where their bodies are.
//!
//! Only places where a declaration may stand are looked at: the file, and the bodies of classes and modules. What functions
//! declare inside themselves counts as theirs. The walk keeps a list of open places instead of calling itself.

mod attributes;
mod classes;
mod functions;
mod go;
mod members;
mod parameters;
mod ruby;
mod types;

use super::source::Source;
use crate::Language;
use crate::fact::DefinitionKind;
use std::collections::BTreeMap;
use std::ops::Range;

/// An annotation or attribute, in tokens.
#[derive(Clone, Debug)]
pub(super) struct Attribute {
    /// Its name, dotted.
    pub(super) name: String,
    /// Where its name stands.
    pub(super) at: usize,
    /// Where its arguments open.
    pub(super) open: Option<usize>,
}

/// A parameter, in tokens.
#[derive(Clone, Debug, Default)]
pub(super) struct Parameter {
    pub(super) name: String,
    /// The type as written, wrappers taken off.
    pub(super) type_name: Option<String>,
    pub(super) default: Option<Range<usize>>,
    /// Whether it is a field as well.
    pub(super) is_field: bool,
}

/// A class or a function, in tokens.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    pub(super) kind: DefinitionKind,
    pub(super) name: String,
    /// The declaration around it: an index into the same list.
    pub(super) parent: Option<usize>,
    /// The type it belongs to by name, where it does not stand in it.
    pub(super) owner: Option<String>,
    /// Its first token, attributes included, and its last.
    pub(super) first: usize,
    pub(super) last: usize,
    /// Where its own words begin, attributes left out.
    pub(super) head: usize,
    pub(super) attributes: Vec<Attribute>,
    /// Names of its bases as written.
    pub(super) bases: Vec<String>,
    pub(super) parameters: Vec<Parameter>,
    /// The type it gives back, as written.
    pub(super) result: Option<String>,
    /// The tokens of its body, without the brackets.
    pub(super) body: Option<Range<usize>>,
    /// Whether others may use it.
    pub(super) is_public: bool,
    pub(super) is_async: bool,
    /// What a method calls the object it is called on.
    pub(super) receiver: Option<String>,
    /// Whether it is only built for tests.
    pub(super) is_for_tests: bool,
}

/// A field of a class, or a variable of a file.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) owner: usize,
    pub(super) name: String,
    pub(super) type_name: Option<String>,
    pub(super) value: Option<Range<usize>>,
}

/// Everything a file declares.
#[derive(Debug, Default)]
pub(super) struct Declarations {
    pub(super) list: Vec<Declared>,
    pub(super) fields: Vec<Field>,
    /// Heads of what holds declarations and is none, up to where it opens: `impl Agent {`, `mod tests {`.
    pub(super) heads: Vec<Range<usize>>,
}

/// The name of a type, with what only wraps it taken off.
pub(super) fn type_name(source: &Source<'_>, range: Range<usize>) -> Option<String> {
    types::name_of(source, range)
}

/// A dotted name at a place, and the place behind it.
pub(super) fn dotted(source: &Source<'_>, at: usize) -> (String, usize) {
    types::dotted(source, at)
}

/// Reads the declarations of a file; `imports` are the tokens that imports take up.
pub(super) fn read(source: &Source<'_>, imports: &[Range<usize>]) -> Declarations {
    let mut reader = Reader { source, found: Declarations::default(), classes: BTreeMap::new(), inner: None };
    let file = Place {
        at: 0,
        end: source.len(),
        owner: None,
        kind: PlaceKind::File,
        is_for_tests: false,
        is_contract: false,
    };
    let mut places = vec![file];
    let mut imports = imports.iter().peekable();
    while let Some(mut place) = places.pop() {
        while place.at < place.end {
            while imports.next_if(|span| span.end <= place.at).is_some() {}
            if let Some(span) = imports.peek().filter(|span| span.contains(&place.at)) {
                place.at = span.end;
                continue;
            }
            let behind = reader.member(place).max(place.at.saturating_add(1));
            place.at = behind;
            if let Some(inner) = reader.inner.take() {
                places.push(place);
                places.push(inner);
                break;
            }
        }
    }
    reader.found
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PlaceKind {
    File,
    Class,
}

/// A stretch of tokens in which declarations may stand.
#[derive(Clone, Copy, Debug)]
struct Place {
    at: usize,
    end: usize,
    owner: Option<usize>,
    kind: PlaceKind,
    is_for_tests: bool,
    /// Whether it is an interface, a trait, or what implements one: as public as that is.
    is_contract: bool,
}

struct Reader<'s, 'a> {
    source: &'s Source<'a>,
    found: Declarations,
    /// Classes of the file by their name; of several, the first.
    classes: BTreeMap<String, usize>,
    /// The body that is to be walked next.
    inner: Option<Place>,
}

/// What stands in front of a declaration.
#[derive(Clone, Debug, Default)]
struct Head {
    first: usize,
    /// Behind attributes and modifiers.
    at: usize,
    attributes: Vec<Attribute>,
    is_async: bool,
    /// The word that says who may use it: `public`, `private`, `protected`, `internal`, `pub`.
    access: Option<&'static str>,
}

/// Words that say who may use what is declared behind them.
const ACCESS: &[&str] = &["internal", "private", "protected", "pub", "public"];

/// Words in front of a declaration that do not say what it is; sorted.
const MODIFIERS: &[&str] = &[
    "abstract",
    "actual",
    "async",
    "companion",
    "crate",
    "data",
    "default",
    "expect",
    "extern",
    "external",
    "file",
    "final",
    "infix",
    "inline",
    "inner",
    "internal",
    "lateinit",
    "native",
    "new",
    "open",
    "operator",
    "override",
    "partial",
    "private",
    "protected",
    "pub",
    "public",
    "readonly",
    "required",
    "sealed",
    "static",
    "strictfp",
    "suspend",
    "synchronized",
    "tailrec",
    "transient",
    "unsafe",
    "value",
    "virtual",
    "volatile",
];

impl Reader<'_, '_> {
    /// Reads what stands at a place, and gives the place behind it.
    fn member(&mut self, place: Place) -> usize {
        match self.source.language() {
            Language::Go => self.go(place),
            Language::Ruby => self.ruby(place),
            _ => self.braced(place),
        }
    }

    fn braced(&mut self, place: Place) -> usize {
        let head = self.head(place);
        let (source, at) = (self.source, head.at);
        let language = source.language();
        let word = source.word(at);
        let next = at.saturating_add(1);
        let is_named = source.is_name(next) && source.is_name(at);
        match (language, word) {
            (Language::Rust, "impl") => return self.implementation(place, &head),
            (Language::Rust, "mod") if is_named => return self.rust_module(place, &head),
            (Language::Rust, "fn") | (Language::Php, "function") if is_named || source.is(next, "&") => {
                return self.function(place, &head);
            }
            (Language::Kotlin, "fun") if !source.is(next, "interface") => return self.function(place, &head),
            _ => {}
        }
        if let Some(name_at) = self.class_name(at) {
            return self.class(place, &head, name_at);
        }
        match (place.kind, language) {
            (PlaceKind::Class, Language::Java | Language::CSharp) => self.typed_member(place, &head),
            (PlaceKind::Class, Language::Kotlin) => self.kotlin_member(place, &head),
            (PlaceKind::Class, Language::Php) => self.php_field(place, &head),
            _ if at > place.at => at,
            _ => self.over(place.at),
        }
    }

    /// Behind one token of no interest; brackets whose inside can declare nothing are passed over whole.
    fn over(&self, at: usize) -> usize {
        let may_hold = self.source.is(at, "{") && self.source.language() != Language::Rust;
        if self.source.opens(at) && !may_hold {
            return self.source.close_of(at).saturating_add(1);
        }
        at.saturating_add(1)
    }

    fn head(&self, place: Place) -> Head {
        let (attributes, mut at) = attributes::read(self.source, place.at, place.end);
        let mut head = Head { first: place.at, at, attributes, is_async: false, access: None };
        while at < place.end {
            let word = self.source.word(at);
            let next = at.saturating_add(1);
            let is_modifier = MODIFIERS.binary_search(&word).is_ok() && self.source.is_name(at);
            let follows = self.source.is_name(next)
                || self.source.is_any(next, &["?", "<", "@"])
                || self.source.is(next, "(") && word == "pub"
                || self.source.is_text(next);
            if !is_modifier || !follows {
                break;
            }
            // A type or a name may be called as a modifier is: `data = 1`, `value: T`.
            head.is_async |= matches!(word, "async" | "suspend");
            head.access = head.access.or(ACCESS.iter().find(|access| **access == word).copied());
            at = next;
            if word == "pub" && self.source.is(at, "(") {
                at = self.source.close_of(at).saturating_add(1);
            }
            if word == "extern" && self.source.is_text(at) {
                at = at.saturating_add(1);
            }
        }
        head.at = at;
        head
    }

    fn declared(&self, place: Place, head: &Head, kind: DefinitionKind, name: &str) -> Declared {
        Declared {
            kind,
            name: name.to_owned(),
            parent: place.owner,
            owner: None,
            first: head.first,
            last: head.first,
            head: head.at,
            attributes: head.attributes.clone(),
            bases: Vec::new(),
            parameters: Vec::new(),
            result: None,
            body: None,
            is_public: self.is_public(place, head, name),
            is_async: head.is_async,
            receiver: None,
            is_for_tests: place.is_for_tests,
        }
    }

    /// Whether others may use what is declared: what it says, or what the language takes for granted where it says nothing.
    fn is_public(&self, place: Place, head: &Head, name: &str) -> bool {
        match (self.source.language(), head.access) {
            (Language::Go, _) => name.starts_with(char::is_uppercase),
            (_, Some(access)) => matches!(access, "pub" | "public"),
            (Language::CSharp, None) => place.kind == PlaceKind::File || place.is_contract,
            (Language::Rust, None) => place.is_contract,
            (_, None) => true,
        }
    }

    fn push(&mut self, declared: Declared) -> usize {
        let index = self.found.list.len();
        if declared.kind == DefinitionKind::Class {
            self.classes.entry(declared.name.clone()).or_insert(index);
        }
        self.found.list.push(declared);
        index
    }

    /// Asks for the body of a class to be walked next.
    fn enter(&mut self, body: Range<usize>, owner: Option<usize>, is_for_tests: bool) {
        let kind = if owner.is_some() { PlaceKind::Class } else { PlaceKind::File };
        let (at, end) = (body.start, body.end);
        self.inner = Some(Place { at, end, owner, kind, is_for_tests, is_contract: false });
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn modifiers_are_in_order() {
        assert!(super::MODIFIERS.is_sorted());
    }
}
