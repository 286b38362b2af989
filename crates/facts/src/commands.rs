//! What commands come down to: a step of a pipeline that says `make test` runs what the target does, `npm test` what the script
//! of the manifest does, `./deploy.sh` what the script holds.

use crate::RepoFacts;
use crate::fact::{Node, ShellCommand};
use crate::readers::shell;
use beredd_model::RepoPath;

/// How many names are followed one behind the other: a target that runs a script that runs a target.
const MAX_DEPTH: u8 = 4;

/// Most commands that one command is taken to come down to.
const MAX_COMMANDS: usize = 500;

/// Words of package managers that run a script without `run`.
const SHORT_SCRIPTS: &[&str] = &["restart", "start", "stop", "t", "test"];

/// The commands of a text for a shell: a step of a pipeline, an instruction of an image. Its first line has this number.
#[must_use]
pub fn shell_commands(text: &str, first_line: u32) -> Vec<ShellCommand> {
    shell::read(text, first_line)
}

impl RepoFacts {
    /// Everything a command comes down to, itself first, each with the file that says so. `path` is the file of the command: names
    /// are looked for in its folder, and in the repository's own.
    #[must_use]
    pub fn expanded(&self, path: &RepoPath, command: &ShellCommand) -> Vec<(RepoPath, ShellCommand)> {
        let mut found = vec![(path.clone(), command.clone())];
        let mut at = 0usize;
        let mut depths = vec![MAX_DEPTH];
        while let Some((path, command)) = found.get(at).cloned() {
            let left = depths.get(at).copied().unwrap_or_default();
            at = at.saturating_add(1);
            if left == 0 || found.len() >= MAX_COMMANDS {
                continue;
            }
            for inner in self.behind(&path, &command) {
                if !found.contains(&inner) && found.len() < MAX_COMMANDS {
                    found.push(inner);
                    depths.push(left.saturating_sub(1));
                }
            }
        }
        found
    }

    fn behind(&self, path: &RepoPath, command: &ShellCommand) -> Vec<(RepoPath, ShellCommand)> {
        let arguments: Vec<&str> = command.arguments.iter().map(String::as_str).collect();
        match command.program.as_str() {
            "make" | "gmake" => self.targets(path, &arguments, &["Makefile", "makefile", "GNUmakefile"]),
            "just" => self.targets(path, &arguments, &["justfile", "Justfile", ".justfile"]),
            "task" => self.tasks(path, &arguments),
            "npm" | "pnpm" | "yarn" | "bun" => self.scripts(path, &arguments),
            "sh" | "bash" | "zsh" | "source" | "." => {
                let script = arguments.iter().find(|argument| !argument.starts_with('-'));
                script.map_or_else(Vec::new, |script| self.script(path, script))
            }
            program if program.contains('/') => self.script(path, program),
            _ => Vec::new(),
        }
    }

    /// Files of these names in the folder that a command asks for, in its own, and in the repository's.
    fn near(&self, path: &RepoPath, folder: Option<&str>, names: &[&str]) -> Vec<RepoPath> {
        let asked = folder.map(|folder| folder.trim_start_matches("./").trim_end_matches('/'));
        let places = |name: &&str| match asked {
            Some(folder) => vec![
                RepoPath::parse(&format!("{folder}/{name}")).ok(),
                path.sibling(&format!("{folder}/{name}")),
            ],
            None => vec![path.sibling(name), RepoPath::parse(name).ok()],
        };
        let all = names.iter().flat_map(places).flatten();
        let mut found: Vec<RepoPath> = all.filter(|file| self.file(file).is_some()).collect();
        found.dedup();
        found
    }

    fn targets(&self, path: &RepoPath, arguments: &[&str], names: &[&str]) -> Vec<(RepoPath, ShellCommand)> {
        let folder = after(arguments, &["-C", "--directory"]);
        let asked: Vec<&str> = plain(arguments, &["-C", "--directory", "-f", "-j"]);
        let Some(file) = self.near(path, folder, names).into_iter().next() else { return Vec::new() };
        let recipes = self.file(&file).map_or(&[][..], |facts| &facts.recipes);
        // Without a name the first target is made.
        let mut waiting: Vec<&str> = match recipes.first() {
            Some(first) if asked.is_empty() => vec![&first.name],
            _ => asked,
        };
        let mut seen: Vec<&str> = Vec::new();
        let mut found = Vec::new();
        while let Some(name) = waiting.pop().filter(|_| seen.len() < 100) {
            let Some(recipe) = recipes.iter().find(|recipe| recipe.name == name) else { continue };
            if seen.contains(&recipe.name.as_str()) {
                continue;
            }
            seen.push(&recipe.name);
            waiting.extend(recipe.needs.iter().map(String::as_str));
            found.extend(recipe.commands.iter().map(|command| {
                let command = variable_as_make(command);
                (file.clone(), command)
            }));
        }
        found
    }

