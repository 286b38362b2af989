//! Every service has a recipe that builds its image, so that what was tested is what runs.

use crate::shared::deployed::{is_deployed, nothing_deployed};
use crate::shared::{Tally, effort, is_effective};
use crate::{Check, Example};
use beredd_facts::fact::{Dockerfile, Instruction};
use beredd_facts::{RepoFacts, Service, ServiceKind};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, RepoPath, Role, SubjectKind,
    Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 1),
    role: Role::Decisive,
    claim: Text::fixed(
        "Every service has an image that is built here",
        "Varje tjänst har en avbild som byggs här",
    ),
    gap_title: Text::fixed("Services have no image of their own", "Tjänster saknar en egen avbild"),
    why: Text::fixed(
        "A service that is installed by hand differs between test and production, cannot be scaled by starting another, and cannot \
         be rolled back to yesterday's.",
        "En tjänst som installeras för hand skiljer sig mellan test och produktion, kan inte skalas genom att starta en till och går \
         inte att backa till gårdagens.",
    ),
    fix: Text::fixed(
        "Write a Dockerfile for each service, in several stages, from a pinned base image, run as a user other than root, and build \
         it in the pipeline.",
        "Skriv en Dockerfil för varje tjänst, i flera steg, från en låst basavbild, kör som en annan användare än root och bygg den i \
         pipelinen.",
    ),
    limits: Text::fixed(
        "Whether the recipe builds is not tried; only that the files it copies are in the repository. Images that another repository \
         builds look as if they were missing.",
        "Om receptet går att bygga prövas inte, bara att filerna det kopierar finns i repot. Avbilder som byggs i ett annat repo ser \
         ut att saknas.",
    ),
    consequence: Consequence::C4,
    effort: effort((250, 500, 1000), (250, 500, 1000), Text::fixed("service", "tjänst")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- main.py
import uvicorn
from fastapi import FastAPI

app = FastAPI()

if __name__ == '__main__':
    uvicorn.run(app)
//- requirements.txt
fastapi==0.115.6
//- Dockerfile
FROM python:3.12-slim
COPY requirements.txt main.py ./
RUN pip install -r requirements.txt
CMD [\"python\", \"main.py\"]
",
        ),
        Example::partial(
            "\
//- api/main.py
print('api')
//- api/Dockerfile
FROM python:3.12-slim
COPY main.py ./
CMD [\"python\", \"main.py\"]
//- worker/Dockerfile
FROM python:3.12-slim
COPY worker.py ./ ⟵
CMD [\"python\", \"worker.py\"]
",
        ),
        Example::fails(
            "\
//- Dockerfile
FROM python:3.12-slim
COPY service ./service ⟵
CMD [\"python\", \"service/main.py\"]
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- README.md
Run `docker build -t bot .`

```dockerfile
FROM python:3.12-slim
```
//- .devcontainer/Dockerfile
FROM mcr.microsoft.com/devcontainers/python:3.12
//- main.py
import uvicorn
from fastapi import FastAPI

app = FastAPI()

if __name__ == '__main__':
    uvicorn.run(app)
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "Dockerfile, Containerfile",
    "Procfile, project.toml (buildpacks)",
    "Lambda functions packed by SAM or CDK",
    "applications, compose services, Kubernetes workloads",
    "sources of COPY and ADD",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Service, repo, SIGNALS);
    let recipes = recipes(repo);
    let services = &repo.population().services;
    for service in services {
        look_at(repo, service, &recipes, &mut tally);
    }
    let known = |path: &RepoPath| {
        services
            .iter()
            .any(|service| service.dockerfile.as_ref() == Some(path) || &service.place.path == path)
    };
    for (path, recipe) in recipes.iter().filter(|(path, _)| !known(path)) {
        judge_recipe(repo, path, recipe, (path.as_str(), path.as_str()), &mut tally);
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        return without(repo);
    }
    let missing = tally.missing_names(5);
    let tail = |word: &str| if missing.is_empty() { ".".to_owned() } else { format!("; {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} services have an image that is built here{}", tail("not so")),
        format!("{n} av {of} tjänster har en avbild som byggs här{}", tail("inte så")),
    ))
}

type Recipes<'a> = Vec<(&'a RepoPath, &'a Dockerfile)>;

fn recipes(repo: &RepoFacts) -> Recipes<'_> {
    repo.files()
        .filter(|(_, file)| is_effective(file.role))
        .filter_map(|(path, file)| Some((path, file.dockerfile.as_ref()?)))
        .collect()
}

fn look_at(repo: &RepoFacts, service: &Service, recipes: &Recipes<'_>, tally: &mut Tally) {
    let name = service.name.as_str();
    let id = format!("{}:{}", service.place.path, service.place.line);
    let own = match service.kind {
        ServiceKind::Dockerfile => Some(&service.place.path),
        _ => service.dockerfile.as_ref(),
    };
    if let Some((path, recipe)) = own.and_then(|own| recipes.iter().find(|(path, _)| *path == own)) {
        judge_recipe(repo, path, recipe, (&id, name), tally);
    } else if service.kind == ServiceKind::Function {
        let what =
            Text::made(format!("{name} is packed by its template"), format!("{name} paketeras av sin mall"));
        tally.supports(head(&service.place), Grade::Configured, what);
        tally.holds(&id, name, Some(head(&service.place)));
    } else if let Some(path) = buildpack_for(repo, &service.folder) {
        let what = Text::made(format!("A buildpack builds {name}"), format!("Ett buildpack bygger {name}"));
        tally.supports(RepoFacts::place(path, Lines::at(1)), Grade::Configured, what);
        tally.holds(&id, name, Some(head(&service.place)));
    } else {
        let what = Text::made(
            format!("{name} is a service, and nothing here builds an image for it"),
            format!("{name} är en tjänst, och inget här bygger en avbild för den"),
        );
        tally.speaks_against(head(&service.place), Grade::Wired, what);
        tally.misses(&id, name, Some(head(&service.place)));
    }
}

fn judge_recipe(
    repo: &RepoFacts,
    path: &RepoPath,
    recipe: &Dockerfile,
    (id, name): (&str, &str),
    tally: &mut Tally,
) {
    let dangling: Vec<(&Instruction, String)> = recipe
        .instructions
        .iter()
        .filter_map(|copy| Some((copy, missing_source(repo, path, copy)?)))
        .collect();
    let place = RepoFacts::place(path, recipe.stages.first().map_or(Lines::at(1), |stage| stage.lines));
    if recipe.stages.is_empty() {
        tally.misses(id, name, Some(place));
        return;
    }
    if dangling.is_empty() {
        tally.supports(
            place.clone(),
            Grade::Configured,
            Text::made(format!("{path} builds {name}"), format!("{path} bygger {name}")),
        );
        tally.holds(id, name, Some(place));
        return;
    }
    for (copy, source) in dangling {
        let what = Text::made(
            format!("{source} is copied into the image and is not in the repository"),
            format!("{source} kopieras in i avbilden men finns inte i repot"),
        );
        tally.speaks_against(RepoFacts::place(path, copy.lines), Grade::Configured, what);
    }
    tally.misses(id, name, Some(place));
}

/// The first source of a COPY or ADD that is neither beside the recipe, nor at the root, nor in a folder between them: builds may
/// start in any of these. Patterns, variables, addresses and other stages are not looked up, nor files that a build makes.
fn missing_source(repo: &RepoFacts, path: &RepoPath, copy: &Instruction) -> Option<String> {
    if !matches!(copy.keyword.as_str(), "COPY" | "ADD")
        || copy.arguments.contains("--from=")
        || copy.arguments.contains("<<")
    {
        return None;
    }
    let cleaned = copy.arguments.replace(['[', ']', '"', ','], " ");
    let words: Vec<&str> = cleaned.split_whitespace().filter(|word| !word.starts_with("--")).collect();
    let (_, sources) = words.split_last()?;
    let is_literal = |source: &&&str| !source.contains(['*', '?', '$', ':']) && !is_made_by_build(source);
    sources
        .iter()
        .filter(is_literal)
        .find(|source| !is_there(repo, path, source))
        .map(|source| (*source).to_owned())
}

/// Folders that builds write, and lock files, which are not read.
fn is_made_by_build(source: &str) -> bool {
    const MADE: &[&str] = &["bin", "build", "dist", "out", "publish", "target"];
    let first = source.trim_start_matches("./").split('/').next().unwrap_or_default();
    MADE.contains(&first)
        || source.contains("lock")
        || source.ends_with(".sum")
        || source.ends_with(".jar")
        || source.ends_with(".whl")
}

fn is_there(repo: &RepoFacts, path: &RepoPath, source: &str) -> bool {
    let bare = source.trim_start_matches("./").trim_start_matches('/').trim_end_matches('/');
    if bare.is_empty() || bare == "." || bare.contains("..") {
        return true;
    }
    let mut folder = path.folder();
    loop {
        let wanted = if folder.is_empty() { bare.to_owned() } else { format!("{folder}/{bare}") };
        if repo.files().any(|(path, _)| path.as_str() == wanted || path.is_in(&wanted)) {
            return true;
        }
        if folder.is_empty() {
            return false;
        }
        folder = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
    }
}

fn buildpack_for<'a>(repo: &'a RepoFacts, folder: &str) -> Option<&'a RepoPath> {
    repo.files().map(|(path, _)| path).find(|path| {
        matches!(path.file_name(), "Procfile" | "project.toml")
            && (path.folder().is_empty() || path.folder() == folder)
    })
}

/// Agents that nothing serves still run somewhere: in a program that has no image.
fn without(repo: &RepoFacts) -> Verdict {
    if !is_deployed(repo) || repo.resolution().entry_points.is_empty() {
        return nothing_deployed(repo, SIGNALS);
    }
    let mut tally = Tally::of(SubjectKind::Service, repo, SIGNALS);
    for path in repo.resolution().entry_points.iter().take(20) {
        tally.misses(path.as_str(), path.as_str(), Some(RepoFacts::place(path, Lines::at(1))));
    }
    tally.verdict(Text::fixed(
        "Programs start here, but no file builds an image of them.",
        "Här finns program som startar, men ingen fil bygger en avbild av dem.",
    ))
}

fn head(place: &Place) -> Place {
    Place { end_line: place.line, ..place.clone() }
}
