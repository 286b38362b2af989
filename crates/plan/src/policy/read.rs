//! `beredd.toml` read: every key that can be used is, every other is a problem with its line, and what counts then is what the
//! profile it begins from says.
//!
//! A file that is not TOML is left aside as a whole: to use the half before a misplaced bracket would be a guess.

use super::keys::{Form, Key, SECTIONS, Section};
use super::kind::Kind;
use super::problem::{
    Instead, LineTable, PolicyProblem, misplaced_key, missing_key, unknown_key, wrong_value,
};
use super::value::{self, Value};
use super::{build, generic, named};
use beredd_model::{Policy, Text};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The most bytes of a policy file that are read.
pub const MOST_BYTES: usize = 256 * 1024;
/// The most entries of a list: so many decisions nobody can answer for.
const MOST_ENTRIES: usize = 1000;
/// The most problems that are named; the rest is counted.
const MOST_PROBLEMS: usize = 200;

/// A policy file, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The policy: what the file says, and for all else the profile it extends.
    pub policy: Policy,
    /// What could not be used, in the order of the file.
    pub problems: Vec<PolicyProblem>,
    lines: BTreeMap<String, u32>,
}

impl Reading {
    /// The line on which a key or an entry stands: `score.ready_above_percent`, `accepted[0]`, `accepted[0].check`.
    ///
    /// Entries are numbered as in the policy, so those that were left out have no number.
    #[must_use]
    pub fn line_of(&self, key: &str) -> Option<u32> {
        self.lines.get(key).copied()
    }
}

/// Reads the text of a policy file that is called `source`. Never fails: what cannot be used is a problem.
#[must_use]
pub fn read(text: &str, source: &str) -> Reading {
    let table = LineTable::of(text);
    if text.len() > MOST_BYTES {
        let message = Text::made(
            format!(
                "The file has {} bytes; expected: at most {MOST_BYTES}. No key of it is used.",
                text.len()
            ),
            format!("Filen har {} byte; väntat: högst {MOST_BYTES}. Ingen nyckel i den används.", text.len()),
        );
        return unread(source, vec![PolicyProblem { line: None, key: String::new(), message }]);
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        let problems = errors.iter().take(MOST_PROBLEMS).map(|error| not_toml(error, &table));
        return unread(source, problems.collect());
    }
    let mut reader = Reader { table, problems: Vec::new(), lines: BTreeMap::new() };
    let file = reader.file(root.get_ref());
    let base = file.top.get("extends").and_then(|name| match name {
        (Value::Text(name), _) => named(name),
        _ => None,
    });
    let policy = build::policy(&mut reader, &file, base.unwrap_or_else(generic), source);
    reader.finish(policy)
}

/// A file of which nothing is used.
fn unread(source: &str, problems: Vec<PolicyProblem>) -> Reading {
    let policy = Policy { source: source.to_owned(), ..generic() };
    Reading { policy, problems, lines: BTreeMap::new() }
}

fn not_toml(error: &toml::de::Error, table: &LineTable) -> PolicyProblem {
    let said = error.message();
    let message = Text::made(
        format!("This is not TOML: {said}. No key of the file is used; the generic profile counts."),
        format!("Det här är inte TOML: {said}. Ingen nyckel i filen används; den generiska profilen gäller."),
    );
    PolicyProblem { line: error.span().map(|span| table.line(span.start)), key: String::new(), message }
}

/// Values that were read, with where they stand.
pub(super) type Values = BTreeMap<&'static str, (Value, Range<usize>)>;

/// One entry of a list, or one named table.
pub(super) struct Entry {
    /// Its name, where it has one.
    pub(super) name: String,
    /// How it is called in problems: `accepted[0]`, counted as the file does.
    pub(super) called: String,
    pub(super) span: Range<usize>,
    pub(super) values: Values,
}

/// The whole file, read key by key.
#[derive(Default)]
pub(super) struct File {
    pub(super) top: Values,
    pub(super) tables: BTreeMap<&'static str, Values>,
    pub(super) entries: BTreeMap<&'static str, Vec<Entry>>,
}

/// Reads keys and gathers what is wrong.
pub(super) struct Reader<'a> {
    table: LineTable<'a>,
    problems: Vec<(usize, PolicyProblem)>,
    lines: BTreeMap<String, u32>,
}

