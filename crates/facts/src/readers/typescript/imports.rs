//! Where modules are imported from, and how that is spelt.
//!
//! A module is written as its specifier: `@anthropic-ai/sdk`, `./llm/client`, `@/lib/db`. `node:` and the extension of a file of
//! code are taken off. A default export is called as the file calls it (`./llm.Llm`, `openai.OpenAI`); of a package whose name begins
//! with a small letter here it is the package itself, as it is for `require` (`express()`), unless the table of packages says what
//! it is called.

use crate::known::javascript_packages::{default_export, without_code_extension, written_module};

/// A specifier, taken apart as a fact holds it.
pub(super) struct Specifier {
    /// How many folders up: 0 for a package, 1 for the file's own folder.
    pub(super) level: u32,
    /// The rest, as written.
    pub(super) module: String,
}

/// Takes a specifier apart.
pub(super) fn specifier(text: &str) -> Specifier {
    let text = text.split(['?', '!']).next().unwrap_or(text);
    let mut level = 0;
    let mut rest = text;
    if matches!(text, "." | "..") || text.starts_with("./") || text.starts_with("../") {
        level = 1;
        loop {
            if let Some(after) = rest.strip_prefix("../").or_else(|| (rest == "..").then_some("")) {
                level += 1;
                rest = after;
            } else if let Some(after) = rest.strip_prefix("./").or_else(|| (rest == ".").then_some("")) {
                rest = after;
            } else {
                break;
            }
        }
    }
    Specifier { level, module: rest.strip_prefix("node:").unwrap_or(rest).to_owned() }
}

impl Specifier {
    /// How names from the module begin.
    pub(super) fn written(&self) -> String {
        written_module(self.level, &self.module)
    }

    /// What the default export is called in a file that calls it `local`.
    pub(super) fn default_name(&self, local: &str) -> String {
        let module = self.written();
        let is_own =
            self.level > 0 || self.module.starts_with(['/', '~', '#']) || self.module.starts_with("@/");
        let starts_upper = local.starts_with(char::is_uppercase);
        match default_export(&self.module).filter(|_| !is_own) {
            Some("") => module,
            Some(name) => format!("{module}.{name}"),
            None if is_own || starts_upper => format!("{module}.{local}"),
            None => module,
        }
    }

    /// Whether it is the name of a package alone, or of a file in one.
    pub(super) fn is_code(&self) -> bool {
        let stem = without_code_extension(&self.module);
        let last = stem.rsplit('/').next().unwrap_or(stem);
        // Styles, pictures and data are imported by bundlers; they are no code.
        {
            let is_package = self.level == 0 && !self.module.contains('/');
            stem.len() < self.module.len() || is_package || !has_asset_extension(last)
        }
    }
}

/// Whether a name ends as a file does that holds no code.
fn has_asset_extension(name: &str) -> bool {
    const ASSETS: &[&str] = &[
        "avif", "css", "csv", "gif", "glsl", "graphql", "gql", "html", "ico", "jpeg", "jpg", "json", "less",
        "md", "mdx", "mp3", "mp4", "node", "pdf", "png", "sass", "scss", "sql", "svelte", "svg", "toml",
        "ttf", "txt", "vue", "wasm", "webp", "woff", "woff2", "xml", "yaml", "yml",
    ];
    name.rsplit_once('.').is_some_and(|(_, end)| ASSETS.contains(&end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specifiers_are_spelt_in_one_way() {
        let written = |text: &str| specifier(text).written();
        assert_eq!(written("./llm/client.js"), "./llm/client");
        assert_eq!(written("../../core"), "../../core");
        assert_eq!(written("./user.service"), "./user.service");
        assert_eq!(written("."), "./index");
        assert_eq!(written(".."), "../index");
        assert_eq!(written("node:fs/promises"), "fs/promises");
        assert_eq!(written("@anthropic-ai/sdk"), "@anthropic-ai/sdk");
        assert_eq!(written("../logo.svg?raw"), "../logo.svg");
        assert_eq!(specifier("../a/./b").level, 2);
    }

    #[test]
    fn a_default_export_is_called_as_the_file_calls_it() {
        let named = |text: &str, local: &str| specifier(text).default_name(local);
        assert_eq!(named("openai", "Client"), "openai.OpenAI");
        assert_eq!(named("express", "express"), "express");
        assert_eq!(named("bottleneck", "Bottleneck"), "bottleneck.Bottleneck");
        assert_eq!(named("left-pad", "pad"), "left-pad");
        assert_eq!(named("./llm.js", "llm"), "./llm.llm");
        assert_eq!(named("@/lib/llm", "llm"), "@/lib/llm.llm");
    }

    #[test]
    fn pictures_are_no_code() {
        assert!(!specifier("./logo.svg").is_code() && !specifier("./a.module.css").is_code());
        assert!(!specifier("@/icons/pdf.svg").is_code() && specifier("chart.js").is_code());
        assert!(specifier("./user.service").is_code() && specifier("./a.js").is_code());
    }
}
