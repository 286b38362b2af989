//! What pipelines run: the commands of GitHub Actions, GitLab CI, Azure Pipelines, CircleCI, Bitbucket, Buildkite and CodeBuild.

use super::pipelines::is_pipeline;
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Key, Node};
use beredd_facts::identifier::has_word;
use beredd_model::{Lines, Place, RepoPath};

/// A command of a pipeline, one line of it.
#[derive(Clone, Debug)]
pub(crate) struct Command<'a> {
    /// The line of the command, or of the step it belongs to.
    pub(crate) place: Place,
    /// As written, blanks trimmed.
    pub(crate) text: &'a str,
    /// Whether the pipeline runs by itself, on a push, a merge request or a timer; not only when someone asks for it.
    pub(crate) is_automatic: bool,
    /// Whether its failure stops the pipeline.
    pub(crate) is_binding: bool,
    /// Whether a key to a model is in its environment.
    pub(crate) has_model_key: bool,
}

/// Every command of every pipeline, in order of files and lines.
pub(crate) fn commands(repo: &RepoFacts) -> Vec<Command<'_>> {
    let mut found = Vec::new();
    for (path, file) in repo.files().filter(|(path, _)| is_pipeline(path)) {
        for document in &file.config {
            let context = Context {
                path,
                is_automatic: is_automatic(document),
                is_binding: true,
                has_model_key: has_model_key(document),
                is_off: false,
            };
            collect(document, context, &mut found);
        }
    }
    found
}

#[derive(Clone, Copy)]
struct Context<'a> {
    path: &'a RepoPath,
    is_automatic: bool,
    is_binding: bool,
    has_model_key: bool,
    is_off: bool,
}

fn collect<'a>(node: &'a Node, context: Context<'a>, found: &mut Vec<Command<'a>>) {
    let here = Context {
        is_binding: context.is_binding
            && !is_true(node, &["continue-on-error", "allow_failure", "continueOnError"]),
        has_model_key: context.has_model_key || has_model_key(node),
        is_off: context.is_off
            || node.get("if").and_then(Node::scalar) == Some("false")
            || node.get("when").and_then(Node::scalar) == Some("never"),
        is_automatic: context.is_automatic && node.get("when").and_then(Node::scalar) != Some("manual"),
        ..context
    };
    if here.is_off {
        return;
    }
    for (key, member) in node.members() {
        match key.text.as_str() {
            "run" | "script" | "bash" | "command" | "commands" | "before_script" | "after_script"
            | "pwsh" => {
                take(member, here, found);
            }
            "on" | "env" | "environment" | "variables" | "with" => {}
            _ => collect(member, here, found),
        }
    }
    for item in node.items() {
        collect(item, here, found);
    }
}

fn take<'a>(node: &'a Node, context: Context<'a>, found: &mut Vec<Command<'a>>) {
    if let Some(text) = node.scalar() {
        let lines: Vec<&str> = text.lines().collect();
        // A block of text begins on the line below its key; a flow scalar on its own.
        let is_block = lines.len() > 1;
        for (line, offset) in lines.into_iter().zip(0u32..) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let at = if is_block { node.line.saturating_add(offset).min(node.end_line) } else { node.line };
            found.push(Command {
                place: RepoFacts::place(context.path, Lines::at(at)),
                text: line,
                is_automatic: context.is_automatic,
                is_binding: context.is_binding && !is_softened(line),
                has_model_key: context.has_model_key,
            });
        }
        return;
    }
    for item in node.items() {
        take(item, context, found);
    }
    for (key, member) in node.members() {
        if key.text == "command" {
            take(member, context, found);
        }
    }
}

fn is_softened(line: &str) -> bool {
    line.ends_with("|| true") || line.ends_with("|| :") || line.ends_with("|| exit 0")
}

fn is_true(node: &Node, keys: &[&str]) -> bool {
    keys.iter().any(|key| node.get(key).and_then(Node::scalar) == Some("true"))
}

/// A workflow of GitHub says what starts it; pipelines of others run on every push unless they say otherwise.
fn is_automatic(document: &Node) -> bool {
    const BY_ITSELF: &[&str] =
        &["push", "pull_request", "pull_request_target", "merge_group", "schedule", "workflow_call"];
    let Some(on) = document.get("on").or_else(|| document.get("true")) else { return true };
    let names = on.members().iter().map(|(key, _)| key.text.as_str());
    let items = on.items().iter().filter_map(Node::scalar);
    names.chain(items).chain(on.scalar()).any(|name| BY_ITSELF.contains(&name))
}

