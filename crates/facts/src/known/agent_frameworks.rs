//! What makes an agent in the frameworks people build them with.
//!
//! Source: the public documentation of each framework (openai-agents 0.6, google-adk 1.x, autogen 0.4–0.7 and ag2, langgraph 1.x,
//! langchain 1.x, crewai 1.x, smolagents 1.2x, llama-index 0.14, pydantic-ai 1.x, strands-agents 1.x, haystack 2.x,
//! semantic-kernel 1.3x, agno 2.x, dspy 3); written 2025-11. Of npm: @openai/agents 0.3, @langchain/langgraph 1.x, langchain 1.x, ai 5, @mastra/core 0.2x,
//! @llamaindex/workflow 1.x, @voltagent/core 1.x, @strands-agents/sdk 0.x,
//! agents 0.2 (Cloudflare); of PyPI: agent-framework 1.0, claude-agent-sdk 0.1, deepagents 0.2, langgraph-swarm 0.1; written 2026-11.

/// A class or function of a framework whose call, or whose subclass, is an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AgentConstructor {
    /// The bound target begins with this dotted package.
    pub package: &'static str,
    /// Its last name.
    pub name: &'static str,
    /// The framework: the word used in `audit.json`.
    pub framework: &'static str,
}

const fn agent(package: &'static str, name: &'static str, framework: &'static str) -> AgentConstructor {
    AgentConstructor { package, name, framework }
}

/// Sorted by package and name.
pub const AGENTS: &[AgentConstructor] = &[
    agent("@anthropic-ai/claude-agent-sdk", "query", "claude-agent-sdk"),
    agent("@cloudflare/ai-chat", "AIChatAgent", CLOUDFLARE),
    agent("@google/adk", "Agent", "google-adk"),
    agent("@google/adk", "LlmAgent", "google-adk"),
    agent("@inngest/agent-kit", "createAgent", "agent-kit"),
    agent("@langchain/langgraph", "StateGraph", "langgraph"),
    agent("@langchain/langgraph-supervisor", "createSupervisor", "langgraph"),
    agent("@langchain/langgraph-swarm", "createSwarm", "langgraph"),
    agent("@langchain/langgraph/prebuilt", "createReactAgent", "langgraph"),
    agent("@langchain/langgraph/web", "StateGraph", "langgraph"),
    agent("@llamaindex/workflow", "agent", "llama-index"),
    agent("@llamaindex/workflow", "multiAgent", "llama-index"),
    agent("@mastra/core", "Agent", "mastra"),
    agent("@mastra/core/agent", "Agent", "mastra"),
    agent("@openai/agents", "Agent", "openai-agents"),
    agent("@openai/agents-core", "Agent", "openai-agents"),
    agent("@openai/agents-realtime", "RealtimeAgent", "openai-agents"),
    agent("@openai/agents.Agent", "create", "openai-agents"),
    agent("@openai/agents/realtime", "RealtimeAgent", "openai-agents"),
    agent("@strands-agents/sdk", "Agent", "strands"),
    agent("@voltagent/core", "Agent", "voltagent"),
    agent("agent_framework", "Agent", "agent-framework"),
    agent("agent_framework", "ChatAgent", "agent-framework"),
    agent("agents", "Agent", "openai-agents"),
    agent("agents.realtime", "RealtimeAgent", "openai-agents"),
    agent("agents/ai-chat-agent", "AIChatAgent", CLOUDFLARE),
    agent("agno.agent", "Agent", "agno"),
    agent("agno.team", "Team", "agno"),
    agent("ai", "Experimental_Agent", "vercel-ai"),
    agent("ai", "ToolLoopAgent", "vercel-ai"),
    agent("ai", "generateText", "vercel-ai"),
    agent("ai", "streamText", "vercel-ai"),
    agent("autogen", "AssistantAgent", "autogen"),
    agent("autogen", "ConversableAgent", "autogen"),
    agent("autogen", "GroupChatManager", "autogen"),
    agent("autogen_agentchat.agents", "AssistantAgent", "autogen"),
    agent("autogen_agentchat.agents", "SocietyOfMindAgent", "autogen"),
    agent("autogen_core", "RoutedAgent", "autogen"),
    agent("autogen_ext.agents.web_surfer", "MultimodalWebSurfer", "autogen"),
    agent("claude_agent_sdk", "ClaudeSDKClient", "claude-agent-sdk"),
    agent("claude_agent_sdk", "query", "claude-agent-sdk"),
    agent("crewai", "Agent", "crewai"),
    agent("deepagents", "createDeepAgent", "deepagents"),
    agent("deepagents", "create_deep_agent", "deepagents"),
    agent("dspy", "ReAct", "dspy"),
    agent("google.adk", "Agent", "google-adk"),
    agent("google.adk.agents", "Agent", "google-adk"),
    agent("google.adk.agents", "BaseAgent", "google-adk"),
    agent("google.adk.agents", "LlmAgent", "google-adk"),
    agent("google.adk.agents", "LoopAgent", "google-adk"),
    agent("google.adk.agents", "ParallelAgent", "google-adk"),
    agent("google.adk.agents", "SequentialAgent", "google-adk"),
    agent("google.adk.agents.base_agent", "BaseAgent", "google-adk"),
    agent("google.adk.agents.llm_agent", "Agent", "google-adk"),
    agent("google.adk.agents.llm_agent", "LlmAgent", "google-adk"),
    agent("google.adk.agents.loop_agent", "LoopAgent", "google-adk"),
    agent("google.adk.agents.parallel_agent", "ParallelAgent", "google-adk"),
    agent("google.adk.agents.sequential_agent", "SequentialAgent", "google-adk"),
    agent("haystack.components.agents", "Agent", "haystack"),
    agent("langchain", "createAgent", "langchain"),
    agent("langchain.agents", "AgentExecutor", "langchain"),
    agent("langchain.agents", "create_agent", "langchain"),
    agent("langchain.agents", "initialize_agent", "langchain"),
    agent("langchain/agents", "AgentExecutor", "langchain"),
    agent("langgraph.graph", "StateGraph", "langgraph"),
    agent("langgraph.graph.state", "StateGraph", "langgraph"),
    agent("langgraph.prebuilt", "create_react_agent", "langgraph"),
    agent("langgraph_supervisor", "create_supervisor", "langgraph"),
    agent("langgraph_swarm", "create_swarm", "langgraph"),
    agent("livekit.agents", "Agent", LIVEKIT),
    agent("livekit.agents.voice", "Agent", LIVEKIT),
    agent("llama_index.core.agent", "FunctionCallingAgent", "llama-index"),
    agent("llama_index.core.agent", "ReActAgent", "llama-index"),
    agent("llama_index.core.agent.workflow", "AgentWorkflow", "llama-index"),
    agent("llama_index.core.agent.workflow", "FunctionAgent", "llama-index"),
    agent("llama_index.core.agent.workflow", "ReActAgent", "llama-index"),
    agent("phi.agent", "Agent", "agno"),
    agent("pydantic_ai", "Agent", "pydantic-ai"),
    agent("semantic_kernel.agents", "AzureAIAgent", "semantic-kernel"),
    agent("semantic_kernel.agents", "ChatCompletionAgent", "semantic-kernel"),
    agent("smolagents", "CodeAgent", "smolagents"),
    agent("smolagents", "MultiStepAgent", "smolagents"),
    agent("smolagents", "ToolCallingAgent", "smolagents"),
    agent("strands", "Agent", "strands"),
];

