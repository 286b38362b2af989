//! Policy files: what is read, what is refused and how it is said, and that what is written reads back.

use super::*;
use beredd_model::{
    AcceptedRisk, Attestation, Attested, Criterion, Date, EffortOverride, Estimate, Lang, Precedence,
};
use proptest::prelude::*;

fn day(written: &str) -> Date {
    Date::parse(written).unwrap()
}

/// The problems of a file as `line: key: message`.
fn problems(text: &str) -> Vec<String> {
    let line = |problem: &PolicyProblem| format!("{}: {}", problem.line.unwrap_or(0), problem.message.en);
    read(text, FILE_NAME).problems.iter().map(line).collect()
}

#[test]
fn a_whole_file_is_read() {
    let text = r#"
extends = "happyos"
name = "shop"
level = "B"
languages = ["sv", "en"]
regions = ["eu"]
technologies = ["prometheus"]

[score]
ready_above_percent = 85.5
nearly_from_percent = 70

[weights]
security = 40
documentation = 0

[thresholds]
llm_tests = 12
llm_p95_milliseconds = 1500
cache_hit_percent = 12.5
concurrent_users = 500
functionality_percent = 80

[capacity]
developers = 3
focus_percent = 60
start = 2026-01-05

[[teams]]
name = "Support"
folder = "support"
agents = ["Triage"]
languages = ["sv"]
regions = ["eu"]

[[teams]]
name = "sales"

[effort."K1.1"]
base_days = [0.5, 1, 2]

[effort."llm/agents-call-models-through-one-service"]
per_site_days = [1, 1.5, 2]

[[order]]
first = "a/b"
then = "c/d"

[[accepted]]
check = "a/b"
place = "src/**"
subject = "Triage"
reason = "old"
owner = "Eva"
expires = 2026-12-31

[[attested]]
criterion = "K8.1"
value = "pass"
evidence = "report 7"
who = "Eva"
date = 2026-01-02
"#;
    let reading = read(text, FILE_NAME);
    assert_eq!(reading.problems, []);
    let policy = reading.policy.clone();
    assert_eq!((&*policy.name, &*policy.source, policy.level), ("shop", FILE_NAME, Level::B));
    assert_eq!((policy.ready_above_permille, policy.nearly_from_permille), (855, 700));
    let weights =
        [Category::Security, Category::Documentation, Category::Llm].map(|c| policy.weights_permille[&c]);
    assert_eq!(weights, [400, 0, 150]);
    assert_eq!((policy.thresholds.cache_hit_permille, policy.thresholds.llm_tests), (125, 12));
    let expected = Capacity { developers: 3, focus_permille: 600, start: Some(day("2026-01-05")) };
    assert_eq!(policy.capacity, expected);
    let teams: Vec<_> =
        policy.teams.iter().map(|team| (&*team.name, &*team.folder, team.is_eu_only)).collect();
    assert_eq!(teams, [("Support", "support", true), ("sales", "sales", false)]);
    assert_eq!(policy.effort["K1.1"].base, Some(Estimate::millidays(500, 1000, 2000)));
    assert_eq!(policy.order, [Precedence { first: "a/b".into(), then: "c/d".into() }]);
    assert_eq!(policy.accepted[0].expires, day("2026-12-31"));
    assert_eq!(policy.attested[0].of, Attested::Criterion(Criterion::new(Category::Performance, 1)));
    assert_eq!(reading.line_of("score.ready_above_percent"), Some(10));
    assert_eq!(reading.line_of("accepted[0].check"), Some(50));
}

#[test]
fn an_empty_file_is_the_generic_policy() {
    let policy = read("", FILE_NAME).policy;
    assert_eq!(differences(&policy, &generic()), Vec::<String>::new());
    assert_eq!(read("extends = 'happyos'", FILE_NAME).policy.teams, happyos().teams);
}

