//! Names that say agent, and names that say they only stand in for one.

use crate::identifier::words;

/// Last words of names for something that acts: `CoordinatorAgent`, `ResearchWorker`.
const AGENT_WORDS: &[&str] = &["agent", "assistant", "coordinator", "orchestrator", "worker"];

/// Last words that turn a name with an agent in it into something about agents: `AgentRegistry` holds them, `AgentConfig`
/// describes one.
const OTHER_WORDS: &[&str] = &[
    "adapter",
    "auditor",
    "base",
    "cache",
    "capability",
    "card",
    "client",
    "config",
    "configuration",
    "context",
    "credentials",
    "data",
    "database",
    "discovery",
    "dto",
    "error",
    "event",
    "exception",
    "executor",
    "facade",
    "factory",
    "handler",
    "health",
    "info",
    "input",
    "interface",
    "list",
    "loader",
    "logger",
    "manager",
    "message",
    "metadata",
    "metrics",
    "middleware",
    "mixin",
    "model",
    "monitor",
    "output",
    "process",
    "protocol",
    "provider",
    "record",
    "registration",
    "registry",
    "repository",
    "request",
    "response",
    "result",
    "role",
    "router",
    "schema",
    "sdk",
    "server",
    "service",
    "session",
    "settings",
    "spec",
    "state",
    "status",
    "store",
    "test",
    "tests",
    "tool",
    "tools",
    "type",
    "types",
    "utils",
    "wrapper",
];

/// First words of functions that do something about an agent and are none: `choose_agent` asks a model who shall act.
const ABOUT_VERBS: &[&str] = &[
    "choose", "delete", "evaluate", "find", "list", "load", "pick", "register", "remove", "select", "test",
    "update", "validate",
];

/// First words of names for what tests put in a thing's place.
const DOUBLE_WORDS: &[&str] = &["dummy", "fake", "mock", "mocked", "stub"];

/// Whether a class or function is named as an agent: the last word says so, or `agent` is in it and the last word does not
/// make it something about agents.
pub(crate) fn is_agent_name(name: &str) -> bool {
    let words = words(name);
    // What a test or a route is called is no name of a thing.
    let Some(last) = words.last().map(String::as_str).filter(|_| !name.contains([' ', '/'])) else {
        return false;
    };
    AGENT_WORDS.contains(&last) || (words.iter().any(|word| word == "agent") && !OTHER_WORDS.contains(&last))
}

/// Whether a function is named as an agent: as a class is, but by no verb for what is done about one.
pub(crate) fn is_agent_function(name: &str) -> bool {
    let words = words(name);
    let is_about = words.first().is_some_and(|first| ABOUT_VERBS.contains(&first.as_str()));
    is_agent_name(name) && !is_about
}

/// Whether a class's last word makes it something other than an agent wherever it stands.
pub(crate) fn is_other_name(name: &str) -> bool {
    words(name).last().is_none_or(|last| OTHER_WORDS.contains(&last.as_str()))
}

/// Whether a name says that it stands in for the real thing.
pub(crate) fn is_test_double(name: &str) -> bool {
    words(name).first().is_some_and(|first| DOUBLE_WORDS.contains(&first.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_agents_are_told_from_names_about_agents() {
        for name in ["CoordinatorAgent", "AgentSvea", "research_agent", "MeetingAssistant", "agent"] {
            assert!(is_agent_name(name), "{name}");
        }
        for name in
            ["AgentRegistry", "AgentConfig", "MCPAgentClient", "Agency", "Reagent", "UserAgentMiddleware"]
        {
            assert!(!is_agent_name(name), "{name}");
        }
        assert!(is_agent_function("research_agent") && is_agent_function("run_agent"));
        assert!(!is_agent_function("choose_agent") && !is_agent_function("selectAgent"));
        assert!(is_test_double("FakeAgent") && !is_test_double("StubbornAgent"));
    }
}
