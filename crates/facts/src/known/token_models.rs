//! Libraries that call language models from Go, Java, Kotlin, C#, Rust, Ruby and PHP: by package, type and method.
//!
//! Targets are written as the facts write them: packages of Go by their import path without a version, everything else with
//! points. Source: the public documentation of each library (openai-go 3, go-openai 1.4x, anthropic-sdk-go 1.x, aws-sdk-go-v2,
//! genai for Go 1.x, langchaingo 0.1, eino 0.7, adk-go 0.x, genkit 1.x; LangChain4j 1.x, Spring AI 1.x, openai-java 4,
//! azure-ai-openai 1.0 beta, AWS SDK for Java 2, anthropic-java 2, google-genai 1.x; OpenAI for .NET 2, Azure.AI.OpenAI 2,
//! Microsoft.Extensions.AI 9, Semantic Kernel 1.6x, Microsoft.Agents.AI preview, AWS SDK for .NET 4; async-openai 0.3x, rig 0.2x,
//! aws-sdk-bedrockruntime 1, ollama-rs 0.3, genai 0.4; ruby-openai 8, openai-ruby 0.3x, ruby_llm 1.x, langchainrb 0.19;
//! openai-php 0.1x, Prism 0.9x, LLPhant 0.1x); written 2026-11.

use super::llm_sdks::{ClientConstructor, ModelCall};

const fn call(
    package: &'static str,
    through: &'static str,
    method: &'static str,
    vendor: &'static str,
) -> ModelCall {
    ModelCall { package, through, method, vendor }
}

const fn client(package: &'static str, name: &'static str, vendor: &'static str) -> ClientConstructor {
    ClientConstructor { package, name, vendor }
}

