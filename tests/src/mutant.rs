//! The auditor's audit: repositories that differ from a golden one by a small edit, and the verdicts that must move with it.
//!
//! Edits are written as text, one block each, so that a person can read them like a diff:
//!
//! ```text
//! == what was done, in words
//! @ src/main.py
//! - a line as it stands
//! + what stands there instead
//! > testing/some-check Partial 1/2
//! ~ testing/other-check
//! v observability/
//! ! words of the evidence
//! ```
//!
//! `-` and `+` replace consecutive whole lines, which must stand in the file exactly once; `+` alone writes a new file;
//! `x path` deletes a file or a folder. `>` is a verdict that must come out, and must be another than before; `~` may move, for a
//! reason a person can see; the checks that begin with what stands behind `v` may get worse, never better; `!` are words that
//! must stand in the evidence or summary of one of the verdicts named. Every other outcome must stay; where no verdict is
//! named, every count must stay as well. Lines that begin with `#` are comments.

use beredd_audit::PolicyChoice;
use beredd_model::{Audit, CheckResult, Lang, Outcome, RepoPath};
use beredd_testkit::fixture::Fixture;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, ZipWriter};

/// A small edit of a repository, and what must follow from it.
#[derive(Clone, Debug, Default)]
pub struct Mutant {
    /// What was done, in words.
    pub title: String,
    /// What is done, in order.
    pub edits: Vec<Edit>,
    /// The verdicts that must come out: a check, and its outcome with its count or without.
    pub moves: Vec<(String, String)>,
    /// The checks that may say something else than before.
    pub may_move: Vec<String>,
    /// How the checks begin that may come out worse than before.
    pub may_fall: Vec<String>,
    /// Words that must stand in what the moved checks say.
    pub words: Vec<String>,
}

/// One edit.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Lines of a file for other lines; a new file where there is nothing to replace.
    Lines {
        /// The file.
        path: String,
        /// What stands there.
        before: String,
        /// What stands there instead.
        after: String,
    },
    /// A file or a folder that is taken away.
    Remove(String),
}

/// Reads mutants from their text.
///
/// # Errors
/// A sentence that names the line that is not understood.
pub fn parse(text: &str) -> Result<Vec<Mutant>, String> {
    let mut mutants: Vec<Mutant> = Vec::new();
    for (line, number) in text.lines().zip(1u32..) {
        let (sign, rest) = line.split_once(' ').unwrap_or((line, ""));
        if sign == "==" {
            mutants.push(Mutant { title: rest.to_owned(), ..Mutant::default() });
            continue;
        }
        let known = match (sign, mutants.last_mut()) {
            ("" | "#", _) => true,
            (_, Some(mutant)) => mutant.take(sign, rest),
            (_, None) => false,
        };
        if !known {
            return Err(format!("line {number}: '{line}' is nothing a mutant has"));
        }
    }
    Ok(mutants)
}

impl Mutant {
    fn take(&mut self, sign: &str, rest: &str) -> bool {
        match (sign, self.edits.last_mut()) {
            ("@", _) => self.edits.push(Edit::Lines {
                path: rest.to_owned(),
                before: String::new(),
                after: String::new(),
            }),
            ("x", _) => self.edits.push(Edit::Remove(rest.to_owned())),
            ("-", Some(Edit::Lines { path, before, after })) => {
                if after.is_empty() {
                    line_on(before, rest);
                } else {
                    let (path, mut next) = (path.clone(), String::new());
                    line_on(&mut next, rest);
                    self.edits.push(Edit::Lines { path, before: next, after: String::new() });
                }
            }
            ("+", Some(Edit::Lines { after, .. })) => line_on(after, rest),
            (">", _) => {
                let (check, verdict) = rest.split_once(' ').unwrap_or((rest, ""));
                self.moves.push((check.to_owned(), verdict.to_owned()));
            }
            ("v", _) => self.may_fall.push(rest.to_owned()),
            ("~", _) => self.may_move.push(rest.to_owned()),
            ("!", _) => self.words.push(rest.to_owned()),
            _ => return false,
        }
        true
    }

