//! Hostile texts, made by code.

/// A text and what it is.
pub(crate) struct Input {
    pub(crate) what: String,
    pub(crate) bytes: Vec<u8>,
}

/// One name for every reader.
pub(crate) const NAMES: &[&str] = &[
    "a.py",
    "a.ipynb",
    "a.ts",
    "a.tsx",
    "a.js",
    "a.go",
    "a.java",
    "a.kt",
    "a.cs",
    "a.rs",
    "a.rb",
    "a.php",
    "Makefile",
    "a.sh",
    "Dockerfile",
    "a.yaml",
    "a.json",
    "a.toml",
    "a.properties",
    ".env",
    "a.tf",
    "a.md",
    "a.rst",
    "a.sql",
    "a.xml",
    "a.csv",
    "requirements.txt",
    "package.json",
    "go.mod",
];

/// What opens, and what closes it.
const PAIRS: &[(&str, &str)] = &[
    ("[", "]"),
    ("{", "}"),
    ("(", ")"),
    ("<", ">"),
    ("[{", "}]"),
    ("{\"a\":", "}"),
    ("{a:", "}"),
    ("a: {", "}"),
    ("a = [", "]"),
    ("a = {", "}"),
    ("a {\n", "}\n"),
    ("<a>", "</a>"),
    ("f(", ")"),
    ("f(lambda: ", ")"),
    ("f\"{", "}\""),
    ("`${", "}`"),
    ("${", "}"),
    ("\"${", "}\""),
    ("{{ ", " }}"),
    ("/*", "*/"),
    ("x[", "]"),
    ("A<", ">"),
    ("() => (", ")"),
    ("function f() {", "}"),
    ("if (a) {", "}"),
    ("class A {", "}"),
    ("{ \"source\": [", "] }"),
    ("![", "](a)"),
    ("CREATE TABLE a (", ");"),
    ("{% if a %}", "{% endif %}"),
    ("<<EOF\n", "EOF\n"),
    ("\\(", "\\)"),
    ("#{", "}"),
    ("\"#{", "}\""),
    ("{\"cells\":[{\"cell_type\":\"code\",\"source\":[\"a = ", "\"]}]}"),
];