/// Ways to call a model; the first row that fits decides, so that narrower packages stand before wider ones.
pub const MODEL_CALLS: &[ModelCall] = &[
    // Go
    call("github.com/openai/openai-go", "", "Chat.Completions.New", "openai"),
    call("github.com/openai/openai-go", "", "Chat.Completions.NewStreaming", "openai"),
    call("github.com/openai/openai-go", "", "Responses.New", "openai"),
    call("github.com/openai/openai-go", "", "Responses.NewStreaming", "openai"),
    call("github.com/sashabaranov/go-openai", "", "CreateChatCompletion", "openai"),
    call("github.com/sashabaranov/go-openai", "", "CreateChatCompletionStream", "openai"),
    call("github.com/sashabaranov/go-openai", "", "CreateCompletion", "openai"),
    call("github.com/anthropics/anthropic-sdk-go", "", "Messages.New", "anthropic"),
    call("github.com/anthropics/anthropic-sdk-go", "", "Messages.NewStreaming", "anthropic"),
    call("github.com/aws/aws-sdk-go-v2/service/bedrockruntime", "", "Converse", "bedrock"),
    call("github.com/aws/aws-sdk-go-v2/service/bedrockruntime", "", "ConverseStream", "bedrock"),
    call("github.com/aws/aws-sdk-go-v2/service/bedrockruntime", "", "InvokeModel", "bedrock"),
    call(
        "github.com/aws/aws-sdk-go-v2/service/bedrockruntime",
        "",
        "InvokeModelWithResponseStream",
        "bedrock",
    ),
    call("github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime", "", "InvokeAgent", "bedrock"),
    call("google.golang.org/genai", "", "GenerateContent", "google"),
    call("google.golang.org/genai", "", "GenerateContentStream", "google"),
    call("google.golang.org/genai", "", "SendMessage", "google"),
    call("google.golang.org/genai", "", "SendMessageStream", "google"),
    call("github.com/google/generative-ai-go/genai", "", "GenerateContent", "google"),
    call("github.com/google/generative-ai-go/genai", "", "GenerateContentStream", "google"),
    call("github.com/google/generative-ai-go/genai", "", "SendMessage", "google"),
    call("cloud.google.com/go/vertexai/genai", "", "GenerateContent", "google"),
    call("cloud.google.com/go/vertexai/genai", "", "GenerateContentStream", "google"),
    call("google.golang.org/adk/runner", "", "Run", "google"),
    call("github.com/tmc/langchaingo/llms/openai", "", "GenerateContent", "openai"),
    call("github.com/tmc/langchaingo/llms/anthropic", "", "GenerateContent", "anthropic"),
    call("github.com/tmc/langchaingo/llms/bedrock", "", "GenerateContent", "bedrock"),
    call("github.com/tmc/langchaingo/llms/googleai", "", "GenerateContent", "google"),
    call("github.com/tmc/langchaingo/llms/ollama", "", "GenerateContent", "ollama"),
    call("github.com/tmc/langchaingo/llms", "", "GenerateContent", "langchain"),
    call("github.com/tmc/langchaingo/llms", "", "GenerateFromSinglePrompt", "langchain"),
    call("github.com/tmc/langchaingo/llms", "", "Call", "langchain"),
    call("github.com/tmc/langchaingo/chains", "", "Call", "langchain"),
    call("github.com/tmc/langchaingo/chains", "", "Run", "langchain"),
    call("github.com/tmc/langchaingo/chains", "", "Predict", "langchain"),
    call("github.com/ollama/ollama/api", "", "Chat", "ollama"),
    call("github.com/ollama/ollama/api", "", "Generate", "ollama"),
    call("github.com/cloudwego/eino-ext/components/model/openai", "", "Generate", "openai"),
    call("github.com/cloudwego/eino-ext/components/model/openai", "", "Stream", "openai"),
    call("github.com/cloudwego/eino-ext/components/model/claude", "", "Generate", "anthropic"),
    call("github.com/cloudwego/eino-ext/components/model/claude", "", "Stream", "anthropic"),
    call("github.com/cloudwego/eino-ext/components/model/gemini", "", "Generate", "google"),
    call("github.com/cloudwego/eino-ext/components/model/gemini", "", "Stream", "google"),
    call("github.com/cloudwego/eino-ext/components/model/ollama", "", "Generate", "ollama"),
    call("github.com/cloudwego/eino-ext/components/model/ollama", "", "Stream", "ollama"),
    call("github.com/cloudwego/eino-ext/components/model/deepseek", "", "Generate", "deepseek"),
    call("github.com/cloudwego/eino-ext/components/model/deepseek", "", "Stream", "deepseek"),
    call("github.com/cloudwego/eino-ext/components/model/ark", "", "Generate", "volcengine"),
    call("github.com/cloudwego/eino-ext/components/model/ark", "", "Stream", "volcengine"),
    call("github.com/cloudwego/eino/components/model", "", "Generate", "eino"),
    call("github.com/cloudwego/eino/components/model", "", "Stream", "eino"),
    call("github.com/cloudwego/eino/flow/agent", "", "Generate", "eino"),
    call("github.com/cloudwego/eino/flow/agent", "", "Stream", "eino"),
    call("github.com/cloudwego/eino/adk", "NewRunner", "Query", "eino"),
    call("github.com/cloudwego/eino/adk", "NewRunner", "Run", "eino"),
    call("github.com/firebase/genkit/go/genkit", "", "Generate", "genkit"),
    call("github.com/firebase/genkit/go/genkit", "", "GenerateData", "genkit"),
    call("github.com/firebase/genkit/go/genkit", "", "GenerateText", "genkit"),
    // Java and Kotlin
    call("com.openai", "", "chat.completions.create", "openai"),
    call("com.openai", "", "chat.completions.createStreaming", "openai"),
    call("com.openai", "", "responses.create", "openai"),
    call("com.openai", "", "responses.createStreaming", "openai"),
    call("com.azure.ai.openai", "", "getChatCompletions", "azure-openai"),
    call("com.azure.ai.openai", "", "getChatCompletionsStream", "azure-openai"),
    call("com.azure.ai.inference", "", "complete", "azure"),
    call("com.anthropic", "", "messages.create", "anthropic"),
    call("com.anthropic", "", "messages.createStreaming", "anthropic"),
    call("com.google.genai", "", "generateContent", "google"),
    call("com.google.genai", "", "models.generateContent", "google"),
    call("com.google.genai", "", "models.generateContentStream", "google"),
    call("com.google.cloud.vertexai", "", "generateContent", "google"),
    call("com.google.cloud.vertexai", "", "sendMessage", "google"),
    call("com.google.adk.runner", "", "runAsync", "google"),
    call("com.theokanning.openai", "", "createChatCompletion", "openai"),
    call("software.amazon.awssdk.services.bedrockruntime", "", "converse", "bedrock"),
    call("software.amazon.awssdk.services.bedrockruntime", "", "converseStream", "bedrock"),
    call("software.amazon.awssdk.services.bedrockruntime", "", "invokeModel", "bedrock"),
    call("software.amazon.awssdk.services.bedrockruntime", "", "invokeModelWithResponseStream", "bedrock"),
    call("software.amazon.awssdk.services.bedrockagentruntime", "", "invokeAgent", "bedrock"),
    call("aws.sdk.kotlin.services.bedrockruntime", "", "converse", "bedrock"),
    call("aws.sdk.kotlin.services.bedrockruntime", "", "invokeModel", "bedrock"),
    call("dev.langchain4j.model.openai", "", "chat", "openai"),
    call("dev.langchain4j.model.openai", "", "generate", "openai"),
    call("dev.langchain4j.model.anthropic", "", "chat", "anthropic"),
    call("dev.langchain4j.model.azure", "", "chat", "azure-openai"),
    call("dev.langchain4j.model.bedrock", "", "chat", "bedrock"),
    call("dev.langchain4j.model.googleai", "", "chat", "google"),
    call("dev.langchain4j.model.vertexai", "", "chat", "google"),
    call("dev.langchain4j.model.mistralai", "", "chat", "mistral"),
    call("dev.langchain4j.model.ollama", "", "chat", "ollama"),
    call("dev.langchain4j.model.chat", "", "chat", "langchain4j"),
    call("dev.langchain4j.model.chat", "", "doChat", "langchain4j"),
    call("dev.langchain4j.model.chat", "", "generate", "langchain4j"),
    call("org.springframework.ai.chat.client", "", "call", "spring-ai"),
    call("org.springframework.ai.chat.client", "", "stream", "spring-ai"),
    call("org.springframework.ai.chat.model", "", "call", "spring-ai"),
    call("org.springframework.ai.chat.model", "", "stream", "spring-ai"),
    call("org.springframework.ai.openai", "", "call", "openai"),
    call("org.springframework.ai.anthropic", "", "call", "anthropic"),
    call("org.springframework.ai.ollama", "", "call", "ollama"),
    call("com.embabel.agent.api.common", "", "createObject", "embabel"),
    call("com.embabel.agent.api.common", "", "generateText", "embabel"),
    call("ai.koog.agents.core.agent", "", "run", "koog"),
    // C#
    call("Azure.AI.OpenAI", "", "CompleteChat", "azure-openai"),
    call("Azure.AI.OpenAI", "", "CompleteChatAsync", "azure-openai"),
    call("Azure.AI.OpenAI", "", "CompleteChatStreaming", "azure-openai"),
    call("Azure.AI.OpenAI", "", "CompleteChatStreamingAsync", "azure-openai"),
    call("Azure.AI.OpenAI", "", "GetChatCompletionsAsync", "azure-openai"),
    call("OpenAI", "", "CompleteChat", "openai"),
    call("OpenAI", "", "CompleteChatAsync", "openai"),
    call("OpenAI", "", "CompleteChatStreaming", "openai"),
    call("OpenAI", "", "CompleteChatStreamingAsync", "openai"),
    call("OpenAI", "", "CreateResponseAsync", "openai"),
    call("Microsoft.Extensions.AI", "", "GetResponseAsync", "dotnet-ai"),
    call("Microsoft.Extensions.AI", "", "GetStreamingResponseAsync", "dotnet-ai"),
    call("Microsoft.SemanticKernel", "", "InvokePromptAsync", "semantic-kernel"),
    call("Microsoft.SemanticKernel", "", "InvokePromptStreamingAsync", "semantic-kernel"),
    call("Microsoft.SemanticKernel", "", "InvokeAsync", "semantic-kernel"),
    call("Microsoft.SemanticKernel", "", "InvokeStreamingAsync", "semantic-kernel"),
    call("Microsoft.SemanticKernel", "", "GetChatMessageContentAsync", "semantic-kernel"),
    call("Microsoft.SemanticKernel", "", "GetChatMessageContentsAsync", "semantic-kernel"),
    call("Microsoft.SemanticKernel", "", "GetStreamingChatMessageContentsAsync", "semantic-kernel"),
    call("Microsoft.Agents.AI", "", "RunAsync", "agent-framework"),
    call("Microsoft.Agents.AI", "", "RunStreamingAsync", "agent-framework"),
    call("Amazon.BedrockRuntime", "", "ConverseAsync", "bedrock"),
    call("Amazon.BedrockRuntime", "", "ConverseStreamAsync", "bedrock"),
    call("Amazon.BedrockRuntime", "", "InvokeModelAsync", "bedrock"),
    call("Anthropic", "", "GetClaudeMessageAsync", "anthropic"),
    // Rust
    call("async_openai", "", "chat.create", "openai"),
    call("async_openai", "", "chat.create_stream", "openai"),
    call("async_openai", "", "responses.create", "openai"),
    call("aws_sdk_bedrockruntime", "", "converse", "bedrock"),
    call("aws_sdk_bedrockruntime", "", "converse_stream", "bedrock"),
    call("aws_sdk_bedrockruntime", "", "invoke_model", "bedrock"),
    call("rig", "", "prompt", "rig"),
    call("rig", "", "chat", "rig"),
    call("rig", "", "stream_prompt", "rig"),
    call("rig", "", "completion", "rig"),
    call("ollama_rs", "", "generate", "ollama"),
    call("ollama_rs", "", "send_chat_messages", "ollama"),
    call("genai", "", "exec_chat", "genai"),
    call("genai", "", "exec_chat_stream", "genai"),
    // Ruby and PHP
    call("OpenAI", "", "chat.completions.create", "openai"),
    call("OpenAI", "", "chat.create", "openai"),
    call("OpenAI", "", "chat.createStreamed", "openai"),
    call("OpenAI", "", "completions.create", "openai"),
    call("OpenAI", "", "responses.create", "openai"),
    call("OpenAI", "Client", "chat", "openai"),
    call("OpenAI.Laravel.Facades.OpenAI", "", "chat.create", "openai"),
    call("Anthropic", "", "messages.create", "anthropic"),
    call("Anthropic", "Client", "messages", "anthropic"),
    call("RubyLLM", "", "ask", "ruby-llm"),
    call("Langchain.LLM", "", "chat", "langchain"),
    call("LLPhant.Chat", "", "generateText", "llphant"),
    call("LLPhant.Chat", "", "generateChat", "llphant"),
    call("Prism.Prism", "", "asText", "prism"),
    call("Prism.Prism", "", "asStructured", "prism"),
    call("EchoLabs.Prism", "", "generate", "prism"),
];

