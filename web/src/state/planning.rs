//! The figures of an audit under another profile, or with gaps ticked as done: reckoned here, without reading anything again.

use beredd_model::{Audit, CheckResult, GapId, Policy};
use beredd_plan::assess_with_done;
use std::collections::BTreeSet;

/// `audit` under `policy`, as if the gaps in `done` were closed. `checks` are its verdicts; the audit may be one that does not
/// carry them itself.
pub(crate) fn under(audit: Audit, policy: &Policy, checks: &[CheckResult], done: &BTreeSet<GapId>) -> Audit {
    let now = assess_with_done(checks, audit.archive.files_read, policy, done);
    Audit {
        score: now.score,
        gate: now.gate,
        categories: now.categories,
        criteria: now.criteria,
        arithmetic: now.arithmetic,
        accepted: now.accepted,
        attested: now.attested,
        gaps: now.gaps,
        roadmap: now.roadmap,
        shortest_way: now.shortest_way,
        profile: policy.clone(),
        ..audit
    }
}
