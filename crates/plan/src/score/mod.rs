//! The score: check → criterion → category → overall.
//!
//! - A check gives Pass 1, Partial n/N, Fail 0; Unknown proves 0 and possibly is 1; NotApplicable leaves the denominator.
//!   What a reviewer attests of an Unknown is a figure of its own, between proven and possible: it never picks the band.
//! - A criterion is the mean of its checks, the decisive one weighing 3 and supporting ones 1. A criterion without any check
//!   is Unknown: what nobody asked is not known. One whose checks are all NotApplicable leaves its category.
//! - A category is the mean of its criteria, and the overall score the mean of the categories by the policy's weights. A
//!   category with nothing left leaves the overall score; its weight is then shown as 0.
//!
//! Between the levels figures are kept as [`Share`]s, so fine that rounding cannot be seen: it takes place once, half up,
//! in [`permille`]. Exact fractions were rejected: their denominators grow with every population, and the page reckons the
//! score a hundred times for each tick of a box.

use beredd_model::{
    Band, Category, CategoryScore, CheckResult, Criterion, CriterionOutcome, CriterionScore, Outcome, Points,
    Policy, Score,
};
use std::collections::BTreeMap;

mod arithmetic;

/// A part of the whole, 0 to [`WHOLE`].
pub(crate) type Share = u64;

/// The whole: 2¹⁰·3⁴·5³·7²·11·13·17·19·23, so that populations of most sizes, and per mille, divide it exactly.
pub(crate) const WHOLE: Share = 539_706_271_104_000;

/// More than the roundings between the levels can add up to (half a unit for each of four levels, twice where two figures
/// are compared). What is this near a limit stands on it.
const SLACK: Share = 8;

/// The weight of the decisive check among those of a criterion.
const DECISIVE_WEIGHT: u64 = 3;
/// The weight of a supporting check.
const SUPPORTING_WEIGHT: u64 = 1;

/// The figures of one check on its own; all 0 where it does not apply.
#[must_use]
pub fn check_points(check: &CheckResult) -> Points {
    Line::of(check, check.outcome)
        .map_or_else(Points::default, |line| points(Figure::ALL.map(|f| Some(f.of(&line)))))
}

/// The mean of outcomes per mille, half up: of one agent's criteria, or of all agents of a team taken together.
///
/// Pass is 1000, Fail and Unknown are 0, and Partial is 500, since an outcome alone says no more than "in part".
/// NotApplicable leaves the mean; the mean of nothing is 0.
#[must_use]
pub fn team_points<'a>(outcomes: impl IntoIterator<Item = &'a CriterionOutcome>) -> u32 {
    let shares = outcomes.into_iter().filter_map(|criterion| match criterion.outcome {
        Outcome::Pass => Some((1, WHOLE)),
        Outcome::Partial => Some((1, WHOLE / 2)),
        Outcome::Fail | Outcome::Unknown => Some((1, 0)),
        Outcome::NotApplicable => None,
    });
    mean(shares).map_or(0, permille)
}

/// A share per mille, half up.
pub(crate) fn permille(share: Share) -> u32 {
    let units = (u128::from(share) + u128::from(SLACK)) * 1000 + u128::from(WHOLE / 2);
    u32::try_from(units / u128::from(WHOLE)).unwrap_or(1000).min(1000)
}

/// Whether a proven share is above the limit for ready, before any rounding for display.
pub(crate) fn is_ready(proven: Share, policy: &Policy) -> bool {
    proven > limit(policy.ready_above_permille).saturating_add(SLACK)
}

/// A limit per mille as a share; exact, since 1000 divides the whole.
pub(crate) fn limit(permille: u32) -> Share {
    (WHOLE / 1000).saturating_mul(u64::from(permille))
}

/// One of the figures that stand together.
#[derive(Clone, Copy, Debug)]
enum Figure {
    Proven,
    Attested,
    Possible,
    Coverage,
}

impl Figure {
    const ALL: [Self; 4] = [Self::Proven, Self::Attested, Self::Possible, Self::Coverage];

    const fn of(self, line: &Line) -> Share {
        match self {
            Self::Proven => line.proven,
            Self::Attested => line.attested,
            Self::Possible => line.possible,
            Self::Coverage => line.covered,
        }
    }
}

