//! Fixtures: a Python source and the facts it gives, one file for each feature and its lookalikes.
//!
//! What a fixture looks like, [`crate::readers::rendered`] says.

use super::read;
use crate::readers::rendered::differences;
use beredd_model::{ProblemKind, RepoPath};

/// Every fixture, by name.
const FIXTURES: &[(&str, &str)] = &[
    ("branches", include_str!("fixtures/branches.txt")),
    ("chains", include_str!("fixtures/chains.txt")),
    ("definitions", include_str!("fixtures/definitions.txt")),
    ("fallback_definitions", include_str!("fixtures/fallback_definitions.txt")),
    ("imports", include_str!("fixtures/imports.txt")),
    ("locals", include_str!("fixtures/locals.txt")),
    ("loops", include_str!("fixtures/loops.txt")),
    ("not_runnable", include_str!("fixtures/not_runnable.txt")),
    ("passages", include_str!("fixtures/passages.txt")),
    ("references", include_str!("fixtures/references.txt")),
    ("results", include_str!("fixtures/results.txt")),
    ("runnable_call", include_str!("fixtures/runnable_call.txt")),
    ("runnable_guard", include_str!("fixtures/runnable_guard.txt")),
    ("self_attributes", include_str!("fixtures/self_attributes.txt")),
    ("tries", include_str!("fixtures/tries.txt")),
    ("values", include_str!("fixtures/values.txt")),
];

fn path() -> RepoPath {
    RepoPath::parse("src/module.py").unwrap()
}

