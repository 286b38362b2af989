//! The language of a file: by its whole name, by its extension, or by its first line.

use super::Language;
use crate::known::file_languages::{BY_EXTENSION, BY_INTERPRETER, BY_NAME};
use beredd_model::RepoPath;

/// The language of a file. `text` is asked only where the name says nothing; [`Language::Text`] is what remains.
pub(crate) fn language_of(path: &RepoPath, text: &str) -> Language {
    let name = path.file_name().to_lowercase();
    by_name(&name)
        .or_else(|| look_up(BY_EXTENSION, &path.extension().to_lowercase()))
        .or_else(|| by_shebang(text))
        .unwrap_or(Language::Text)
}

fn by_name(name: &str) -> Option<Language> {
    if let Some(language) = look_up(BY_NAME, name) {
        return Some(language);
    }
    if is_env(name) {
        return Some(Language::Env);
    }
    let is_recipe = |stem: &str| {
        name.strip_prefix(stem).is_some_and(|rest| {
            rest.starts_with('.')
                && !matches!(rest, ".md" | ".txt" | ".dockerignore" | ".sh" | ".py" | ".yml" | ".yaml")
        })
    };
    (is_recipe("dockerfile") || is_recipe("containerfile")).then_some(Language::Dockerfile)
}

/// `.env`, `.env.production`, `api.env`; not `.envrc`, which is a script.
fn is_env(name: &str) -> bool {
    name == ".env" || name.starts_with(".env.") || name == "env.example" || name == "env.sample"
}

fn by_shebang(text: &str) -> Option<Language> {
    let line = text.lines().next()?.strip_prefix("#!")?;
    let mut words = line.split_whitespace().map(|word| word.rsplit('/').next().unwrap_or(word));
    let program = words.find(|word| *word != "env" && !word.starts_with('-'))?;
    let name = program.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    look_up(BY_INTERPRETER, name)
}

fn look_up(table: &[(&str, Language)], name: &str) -> Option<Language> {
    let at = table.binary_search_by(|(key, _)| (*key).cmp(name)).ok()?;
    table.get(at).map(|(_, language)| *language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_extensions_and_first_lines_tell() {
        for (path, text, expected) in [
            ("a/Dockerfile", "", Language::Dockerfile),
            ("a/Dockerfile.prod", "", Language::Dockerfile),
            ("a/api.dockerfile", "", Language::Dockerfile),
            ("Containerfile", "", Language::Dockerfile),
            ("Dockerfile.md", "", Language::Markdown),
            (".env", "", Language::Env),
            (".env.example", "", Language::Env),
            ("prod.env", "", Language::Env),
            ("Makefile", "", Language::Makefile),
            ("requirements-dev.txt", "", Language::Text),
            ("Pipfile", "", Language::Toml),
            ("tsconfig.json", "", Language::Json),
            ("src/App.tsx", "", Language::TypeScript),
            ("infra/main.tf", "", Language::Terraform),
            ("run", "#!/usr/bin/env python3\n", Language::Python),
            ("run", "#!/bin/bash -e\n", Language::Shell),
            ("run", "#!/usr/bin/env -S deno run\n", Language::TypeScript),
            ("LICENSE", "", Language::Text),
            ("README", "", Language::Markdown),
            ("x.ipynb", "", Language::Notebook),
        ] {
            assert_eq!(language_of(&RepoPath::parse(path).unwrap(), text), expected, "{path}");
        }
    }

    #[test]
    fn tables_are_sorted() {
        for table in [BY_EXTENSION, BY_INTERPRETER, BY_NAME] {
            assert!(table.is_sorted_by(|a, b| a.0 < b.0), "{table:?}");
        }
    }
}
