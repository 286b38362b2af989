//! The score: check → criterion → category → overall.
//!
//! - A check gives Pass 1, Partial n/N, Fail 0; Unknown proves 0 and possibly is 1; NotApplicable leaves the denominator.
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

/// One of the three figures that stand together.
#[derive(Clone, Copy, Debug)]
enum Figure {
    Proven,
    Possible,
    Coverage,
}

impl Figure {
    const ALL: [Self; 3] = [Self::Proven, Self::Possible, Self::Coverage];

    const fn of(self, line: &Line) -> Share {
        match self {
            Self::Proven => line.proven,
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
    possible: Share,
    covered: Share,
}

impl Line {
    /// What stands for a criterion that no check was made for.
    const UNASKED: Self =
        Self { check: None, weight: DECISIVE_WEIGHT, proven: 0, possible: WHOLE, covered: 0 };

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
        Some(Self { check: None, weight, proven, possible, covered })
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
    /// Lays out `checks`, of which `outcomes` holds the outcome that counts, in the same order.
    pub(crate) fn new(checks: &'a [CheckResult], outcomes: &'a [Outcome], policy: &'a Policy) -> Self {
        let mut lines: BTreeMap<Criterion, Vec<Line>> = BTreeMap::new();
        for (index, (check, outcome)) in checks.iter().zip(outcomes).enumerate() {
            let of_criterion = lines.entry(check.criterion).or_default();
            of_criterion.extend(Line::of(check, *outcome).map(|line| Line { check: Some(index), ..line }));
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

fn points([proven, possible, coverage]: [Option<Share>; 3]) -> Points {
    let shown = |share: Option<Share>| share.map_or(0, permille);
    Points {
        proven_permille: shown(proven),
        possible_permille: shown(possible),
        coverage_permille: shown(coverage),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, forty, partial};
    use crate::{Assessment, assess, policy};

    /// An audit whose eight categories have these scores of a hundred.
    fn with_categories(percent: [u32; 8]) -> Assessment {
        let of = |criterion: &Criterion| {
            Category::ALL
                .iter()
                .zip(percent)
                .find(|(category, _)| **category == criterion.category)
                .unwrap()
                .1
        };
        let checks: Vec<CheckResult> = Criterion::all()
            .map(|criterion| partial(&criterion.to_string(), &criterion.to_string(), of(&criterion), 100))
            .collect();
        assess(&checks, 9, &policy::generic())
    }

    /// An audit of which `n` of `of` is proven in each criterion.
    fn with_all(n: u32, of: u32) -> Score {
        let one = |criterion: Criterion| partial(&criterion.to_string(), &criterion.to_string(), n, of);
        assess(&Criterion::all().map(one).collect::<Vec<_>>(), 9, &policy::generic()).score
    }

    #[test]
    fn the_published_example() {
        let found = with_categories([92, 85, 88, 70, 65, 75, 82, 60]);
        let shown: Vec<u32> =
            found.categories.iter().map(|category| category.points.proven_permille).collect();
        assert_eq!(shown, [920, 850, 880, 700, 650, 750, 820, 600]);
        assert_eq!((found.score.points.proven_permille, found.score.band), (782, Band::Nearly));
    }

    #[test]
    fn bands_begin_and_end_where_they_say() {
        let bands = [(0, 1000), (599, 1000), (600, 1000), (601, 1000), (799, 1000), (800, 1000), (801, 1000)];
        let expected = [
            Band::Significant,
            Band::Significant,
            Band::Nearly,
            Band::Nearly,
            Band::Nearly,
            Band::Nearly,
            Band::Ready,
        ];
        for ((n, of), band) in bands.into_iter().zip(expected) {
            let score = with_all(n, of);
            assert_eq!((score.points.proven_permille, score.band), (n, band), "{n}/{of}");
        }
    }

    #[test]
    fn bands_are_decided_before_rounding() {
        // 80.04 % is shown as 80.0 and is ready; 59.96 % is shown as 60.0 and is not nearly ready.
        let above = with_all(8004, 10_000);
        assert_eq!((above.points.proven_permille, above.band), (800, Band::Ready));
        let below = with_all(5996, 10_000);
        assert_eq!((below.points.proven_permille, below.band), (600, Band::Significant));
    }

    #[test]
    fn limits_hold_where_only_the_sum_is_even() {
        // Five criteria of n/p for a prime p, none of them four (or three) fifths, together exactly that: on the limit,
        // one member less, one member more.
        for prime in [29_u32, 31, 37, 997, 65_521, 2_147_483_647] {
            for (fifths, around) in [
                (4, [Band::Nearly, Band::Nearly, Band::Ready]),
                (3, [Band::Significant, Band::Nearly, Band::Nearly]),
            ] {
                for (extra, band) in [-1_i64, 0, 1].into_iter().zip(around) {
                    let total = i64::from(prime) * fifths + extra;
                    let n = |number: u8| if number == 5 { total - 4 * (total / 5) } else { total / 5 };
                    let one = |criterion: Criterion| {
                        let id = criterion.to_string();
                        partial(&id, &id, u32::try_from(n(criterion.number)).unwrap(), prime)
                    };
                    let checks: Vec<CheckResult> = Criterion::all().map(one).collect();
                    let found = assess(&checks, 9, &policy::generic()).score.band;
                    assert_eq!(found, band, "{total} of 5·{prime}");
                }
            }
        }
    }

    #[test]
    fn the_decisive_check_weighs_three_and_supporting_ones_one() {
        let supporting = |id: &str, outcome| CheckResult { is_decisive: false, ..check(id, "K1.1", outcome) };
        let checks = [
            supporting("a", Outcome::Fail),
            check("z", "K1.1", Outcome::Pass),
            supporting("b", Outcome::Unknown),
            supporting("c", Outcome::NotApplicable),
        ];
        let found = assess(&checks, 9, &policy::generic());
        let criterion = &found.criteria[0];
        assert_eq!(
            criterion.points,
            Points { proven_permille: 600, possible_permille: 800, coverage_permille: 800 }
        );
        assert_eq!((criterion.outcome, criterion.checks.join(" ")), (Outcome::Pass, "z a b c".to_owned()));
    }

    #[test]
    fn a_criterion_nobody_asked_is_unknown() {
        let found = assess(&[check("a", "K1.1", Outcome::Pass)], 9, &policy::generic());
        let unasked = &found.criteria[1];
        assert_eq!(
            (unasked.outcome, unasked.n, unasked.of, unasked.checks.len()),
            (Outcome::Unknown, 0, 0, 0)
        );
        let expected = Points { proven_permille: 200, possible_permille: 1000, coverage_permille: 200 };
        assert_eq!(found.categories[0].points, expected);
        assert_eq!(found.score.points.proven_permille, 30);
    }

    #[test]
    fn what_does_not_apply_leaves_the_denominator() {
        let mut checks = forty(Outcome::Pass);
        checks[0].outcome = Outcome::NotApplicable;
        checks[1].outcome = Outcome::Fail;
        for check in checks.iter_mut().filter(|check| check.criterion.category == Category::Performance) {
            check.outcome = Outcome::NotApplicable;
        }
        let found = assess(&checks, 9, &policy::generic());
        assert_eq!(found.categories[0].points.proven_permille, 750);
        assert_eq!(found.categories[7].weight_permille, 0);
        assert_eq!(found.categories[6].weight_permille, 100);
        // (150 · 0.75 + 750) / 900 = 0.9583…
        assert_eq!(found.score.points.proven_permille, 958);
    }

    #[test]
    fn nothing_known_never_reads_as_clean() {
        let all_unknown = Points { proven_permille: 0, possible_permille: 1000, coverage_permille: 0 };
        let cases = [
            (forty(Outcome::Unknown), 9, all_unknown),
            (Vec::new(), 9, all_unknown),
            (forty(Outcome::Pass), 0, all_unknown),
            (forty(Outcome::NotApplicable), 0, all_unknown),
            (forty(Outcome::NotApplicable), 9, Points::default()),
        ];
        for (checks, files_read, expected) in cases {
            let found = assess(&checks, files_read, &policy::generic());
            assert_eq!((found.score.points, found.score.band), (expected, Band::Significant));
            assert!(!found.gate.is_open);
        }
        let lenient = Policy { nearly_from_permille: 0, ..policy::generic() };
        assert_eq!(assess(&[], 9, &lenient).score.band, Band::Significant);
    }

    #[test]
    fn a_check_on_its_own() {
        assert_eq!(check_points(&partial("a", "K1.1", 2, 3)).proven_permille, 667);
        assert_eq!(check_points(&partial("a", "K1.1", 1, 2000)).proven_permille, 1);
        assert_eq!(check_points(&partial("a", "K1.1", 0, 0)).proven_permille, 0);
        assert_eq!(check_points(&partial("a", "K1.1", 7, 3)).proven_permille, 1000);
        assert_eq!(check_points(&check("a", "K1.1", Outcome::Unknown)).possible_permille, 1000);
    }

    #[test]
    fn a_team_is_the_mean_of_its_agents_criteria() {
        let outcome = |outcome| CriterionOutcome { id: Criterion::new(Category::Llm, 1), outcome };
        let agents = [
            [Outcome::Pass, Outcome::Partial].map(outcome),
            [Outcome::NotApplicable, Outcome::Fail].map(outcome),
        ];
        assert_eq!(team_points(agents.iter().flatten()), 500);
        assert_eq!(team_points(&agents[0]), 750);
        assert_eq!(team_points([]), 0);
    }
}