    /// The repository after the edits.
    ///
    /// # Errors
    /// A sentence that says which edit does not fit the repository.
    pub fn apply(&self, fixture: &Fixture) -> Result<Fixture, String> {
        let mut changed = fixture.clone();
        for edit in &self.edits {
            match edit {
                Edit::Remove(path) => {
                    let before = changed.files.len();
                    changed.files.retain(|file, _| {
                        let name = file.to_string();
                        name != *path && !name.starts_with(&format!("{path}/"))
                    });
                    if changed.files.len() == before {
                        return Err(format!("{}: there is no {path}", self.title));
                    }
                }
                Edit::Lines { path, before, after } => {
                    let file = RepoPath::parse(path).map_err(|error| format!("{path}: {error}"))?;
                    let text = changed.files.entry(file).or_default();
                    if before.is_empty() {
                        text.push_str(after);
                        continue;
                    }
                    let lines = format!("\n{text}");
                    let before = format!("\n{before}");
                    if lines.matches(&before).count() != 1 {
                        return Err(format!("{}: not exactly once in {path}:{before}", self.title));
                    }
                    *text = lines.replacen(&before, &format!("\n{after}"), 1).split_off(1);
                }
            }
        }
        Ok(changed)
    }

    /// What is wrong with the audits before and after the edit, in words; nothing when the mutant was told apart as stated.
    #[must_use]
    pub fn faults(&self, before: &Audit, after: &Audit) -> Vec<String> {
        let (before, after) = (verdicts(before), verdicts(after));
        let mut faults = Vec::new();
        let mut said = String::new();
        for (check, wanted) in &self.moves {
            let (Some(was), Some(is)) = (before.get(check), after.get(check)) else {
                faults.push(format!("there is no check {check}"));
                continue;
            };
            let is_as_wanted = short(is) == *wanted || format!("{:?}", is.outcome) == *wanted;
            if !is_as_wanted || short(is) == short(was) {
                faults.push(format!("{check}: wanted {wanted}, was {}, is {}", short(was), described(is)));
            }
            said.push_str(&spoken(is));
        }
        for (check, is) in &after {
            let is_named = self.moves.iter().any(|(name, _)| name == check) || self.may_move.contains(check);
            let Some(was) = before.get(check).filter(|_| !is_named) else { continue };
            let may_fall = self.may_fall.iter().any(|start| check.starts_with(start));
            let moved = was.outcome != is.outcome || (self.moves.is_empty() && short(was) != short(is));
            if moved && !(may_fall && rank(is.outcome) <= rank(was.outcome)) {
                faults.push(format!("{check} moved too: was {}, is {}", short(was), described(is)));
            }
        }
        faults.extend(
            self.words
                .iter()
                .filter(|words| !said.contains(*words))
                .map(|words| format!("'{words}' is not said in\n{said}")),
        );
        faults
    }
}

/// The checks of an audit by id.
#[must_use]
pub fn verdicts(audit: &Audit) -> BTreeMap<String, &CheckResult> {
    audit.checks.iter().map(|check| (check.id.to_string(), check)).collect()
}

/// An outcome with its count: `Partial 1/2`.
#[must_use]
pub fn short(check: &CheckResult) -> String {
    format!("{:?} {}/{}", check.outcome, check.n, check.of)
}

/// The audit of a repository.
///
/// # Errors
/// When it cannot be written as an archive, or not be audited.
pub fn audit(fixture: &Fixture) -> Result<Audit, String> {
    let files = fixture.files.iter().map(|(path, text)| (path.to_string(), text.clone().into_bytes()));
    audit_files(&files.collect::<Vec<_>>())
}

/// The audit of files that stand in an archive in this order.
///
/// # Errors
/// When they cannot be written as an archive, or not be audited.
pub fn audit_files(files: &[(String, Vec<u8>)]) -> Result<Audit, String> {
    let bytes = archive(files).map_err(|error| error.to_string())?;
    beredd_audit::audit("a.zip", &bytes, &PolicyChoice::Auto).map_err(|error| error.to_string())
}

fn archive(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, ZipError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in files {
        writer.start_file(format!("top/{path}"), SimpleFileOptions::default())?;
        writer.write_all(content)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// How good an outcome is: what is not proven is nothing.
const fn rank(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Pass => 2,
        Outcome::Partial => 1,
        Outcome::Fail | Outcome::Unknown | Outcome::NotApplicable => 0,
    }
}

fn line_on(block: &mut String, line: &str) {
    block.push_str(line);
    block.push('\n');
}

fn described(check: &CheckResult) -> String {
    format!("{} — {}", short(check), check.summary.get(Lang::En))
}

fn spoken(check: &CheckResult) -> String {
    let mut said = format!("{}\n", check.summary.get(Lang::En));
    for evidence in &check.evidence {
        let place = &evidence.place;
        line_on(&mut said, &format!("{}:{} {}", place.path, place.line, evidence.what.get(Lang::En)));
    }
    said
}
