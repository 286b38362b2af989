//! The sums behind the score, written out.

use super::{Figure, Line, Share, Sheet, WHOLE, category_share, criterion_share};
use beredd_model::{Arithmetic, Category, CheckId, CheckResult, Criterion, Figures, Mean, Step, Term};

impl Sheet<'_> {
    /// Every sum from the checks up to the overall score.
    pub(crate) fn arithmetic(&self) -> Arithmetic {
        let criteria = self.categories.iter().flat_map(|(_, criteria)| criteria);
        Arithmetic {
            overall: self.overall_mean(),
            categories: self.categories.iter().map(|(id, criteria)| category(*id, criteria)).collect(),
            criteria: criteria.map(|(id, lines)| criterion(*id, lines, self.checks)).collect(),
        }
    }

    fn overall_mean(&self) -> Mean<Category> {
        let term = |(id, criteria): &(Category, Vec<(Criterion, Vec<Line>)>)| {
            let figures = figures(|figure| category_share(criteria, &|line| figure.of(line)))?;
            Some(Term { id: Some(*id), weight: u64::from(self.weight(*id)), figures })
        };
        let terms: Vec<Term<Category>> =
            self.categories.iter().filter_map(term).filter(|term| term.weight > 0).collect();
        mean(terms, figures(|figure| self.overall(&|line| figure.of(line))))
    }
}

fn category(id: Category, criteria: &[(Criterion, Vec<Line>)]) -> Step<Category, Criterion> {
    let term = |(id, lines): &(Criterion, Vec<Line>)| {
        let figures = figures(|figure| criterion_share(lines, &|line| figure.of(line)))?;
        Some(Term { id: Some(*id), weight: 1, figures })
    };
    let terms = criteria.iter().filter_map(term).collect();
    Step { id, mean: mean(terms, figures(|figure| category_share(criteria, &|line| figure.of(line)))) }
}

fn criterion(id: Criterion, lines: &[Line], checks: &[CheckResult]) -> Step<Criterion, CheckId> {
    let term = |line: &Line| Term {
        id: line.check.and_then(|index| checks.get(index)).map(|check| check.id.clone()),
        weight: line.weight,
        figures: figures(|figure| Some(figure.of(line))).unwrap_or_default(),
    };
    let mut terms: Vec<Term<CheckId>> = lines.iter().map(term).collect();
    terms.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.id.cmp(&b.id)));
    Step { id, mean: mean(terms, figures(|figure| criterion_share(lines, &|line| figure.of(line)))) }
}

fn mean<Of>(terms: Vec<Term<Of>>, figures: Option<Figures>) -> Mean<Of> {
    let weights = terms.iter().fold(0_u64, |sum, term| sum.saturating_add(term.weight));
    Mean { terms, weights, figures: figures.unwrap_or_default() }
}

/// The figures in millionths; nothing when there is nothing to count.
fn figures(share: impl Fn(Figure) -> Option<Share>) -> Option<Figures> {
    Some(Figures {
        proven_millionths: millionths(share(Figure::Proven)?),
        attested_millionths: millionths(share(Figure::Attested)?),
        possible_millionths: millionths(share(Figure::Possible)?),
        coverage_millionths: millionths(share(Figure::Coverage)?),
    })
}

/// A share in millionths, half up.
fn millionths(share: Share) -> u32 {
    let units = (u128::from(share) * 1_000_000 + u128::from(WHOLE / 2)) / u128::from(WHOLE);
    u32::try_from(units).unwrap_or(1_000_000).min(1_000_000)
}

#[cfg(test)]
mod tests {
    use crate::testing::checks;
    use crate::{assess, policy};
    use beredd_model::{Figures, Mean};
    use proptest::prelude::*;

    /// The sum done again from what is written, in millionths, half up.
    fn again<Of>(mean: &Mean<Of>, figure: fn(&Figures) -> u32) -> u64 {
        let sum: u64 = mean.terms.iter().map(|term| term.weight * u64::from(figure(&term.figures))).sum();
        (sum + mean.weights / 2).checked_div(mean.weights).unwrap_or(0)
    }

    fn holds<Of>(mean: &Mean<Of>) -> bool {
        let figures: [fn(&Figures) -> u32; 4] = [
            |figures| figures.proven_millionths,
            |figures| figures.attested_millionths,
            |figures| figures.possible_millionths,
            |figures| figures.coverage_millionths,
        ];
        mean.weights == mean.terms.iter().map(|term| term.weight).sum::<u64>()
            && figures
                .iter()
                .all(|figure| again(mean, *figure).abs_diff(u64::from(figure(&mean.figures))) <= 1)
    }

    proptest! {
        #[test]
        fn every_figure_is_the_mean_of_those_written_below_it(checks in checks(40, false)) {
            let found = assess(&checks, 9, &policy::generic());
            let sums = &found.arithmetic;
            prop_assert!(holds(&sums.overall));
            prop_assert_eq!((sums.categories.len(), sums.criteria.len()), (8, 40));
            for (step, score) in sums.categories.iter().zip(&found.categories) {
                prop_assert!(step.id == score.id && holds(&step.mean));
                prop_assert!(score.points.proven_permille.abs_diff(step.mean.figures.proven_millionths / 1000) <= 1);
            }
            for (step, score) in sums.criteria.iter().zip(&found.criteria) {
                prop_assert!(step.id == score.id && holds(&step.mean));
                for term in &step.mean.terms {
                    let is_listed = term.id.as_ref().is_none_or(|id| score.checks.contains(id));
                    prop_assert!(is_listed && matches!(term.weight, 1 | 3));
                }
            }
            for term in &sums.overall.terms {
                let category = sums.categories.iter().find(|step| Some(step.id) == term.id);
                prop_assert_eq!(category.map(|step| step.mean.figures), Some(term.figures));
            }
        }
    }
}
