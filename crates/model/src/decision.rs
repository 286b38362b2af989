//! Decisions of people about single gaps: accepted risks, and what a reviewer attests. Neither is ever proof.

use crate::{CheckId, Criterion, Date, GapId, Text};
use serde::{Deserialize, Serialize};

/// A risk that somebody lives with until a day. The points stay lost, the gap stays in sight.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AcceptedRisk {
    /// The check whose gap is accepted.
    pub check: CheckId,
    /// Only where the affected place's path matches this pattern (`*`, `**`, `?`, `[…]`); nothing: wherever it is.
    pub place: Option<String>,
    /// Only for the member of this name or identity; nothing: for all.
    pub subject: Option<String>,
    /// Why it can be lived with.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day it holds.
    pub expires: Date,
}

/// What a reviewer says of a matter that the archive cannot decide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attestation {
    /// What it speaks of.
    pub of: Attested,
    /// The share of the population for which the claim holds: 1000 is all of it.
    pub holds_permille: u32,
    /// Where it can be seen: a report, a ticket, a measurement.
    pub evidence: String,
    /// Who says so.
    pub who: String,
    /// When it was seen.
    pub date: Date,
}

/// What an attestation speaks of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Attested {
    /// The decisive check of a criterion.
    Criterion(Criterion),
    /// One check.
    Check(CheckId),
}

/// How a gap stands after the decisions about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nobody has decided anything about it.
    #[default]
    Open,
    /// Accepted for some of those affected: the rest is work.
    PartlyAccepted,
    /// Accepted, but of a kind that nobody can accept in a file: it blocks the gate and is planned as before.
    Overruled,
    /// Accepted: it does not block the gate and nobody plans work for it.
    Accepted,
    /// A reviewer attests that all is well: it does not block the gate and nobody plans work for it.
    Attested,
}

impl Standing {
    /// Whether its work is in the roadmap, and it blocks the gate when it is critical.
    #[must_use]
    pub const fn is_work(self) -> bool {
        !matches!(self, Self::Accepted | Self::Attested)
    }
}

/// What became of an accepted risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AcceptanceState {
    /// It covers an open gap, or part of it.
    InForce,
    /// It covers an open gap, but data, law and identity, and what is always critical, cannot be accepted in a file.
    Overruled,
    /// Its last day has passed: it covers nothing.
    Expired,
    /// The audit is made in auditor mode, which heeds no such decisions.
    Ignored,
    /// It matches nothing that is open: fixed, moved or misspelt. It can be taken away.
    Stale,
}

/// An accepted risk and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AcceptanceRow {
    /// As it was written.
    #[serde(flatten)]
    pub risk: AcceptedRisk,
    /// What became of it.
    pub state: AcceptanceState,
    /// The gap it speaks of, where there is one.
    pub gap: Option<GapId>,
    /// How many of those affected it covers; 1 where the question is of the whole.
    pub covers: u32,
    /// The state in words.
    pub note: Text,
}

/// What became of an attestation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AttestationState {
    /// The archive cannot decide the matter, and this says how it is.
    InForce,
    /// A later one speaks of the same matter.
    Superseded,
    /// The archive proves it: nothing needs to be attested.
    Unneeded,
    /// The archive shows otherwise, and what is shown counts.
    Contradicted,
    /// It is dated after the day of the audit.
    Premature,
    /// The audit is made in auditor mode, which heeds no such decisions.
    Ignored,
    /// Nothing of that name was asked, or the question does not arise.
    Stale,
}

/// An attestation and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AttestationRow {
    /// As it was written.
    #[serde(flatten)]
    pub attestation: Attestation,
    /// What became of it.
    pub state: AttestationState,
    /// The check it was held against, where there is one.
    pub check: Option<CheckId>,
    /// The state in words.
    pub note: Text,
}
