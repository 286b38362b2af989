//! Populations: what "all" and "each" range over, discovered before anything is judged.

mod agent_names;
mod agents;
mod async_tests;
mod call_sites;
mod central;
mod declared_agents;
mod deployables;
mod flow_agents;
mod framework_calls;
mod holding;
mod listed_agents;
mod provider_calls;
mod reach;
mod routes;
mod teams;
mod test_cases;
mod token_agents;
mod token_calls;
mod token_tests;
mod values;

use crate::fact::DefinitionId;
use beredd_model::{Place, RepoPath};

pub(crate) use teams::regroup;

/// An agent: something that acts through a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Unique and stable: `team/name`, with its path behind where that is not enough.
    pub id: String,
    /// Its name in the code.
    pub name: String,
    /// The name of its team.
    pub team: String,
    /// Where it is defined.
    pub place: Place,
    /// The agent framework, or `none`.
    pub framework: String,
    /// The class or function that is the agent; nothing when it is declared by a call or in configuration.
    pub definition: Option<DefinitionId>,
    /// Indices into [`Population::call_sites`]: where it calls a model, directly or through a first-party service.
    pub call_sites: Vec<u32>,
    /// Whether it is given a model or a model service, whether or not it ever calls it.
    pub holds_model: bool,
}

/// Agents that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Its name: that of its folder, or of the object that joins its agents.
    pub name: String,
    /// Its folder; empty at the root.
    pub folder: String,
    /// Indices into [`Population::agents`].
    pub agents: Vec<u32>,
}

/// What a model call goes through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallVia {
    /// The library of a provider, or plain HTTP to one.
    Provider {
        /// `openai`, `anthropic`, `bedrock`, …
        provider: String,
        /// The bound target of the call.
        target: String,
    },
    /// A first-party service that calls a model: an index into [`Population::central_services`] when it is one of them.
    FirstParty {
        /// The service.
        service: Option<u32>,
        /// The bound target of the call.
        target: String,
    },
}

/// A place where a model is called in production code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallSite {
    /// Where.
    pub place: Place,
    /// Index of the call in its module's list.
    pub call: u32,
    /// The innermost definition around it.
    pub within: Option<DefinitionId>,
    /// Through what.
    pub via: CallVia,
}

/// A first-party definition that others call models through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CentralService {
    /// Its name.
    pub name: String,
    /// Where.
    pub place: Place,
    /// The class, or the function that is a service by itself.
    pub definition: DefinitionId,
    /// Vendors reached from it or its implementations, sorted.
    pub providers: Vec<String>,
    /// Whether its module loads (no unresolved first-party import on the way, no syntax error).
    pub is_loadable: bool,
}

/// What declares a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ServiceKind {
    /// A Dockerfile.
    Dockerfile,
    /// A service of a compose file that is built here.
    Compose,
    /// A Kubernetes workload.
    Kubernetes,
    /// A serverless function.
    Function,
    /// A program with a server in code: an application object that is run.
    App,
}

impl ServiceKind {
    /// The word used in `audit.json`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Dockerfile => "dockerfile",
            Self::Compose => "compose",
            Self::Kubernetes => "kubernetes",
            Self::Function => "function",
            Self::App => "app",
        }
    }
}

/// A deployable unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// Where it is declared.
    pub place: Place,
    /// What declares it.
    pub kind: ServiceKind,
    /// The folder its code lives in, as far as it is known.
    pub folder: String,
    /// The Dockerfile that builds it, when one does.
    pub dockerfile: Option<RepoPath>,
    /// Where its health check is configured, when one is.
    pub health_check: Option<Place>,
}

/// An HTTP route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRoute {
    /// `GET`, `POST`, …, or `*`.
    pub method: String,
    /// The pattern with constant prefixes.
    pub pattern: String,
    /// Where it is registered.
    pub place: Place,
    /// Its handler, where that is a definition of the same module.
    pub handler: Option<DefinitionId>,
    /// The place that authenticates it, when one does: a dependency, a decorator, a router's dependencies, a middleware that
    /// is added.
    pub authenticated_by: Option<Place>,
    /// The place that checks a role, a scope or a policy for it.
    pub authorised_by: Option<Place>,
    /// Whether its router is part of an application (included, or the application itself).
    pub is_registered: bool,
    /// Why nobody can ever call it: what keeps its module from loading, or that of the application it is part of.
    pub death: Option<Place>,
}

/// A test function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestCase {
    /// With its class.
    pub name: String,
    /// Where.
    pub place: Place,
    /// The function.
    pub definition: DefinitionId,
    /// How many cases it stands for: literal parameter sets multiply it.
    pub cases: u32,
    /// Whether its framework collects the file and the function.
    pub is_collected: bool,
    /// Whether it is skipped unless someone asks for it.
    pub is_skipped: bool,
    /// Whether its runner runs it to its end: pytest passes over an asynchronous test that no plugin is told to run. One that is not
    /// counts as skipped too.
    pub is_awaited: bool,
    /// Whether it asserts something.
    pub asserts: bool,
    /// Whether every first-party import of its module resolves.
    pub is_importable: bool,
    /// Whether it concerns the LLM integration: it or its module imports an agent, a central service or a provider, or names
    /// them.
    pub concerns_llm: bool,
    /// Indices into [`Population::agents`]: agents it references.
    pub agents: Vec<u32>,
}

/// All populations of a repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Population {
    /// Agents, by id.
    pub agents: Vec<Agent>,
    /// Teams, by name.
    pub teams: Vec<Team>,
    /// Model calls in production code, by place.
    pub call_sites: Vec<CallSite>,
    /// Services that others call models through, by place.
    pub central_services: Vec<CentralService>,
    /// Vendors that production code reaches, sorted.
    pub providers: Vec<String>,
    /// Deployable units, by place.
    pub services: Vec<Service>,
    /// Routes, by place.
    pub routes: Vec<HttpRoute>,
    /// Tests, by place.
    pub tests: Vec<TestCase>,
}

pub(crate) fn discover(repo: &crate::RepoFacts) -> Population {
    let models = call_sites::Models::new(repo);
    let (agents, teams) = agents::find(repo, &models);
    let subjects = test_cases::Subjects::new(&agents, &models.central_services, &models.call_sites);
    let tests = test_cases::find(repo, &subjects);
    Population {
        agents,
        teams,
        call_sites: models.call_sites,
        central_services: models.central_services,
        providers: models.providers,
        services: deployables::find(repo),
        routes: routes::find(repo),
        tests,
    }
}
