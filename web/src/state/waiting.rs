//! What waits for a gap: why a mild one may come before the worst.
//!
//! The roadmap plans a gap by the worst of its own severity and of all that wait for it. Read here from what the audit
//! holds, so that the pages can say it beside the tag.

use beredd_model::{Gap, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// The worst of the gaps that wait for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// The worst severity among them, worse than that of the gap they wait for.
    pub(crate) severity: Severity,
    /// How many of them have it.
    pub(crate) count: u32,
}

/// The gaps of an audit by their names.
pub(crate) type ById<'a> = BTreeMap<&'a str, &'a Gap>;

/// The gaps by their names: to be made once for a table, not once for a row.
pub(crate) fn by_id(gaps: &[Gap]) -> ById<'_> {
    gaps.iter().map(|gap| (gap.id.as_str(), gap)).collect()
}

/// What makes `gap` more urgent than its own severity: the worst gaps that wait for it, directly or through others.
/// Nothing when none is worse than the gap itself.
pub(crate) fn waiting_for(gap: &Gap, gaps: &ById<'_>) -> Option<Waiting> {
    if gap.unlocks.is_empty() {
        return None;
    }
    let mut seen = BTreeSet::from([gap.id.as_str()]);
    let mut next: Vec<&Gap> = vec![gap];
    let mut waiting: Vec<Severity> = Vec::new();
    while let Some(at) = next.pop() {
        for other in at.unlocks.iter().filter_map(|id| gaps.get(id.as_str()).copied()) {
            if seen.insert(other.id.as_str()) {
                waiting.push(other.severity);
                next.push(other);
            }
        }
    }
    let severity = waiting.iter().copied().min().filter(|worst| *worst < gap.severity)?;
    let count = waiting.iter().filter(|other| **other == severity).count();
    Some(Waiting { severity, count: u32::try_from(count).unwrap_or(u32::MAX) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixture::gap;

    fn chain() -> Vec<Gap> {
        let mut gaps = vec![
            gap("low", Severity::Low, 1),
            gap("medium", Severity::Medium, 1),
            gap("worst", Severity::Critical, 1),
            gap("other", Severity::Critical, 1),
        ];
        gaps[0].unlocks = vec!["medium".to_owned()];
        gaps[1].unlocks = vec!["worst".to_owned(), "other".to_owned()];
        gaps
    }

    #[test]
    fn what_waits_is_counted_through_others() {
        let gaps = chain();
        let two = Some(Waiting { severity: Severity::Critical, count: 2 });
        assert_eq!(waiting_for(&gaps[0], &by_id(&gaps)), two);
        assert_eq!(waiting_for(&gaps[1], &by_id(&gaps)), two);
        assert_eq!(waiting_for(&gaps[2], &by_id(&gaps)), None);
    }

    #[test]
    fn what_is_not_worse_makes_nothing_urgent_and_a_circle_ends() {
        let mut gaps = chain();
        gaps[2].unlocks = vec!["low".to_owned(), "worst".to_owned(), "gone".to_owned()];
        assert_eq!(waiting_for(&gaps[2], &by_id(&gaps)), None);
        gaps[1].unlocks.clear();
        assert_eq!(
            waiting_for(&gaps[0], &by_id(&gaps)),
            Some(Waiting { severity: Severity::Medium, count: 1 })
        );
    }
}
