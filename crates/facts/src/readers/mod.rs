//! One reader a language or format; each turns text into facts and problems and never fails.
//!
//! Every text, whatever it is, is searched for secrets. A language without a reader of its own gives its size, its lines and its
//! secrets.

mod dockerfile;
mod document;
mod ini;
mod json;
mod makefile;
mod manifest;
mod notebook;
mod parts;
mod python;
#[cfg(test)]
mod rendered;
mod results;
mod secrets;
pub(crate) mod shell;
mod sql;
mod terraform;
mod text;
mod tokens;
mod toml;
mod tree;
mod typescript;
mod yaml;

use crate::classify::{language_of, role_of};
use crate::fact::{Module, Node, NodeValue};
use crate::{FileFacts, FileRole, Language};
use beredd_model::{Problem, ProblemKind, RepoPath, Text};
use document::{markdown, plain};
use ini::Dialect;
use text::Decoded;

/// Classifies, decodes and parses one file.
///
/// The path gives the language where it can; bytes that are not text give facts without content, and a problem where the name
/// promised text.
#[must_use]
pub fn read_file(path: &RepoPath, bytes: &[u8]) -> FileFacts {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    match text::decode(bytes) {
        Decoded::Text(text) => {
            let language = language_of(path, &text);
            let role = role_of(path, language, &text);
            let mut facts = FileFacts::new(role, language, size, text::count_lines(&text));
            facts.secrets = secrets::find(path, language, &text);
            if path.file_name() == POLICY_FILE {
                fill_policy(&mut facts, path, &text);
            } else {
                fill(&mut facts, path, &text);
            }
            if let Some(module) = &mut facts.module {
                module.shrink();
            }
            facts
        }
        Decoded::Binary | Decoded::Unknown => {
            let language = language_of(path, "");
            let mut facts = FileFacts::new(role_of(path, language, ""), language, size, 0);
            if language != Language::Text {
                facts.problems.push(encoding_problem(path));
            }
            facts
        }
    }
}

/// The file in which a repository says what is asked of it. What it says is a wish or a decision, and never evidence.
const POLICY_FILE: &str = "beredd.toml";

/// Keeps the text of the policy file and nothing else of it. With a secret in it, it is not kept at all.
fn fill_policy(facts: &mut FileFacts, path: &RepoPath, text: &str) {
    if facts.secrets.is_empty() {
        facts.policy = Some(text.to_owned());
        return;
    }
    facts.problems.push(Problem {
        path: path.as_str().to_owned(),
        line: facts.secrets.first().map(|secret| secret.line),
        kind: ProblemKind::Policy,
        message: Text::fixed(
            "A secret stands in the policy file; expected: none. No key of the file is used.",
            "Det står en hemlighet i profilfilen; väntat: ingen. Ingen nyckel i filen används.",
        ),
    });
}

/// Whether a module is a script of k6, which runs none of the system: it imports the tool's own modules, which nothing else has.
fn is_load_test(module: &Module) -> bool {
    module
        .imports
        .iter()
        .any(|import| import.level == 0 && (import.module == "k6" || import.module.starts_with("k6/")))
}

fn fill(facts: &mut FileFacts, path: &RepoPath, text: &str) {
    match facts.language {
        Language::Python => {
            let (module, problems) = python::read(path, text);
            facts.module = Some(module);
            facts.problems = problems;
        }
        Language::TypeScript | Language::JavaScript if typescript::is_bundled(text) => {
            facts.role = FileRole::Generated;
        }
        Language::TypeScript | Language::JavaScript => {
            let (module, problems) = typescript::read(path, text);
            if facts.role == FileRole::Production && is_load_test(&module) {
                facts.role = FileRole::Test;
            }
            facts.module = Some(module);
            facts.problems = problems;
        }
        Language::Go
        | Language::Java
        | Language::Kotlin
        | Language::CSharp
        | Language::Rust
        | Language::Ruby
        | Language::Php => {
            let (module, problems) = tokens::read(path, facts.language, text);
            facts.module = Some(module);
            facts.problems = problems;
        }
        Language::Notebook => fill_notebook(facts, path, text),
        Language::Yaml => (facts.config, facts.problems) = yaml::read(path, text),
        Language::Json => (facts.config, facts.problems) = json::read(path, text),
        Language::Toml => (facts.config, facts.problems) = toml::read(path, text),
        Language::Terraform => (facts.config, facts.problems) = terraform::read(path, text),
        Language::Ini => facts.config = ini::read(text, Dialect::Ini),
        Language::Env => facts.config = ini::read(text, Dialect::Env),
        Language::Properties => facts.config = ini::read(text, Dialect::Properties),
        Language::Dockerfile => {
            let (recipe, problems) = dockerfile::read(path, text);
            facts.dockerfile = Some(recipe);
            facts.problems = problems;
        }
        Language::Markdown => {
            let (document, front_matter) = markdown::read(text);
            facts.document = Some(document);
            // Broken front matter breaks no document: it shows as text, and is no problem of its own.
            if let Some((matter, line)) = front_matter {
                facts.config = yaml::read(path, &markdown::front_matter_text(&matter, line)).0;
            }
        }
        Language::Xml => facts.config = results::read_xml(text).into_iter().collect(),
        Language::Text if path.extension().eq_ignore_ascii_case("csv") => {
            facts.config = results::read_csv(text).into_iter().collect();
        }
        Language::Shell => {
            facts.command_lines = text::count_commands(text);
            if !matches!(path.extension(), "bat" | "cmd" | "ps1") {
                facts.commands = shell::read(text, 1);
            }
        }
        Language::Makefile => facts.recipes = makefile::read(text),
        _ if path.file_name() == "go.mod" => facts.config = go_mod(text).into_iter().collect(),
        Language::Sql => facts.schema = sql::read(text),
        Language::RestructuredText => facts.document = Some(plain::read(text)),
        _ => {}
    }
    facts.dependencies = manifest::read(path, text, &facts.config);
}

