//! Which stack a system is built on: the language it is mostly written in, its frameworks, its models' providers, what declares
//! its infrastructure and where its pipelines run. What advice is made of.

use super::infrastructure::{Tool, resources};
use super::pipelines::is_pipeline;
use beredd_facts::{FileRole, Language, RepoFacts};
use std::collections::{BTreeMap, BTreeSet};

/// One thing that a stack may be built on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Amazon Bedrock.
    Bedrock,
    /// Azure OpenAI.
    AzureOpenAi,
    /// OpenAI.
    OpenAi,
    /// Anthropic.
    Anthropic,
    /// Gemini, Vertex AI.
    Google,
    /// LiteLLM.
    LiteLlm,
    /// LangChain and LangGraph.
    LangChain,
    /// FastAPI.
    FastApi,
    /// Flask.
    Flask,
    /// Django.
    Django,
    /// Python.
    Python,
    /// TypeScript and JavaScript.
    TypeScript,
    /// Go.
    Go,
    /// Java and Kotlin.
    Java,
    /// C#.
    CSharp,
    /// The Cloud Development Kit of AWS.
    Cdk,
    /// CloudFormation, SAM.
    CloudFormation,
    /// Terraform, OpenTofu.
    Terraform,
    /// Kubernetes.
    Kubernetes,
    /// GitHub Actions.
    GitHub,
    /// GitLab CI.
    GitLab,
}

impl Part {
    /// Its name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Bedrock => "Amazon Bedrock",
            Self::AzureOpenAi => "Azure OpenAI",
            Self::OpenAi => "OpenAI",
            Self::Anthropic => "Anthropic",
            Self::Google => "Gemini",
            Self::LiteLlm => "LiteLLM",
            Self::LangChain => "LangChain",
            Self::FastApi => "FastAPI",
            Self::Flask => "Flask",
            Self::Django => "Django",
            Self::Python => "Python",
            Self::TypeScript => "TypeScript",
            Self::Go => "Go",
            Self::Java => "Java",
            Self::CSharp => "C#",
            Self::Cdk => Tool::Cdk.name(),
            Self::CloudFormation => Tool::CloudFormation.name(),
            Self::Terraform => Tool::Terraform.name(),
            Self::Kubernetes => Tool::Kubernetes.name(),
            Self::GitHub => "GitHub Actions",
            Self::GitLab => "GitLab CI",
        }
    }
}

/// What a system is built on.
pub(crate) struct Stack {
    parts: BTreeSet<Part>,
}

impl Stack {
    /// Reads it from production code and effective configuration. Nothing is guessed: an empty repository has no stack.
    pub(crate) fn of(repo: &RepoFacts) -> Self {
        let mut parts: BTreeSet<Part> = BTreeSet::new();
        parts.extend(language(repo));
        parts.extend(resources(repo).iter().map(|resource| match resource.tool() {
            Tool::Terraform => Part::Terraform,
            Tool::CloudFormation => Part::CloudFormation,
            Tool::Cdk => Part::Cdk,
            Tool::Kubernetes => Part::Kubernetes,
        }));
        let population = repo.population();
        parts.extend(population.providers.iter().filter_map(|vendor| of_vendor(vendor)));
        parts.extend(population.agents.iter().filter_map(|agent| of_vendor(&agent.framework)));
        parts.extend(frameworks(repo));
        parts.extend(repo.files().filter(|(path, _)| is_pipeline(path)).filter_map(|(path, _)| {
            match path.as_str() {
                text if text.contains(".github/") => Some(Part::GitHub),
                text if text.contains(".gitlab") => Some(Part::GitLab),
                _ => None,
            }
        }));
        Self { parts }
    }

    /// Whether it is built on something.
    pub(crate) fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }
}

/// The language of the code around the agents; without agents, the one with most files.
fn language(repo: &RepoFacts) -> Option<Part> {
    let of_agents = repo.population().agents.iter().filter_map(|agent| repo.file(&agent.place.path));
    let mut counted = count(of_agents.map(|file| file.language));
    if counted.is_empty() {
        counted = count(repo.files_as(FileRole::Production).map(|(_, file)| file.language));
    }
    counted.into_iter().max_by_key(|(part, count)| (*count, std::cmp::Reverse(*part))).map(|(part, _)| part)
}

fn count(languages: impl Iterator<Item = Language>) -> BTreeMap<Part, u32> {
    let mut counted = BTreeMap::new();
    for language in languages {
        let part = match language {
            Language::Python | Language::Notebook => Part::Python,
            Language::TypeScript | Language::JavaScript => Part::TypeScript,
            Language::Go => Part::Go,
            Language::Java | Language::Kotlin => Part::Java,
            Language::CSharp => Part::CSharp,
            _ => continue,
        };
        let count: &mut u32 = counted.entry(part).or_default();
        *count = count.saturating_add(1);
    }
    counted
}

fn of_vendor(name: &str) -> Option<Part> {
    Some(match name {
        "anthropic" => Part::Anthropic,
        "azure" | "azure-openai" => Part::AzureOpenAi,
        "bedrock" => Part::Bedrock,
        "google" => Part::Google,
        "langchain" | "langgraph" => Part::LangChain,
        "litellm" => Part::LiteLlm,
        "openai" | "openai-agents" => Part::OpenAi,
        _ => return None,
    })
}

/// Frameworks that production code imports.
fn frameworks(repo: &RepoFacts) -> BTreeSet<Part> {
    let imports = repo.production_code().flat_map(|(_, module)| &module.imports);
    imports
        .filter_map(|import| match import.module.split('.').next().unwrap_or_default() {
            "django" => Some(Part::Django),
            "fastapi" => Some(Part::FastApi),
            "flask" => Some(Part::Flask),
            "langchain" | "langchain_core" | "langgraph" => Some(Part::LangChain),
            "litellm" => Some(Part::LiteLlm),
            _ => None,
        })
        .collect()
}