impl Reader<'_> {
    fn file(&mut self, root: &DeTable) -> File {
        let mut file = File::default();
        let top = SECTIONS.iter().find(|section| section.form == Form::Top);
        let names = SECTIONS.iter().map(|section| section.name).filter(|name| !name.is_empty());
        let top_keys = top.into_iter().flat_map(|top| top.keys);
        let known: Vec<&str> = top_keys.clone().map(|key| key.name).chain(names).collect();
        for (key, written) in root {
            let name = key.get_ref();
            if let Some(key) = top_keys.clone().find(|known| known.name == name) {
                file.top.extend(self.value("", key, written, Instead::Base));
            } else if let Some(section) = SECTIONS.iter().find(|known| known.name == name && !name.is_empty())
            {
                self.section(section, written, &mut file);
            } else {
                self.problem(key.span(), name, unknown_key(name, &known));
            }
        }
        file
    }

    fn section(&mut self, section: &'static Section, written: &Spanned<DeValue>, file: &mut File) {
        let name = section.name;
        match (section.form, written.get_ref()) {
            (Form::Table, DeValue::Table(table)) => {
                let values = self.values(section, name, table, Instead::Base);
                file.tables.insert(name, values);
            }
            (Form::Named, DeValue::Table(tables)) => {
                let mut entries = Vec::new();
                for (key, entry) in tables.iter().take(MOST_ENTRIES) {
                    let called = format!("{name}.\"{}\"", key.get_ref());
                    match entry.get_ref() {
                        DeValue::Table(table) => entries.push(Entry {
                            name: key.get_ref().to_string(),
                            values: self.values(section, &called, table, Instead::Base),
                            called,
                            span: key.span(),
                        }),
                        _ => self.misshapen(&called, "[", "]", entry.span()),
                    }
                }
                file.entries.insert(name, entries);
            }
            (Form::List, DeValue::Array(list)) => {
                let mut entries = Vec::new();
                for (number, entry) in list.iter().enumerate() {
                    let called = format!("{name}[{number}]");
                    match entry.get_ref() {
                        DeValue::Table(_) if number >= MOST_ENTRIES => {
                            self.problem(entry.span(), &called, too_many());
                            break;
                        }
                        DeValue::Table(table) => {
                            entries.extend(self.entry(section, called, table, entry.span()))
                        }
                        _ => self.misshapen(name, "[[", "]]", entry.span()),
                    }
                }
                file.entries.insert(name, entries);
            }
            (Form::List, _) => self.misshapen(name, "[[", "]]", written.span()),
            _ => self.misshapen(name, "[", "]", written.span()),
        }
    }

    /// An entry of a list; nothing when a key that it needs is missing or wrong.
    fn entry(
        &mut self,
        section: &'static Section,
        called: String,
        table: &DeTable,
        span: Range<usize>,
    ) -> Option<Entry> {
        let before = self.problems.len();
        let values = self.values(section, &called, table, Instead::LeftOut);
        for key in section.keys.iter().filter(|key| key.is_required && !table.contains_key(key.name)) {
            self.problem(
                span.clone(),
                &format!("{called}.{}", key.name),
                missing_key(&called, key.name, key.kind),
            );
        }
        // A decision that is only half understood is none: an unknown key may have narrowed it.
        (self.problems.len() == before).then_some(Entry { name: String::new(), called, span, values })
    }

    fn values(
        &mut self,
        section: &'static Section,
        called: &str,
        table: &DeTable,
        instead: Instead,
    ) -> Values {
        let mut values = Values::new();
        let known: Vec<&str> = section.keys.iter().map(|key| key.name).collect();
        for (key, written) in table {
            let name = key.get_ref();
            if let Some(key) = section.keys.iter().find(|known| known.name == name) {
                values.extend(self.value(called, key, written, instead));
            } else {
                let is_of_top = SECTIONS.iter().take(1).flat_map(|top| top.keys).any(|key| key.name == name);
                let path = format!("{called}.{name}");
                let message = if is_of_top { misplaced_key(&path, name) } else { unknown_key(&path, &known) };
                self.problem(key.span(), &path, message);
            }
        }
        values
    }

    fn value(
        &mut self,
        called: &str,
        key: &'static Key,
        written: &Spanned<DeValue>,
        instead: Instead,
    ) -> Option<(&'static str, (Value, Range<usize>))> {
        let path = if called.is_empty() { key.name.to_owned() } else { format!("{called}.{}", key.name) };
        self.line(&path, &written.span());
        match value::read(key.kind, written.get_ref()) {
            Some(value) => Some((key.name, (value, written.span()))),
            None => {
                self.wrong(&path, key.kind, &written.span(), instead);
                None
            }
        }
    }

    /// A value that cannot be used.
    pub(super) fn wrong(&mut self, path: &str, kind: Kind, span: &Range<usize>, instead: Instead) {
        let message = wrong_value(path, self.table.written(span.clone()), kind, instead);
        self.problem(span.clone(), path, message);
    }

    fn misshapen(&mut self, name: &str, open: &str, close: &str, span: Range<usize>) {
        let message = Text::made(
            format!(
                "{name} is no value of its own; expected: keys under {open}{name}{close}. It changes nothing."
            ),
            format!(
                "{name} är inget eget värde; väntat: nycklar under {open}{name}{close}. Det ändrar ingenting."
            ),
        );
        self.problem(span, name, message);
    }

    /// Something that is wrong at a place of the file.
    pub(super) fn problem(&mut self, span: Range<usize>, key: &str, message: Text) {
        let line = Some(self.table.line(span.start));
        self.problems.push((span.start, PolicyProblem { line, key: key.to_owned(), message }));
    }

    /// Remembers where something stands.
    pub(super) fn line(&mut self, key: &str, span: &Range<usize>) {
        self.lines.insert(key.to_owned(), self.table.line(span.start));
    }

    fn finish(mut self, policy: Policy) -> Reading {
        self.problems.sort_by_key(|(byte, _)| *byte);
        let more = self.problems.len().saturating_sub(MOST_PROBLEMS);
        let mut problems: Vec<PolicyProblem> =
            self.problems.into_iter().map(|(_, problem)| problem).take(MOST_PROBLEMS).collect();
        if more > 0 {
            let message =
                Text::made(format!("{more} more problems."), format!("Ytterligare {more} problem."));
            problems.push(PolicyProblem { line: None, key: String::new(), message });
        }
        Reading { policy, problems, lines: self.lines }
    }
}

fn too_many() -> Text {
    Text::made(
        format!("Expected: at most {MOST_ENTRIES} entries. This one and those after it are left out."),
        format!("Väntat: högst {MOST_ENTRIES} poster. Den här och de som följer räknas inte."),
    )
}
