//! Deployable units: what is built and run on its own.
//!
//! One unit is counted once, however many files speak of it: a compose service that builds a Dockerfile takes that Dockerfile
//! in, a Kubernetes workload of the same name or image joins the service it runs, and an application in code is a unit of its own
//! only when no image starts it.

use super::values::{argument, keyword_argument, positional, texts};
use super::{Service, ServiceKind};
use crate::fact::{Node, NodeValue, Value};
use crate::known::web_frameworks::{SERVERS, is_application};
use crate::resolve::{commands_of, is_javascript, started_by, started_by_node};
use crate::{FileFacts, FileRole, RepoFacts};
use beredd_model::{Lines, Place, RepoPath};
use std::collections::BTreeSet;

/// Kubernetes kinds that run containers.
const WORKLOADS: &[&str] = &["CronJob", "DaemonSet", "Deployment", "Job", "Rollout", "StatefulSet"];

/// Resource types of serverless functions, CloudFormation and Terraform.
const FUNCTIONS: &[&str] = &[
    "AWS::Lambda::Function",
    "AWS::Serverless::Function",
    "aws_lambda_function",
    "azurerm_linux_function_app",
    "google_cloudfunctions2_function",
    "google_cloudfunctions_function",
];

/// Classes of the AWS Cloud Development Kit that make serverless functions.
const FUNCTION_CALLS: &[&str] = &[
    "aws_cdk.aws_lambda.DockerImageFunction",
    "aws_cdk.aws_lambda.Function",
    "aws_cdk.aws_lambda_nodejs.NodejsFunction",
    "aws_cdk.aws_lambda_python_alpha.PythonFunction",
];

/// Every deployable unit, by place.
pub(crate) fn find(repo: &RepoFacts) -> Vec<Service> {
    let mut services = Vec::new();
    let effective = || {
        repo.files_as(FileRole::Production).filter(|(path, _)| !path.parts().any(|p| p == ".devcontainer"))
    };
    for (path, facts) in effective().filter(|(path, _)| is_compose(path)) {
        for document in &facts.config {
            compose(repo, path, document, &mut services);
        }
    }
    for (path, facts) in effective() {
        let is_taken = services.iter().any(|service| service.dockerfile.as_ref() == Some(path));
        if facts.dockerfile.is_some() && !is_taken {
            services.push(image(path, facts));
        }
    }
    for (path, facts) in effective() {
        for document in &facts.config {
            workload(path, document, &mut services);
            functions(path, document, &mut services);
            processes(path, document, &mut services);
        }
    }
    functions_in_code(repo, &mut services);
    applications(repo, &mut services);
    node_programs(repo, &mut services);
    services.sort_by(|a, b| (&a.place, &a.name).cmp(&(&b.place, &b.name)));
    services
}

fn is_compose(path: &RepoPath) -> bool {
    let is_yaml = matches!(path.extension(), "yml" | "yaml");
    is_yaml && (path.stem().starts_with("docker-compose") || path.stem().split('.').next() == Some("compose"))
}

fn compose(repo: &RepoFacts, path: &RepoPath, document: &Node, services: &mut Vec<Service>) {
    for (key, service) in document.get("services").map_or(&[][..], Node::members) {
        let Some(build) = service.get("build") else { continue };
        let context = build.text().or_else(|| build.get("context").and_then(Node::text)).unwrap_or(".");
        let file = build.get("dockerfile").and_then(Node::text).unwrap_or("Dockerfile");
        let dockerfile = path
            .sibling(&format!("{context}/{file}"))
            .filter(|file| repo.file(file).is_some_and(|facts| facts.dockerfile.is_some()));
        let health = service.get("healthcheck").filter(|check| !is_disabled(check));
        let own = health.map(|check| Place::new(path.clone(), Lines::new(check.line, check.end_line)));
        let of_image = dockerfile.as_ref().and_then(|file| image_health(file, repo.file(file)?));
        let folder = path.sibling(&format!("{context}/x")).map_or(String::new(), |x| x.folder().to_owned());
        let earlier = services.iter_mut().find(|s| s.name == key.text && s.dockerfile == dockerfile);
        if let Some(earlier) = earlier {
            earlier.health_check = earlier.health_check.take().or(own).or(of_image);
            continue;
        }
        services.push(Service {
            name: key.text.clone(),
            place: Place::new(path.clone(), Lines::new(key.line, service.end_line)),
            kind: ServiceKind::Compose,
            folder,
            dockerfile,
            health_check: own.or(of_image),
        });
    }
}

