//! Continuous integration and delivery: what the pipelines of GitHub, GitLab, Azure, CircleCI, Bitbucket, Buildkite, CodeBuild,
//! Cloud Build, Drone and Woodpecker do, and when.
//!
//! A step that runs `make test`, `npm run lint` or `./deploy.sh` does what that target or script does: the commands behind it are
//! steps of the same pipeline, and stand where they are written.

use super::is_effective;
use super::shell::{commands, is_command, launched};
use beredd_facts::fact::{Key, Node, ShellCommand};
use beredd_facts::identifier::has_word;
use beredd_facts::{RepoFacts, shell_commands};
use beredd_model::{Lines, Place, RepoPath};
use std::borrow::Cow;

/// One thing a pipeline does.
#[derive(Clone, Debug)]
pub(crate) struct Step<'a> {
    /// The file.
    pub(crate) path: &'a RepoPath,
    /// Where.
    pub(crate) lines: Lines,
    /// What it does.
    pub(crate) action: Action<'a>,
    /// Whether the pipeline runs by itself, on a push, a merge request or a timer; not only when someone asks for it.
    pub(crate) is_automatic: bool,
    /// Whether its failure stops the pipeline.
    pub(crate) is_binding: bool,
    /// Whether a key to a model is in its environment.
    pub(crate) has_model_key: bool,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Action<'a> {
    /// Runs commands of a shell: as the pipeline writes them, or one that they come down to.
    Runs(Cow<'a, str>),
    /// Uses someone's packaged action, task or pipe.
    Uses(&'a str),
}

/// One line that a step gives to a shell.
#[derive(Clone, Debug)]
pub(crate) struct CommandLine<'a> {
    /// The line, or the step it belongs to.
    pub(crate) place: Place,
    /// As written, blanks trimmed.
    pub(crate) text: Cow<'a, str>,
    /// As of [`Step`].
    pub(crate) is_automatic: bool,
    /// As of [`Step`], and nothing on the line swallows its failure.
    pub(crate) is_binding: bool,
    /// As of [`Step`].
    pub(crate) has_model_key: bool,
}

impl<'a> Step<'a> {
    /// Where it stands.
    pub(crate) fn place(&self) -> Place {
        RepoFacts::place(self.path, Lines::at(self.lines.start))
    }

    /// The commands it runs, each as its words.
    pub(crate) fn commands(&self) -> Vec<Vec<&str>> {
        match &self.action {
            Action::Runs(text) => commands(text),
            Action::Uses(_) => Vec::new(),
        }
    }

    /// Whether it runs this program with these words, next to each other, among its arguments.
    pub(crate) fn runs(&self, program: &str, arguments: &[&str]) -> bool {
        self.commands().iter().any(|words| is_command(words, program, arguments))
    }

    /// The lines it gives to a shell, without comments.
    fn command_lines(&self) -> Vec<CommandLine<'a>> {
        let text = match &self.action {
            Action::Runs(Cow::Borrowed(text)) => *text,
            Action::Runs(Cow::Owned(text)) => {
                return vec![self.command_line(self.lines.start, text.clone().into())];
            }
            Action::Uses(_) => return Vec::new(),
        };
        // A block of text begins on the line below its key; a flow scalar on its own.
        let is_block = text.lines().nth(1).is_some();
        let numbered = text.lines().map(str::trim).zip(0u32..);
        let said = numbered.filter(|(line, _)| !line.is_empty() && !line.starts_with('#'));
        said.map(|(text, offset)| {
            let below = self.lines.start.saturating_add(offset).min(self.lines.end);
            self.command_line(if is_block { below } else { self.lines.start }, text.into())
        })
        .collect()
    }

    fn command_line(&self, line: u32, text: Cow<'a, str>) -> CommandLine<'a> {
        CommandLine {
            place: RepoFacts::place(self.path, Lines::at(line)),
            is_automatic: self.is_automatic,
            is_binding: self.is_binding && !is_softened(&text),
            has_model_key: self.has_model_key,
            text,
        }
    }

    /// What the commands of the step come down to, beside themselves: recipes of make and just, scripts of packages and of shells.
    fn behind(&self, repo: &'a RepoFacts) -> Vec<Self> {
        let Action::Runs(text) = &self.action else { return Vec::new() };
        let mut found = Vec::new();
        for command in shell_commands(text, self.lines.start) {
            for (path, inner) in repo.expanded(self.path, &unwrapped(&command)).into_iter().skip(1) {
                let Some(path) = repo.kept_path(&path) else { continue };
                found.push(Step {
                    path,
                    lines: inner.lines,
                    action: Action::Runs(Cow::Owned(written(&inner))),
                    is_binding: self.is_binding && !command.is_tolerated && !inner.is_tolerated,
                    ..self.clone()
                });
            }
        }
        found
    }
}

