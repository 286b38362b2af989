//! What closing a gap costs: base + per site × n_eff, as working hours with a range.
//!
//! The estimates are assumptions of three points each (optimistic o, likely m, pessimistic p). The usual PERT figures are
//! taken: mean (o + 4m + p) / 6, standard deviation (p − o) / 6. From the second site on a site costs half, since the first
//! one teaches the way: n_eff = 1 + 0.5·(n − 1). Where what the remedy builds on is missing (a central service, say), making
//! that is added once.
//!
//! A gap's hours are whole, and all plans and totals add those whole hours, so that table, phases and calendar agree to
//! the hour.

use beredd_model::{CheckResult, Effort, EffortModel, Estimate, Policy, Text};

/// Working hours of a person-day.
const HOURS_PER_DAY: u64 = 8;

/// A sum of efforts, in working hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Range {
    /// The sum of the means, less the deviation of the sum.
    pub(crate) low_hours: u32,
    /// The sum of the means.
    pub(crate) likely_hours: u32,
    /// The sum of the means, and the deviation of the sum.
    pub(crate) high_hours: u32,
}

/// How the effort of a check's gap is reckoned: the catalogue's figures or the policy's own, those for the check before those
/// for its criterion; with the foundation, where it is missing, in the base.
pub(crate) fn model(check: &CheckResult, policy: &Policy) -> EffortModel {
    let mut model = check.effort.clone();
    for key in [&check.criterion.to_string(), &*check.id] {
        if let Some(own) = policy.effort.get(key) {
            model.base = own.base.unwrap_or(model.base);
            model.per_site = own.per_site.unwrap_or(model.per_site);
        }
    }
    if !check.is_foundation_missing {
        model.foundation = Estimate::default();
    }
    model
}

/// The effort of closing a gap that affects `sites` sites; 0 where the question is of the whole, which costs the base.
/// The foundation is added whatever the sites. No gap costs less than an hour.
pub(crate) fn effort(model: &EffortModel, sites: u32) -> Effort {
    let half_millidays = |point: fn(&Estimate) -> u32| {
        let halves = if sites == 0 { 0 } else { u64::from(sites) + 1 };
        (2 * (u64::from(point(&model.base)) + u64::from(point(&model.foundation))))
            .saturating_add(halves.saturating_mul(u64::from(point(&model.per_site))))
    };
    let optimistic = half_millidays(|estimate| estimate.optimistic_millidays);
    let likely = half_millidays(|estimate| estimate.likely_millidays);
    let pessimistic = half_millidays(|estimate| estimate.pessimistic_millidays);
    // A sixth of half a milliday is 1/12000 of a day.
    let in_hours = |sixths: u64| whole(half_up(sixths.saturating_mul(HOURS_PER_DAY), 12_000));
    let mean =
        in_hours(optimistic.saturating_add(likely.saturating_mul(4)).saturating_add(pessimistic)).max(1);
    let deviation = in_hours(pessimistic.saturating_sub(optimistic));
    Effort {
        low_hours: mean.saturating_sub(deviation),
        likely_hours: mean,
        high_hours: mean.saturating_add(deviation),
        basis: basis(model, sites),
    }
}

/// The sum of efforts: means are added, deviations are added as the root of the sum of squares, since one gap's surprise
/// says nothing about another's.
pub(crate) fn total<'a>(efforts: impl IntoIterator<Item = &'a Effort>) -> Range {
    let (mut likely, mut squares) = (0_u64, 0_u64);
    for effort in efforts {
        likely = likely.saturating_add(u64::from(effort.likely_hours));
        let deviation = u64::from(effort.high_hours.saturating_sub(effort.likely_hours));
        squares = squares.saturating_add(deviation.saturating_mul(deviation));
    }
    let deviation = root_half_up(squares);
    Range {
        low_hours: whole(likely.saturating_sub(deviation)),
        likely_hours: whole(likely),
        high_hours: whole(likely.saturating_add(deviation)),
    }
}

/// Sums hours; no sum here comes near the limit of u32, and a hostile one stops there.
pub(crate) fn sum_hours(hours: impl IntoIterator<Item = u32>) -> u32 {
    hours.into_iter().fold(0, u32::saturating_add)
}

fn basis(model: &EffortModel, sites: u32) -> Text {
    let base = model.base.likely_millidays;
    let per_site = model.per_site.likely_millidays;
    let mut en = format!("{} d base", days(base, '.'));
    let mut sv = format!("{} d grund", days(base, ','));
    if model.foundation != Estimate::default() {
        let foundation = model.foundation.likely_millidays;
        en.push_str(&format!(" + {} d once for what it builds on", days(foundation, '.')));
        sv.push_str(&format!(" + {} d en gång för det som allt bygger på", days(foundation, ',')));
    }
    if sites > 0 && model.per_site != Estimate::default() {
        en.push_str(&format!(" + {} d per {} × {sites}", days(per_site, '.'), model.site.en));
        sv.push_str(&format!(" + {} d per {} × {sites}", days(per_site, ','), model.site.sv));
        if sites > 1 {
            en.push_str(" (half from the second on)");
            sv.push_str(" (hälften från och med den andra)");
        }
    }
    Text::made(en, sv)
}

/// Thousandths as a decimal number without trailing zeros: 500 is `0.5`, 1000 is `1`.
fn days(millidays: u32, point: char) -> String {
    let (whole, thousandths) = (millidays / 1000, millidays % 1000);
    if thousandths == 0 {
        return whole.to_string();
    }
    let written = format!("{whole}{point}{thousandths:03}");
    written.trim_end_matches('0').to_owned()
}

