//! Accepted risks, one verdict each on whether it covers anything.

use crate::gaps;
use beredd_model::{
    AcceptanceRow, AcceptanceState, AcceptedRisk, CheckResult, Consequence, Gap, Place, Policy, Standing,
    Subject, Text,
};
use std::collections::{BTreeMap, BTreeSet};

/// Marks the gaps that accepted risks cover, and says of each risk what became of it, in the order written.
pub(crate) fn accept(gaps: &mut [Gap], checks: &[CheckResult], policy: &Policy) -> Vec<AcceptanceRow> {
    let by_check: BTreeMap<&str, &CheckResult> =
        checks.iter().rev().map(|check| (&*check.id, check)).collect();
    let mut by_gap: BTreeMap<String, &mut Gap> =
        gaps.iter_mut().map(|gap| (gap.check.to_string(), gap)).collect();
    let mut covered: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut rows = Vec::with_capacity(policy.accepted.len());
    for risk in &policy.accepted {
        let check = by_check.get(&*risk.check).filter(|_| by_gap.contains_key(&*risk.check));
        let members = check.map(|check| Members::of(check)).unwrap_or_default();
        let matching = members.matching(risk);
        let state = state(risk, check.copied(), matching.is_empty(), policy);
        let is_held = matches!(state, AcceptanceState::InForce | AcceptanceState::Overruled);
        if let Some(gap) = by_gap.get_mut(&*risk.check).filter(|_| is_held) {
            gap.accepted.push(risk.clone());
            let covered = covered.entry(&*risk.check).or_default();
            covered.extend(&matching);
            gap.standing = match state {
                AcceptanceState::Overruled => Standing::Overruled,
                _ if covered.len() >= members.count() => Standing::Accepted,
                _ => Standing::PartlyAccepted,
            };
        }
        rows.push(AcceptanceRow {
            risk: risk.clone(),
            state,
            gap: check.map(|check| check.id.to_string()),
            covers: if is_held { u32::try_from(matching.len()).unwrap_or(u32::MAX) } else { 0 },
            note: note(state),
        });
    }
    rows
}

fn state(
    risk: &AcceptedRisk,
    check: Option<&CheckResult>,
    is_empty: bool,
    policy: &Policy,
) -> AcceptanceState {
    if policy.is_auditor {
        return AcceptanceState::Ignored;
    }
    match check {
        None => AcceptanceState::Stale,
        Some(_) if is_empty => AcceptanceState::Stale,
        Some(_) if policy.today.is_some_and(|today| today > risk.expires) => AcceptanceState::Expired,
        Some(check) if check.is_always_critical || check.consequence == Consequence::C1 => {
            AcceptanceState::Overruled
        }
        Some(_) => AcceptanceState::InForce,
    }
}

/// Who is affected by a gap, as accepted risks may name them.
#[derive(Default)]
struct Members<'a> {
    subjects: Vec<&'a Subject>,
    /// Where nobody is named: the places.
    places: Vec<&'a Place>,
    /// Neither names nor places: the question is of the whole.
    is_whole: bool,
}

impl<'a> Members<'a> {
    fn of(check: &'a CheckResult) -> Self {
        let subjects: Vec<&Subject> =
            check.subjects.iter().filter(|subject| gaps::is_gap(subject.outcome)).collect();
        let against = check.evidence.iter().filter(|evidence| !evidence.supports);
        let places: BTreeSet<&Place> = against.map(|evidence| &evidence.place).collect();
        let places: Vec<&Place> = if subjects.is_empty() { places.into_iter().collect() } else { Vec::new() };
        Self { is_whole: subjects.is_empty() && places.is_empty(), subjects, places }
    }

    fn count(&self) -> usize {
        if self.is_whole { 1 } else { self.subjects.len().saturating_add(self.places.len()) }
    }

    /// The members that a risk speaks of, by their number here.
    fn matching(&self, risk: &AcceptedRisk) -> BTreeSet<usize> {
        let is_place = |place: Option<&Place>| match (&risk.place, place) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(pattern), Some(place)) => fast_glob::glob_match(pattern, place.path.as_str()),
        };
        if self.is_whole {
            return if risk.place.is_none() && risk.subject.is_none() {
                BTreeSet::from([0])
            } else {
                BTreeSet::new()
            };
        }
        let named = self.subjects.iter().enumerate();
        let named =
            named.filter(|(_, subject)| is_subject(risk, subject) && is_place(subject.place.as_ref()));
        let places = self
            .places
            .iter()
            .enumerate()
            .filter(|(_, place)| risk.subject.is_none() && is_place(Some(place)));
        named.map(|(number, _)| number).chain(places.map(|(number, _)| number)).collect()
    }
}

fn is_subject(risk: &AcceptedRisk, subject: &Subject) -> bool {
    risk.subject.as_deref().is_none_or(|wanted| {
        [&*subject.name, &*subject.id, gaps::without_line(&subject.name)].contains(&wanted)
    })
}

const fn note(state: AcceptanceState) -> Text {
    match state {
        AcceptanceState::InForce => Text::fixed(
            "Accepted: the points stay lost, the gate is not blocked by it, and no work is planned.",
            "Accepterad: poängen är fortfarande borta, men risken håller inte spärren stängd och inget arbete planeras.",
        ),
        AcceptanceState::Overruled => Text::fixed(
            "Overruled: risks to data, law and identity, leaked secrets and code that cannot load are not accepted in a file. It counts as open.",
            "Underkänd: risker för data, lag och identitet, läckta hemligheter och kod som inte går att ladda kan inte accepteras i en fil. Gapet räknas som öppet.",
        ),
        AcceptanceState::Expired => Text::fixed(
            "Expired: its last day has passed, and the gap counts as open. Close it, or decide anew.",
            "Utgången: sista dagen har passerat och gapet räknas som öppet. Åtgärda det eller fatta ett nytt beslut.",
        ),
        AcceptanceState::Ignored => Text::fixed(
            "Auditor mode: accepted risks are shown and not heeded.",
            "Revisorsläge: accepterade risker visas men räknas inte.",
        ),
        AcceptanceState::Stale => Text::fixed(
            "Stale: nothing that is open matches it. It was fixed, moved or misspelt, and can be taken away.",
            "Inaktuell: inget öppet gap stämmer med den. Det är åtgärdat, flyttat eller felstavat, och raden kan tas bort.",
        ),
    }
}
