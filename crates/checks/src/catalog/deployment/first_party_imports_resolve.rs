//! Every import of the repository's own code leads to code that is there.

use crate::shared::{Tally, counted, effort, is_effective, not_applicable};
use crate::{Check, Example};
use beredd_facts::{RepoFacts, Unresolved};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, RepoPath, Role, SubjectKind, Text,
    Verdict,
};
use std::collections::BTreeSet;

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 1),
    role: Role::Supporting,
    claim: Text::fixed(
        "Imports of the repository's own code resolve",
        "Importer av repots egen kod leder rätt",
    ),
    gap_title: Text::fixed(
        "Production code imports what does not exist",
        "Produktionskod importerar sådant som inte finns",
    ),
    why: Text::fixed(
        "A module whose import fails cannot be loaded, and neither can anything that needs it. Where the import is caught, the \
         system runs on with that part missing and tells nobody.",
        "En modul vars import misslyckas går inte att ladda, och inte heller något som behöver den. Där importen fångas går systemet \
         vidare utan den delen och säger inget om det.",
    ),
    fix: Text::fixed(
        "Add the modules that are missing or correct the imports; then start every entry point in the pipeline (`python -c \"import \
         …\"`) so that a module that went missing stops the build.",
        "Lägg till modulerna som saknas eller rätta importerna. Starta sedan varje ingång i bygget (`python -c \"import …\"`) så att \
         en saknad modul stoppar bygget.",
    ),
    limits: Text::fixed(
        "Imports of Python, TypeScript and JavaScript are followed; those of Go, Java, Kotlin, C#, Rust, PHP and Ruby are left to \
         their compilers and loaders. Code that changes the search path while it runs, and modules made during the build, may be \
         taken for missing.",
        "Importer i Python, TypeScript och JavaScript följs; de i Go, Java, Kotlin, C#, Rust, PHP och Ruby lämnas åt sina kompilatorer \
         och laddare. Kod som ändrar sökvägen under körning, och moduler som skapas vid bygget, kan felaktigt räknas som saknade.",
    ),
    consequence: Consequence::C2,
    effort: effort((100, 250, 500), (50, 125, 250), Text::fixed("module", "modul")),
    after: &["deployment/production-code-parses"],
    standards: &[],
    examples: &[
        Example::passes(
            "//- main.py\nfrom shop.agent import answer\n\nif __name__ == '__main__':\n    print(answer())\n//- shop/__init__.py\n//- shop/agent.py\ndef answer():\n    return 'yes'\n",
        ),
        Example::partial(
            "\
//- main.py
from shop.agent import answer

try:
    from shop.model import ask ⟵
except ImportError:
    ask = None

print(answer())
//- shop/__init__.py
//- shop/agent.py
def answer():
    return 'yes'
",
        ),
        Example::fails(
            "\
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
            Outcome::Pass,
            "\
//- main.py
import openai
from shop.agent import answer

# from shop.model import ask
if __name__ == '__main__':
    print(answer(), 'from shop.model import ask')
//- shop/__init__.py
//- shop/agent.py
def answer():
    return 'yes'
//- tests/test_agent.py
from shop.model import ask
",
        ),
        Example::lookalike(Outcome::NotApplicable, "//- README.md\nfrom shop.model import ask\n"),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["import and from … import of modules of the repository", "modules that cannot load because of them"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let is_started = !repo.resolution().entry_points.is_empty();
    if repo.production_code().next().is_none() || (!is_started && repo.resolution().unresolved.is_empty()) {
        let reason = Text::fixed(
            "No production code that something starts was found, so that its imports resolve proves nothing.",
            "Ingen produktionskod som något startar hittades, så att importerna leder rätt visar inget.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let resolution = repo.resolution();
    let missing: Vec<&Unresolved> = resolution
        .unresolved
        .iter()
        .filter(|one| repo.file(&one.place.path).is_some_and(|file| is_effective(file.role)))
        .collect();
    for one in &missing {
        let grade = if one.is_tolerated { Grade::Declared } else { Grade::Wired };
        let place = RepoFacts::place(&one.place.path, Lines::at(one.place.line));
        tally.speaks_against(place, grade, said(one));
    }
    let fatal: BTreeSet<&RepoPath> =
        missing.iter().filter(|one| !one.is_tolerated).map(|one| &one.place.path).collect();
    let files = u32::try_from(repo.production_code().count()).unwrap_or(u32::MAX);
    let broken: BTreeSet<&RepoPath> = missing.iter().map(|one| &one.place.path).collect();
    let broken_count = u32::try_from(broken.len()).unwrap_or(u32::MAX);
    if missing.is_empty() {
        let starts = resolution.entry_points.iter().filter(|path| repo.is_live(path));
        for path in starts.take(8) {
            let what = Text::made(
                format!("{path} loads, with everything it imports from here"),
                format!("{path} går att ladda med allt det importerar härifrån"),
            );
            tally.supports(RepoFacts::place(path, Lines::at(1)), Grade::Wired, what);
        }
        return tally.concluded(
            Outcome::Pass,
            Text::made(
                format!(
                    "All imports of the repository's own code resolve, in {}.",
                    counted(files, "file", "files")
                ),
                format!("Alla importer av repots egen kod leder rätt, i {}.", counted(files, "fil", "filer")),
            ),
        );
    }
    let summary = summary(repo, &missing);
    if !fatal.is_empty() {
        // One such module is grave whatever the others are like, so the question is asked of the whole.
        return Verdict { is_always_critical: true, ..tally.concluded(Outcome::Fail, summary) };
    }
    let mut verdict = tally.concluded(Outcome::Partial, summary);
    // At least one of the files is fine, or nothing here would be partly so.
    let of = files.max(broken_count.saturating_add(1));
    (verdict.n, verdict.of) = (of.saturating_sub(broken_count), of);
    verdict
}

fn said(one: &Unresolved) -> Text {
    let missing = &one.missing;
    match (one.is_name, one.is_tolerated) {
        (true, false) => Text::made(
            format!("{missing} is imported; the module is there, the name is not"),
            format!("{missing} importeras; modulen finns men inte namnet"),
        ),
        (false, false) => Text::made(
            format!("{missing} is imported, and is not in the repository"),
            format!("{missing} importeras men finns inte i repot"),
        ),
        (_, true) => Text::made(
            format!("{missing} is not in the repository; the code runs on without it"),
            format!("{missing} finns inte i repot; koden går vidare utan den"),
        ),
    }
}

fn summary(repo: &RepoFacts, missing: &[&Unresolved]) -> Text {
    let fatal = missing.iter().filter(|one| !one.is_tolerated).count();
    let tolerated = missing.len().saturating_sub(fatal);
    let dead = repo
        .resolution()
        .dead
        .keys()
        .filter(|path| repo.file(path).is_some_and(|file| is_effective(file.role)))
        .count();
    let names: BTreeSet<&str> = missing
        .iter()
        .filter(|one| !one.is_tolerated || fatal == 0)
        .map(|one| one.missing.as_str())
        .collect();
    let more = if names.len() > 4 { ", …" } else { "" };
    let names: Vec<&str> = names.into_iter().take(4).collect();
    let names = names.join(", ");
    Text::made(
        format!(
            "{} nowhere and {tolerated} are caught, so that {} cannot load: {names}{more}.",
            counted(
                fatal,
                "import of the repository's own code leads",
                "imports of the repository's own code lead"
            ),
            counted(dead, "module", "modules")
        ),
        format!(
            "{} av repots egen kod leder ingenstans och {tolerated} fångas, så att {} inte går att ladda: {names}{more}.",
            counted(fatal, "import", "importer"),
            counted(dead, "modul", "moduler")
        ),
    )
}
