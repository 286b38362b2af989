//! Things that documents name and a repository may or may not hold: files, modules, targets, scripts.
//!
//! What is not certain is not said: a path that would not have been read (pictures, lock files), one with a placeholder in it, and
//! a module that may come from a package are passed over.

use super::documents::first_line;
use beredd_facts::fact::{CodeBlock, DefinitionKind, Ecosystem, Node};
use beredd_facts::known::python_distributions::import_name;
use beredd_facts::known::python_stdlib::is_stdlib;
use beredd_facts::{Language, ReadPlan, RepoFacts, plan_of};
use beredd_model::RepoPath;
use std::collections::{BTreeMap, BTreeSet};

/// Something that a document names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Named {
    /// A file, by a path that may start anywhere.
    File(String),
    /// A Python module, dotted.
    Module(String),
    /// A name in a Python module.
    Symbol(String, String),
    /// A script of a `package.json`.
    Script(String),
    /// A target of a Makefile.
    Target(String),
    /// A compose file under one of its standard names.
    Compose,
}

impl Named {
    /// As a reader would write it.
    pub(crate) fn written(&self) -> String {
        match self {
            Self::File(path) => path.clone(),
            Self::Module(module) => module.clone(),
            Self::Symbol(module, name) => format!("{module}.{name}"),
            Self::Script(script) => format!("npm run {script}"),
            Self::Target(target) => format!("make {target}"),
            Self::Compose => "compose.yaml".to_owned(),
        }
    }
}

/// What a repository holds, by name.
pub(crate) struct Inventory<'a> {
    repo: &'a RepoFacts,
    /// Files and folders by the last part of their path; modules without `.py`.
    by_name: BTreeMap<&'a str, BTreeSet<&'a str>>,
    scripts: BTreeSet<&'a str>,
    outside: BTreeSet<String>,
    has_makefile: bool,
    has_package: bool,
}

impl<'a> Inventory<'a> {
    /// Indexes the repository.
    pub(crate) fn new(repo: &'a RepoFacts) -> Self {
        let mut inventory = Self {
            repo,
            by_name: BTreeMap::new(),
            scripts: BTreeSet::new(),
            outside: BTreeSet::new(),
            has_makefile: false,
            has_package: false,
        };
        for (path, file) in repo.files() {
            inventory.add(path.as_str());
            inventory.add(path.as_str().strip_suffix(".py").unwrap_or(path.as_str()));
            let mut folder = path.folder();
            while !folder.is_empty() {
                inventory.add(folder);
                folder = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
            }
            inventory.has_makefile |= file.language == Language::Makefile;
            if path.file_name() == "package.json" {
                inventory.has_package = true;
                let scripts =
                    file.config.iter().filter_map(|node| node.get("scripts")).flat_map(Node::members);
                inventory.scripts.extend(scripts.map(|(key, _)| key.text.as_str()));
            }
            let python = file.dependencies.iter().filter(|one| one.ecosystem == Ecosystem::Python);
            inventory.outside.extend(python.map(|one| import_name(&one.name)));
        }
        inventory
    }

    fn add(&mut self, path: &'a str) {
        self.by_name.entry(path.rsplit('/').next().unwrap_or(path)).or_default().insert(path);
    }