/// A check that is switched off, or that cannot fail.
fn is_disabled(check: &Node) -> bool {
    let is_off = check.get("disable").is_some_and(|node| node.value == NodeValue::Bool(true));
    let command = check.get("test").map(crate::resolve::text_of).unwrap_or_default();
    is_off || is_empty_check(&command)
}

fn is_empty_check(command: &str) -> bool {
    let words: Vec<&str> = command
        .split(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '"' | ','))
        .filter(|word| !word.is_empty() && !matches!(*word, "CMD" | "CMD-SHELL"))
        .collect();
    matches!(words.as_slice(), ["NONE" | "true" | "/bin/true" | ":"] | ["exit", "0"])
}

fn image(path: &RepoPath, facts: &FileFacts) -> Service {
    let folder = path.folder().rsplit('/').next().unwrap_or_default();
    let suffix = path.file_name().split_once('.').map(|(stem, end)| if is_recipe(stem) { end } else { stem });
    let name = suffix.filter(|name| !name.is_empty()).unwrap_or(folder);
    let lines =
        facts.dockerfile.as_ref().and_then(|d| d.stages.first()).map_or(Lines::at(1), |stage| stage.lines);
    Service {
        name: if name.is_empty() { "app".to_owned() } else { name.to_owned() },
        place: Place::new(path.clone(), lines),
        kind: ServiceKind::Dockerfile,
        folder: path.folder().to_owned(),
        dockerfile: Some(path.clone()),
        health_check: image_health(path, facts),
    }
}

fn is_recipe(stem: &str) -> bool {
    matches!(stem, "Dockerfile" | "Containerfile" | "dockerfile" | "containerfile")
}

/// The health check of an image: the last one written, unless it is none.
fn image_health(path: &RepoPath, facts: &FileFacts) -> Option<Place> {
    let checks = facts.dockerfile.as_ref()?.instructions.iter().filter(|i| i.keyword == "HEALTHCHECK");
    let last = checks.into_iter().next_back()?;
    let command = last.arguments.split_once("CMD").map_or(last.arguments.as_str(), |(_, command)| command);
    (!is_empty_check(command)).then(|| Place::new(path.clone(), last.lines))
}

fn workload(path: &RepoPath, document: &Node, services: &mut Vec<Service>) {
    let kind = document.get("kind").and_then(Node::text).unwrap_or_default();
    let version = document.get("apiVersion").and_then(Node::text).unwrap_or_default();
    let is_knative = kind == "Service" && version.starts_with("serving.knative.dev");
    if version.is_empty() || !(WORKLOADS.contains(&kind) || is_knative) {
        return;
    }
    let Some(name) = document.get("metadata").and_then(|m| m.get("name")).and_then(Node::text) else {
        return;
    };
    let probe = document.walk().find_map(|(key, node)| {
        let key =
            key.filter(|k| matches!(k.text.as_str(), "livenessProbe" | "readinessProbe" | "startupProbe"))?;
        Some(Place::new(path.clone(), Lines::new(key.line, node.end_line)))
    });
    let images: BTreeSet<&str> = document
        .walk()
        .filter(|(key, _)| key.is_some_and(|key| key.text == "image"))
        .filter_map(|(_, node)| node.text())
        .map(image_name)
        .collect();
    let same = services.iter_mut().find(|s| s.name == name || images.contains(s.name.as_str()));
    if let Some(service) = same {
        service.health_check = service.health_check.take().or(probe);
        return;
    }
    services.push(Service {
        name: name.to_owned(),
        place: Place::new(path.clone(), Lines::new(document.line, document.end_line)),
        kind: ServiceKind::Kubernetes,
        folder: String::new(),
        dockerfile: None,
        health_check: probe,
    });
}

/// `api` of `registry.example.com:5000/team/api:1.2@sha256:…`.
fn image_name(image: &str) -> &str {
    let last = image.rsplit('/').next().unwrap_or(image);
    last.split(['@', ':']).next().unwrap_or(last)
}

