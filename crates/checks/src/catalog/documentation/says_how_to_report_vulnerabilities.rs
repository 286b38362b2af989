//! Who finds a hole knows whom to tell.

use crate::shared::documents::texts;
use crate::shared::{Tally, not_applicable, once};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::identifier::has_word;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Documentation, 4),
    role: Role::Supporting,
    claim: Text::fixed(
        "SECURITY.md says how to report a vulnerability",
        "SECURITY.md säger hur man anmäler en sårbarhet",
    ),
    gap_title: Text::fixed(
        "Who finds a vulnerability has nobody to tell",
        "Den som hittar en sårbarhet har ingen att berätta för",
    ),
    why: Text::fixed(
        "A finder without an address opens a public issue, or says nothing.",
        "Den som hittar något men saknar en adress öppnar ett publikt ärende, eller håller tyst.",
    ),
    fix: Text::fixed(
        "Write SECURITY.md with an address or a form, which versions get corrections, and how soon you answer.",
        "Skriv SECURITY.md med en adress eller ett formulär, vilka versioner som rättas och hur snart ni svarar.",
    ),
    limits: Text::fixed(
        "A policy that stands elsewhere, such as that of an organisation, is not seen. Whether anyone answers is for people to try.",
        "En policy som står på annat håll, till exempel en organisations, syns inte. Om någon svarar får människor pröva.",
    ),
    consequence: Consequence::C5,
    effort: once(100, 250, 500),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- SECURITY.md
# Security

Report vulnerabilities to security@example.org. We answer within three days.
//- main.py
print('hello')
",
        ),
        Example::fails(
            "\
//- main.py
print('hello')
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- SECURITY.md
# Security

We take it seriously.
//- main.py
print('hello')
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- docs/plan.md
# Security

Write SECURITY.md.
//- main.py
print('Report to security@example.org')
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- README.md
Report to security@example.org.
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &["SECURITY.md at the root, in docs or .github, with an address or a way to report"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    if repo.production_code().next().is_none() {
        let reason = Text::fixed(
            "No production code was found that could have a vulnerability.",
            "Ingen produktionskod hittades som kan ha en sårbarhet.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    if let Some(place) = way_to_report(repo) {
        tally.supports(place, Grade::Configured, Text::fixed("says how to report", "säger hur man anmäler"));
        return tally.concluded(
            Outcome::Pass,
            Text::fixed(
                "A document says how to report a vulnerability.",
                "Ett dokument säger hur man anmäler en sårbarhet.",
            ),
        );
    }
    tally.concluded(
        Outcome::Fail,
        Text::fixed(
            "No SECURITY.md says how to report a vulnerability.",
            "Ingen SECURITY.md säger hur man anmäler en sårbarhet.",
        ),
    )
}

/// The sentence of a security policy that names an address, or the host's own form.
fn way_to_report(repo: &RepoFacts) -> Option<Place> {
    repo.files()
        .filter(|(path, _)| {
            path.stem().eq_ignore_ascii_case("security") && matches!(path.folder(), "" | "docs" | ".github")
        })
        .find_map(|(path, file)| {
            let said = texts(file.document.as_ref()?);
            let (line, _) = said.into_iter().find(|(_, text)| {
                let is_address = text.contains('@')
                    || text.contains("https://")
                    || has_word(text, &["advisories", "advisory", "private vulnerability"]);
                let is_about = has_word(
                    text,
                    &[
                        "report",
                        "reports",
                        "reporting",
                        "disclose",
                        "contact",
                        "email",
                        "mail",
                        "anmäl",
                        "rapportera",
                        "kontakta",
                    ],
                );
                is_address && is_about
            })?;
            Some(RepoFacts::place(path, Lines::at(line)))
        })
}