/// Cloudflare's framework: its agents are objects that keep a state, and one that never calls a model is none.
pub const CLOUDFLARE: &str = "cloudflare-agents";

/// Classes of npm's package `agents`, which is Cloudflare's; Python's of that name is OpenAI's.
const CLOUDFLARE_AGENT: AgentConstructor = agent("agents", "Agent", CLOUDFLARE);

/// Methods that make an agent of a client of models, in the package that the client is of.
pub const MAKING_METHODS: &[AgentConstructor] = &[
    agent("agent_framework", "as_agent", "agent-framework"),
    agent("agent_framework", "create_agent", "agent-framework"),
];

/// The framework whose agents have a model only where one of its plugins is given to them or to their session: a voice without one
/// is no agent.
pub const LIVEKIT: &str = "livekit";

/// Classes of LiveKit's plugins that are models, by their last name.
pub const LIVEKIT_MODELS: &[&str] = &["LLM", "RealtimeModel", "with_azure", "with_ollama"];

/// Decorators that make a function an agent's flow: what runs through models, step by step.
pub const DECORATORS: &[(&str, &str)] = &[("langgraph.func.entrypoint", "langgraph")];

/// Functions that call a model once unless they are given tools: with them they are agents, by their last name.
pub const AGENTS_WITH_TOOLS: &[&str] = &["generateText", "streamText"];

/// Constructors that only become an agent through a method of theirs: an uncompiled graph does not run.
pub const COMPILED: &[(&str, &str)] = &[("StateGraph", "compile")];

/// Resource types of infrastructure code that are agents: CloudFormation and Terraform.
pub const RESOURCES: &[(&str, &str)] = &[
    ("AWS::Bedrock::Agent", "bedrock-agents"),
    ("AWS::BedrockAgentCore::Runtime", "bedrock-agentcore"),
    ("aws_bedrockagent_agent", "bedrock-agents"),
    ("aws_bedrockagentcore_agent_runtime", "bedrock-agentcore"),
];

/// Every package of the table, repeated where it stands in several rows.
pub fn packages() -> impl Iterator<Item = &'static str> {
    AGENTS.iter().map(|row| row.package)
}

/// The row that a target names in a module of TypeScript or JavaScript, where one name belongs to another package than in Python.
#[must_use]
pub fn constructor_of_npm(target: &str) -> Option<&'static AgentConstructor> {
    if target == "agents.Agent" { Some(&CLOUDFLARE_AGENT) } else { constructor(target) }
}

/// The row that a bound target names, parentheses left out: `crewai.Agent`.
#[must_use]
pub fn constructor(target: &str) -> Option<&'static AgentConstructor> {
    let (package, name) = target.rsplit_once('.')?;
    AGENTS
        .binary_search_by(|row| (row.package, row.name).cmp(&(package, name)))
        .ok()
        .and_then(|at| AGENTS.get(at))
        .or_else(|| super::token_agents::constructor(target))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_finds_its_rows() {
        assert!(AGENTS.is_sorted());
        assert_eq!(constructor("google.adk.agents.LlmAgent").unwrap().framework, "google-adk");
        assert!(constructor("models.Agent").is_none() && constructor("Agent").is_none());
    }
}
