//! Commands that run a suite of tests, by what they begin with.

use super::shell::{begins_with, pieces};
use beredd_facts::identifier::has_word;

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

/// Programs whose argument `test`, with or without more behind a colon, runs a suite.
const SCRIPT_RUNNERS: &[&str] = &["bun", "lerna", "npm", "nx", "pnpm", "rush", "turbo", "yarn"];

/// Builders whose argument is a phase or a task, and the ones that run a suite.
const BUILDERS: &[&str] = &["gradle", "gradlew", "mvn", "mvnw", "sbt"];
const PHASES: &[&str] = &["check", "integration-test", "test", "verify"];

/// Programs that do nothing else, or whose first word says so.
const SUITES: &[&str] = &[
    "ava",
    "ctest",
    "gotestsum",
    "karma start",
    "mix test",
    "mocha",
    "node --test",
    "pest",
    "phpunit",
    "playwright test",
    "rake test",
    "rspec",
    "swift test",
];

/// Whether a command runs a suite of tests.
pub(crate) fn runs_tests(command: &str) -> bool {
    let command = with_plain_programs(command);
    pieces(&command).any(|part| {
        if is_test_task(part) {
            return true;
        }
        RUNNERS.iter().any(|runner| begins_with(part, runner))
            && (!part.contains("compose run") || has_word(part, &["test", "tests", "pytest"]))
            && !part.contains("--collect-only")
            && !part.contains("--version")
    })
}

/// Programs that stand in a variable of their name, by the convention of make: `$(PYTHON) -m pytest`, `${{ env.CARGO }} test`.
fn with_plain_programs(command: &str) -> String {
    let of = |start: &str, end: &str| {
        let (name, rest) = command.strip_prefix(start)?.split_once(end)?;
        let name = name.trim();
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
        is_name.then(|| format!("{}{rest}", name.to_lowercase()))
    };
    of("${{ env.", "}}")
        .or_else(|| of("$(", ")"))
        .or_else(|| of("${", "}"))
        .unwrap_or_else(|| command.to_owned())
}

/// `pnpm -r test`, `./mvnw -B verify`, `npx playwright test`.
fn is_test_task(part: &str) -> bool {
    const STARTERS: &[&str] =
        &["bunx", "npx", "npm exec", "pnpm exec", "pnpm dlx", "yarn", "bundle exec", "vendor/bin", "php"];
    const INSTALLS: &[&str] = &["add", "ci", "create", "dlx", "exec", "i", "install", "link"];
    let mut words = part.split_whitespace();
    let Some(first) = words.next() else { return false };
    let program = first.rsplit('/').next().unwrap_or(first);
    let program = program.strip_suffix(".cmd").unwrap_or(program);
    let rest: Vec<&str> = words.collect();
    let is_script = || {
        let asked = rest.iter().find(|word| !word.starts_with('-'));
        SCRIPT_RUNNERS.contains(&program)
            && asked.is_none_or(|word| !INSTALLS.contains(word))
            && rest.iter().any(|word| *word == "test" || word.starts_with("test:"))
    };
    let is_phase = || {
        let last = |word: &str| word.rsplit(':').next().unwrap_or_default().to_owned();
        BUILDERS.contains(&program) && rest.iter().any(|word| PHASES.contains(&last(word).as_str()))
    };
    let suite = std::iter::once(program).chain(rest.iter().copied()).collect::<Vec<_>>().join(" ");
    let behind = STARTERS.iter().find_map(|starter| part.strip_prefix(starter)).map(str::trim_start);
    let is_suite = || {
        [Some(suite.as_str()), behind]
            .into_iter()
            .flatten()
            .any(|command| SUITES.iter().any(|runner| begins_with(command, runner)))
    };
    !part.contains("--version") && (is_script() || is_phase() || is_suite())
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
            "pnpm -r test",
            "turbo run test --filter=web",
            "./mvnw -B -q verify",
            "./gradlew :app:test",
            "npx playwright test",
            "bundle exec rspec spec",
            "${{ env.CARGO }} test --verbose",
            "$(PYTHON) -m pytest tests",
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
            "npm install test",
            "mvn -B package",
            "npx playwright install",
            "yarn lint",
        ] {
            assert!(!runs_tests(command), "{command}");
        }
    }
}