/// A check that counts, within its criterion.
#[derive(Clone, Copy, Debug)]
struct Line {
    /// Its place in the list of checks; nothing for the Unknown that stands where no check was made.
    check: Option<usize>,
    weight: u64,
    proven: Share,
    /// As proven, or for an Unknown what a reviewer attests.
    attested: Share,
    possible: Share,
    covered: Share,
}

impl Line {
    /// What stands for a criterion that no check was made for.
    const UNASKED: Self =
        Self { check: None, weight: DECISIVE_WEIGHT, proven: 0, attested: 0, possible: WHOLE, covered: 0 };

    /// The line of a check; nothing when it does not apply.
    fn of(check: &CheckResult, outcome: Outcome) -> Option<Self> {
        let (proven, possible, covered) = match outcome {
            Outcome::Pass => (WHOLE, WHOLE, WHOLE),
            Outcome::Partial => {
                let share = fraction(check.n, check.of);
                (share, share, WHOLE)
            }
            Outcome::Fail => (0, 0, WHOLE),
            Outcome::Unknown => (0, WHOLE, 0),
            Outcome::NotApplicable => return None,
        };
        let weight = if check.is_decisive { DECISIVE_WEIGHT } else { SUPPORTING_WEIGHT };
        Some(Self { check: None, weight, proven, attested: proven, possible, covered })
    }

    /// The same with what a reviewer attests, which counts only where nothing is decided.
    fn attested(self, holds_permille: Option<u32>) -> Self {
        match holds_permille {
            Some(holds) if self.covered == 0 => Self { attested: limit(holds.min(1000)), ..self },
            _ => self,
        }
    }
}

/// The criteria of one category, with the checks that count in each.
type Criteria = Vec<(Criterion, Vec<Line>)>;

/// All checks in their criteria, ready to be summed as often as anyone likes.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    policy: &'a Policy,
    checks: &'a [CheckResult],
    outcomes: &'a [Outcome],
    /// The eight categories and their forty criteria, both in order.
    categories: Vec<(Category, Criteria)>,
}

impl<'a> Sheet<'a> {
    /// Lays out `checks`. In the same order, `outcomes` holds the outcome that counts and `attested` what reviewers attest,
    /// per mille.
    pub(crate) fn new(
        checks: &'a [CheckResult],
        outcomes: &'a [Outcome],
        attested: &[Option<u32>],
        policy: &'a Policy,
    ) -> Self {
        let mut lines: BTreeMap<Criterion, Vec<Line>> = BTreeMap::new();
        for (index, (check, outcome)) in checks.iter().zip(outcomes).enumerate() {
            let of_criterion = lines.entry(check.criterion).or_default();
            let holds = attested.get(index).copied().flatten();
            let line = Line::of(check, *outcome).map(|line| line.attested(holds));
            of_criterion.extend(line.map(|line| Line { check: Some(index), ..line }));
        }
        let mut categories: Vec<(Category, Criteria)> =
            Category::ALL.into_iter().map(|category| (category, Vec::new())).collect();
        for (category, criteria) in &mut categories {
            for criterion in Criterion::all().filter(|criterion| criterion.category == *category) {
                criteria.push((criterion, lines.remove(&criterion).unwrap_or_else(|| vec![Line::UNASKED])));
            }
        }
        Self { policy, checks, outcomes, categories }
    }

    /// The overall proven share as if the checks for which `is_done` holds passed.
    pub(crate) fn proven_with(&self, is_done: impl Fn(usize) -> bool) -> Share {
        let value = |line: &Line| if line.check.is_some_and(&is_done) { WHOLE } else { line.proven };
        self.overall(&value).unwrap_or(0)
    }

    /// Whether anything at all has a definite answer.
    pub(crate) fn is_anything_decided(&self) -> bool {
        self.categories
            .iter()
            .flat_map(|(_, criteria)| criteria)
            .flat_map(|(_, lines)| lines)
            .any(|line| line.covered > 0)
    }

    /// The overall score.
    pub(crate) fn score(&self) -> Score {
        let proven = self.proven_with(|_| false);
        let band = if !self.is_anything_decided() {
            Band::Significant
        } else if is_ready(proven, self.policy) {
            Band::Ready
        } else if proven.saturating_add(SLACK) >= limit(self.policy.nearly_from_permille) {
            Band::Nearly
        } else {
            Band::Significant
        };
        Score { points: points(Figure::ALL.map(|figure| self.overall(&|line| figure.of(line)))), band }
    }

