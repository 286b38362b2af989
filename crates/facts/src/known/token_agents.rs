//! What makes an agent in frameworks of Go, Java, Kotlin, C#, Rust, Ruby and PHP.
//!
//! Source: the public documentation of each framework (adk-go 0.x, eino 0.7, langchaingo 0.1; LangChain4j 1.x with its Quarkus and
//! Spring integrations, Embabel 0.3, ADK for Java 0.3; Semantic Kernel 1.6x, Microsoft.Agents.AI preview, Microsoft.Extensions.AI 10, Azure.AI.Agents.Persistent 1.x; rig 0.2x; langchainrb
//! 0.19, ruby_llm 1.x; Neuron AI 2); written 2026-11.

use super::agent_frameworks::AgentConstructor;

const fn agent(package: &'static str, name: &'static str, framework: &'static str) -> AgentConstructor {
    AgentConstructor { package, name, framework }
}

/// Functions and types whose call, or whose subclass, is an agent; sorted by package and name.
pub const AGENTS: &[AgentConstructor] = &[
    agent("Langchain", "Assistant", "langchainrb"),
    agent("Microsoft.Agents.AI", "ChatClientAgent", "agent-framework"),
    agent("Microsoft.SemanticKernel.Agents", "ChatCompletionAgent", "semantic-kernel"),
    agent("Microsoft.SemanticKernel.Agents.AzureAI", "AzureAIAgent", "semantic-kernel"),
    agent("Microsoft.SemanticKernel.Agents.OpenAI", "OpenAIAssistantAgent", "semantic-kernel"),
    agent("NeuronAI", "Agent", "neuron-ai"),
    agent("RubyLLM", "Agent", "ruby-llm"),
    agent("ai.koog.agents.core.agent", "AIAgent", "koog"),
    agent("com.google.adk.agents.LlmAgent", "builder", "google-adk"),
    agent("com.google.adk.agents.LoopAgent", "builder", "google-adk"),
    agent("com.google.adk.agents.ParallelAgent", "builder", "google-adk"),
    agent("com.google.adk.agents.SequentialAgent", "builder", "google-adk"),
    agent("dev.langchain4j.agentic.AgenticServices", "agentBuilder", "langchain4j"),
    agent("dev.langchain4j.agentic.AgenticServices", "conditionalBuilder", "langchain4j"),
    agent("dev.langchain4j.agentic.AgenticServices", "loopBuilder", "langchain4j"),
    agent("dev.langchain4j.agentic.AgenticServices", "parallelBuilder", "langchain4j"),
    agent("dev.langchain4j.agentic.AgenticServices", "sequenceBuilder", "langchain4j"),
    agent("dev.langchain4j.agentic.AgenticServices", "supervisorBuilder", "langchain4j"),
    agent("dev.langchain4j.service.AiServices", "builder", "langchain4j"),
    agent("dev.langchain4j.service.AiServices", "create", "langchain4j"),
    agent("github.com/cloudwego/eino/adk", "NewChatModelAgent", "eino"),
    agent("github.com/cloudwego/eino/adk", "NewLoopAgent", "eino"),
    agent("github.com/cloudwego/eino/adk", "NewParallelAgent", "eino"),
    agent("github.com/cloudwego/eino/adk", "NewSequentialAgent", "eino"),
    agent("github.com/cloudwego/eino/adk", "NewTypedChatModelAgent", "eino"),
    agent("github.com/cloudwego/eino/adk/prebuilt/deep", "New", "eino"),
    agent("github.com/cloudwego/eino/adk/prebuilt/planexecute", "New", "eino"),
    agent("github.com/cloudwego/eino/adk/prebuilt/planexecute", "NewExecutor", "eino"),
    agent("github.com/cloudwego/eino/adk/prebuilt/planexecute", "NewPlanner", "eino"),
    agent("github.com/cloudwego/eino/adk/prebuilt/planexecute", "NewReplanner", "eino"),
    agent("github.com/cloudwego/eino/adk/prebuilt/supervisor", "New", "eino"),
    agent("github.com/cloudwego/eino/flow/agent/multiagent/host", "NewMultiAgent", "eino"),
    agent("github.com/cloudwego/eino/flow/agent/react", "NewAgent", "eino"),
    agent("github.com/nlpodyssey/openai-agents-go/agents", "New", "openai-agents"),
    agent("github.com/tmc/langchaingo/agents", "Initialize", "langchain"),
    agent("github.com/tmc/langchaingo/agents", "NewExecutor", "langchain"),
    agent("google.golang.org/adk/agent/llmagent", "New", "google-adk"),
    agent("google.golang.org/adk/agent/workflowagents/loopagent", "New", "google-adk"),
    agent("google.golang.org/adk/agent/workflowagents/parallelagent", "New", "google-adk"),
    agent("google.golang.org/adk/agent/workflowagents/sequentialagent", "New", "google-adk"),
    agent("trpc.group/trpc-go/trpc-agent-go/agent/llmagent", "New", "trpc-agent"),
];

/// Methods that make an agent of a client, in the package that the receiver is of; an empty package where the name is no other
/// library's.
pub const MAKING_METHODS: &[AgentConstructor] = &[
    agent("", "AsAIAgent", "agent-framework"),
    agent("", "CreateAIAgent", "agent-framework"),
    agent("", "CreateAIAgentAsync", "agent-framework"),
    agent("Azure.AI.Agents.Persistent", "CreateAgent", "azure-ai-agents"),
    agent("Azure.AI.Agents.Persistent", "CreateAgentAsync", "azure-ai-agents"),
    agent("rig", "agent", "rig"),
];

/// Annotations that make a class or an interface an agent.
pub const ANNOTATIONS: &[(&str, &str)] = &[
    ("com.embabel.agent.api.annotation.Agent", "embabel"),
    ("com.embabel.agent.api.annotation.EmbabelComponent", "embabel"),
    ("dev.langchain4j.service.spring.AiService", "langchain4j"),
    ("io.quarkiverse.langchain4j.RegisterAiService", "langchain4j"),
];

/// Methods of Spring AI's `ChatClient` that give it tools, which make it act.
pub const SPRING_TOOLS: &[&str] =
    &["defaultToolCallbacks", "defaultToolNames", "defaultTools", "toolCallbacks", "toolNames", "tools"];

/// What a call of a model is given in Microsoft.Extensions.AI: with tools in it the model acts.
pub const DOTNET_OPTIONS: (&str, &str) = ("Microsoft.Extensions.AI", "ChatOptions");

/// The row that a bound target names, parentheses left out.
#[must_use]
pub fn constructor(target: &str) -> Option<&'static AgentConstructor> {
    let (package, name) = target.rsplit_once('.')?;
    AGENTS
        .binary_search_by(|row| (row.package, row.name).cmp(&(package, name)))
        .ok()
        .and_then(|at| AGENTS.get(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_give_their_rows() {
        assert!(
            AGENTS.is_sorted()
                && MAKING_METHODS.is_sorted()
                && ANNOTATIONS.is_sorted()
                && SPRING_TOOLS.is_sorted()
        );
        assert_eq!(constructor("google.golang.org/adk/agent/llmagent.New").unwrap().framework, "google-adk");
        assert!(constructor("example.com/llmagent.New").is_none());
    }
}
