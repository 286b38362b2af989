//! Libraries that call language models: by which package, class and method, and whose models they are.
//!
//! Source: the public documentation of each library (openai-python 2, anthropic-sdk-python 0.7x, boto3 1.40 `bedrock-runtime` and
//! `bedrock-agent-runtime`, google-genai 1.x, google-generativeai 0.8, litellm 1.7x, mistralai 1.x, cohere 5, groq 0.3x,
//! together 1.5, ollama-python 0.6, langchain 1.x, and of npm: openai 6, @anthropic-ai/sdk 0.7x, ai 5 with its providers,
//! @aws-sdk/client-bedrock-runtime 3, @google/genai 1.x, @mistralai/mistralai 1.x, cohere-ai 7, groq-sdk 0.3x, @langchain/* 1.x, llama-index 0.14, pydantic-ai 1.x, openai-agents 0.6, transformers 4);
//! written 2025-11.

/// A way to call a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ModelCall {
    /// The bound target begins with this dotted package.
    pub package: &'static str,
    /// A name that stands somewhere between package and method, or nothing when any will do.
    pub through: &'static str,
    /// The target ends with these dotted names.
    pub method: &'static str,
    /// Whose models: the word used in `audit.json`.
    pub vendor: &'static str,
}

/// A client class or function that holds a connection to a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClientConstructor {
    /// The dotted package.
    pub package: &'static str,
    /// Its last name.
    pub name: &'static str,
    /// Whose models.
    pub vendor: &'static str,
}

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