    /// The eight categories.
    pub(crate) fn category_scores(&self) -> Vec<CategoryScore> {
        let score = |(id, criteria): &(Category, Criteria)| {
            let figures = Figure::ALL.map(|figure| category_share(criteria, &|line| figure.of(line)));
            let is_counted = figures.iter().all(Option::is_some);
            let weight_permille = if is_counted { self.weight(*id) } else { 0 };
            CategoryScore { id: *id, weight_permille, points: points(figures) }
        };
        self.categories.iter().map(score).collect()
    }

    /// The forty criteria.
    pub(crate) fn criterion_scores(&self) -> Vec<CriterionScore> {
        let mut by_criterion: BTreeMap<Criterion, Vec<usize>> = BTreeMap::new();
        for (index, check) in self.checks.iter().enumerate() {
            by_criterion.entry(check.criterion).or_default().push(index);
        }
        let criteria = self.categories.iter().flat_map(|(_, criteria)| criteria);
        let score = |(id, lines): &(Criterion, Vec<Line>)| {
            let indices = by_criterion.get(id).map_or(&[][..], Vec::as_slice);
            let mut members: Vec<(&CheckResult, Outcome)> = indices
                .iter()
                .filter_map(|index| Some((self.checks.get(*index)?, *self.outcomes.get(*index)?)))
                .collect();
            members.sort_by(|(a, _), (b, _)| b.is_decisive.cmp(&a.is_decisive).then_with(|| a.id.cmp(&b.id)));
            let decisive = members.first().filter(|(check, _)| check.is_decisive);
            let (outcome, n, of) = decisive.map_or((Outcome::Unknown, 0, 0), |(check, outcome)| {
                (*outcome, if *outcome == Outcome::Pass { check.of } else { check.n }, check.of)
            });
            CriterionScore {
                id: *id,
                category: id.category,
                outcome,
                n,
                of,
                points: points(Figure::ALL.map(|figure| criterion_share(lines, &|line| figure.of(line)))),
                checks: members.iter().map(|(check, _)| check.id.clone()).collect(),
            }
        };
        criteria.map(score).collect()
    }

    fn overall(&self, value: &impl Fn(&Line) -> Share) -> Option<Share> {
        mean(self.categories.iter().filter_map(|(category, criteria)| {
            Some((u64::from(self.weight(*category)), category_share(criteria, value)?))
        }))
    }

    fn weight(&self, category: Category) -> u32 {
        self.policy.weights_permille.get(&category).copied().unwrap_or(0)
    }
}

fn category_share(criteria: &[(Criterion, Vec<Line>)], value: &impl Fn(&Line) -> Share) -> Option<Share> {
    mean(criteria.iter().filter_map(|(_, lines)| Some((1, criterion_share(lines, value)?))))
}

fn criterion_share(lines: &[Line], value: &impl Fn(&Line) -> Share) -> Option<Share> {
    mean(lines.iter().map(|line| (line.weight, value(line))))
}

/// The weighted mean to the nearest unit; nothing when nothing weighs.
fn mean(weighted: impl IntoIterator<Item = (u64, Share)>) -> Option<Share> {
    let (mut sum, mut weights) = (0_u128, 0_u128);
    for (weight, share) in weighted {
        // At most 2³² × 2⁴⁹ each: no list that fits in memory fills 128 bits.
        sum += u128::from(weight) * u128::from(share);
        weights += u128::from(weight);
    }
    (sum + weights / 2).checked_div(weights).and_then(|share| Share::try_from(share).ok())
}

/// n of N as a share to the nearest unit: never above the whole, and nothing of nothing is nothing.
fn fraction(n: u32, of: u32) -> Share {
    mean([(u64::from(n.min(of)), WHOLE), (u64::from(of.saturating_sub(n)), 0)]).unwrap_or(0)
}

fn points([proven, attested, possible, coverage]: [Option<Share>; 4]) -> Points {
    let shown = |share: Option<Share>| share.map_or(0, permille);
    Points {
        proven_permille: shown(proven),
        attested_permille: shown(attested),
        possible_permille: shown(possible),
        coverage_permille: shown(coverage),
    }
}

#[cfg(test)]
mod tests;
