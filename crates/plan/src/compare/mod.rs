//! What changed between two audits of one repository.
//!
//! A gap is known again by its check, since one check gives one gap. Its fingerprint says whether the same members are
//! affected: a gap whose lines moved, or whose advice was reworded, is unchanged.
//!
//! A score may also change because the program or the policy did. So the checks that only one audit made are named, gaps
//! that came or went with them are told apart, and the score is drawn up once more over the checks that both made, under the
//! new policy: what then differs, the repository did.

use crate::{assess, gaps, policy};
use beredd_model::{Audit, Change, CheckId, CheckResult, Comparison, Gap, GapChange, GapId, Policy, Text};
use std::collections::{BTreeMap, BTreeSet};

/// Compares an old audit with a new one. All lists are in the new audit's order, what is gone in the old one's.
#[must_use]
pub fn compare(old: &Audit, new: &Audit) -> Comparison {
    let before: BTreeMap<&str, &Gap> = old.gaps.iter().map(|gap| (&*gap.check, gap)).collect();
    let open: BTreeSet<&str> = new.gaps.iter().map(|gap| &*gap.check).collect();
    let (known, fresh): (Vec<&Gap>, Vec<&Gap>) =
        new.gaps.iter().partition(|gap| before.contains_key(&*gap.check));
    let (unchanged, changed): (Vec<&Gap>, Vec<&Gap>) =
        known.into_iter().partition(|gap| before.get(&*gap.check).is_some_and(|old| is_same(old, gap)));
    let fixed: Vec<&Gap> = old.gaps.iter().filter(|gap| !open.contains(&*gap.check)).collect();
    let (checks_added, checks_removed) = (missing(new, old), missing(old, new));
    let policy_keys = policy::differences(&old.profile, &new.profile);
    let is_same_catalogue = old.program.catalogue_sha256 == new.program.catalogue_sha256;
    Comparison {
        is_same_catalogue,
        is_same_policy: policy_keys.is_empty(),
        score: change(old.score.points.proven_permille, new.score.points.proven_permille),
        is_gate_open: [old.gate.is_open, new.gate.is_open],
        categories: changes(
            old.categories.iter().map(|category| (category.id, category.points.proven_permille)),
            new.categories.iter().map(|category| (category.id, category.points.proven_permille)),
        ),
        criteria: changes(
            old.criteria.iter().map(|criterion| (criterion.id, criterion.points.proven_permille)),
            new.criteria.iter().map(|criterion| (criterion.id, criterion.points.proven_permille)),
        ),
        teams: changes(
            old.teams.iter().map(|team| (team.name.clone(), team.proven_permille)),
            new.teams.iter().map(|team| (team.name.clone(), team.proven_permille)),
        ),
        changes: changed.iter().filter_map(|gap| Some(gap_change(before.get(&*gap.check)?, gap))).collect(),
        score_on_common: on_common(old, new),
        new_by_catalogue: ids(fresh.iter().copied().filter(|gap| checks_added.contains(&gap.check))),
        fixed_by_catalogue: ids(fixed.iter().copied().filter(|gap| checks_removed.contains(&gap.check))),
        caveats: caveats(old, new, &checks_added, &checks_removed, &policy_keys),
        new: ids(fresh),
        fixed: ids(fixed),
        changed: ids(changed),
        unchanged: ids(unchanged),
        checks_added,
        checks_removed,
        policy_keys,
    }
}

fn is_same(old: &Gap, new: &Gap) -> bool {
    let essence = |gap: &Gap| (gap.fingerprint.clone(), gap.severity, gap.is_to_verify, gap.affected, gap.of);
    essence(old) == essence(new)
}

