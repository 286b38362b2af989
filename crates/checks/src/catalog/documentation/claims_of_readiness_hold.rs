//! Where documents call the system ready for production, its code at least loads and holds no secrets.

use crate::shared::claims::{claims, is_followed};
use crate::shared::{Tally, counted, effort, is_effective, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::SecretContext;
use beredd_facts::identifier::has_word;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, ProblemKind, Role, SubjectKind,
    Text, Verdict,
};
use std::collections::BTreeMap;

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Documentation, 5),
    role: Role::Supporting,
    claim: Text::fixed(
        "Claims of being ready for production hold",
        "Påståenden om att vara produktionsklar stämmer",
    ),
    gap_title: Text::fixed(
        "Documents call the system ready, and the code says otherwise",
        "Dokumenten kallar systemet klart, men koden säger något annat",
    ),
    why: Text::fixed(
        "Such a sentence ends the questions that should have been asked before release.",
        "En sådan mening stoppar frågorna som borde ha ställts före driftsättningen.",
    ),
    fix: Text::fixed(
        "Take the sentence away until what is listed has been mended, and let a checklist with evidence take its place.",
        "Ta bort meningen tills det som listas är lagat och ersätt den med en checklista med belägg.",
    ),
    limits: Text::fixed(
        "Only what can be seen in a file is held against the claim: code that cannot load, and secrets in clear text.",
        "Bara det som syns i en fil ställs mot påståendet: kod som inte går att ladda och hemligheter i klartext.",
    ),
    consequence: Consequence::C5,
    effort: effort((50, 100, 250), (10, 25, 50), Text::fixed("claim", "påstående")),
    after: &["deployment/production-code-parses", "deployment/first-party-imports-resolve"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- README.md
A production-ready shop.
//- main.py
import openai


class OfferAgent:
    def write(self, what):
        return openai.OpenAI().responses.create(model='gpt-4o', input=what)


if __name__ == '__main__':
    print(OfferAgent().write('boat'))
",
        ),
        Example::fails(
            "\
//- README.md
- The platform is production ready.
//- main.py
from shop.agent import answer

print(answer())
//- shop/__init__.py
//- shop/agent.py
from shop.model import ask ⟵


def answer():
    return ask()
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- README.md
# Splitter
A production-ready library that splits texts.
//- splitter.py
def split(text):
    return text.split(' ')
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "//- README.md\nA production-ready platform of agents. ⟵\n//- core/service.py\nclass LLMService:\n    pass\n",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "//- README.md\nThe shop is not production ready. Production starts when the kitchen is ready.\n//- main.py\nSTATUS = 'production ready'\n",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "\"production ready\", \"produktionsklar\" in documents",
    "syntax errors, unresolved imports and secrets in production files",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let said = claims(repo, &|words| {
        is_followed(words, &["production"], 1, &["ready"])
            || words.iter().any(|word| {
                matches!(word.as_str(), "produktionsklar" | "produktionsklart" | "produktionsredo")
            })
    });
    if said.is_empty() {
        let reason = Text::fixed(
            "No document calls the system ready for production.",
            "Inget dokument kallar systemet produktionsklart.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    if repo.production_code().next().is_none() {
        let reason = Text::fixed(
            "No production code that could contradict the claim was found.",
            "Ingen produktionskod som kunde motsäga påståendet hittades.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let mut against = faults(repo);
    if against.is_empty() && !has_system(repo) && !names_system(repo) {
        let reason = Text::fixed(
            "What is called ready for production is no system of agents: none is named in the code.",
            "Det som kallas produktionsklart är inget agentsystem: inget sådant nämns i koden.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    if against.is_empty() && !has_system(repo) {
        let nothing = Text::fixed(
            "Nothing in the repository starts, and nothing calls a model",
            "Inget i repot går att starta, och inget anropar någon modell",
        );
        against.extend(said.iter().map(|claim| (claim.place.clone(), nothing.clone())));
    }
    for claim in &said {
        let id = format!("{}:{}", claim.place.path, claim.place.line);
        if against.is_empty() {
            tally.holds(&id, &claim.text, Some(claim.place.clone()));
        } else {
            tally.misses(&id, &claim.text, Some(claim.place.clone()));
            let what = Text::made(format!("Claims: {}", claim.text), format!("Påstår: {}", claim.text));
            tally.supports(claim.place.clone(), Grade::Mentioned, what);
        }
    }
    let faults = against.len();
    for (place, what) in against {
        tally.speaks_against(place, Grade::Wired, what);
    }
    let claimed = said.len();
    tally.verdict(Text::made(
        format!("Documents call the system ready for production in {}; against it stand {} in production files.", counted(claimed, "place", "places"), counted(faults, "fault", "faults")),
        format!("Dokumenten kallar systemet produktionsklart på {}; {faults} fel i produktionsfiler säger något annat.", counted(claimed, "ställe", "ställen")),
    ))
}

/// Whether there is anything that could be ready: something that starts and loads, and a model that it calls.
fn has_system(repo: &RepoFacts) -> bool {
    let starts = repo.resolution().entry_points.iter().any(|path| repo.is_live(path));
    starts && !repo.population().call_sites.is_empty()
}

/// Whether production code defines something that is called after agents or models, whatever it does.
fn names_system(repo: &RepoFacts) -> bool {
    const NAMES: &[&str] = &["agent", "agents", "assistant", "llm", "llms"];
    repo.production_code()
        .any(|(_, module)| module.definitions.iter().any(|definition| has_word(&definition.name, NAMES)))
}

/// What no system that is ready has, by place.
fn faults(repo: &RepoFacts) -> BTreeMap<Place, Text> {
    let mut found = BTreeMap::new();
    for (path, file) in repo.files().filter(|(_, file)| is_effective(file.role)) {
        for problem in file
            .problems
            .iter()
            .filter(|problem| problem.kind == ProblemKind::SyntaxError && file.module.is_some())
        {
            let place = RepoFacts::place(path, Lines::at(problem.line.unwrap_or(1)));
            found.insert(
                place,
                Text::made(format!("{path} does not parse"), format!("{path} går inte att tolka")),
            );
        }
        for secret in file.secrets.iter().filter(|secret| secret.context == SecretContext::Live) {
            let what = Text::fixed("A secret stands in clear text", "En hemlighet står i klartext");
            found.insert(RepoFacts::place(path, Lines::at(secret.line)), what);
        }
    }
    let missing = repo.resolution().unresolved.iter().filter(|one| !one.is_tolerated);
    for one in missing.filter(|one| repo.file(&one.place.path).is_some_and(|file| is_effective(file.role))) {
        let name = &one.missing;
        let what = Text::made(
            format!("{name} is imported, and is not there"),
            format!("{name} importeras men finns inte"),
        );
        found.insert(RepoFacts::place(&one.place.path, Lines::at(one.place.line)), what);
    }
    found
}
