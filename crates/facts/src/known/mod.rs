//! What is known of the outside world, as data: one sorted table a file, each with its source and date.

pub mod agent_frameworks;
pub mod file_languages;
pub mod go_packages;
pub mod javascript_packages;
pub mod languages;
pub mod llm_sdks;
pub mod python_distributions;
pub mod python_stdlib;
pub mod roles;
pub mod secret_kinds;
pub mod secret_words;
pub mod skip_paths;
pub mod token_agents;
pub mod token_models;
pub mod token_types;
pub mod web_frameworks;
