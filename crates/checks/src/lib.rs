//! The catalogue: what a check is, and all of them.
//!
//! A check is one file, `catalog/<category>/<claim>.rs`, with one `static CHECK`. Its name is its claim, third person, true
//! or false of the repository: `pins_base_images`. Four paragraphs make it up:
//!
//! 1. **the claim**: what is true of a repository that passes, why that matters, how to get there, what the check cannot see;
//! 2. **the card**: criterion, consequence, effort, what must come first, standards it speaks to;
//! 3. **the judgement**: `fn(&RepoFacts, &Policy) -> Verdict`;
//! 4. **the examples**: small repositories that pass, partly pass, fail, and that merely look as if they did. They are the
//!    tests and the documentation at once; one law runs them all.
//!
//! Definition is data, judgement is code, lists are tables. The identifier `category/claim-with-dashes` is derived from where
//! the file stands. To add one: `cargo xtask new-check <category> <claim>`.
//!
//! **Invariants.** A check reads facts and nothing else: no bytes, no parsing, no scoring, no choice of language. It passes
//! only on proof of the grade its criterion asks for; words in documents, comments and names prove nothing. Absence comes with
//! what was searched, and nothing read is never clean.

mod advice;
mod catalog;
#[cfg(test)]
mod laws;
mod shared;

use beredd_facts::RepoFacts;
use beredd_model::{
    Category, CheckCard, CheckResult, Consequence, Criterion, EffortModel, Outcome, Policy, Role, Standard,
    Text, Verdict,
};
use shared::stack::Stack;
use shared::unparsed::Unparsed;

/// Everything there is to know about a check but its name.
pub struct Check {
    /// The acceptance criterion it serves; its category is the check's.
    pub criterion: Criterion,
    /// Whether it decides that criterion.
    pub role: Role,
    /// What is true of a repository that passes, in one sentence.
    pub claim: Text,
    /// What to call the gap when it is not.
    pub gap_title: Text,
    /// Why it matters: what happens in production without it.
    pub why: Text,
    /// What to do about it.
    pub fix: Text,
    /// What the check cannot see from an archive.
    pub limits: Text,
    /// The row of the severity table.
    pub consequence: Consequence,
    /// What closing the gap costs.
    pub effort: EffortModel,
    /// Checks whose gaps must be closed first, by identifier.
    pub after: &'static [&'static str],
    /// Clauses of outside standards, where they apply.
    pub standards: &'static [Standard],
    /// The examples: tests and documentation at once.
    pub examples: &'static [Example],
    /// The judgement.
    pub judge: fn(&RepoFacts, &Policy) -> Verdict,
}

/// A small repository and what the check says of it.
pub struct Example {
    /// What it shows.
    pub kind: ExampleKind,
    /// What the check concludes.
    pub outcome: Outcome,
    /// The repository: `//- path` starts a file, `⟵` ends a line that evidence against the claim must point at.
    pub repo: &'static str,
    /// What the policy asks for beyond the generic one.
    pub asks: Asks,
}

/// Requirements that only some policies have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// The generic policy as it is.
    Nothing,
    /// Every agent must speak this language, a BCP 47 code.
    Language(&'static str),
    /// Data must stay in the EU.
    EuOnly,
}

/// What an example shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExampleKind {
    /// Proof.
    Passes,
    /// Proof for some of the population.
    Partial,
    /// The claim does not hold.
    Fails,
    /// Words, stubs or homonyms that a search would take for proof, or for a fault.
    Lookalike,
    /// The archive cannot decide it.
    Undecided,
}

impl Example {
    /// A repository that passes.
    #[must_use]
    pub const fn passes(repo: &'static str) -> Self {
        Self { kind: ExampleKind::Passes, outcome: Outcome::Pass, repo, asks: Asks::Nothing }
    }

    /// A repository that partly passes.
    #[must_use]
    pub const fn partial(repo: &'static str) -> Self {
        Self { kind: ExampleKind::Partial, outcome: Outcome::Partial, repo, asks: Asks::Nothing }
    }