    /// Whether something is there; nothing where the archive cannot tell.
    pub(crate) fn has(&self, named: &Named) -> Option<bool> {
        match named {
            Named::File(path) => self.has_file(path),
            Named::Module(module) => self.module(module).map(|found| found.is_some()),
            Named::Symbol(module, name) => match self.module(module)? {
                Some(path) => self.has_symbol(path, module, name),
                None => Some(false),
            },
            Named::Script(script) => Some(self.has_package && self.scripts.contains(script.as_str())),
            // A target may stand in a file that the Makefile includes: it is surely missing only together with it.
            Named::Target(_) => (!self.has_makefile).then_some(false),
            Named::Compose => {
                let names = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];
                Some(names.iter().any(|name| self.by_name.contains_key(name)))
            }
        }
    }

    fn has_file(&self, written: &str) -> Option<bool> {
        let path = RepoPath::parse(written.trim_start_matches("../")).ok()?;
        if plan_of(&path) != ReadPlan::Read || !is_certain(path.file_name()) {
            return None;
        }
        Some(self.ends_in(path.as_str()).is_some())
    }

    /// A path of the repository that ends in these parts.
    fn ends_in(&self, tail: &str) -> Option<&'a str> {
        let name = tail.rsplit('/').next().unwrap_or(tail);
        let is_it =
            |path: &&&str| path.strip_suffix(tail).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
        self.by_name.get(name)?.iter().find(is_it).copied()
    }

    /// The path of a module, without `.py`; nothing inside when it should be here and is not; nothing at all when it may come
    /// from a package.
    fn module(&self, dotted: &str) -> Option<Option<&'a str>> {
        if let Some(path) = self.ends_in(&dotted.replace('.', "/")) {
            return Some(Some(path));
        }
        let (top, below) = dotted.split_once('.')?;
        if is_stdlib(top) || self.outside.contains(top) {
            return None;
        }
        // Two parts must agree before a module counts as missing, or its first part stand at the root or under `src`.
        let second = below.split('.').next().unwrap_or_default();
        let agrees = below.contains('.') && self.ends_in(&format!("{top}/{second}")).is_some();
        let at_root =
            |path: &&str| (*path == top || **path == *format!("src/{top}")) && self.is_package(path);
        (agrees || self.by_name.get(top).is_some_and(|paths| paths.iter().any(at_root))).then_some(None)
    }

    /// Whether a folder holds Python at all.
    fn is_package(&self, folder: &str) -> bool {
        self.repo.files_in(Language::Python).any(|(path, _)| path.is_in(folder))
    }

    fn has_symbol(&self, path: &str, module: &str, name: &str) -> Option<bool> {
        if self.ends_in(&format!("{}/{name}", module.replace('.', "/"))).is_some() {
            return Some(true);
        }
        let file = [format!("{path}.py"), format!("{path}/__init__.py")];
        let module = file.iter().find_map(|file| self.repo.module(&RepoPath::parse(file).ok()?))?;
        if !module.is_parsed || module.imports.iter().any(|import| import.name.as_deref() == Some("*")) {
            return None;
        }
        let is_defined = module.definitions.iter().any(|one| one.parent.is_none() && one.name == name);
        let is_bound = module.bindings.iter().any(|one| one.within.is_none() && one.name == name);
        // A module may make names on request.
        let is_open = module
            .definitions
            .iter()
            .any(|one| one.name == "__getattr__" && one.kind == DefinitionKind::Function);
        (!is_open)
            .then_some(is_defined || is_bound || module.imports.iter().any(|import| import.bound_as == name))
    }
}

/// Names that people make themselves, or that tools write.
fn is_certain(name: &str) -> bool {
    let is_own = name == ".env"
        || (name.starts_with(".env.") && !name.ends_with("example") && !name.ends_with("sample"));
    !is_own && (name.contains('.') || matches!(name, "Dockerfile" | "Makefile" | "Procfile" | "LICENSE"))
}

/// Whether a word of a command stands for something the reader fills in.
fn is_placeholder(word: &str) -> bool {
    word.contains(['<', '>', '$', '{', '*', '~', '[', '%', '|', '(', '@'])
        || word.contains("...")
        || word.contains("://")
        || word.starts_with('/')
        || word
            .to_lowercase()
            .split(['/', '-', '_', '.'])
            .any(|part| matches!(part, "your" | "my" | "path" | "example" | "venv" | "xxx"))
            && !word.contains(".env.")
}

/// What a command of a shell names.
pub(crate) fn named_in_command(command: &str) -> Vec<Named> {
    super::shell::pieces(command).filter_map(named_in_part).collect()
}

fn named_in_part(part: &str) -> Option<Named> {
    let words: Vec<&str> =
        part.split_whitespace().map(|word| word.trim_matches(['"', '\'', '`', ';'])).collect();
    let (program, rest) = match words.as_slice() {
        ["uv" | "poetry" | "pipenv" | "pdm", "run", program, rest @ ..] | [program, rest @ ..] => {
            (*program, rest)
        }
        [] => return None,
    };
    let plain = rest.iter().copied().find(|word| !word.starts_with('-'));
    let ending =
        |ends: &[&str]| plain.filter(|word| ends.iter().any(|end| word.ends_with(end))).and_then(file);
    match program {
        "python" | "python3" | "py" => of_python(rest, plain),
        "pip" | "pip3" => value_of(rest, &["-r", "--requirement"]).and_then(file),
        "pytest" => test_file(plain),
        "uvicorn" | "gunicorn" | "hypercorn" => application(rest),
        "bash" | "sh" | "zsh" | "source" | "." | "node" | "ts-node" | "tsx" => {
            ending(&[".sh", ".js", ".ts", ".mjs"])
        }
        "chmod" => rest.last().filter(|word| word.contains('.')).and_then(|word| file(word)),
        "cp" => ending(&[".example", ".sample", ".template"]),
        "docker-compose" => compose(rest),
        "docker" | "podman" => match rest {
            ["compose", rest @ ..] => compose(rest),
            ["build", ..] => value_of(rest, &["-f", "--file"]).and_then(file),
            _ => None,
        },
        "kubectl" | "oc" => {
            let manifest = value_of(rest, &["-f", "--filename"])?;
            Some(manifest).filter(|word| word.ends_with(".yaml") || word.ends_with(".yml")).and_then(file)
        }
        "k6" => rest.last().filter(|word| word.ends_with(".js")).and_then(|word| file(word)),
        "make" => {
            let target = plain.filter(|word| !word.contains('=') && !is_placeholder(word));
            target.map(|word| Named::Target(word.to_owned()))
        }
        "npm" | "pnpm" | "yarn" | "bun" => match rest {
            ["run", script, ..] if !is_placeholder(script) => Some(Named::Script((*script).to_owned())),
            _ => None,
        },
        program if program.starts_with("./") => {
            Some(program).filter(|word| word.ends_with(".sh") || word.ends_with(".py")).and_then(file)
        }
        _ => None,
    }
}

