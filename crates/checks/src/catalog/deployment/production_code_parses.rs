//! No file of production code has a syntax error.

use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::{FileRole, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, ProblemKind, Role, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 1),
    role: Role::Supporting,
    claim: Text::fixed(
        "All production code follows the grammar of its language",
        "All produktionskod följer språkets grammatik",
    ),
    gap_title: Text::fixed("Production code with syntax errors", "Produktionskod med syntaxfel"),
    why: Text::fixed(
        "A file with a syntax error cannot be loaded: an image that holds it starts without that part, or not at all.",
        "En fil med syntaxfel går inte att ladda. En avbild som innehåller den startar utan den delen, eller inte alls.",
    ),
    fix: Text::fixed(
        "Correct the lines that are listed, and let the pipeline compile all code before it builds (`python -m compileall -q .`).",
        "Rätta raderna i listan och låt bygget kompilera all kod innan det går vidare (`python -m compileall -q .`).",
    ),
    limits: Text::fixed(
        "Only Python is parsed, by the grammar of its newest version.",
        "Bara Python tolkas, enligt grammatiken i den nyaste versionen.",
    ),
    consequence: Consequence::C2,
    effort: effort((50, 100, 250), (50, 100, 250), Text::fixed("file", "fil")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes("//- main.py\nif __name__ == '__main__':\n    print('hello')\n"),
        Example::fails(
            "//- main.py\nimport agent\n\nprint(agent.answer())\n//- agent.py\ndef answer():\n    return 'a' 'b' c ⟵\n",
        ),
        Example::fails(
            "//- main.py\nif __name__ == '__main__':\n    print('hello')\n//- old/agent.py\ndef answer(: ⟵\n    pass\n",
        ),
        Example::lookalike(
            Outcome::Pass,
            "//- main.py\nTEXT = 'def answer(:'  # def answer(:\nif __name__ == '__main__':\n    print(TEXT)\n//- tests/broken.py\ndef answer(:\n    pass\n",
        ),
        Example::lookalike(Outcome::NotApplicable, "//- README.md\n```python\ndef answer(:\n```\n"),
    ],
    judge,
};

const SIGNALS: &[&str] = &["syntax errors of the parser in production code"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let (mut parsed, mut broken) = (0u32, 0u32);
    for (path, file) in repo.files_as(FileRole::Production) {
        let Some(module) = &file.module else { continue };
        if module.is_parsed {
            parsed = parsed.saturating_add(1);
            if repo.resolution().entry_points.contains(path) {
                let what = Text::made(
                    format!("{path} parses, and starts the system"),
                    format!("{path} går att tolka och startar systemet"),
                );
                tally.supports(RepoFacts::place(path, Lines::at(1)), Grade::Wired, what);
            }
            continue;
        }
        broken = broken.saturating_add(1);
        let line =
            file.problems.iter().filter(|one| one.kind == ProblemKind::SyntaxError).find_map(|one| one.line);
        let what = Text::made(format!("{path} does not parse"), format!("{path} går inte att tolka"));
        tally.speaks_against(RepoFacts::place(path, Lines::at(line.unwrap_or(1))), Grade::Wired, what);
    }
    let of = parsed.saturating_add(broken);
    let summary = Text::made(
        format!("{parsed} of {of} files of production code parse."),
        format!("{parsed} av {of} filer med produktionskod går att tolka."),
    );
    if broken > 0 {
        // One such file is grave whatever the others are like, so the question is asked of the whole.
        return Verdict { is_always_critical: true, ..tally.concluded(Outcome::Fail, summary) };
    }
    if of == 0 || repo.resolution().entry_points.is_empty() {
        let reason = Text::fixed(
            "No production code that something starts was found in a language that is parsed.",
            "Ingen produktionskod som något startar hittades i ett språk som tolkas.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    tally.concluded(Outcome::Pass, summary)
}
