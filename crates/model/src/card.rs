//! What a check says about itself: everything but its judgement.

use crate::Text;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The eight categories, in the order of the requirements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// K1: how agents reach their models.
    Llm,
    /// K2: what happens when something they depend on fails.
    Resilience,
    /// K3: what the tests prove.
    Testing,
    /// K4: what operators can see.
    Observability,
    /// K5: secrets, tenants, personal data, access.
    Security,
    /// K6: how it gets to production and back.
    Deployment,
    /// K7: what a newcomer can read.
    Documentation,
    /// K8: latency, load and cost.
    Performance,
}

impl Category {
    /// All eight, in order.
    pub const ALL: [Self; 8] = [
        Self::Llm,
        Self::Resilience,
        Self::Testing,
        Self::Observability,
        Self::Security,
        Self::Deployment,
        Self::Documentation,
        Self::Performance,
    ];

    /// The identifier used in files, folders and `audit.json`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Llm => "llm",
            Self::Resilience => "resilience",
            Self::Testing => "testing",
            Self::Observability => "observability",
            Self::Security => "security",
            Self::Deployment => "deployment",
            Self::Documentation => "documentation",
            Self::Performance => "performance",
        }
    }

    /// The category's number in the requirements, 1 to 8.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Llm => 1,
            Self::Resilience => 2,
            Self::Testing => 3,
            Self::Observability => 4,
            Self::Security => 5,
            Self::Deployment => 6,
            Self::Documentation => 7,
            Self::Performance => 8,
        }
    }
}

/// One acceptance criterion: category and number, written `K1.1` to `K8.5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct Criterion {
    /// The category it belongs to.
    pub category: Category,
    /// 1 to 5.
    pub number: u8,
}

impl Criterion {
    /// Criterion `number` of `category`.
    #[must_use]
    pub const fn new(category: Category, number: u8) -> Self {
        Self { category, number }
    }

    /// All forty, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        Category::ALL.into_iter().flat_map(|category| (1..=5).map(move |number| Self { category, number }))
    }
}

impl std::fmt::Display for Criterion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "K{}.{}", self.category.number(), self.number)
    }
}

impl From<Criterion> for String {
    fn from(criterion: Criterion) -> Self {
        criterion.to_string()
    }
}

impl TryFrom<String> for Criterion {
    type Error = String;
    fn try_from(written: String) -> Result<Self, String> {
        Self::all()
            .find(|criterion| criterion.to_string() == written)
            .ok_or_else(|| format!("'{written}' is not a criterion: K1.1 to K8.5 were expected"))
    }
}

/// The stable name of a check, `category/claim`: derived from where its file stands, never typed twice.
pub type CheckId = Cow<'static, str>;

/// Whether a check decides its criterion or supports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Its outcome is the criterion's verdict; weight 3. Each criterion has exactly one.
    Decisive,
    /// What users expect beyond the letter; weight 1.
    Supporting,
}

/// What goes wrong when a claim does not hold: the rows of the severity table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Consequence {
    /// C1: data, law, identity.
    C1,
    /// C2: outage of the whole service.
    C2,
    /// C3: blind, or slow to recover.
    C3,
    /// C4: quality that nobody has verified.
    C4,
    /// C5: knowledge and planning.
    C5,
}

/// A three-point estimate in thousandths of a person-day. An assumption, editable in the policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Estimate {
    /// When all goes well.
    pub optimistic_millidays: u32,
    /// What to expect.
    pub likely_millidays: u32,
    /// When it does not go well.
    pub pessimistic_millidays: u32,
}

impl Estimate {
    /// Optimistic, likely and pessimistic, in thousandths of a person-day.
    #[must_use]
    pub const fn millidays(optimistic: u32, likely: u32, pessimistic: u32) -> Self {
        Self {
            optimistic_millidays: optimistic,
            likely_millidays: likely,
            pessimistic_millidays: pessimistic,
        }
    }
}

/// How the effort of closing a gap is reckoned: a base, and a part for each affected site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EffortModel {
    /// Paid once.
    pub base: Estimate,
    /// Paid for each site, with a discount from the second on.
    pub per_site: Estimate,
    /// What one site is: "agent", "service", "route".
    pub site: Text,
    /// Paid once more where what the rest builds on is missing; see [`crate::Verdict::is_foundation_missing`].
    #[serde(default)]
    pub foundation: Estimate,
}

/// Who closes gaps of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Owner {
    /// System architect.
    Architect,
    /// Site reliability engineer.
    Sre,
    /// Quality engineer.
    Qa,
    /// Security officer.
    Security,
    /// Deployment owner.
    Deployment,
    /// Whoever keeps the documents.
    Documentation,
}

/// A clause of an outside standard that a check speaks to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Standard {
    /// The standard and its edition: `OWASP LLM 2025`, `OWASP Agentic 2026`, `EU AI Act`.
    pub name: Cow<'static, str>,
    /// The clause: `LLM02`, `ASI08`, `Art. 12`.
    pub clause: Cow<'static, str>,
}

impl Standard {
    /// `clause` of the standard `name`.
    #[must_use]
    pub const fn new(name: &'static str, clause: &'static str) -> Self {
        Self { name: Cow::Borrowed(name), clause: Cow::Borrowed(clause) }
    }
}

/// The card of a check: its identity, texts and figures, as reports show them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckCard {
    /// `category/claim`.
    pub id: CheckId,
    /// The acceptance criterion it serves.
    pub criterion: Criterion,
    /// Whether its outcome is the criterion's.
    pub is_decisive: bool,
    /// What is true of a repository that passes.
    pub claim: Text,
    /// What to call it when it is not.
    pub gap_title: Text,
    /// Why it matters: the impact of the gap.
    pub why: Text,
    /// What to do about it.
    pub fix: Text,
    /// What the check cannot see.
    pub limits: Text,
    /// The severity row.
    pub consequence: Consequence,
    /// The effort of closing its gap.
    pub effort: EffortModel,
    /// Checks whose gaps must be closed first.
    pub after: Vec<CheckId>,
    /// Clauses of outside standards.
    pub standards: Vec<Standard>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forty_criteria_read_back_as_written() {
        let all: Vec<Criterion> = Criterion::all().collect();
        assert_eq!(all.len(), 40);
        for criterion in all {
            assert_eq!(Criterion::try_from(criterion.to_string()), Ok(criterion));
        }
        assert!(Criterion::try_from("K9.1".to_owned()).is_err());
    }
}
