//! Fixtures: a source of each language and the facts it gives.
//!
//! What a fixture looks like, [`crate::readers::rendered`] says.

use super::read;
use crate::Language;
use crate::readers::rendered::differences;
use beredd_model::{ProblemKind, RepoPath};

/// Every fixture, by name.
const FIXTURES: &[(&str, Language, &str)] = &[
    ("src/support.go", Language::Go, include_str!("fixtures/go.txt")),
    ("src/SupportAgent.java", Language::Java, include_str!("fixtures/java.txt")),
    ("src/Support.kt", Language::Kotlin, include_str!("fixtures/kotlin.txt")),
    ("Program.cs", Language::CSharp, include_str!("fixtures/csharp.txt")),
    ("src/main.rs", Language::Rust, include_str!("fixtures/rust.txt")),
    ("lib/support_agent.rb", Language::Ruby, include_str!("fixtures/ruby.txt")),
    ("src/SupportAgent.php", Language::Php, include_str!("fixtures/php.txt")),
];

#[test]
fn fixtures_give_the_facts_they_state() {
    let read = |path: &str, language, source: &str| read(&RepoPath::parse(path).unwrap(), language, source).0;
    let failures: String = FIXTURES
        .iter()
        .map(|(path, language, text)| differences(path, text, |source| read(path, *language, source)))
        .collect();
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn what_is_left_open_is_said_and_proves_nothing() {
    let cases = [
        (Language::Go, "package a\nfunc f() {\n\tx(\n"),
        (Language::Java, "class A {\n  String a = \"\"\"\n never ends"),
        (Language::Rust, "fn f() { /* /* */"),
        (Language::Ruby, "def f\n  if x\nend\n"),
        (Language::Php, "<?php\n$a = <<<EOT\nnever ends"),
    ];
    for (language, text) in cases {
        let (module, problems) = read(&RepoPath::parse("a").unwrap(), language, text);
        assert!(!module.is_parsed, "{text}");
        assert_eq!(
            problems.iter().map(|p| p.kind).collect::<Vec<_>>(),
            [ProblemKind::LimitReached],
            "{text}"
        );
    }
}

#[test]
fn hostile_files_cost_no_more_than_their_length() {
    let pieces = [
        "(",
        "[",
        "{",
        "f(",
        "a.b(",
        "<",
        "a<",
        "\"",
        "'",
        "\"\"\"",
        "/*",
        "$\"{",
        "${",
        "#{",
        "if ",
        "try {",
        "class A {",
        "fn f() {",
        "func f() {",
        "def f\n",
        "do |",
        "x = x.a()\n",
        "a.b().c()",
        "@A(",
        "[A(",
        "#[a(",
        "<<~X\n",
        "<<<X\n",
        "use a::{",
        "import a.",
        "r#\"",
        "=> ",
        "-> ",
        ": ",
        ", ",
        "x := ",
        "new A { b = ",
        "impl A {",
        "mod a {",
        "case ",
        "%w(",
        "|",
        "match x {",
        "if err != nil {",
        "`",
    ];
    for language in [
        Language::Go,
        Language::Java,
        Language::Kotlin,
        Language::CSharp,
        Language::Rust,
        Language::Ruby,
        Language::Php,
    ] {
        for piece in pieces {
            let text = format!("<?php {}", piece.repeat(4_000));
            let _ = read(&RepoPath::parse("a").unwrap(), language, &text);
        }
        let all = pieces.concat().repeat(60);
        let _ = read(&RepoPath::parse("a").unwrap(), language, &all);
    }
}

fn public(name: &str, language: Language, text: &str) -> Vec<String> {
    let (module, _) = read(&RepoPath::parse(name).unwrap(), language, text);
    let shown = module.definitions.into_iter().filter(|one| one.is_public);
    shown.map(|one| one.qualified).collect()
}

#[test]
fn what_others_may_use_is_told_by_each_languages_own_rule() {
    let java =
        "public class A {\n  public void ask() { b(); }\n  private void b() {}\n  protected void c() {}\n}\n";
    assert_eq!(public("A.java", Language::Java, java), ["A", "A.ask"]);
    let csharp =
        "public class A {\n  public void Ask() {}\n  void B() {}\n}\ninterface IModels {\n  void Ask();\n}\n";
    assert_eq!(public("A.cs", Language::CSharp, csharp), ["A", "A.Ask", "IModels", "IModels.Ask"]);
    let kotlin = "class A {\n  fun ask() = b()\n  private fun b() = 1\n}\n";
    assert_eq!(public("A.kt", Language::Kotlin, kotlin), ["A", "A.ask"]);
    let go =
        "package a\n\ntype Models struct{}\n\nfunc (m *Models) Ask() {}\n\nfunc (m *Models) count() {}\n";
    assert_eq!(public("a.go", Language::Go, go), ["Models", "Models.Ask"]);
    let rust = "pub struct A;\nimpl A {\n    pub fn ask(&self) {}\n    fn b(&self) {}\n}\nimpl Models for A {\n    fn c(&self) {}\n}\n";
    assert_eq!(public("a.rs", Language::Rust, rust), ["A", "A.ask", "A.c"]);
}
