//! What packages of Go are called in the files that import them.
//!
//! A package's own name stands in its files, not in its path. By custom it is the last part of the path; those of well-known
//! libraries that break the custom stand here. Source: the `package` clauses of each library; read 2026-11.

/// Import paths, without a version at the end, and the names of their packages; sorted.
const NAMES: &[(&str, &str)] = &[
    ("github.com/anthropics/anthropic-sdk-go", "anthropic"),
    ("github.com/cohere-ai/cohere-go", "cohere"),
    ("github.com/google/generative-ai-go/genai", "genai"),
    ("github.com/labstack/echo", "echo"),
    ("github.com/modelcontextprotocol/go-sdk/mcp", "mcp"),
    ("github.com/openai/openai-go", "openai"),
    ("github.com/redis/go-redis", "redis"),
    ("github.com/sashabaranov/go-openai", "openai"),
];

/// The path without the version that ends it: `…/openai-go/v2` and `gopkg.in/yaml.v3`.
#[must_use]
pub fn without_version(path: &str) -> &str {
    let is_version = |part: &str, sign: char| {
        part.strip_prefix(sign)
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
    };
    if let Some((rest, last)) = path.rsplit_once('/')
        && is_version(last, 'v')
    {
        return rest;
    }
    match path.rsplit_once('.') {
        Some((rest, last)) if path.starts_with("gopkg.in/") && is_version(last, 'v') => rest,
        _ => path,
    }
}

/// What a package is called where it is imported without another name.
#[must_use]
pub fn name_of(path: &str) -> String {
    let plain = without_version(path);
    if let Ok(at) = NAMES.binary_search_by_key(&plain, |(path, _)| *path) {
        return NAMES.get(at).map_or("", |(_, name)| *name).to_owned();
    }
    let last = plain.rsplit('/').next().unwrap_or(plain);
    let last = last.strip_prefix("go-").unwrap_or(last);
    let last = last.strip_suffix("-go").or_else(|| last.strip_suffix(".go")).unwrap_or(last);
    last.replace(['-', '.'], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_packages() {
        assert!(NAMES.is_sorted());
        for (path, name) in [
            ("fmt", "fmt"),
            ("net/http", "http"),
            ("github.com/openai/openai-go/v2", "openai"),
            ("github.com/sashabaranov/go-openai", "openai"),
            ("github.com/gin-gonic/gin", "gin"),
            ("gopkg.in/yaml.v3", "yaml"),
            ("github.com/go-chi/chi/v5", "chi"),
        ] {
            assert_eq!(name_of(path), name, "{path}");
        }
        assert_eq!(without_version("example.com/v1beta/x"), "example.com/v1beta/x");
    }
}