fn gap_change(old: &Gap, new: &Gap) -> GapChange {
    let (was, is) = (members(old), members(new));
    GapChange {
        gap: new.id.clone(),
        severity: [old.severity, new.severity],
        affected: [old.affected, new.affected],
        of: [old.of, new.of],
        is_to_verify: [old.is_to_verify, new.is_to_verify],
        came: is.difference(&was).map(|name| (*name).to_owned()).collect(),
        went: was.difference(&is).map(|name| (*name).to_owned()).collect(),
    }
}

/// Who is affected, without lines; the files where nobody is named.
fn members(gap: &Gap) -> BTreeSet<&str> {
    if gap.names.is_empty() {
        gap.sites.iter().map(|place| place.path.as_str()).collect()
    } else {
        gap.names.iter().map(|name| gaps::without_line(name)).collect()
    }
}

/// Checks of one audit that the other did not make.
fn missing(of: &Audit, from: &Audit) -> Vec<CheckId> {
    let made: BTreeSet<&str> = from.checks.iter().map(|check| &*check.id).collect();
    of.checks.iter().filter(|check| !made.contains(&*check.id)).map(|check| check.id.clone()).collect()
}

/// The proven scores over the checks that both audits made, under the new policy.
fn on_common(old: &Audit, new: &Audit) -> Change {
    let made =
        |audit: &Audit| audit.checks.iter().map(|check| check.id.clone()).collect::<BTreeSet<CheckId>>();
    let common: BTreeSet<CheckId> = made(old).intersection(&made(new)).cloned().collect();
    let proven = |audit: &Audit, policy: &Policy| {
        let checks: Vec<CheckResult> =
            audit.checks.iter().filter(|check| common.contains(&check.id)).cloned().collect();
        assess(&checks, audit.archive.files_read, policy).score.points.proven_permille
    };
    change(proven(old, &new.profile), proven(new, &new.profile))
}

/// What differs beside the repository, in words.
fn caveats(
    old: &Audit,
    new: &Audit,
    added: &[CheckId],
    removed: &[CheckId],
    policy_keys: &[String],
) -> Vec<Text> {
    let mut caveats = Vec::new();
    if old.program.catalogue_sha256 != new.program.catalogue_sha256 {
        caveats.push(Text::made(
            format!(
                "The catalogue of checks differs (versions {} and {}): {} checks were made only in the new audit and {} only \
                 in the old one, and others may judge differently. Gaps that came or went with a check are marked; compare \
                 the score over the checks that both made.",
                old.program.version, new.program.version, added.len(), removed.len()
            ),
            format!(
                "Katalogen över kontroller skiljer sig (versionerna {} och {}): {} kontroller finns bara i den nya \
                 granskningen och {} bara i den gamla, och andra kan döma annorlunda. Gap som kommit eller försvunnit med en \
                 kontroll är märkta; jämför poängen över de kontroller som båda gjort.",
                old.program.version, new.program.version, added.len(), removed.len()
            ),
        ));
    }
    if !policy_keys.is_empty() {
        let keys = policy_keys.join(", ");
        caveats.push(Text::made(
            format!("The policies differ in: {keys}. The score over common checks uses the new one for both."),
            format!("Profilerna skiljer sig i: {keys}. Poängen över gemensamma kontroller räknar båda med den nya."),
        ));
    }
    caveats
}

const fn change(old_permille: u32, new_permille: u32) -> Change {
    Change { old_permille, new_permille }
}

/// What differs, among what both have.
fn changes<K: Ord>(
    old: impl Iterator<Item = (K, u32)>,
    new: impl Iterator<Item = (K, u32)>,
) -> Vec<(K, Change)> {
    let old: BTreeMap<K, u32> = old.collect();
    let both = new.filter_map(|(key, new)| old.get(&key).copied().map(|old| (key, change(old, new))));
    both.filter(|(_, change)| change.old_permille != change.new_permille).collect()
}

fn ids<'a>(gaps: impl IntoIterator<Item = &'a Gap>) -> Vec<GapId> {
    gaps.into_iter().map(|gap| gap.id.clone()).collect()
}

#[cfg(test)]
mod tests;
