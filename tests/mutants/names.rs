//! Names carry no verdict: a system in which everything that may be called something else is called something else.

use beredd_model::{Audit, RepoPath};
use beredd_testkit::fixture::Fixture;
use beredd_tests::mutant::{self, short};
use beredd_tests::repository;
use std::collections::BTreeMap;

/// Words of the strong system and what they become, in every file and in every path: packages, modules, classes, functions,
/// methods, variables. What a library, a protocol or a format calls something keeps its name, and so do the word "agent", which
/// is all that tells an agent of no framework, the names of metrics, whose words say what they count, and those of tenants.
const NAMES: &[(&str, &str)] = &[
    ("AnswerAgent", "ReplyingAgent"),
    ("AnthropicProvider", "SecondVoice"),
    ("BREAKER_STATE", "FUSE_STATE"),
    ("CACHE_HITS", "KNOWN"),
    ("CACHE_MISSES", "UNKNOWN"),
    ("FAILOVERS", "HOPS"),
    ("FakeProvider", "Puppet"),
    ("HANDBOOK", "SHELF"),
    ("HealthReport", "Vitals"),
    ("InvoiceAgent", "LedgerAgent"),
    ("KEYWORDS", "HINTS"),
    ("LLMService", "Switchboard"),
    ("LLM_CALLS", "ASKED"),
    ("LLM_COST", "SPENT"),
    ("LLM_SECONDS", "WAITED"),
    ("LLM_TOKENS", "COUNTED"),
    ("LocalProvider", "HomeVoice"),
    ("ModelsUnavailable", "Silence"),
    ("OpenAIProvider", "FirstVoice"),
    ("Principal", "Visitor"),
    ("Provider", "Voice"),
    ("QuestionStore", "Drawer"),
    ("RefundAgent", "ReturnsAgent"),
    ("Status", "Mood"),
    ("TenantMiddleware", "GateKeeper"),
    ("TriageAgent", "SortingAgent"),
    ("USD_PER_1000_TOKENS", "TARIFF"),
    ("Watcher", "Lookout"),
    ("add_trace", "stamp"),
    ("agents", "crew"),
    ("analyzer", "finder"),
    ("anonymizer", "eraser"),
    ("answer_agent", "replying_agent"),
    ("auth", "doors"),
    ("billing", "money"),
    ("breaker", "fuse"),
    ("breaker_for", "fuse_of"),
    ("breakers", "fuses"),
    ("build_service", "assembled"),
    ("by_keywords", "roughly"),
    ("cache", "larder"),
    ("complete", "utter"),
    ("configure_logging", "set_up_diary"),
    ("current_principal", "visitor_of"),
    ("database", "basement"),
    ("dead_service", "mute_one"),
    ("decide", "weigh"),
    ("explain", "spell_out"),
    ("find", "recall"),
    ("handbook", "shelf"),
    ("harbor", "pontoon"),
    ("health_report", "vitals_of"),
    ("invoice_agent", "ledger_agent"),
    ("keep", "stow"),
    ("key_of", "label_of"),
    ("llm", "mouth"),
    ("logging_setup", "diary"),
    ("mask", "scrub"),
    ("masking", "scrubbing"),
    ("open_parts", "missing_ones"),
    ("plain", "bare"),
    ("principal", "visitor"),
    ("providers", "voices"),
    ("refund_agent", "returns_agent"),
    ("require_role", "only_for"),
    ("resilience", "springs"),
    ("safe", "washed"),
    ("secret", "whisper"),
    ("secrets", "whispers"),
    ("service", "switchboard"),
    ("service_that_says", "one_that_says"),
    ("sort", "pigeonhole"),
    ("support", "desk"),
    ("tenancy", "gates"),
    ("test_billing_agents", "test_money_agents"),
    ("test_billing_team", "test_money_team"),
    ("test_support_agents", "test_desk_agents"),
    ("test_support_team", "test_desk_team"),
    ("triage", "sorting"),
    ("triage_agent", "sorting_agent"),
];

/// A text with every whole word that has another name replaced, letter case and all.
fn renamed(text: &str, names: &BTreeMap<&str, &str>) -> String {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|letter| is_word(letter) != is_word(first)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        out.push_str(names.get(piece).copied().unwrap_or(piece));
        rest = after;
    }
    out
}

fn renamed_throughout(fixture: &Fixture) -> Fixture {
    let names: BTreeMap<&str, &str> = NAMES.iter().copied().collect();
    let mut files = BTreeMap::new();
    for (path, text) in &fixture.files {
        let code = [".py", ".md", ".toml"].iter().any(|end| path.as_str().ends_with(end));
        // Configuration speaks of the package and of nothing else that is renamed.
        let package = BTreeMap::from([("harbor", "pontoon")]);
        let text = renamed(text, if code { &names } else { &package });
        let path = renamed(path.as_str(), &names);
        files.insert(RepoPath::parse(&path).unwrap(), text);
    }
    assert_eq!(files.len(), fixture.files.len());
    Fixture { files, ..Fixture::default() }
}

fn outcomes(audit: &Audit) -> BTreeMap<String, String> {
    audit.checks.iter().map(|check| (check.id.to_string(), short(check))).collect()
}

#[test]
fn other_names_for_everything_change_no_verdict() {
    let fixture = repository::load("harbor_strong").unwrap();
    let before = mutant::audit(&fixture).unwrap();
    let after = mutant::audit(&renamed_throughout(&fixture)).unwrap();
    let (was, is) = (outcomes(&before), outcomes(&after));
    let moved: Vec<_> = was
        .iter()
        .filter(|(check, outcome)| is[*check] != **outcome)
        .map(|(check, outcome)| (check, outcome, &is[check]))
        .collect();
    assert!(moved.is_empty(), "{moved:#?}");
    assert_eq!(before.score.points, after.score.points);
    assert_eq!(after.agents.len(), 4);
    assert_eq!(after.teams.len(), 2);
}
