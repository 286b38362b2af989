//! The effort of closing a gap, as checks write it down.

use beredd_model::{EffortModel, Estimate, Text};

/// A base paid once and a part per site, each optimistic, likely and pessimistic in thousandths of a person-day.
pub(crate) const fn effort(base: (u32, u32, u32), per_site: (u32, u32, u32), site: Text) -> EffortModel {
    effort_on(base, per_site, site, (0, 0, 0))
}

/// The same, with what is added once where the thing it all builds on is missing.
pub(crate) const fn effort_on(
    base: (u32, u32, u32),
    per_site: (u32, u32, u32),
    site: Text,
    foundation: (u32, u32, u32),
) -> EffortModel {
    EffortModel {
        base: Estimate::millidays(base.0, base.1, base.2),
        per_site: Estimate::millidays(per_site.0, per_site.1, per_site.2),
        site,
        foundation: Estimate::millidays(foundation.0, foundation.1, foundation.2),
    }
}

/// Work that does not grow with the number of places, in thousandths of a person-day.
pub(crate) const fn once(optimistic: u32, likely: u32, pessimistic: u32) -> EffortModel {
    effort((optimistic, likely, pessimistic), (0, 0, 0), Text::fixed("", ""))
}
