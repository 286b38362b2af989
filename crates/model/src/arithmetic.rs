//! The arithmetic behind the score, so that whoever reads a figure can do the sum again.
//!
//! Every figure is a weighted mean of figures one level down. Figures here are in millionths: fine enough that the sum,
//! done again by hand and rounded to per mille, gives what the score shows.

use crate::{Category, CheckId, Criterion};
use serde::{Deserialize, Serialize};

/// All sums of a score, level by level.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Arithmetic {
    /// The overall score over the categories that count.
    pub overall: Mean<Category>,
    /// Each category over the criteria that count, in order.
    pub categories: Vec<Step<Category, Criterion>>,
    /// Each criterion over the checks that count, in order.
    pub criteria: Vec<Step<Criterion, CheckId>>,
}

/// A sum with the name of what it gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step<Id, Of> {
    /// What it gives the figures of.
    pub id: Id,
    /// The sum.
    #[serde(flatten)]
    pub mean: Mean<Of>,
}

/// A weighted mean: the sum of weight × figure over the terms, divided by the sum of the weights.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mean<Of> {
    /// What it is the mean of; empty when nothing counts, and then all figures are 0.
    pub terms: Vec<Term<Of>>,
    /// The sum of the weights.
    pub weights: u64,
    /// The figures that come out.
    #[serde(flatten)]
    pub figures: Figures,
}

/// One term of a weighted mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Term<Of> {
    /// Whose figures they are; nothing for a criterion that no check asks about, which counts as one Unknown.
    pub id: Option<Of>,
    /// How much it weighs among the terms.
    pub weight: u64,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
}

/// The figures of a score in millionths of the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figures {
    /// See [`crate::Points::proven_permille`].
    pub proven_millionths: u32,
    /// See [`crate::Points::attested_permille`].
    pub attested_millionths: u32,
    /// See [`crate::Points::possible_permille`].
    pub possible_millionths: u32,
    /// See [`crate::Points::coverage_permille`].
    pub coverage_millionths: u32,
}

impl<Of> Default for Mean<Of> {
    fn default() -> Self {
        Self { terms: Vec::new(), weights: 0, figures: Figures::default() }
    }
}