/// Ways to call a model, by package. The first row that fits decides, so narrower rows stand before wider ones.
pub const MODEL_CALLS: &[ModelCall] = &[
    call("@anthropic-ai/bedrock-sdk", "", "messages.create", "bedrock"),
    call("@anthropic-ai/bedrock-sdk", "", "messages.stream", "bedrock"),
    call("@anthropic-ai/claude-agent-sdk", "", "query", "anthropic"),
    call("@anthropic-ai/claude-code", "", "query", "anthropic"),
    call("@anthropic-ai/sdk", "", "completions.create", "anthropic"),
    call("@anthropic-ai/sdk", "", "messages.create", "anthropic"),
    call("@anthropic-ai/sdk", "", "messages.parse", "anthropic"),
    call("@anthropic-ai/sdk", "", "messages.stream", "anthropic"),
    call("@anthropic-ai/vertex-sdk", "", "messages.create", "google"),
    call("@anthropic-ai/vertex-sdk", "", "messages.stream", "google"),
    call("@aws-sdk/client-bedrock-agent-runtime", "", "send", "bedrock"),
    call("@aws-sdk/client-bedrock-runtime", "", "send", "bedrock"),
    call("@azure/openai", "", "getChatCompletions", "azure-openai"),
    call("@azure/openai", "", "streamChatCompletions", "azure-openai"),
    call("@google-cloud/vertexai", "", "generateContent", "google"),
    call("@google-cloud/vertexai", "", "generateContentStream", "google"),
    call("@google-cloud/vertexai", "", "sendMessage", "google"),
    call("@google-cloud/vertexai", "", "sendMessageStream", "google"),
    call("@google/genai", "", "generateContent", "google"),
    call("@google/genai", "", "generateContentStream", "google"),
    call("@google/genai", "", "sendMessage", "google"),
    call("@google/genai", "", "sendMessageStream", "google"),
    call("@google/generative-ai", "", "generateContent", "google"),
    call("@google/generative-ai", "", "generateContentStream", "google"),
    call("@google/generative-ai", "", "sendMessage", "google"),
    call("@google/generative-ai", "", "sendMessageStream", "google"),
    call("@huggingface/inference", "", "chatCompletion", "huggingface"),
    call("@huggingface/inference", "", "chatCompletionStream", "huggingface"),
    call("@huggingface/inference", "", "textGeneration", "huggingface"),
    call("@langchain/langgraph", "createReactAgent", "invoke", "langchain"),
    call("@langchain/langgraph", "createReactAgent", "stream", "langchain"),
    call("@mastra/core", "Agent", "generate", "mastra"),
    call("@mastra/core", "Agent", "stream", "mastra"),
    call("@mistralai/mistralai", "", "chat.complete", "mistral"),
    call("@mistralai/mistralai", "", "chat.stream", "mistral"),
    call("@openai/agents", "", "run", "openai"),
    call("@voltagent/core", "Agent", "generateText", "voltagent"),
    call("@voltagent/core", "Agent", "streamText", "voltagent"),
    call("agents", "Runner", "run", "openai"),
    call("agents", "Runner", "run_streamed", "openai"),
    call("agents", "Runner", "run_sync", "openai"),
    call("ai", "Experimental_Agent", "generate", "vercel-ai"),
    call("ai", "Experimental_Agent", "stream", "vercel-ai"),
    call("ai", "ToolLoopAgent", "generate", "vercel-ai"),
    call("ai", "ToolLoopAgent", "stream", "vercel-ai"),
    call("ai", "", "generateObject", "vercel-ai"),
    call("ai", "", "generateText", "vercel-ai"),
    call("ai", "", "streamObject", "vercel-ai"),
    call("ai", "", "streamText", "vercel-ai"),
    call("aioboto3", "client", "converse", "bedrock"),
    call("aioboto3", "client", "converse_stream", "bedrock"),
    call("aioboto3", "client", "invoke_model", "bedrock"),
    call("aioboto3", "client", "invoke_model_with_response_stream", "bedrock"),
    call("aisuite", "", "chat.completions.create", "aisuite"),
    call("anthropic", "AnthropicBedrock", "messages.create", "bedrock"),
    call("anthropic", "AnthropicVertex", "messages.create", "google"),
    call("anthropic", "", "completions.create", "anthropic"),
    call("anthropic", "", "messages.create", "anthropic"),
    call("anthropic", "", "messages.parse", "anthropic"),
    call("anthropic", "", "messages.stream", "anthropic"),
    call("azure.ai.inference", "", "complete", "azure"),
    call("boto3", "client", "converse", "bedrock"),
    call("boto3", "client", "converse_stream", "bedrock"),
    call("boto3", "client", "invoke_agent", "bedrock"),
    call("boto3", "client", "invoke_model", "bedrock"),
    call("boto3", "client", "invoke_model_with_response_stream", "bedrock"),
    call("boto3", "client", "retrieve_and_generate", "bedrock"),
    call("cohere", "", "chat", "cohere"),
    call("cohere", "", "chat_stream", "cohere"),
    call("cohere", "", "generate", "cohere"),
    call("cohere-ai", "", "chat", "cohere"),
    call("cohere-ai", "", "chatStream", "cohere"),
    call("cohere-ai", "", "generate", "cohere"),
    call("crewai", "Crew", "kickoff", "crewai"),
    call("crewai", "Crew", "kickoff_async", "crewai"),
    call("crewai", "LLM", "call", "crewai"),
    call("fireworks", "", "chat.completions.create", "fireworks"),
    call("genkit", "", "generate", "genkit"),
    call("genkit", "", "generateStream", "genkit"),
    call("google.genai", "", "generate_content", "google"),
    call("google.genai", "", "generate_content_stream", "google"),
    call("google.genai", "", "send_message", "google"),
    call("google.genai", "", "send_message_stream", "google"),
    call("google.generativeai", "", "generate_content", "google"),
    call("google.generativeai", "", "generate_content_async", "google"),
    call("google.generativeai", "", "send_message", "google"),
    call("google.generativeai", "", "send_message_async", "google"),
    call("groq", "", "chat.completions.create", "groq"),
    call("groq-sdk", "", "chat.completions.create", "groq"),
    call("huggingface_hub", "", "chat.completions.create", "huggingface"),
    call("huggingface_hub", "", "chat_completion", "huggingface"),
    call("huggingface_hub", "", "text_generation", "huggingface"),
    call("instructor", "", "chat.completions.create", "openai"),
    call("instructor", "", "messages.create", "anthropic"),
    call("langchain", "createAgent", "invoke", "langchain"),
    call("langchain", "createAgent", "stream", "langchain"),
    call("litellm", "Router", "acompletion", "litellm"),
    call("litellm", "Router", "completion", "litellm"),
    call("litellm", "", "acompletion", "litellm"),
    call("litellm", "", "aresponses", "litellm"),
    call("litellm", "", "completion", "litellm"),
    call("litellm", "", "responses", "litellm"),
    call("llama_cpp", "", "create_chat_completion", "llama-cpp"),
    call("llama_cpp", "", "create_completion", "llama-cpp"),
    call("mistralai", "", "chat.complete", "mistral"),
    call("mistralai", "", "chat.complete_async", "mistral"),
    call("mistralai", "", "chat.stream", "mistral"),
    call("mistralai", "", "chat.stream_async", "mistral"),
    call("ollama", "", "chat", "ollama"),
    call("ollama", "", "generate", "ollama"),
    call("openai", "AsyncAzureOpenAI", "chat.completions.create", "azure-openai"),
    call("openai", "AzureOpenAI", "chat.completions.create", "azure-openai"),
    call("openai", "AsyncAzureOpenAI", "responses.create", "azure-openai"),
    call("openai", "AzureOpenAI", "responses.create", "azure-openai"),
    call("openai", "ChatCompletion", "acreate", "openai"),
    call("openai", "ChatCompletion", "create", "openai"),
    call("openai", "Completion", "create", "openai"),
    call("openai", "", "chat.completions.create", "openai"),
    call("openai", "", "chat.completions.parse", "openai"),
    call("openai", "", "chat.completions.stream", "openai"),
    call("openai", "", "completions.create", "openai"),
    call("openai", "", "responses.create", "openai"),
    call("openai", "", "responses.parse", "openai"),
    call("openai", "", "responses.stream", "openai"),
    call("portkey-ai", "", "chat.completions.create", "portkey"),
    call("pydantic_ai", "Agent", "run", "pydantic-ai"),
    call("pydantic_ai", "Agent", "run_stream", "pydantic-ai"),
    call("pydantic_ai", "Agent", "run_sync", "pydantic-ai"),
    call("replicate", "", "run", "replicate"),
    call("together", "", "chat.completions.create", "together"),
    call("together-ai", "", "chat.completions.create", "together"),
    call("vertexai", "", "generate_content", "google"),
    call("vertexai", "", "generate_content_async", "google"),
    call("zhipuai", "", "chat.completions.create", "zhipu"),
];

