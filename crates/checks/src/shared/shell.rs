//! Commands of a shell, as pipelines, documents and containers write them: what is run, and with which words.

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

/// Whether a command runs a program with these words, next to each other, among its arguments.
pub(crate) fn is_command(words: &[&str], program: &str, arguments: &[&str]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    let is_program = first.rsplit('/').next() == Some(program);
    is_program && (arguments.is_empty() || rest.windows(arguments.len()).any(|window| window == arguments))
}

/// The single commands of a line, variables set in front of them and `time`, `sudo`, `exec` taken away.
pub(crate) fn pieces(command: &str) -> impl Iterator<Item = &str> {
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
pub(crate) fn launched(command: &str) -> Option<&str> {
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
    fn commands_are_what_a_shell_would_run() {
        let text = "# kubectl rollout undo\nset -e\nA=1 sudo helm rollback app \\\n  3 && echo done; x | y\n";
        let found: Vec<String> = commands(text).iter().map(|words| words.join(" ")).collect();
        assert_eq!(found, ["set -e", "helm rollback app 3", "echo done", "x", "y"]);
        assert!(is_command(&["kubectl", "-n", "a", "rollout", "undo"], "kubectl", &["rollout", "undo"]));
        assert!(!is_command(&["echo", "kubectl", "rollout", "undo"], "kubectl", &["rollout", "undo"]));
    }

    #[test]
    fn what_only_launches_is_passed_over() {
        let of = |line: &'static str| pieces(line).collect::<Vec<_>>();
        assert_eq!(of("cd api && A=1 uv run --group dev tox -q"), ["cd api", "tox -q"]);
        assert_eq!(of("time make test | tee log"), ["make test", "tee log"]);
    }
}
