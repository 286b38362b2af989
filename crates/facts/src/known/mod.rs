//! What is known of the outside world, as data: one sorted table a file, each with its source and date.

pub mod agent_frameworks;
pub mod llm_sdks;
pub mod python_distributions;
pub mod python_stdlib;
pub mod web_frameworks;
