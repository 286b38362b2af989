//! Python distributions whose import name differs from their own.
//!
//! Source: the projects' pages on PyPI and the top-level names in their wheels; written 2025-11. A distribution that is not here
//! is imported by its own name with `_` for `-` and `.`.

/// Distribution (normalised: lower case, `-`) → top-level import name; sorted.
pub const IMPORT_NAMES: &[(&str, &str)] = &[
    ("a2a-sdk", "a2a"),
    ("ag2", "autogen"),
    ("asyncpg-stubs", "asyncpg"),
    ("atlassian-python-api", "atlassian"),
    ("attrs", "attr"),
    ("autogen-agentchat", "autogen_agentchat"),
    ("aws-cdk-lib", "aws_cdk"),
    ("azure-ai-inference", "azure"),
    ("azure-ai-projects", "azure"),
    ("azure-cosmos", "azure"),
    ("azure-identity", "azure"),
    ("azure-keyvault-secrets", "azure"),
    ("azure-search-documents", "azure"),
    ("azure-storage-blob", "azure"),
    ("beautifulsoup4", "bs4"),
    ("discord-py", "discord"),
    ("django-environ", "environ"),
    ("djangorestframework", "rest_framework"),
    ("dspy-ai", "dspy"),
    ("duckduckgo-search", "duckduckgo_search"),
    ("faiss-cpu", "faiss"),
    ("faiss-gpu", "faiss"),
    ("gitpython", "git"),
    ("google-adk", "google"),
    ("google-api-python-client", "googleapiclient"),
    ("google-cloud-aiplatform", "google"),
    ("google-cloud-bigquery", "google"),
    ("google-cloud-secret-manager", "google"),
    ("google-cloud-storage", "google"),
    ("google-genai", "google"),
    ("google-generativeai", "google"),
    ("grpcio", "grpc"),
    ("grpcio-tools", "grpc_tools"),
    ("haystack-ai", "haystack"),
    ("llama-index", "llama_index"),
    ("llama-index-core", "llama_index"),
    ("mem0ai", "mem0"),
    ("mysqlclient", "MySQLdb"),
    ("openai-agents", "agents"),
    ("opencv-python", "cv2"),
    ("opentelemetry-api", "opentelemetry"),
    ("opentelemetry-sdk", "opentelemetry"),
    ("pillow", "PIL"),
    ("pinecone-client", "pinecone"),
    ("psycopg2-binary", "psycopg2"),
    ("pyautogen", "autogen"),
    ("pycryptodome", "Crypto"),
    ("pydantic-ai-slim", "pydantic_ai"),
    ("pygithub", "github"),
    ("pyjwt", "jwt"),
    ("pymupdf", "fitz"),
    ("pyopenssl", "OpenSSL"),
    ("pypdf2", "PyPDF2"),
    ("pyserial", "serial"),
    ("python-daemon", "daemon"),
    ("python-dateutil", "dateutil"),
    ("python-docx", "docx"),
    ("python-dotenv", "dotenv"),
    ("python-frontmatter", "frontmatter"),
    ("python-gitlab", "gitlab"),
    ("python-jose", "jose"),
    ("python-json-logger", "pythonjsonlogger"),
    ("python-levenshtein", "Levenshtein"),
    ("python-magic", "magic"),
    ("python-multipart", "multipart"),
    ("python-pptx", "pptx"),
    ("python-slugify", "slugify"),
    ("python-socketio", "socketio"),
    ("python-telegram-bot", "telegram"),
    ("pyyaml", "yaml"),
    ("pyzmq", "zmq"),
    ("qdrant-client", "qdrant_client"),
    ("ruamel-yaml", "ruamel"),
    ("scikit-learn", "sklearn"),
    ("strands-agents", "strands"),
    ("supabase-py", "supabase"),
    ("tavily-python", "tavily"),
    ("weaviate-client", "weaviate"),
    ("websocket-client", "websocket"),
];

/// The top-level name that a distribution is imported by; `distribution` is normalised.
#[must_use]
pub fn import_name(distribution: &str) -> String {
    match IMPORT_NAMES.binary_search_by_key(&distribution, |(name, _)| *name) {
        Ok(at) => IMPORT_NAMES.get(at).map_or("", |(_, name)| *name).to_owned(),
        Err(_) => distribution.replace(['-', '.'], "_"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_others_keep_their_name() {
        assert!(IMPORT_NAMES.is_sorted());
        assert_eq!(import_name("openai-agents"), "agents");
        assert_eq!(import_name("langchain-openai"), "langchain_openai");
    }
}