/// Packages whose chat models share one interface, with the classes that name a vendor. Their calls end in one of
/// [`CHAT_MODEL_METHODS`].
pub const CHAT_MODELS: &[ClientConstructor] = &[
    client("@langchain/anthropic", "ChatAnthropic", "anthropic"),
    client("@langchain/aws", "ChatBedrockConverse", "bedrock"),
    client("@langchain/cohere", "ChatCohere", "cohere"),
    client("@langchain/community", "BedrockChat", "bedrock"),
    client("@langchain/community", "ChatOllama", "ollama"),
    client("@langchain/deepseek", "ChatDeepSeek", "deepseek"),
    client("@langchain/google-genai", "ChatGoogleGenerativeAI", "google"),
    client("@langchain/google-vertexai", "ChatVertexAI", "google"),
    client("@langchain/groq", "ChatGroq", "groq"),
    client("@langchain/mistralai", "ChatMistralAI", "mistral"),
    client("@langchain/ollama", "ChatOllama", "ollama"),
    client("@langchain/openai", "AzureChatOpenAI", "azure-openai"),
    client("@langchain/openai", "ChatOpenAI", "openai"),
    client("@langchain/openai", "OpenAI", "openai"),
    client("@llamaindex/anthropic", "Anthropic", "anthropic"),
    client("@llamaindex/openai", "OpenAI", "openai"),
    client("langchain", "initChatModel", "langchain"),
    client("langchain", "init_chat_model", "langchain"),
    client("langchain_anthropic", "ChatAnthropic", "anthropic"),
    client("langchain_aws", "BedrockLLM", "bedrock"),
    client("langchain_aws", "ChatBedrock", "bedrock"),
    client("langchain_aws", "ChatBedrockConverse", "bedrock"),
    client("langchain_cohere", "ChatCohere", "cohere"),
    client("langchain_community", "BedrockChat", "bedrock"),
    client("langchain_community", "ChatAnthropic", "anthropic"),
    client("langchain_community", "ChatOllama", "ollama"),
    client("langchain_community", "ChatOpenAI", "openai"),
    client("langchain_community", "Ollama", "ollama"),
    client("langchain_deepseek", "ChatDeepSeek", "deepseek"),
    client("langchain_google_genai", "ChatGoogleGenerativeAI", "google"),
    client("langchain_google_vertexai", "ChatVertexAI", "google"),
    client("langchain_groq", "ChatGroq", "groq"),
    client("langchain_huggingface", "ChatHuggingFace", "huggingface"),
    client("langchain_mistralai", "ChatMistralAI", "mistral"),
    client("langchain_ollama", "ChatOllama", "ollama"),
    client("langchain_ollama", "OllamaLLM", "ollama"),
    client("langchain_openai", "AzureChatOpenAI", "azure-openai"),
    client("langchain_openai", "ChatOpenAI", "openai"),
    client("langchain_openai", "OpenAI", "openai"),
    client("langchain_together", "ChatTogether", "together"),
    client("langchain_xai", "ChatXAI", "xai"),
    client("llama_index", "Anthropic", "anthropic"),
    client("llama_index", "AzureOpenAI", "azure-openai"),
    client("llama_index", "Bedrock", "bedrock"),
    client("llama_index", "BedrockConverse", "bedrock"),
    client("llama_index", "Gemini", "google"),
    client("llama_index", "GoogleGenAI", "google"),
    client("llama_index", "Groq", "groq"),
    client("llama_index", "MistralAI", "mistral"),
    client("llama_index", "Ollama", "ollama"),
    client("llama_index", "OpenAI", "openai"),
    client("llamaindex", "Anthropic", "anthropic"),
    client("llamaindex", "Ollama", "ollama"),
    client("llamaindex", "OpenAI", "openai"),
];

