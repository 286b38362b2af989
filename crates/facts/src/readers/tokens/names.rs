//! What names mean in one file: its imports, its own classes and functions, members of the class around, types of fields.

use super::declare::{Declarations, Declared};
use super::imports::Imported;
use crate::Language;
use crate::fact::{DefinitionKind, Import};
use crate::known::{go_packages, token_types};
use crate::readers::parts::MAX_NAME;
use std::collections::{BTreeMap, BTreeSet};

/// The names of a file.
pub(super) struct Names {
    language: Language,
    /// By the name they bind: the bound target.
    imports: BTreeMap<String, String>,
    /// Packages whose names are all imported.
    stars: Vec<String>,
    /// Declarations that stand in no other.
    tops: BTreeMap<String, usize>,
    /// Members by class and name.
    members: BTreeMap<(usize, String), usize>,
    /// Fields by class and name: what they are an instance of, where that is fixed.
    fields: BTreeMap<(usize, String), Option<String>>,
    /// Fields whose type is known by what is assigned to them alone.
    learned: BTreeSet<(usize, String)>,
    /// With outer declarations, for each declaration.
    pub(super) qualified: Vec<String>,
    /// The class or function around each declaration.
    parents: Vec<Option<usize>>,
    is_class: Vec<bool>,
    /// What each function gives back, bound.
    results: Vec<Option<String>>,
}

/// Types that come with the languages and say nothing of a system; sorted.
const PLAIN: &[&str] = &[
    "Any",
    "Array",
    "Boolean",
    "Byte",
    "Char",
    "Character",
    "Class",
    "Collection",
    "Double",
    "Duration",
    "Exception",
    "Float",
    "IEnumerable",
    "IList",
    "Instant",
    "Int",
    "Integer",
    "List",
    "Long",
    "Map",
    "Number",
    "Object",
    "Set",
    "Short",
    "String",
    "StringBuilder",
    "Throwable",
    "UUID",
    "Uri",
    "Vec",
    "array",
    "bool",
    "boolean",
    "byte",
    "bytes",
    "callable",
    "char",
    "decimal",
    "double",
    "dynamic",
    "error",
    "f32",
    "f64",
    "float",
    "float32",
    "float64",
    "i16",
    "i32",
    "i64",
    "i8",
    "int",
    "int16",
    "int32",
    "int64",
    "int8",
    "isize",
    "iterable",
    "long",
    "mixed",
    "nint",
    "object",
    "rune",
    "sbyte",
    "self",
    "short",
    "str",
    "string",
    "u16",
    "u32",
    "u64",
    "u8",
    "uint",
    "uint32",
    "uint64",
    "uint8",
    "ulong",
    "ushort",
    "usize",
];

impl Names {
    pub(super) fn new(language: Language, imported: &Imported, declared: &mut Declarations) -> Self {
        let mut names = Self {
            language,
            imports: BTreeMap::new(),
            stars: Vec::new(),
            tops: BTreeMap::new(),
            members: BTreeMap::new(),
            fields: BTreeMap::new(),
            learned: BTreeSet::new(),
            qualified: Vec::new(),
            parents: Vec::new(),
            is_class: Vec::new(),
            results: Vec::new(),
        };
        for import in &imported.imports {
            names.import(import);
        }
        names.declare(&mut declared.list);
        names.results = declared
            .list
            .iter()
            .zip(0usize..)
            .map(|(one, at)| one.result.as_ref().map(|result| names.type_in(result, Some(at))))
            .collect();
        for field in &declared.fields {
            let bound = field.type_name.as_ref().and_then(|name| names.instance_of(name, Some(field.owner)));
            names.fields.insert((field.owner, field.name.clone()), bound);
        }
        names
    }

    fn import(&mut self, import: &Import) {
        let module = match self.language {
            Language::Go => go_packages::without_version(&import.module).to_owned(),
            _ => import.module.clone(),
        };
        match import.name.as_deref() {
            Some("*") => self.stars.push(module),
            Some(name) if module.is_empty() => {
                drop(self.imports.insert(import.bound_as.clone(), name.to_owned()))
            }
            Some(name) => drop(self.imports.insert(import.bound_as.clone(), format!("{module}.{name}"))),
            None if import.bound_as.is_empty() => {}
            None => drop(self.imports.insert(import.bound_as.clone(), module)),
        }
    }

    fn declare(&mut self, list: &mut [Declared]) {
        for index in 0..list.len() {
            let Some(one) = list.get(index) else { continue };
            let owner = one.owner.as_ref().filter(|_| one.parent.is_none());
            // A method that stands outside its class belongs to it where the class is in the same file and comes first.
            let class = owner.and_then(|owner| self.tops.get(owner.as_str()).copied());
            let parent = one.parent.or(class.filter(|class| self.is_class.get(*class) == Some(&true)));
            let qualified = match (parent.and_then(|parent| self.qualified.get(parent)), owner) {
                (Some(outer), _) => format!("{outer}.{}", one.name),
                (None, Some(owner)) => format!("{owner}.{}", one.name),
                (None, None) => one.name.clone(),
            };
            match parent {
                Some(parent) => drop(self.members.entry((parent, one.name.clone())).or_insert(index)),
                None if owner.is_none() => drop(self.tops.entry(one.name.clone()).or_insert(index)),
                None => {}
            }
            self.qualified.push(if qualified.len() > MAX_NAME { one.name.clone() } else { qualified });
            self.parents.push(parent);
            self.is_class.push(one.kind == DefinitionKind::Class);
            if let Some(one) = list.get_mut(index) {
                one.parent = parent;
            }
        }
    }