fn file(word: &str) -> Option<Named> {
    (!is_placeholder(word)).then(|| Named::File(word.trim_start_matches("./").to_owned()))
}

/// The word behind a flag, or joined to it with `=`.
fn value_of<'a>(words: &[&'a str], flags: &[&str]) -> Option<&'a str> {
    let joined = words.iter().find_map(|word| word.split_once('=').filter(|(flag, _)| flags.contains(flag)));
    let at = words.iter().position(|word| flags.contains(word));
    joined.map(|(_, value)| value).or_else(|| at.and_then(|at| words.get(at.saturating_add(1))).copied())
}

fn of_python(rest: &[&str], plain: Option<&str>) -> Option<Named> {
    if rest.contains(&"-c") {
        return None;
    }
    match value_of(rest, &["-m"]) {
        Some("pytest") => test_file(rest.iter().copied().find(|word| word.contains(".py"))),
        Some("pip") => value_of(rest, &["-r", "--requirement"]).and_then(file),
        Some(module) => is_dotted(module).then(|| Named::Module(module.to_owned())),
        None => plain.filter(|word| word.ends_with(".py")).and_then(file),
    }
}

fn test_file(word: Option<&str>) -> Option<Named> {
    let path = word?.split("::").next()?;
    Some(path).filter(|path| path.ends_with(".py")).and_then(file)
}

/// `package.module:app`.
fn application(rest: &[&str]) -> Option<Named> {
    let (module, name) =
        rest.iter().find_map(|word| word.split_once(':').filter(|(module, _)| is_dotted(module)))?;
    let is_plain = is_dotted(name) && !name.contains('.');
    Some(if is_plain {
        Named::Symbol(module.to_owned(), name.to_owned())
    } else {
        Named::Module(module.to_owned())
    })
}

fn compose(rest: &[&str]) -> Option<Named> {
    match value_of(rest, &["-f", "--file"]) {
        Some(path) => file(path),
        None => rest.iter().any(|word| matches!(*word, "up" | "build" | "run")).then_some(Named::Compose),
    }
}

/// What the imports in a block of Python name, with their lines. Relative imports depend on where the reader puts the code.
pub(crate) fn named_in_python(block: &CodeBlock) -> Vec<(u32, Named)> {
    if !matches!(block.language.as_str(), "py" | "python" | "python3") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (line, number) in block.text.lines().zip(first_line(block)..) {
        let line = line.split('#').next().unwrap_or(line).trim();
        if let Some((module, names)) = line.strip_prefix("from ").and_then(|rest| rest.split_once(" import "))
        {
            let names = names.split(',').map(|name| name.trim_matches(['(', ')', ' ']));
            let names = names.map(|name| name.split(" as ").next().unwrap_or(name).trim());
            let names = names.filter(|name| is_dotted(name) && is_dotted(module) && !module.starts_with('.'));
            found.extend(names.map(|name| (number, Named::Symbol(module.to_owned(), name.to_owned()))));
        } else if let Some(module) = line.strip_prefix("import ").filter(|module| is_dotted(module)) {
            found.push((number, Named::Module(module.to_owned())));
        }
    }
    found
}

fn is_dotted(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(command: &str) -> Vec<String> {
        named_in_command(command).iter().map(Named::written).collect()
    }

    #[test]
    fn commands_name_their_inputs() {
        for (command, named) in [
            ("cd api && python -u main.py --port 8000", vec!["main.py"]),
            ("pip install -r requirements.txt", vec!["requirements.txt"]),
            ("docker compose -f deploy/compose.yaml up", vec!["deploy/compose.yaml"]),
            ("docker compose up --build", vec!["compose.yaml"]),
            ("uvicorn harbor.main:app --reload", vec!["harbor.main.app"]),
            ("make deploy ENV=dev", vec!["make deploy"]),
            ("./deploy/rollback.sh", vec!["deploy/rollback.sh"]),
            ("kubectl apply -f deploy/k8s/harbor.yaml", vec!["deploy/k8s/harbor.yaml"]),
            ("uv run pytest tests/test_a.py::test_b -q", vec!["tests/test_a.py"]),
        ] {
            assert_eq!(written(command), named, "{command}");
        }
        for command in [
            "python -c 'x.py'",
            "source venv/bin/activate",
            "python path/to/agent.py",
            "kubectl apply -f https://x/y.yaml",
            "make ENV=dev",
        ] {
            assert!(written(command).is_empty(), "{command}");
        }
    }
}