#[test]
fn fixtures_give_the_facts_they_state() {
    let failures: String = FIXTURES
        .iter()
        .map(|(name, text)| differences(name, text, |source| read(&path(), source).0))
        .collect();
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn a_file_that_breaks_the_grammar_is_read_as_far_as_it_goes() {
    let source =
        "import openai\n\ndef ask():\n    return openai.chat.completions.create(\n\ndef other():\n    pass\n";
    let (module, problems) = read(&path(), source);
    assert!(!module.is_parsed);
    assert_eq!(module.imports.len(), 1);
    assert!(module.definitions.iter().any(|definition| definition.name == "ask"));
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!(problem.kind, ProblemKind::SyntaxError);
    assert_eq!(problem.path, "src/module.py");
    assert!(problem.line.is_some_and(|line| (4..=6).contains(&line)), "{problem:?}");
}

#[test]
fn what_is_too_deep_or_too_long_is_said_and_not_parsed() {
    for source in
        ["(".repeat(100_000), "x = 1\n".repeat(1_000_000), format!("x = y{}", ".z()".repeat(50_000))]
    {
        let (module, problems) = read(&path(), &source);
        assert!(!module.is_parsed && module.calls.is_empty());
        assert_eq!(
            problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(),
            [ProblemKind::LimitReached]
        );
    }
}

#[test]
fn the_deepest_text_that_is_parsed_fits_the_stack() {
    let blocks: String = (0..99).map(|depth| format!("{}if x:\n", " ".repeat(depth))).collect();
    let inner = " ".repeat(99);
    let brackets =
        |open: &str, close: &str, middle: &str| format!("{}{middle}{}", open.repeat(63), close.repeat(63));
    let sources = [
        format!("{blocks}{inner}x = {}\n", brackets("(", ")", "1")),
        format!("{blocks}{inner}x = {}\n", brackets("f(", ")", "1")),
        format!("{blocks}{inner}x = {}\n", brackets("[", "]", "1")),
        format!("{blocks}{inner}x = {}\n", brackets("{1: ", "}", "1")),
        format!("{blocks}{inner}x = {}\n", brackets("[y for y in ", "]", "z")),
        format!("{blocks}{inner}x = {}\n", brackets("(lambda: ", ")", "z")),
        format!("{blocks}{inner}x = {}1{}\n", "f(a + ".repeat(63), ")".repeat(63)),
        format!("{blocks}{inner}x = {}y\n", "-".repeat(390)),
        format!("{blocks}{inner}x = {}y\n", "not ".repeat(390)),
        format!("{blocks}{inner}x = {}y\n", "lambda: ".repeat(190)),
        format!("{blocks}{inner}x = y{}\n", ".z".repeat(390)),
        format!("{blocks}{inner}x = y{}\n", ".z()".repeat(190)),
        format!("{blocks}{inner}x = y{}\n", "[0]".repeat(390)),
        format!("{blocks}{inner}x = y{}\n", " + z".repeat(390)),
        format!("{blocks}{inner}x = y{}\n", " ** z".repeat(390)),
        format!("{blocks}{inner}x = y{}\n", " if a else b".repeat(190)),
        (0..99).map(|depth| format!("{}class A(B):\n", " ".repeat(depth))).collect::<String>()
            + &inner
            + "pass\n",
        (0..99).map(|depth| format!("{}try:\n", " ".repeat(depth))).collect::<String>() + &inner + "pass\n",
        (0..99).map(|depth| format!("{}def f(a=f()):\n", " ".repeat(depth))).collect::<String>()
            + &inner
            + "return f\n",
        "x = x.f(x)\n".repeat(2_000),
        "def f():\n    return x\nx = f()\n".repeat(500),
        "if a:\n    x = b\n".repeat(2_000) + &"x.y()\n".repeat(2_000),
        "class A(A): x = A().x\n".repeat(500) + "A().x.y()\n",
    ];
    for source in sources {
        assert!(
            !super::nesting::is_too_deep(&source),
            "{}",
            source.chars().rev().take(60).collect::<String>()
        );
        let (_, problems) = read(&path(), &source);
        assert!(problems.iter().all(|problem| problem.kind == ProblemKind::SyntaxError), "{problems:?}");
    }
}

#[test]
fn names_that_lead_to_each_other_come_to_an_end() {
    let all = |made: &dyn Fn(usize) -> String| (0..40).map(made).collect::<String>();
    let members = |kind: &dyn Fn(usize) -> String| (0..40).map(kind).collect::<Vec<_>>().join(", ");
    let sources = [
        all(&|i| format!("x{i} = [{}]\n", members(&|j| format!("x{j}[0]")))) + "x0[0].go()\n",
        all(&|i| format!("x{i} = {{{}}}\n", members(&|j| format!("{j}: x{j}.get(0)")))) + "x0[0].go()\n",
        all(&|i| {
            format!("def f{i}():\n{}", (0..20).map(|j| format!("    return f{j}()\n")).collect::<String>())
        }) + "f0().go()\n",
        all(&|i| format!("class A{i}({}): pass\n", members(&|j| format!("A{j}")))) + "A0().x.go()\n",
        all(&|i| format!("x{i} = {}\n", (0..40).map(|j| format!("x{j}.y")).collect::<Vec<_>>().join(" or ")))
            + "x0.go()\n",
        format!(
            "class A:\n  def f(self):\n{}",
            all(&|i| format!("    self.x{i} = [{}]\n", members(&|j| format!("self.x{j}[0]"))))
        ),
        "for x in x:\n    for x in x[x]:\n        x = x[0] or x.get(x)\nx[0].go()\n".repeat(200),
    ];
    for source in sources {
        let (module, problems) = read(&path(), &source);
        assert!(module.is_parsed, "{problems:?}");
    }
}

#[test]
fn strange_texts_are_read_without_harm() {
    let nul = "x = '\0'\n\0\nimport os\n";
    let sources = [
        "",
        "\n",
        "\0",
        nul,
        "\u{feff}import os\n",
        "import os\r\nos.getcwd()\r\n",
        "import os\ros.getcwd()\r",
        "if x:\n\tf()\n        g()\n",
        "räknare = Räknare()\nräknare.öka()\n",
        "print 'two'\n",
        "def",
        "class",
        "@",
        "f'{",
        "f'{x!}'",
        "'''",
        "x = (",
        "from . import",
        "from .... import *",
        "import a.b.c.d as",
        "lambda",
        "match x:\n  case",
        "try:\nexcept:\n",
        "async await yield",
        "x: int = ",
        "def f(*, **, a, a=): pass",
        "a, (b, [c, *d]) = e, (f, [g])",
        "del x[0], y.z",
        "global x\nnonlocal y",
        "\u{2028}\u{85}\u{c}x()",
        "x = \"\\N{nothing}\\xZZ\"",
        "(yield)",
        "*a, = *b,",
        "%time x()",
        "x()()()[0]().y.z()",
    ];
    for source in sources {
        let (module, problems) = read(&path(), source);
        assert_eq!(module.is_parsed, problems.is_empty(), "{source:?}");
        let lines = u32::try_from(source.split(['\n', '\r']).count()).unwrap();
        assert!(module.calls.iter().all(|call| call.lines.end <= lines), "{source:?}");
    }
}

#[test]
fn line_ends_do_not_move_calls() {
    let source = "import os\n\n\ndef f():\n    return os.getcwd()\n";
    let (expected, _) = read(&path(), source);
    for ends in ["\r\n", "\r"] {
        let (module, _) = read(&path(), &source.replace('\n', ends));
        assert_eq!(module, expected);
    }
}
