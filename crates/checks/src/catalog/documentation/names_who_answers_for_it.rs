//! Who to turn to is written down: owners of the code, or those on call.

use crate::shared::documents::{Section, manuals, sections};
use crate::shared::{Tally, once};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Documentation, 4),
    role: Role::Supporting,
    claim: Text::fixed(
        "It is written down who answers for the system",
        "Det står vem som ansvarar för systemet",
    ),
    gap_title: Text::fixed("Nobody is named to turn to", "Ingen är utpekad att vända sig till"),
    why: Text::fixed(
        "When the guide does not help, the next step is a person. Looking for one is the longest part of many outages.",
        "När guiden inte räcker är nästa steg en människa. Att leta efter rätt person är den längsta delen av många driftstopp.",
    ),
    fix: Text::fixed(
        "Add a CODEOWNERS file, and a section on escalation to the runbook: who is on call, how to reach them, and who decides.",
        "Lägg till en CODEOWNERS-fil och ett avsnitt om eskalering i driftinstruktionen: vem som har jour, hur de nås och vem som \
         beslutar.",
    ),
    limits: Text::fixed(
        "Rotas kept in other tools are not seen; whether anybody answers is not tried.",
        "Jourscheman i andra verktyg syns inte, och om någon svarar provas inte.",
    ),
    consequence: Consequence::C5,
    effort: once(100, 250, 500),
    after: &["documentation/troubleshooting-guide-names-causes-and-actions"],
    standards: &[],
    examples: &[
        Example::passes("//- .github/CODEOWNERS\n* @harbor/platform\n"),
        Example::passes(
            "//- docs/runbook.md\n# Runbook\n## Escalation\nThe duty engineer: jour@hamnen.se, or #drift in Slack.\n",
        ),
        Example::partial("//- README.md\n# Shop\n## Support\nWrite to kund@hamnen.se.\n"),
        Example::fails("//- README.md\n# Shop\nA shop.\n"),
        Example::lookalike(
            Outcome::Fail,
            "\
//- README.md
# Shop
## Support
Contact us.

## Contact agent
The agent mails kund@example.org.
//- agent.py
OWNER = 'on-call: jour@hamnen.se'
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "CODEOWNERS, MAINTAINERS, OWNERS",
    "sections on escalation, on-call, support or contact that give an address, a channel or a number",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for (path, file) in repo.files() {
        let is_list = matches!(path.stem(), "CODEOWNERS" | "MAINTAINERS" | "OWNERS");
        if is_list && file.lines > 0 {
            let what = Text::made(format!("{path} names owners"), format!("{path} anger ansvariga"));
            tally.supports(RepoFacts::place(path, Lines::at(1)), Grade::Configured, what);
            tally.holds(path.as_str(), path.as_str(), None);
        }
    }
    for (path, document) in manuals(repo) {
        for section in
            sections(path, document).filter(|section| is_about_people(section) && gives_address(section))
        {
            let title = &section.heading.text;
            let what = Text::made(
                format!("\"{title}\" says whom to reach, and how"),
                format!("”{title}” säger vem som nås och hur"),
            );
            tally.supports(section.place(), Grade::Configured, what);
            let outcome = if is_desk(&section) { Outcome::Partial } else { Outcome::Pass };
            let id = format!("{path}:{}", section.heading.section.start);
            tally.count(&id, title, outcome, Some(section.place()));
        }
    }
    if tally.n() > 0 {
        let summary =
            Text::fixed("Owners or those on call are named.", "Ansvariga eller jourhavande är utpekade.");
        return tally.concluded(Outcome::Pass, summary);
    }
    if tally.has_partial() {
        let summary = Text::fixed(
            "Users are told where to turn, but nobody is named who owns the system or is on call.",
            "Användare får veta vart de vänder sig, men ingen som äger systemet eller har jour är utpekad.",
        );
        return tally.concluded(Outcome::Partial, summary);
    }
    tally.concluded(
        Outcome::Fail,
        Text::fixed(
            "No CODEOWNERS file and no section on escalation or contact names anybody.",
            "Ingen CODEOWNERS-fil och inget avsnitt om eskalering eller kontakt pekar ut någon.",
        ),
    )
}

fn is_about_people(section: &Section<'_>) -> bool {
    let title = section.title();
    let is_short = title.len() <= 4;
    is_short
        && title.iter().any(|word| {
            matches!(
                word.as_str(),
                "escalation"
                    | "oncall"
                    | "ownership"
                    | "owners"
                    | "maintainers"
                    | "eskalering"
                    | "jour"
                    | "ansvariga"
                    | "contacts"
                    | "kontakter"
            )
        })
        || title.windows(2).any(|pair| pair == ["on", "call"])
        || is_desk(section)
}

/// A section for users, who are told where to turn: it names nobody who answers for the system.
fn is_desk(section: &Section<'_>) -> bool {
    matches!(section.title().as_slice(), [one] if matches!(one.as_str(), "support" | "contact" | "kontakt"))
}

/// A mail address, a channel, a telephone number, or a handle.
fn gives_address(section: &Section<'_>) -> bool {
    section.texts().iter().flat_map(|(_, text)| text.split_whitespace()).any(|word| {
        let word =
            word.trim_matches(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '#' | '@' | '+'));
        let is_mail = word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        let is_handle = |mark: char| {
            word.strip_prefix(mark)
                .is_some_and(|rest| rest.len() >= 3 && rest.starts_with(char::is_alphabetic))
        };
        let is_number = word.starts_with('+') && word.chars().filter(char::is_ascii_digit).count() >= 6;
        is_mail || is_handle('@') || is_handle('#') || is_number
    })
}