#[test]
fn what_cannot_be_used_is_said_with_line_key_value_and_what_counts_instead() {
    let cases = [
        (
            "\nlevel = 'D'",
            "2: level is 'D'; expected: one of \"A\", \"B\", \"C\". The value of the profile it extends counts instead.",
        ),
        (
            "[score]\nready_above = 80",
            "2: score.ready_above is no key of the policy. Did you mean ready_above_percent? It changes nothing.",
        ),
        ("[scores]\n", "1: scores is no key of the policy. Did you mean score? It changes nothing."),
        (
            "[score]\nlevel = 'A'",
            "2: score.level is no key here: level stands at the top of the file, before the first bracket. It changes nothing.",
        ),
        ("score = 3", "1: score is no value of its own; expected: keys under [score]. It changes nothing."),
        (
            "accepted = 3",
            "1: accepted is no value of its own; expected: keys under [[accepted]]. It changes nothing.",
        ),
        (
            "[score]\nready_above_percent = 120",
            "2: score.ready_above_percent is 120; expected: a number from 0 to 100 with at most one decimal. The value of the profile it extends counts instead.",
        ),
        (
            "[score]\nnearly_from_percent = 90",
            "2: score.nearly_from_percent is above score.ready_above_percent; expected: at most as high. The limits of the profile it extends count instead.",
        ),
        (
            "[capacity]\nfocus_percent = 0",
            "2: capacity.focus_percent is 0; expected: a number above 0, up to 100. The value of the profile it extends counts instead.",
        ),
        (
            "[[order]]\nfirst = 'a'\nthen = 'a'",
            "1: order[0] sets a check before itself. The entry is left out.",
        ),
        (
            "[effort.K9]\nbase_days = [1, 2, 3]",
            "1: effort.\"K9\" is neither a check such as \"llm/…\" nor a criterion, \"K1.1\" to \"K8.5\". It changes nothing.",
        ),
        (
            "level = 'A'\nlevel = 'B'",
            "2: This is not TOML: duplicate key. No key of the file is used; the generic profile counts.",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(problems(text), [expected]);
        let policy = read(text, FILE_NAME).policy;
        assert_eq!(differences(&policy, &generic()), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn half_a_decision_is_none() {
    let whole = "check = 'a/b'\nreason = 'r'\nowner = 'o'\nexpires = 2026-12-31\n";
    assert_eq!(read(&format!("[[accepted]]\n{whole}"), FILE_NAME).policy.accepted.len(), 1);
    let lame = [
        whole.replace("expires = 2026-12-31", "expires = 'never'"),
        whole.replace("owner = 'o'\n", ""),
        // A misspelt narrowing would otherwise accept it everywhere.
        format!("{whole}plase = 'src/**'\n"),
    ];
    for entry in lame {
        let reading = read(&format!("[[accepted]]\n{entry}\n[[accepted]]\n{whole}"), FILE_NAME);
        assert_eq!((reading.policy.accepted.len(), reading.problems.len()), (1, 1), "{entry}");
        assert_eq!(
            reading.line_of("accepted[0]").unwrap(),
            u32::try_from(entry.lines().count() + 3).unwrap()
        );
    }
    let both = "[[attested]]\ncriterion = 'K1.1'\ncheck = 'a'\nvalue = 85\nevidence = 'e'\nwho = 'w'\ndate = 2026-01-01\n";
    assert_eq!(read(both, FILE_NAME).policy.attested.len(), 0);
    let attested = read(&both.replace("check = 'a'\n", ""), FILE_NAME).policy.attested;
    assert_eq!(attested[0].holds_permille, 850);
}

#[test]
fn names_are_proposed_when_they_are_like_enough() {
    let checks = [
        "llm/answers-of-models-are-used",
        "llm/agents-hold-no-provider-client",
        "testing/tests-every-agents-fallback",
    ];
    assert_eq!(nearest("llm/answers-of-model-are-used", &checks), Some(checks[0]));
    assert_eq!(nearest("agents-hold-no-provider-client", &checks), Some(checks[1]));
    assert_eq!(nearest("llm/something-else-altogether", &checks), None);
    assert_eq!((nearest("", &checks), nearest("x", &[])), (None, None));
}

#[test]
fn weights_of_nothing_are_refused() {
    let all = Category::ALL.map(|category| format!("{} = 0\n", category.id())).concat();
    let reading = read(&format!("[weights]\n{all}"), FILE_NAME);
    assert_eq!((reading.problems.len(), reading.policy.weights_permille), (1, generic().weights_permille));
}

#[test]
fn hostile_files_end_in_words() {
    let deep = format!("a = {}{}", "[".repeat(5000), "]".repeat(5000));
    let long = "x".repeat(MOST_BYTES + 1);
    let many = "[[accepted]]\n".repeat(5000);
    let wide: String = (0..9000).map(|number| format!("k{number} = 1\n")).collect();
    for text in [&*deep, &*long, &*many, &*wide, "\u{0}", "[", "[[teams]\n", "= 1", "\u{feff}level = 'B'"] {
        let reading = read(text, FILE_NAME);
        assert!(reading.problems.len() <= 201, "{}", reading.problems.len());
        assert!(text.starts_with('\u{feff}') || !reading.problems.is_empty());
    }
    assert_eq!(read("\u{feff}level = 'B'", FILE_NAME).policy.level, Level::B);
    let quoted = &read(&format!("level = '{}'", "å".repeat(9000)), FILE_NAME).problems[0].message.en;
    assert!(quoted.len() < 400, "{quoted}");
}

#[test]
fn every_section_says_what_it_is_for_and_every_key_is_written() {
    for lang in Lang::ALL {
        let text = write(&generic(), lang);
        for section in keys::SECTIONS {
            let header = if section.name.is_empty() { String::new() } else { section.name.to_owned() };
            assert!(
                text.contains(&header) && section.keys.iter().all(|key| text.contains(key.name)),
                "{header}"
            );
        }
        assert!(text.lines().all(|line| line.chars().count() <= 140), "{text}");
        // Its examples, with the mark of the comment taken away, are read without a word.
        let examples: String = text
            .lines()
            .map(|line| line.strip_prefix("# ").filter(|rest| is_example(rest)).unwrap_or(line))
            .fold(String::new(), |all, line| all + line + "\n");
        let reading = read(&examples, FILE_NAME);
        assert_eq!(reading.problems, [], "{examples}");
        assert_eq!(
            (reading.policy.accepted.len(), reading.policy.attested.len(), reading.policy.order.len()),
            (1, 1, 1)
        );
    }
}

fn is_example(line: &str) -> bool {
    let is_key = line.split(" = ").next().is_some_and(|key| {
        key.len() < line.len() && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    });
    is_key || line.starts_with('[')
}

#[test]
fn the_published_schema_is_the_one_of_the_keys() {
    let published = include_str!("../../../../docs/schema/beredd.schema.json");
    assert!(
        published == schema(),
        "it is behind: cargo run -p beredd-plan --example schema > docs/schema/beredd.schema.json"
    );
}

fn text() -> impl Strategy<Value = String> {
    // Whatever a text may hold: quotes, backslashes, line breaks, control characters, letters of all kinds.
    "[ -~åäöé\"'\\\\\n\t\u{1}\u{7f}𝄞]{0,12}[a-zå#=\\[\"']".prop_map(|text| text.trim().to_owned())
}

fn date() -> impl Strategy<Value = Date> {
    (0_u32..40_000).prop_map(|days| Date::parse("1990-01-01").unwrap().later_by(days))
}

fn estimate() -> impl Strategy<Value = Estimate> {
    (0_u32..9000, 0_u32..9000, 0_u32..9000).prop_map(|(o, m, p)| Estimate::millidays(o, o + m, o + m + p))
}

prop_compose! {
    fn risk()(
        check in text(), place in proptest::option::of("[a-z*/.]{1,9}"), subject in proptest::option::of(text()),
        reason in text(), owner in text(), expires in date(),
    ) -> AcceptedRisk {
        AcceptedRisk { check: check.into(), place, subject, reason, owner, expires }
    }
}

prop_compose! {
    fn attestation()(
        of in prop_oneof![
            text().prop_map(|check| Attested::Check(check.into())),
            prop::sample::select(Criterion::all().collect::<Vec<_>>()).prop_map(Attested::Criterion),
        ],
        holds_permille in 0_u32..=1000, evidence in text(), who in text(), date in date(),
    ) -> Attestation {
        Attestation { of, holds_permille, evidence, who, date }
    }
}

prop_compose! {
    fn team()(
        name in text(), folder in text(), agents in proptest::collection::vec(text(), 0..3),
        languages in proptest::collection::vec("[a-z]{2,3}(-[A-Z]{2})?", 0..3), is_eu_only in any::<bool>(),
    ) -> TeamDeclaration {
        TeamDeclaration { name, folder, languages, is_eu_only, agents }
    }
}

prop_compose! {
    fn decisions()(
        accepted in proptest::collection::vec(risk(), 0..4),
        attested in proptest::collection::vec(attestation(), 0..4),
        teams in proptest::collection::vec(team(), 0..4),
        order in proptest::collection::vec((0_u32..9).prop_map(|n| Precedence {
            first: format!("a/{n}").into(), then: format!("b/{n}").into(),
        }), 0..4),
        effort in proptest::collection::btree_map("(K[1-8]\\.[1-5])|([a-z]{1,4}/[a-z-]{1,5})", prop_oneof![
            (estimate(), proptest::option::of(estimate())).prop_map(|(base, per_site)| EffortOverride { base: Some(base), per_site }),
            estimate().prop_map(|per_site| EffortOverride { base: None, per_site: Some(per_site) }),
        ], 0..4),
    ) -> Policy {
        Policy { accepted, attested, teams, order, effort, ..generic() }
    }
}

prop_compose! {
    fn any_policy()(
        decided in decisions(),
        name in text(),
        level in prop::sample::select(vec![Level::A, Level::B, Level::C]),
        languages in proptest::collection::vec("[a-z]{2,3}", 0..3),
        technologies in proptest::collection::vec(text(), 0..3),
        is_eu_only in any::<bool>(),
        weights in proptest::collection::vec(1_u32..=1000, 8),
        (nearly, more) in (0_u32..=500, 0_u32..=500),
        (llm_tests, llm_p95_milliseconds, cache_hit_permille) in (0_u32..=1_000_000, 1_u32..=3_600_000, 0_u32..=1000),
        (concurrent_users, functionality_permille) in (1_u32..=1_000_000_000, 0_u32..=1000),
        (developers, focus_permille) in (1_u32..=1000, 1_u32..=1000),
        start in proptest::option::of(date()),
        limits in proptest::collection::btree_map(prop::sample::select(vec!["entries".to_owned(), "file_bytes".to_owned()]), 1_u64..=1 << 38, 0..2),
    ) -> Policy {
        Policy {
            name, source: FILE_NAME.to_owned(), level, languages, technologies, is_eu_only, limits,
            weights_permille: Category::ALL.into_iter().zip(weights).collect(),
            nearly_from_permille: nearly, ready_above_permille: nearly + more,
            thresholds: Thresholds { llm_tests, llm_p95_milliseconds, cache_hit_permille, concurrent_users, functionality_permille },
            capacity: Capacity { developers, focus_permille, start },
            ..decided
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back(policy in any_policy(), is_swedish in any::<bool>()) {
        let written = write(&policy, if is_swedish { Lang::Sv } else { Lang::En });
        let reading = read(&written, FILE_NAME);
        prop_assert_eq!(&reading.problems, &[], "{}", written);
        prop_assert_eq!(reading.policy, policy, "{}", written);
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "([a-z_]{1,9}|\\[|\\]|=|\"|\n|[0-9.-]{1,4}|'| ){0,60}") {
        let reading = read(&text, FILE_NAME);
        prop_assert!(reading.policy.weights_permille.values().any(|weight| *weight > 0));
        prop_assert!(reading.policy.nearly_from_permille <= reading.policy.ready_above_permille);
    }
}