/// What a manager of environments is asked to run: `bash test.sh` of `uv run bash test.sh`.
fn unwrapped(command: &ShellCommand) -> Cow<'_, ShellCommand> {
    let text = written(command);
    let inner = launched(&text).and_then(|run| shell_commands(run, command.lines.start).into_iter().next());
    inner.map_or(Cow::Borrowed(command), Cow::Owned)
}

/// A command as it would be written on a line.
fn written(command: &ShellCommand) -> String {
    let settings = command.environment.iter().map(|(name, value)| format!("{name}={}", quoted(value)));
    let words =
        std::iter::once(command.program.clone()).chain(command.arguments.iter().map(|word| quoted(word)));
    settings.chain(words.filter(|word| !word.is_empty())).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    let is_plain = !word.contains(|letter: char| letter.is_whitespace() || matches!(letter, '&' | ';' | '|'));
    if is_plain { word.to_owned() } else { format!("'{word}'") }
}

fn is_softened(line: &str) -> bool {
    line.ends_with("|| true") || line.ends_with("|| :") || line.ends_with("|| exit 0")
}

/// Every step of every pipeline of the repository, by place, and behind them what they come down to. Jobs that are switched off are left
/// out.
pub(crate) fn steps(repo: &RepoFacts) -> Vec<Step<'_>> {
    let mut found = Vec::new();
    for (path, file) in repo.files().filter(|(path, file)| is_effective(file.role) && is_pipeline(path)) {
        for document in &file.config {
            let conditions = Conditions {
                path,
                is_automatic: is_automatic(document),
                is_binding: true,
                has_model_key: has_model_key(document),
            };
            gather(document, conditions, &mut found);
        }
    }
    let behind: Vec<Step<'_>> = found.iter().flat_map(|step| step.behind(repo)).collect();
    found.extend(behind);
    found
}

/// Every line that a pipeline gives to a shell, in order of files and lines, and behind them those of targets and scripts that they run.
pub(crate) fn command_lines(repo: &RepoFacts) -> Vec<CommandLine<'_>> {
    steps(repo).iter().flat_map(Step::command_lines).collect()
}

/// Whether a path is where a known service looks for its pipeline.
pub(crate) fn is_pipeline(path: &RepoPath) -> bool {
    let text = path.as_str();
    (text.starts_with(".github/workflows/") && matches!(path.extension(), "yml" | "yaml"))
        || text.contains("/.github/workflows/")
        || text.contains(".gitlab-ci.y")
        || text.contains(".gitlab/ci/")
        || text.contains(".circleci/config.y")
        || text.contains(".buildkite/pipeline.y")
        || matches!(
            path.file_name(),
            "azure-pipelines.yml"
                | "azure-pipelines.yaml"
                | "bitbucket-pipelines.yml"
                | "buildspec.yml"
                | "buildspec.yaml"
                | "cloudbuild.yaml"
                | "cloudbuild.yml"
                | ".drone.yml"
                | ".woodpecker.yml"
        )
}

/// Keys whose text is given to a shell, in the services named above.
const RUNS: &[&str] =
    &["after_script", "bash", "before_script", "command", "commands", "powershell", "pwsh", "run", "script"];