/// What only goes on.
const UNITS: &[&str] = &[
    "- ",
    "? ",
    "> ",
    "* ",
    "1. ",
    "# ",
    "*",
    "_",
    "**a",
    "`",
    "~",
    "|",
    "| a |",
    "[](",
    "[a][",
    "&a ",
    "*a ",
    "!t ",
    "!!a ",
    "<<: *a\n",
    "a: &a [*a]\n",
    "a: ",
    "a.",
    "a?.",
    "a::",
    "a->",
    "a,",
    "a;",
    "a=",
    "a = ",
    "a = 1\n",
    "a + ",
    "a and ",
    "a if b else ",
    "not ",
    "-",
    "!",
    "await ",
    "typeof ",
    "new ",
    "return ",
    "lambda: ",
    "@a\n",
    "@",
    "\\\n",
    "\\",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "r\"",
    "f'",
    "#",
    "//",
    "--",
    "/*",
    "<!--",
    "<![CDATA[",
    "<?a ",
    "<a ",
    "<a b=\"",
    "</a>",
    "&amp;",
    "&a;",
    "\t",
    " ",
    "\n",
    "\r",
    "\r\n",
    "\u{feff}",
    "\u{202e}",
    "\u{0}",
    "é",
    "\u{1F600}",
    "0",
    "1e",
    "0x",
    "1_",
    "[[a]]\n",
    "[a]\n",
    "[a.a]\na=1\n",
    "a.a.a.a=1\n",
    "a=1\n",
    "export A=1\n",
    "FROM a AS b\n",
    "RUN <<A <<B\n",
    "RUN a && \\\n",
    "HEALTHCHECK ",
    "resource \"a\" \"b\" {}\n",
    "variable a {}\n",
    "import a\n",
    "from a import b\n",
    "from . import *\n",
    "import \"a\";",
    "require('a');",
    "use a::b;\n",
    "def a(): pass\n",
    "class A(A): pass\n",
    "async def a(): await a()\n",
    "try:\n  a\nexcept: pass\n",
    "if a:\n  b\nelif c: d\n",
    "elif a: b\n",
    "else if (a) {}",
    "with a as b: c\n",
    "x = [a for a in b]\n",
    "match a:\n  case b: c\n",
    "a: int = 1\n",
    "global a\n",
    "del a\n",
    "assert a\n",
    "password = \"hunter2hunter2\"\n",
    "-----BEGIN RSA PRIVATE KEY-----\n",
    "AKIAIOSFODNN7EXAMPLE",
    "postgres://a:b@c/d ",
    "://",
    "@",
    ":",
    "%",
    "=",
    "==",
    "INSERT INTO a VALUES (1);\n",
    "CREATE INDEX a ON b (c);\n",
    "ALTER TABLE a ADD b int;\n",
    "DO $$",
    "$$",
    "$a$",
    "begin\n",
    "end\n",
    "<%",
    "%>",
    "<?php ",
    "=begin\n",
    "<<~A\n",
    "%w(",
    "function a(b){return b+1};",
    "var a=1,",
    "a=>",
    "async ",
    "?",
    "?:",
    "a?b:",
    "{}",
    "[]",
    "()",
    "();",
    "a()",
    "a()()",
    "a[0]",
    "- name: a\n  uses: b\n",
    "---\n",
    "...\n",
    "|\n",
    ">\n",
    "a: |\n b\n",
    "```\n",
    "```python\n",
    "~~~\n",
    "====\n",
    "a\n===\n",
    "a\n---\n",
    "|a|\n|-|\n",
    "[^a]: b\n",
    "[a]: b\n",
    "<a>",
    "$(",
    "`a`",
    "a <- ",
    "::",
    ".. a::\n",
    "go 1.2\n",
    "require a v1\n",
    "a==1\n",
    "a>=1,<2\n",
    "-r a\n",
    "-e .\n",
    "\"a\":1,",
    "{\"a\":1}\n",
    "[1]\n",
];

/// Brackets and their like, `depth` of them, left open and closed.
pub(crate) fn nested(depth: usize) -> Vec<Input> {
    let mut inputs = Vec::new();
    for (open, close) in PAIRS {
        let left_open = open.repeat(depth);
        let closed = format!("{left_open}1{}", close.repeat(depth));
        inputs.push(text(format!("{depth} open {open:?}"), left_open));
        inputs.push(text(format!("{depth} pairs of {open:?}"), format!("{closed}\n")));
        if open.len() == 1 {
            inputs.push(text(format!("{depth} pairs of {open:?}, assigned"), format!("a = {closed}\n")));
            inputs.push(text(format!("{depth} pairs of {open:?}, as a value"), format!("a: {closed}\n")));
        }
    }
    inputs.push(text("indentation".into(), indented("if a:\n", 1_500)));
    inputs.push(text("keys in keys".into(), indented("a:\n", 1_500)));
    inputs.push(text("items in items".into(), indented("- a\n", 1_500)));
    inputs.push(text("laughter in YAML".into(), laughter()));
    inputs.push(text("laughter in XML".into(), entities()));
    inputs
}

/// One unit again and again, about `bytes` long: after an assignment, and on its own.
pub(crate) fn repeated(bytes: usize) -> Vec<Input> {
    let mut inputs = Vec::new();
    for unit in UNITS {
        let body = unit.repeat(bytes / unit.len());
        inputs.push(text(format!("again and again {unit:?}"), body));
    }
    inputs
}