/// What chat models of LangChain and LlamaIndex are called by.
pub const CHAT_MODEL_METHODS: &[&str] = &[
    "abatch",
    "achat",
    "acomplete",
    "agenerate",
    "ainvoke",
    "apredict",
    "astream",
    "astream_chat",
    "batch",
    "chat",
    "complete",
    "generate",
    "invoke",
    "predict",
    "stream",
    "stream_chat",
    "stream_complete",
];

/// Names on the way from a chat model to its call that keep it a chat model.
pub const CHAT_MODEL_WRAPPERS: &[&str] = &[
    "bind",
    "bindTools",
    "bind_tools",
    "withConfig",
    "withFallbacks",
    "withRetry",
    "withStructuredOutput",
    "with_config",
    "with_fallbacks",
    "with_retry",
    "with_structured_output",
];

/// Client classes of providers' own libraries: holding one of these is holding a model.
pub const CLIENTS: &[ClientConstructor] = &[
    client("@ai-sdk/amazon-bedrock", "bedrock", "bedrock"),
    client("@ai-sdk/amazon-bedrock", "createAmazonBedrock", "bedrock"),
    client("@ai-sdk/anthropic", "anthropic", "anthropic"),
    client("@ai-sdk/anthropic", "createAnthropic", "anthropic"),
    client("@ai-sdk/azure", "azure", "azure-openai"),
    client("@ai-sdk/azure", "createAzure", "azure-openai"),
    client("@ai-sdk/cohere", "cohere", "cohere"),
    client("@ai-sdk/deepseek", "deepseek", "deepseek"),
    client("@ai-sdk/google", "createGoogleGenerativeAI", "google"),
    client("@ai-sdk/google", "google", "google"),
    client("@ai-sdk/google-vertex", "vertex", "google"),
    client("@ai-sdk/groq", "createGroq", "groq"),
    client("@ai-sdk/groq", "groq", "groq"),
    client("@ai-sdk/mistral", "mistral", "mistral"),
    client("@ai-sdk/openai", "createOpenAI", "openai"),
    client("@ai-sdk/openai", "openai", "openai"),
    client("@ai-sdk/xai", "xai", "xai"),
    client("@anthropic-ai/bedrock-sdk", "AnthropicBedrock", "bedrock"),
    client("@anthropic-ai/sdk", "Anthropic", "anthropic"),
    client("@anthropic-ai/vertex-sdk", "AnthropicVertex", "google"),
    client("@aws-sdk/client-bedrock-agent-runtime", "BedrockAgentRuntimeClient", "bedrock"),
    client("@aws-sdk/client-bedrock-runtime", "BedrockRuntimeClient", "bedrock"),
    client("@google-cloud/vertexai", "VertexAI", "google"),
    client("@google/genai", "GoogleGenAI", "google"),
    client("@google/generative-ai", "GoogleGenerativeAI", "google"),
    client("@huggingface/inference", "InferenceClient", "huggingface"),
    client("@mistralai/mistralai", "Mistral", "mistral"),
    client("@openrouter/ai-sdk-provider", "createOpenRouter", "openrouter"),
    client("anthropic", "Anthropic", "anthropic"),
    client("anthropic", "AnthropicBedrock", "bedrock"),
    client("anthropic", "AnthropicVertex", "google"),
    client("anthropic", "AsyncAnthropic", "anthropic"),
    client("azure.ai.inference", "ChatCompletionsClient", "azure"),
    client("cohere", "AsyncClientV2", "cohere"),
    client("cohere", "Client", "cohere"),
    client("cohere", "ClientV2", "cohere"),
    client("cohere-ai", "CohereClient", "cohere"),
    client("cohere-ai", "CohereClientV2", "cohere"),
    client("crewai", "LLM", "crewai"),
    client("google.genai", "Client", "google"),
    client("google.generativeai", "GenerativeModel", "google"),
    client("groq", "AsyncGroq", "groq"),
    client("groq", "Groq", "groq"),
    client("groq-sdk", "Groq", "groq"),
    client("huggingface_hub", "AsyncInferenceClient", "huggingface"),
    client("huggingface_hub", "InferenceClient", "huggingface"),
    client("litellm", "Router", "litellm"),
    client("llama_cpp", "Llama", "llama-cpp"),
    client("mistralai", "Mistral", "mistral"),
    client("ollama", "AsyncClient", "ollama"),
    client("ollama", "Client", "ollama"),
    client("ollama", "Ollama", "ollama"),
    client("openai", "AsyncAzureOpenAI", "azure-openai"),
    client("openai", "AsyncOpenAI", "openai"),
    client("openai", "AzureOpenAI", "azure-openai"),
    client("openai", "OpenAI", "openai"),
    client("together", "AsyncTogether", "together"),
    client("together", "Together", "together"),
    client("together-ai", "Together", "together"),
    client("vertexai", "GenerativeModel", "google"),
];

