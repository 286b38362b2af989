//! Steps of continuous integration and delivery, and the commands in them.

use super::is_effective;
use beredd_facts::RepoFacts;
use beredd_facts::fact::Node;
use beredd_model::{Lines, Place, RepoPath};

/// One thing a pipeline does.
pub(crate) struct Step<'a> {
    /// The file.
    pub(crate) path: &'a RepoPath,
    /// Where.
    pub(crate) lines: Lines,
    /// What it does.
    pub(crate) action: Action<'a>,
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action<'a> {
    /// Runs commands of a shell.
    Runs(&'a str),
    /// Uses someone's packaged action, task or pipe.
    Uses(&'a str),
}

impl<'a> Step<'a> {
    /// Where it stands.
    pub(crate) fn place(&self) -> Place {
        RepoFacts::place(self.path, Lines::at(self.lines.start))
    }

    /// The commands it runs, each as its words.
    pub(crate) fn commands(&self) -> Vec<Vec<&'a str>> {
        match self.action {
            Action::Runs(text) => commands(text),
            Action::Uses(_) => Vec::new(),
        }
    }

    /// Whether it runs this program with these words, next to each other, among its arguments.
    pub(crate) fn runs(&self, program: &str, arguments: &[&str]) -> bool {
        self.commands().iter().any(|words| is_command(words, program, arguments))
    }
}

/// Whether a command runs a program with these words, next to each other, among its arguments.
pub(crate) fn is_command(words: &[&str], program: &str, arguments: &[&str]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    let is_program = first.rsplit('/').next() == Some(program);
    is_program && (arguments.is_empty() || rest.windows(arguments.len()).any(|window| window == arguments))
}

/// The commands of a text for a shell: its lines, divided at `&&`, `||`, `;` and `|`, without comments, settings of variables
/// and `sudo`. Lines that end in a backslash go on.
pub(crate) fn commands(text: &str) -> Vec<Vec<&str>> {
    let mut commands = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with('#') {
            continue;
        }
        let (line, goes_on) = line.strip_suffix('\\').map_or((line, false), |line| (line, true));
        for word in line.split_whitespace() {
            if matches!(word, "&&" | "||" | ";" | "|" | "then" | "do" | "else" | "{" | "(" | "!") {
                close(&mut open, &mut commands);
            } else if let Some(word) = word.strip_suffix(';') {
                open.push(word);
                close(&mut open, &mut commands);
            } else if !(open.is_empty() && is_preamble(word)) {
                open.push(word);
            }
        }
        if !goes_on {
            close(&mut open, &mut commands);
        }
    }
    close(&mut open, &mut commands);
    commands
}

fn close<'a>(open: &mut Vec<&'a str>, commands: &mut Vec<Vec<&'a str>>) {
    if !open.is_empty() {
        commands.push(std::mem::take(open));
    }
}

/// What may stand before a command: `sudo`, `NAME=value`, the sign that silences a line, `if`.
fn is_preamble(word: &str) -> bool {
    let is_setting = word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    });
    is_setting || matches!(word, "sudo" | "time" | "exec" | "if" | "-" | "@")
}

/// Every step of every pipeline of the repository, by place. Jobs that are switched off are left out.
pub(crate) fn steps(repo: &RepoFacts) -> Vec<Step<'_>> {
    let mut found = Vec::new();
    for (path, file) in repo.files().filter(|(path, file)| is_effective(file.role) && is_pipeline(path)) {
        for document in &file.config {
            gather(path, document, &mut found);
        }
    }
    found
}

/// Whether a path is where a known service looks for its pipeline.
pub(crate) fn is_pipeline(path: &RepoPath) -> bool {
    let text = path.as_str();
    (text.starts_with(".github/workflows/") && matches!(path.extension(), "yml" | "yaml"))
        || text.contains("/.github/workflows/")
        || text.contains(".gitlab-ci.y")
        || text.contains(".gitlab/ci/")
        || text.contains(".circleci/config.y")
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

fn gather<'a>(path: &'a RepoPath, node: &'a Node, found: &mut Vec<Step<'a>>) {
    if node
        .get("if")
        .and_then(Node::scalar)
        .is_some_and(|condition| matches!(condition.trim(), "false" | "${{ false }}"))
    {
        return;
    }
    for item in node.items() {
        gather(path, item, found);
    }
    for (key, value) in node.members() {
        let name = key.text.as_str();
        let texts: Vec<&Node> =
            if value.text().is_some() { vec![value] } else { value.items().iter().collect() };
        for text in texts {
            let Some(words) = text.text() else { continue };
            let lines = Lines::new(text.line, text.end_line);
            if RUNS.contains(&name) {
                found.push(Step { path, lines, action: Action::Runs(words) });
            } else if USES.contains(&name) {
                found.push(Step { path, lines, action: Action::Uses(words) });
            }
        }
        gather(path, value, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_what_a_shell_would_run() {
        let text = "# kubectl rollout undo\nset -e\nA=1 sudo helm rollback app \\\n  3 && echo done; x | y\n";
        let found: Vec<String> = commands(text).iter().map(|words| words.join(" ")).collect();
        assert_eq!(found, ["set -e", "helm rollback app 3", "echo done", "x", "y"]);
        assert!(is_command(&["kubectl", "-n", "a", "rollout", "undo"], "kubectl", &["rollout", "undo"]));
        assert!(!is_command(&["echo", "kubectl", "rollout", "undo"], "kubectl", &["rollout", "undo"]));
    }
}