    /// A repository that fails, on exactly the marked lines.
    #[must_use]
    pub const fn fails(repo: &'static str) -> Self {
        Self { kind: ExampleKind::Fails, outcome: Outcome::Fail, repo, asks: Asks::Nothing }
    }

    /// A repository that looks otherwise than it is.
    #[must_use]
    pub const fn lookalike(outcome: Outcome, repo: &'static str) -> Self {
        Self { kind: ExampleKind::Lookalike, outcome, repo, asks: Asks::Nothing }
    }

    /// A repository that cannot tell.
    #[must_use]
    pub const fn undecided(repo: &'static str) -> Self {
        Self { kind: ExampleKind::Undecided, outcome: Outcome::Unknown, repo, asks: Asks::Nothing }
    }

    /// The same, under a policy that asks for more.
    #[must_use]
    pub const fn asking(self, asks: Asks) -> Self {
        Self { asks, ..self }
    }

    /// The policy it is judged under: a given one, and what the example asks for beyond it.
    #[must_use]
    pub fn policy(&self, mut base: Policy) -> Policy {
        match self.asks {
            Asks::Nothing => {}
            Asks::Language(code) => base.languages = vec![code.to_owned()],
            Asks::EuOnly => base.is_eu_only = true,
        }
        base
    }
}

/// A check and the name its place gives it.
pub struct Entry {
    /// `category/claim-with-dashes`.
    pub id: &'static str,
    /// The folder it stands in.
    pub category: Category,
    /// The check.
    pub check: &'static Check,
}

impl Entry {
    /// The card, as reports carry it.
    #[must_use]
    pub fn card(&self) -> CheckCard {
        let check = self.check;
        CheckCard {
            id: self.id.into(),
            criterion: check.criterion,
            is_decisive: check.role == Role::Decisive,
            claim: check.claim.clone(),
            gap_title: check.gap_title.clone(),
            why: check.why.clone(),
            fix: check.fix.clone(),
            limits: check.limits.clone(),
            consequence: check.consequence,
            effort: check.effort.clone(),
            after: check.after.iter().map(|id| (*id).into()).collect(),
            standards: check.standards.to_vec(),
        }
    }
}

/// Every check, by identifier.
#[must_use]
pub fn catalog() -> &'static [Entry] {
    catalog::ENTRIES
}

/// SHA-256 of the catalogue's source, as hexadecimal digits.
#[must_use]
pub fn catalogue_sha256() -> String {
    env!("BEREDD_CATALOGUE_SHA256").to_owned()
}

/// The catalogue before one repository.
///
/// Checks ask nothing of each other, so that they can be run in any order and several at once.
pub struct Bench<'a> {
    repo: &'a RepoFacts,
    policy: &'a Policy,
    stack: Stack,
    unparsed: Option<Unparsed>,
}

impl<'a> Bench<'a> {
    /// Finds once what every check is asked with.
    #[must_use]
    pub fn new(repo: &'a RepoFacts, policy: &'a Policy) -> Self {
        Self { repo, policy, stack: Stack::of(repo), unparsed: Unparsed::of(repo) }
    }

    /// Runs one check. What rests on the absence of something is not known where production code does not parse; what can only be
    /// asked of something that runs is not asked of a library or a tool.
    #[must_use]
    pub fn judge(&self, entry: &Entry) -> CheckResult {
        let mut verdict = (entry.check.judge)(self.repo, self.policy);
        if let Some(unparsed) = &self.unparsed {
            verdict = unparsed.doubt(entry.check, self.policy, verdict);
        }
        advice::advise(entry, &self.stack, &mut verdict);
        CheckResult::new(entry.card(), shared::scope::in_scope(self.repo, entry.check.criterion, verdict))
    }
}

/// Runs every check in a row; results by identifier.
#[must_use]
pub fn judge_all(repo: &RepoFacts, policy: &Policy) -> Vec<CheckResult> {
    let bench = Bench::new(repo, policy);
    catalog().iter().map(|entry| bench.judge(entry)).collect()
}
