//! What the colours know of each language: its comments, its quotation marks, its words. Words are sorted.

/// A language, for the eye.
pub(super) struct Language {
    /// What begins a comment that ends with the line.
    pub(super) comments: &'static [&'static str],
    /// What begins and ends any other.
    pub(super) block_comment: Option<(&'static str, &'static str)>,
    /// Longer ones first.
    pub(super) quotes: &'static [Quote],
    /// The words it keeps for itself, sorted.
    pub(super) words: &'static [&'static str],
    /// Whether they may be written large.
    pub(super) ignores_case: bool,
    /// What stands between a name and its value, where a file is a list of them.
    pub(super) key_mark: Option<char>,
}

/// A kind of quotation marks.
pub(super) struct Quote {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
    pub(super) spans_lines: bool,
    pub(super) escapes: bool,
}

const fn quote(mark: &'static str) -> Quote {
    Quote { open: mark, close: mark, spans_lines: false, escapes: true }
}

const fn long_quote(mark: &'static str) -> Quote {
    Quote { open: mark, close: mark, spans_lines: true, escapes: true }
}

/// The language of a file, by its name.
pub(super) fn of(path: &str) -> Option<&'static Language> {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    if name.starts_with("dockerfile") || name.ends_with(".dockerfile") || name == "makefile" {
        return Some(&SHELL);
    }
    Some(match name.rsplit_once('.')?.1 {
        "py" | "pyi" | "ipynb" => &PYTHON,
        "js" | "jsx" | "mjs" | "cjs" | "ts" | "tsx" | "mts" | "cts" | "vue" | "svelte" => &SCRIPT,
        "rs" | "go" | "java" | "kt" | "kts" | "scala" | "cs" | "c" | "h" | "cc" | "cpp" | "hpp" | "swift"
        | "php" | "dart" | "proto" => &BRACES,
        "rb" | "sh" | "bash" | "zsh" | "ps1" | "env" | "mk" => &SHELL,
        "yaml" | "yml" => &YAML,
        "toml" | "ini" | "cfg" | "conf" | "properties" | "tf" | "tfvars" | "hcl" => &TOML,
        "json" | "jsonc" | "json5" => &JSON,
        "sql" => &SQL,
        _ => return None,
    })
}

static PYTHON: Language = Language {
    comments: &["#"],
    block_comment: None,
    quotes: &[long_quote("\"\"\""), long_quote("'''"), quote("\""), quote("'")],
    words: &[
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "case", "class",
        "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if",
        "import", "in", "is", "lambda", "match", "nonlocal", "not", "or", "pass", "raise", "return", "self",
        "try", "while", "with", "yield",
    ],
    ignores_case: false,
    key_mark: None,
};

static SCRIPT: Language = Language {
    comments: &["//"],
    block_comment: Some(("/*", "*/")),
    quotes: &[long_quote("`"), quote("\""), quote("'")],
    words: &[
        "abstract",
        "as",
        "async",
        "await",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "declare",
        "default",
        "delete",
        "do",
        "else",
        "enum",
        "export",
        "extends",
        "false",
        "finally",
        "for",
        "from",
        "function",
        "if",
        "implements",
        "import",
        "in",
        "instanceof",
        "interface",
        "keyof",
        "let",
        "namespace",
        "new",
        "null",
        "of",
        "private",
        "protected",
        "public",
        "readonly",
        "return",
        "satisfies",
        "static",
        "super",
        "switch",
        "this",
        "throw",
        "true",
        "try",
        "type",
        "typeof",
        "undefined",
        "var",
        "void",
        "while",
        "with",
        "yield",
    ],
    ignores_case: false,
    key_mark: None,
};

/// Languages with braces and C's comments, taken together: what one keeps for itself is rarely a name in another.
static BRACES: Language = Language {
    comments: &["//"],
    block_comment: Some(("/*", "*/")),
    quotes: &[long_quote("\"\"\""), long_quote("`"), quote("\"")],
    words: &[
        "Self",
        "abstract",
        "as",
        "async",
        "await",
        "bool",
        "break",
        "case",
        "catch",
        "chan",
        "class",
        "const",
        "continue",
        "crate",
        "default",
        "defer",
        "do",
        "dyn",
        "else",
        "enum",
        "extends",
        "false",
        "final",
        "finally",
        "fn",
        "for",
        "foreach",
        "fun",
        "func",
        "function",
        "go",
        "guard",
        "if",
        "impl",
        "implements",
        "import",
        "in",
        "int",
        "interface",
        "internal",
        "is",
        "let",
        "loop",
        "match",
        "message",
        "mod",
        "move",
        "mut",
        "namespace",
        "new",
        "nil",
        "null",
        "object",
        "override",
        "package",
        "private",
        "protected",
        "pub",
        "public",
        "range",
        "ref",
        "return",
        "select",
        "self",
        "service",
        "static",
        "string",
        "struct",
        "super",
        "switch",
        "this",
        "throw",
        "throws",
        "trait",
        "true",
        "try",
        "type",
        "unsafe",
        "use",
        "using",
        "val",
        "var",
        "void",
        "when",
        "where",
        "while",
        "yield",
    ],
    ignores_case: false,
    key_mark: None,
};