fn functions(path: &RepoPath, document: &Node, services: &mut Vec<Service>) {
    let mut add = |name: &str, line: u32, node: &Node| {
        services.push(Service {
            name: name.to_owned(),
            place: Place::new(path.clone(), Lines::new(line, node.end_line)),
            kind: ServiceKind::Function,
            folder: path.folder().to_owned(),
            dockerfile: None,
            health_check: None,
        });
    };
    for (key, resource) in document.get("Resources").map_or(&[][..], Node::members) {
        if resource.get("Type").and_then(Node::text).is_some_and(|kind| FUNCTIONS.contains(&kind)) {
            add(&key.text, key.line, resource);
        }
    }
    let blocks = document.members().iter().filter(|(key, _)| key.text == "resource");
    for (kind, named) in blocks.flat_map(|(_, block)| block.members()) {
        if FUNCTIONS.contains(&kind.text.as_str()) {
            named.members().iter().for_each(|(name, block)| add(&name.text, name.line, block));
        }
    }
    if path.stem() == "serverless" {
        let named = document.get("functions").map_or(&[][..], Node::members);
        named
            .iter()
            .filter(|(_, node)| node.get("handler").is_some())
            .for_each(|(k, node)| add(&k.text, k.line, node));
    }
}

/// The processes of a Procfile. One that runs before each release is no service, and one of an image's own folder is that image's.
fn processes(path: &RepoPath, document: &Node, services: &mut Vec<Service>) {
    let is_built =
        services.iter().any(|service| service.dockerfile.is_some() && service.folder == path.folder());
    if path.file_name() != "Procfile" || is_built {
        return;
    }
    for (key, command) in document.members().iter().filter(|(key, _)| key.text != "release") {
        services.push(Service {
            name: key.text.clone(),
            place: Place::new(path.clone(), Lines::new(key.line, command.end_line)),
            kind: ServiceKind::App,
            folder: path.folder().to_owned(),
            dockerfile: None,
            health_check: None,
        });
    }
}

/// Serverless functions that infrastructure code makes: `aws_lambda.Function(self, "Health", code=Code.from_asset("../health"))`.
fn functions_in_code(repo: &RepoFacts, services: &mut Vec<Service>) {
    for (path, module) in repo.production_code() {
        for call in module.calls.iter().filter(|call| FUNCTION_CALLS.contains(&call.target.as_str())) {
            let named =
                argument(&call.arguments, "id", 1).map(|name| texts(&repo.names(), path, name).concat());
            let name = named.filter(|name| !name.is_empty()).unwrap_or_else(|| path.stem().to_owned());
            let folder = ["code", "entry"].iter().find_map(|keyword| {
                let asset = match keyword_argument(&call.arguments, keyword)? {
                    Value::Call { arguments, .. } => positional(arguments).next()?,
                    value => value,
                };
                asset_folder(repo, path, asset)
            });
            services.push(Service {
                name,
                place: Place::new(path.clone(), call.lines),
                kind: ServiceKind::Function,
                folder: folder.unwrap_or_else(|| path.folder().to_owned()),
                dockerfile: None,
                health_check: None,
            });
        }
    }
}

/// The folder that an asset names, from where the infrastructure code is started, when it is in the repository.
fn asset_folder(repo: &RepoFacts, path: &RepoPath, asset: &Value) -> Option<String> {
    let Value::Text(asset) = asset else { return None };
    let starts = path.folder().match_indices('/').map(|(at, _)| at).chain([path.folder().len()]);
    let starts =
        starts.filter_map(|at| RepoPath::parse(&format!("{}/cdk.json", path.folder().get(..at)?)).ok());
    let start = starts.filter(|start| repo.file(start).is_some()).last().unwrap_or_else(|| path.clone());
    let folder = start.sibling(&format!("{asset}/x"))?.folder().to_owned();
    repo.files().any(|(file, _)| file.is_in(&folder)).then_some(folder)
}