/// The path that a `go.mod` gives its module, under the key `module`.
fn go_mod(text: &str) -> Option<Node> {
    let (line, number) = text.lines().zip(1u32..).find(|(line, _)| line.starts_with("module "))?;
    let path = line.trim_start_matches("module ").split("//").next()?.trim().trim_matches('"');
    let value = tree::node(number, number, tree::text_value(path));
    Some(tree::node(number, number, NodeValue::Map(vec![(tree::key("module", number), value)])))
}

/// The tree of a notebook is not kept: its outputs are large and say nothing of the system.
fn fill_notebook(facts: &mut FileFacts, path: &RepoPath, text: &str) {
    let (nodes, problems) = json::read(path, text);
    facts.problems = problems;
    match nodes.first().map(|notebook| notebook::python_of(path, notebook)) {
        Some(Ok(code)) => {
            let (module, problems) = python::read(path, &code);
            facts.module = Some(module);
            facts.problems.extend(problems);
        }
        Some(Err(problem)) => facts.problems.push(problem),
        None => {}
    }
}

fn encoding_problem(path: &RepoPath) -> Problem {
    Problem {
        path: path.as_str().to_owned(),
        line: None,
        kind: ProblemKind::Encoding,
        message: Text::fixed(
            "The name promises text, but the content is in no encoding that could be told; it was not read.",
            "Namnet lovar text, men innehållet har ingen teckenkodning som går att känna igen. Filen lästes inte.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(path: &str, bytes: &[u8]) -> FileFacts {
        read_file(&RepoPath::parse(path).unwrap(), bytes)
    }

    #[test]
    fn every_format_fills_its_table() {
        assert!(facts("a.py", b"x = 1\n").module.is_some());
        assert_eq!(facts("a.yaml", b"a: 1\n---\nb: 2\n").config.len(), 2);
        for (path, text) in [
            ("a.json", "{}"),
            ("a.toml", "a = 1"),
            ("a.ini", "a=1"),
            (".env", "A=1"),
            ("a.properties", "a=1"),
            ("a.tf", "a = 1"),
        ] {
            assert_eq!(facts(path, text.as_bytes()).config.len(), 1, "{path}");
        }
        assert!(facts("Dockerfile", b"FROM a\n").dockerfile.is_some());
        let agent = facts(".claude/agents/a.md", b"---\nname: a\n---\n# A\n");
        assert_eq!(agent.config[0].get("name").map(|node| node.line), Some(2));
        assert!(agent.document.is_some() && agent.role == FileRole::Production);
        assert!(facts("a.rst", b"A\n=====\n").document.is_some());
        let lines = facts("a.unknown", b"a\nb");
        assert_eq!((lines.lines, lines.bytes, lines.language), (2, 3, Language::Text));
    }

    #[test]
    fn what_is_not_text_says_so_where_text_was_promised() {
        assert_eq!(facts("a.py", b"\0\0").problems[0].kind, ProblemKind::Encoding);
        assert_eq!(facts("thing", b"\0\0").problems, []);
        assert_eq!(facts("a.md", b"\xFF\xFE#\0 \0a\0").document.map(|d| d.headings.len()), Some(1));
    }

    #[test]
    fn notebooks_are_code_with_lines_and_their_outputs_are_searched() {
        let key = format!("ghp_{}", "0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX");
        let text = format!(
            "{{\n\"cells\": [{{\"cell_type\": \"code\", \"source\": [\n\"x = 1\"\n], \"outputs\": [\n\"{key}\"\n]}}]}}"
        );
        let notebook = facts("a.ipynb", text.as_bytes());
        assert!(notebook.module.is_some());
        assert_eq!(
            notebook.secrets.iter().map(|s| (s.line, s.kind.as_str())).collect::<Vec<_>>(),
            [(5, "github_token")]
        );
    }

    #[test]
    fn any_bytes_under_any_name_are_survived() {
        let names = [
            "a.py",
            "a.ipynb",
            "a.yaml",
            "a.json",
            "a.toml",
            "a.tf",
            "a.ini",
            ".env",
            "a.properties",
            "Dockerfile",
            "a.md",
            "a.rst",
            "pom.xml",
            "go.mod",
            "requirements.txt",
            "package.json",
            "a.xml",
            "a.csv",
            "a",
        ];
        let pieces: [&[u8]; 12] = [
            b"[",
            b"{\"a\":",
            b"\r\n",
            b"\t",
            b"\0",
            b"\xFF",
            b"a: &b *b\n",
            b"<<: [",
            b"\"",
            b"${",
            b"://a:b@",
            b"-----BEGIN ",
        ];
        for name in names {
            for piece in pieces {
                let _ = facts(name, &piece.repeat(3_000));
            }
        }
        let _ = facts("a.xml", &b"<a>".repeat(100_000));
    }
}
