//! Commands and imports in documents name files, modules and scripts that are there.

use crate::shared::documents::{commands_in, manuals};
use crate::shared::named_things::{Inventory, Named, named_in_command, named_in_python};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};
use std::collections::BTreeSet;

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Documentation, 3),
    role: Role::Supporting,
    claim: Text::fixed(
        "Commands in documents name what exists",
        "Kommandon i dokumenten nämner sådant som finns",
    ),
    gap_title: Text::fixed(
        "Documents tell people to run what does not exist",
        "Dokumenten ber folk köra sådant som inte finns",
    ),
    why: Text::fixed(
        "Whoever follows the guide stops at the first command that fails, and during an outage nobody has time to guess what was \
         meant.",
        "Den som följer guiden stannar vid första kommandot som inte går, och under ett driftstopp hinner ingen gissa vad som \
         menades.",
    ),
    fix: Text::fixed(
        "Correct the commands that are listed or add the files they name; run the guide's commands in the pipeline so that they \
         cannot rot.",
        "Rätta kommandona i listan eller lägg till filerna de nämner. Kör guidens kommandon i bygget så att de inte kan ruttna.",
    ),
    limits: Text::fixed(
        "Only what is certain is looked up: files with known names, first-party Python modules and the names taken from them, npm \
         scripts, and make and compose when the file they need is missing altogether. Imports of other languages in a document, \
         targets inside a Makefile and names with placeholders are not checked.",
        "Bara det som går att veta säkert slås upp: filer med kända namn, egna Pythonmoduler och namnen som hämtas ur dem, npm-skript \
         samt make och compose när filen de behöver saknas helt. Importer i andra språk i ett dokument, mål inuti en Makefile och namn \
         med platshållare kontrolleras inte.",
    ),
    consequence: Consequence::C5,
    effort: effort((50, 100, 250), (25, 50, 100), Text::fixed("name", "namn")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- README.md
```bash
pip install -r requirements.txt
python -m shop.main
uvicorn shop.main:app
```
```python
from shop.main import app
import openai
```
//- requirements.txt
openai
//- shop/main.py
app = 1
//- shop/__init__.py
",
        ),
        Example::partial(
            "\
//- docs/run.md
```bash
# start everything
docker compose up -d ⟵
python run.py
npm run dev ⟵
```
//- run.py
print(1)
",
        ),
        Example::fails(
            "\
//- README.md
```sh
make deploy ENV=dev ⟵
cd shop && python server.py ⟵
```
```python
from shop.agents import OfferAgent ⟵
```
//- shop/__init__.py
//- shop/main.py
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- README.md
Run `python missing.py`, or:

```bash
python path/to/your_agent.py
source venv/bin/activate
echo python missing.py
cat > made.py <<'END'
python missing.py
END
kubectl apply -f https://example.org/missing.yaml
```
```python
from redis.asyncio import Redis
```
//- deploy/redis/redis.py
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "python, uvicorn, pytest, pip -r, bash, docker compose, kubectl -f, make, npm run in blocks of shell commands",
    "import and from in blocks of Python",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let inventory = Inventory::new(repo);
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for (path, document) in manuals(repo) {
        // The same name twice in a document is one thing to correct.
        let mut seen: BTreeSet<Named> = BTreeSet::new();
        for block in &document.code_blocks {
            let in_commands = commands_in(block).into_iter().flat_map(|(line, command)| {
                named_in_command(&command).into_iter().map(move |named| (line, named))
            });
            for (line, named) in in_commands.chain(named_in_python(block)) {
                let Some(is_there) = inventory.has(&named) else { continue };
                if !seen.insert(named.clone()) {
                    continue;
                }
                let place = RepoFacts::place(path, Lines::at(line));
                let written = named.written();
                let id = format!("{path}:{line}:{written}");
                if is_there {
                    tally.holds(&id, &written, Some(place.clone()));
                    let what = Text::made(format!("{written} is there"), format!("{written} finns"));
                    tally.supports(place, Grade::Configured, what);
                } else {
                    tally.misses(&id, &written, Some(place.clone()));
                    tally.speaks_against(place, Grade::Configured, missing(&named));
                }
            }
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason = Text::fixed(
            "No document has a command or an import whose names can be looked up.",
            "Inget dokument har ett kommando eller en import vars namn går att slå upp.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let (mut en, mut sv) = (
        format!("{n} of {of} things that commands and imports in documents name are there."),
        format!("{n} av {of} saker som kommandon och importer i dokumenten nämner finns."),
    );
    if n < of {
        let missing = tally.missing_names(5);
        en.push_str(&format!(" Not there: {missing}."));
        sv.push_str(&format!(" Finns inte: {missing}."));
    }
    tally.verdict(Text::made(en, sv))
}

fn missing(named: &Named) -> Text {
    let written = named.written();
    match named {
        Named::File(_) => Text::made(
            format!("No file {written} is in the repository"),
            format!("Filen {written} finns inte i repot"),
        ),
        Named::Module(_) => Text::made(
            format!("No module {written} is in the repository"),
            format!("Modulen {written} finns inte i repot"),
        ),
        Named::Symbol(module, name) => Text::made(
            format!("{module} has no {name}, or is not there itself"),
            format!("{module} innehåller inget {name}, eller finns inte alls"),
        ),
        Named::Script(script) => Text::made(
            format!("No package.json has a script {script}"),
            format!("Ingen package.json har något skript {script}"),
        ),
        Named::Target(target) => Text::made(
            format!("make {target} needs a Makefile, and there is none"),
            format!("make {target} kräver en Makefile, och det finns ingen"),
        ),
        Named::Compose => Text::fixed(
            "The command needs a compose file under one of its standard names, and there is none",
            "Kommandot kräver en compose-fil med ett av standardnamnen, och det finns ingen",
        ),
    }
}
