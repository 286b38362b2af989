//! Gaps: each check that fails, passes in part or cannot be decided is one gap, named by its check.
//!
//! One check gives one gap, however many places show it: the places are its sites, and the names of those affected stand
//! beside them. So a gap's id is the id of its check. Its fingerprint says in addition who is affected, without lines.

use crate::{effort, score, score::Sheet, severity};
use beredd_model::{
    Attestation, Category, CheckResult, Gap, GapId, Outcome, Owner, Place, Policy, Severity, Standing,
    Subject, SubjectKind,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The open gaps by name, with what each comes after among them; circles are still in.
///
/// `outcomes` holds the outcome that counts for each check, `attested` the attestation that does. Of several checks of one
/// name the first speaks.
pub(crate) fn find(
    checks: &[CheckResult],
    outcomes: &[Outcome],
    attested: &[Option<&Attestation>],
    sheet: &Sheet,
    policy: &Policy,
) -> Vec<Gap> {
    let mut open: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, (check, outcome)) in checks.iter().zip(outcomes).enumerate() {
        if is_gap(*outcome) {
            open.entry(&check.id).or_insert(index);
        }
    }
    let proven = sheet.proven_with(|_| false);
    let mut ordered: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for precedence in &policy.order {
        ordered.entry(&precedence.then).or_default().push(&precedence.first);
    }
    let found = open.values().filter_map(|index| {
        let (check, outcome) = (checks.get(*index)?, outcomes.get(*index)?);
        let regained = sheet.proven_with(|done| done == *index).saturating_sub(proven);
        let of_policy = ordered.get(&*check.id).into_iter().flatten().copied();
        let after: BTreeSet<&str> = check.after.iter().map(|id| &**id).chain(of_policy).collect();
        let after = after.into_iter().filter(|id| *id != check.id && open.contains_key(id));
        Some(Gap {
            points_regained_permille: score::permille(regained),
            after: after.map(GapId::from).collect(),
            ..gap(check, *outcome, attested.get(*index).copied().flatten(), policy)
        })
    });
    found.collect()
}

/// Whether a check of that outcome leaves something to do.
pub(crate) const fn is_gap(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Fail | Outcome::Partial | Outcome::Unknown)
}

/// Takes away what gaps come after that is not among them.
pub(crate) fn keep_edges_within(gaps: &mut [Gap]) {
    let names: BTreeSet<GapId> = gaps.iter().map(|gap| gap.id.clone()).collect();
    for gap in gaps {
        gap.after.retain(|id| names.contains(id));
    }
}

/// Gaps that are no work: nobody waits for them, and they for nobody. Worst first, then by name.
pub(crate) fn settled(mut gaps: Vec<Gap>) -> Vec<Gap> {
    gaps.iter_mut().for_each(|gap| gap.after.clear());
    gaps.sort_by(|a, b| a.severity.cmp(&b.severity).then_with(|| a.id.cmp(&b.id)));
    gaps
}

/// The gap of one check, as yet without relations to others.
fn gap(check: &CheckResult, outcome: Outcome, attested: Option<&Attestation>, policy: &Policy) -> Gap {
    let subjects: Vec<&Subject> = check.subjects.iter().filter(|subject| is_gap(subject.outcome)).collect();
    let (affected, of) = affected(check, &subjects);
    let judgement = severity::judge(check, outcome, affected, of, policy.level);
    let sites = sites(check, &subjects);
    Gap {
        id: check.id.to_string(),
        fingerprint: fingerprint(check, &subjects, &sites),
        check: check.id.clone(),
        criterion: check.criterion,
        category: check.criterion.category,
        severity: judgement.severity,
        severity_reason: judgement.reason,
        is_to_verify: outcome == Outcome::Unknown,
        title: check.gap_title.clone(),
        impact: check.why.clone(),
        recommendation: check.fix.clone(),
        affected,
        of,
        effort: effort::effort(&effort::model(check, policy), affected),
        sites: sites.into_iter().collect(),
        names: subjects.iter().map(|subject| subject.name.clone()).collect(),
        after: Vec::new(),
        unlocks: Vec::new(),
        points_regained_permille: 0,
        owner: owner(check.criterion.category),
        standing: if attested.is_some_and(|one| one.holds_permille >= 1000) {
            Standing::Attested
        } else {
            Standing::Open
        },
        accepted: Vec::new(),
        attested: attested.cloned(),
    }
}