/// Types that hold a connection to a model, and interfaces that every model of a library has.
pub const CLIENTS: &[ClientConstructor] = &[
    client("Amazon.BedrockRuntime", "AmazonBedrockRuntimeClient", "bedrock"),
    client("Amazon.BedrockRuntime", "IAmazonBedrockRuntime", "bedrock"),
    client("Anthropic.SDK", "AnthropicClient", "anthropic"),
    client("Azure.AI.Agents.Persistent", "PersistentAgentsClient", "azure-ai-agents"),
    client("Azure.AI.OpenAI", "AzureOpenAIClient", "azure-openai"),
    client("Azure.AI.OpenAI", "OpenAIClient", "azure-openai"),
    client("Microsoft.Agents.AI", "AIAgent", "agent-framework"),
    client("Microsoft.Agents.AI", "ChatClientAgent", "agent-framework"),
    client("Microsoft.Extensions.AI", "IChatClient", "dotnet-ai"),
    client("Microsoft.SemanticKernel", "Kernel", "semantic-kernel"),
    client("Microsoft.SemanticKernel.Agents", "ChatCompletionAgent", "semantic-kernel"),
    client("Microsoft.SemanticKernel.ChatCompletion", "IChatCompletionService", "semantic-kernel"),
    client("OpenAI", "OpenAIClient", "openai"),
    client("OpenAI.Chat", "ChatClient", "openai"),
    client("async_openai", "Client", "openai"),
    client("com.anthropic.client", "AnthropicClient", "anthropic"),
    client("com.azure.ai.openai", "OpenAIClient", "azure-openai"),
    client("com.openai.client", "OpenAIClient", "openai"),
    client("dev.langchain4j.model.chat", "ChatLanguageModel", "langchain4j"),
    client("dev.langchain4j.model.chat", "ChatModel", "langchain4j"),
    client("dev.langchain4j.model.chat", "StreamingChatModel", "langchain4j"),
    client("github.com/anthropics/anthropic-sdk-go", "Client", "anthropic"),
    client("github.com/aws/aws-sdk-go-v2/service/bedrockruntime", "Client", "bedrock"),
    client("github.com/cloudwego/eino/components/model", "BaseChatModel", "eino"),
    client("github.com/cloudwego/eino/components/model", "ChatModel", "eino"),
    client("github.com/cloudwego/eino/components/model", "ToolCallingChatModel", "eino"),
    client("github.com/openai/openai-go", "Client", "openai"),
    client("github.com/sashabaranov/go-openai", "Client", "openai"),
    client("github.com/tmc/langchaingo/llms", "Model", "langchain"),
    client("google.golang.org/adk/model", "LLM", "google"),
    client("google.golang.org/genai", "Client", "google"),
    client("org.springframework.ai.chat.client", "ChatClient", "spring-ai"),
    client("org.springframework.ai.chat.model", "ChatModel", "spring-ai"),
    client("software.amazon.awssdk.services.bedrockruntime", "BedrockRuntimeAsyncClient", "bedrock"),
    client("software.amazon.awssdk.services.bedrockruntime", "BedrockRuntimeClient", "bedrock"),
];