/// Applications in code that no image starts.
fn applications(repo: &RepoFacts, services: &mut Vec<Service>) {
    let names = repo.names();
    let mut started = BTreeSet::new();
    for (path, facts) in repo.files_as(FileRole::Production).filter(|(_, f)| f.module.is_none()) {
        for command in commands_of(path, facts) {
            started.extend(started_by(&names, path, &command));
            started.extend(started_by_node(&names, path, &command));
        }
    }
    let served: Vec<RepoPath> = started.iter().flat_map(|program| served_by(repo, program)).collect();
    started.extend(served);
    let mut found = Vec::new();
    for (path, module) in repo.production_code() {
        let made = module.calls.iter().find(|call| is_application(&call.target));
        let Some(call) = made.filter(|_| !started.contains(path) && !is_built(path, services)) else {
            continue;
        };
        // A package of Node.js is called as its folder is, and not as the one of its sources.
        let outer = path.folder().strip_suffix("/src").filter(|_| is_javascript(path));
        let folder = outer.unwrap_or(path.folder()).rsplit('/').next().unwrap_or_default();
        let is_plain =
            matches!(path.stem(), "app" | "application" | "asgi" | "main" | "server" | "wsgi" | "__init__");
        let name = if is_plain && !folder.is_empty() { folder } else { path.stem() };
        found.push(Service {
            name: name.to_owned(),
            place: Place::new(path.clone(), call.lines),
            kind: ServiceKind::App,
            folder: path.folder().to_owned(),
            dockerfile: None,
            health_check: None,
        });
    }
    services.append(&mut found);
}

/// Packages of Node.js whose manifest says how they are started, where nothing else was found that runs them: `next start`,
/// `node dist/main.js`. A manifest that only starts those of its workspace is none.
fn node_programs(repo: &RepoFacts, services: &mut Vec<Service>) {
    let mut found = Vec::new();
    for (path, facts) in repo.files_as(FileRole::Production) {
        let Some(document) = facts.config.first().filter(|_| path.file_name() == "package.json") else {
            continue;
        };
        let Some(start) = document.at(&["scripts", "start"]) else { continue };
        let command = start.text().unwrap_or_default();
        let runs =
            ["node ", "tsx ", "ts-node ", "bun ", "next start", "nest start", "remix-serve", "fastify start"];
        let starts_itself = runs.iter().any(|run| command.contains(run));
        let folder = path.folder();
        let is_known = services.iter().any(|service| {
            service.folder == folder || (service.place.path.is_in(folder) && !folder.is_empty())
        });
        if !starts_itself || is_known || (folder.is_empty() && !services.is_empty()) {
            continue;
        }
        let named = document.get("name").and_then(Node::text).unwrap_or_default();
        let name = named.rsplit('/').next().filter(|name| !name.is_empty());
        found.push(Service {
            name: name.unwrap_or_else(|| folder.rsplit('/').next().unwrap_or("app")).to_owned(),
            place: Place::new(path.clone(), Lines::new(start.line, start.end_line)),
            kind: ServiceKind::App,
            folder: folder.to_owned(),
            dockerfile: None,
            health_check: None,
        });
    }
    services.append(&mut found);
}

/// The modules behind the application that a program hands to a server: `uvicorn.run("service:app")`, and what `service` imports.
fn served_by(repo: &RepoFacts, program: &RepoPath) -> BTreeSet<RepoPath> {
    let names = repo.names();
    let calls = repo.module(program).map_or(&[][..], |module| &module.calls);
    let mut found = BTreeSet::new();
    for call in calls.iter().filter(|call| SERVERS.binary_search(&call.target.as_str()).is_ok()) {
        let named = positional(&call.arguments).next().or_else(|| keyword_argument(&call.arguments, "app"));
        match named {
            Some(Value::Text(text)) => found.extend(started_by(&names, program, text)),
            Some(Value::Name(name)) => {
                found.extend(names.definition(program, name).map(|found| found.path.clone()));
                found.extend(repo.resolution().imports.get(program).into_iter().flatten().cloned());
            }
            _ => {}
        }
    }
    let behind = |path: &RepoPath| repo.resolution().imports.get(path).cloned().unwrap_or_default();
    let imported: Vec<RepoPath> = found.iter().flat_map(behind).collect();
    found.extend(imported);
    found
}

/// Whether a file is the main one of a folder that an image is built from.
fn is_built(path: &RepoPath, services: &[Service]) -> bool {
    let is_main = matches!(path.stem(), "app" | "asgi" | "main" | "server" | "wsgi");
    let built = services.iter().filter(|service| service.dockerfile.is_some());
    is_main
        && built.into_iter().any(|service| {
            let inner =
                path.folder().strip_prefix(service.folder.as_str()).map(|rest| rest.trim_start_matches('/'));
            inner.is_some_and(|inner| matches!(inner, "" | "app" | "src" | "src/app"))
        })
}