    /// Commands of a task in a `Taskfile.yml`.
    fn tasks(&self, path: &RepoPath, arguments: &[&str]) -> Vec<(RepoPath, ShellCommand)> {
        let name = plain(arguments, &["-d", "-t"]).into_iter().next().unwrap_or("default");
        let Some(file) = self.near(path, None, &["Taskfile.yml", "Taskfile.yaml"]).into_iter().next() else {
            return Vec::new();
        };
        let document = self.file(&file).and_then(|facts| facts.config.first());
        let task = document.and_then(|document| document.get("tasks")).and_then(|tasks| tasks.get(name));
        let Some(commands) = task.and_then(|task| task.get("cmds").or(Some(task))) else { return Vec::new() };
        let items = commands.items().iter().chain(std::iter::once(commands));
        let texts = items.filter_map(|item| {
            Some((item.text().or_else(|| item.get("cmd").and_then(Node::text))?, item.line))
        });
        texts
            .flat_map(|(text, line)| shell::read(text, line))
            .map(|command| (file.clone(), command))
            .collect()
    }

    /// Commands of a script in a `package.json`, with those that run before and after it.
    fn scripts(&self, path: &RepoPath, arguments: &[&str]) -> Vec<(RepoPath, ShellCommand)> {
        let folder = after(arguments, &["--prefix", "--cwd", "-C", "--dir"]);
        let mut words =
            plain(arguments, &["--prefix", "--cwd", "-C", "--dir", "--filter", "-F", "-w"]).into_iter();
        let name = match words.next() {
            Some("run" | "run-script") => words.next(),
            Some(word)
                if SHORT_SCRIPTS.contains(&word)
                    || !matches!(word, "ci" | "install" | "i" | "add" | "exec") =>
            {
                Some(word)
            }
            _ => None,
        };
        let Some(name) = name.map(|name| if name == "t" { "test" } else { name }) else { return Vec::new() };
        let Some(file) = self.near(path, folder, &["package.json"]).into_iter().next() else {
            return Vec::new();
        };
        let document = self.file(&file).and_then(|facts| facts.config.first());
        let Some(scripts) = document.and_then(|document| document.get("scripts")) else { return Vec::new() };
        let names = [format!("pre{name}"), name.to_owned(), format!("post{name}")];
        let texts = names.iter().filter_map(|name| {
            let node = scripts.get(name)?;
            Some((node.text()?, node.line))
        });
        texts
            .flat_map(|(text, line)| shell::read(text, line))
            .map(|command| (file.clone(), command))
            .collect()
    }

    fn script(&self, path: &RepoPath, script: &str) -> Vec<(RepoPath, ShellCommand)> {
        let name = script.trim_start_matches("./");
        let file = [RepoPath::parse(name).ok(), path.sibling(name)]
            .into_iter()
            .flatten()
            .find(|file| self.file(file).is_some());
        let Some(file) = file else { return Vec::new() };
        let commands = self.file(&file).map_or(&[][..], |facts| &facts.commands);
        commands.iter().map(|command| (file.clone(), command.clone())).collect()
    }
}

/// `$(MAKE) test` runs make.
fn variable_as_make(command: &ShellCommand) -> ShellCommand {
    let mut command = command.clone();
    if matches!(command.program.as_str(), "$(MAKE)" | "${MAKE}") {
        "make".clone_into(&mut command.program);
    }
    command
}

/// The word behind one of these options.
fn after<'a>(arguments: &[&'a str], options: &[&str]) -> Option<&'a str> {
    let at = arguments.iter().position(|argument| options.contains(argument))?;
    arguments.get(at.saturating_add(1)).copied()
}

/// Arguments that are neither options nor the values of these, nor settings.
fn plain<'a>(arguments: &[&'a str], with_values: &[&str]) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut is_value = false;
    for argument in arguments {
        if std::mem::take(&mut is_value) {
            continue;
        }
        is_value = with_values.contains(argument);
        if !argument.starts_with('-') && !argument.contains('=') {
            found.push(*argument);
        }
    }
    found
}