    /// What a variable of a type is; nothing for the plain types that every program has.
    pub(super) fn instance_of(&self, written: &str, within: Option<usize>) -> Option<String> {
        let last = written.rsplit('.').next().unwrap_or(written);
        (PLAIN.binary_search(&last).is_err()).then(|| format!("{}()", self.type_in(written, within)))
    }

    /// The bound name of a type, or of anything else that is no local variable.
    pub(super) fn type_in(&self, written: &str, within: Option<usize>) -> String {
        let (first, rest) =
            written.split_once('.').map_or((written, None), |(first, rest)| (first, Some(rest)));
        let bound = self.outer(first, within).unwrap_or_else(|| first.to_owned());
        rest.map_or(bound.clone(), |rest| format!("{bound}.{rest}"))
    }

    fn outer(&self, first: &str, within: Option<usize>) -> Option<String> {
        if matches!(first, "Self" | "self" | "static") {
            return self.class_around(within).and_then(|class| self.own(class));
        }
        let inner = self.class_around(within).and_then(|class| self.members.get(&(class, first.to_owned())));
        let inner = inner.filter(|at| self.is_class.get(**at) == Some(&true)).copied();
        if let Some(at) = inner.or_else(|| self.tops.get(first).copied()) {
            return self.own(at);
        }
        if let Some(target) = self.imports.get(first) {
            return Some(target.clone());
        }
        let star = self.stars.iter().find(|star| token_types::has(star, first))?;
        Some(format!("{star}.{first}"))
    }

    fn own(&self, at: usize) -> Option<String> {
        self.qualified.get(at).map(|qualified| format!("::{qualified}"))
    }

    /// The class that a declaration is or stands in.
    pub(super) fn class_around(&self, within: Option<usize>) -> Option<usize> {
        let mut current = within;
        for _ in 0..64 {
            let at = current?;
            if self.is_class.get(at) == Some(&true) {
                return Some(at);
            }
            current = self.parents.get(at).copied().flatten();
        }
        None
    }

    /// What a name means where no local variable has it: a member of the class around, or a name of the file.
    pub(super) fn meaning(&self, name: &str, within: Option<usize>, is_called: bool) -> Option<String> {
        let class = self.class_around(within);
        if let Some(class) = class.filter(|_| self.members_need_no_receiver()) {
            if is_called
                && self
                    .members
                    .get(&(class, name.to_owned()))
                    .is_some_and(|at| self.is_class.get(*at) == Some(&false))
            {
                return Some(format!("self.{name}"));
            }
            if let Some(field) = self.fields.get(&(class, name.to_owned())).filter(|_| !is_called) {
                return Some(field.clone().unwrap_or_else(|| format!("self.{name}")));
            }
        }
        self.outer(name, within)
    }

    pub(super) const fn members_need_no_receiver(&self) -> bool {
        matches!(self.language, Language::Java | Language::Kotlin | Language::CSharp | Language::Ruby)
    }

    /// What a field of the class around is an instance of.
    pub(super) fn field(&self, name: &str, within: Option<usize>) -> Option<&str> {
        let class = self.class_around(within)?;
        self.fields.get(&(class, name.to_owned()))?.as_deref()
    }

    pub(super) fn is_field(&self, name: &str, within: Option<usize>) -> bool {
        self.class_around(within).is_some_and(|class| self.fields.contains_key(&(class, name.to_owned())))
    }

    /// Says what a field without a type is, by what is assigned to it; two assignments that differ leave it open.
    pub(super) fn learn(&mut self, name: &str, within: Option<usize>, target: &str) {
        let Some(class) = self.class_around(within) else { return };
        let key = (class, name.to_owned());
        if !self.learned.contains(&key) && self.fields.get(&key).is_some_and(Option::is_some) {
            return;
        }
        self.learned.insert(key.clone());
        let known = self.fields.entry(key).or_insert_with(|| Some(target.to_owned()));
        if known.as_deref().is_some_and(|known| known != target) {
            *known = None;
        }
    }

    /// Fills in what a typed language left without a type.
    pub(super) fn learn_untyped(&mut self, class: usize, name: &str, target: &str) {
        if let Some(known) = self.fields.get_mut(&(class, name.to_owned()))
            && known.is_none()
        {
            *known = Some(target.to_owned());
        }
    }

    /// What a call of an own function gives, by the type it declares.
    pub(super) fn result(&self, target: &str, within: Option<usize>) -> Option<&str> {
        let at = if let Some(own) = target.strip_prefix("::") {
            let (first, rest) = own.split_once('.').map_or((own, None), |(first, rest)| (first, Some(rest)));
            let top = *self.tops.get(first.trim_end_matches("()"))?;
            match rest {
                Some(rest) => *self.members.get(&(top, rest.to_owned()))?,
                None => top,
            }
        } else {
            let class = self.class_around(within)?;
            *self.members.get(&(class, target.strip_prefix("self.")?.to_owned()))?
        };
        let result = self.results.get(at)?.as_deref()?;
        (self.is_class.get(at) == Some(&false) && (result.starts_with("::") || result.contains('.')))
            .then_some(result)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn plain_types_are_in_order() {
        assert!(super::PLAIN.is_sorted());
    }
}