/// AWS services that `boto3.client(…)` names when it is to call a model.
pub const BEDROCK_SERVICES: &[&str] = &["bedrock-agent-runtime", "bedrock-agentcore", "bedrock-runtime"];

/// Ends of a call that only one library's shape has, so that an unbound receiver still tells; with the vendor whose shape
/// it is. Compatible servers share OpenAI's: without a binding the vendor is an assumption.
pub const DISTINCTIVE_METHODS: &[(&str, &str)] = &[
    ("chat.completions.create", "openai"),
    ("chat.completions.parse", "openai"),
    ("converse_stream", "bedrock"),
    ("generateContent", "google"),
    ("generateContentStream", "google"),
    ("generate_content", "google"),
    ("generate_content_async", "google"),
    ("generate_content_stream", "google"),
    ("invoke_model", "bedrock"),
    ("invoke_model_with_response_stream", "bedrock"),
];

/// Addresses of providers: the part of a URL that tells, and whose models answer there.
pub const PROVIDER_ADDRESSES: &[(&str, &str)] = &[
    ("//aiplatform.googleapis.com", "google"),
    ("-aiplatform.googleapis.com", "google"),
    ("//api.anthropic.com", "anthropic"),
    ("//api.cohere.ai", "cohere"),
    ("//api.cohere.com", "cohere"),
    ("//api.deepseek.com", "deepseek"),
    ("//api.fireworks.ai", "fireworks"),
    ("//api.groq.com", "groq"),
    ("//api.mistral.ai", "mistral"),
    ("//api.openai.com", "openai"),
    ("//api.perplexity.ai", "perplexity"),
    ("//api.together.xyz", "together"),
    ("//api.x.ai", "xai"),
    ("//bedrock-runtime.", "bedrock"),
    ("//eu.api.openai.com", "openai"),
    ("//generativelanguage.googleapis.com", "google"),
    ("//localhost:11434", "ollama"),
    ("//127.0.0.1:11434", "ollama"),
    ("//host.docker.internal:11434", "ollama"),
    ("//ollama:11434", "ollama"),
    ("//openrouter.ai", "openrouter"),
    ("//router.huggingface.co", "huggingface"),
    (".openai.azure.com", "azure-openai"),
];

/// Every package of the tables, repeated where it stands in several rows.
pub fn packages() -> impl Iterator<Item = &'static str> {
    MODEL_CALLS.iter().map(|row| row.package).chain(CHAT_MODELS.iter().chain(CLIENTS).map(|row| row.package))
}

/// Whose models answer at an address, when it is a provider's.
#[must_use]
pub fn vendor_of_address(text: &str) -> Option<&'static str> {
    PROVIDER_ADDRESSES.iter().find(|(part, _)| text.contains(part)).map(|(_, vendor)| *vendor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_tell_their_vendor_and_others_do_not() {
        assert_eq!(vendor_of_address("https://api.openai.com/v1/chat/completions"), Some("openai"));
        assert_eq!(vendor_of_address("https://acme.openai.azure.com/openai"), Some("azure-openai"));
        assert_eq!(vendor_of_address("https://notapi.openai.com.example.org"), None);
        assert_eq!(vendor_of_address("api.example.com"), None);
    }

    #[test]
    fn rows_of_a_package_stand_together_and_none_twice() {
        let mut packages: Vec<_> = MODEL_CALLS.iter().map(|row| row.package).collect();
        assert!(packages.is_sorted());
        packages.dedup();
        let mut rows = MODEL_CALLS.to_vec();
        rows.sort_unstable();
        rows.dedup();
        assert_eq!(rows.len(), MODEL_CALLS.len());
        assert!(CHAT_MODEL_METHODS.is_sorted() && CHAT_MODELS.is_sorted() && CLIENTS.is_sorted());
    }
}