/// Makers whose product calls a model by whatever method it is asked: `AiServices` gives an implementation of an interface.
pub const MAKERS: &[(&str, &str)] = &[
    ("dev.langchain4j.agentic.AgenticServices", "langchain4j"),
    ("dev.langchain4j.service.AiServices", "langchain4j"),
];

/// Functions that send a request to the address they are given, in libraries of these languages: the last name.
pub const REQUESTS: &[&str] = &[
    "NewRequest",
    "NewRequestWithContext",
    "Post",
    "PostAsJsonAsync",
    "PostAsync",
    "curl_init",
    "post",
    "uri",
];

/// The vendor whose service a maker's product calls: what a target must begin with, and still go on behind.
#[must_use]
pub fn vendor_of_maker(target: &str) -> Option<&'static str> {
    MAKERS
        .iter()
        .find(|(maker, _)| target.strip_prefix(maker).is_some_and(|rest| rest.starts_with('.')))
        .map(|(_, v)| *v)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_row_stands_twice_and_tables_are_sorted() {
        let mut rows = MODEL_CALLS.to_vec();
        rows.sort_unstable();
        rows.dedup();
        assert_eq!(rows.len(), MODEL_CALLS.len());
        assert!(CLIENTS.is_sorted() && MAKERS.is_sorted() && REQUESTS.is_sorted());
        assert_eq!(vendor_of_maker("dev.langchain4j.service.AiServices.create().chat"), Some("langchain4j"));
        assert_eq!(vendor_of_maker("dev.langchain4j.service.AiServicesX"), None);
    }
}