fn has_model_key(node: &Node) -> bool {
    const OWNERS: &[&str] = &[
        "openai",
        "anthropic",
        "azure",
        "gemini",
        "google",
        "mistral",
        "cohere",
        "groq",
        "bedrock",
        "aws",
        "llm",
        "openrouter",
        "huggingface",
    ];
    let is_key = |(key, value): &(Key, Node)| {
        has_word(&key.text, OWNERS)
            && has_word(&key.text, &["key", "token", "secret"])
            && value.scalar().is_some_and(|value| value.contains("secrets.") || value.contains('$'))
    };
    ["env", "environment", "variables"]
        .iter()
        .filter_map(|key| node.get(key))
        .any(|env| env.members().iter().any(is_key))
}

/// Programs that run a suite of tests, as a command begins.
const RUNNERS: &[&str] = &[
    "pytest",
    "python -m pytest",
    "python3 -m pytest",
    "python -m unittest",
    "tox",
    "nox",
    "hatch run test",
    "hatch test",
    "rye test",
    "coverage run -m pytest",
    "make test",
    "make tests",
    "make check",
    "just test",
    "npm test",
    "npm run test",
    "pnpm test",
    "pnpm run test",
    "yarn test",
    "npx vitest",
    "npx jest",
    "vitest",
    "jest",
    "go test",
    "cargo test",
    "cargo nextest",
    "mvn test",
    "mvn verify",
    "./mvnw test",
    "./mvnw verify",
    "gradle test",
    "./gradlew test",
    "dotnet test",
    "docker compose run",
    "docker-compose run",
    "bun test",
    "deno test",
];

/// Whether a command runs a suite of tests.
pub(crate) fn runs_tests(command: &str) -> bool {
    parts(command).any(|part| {
        RUNNERS.iter().any(|runner| begins_with(part, runner))
            && (!part.contains("compose run") || has_word(part, &["test", "tests", "pytest"]))
            && !part.contains("--collect-only")
            && !part.contains("--version")
    })
}

/// The single commands of a line, variables set in front of them and `time`, `sudo`, `exec` taken away.
pub(crate) fn parts(command: &str) -> impl Iterator<Item = &str> {
    command.split(['&', ';', '|']).map(str::trim).filter(|part| !part.is_empty()).map(|part| {
        let mut rest = part;
        while let Some((first, behind)) = rest.split_once(' ') {
            let is_assignment = first.contains('=') && !first.starts_with('-');
            if !is_assignment && !matches!(first, "time" | "sudo" | "exec" | "env" | "xvfb-run") {
                break;
            }
            rest = behind.trim_start();
        }
        launched(rest).unwrap_or(rest)
    })
}

/// What a manager of environments is asked to run, its own options passed over: `uv run --group dev tox` runs `tox`.
fn launched(command: &str) -> Option<&str> {
    // Source: `uv help run`, `poetry run --help`, `pdm run --help`, 2025-11.
    const LAUNCHERS: &[&str] =
        &["pdm run", "pipenv run", "pixi run", "poetry run", "rye run", "uv run", "uvx", "uv tool run"];
    const WITH_VALUES: &[&str] = &[
        "--directory",
        "--env-file",
        "--environment",
        "--extra",
        "--from",
        "--group",
        "--index",
        "--no-group",
        "--only-group",
        "--package",
        "--project",
        "--python",
        "--with",
        "--with-requirements",
        "-C",
        "-P",
        "-e",
        "-p",
    ];
    let launcher = LAUNCHERS.iter().find(|launcher| begins_with(command, launcher))?;
    let mut rest = command.get(launcher.len()..)?.trim_start();
    while rest.starts_with('-') {
        let (option, behind) = rest.split_once(char::is_whitespace)?;
        rest = behind.trim_start();
        if WITH_VALUES.contains(&option) {
            rest = rest.split_once(char::is_whitespace)?.1.trim_start();
        }
    }
    (!rest.is_empty()).then_some(rest)
}

/// Whether a command begins with these words.
pub(crate) fn begins_with(command: &str, words: &str) -> bool {
    command.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suite_is_known_by_how_the_command_begins() {
        for command in [
            "pytest -q",
            "OPENAI_API_KEY= python -m pytest tests",
            "cd api && uv run pytest",
            "npm run test:unit",
            "make test",
            "uv run --locked --no-default-groups --group dev tox run",
            "poetry run python -m pytest",
            "uvx --with tox-uv tox -e py312",
        ] {
            assert!(runs_tests(command), "{command}");
        }
        for command in [
            "pip install pytest",
            "echo pytest",
            "pytest --version",
            "docker compose run web",
            "mypytest",
            "uv run --with pytest ruff check",
        ] {
            assert!(!runs_tests(command), "{command}");
        }
    }
}