/// Shells, and what is written like them: files that build images, Ruby.
static SHELL: Language = Language {
    comments: &["#"],
    block_comment: None,
    quotes: &[quote("\""), Quote { open: "'", close: "'", spans_lines: false, escapes: false }],
    words: &[
        "add",
        "arg",
        "begin",
        "case",
        "class",
        "cmd",
        "copy",
        "def",
        "do",
        "done",
        "elif",
        "else",
        "end",
        "ensure",
        "entrypoint",
        "env",
        "esac",
        "exec",
        "exit",
        "export",
        "expose",
        "false",
        "fi",
        "for",
        "from",
        "function",
        "healthcheck",
        "if",
        "in",
        "label",
        "local",
        "module",
        "nil",
        "onbuild",
        "require",
        "rescue",
        "return",
        "run",
        "set",
        "shell",
        "source",
        "stopsignal",
        "then",
        "true",
        "unless",
        "until",
        "user",
        "volume",
        "while",
        "workdir",
        "yield",
    ],
    ignores_case: true,
    key_mark: None,
};

static YAML: Language = Language {
    comments: &["#"],
    block_comment: None,
    quotes: &[quote("\""), Quote { open: "'", close: "'", spans_lines: false, escapes: false }],
    words: &["false", "no", "null", "off", "on", "true", "yes"],
    ignores_case: true,
    key_mark: Some(':'),
};

static TOML: Language = Language {
    comments: &["#", "//"],
    block_comment: Some(("/*", "*/")),
    quotes: &[
        long_quote("\"\"\""),
        quote("\""),
        Quote { open: "'", close: "'", spans_lines: false, escapes: false },
    ],
    words: &[
        "data",
        "false",
        "for",
        "if",
        "in",
        "locals",
        "module",
        "null",
        "output",
        "provider",
        "resource",
        "terraform",
        "true",
        "variable",
    ],
    ignores_case: false,
    key_mark: Some('='),
};

static JSON: Language = Language {
    comments: &["//"],
    block_comment: Some(("/*", "*/")),
    quotes: &[quote("\"")],
    words: &["false", "null", "true"],
    ignores_case: false,
    key_mark: None,
};

static SQL: Language = Language {
    comments: &["--"],
    block_comment: Some(("/*", "*/")),
    quotes: &[Quote { open: "'", close: "'", spans_lines: true, escapes: false }, quote("\"")],
    words: &[
        "alter",
        "and",
        "as",
        "begin",
        "by",
        "case",
        "commit",
        "create",
        "default",
        "delete",
        "distinct",
        "drop",
        "else",
        "end",
        "exists",
        "foreign",
        "from",
        "grant",
        "group",
        "having",
        "in",
        "index",
        "inner",
        "insert",
        "into",
        "is",
        "join",
        "key",
        "left",
        "like",
        "limit",
        "not",
        "null",
        "on",
        "or",
        "order",
        "outer",
        "policy",
        "primary",
        "references",
        "revoke",
        "right",
        "row",
        "select",
        "set",
        "table",
        "then",
        "union",
        "unique",
        "update",
        "using",
        "values",
        "view",
        "when",
        "where",
        "with",
    ],
    ignores_case: true,
    key_mark: None,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_and_long_marks_come_before_short_ones() {
        for language in [&PYTHON, &SCRIPT, &BRACES, &SHELL, &YAML, &TOML, &JSON, &SQL] {
            assert!(language.words.is_sorted(), "{:?}", language.words);
            assert!(language.quotes.windows(2).all(|pair| pair[0].open.len() >= pair[1].open.len()));
            let small = |word: &&str| word.to_lowercase() == **word;
            assert!(!language.ignores_case || language.words.iter().all(small));
        }
    }

    #[test]
    fn a_file_is_known_by_its_name() {
        for path in ["a/b.py", "Dockerfile", "x/Dockerfile.dev", "a.TSX", "main.tf"] {
            assert!(of(path).is_some(), "{path}");
        }
        assert!(of("LICENSE").is_none() && of("a.png").is_none() && of("").is_none());
    }
}
