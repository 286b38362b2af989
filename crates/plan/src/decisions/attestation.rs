//! Attestations, one verdict each on whether it counts.

use crate::gaps;
use beredd_model::{
    Attestation, AttestationRow, AttestationState, Attested, CheckResult, Outcome, Policy, Text,
};
use std::collections::BTreeMap;

/// What became of each attestation, in the order written; and for each check the one that counts for it.
pub(crate) fn attest<'a>(
    checks: &[CheckResult],
    outcomes: &[Outcome],
    policy: &'a Policy,
) -> (Vec<AttestationRow>, Vec<Option<&'a Attestation>>) {
    let matters = Matters::of(checks);
    let mut counting: Vec<Option<(usize, &Attestation)>> = vec![None; checks.len()];
    let mut rows: Vec<(AttestationState, Option<usize>)> = Vec::with_capacity(policy.attested.len());
    for (number, attestation) in policy.attested.iter().enumerate() {
        let check = matters.check_of(&attestation.of);
        let outcome = check.and_then(|check| outcomes.get(check).copied());
        let mut state = state(attestation, outcome, policy);
        if let (AttestationState::InForce, Some(slot)) =
            (state, check.and_then(|check| counting.get_mut(check)))
        {
            // The later date counts, and of two on one day the one further down.
            match *slot {
                Some((_, other)) if other.date > attestation.date => state = AttestationState::Superseded,
                Some((before, _)) => {
                    rows.get_mut(before).into_iter().for_each(|row| row.0 = AttestationState::Superseded);
                    *slot = Some((number, attestation));
                }
                None => *slot = Some((number, attestation)),
            }
        }
        rows.push((state, check));
    }
    let row =
        |(attestation, (state, check)): (&Attestation, (AttestationState, Option<usize>))| AttestationRow {
            attestation: attestation.clone(),
            state,
            check: check.and_then(|check| checks.get(check)).map(|check| check.id.clone()),
            note: note(state),
        };
    let rows = policy.attested.iter().zip(rows).map(row).collect();
    (rows, counting.into_iter().map(|slot| slot.map(|(_, attestation)| attestation)).collect())
}

/// The checks by what attestations call them.
struct Matters<'a> {
    by_id: BTreeMap<&'a str, usize>,
    by_criterion: BTreeMap<beredd_model::Criterion, usize>,
}

impl<'a> Matters<'a> {
    fn of(checks: &'a [CheckResult]) -> Self {
        let (mut by_id, mut by_criterion) = (BTreeMap::new(), BTreeMap::new());
        for (index, check) in checks.iter().enumerate() {
            by_id.entry(&*check.id).or_insert(index);
            if check.is_decisive {
                by_criterion.entry(check.criterion).or_insert(index);
            }
        }
        Self { by_id, by_criterion }
    }

    fn check_of(&self, matter: &Attested) -> Option<usize> {
        match matter {
            Attested::Check(id) => self.by_id.get(&**id).copied(),
            Attested::Criterion(criterion) => self.by_criterion.get(criterion).copied(),
        }
    }
}

fn state(attestation: &Attestation, outcome: Option<Outcome>, policy: &Policy) -> AttestationState {
    if policy.is_auditor {
        return AttestationState::Ignored;
    }
    match outcome {
        None | Some(Outcome::NotApplicable) => AttestationState::Stale,
        Some(Outcome::Pass) => AttestationState::Unneeded,
        Some(outcome) if gaps::is_gap(outcome) && outcome != Outcome::Unknown => {
            AttestationState::Contradicted
        }
        Some(_) if policy.today.is_some_and(|today| attestation.date > today) => AttestationState::Premature,
        Some(_) => AttestationState::InForce,
    }
}

const fn note(state: AttestationState) -> Text {
    match state {
        AttestationState::InForce => Text::fixed(
            "The archive cannot decide the matter; this is what a reviewer says of it.",
            "Arkivet kan inte avgöra saken; så här säger en granskare.",
        ),
        AttestationState::Superseded => Text::fixed(
            "A later attestation of the same matter counts instead.",
            "Ett senare intyg om samma sak gäller i stället.",
        ),
        AttestationState::Unneeded => Text::fixed(
            "The archive proves it: the attestation can be taken away.",
            "Arkivet bevisar saken: intyget kan tas bort.",
        ),
        AttestationState::Contradicted => Text::fixed(
            "The archive shows otherwise, and what it shows counts.",
            "Arkivet visar något annat, och det är det som gäller.",
        ),
        AttestationState::Premature => Text::fixed(
            "It is dated after the day of this audit and does not count yet.",
            "Det är daterat efter granskningens dag och räknas inte ännu.",
        ),
        AttestationState::Ignored => Text::fixed(
            "Auditor mode: attestations are shown and not heeded.",
            "Revisorsläge: intyg visas men räknas inte.",
        ),
        AttestationState::Stale => Text::fixed(
            "Nothing of that name was asked, or the question does not arise: the attestation can be taken away.",
            "Inget med det namnet har prövats, eller så är frågan inte aktuell: intyget kan tas bort.",
        ),
    }
}
