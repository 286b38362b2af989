//! What checks share: questions about code, configuration and documents that more than one of them asks.
//!
//! One idea, one module, one name. Of values and names: `values`, `origin`, `callers`. Of models: `agents`, `wiring`, `vendors`,
//! `failovers`, `fallback`. Of configuration: `infrastructure` (every resource, whatever declares it), `kubernetes`, `scaling`,
//! `pipelines`, `shell`. Of documents: `documents`, `guides`, `claims`, `named_things`. `Tally` makes the verdict.

pub(crate) mod agents;
pub(crate) mod alerts;
mod breaker_libraries;
pub(crate) mod breakers;
pub(crate) mod call_records;
pub(crate) mod callers;
pub(crate) mod claims;
mod counted;
pub(crate) mod deaths;
pub(crate) mod deployed;
pub(crate) mod documents;
pub(crate) mod drawings;
mod effort;
pub(crate) mod externals;
pub(crate) mod factories;
pub(crate) mod failovers;
pub(crate) mod failure;
pub(crate) mod fallback;
pub(crate) mod forced_failure;
pub(crate) mod guides;
pub(crate) mod handed;
pub(crate) mod health;
pub(crate) mod infrastructure;
pub(crate) mod kubernetes;
pub(crate) mod lands;
pub(crate) mod languages;
pub(crate) mod leaks;
pub(crate) mod load_plans;
pub(crate) mod logs;
pub(crate) mod mail_agent;
pub(crate) mod masking;
pub(crate) mod metrics;
pub(crate) mod model_cache;
pub(crate) mod model_limits;
pub(crate) mod model_names;
pub(crate) mod named_things;
pub(crate) mod openings;
pub(crate) mod origin;
pub(crate) mod pipelines;
pub(crate) mod regions;
pub(crate) mod results;
mod roles;
pub(crate) mod routes;
pub(crate) mod runs;
pub(crate) mod scaling;
pub(crate) mod scope;
pub(crate) mod secret_stores;
pub(crate) mod shell;
pub(crate) mod stack;
pub(crate) mod suites;
mod tally;
pub(crate) mod team_examples;
pub(crate) mod tenant_words;
pub(crate) mod tenants;
pub(crate) mod test_reach;
pub(crate) mod tracing;
pub(crate) mod unparsed;
pub(crate) mod values;
pub(crate) mod vendors;
pub(crate) mod wiring;

pub(crate) use counted::counted;
pub(crate) use effort::{effort, effort_on, once};
pub(crate) use roles::is_effective;
pub(crate) use tally::{Tally, not_applicable, unknown};