/// How many of how many are affected: by name where the check names its population, else by its count. At least one, since
/// the check does not pass; 0 of 0 when the question is of the whole.
fn affected(check: &CheckResult, subjects: &[&Subject]) -> (u32, u32) {
    let named = u32::try_from(subjects.len()).unwrap_or(u32::MAX);
    let count = if named > 0 { named } else { check.of.saturating_sub(check.n) };
    if check.of == 0 && named == 0 { (0, 0) } else { (count.max(1), check.of.max(count)) }
}

/// Where those affected are; where nobody is named, the evidence against the claim.
fn sites(check: &CheckResult, subjects: &[&Subject]) -> BTreeSet<Place> {
    let places: BTreeSet<Place> = subjects.iter().filter_map(|subject| subject.place.clone()).collect();
    if !places.is_empty() {
        return places;
    }
    check
        .evidence
        .iter()
        .filter(|evidence| !evidence.supports)
        .map(|evidence| evidence.place.clone())
        .collect()
}

/// SHA-256, in hexadecimal digits, over the check and who is affected where: kind, name and path of each, sorted, and the
/// paths of the sites where nobody is named. Lines and advice are left out, so that an edit further up changes nothing; a
/// line number at the end of a name (`agent.py:12`) is cut off for the same reason.
fn fingerprint(check: &CheckResult, subjects: &[&Subject], sites: &BTreeSet<Place>) -> String {
    let mut members: Vec<[&str; 3]> = subjects
        .iter()
        .map(|subject| {
            let path = subject.place.as_ref().map_or("", |place| place.path.as_str());
            [kind_word(subject.kind), without_line(&subject.name), path]
        })
        .collect();
    if members.is_empty() {
        let paths: BTreeSet<&str> = sites.iter().map(|place| place.path.as_str()).collect();
        members.extend(paths.into_iter().map(|path| ["site", "", path]));
    }
    members.sort_unstable();
    // NUL divides the parts: no path holds one, and in a name it could only make two gaps look more alike.
    let mut hash = Sha256::new_with_prefix(check.id.as_bytes());
    for part in members.iter().flatten() {
        hash.update([0]);
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn without_line(name: &str) -> &str {
    match name.rsplit_once(':') {
        Some((rest, line)) if !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()) => rest,
        _ => name,
    }
}

const fn kind_word(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Agent => "agent",
        SubjectKind::Team => "team",
        SubjectKind::CallSite => "call_site",
        SubjectKind::Service => "service",
        SubjectKind::Route => "route",
        SubjectKind::Image => "image",
        SubjectKind::Part => "part",
    }
}

/// Who closes the gaps of a category: the roles that the requirements' user stories speak for.
const fn owner(category: Category) -> Owner {
    match category {
        Category::Llm => Owner::Architect,
        Category::Resilience | Category::Observability | Category::Performance => Owner::Sre,
        Category::Testing => Owner::Qa,
        Category::Security => Owner::Security,
        Category::Deployment => Owner::Deployment,
        Category::Documentation => Owner::Documentation,
    }
}