/// Lines of `bytes`.
pub(crate) fn long_lines(bytes: usize) -> Vec<Input> {
    let of = |unit: &str| unit.repeat(bytes / unit.len());
    vec![
        text("a long word".into(), of("a")),
        text("a long number".into(), of("1234567890")),
        text("a long text".into(), format!("a = \"{}\"\n", of("lorem ipsum "))),
        text("a long comment".into(), format!("# {}\n", of("lorem ipsum "))),
        text(
            "a minified bundle".into(),
            of("!function(e,t){var n=e[t];return n&&n.call(e,\"a\")||{b:[1,2]}}(a,b),"),
        ),
        text("a long list".into(), format!("a = [{}]\n", of("\"a\", "))),
        text("base64".into(), format!("key = \"{}\"\n", of("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo"))),
        text("a long expression".into(), format!("a = {}1\n", of("1 + "))),
        text("a long object".into(), format!("{{{}\"z\":1}}", of("\"a\":{\"b\":[1,null]},"))),
    ]
}

/// Bytes that are no text, and texts in encodings other than the usual.
pub(crate) fn encodings() -> Vec<Input> {
    let source = "import os\nname = \"åäö\" # {\"a\": [1]}\n- a: b\n<a>b</a>\n".repeat(50);
    let wide: Vec<u16> = source.encode_utf16().collect();
    let bytes_of = |order: fn(u16) -> [u8; 2]| wide.iter().copied().flat_map(order).collect::<Vec<u8>>();
    let latin: Vec<u8> = source.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    let raw = |what: &str, parts: &[&[u8]]| Input { what: what.into(), bytes: parts.concat() };
    vec![
        raw("UTF-16, little", &[b"\xff\xfe", &bytes_of(u16::to_le_bytes)]),
        raw("UTF-16, big", &[b"\xfe\xff", &bytes_of(u16::to_be_bytes)]),
        raw("UTF-16 without a mark", &[&bytes_of(u16::to_le_bytes)]),
        raw("UTF-16, odd", &[b"\xff\xfe", &bytes_of(u16::to_le_bytes), b"x"]),
        raw("UTF-16, half a pair", &[b"\xff\xfe", &[0x00, 0xd8].repeat(1000)]),
        raw("Latin-1", &[&latin]),
        raw("half UTF-8, half Latin-1", &[source.as_bytes(), &latin]),
        raw("half UTF-8, half UTF-16", &[source.as_bytes(), &bytes_of(u16::to_le_bytes)]),
        raw("NUL between", &[source.as_bytes(), &[0; 64], source.as_bytes()]),
        raw("NUL alone", &[&[0; 4096]]),
        raw("every byte", &[&(0..=255).collect::<Vec<u8>>().repeat(64)]),
        raw("bytes that never begin a character", &[&[0x80; 4096]]),
        raw("too long an encoding", &[&b"\xc0\x80\xe0\x80\x80\xf8\x88\x80\x80\x80".repeat(100)]),
        raw("cut within a character", &[source.as_bytes(), b"\xf0\x9f\x98"]),
        raw("marks in the middle", &["\u{feff}a = 1\n".repeat(500).as_bytes()]),
        raw("returns alone", &[source.replace('\n', "\r").as_bytes()]),
        raw("nothing", &[]),
    ]
}

/// `line` ever deeper, by one space.
fn indented(line: &str, depth: usize) -> String {
    (0..depth).map(|level| format!("{}{line}", " ".repeat(level))).collect()
}

/// Ten aliases of ten aliases, thirty levels deep.
fn laughter() -> String {
    let mut yaml = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..30 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        yaml.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    yaml
}

/// The same with entities.
fn entities() -> String {
    let mut xml = "<?xml version=\"1.0\"?>\n<!DOCTYPE a [\n<!ENTITY a0 \"lol\">\n".to_owned();
    for level in 1..30 {
        xml.push_str(&format!("<!ENTITY a{level} \"{}\">\n", format!("&a{};", level - 1).repeat(10)));
    }
    xml.push_str("]>\n<testsuite><testcase name=\"&a29;\"/>&a29;</testsuite>\n");
    xml
}

fn text(what: String, text: String) -> Input {
    Input { what, bytes: text.into_bytes() }
}