fn half_up(numerator: u64, denominator: u64) -> u64 {
    numerator.saturating_add(denominator / 2) / denominator
}

fn root_half_up(square: u64) -> u64 {
    let root = square.isqrt();
    // (root + ½)² = root² + root + ¼: above it the next whole number is nearer.
    if square - root * root > root { root + 1 } else { root }
}

fn whole(hours: u64) -> u32 {
    u32::try_from(hours).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy;
    use crate::testing::check;
    use beredd_model::{EffortOverride, Outcome};

    fn model_of(base: [u32; 3], per_site: [u32; 3]) -> EffortModel {
        let estimate = |[o, m, p]: [u32; 3]| Estimate::millidays(o, m, p);
        EffortModel {
            base: estimate(base),
            per_site: estimate(per_site),
            site: Text::fixed("agent", "agent"),
            foundation: Estimate::default(),
        }
    }

    #[test]
    fn five_agents_cost_three_times_one() {
        // Half a day and a day for each agent: (0.25 + 4·0.5 + 1)/6 + 3·(0.5 + 4·1 + 1.5)/6 = 0.5417 + 3 days = 28.3 h;
        // deviation (0.75 + 3·1)/6 = 0.625 days = 5 h.
        let effort = effort(&model_of([250, 500, 1000], [500, 1000, 1500]), 5);
        assert_eq!((effort.low_hours, effort.likely_hours, effort.high_hours), (23, 28, 33));
        assert_eq!(effort.basis.en, "0.5 d base + 1 d per agent × 5 (half from the second on)");
        assert_eq!(effort.basis.sv, "0,5 d grund + 1 d per agent × 5 (hälften från och med den andra)");
    }

    #[test]
    fn a_question_of_the_whole_costs_the_base() {
        let effort = effort(&model_of([2000, 3000, 5000], [500, 1000, 1500]), 0);
        assert_eq!((effort.low_hours, effort.likely_hours, effort.high_hours), (21, 25, 29));
        assert_eq!(effort.basis.en, "3 d base");
    }

    #[test]
    fn one_site_costs_one_site() {
        let effort = effort(&model_of([0, 0, 0], [125, 250, 500]), 1);
        // (0.125 + 1 + 0.5)/6 days = 2.17 h; deviation 0.0625 days = 0.5 h, half up.
        assert_eq!((effort.low_hours, effort.likely_hours, effort.high_hours), (1, 2, 3));
        assert_eq!(effort.basis.sv, "0 d grund + 0,25 d per agent × 1");
    }

    #[test]
    fn a_missing_foundation_is_paid_once() {
        let mut check = check("a", "K1.1", Outcome::Fail);
        check.effort = EffortModel {
            foundation: Estimate::millidays(2000, 3000, 5000),
            ..model_of([0, 0, 0], [1000, 1000, 1000])
        };
        let policy = policy::generic();
        assert_eq!(effort(&model(&check, &policy), 3).likely_hours, 16);
        check.is_foundation_missing = true;
        // (2 + 12 + 5)/6 days more, however many sites there are.
        let dear = effort(&model(&check, &policy), 3);
        assert_eq!((dear.likely_hours, dear.high_hours), (41, 45));
        assert_eq!(
            dear.basis.en,
            "0 d base + 3 d once for what it builds on + 1 d per agent × 3 (half from the second on)"
        );
    }

    #[test]
    fn the_policys_estimates_go_before_the_catalogues_and_a_checks_before_its_criterions() {
        let check = CheckResult {
            effort: model_of([500, 500, 500], [1000, 1000, 1000]),
            ..check("a", "K1.1", Outcome::Fail)
        };
        let days = |days: u32| Some(Estimate::millidays(days * 1000, days * 1000, days * 1000));
        let own = |base, per_site| EffortOverride { base, per_site };
        let mut policy = policy::generic();
        policy.effort.insert("K1.1".to_owned(), own(days(2), days(3)));
        policy.effort.insert("a".to_owned(), own(None, days(4)));
        policy.effort.insert("b".to_owned(), own(days(9), days(9)));
        assert_eq!(effort(&model(&check, &policy), 1).likely_hours, 48);
    }

    #[test]
    fn no_gap_is_free_and_no_figure_overflows() {
        assert_eq!(effort(&model_of([0, 0, 0], [0, 0, 0]), 7).likely_hours, 1);
        let vast = effort(&model_of([u32::MAX; 3], [u32::MAX; 3]), u32::MAX);
        assert_eq!((vast.low_hours, vast.likely_hours), (u32::MAX, u32::MAX));
    }

    #[test]
    fn totals_add_means_and_squares_of_deviations() {
        let effort = |low, likely, high| Effort {
            low_hours: low,
            likely_hours: likely,
            high_hours: high,
            basis: Text::default(),
        };
        let range = total(&[effort(7, 10, 13), effort(16, 20, 24)]);
        assert_eq!(range, Range { low_hours: 25, likely_hours: 30, high_hours: 35 });
        assert_eq!(total(&[]), Range::default());
    }

    #[test]
    fn roots_round_half_up() {
        for (square, root) in [(0, 0), (1, 1), (2, 1), (3, 2), (6, 2), (7, 3), (12, 3), (13, 4)] {
            assert_eq!(root_half_up(square), root, "{square}");
        }
    }
}