/// Ids of the gaps that keep the gate closed, in the order given.
pub(crate) fn blockers(gaps: &[Gap]) -> Vec<GapId> {
    gaps.iter().filter(|gap| gap.severity == Severity::Critical).map(|gap| gap.id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{after, check, partial};
    use crate::{assess, policy};
    use beredd_model::{Evidence, Grade, Lines, RepoPath, Text};

    fn place(path: &str, line: u32) -> Place {
        Place::new(RepoPath::parse(path).unwrap(), Lines::at(line))
    }

    fn agent(name: &str, outcome: Outcome, path: &str, line: u32) -> Subject {
        Subject {
            kind: SubjectKind::Agent,
            id: format!("team/{name}"),
            name: name.to_owned(),
            outcome,
            place: Some(place(path, line)),
        }
    }

    fn only_gap(check: CheckResult) -> Gap {
        let mut gaps = assess(&[check], 9, &policy::generic()).gaps;
        assert_eq!(gaps.len(), 1);
        gaps.remove(0)
    }

    #[test]
    fn those_affected_are_named_and_placed() {
        let subjects = vec![
            agent("Bo", Outcome::Fail, "b.py", 7),
            agent("Al", Outcome::Pass, "a.py", 3),
            agent("Cy", Outcome::Unknown, "c.py", 1),
        ];
        let gap = only_gap(CheckResult { subjects, ..partial("llm/x", "K1.4", 1, 3) });
        assert_eq!((gap.affected, gap.of), (2, 3));
        assert_eq!(gap.names, ["Bo", "Cy"]);
        assert_eq!(gap.sites, [place("b.py", 7), place("c.py", 1)]);
        assert_eq!(gap.effort.basis.en, "1 d base + 0.5 d per service × 2 (half from the second on)");
        assert_eq!((gap.owner, gap.id.as_str(), gap.is_to_verify), (Owner::Architect, "llm/x", false));
    }

    #[test]
    fn without_names_the_count_and_the_evidence_against_speak() {
        let evidence = |path, supports| Evidence {
            place: place(path, 4),
            grade: Grade::Used,
            supports,
            what: Text::same("what"),
        };
        let evidence = vec![evidence("good.py", true), evidence("bad.py", false)];
        let gap = only_gap(CheckResult { evidence, ..partial("testing/x", "K3.1", 30, 48) });
        assert_eq!((gap.affected, gap.of), (18, 48));
        assert_eq!(gap.sites, [place("bad.py", 4)]);
        let whole = only_gap(check("testing/y", "K3.3", Outcome::Unknown));
        assert_eq!((whole.affected, whole.of, whole.is_to_verify), (0, 0, true));
    }

    #[test]
    fn the_fingerprint_survives_moved_lines_and_reworded_advice() {
        let before = CheckResult {
            subjects: vec![
                agent("Bo", Outcome::Fail, "b.py", 7),
                agent("call at b.py:9", Outcome::Fail, "b.py", 9),
            ],
            ..partial("llm/x", "K1.4", 1, 3)
        };
        let moved = CheckResult {
            fix: Text::same("other words"),
            subjects: vec![
                agent("call at b.py:19", Outcome::Fail, "b.py", 19),
                agent("Bo", Outcome::Fail, "b.py", 17),
            ],
            ..before.clone()
        };
        let other =
            CheckResult { subjects: vec![agent("Bo", Outcome::Fail, "other.py", 7)], ..before.clone() };
        let print = |check: &CheckResult| only_gap(check.clone()).fingerprint;
        assert_eq!(print(&before), print(&moved));
        assert_ne!(print(&before), print(&other));
        assert_ne!(print(&before), print(&CheckResult { id: "llm/y".into(), ..before.clone() }));
        assert_eq!(print(&before).len(), 64);
    }

    #[test]
    fn prerequisites_are_open_gaps_and_know_who_waits() {
        let checks = [
            check("a", "K1.1", Outcome::Fail),
            check("b", "K1.2", Outcome::Pass),
            after(check("c", "K1.3", Outcome::Fail), &["b", "a", "a", "c", "nowhere"]),
        ];
        let gaps = assess(&checks, 9, &policy::generic()).gaps;
        let found: Vec<_> = gaps.iter().map(|gap| (gap.id.as_str(), &*gap.after, &*gap.unlocks)).collect();
        assert_eq!(found, [("a", &[][..], &["c".to_owned()][..]), ("c", &["a".to_owned()][..], &[][..])]);
    }

    #[test]
    fn regained_points_are_the_difference_of_the_overall_score() {
        // One of five criteria of a category of 15 %: 30 per mille, of which 2/5 is proven.
        assert_eq!(only_gap(partial("a", "K1.1", 2, 5)).points_regained_permille, 18);
        assert_eq!(only_gap(check("a", "K8.1", Outcome::Unknown)).points_regained_permille, 20);
    }

    #[test]
    fn of_two_checks_with_one_name_the_first_speaks() {
        let twice = [check("a", "K1.1", Outcome::Fail), check("a", "K1.2", Outcome::Fail)];
        let gaps = assess(&twice, 9, &policy::generic()).gaps;
        assert_eq!(gaps.iter().map(|gap| gap.criterion.to_string()).collect::<Vec<_>>(), ["K1.1"]);
    }
}