/// Keys whose text names a packaged step.
const USES: &[&str] = &["pipe", "task", "uses"];

/// What holds for everything below a point of a pipeline.
#[derive(Clone, Copy)]
struct Conditions<'a> {
    path: &'a RepoPath,
    is_automatic: bool,
    is_binding: bool,
    has_model_key: bool,
}

fn gather<'a>(node: &'a Node, above: Conditions<'a>, found: &mut Vec<Step<'a>>) {
    let when = node.get("when").and_then(Node::scalar);
    let condition = node.get("if").and_then(Node::scalar).map(str::trim);
    if matches!(condition, Some("false" | "${{ false }}")) || when == Some("never") {
        return;
    }
    let here = Conditions {
        is_binding: above.is_binding
            && !is_true(node, &["continue-on-error", "allow_failure", "continueOnError"]),
        has_model_key: above.has_model_key || has_model_key(node),
        is_automatic: above.is_automatic && when != Some("manual"),
        ..above
    };
    for item in node.items() {
        gather(item, here, found);
    }
    for (key, value) in node.members() {
        match key.text.as_str() {
            "on" | "env" | "environment" | "variables" | "with" => {}
            name if RUNS.contains(&name) => take(value, here, |text| Action::Runs(text.into()), found),
            name if USES.contains(&name) => take(value, here, Action::Uses, found),
            _ => gather(value, here, found),
        }
    }
}

/// A text, a list of texts, or a block that holds them.
fn take<'a>(
    node: &'a Node,
    here: Conditions<'a>,
    action: fn(&'a str) -> Action<'a>,
    found: &mut Vec<Step<'a>>,
) {
    if let Some(text) = node.scalar() {
        found.push(Step {
            path: here.path,
            lines: Lines::new(node.line, node.end_line),
            action: action(text),
            is_automatic: here.is_automatic,
            is_binding: here.is_binding,
            has_model_key: here.has_model_key,
        });
    }
    for item in node.items() {
        take(item, here, action, found);
    }
    if !node.members().is_empty() {
        gather(node, here, found);
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_step_starts_is_part_of_the_pipeline() {
        let files = "//- Makefile
ci:
\tpython -m pytest tests
//- package.json
{\"scripts\": {\"validate\": \"npm run lint && npm run unit\", \"unit\": \"vitest run\", \"lint\": \"eslint .\"}}
//- scripts/cov.sh
bash scripts/test.sh --cov
//- scripts/test.sh
pytest -n auto tests
//- scripts/soft.sh
pytest || true
";
        let behind = |run: &str| -> Vec<(String, bool)> {
            let workflow = format!(
                "//- .github/workflows/ci.yml\non: push\njobs:\n  a:\n    steps:\n      - run: {run}\n"
            );
            let mut shard = beredd_facts::FactShard::default();
            for (path, text) in &beredd_testkit::fixture::parse(&format!("{files}{workflow}")).unwrap().files
            {
                shard.files.insert(path.clone(), beredd_facts::read_file(path, text.as_bytes()));
            }
            let repo = RepoFacts::new(shard);
            let lines = command_lines(&repo).into_iter().skip(1);
            lines.map(|line| (line.text.into_owned(), line.is_binding)).collect()
        };
        let runner = |run: &str| {
            behind(run)
                .into_iter()
                .find(|(text, _)| {
                    text.starts_with("pytest") || text.contains("-m pytest") || text.starts_with("vitest")
                })
                .unwrap()
        };
        assert_eq!(runner("make ci"), ("python -m pytest tests".to_owned(), true));
        assert_eq!(runner("npm run validate"), ("vitest run".to_owned(), true));
        assert_eq!(
            runner("uv run --no-sync bash scripts/cov.sh $OPTIONS"),
            ("pytest -n auto tests".to_owned(), true)
        );
        assert_eq!(runner("bash scripts/soft.sh"), ("pytest".to_owned(), false));
        assert_eq!(behind("echo make ci"), []);
    }
}
