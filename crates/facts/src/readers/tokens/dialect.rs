//! What tells the languages apart, as tables: comments, texts, words that are no names.

use crate::Language;

/// What a text may hold besides letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holes {
    /// Nothing.
    None,
    /// `$name` and `${…}`.
    Dollar,
    /// `{…}`; doubled braces are letters.
    Brace,
    /// `#{…}`.
    Hash,
    /// `$name` and `{$…}`.
    Php,
}

/// How a text is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quote {
    /// How it begins.
    pub(super) open: &'static str,
    /// How it ends.
    pub(super) close: &'static str,
    /// Whether a backslash takes the meaning from the next letter.
    pub(super) escapes: bool,
    /// Whether a doubled closing sign is a letter.
    pub(super) doubles: bool,
    /// Whether it may run over several lines.
    pub(super) is_long: bool,
    /// What may stand in it.
    pub(super) holes: Holes,
}

const fn plain(sign: &'static str) -> Quote {
    Quote { open: sign, close: sign, escapes: true, doubles: false, is_long: false, holes: Holes::None }
}

const fn long(open: &'static str, close: &'static str, escapes: bool, holes: Holes) -> Quote {
    Quote { open, close, escapes, doubles: false, is_long: true, holes }
}

const fn with_holes(open: &'static str, holes: Holes) -> Quote {
    Quote { holes, ..Quote { open, ..plain("\"") } }
}

/// A language, as far as its tokens go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dialect {
    /// Which.
    pub(super) language: Language,
    /// What begins a comment that ends with its line.
    pub(super) line_comments: &'static [&'static str],
    /// What begins and ends a longer comment.
    pub(super) block_comment: Option<(&'static str, &'static str)>,
    /// Whether longer comments stand in each other.
    pub(super) nests: bool,
    /// How texts are written; where two begin alike, the longer first.
    pub(super) quotes: &'static [Quote],
    /// Whether a statement ends where its line does.
    pub(super) ends_with_line: bool,
    /// What a documenting comment begins with; empty where any comment above a definition documents it.
    pub(super) doc_marks: &'static [&'static str],
}

const C_BLOCK: Option<(&str, &str)> = Some(("/*", "*/"));

const GO: Dialect = Dialect {
    language: Language::Go,
    line_comments: &["//"],
    block_comment: C_BLOCK,
    nests: false,
    quotes: &[plain("\""), long("`", "`", false, Holes::None), plain("'")],
    ends_with_line: true,
    doc_marks: &[],
};

const JAVA: Dialect = Dialect {
    language: Language::Java,
    line_comments: &["//"],
    block_comment: C_BLOCK,
    nests: false,
    quotes: &[long("\"\"\"", "\"\"\"", true, Holes::None), plain("\""), plain("'")],
    ends_with_line: false,
    doc_marks: &["/**"],
};

const KOTLIN: Dialect = Dialect {
    language: Language::Kotlin,
    line_comments: &["//"],
    block_comment: C_BLOCK,
    nests: true,
    quotes: &[long("\"\"\"", "\"\"\"", false, Holes::Dollar), with_holes("\"", Holes::Dollar), plain("'")],
    ends_with_line: true,
    doc_marks: &["/**"],
};

const CSHARP: Dialect = Dialect {
    language: Language::CSharp,
    line_comments: &["//"],
    block_comment: C_BLOCK,
    nests: false,
    quotes: &[
        long("$$\"\"\"", "\"\"\"", false, Holes::None),
        long("$\"\"\"", "\"\"\"", false, Holes::Brace),
        long("\"\"\"", "\"\"\"", false, Holes::None),
        Quote { doubles: true, ..long("$@\"", "\"", false, Holes::Brace) },
        Quote { doubles: true, ..long("@$\"", "\"", false, Holes::Brace) },
        Quote { doubles: true, ..long("@\"", "\"", false, Holes::None) },
        with_holes("$\"", Holes::Brace),
        plain("\""),
        plain("'"),
    ],
    ends_with_line: false,
    doc_marks: &["///", "/**"],
};

const RUST: Dialect = Dialect {
    language: Language::Rust,
    line_comments: &["//"],
    block_comment: C_BLOCK,
    nests: true,
    // Raw texts (`r#"…"#`) and lifetimes are told apart by the lexer itself.
    quotes: &[
        long("b\"", "\"", true, Holes::None),
        long("c\"", "\"", true, Holes::None),
        long("\"", "\"", true, Holes::None),
        plain("'"),
    ],
    ends_with_line: false,
    doc_marks: &["///", "/**"],
};

const RUBY: Dialect = Dialect {
    language: Language::Ruby,
    line_comments: &["#"],
    block_comment: None,
    nests: false,
    quotes: &[
        long("\"", "\"", true, Holes::Hash),
        long("'", "'", true, Holes::None),
        long("`", "`", true, Holes::Hash),
    ],
    ends_with_line: true,
    doc_marks: &[],
};

const PHP: Dialect = Dialect {
    language: Language::Php,
    line_comments: &["//", "#"],
    block_comment: C_BLOCK,
    nests: false,
    quotes: &[long("\"", "\"", true, Holes::Php), long("'", "'", true, Holes::None)],
    ends_with_line: false,
    doc_marks: &["/**"],
};

impl Dialect {
    /// The table of a language, when this reader knows it.
    pub(super) const fn of(language: Language) -> Option<&'static Self> {
        Some(match language {
            Language::Go => &GO,
            Language::Java => &JAVA,
            Language::Kotlin => &KOTLIN,
            Language::CSharp => &CSHARP,
            Language::Rust => &RUST,
            Language::Ruby => &RUBY,
            Language::Php => &PHP,
            _ => return None,
        })
    }
}

/// Words that begin something other than a name, in any of the languages; sorted. One that is a name in another language only
/// costs a fact there.
const NO_NAMES: &[&str] = &[
    "and", "begin", "case", "catch", "defer", "do", "else", "elseif", "elsif", "ensure", "finally", "for",
    "foreach", "go", "goto", "if", "in", "is", "lock", "loop", "match", "not", "or", "rescue", "select",
    "switch", "then", "try", "unless", "unsafe", "until", "when", "while",
];

/// Whether a word steers instead of naming.
pub(super) fn is_keyword(word: &str) -> bool {
    NO_NAMES.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_in_order() {
        assert!(NO_NAMES.is_sorted());
        for language in [Language::Go, Language::Kotlin, Language::CSharp, Language::Rust, Language::Php] {
            let quotes = Dialect::of(language).unwrap().quotes;
            for (at, quote) in quotes.iter().enumerate() {
                let hidden = quotes[..at].iter().any(|earlier| quote.open.starts_with(earlier.open));
                assert!(!hidden, "{language:?} {}", quote.open);
            }
        }
        assert!(Dialect::of(Language::Python).is_none());
    }
}
